#!/usr/bin/env bash
# blad-config(5): every setting and every variable does what is said of it.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
. "$SRCDIR/tests/cli/archive.sh" || exit 1
. "$SRCDIR/tests/cli/json.sh" || exit 1
t_need git awk

small_archive a
cd a || exit 1
identity
e=klg/2024-11-15.md
export GIT_CONFIG_GLOBAL=$t_dir/home/.gitconfig
at=1731670000

settings() {	# TEXT: recorded as .blad
	printf "$1" >.blad
	at=$((at + 10))
	commit_at $at "Karin Ek" "Inställningar" 2>/dev/null
}
paths() {
	blad list --json 2>/dev/null | "$JSONCHECK" | awk -F '\t' '$1 ~ /\.path$/ { print $3 }' | LC_ALL=C sort | paste -sd ' '
}
series() {	# PATH
	blad list --json 2>/dev/null | "$JSONCHECK" | awk -F '\t' -v p="$1" '$1 ~ /\.path$/ { on = $3 == p } $1 ~ /\.series$/ && on { print $2 == "null" ? "null" : $3 }'
}
title_line() {	# ADDRESS
	blad show "$1" 2>/dev/null | head -n 1 | sed 's/ · .*//'
}

printf '# Utanför\n\n## Ett\n\nEtt.\n' >blad.md
printf '# Handbok\n\n## Ett\n\nEtt.\n' >hand.md

# ---- the order

settings ''
t_is "it needs no settings" "$(paths)" "blad.md hand.md klg/2024-10-18.md $e"
settings '[blad]\n\ttitle = Ådala kommun\n'
t_is "what is recorded counts" "$(title_line blad.md)" "Ådala kommun"
printf '[blad]\n\ttitle = Nya namnet\n' >.blad
t_is "a changed copy in the work tree does not" "$(title_line blad.md)" "Ådala kommun"
git commit -qam namn
t_is "until it is recorded" "$(title_line blad.md)" "Nya namnet"
git config --global blad.title "Mitt arkiv"
t_is "the user's own comes before it" "$(title_line blad.md)" "Mitt arkiv"
git config --global --unset blad.title

# ---- what is refused

refused() {	# NAME TEXT
	settings "$2"
	t_ok "$1: the archive opens" blad list
	t_is "with one warning" "$(wc -l <"$t_err")" 1
	t_like "of .blad" "$err" '\.blad'
	t_is "and without it" "$(title_line blad.md)" a
}
printf '[blad]\n\ttitle = Annat\n' >"$t_dir/other"
refused "include" "[blad]\n\ttitle = X\n[include]\n\tpath = $t_dir/other\n"
refused "includeIf" "[blad]\n\ttitle = X\n[includeIf \"gitdir:/\"]\n\tpath = $t_dir/other\n"
refused "include in capitals" "[blad]\n\ttitle = X\n[INCLUDE]\n\tpath = $t_dir/other\n"
refused "what cannot be parsed" '[blad\n\ttitle = X\n'
refused "more than 64 KB" "[blad]\n\ttitle = X\n$(yes '# en rad som fyller' | head -n 4000)\n"
settings '[series "klg"]\n\tfiles = klg/\n\tpath = ../ut-%%Y.md\n\ttemplate = ../../etc/passwd\n'
t_run blad list
t_like "a path outside is not used" "$err" 'inside the archive'
t_run blad new -t Ny --series klg
t_like "the new issue stays inside" "$out" '^klg/'
blad drafts drop "$out" >/dev/null
settings "[core]\n\tsshCommand = touch $t_dir/ran;\n\teditor = touch $t_dir/ran\n\tpager = touch $t_dir/ran\n[alias]\n\tlist = !touch $t_dir/ran\n"
git remote add origin ssh://nowhere.invalid/x
git config branch.main.remote origin
git config branch.main.merge refs/heads/main
GIT_SSH_COMMAND=false blad sync >/dev/null 2>&1
blad list >/dev/null
t_fails "nothing in it runs a program" 1 test -e "$t_dir/ran"
git remote remove origin

# ---- the archive

