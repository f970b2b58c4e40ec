# Screens through the paper screen: screens/NAME.keys go in, NAME-LANGUAGE-SIZE.txt must come out.
#
# The first lines of a script say what it runs on: "# run: en 80x24, sv 40x12" and "# archive: full" (or empty, hostile, hand, second, away, life, nameless, behind, rewritten, unshared, apart, demo).
# UPDATE=1 shows what is different and asks whether it is right (UPDATE=yes does not ask).
TMPDIR=/tmp	# paths of one length are wrapped alike
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
t_need git

here=$SRCDIR/tests/screens

commit() {	# DATE AUTHOR MESSAGE
	git add -A
	GIT_AUTHOR_DATE="$1" GIT_COMMITTER_DATE="$1" git -c user.name="$2" -c user.email=a@exempel.se commit -q -m "$3"
}

issue() {	# FILE TITLE DATE NUMBER [STATE], the text from standard input
	mkdir -p "$(dirname "$1")"
	{
		printf -- '---\ntitle: %s\ndate: %s\nnumber: %s\n' "$2" "$3" "$4"
		[ -z "${5-}" ] || printf 'state: %s\n' "$5"
		printf -- '---\n'
		cat
	} >"$1"
}

make_full() {
	cat >.blad <<'X'
[blad]
	title = Ådala kommun
[series "klg"]
	title = Nytt från ledningsgruppen
	files = klg/
[series "soc"]
	title = På gång i socialtjänsten
	files = soc/
X
	issue klg/08.md "Välkomna tillbaka" 2024-08-21 8 published <<'X'
# Välkomna tillbaka

Sommaren är slut. Den var fin.

## Sommarens öppettider

Öppettiderna gäller till den 1 september.
X
	issue soc/21.md "Inflyttning på Ekbacken" 2024-09-30 21 <<'X'
# Inflyttning på Ekbacken

## Inflyttning

De första flyttar in i januari.
X
	commit "2024-08-20T14:02:00+02:00" "Karin Ek" "Två nummer"
	issue klg/09.md "Krisberedskap, ny målstruktur" 2024-09-25 9 published <<'X'
# Nytt från ledningsgruppen

Här kommer höstens första nyheter.

## Kurs för chefer

Alla chefer går kursen senast den 12 oktober. Anmälan görs till säkerhetssamordnaren.

## Ny målstruktur

Arbetet med översyn av målstyrningen har börjat.
X
	commit "2024-09-12T08:30:00+02:00" "Karin Ek" "Nummer 9"
	issue klg/09.md "Krisberedskap, ny målstruktur" 2024-09-25 9 published <<'X'
# Nytt från ledningsgruppen

Här kommer höstens första nyheter.

## Kurs för chefer

Alla chefer går kursen senast den 14 oktober. Anmälan görs till säkerhetssamordnaren.

## Ny målstruktur

Arbetet med översyn av målstyrningen har börjat.
X
	commit "2024-09-19T11:07:00+02:00" "Bo Lund" "Datum"
	issue klg/09.md "Krisberedskap, ny målstruktur" 2024-09-25 9 published <<'X'
# Nytt från ledningsgruppen

Här kommer höstens första nyheter. De är [fler än förra gången](08.md).

## Krisberedskap

Alla chefer går kursen senast den 14 oktober. Anmälan görs till säkerhetssamordnaren.

> Rättelse i nr 10: kursen ges på plats, inte på distans.

Så här anmäler du dig:

1. Fyll i [blanketten](https://exempel.se/blankett) på intranätet.
2. Meddela din närmaste chef.

## Ny målstruktur

Arbetet med översyn av målstyrningen har börjat. Kursen i målstyrning hålls i oktober.

| Nämnd | Mål | Belopp |
|---|---|--:|
| Skola | Fler behöriga lärare | 1 200 |
| Vård | Kortare köer | 300 |

### Målboken

Den gamla kursen i målboken upphör.
X
	commit "2024-09-24T09:15:00+02:00" "Petra Vallin" "Krisberedskap: ny rubrik"
	issue klg/10.md "Budget 2025, ny skolchef" 2024-11-13 10 writing <<'X'
# Nytt från ledningsgruppen

## Budget 2025

Budgeten är klar.

## Ny skolchef

Ny skolchef är utsedd.
X
	commit "2024-11-12T16:40:00+01:00" "Petra Vallin" "Nummer 10 påbörjat"
}

make_empty() {
	echo "Inga nummer än." >README.md
	commit "2024-08-20T14:02:00+02:00" "Karin Ek" "Ett arkiv"
}

make_hostile() {
	printf 'Titel: \033[2Jröd\033]0;x\007 text\r\n\n# Rubrik \xc2\x9b31m\xe2\x80\xaebakl\xc3\xa4nges\n\nText med \033[31mstyrtecken, en\bb och &#27;[1m entitet &#x202e; v\xc3\xa4nd.\n\n## \xe6\xbc\xa2\xe5\xad\x97 e\xcc\x81\xcc\x82\xcc\x83\xcc\x84\xcc\x85\xcc\x86\n\nslut\n' >2024-05-01-fientlig.md
	printf '# Bruten \xc3( \x9b31m\xff\n\ntext\n' >2024-04-01-bruten.md
	commit "2024-05-01T12:00:00+02:00" $'Karin \033[7mEk' $'Med \033[5mstyrtecken'
}

make_hand() {	# one issue, changed by hand
	make_full
	git config user.name "Nils Nilsson" && git config user.email nils@exempel.se
	sed -i "s/Budgeten är klar/& och spikad/" klg/10.md
}

# Two windows changed one item, and no lock held: the first draft says the one, the second the other.
make_second() {
	local d
	make_full
	printf '## Budget 2025\n\nBudgeten antas i juni.\n' | blad edit klg/10.md#budget-2025 --stdin
	d=$(echo .git/blad/drafts/*)
	cp -r "$d" kept
	printf '## Budget 2025\n\nBudgeten antas i maj.\n' | blad edit klg/10.md#budget-2025 --stdin
	mv kept "$d-2"
}

# A draft, and what it changed was changed with plain git since.
make_behind() {
	make_full
	printf '## Budget 2025\n\nBudgeten antas i juni, efter två möten.\n' | blad edit klg/10.md#budget-2025 --stdin
	blad set klg/10.md number 12
	sed -i 's/^number: .*/number: 11/; s/Budgeten är klar.*/Budgeten antas i september, efter två möten./' klg/10.md
	commit "2024-11-02T09:00:00+01:00" "Rut Holm" "Budgeten senare"
}

# What is recorded here and what the shared archive was last fetched with have changed the same.
make_apart() {
	make_full
	git remote add origin /nowhere/shared.git
	git config branch.main.remote origin
	git config branch.main.merge refs/heads/main
	git switch -q -c theirs
	sed -i 's/^number: .*/number: 11/; s/Budgeten är klar.*/Budgeten antas den 14 september, efter två möten./' klg/10.md
	commit "2024-11-02T09:00:00+01:00" "Rut Holm" "Budgeten senare"
	git switch -q main
	git update-ref refs/remotes/origin/main theirs
	git branch -q -D theirs
	sed -i 's/^number: .*/number: 12/; s/Budgeten är klar.*/Budgeten antas den 12 september, efter två möten./' klg/10.md
	commit "2024-11-02T10:00:00+01:00" "Ada Ek" "Budgeten tidigare"
}

# A draft that was begun on another branch.
make_away() {
	make_full
	git switch -q -c sidospår
	printf '## Budget 2025\n\nBudgeten antas i juni.\n' | blad edit klg/10.md#budget-2025 --stdin
	git switch -q main
}

# An item that was written, changed, given a new title and moved, each by another person.
make_life() {
	local kurs='Alla chefer går kursen senast den 10 oktober. Anmälan görs till säkerhetssamordnaren.' mal='Arbetet med översyn av målstyrningen har börjat.'
	life() {	# TITLE: the issue with the item last; else the item, to stand first
		issue klg/11.md "Höstens kurser" 2025-09-25 11 <<X
# Höstens kurser

Här kommer höstens första nyheter.

${2-}## Ny målstruktur

$mal

## Lokaler

Kurserna hålls i Folkets hus.${1:+

## $1

$kurs}
X
	}
	life "Kurs för chefer"
	commit "2025-09-12T08:30:00+02:00" "Karin Ek" "Nummer 11"
	kurs=${kurs/10 oktober/12 oktober}
	life "Kurs för chefer"
	commit "2025-09-15T11:07:00+02:00" "Bo Lund" "Datum"
	mal="$mal Den blir klar i vår."
	life "Kurs för chefer"
	commit "2025-09-16T13:00:00+02:00" "Karin Ek" "Målstruktur"
	kurs=${kurs/12 oktober/14 oktober}
	life "Krisberedskap"
	commit "2025-09-19T09:15:00+02:00" "Petra Vallin" "Ny rubrik, nytt datum"
	life "" "## Krisberedskap

$kurs

"
	commit "2025-09-24T16:40:00+02:00" "Petra Vallin" "Krisberedskap först"
	git config user.name "Karin Ek"
	git config user.email karin.ek@exempel.se
}

make_nameless() {	# nobody said yet whose it is
	make_life
	git config --unset user.name
	git config --unset user.email
}

# A shared branch that lost a version which is here; and one that nobody shares yet.
make_rewritten() {
	make_full
	git config user.name "Nils Nilsson" && git config user.email nils@exempel.se
	git clone -q --bare . .git/delad.git
	git -C .git/delad.git update-ref refs/heads/main main~1
	git -C .git/delad.git remote remove origin
	git remote add origin ./.git/delad.git
	git update-ref refs/remotes/origin/main main
	git branch -q -u origin/main
}

make_unshared() {
	make_rewritten
	git switch -q -c vinter
}

# An issue that somebody else shares a draft of.
make_others() {
	make_full
	git config user.name "Rut Holm" && git config user.email rut@exempel.se
	git clone -q --bare . .git/delad.git
	git -C .git/delad.git remote remove origin
	git remote add origin ./.git/delad.git
	git fetch -q
	git branch -q -u origin/main
	printf '## Budget 2025\n\nBudgeten antas i juni.\n' | blad edit klg/10.md#budget-2025 --stdin
	BLAD_NOW=1731664800 blad share-draft >/dev/null
	blad drafts drop klg/10.md >/dev/null
	git config user.name "Nils Nilsson" && git config user.email nils@exempel.se
}

for kind in full empty hostile hand second away life nameless behind rewritten unshared apart others; do
	mkdir "$t_dir/$kind" && cd "$t_dir/$kind" || exit 1
	git init -q -b main
	make_$kind
done
cd "$t_dir" && blad demo demo >demo.said || exit 1

golden() {	# NAME: compares $t_out with the golden file, or asks
	local want=$here/$1.txt
	if [ -n "${UPDATE-}" ] && ! cmp -s "$t_out" "$want"; then
		[ "$UPDATE" = yes ] || diff -u "$want" "$t_out" >/dev/tty
		local answer=y
		[ "$UPDATE" = yes ] || { printf '%s: is this right? [y/n] ' "$1" >/dev/tty; read -r answer </dev/tty; }
		[ "$answer" != y ] || cp "$t_out" "$want"
	fi
	t_same "$1" "$t_out" "$want" || t_note "what it said: $err"
}

run_script() {	# FILE
	local name runs archive lang size
	name=$(basename "$1" .keys)
	runs=$(sed -n 's/^# run: *//p' "$1")
	archive=$(sed -n 's/^# archive: *//p' "$1")
	echo "$runs" | tr ',' '\n' >"$t_dir/runs"
	while read -r lang size; do
		rm -rf "$t_dir/copy" && cp -r "$t_dir/${archive:-full}" "$t_dir/copy"
		cd "$t_dir/copy" || exit 1
		t_run env LANGUAGE="$lang" blad --screen "$1" --size "$size"
		sed -i 's,t[A-Za-z0-9]\{5\}/copy,tXXXXX/copy,' "$t_out"	# the folder's name, as long as it was
		golden "$name-$lang-$size"
		t_is "$name-$lang-$size ends well" "$status" 0
		t_is "$name-$lang-$size: no control bytes" "$(LC_ALL=C tr -d '\n\040-\176\200-\377' <"$t_out" | od -An -c)" ""
		cd "$t_dir" || exit 1
	done <"$t_dir/runs"
}

for script in "$here"/${ONLY:-*}.keys; do
	run_script "$script"
done
t_done
