#!/usr/bin/env bash
# kill -9 at random times during syncs of several kinds: what is there stays whole, and the same sync, begun again, needs no person.
# KILLS=500 for the whole; KILL_SEED.  (kill_sync.sh knows each moment of one sync; here the server's programs run on as they would.)
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
t_need git
. "$SRCDIR/tests/real/litter.sh" || exit 1
kills=${KILLS:-40} RANDOM=${KILL_SEED:-1}
mkfifo .t/never
exec 8<>.t/never

# The state from which each kind of sync begins.
mkdir seed
cd seed || exit 1
git init -q -b main anna
for v in mars april maj; do
	printf '# Blad\n\n## Ett\n\nEtt.\n\n## Två\n\nTvå i %s.\n' "$v" >anna/a.md
	printf '# Annat\n\n## Tre\n\nTre i %s.\n' "$v" >anna/c.md
	git -C anna add -A
	git -C anna -c user.name=Karin -c user.email=karin@example.org commit -qm "$v"
done
cd ..

begin() {	# KIND: in $PWD
	git clone -q --bare "$t_dir/seed/anna" delad.git
	for who in anna bo; do
		git clone -q delad.git $who
		git -C $who remote set-url origin ../delad.git
		git -C $who config user.name $who
		git -C $who config user.email $who@example.org
	done
	if [ "$1" != send ]; then
		sed -i 's/^Två.*/Två hos Bo./' bo/a.md
		echo b >bo/b.md
		git -C bo add -A
		git -C bo commit -qm 'Bos version'
		git -C bo push -q
	fi
	if [ "$1" != receive ]; then
		sed -i 's/^Ett\./Ett hos Anna./' anna/a.md
		git -C anna commit -qam 'Annas version'
	fi
	[ "$1" != by_hand ] || echo 'För hand.' >>anna/c.md
	if [ "$1" = notes ]; then
		blad -C bo match part "c.md#tre@$(git -C bo log --format=%h -1 --grep=april)" >/dev/null
		blad -C bo sync >/dev/null
		blad -C anna match part "c.md#tre@$(git -C bo log --format=%h -1 --grep=maj)" >/dev/null
	fi
}

# What must stand in the end, in the clone and in the shared repository.
all() {	# DIR
	git -C "$1/anna" log --format=%s | sort
	git -C "$1/anna" rev-parse 'HEAD^{tree}'
	git -C "$1/anna" status --porcelain
	(cd "$1/anna" && tail -n 3 *.md)
	git -C "$1/delad.git" notes --ref=blad list | wc -l
	blad -C "$1/anna" match
	[ "$(git -C "$1/anna" rev-parse HEAD)" = "$(git -C "$1/delad.git" rev-parse main)" ] || echo apart
	[ "$(git -C "$1/anna" rev-parse HEAD)" = "$(git -C "$1/anna" rev-parse origin/main)" ] || echo untracked
	[ "$(git -C "$1/anna" rev-parse -q --verify refs/notes/blad)" = "$(git -C "$1/delad.git" rev-parse -q --verify refs/notes/blad)" ] || echo notes apart
}

# The files, each as some version had it.
texts() {	# DIR
	(cd "$1/anna" && for f in *.md; do git hash-object "$f"; done) | grep -vxFf known
}

left_over() {	# DIR
	git -C "$1/anna" fsck --strict --no-dangling 2>&1
	git -C "$1/delad.git" fsck --strict --no-dangling 2>&1
}

now() {
	echo "${EPOCHREALTIME/./}"
}

killed=0 early=0
for kind in receive send join by_hand notes; do
	mkdir "$kind"
	cd "$kind" || exit 1
	mkdir from
	(cd from && begin $kind)
	(cd from/anna && cat <(git hash-object -- *.md) <(git rev-list --all --objects | cut -d' ' -f1)) >known
	cp -a from whole
	began=$(now)
	blad -C whole/anna sync >log 2>&1 || cat log
	took=$(($(now) - began))
	want=$(all whole)
	git -C whole/anna rev-list --all --objects | cut -d' ' -f1 >>known
	t_like "$kind: a sync without a kill" "$want" "$(case $kind in receive) echo 'Bos version' ;; send) echo 'Annas version' ;; *) echo 'Annas version.*Bos version' ;; esac)"
	t_unlike "$kind: brings all together" "$want" "apart|untracked"
	for ((n = 0; n < (kills + 4) / 5; )); do
		rm -rf k
		cp -a from k
		wait=$((RANDOM * 32768 + RANDOM))
		wait=$((wait % (took * 11 / 10)))
		blad -C k/anna sync >log 2>&1 &
		pid=$!
		read -rt "$(printf '0.%06d' $wait)" <&8
		kill -9 $pid 2>/dev/null
		{ wait $pid; } 2>/dev/null
		if [ $? != 137 ]; then	# it was done already
			early=$((early + 1))
			took=$((took * 15 / 16))
			continue
		fi
		n=$((n + 1)) killed=$((killed + 1))
		moment="$kind, $wait µs"
		expect "$moment" "fsck after the kill" "$(left_over k)" ""
		expect "$moment" "texts that no version had" "$(texts k)" ""
		[ $kind != by_hand ] || expect "$moment" "what was written by hand" "$(tail -n 1 k/anna/c.md)" "För hand."
		blad -C k/anna sync >log 2>&1 || bad "$moment" "the next sync: $(cat log)"
		[ "$(all k)" = "$want" ] || bad "$moment" "the end: $(diff <(echo "$want") <(all k))"
		expect "$moment" "fsck" "$(left_over k)" ""
		expect "$moment" "locks" "$(locks k)" ""
		expect "$moment" "intents and refs" "$(find k/anna/.git/blad -name 'intent*'; git -C k/anna for-each-ref refs/blad | grep -v refs/blad/notes/)" ""
	done
	cd .. || exit 1
done
t_note "$killed kills; $early came too late"
t_is "there were as many" "$([ $killed -ge "$kills" ] && echo yes)" yes
fine "killed at any time, the next sync needs no person, and every version is there once"
t_done
