#!/usr/bin/env bash
# git http-backend behind a small web server: passwords from helpers and from people, certificates, proxies, and lines that break or fall silent.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
. "$SRCDIR/tests/cli/archive.sh" || exit 1
t_need git perl tmux
[ -x "$(git --exec-path)/git-http-backend" ] || t_skip_all "git http-backend is not installed"

web() {	# NAME WHAT ARGS…: a server; its port is in the file NAME
	perl "$SRCDIR/tests/real/web.pl" "$2" "$t_dir/$1" "$t_dir/$1.log" "${@:3}" >/dev/null 2>>"$t_dir/web.err" &
	t_at_end kill $!
	t_wait 10 test -s "$t_dir/$1" || t_skip_all "no web server: $(cat "$t_dir/web.err")"
	: >>"$t_dir/$1.log"
}
export GIT_CONFIG_GLOBAL=$t_dir/home/.gitconfig
small_archive seed
mkdir root && git clone -q --bare seed root/klg.git && git -C root/klg.git config http.receivepack true
web open serve "$PWD/root"
web closed serve "$PWD/root" "ada:hemligt"
open=http://127.0.0.1:$(cat open)/klg.git closed=http://127.0.0.1:$(cat closed)/klg.git

t_ok "a server that asks nothing" timeout 20 blad clone "$open" a
cd a && identity && cd ..
number=11
record() {
	number=$((number + 1))
	blad -C a set klg/2024-11-15.md number $number && blad -C a record >/dev/null
}
synced() {	# NAME COMMAND…
	t_ok "$@" && t_is "the server has it" "$(git -C root/klg.git rev-parse main)" "$(git -C a rev-parse HEAD)"
}
record
synced "sync" timeout 20 blad -C a sync

# ---- passwords ----

git -C a remote set-url origin "$closed"
record
t_fails "a password, and nobody to ask" 1 timeout 20 setsid -w blad -C a sync
t_like "in plain words" "$err" "nobody could be asked.*credential.helper"
cat >helper <<-'X'
	#!/bin/sh
	{ echo "- $1"; cat; } >>"$LOG"
	[ "$1" != get ] || [ -z "${ANSWER-}" ] || printf '%s\n' username=ada "password=$ANSWER"
X
chmod +x helper
export LOG=$t_dir/asked
git config --global credential.helper "$PWD/helper"
export ANSWER=hemligt
synced "a helper knows it" timeout 20 setsid -w blad -C a sync
t_is "and is told that it was right" "$(grep -c '^- store' asked)" 2
t_like "with the password" "$(cat asked)" "- store.*password=hemligt"
t_unlike "not for which path" "$(cat asked)" "path="
: >asked
git config --global credential.useHttpPath true
t_ok "useHttpPath" timeout 20 setsid -w blad -C a sync
t_like "then it is" "$(cat asked)" "path=klg.git"
git config --global --unset credential.useHttpPath
: >asked
export ANSWER=fel
t_fails "a helper that is wrong" 1 timeout 20 setsid -w blad -C a sync
t_like "in plain words" "$err" "did not take the name and password"
t_is "is told so" "$(grep -c '^- erase' asked)" 1
unset ANSWER
git config --global credential.helper "store --file=$PWD/kept"
git config --global --add credential.helper ''
git config --global --add credential.helper "store --file=$PWD/kept"

screen() {	# KEYS [LINES]: the last lines of the screen after these keys
	printf '%b' "$1" >script
	timeout 60 blad -C a --screen script --size 100x24 >screen 2>&1
	tail -n 9 screen | sed 's/^|//; s/ *|$//; /^ *$/d; /^----/d; /^====/d; s/^ *//' | tail -n "${2:-1}" | tr '\n' ' '
}
record
t_is "in the interface the name is asked for" "$(screen 'keys s\nwait\ndump\n')" "Your name at http://127.0.0.1:$(cat closed): "
t_is "then the password, hidden" "$(screen 'keys s\nwait\ntype ada\nkeys Enter\nwait\ntype hemligt\ndump\n')" \
	"The password at http://127.0.0.1:$(cat closed): ••••••• "
try='type ada\nkeys Enter\nwait\ntype fel\nkeys Enter\nwait\n'
t_like "three tries" "$(screen "keys s\nwait\n$try$try${try}dump\n" 3)" "did not take the name and password"
t_is "nothing is kept of what was wrong" "$(cat kept 2>/dev/null)" ""
t_is "nothing was sent" "$(git -C root/klg.git rev-parse main)" "$(git -C a rev-parse HEAD~1)"
t_is "a right one after a wrong one" "$(screen "keys s\nwait\n${try}type ada\nkeys Enter\nwait\ntype hemligt\nkeys Enter\nwait\ndump\n")" "1 version sent. "
t_is "the helper keeps it" "$(cat kept)" "http://ada:hemligt@127.0.0.1%3a$(cat closed)"
t_is "and nobody else" "$(grep -rl hemligt a screen home)" ""
record
t_is "next time nothing is asked" "$(screen 'keys s\nwait\ndump\n')" "1 version sent. "
rm kept

