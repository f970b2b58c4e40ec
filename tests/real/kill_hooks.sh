#!/usr/bin/env bash
# kill -9 at every moment of one recording that hooks look at and ssh-keygen signs: the next needs no person, and the version is there once.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
t_need git ssh-keygen
. "$SRCDIR/tests/real/faults.sh" || exit 1

git init -q -b main seed
git -C seed config user.name "Karin Ek"
git -C seed config user.email karin.ek@example.org
printf '# Ett\n\n## Budget\n\nTolv.\n' >seed/a.md
git -C seed add -A
git -C seed commit -qm första
ssh-keygen -q -t ed25519 -N '' -C karin -f nyckel
printf 'karin.ek@example.org %s\n' "$(cat nyckel.pub)" >allowed
git -C seed config commit.gpgSign true
git -C seed config gpg.format ssh
git -C seed config user.signingKey "$t_dir/nyckel"
git -C seed config gpg.ssh.allowedSignersFile "$t_dir/allowed"
mkdir -p seed/.git/hooks
cat >seed/.git/hooks/pre-commit <<'X'
#!/bin/sh
b=$(git show :a.md | sed 's/FEL/rätt/' | git hash-object -w --stdin) && git update-index --cacheinfo 100644,$b,a.md
X
printf '#!/bin/sh\nprintf "\\nKrok: ja\\n" >>"$1"\n' >seed/.git/hooks/commit-msg
chmod +x seed/.git/hooks/*
printf '## Budget\n\nFEL Fjorton.\n' | blad -C seed edit a.md#budget --stdin >/dev/null
drafts=$(blad -C seed drafts)

cp -a seed whole
moments=$("$faults" count log blad -C whole record)
t_is "a recording without a kill" "$(litter whole)$(blad -C whole drafts --json | grep -o '"address"')" ""
tree=$(git -C whole rev-parse 'HEAD^{tree}')
[ "$moments" -gt 20 ] || t_note "$moments moments"
t_is "has moments" "$([ "$moments" -gt 20 ] && echo many)" many

killed=0
for ((n = 1; n <= moments + 20; n++)); do
	rm -rf k
	cp -a seed k
	said=$("$faults" kill $n log blad -C k record)
	[ "$said" = killed ] || break
	killed=$((killed + 1))
	count=$(git -C k rev-list --count HEAD)
	# Whatever comes first repairs it: a look, or the next recording.
	if ((n % 2)); then
		blad -C k status >log 2>&1 || bad $n "status: $(cat log)"
		expect $n "no version of its own" "$(git -C k rev-list --count HEAD)" "$count"
		if [ "$count" = 1 ]; then
			expect $n "the drafts" "$(blad -C k drafts)" "$drafts"
		else
			expect $n "no drafts" "$(blad -C k drafts --json | grep -o '"address"')" ""
		fi
		expect $n "after a look" "$(litter k)" ""
	fi
	blad -C k record >log 2>&1 || bad $n "record: $(cat log)"
	expect $n "signature" "$(git -C k log -1 --format='%G? %b')" "G Krok: ja"
	expect $n "private files" "$(find k/.git/blad -name 'run-*')" ""
	expect $n "versions" "$(git -C k rev-list --count HEAD)" 2
	expect $n "the version" "$(git -C k rev-parse 'HEAD^{tree}')" "$tree"
	expect $n "no drafts are left" "$(blad -C k drafts --json | grep -o '"address"')" ""
	expect $n "litter" "$(litter k)" ""
done
t_note "$killed kills"
t_is "every moment was one" "$said" "ended 0"
fine "killed at any moment, the next start needs no person, and the version is there once"
t_done
