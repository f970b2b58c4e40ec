# The unit tests under valgrind: no bad access, nothing lost.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
t_need valgrind
[ "$SANITIZERS" != yes ] || t_skip_all "sanitizers and valgrind do not go together"

# Each process writes its own log.  A child that a test forked ends in the midst of things, so what it still holds is no
# leak; all else that is said of it counts.  Exit statuses stay the test's own: parents look at those of their children.
run_under_valgrind() {	# PROGRAM
	TAP_SLOW=1 valgrind --quiet --leak-check=full --show-leak-kinds=definite,indirect,possible \
		--suppressions="$SRCDIR/tests/valgrind.supp" --log-file="$t_dir/log.%p" "$1" >"$t_out" 2>"$t_err" &
	parent=$!
	wait $parent
	status=$?
}

complaints() {
	grep "^==" "$t_dir/log.$parent"	# lines that begin otherwise are of valgrind's own making
	for log in "$t_dir"/log.*; do
		[ "$log" = "$t_dir/log.$parent" ] || grep -E -A 8 'Invalid|ninitialised|Mismatched|Syscall param|overlap|terminating' "$log"
	done
}

for name in ${UNIT_TESTS:-$(cd "$BUILDDIR" && ls tests/unit/t_* | grep -v '[.]')}; do
	run_under_valgrind "$BUILDDIR/$name"
	t_is "${name##*/}" "$status: $(complaints | head -n 60)" "0: " || t_note "$(grep -A 3 '^not ok' "$t_out")" "$(tail -n 20 "$t_err")"
	rm -f "$t_dir"/log.*
done
t_done
