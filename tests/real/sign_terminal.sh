#!/usr/bin/env bash
# A key with a passphrase: who records in the interface is asked on the terminal itself, and comes back.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
t_need git ssh-keygen tmux
. "$SRCDIR/tests/real/tmux.sh" || exit 1

git init -q -b main arkiv
cd arkiv || exit 1
git config user.name "Ada Ek"
git config user.email ada@example.org
printf '# Ett\n\n## Budget\n\nEn text.\n' >a.md
git add a.md
git commit -qm Ett
ssh-keygen -q -t ed25519 -N 'hemligt ord' -C ada -f ../nyckel
printf 'ada@example.org %s\n' "$(cat ../nyckel.pub)" >../allowed
git config commit.gpgSign true
git config gpg.format ssh
git config user.signingKey "$t_dir/nyckel"
git config gpg.ssh.allowedSignersFile "$t_dir/allowed"
printf '## Budget\n\nNy text.\n' | blad edit a.md#budget --stdin >/dev/null

shows() {
	tm capture-pane -p | grep -q "$1"
}
begin() {
	tm new-session -d -x 90 -y 24 "env TERM=screen blad --lang en"
	t_ok "the interface" t_wait 20 shows 'R record'
	tm send-keys R
	t_ok "asks what changed" t_wait 20 shows 'What changed'
	tm send-keys Enter
	t_ok "and then for the passphrase" t_wait 30 shows 'passphrase'
}

begin
tm send-keys -l 'hemligt ord'
tm send-keys Enter
t_ok "back again, it tells what was recorded" t_wait 30 shows 'Recorded: “Budget: changed”'
t_ok "which is signed" git verify-commit HEAD
tm_end

was=$(git rev-parse HEAD)
printf '## Budget\n\nNyare text.\n' | blad edit a.md#budget --stdin >/dev/null
begin
tm send-keys -l 'fel ord'
tm send-keys Enter
t_ok "a wrong one is told" t_wait 30 shows 'Enter goes back to blad'
tm send-keys Enter
t_ok "and nothing recorded" t_wait 20 shows 'Nothing was recorded; the drafts stay'
t_is "indeed" "$(git rev-parse HEAD)" "$was"
tm_end
t_done
