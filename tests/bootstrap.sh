# The two commands, with everything they call put on: what they install, what they add up, how they end.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1

# A machine with these tools and no others; what is put on lies in a folder of its own, since a link here leads to a
# tool of the real system and nothing may be written through it.
mkdir machine put_on tree
for tool in cat chmod cp dirname env find git grep head mkdir rm sed sh sort tail test touch tr true; do
	ln -s "$(type -P $tool)" machine/$tool
done
cp "$SRCDIR/bootstrap" tree/bootstrap
touch tree/configure.ac
put_on() {	# NAME, script on standard input
	rm -f "put_on/$1"
	{ echo '#!/bin/sh'; echo 'echo "${0##*/} $*" >>"$SAID"'; cat; } >"put_on/$1"
	chmod +x "put_on/$1"
}
export SAID=$t_dir/said
bootstrap() {
	rm -f "$SAID"
	PATH=$t_dir/put_on:$t_dir/machine sh "$t_dir/tree/bootstrap" "$@"
}
last() {
	tail -n 1 "$t_out"
}

put_on id <<<'echo 0'
put_on nproc <<<'echo 3'
put_on autoreconf <<'X'
printf '#!/bin/sh\necho configure "$@" >>"$SAID"\ntouch Makefile\n' >configure
chmod +x configure
X
put_on make <<'X'
dir=$2
case $* in
*check*)
	mkdir -p "$dir/tests/unit"
	cat "$RESULTS" >"$dir/tests/unit/t_a.trs"
	grep -q ': FAIL\|: ERROR' "$RESULTS" && { echo "FAIL: tests/unit/t_a 2 - adds"; exit 2; }
	exit ${CHECK_ENDS:-0} ;;
*all*)
	mkdir -p "$dir"
	printf '#!/bin/sh\necho "this is blad $*"\n' >"$dir/blad"
	chmod +x "$dir/blad"
	test -z "${NO_COMPILER-}" || { echo "main.c: broken"; exit 2; } ;;
esac
X
export RESULTS=$t_dir/results
results() {
	for r; do echo ":test-result: $r name"; done >"$RESULTS"
	echo ":global-test-result: PASS" >>"$RESULTS"
}

# ---- another system ----
t_fails "elsewhere: stops" 1 bootstrap demo
t_like "elsewhere: names what it wants" "$out" 'libgit2-dev'
t_unlike "elsewhere: and does no more" "$(cat "$SAID" 2>/dev/null)" make

# ---- Debian, all there ----
put_on dpkg-query <<<'for p; do :; done; case " $MISSING " in *" $p "*) exit 1 ;; esac; printf "ii "'
put_on apt-get <<'X'
test -z "${APT_FAILS-}" || exit 100
case $* in
*update*) touch "$SAID.updated" ;;
*install*) test -e "$SAID.updated" || { echo "E: Unable to locate package"; exit 100; } ;;
esac
X
export MISSING=
results PASS PASS
t_ok "check: all hold" bootstrap check
t_is "check: the last line" "$(last)" "2 passed, 0 failed"
t_unlike "nothing is missing, nothing is installed" "$(cat "$SAID")" apt-get
t_like "configured once" "$(cat "$SAID")" configure
t_ok "again" bootstrap check
t_unlike "not configured again" "$(cat "$SAID")" configure

# ---- adding up ----
results PASS SKIP PASS XFAIL
t_ok "skipped" bootstrap check
t_is "skipped: the last line" "$(last)" "3 passed, 0 failed, 1 skipped"
results PASS FAIL ERROR XPASS
t_fails "failed" 1 bootstrap check
t_is "failed: the last line" "$(last)" "1 passed, 3 failed"
t_like "failed: which" "$out" "FAIL: tests/unit/t_a 2 - adds"
results
t_fails "no tests at all are a failure" 1 bootstrap check
t_is "no tests: the last line" "$(last)" "0 passed, 1 failed"
results PASS
export CHECK_ENDS=2
t_fails "make check fails without a result that says so" 1 bootstrap check
t_is "its last line" "$(last)" "1 passed, 1 failed"
unset CHECK_ENDS
NO_COMPILER=1 t_fails "what does not compile is a failure" 1 bootstrap check
t_like "and shows the compiler's words" "$err" "main.c: broken"
t_unlike "and adds up nothing" "$out" "passed"
t_ok "sanitizers" bootstrap check --sanitize
t_like "have their own folder" "$(cat "$SAID")" "make -C build-sanitize"
t_like "and switch" "$(cat "$SAID")" "configure --enable-sanitizers"

