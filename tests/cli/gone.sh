#!/usr/bin/env bash
# search --history: words that stand nowhere any more; who took them away, when, and how they come back.  search: those that do.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
. "$SRCDIR/tests/cli/json.sh" || exit 1
t_need git awk

git init -q -b main k
cd k || exit 1
time=1700000000
commit() {	# WHO MESSAGE
	time=$((time + 3600))
	git add -A
	GIT_AUTHOR_NAME=$1 GIT_AUTHOR_EMAIL=x@example.org GIT_AUTHOR_DATE="$time +0100" \
		GIT_COMMITTER_NAME=$1 GIT_COMMITTER_EMAIL=x@example.org GIT_COMMITTER_DATE="$time +0100" git commit -qm "$2"
}
short() { git rev-parse "$1" | cut -c 1-7; }
found() {	# what stands before the blanks of the lines that say how it comes back
	blad search --history "$@" | sed -n 's/^   blad restore //p'
}

kurs='## Kurs

Alla chefer går kursen senast den 14 oktober. Anmälan görs till
säkerhetssamordnaren.
'
fika='## Fika

Vi bjuder på semlor i Folkets hus.
'
printf -- '---\ntitle: Ett\ndate: 2024-01-02\nauthor: Redaktionen\n---\n\nVälkommen till *våren*.\n\n%s\n%s' "$kurs" "$fika" >a.md
printf '# Två\n\n## Taxa\n\nEn ny taxa.\n' >b.md
commit "Karin Ek" första
first=$(short HEAD)

t_ok "nothing is gone yet" blad search --history semlor
t_is "which is said" "$out" "It stands in 1 issue today, as in a.md#fika; --all shows where it was taken away all the same."
t_ok "nobody wrote this" blad search --history pannkaka
t_is "which is said" "$out" "No version took that away."

sed -i 's/14 oktober/12 november/; s/våren/hösten/' a.md
commit "Bo Al" "ny dag"
t_is "an edited sentence" "$(found oktober)" "a.md#kurs@$first"
t_is "in any case and form" "$(found OKTOBER)$(found "$(printf 'va\xcc\x8aren')")" "a.md#kurs@${first}a.md#@$first"
t_ok "all that is told" blad search --history '"14 oktober"'
t_is "of it" "$out" "Kurs · Ett · 2024-01-02
   Alla chefer går kursen senast den [14 oktober].
   taken away 2023-11-15 01:13 by Bo Al in $(short HEAD): ny dag
   blad restore a.md#kurs@$first"
t_is "words of one item, in any order" "$(found oktober anmälan)" "a.md#kurs@$first"
t_is "not of two" "$(found oktober semlor)" ""
t_is "not a part of a word" "$(found oktobe)" ""
t_is "a phrase is in its order" "$(found '"oktober 14"')" ""
t_is "quotes that the shell took" "$(found "14 oktober" anmälan)" "a.md#kurs@$first"
j_of "a document" blad search --history oktober --json
t_is "its keys" "$(j_keys '')" "at hits query standing stands total"
t_is "of a hit" "$(j_keys '\.hits\[[0-9]+\]')" "address context date issue marks removed title"
t_is "and of who took it away" "$(j_keys '\.hits\[[0-9]+\]\.removed')" "author email id message time"
t_is "what it says" "$(j_at .query), $(j_at .total), $(j_at .standing), $(j_at '.hits[0].title'), $(j_at '.hits[0].date')" \
	"string oktober, number 1, number 0, string Kurs, string 2024-01-02"
t_is "when" "$(j_at '.hits[0].removed.time')" "string 2023-11-15T01:13:20+01:00"
t_is "where in the sentence" "$(j_at '.hits[0].marks[0].start') $(j_at '.hits[0].marks[0].end')" "number 38 number 45"

t_is "a header key's line is its sentence" "$(blad search redaktionen | sed -n 2p)" "   author: [Redaktionen]"

