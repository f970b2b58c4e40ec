#!/usr/bin/env bash
# The screenshot of the README is what the program shows.  UPDATE=yes writes it anew.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
t_need git script
export BLAD_NOW=1795348800	# 2026-11-22, two days after the newest issue
blad demo demo >/dev/null
printf 'dump\n' >list
printf 'keys Enter ] ] v\nwait\ndump\n' >history
{
	blad -C demo --screen list --size 80x16
	echo
	blad -C demo --screen history --size 80x18
} | sed -e '/^====/d' -e '/^----/d' -e 's/ *$//' >shot
awk '/^```text$/ { on = 1; next } /^```$/ { on = 0 } on' "$SRCDIR/README.md" >readme
if [ "${UPDATE-}" = yes ]; then
	awk -v shot="$PWD/shot" '/^```text$/ { print; while ((getline line <shot) > 0) print line; on = 1; next } /^```$/ { on = 0 } !on' \
		"$SRCDIR/README.md" >new && cat new >"$SRCDIR/README.md"
fi
t_same "the README shows what is" readme shot

# What stands indented in the first ten minutes is typed as it is, in the demo, by one who has an editor.
printf '#!/bin/sh\necho "Mer om det." >>"$1"\n' >editor
chmod +x editor
export EDITOR=$PWD/editor
git -C demo config user.name "Eva Lind"
git -C demo config user.email eva@adala.example
awk '/^## / { on = /first ten minutes/ } on && /^    blad / { sub(/^    /, ""); sub(/   .*/, ""); print }' "$SRCDIR/README.md" >typed
cd demo || exit 1
while read -r line <&3; do
	case $line in
	*" edit "*) eval "t_run env TERM=xterm script -qec '$line' /dev/null" ;;	# it wants a terminal
	*) eval "t_run $line" ;;
	esac
	t_is "as typed: $line" "$status $err" "0 "
done 3<../typed
t_is "all was typed" "$(wc -l <../typed) $(git log -1 --format=%an)" "10 Eva Lind"
t_is "what was typed is shared" "$(git rev-parse HEAD)" "$(git -C ../demo.git rev-parse HEAD)"
t_done
