#!/usr/bin/env bash
# A disk that runs full, or breaks, at any moment of a recording: what is said is what has happened, and nothing is lost.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
t_need git
. "$SRCDIR/tests/real/faults.sh" || exit 1

git init -q -b main seed
git -C seed config user.name "Karin Ek"
git -C seed config user.email karin.ek@example.org
printf '# Blad\n\n## Budget\n\nTolv.\n\n## Kontakt\n\nKansliet.\n' >seed/a.md
git -C seed add -A
git -C seed commit -qm första
printf '## Budget\n\nFjorton.\n' | blad -C seed edit a.md#budget --stdin >/dev/null
cp -a seed whole
t_ok "with room enough" blad -C whole record
tree=$(git -C whole rev-parse 'HEAD^{tree}')

each() {	# MODE
	local n said ended count
	for ((n = 1; n <= 400; n++)); do
		rm -rf k
		cp -a seed k
		said=$("$faults" "$1" $n log blad -C k record)
		[ "$said" != "ended 0 untouched" ] || break
		ended=${said#ended }
		count=$(git -C k rev-list --count HEAD)
		[ "$ended" = 0 ] || [ "$ended" = 1 ] || bad $n "ended $ended"
		if [ "$ended" = 0 ]; then
			expect $n "said to be recorded" "$count" 2
		else
			[ -s log ] || bad $n "no word of it"
			# A version that stands in spite of an error is said to.
			[ "$count" = 1 ] || grep -q "is recorded" log || bad $n "not said to be recorded: $(cat log)"
			[ "$count" = 2 ] || ! grep -q "is recorded" log || bad $n "said to be recorded: $(cat log)"
		fi
		[ "$count" = 2 ] || expect $n "the draft is kept" "$(blad -C k show a.md --source 2>/dev/null | grep -c Fjorton)" 1
		# There is room again.
		blad -C k record >log 2>&1 || bad $n "record: $(cat log)"
		expect $n "versions" "$(git -C k rev-list --count HEAD)" 2
		expect $n "the version" "$(git -C k rev-parse 'HEAD^{tree}')" "$tree"
		expect $n "no drafts are left" "$(blad -C k drafts --json | grep -o '"address"')" ""
		expect $n "litter" "$(litter k)" ""
	done
	t_note "$n moments"
	t_is "$1: there are moments" "$([ $n -gt 20 ] && echo many)" many
	fine "$1: what is said is what has happened, and the next recording goes through"
}

each full
each broken

# Typing: what stands on the screen is kept, whenever the disk runs full.  (A letter that was refused may have got there all the same.)
printf 'wait\nkeys Enter ] e C-End\ntype åäöåäöåäöåäö\ndump typed\nkeys Esc Q\n' >keys
git -C seed rev-parse -q --verify HEAD >/dev/null && blad -C seed record >/dev/null
letters() { grep -o '[åäö]' | wc -l; }
for ((n = 1; n <= 200; n++)); do
	rm -rf k state
	cp -a seed k
	said=$(XDG_STATE_HOME=$PWD/state "$faults" full $n log blad -C k --lang en --screen keys)
	[ "$said" != "ended 0 untouched" ] || break
	shown=$(grep -a '^   ' log | letters)
	kept=$(XDG_STATE_HOME=$PWD/state blad -C k show a.md --source 2>&1 | letters)
	[ "$kept" -ge "$shown" ] && [ "$kept" -le $((shown + 1)) ] || bad $n "$shown letters shown, $kept kept"
done
t_is "typing: there are moments" "$([ $n -gt 20 ] && echo many)" many
fine "typing: what is shown is kept"
t_done