. "$SRCDIR/tests/real/tmux.sh" || exit 1
screen_has() { tm capture-pane -p | grep -q "$1"; }
record
tm new-session -d -x 80 -y 24 "blad -C $PWD/a sync; echo status \$?; sleep 60"
t_ok "on a terminal the name is asked for" t_wait 15 screen_has "Your name at"
tm send-keys ada Enter
t_ok "then the password" t_wait 15 screen_has "The password at"
tm send-keys hemligt Enter
t_ok "and it goes" t_wait 15 screen_has "status 0"
t_is "without showing it" "$(tm capture-pane -p | grep -c hemligt)" 0
tm_end
rm kept
git -C a remote set-url origin "http://127.0.0.1:$(cat open)/moved-$(cat closed)/klg.git"
printf 'http://ada:hemligt@127.0.0.1%%3a%s\n' "$(cat open)" >kept
: >closed.log
t_fails "a server that sends on to one that asks" 1 timeout 20 setsid -w blad -C a sync
t_unlike "is not given what another may know" "$(cat closed.log)" "let in|refused"
t_like "but asks for its own" "$(cat closed.log)" "unknown"
git -C a remote set-url origin "http://127.0.0.1:$(cat open)/moved-$(cat open)/klg.git"
t_ok "one that does not ask is" timeout 20 setsid -w blad -C a sync

# ---- proxies ----

# libgit2 forgets to free a proxy's name, which the sanitizers would tell of every run
by_proxy() {	# COMMAND…
	env ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0" "$@"
}
web proxy proxy
web guarded proxy "ada:väg"
git -C a remote set-url origin "$open"
git -C a config http.proxy "http://127.0.0.1:$(cat proxy)"
record
synced "http.proxy" by_proxy timeout 20 setsid -w blad -C a sync
t_like "is asked" "$(cat proxy.log)" "http://127.0.0.1:$(cat open)/klg.git"
git -C a config "http.$open.proxy" ""
: >proxy.log
t_ok "but not where one is excepted" timeout 20 setsid -w blad -C a sync
t_is "then it is not" "$(cat proxy.log)" ""
git -C a config --unset-all "http.$open.proxy"
git -C a config --unset-all http.proxy
t_ok "http_proxy" by_proxy http_proxy="127.0.0.1:$(cat proxy)" timeout 20 setsid -w blad -C a sync
t_like "is asked too" "$(cat proxy.log)" "http://127.0.0.1:$(cat open)/klg.git"
: >proxy.log
t_ok "no_proxy" env http_proxy="127.0.0.1:$(cat proxy)" no_proxy=example.org,127.0.0.1 timeout 20 setsid -w blad -C a sync
t_is "excepts" "$(cat proxy.log)" ""
t_ok "a proxy with a password" by_proxy http_proxy="http://ada:v%C3%A4g@127.0.0.1:$(cat guarded)" timeout 20 setsid -w blad -C a sync

# ---- certificates ----

