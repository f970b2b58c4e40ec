# What a kill may not leave, and words for it: source it behind tests/lib.sh.

# bad MOMENT WORDS: collected, and told at the end by fine NAME
wrongs=
bad() {
	wrongs+="at moment $1: $2"$'\n'
}

fine() {
	t_is "$1" "${wrongs%$'\n'}" ""
	wrongs=
}

# expect MOMENT NAME GOT WANT
expect() {
	[ "$3" = "$4" ] || bad "$1" "$2: got '$3', want '$4'"
}

# Files that keep others away; what an unfinished transfer left among the objects does not.
locks() {	# DIR
	find "$1" -name objects -prune -o -name '*.lock' -print
}

# What is left in an archive that no kill may leave.
litter() {	# DIR
	local git=$1
	[ ! -d "$1/.git" ] || git=$1/.git
	git -C "$1" fsck --strict --no-dangling 2>&1
	[ "$git" = "$1" ] || git -C "$1" status --porcelain
	locks "$git"
	find "$git/blad" -name 'intent*' 2>/dev/null
	git -C "$1" for-each-ref refs/blad
}
