#!/usr/bin/env bash
# Reading an archive from the shell: list, items, show; as lines and as documents.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
. "$SRCDIR/tests/cli/archive.sh" || exit 1
t_need git
small_archive a
cd a || exit 1

t_ok "list" blad list
t_is "newest first, with what is out of the ordinary" "$out" \
"2024-11-15  klg/2024-11-15.md  11   Budget och vinter
2024-10-18  klg/2024-10-18.md  10   Höstens upphandlingar"
t_ok "list as a document" blad list --json
t_like "has title and date" "$out" '"title": ?"Budget och vinter", "date": ?"2024-11-15", "date_from": ?"header", "number": ?"11", "series": ?"klg", "state": ?null, "draft": ?false'
t_like "has the state" "$out" '"state": ?"published"'
t_ok "from below the archive too" blad -C klg list
t_like "finds it" "$out" "Höstens"

t_ok "items" blad items latest
t_is "indented by level" "$out" \
"Budget 2025  klg/2024-11-15.md#budget-2025
Vinterväghållning  klg/2024-11-15.md#vinterväghållning
  Sandning  klg/2024-11-15.md#vinterväghållning/sandning
Kontakt  klg/2024-11-15.md#kontakt"
for address in $(printf '%s\n' "$out" | sed 's/.*  //'); do
	t_ok "$address is taken back" blad show "$address"
done
t_ok "items as a document" blad items klg/2024-11-15.md --json
t_like "with keys" "$out" '"address": ?"klg/2024-11-15.md#vinterväghållning/sandning", "key": ?"sandning", "title": ?"Sandning", "level": ?3'

t_ok "show the newest" blad show --width 40
t_like "series, number and date stand above" "$out" "^Nytt från ledningsgruppen · no. 11"
t_ok "show an item by one key" blad show "latest#sandning" --width 40
t_is "only that item" "$out" \
"· Sandning
Sand finns att hämta vid förrådet."
t_ok "a parent covers its children" blad show "latest#vinterväghållning" --source
t_like "the child is in it" "$out" "### Sandning"
t_unlike "the next is not" "$out" "Kontakt"
t_ok "the source of the issue" blad show klg/11 --source
t_same "is the file, byte for byte" "$t_out" klg/2024-11-15.md
t_ok "an item at a version" blad show "latest#vinterväghållning@HEAD~1" --source
t_ok "a header key" blad show "latest#:number"
t_like "its line" "$out" "^number: 11$"
t_ok "the lead" blad show "latest#" --source
t_like "is the text before the first item" "$out" "Det viktigaste"
t_ok "HTML" blad show "latest#kontakt" --html
t_like "is CommonMark's" "$out" "<h2>Kontakt</h2>"
t_ok "several at once" blad show "latest#kontakt" "latest#sandning"
t_like "both" "$out" "Kontakt.*Sandning"
blad show --width 30 >"$t_dir/page"
t_is "no line is wider than asked for" "$(LC_ALL=C.UTF-8 grep -E '.{31}' "$t_dir/page")" ""
t_ok "looks on request" blad show --color always "latest#kontakt"
t_like "are sequences" "$out" $'\e\\['
t_ok "none without a terminal" blad show "latest#kontakt"
t_unlike "plain lines" "$out" $'\e'

for form in klg/2024-11-15.md 2024-11-15.md klg/2024-11-15 2024-11-15 klg/11 latest; do
	t_ok "address $form" blad show "$form#kontakt"
done
printf 'Se [kartan](https://adala.example/karta) och [bilagan](bilaga.pdf).\n' >l.md && commit_at 1731670000 "Karin Ek" länkar
t_ok "links in plain lines" blad show l.md
t_like "are numbered and listed" "$out" 'kartan\[1\] och bilagan\[2\].*\[1\] https://adala.example/karta.*\[2\] bilaga.pdf'
t_ok "and with looks in a pipe" blad show l.md --color always
t_like "too" "$out" '\[1\].*adala.example/karta'
t_unlike "they are no hyperlinks" "$out" $'\e]8;'
if command -v script >/dev/null; then
	t_ok "on a terminal" env TERM=xterm script -qec "blad show l.md" /dev/null
	t_like "they are" "$out" $'\e]8;id=1;https://adala.example/karta\e'
	t_like "but for those that a terminal cannot follow" "$out" '\[2\].*bilaga.pdf'
	t_ok "on a dumb one" script -qec "blad show l.md" /dev/null
	t_unlike "nothing but text" "$out" $'\e'
	t_ok "without colours" env TERM=xterm NO_COLOR=1 script -qec "blad show klg/11" /dev/null
	t_like "weight stays" "$out" $'\e\\[1m'
	t_unlike "colours go" "$out" $'\e\\[[0-9;]*3[0-7]m'
fi
t_ok "Swedish without a Swedish locale" env LANG=sv_SE.UTF-8 LC_ALL= blad show
t_like "speaks Swedish" "$out" "nr.11"
t_done
