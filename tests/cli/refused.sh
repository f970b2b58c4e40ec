#!/usr/bin/env bash
# What a server may refuse, and what may stand in the way here: each has its words, moves nothing, and goes on afterwards.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
t_need git

as() {	# DIR NAME
	git -C "$1" config user.name "$2"
	git -C "$1" config user.email "$1@example.org"
}

scene() {
	rm -rf ada bo delad.git
	git init -q -b main ada
	as ada "Ada Ek"
	printf '# Blad\n\n## Ett\n\nEtt är här.\n' >ada/a.md
	git -C ada add -A
	git -C ada commit -qm första
	git clone -q --bare ada delad.git
	git -C delad.git remote remove origin
	git -C ada remote add origin ../delad.git
	git -C ada fetch -q
	git -C ada branch -q -u origin/main
	git clone -q delad.git bo
	as bo "Bo Åhl"
	version ada q.md
}

version() {	# DIR FILE
	printf '# %s\n' "$2" >"$1/$2"
	git -C "$1" add -A
	git -C "$1" commit -qm "$2"
}

state() {
	git -C ada rev-parse HEAD
	git -C ada status --porcelain
	git -C ada for-each-ref refs/blad
	git -C delad.git rev-parse main
}

refused() {	# NAME PATTERN: 1, one line in the words expected, in Swedish too; nothing moved; the version is still to be sent
	local was
	was=$(state)
	t_fails "$1" 1 blad -C ada sync
	t_like "$1: one line" "$err" '^blad: [^'$'\n'']+$'
	t_like "$1: it says what" "$err" "$2"
	t_unlike "$1: nothing that a terminal would obey" "$err" $'[\e\t]'
	t_unlike "$1: Swedish is Swedish" "$(blad -C ada --lang sv sync 2>&1)" "the shared archive"
	t_is "$1: nothing moved" "$(state)" "$was"
	t_like "$1: it is still to be sent" "$(blad -C ada status --json)" '"ahead": ?1'
}

goes() {	# NAME: what stood in the way is gone
	t_ok "$1: afterwards it goes" blad -C ada sync
	t_is "$1: and is there" "$(git -C delad.git rev-parse main)" "$(git -C ada rev-parse HEAD)"
}

hook() {	# NAME, the script from standard input
	{
		echo '#!/bin/sh'
		cat
	} >"delad.git/hooks/$1"
	chmod +x "delad.git/hooks/$1"
}

scene
hook pre-receive <<'X'
printf '\033[1;31mGrenen är skyddad.\033[0m\nGå via ett ärende.\n' >&2
exit 1
X
refused "a protected branch" 'refused the push: .*Grenen är skyddad\.; Gå via ett ärende\.'
rm delad.git/hooks/pre-receive
goes "a protected branch"

scene
hook update <<'X'
exit 1
X
refused "a hook without a word" 'refused the push: .*hook declined'
rm delad.git/hooks/update
goes "a hook without a word"

scene
hook pre-receive <<'X'
i=0
while [ $i -lt 2000 ]; do echo "rad $i av många som ingen läser" >&2; i=$((i + 1)); done
exit 1
X
refused "a hook that talks" 'rad 0 av många'
t_is "a hook that talks: is cut short" "$([ ${#err} -lt 4000 ] && echo yes)" yes

scene
git -C delad.git config receive.denyNonFastForwards true
git -C delad.git config receive.denyDeletes true
version bo p.md
git -C bo push -q
goes "a server that takes no rewriting needs none"

scene
git -C delad.git branch -q -m main huvud
t_fails "a branch that has a new name there" 1 blad -C ada sync
t_like "is named with the way on" "$err" "no branch “main” any more; .*git branch -u origin/NEW"
git -C ada fetch -q
git -C ada branch -q -u origin/huvud
t_ok "which helps" blad -C ada sync
t_is "it goes there" "$(git -C delad.git rev-parse huvud)" "$(git -C ada rev-parse HEAD)"

scene
git clone -q --no-checkout bo plats
as plats "Plats"
git -C plats switch -q main 2>/dev/null || git -C plats checkout -q main
git -C ada remote set-url origin ../plats
t_fails "a shared archive that somebody has checked out" 1 blad -C ada sync
t_like "is quoted" "$err" "branch is currently checked out"
git -C plats config receive.denyCurrentBranch updateInstead
t_ok "unless it follows" blad -C ada sync
t_is "its files do" "$(ls plats | paste -sd ' ')" "a.md q.md"

# ---- here

scene
version bo p.md
git -C bo push -q
touch ada/.git/index.lock
t_fails "an index.lock that was left behind" 1 blad -C ada sync
t_like "is named, with its age and the way on" "$err" "index\.lock” since .*remove that file"
t_is "and stays: it may be somebody's" "$(ls ada/.git/index.lock)" ada/.git/index.lock
t_is "nothing was left half done" "$(git -C ada for-each-ref refs/blad; git -C delad.git log -1 --format=%s main)" p.md
rm ada/.git/index.lock
goes "an index.lock that was left behind"

scene
version bo p.md
git -C bo push -q
echo hand >>ada/a.md
t_ok "a file changed by hand that theirs does not touch" blad -C ada sync
t_is "stays as it is" "$(tail -1 ada/a.md; git -C ada status --porcelain)" "$(printf 'hand\n M a.md')"
# ---- more than the server takes
scene
head -c 3000000 /dev/urandom >ada/p.png
git -C ada add -A
git -C ada commit -qm bild
git -C delad.git config receive.maxInputSize 100k
was=$(state)
t_fails "more than the server takes" 1 blad -C ada sync
t_like "its words say so" "$err" "exceeds maximum allowed size"
t_is "nothing moved" "$(state)" "$was"
git -C delad.git config --unset receive.maxInputSize
goes "more than the server takes"

# ---- a lock that a killed program left on the server
scene
mkdir -p delad.git/refs/heads
: >delad.git/refs/heads/main.lock
export BLAD_TRY_SECONDS=0
refused "a lock left behind" "archive is locked: .*main.lock.*exists.*versions are safe"
unset BLAD_TRY_SECONDS
rm delad.git/refs/heads/main.lock
goes "a lock left behind"
t_done
