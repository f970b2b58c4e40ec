#!/usr/bin/env bash
# Who wrote each sentence: through edits, new wrapping, moves, carrying over, joins, deletions and drafts; as a page, as lines, as JSON.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
. "$SRCDIR/tests/cli/archive.sh" || exit 1
. "$SRCDIR/tests/cli/json.sh" || exit 1
t_need git awk

git init -q -b main h
cd h || exit 1
identity
when=1700000000
step() {	# NAME MESSAGE
	when=$((when + 86400))
	commit_at $when "$1" "$2"
}
told() {	# each sentence as FIRST>SINCE:WORDS, authors by their first names
	blad blame --plain "$1" | sed -E 's/[0-9-]{10} ([[:alpha:]]+) [[:alpha:]]+/\1/g; s/ → />/; s/: /:/' | paste -sd '|'
}

printf -- '---\ntitle: Två\n---\n\nKort i dag.\n\n## Kurs\n\nMötet är den 12 maj klockan tre. Alla är välkomna dit.\n\n## Kontakt\n\nRing kansliet.\n' >två.md
printf '# Ett\n\n## Fika\n\nKaffe klockan tio.\n' >ett.md
step "Anna Ek" "Början"
t_is "born" "$(told två.md)" "Anna:Kort i dag.|Anna:## Kurs|Anna:Mötet är den 12 maj klockan tre.|Anna:Alla är välkomna dit.|Anna:## Kontakt|Anna:Ring kansliet."
sed -i 's/12 maj/14 maj/' två.md; step "Bo Ek" "Fjorton"
t_is "an edit keeps who wrote it first" "$(told två.md#kurs)" "Anna:## Kurs|Anna>Bo:Mötet är den 14 maj klockan tre.|Anna:Alla är välkomna dit."
sed -i 's/den 14 maj klockan tre. Alla/den\n14 maj klockan tre. Ta med penna.\nAlla/' två.md; step "Cilla Ek" "Penna"
t_is "new wrapping is nobody's, a new sentence is" "$(told två.md#kurs)" \
	"Anna:## Kurs|Anna>Bo:Mötet är den 14 maj klockan tre.|Cilla:Ta med penna.|Anna:Alla är välkomna dit."
git mv två.md tre.md; step "Dan Ek" "Nytt namn"
t_is "a file of another name" "$(told tre.md#kurs)" "Anna:## Kurs|Anna>Bo:Mötet är den 14 maj klockan tre.|Cilla:Ta med penna.|Anna:Alla är välkomna dit."
printf '\n## Kurs\n\nMötet är den 14 maj klockan tre. Ta med penna. Alla är välkomna dit. Det blir fika.\n' >>ett.md
printf -- '---\ntitle: Två\n---\n\nKort i dag.\n\n## Kontakt\n\nRing kansliet.\n' >tre.md
step "Eva Ek" "Till nästa"
t_is "carried over into another issue" "$(told ett.md#kurs)" \
	"Anna:## Kurs|Anna>Bo:Mötet är den 14 maj klockan tre.|Cilla:Ta med penna.|Anna:Alla är välkomna dit.|Eva:Det blir fika."
t_is "and in the whole issue" "$(told ett.md)" \
	"Anna:# Ett|Anna:## Fika|Anna:Kaffe klockan tio.|$(told ett.md#kurs)"
t_is "as of a version" "$(told tre.md#kurs@HEAD~1)" "Anna:## Kurs|Anna>Bo:Mötet är den 14 maj klockan tre.|Cilla:Ta med penna.|Anna:Alla är välkomna dit."
t_is "the lead" "$(told tre.md#)" "Anna:Kort i dag."

