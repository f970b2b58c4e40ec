#!/usr/bin/env bash
# Signed versions: by the program that git's configuration names, and as git itself verifies them.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
t_need git ssh-keygen

git init -q -b main arkiv
cd arkiv || exit 1
git config user.name "Ada Ek"
git config user.email ada@example.org
printf '# Ett\n\n## Budget\n\nEn text.\n' >a.md
git add a.md
git commit -qm Ett
ssh-keygen -q -t ed25519 -N '' -C ada -f ../nyckel
ssh-keygen -q -t ed25519 -N 'hemligt ord' -C ada -f ../spärrad
printf 'ada@example.org %s\n' "$(cat ../nyckel.pub)" >../allowed
git config gpg.ssh.allowedSignersFile "$t_dir/allowed"

change() {	# TEXT
	printf '## Budget\n\n%s\n' "$1" | blad edit a.md#budget --stdin >/dev/null
}
tip() {
	git rev-parse HEAD
}
refused() {	# NAME PATTERN
	was=$(tip)
	t_fails "$1" 1 blad record -m x
	t_like "says what to do" "$err" "^blad: recording: signing: [^"$'\n'"]*$2[^"$'\n'"]*$"
	t_is "nothing has moved" "$(tip) $(git status --porcelain)" "$was "
	t_like "the draft is kept" "$(blad drafts)" 'a.md#budget'
	t_is "nothing private is left" "$(find .git/blad -path '*/run-*' 2>/dev/null)" ""
}

# ---- ssh ----
git config commit.gpgSign true
git config gpg.format ssh
change "Signerad."
refused "without a key" 'user.signingKey'
git config user.signingKey "$t_dir/nyckel"
t_ok "a version is signed by ssh" blad record -m Signerad
t_ok "as git verifies it" git verify-commit HEAD
t_is "with a whole signature" "$(git log -1 --format='%G? %GS')" "G ada@example.org"
t_is "git finds nothing to say" "$(git fsck --strict 2>&1)" ""
change "Utan."
t_ok "--no-sign does without" blad record -m Utan --no-sign
t_is "so it has none" "$(git log -1 --format=%G?)" N
t_is "nothing private is left" "$(find .git/blad -path '*/run-*' 2>/dev/null)" ""

cp ../nyckel ../nyckel.pub "$HOME"
git config user.signingKey '~/nyckel.pub'
change "Hemifrån."
t_ok "a key at home" blad record -m Hemifrån
t_ok "verified" git verify-commit HEAD

eval "$(ssh-agent -s)" >/dev/null
t_at_end kill "$SSH_AGENT_PID"
ssh-add -q ../nyckel
for key in "key::$(cat ../nyckel.pub)" "$(cat ../nyckel.pub)"; do
	git config user.signingKey "$key"
	change "Av agenten ${key%%:*}."
	t_ok "a key that is named by itself, and that the agent has" blad record -m Agent
	t_ok "verified" git verify-commit HEAD
done
git config --unset user.signingKey
git config gpg.ssh.defaultKeyCommand "sh -c 'cat \"$t_dir/nyckel.pub\"; echo mer'"
change "Frågad."
t_ok "a key that a command names" blad record -m Kommando
t_ok "verified" git verify-commit HEAD
git config gpg.ssh.defaultKeyCommand 'echo inget'
change "Ingen."
refused "a command that names none" 'gpg.ssh.defaultKeyCommand'
ssh-add -q -D
unset SSH_AUTH_SOCK

git config user.signingKey "$t_dir/spärrad"
if command -v setsid >/dev/null; then
	was=$(tip)
	t_fails "a passphrase that nobody can be asked for" 1 timeout 20 setsid -w blad record -m x
	t_like "is said" "$err" 'ssh-keygen'
	t_is "and nothing moves" "$(tip)" "$was"
fi
git config user.signingKey "$t_dir/saknas"
refused "a key that is not there" 'saknas'
git config user.signingKey "$t_dir/nyckel"
git config gpg.ssh.program finns-inte
refused "a program that is not there" 'finns-inte'
printf '#!/bin/sh\nprintf "nej\\033[2J\\n" >&2\nexit 0\n' >../tyst
chmod +x ../tyst
git config gpg.ssh.program "$t_dir/tyst"
refused "a program that makes none" 'nej'
t_unlike "its words are safe" "$err" $'\033'
git config --unset gpg.ssh.program
git config gpg.format pgp
refused "a form that nobody knows" 'gpg.format'
git config gpg.format ssh

