#!/usr/bin/env bash
# What happens under an open window: another window takes the draft, plain git records, checks out another branch.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
t_need git tmux
tm() { tmux -L "blad-test-$$" -f /dev/null "$@"; }
t_at_end tm kill-server
has() { tm capture-pane -p -t "$1" | grep -q -- "$2"; }
keys() { tm send-keys -t "$@"; }
sees() { t_ok "$3" t_wait 10 has "$1" "$2" || tm capture-pane -p -t "$1" | sed 's/^/# |/'; }

blad demo demo >/dev/null
git -C demo config user.name "Karin Ek"
git -C demo config user.email karin.ek@adala.example
newest=$(blad -C demo list --json | grep -o '"address": *"[^"]*"' | head -1 | sed 's/.*: *"//; s/"$//')

tm new-session -d -x 80 -y 24 -s a "blad -C $PWD/demo"
tm set-option -g escape-time 0
sees a "Enter" "the list"
keys a e
sees a "unchanged" "the editor"
keys a "Från det första. "
sees a "all typing kept" "typed"
keys a C-p
sees a "next item" "the page lets go of the draft"

tm new-session -d -x 80 -y 24 -s b "blad -C $PWD/demo"
sees b "Enter" "another window"
keys b e
sees b "Från det första" "has the draft"
keys b "Från det andra. "
sees b "all typing kept" "and types"
keys a Escape
sees a "in another window" "the first window says that another one has it"
sees a "only to read" "and that it may only read"
keys a "Vart tar detta vägen?"
keys a F1
sees a "Help" "what is typed there"
keys a Escape
sees a "in another window" "is refused"
t_ok "and not shown as if it were kept" eval '! has a vägen'
keys b Escape
sees b "Enter" "the other one leaves"
keys a x
sees a "changed elsewhere" "the first is shown what is there now"
keys a "Till sist. "
sees a "Till sist" "and goes on"
t_ok "and keeps it" t_wait 5 eval 'blad -C demo show "$newest" --source | grep -q "Till sist"'
t_like "with what the other typed" "$(blad -C demo show "$newest" --source)" "Från det andra"

git -C demo checkout -q -b annan
keys a Escape
sees a "The archive is on annan now; drafts on main wait there" "another branch is noticed and told"
t_is "it has no draft" "$(blad -C demo drafts)" ""
keys a e
sees a "unchanged" "nor has the editor"
keys a Escape
sees a "Enter" "the list"
git -C demo checkout -q main
keys a D
sees a "The archive is on main now" "and back"
sees a "lead" "the draft is there"
t_like "whole" "$(blad -C demo show "$newest" --source)" "Till sist"
t_done