git checkout -q -b side
sed -i 's/Kaffe klockan tio./Kaffe och te klockan tio. Bullar finns./' ett.md; step "Fia Ek" "Te"
git checkout -q main
sed -i 's/Det blir fika/Det blir mer fika/' ett.md; step "Gun Ek" "Mer"
git merge -q side -m join 2>/dev/null
t_is "where lines join, each sentence keeps its own" "$(told ett.md)" \
	"Anna:# Ett|Anna:## Fika|Anna>Fia:Kaffe och te klockan tio.|Fia:Bullar finns.|Anna:## Kurs|Anna>Bo:Mötet är den 14 maj klockan tre.|Cilla:Ta med penna.|Anna:Alla är välkomna dit.|Eva>Gun:Det blir mer fika."

git clone -q --depth 1 "file://$PWD" ../shallow
t_run blad -C ../shallow blame ett.md
t_like "a shallow copy says that there was more" "$out" "shallow clone"
t_is "and tells what it has" "$(blad -C ../shallow blame --plain ett.md | grep -c Karin)" 9

# ---- drafts

printf '## Kurs\n\nMötet är den 15 maj klockan tre. Ta med penna. Alla är välkomna dit. Nytt här.\n' | blad edit ett.md#kurs --stdin >/dev/null
t_is "what is not recorded is told so" "$(told ett.md#kurs)" \
	"Anna:## Kurs|Anna>you, not recorded:Mötet är den 15 maj klockan tre.|Cilla:Ta med penna.|Anna:Alla är välkomna dit.|you, not recorded:Nytt här."
t_is "and not in what is recorded" "$(told ett.md#kurs@HEAD | grep -c 'not recorded')" 0
t_is "in Swedish" "$(blad --lang sv blame --plain ett.md#kurs | tail -1)" "du, ej sparat: Nytt här."

# ---- JSON

