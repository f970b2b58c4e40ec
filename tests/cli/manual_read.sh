#!/usr/bin/env bash
# blad(1): every command's help, options, wrong usage and exit status; list, items, show, log and diff as they are told.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
. "$SRCDIR/tests/cli/archive.sh" || exit 1
. "$SRCDIR/tests/cli/json.sh" || exit 1
t_need git awk

small_archive a
cd a || exit 1
identity
e=klg/2024-11-15.md

# ---- help, as the manual has it

t_ok "--help" blad --help
help=$out
t_is "--help tells on standard output only" "$err" ""
commands=$(awk '/^  [a-z]+ / { print $1 }' <<<"$help" | paste -sd ' ')
t_is "all commands" "$commands" \
	"demo init clone list items show new add edit delete move set drafts record conflicts resolve log diff blame match search restore status sync"
for c in $commands; do
	t_ok "$c --help" blad "$c" --help
	t_like "$c: usage first" "$out" "^blad $c"
	t_unlike "$c: no blanks at line ends" "$out" $' (\n|$)'
	t_is "$c: the same outside of an archive" "$(cd "$t_dir" && blad "$c" --help)" "$out"
done
t_ok "--version" blad --version
t_like "says which version" "$out" '^blad [0-9]+\.[0-9]'
t_like "--help in Swedish" "$(blad --lang sv --help)" 'Utan kommando'
t_like "--lang=sv too" "$(blad --lang=sv --help)" 'Utan kommando'
t_is "another language is passed over" "$(blad --lang fi --help)" "$help"

# ---- wrong usage: 2, one line on standard error

wrong() {	# ARGUMENTS…
	t_fails "wrong usage: blad $*" 2 blad "$@"
	t_like "one line tells it" "$err" '^blad: [^'$'\n'']+$'
	t_is "and nothing else" "$out" ""
}
wrong nosuch
wrong --nosuch
wrong list --nosuch
wrong list more
wrong items
wrong items latest more
wrong show --width
wrong show --width nine
wrong show --width 19
wrong show --color sometimes
wrong add
wrong edit
wrong delete
wrong move latest
wrong set latest title
wrong set latest
wrong restore
wrong restore latest
wrong log
wrong log -n -1 latest
wrong log -n x latest
wrong diff
wrong diff latest HEAD HEAD HEAD
wrong drafts nosuch
wrong drafts drop
wrong status more
wrong sync more
wrong clone
wrong init
wrong -C
wrong show "latest#@"
wrong show "#budget-2025"
wrong new more

# ---- failed: 1, one line

failed() {
	t_fails "failed: blad $*" 1 blad "$@"
	t_like "one line tells it" "$err" '^blad: [^'$'\n'']+$'
	t_is "and nothing else" "$out" ""
}
failed show nej
failed items nej
failed log nej
failed diff nej
failed edit nej --stdin
failed delete latest#nej
failed move latest#nej latest
failed move latest#kontakt nej
failed restore latest#nej@HEAD
failed restore latest@0000000
failed drafts drop latest
failed record nej
failed -C "$t_dir/nosuch" list
failed new --series nej
failed new --template nej
failed sync
t_fails "no archive here" 1 blad -C "$t_dir" list
t_like "it says so" "$err" 'archive'
t_fails "clone of nothing" 1 blad clone "$t_dir/nosuch" "$t_dir/x"
t_fails "init where something is" 1 blad init "$t_dir/a"

# ---- -C

mkdir -p klg/unter
t_is "-C DIR holds DIR" "$(blad -C klg/unter list | wc -l)" 2
t_is "so does the current folder" "$(cd klg/unter && blad list | wc -l)" 2
t_is "addresses are from the root wherever one stands" "$(cd klg && blad items --json latest | "$JSONCHECK" | grep -c "string.$e#")" 4
t_is "-C and --lang together" "$(blad --lang sv -C klg list | wc -l)" 2
rmdir klg/unter

# ---- list, items

t_like "list tells date, address, number and title" "$(blad list)" "2024-11-15 +$e +11 +Budget och vinter"
t_like "and the state" "$(blad list)" '2024-10-18.*Höstens upphandlingar.*published|2024-10-18.*Höstens'
blad list | while read -r _ a _; do blad items "$a" >/dev/null || echo "$a"; done >odd
t_is "its addresses are taken back" "$(cat odd)" ""
blad items latest | sed "s/.*  //" | while IFS= read -r a; do blad show "$a" >/dev/null || echo "$a"; done >odd
t_is "those of items too" "$(cat odd)" ""

# ---- show

t_is "without an address it is the newest issue" "$(blad show)" "$(blad show latest)"
t_like "a page" "$(blad show)" $'Budget och vinter\n═+\n'
t_like "several one after another" "$(blad show latest#kontakt latest#budget-2025)" $'Kontakt\n.*Budget 2025\n'
t_unlike "no colours into a pipe" "$(blad show)" $'\e'
t_like "--color always" "$(blad show --color always)" $'\e\\['
t_unlike "--color never" "$(blad show --color never)" $'\e'
t_is "--plain says the same words" "$(blad show --plain latest#kontakt | tr -d '─═\n')" "KontaktRing kansliet."
printf '# L\n\n%s\n' "$(yes ord | head -n 100 | paste -sd ' ')" >lång.md
commit_at 1731670000 "Karin Ek" "Lång"
for w in 20 33 80 200; do
	t_is "--width $w" "$(blad show --width $w lång.md | awk -v w=$w 'length > w { n++ } length > m { m = length } END { print n + 0, (m > w - 4) }')" "0 1"
