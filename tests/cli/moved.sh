#!/usr/bin/env bash
# The branch moves under an open window: the next key shows what is there now, and what is gone is left.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
. "$SRCDIR/tests/cli/archive.sh" || exit 1
t_need git mkfifo

git init -q -b main a && cd a || exit 1
identity
issue() { printf '# Blad\n\nIngress.\n\n## Ett\n\nEtt är %s.\n\n## Två\n\nTvå.\n' "$2" >"$1"; git add -A && git commit -qm "$1 $2"; }
issue 2024-01-01.md a
issue 2024-01-02.md b
issue 2024-01-02.md c
cd ..

# meanwhile SCRIPT COMMAND…: where SCRIPT has "stop", so much is shown that the window waits for its reader; then COMMAND is run
much=$(yes dump | head -n 300 | paste -sd: | sed 's/:/\\n/g')
mkfifo pipe
meanwhile() {
	local pid
	printf '%b\n' "${1/stop/$much}" >script
	shift
	blad -C a --screen script --size 400x200 >pipe 2>"$t_err" &
	pid=$!
	exec 7<pipe
	head -c 10 <&7 >/dev/null
	"$@"
	out=$(cat <&7 | sed 's/ *$//' | grep -v '^$' | awk '/^====/ { page = "" } { page = page $0 "\n" } END { print page }')
	exec 7<&-
	wait $pid
}
newer() { issue 2024-01-02.md d; }
in_a() { (cd a && "$@"); }

meanwhile 'wait\nkeys Enter\nwait\nstop\nkeys Down\nwait\ndump' in_a newer
t_like "a version more is seen at the next key" "$out" 'Ett är d'
in_a git reset -q --hard HEAD~1
meanwhile 'wait\nkeys Enter v\nwait\nstop\nkeys Down\nwait\ndump' in_a newer
t_like "in the history" "$out" '3 versions'
in_a git reset -q --hard HEAD~1
meanwhile 'wait\nkeys Enter\nwait\nstop\nkeys Down\nwait\ndump' in_a git reset -q --hard HEAD~2
t_like "of an issue that was reset away it is said" "$out" '2024-01-02\.md is not in the archive any more\.'
t_like "and the list is shown" "$out" '1 Jan +Blad'
t_unlike "in place of its page" "$out" 'Ett är c'
in_a git reset -q --hard HEAD@{1}
meanwhile 'wait\nkeys Enter ] v\nwait\nstop\nkeys Down\nwait\ndump' in_a git reset -q --hard HEAD~2
t_unlike "nor is its history shown" "$out" 'changed'
in_a git reset -q --hard HEAD@{1}
meanwhile 'wait\nstop\nkeys Down\nwait\ndump' in_a git reset -q --hard HEAD~2
t_unlike "the list notices, too" "$out" '2 Jan'
in_a git reset -q --hard HEAD@{1}
meanwhile 'wait\nkeys Enter e\nwait\nstop\ntype Ja. \nkeys Esc\nwait\ndump' in_a newer
t_like "what is typed meanwhile is kept" "$(blad -C a show --source 2024-01-02.md)" 'Ja\.'
t_done
