#!/usr/bin/env bash
# The manual: correct mdoc, and its lists are the program's.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
t_need mandoc
for page in "$BUILDDIR/blad.1" "$SRCDIR"/man/*.5; do
	t_ok "${page##*/} is correct mdoc" mandoc -Tlint -Wwarning "$page"
done
mandoc -Tutf8 "$BUILDDIR/blad.1" | sed 's/.\x08//g' >manual
for command in $(blad --help | sed -n 's/^  \([a-z][a-z-]*\) .*/\1/p'); do
	t_ok "blad.1 tells of $command" grep -Eq "^ +$command( |$)" manual
	t_ok "blad $command --help" blad "$command" --help
	for option in $(printf '%s\n' "$out" | grep -o -e '--[a-z-]*'); do
		t_ok "blad.1 tells of $command $option" grep -qe "$option" manual
	done
done
t_ok "and of F1" grep -q "F1" manual
t_ok "usage" blad --help
t_like "names the manual" "$out" "blad\\(1\\)"
t_fails "a version that nobody gets" 1 sh -c "blad --version >/dev/full"
t_ok "version" blad --version
t_like "is one" "$out" "^blad [0-9]"
t_done