done
t_ok "--source" blad show --source $e
t_same "is the text as it is written" "$t_out" $e
t_is "HTML" "$(blad show --html latest#kontakt)" $'<h2>Kontakt</h2>\n<p>Ring kansliet.</p>'
t_is "--width=60 is --width 60" "$(blad show --width=60 lång.md)" "$(blad show --width 60 lång.md)"
printf '# H\n\n<script>alert(1)</script> a & b < c\n\n[x](javascript:alert(1)) \033[31m\n' >html.md
commit_at 1731670010 "Karin Ek" "HTML"
t_unlike "HTML holds no script" "$(blad show --html html.md)" '<script|javascript:'
t_unlike "a page no control characters of the text" "$(blad show html.md)" $'\e'
t_is "show of what is gone names the version that has it" "$(blad show $e#nej 2>&1 | grep -c nej)" 1
t_ok "a name that begins with - behind --" blad show -- $e

# ---- log

t_like "log tells time, id, who, what, message" "$(blad log $e | head -n 1)" \
	'^2024-11-15 10:40 +[0-9a-f]{7} +Per Lind +changed +Vinterväghållning: 7 cm$'
t_is "newest first, all of it" "$(blad log $e | wc -l)" 2
t_is "-n 1" "$(blad log -n 1 $e | wc -l)" 1
t_is "--limit 1" "$(blad log --limit 1 $e | wc -l)" 1
t_is "--limit=1" "$(blad log --limit=1 $e)" "$(blad log -n1 $e)"

# ---- diff

new=$(git log -1 --format=%h -- $e) old=$(git log -1 --format=%h "$new~1")
t_like "diff without a draft tells of the last version" "$(blad diff $e)" 'börjar vid \[-5-\] ?\{\+7\+\} cm'
t_unlike "what did not change is left out" "$(blad diff $e)" 'Ring kansliet'
t_like "but for --all" "$(blad diff --all $e)" 'Ring kansliet'
t_is "of an item that its last version began" "$(blad diff $e#kontakt | grep -c '^+')" 3
t_like "two versions" "$(blad diff $e#vinterväghållning "$old" "$new")" '\[-5-\] ?\{\+7\+\}'
t_like "the other way" "$(blad diff $e#vinterväghållning "$new" "$old")" '\[-7-\] ?\{\+5\+\}'
t_like "one version and the current text" "$(blad diff $e "$old")" '\[-5-\] ?\{\+7\+\}'
t_is "the same twice is nothing new" "$(blad diff $e HEAD HEAD | grep -c '[-+]\]\|[{[][-+]')" 0
t_ok "a day is a version" blad diff $e 2024-11-15 HEAD
t_fails "one that there is not" 1 blad diff $e 0000000
printf '## Kontakt\n\nRing gärna kansliet.\n' | blad edit $e#kontakt --stdin >/dev/null
t_like "a draft is compared with what it began from" "$(blad diff $e)" 'Ring \{\+gärna\+\} kansliet'
t_unlike "and nothing else is told" "$(blad diff $e)" 'cm'
t_like "an item of it" "$(blad diff $e#kontakt)" 'Ring \{\+gärna\+\} kansliet'
t_like "HEAD and draft" "$(blad diff $e HEAD draft)" 'Ring \{\+gärna\+\} kansliet'
t_like "draft and HEAD" "$(blad diff $e draft HEAD)" 'Ring \[-gärna-\] kansliet'
t_like "an item that the draft did not change: its last version" "$(blad diff $e#vinterväghållning)" '\[-5-\] ?\{\+7\+\}'
t_unlike "no colours into a pipe" "$(blad diff $e)" $'\e'
t_like "--color always" "$(blad diff --color always $e)" $'\e\\['
t_is "--width" "$(blad diff --all --width 20 lång.md | awk 'length > 20' | wc -l)" 0
t_like "another version with the draft" "$(blad diff $e#kontakt "$old" draft)" 'Ring \{\+gärna\+\} kansliet'
cp $e annan.md && sed -i 's/7 cm/9 cm/; s/## Vinterv/## Sommarv/' annan.md && git add annan.md && git commit -qm annan -- annan.md
t_like "another issue" "$(blad diff $e annan.md)" '\[-7-\] ?\{\+9\+\}'
t_like "an item of another issue, of another title" "$(blad diff $e#vinterväghållning annan.md#sommarväghållning)" '\[-7-\] ?\{\+9\+\}'
t_like "an item then and another now" "$(blad diff $e#vinterväghållning@$old annan.md#sommarväghållning)" '\[-5-\] ?\{\+9\+\}'
t_fails "one of which there is none" 1 blad diff $e annan.md#nej
t_like "--source" "$(blad diff --source $e#vinterväghållning annan.md#sommarväghållning)" '^## \[-Vinterväghållning-\] \{\+Sommarväghållning\+\}'
t_is "one column" "$(blad diff --width 120 $e annan.md | grep -c ' │')" 0
t_like "a page of more than 120 columns has two" "$(blad diff --width 121 $e annan.md)" '\[-7-\].* │ .*\{\+9\+\}'
t_is "--one-column" "$(blad diff --width 121 --one-column $e annan.md | grep -c ' │')" 0
t_like "--side-by-side" "$(blad diff --side-by-side $e annan.md)" '\[-7-\].* │ .*\{\+9\+\}'
blad set $e state review >/dev/null
t_like "a field of the header" "$(blad diff $e#:state)" '\{\+review\+\}'
blad delete $e#kontakt >/dev/null
t_like "an item that the draft took out" "$(blad diff $e#kontakt)" '(^|'$'\n'')- '
t_done
