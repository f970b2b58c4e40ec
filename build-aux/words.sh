#!/bin/sh
# Collects the words that people see: words.sh SRCDIR OUT.pot [XGETTEXT] reads all sources under SRCDIR/src.
set -eu
src=$1 out=$2 xgettext=${3:-xgettext}

case $out in
/*) ;;
*) out=$PWD/$out ;;
esac
cd "$src"
find src -name '*.[ch]' | LC_ALL=C sort | $xgettext --files-from=- --from-code=UTF-8 --language=C \
	--keyword --keyword=_ --keyword=N_ --keyword=C_:1c,2 --keyword=NC_:1c,2 --keyword=words_plural:1,2 \
	--add-comments=TRANSLATORS: --add-location=file --package-name=blad --force-po --output=- |
	sed "/^\"POT-Creation-Date:/d; /^\"Report-Msgid-Bugs-To:/d" >"$out"
