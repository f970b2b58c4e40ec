#!/bin/sh
# Completes a release: manifest.sh SRCDIR DISTDIR copies every file that git tracks in SRCDIR (in a release: that its
# MANIFEST names) to DISTDIR, and writes the MANIFEST there.
set -eu
src=$1 dist=$2

if test -e "$src/.git"; then
	list=$(cd "$src" && git -c safe.directory='*' -c core.quotePath=false ls-files)
elif test -f "$src/MANIFEST"; then
	list=$(cat "$src/MANIFEST")
else
	echo "make dist needs a git clone or a release (MANIFEST)" >&2
	exit 1
fi

printf '%s\n' "$list" | while IFS= read -r f; do
	test -f "$src/$f" || continue
	test ! -e "$dist/$f" || continue
	mkdir -p "$dist/$(dirname "$f")"
	cp -p "$src/$f" "$dist/$f"
done
rm -f "$dist/MANIFEST"
printf '%s\n' "$list" >"$dist/MANIFEST"
