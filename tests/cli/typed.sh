#!/usr/bin/env bash
# Keys never wait, and none is lost: what is typed at once does what it does with pauses.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
t_need git
blad demo demo >demo.said || exit 1
archive=demo

# SIZE KEYS…: the screen after them, with a pause after each or with none
screen() {
	local size=$1 key
	shift
	{
		echo wait
		for key; do
			printf 'keys %s\n%s' "$key" "$pause"
		done
		printf 'wait\ndump\n'
	} >script
	rm -rf copy && cp -r $archive copy
	blad -C copy --screen script --size "$size"
}

same() {	# NAME KEYS…
	local size slow
	for size in 80x24 40x12 200x60; do
		pause=$'wait\n'
		slow=$(screen $size "${@:2}")
		pause=
		t_is "$1 at $size" "$(screen $size "${@:2}")" "$slow"
	done
}

same "the history, its second version" v j
same "the history, something put back" v j r
same "through the history into a version, and on in it" v j Enter ]
same "two versions compared" v j c j c ]
same "the text instead of the change" v Tab Space
same "a history of an item, out of it, and on" Enter ] v q j v
same "how what one types in a question begins" v J a b c
same "an unknown key" v j x

# Texts that take longer to compare than one waits for a key: a child does it.
mkdir large && cd large || exit 1
git init -q -b main
large() {	# WORD
	awk -v w="$1" 'BEGIN { print "# Stor\n"; for (i = 1; i <= 1500; i++) printf "## Notis %d\n\nText %d om %s i raden %d.\n\n", i, i, w, i * 7 }' >2024-05-01.md
	git add -A
	GIT_AUTHOR_DATE="2024-05-0$2T12:00:00+02:00" git -c user.name=Ada -c user.email=ada@exempel.se commit -qm "$1"
}
large gammal 1
large ny 2
cd ..
archive=large
same "a large comparison" v v ] ]
same "a large comparison in the other number of columns, and in Markdown" v v '|' ] m ]
same "what a version of a large issue changed" v j k
same "its text instead" v Tab j
same "help over a large comparison" v v F1 q ]
screens() {	# SCRIPT: both screens of it
	printf '%b' "$1" >script
	rm -rf copy && cp -r large copy
	blad -C copy --screen script --size 80x24
}
t_run screens 'wait\nkeys v\nwait\nkeys v\ndump\n'
t_unlike "a large comparison is not made between two keys" "$out" "gammal"
t_run screens 'wait\nkeys v\nwait\nkeys v\nwait\ndump\n'
t_like "but it is made" "$out" "om \[-gammal-\] \{\+ny\+\} i raden 7\."
t_like "and counted" "$out" "\+1500 −1500 words"
t_run screens 'wait\nkeys v\nwait\nkeys v Esc\ndump\n'
t_like "Esc does not wait for it" "$out" "Stor · history"
t_run screens 'wait\nkeys v\nwait\nkeys v Esc v\nwait\ndump\n'
t_like "and it can be opened again" "$out" "> Text 1 om \[-gammal-\] \{\+ny\+\} i raden 7\."
t_run screens 'wait\nkeys v\nwait\nkeys j\ndump\n'
t_like "another version is selected at once" "$out" "> 1 May"
t_unlike "before what it changed is known" "$out" "raden 7"
t_run screens 'wait\nkeys Enter ,\nwait\ndump\nkeys ,\ndump\nwait\ndump\n'
t_like "in the reader what a version changed is marked" "$out" "Text 1 om \[-gammal-\] \{\+ny\+\} i raden 7\."
t_like "a step is taken at once" "$out" "Text 1 om gammal i raden 7\..*Text 1 om gammal i raden 7\."
t_run screens 'wait\nkeys Enter ,\nwait\nkeys , .\ndump\n'
t_like "there and back" "$out" "Text 1 om ny i raden 7\."
t_unlike "before what it changed is known" "$out" "gammal"
t_run screens 'wait\nkeys Enter ,\nwait\nkeys } } }\nsize 60x24\nwait\ndump\n'
t_like "the place stays when the width changes" "$out" "> Text 3 om \[-gammal-\] \{\+ny\+\} i raden 21\."
same "steps through a large issue" Enter , , .
for size in 80x24 121x30; do	# the child's page is the one that is made here
	rm -rf copy && cp -r large copy
	printf 'wait\nkeys v\nwait\nkeys v\nwait\nsize %s\nwait\ndump\n' $size >script
	child=$(blad -C copy --screen script --size 80x24 | tail -n +4 | head -12)
	printf 'wait\nkeys v\nwait\nkeys v\nwait\ndump\n' >script
	t_is "the width changes at $size" "$(blad -C copy --screen script --size $size | tail -n +4 | head -12)" "$child"
done
t_done
