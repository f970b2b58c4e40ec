# The unit tests under valgrind: no bad access, nothing lost.
. "${SRCDIR:-.}/tests/lib.sh"
t_need valgrind
[ "$SANITIZERS" != yes ] || t_skip_all "sanitizers and valgrind do not go together"

log=$t_dir/valgrind.log
for name in ${UNIT_TESTS:-$(cd "$BUILDDIR" && ls tests/unit/t_* | grep -v '[.]')}; do
	TAP_SLOW=1 t_run valgrind --quiet --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite,indirect,possible \
		--child-silent-after-fork=yes --log-file="$log" --suppressions="$SRCDIR/tests/valgrind.supp" "$BUILDDIR/$name"
	t_is "${name##*/}" "$status" 0 || t_note "$(head -n 60 "$log")" "$(grep '^not ok' "$t_out")"
done
t_done