# moved within the issue, into another, and in a file with a new name: nothing went
{ sed '/^## /,$d' a.md; printf '%s\n%s' "$fika" "$(sed -n '/^## Kurs/,/^## Fika/p' a.md | sed '$d')"; echo; } >new
mv new a.md
commit "Bo Al" "fikat först"
t_is "moved" "$(found --all semlor)" ""
sed -i '/^## Fika/,/Folkets/d' a.md
printf '\n%s' "$fika" >>b.md
commit "Bo Al" "fikat till b"
t_is "carried over" "$(found --all semlor)" ""
carried=$(short HEAD)
git mv b.md c.md
commit "Bo Al" "nytt namn"
t_is "renamed" "$(found --all semlor)$(found --all taxa)" ""
sed -i 's/^## Fika/## Fredag/' c.md
commit "Bo Al" "ny rubrik"
t_is "retitled: the old title is gone" "$(found fika)" "c.md#fika@$(short HEAD~1)"
sed -i '/^## Fredag/,$d' c.md
commit "Eva Li" "inget fika"
t_is "deleted" "$(found semlor)" "c.md#fredag@$(short HEAD~1)"
git rm -q a.md
commit "Eva Li" "bort med a"
t_is "with the whole file" "$(found säkerhetssamordnaren)" "a.md#kurs@$(short HEAD~1)"
t_is "a header key" "$(found redaktionen)" "a.md#:author@$(short HEAD~1)"
t_is "newest first" "$(found den | tr '\n' ' ')" "a.md#kurs@$(short HEAD~1) "
t_is "with or without the index" "$(found semlor; found oktober)" "$(blad --child index >/dev/null; found semlor; found oktober)"

# it comes back
git config user.name "Karin Ek"
git config user.email karin@example.org
for address in $(found semlor) $(found '"12 november"'); do
	t_ok "show $address" blad show --source "$address"
	t_ok "restore $address" blad restore "$address"
done
blad record -m tillbaka >/dev/null
t_ok "and stands again" blad search semlor
t_is "where" "$out" "Fredag · Två
   Vi bjuder på [semlor] i Folkets hus.
   c.md#fredag"
t_is "it is no longer gone" "$(found semlor)" ""
t_is "but it was" "$(found --all semlor)" "c.md#fredag@$(short HEAD~3)"

# lines that part and meet
git checkout -q -b sida
sed -i 's/En ny taxa/En ny taxa för båtplatser/' c.md
commit "Bo Al" "båtplatser"
git checkout -q main
printf '\n## Sist\n\nEn vaktmästare söks.\n' >>c.md
commit "Bo Al" "sist"
git merge -q --no-edit sida >/dev/null 2>&1
t_is "a merge takes nothing away" "$(found --all båtplatser)$(found --all vaktmästare)" ""
sed -i 's/ för båtplatser//' c.md
commit "Eva Li" "inte båtplatser"
t_is "what came by a merge and went" "$(found båtplatser)" "c.md#taxa@$(short HEAD~1)"

# what a join threw away
git checkout -q -b kast
sed -i 's/En ny taxa/En ny taxa och en husvagnsplats/' c.md
commit "Bo Al" "husvagnsplats"
kast=$(short HEAD)
git checkout -q main
sed -i 's/En vaktmästare söks/Två vaktmästare söks/' c.md
commit "Bo Al" "två"
git merge -q -s ours --no-edit -m "vår" kast
t_is "by taking the other side" "$(found husvagnsplats)" "c.md#taxa@$kast"
j_of "it is the join" blad search --history husvagnsplats --json
t_is "which is told" "$(j_at '.hits[0].removed.message')" 'string vår\n'
t_is "a side that took away what both had is told, the join is not" "$(found båtplatser)" "c.md#taxa@$(short HEAD~2^)"
git branch -q -D kast
before=$(found husvagnsplats)
rm -rf .git/blad/index.db*
t_is "without the index too" "$(found husvagnsplats)" "$before"

# the current texts
printf '\nKanelbullar också.\n' | cat - >tail
blad show --source c.md#fredag | cat - tail | blad edit --stdin c.md#fredag >/dev/null
rm tail
j_of "search is a document" blad search kanelbullar --json
t_is "its keys" "$(j_keys '')" "at hits query total"
t_is "of a hit" "$(j_keys '\.hits\[[0-9]+\]')" "address context date issue marks title"
t_is "drafts are the current text" "$(j_at '.hits[0].address')" "string c.md#fredag"
t_ok "what no text has" blad search pannkaka
t_is "is said" "$out" "No current text has that; “blad search --history” looks in what was taken away."

t_fails "a query without words" 2 blad search --history '…'
t_fails "more words than are sought at once" 2 blad search --history $(seq 1 33)
t_like "are not passed over" "$err" "at most 32"
t_ok "32 are" blad search $(seq 1 32)
t_fails "--all alone" 2 blad search --all taxa

git clone -q --depth 1 "file://$PWD" ../shallow
cd ../shallow || exit 1
t_ok "a shallow copy" blad search --history oktober
t_like "says what it lacks" "$out" "only the newest part of the history"
t_done