settings '[blad]\n\tlanguage = sv\n'
t_like "language" "$(LANG=en_GB.UTF-8 blad record)" 'inget att'
t_like "--lang overrules it" "$(blad --lang en record)" 'Nothing'
settings '[blad]\n\tfiles = klg/\n\tfiles = blad.md\n\tfiles = *.txt\n'
echo '# Text' >fil.txt
settings '[blad]\n\tfiles = klg/\n\tfiles = blad.md\n\tfiles = *.txt\n# igen\n'
t_is "files, many times, and Markdown only" "$(paths)" "blad.md klg/2024-10-18.md $e"
settings '[blad]\n\tfiles = blad.md\n[series "klg"]\n\tfiles = klg/\n'
t_is "and the files of a series" "$(paths)" "blad.md klg/2024-10-18.md $e"
settings '[blad]\n\tignore = hand*\n\tignore = klg/2024-10*\n'
t_is "ignore, many times" "$(paths)" "blad.md $e"
settings '[blad]\n\tencoding = windows-1252\n'
t_is "encoding: the default may be said" "$(blad list 2>&1 >/dev/null)" ""
settings '[blad]\n\tencoding = koi8-r\n'
t_like "another is not known" "$(blad list 2>&1 >/dev/null)" 'koi8-r'

# ---- a series

printf -- '---\ntitle: I annan serie\ndate: 2024-11-20\nseries: annan\nnumber: 12\n---\n\nText.\n' >klg/annan.md
settings '[series "klg"]\n\ttitle = Nytt från ledningen\n\tfiles = klg/\n\tfiles = blad.md\n\tpath = klg/%%Y/%%m-%%d-nr%%N-%%S.md\n\ttemplate = mallar/klg.md\n\talias = ledningen\n\talias = Chefernas blad\n[series "annan"]\n\ttitle = Annat\n'
t_is "files: issues that match belong to it" "$(series $e)" klg
t_is "many times" "$(series blad.md)" klg
t_is "unless the header names another" "$(series klg/annan.md)" annan
t_is "one that none matches has none" "$(series hand.md)" null
t_is "its name stands in addresses" "$(blad show --source annan/12 | sed -n 2p)" "title: I annan serie"
t_is "so does an alias" "$(blad show --source ledningen/11 | sed -n 2p)" "title: Budget och vinter"
t_is "title: what readers call it" "$(title_line $e)" "Nytt från ledningen"
t_ok "an alias names it for a new issue" blad new --series "chefernas blad" -t X --template hand.md
blad drafts drop "$out" >/dev/null
mkdir -p mallar
printf -- '---\ntitle: {{title}}\ndate: {{date}}\nnumber: {{number}}\n---\n\n## Från mallen {{date}}\n' >mallar/klg.md
settings "$(sed 's/%/%%/g' .blad)\n"
t_ok "path" blad new --series klg -t "Åter: två & tre!" --date 2024-12-03
t_is "with strftime's, %N and %S" "$out" "klg/2024/12-03-nr12-åter-två-tre.md"
t_is "template, filled in" "$(blad show --source "$out")" $'---\ntitle: "Åter: två & tre!"\ndate: 2024-12-03\nnumber: 12\n---\n\n## Från mallen 2024-12-03'
t_is "a template is no issue" "$(paths | tr ' ' '\n' | grep -c mall)" 0

# ---- which series and which path a new issue has

fresh() {	# SETTINGS: with one draft less
	blad drafts drop "$new" >/dev/null 2>&1
	settings "$1"
}
new=$out
fresh '[series "klg"]\n\tfiles = klg/\n[series "annan"]\n\tfiles = annan/\n'
new=$(blad new -t Nyast --date 2024-12-10)
t_is "without --series it is the newest issue's" "$(series "$new")" annan
fresh '[series "klg"]\n\tfiles = klg/\n# igen\n'
new=$(blad new --series klg -t Nästa --date 2024-12-17)
t_is "without a path it is named as the newest of its series" "$new" klg/2024-12-17.md
blad new --series klg -t Nästa --date 2024-12-17 >"$t_dir/second"
t_is "-2 where that is taken" "$(cat "$t_dir/second")" klg/2024-12-17-2.md
blad drafts drop "$(cat "$t_dir/second")" >/dev/null
git rm -q -r klg
fresh ''
new=$(blad new -t "Nummer ett" --date 2024-12-17)
t_is "where no name tells a date or number" "$new" issues/2024-12-17-nummer-ett.md
t_is "of blad's own template" "$(blad show --source "$new" | grep -v '^$' | paste -sd '|')" '---|title: "Nummer ett"|date: 2024-12-17|state: writing|---|# Nummer ett'
mkdir templates
printf '## Mall\n' >templates/kort.md
fresh '\n'
for t in mallar/klg.md mallar/klg templates/kort.md kort.md kort; do
	t_ok "--template $t" blad new --template $t -t T
	blad drafts drop "$out" >/dev/null
done
t_fails "--template ../a/hand.md" 1 blad new --template ../a/hand.md -t T
git checkout -q HEAD~2 -- klg
settings '[series "klg"]\n\tfiles = klg/\n'

# ---- the user

