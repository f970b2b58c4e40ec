#!/usr/bin/env bash
# Hooks and signatures in the interface: recording is done beside, what programs say is shown, Esc ends them.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
t_need git ssh-keygen

git init -q -b main arkiv
cd arkiv || exit 1
git config user.name "Ada Ek"
git config user.email ada@example.org
printf '# Ett\n\n## Budget\n\nEn text.\n' >a.md
git add a.md
git commit -qm Ett
mkdir -p .git/hooks
printf '## Budget\n\nNy text.\n' | blad edit a.md#budget --stdin >/dev/null

hook() {
	printf '#!/bin/sh\n%s\n' "$2" >".git/hooks/$1"
	chmod +x ".git/hooks/$1"
}
screen() {	# LINES…
	printf '%s\n' "$@" >../script
	t_run timeout 60 blad --lang en --screen ../script --size 80x24
	out=$(tr -s ' \n' ' ' <<<"$out")
}

# ---- refused, and again with other words ----
hook commit-msg 'grep -q Ärende "$1" && exit 0; printf "inget \033[31märende\n"; exit 1'
screen "keys R" "type : två" "keys Enter" wait "dump refused" "type  (Ärende 5)" "keys Enter" wait "dump recorded"
t_like "a hook's words and its refusal are shown" "$out" 'inget ärende – Recording: the hook hooks/commit-msg refused'
t_like "what was typed is asked for again" "$out" 'What changed: Budget: changed: två'
t_like "and then recorded" "$out" 'Recorded: “Budget: changed: två \(Ärende 5\)”'
t_is "as git has it" "$(git log -1 --format=%s)" "Budget: changed: två (Ärende 5)"
t_is "with its files" "$(git status --porcelain; grep Ny a.md)" "Ny text."
rm .git/hooks/commit-msg

# ---- ended ----
hook pre-commit 'echo $$ >"$PWD.pid"; while [ ! -e "$PWD.go" ]; do sleep 0.05; done'
printf '## Budget\n\nLång väntan.\n' | blad edit a.md#budget --stdin >/dev/null
was=$(git rev-parse HEAD)
screen "keys R Enter" "dump works" "keys j" "dump still" "keys Esc" "dump ended"
t_like "a hook that lasts leaves the keys free" "$out" '(pre-commit works|Making the version) ….*The version is being made; Esc ends that'
t_like "Esc ends it" "$out" 'Ended\. Nothing was recorded; the drafts stay'
t_is "nothing has moved" "$(git rev-parse HEAD)" "$was"
t_ok "and it is gone" t_wait 5 sh -c '[ ! -e "$PWD.pid" ] || ! kill -0 $(cat "$PWD.pid")'
t_is "nothing private is left" "$(blad drafts >/dev/null; find .git/blad -path '*/run-*/*')" ""
touch "$PWD.go"
hook pre-commit 'b=$(echo "# Ett, rättat" | git hash-object -w --stdin); git update-index --cacheinfo 100644,$b,a.md'
screen "keys R Enter" wait "dump recorded"
t_like "what a hook makes of it" "$out" 'Recorded: “'
t_is "is recorded" "$(git show HEAD:a.md; git status --porcelain)" "# Ett, rättat"
t_is "and no draft is left" "$(blad --lang en drafts | grep -c a.md)" 0
rm .git/hooks/pre-commit

# ---- sharing ----
git init -q --bare -b main ../delad.git
git remote add origin ../delad.git
git push -q -u origin main
printf '# Delad\n' | blad edit a.md --stdin >/dev/null
blad record -m Delad >/dev/null
hook pre-push 'echo "inte på en söndag"; exit 1'
screen "keys s" wait "dump refused"
t_like "a hook before the push speaks" "$out" 'inte på en söndag.*hooks/pre-push refused.*stays here'
hook pre-push 'echo "gärna"'
screen "keys s" wait "dump sent"
t_like "and agrees" "$out" 'gärna.*1 version sent'
rm .git/hooks/pre-push

# ---- signed ----
ssh-keygen -q -t ed25519 -N '' -f ../nyckel
printf 'ada@example.org %s\n' "$(cat ../nyckel.pub)" >../allowed
git config commit.gpgSign true
git config gpg.format ssh
git config user.signingKey "$t_dir/nyckel"
git config gpg.ssh.allowedSignersFile "$t_dir/allowed"
printf '# Två\n' | blad edit a.md --stdin >/dev/null
screen "keys R Enter" wait "dump recorded"
t_like "a signed version" "$out" 'Recorded: “'
t_ok "is signed" git verify-commit HEAD

# ---- without any program it is done at once ----
git config --unset commit.gpgSign
printf '# Tre\n' | blad edit a.md --stdin >/dev/null
screen "keys R Enter" "dump recorded"
t_like "no hook, no waiting" "$out" 'Recorded: “'
t_done
