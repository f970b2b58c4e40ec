#!/usr/bin/env bash
# A real sshd on the loopback: keys with and without a passphrase, an alias, an unknown and a changed host key; with and without a terminal.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
. "$SRCDIR/tests/cli/archive.sh" || exit 1
t_need git ssh sshd ssh-keygen tmux
sshd=$(command -v sshd)

mkdir ssh && cd ssh || exit 1
for key in host other plain locked; do
	pass=; [ $key != locked ] || pass=hemligt
	ssh-keygen -q -t ed25519 -N "$pass" -C "$key" -f "$key"
done
cat plain.pub locked.pub >authorized
chmod 600 authorized
serve() {	# HOSTKEY
	cat >sshd_config <<-X
		ListenAddress 127.0.0.1
		Port $port
		HostKey $PWD/$1
		AuthorizedKeysFile $PWD/authorized
		PidFile $PWD/pid
		StrictModes no
		UsePAM no
		PermitRootLogin yes
		PasswordAuthentication no
		KbdInteractiveAuthentication no
	X
	"$sshd" -D -e -f "$PWD/sshd_config" 2>>"$PWD/log" &
	server=$!
	t_wait 10 grep -q "Server listening" "$PWD/log"
}
[ "$(id -u)" != 0 ] || mkdir -p /run/sshd
for port in 20122 20222 20322 20422; do
	: >log
	serve host
	kill -0 "$server" 2>/dev/null && ! grep -q "Address already in use" log && break
done
kill -0 "$server" 2>/dev/null || { cat log | sed 's/^/# /'; t_skip_all "sshd does not start here"; }
t_at_end eval 'kill "$server"'

# OpenSSH finds its files by the user's real home; these are the test's
cat >config <<-X
	Host *
		IdentitiesOnly yes
		IdentityAgent none
		UserKnownHostsFile $PWD/known
		GlobalKnownHostsFile /dev/null
	Host arkivet
		HostName 127.0.0.1
		Port $port
		IdentityFile $PWD/plain
	Host last
		HostName 127.0.0.1
		Port $port
		IdentityFile $PWD/locked
		HostKeyAlias arkivet-last
	Host 127.0.0.1
		IdentityFile $PWD/plain
X
cat >"$t_dir/.t/bin/ssh" <<-X
	#!/bin/sh
	exec $(command -v ssh) -F $PWD/config "\$@"
X
chmod +x "$t_dir/.t/bin/ssh"
known() {
	printf '[127.0.0.1]:%s %s\n' "$port" "$(cut -d' ' -f1,2 <host.pub)" >known
	printf 'arkivet-last %s\n' "$(cut -d' ' -f1,2 <host.pub)" >>known
}
cd ..
small_archive seed
git clone -q --bare seed shared.git
mkdir "$t_dir/med blank" && git clone -q --bare seed "$t_dir/med blank/a'b.git"
user=$(id -un)

t_fails "an unknown host, without a terminal" 1 timeout 20 blad clone "ssh://$user@127.0.0.1:$port$t_dir/shared.git" x
t_like "in ssh's own words" "$err" "[Hh]ost key"
t_is "leaves nothing" "$(ls -d x 2>/dev/null)" ""
(cd ssh && known)
t_ok "ssh:// with a port" timeout 20 blad clone "ssh://$user@127.0.0.1:$port$t_dir/shared.git" a
t_ok "scp-like with an alias" timeout 20 blad clone "arkivet:$t_dir/shared.git" b
t_ok "a path with a blank and a quote" timeout 20 blad clone "arkivet:$t_dir/med blank/a'b.git" c
t_fails "no such path" 1 timeout 20 blad clone "arkivet:$t_dir/gone.git" d
t_like "in the server's words" "$err" "gone.git"
(cd b && identity)
blad -C b set klg/2024-11-15.md number 12 && blad -C b record >/dev/null
t_ok "sync" timeout 20 blad -C b sync
t_is "the server has it" "$(git -C shared.git rev-parse main)" "$(git -C b rev-parse HEAD)"
t_ok "taken in by the other" timeout 20 blad -C a sync
t_is "both alike" "$(git -C a rev-parse HEAD)" "$(git -C b rev-parse HEAD)"

git -C b remote set-url origin "last:$t_dir/shared.git"
t_fails "a passphrase, without a terminal" 1 timeout 20 blad -C b sync
t_like "is not asked for" "$err" "[Pp]ermission denied|passphrase|publickey"
for host in -oProxyCommand=touch\ pwned "-x@127.0.0.1"; do
	t_fails "a host that begins with -" 2 timeout 20 blad clone "ssh://$host/x" y
	t_fails "also scp-like" 2 timeout 20 blad clone -- "$host:x" y
done
t_is "nothing was run" "$(ls pwned 2>/dev/null)" ""

# With a terminal ssh asks by itself.
. "$SRCDIR/tests/real/tmux.sh" || exit 1
screen_asks_again() { [ "$(tm capture-pane -p | grep -c "passphrase")" = 2 ]; }
screen_has() { tm capture-pane -p | grep -q "$1"; }
blad -C b set klg/2024-11-15.md number 13 && blad -C b record >/dev/null
tm new-session -d -x 80 -y 24 "blad -C $PWD/b sync; echo status \$?; sleep 60"
t_ok "the passphrase is asked for on the terminal" t_wait 15 screen_has "passphrase"
tm send-keys hemligt Enter
# fetching and pushing are two connections, and no agent remembers
t_ok "for sending too" t_wait 15 screen_asks_again
tm send-keys hemligt Enter
t_ok "and then it goes" t_wait 15 screen_has "status 0"
t_is "the server has this too" "$(git -C shared.git rev-parse main)" "$(git -C b rev-parse HEAD)"
tm_end
: >ssh/known
tm new-session -d -x 80 -y 24 "blad -C $PWD/a sync; echo status \$?; sleep 60"
t_ok "an unknown host is asked about" t_wait 15 screen_has "yes/no"
tm send-keys yes Enter
t_ok "and taken" t_wait 15 screen_has "status 0"
t_is "it is known now" "$(grep -c . ssh/known)" 1
tm_end

# The interface tries without questions first, then leaves the screen to ssh.
git -C a remote set-url origin "last:$t_dir/shared.git"
(cd a && identity)
(cd ssh && known)
blad -C a set klg/2024-11-15.md number 14 && blad -C a record >/dev/null
tm new-session -d -x 80 -y 24 "blad -C $PWD/a"
t_ok "the interface is there" t_wait 15 screen_has "Budget och vinter"
tm send-keys s
t_ok "it leaves the screen for the passphrase" t_wait 20 screen_has "passphrase for"
tm send-keys hemligt Enter
t_wait 15 screen_asks_again
tm send-keys hemligt Enter
t_ok "says how it went" t_wait 20 screen_has "1 version sent"
tm send-keys Enter
t_ok "and comes back" t_wait 20 screen_has "Budget och vinter" || tm capture-pane -p | sed 's/^/# |/'
t_wait 10 eval '[ "$(git -C shared.git rev-parse main)" = "$(git -C a rev-parse HEAD)" ]'
t_is "with the version sent" "$(git -C shared.git rev-parse main)" "$(git -C a rev-parse HEAD)"
tm_end

kill "$server"; wait "$server" 2>/dev/null
cd ssh && : >log && serve other && cd ..
git -C b remote set-url origin "arkivet:$t_dir/shared.git"
t_fails "a changed host key" 1 timeout 20 blad -C b sync
t_like "is refused in words" "$err" "[Hh]ost key|HOST IDENTIFICATION"
t_done
