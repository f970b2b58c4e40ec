#!/usr/bin/env bash
# kill -9 at every moment of one sync that joins: the next one needs no person, and every version is there once.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
t_need git
. "$SRCDIR/tests/real/faults.sh" || exit 1

mkdir seed
cd seed || exit 1
git init -q -b main anna
cd anna || exit 1
git config user.name Anna
git config user.email anna@example.org
printf '# Blad\n\n## Ett\n\nEtt.\n\n## Två\n\nTvå.\n' >a.md
git add -A
git commit -qm första
cd ..
git clone -q --bare anna delad.git
git -C delad.git remote remove origin
git -C anna remote add origin ../delad.git
git -C anna fetch -q
git -C anna branch -q -u origin/main
git clone -q delad.git bo
git -C bo remote set-url origin ../delad.git
git -C bo config user.name Bo
git -C bo config user.email bo@example.org
sed -i 's/^Två\./Två hos Bo./' bo/a.md
echo b >bo/b.md
git -C bo add -A
git -C bo commit -qm 'Bos version'
git -C bo push -q
sed -i 's/^Ett\./Ett hos Anna./' anna/a.md
git -C anna commit -qam 'Annas version'
cd ..

# all DIR: what must stand in the end, in the clone and in the shared repository
all() {
	git -C "$1/anna" log --format=%s | sort
	git -C "$1/anna" rev-parse 'HEAD^{tree}'
	cat "$1/anna/a.md" "$1/anna/b.md"
	[ "$(git -C "$1/anna" rev-parse HEAD)" = "$(git -C "$1/delad.git" rev-parse main)" ] || echo apart
	[ "$(git -C "$1/anna" rev-parse HEAD)" = "$(git -C "$1/anna" rev-parse origin/main)" ] || echo untracked
}

cp -a seed whole
moments=$("$faults" count log blad -C whole/anna sync)
t_is "a sync without a kill" "$(litter whole/anna)$(litter whole/delad.git)" ""
want=$(all whole)
t_is "joins both" "$(grep -c . <<<"$want")$(grep -c 'hos Bo\|hos Anna' <<<"$want")" "112"
[ "$moments" -gt 40 ] || t_note "$moments moments"
t_is "has moments" "$([ "$moments" -gt 40 ] && echo many)" many

killed=0
for ((n = 1; n <= moments + 50; n++)); do
	rm -rf k
	cp -a seed k
	said=$("$faults" kill $n log blad -C k/anna sync)
	[ "$said" = killed ] || break
	killed=$((killed + 1))
	if ((n % 3 == 0)); then
		blad -C k/anna status >log 2>&1 || bad $n "status: $(cat log)"
		expect $n "after a look" "$(git -C k/anna status --porcelain; locks k)" ""
	elif ((n % 3 == 1)); then
		# The next thing that anyone does is a version of their own.
		echo Tre. | blad -C k/anna add a.md --title Tre --stdin >/dev/null 2>log || bad $n "add: $(cat log)"
		blad -C k/anna record -m Tre >log 2>&1 || bad $n "record: $(cat log)"
	fi
	blad -C k/anna sync >log 2>&1 || bad $n "sync: $(cat log)"
	if ((n % 3 == 1)); then
		expect $n "versions" "$(git -C k/delad.git log --format=%s | grep -v ^Joined | sort | tr '\n' ' ')" "Annas version Bos version Tre första "
		expect $n "texts" "$(git -C k/delad.git show main:a.md | grep -c 'hos Bo\|hos Anna\|^Tre')" 3
		expect $n "one tip" "$(git -C k/anna rev-parse HEAD)" "$(git -C k/delad.git rev-parse main)"
	else
		expect $n "the end" "$(all k)" "$want"
	fi
	expect $n "litter" "$(litter k/anna)$(litter k/delad.git)" ""
done
t_note "$killed kills"
t_is "every moment was one" "$said" "ended 0"
fine "killed at any moment, the next sync needs no person, and every version is there once"
t_done
