# Golden pages: every tests/pages/NAME.md at 40 and 80 columns is NAME.40.txt and NAME.80.txt.
#
#	tests/pages.sh --regen [NAME…]	shows what would be different, and asks before it writes
#
# BUILDDIR says where tests/pagetool was built.
if [ "${1-}" = --regen ]; then
	shift
	SRCDIR=$(cd "$(dirname "$0")/.." && pwd)
	tool=${BUILDDIR:-$SRCDIR/build}/tests/pagetool
	new=$(mktemp) || exit 1
	trap 'rm -f "$new"' EXIT
	for md in "$SRCDIR"/tests/pages/*.md; do
		name=$(basename "$md" .md)
		[ $# -eq 0 ] || [[ " $* " == *" $name "* ]] || continue
		for width in 40 80; do
			golden=${md%.md}.$width.txt
			"$tool" $width <"$md" >"$new" || exit 1
			cmp -s "$golden" "$new" && continue
			[ -f "$golden" ] && old=$golden || old=/dev/null
			diff -u --label "$name.$width.txt" --label "$name.$width.txt (new)" "$old" "$new"
			read -r -p "write $name.$width.txt? [y/N] " answer </dev/tty || exit 1
			[ "$answer" = y ] && cp "$new" "$golden" && chmod 644 "$golden"
		done
	done
	exit 0
fi

. "${SRCDIR:-.}/tests/lib.sh" || exit 1
for md in "$SRCDIR"/tests/pages/*.md; do
	name=$(basename "$md" .md)
	for width in 40 80; do
		"$BUILDDIR/tests/pagetool" $width <"$md" >page 2>err
		status=$?
		if [ $status -eq 0 ] && cmp -s "${md%.md}.$width.txt" page; then
			t_result yes "$name at $width columns"
		else
			t_result no "$name at $width columns"
			t_note "$(diff -u --label golden --label page "${md%.md}.$width.txt" page | head -n 40)" "$(cat err)"
		fi
	done
done
t_done
