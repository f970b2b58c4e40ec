#!/usr/bin/env bash
# The index of history is only a cache: with it, without it, cut short or spoiled, log says the same.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
t_need git
blad demo a </dev/null >/dev/null
db=a/.git/blad/index.db
forget() { rm -f "$db"*; }
logs() {
	local path
	blad -C a list --json | grep -o '"address": *"[^"]*"' | sed 's/.*: *"//; s/"$//' | while read -r path; do
		blad -C a log --json "$path"
		blad -C a items --json "$path" | grep -o '"address": *"[^"]*"' | sed 's/.*: *"//; s/"$//' | head -4 | while read -r item; do
			blad -C a log --json "$item"
		done
	done
}
forget
walked=$(logs)
t_like "the logs of the demo" "$walked" '"event": *"edited"'
t_ok "a child makes the index" blad -C a --child index
t_like "and says when it is done" "$out" 'done$'
t_is "with it log says the same" "$(logs)" "$walked"
[ "$(id -u)" = 0 ] || t_ok "it is the user's own file" test -O "$db"

# A version more: the index follows.
printf 'Ett stycke till.\n' >>a/ledningsgruppen/2026-11-20.md
git -C a -c user.name=N -c user.email=n@example.org commit -qam "ett stycke"
indexed=$(logs)
forget
t_is "and after a version by plain git" "$(logs)" "$indexed"
t_like "which it tells of" "$indexed" '"ett stycke'

# Rewritten by plain git.
blad -C a --child index >/dev/null
git -C a reset -q --hard HEAD~3
t_is "after a branch was set back" "$(logs)" "$(forget; logs)"
blad -C a --child index >/dev/null
git -C a reset -q --hard HEAD@{1}
t_is "and forth" "$(logs)" "$(forget; logs)"

# Spoiled.
blad -C a --child index >/dev/null
t_ok "a spoiled file" sh -c "printf 'not a database, not at all' | dd of='$db' conv=notrunc 2>/dev/null"
t_is "does no harm" "$(logs)" "$indexed"
forget
head -c 20000 /dev/zero >"$db"
t_is "nor one full of zeros" "$(logs)" "$indexed"
t_ok "it is made anew" blad -C a --child index
t_is "and right again" "$(logs)" "$indexed"

# A shallow copy has no index; its history ends where it ends.
git clone -q --depth 2 "file://$PWD/a" cut
t_ok "in a shallow copy nothing is indexed" blad -C cut --child index
t_ok "and log works" blad -C cut log latest

# The interface makes it by itself, when the list is on the screen.
forget
printf 'wait\nwait\ndump\n' >script
t_ok "the list opens" blad -C a --screen script
t_is "with the index made beside it log says the same" "$(logs)" "$indexed"
t_done
