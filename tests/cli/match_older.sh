#!/usr/bin/env bash
# Joining an item to one that was deleted versions ago: the whole life, from both its ends, in one issue and over several, where lines meet.
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
	GIT_AUTHOR_NAME=$1 GIT_AUTHOR_DATE="$time +0100" GIT_COMMITTER_DATE="$time +0100" git commit -qm "$1"
}
at() { git log --all --format=%h --grep="^$1\$" | cut -c 1-7; }
life() {	# the events of an item, newest first: "message event matched"
	"$JSONCHECK" < <(blad log "$1" --json) | awk -F '\t' '
		$1 ~ /\.(event|matched|message)$/ { v = $3; sub(/\\n$/, "", v); if ($1 ~ /message/) m = v; if ($1 ~ /event/) e = v
			if ($1 ~ /matched/) printf "%s%s %s %s", n++ ? ", " : "", m, e, v == "" ? "-" : v }'
}
told() { blad blame --plain "$1" | sed -E 's/^[0-9-]{10} //; s/ → [0-9-]{10} />/; s/ → />/; s/: /:/' | paste -sd '|'; }

printf '## Kurs\n\nKursen hålls i mars för alla.\n\n## Taxa\n\nTaxan höjs. Ring kansliet.\n\n## Slut\n\nDet var allt.\n' >a.md
commit ett
sed -i 's/Ring kansliet/Ring oss på kansliet/' a.md
commit två
sed -i '/^## Taxa/,/^Taxan/d' a.md
commit tre
sed -i 's/mars/april/' a.md
commit fyra
sed -i 's/^## Slut/## Avgifter för vatten\n\nNya belopp gäller från januari, se tabellen i huset. Taxan höjs.\n\n## Slut/' a.md
commit fem
sed -i 's/januari/februari/' a.md
commit sex
new=a.md#avgifter-för-vatten
alone="sex edited title, fem born -"
whole="sex edited title, fem joined note, tre deleted -, två edited title, ett born -"
t_is "R1 sees a birth" "$(life $new)" "$alone"
t_is "and an end" "$(life a.md#taxa)" "tre deleted -, två edited title, ett born -"
t_ok "join" blad match join $new@$(at fem) a.md#taxa
t_is "says the last version that has it" "$out" "$new@$(at fem) is what was a.md#taxa@$(at två).
“blad match undo $new@$(at fem)” takes that back."
t_is "so does the note, in full" "$(git notes --ref=blad show "$(at fem)")" "join $new a.md#taxa@$(git rev-parse "$(at två)")"
for index in without with; do
	[ $index = without ] || blad --child index >/dev/null
	t_is "$index the index: one life" "$(life $new)" "$whole"
	t_is "$index the index: from the old address" "$(life a.md#taxa)" "$whole"
	t_is "$index the index: from an old version" "$(life a.md#taxa@$(at ett))" "$whole"
	t_is "$index the index: from a version that lacked it" "$(life $new@$(at fem))" "$whole"
done
t_is "the others live as before" "$(life a.md#kurs), $(life a.md#slut)" "fyra edited title, ett born -, ett born -"
t_is "newest first, as many as asked for" "$(blad log -n 2 --json $new | grep -c '"id"')" 2
t_like "what stood before is named" "$(blad log -n 2 --json $new)" "\"joined\".*\"was_title\": \"Taxa\".*\"was_address\": \"a.md#taxa@$(at två)\""
t_like "and compared" "$(blad diff a.md#taxa@$(at två) $new@$(at fem))" "Avgifter"
t_ok "what was said" blad match
t_is "is listed" "$out" "$new@$(at fem) is what was a.md#taxa@$(at två)"
t_like "as a document" "$(blad match --json)" "\"was\": \"a.md#taxa@$(at två)\""
t_fails "not twice" 2 blad match join $new@$(at fem) a.md#taxa@$(at ett)
t_like "it is known" "$err" "known as already"
t_fails "nor is an older one that" 2 blad match join a.md#kurs@$(at fyra) a.md#taxa@$(at ett)
t_like "as one is" "$err" "$new@$(at fem) is known as that already; “blad match undo $new@$(at fem)” takes it back"
t_is "blame sees through" "$(told $new)" "ett>fem:## Avgifter för vatten|fem>sex:Nya belopp gäller från februari, se tabellen i huset.|ett:Taxan höjs."
t_ok "restore the old text" blad restore a.md#taxa@$(at två)
t_is "puts it in its place" "$out $(blad show --source a.md | grep '^## ' | paste -sd ' ')" "a.md#taxa ## Kurs ## Taxa ## Slut"
blad drafts drop a.md >/dev/null
t_is "an old version tells its address of then" "$(blad show --source $new@$(at ett) | head -n 1)" "## Taxa"

