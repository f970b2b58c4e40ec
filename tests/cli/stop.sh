#!/usr/bin/env bash
# A server that never answers: whoever has waited enough ends it at once, and nothing stays behind.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
. "$SRCDIR/tests/cli/archive.sh" || exit 1
t_need git
small_archive seed
git clone -q --bare seed shared.git
git clone -q shared.git anna
(cd anna && identity)

# What answers in ssh's place: nothing, with a child of its own.
cat >silent <<X
#!/bin/sh
sleep 600 &
echo \$\$ \$! >$t_dir/pids.new
mv $t_dir/pids.new $t_dir/pids
wait
X
chmod +x silent
export GIT_SSH_COMMAND=$t_dir/silent

alive() {
	local pid
	for pid in $(cat pids); do
		[ -d "/proc/$pid" ] && ! grep -q '^State:.*Z' "/proc/$pid/status" 2>/dev/null && return 0
	done
	return 1
}
gone() { ! alive; }
t_at_end eval 'kill $(cat "$t_dir/pids")'

# stopped SIGNAL COMMAND…: started as from a terminal, ended once the other side has been asked
stopped() {
	local sig=$1 pid
	shift
	rm -f pids
	set -m
	"$@" >"$t_out" 2>"$t_err" </dev/null &
	pid=$!
	set +m
	t_wait 20 test -s pids || t_note "never asked: $(cat "$t_err")"
	kill "-$sig" -- "-$pid"
	t_wait 10 test ! -d "/proc/$pid" || kill -KILL "$pid"
	wait "$pid" 2>/dev/null
	status=$?
}

git -C anna remote set-url origin ssh://nowhere.example/shared.git
for sig in INT TERM HUP; do
	stopped $sig blad -C anna sync
	t_is "$sig ends a sync" "$status" $((128 + $(kill -l $sig)))
	t_ok "$sig ends what it runs" t_wait 5 gone
	t_is "$sig leaves the archive as it was" "$(git -C anna status --porcelain; git -C anna fsck --no-dangling 2>&1; find anna/.git -name '*.lock')" ""
	stopped $sig blad clone ssh://nowhere.example/shared.git copy
	t_is "$sig ends a clone" "$status" $((128 + $(kill -l $sig)))
	t_ok "$sig ends what the clone runs" t_wait 5 gone
	t_is "$sig leaves no half of a clone" "$(ls -d copy 2>/dev/null)" ""
done

# On this computer: a hook that does not come back.
git -C anna remote set-url origin "$t_dir/shared.git"
unset GIT_SSH_COMMAND
cp silent shared.git/hooks/pre-receive
blad -C anna show 'klg/11#kontakt' --source | sed 's/kansliet/växeln/' | blad -C anna edit 'klg/11#kontakt' --stdin
blad -C anna record >/dev/null
was=$(git -C shared.git rev-parse main)
stopped INT blad -C anna sync
t_is "a push is ended too" "$status" $((128 + $(kill -l INT)))
t_ok "with its hook" t_wait 5 gone
t_is "the shared branch is where it was" "$(git -C shared.git rev-parse main)" "$was"
t_is "no ref of ours is left" "$(git -C anna for-each-ref refs/blad)" ""
rm shared.git/hooks/pre-receive
t_ok "the next sync goes through" blad -C anna sync
t_is "and the shared branch has it" "$(git -C shared.git rev-parse main)" "$(git -C anna rev-parse HEAD)"
t_done
