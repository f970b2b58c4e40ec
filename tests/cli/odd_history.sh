#!/usr/bin/env bash
# Histories that are odd in form or size: log says the same with the index, without it, and where it cannot be kept.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
. "$SRCDIR/tests/cli/archive.sh" || exit 1
t_need git awk

issue() {	# FILE ETT TVÅ TRE FYRA: items far enough apart that git joins them
	local f=$1 i=0 titles=(Ett Två Tre Fyra)
	shift
	{
		printf '# Blad\n'
		for i in 0 1 2 3; do
			printf '\n## %s\n\nStycke om %s.\n\nMer.\n\nOch mer.\n\nOch mer.\n' "${titles[i]}" "$1"
			shift
		done
	} >"$f"
}
version() { git add -A && git commit -qm "$1"; }
told() { blad -C "$1" log --json "$2" 2>/dev/null | sed -n 's/.*"message": "\([^"\\]*\).*"event": "\([^"]*\)".*/\1 \2/p' | paste -sd,; }
forget() { rm -rf "$1"/.git/blad/index.db*; }

# ---- joins: of three lines at once, and crosswise
git init -q -b main form && cd form || exit 1
identity
issue a.md a b c d && version 0
for n in 1 2 3; do
	git switch -q -c line$n main
	case $n in
	1) issue a.md a1 b c d ;;
	2) issue a.md a b2 c d ;;
	3) issue a.md a b c3 d ;;
	esac
	version "line$n"
done
git switch -q main
git merge -q -m octopus line1 line2 line3 >/dev/null 2>&1
t_is "a join of three" "$(git rev-list --parents -1 HEAD | wc -w)" 4
git switch -q -c x && issue a.md a1x b2 c3 d && version x1
git switch -q -c y main && issue a.md a1 b2y c3 d && version y1
git switch -q -c xy x && git merge -q -m xy y
git switch -q -c yx y && git merge -q -m yx x
issue a.md a1x b2y c3 dy && version yx1
git switch -q main && git merge -q --ff-only xy
issue a.md a1x b2y c3x d && version xy1
git merge -q -m cross yx
t_is "a join crosswise" "$(git merge-base --all HEAD^1 HEAD^2 | wc -l)" 2
cd ..
WANT=("x1 edited,line1 edited,0 born" "y1 edited,line2 edited,0 born" "xy1 edited,line3 edited,0 born" "yx1 edited,0 born")
joins() {	# NAME
	local k=0 item
	for item in ett två tre fyra; do
		t_is "$1: “$item” has its own versions and no join" "$(told form "a.md#$item")" "${WANT[k]}"
		k=$((k + 1))
	done
}
blad -C form list >/dev/null
forget form
joins "without an index"
blad -C form --child index >/dev/null
cp form/.git/blad/index.db good.db
joins "with it"

# ---- an index that is no good
db=form/.git/blad/index.db
spoil() {	# NAME COMMAND…: on a whole index
	local name=$1
	shift
	forget form
	cp good.db "$db"
	"$@" || t_note "$*"
	joins "$name"
}
half() { truncate -s $(($(stat -c %s "$db") / 2)) "$db"; }
spoil "cut in half" half
spoil "one byte" truncate -s 1 "$db"
spoil "nothing in it" truncate -s 0 "$db"
damaged() { awk 'BEGIN { for (i = 0; i < 8000; i++) printf "%c", 33 + i * 7 % 90 }' | dd of="$db" bs=1 seek=4096 conv=notrunc 2>/dev/null; }
spoil "damaged inside" damaged
if command -v sqlite3 >/dev/null; then
	spoil "of an alien schema" sqlite3 "$db" 'DROP TABLE change; CREATE TABLE change (x)'
	spoil "of a version to come" sqlite3 "$db" 'PRAGMA user_version = 4711'
	spoil "another program's" sqlite3 "$db" 'PRAGMA application_id = 4711'
fi
folder() { rm "$db" && mkdir "$db"; }
spoil "a folder in its place" folder
link() { rm "$db" && ln -s "$t_dir/elsewhere" "$db"; }
spoil "a link in its place" link
t_ok "is not followed" test ! -e elsewhere
forget form
full() { (trap '' XFSZ; ulimit -f 4; exec "$@"); }
full blad -C form --child index >/dev/null 2>&1
t_is "a disk that is full while it is made" "$(full blad -C form log --json a.md#ett 2>/dev/null | grep -c '"event"')" 3
joins "after that"
if [ "$(id -u)" != 0 ]; then
	forget form
	chmod a-w form/.git/blad
	joins "a folder that cannot be written"
	chmod u+w form/.git/blad
fi

# ---- clocks that run backwards: every version is an hour older than the one before it
git init -q -b main back && cd back || exit 1
for n in 1 2 3 4 5; do
	issue a.md a b$n c d
	git add -A
	GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@x GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@x \
	    GIT_AUTHOR_DATE="$((1700000000 - n * 3600)) +0000" GIT_COMMITTER_DATE="$((1700000000 - n * 3600)) +0000" git commit -qm "$n"
done
cd ..
for turn in without with; do
	t_is "clocks that run backwards, $turn index" "$(told back a.md#två)" "5 edited,4 edited,3 edited,2 edited,1 born"
	blad -C back --child index >/dev/null
done

# ---- long
git init -q -b main long
awk 'BEGIN {
	for (v = 0; v < 10000; v++) {
		text = "# Blad\n\n## Ett\n\nDet är version " v " av detta stycke.\n\n## Två\n\nTvå.\n"
		printf "commit refs/heads/main\ncommitter A <a@x> %d +0000\ndata <<.\nv%d\n.\n\nM 100644 inline a.md\ndata <<.\n%s.\n\n", 1400000000 + v * 60, v, text
	}
}' | git -C long fast-import --quiet
t_is "10,000 versions of one item" "$(blad -C long log a.md#ett | wc -l)" 10000
t_is "its neighbour has one" "$(blad -C long log a.md#två | wc -l)" 1
t_like "who wrote it" "$(blad -C long blame --plain a.md#ett)" 'Det är version 9999 av detta stycke'
blad -C long --child index >/dev/null
t_is "with the index" "$(blad -C long log a.md#ett | wc -l)" 10000
t_is "the newest of them" "$(blad -C long log -n 3 a.md#ett | wc -l)" 3
printf 'wait\nkeys Enter ] v\nwait\nkeys G\nwait\ndump\n' >script
t_like "on the screen, down to the first" "$(blad -C long --screen script)" 'written +v0'

git init -q -b main wide
awk 'BEGIN {
	for (v = 0; v < 8; v++) {
		printf "commit refs/heads/main\ncommitter A <a@x> %d +0000\ndata <<.\nv%d\n.\n\nM 100644 inline a.md\ndata <<.\n# Blad\n", 1400000000 + v * 60, v
		for (i = 0; i < 5000; i++)
			printf "\n## Rubrik %d\n\nStycke %d har nu text %d.\n", i, i, i == 4000 || i == v ? v : 0
		printf ".\n\n"
	}
}' | git -C wide fast-import --quiet
t_is "an issue of 5,000 items" "$(blad -C wide items a.md | wc -l)" 5000
t_is "one of them" "$(told wide a.md#rubrik-4000)" "v7 edited,v6 edited,v5 edited,v4 edited,v3 edited,v2 edited,v1 edited,v0 born"
t_is "another" "$(told wide a.md#rubrik-3)" "v4 edited,v3 edited,v0 born"
t_like "who wrote it" "$(blad -C wide blame --plain a.md#rubrik-4000)" 'Stycke 4000 har nu text 7'
t_done
