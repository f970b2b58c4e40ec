#!/usr/bin/env bash
# What goes wrong is said in one line on standard error, with the right exit status.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
. "$SRCDIR/tests/cli/archive.sh" || exit 1
t_need git

says() {	# NAME STATUS PATTERN COMMAND…
	local name=$1 want=$2 pattern=$3
	shift 3
	t_fails "$name" "$want" "$@"
	t_like "$name: in words" "$err" "$pattern"
	t_is "$name: in one line" "$(printf '%s\n' "$err" | wc -l)" 1
	t_is "$name: nothing on standard output" "$out" ""
}

mkdir nothing
says "no repository" 1 "nothing" blad -C nothing list
says "no such folder" 1 "gone" blad -C gone list
git init -q -b main unborn
says "unborn branch" 1 "." blad -C unborn list
git init -q -b main empty && (cd empty && echo x >a.txt && commit_at 1731660000 "Karin Ek" a)
t_ok "no issues is no fault" blad -C empty list
t_like "but said" "$err" "No issues"
says "no issues, and one wanted" 1 "." blad -C empty show

small_archive a
cd a || exit 1
says "unknown command" 2 "frobnicate" blad frobnicate
says "unknown option" 2 "--nope" blad list --nope
says "too few arguments" 2 "usage" blad items
says "a width that is none" 2 "--width" blad show --width wide
says "unknown issue" 1 "2024-11-15" blad show 2024-11-16
says "unknown item" 1 "budget-2025" blad show "latest#budget-2026"
says "unknown version" 1 "." blad show "latest@fffffff"
mkdir x && cp klg/2024-11-15.md x/ && commit_at 1731670000 "Karin Ek" twice
says "ambiguous address" 1 "klg/2024-11-15.md.*x/2024-11-15.md|x/2024-11-15.md.*klg/2024-11-15.md" blad show 2024-11-15
says "no draft to drop" 1 "." blad drafts drop klg/2024-10-18.md
says "edit without a terminal" 2 "stdin" blad edit latest
says "no date" 2 "igår" blad new --date igår
blob=$(git rev-parse HEAD:klg/2024-10-18.md)
chmod u+w ".git/objects/${blob:0:2}" ".git/objects/${blob:0:2}/${blob:2}"
printf 'damaged' >".git/objects/${blob:0:2}/${blob:2}"
says "a damaged object is named" 1 "${blob:0:7}" blad show klg/2024-10-18.md
t_ok "and the others can be read" blad show klg/2024-11-15.md
if [ "$(id -u)" = 0 ] || [ "$(id -u)" != 65534 ]; then
	mkdir "$t_dir/locked" && small_archive "$t_dir/locked/a" && chmod 700 "$t_dir/locked"
	if [ "$(id -u)" = 0 ]; then
		t_run as_nobody blad -C "$t_dir/locked/a" list
		t_is "not readable" "$status" 1
		t_like "not readable: in words" "$err" "."
	fi
fi
t_done
