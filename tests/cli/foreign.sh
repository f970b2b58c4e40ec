#!/usr/bin/env bash
# Repositories that were never made for it: they open, and what nobody edits keeps every byte.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
. "$SRCDIR/tests/cli/archive.sh" || exit 1
t_need git
git init -q -b main a
cd a || exit 1
mkdir -p _posts content/2018 posts pages .github docs
printf -- '---\nlayout: post\ntitle:  "Välkommen till bloggen!"\ndate:   2024-03-05 10:00:00 +0100\ncategories: nytt\n---\nHej.\n' >_posts/2024-03-05-valkommen.markdown
printf -- '+++\ntitle = "Hugos inlägg"\ndate = 2024-02-01T08:00:00Z\ntags = ["a", "b"]\n[params]\n  x = 1\n+++\n\nText.\n' >content/hugo.md
printf 'Title: Pelikanen\nDate: 2024-01-10 09:00\nCategory: Nytt\n\nText.\n' >content/pelikan.md
printf 'Bara text, utan något.\n' >content/2018/12-julmarknad.md
printf '# Bara rubrik\n\n15 november 2023\n\nText med IMG_20220101_1200.jpg i.\n' >posts/rubrik.md
printf 'Möte den 3 mars 2021 i löpande text.\n' >posts/okand.md
printf -- '---\ntitle: Utkast\ndraft: true\n---\nText\n' >posts/utkast.md
printf 'title: N\303\244r teckenkodningen \344r gammal\n\nText p\345 svenska.\r\n' | iconv -f latin1 -t latin1 >posts/latin1.md
printf '\357\273\277# Med BOM\r\n\r\nRad ett.\r\n' >posts/bom.md
printf 'X\n' >.github/mall.md
printf '# Bidra\n' >CONTRIBUTING.md
commit_at 1731660000 "Karin Ek" allt
identity

t_ok "list" blad list --json
row() { printf '%s\n' "$out" | tr -d '\n' | grep -o "{[^{}]*\"path\": *\"$1\"[^{}]*}"; }
t_like "Jekyll" "$(row _posts/2024-03-05-valkommen.markdown)" '"title": ?"Välkommen till bloggen!", "date": ?"2024-03-05", "date_from": ?"header"'
t_like "Hugo's TOML" "$(row content/hugo.md)" '"title": ?"Hugos inlägg", "date": ?"2024-02-01"'
t_like "Pelican" "$(row content/pelikan.md)" '"title": ?"Pelikanen", "date": ?"2024-01-10"'
t_like "a date in the path" "$(row content/2018/12-julmarknad.md)" '"date": ?"2018-12-01", "date_from": ?"path"'
t_like "a date line" "$(row posts/rubrik.md)" '"title": ?"Bara rubrik", "date": ?"2023-11-15", "date_from": ?"text"'
t_like "a date in running text is none" "$(row posts/okand.md)" '"date": ?null, "date_from": ?"commit"'
t_like "draft: true" "$(row posts/utkast.md)" '"state": ?"writing"'
t_is "no templates, no CONTRIBUTING" "$(printf '%s' "$out" | grep -c -e github -e CONTRIBUTING)" 0

for f in _posts/2024-03-05-valkommen.markdown content/hugo.md content/pelikan.md posts/rubrik.md; do
	t_ok "source of $f" blad show "$f" --source
	t_same "is the file" "$t_out" "$f"
	t_ok "page of $f" blad show "$f"
done
cp posts/latin1.md "$t_dir/latin1"
t_ok "Windows-1252 is read" blad show posts/latin1.md
t_like "as text" "$out" "Text på svenska"
t_ok "changed" sh -c 'blad show posts/latin1.md --source | sed "s/svenska/riktig svenska/" | blad edit posts/latin1.md --stdin && blad record'
t_is "and written back as it was" "$(LC_ALL=C sed 's/riktig //' posts/latin1.md | od -c)" "$(od -c <"$t_dir/latin1")"
t_ok "a character that it lacks" sh -c 'blad show posts/latin1.md --source | sed "s/svenska/漢/" | blad edit posts/latin1.md --stdin; blad drafts'
t_fails "is not recorded" 1 blad record
t_like "and named" "$err" "漢"
t_ok "and not lost" blad show posts/latin1.md --source
t_like "it is in the draft" "$out" "漢"
blad drafts drop posts/latin1.md
t_ok "a BOM and CRLF" sh -c 'blad show posts/bom.md --source | sed s/ett/två/ | blad edit posts/bom.md --stdin && blad record'
t_is "stay" "$(od -An -c posts/bom.md | tr -d ' \n')" '357273277#MedBOM\r\n\r\nRadtv303245.\r\n'
t_is "git status is clean" "$(git status --porcelain)" ""

git init -q -b main "$t_dir/b" && cd "$t_dir/b" && identity
for n in 'med # och @.md' '100%.md' "$(printf 'med\033[31mesc.md')" "$(printf 'tr\345kig.md')" '-rf.md' 'ett  två.md'; do
	printf '# Rubrik\n\nText\n' >"./$n"
done
commit_at 1731660000 "Karin Ek" namn
t_ok "odd names" blad list --json
printf '%s' "$out" | grep -o '"address": *"[^"]*"' | sed 's/.*: *"//; s/"$//; s/\\\\/\\/g' >"$t_dir/addresses"
t_is "six of them" "$(wc -l <"$t_dir/addresses")" 6
while read -r address; do
	t_ok "the address $address is taken back" blad show -- "$address"
done <"$t_dir/addresses"
t_ok "as lines" blad list
t_unlike "nothing for the terminal" "$out" $'\e'
t_done
