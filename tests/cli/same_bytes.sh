#!/usr/bin/env bash
# The same bytes may come back, on one line or beside it, and be another item's, or of a life that a join did not take.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
. "$SRCDIR/tests/cli/json.sh" || exit 1
t_need git awk

git init -q -b main k
cd k || exit 1
git config user.name "Karin Ek"
git config user.email karin@example.org
time=1700000000
text() { printf '## Kurs\n\nAlla chefer går kursen i beredskap i %s.\n\n## Annat\n\nBussen till Kvarnbo går i tid.\n' "$1"; }
commit() {	# MESSAGE MONTH PARENT…: prints its id
	local parents=() name=$1 tree p
	tree=$(printf '100644 blob %s\ta.md\n' "$(text "$2" | git hash-object -w --stdin)" | git mktree)
	shift 2
	for p; do parents+=(-p "$p"); done
	GIT_AUTHOR_DATE="$time +0100" GIT_COMMITTER_DATE="$time +0100" git commit-tree -m "$name" "${parents[@]}" "$tree"
}
next() { time=$((time + 3600)); }
life() {	# the events, newest first: "message event"
	"$JSONCHECK" < <(blad log "$1" --json) | awk -F '\t' '
		$1 ~ /\.(event|message)$/ { v = $3; sub(/\\n$/, "", v); if ($1 ~ /message/) m = v; else e = v
			if (m != "" && e != "") { printf "%s%s %s", n++ ? ", " : "", m, e; m = e = "" } }'
}

c1=$(commit ett mars); next
c2=$(commit två april "$c1"); next
c3=$(commit tre maj "$c2"); next
c4=$(commit fyra mars "$c3"); next
c5=$(commit fem juni "$c4"); next
git update-ref refs/heads/main "$c5"
all="fem edited, fyra edited, tre edited, två edited, ett born"
t_is "bytes that come back are one life" "$(life a.md#kurs)" "$all"
for c in "$c1" "$c4"; do
	t_is "from either version that has them ($c)" "$(life "a.md#kurs@${c:0:12}")" "$all"
done

t_ok "in between it became another" blad match part "a.md#kurs@${c3:0:12}"
new="fem edited, fyra edited, tre split" old="tre deleted, två edited, ett born"
t_is "what it is now begins there" "$(life a.md#kurs)" "$new"
t_is "the first version with these bytes is the old one's" "$(life "a.md#kurs@${c1:0:12}")" "$old"
t_is "the second is the new one's" "$(life "a.md#kurs@${c4:0:12}")" "$new"
t_ok "as it was" blad match undo "a.md#kurs@${c3:0:12}"

left=$(commit vänster1 juli "$c5"); next
left=$(commit vänster2 augusti "$left"); next
right=$(commit höger maj "$c5"); next
both=$(commit båda maj "$left" "$right"); next
tip=$(commit sist augusti "$both")
git update-ref refs/heads/main "$tip"
t_is "a line that a join did not take is not told, though its bytes came back" "$(life a.md#kurs)" "sist edited, höger edited, $all"
t_is "nor of the issue" "$(life a.md)" "sist edited, höger edited, $all"
t_done
