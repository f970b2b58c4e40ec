# Every source is silent with gcc and with clang, whichever built the program.
. "${SRCDIR:-.}/tests/lib.sh"

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

silent() {	# COMPILER HOW
	if command -v "$1" >/dev/null; then
		t_is "$1 is silent" "$(loud "$1" "$2" | LC_ALL=C sort)" "" || t_note "$(head -n 40 "$1.err")"
	else
		t_skip "$1 is silent" "$1 is not installed"
	fi
}

silent gcc "-O2 -c -o /dev/null"	# some of its warnings come from what the optimiser learns
silent clang -fsyntax-only
t_done
