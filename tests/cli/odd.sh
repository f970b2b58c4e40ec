#!/usr/bin/env bash
# Repositories as one seldom has them: several remotes, odd names, formats that cannot be read, parts that are missing.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
. "$SRCDIR/tests/cli/archive.sh" || exit 1
. "$SRCDIR/tests/cli/json.sh" || exit 1
t_need git awk flock

make() {	# DIR
	git init -q -b main "$1"
	git -C "$1" config user.name "Karin Ek"
	git -C "$1" config user.email karin.ek@example.org
	printf '# Blad\n\n## Ett\n\nEtt.\n' >"$1/a.md"
	git -C "$1" add -A
	git -C "$1" commit -qm första
}

edit() {	# ADDRESS TEXT
	printf "$2" | blad edit --stdin -- "$1" >/dev/null
}

failed() {	# PATTERN COMMAND…: 1, one line that says it
	local pattern=$1
	shift
	t_fails "failed: $*" 1 "$@"
	t_like "one line tells it" "$err" '^blad: [^'$'\n'']+$'
	t_like "it says what" "$err" "$pattern"
	t_is "and nothing else" "$out" ""
}

# ---- which remote

make a
git clone -q --bare a ett.git
git clone -q --bare a två.git
cd a || exit 1
failed 'git remote add origin ADDRESS.*blad sync --to origin' blad sync
git remote add huset ../ett.git
failed 'blad sync --to huset' blad sync
git remote add grannen ../två.git
failed 'blad sync --to REMOTE' blad sync
git fetch -q --all
git branch -q -u grannen/main
t_like "the branch's own remote counts" "$(blad status --json)" '"upstream": "grannen/main"'
edit a.md#ett '## Ett\n\nTvå.\n'
blad record -m två >/dev/null
git config branch.main.pushRemote huset
failed 'branch\.main\.pushRemote sends it to “huset”.*git config branch\.main\.pushRemote grannen' blad sync
t_is "nothing was sent" "$(git -C ../ett.git rev-list --count main) $(git -C ../två.git rev-list --count main)" "1 1"
git config --unset branch.main.pushRemote
git config remote.pushDefault huset
failed 'pushDefault' blad sync
git config branch.main.pushRemote grannen	# as it said
t_ok "the branch's own word comes before the default" blad sync
t_is "it went where the branch comes from" "$(git -C ../ett.git rev-list --count main) $(git -C ../två.git rev-list --count main)" "1 2"
git config --unset remote.pushDefault

# ---- what a killed fetch left

cd .git/objects/pack || exit 1
for f in pack_git2_now pack_git2_then tmp_pack_then; do
	echo x >$f
done
touch -d '2 hours ago' *_then
exec 7<.
flock -s 7
t_ok "a sync beside another fetch" blad -C ../../.. sync
t_is "removes nothing" "$(ls | grep -c '_then$\|_now$')" 3
exec 7<&-
t_ok "a sync alone" blad -C ../../.. sync
t_is "removes what is old and libgit2's" "$(ls | grep '_then$\|_now$' | paste -sd ' ')" "pack_git2_now tmp_pack_then"
rm -f *_now *_then
cd ../../..

# ---- branches

git switch -q -c 'bug/å%#@"x' --no-track
edit a.md#ett '## Ett\n\nTre.\n'
t_like "drafts of a branch with an odd name" "$(blad drafts)" 'a\.md#ett'
git push -q -u grannen HEAD:annat/namn
t_like "an upstream of another name" "$(blad status --json)" '"upstream": "grannen/annat/namn"'
blad record -m tre >/dev/null
t_ok "sync" blad sync
t_is "goes there" "$(git -C ../två.git log -1 --format=%s annat/namn)" tre
git branch -q -u main
failed 'follows another branch' blad sync
cd ..

# ---- names

make namn
cd namn || exit 1
mkdir mapp
names=(-a.md --json.md -C.md 'b c.md' "q'\".md" 'p%20q%.md' 'h#x@y.md' 'mapp/ä ö.md' :colon.md '*.md' '[x].md')
for f in "${names[@]}"; do
	printf '# T\n\n## Ett\n\nEtt.\n' >"./$f"