# What R1 would take for the old one come back is another, since people said which one it is.
sed -i 's/^## Slut/## Taxa\n\nParkering kostar tio kronor i timmen.\n\n## Slut/' a.md
commit sju
t_is "another of that title" "$(life a.md#taxa)" "sju born -"
t_is "it takes nothing away" "$(life $new), $(life a.md#taxa@$(at ett))" "$whole, $whole"
blad match undo $new@$(at fem) >/dev/null
t_is "taken back, it is the old one's" "$(life a.md#taxa)" "sju restored -, tre deleted -, två edited title, ett born -"
t_is "the new one is new" "$(life $new)" "$alone"
t_is "for blame too" "$(told $new)" "fem:## Avgifter för vatten|fem>sex:Nya belopp gäller från februari, se tabellen i huset.|fem:Taxan höjs."

# A whole issue went, and an item of it comes in another; named by any version that has it.
printf '# Två\n\n## Simhallen\n\nHallen är stängd i juli.\n' >b.md
commit åtta
git rm -q b.md
commit nio
sed -i 's/april/maj/' a.md
commit tio
printf '\n## Bad\n\nDet går att bada i sjön hela sommaren lång.\n' >>a.md
commit elva
t_is "R1 sees a birth" "$(life a.md#bad)" "elva born -"
t_ok "join" blad match join a.md#bad@HEAD b.md#simhallen@$(at åtta)
t_is "one life over two issues" "$(life a.md#bad)" "elva joined note, nio deleted -, åtta born -"
t_is "from the other end" "$(life b.md#simhallen@$(at åtta))" "elva joined note, nio deleted -, åtta born -"
t_is "the index says the same" "$(blad --child index >/dev/null; life a.md#bad)" "elva joined note, nio deleted -, åtta born -"

# A line took it away, another changed it, and what they became has it anew.
git checkout -q -b sida
sed -i '/^## Kurs/,/^Kursen/d' a.md
commit tolv
git checkout -q main
sed -i 's/tio kronor/elva kronor/' a.md
commit tretton
git merge -q --no-edit sida >/dev/null 2>&1
printf '\n## Utbildning\n\nVälkommen på dagar om ledarskap i höst och vår.\n' >>a.md
commit fjorton
t_ok "join" blad match join a.md#utbildning@HEAD a.md#kurs
t_is "one life" "$(life a.md#utbildning)" "fjorton joined note, tolv deleted -, tio edited title, fyra edited title, ett born -"
t_is "from the other end" "$(life a.md#kurs@$(at ett))" "fjorton joined note, tolv deleted -, tio edited title, fyra edited title, ett born -"

# An item that still stood in the version before, named as of an older one.
sed -i 's/^## Utbildning/## Skola/; s/^Välkommen.*/Klasserna börjar i augusti i alla skolor./' a.md
commit femton
t_is "R1 sees a birth" "$(life a.md#skola)" "femton born -"
t_ok "join" blad match join a.md#skola@HEAD a.md#kurs@$(at fyra)
t_is "it is the one that it became" "$out" "a.md#skola@$(at femton) is what was a.md#utbildning.
“blad match undo a.md#skola@$(at femton)” takes that back."
t_is "one life" "$(life a.md#skola)" "femton joined note, fjorton joined note, tolv deleted -, tio edited title, fyra edited title, ett born -"

t_fails "what came later was not before" 1 blad match join a.md#slut@$(at ett) a.md#skola
t_like "which is said" "$err" "no version before .* has a.md#skola"
t_fails "nor a version of later" 1 blad match join a.md#bad@$(at elva) a.md#skola@$(at femton)

# The same bytes stood there before: what is new now is not what it was then.
git init -q -b main ../v
cd ../v || exit 1
git config user.name K
git config user.email k@example.org
printf '# Ett\n\n## Kurs\n\nKursen hålls i mars.\n' >a.md
commit v-ett
sed -i 's/mars/april/' a.md
commit v-två
sed -i 's/april/mars/' a.md
commit v-tre
blad match part a.md#kurs@HEAD >/dev/null
t_is "parted from a text that it has again" "$(life a.md#kurs)" "v-tre split -"
cd ../k || exit 1

# By hand: what is no version before it, or has no such item, counts for nothing.
for from in "a.md#slut@$(git rev-parse HEAD)" "a.md#slut@0123456789012345678901234567890123456789" "a.md#inget@$(git rev-parse "$(at ett)")" "../x#y@$(git rev-parse "$(at ett)")"; do
	git notes --ref=blad add -f -m "join a.md#bad $from" "$(at elva)" 2>/dev/null
	t_is "$from: nothing is said" "$(life a.md#bad) $(told a.md#bad | cut -d '|' -f 1)" "elva born - elva:## Bad"
done
t_done
