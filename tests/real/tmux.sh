# A terminal for tests, to be sourced: tm COMMAND… speaks to it, tm_end ends it and all that runs in it.
# Every terminal has a server of its own, since the one before may still be about to end.
export TMUX_TMPDIR=$t_dir/.t
tm_turn=0
tm() {
	tmux -L "t$tm_turn" -f /dev/null "$@"
}
tm_end() {
	tm kill-server 2>/dev/null
	tm_turn=$((tm_turn + 1))
}
t_at_end tm kill-server