# ---- something is missing ----
export MISSING="libgit2-dev tmux"
t_ok "what is missing is installed" bootstrap check
t_is "with fresh lists only if it must" "$(sed -n 's/^apt-get.* \(update\|install\)/\1/p' "$SAID")" \
	"install --no-install-recommends libgit2-dev
update
install --no-install-recommends libgit2-dev
install --no-install-recommends tmux"
t_ok "demo wants nothing for tests" bootstrap demo
t_unlike "no tmux" "$(cat "$SAID")" tmux
t_is "demo opens its archive" "$(last)" "this is blad demo build/demo"
mkdir elsewhere && cd elsewhere || exit 1
t_ok "demo elsewhere" bootstrap demo x/
t_is "from where one stands" "$(last)" "this is blad demo $t_dir/elsewhere/x"
cd ..
export APT_FAILS=1
t_fails "apt fails" 1 bootstrap demo
t_like "that is said" "$err" "apt.log"
MISSING=tmux t_ok "what tests miss is no hindrance" bootstrap check
t_like "but said" "$out" "skipped"
unset APT_FAILS

# ---- not root ----
put_on id <<<'echo 1000'
t_fails "neither root nor sudo" 1 bootstrap demo
t_like "names what to install" "$err" "libgit2-dev"
put_on sudo <<<'test "$1" != -n || shift; test -z "${ASKS-}" || exit 1; exec "$@"'
t_ok "with sudo" bootstrap demo
t_like "sudo calls apt" "$(cat "$SAID")" "sudo -n env DEBIAN_FRONTEND=noninteractive apt-get"
ASKS=1 t_fails "sudo that would ask, and nobody to answer" 1 bootstrap demo
t_like "names what to install, too" "$err" "libgit2-dev"
MISSING= t_ok "nothing is missing: no sudo" bootstrap demo
t_unlike "none" "$(cat "$SAID")" sudo

# ---- a demo made anew ----
export MISSING=
mkdir -p tree/share/demo
echo "commit a 2023-08-21T09:12:00+02:00" >tree/share/demo/history
repo() {	# FOLDER TIME: an archive and its shared repository, of one commit
	git init -q --bare "$1.git" && git clone -q "$1.git" "$1" 2>/dev/null
	git -C "$1" -c user.name=A -c user.email=a@example.org commit -q --allow-empty --date "$2" -m first
	git -C "$1" push -q
}
repo other "2023-08-21T09:12:01+0200"
t_fails "what is no demo stays" 1 bootstrap demo --fresh other
t_like "and that is said" "$err" "no demo archive"
t_unlike "no blad" "$out" "this is blad"
t_ok "all of it" test -d other/.git -a -d other.git
repo demo "2023-08-21T09:12:00+0200"
mkdir demo/folder
t_fails "a folder in a demo is none" 1 bootstrap demo --fresh demo/folder
t_ok "without --fresh a demo stays" bootstrap demo demo
t_ok "all of it" test -d demo/.git -a -d demo.git
t_ok "with it" bootstrap demo --fresh demo/
t_fails "it goes" 1 test -e demo
t_fails "and its shared repository" 1 test -e demo.git
t_ok "what is not there needs not go" bootstrap demo --fresh demo

# ---- how it is called ----
t_fails "unknown task" 2 bootstrap chek
t_fails "unknown option" 2 bootstrap check --fast
t_fails "too many folders" 2 bootstrap demo a b
t_ok "help" bootstrap --help
t_like "says both" "$out" "demo.*check"
MISSING= t_ok "standard input closed" bootstrap check <&-
t_done
