# For tests that end a program, or its disk, at every moment (tests/faults.c): source it behind tests/lib.sh.

faults=$BUILDDIR/tests/faults
[ -x "$faults" ] || t_skip_all "tests/faults is not built"
# What is killed cannot look for leaks, nor can what is traced.
export ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0

"$faults" count log true >said
[ $? != 77 ] || t_skip_all "$(cat said)"

. "$SRCDIR/tests/real/litter.sh" || exit 1
