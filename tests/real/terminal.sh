#!/usr/bin/env bash
# The real program in a real terminal: the whole job with keys alone, at 80x24 and 200x50; then killed while typing.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
t_need git tmux
. "$SRCDIR/tests/real/tmux.sh" || exit 1
has() { tm capture-pane -p | grep -q -- "$1"; }
start() {	# COLS ROWS COMMAND
	tm_end
	tm new-session -d -x "$1" -y "$2" "$3"
	tm set-option -g escape-time 0
}
keys() { tm send-keys "$@"; }
sees() { t_ok "$1" t_wait 10 has "$2" || tm capture-pane -p | sed 's/^/# |/'; }

blad demo demo >/dev/null
newest=$(blad -C demo list --json | grep -o '"address": *"[^"]*"' | head -1 | sed 's/.*: *"//; s/"$//')
first=$(blad -C demo items "$newest" --json | grep -o '"title": *"[^"]*"' | head -1 | sed 's/.*: *"//; s/"$//')

for size in "80 24" "200 50"; do
	rm -rf demo demo.git && blad demo demo >/dev/null
	git -C demo config user.name "Karin Ek"
	git -C demo config user.email karin.ek@adala.example
	start $size "blad -C $PWD/demo; echo ended \$?; sleep 60"
	sees "$size: the list" "Enter"
	keys Enter
	sees "$size: the reader" "$first"
	keys ']' e
	sees "$size: the editor" "\\^S"
	keys End
	keys " Mycket viktigt."
	sees "$size: what is typed is seen" "Mycket viktigt."
	keys C-s
	keys Escape
	sees "$size: back in the reader" "next item"
	sees "$size: with the new words" "Mycket viktigt."
	keys R
	sees "$size: recording proposes a message" "$first"
	keys Enter
	t_ok "$size: the version is made" t_wait 10 eval '[ -z "$(blad -C demo drafts)" ]'
	t_is "$size: git status is clean" "$(git -C demo status --porcelain)" ""
	keys v
	sees "$size: its history has it" "Karin Ek"
	sees "$size: with the words marked" "{+Mycket viktigt"
	keys Escape
	sees "$size: back again" "next item"
	keys s
	t_ok "$size: sync sends it" t_wait 20 eval '[ "$(git -C demo.git rev-parse main)" = "$(git -C demo rev-parse HEAD)" ]'
	t_is "$size: exactly that change" "$(git -C demo.git log -p -1 --format= main | grep -c '^[-+][^-+]')" 2
	keys Q
	sees "$size: ended" "ended 0"
done

# The wheel: arrow keys, so that the mouse still selects text; reports where tmux has the mouse, or when they are asked for.
wheel() {	# NAME TAKEN SCROLLS SETTINGS…
	local name=$1 flag=$2 scrolls=$3; shift 3
	start 80 24 "read -r go; exec env $* blad -C $PWD/demo"
	tm pipe-pane "cat >$PWD/sent"
	keys Enter
	sees "$name: the list" "Enter"
	t_is "$name: is the mouse taken" "$(tm display-message -p '#{mouse_any_flag}')" "$flag"
	keys q
	t_ok "$name: ended" t_wait 10 eval '! tm has-session 2>/dev/null'
	if [ "$scrolls" = yes ]; then
		t_ok "$name: alternate scroll, put back at the end" t_wait 5 eval 'tr -d "\n" <sent | grep -q "1007s.*1007h.*1007r"'
	else
		t_fails "$name: no alternate scroll" 1 grep -q 1007 sent
	fi
}
wheel "in tmux" 1 no
wheel "elsewhere" 0 yes -u TMUX TERM=xterm-256color
git -C demo config blad.mouse true
wheel "the mouse wanted" 1 no -u TMUX TERM=xterm-256color
git -C demo config blad.mouse off
wheel "the mouse left alone" 0 no

rm -rf demo demo.git && blad demo demo >/dev/null
start 80 24 "blad -C $PWD/demo"
sees "again the list" "Enter"
keys Enter; sees "the reader" "$first"; keys ']' e; sees "the editor" "\\^S"
keys "Det här skrevs innan det small. "
sees "typed" "innan det small"
sleep 1.2	# the second that may be lost
pid=$(tm list-panes -F '#{pane_pid}')
[ -n "$pid" ] || { t_note "no program to kill"; exit 1; }
pkill -KILL -P "$pid" 2>/dev/null || kill -KILL "$pid"
t_ok "killed" t_wait 10 eval '! kill -0 "$pid" 2>/dev/null || true'
t_like "what was typed is in the draft" "$(blad -C demo show "$newest" --source)" "innan det small"
start 80 24 "blad -C $PWD/demo"
sees "and offered at the next start" "innan det small\\|continue\\|Continue"
tm_end
t_done