j_of "blame is one document" blad blame --json ett.md#kurs
t_is "the document" "$(j_keys '')" "address at earlier missing sentences"
t_is "the keys of a sentence" "$(j_keys '\.sentences\[[0-9]+\]')" "end first since start text"
t_is "the keys of a version" "$(j_keys '\.sentences\[0\]\.(first|since)')" "author id time"
t_is "address" "$(j_at '.address')" "string ett.md#kurs"
t_is "who and when" "$(j_at '.sentences[2].first.author'), $(j_at '.sentences[2].first.time')" "string Cilla Ek, string 2023-11-17T23:13:20+01:00"
t_is "what is not recorded is null" "$(j_at '.sentences[4].first'), $(j_at '.sentences[4].since'), $(j_at '.sentences[1].since')" "null, null, null"
t_is "id is a commit" "$(git log -1 --format=%an "$(j_at '.sentences[2].since.id' | sed 's/string //')")" "Cilla Ek"
for a in ett.md ett.md#kurs ett.md@HEAD tre.md#; do
	blad show --source "$a" >source
	j_of "places in $a" blad blame --json "$a"
	n=$(j_all '\.sentences\[[0-9]+\]\.start' | wc -l) bad=0
	for ((i = 0; i < n; i++)); do
		from=$(j_at ".sentences[$i].start") to=$(j_at ".sentences[$i].end") text=$(j_at ".sentences[$i].text")
		from=${from#* } to=${to#* } text=${text#string }
		[ "$(tail -c +$((from + 1)) source | head -c $((to - from)) | tr '\n' ' ')" = "$text" ] || bad=$((bad + 1))
	done
	t_is "are bytes of show --source" "$n $bad" "$n 0"
done
rm source

# ---- the page

for w in 20 40 60 80 200; do
	blad blame --width $w ett.md >page
	t_is "no line is wider than $w" "$(($(wc -L <page) <= w))" 1
	t_is "every author stands there" "$(grep -o 'Anna\|Cilla\|Fia' page | sort -u | paste -sd ' ')" "Anna Cilla Fia"
	t_is "every word too" "$(grep -c 'Bullar' page)" 1
done
blad blame --width 40 ett.md#fika@HEAD >page
t_is "in a narrow window notes stand above" "$(sed 's/ *$//' page | paste -sd '|')" \
	"│ 2023-11-15 Anna Ek|Fika|────|│ 2023-11-15 Anna Ek → 2023-11-20 Fia Ek|│ 2023-11-20 Fia Ek|Kaffe och te klockan tio. Bullar finns."
rm page

# ---- what people said of which item is which

git init -q -b main ../sagt
cd ../sagt || exit 1
identity
printf '## Kurs\n\nKursen hålls i mars för alla chefer i kommunen. Ta med penna.\n\n## Taxa\n\nTaxan höjs. Ring kansliet om du undrar.\n' >a.md
step "Anna Ek" "Början"
sed -i 's/mars/april/' a.md; step "Bo Ek" "April"
sed -i 's/april för alla/oktober för alla nya/' a.md; step "Cilla Ek" "Oktober"
cilla=$(git rev-parse HEAD | cut -c 1-7)
sed -i 's/oktober/november/' a.md; step "Dan Ek" "November"
whole=$(told a.md)
t_is "the texts say" "$(told a.md#kurs)" "Anna:## Kurs|Anna>Dan:Kursen hålls i november för alla nya chefer i kommunen.|Anna:Ta med penna."
blad match part a.md#kurs@$cilla >/dev/null
t_is "parted: it is born there" "$(told a.md#kurs)" "Cilla:## Kurs|Cilla>Dan:Kursen hålls i november för alla nya chefer i kommunen.|Cilla:Ta med penna."
t_is "in the whole issue too" "$(told a.md)" "$(told a.md#kurs)|$(told a.md#taxa)"
t_is "the other is as it was" "$(told a.md#kurs@$cilla~1)$(told a.md#taxa)" "$(told a.md#kurs@$(git rev-parse $cilla~1))$(printf '%s' "$whole" | sed 's/.*|\(Anna:## Taxa\)/\1/')"
t_is "as of before" "$(told a.md#kurs@$(git rev-parse $cilla~1))" "Anna:## Kurs|Anna>Bo:Kursen hålls i april för alla chefer i kommunen.|Anna:Ta med penna."
blad match undo a.md#kurs@$cilla >/dev/null
t_is "taken back" "$(told a.md)" "$whole"
sed -i '/^## Taxa/,$d' a.md
printf '## Avgifter för vatten\n\nNya belopp gäller från januari, se tabellen på webben och i huset. Taxan höjs.\n' >>a.md
step "Eva Ek" "Avgifter"
t_is "a new one, say the texts" "$(told a.md#avgifter-för-vatten | tr '|' '\n' | grep -vc ^Eva:)" 0
blad match join a.md#avgifter-för-vatten@HEAD a.md#taxa >/dev/null
t_is "joined: it is seen through" "$(told a.md#avgifter-för-vatten)" \
	"Anna>Eva:## Avgifter för vatten|Eva:Nya belopp gäller från januari, se tabellen på webben och i huset.|Anna:Taxan höjs."
printf '# Två\n\n## Bad\n\nTaxan höjs. Vattnet är varmt.\n' >b.md; step "Fia Ek" "Bad"
sed -i '/^## Kurs/,/penna/d' a.md; sed -i 's/varmt/kallt/' b.md; step "Gun Ek" "Kurs bort"
blad match join b.md#bad@HEAD a.md#kurs >/dev/null
t_is "joined to one of another issue" "$(told b.md#bad)" "Anna>Gun:## Bad|Gun:Taxan höjs.|Gun:Vattnet är kallt."
cd ../h || exit 1

# ---- what cannot be

t_fails "a header key" 2 blad blame tre.md#:title
t_like "says what to do" "$err" "blad log"
t_fails "what is not there" 1 blad blame tre.md#borta
t_fails "no address" 2 blad blame
printf '# Ny\n\nHej på dig.\n' | blad new --date 2024-01-02 --title Ny >/dev/null
t_is "an issue that is only a draft" "$(blad blame --plain issues/2024-01-02-ny.md | grep -vc 'not recorded')" 0
t_done
