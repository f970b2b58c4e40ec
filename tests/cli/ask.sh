#!/usr/bin/env bash
# What ssh asks is asked inside the interface: a stand-in for ssh that asks as the real one does.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
. "$SRCDIR/tests/cli/archive.sh" || exit 1
t_need git

cat >ssh <<-'X'
	#!/bin/sh
	echo "$SSH_ASKPASS" >>"$HOME/asked"
	for try in 1 2 3; do
		a=$("$SSH_ASKPASS" "Enter passphrase for key '/home/ada/.ssh/id': ") || exit 255
		[ "$a" != hemligt ] || break
	done
	[ "$a" = hemligt ] || { echo "ada@host: Permission denied (publickey)." >&2; exit 255; }
	[ -e "$HOME/known" ] || b=$("$SSH_ASKPASS" "The authenticity of host 'klg.example (192.0.2.1)' can't be established.
	ED25519 key fingerprint is SHA256:abc+/def.
	Are you sure you want to continue connecting (yes/no/[fingerprint])? ")
	[ "${b-yes}" = yes ] || { echo "Host key verification failed." >&2; exit 255; }
	touch "$HOME/known"
	for last; do :; done
	exec sh -c "git ${last#git-}"
X
chmod +x ssh
export GIT_SSH=$t_dir/ssh TMPDIR=$t_dir/tmp
mkdir "$TMPDIR"
small_archive a
git clone -q --bare a shared.git
(cd a && identity && git remote add origin "ada@host:$t_dir/shared.git" && git fetch -q "$t_dir/shared.git" main:refs/remotes/origin/main &&
	git branch -q -u origin/main)
blad -C a set klg/2024-11-15.md number 12 && blad -C a record >/dev/null

# the line at the lower edge after these keys
screen() {
	printf '%b' "$1" >script
	blad -C a --screen script --size 100x24 >screen 2>&1
	tail -n 8 screen | sed 's/^|//; s/ *|$//; /^ *$/d; /^----/d; /^====/d; s/^ *//' | tail -n "${2:-1}"
}
t_is "the passphrase is asked for" "$(screen 'keys s\nwait\ndump\n')" "The passphrase of the key /home/ada/.ssh/id:"
t_is "and is not shown" "$(screen 'keys s\nwait\ntype hemligt\ndump\n')" "The passphrase of the key /home/ada/.ssh/id: •••••••"
t_is "no word of it" "$(grep -c hemligt screen)" 0
t_is "Esc leaves the sync" "$(screen 'keys s\nwait\ntype hem\nkeys Esc\ndump\n')" "Ended. Nothing is lost; sync again whenever you like."
t_like "three tries, then an end" "$(screen 'keys s\nwait\ntype a\nkeys Enter\nwait\ntype b\nkeys Enter\nwait\ntype c\nkeys Enter\nwait\ndump\n' 4 | tr '\n' ' ')" \
	"the server did not let us in with what was typed.*Permission denied"
t_like "an unknown host shows its fingerprint" "$(screen 'keys s\nwait\ntype hemligt\nkeys Enter\nwait\ndump\n' 4 | tr '\n' ' ')" "klg.example .*SHA256:abc\+/def.* > n no +y yes"
t_like "which Enter does not accept" "$(screen 'keys s\nwait\ntype hemligt\nkeys Enter\nwait\nkeys Enter\nwait\ndump\n' 4 | tr '\n' ' ')" "the server's key was not accepted"
t_is "nothing was sent" "$(git -C shared.git rev-parse main)" "$(git -C a rev-parse HEAD~1)"
: >home/asked
t_is "both answered, it goes" "$(screen 'keys s\nwait\ntype hemligt\nkeys Enter\nwait\nkeys y\nwait\ndump\n')" "1 version sent."
t_is "the server has it" "$(git -C shared.git rev-parse main)" "$(git -C a rev-parse HEAD)"
t_is "with one passphrase for all its connections" "$(grep -c . home/asked)" 2
t_is "the folders of all the questions are gone" "$(ls "$TMPDIR")" ""
t_fails "where nobody can be asked" 1 setsid -w blad -C a sync
t_done
