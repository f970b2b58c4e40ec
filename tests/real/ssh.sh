#!/usr/bin/env bash
# Real sshd's on the loopback: keys of all kinds, an agent, an alias, a jump, hosts that are known, unknown and changed; with and without a terminal.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
. "$SRCDIR/tests/cli/archive.sh" || exit 1
t_need git perl ssh sshd ssh-agent ssh-add ssh-keygen tmux
sshd=$(command -v sshd)
export TMPDIR=$t_dir/tmp
mkdir "$TMPDIR"

mkdir ssh && cd ssh || exit 1
for key in host other jump plain locked; do
	pass=; [ $key != locked ] || pass=hemligt
	ssh-keygen -q -t ed25519 -N "$pass" -C "$key" -f "$key"
done
ssh-keygen -q -t rsa -b 2048 -N "" -C rsa -f rsa
ssh-keygen -q -t rsa -b 2048 -N "" -C rsahost -f rsahost
cat plain.pub locked.pub rsa.pub >authorized
chmod 600 authorized
declare -A pids=()
begin() {	# NAME HOSTKEY PORT [OPTION…]
	local name=$1 key=$2 at=$3
	shift 3
	: >"log.$name"
	{
		printf 'ListenAddress 127.0.0.1\nPort %s\nHostKey %s\nAuthorizedKeysFile %s\n' "$at" "$PWD/$key" "$PWD/authorized"
		printf 'PidFile none\nStrictModes no\nUsePAM no\nPermitRootLogin yes\nPasswordAuthentication no\nKbdInteractiveAuthentication no\n'
		[ $# = 0 ] || printf '%s\n' "$@"
	} >"$name.conf"
	"$sshd" -D -e -f "$PWD/$name.conf" 2>>"log.$name" &
	pids[$name]=$!
	t_wait 10 grep -qE "Server listening|Address already in use|[Ee]rror|fatal" "log.$name"
	grep -q "Server listening" "log.$name" && ! grep -q "Address already in use" "log.$name"
}
serve() {	# the same, on the first port that is free: $port
	local at
	for at in $(seq 20122 100 21122); do
		port=$((at + ${#pids[@]}))
		begin "$1" "$2" "$port" "${@:3}" && return
		kill "${pids[$1]}" 2>/dev/null
		wait "${pids[$1]}" 2>/dev/null
		unset "pids[$1]"
	done
	sed 's/^/# /' "log.$1"
	return 1
}
end_all() {
	kill "${pids[@]}"
}
t_at_end end_all
[ "$(id -u)" != 0 ] || mkdir -p /run/sshd
serve main host || t_skip_all "sshd does not start here"
main=$port
serve jump jump && jump=$port
serve rsa rsahost "PubkeyAcceptedAlgorithms rsa-sha2-256,rsa-sha2-512" && rsa=$port

perl "$SRCDIR/tests/real/web.pl" relay "$t_dir/silent" "$t_dir/silent.log" "$main" hang 0 >/dev/null 2>&1 &
t_at_end kill $!
t_wait 10 test -s "$t_dir/silent"

# OpenSSH finds its files by the user's real home; these are the test's
cat >config <<-X
	Host *
		IdentitiesOnly yes
		UserKnownHostsFile $PWD/known
		HostName 127.0.0.1
		ControlPath none
	Host !system *
		GlobalKnownHostsFile /dev/null
	Host !agent *
		IdentityAgent none
	Host arkivet
		Port $main
		IdentityFile $PWD/plain
	Host last
		Port $main
		IdentityFile $PWD/locked
		HostKeyAlias arkivet-last
	Host agent
		Port $main
		IdentityAgent $PWD/agent
		IdentityFile $PWD/locked.pub
		HostKeyAlias arkivet
	Host system
		Port $main
		IdentityFile $PWD/plain
		HostKeyAlias system
		UserKnownHostsFile /dev/null
		GlobalKnownHostsFile $PWD/system
	Host rsa
		Port $rsa
		IdentityFile $PWD/rsa
	Host jump
		Port $jump
		IdentityFile $PWD/locked
		HostKeyAlias jump
	Host hop
		Port $main
		IdentityFile $PWD/plain
		HostKeyAlias arkivet
		ProxyJump jump
	Host silent
		Port $(cat "$t_dir/silent")
		IdentityFile $PWD/plain
		HostKeyAlias arkivet
	Host 127.0.0.1
		IdentityFile $PWD/plain
X
cat >"$t_dir/.t/bin/ssh" <<-X
	#!/bin/sh
	exec $(command -v ssh) -F $PWD/config "\$@"
X
chmod +x "$t_dir/.t/bin/ssh"
key_of() {
	cut -d' ' -f1,2 <"$1.pub"
}
known() {
	printf '%s %s\n' "[127.0.0.1]:$main" "$(key_of host)" arkivet "$(key_of host)" arkivet-last "$(key_of host)" "[127.0.0.1]:$rsa" "$(key_of rsahost)" \
		jump "$(key_of jump)" >known
	printf '%s %s\n' system "$(key_of host)" >system
}
cd ..
small_archive seed
git clone -q --bare seed shared.git
mkdir "$t_dir/med blank" && git clone -q --bare seed "$t_dir/med blank/a'b.git"
user=$(id -un)

t_fails "an unknown host, without a terminal" 1 timeout 20 blad clone "ssh://$user@127.0.0.1:$main$t_dir/shared.git" x
t_like "in plain words, and ssh's" "$err" "not known here.*Host key verification failed"
t_is "leaves nothing" "$(ls -d x 2>/dev/null)" ""
(cd ssh && known)
t_ok "ssh:// with a port" timeout 20 blad clone "ssh://$user@127.0.0.1:$main$t_dir/shared.git" a
t_ok "scp-like with an alias" timeout 20 blad clone "arkivet:$t_dir/shared.git" b
t_ok "a path with a blank and a quote" timeout 20 blad clone "arkivet:$t_dir/med blank/a'b.git" c
t_fails "no such path" 1 timeout 20 blad clone "arkivet:$t_dir/gone.git" d
t_like "in the server's words" "$err" "gone.git"
(cd b && identity)
number=11
record() {	# FOLDER: one more version there
	number=$((number + 1))
	blad -C "$1" set klg/2024-11-15.md number $number && blad -C "$1" record >/dev/null
}
record b
t_ok "sync" timeout 20 blad -C b sync
t_is "the server has it" "$(git -C shared.git rev-parse main)" "$(git -C b rev-parse HEAD)"
t_ok "taken in by the other" timeout 20 blad -C a sync
t_is "both alike" "$(git -C a rev-parse HEAD)" "$(git -C b rev-parse HEAD)"

at() {	# HOST: where b comes from
	git -C b remote set-url origin "$1:$t_dir/shared.git"
}
at last
t_fails "a passphrase, without a terminal" 1 timeout 20 blad -C b sync
t_like "is not asked for" "$err" "nobody could be asked.*[Pp]ermission denied"
at hop
t_fails "nor on the way" 1 timeout 20 blad -C b sync
at rsa
t_ok "RSA keys on both sides" timeout 20 blad -C b sync
at system
t_ok "a host that the system knows" timeout 20 blad -C b sync
eval "$(ssh-agent -s -a "$t_dir/ssh/agent")" >/dev/null
t_at_end kill "$SSH_AGENT_PID"
printf '#!/bin/sh\necho hemligt\n' >tell && chmod +x tell
SSH_ASKPASS=$t_dir/tell SSH_ASKPASS_REQUIRE=force ssh-add -q ssh/locked
unset SSH_AUTH_SOCK
at agent
t_ok "a key that the agent holds" timeout 20 blad -C b sync
kill "$SSH_AGENT_PID"
at silent
git -C b config blad.timeout 1
t_fails "a server that says nothing" 1 timeout 20 setsid -w blad -C b sync
t_like "is given up in words" "$err" "said nothing for 1 second"
for host in -oProxyCommand=touch\ pwned "-x@127.0.0.1"; do
	t_fails "a host that begins with -" 2 timeout 20 blad clone "ssh://$host/x" y
	t_fails "also scp-like" 2 timeout 20 blad clone -- "$host:x" y
done
t_is "nothing was run" "$(ls pwned 2>/dev/null)" ""

# With a terminal ssh asks by itself.
. "$SRCDIR/tests/real/tmux.sh" || exit 1
screen_asks_again() { [ "$(tm capture-pane -p | grep -c "passphrase")" = 2 ]; }
screen_has() { tm capture-pane -p | grep -q "$1"; }
show() { tm capture-pane -p | sed 's/^/# |/'; }
tm new-session -d -x 200 -y 24 "blad -C $PWD/b sync; echo status \$?; sleep 60"
t_ok "on a terminal later, since somebody may be asked there" t_wait 20 screen_has "said nothing for 5 seconds"
tm_end
git -C b config --unset blad.timeout
at last
record b
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

# In the interface all of it is asked inside: the server on the way first, its host key and a passphrase, then the one behind it.
(cd a && identity)
git -C a remote set-url origin "hop:$t_dir/shared.git"
: >ssh/known
record a
tm new-session -d -x 100 -y 24 "blad -C $PWD/a"
t_ok "the interface is there" t_wait 15 screen_has "Budget och vinter"
tm send-keys s
t_ok "the host on the way, with its fingerprint" t_wait 20 screen_has "$(ssh-keygen -lf ssh/jump.pub | cut -d' ' -f2 | cut -c1-30)" || show
tm send-keys y
t_ok "the passphrase of its key" t_wait 20 screen_has "The passphrase of the key" || show
tm send-keys fel Enter
t_ok "a second try" t_wait 10 eval '! screen_has "•" && screen_has "The passphrase of the key"'
tm send-keys hemligt
t_ok "not shown" t_wait 10 screen_has "•••••••"
tm send-keys Enter
t_ok "the host behind it" t_wait 20 screen_has "$(ssh-keygen -lf ssh/host.pub | cut -d' ' -f2 | cut -c1-30)" || show
tm send-keys y
t_ok "and it goes, for fetching and for sending" t_wait 20 screen_has "1 version sent" || show
t_is "with the version sent" "$(git -C shared.git rev-parse main)" "$(git -C a rev-parse HEAD)"
t_is "both hosts are known now" "$(grep -c . ssh/known)" 2
record a
tm send-keys s
t_ok "another time" t_wait 20 screen_has "The passphrase of the key" || show
tm send-keys Escape
t_ok "the question can be left" t_wait 20 screen_has "Nothing is lost" || show
t_is "nothing was sent" "$(git -C shared.git rev-parse main)" "$(git -C a rev-parse HEAD~1)"
tm_end
t_is "no folder of questions is left" "$(ls "$TMPDIR")" ""

kill "${pids[main]}"; wait "${pids[main]}" 2>/dev/null
(cd ssh && known)
cd ssh && begin main other "$main" && cd ..
at arkivet
t_fails "a changed host key" 1 timeout 20 blad -C b sync
t_like "is refused in plain words" "$err" "not the one that is known here.*$(ssh-keygen -lf ssh/other.pub | cut -d' ' -f2 | tr '+' '.').*known:"
t_done
