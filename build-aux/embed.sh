#!/bin/sh
# Builds files into the program: embed.sh OUT SRCDIR MSGFMT writes OUT, a C table of everything under SRCDIR/share
# and of the catalogues SRCDIR/po/*.po.  OUT is touched only if something is newer than it or came or went.
set -eu
LC_ALL=C
export LC_ALL
src=$2 msgfmt=$3
case $1 in
/*) out=$1 ;;
*) out=$PWD/$1 ;;
esac

names() {
	cd "$src"
	for d in share po; do
		test -d $d || continue
		find $d -type f ! -name '.*' ! -name '*~' | sed -n '/^share\//p; /^po\/[^/]*\.po$/p'
	done
}

list=$(names)
mark="/* $(printf '%s\n' "$list" | cksum) */"

# Is OUT younger than all it is made of, and made of the same names?
if test -f "$out" && test "$(head -n 1 "$out")" = "$mark"; then
	newer=$(cd "$src" && find share po build-aux/embed.sh -type f -newer "$out" 2>/dev/null | head -n 1)
	test -n "$newer" || exit 0
fi

echo "  GEN      ${out##*/}"
tmp=$out.$$
trap 'rm -rf "$tmp" "$tmp.mo" "$tmp.names"' EXIT

bytes() {
	od -An -v -b "$1" | sed 's/  */\\/g; s/.*/"&"/'
}

# NAME FILE, sorted by the name the program will look it up by
printf '%s\n' "$list" | sed -n 's,^share/\(.*\)$,\1 &,p; s,^po/\(.*\)\.po$,locale/\1.mo &,p' | sort >"$tmp.names"

{
	printf '%s\n/* Made by build-aux/embed.sh; do not edit. */\n#include "base/share.h"\n\n' "$mark"
	table= n=0
	while read -r name file; do
		case $name in
		*.mo) "$msgfmt" -o "$tmp.mo" "$src/$file"; path=$tmp.mo ;;
		*) path=$src/$file ;;
		esac
		printf 'static const unsigned char file%d[] =\n' $n
		if test -s "$path"; then bytes "$path"; else echo '""'; fi
		echo ';'
		n=$((n + 1))
	done <"$tmp.names"
	printf '\nconst ShareFile share_files[] = {\n'
	n=0
	while read -r name file; do
		printf '\t{ "%s", file%d, sizeof(file%d) - 1 },\n' "$name" $n $n
		n=$((n + 1))
	done <"$tmp.names"
	printf '\t{ NULL, NULL, 0 }\n};\n'
} >"$tmp"
mv "$tmp" "$out"