done
git add -A
git commit -qm namn
blad list --json | "$JSONCHECK" | awk -F '\t' '$1 ~ /\.address$/ { print $3 }' >../addresses
t_is "all of them are issues" "$(wc -l <../addresses)" $((${#names[@]} + 1))
try() {
	"$@" >/dev/null 2>../said || echo "$*: $(cat ../said)" >>../wrong
}
: >../wrong
before=$(git rev-parse HEAD)
while IFS= read -r a; do
	for c in show items log diff "show --source"; do
		try blad $c -- "$a"
	done
	try edit "$a#ett" '## Ett\n\nTvå.\n'
	try blad set -- "$a" number 4
	try blad add --title=x -- "$a"
	try blad move -- "$a#x" "$a#"
	try blad delete -- "$a#x"
	try blad drafts drop -- "$a#:number"
	try blad record -m m -- "$a#ett"
	try blad restore -- "$a@$before"
	try blad drafts -- drop "$a"
done <../addresses
t_is "every command takes every name behind --" "$(cat ../wrong)" ""
t_is "a version each" "$(git rev-list --count "$before"..)" "$(wc -l <../addresses)"
t_is "and the work tree is as recorded" "$(git status --porcelain; blad drafts)" ""
cd ..

# ---- submodules and links are not issues

make modul
make över
cd över || exit 1
git -c protocol.file.allow=always submodule --quiet add ../modul klg/modul
ln -s a.md länk.md
ln -s klg mapp
git update-index --add --cacheinfo "160000,$(git rev-parse HEAD),pekare.md"
git add länk.md mapp
git commit -qm modul
t_is "neither a submodule's files nor links" "$(blad list --json | "$JSONCHECK" | awk -F '\t' '$1 ~ /\.path$/ { print $3 }')" a.md
t_is "inside of it, it is an archive" "$(blad -C klg/modul list | wc -l)" 1
tree=$(git ls-tree -r HEAD | grep -v a.md)
edit a.md#ett '## Ett\n\nTvå.\n'
t_ok "record" blad record -m två
t_is "leaves them as they are" "$(git ls-tree -r HEAD | grep -v a.md)" "$tree"
for a in länk.md pekare.md; do
	failed 'not make it an issue' blad show $a
done
cd ..

# ---- formats that are not read

make sha
git -C sha config core.repositoryformatversion 1
git -C sha config extensions.objectFormat sha256
failed 'SHA-256' blad -C sha list
make refs
git -C refs config core.repositoryformatversion 1
git -C refs config extensions.refStorage reftable
failed 'reftable' blad -C refs list
git config --file refs/.git/config --unset extensions.refStorage
git config --file refs/.git/config extensions.nyhet 1
failed 'nyhet' blad -C refs list

# ---- what is missing

git -C ett.git config uploadpack.allowFilter true
git clone -q --filter=blob:none --no-checkout "file://$PWD/ett.git" delar
failed 'partial clone.*git fetch --refetch --no-filter' blad -C delar show a.md
t_ok "list goes on" blad -C delar list
t_like "and says so" "$err" '^1 issue cannot be read: “blad show a.md” says why$'
t_like "in json what is unknown is null" "$(blad -C delar list --json 2>/dev/null)" '"date_from": null'
git -C delar fetch -q --refetch --no-filter
t_ok "what it says helps" blad -C delar show a.md
git clone -q --depth 1 "file://$PWD/två.git" grund
t_ok "a shallow copy is read" blad -C grund log a.md
git -C grund config user.name "Karin Ek"
git -C grund config user.email karin.ek@example.org
printf '## Ett\n\nFyra.\n' | blad -C grund edit --stdin a.md#ett >/dev/null
t_ok "and written" blad -C grund record -m fyra

make flyttat
git -C flyttat worktree add -q ../gren
mv flyttat bortflyttat
failed 'not there any more.*git worktree repair' blad -C gren list
git -C bortflyttat worktree repair "$PWD/gren" >/dev/null 2>&1
t_ok "what it says helps" blad -C gren list

# ---- objects that stand for others (git-replace(1)) are not followed

cd a || exit 1
git switch -q main
text=$(blad show --source a.md@HEAD)
git replace "$(git rev-parse HEAD:a.md)" "$(echo '# Annat' | git hash-object -w --stdin)"
t_is "what is recorded is shown" "$(blad show --source a.md@HEAD)" "$text"
cd ..

# ---- no version yet: an error, as json too

git init -q -b main tom
for c in list "list --json" drafts "drafts --json" status "status --json" show "new --title X"; do
	failed 'no version' blad -C tom $c
done

# ---- options are looked at before anything is printed

cd a || exit 1
for o in --width=foo --width=19 --color=rött; do
	for c in "show --html" "show --source" show diff; do
		t_fails "blad $c $o" 2 blad $c $o a.md
		t_is "prints nothing" "$out" ""
	done
done
cd ..

# ---- a title is Markdown text: as the page shows it

make tecken
cd tecken || exit 1
printf '# R&aring;d &amp; r&ouml;n &#8211; &#x201D;x&rdquo; &nosuch; & &hellip;\n\n## &Aring;rets **bl&aring;sa**\n\nText.\n' >t.md
git add -A
git commit -qm tecken
t_is "in the list" "$(blad list --json | "$JSONCHECK" | awk -F '\t' '$1 ~ /\.title$/ { print $3 }' | grep R)" "Råd & rön – ”x” &nosuch; & …"
t_is "in the items" "$(blad items t.md)" "Årets blåsa  t.md#årets-blåsa"
t_like "on the page" "$(blad show t.md)" 'Råd & rön – ”x” &nosuch; & …'
cd ..
t_done