git config --global blad.archive "$t_dir/a"
t_is "blad.archive outside of any" "$(cd "$t_dir/home" && paths)" "$(paths)"
git init -q -b main "$t_dir/b"
(cd "$t_dir/b" && printf '# B\n' >b.md && commit_at 1731670000 B B)
t_is "the current folder's comes first" "$(cd "$t_dir/b" && paths)" b.md
git config --global --unset blad.archive

# ---- the environment

unset LC_ALL
t_like "LANG" "$(LANG=sv_SE.UTF-8 blad record)" 'inget att'
t_like "LC_MESSAGES comes before it" "$(LANG=sv_SE.UTF-8 LC_MESSAGES=en_GB.UTF-8 blad record)" 'Nothing'
t_like "LC_ALL before that" "$(LC_MESSAGES=en_GB.UTF-8 LC_ALL=sv_FI blad record)" 'inget att'
t_like "LANGUAGE before all" "$(LC_ALL=en_GB.UTF-8 LANGUAGE=sv blad record)" 'inget att'
t_like "a --lang that there is not is passed over" "$(LANG=sv_SE.UTF-8 blad --lang fi record)" 'inget att'
export LC_ALL=C.UTF-8
printf '#!/bin/sh\necho "$0" >>%s/edited\nsed -i "s/Ring/Mejla/" "$1"\n' "$t_dir" | tee "$t_dir/visual" >"$t_dir/editor"
chmod +x "$t_dir/visual" "$t_dir/editor"
if command -v script >/dev/null; then
	# Editing wants a terminal.
	VISUAL=$t_dir/visual EDITOR=$t_dir/editor script -qec "blad edit $e#kontakt" /dev/null >/dev/null 2>&1
	t_is "VISUAL comes before EDITOR" "$(cat "$t_dir/edited" 2>/dev/null)" "$t_dir/visual"
	t_like "and edits" "$(blad show --source $e#kontakt)" Mejla
	blad drafts drop $e >/dev/null
	rm -f "$t_dir/edited"
	EDITOR=$t_dir/editor script -qec "blad edit $e#kontakt" /dev/null >/dev/null 2>&1
	t_is "EDITOR alone" "$(cat "$t_dir/edited" 2>/dev/null)" "$t_dir/editor"
	blad drafts drop $e >/dev/null
	# So does asking who one is.
	git config --unset user.name
	git config --unset user.email
	printf '## Kontakt\n\nMejla.\n' | blad edit --stdin $e#kontakt
	printf 'Stina Alm\nstina@adala.example\n' | script -qec "blad record -m Vem" /dev/null >/dev/null 2>&1
	t_is "who records is asked" "$(git log -1 --format='%s %an %ae')" "Vem Stina Alm stina@adala.example"
	t_is "and kept in that archive's own configuration" "$(git config --local user.name) $(git config --local user.email)" "Stina Alm stina@adala.example"
	t_is "not in the user's" "$(git config --global user.name)" ""
else
	t_skip "editors and asking" "script is not installed"
fi
colours=$'\e\\[[0-9;]*(3[0-7]|38;5;)[0-9;]*m'
printf '# L\n\n[länk](https://exempel.example/) och `kod`.\n\n> citat\n' >l.md
commit_at 1731690000 "Karin Ek" L
t_like "colours" "$(TERM=xterm-256color blad show --color always l.md)" "$colours"
t_unlike "none with NO_COLOR" "$(TERM=xterm-256color NO_COLOR=1 blad show --color always l.md)" "$colours"
t_like "but weight stays" "$(TERM=xterm-256color NO_COLOR=1 blad show --color always l.md)" $'\e\\[[0-9;]*1m'
t_like "an empty one is none" "$(TERM=xterm-256color NO_COLOR= blad show --color always l.md)" "$colours"

# where drafts go when the archive's own folder cannot hold them
as_nobody mkdir "$t_nobody/x"
cp -a "$t_dir/b" "$t_nobody/b"
chmod -R go+rX "$t_nobody/b"
[ "$(id -u)" != 0 ] || chown -R 0:0 "$t_nobody/b"
chmod -R a-w "$t_nobody/b"
t_at_end chmod -R u+w "$t_nobody/b"
printf '# B\n\nMer.\n' | as_nobody env XDG_STATE_HOME="$t_nobody/state" blad -C "$t_nobody/b" edit --stdin b.md >/dev/null 2>&1
t_is "XDG_STATE_HOME" "$(find "$t_nobody/state/blad" -name meta 2>/dev/null | wc -l)" 1
printf '# B\n\nMer.\n' | as_nobody blad -C "$t_nobody/b" edit --stdin b.md >/dev/null 2>&1
t_is "~/.local/state without it" "$(find "$t_nobody/.local/state/blad" -name meta 2>/dev/null | wc -l)" 1
t_done
