#!/usr/bin/env bash
# Figures, medians of many runs, beside other programs on the same data in the same run.  make bench; ISSUES="100 10000" by default.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
BUILDDIR=${BUILDDIR:-$here/../../build} RUNS=${RUNS:-21} WORK=${WORK:-$(mktemp -d)}
BUILDDIR=$(cd "$BUILDDIR" && pwd)
blad=$BUILDDIR/blad first=$WORK/first
export LC_ALL=C.UTF-8 HOME=$WORK
"${CC:-cc}" -O2 -o "$first" "$here/first.c" -lutil

row() {	# WHAT MS BASE
	printf '  %-44s %8.1f ms  %6.2f\n' "$1" "$2" "$(awk -v a="$2" -v b="$3" 'BEGIN { print a / b }')"
}

for issues in ${ISSUES:-100 10000}; do
	dir=$WORK/a$issues
	[ -d "$dir" ] || bash "$here/archive.sh" "$issues" $((issues * 5)) "$dir"
	newest=$("$blad" -C "$dir" list --json | grep -m1 -o '"path": *"[^"]*"' | sed 's/.*: *"//; s/"$//')
	rm -rf "$dir/.git/blad"
	cold=$("$first" "Nr " 1 "$blad" -C "$dir")	# made from the file's name, until it is read
	rm -rf "$dir/.git/blad"
	filled=$("$first" "Nytt nummer" 1 "$blad" -C "$dir")
	"$blad" -C "$dir" list >/dev/null
	for ((i = 0; i < 5; i++)); do	# other settings: what was kept of the list no longer counts
		git -C "$dir" config blad.bench "$i$RANDOM"
		"$first" "Nytt nummer" 1 "$blad" -C "$dir"
	done >"$WORK/moved"
	moved=$(sort -n "$WORK/moved" | sed -n 3p)
	echo dump >"$WORK/look"
	"$blad" -C "$dir" --screen "$WORK/look" >/dev/null
	warm=$("$first" "Nytt nummer" "$RUNS" "$blad" -C "$dir")
	echo "$issues issues, $((issues * 5)) versions; ratio to less on one issue"
	less=$("$first" "Notis 1" "$RUNS" less "$dir/$newest")
	row "less ISSUE" "$less" "$less"
	row "blad, first screen, no index yet (one run)" "$cold" "$less"
	row "blad, all titles read and sorted (one run)" "$filled" "$less"
	row "blad, first screen, the archive has moved" "$moved" "$less"
	row "blad, first screen" "$warm" "$less"
	if command -v tig >/dev/null; then
		row "tig, first screen" "$(cd "$dir" && "$first" "Nummer" 5 tig)" "$less"
	fi
	begin=$(date +%s%N)
	for ((i = 0; i < 10; i++)); do "$blad" -C "$dir" list >/dev/null; done
	row "blad list" "$(awk -v a="$begin" -v b="$(date +%s%N)" 'BEGIN { print (b - a) / 1e7 }')" "$less"
done
