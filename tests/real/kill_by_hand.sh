#!/usr/bin/env bash
# kill -9 at every moment while a file changed by hand becomes a draft, and while that is recorded: what the hand wrote is never lost.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
t_need git
. "$SRCDIR/tests/real/faults.sh" || exit 1

git init -q -b main seed
git -C seed config user.name "Karin Ek"
git -C seed config user.email karin.ek@example.org
printf -- '---\ntitle: Ett\n---\n\n## Budget\n\nTolv.\n\n## Kontakt\n\nKansliet.\n\n## Sand\n\nFinns.\n' >seed/a.md
git -C seed add -A
git -C seed commit -qm första
# A version that leaves the file: so the draft is behind; and something staged.
sed -i 's/Kansliet/Växeln/' seed/a.md
git -C seed add a.md
sed -i 's/Finns/Slut/' seed/a.md
printf '## Budget\n\nFjorton.\n' | blad -C seed edit a.md#budget --stdin >/dev/null
blad -C seed record >/dev/null
cp seed/a.md hand
before=$(git -C seed status --porcelain)

each() {	# SEED CHECK COMMAND…: CHECK runs after a kill at every moment, in the copy k
	local seed=$1 check=$2 said n killed=0 moments
	shift 2
	rm -rf k && cp -a "$seed" k
	moments=$("$faults" count log blad -C k "$@")
	t_is "$*: has moments" "$([ "$moments" -gt 20 ] && echo many)" many
	for ((n = 1; n <= moments + 20; n++)); do
		rm -rf k && cp -a "$seed" k
		said=$("$faults" kill $n log blad -C k "$@")
		[ "$said" = killed ] || break
		killed=$((killed + 1))
		blad -C k status >log 2>&1 || bad $n "status: $(cat log)"
		$check
		expect $n "locks" "$(locks k/.git)$(find k/.git/blad -name 'intent*')" ""
	done
	t_note "$killed kills"
	t_is "$*: every moment was one" "$said" "ended 0"
	fine "$*: killed at any moment, nothing is lost"
}

words() {	# of the recorded version
	git -C k show HEAD:a.md | grep -c 'Fjorton\|Växeln\|Slut'
}

while_taking() {
	expect $n "the file" "$(cat k/a.md)" "$(cat hand)"
	expect $n "git's view" "$(git -C k status --porcelain)" "$before"
	blad -C k drafts take a.md >log 2>&1 || bad $n "take: $(cat log)"
	expect $n "one draft" "$(ls k/.git/blad/drafts | wc -l)" 1
	blad -C k record >log 2>&1 || bad $n "record: $(cat log)"
	expect $n "the version" "$(words)" 3
	expect $n "litter" "$(litter k)" ""
}
each seed while_taking drafts take a.md

cp -a seed taken
blad -C taken drafts take a.md >/dev/null
while_recording() {
	blad -C k record >log 2>&1 || bad $n "record: $(cat log)"
	expect $n "versions" "$(git -C k rev-list --count HEAD)" 3
	expect $n "the version" "$(words)" 3
	expect $n "litter" "$(litter k)" ""
	expect $n "notes" "$(ls k/.git/blad | grep by-hand)" ""
}
each taken while_recording record

cp -a taken again
sed -i 's/Slut/Slut igen/' again/a.md
cp again/a.md hand
while_changed() {
	expect $n "the file" "$(cat k/a.md)" "$(cat hand)"
	blad -C k record >log 2>&1 || bad $n "record: $(cat log)"
	expect $n "the file, recorded" "$(cat k/a.md)" "$(cat hand)"
	blad -C k drafts take a.md >log 2>&1 || bad $n "take: $(cat log)"
	blad -C k record >log 2>&1 || bad $n "record of it: $(cat log)"
	expect $n "the version" "$(words) $(git -C k show HEAD:a.md | grep -c igen)" "3 1"
	expect $n "litter" "$(litter k)" ""
}
each again while_changed record
t_done
