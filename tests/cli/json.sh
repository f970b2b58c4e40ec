# Looks into JSON documents with tests/jsoncheck: source it after lib.sh.
JSONCHECK=$BUILDDIR/tests/jsoncheck

# j_of NAME COMMAND…: it ends with 0 and prints one strict JSON document and nothing else; its values go to $j
j=
j_of() {
	local name=$1
	shift
	t_run "$@"
	if [ "$status$err" = 0 ] && j=$("$JSONCHECK" <"$t_out" 2>&1); then
		t_result yes "$name"
	else
		t_result no "$name"
		t_told
		t_note "$j"
		j=
		return 1
	fi
}

# j_at PATH: "string VALUE", "null" and so on; nothing where it is not there
j_at() {
	awk -F '\t' -v p="$1" '$1 == p { print $3 == "" ? $2 : $2 " " $3 }' <<<"$j"
}

# j_all PATTERN: the values of all paths that an extended regular expression holds wholly, in order, a line each
j_all() {
	awk -F '\t' -v p="^$1\$" '$1 ~ p { print $2 == "null" ? "null" : $3 }' <<<"$j"
}

# j_types PATTERN: the types that occur there, "null string"
j_types() {
	awk -F '\t' -v p="^$1\$" '$1 ~ p { print $2 }' <<<"$j" | sort -u | paste -sd ' '
}

# j_keys PATTERN: the keys of the objects there, sorted, once each
j_keys() {
	awk -F '\t' -v p="^$1\\\\.[a-z_]+\$" '$1 ~ p { sub(/.*\./, "", $1); print $1 }' <<<"$j" | sort -u | paste -sd ' '
}
