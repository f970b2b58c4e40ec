# Every source is silent with clang; gcc.sh does the same with gcc, which takes longer.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1

setting() {
	sed -n "s/^$1 = //p" "$BUILDDIR/Makefile"
}

flags="-Werror -std=gnu11 -include $BUILDDIR/config.h -I$SRCDIR/src -I$SRCDIR/tests"
for name in BLAD_WARNINGS GIT2_CFLAGS CMARK_CFLAGS SQLITE_CFLAGS CURSES_CFLAGS YAML_CFLAGS; do
	flags="$flags $(setting $name)"
done

# The names of those that are not silent, two at work at a time.
loud() {	# COMPILER HOW
	find "$SRCDIR/src" "$SRCDIR/tests" -name '*.c' | LC_ALL=C sort |
		xargs -P 2 -I FILE sh -c '$0 $1 "$2" >&2 || printf "%s\n" "$2"' "$1 $2" "$flags" FILE 2>"$t_dir/$1.err"
}

compiler=${compiler:-clang}
t_need "$compiler"
t_is "$compiler is silent" "$(loud "$compiler" "${how:--fsyntax-only}" | LC_ALL=C sort)" "" ||
	t_note "$(head -n 40 "$compiler.err")"
t_done
