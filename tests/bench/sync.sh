#!/usr/bin/env bash
# A sync beside "git pull && git push", in the same clone of the same archive in the same run.  make bench-sync; SIZES="10000:20000" by default.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
BUILDDIR=$(cd "${BUILDDIR:-$here/../../build}" && pwd) RUNS=${RUNS:-11} WORK=${WORK:-$(mktemp -d)}
blad=$BUILDDIR/blad
export LC_ALL=C.UTF-8 HOME=$WORK GIT_CONFIG_NOSYSTEM=1

by_git() {
	git -C "$work/mine" pull -q --no-rebase --no-edit && git -C "$work/mine" push -q
}

by_blad() {
	"$blad" -C "$work/mine" sync >"$work/said"
}

n=0
change() {	# CLONE ISSUE: one version more in it
	n=$((n + 1))
	sed -i "\$a Ett ord till, $n." "$work/$1/$2"
	git -C "$work/$1" commit -qam "ändrat $n"
}

receive() {
	change yours "$theirs"
	git -C "$work/yours" push -q
}

join() {
	change mine "$ours"
	receive
}

# What must be so after either.
check() {
	[ "$(git -C "$work/mine" rev-parse HEAD)" = "$(git -C "$work/shared.git" rev-parse main)" ] || { echo "not shared: $(cat "$work/said")" >&2; exit 1; }
}

for size in ${SIZES:-10000:20000}; do
	work=$WORK/s${size%:*}
	mkdir -p "$work"
	[ -d "$work/seed" ] || bash "$here/archive.sh" "${size%:*}" "${size#*:}" "$work/seed"
	rm -rf "$work/shared.git" "$work/mine" "$work/yours"
	git clone -q --bare "$work/seed" "$work/shared.git"
	for clone in mine yours; do
		git clone -q "$work/shared.git" "$work/$clone"
		git -C "$work/$clone" config user.name "Redaktör"
		git -C "$work/$clone" config user.email redaktor@adala.example
	done
	ours=$(git -C "$work/mine" ls-files 'arkiv/*/*' | sed -n 100p)
	theirs=$(git -C "$work/mine" ls-files 'arkiv/*/*' | sed -n 5000p)
	[ -n "$theirs" ] || theirs=$(git -C "$work/mine" ls-files 'arkiv/*/*' | tail -1)
	"$blad" -C "$work/mine" list >/dev/null
	echo "${size%:*} issues, ${size#*:} versions, a bare repository by path; medians of $RUNS; ratio to git pull && git push"
	for what in "nothing:" "send:change mine $ours" "receive:receive" "join:join"; do
		for ((i = 0; i < RUNS; i++)); do
			for who in git blad; do	# turn by turn, so that both meet the same machine
				${what#*:}
				git -C "$work/yours" pull -q --ff-only 2>/dev/null || true
				begin=${EPOCHREALTIME/./}
				by_$who
				echo "$who $((${EPOCHREALTIME/./} - begin))"
				check
				git -C "$work/yours" pull -q --no-rebase
			done
		done | sort -k1,1 -k2,2n | awk -v what="${what%%:*}" '{ v[$1, ++n[$1]] = $2 } END {
			g = v["git", int((n["git"] + 1) / 2)]; b = v["blad", int((n["blad"] + 1) / 2)]
			printf "  %-10s git %7.1f ms   blad %7.1f ms   %5.2f\n", what, g / 1000, b / 1000, b / g }'
	done
done
