#!/usr/bin/env bash
# Which item is which, corrected by a person: parted, joined, taken back; kept as a note of git's that others can read and join.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
. "$SRCDIR/tests/cli/json.sh" || exit 1
t_need git awk

git init -q -b main k
cd k || exit 1
git config user.name "Karin Ek"
git config user.email karin@example.org
time=1700000000
commit() {	# MESSAGE
	time=$((time + 3600))
	git add -A
	GIT_AUTHOR_DATE="$time +0100" GIT_COMMITTER_DATE="$time +0100" git commit -qm "$1"
}
short() { git rev-parse "$1" | cut -c 1-7; }
life() {	# the events of an item, newest first: "event matched message"
	"$JSONCHECK" < <(blad log "$1" --json) | awk -F '\t' '
		$1 ~ /\.(event|matched|message)$/ { v = $3; sub(/\\n$/, "", v); if ($1 ~ /message/) m = v; if ($1 ~ /event/) e = v
			if ($1 ~ /matched/) printf "%s%s %s %s", n++ ? ", " : "", m, e, v == "" ? "-" : v }'
}
notes() { git notes --ref=blad show "$1" 2>/dev/null | paste -sd '|'; }

# Every year has its course, and R1 takes each for the one before.
printf '## Kurs\n\nKursen hålls i mars för alla chefer i kommunen.\n\n## Taxa\n\nTaxan höjs.\n' >a.md
commit ett
sed -i 's/mars/april/' a.md
commit två
sed -i 's/april för alla chefer/oktober för alla nya chefer/' a.md
commit tre
sed -i 's/oktober/november/' a.md
commit fyra
tre=$(short HEAD~1)
whole="fyra edited title, tre edited title, två edited title, ett born -"
t_is "one life" "$(life a.md#kurs)" "$whole"
blad show --source a.md#kurs | sed 's/## Kurs/## Nytt namn/' | blad edit --stdin a.md#kurs >/dev/null
t_is "a draft calls it something else" "$(life a.md#kurs@$tre)" "$whole"
blad drafts drop a.md >/dev/null

t_ok "part" blad match part a.md#kurs@$tre
t_is "says so, and the way back" "$out" "a.md#kurs@$tre is new there.
“blad match undo a.md#kurs@$tre” takes that back."
t_is "a note of git's" "$(notes $tre)" "part a.md#kurs"
t_is "it begins there" "$(life a.md#kurs)" "fyra edited title, tre split -"
t_is "and the other ends there, as a person said" "$(life a.md#kurs@$(short HEAD~2))" "tre deleted note, två edited title, ett born -"
t_ok "for people too" blad log a.md#kurs@$(short HEAD~2)
t_like "who says it" "$(printf '%s\n' "$out" | head -n 1)" "deleted  *a person said so –  tre"
t_is "the newest alone" "$(blad log -n 1 --json a.md#kurs@$(short HEAD~2) | grep -c '"id"')" 1
t_like "with what stood before" "$(blad log -n 1 --json a.md#kurs@$(short HEAD~2))" "\"address\": \"a.md#kurs@$tre\", \"was_address\": \"a.md#kurs@$(short HEAD~2)\""
t_ok "restored" blad restore a.md#kurs@$(short HEAD~2)
t_is "it is put back beside the other" "$(blad show --source a.md | sed -n '/^##/p; /^Kursen/p' | paste -sd '|')" \
	"## Kurs|Kursen hålls i april för alla chefer i kommunen.|## Kurs|Kursen hålls i november för alla nya chefer i kommunen.|## Taxa"