# ---- joins and first versions ----
blad record -m Nu >/dev/null
cd ..
git init -q --bare -b main delad.git
cd arkiv
git remote add origin ../delad.git
git push -q -u origin main
git clone -q ../delad.git ../bo
(cd ../bo && git config user.name Bo && git config user.email bo@example.org && echo bo >bo.md && git add bo.md && git commit -qm Bo && git push -q)
change "Hos ada."
blad record -m Hos >/dev/null
t_ok "a join" blad sync
t_is "is one" "$(git log -1 --format=%P | wc -w)" 2
t_ok "and signed" git verify-commit HEAD
(cd ../bo && git pull -q && echo bo >>bo.md && git commit -qam Bo && git push -q)
change "Igen hos ada."
blad record -m Hos >/dev/null
git config user.signingKey "$t_dir/saknas"
was=$(tip)
t_fails "one that cannot be signed" 1 blad sync
t_is "is none" "$(tip)" "$was"
t_ok "but with --no-sign" blad sync --no-sign
t_is "it is made" "$(git log -1 --format='%G?')" N
cat >../global <<X
[user]
	name = Ada Ek
	email = ada@example.org
	signingKey = $t_dir/nyckel
[gpg]
	format = ssh
[gpg "ssh"]
	allowedSignersFile = $t_dir/allowed
[commit]
	gpgSign = yes
X
t_ok "a new archive" env GIT_CONFIG_GLOBAL="$t_dir/global" blad init ../nytt
t_ok "begins signed" env GIT_CONFIG_GLOBAL="$t_dir/global" git -C ../nytt verify-commit HEAD
t_is "and clean" "$(git -C ../nytt status --porcelain)" ""

# ---- gpg: a program of our own that speaks its protocol ----
cat >../falsk <<'X'
#!/bin/sh
printf '%s\n' "$*" >>"$0.args"
cat >"$0.in"
case $(cat "$0.mode") in
good) printf '\n[GNUPG:] KEY_CONSIDERED x 2\n[GNUPG:] SIG_CREATED D 1 8 00 1 x\n' >&2; printf -- '-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n' ;;
silent) printf -- '-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n' ;;
inside) echo "x [GNUPG:] SIG_CREATED D" >&2; echo abc ;;
status) printf '\n[GNUPG:] SIG_CREATED D 1 8 00 1 x\n' >&2; echo abc; exit 2 ;;
no) echo "gpg: ingen nyckel" >&2; echo "[GNUPG:] INV_SGNR 9 x" >&2; exit 2 ;;
esac
X
chmod +x ../falsk
git config --unset gpg.format
git config --unset user.signingKey
git config gpg.program "$t_dir/falsk"
echo good >../falsk.mode
change "Av gpg."
t_ok "a version is signed by gpg" blad record -m Gpg
t_is "called as git calls it" "$(cat ../falsk.args)" "--status-fd=2 -bsau Ada Ek <ada@example.org>"
git cat-file commit HEAD | sed '/^gpgsig/,/^ -----END/d' >../unsigned
t_same "what it signed is the version without the signature" ../falsk.in ../unsigned
t_is "what it made stands in it" "$(git cat-file commit HEAD | grep -A4 ^gpgsig)" "gpgsig -----BEGIN PGP SIGNATURE-----
 
 abc
 -----END PGP SIGNATURE-----"
change "Inte av gpg."
for mode in silent inside status no; do
	echo $mode >../falsk.mode
	refused "a program that says $mode" falsk
done
t_like "gpg's words are shown" "$err" 'ingen nyckel'
t_unlike "those for programs are not" "$err" GNUPG
echo good >../falsk.mode
git config gpg.openpgp.program "$t_dir/saknas"
refused "gpg.openpgp.program comes first" saknas
git config --unset gpg.openpgp.program
git config gpg.format x509
git config gpg.x509.program "$t_dir/falsk"
git config user.signingKey 0xABC
t_ok "x509 speaks the same" blad record -m X509
t_like "with its key" "$(tail -n 1 ../falsk.args)" '-bsau 0xABC$'
git config --unset gpg.format
git config --unset user.signingKey
git config --unset gpg.program

# ---- gpg itself ----
export GNUPGHOME=$t_dir/g
mkdir -m 700 "$GNUPGHOME"
if command -v gpg >/dev/null && timeout 60 gpg --batch --quiet --pinentry-mode loopback --passphrase '' --quick-gen-key 'Ada Ek <ada@example.org>' ed25519 sign never 2>/dev/null
then
	t_at_end gpgconf --kill gpg-agent
	change "Av riktig gpg."
	t_ok "gpg itself signs" blad record -m Gpg
	t_ok "as git verifies it" git verify-commit HEAD
	t_is "well" "$(git log -1 --format=%G? | tr U G)" G
	git config user.signingKey nobody@example.org
	change "Av ingen."
	refused "a key that it lacks" 'nobody'
else
	t_skip "gpg itself" "it is not installed"
fi
t_is "git finds all in order" "$(git fsck --strict 2>&1 | grep -v dangling)" ""
t_done
