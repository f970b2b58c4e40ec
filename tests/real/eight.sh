#!/usr/bin/env bash
# Eight editors in eight clones, all at once, many rounds of random work and syncs: one tree in the end, every sentence once.
# EIGHT_ROUNDS=200 for the whole; EIGHT_SEED, EIGHT_EDITORS.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
t_need git
[ -x "$BUILDDIR/tests/jsoncheck" ] || t_skip_all "tests/jsoncheck is not built"
rounds=${EIGHT_ROUNDS:-4} seed=${EIGHT_SEED:-1} editors=${EIGHT_EDITORS:-8}

# What blad asks of the other side is written down, one line a conversation.
mkdir .t/talks
cat >.t/talks/git <<-X
	#!/bin/sh
	echo "\$1" >>"\$TALKS"
	exec $(command -v git) "\$@"
X
chmod +x .t/talks/git

make_shared() {	# DIR: three issues with an item each
	local n
	git init -q -b main "$1"
	for n in ett två tre; do
		printf -- '---\ntitle: Nummer %s\n---\n\n# Nummer %s\n\nInledning.\n' "$n" "$n" >"$1/$n.md"
	done
	git -C "$1" add -A
	git -C "$1" -c user.name=Redaktör -c user.email=r@adala.example commit -qm "första"
	git clone -q --bare "$1" "$1.git"
}

did() {	# a step of the editor's that must end well; 3: questions are left
	"$@" >said 2>&1 || [ $? = 3 ] || echo "round $round: $*: $(cat said)" >>wrong
}

# Milliseconds on the clock.
now() {
	local t=${EPOCHREALTIME/./}
	echo "${t%???}"
}

work() {	# in the editor's folder: one round of steps, all of them drafts
	local verb a b c
	while IFS=$'\t' read -r verb a b c; do
		case $verb in
		"+ "*|"- "*) echo "$verb" >>marks ;;
		"next "*) next=${verb#next } ;;
		edit) did blad -C clone edit "$a" --stdin <"$b" ;;
		add) did blad -C clone add "$a" --title "$c" --stdin <"$b" ;;
		delete) did blad -C clone delete "$a" ;;
		move) did blad -C clone move "$a" "$b" ;;
		set) did blad -C clone set "$a" "$b" "$c" ;;
		esac
	done <steps
	[ "$(grep -c '^[a-z]*	' steps)" = 0 ] || did blad -C clone record
}

answer() {	# what sync asks
	local address kind way file
	blad -C clone conflicts --json >said 2>>err
	"$BUILDDIR/tests/jsoncheck" <said | LC_ALL=C awk -F'\t' -v dir="$PWD" -f "$SRCDIR/tests/real/settle.awk" >answers
	while IFS=$'\t' read -r address kind way file; do
		echo "$kind" >>asked
		did blad -C clone resolve "$address" --kind "$kind" "$way" $file
	done <answers
}

share() {	# one sync, and what it asks, until it is through
	local begin end asks
	: >talks
	begin=$(now)
	for ((asks = 0; asks < 20; asks++)); do
		TALKS=$PWD/talks PATH=$t_dir/.t/talks:$PATH blad -C clone sync >said 2>&1
		status=$?
		[ $status = 3 ] && [ "$mixed" = 1 ] || break
		cp said "asked.$asks"
		answer
	done
	end=$(now)
	echo "$((end - begin)) $(grep -c upload-pack talks) $(grep -c receive-pack talks)" >>times
	[ $status = 0 ] || echo "round $round: sync: $status: $(cat said)" >>wrong
}

edit_rounds() {	# NUMBER
	local round next=1
	cd "e$1" || exit 1
	: >marks
	: >wrong
	: >asked
	for ((round = 1; round <= rounds; round++)); do
		(cd clone && awk -v who="$1" -v round="$round" -v seed="$seed" -v mixed="$mixed" -v careful="$careful" -v free="$next" -v dir="$PWD/.." \
			-f "$SRCDIR/tests/real/editor.awk" *.md) >steps
		work
		share
	done
}

