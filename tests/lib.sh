# Tests that speak TAP, for bash: source it first, end with t_done.
#
#	. "${SRCDIR:-.}/tests/lib.sh" || exit 1
#	t_need git
#	t_run blad list
#	t_is "list ends well" "$status" 0
#	t_done
#
# The test runs in $t_dir, an empty folder that goes away, with the same surroundings everywhere: HOME, no GIT_*, XDG_*
# and the like, UTC, C.UTF-8, BLAD_NOW fixed, standard input empty.  `blad` is the one that was built.

set -u
umask 022

SRCDIR=${SRCDIR:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)}
BUILDDIR=${BUILDDIR:-$SRCDIR/build}
BLAD=${BLAD:-$BUILDDIR/blad}
SANITIZERS=${SANITIZERS:-no}
t_harness=${TAP_HARNESS:-no}
unset TAP_HARNESS

for t_var in $(compgen -e); do
	case $t_var in
	GIT_*|XDG_*|LC_*|BLAD_*|SSH_*|LANG|LANGUAGE|VISUAL|EDITOR|PAGER|LESS|NO_COLOR|COLUMNS|LINES|EMAIL|TERM*|TMUX*) unset "$t_var" ;;
	esac
done
t_dir=$(mktemp -d "${TMPDIR:-/tmp}/blad-test-tXXXXX") || exit 1	# a letter: digits are wrapped otherwise
t_dir=$(cd "$t_dir" && pwd -P)
mkdir "$t_dir/.t" "$t_dir/.t/bin" "$t_dir/home"
ln -s "$BLAD" "$t_dir/.t/bin/blad"
export BLAD SRCDIR BUILDDIR SANITIZERS HOME=$t_dir/home PATH=$t_dir/.t/bin:$PATH
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_TERMINAL_PROMPT=0
export LC_ALL=C.UTF-8 TZ=UTC TERM=dumb
export BLAD_NOW=1731670200	# 2024-11-15 11:30:00 UTC

t_count=0 t_failed=0 t_finished=no
out= err= status=0
t_cleanups=()

# Something to do before the folder goes, last one first: t_at_end kill "$pid"
t_at_end() {
	t_cleanups+=("$(printf '%q ' "$@")")
}

t_leave() {
	local had=$? i
	trap - EXIT
	for ((i = ${#t_cleanups[@]} - 1; i >= 0; i--)); do
		eval "${t_cleanups[i]}" >/dev/null 2>&1
	done
	cd /
	chmod -R u+rwx "$t_dir" 2>/dev/null
	rm -rf "$t_dir"
	[ "$t_finished" = yes ] || echo "Bail out! the test ended before t_done"
	exit "$had"
}
trap t_leave EXIT
trap 'exit 143' TERM INT HUP

exec </dev/null
cd "$t_dir" || exit 1

t_note() {
	printf '%s\n' "$@" | sed 's/^/# /'
}

t_result() {	# yes|no NAME
	t_count=$((t_count + 1))
	if [ "$1" = yes ]; then
		echo "ok $t_count - $2"
	else
		t_failed=$((t_failed + 1))
		echo "not ok $t_count - $2"
		return 1
	fi
}

# t_run COMMAND…: $status, $out and $err (without the line ends behind them), exact in $t_out and $t_err
t_out=$t_dir/.t/out t_err=$t_dir/.t/err
t_run() {
	"$@" >"$t_out" 2>"$t_err"
	status=$?
	out=$(tr -d '\0' <"$t_out"; echo .) err=$(tr -d '\0' <"$t_err"; echo .)
	out=${out%.} err=${err%.}
	while [ "${out%$'\n'}" != "$out" ]; do out=${out%$'\n'}; done
	while [ "${err%$'\n'}" != "$err" ]; do err=${err%$'\n'}; done
	return 0
}

t_told() {	# what the last t_run told, for a failure
	t_note "status $status" "out: $out" "err: $err"
}

# t_ok NAME COMMAND…: it ends with 0.  t_fails NAME STATUS COMMAND…: it ends with STATUS.
t_ok() {
	t_fails "$1" 0 "${@:2}"
}

t_fails() {
	local name=$1 want=$2
	shift 2
	t_run "$@"
	if [ "$status" = "$want" ]; then
		t_result yes "$name"
	else
		t_result no "$name"
		t_note "want status $want of: $*"
		t_told
		return 1
	fi
}

# t_is NAME GOT WANT
t_is() {
	if [ "$2" = "$3" ]; then
		t_result yes "$1"
	else
		t_result no "$1"
		t_note "---- want, ++++ got"
		diff -u <(printf '%s\n' "$3") <(printf '%s\n' "$2") | tail -n +3 | head -n 60 | sed 's/^/#  /'
		return 1
	fi
}

# t_like NAME GOT PATTERN (a regular expression of bash); t_unlike NAME GOT PATTERN
t_like() {
	if [[ $2 =~ $3 ]]; then
		t_result yes "$1"
	else
		t_result no "$1"
		t_note "want: $3" "got: $2"
		return 1
	fi
}

t_unlike() {
	if [[ $2 =~ $3 ]]; then
		t_result no "$1"
		t_note "do not want: $3" "got: $2"
		return 1
	else
		t_result yes "$1"
	fi
}

# t_same NAME FILE WANT: both files hold the same bytes
t_same() {
	if cmp -s "$2" "$3"; then
		t_result yes "$1"
	else
		t_result no "$1"
		t_note "---- want, ++++ got"
		diff -au "$3" "$2" | tail -n +3 | head -n 60 | sed 's/^/#  /'
		return 1
	fi
}

# t_skip NAME WHY: one check that cannot be here; t_skip_all WHY: none of them can
t_skip() {
	t_count=$((t_count + 1))
	echo "ok $t_count - $1 # SKIP $2"
}

t_skip_all() {
	echo "1..0 # SKIP $1"
	t_finished=yes
	exit 0
}

# t_need TOOL…: without them the whole test is skipped
t_need() {
	local tool
	for tool; do
		command -v "$tool" >/dev/null || t_skip_all "$tool is not installed"
	done
}

# Waits until COMMAND holds, at most SECONDS: t_wait 10 test -S socket
t_wait() {
	local end=$((SECONDS + $1))
	shift
	until "$@" >/dev/null 2>&1; do
		[ "$SECONDS" -lt "$end" ] || return 1
		sleep 0.05
	done
}

# as_nobody COMMAND…: without root's rights.  When root started the test, it runs as user nobody with a home of its own,
# $t_nobody, which it may write; else as the user, with $t_nobody made all the same.
t_nobody=$t_dir/nobody
as_nobody() {
	if [ ! -d "$t_nobody" ]; then
		mkdir -p "$t_nobody/.bin"
		cp "$BLAD" "$t_nobody/.bin/blad" 2>/dev/null
		if [ "$(id -u)" = 0 ]; then
			chmod 711 "$t_dir"
			chown -R 65534:65534 "$t_nobody"
		fi
	fi
	if [ "$(id -u)" = 0 ]; then
		env HOME="$t_nobody" PATH="$t_nobody/.bin:$PATH" BLAD="$t_nobody/.bin/blad" \
			setpriv --reuid=65534 --regid=65534 --clear-groups -- "$@"
	else
		env HOME="$t_nobody" "$@"
	fi
}

t_done() {
	echo "1..$t_count"
	t_finished=yes
	[ "$t_count" -gt 0 ] || exit 1
	[ "$t_failed" = 0 ] || [ "$t_harness" = yes ]	# which counts a bad end as one failure more
	exit
}
