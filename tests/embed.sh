# What is built into the program is what lies in share/ and po/, byte for byte, and follows every change.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
t_need msgfmt

mkdir -p src/share/demo src/po
for i in 0 1 2 3; do
	for j in 0 1 2 3 4 5 6 7; do
		for k in 0 1 2 3 4 5 6 7; do printf "\\$i$j$k"; done
	done
done >src/share/demo/bytes.png
printf 'no line end' >src/share/z.conf
printf '??=\\"%%s\n\n' >src/share/a.txt
: >src/share/empty
echo x >src/share/.hidden
printf 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "a"\nmsgstr "å"\n' >src/po/sv.po
msgfmt -o sv.mo src/po/sv.po
cat >dump.c <<'X'
#include "base/share.h"
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	for (const ShareFile *f = share_files; f->name; f++) {
		if (argc < 2)
			puts(f->name);
		else if (strcmp(f->name, argv[1]) == 0)
			fwrite(f->data, 1, f->len, stdout);
	}
	return 0;
}
X

embed() {
	sh "$SRCDIR/build-aux/embed.sh" share.c src msgfmt
}
build() {
	${CC:-cc} -std=gnu11 -I"$SRCDIR/src" -o dump dump.c share.c
}

t_ok "makes a table" embed
t_ok "which compiles" build
t_is "sorted, without what is hidden" "$(./dump)" "a.txt
demo/bytes.png
empty
locale/sv.mo
z.conf"
for f in a.txt demo/bytes.png empty z.conf; do
	./dump $f >got
	t_same "$f" got src/share/$f
done
./dump locale/sv.mo >got
t_same "the catalogue is compiled" got sv.mo

touch -d @1500 between
made() {	# does it make the table anew?
	touch -d @1000 share.c
	embed >/dev/null
	if [ share.c -nt between ]; then echo yes; else echo no; fi
}
find src -exec touch -d @1 {} +
t_is "nothing changed: left alone" "$(made)" no
echo more >>src/share/z.conf
t_is "a file changed" "$(made)" yes
find src -exec touch -d @1 {} +
echo new >src/share/demo/new
touch -d @1 src/share/demo/new
t_is "a file came" "$(made)" yes
rm src/share/demo/new
t_is "a file went" "$(made)" yes
touch src/po/sv.po
t_is "a catalogue changed" "$(made)" yes
find src -exec touch -d @1 {} +
echo broken >>src/po/sv.po
t_fails "a broken catalogue fails" 1 embed
cp share.c before
t_fails "and again" 1 embed
t_same "and leaves the table as it was" share.c before
t_done
