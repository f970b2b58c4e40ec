# Every word a person sees has its Swedish one.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
t_need xgettext msgmerge msgattrib msgfmt

left() {	# HOW FILE: the entries of a catalogue that are so, without its header
	msgattrib "$1" --no-wrap "$2" | awk 'BEGIN { RS = "" } !/Content-Type:/ { print }'
}

t_ok "the words are collected" sh "$SRCDIR/build-aux/words.sh" "$SRCDIR" "$t_dir/blad.pot"
t_is "without a complaint" "$err" ""
t_is "quotes are “…”" "$(msgcat --no-wrap blad.pot | grep '^msgid' | grep -E '\\"|`| '"'")" ""

for po in "$SRCDIR"/po/*.po; do
	lang=$(basename "$po" .po)
	t_ok "$lang: sound, with the same formats" msgfmt --check --output-file=/dev/null "$po"
	t_ok "$lang: the words meet" msgmerge --quiet --no-fuzzy-matching --output-file=merged.po "$po" blad.pot
	t_is "$lang: nothing untranslated" "$(left --untranslated merged.po)" ""
	t_is "$lang: nothing half right" "$(left --only-fuzzy merged.po)" ""
	msgcat --no-wrap merged.po >plain.po
	t_is "$lang: its own quotes" "$(grep '^msgstr' plain.po | grep -E '\\"|“|‘|`')" ""
	t_is "$lang: an answer begins with its key" "$(grep -A1 '^msgid "[a-z]:' plain.po | grep '^msgstr' | grep -v '^msgstr ".:')" ""
	t_is "$lang: nothing that nobody says" "$(left --only-obsolete merged.po)" ""
done
t_done