# The words that are to stand, and those that stand, with how often.  Where a person decides between texts, a title that was taken away may have
# been kept with what another wrote below it, and stand in two issues with the halves of its text; sentences stand once in any case.
count_of() {
	if [ "$mixed" = 1 ]; then
		awk -v list="$(cat e*/marks | awk '$1 == "-" { print $2 }')" 'BEGIN { n = split(list, l); while (n) gone[l[n--]] = 1 }
			$1 ~ /t/ { if ($1 in gone) next; $2 = 1 } { print }'
	else
		cat
	fi
}
wanted() {
	cat e*/marks | awk '$1 == "+" { n[$2]++ } $1 == "-" { n[$2]-- } END { for (w in n) if (n[w]) print w, n[w] }' | count_of | sort
}
standing() {	# CLONE
	cat "$1"/*.md | grep -ao 'e[0-9]\+[nt][0-9]\+' | sort | uniq -c | awk '{ print $2, $1 }' | count_of | sort
}

one_day() {	# NAME MIXED CAREFUL
	local n pids=() begin took mixed=$2 careful=$3
	make_shared shared
	for ((n = 1; n <= editors; n++)); do
		mkdir "e$n"
		git clone -q shared.git "e$n/clone"
		git -C "e$n/clone" config user.name "Redaktör $n"
		git -C "e$n/clone" config user.email "r$n@adala.example"
	done
	begin=$(now)
	for ((n = 1; n <= editors; n++)); do
		edit_rounds "$n" &
		pids+=($!)
	done
	wait "${pids[@]}"
	took=$(($(now) - begin))
	for ((n = 1; n <= editors; n++)); do
		t_run blad -C "e$n/clone" sync
		[ "$status" = 0 ] || echo "last sync of $n: $out$err" >>"e$n/wrong"
	done
	for ((n = 1; n <= editors; n++)); do blad -C "e$n/clone" sync >/dev/null 2>&1; done
	t_is "$1: nobody was stopped" "$(head -n 5 e*/wrong | grep -v '^==>\|^$')" ""
	t_is "$1: everybody wrote" "$(grep -l '^+' e*/marks | wc -l)" "$editors"
	t_is "$1: much of it stands" "$([ "$(wanted | wc -l)" -gt $((editors * rounds)) ] && echo yes)" yes
	t_is "$1: one version" "$(for ((n = 1; n <= editors; n++)); do git -C "e$n/clone" rev-parse HEAD; done | sort -u | wc -l)" 1
	t_is "$1: which is the shared one" "$(git -C e1/clone rev-parse HEAD)" "$(git -C shared.git rev-parse main)"
	t_is "$1: all work trees are it" "$(for ((n = 1; n <= editors; n++)); do git -C "e$n/clone" status --porcelain; done)" ""
	t_is "$1: every sentence and item once, none that was taken away" "$(standing e1/clone)" "$(wanted)"
	t_is "$1: no markers" "$(cat e1/clone/*.md | grep -c '^\(<<<<<<<\|=======\|>>>>>>>\)')" 0
	t_is "$1: fsck" "$(git -C shared.git fsck --no-dangling 2>&1; git -C e1/clone fsck --no-dangling 2>&1)" ""
	cat e*/times | sort -n | awk -v name="$1" -v took="$took" '{ ms[NR] = $1; if ($2 > tries) tries = $2; all += $2; sent += $3 } END {
		printf "# %s: %d syncs in %.1f s; ms median %d, 95 %% %d, most %d; tries mean %.2f, most %d; pushes %d\n", name, NR, took / 1000, ms[int((NR + 1) / 2)],
			ms[int(NR * 0.95 + 0.5)], ms[NR], all / NR, tries, sent }'
	t_is "$1: none starved" "$(cat e*/times | awk '$1 > 60000')" ""
	t_note "words standing: $(wanted | wc -l), written $(cat e*/marks | grep -c '^+'), versions $(git -C shared.git rev-list --count main)"
	t_note "asked: $(sort e*/asked | uniq -c | tr '\n' ' ')"
}

mkdir apart && cd apart || exit 1
one_day "each with their own" 0 1
cd .. && mkdir mixed && cd mixed || exit 1
one_day "all in all" 1 0
t_done
