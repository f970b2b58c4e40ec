# Three files joined item by item, by hand and by git itself.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
. "$SRCDIR/tests/cli/json.sh" || exit 1
t_need git awk

mkdir "$t_dir/m" && cd "$t_dir/m" || exit 1

text() {	# BODY OF THE FIRST ITEM, OF THE SECOND
	printf -- '---\ntitle: Nr 11\nnumber: 11\n---\n\n# Nr 11\n\n## Budget\n\n%s\n\n## Kurs\n\n%s\n' "$1" "$2"
}

# ---- clean

text "Beslut den 10 april." "Anmäl dig." >base
text "Beslut den 11 april." "Anmäl dig." >ours
text "Beslut den 10 april." "Anmäl dig nu." >theirs
t_ok "two items" blad merge-file --json=doc -o out base ours theirs
t_is "nothing is said" "$out$err" ""
t_is "both stand in it" "$(cat out)" "$(text "Beslut den 11 april." "Anmäl dig nu.")"
j_of "the document" cat doc
t_is "its keys" "$(j_keys '')" "clean conflicts notices"
t_is "it is clean" "$(j_at .clean), $(j_at .conflicts), $(j_at .notices)" "bool true, array 0, array 0"
t_ok "to standard output" blad merge-file -o - base ours theirs
t_is "the same" "$out" "$(cat out)"
chmod 664 out
t_ok "over a file" blad merge-file -o out base ours theirs
t_is "which keeps its rights" "$(stat -c %a out)" 664
t_ok "the file of one side itself" blad merge-file -o ours base ours theirs
t_is "joined in place" "$(cat ours)" "$(cat out)"

printf 'Beslut. Budget\344r.\n\n## Kurs\n\nH\344r.\n\n## Vinter\n\nD\344r.\n' >base
LC_ALL=C sed 's/H.r/Nu h\xe4r/' base >ours
LC_ALL=C sed 's/D.r/Nu d\xe4r/' base >theirs
t_ok "Windows-1252" env LC_ALL=C blad merge-file -o out base ours theirs
t_is "stays what it is" "$(iconv -f cp1252 -t utf-8 out | tail -n 1), $(grep -c Nu out)" "Nu där., 2"

# ---- what a person must decide

text "Beslut den 10 april. Alla läser." "Anmäl dig." >base
text "Beslut den 12 april. Alla läser." "Anmäl dig här." >ours
text "Beslut den 14 april. Alla läser." "Anmäl dig." | sed 's/number: 11/number: 12/' >theirs
t_fails "one sentence by both" 3 blad merge-file --json doc -o out base ours theirs
t_is "a line says so" "$(wc -l <"$t_err")" 1
t_is "ours stands, the rest is joined" "$(cat out)" "$(text "Beslut den 12 april. Alla läser." "Anmäl dig här." | sed 's/number: 11/number: 12/')"
j_of "the document" cat doc
t_is "one thing is to be decided" "$(j_at .clean), $(j_at .conflicts)" "bool false, array 1"
t_is "the keys of a conflict" "$(j_keys '\.conflicts\[0\]')" "address base item kind ours path theirs title"
t_is "which it is" "$(j_all '\.conflicts\[0\]\.(kind|item|title|address|path)' | paste -sd ' ')" "body Budget Budget out#budget out"
t_like "theirs' text" "$(j_at '.conflicts[0].theirs')" "den 14 april"
text "Beslut den 10 april. Alla läser. Vi ses där." "Anmäl dig." >base
text "Beslut den 12 april. Alla läser. Vi ses där." "Anmäl dig." >ours
text "Beslut den 10 april. Alla läser. Vi ses här." "Anmäl dig." >theirs
t_ok "two sentences" blad merge-file --json=doc -o out base ours theirs
j_of "the document" cat doc
t_is "it is told" "$(j_all '\.notices\[0\]\.(kind|item)' | paste -sd ' ')" "sentence-merge Budget"

# ---- wrong

t_fails "no file for the text" 2 blad merge-file base ours theirs
t_fails "too few" 2 blad merge-file -o out base ours
t_fails "a driver needs no -o" 2 blad merge-file --driver -o out base ours theirs x.md
t_fails "a file that is not there" 1 blad merge-file -o out base ours nosuch
t_like "which" "$err" "nosuch"

# ---- by git

