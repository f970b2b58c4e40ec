#!/usr/bin/env bash
# Keys never wait, and none is lost: what is typed at once does what it does with pauses.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
t_need git
blad demo demo >demo.said || exit 1

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
	rm -rf copy && cp -r demo copy
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
t_done