t_ok "restored again" blad restore a.md#kurs@$(short HEAD~2)
t_is "it stands once" "$(blad show --source a.md | grep -c april)" 1
blad drafts drop a.md >/dev/null
t_is "in its own version as well" "$(life a.md#kurs@$tre)" "fyra edited title, tre split -"
t_is "others live on" "$(life a.md#taxa)" "ett born -"
before=$(life a.md#kurs; life a.md#kurs@$(short HEAD~2))
blad --child index >/dev/null
t_is "with the index too" "$(life a.md#kurs; life a.md#kurs@$(short HEAD~2))" "$before"
t_ok "HEAD" blad match part a.md#kurs@HEAD
t_is "is said by what it is today" "$out" "a.md#kurs@$(short HEAD) is new there.
“blad match undo a.md#kurs@$(short HEAD)” takes that back."
t_is "a life of one version ends" "$(life a.md#kurs@$tre)" "fyra deleted note, tre split -"
blad match undo a.md#kurs@HEAD >/dev/null
t_ok "what was said" blad match
t_is "is listed" "$out" "a.md#kurs@$tre is new there"
j_of "as a document" blad match --json
t_is "its keys" "$(j_keys '') $(j_keys '\.matches\[[0-9]+\]')" "matches address id kind was"
t_is "and values" "$(j_at '.matches[0].kind') $(j_at '.matches[0].address') $(j_at '.matches[0].was')" "string part string a.md#kurs@$tre null"
t_fails "not twice" 2 blad match part a.md#kurs@$tre
t_ok "undo" blad match undo a.md#kurs@$tre
t_is "one life again" "$(life a.md#kurs)" "$whole"
t_is "no note" "$(git notes --ref=blad list)" ""
t_fails "nothing is left to undo" 1 blad match undo a.md#kurs@$tre
t_like "which is said" "$err" "nothing was said of this item"

# A new title and a new text at once: for R1 one is gone and another born.
printf '## Kurs\n\nKursen hålls i november för alla nya chefer.\n\n## Avgifter för vatten\n\nNya belopp gäller från januari, se tabellen.\n' >a.md
commit fem
fem=$(short HEAD)
t_is "R1 sees a birth" "$(life a.md#avgifter-för-vatten)" "fem born -"
t_ok "join" blad match join a.md#avgifter-för-vatten@$fem a.md#taxa
t_is "says so" "$out" "a.md#avgifter-för-vatten@$fem is what was a.md#taxa.
“blad match undo a.md#avgifter-för-vatten@$fem” takes that back."
t_is "a note of git's" "$(notes $fem)" "join a.md#avgifter-för-vatten a.md#taxa"
t_is "one life" "$(life a.md#avgifter-för-vatten)" "fem joined note, ett born -"
t_is "from the old address too" "$(life a.md#taxa@$(short HEAD~1))" "fem joined note, ett born -"
t_is "and without a version" "$(life a.md#taxa)" "fem joined note, ett born -"

# From another issue.
printf '# Två\n\n## Simhallen\n\nHallen är stängd i juli månad.\n' >"b två.md"
commit sex
printf '# Två\n' >"b två.md"
printf '\n## Bad\n\nDet går att bada i sjön hela sommaren.\n' >>a.md
commit sju
t_is "R1 sees a birth" "$(life a.md#bad)" "sju born -"
t_ok "join" blad match join a.md#bad@$(short HEAD) "b två.md#simhallen"
t_is "a blank in a path is escaped" "$(notes HEAD)" "join a.md#bad b%20två.md#simhallen"
t_is "one life over two issues" "$(life a.md#bad)" "sju joined note, sex born -"
t_is "from the other end" "$(life "b två.md#simhallen@$(short HEAD~1)")" "sju joined note, sex born -"

t_fails "an issue is not parted" 2 blad match part a.md@$fem
t_fails "a version must be named" 2 blad match part a.md#bad
t_fails "one that changed it" 1 blad match part a.md#kurs@$(short HEAD)
t_like "which is said" "$err" "did not change a.md#kurs"
t_fails "not from what was not there" 1 blad match join a.md#bad@$(short HEAD) a.md#nytt
t_fails "not from beside it" 2 blad match join a.md#bad@$(short HEAD) a.md#kurs@$(short HEAD)
t_fails "what there is no word for" 2 blad match split a.md#bad@$(short HEAD)

# Lines of others stay; what is no line of ours is nothing.
git notes --ref=blad append -m 'Granskad av Bo.' HEAD
t_ok "undo" blad match undo a.md#bad@$(short HEAD)
t_is "their line stays" "$(notes HEAD)" "Granskad av Bo."
head -c 100000 /dev/zero | tr '\0' 'x' | git notes --ref=blad add -f -F - HEAD 2>/dev/null
t_is "a huge note is none" "$(life a.md#bad)" "sju born -"
git notes --ref=blad add -f -m "$(printf 'part ../../etc#x\npart a.md#bad\njoin a.md#bad\npart \xff\033[31m#\033')" HEAD 2>/dev/null
t_is "what is no line of ours is passed over" "$(life a.md#bad)" "sju split -"
git update-ref refs/notes/blad "$(git hash-object -w a.md)"
t_is "notes that are no notes are none" "$(life a.md#bad)" "sju born -"
git update-ref -d refs/notes/blad
t_done