if command -v openssl >/dev/null; then
	openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj "/CN=Kommunens egen" -keyout ca.key -out ca.pem 2>/dev/null
	certificate() {	# NAME SUBJECT-ALTERNATIVE
		openssl req -newkey rsa:2048 -nodes -subj "/CN=$1" -keyout "$1.key" -out "$1.csr" 2>/dev/null
		openssl x509 -req -in "$1.csr" -CA ca.pem -CAkey ca.key -CAcreateserial -days 3650 -out "$1.pem" \
			-extfile <(printf 'subjectAltName=%s\n' "$2") 2>/dev/null
	}
	certificate localhost DNS:localhost
	certificate other DNS:other.example
	web tls tls "$(cat open)" "$PWD/localhost.pem" "$PWD/localhost.key"
	web false tls "$(cat open)" "$PWD/other.pem" "$PWD/other.key"
	git -C a remote set-url origin "https://localhost:$(cat tls)/klg.git"
	record
	: >open.log
	t_fails "a certificate that nobody vouches for" 1 timeout 20 setsid -w blad -C a sync
	t_like "in plain words" "$err" "vouches for the server's certificate.*http.sslCAInfo"
	t_is "nothing was asked of the server" "$(cat open.log)" ""
	git -C a config http.sslCAInfo "$PWD/ca.pem"
	synced "http.sslCAInfo" timeout 20 setsid -w blad -C a sync
	git -C a config --unset http.sslCAInfo
	t_ok "GIT_SSL_CAINFO" env GIT_SSL_CAINFO="$PWD/ca.pem" timeout 20 setsid -w blad -C a sync
	t_ok "through a proxy" by_proxy GIT_SSL_CAINFO="$PWD/ca.pem" https_proxy="http://127.0.0.1:$(cat proxy)" timeout 20 setsid -w blad -C a sync
	t_like "by a tunnel" "$(cat proxy.log)" "CONNECT localhost:$(cat tls)"
	git -C a remote set-url origin "https://localhost:$(cat false)/klg.git"
	t_fails "a certificate of another" 1 env GIT_SSL_CAINFO="$PWD/ca.pem" timeout 20 setsid -w blad -C a sync
	t_like "is none" "$err" "certificate"
	t_fails "no such file of certificates" 1 env GIT_SSL_CAINFO="$PWD/none.pem" timeout 20 setsid -w blad -C a sync
	t_like "in words" "$err" "none.pem.*cannot be read"
else
	t_skip "certificates" "openssl is not installed"
fi

# ---- lines that break or fall silent ----

git config --global blad.timeout 2
(cd seed && for i in 1 2 3 4 5 6 7 8; do head -c 20000 /dev/urandom | base64 >klg/bild$i.txt; done && commit_at 1731670000 "Karin Ek" "Bilder" &&
	git push -q "$t_dir/root/klg.git" +main:refs/heads/stor)
web cut relay "$(cat open)" cut 60000
web hang relay "$(cat open)" hang 60000
web slow relay "$(cat open)" slow 0
git -C root/klg.git symbolic-ref HEAD refs/heads/stor
t_fails "a line that breaks" 1 timeout 20 setsid -w blad clone "http://127.0.0.1:$(cat cut)/klg.git" b
t_is "leaves nothing" "$(ls -d b 2>/dev/null)" ""
t_fails "one that falls silent" 1 timeout 20 setsid -w blad clone "http://127.0.0.1:$(cat hang)/klg.git" b
t_like "is given up in words" "$err" "said nothing for 2 seconds"
t_is "and leaves nothing" "$(ls -d b 2>/dev/null)" ""
t_ok "a slow one is waited for" timeout 60 setsid -w blad clone "http://127.0.0.1:$(cat slow)/klg.git" b
t_is "without a word where nobody looks" "$err" ""
tm new-session -d -x 80 -y 24 "blad clone http://127.0.0.1:$(cat slow)/klg.git c; echo status \$?; sleep 60"
t_ok "on a terminal it says how far it is" t_wait 20 screen_has "fetching · [0-9]* of [0-9]* objects · [0-9]* kB · [0-9]* kB/s"
t_wait 20 screen_has "y/N"
t_ok "and takes that away" eval '! screen_has fetching'
tm send-keys Enter
t_ok "when it is done" t_wait 10 screen_has "status 0"
tm_end
git -C root/klg.git symbolic-ref HEAD refs/heads/main

all_of() { (cd a && git for-each-ref && git status --porcelain && find .git/objects -type f | LC_ALL=C sort && blad status); }
git -C a config --replace-all branch.main.merge refs/heads/stor
git -C a remote set-url origin "http://127.0.0.1:$(cat hang)/klg.git"
all_of >before
t_fails "a sync that falls silent" 1 timeout 20 setsid -w blad -C a sync
all_of >after
t_same "leaves all as it was" after before
printf 'keys s\nkeys j\ndump moved\nkeys Esc\ndump left\n' >script
git config --global blad.timeout 0
t_ok "in the interface no key waits for it" timeout 20 blad -C a --screen script --size 80x24
t_like "and Esc ends it" "$out" "Nothing is lost"
all_of >after
t_same "all as it was here too" after before
git -C a remote set-url origin "http://127.0.0.1:$(cat slow)/klg.git"
tm new-session -d -x 100 -y 24 "blad -C $PWD/a"
t_wait 15 screen_has "Budget och vinter"
tm send-keys s
t_ok "the interface says how far it is" t_wait 20 screen_has "% .*fetching · [0-9]* of [0-9]* objects · [0-9]* kB.*Esc ends it"
tm send-keys Escape
t_ok "and Esc ends it on the way" t_wait 20 screen_has "Nothing is lost"
tm_end
all_of >after
t_same "with all as it was" after before
t_done
