#!/usr/bin/env bash
# The life of an item across issues, names and joins, as log tells it; and histories that are odd or broken.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
. "$SRCDIR/tests/cli/archive.sh" || exit 1
t_need git

BUDGET="Budgeten för nästa år är klar och ligger hos ekonomichefen för den som vill läsa den."
SNOW="Vinterväghållningen börjar när snön ligger kvar och fem centimeter har fallit på vägarna."
NOTE="Kom ihåg att anmäla er till höstens möte i Folkets hus senast den tolfte oktober."
file() {	# PATH TITLE BODY …
	local path=$1
	shift
	{
		printf -- '---\ntitle: Blad %s\n---\n\nIngress.\n' "${path%.md}"
		while [ $# -gt 0 ]; do
			printf '\n## %s\n\n%s\n' "$1" "$2"
			shift 2
		done
	} >"$path"
}
version() { git add -A && git commit -qm "$1"; }
# "7 carried text" a version, newest first
told() { blad log --json "$@" 2>/dev/null | sed -n 's/.*"message": "\([^"\\]*\).*"event": "\([^"]*\)".*"matched": \("\([a-z]*\)"\|null\).*/\1 \2 \4/p' | sed 's/ $//' | paste -sd,; }

git init -q -b main life && cd life || exit 1
identity
file 8.md Snö "$SNOW" && file 9.md Möte "$NOTE" && version 0
file 8.md Snö "$SNOW" Budget "$BUDGET" && version 1
file 8.md Snö "$SNOW" Budget "$BUDGET Alla får." && version 2
file 8.md Budget "$BUDGET Alla får." Snö "$SNOW" && version 3
file 8.md Budget "$BUDGET Alla får." Snö "$SNOW Sedan inte." && version 4
file 8.md Pengarna "$BUDGET Alla får." Snö "$SNOW Sedan inte." && version 5
file 8.md Pengarna "$BUDGET Alla får den." Snö "$SNOW Sedan inte." && version 6
git checkout -q -b side
file 8.md Snö "$SNOW Sedan inte." && file 9.md Möte "$NOTE" Pengarna "$BUDGET Alla får den." && version 7
git checkout -q main
LIFE="8 edited title,7 carried text,6 edited title,5 retitled similar,3 moved text,2 edited title,1 born"

git merge -q --ff-only side
file 9.md Möte "$NOTE" Pengarna "$BUDGET Alla får den nu." && version 8
file 9.md Möte "$NOTE Kaffe." Pengarna "$BUDGET Alla får den nu." && version 9
t_is "nine versions, seven of them this item's" "$(told 9.md#pengarna)" "$LIFE"
t_is "the same from where it stood" "$(told 8.md#pengarna)" "$LIFE"
t_is "from what it was called" "$(told 8.md#budget)" "$LIFE"
t_is "from an old version" "$(told "8.md#budget@$(git rev-parse HEAD~7)")" "$LIFE"
t_is "with --follow, which is the default" "$(told --follow 9.md#pengarna)" "$LIFE"
t_is "the newest" "$(told -n 2 9.md#pengarna)" "8 edited title,7 carried text"
t_ok "log for people" blad log 9.md#pengarna
t_like "says from where it was carried" "$out" 'carried over  from “Blad 8” –  7'
t_like "what it was called, and how it was known" "$out" 'new title     was “Budget”, known by its text –  5'
t_ok "an old address" blad log 8.md#budget
t_is "is told what it is now" "$err" "8.md#budget is now 9.md#pengarna"
t_ok "and understood in a later version" blad show "9.md#pengarna@$(git rev-parse HEAD~5)"
t_like "as what it was then" "$out" '^# *Budget|Budget'
t_is "in Swedish too" "$(LC_ALL=C.UTF-8 LANGUAGE=sv blad log 9.md#pengarna | grep -c 'överflyttad.*från ”Blad 8”\|hette ”Budget”, känns igen på texten')" 2
for v in $(blad log --json 9.md#pengarna | grep -o '"\(was_\)\?address": "[^"]*@[^"]*"' | cut -d'"' -f4); do
	t_ok "“$v” is understood" blad show "$v"
done

# ---- the same across a join
git reset -q --hard HEAD~3
file 9.md Möte "$NOTE Te." && version y
git merge -q -s ours --no-commit side >/dev/null
git checkout -q side 8.md && file 9.md Möte "$NOTE Te." Pengarna "$BUDGET Alla får den." && version m
file 9.md Möte "$NOTE Te." Pengarna "$BUDGET Alla får den nu." && version 8
file 9.md Möte "$NOTE Kaffe." Pengarna "$BUDGET Alla får den nu." && version 9
t_is "the same across a join" "$(told 9.md#pengarna)" "$LIFE"
t_is "from its beginning" "$(told 8.md#budget)" "$LIFE"
t_is "its neighbour's life is its own" "$(told 9.md#möte)" "9 edited title,y edited title,0 born"

# ---- odd histories
git clone -q --depth 4 "file://$PWD" ../shallow
t_ok "a copy that is cut off" blad -C ../shallow log 9.md#pengarna
t_like "says so where it ends" "$out" 'earlier: this copy is cut off here'
for c in log blame; do
	t_like "$c says so in JSON" "$(blad -C ../shallow $c --json 9.md#pengarna)" '"earlier": true'
	t_like "$c says it of no whole copy" "$(blad $c --json 9.md#pengarna)" '"earlier": false'
done
t_fails "a version before a copy that is cut off" 1 blad -C ../shallow show 9.md@2001-01-01
t_like "says how to get the rest" "$err" "it is cut off; “git fetch --unshallow”"

t_unlike "a whole one says nothing of the kind" "$(blad log 9.md#pengarna)" "cut off"
git replace HEAD~1 HEAD~4
t_is "another commit in the place of one is not looked at" "$(told 9.md#pengarna)" "$LIFE"
git replace -d HEAD~1 >/dev/null
git rev-parse HEAD~1 >.git/info/grafts
t_is "nor are grafts" "$(told 9.md#pengarna)" "$LIFE"
rm .git/info/grafts
file 9.md Möte "$NOTE Kaffe." Pengarna "$BUDGET Alla får den snart." && git add -A
printf 'Ändrat på svenska\n' | iconv -f UTF-8 -t ISO-8859-1 | git -c i18n.commitEncoding=ISO-8859-1 commit -qF -
t_is "a message in another encoding" "$(told -n 1 9.md#pengarna)" "Ändrat på svenska edited title"
file 9.md Möte "$NOTE Kaffe." Pengarna "$BUDGET Alla får den aldrig." && git add -A
GIT_AUTHOR_DATE="1000000000 +0000" GIT_COMMITTER_DATE="1000000000 +0000" git commit -qm "förr"
t_is "a clock that runs backwards" "$(told -n 2 9.md#pengarna)" "förr edited title,Ändrat på svenska edited title"
blob=$(git rev-parse "HEAD~5:9.md")
rm -f ".git/objects/${blob:0:2}/${blob:2}"
t_ok "a missing object" blad log 8.md#budget
t_like "is named" "$out" "$blob"

# ---- an issue by the path it had

git init -q -b main ../paths && cd ../paths || exit 1
identity
mkdir -p old
file old/1.md Snö "$SNOW" Budget "$BUDGET" && version 0
cp old/1.md ../first.md
git mv old/1.md 2.md && version 1
mkdir new && git mv 2.md new/3.md && file new/3.md Snö "$SNOW Nu." Budget "$BUDGET" && version 2
for n in 1 2; do
	v=$(git rev-parse HEAD~$n)
	t_ok "the version $n before, by the path of now" blad show --source "new/3.md@$v"
	t_is "is that of then" "$out" "$(cat ../first.md)"
	t_ok "compared with now" blad diff new/3.md "$v" HEAD
	t_like "shows what came" "$out" '[{][+]Nu[.]?[+][}]'
	t_ok "its header key" blad show "new/3.md#:title@$v"
	t_like "as it was then" "$out" "old/1"
	t_ok "its lead" blad show "new/3.md#@$v"
	t_fails "an item that it never had" 1 blad show "new/3.md#nothing@$v"
	t_ok "put back" blad restore "new/3.md@$v"
	t_is "in the issue of now" "$out" "new/3.md"
	t_is "byte for byte" "$(blad show --source new/3.md)" "$(cat ../first.md)"
	t_ok "as a draft" blad drafts drop new/3.md
done
file later.md Möte "$NOTE" && version 3
for c in "show later.md@$v" "show later.md#möte@$v" "diff later.md $v" "diff later.md $v HEAD" "restore later.md@$v"; do
	t_fails "${c%%@*} before it was born" 1 blad $c
	t_is "says so" "$err" "blad: later.md is not there in that version"
done
t_fails "an issue that never was" 1 blad show "never.md@$v"
t_like "is not said to be elsewhere" "$err" "there is no issue “never.md”"
for n in $(seq 40); do file "more$n.md" Möte "$NOTE"; done
version 4
t_fails "a day before everything" 1 blad diff later.md 2001-01-01
t_is "says so, however many issues were looked through" "$err" "blad: nothing was recorded yet on 2001-01-01"

# a file that takes back a name that it had, without an item that it lost before; which comes back then
git init -q -b main ../back && cd ../back || exit 1
identity
file a.md Snö "$SNOW" Budget "$BUDGET" && version 0
file a.md Snö "$SNOW" && version 1
git mv a.md b.md && version 2
git mv b.md a.md && version 3
t_ok "names that come back" timeout 30 "$BLAD" log a.md#budget@$(git rev-parse HEAD~3)
t_is "the life ended" "$(told a.md#budget@$(git rev-parse HEAD~3))" "1 deleted,0 born"
file a.md Snö "$SNOW" Budget "$BUDGET" && version 4
t_ok "and the item too" timeout 30 "$BLAD" log a.md#budget@$(git rev-parse HEAD~4)
t_is "the life goes on" "$(told a.md#budget@$(git rev-parse HEAD~4))" "4 restored,1 deleted,0 born"

t_done
