#!/usr/bin/env bash
# An item that goes from issue to issue before anything is recorded: whatever is recorded or dropped, it stands exactly once.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
t_need git awk flock

git init -q -b main seed
git -C seed config user.name "Karin Ek"
git -C seed config user.email karin.ek@example.org
for f in a b c; do
	printf '# %s\n\n## %s ett\n\nEtt.\n' $f $f >seed/$f.md
done
printf '\n## Vandraren\n\nSand.\n' >>seed/a.md
git -C seed add -A
git -C seed commit -qm första

fresh() {
	rm -rf "$t_dir/k"
	cp -a "$t_dir/seed" "$t_dir/k"
	cd "$t_dir/k" || exit 1
}
move() {
	blad move "$1#vandraren" "$2" >/dev/null
}
pairs() {
	grep -h '^pair ' .git/blad/drafts/*/meta | LC_ALL=C sort | paste -sd '|'
}
now() {		# in which of the current texts it stands
	local f
	for f in a b c; do blad show --source $f.md | grep -q Vandraren && printf $f; done
}
recorded() {
	git grep -l Vandraren HEAD -- '*.md' | cut -c 6 | paste -sd ''
}
changed() {
	git show --name-only --format= | cut -c 1 | paste -sd ''
}

fresh
move a.md b.md
move b.md c.md
t_is "in the third only" "$(now)" c
t_is "the first and the third name each other" "$(pairs)" "pair came a.md vandraren vandraren|pair left c.md vandraren vandraren"
t_is "the second is as recorded" "$(blad drafts | grep -c 'b\.md')" 0

for end in a.md c.md; do
	fresh
	move a.md b.md
	move b.md c.md
	t_ok "record it at $end" blad record -m Flytt $end#vandraren
	t_is "records it at both" "$(changed) $(recorded)" "ac c"
	fresh
	move a.md b.md
	move b.md c.md
	t_ok "drop it at $end" blad drafts drop $end#vandraren
	t_is "drops it at both" "$(now)$(blad drafts)" a
	fresh
	move a.md b.md
	move b.md c.md
	t_ok "drop the draft of $end" blad drafts drop $end
	t_is "drops it at both" "$(now)$(blad drafts)" a
	fresh
	printf '## b ett\n\nTvå.\n' | blad edit b.md#b-ett --stdin
	move a.md b.md
	move b.md c.md
	t_ok "with a change of its own in the second, record at $end" blad record -m Flytt $end#vandraren
	t_is "leaves that" "$(changed) $(recorded) $(blad drafts | grep -c 'b\.md#b-ett')" "ac c 1"
done

fresh
move a.md b.md
move b.md c.md
move c.md b.md
t_is "back to the second" "$(now) $(pairs)" "b pair came a.md vandraren vandraren|pair left b.md vandraren vandraren"
move b.md a.md#
t_is "home again, elsewhere in it" "$(now) $(pairs)" "a "
move a.md a.md
t_is "and where it was: no draft" "$(now)$(blad drafts)" a

fresh
move a.md b.md
move b.md c.md
move c.md a.md
t_is "round and home: no draft" "$(now)$(blad drafts)" a

# the first is held by somebody else: nothing moves
fresh
move a.md b.md
before=$(cat .git/blad/drafts/*/meta)
lock=$(grep -l '^path a\.md' .git/blad/drafts/*/meta)
exec 7<>"${lock%/meta}/lock"
flock 7
t_fails "the first is open elsewhere" 1 blad move b.md#vandraren c.md
t_is "nothing moved" "$(now) $(cat .git/blad/drafts/*/meta)" "b $before"
exec 7>&-
t_ok "now it goes" blad move b.md#vandraren c.md
t_is "it is there" "$(now)" c

# what a recording of a state is called
fresh
blad set a.md state review >/dev/null
t_is "a state" "$(blad record | cut -d ' ' -f 3-)" "a: review"
blad set a.md state published >/dev/null
t_is "another" "$(blad record | cut -d ' ' -f 3-)" "a: review → published"
blad set a.md state withdrawn >/dev/null
t_is "in the archive's language" "$(blad --lang sv record --correction | cut -d ' ' -f 3-)" "a: utgivet → indraget"
blad set a.md state '' >/dev/null
t_is "none" "$(blad record | cut -d ' ' -f 3-)" "a: header"
cd ..
t_done
