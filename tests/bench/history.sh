#!/usr/bin/env bash
# History beside git and tig, on the same archives in the same run.  make bench-history; SIZES="1000:5000 10000:50000" by default.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
BUILDDIR=$(cd "${BUILDDIR:-$here/../../build}" && pwd) RUNS=${RUNS:-7} WORK=${WORK:-$(mktemp -d)}
blad=$BUILDDIR/blad first=$WORK/first history=$BUILDDIR/tests/bench/history
export LC_ALL=C.UTF-8 HOME=$WORK GIT_CONFIG_NOSYSTEM=1
"${CC:-cc}" -O2 -o "$first" "$here/first.c" -lutil

row() {	# WHAT MS BASE
	printf '  %-58s %10.2f ms  %8.3f\n' "$1" "$2" "$(awk -v a="$2" -v b="$3" 'BEGIN { print a / b }')"
}

median() {	# COMMAND…: milliseconds of a whole process
	local i begin
	for ((i = 0; i < RUNS; i++)); do
		begin=$(date +%s%N)
		"$@" >/dev/null 2>&1
		echo $((($(date +%s%N) - begin) / 1000))
	done | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] / 1000 }'
}

# Ten versions of one item: changed nine times, retitled and moved on the way, among many of other issues.
one_item() {
	LC_ALL=C awk 'BEGIN {
		for (v = 1; v <= 10; v++) {
			title = v < 6 ? "Krisberedskap" : "Kurs i krisberedskap"
			item = "## " title "\n\nAlla chefer går kursen i krisberedskap senast den " v " oktober. Anmälan görs till säkerhetssamordnaren.\n"
			other = "## Annat\n\nTiderna för samråd om detaljplanen står på anslagstavlan i foajén.\n"
			b = "---\ntitle: Ett långt liv\ndate: 2030-01-01\n---\n\n" (v > 3 ? item "\n" other : other "\n" item)
			m = "Liv " v
			printf "commit refs/heads/main\ncommitter Redaktör <r@adala.example> %d +0100\ndata %d\n%s\n", 1900000000 + v, length(m), m
			if (v == 1) print "from refs/heads/main^0"
			printf "M 100644 inline arkiv/ett-liv.md\ndata %d\n%s\n", length(b), b
		}
		print "done"
	}' </dev/null | git -C "$1" fast-import --quiet --done --force
	git -C "$1" reset -q --hard
}

for size in ${SIZES:-1000:5000 10000:50000}; do
	issues=${size%:*} commits=${size#*:} dir=$WORK/h$issues
	[ -d "$dir" ] || bash "$here/archive.sh" "$issues" "$commits" "$dir"
	[ -e "$dir/arkiv/ett-liv.md" ] || one_item "$dir"
	path=$(git -C "$dir" ls-files 'arkiv/*/*' | sed -n "$((issues / 2))p")
	forget() { rm -f "$dir"/.git/blad/index.db*; }
	echo "$issues issues, $commits versions; ratio to git's time for the same"

	raw=$(median git -C "$dir" log --raw)
	row "git log --raw" "$raw" "$raw"
	make_index() { forget; "$blad" -C "$dir" --child index; }
	row "blad, the index of history made" "$(median make_index)" "$raw"

	log=$(median git -C "$dir" log -- "$path")
	row "git log -- ISSUE" "$log" "$log"
	row "blad log ISSUE, index" "$(median "$blad" -C "$dir" log "$path")" "$log"
	row "  the history alone, median of 200 issues" "$("$history" "$dir" issues 200)" "$log"
	forget
	row "blad log ISSUE, no index" "$(median "$blad" -C "$dir" log "$path")" "$log"
	row "  the history alone, median of 5 issues" "$("$history" "$dir" walked 5)" "$log"
	if command -v tig >/dev/null; then
		row "tig ISSUE, first screen" "$(cd "$dir" && "$first" "Nummer" 3 tig -- "$path")" "$log"
	fi

	line=$(RUNS=1 median git -C "$dir" log -L '/^## Kurs i/,+3:arkiv/ett-liv.md')
	row "git log -L, an item of ten versions (one run)" "$line" "$line"
	cold=$("$history" "$dir" item 'arkiv/ett-liv.md#kurs-i-krisberedskap')
	row "blad, no index, ${cold##* } versions found" "${cold%% *}" "$line"
	make_index >/dev/null
	read -r cold warm found < <("$history" "$dir" item 'arkiv/ett-liv.md#kurs-i-krisberedskap')
	row "blad, index, cold, $found versions found" "$cold" "$line"
	row "blad, index, warm" "$warm" "$line"

	pick=$(median git -C "$dir" log --format=%h -S '3 oktober')
	row "git log -S, words that were taken away" "$pick" "$pick"
	row "blad search --history, index" "$(median "$blad" -C "$dir" search --history '"3 oktober"')" "$pick"
	forget
	row "blad search --history, no index" "$(median "$blad" -C "$dir" search --history '"3 oktober"')" "$pick"
	make_index >/dev/null

	printf '\nEtt ord till.\n' >>"$dir/arkiv/ett-liv.md"
	git -C "$dir" -c user.name=N -c user.email=n@adala.example commit -qam 'en till'
	row "blad, one version more taken into the index" "$("$history" "$dir" catch-up)" "$raw"
done