git init -q -b main repo && cd repo || exit 1
git config user.name "Karin Ek"
git config user.email karin.ek@adala.example
git config merge.blad.driver "blad merge-file --driver %O %A %B %P"
echo '*.md merge=blad' >.git/info/attributes

versions() {	# how ours and theirs differ from what is there
	git switch -qC main
	[ -z "$(git branch --list other)" ] || git branch -qD other
	text "Beslut den 10 april." "Anmäl dig." >a.md
	git add -A
	git commit -qm base --allow-empty
	git switch -qc other
	sed -i "$2" a.md
	git commit -qam theirs
	git switch -q main
	sed -i "$1" a.md
	git commit -qam ours
}

versions 's/Anmäl dig/Anmäl dig nu/' 's/10 april/11 april/; s/^number: 11/number: 12/'
t_ok "git merge joins by item" git merge -q -m joined other
t_is "all of both" "$(cat a.md)" "$(text "Beslut den 11 april." "Anmäl dig nu." | sed 's/number: 11/number: 12/')"
versions '$s/$/\n\n## Ny\n\nVår./' '$s/$/\n\n## Annan\n\nDeras./'
t_ok "both add an item at the end, where git would ask" git merge -q -m joined other
t_is "both, theirs first" "$(grep '^##' a.md | paste -sd ' ')" "## Budget ## Kurs ## Annan ## Ny"
versions 's/10 april/12 april/; s/Anmäl dig/Anmäl dig nu/' 's/10 april/14 april/; s/^number: 11/number: 12/'
t_fails "what blad would ask, git does too" 1 git merge -q -m joined other
t_is "the issue is unmerged" "$(git ls-files -u a.md | wc -l)" 3
t_like "what it is, in a line" "$err$out" "a.md: "
t_is "the markers stand round the item only" "$(sed -n '/^## Budget/,$p; /^<<<</p' a.md | head -20)" "<<<<<<< ours
## Budget

Beslut den 12 april.
=======
## Budget

Beslut den 14 april.
>>>>>>> theirs

## Kurs

Anmäl dig nu."
t_is "and the header is joined" "$(sed -n 3p a.md)" "number: 12"
git merge --abort
versions '/^## Kurs/,$d' 's/Anmäl dig/Anmäl dig nu/'
t_fails "deleted here, changed there" 1 git merge -q -m joined other
t_is "nothing, and their text" "$(sed -n '/<<<</,$p' a.md)" "<<<<<<< ours
=======
## Kurs

Anmäl dig nu.
>>>>>>> theirs"
git merge --abort
versions 's/^number: 11/number: 12/' 's/^number: 11/number: 13/'
t_fails "one key, two values" 1 git merge -q -m joined other
t_is "round the key" "$(sed -n 1,9p a.md)" "---
title: Nr 11
<<<<<<< ours
number: 12
=======
number: 13
>>>>>>> theirs
---"
git merge --abort
versions '$s/$/\n\n## Ny\n\nVår./' '$s/$/\n\n## Ny\n\nDeras./'
t_fails "one title added by both" 1 git merge -q -m joined other
t_is "both between markers" "$(sed -n '/<<<</,$p' a.md)" "<<<<<<< ours
## Ny

Vår.
=======
## Ny

Deras.
>>>>>>> theirs"
git merge --abort

# ---- offered to whom can answer

cd "$t_dir/m" || exit 1
git init -q --bare -b main shared.git
git -C repo push -q ../shared.git main
t_ok "without a terminal nothing is asked" blad clone "$t_dir/m/shared.git" quiet
t_is "and nothing set" "$(git -C quiet config merge.blad.driver)" ""
if command -v script >/dev/null; then
	printf 'y\n' | t_run script -qec "blad --lang en clone '$t_dir/m/shared.git' asked" /dev/null
	t_like "on a terminal it is" "$(cat "$t_out")" "item by item in this copy"
	t_is "yes: the driver" "$(git -C asked config merge.blad.driver)" "blad merge-file --driver %O %A %B %P"
	t_is "and for which files" "$(git -C asked check-attr merge a.md)" "a.md: merge: blad"
	printf '\n' | t_run script -qec "blad --lang en clone '$t_dir/m/shared.git' refused" /dev/null
	t_is "no: nothing is set" "$(git -C refused config merge.blad.driver; ls refused/.git/info/attributes 2>/dev/null)" ""
fi
t_done
