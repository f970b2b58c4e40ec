#!/usr/bin/env bash
# The screenshot of the README is what the program shows.  UPDATE=yes writes it anew.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
t_need git
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
t_done
