#!/usr/bin/env bash
# The archive as of a day or a version: what every command that looks says of it, and that nothing else may be done there.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
t_need git

commit() {	# DATE MESSAGE
	git add -A
	GIT_AUTHOR_DATE="$1T12:00:00+02:00" GIT_COMMITTER_DATE="$1T12:00:00+02:00" git -c user.name=Karin -c user.email=k@exempel.se commit -q -m "$2"
}

issue() {	# FILE TITLE ITEM TEXT
	mkdir -p "$(dirname "$1")"
	printf -- '---\ntitle: %s\n---\n\n# %s\n\n## %s\n\n%s\n' "$2" "$2" "$3" "$4" >"$1"
}

git init -q -b main a && cd a || exit 1
git config user.name Nils && git config user.email nils@exempel.se
issue brev/2024-01-10.md "Januari" "Kurs" "Kursen hålls den 10 mars."
commit 2024-01-09 "Januari"
issue brev/2024-01-10.md "Januari" "Kurs" "Kursen hålls den 12 mars."
issue brev/2024-02-14.md "Februari" "Budget" "Budgeten är klar."
commit 2024-02-13 "Februari, och kursen senare"
printf '[blad]\n\ttitle = Breven\n\tlanguage = sv\n[series "b"]\n\ttitle = Brev\n\tfiles = nytt/\n' >.blad
git mv brev nytt
git rm -qf nytt/2024-02-14.md
commit 2024-03-05 "Ny mapp, inställningar, februari bort"
issue nytt/2024-04-10.md "April" "Sommar" "Det blir sommar."
commit 2024-04-09 "April"
blad --lang en edit nytt/2024-04-10.md#sommar --stdin <<<'## Sommar

Det blir inte sommar.' >/dev/null 2>&1
now=$(blad list --json)

# ---- every version, beside git's own words

for id in $(git rev-list main); do
	short=${id:0:8}
	t_run blad list --at "$short" --json
	t_like "$short: says which version" "$out" "\"at\": ?\"$id\""
	t_is "$short: its issues are the files of then" "$(printf '%s\n' "$out" | sed -n 's/.*"path": "\([^"]*\)".*/\1/p' | sort)" \
		"$(git ls-tree -r --name-only "$id" | grep '\.md$' | sort)"
	for path in $(git ls-tree -r --name-only "$id" | grep '\.md$'); do
		blad --at "$short" show "$path" --source >"$t_dir/shown"
		git show "$id:$path" >"$t_dir/git"
		t_same "$short: $path is what it was, byte for byte" "$t_dir/shown" "$t_dir/git"
		t_is "$short: the items of $path" "$(blad items --at "$short" "$path" | sed 's/  .*//')" "$(sed -n 's/^## //p' "$t_dir/git")"
		blad log --json --at "$short" "$path" | sed -n 's/.*"id": "\([^"]*\)".*/\1/p' >"$t_dir/ids"
		t_ok "$short: $path has a history" test -s "$t_dir/ids"
		t_is "$short: and none of it is of later" "$(grep -vxFf <(git rev-list "$id") "$t_dir/ids")" ""
	done
done

# ---- days

t_ok "the day before anything else came" blad list --at 2024-02-12
t_is "one issue" "$out" "2024-01-10  brev/2024-01-10.md       Januari"
t_ok "the day itself, at its end" blad list --at 2024-02-13
t_is "two issues" "$(printf '%s\n' "$out" | wc -l)" 2
t_ok "another form of a day, before the command" blad --at "13 februari 2024" list
t_is "two issues there as well" "$(printf '%s\n' "$out" | wc -l)" 2
t_ok "the newest of then" blad --lang en --at 2024-02-20 show --width 60
t_like "is February's" "$out" "Februari"
t_ok "an item of then" blad --at 2024-01-31 show 2024-01-10#kurs --source
t_like "says what it said" "$out" "den 10 mars"
t_ok "what the last version of then changed" blad --at 2024-02-20 diff 2024-01-10#kurs
t_like "is told of" "$out" "\[-10-\].*\{\+12\+\}"
t_ok "a day that has not been" blad list --at 2030-01-01
t_unlike "is what is recorded now, without drafts" "$out" "\*"
t_ok "words that stood there then" blad --lang en --at 2024-02-20 search budgeten
t_is "are found where they stood" "$(printf '%s\n' "$out" | tail -n 1)" "   brev/2024-02-14.md#budget"
t_like "as a document" "$(blad search budgeten --json --at 2024-02-20)" "\"at\": ?\"$(git rev-parse main~2)\".*\"total\": 1"
t_ok "the address is taken back" blad --at 2024-02-20 show brev/2024-02-14.md#budget
t_ok "words of later" blad --lang en search --at 2024-02-20 sommar
t_is "are not" "$out" "No text of then has that; “blad search --history” looks in what was taken away."
t_like "nor today, but in history" "$(blad --lang en search --history budgeten)" "taken away 2024-03-05"
for index in without with; do
	[ $index = without ] || blad --child index >/dev/null
	t_is "$index the index: what was not taken away yet is not gone" "$(blad --lang en --at 2024-02-20 search --history budgeten)" \
		"It stood in 1 issue then, as in brev/2024-02-14.md#budget; --all shows where it was taken away all the same."
	t_like "$index the index: what was, is" "$(blad --at 2024-02-20 search --history '"10 mars"')" "blad restore brev/2024-01-10.md#kurs@$(git rev-parse main~3 | cut -c 1-7)"
	t_is "$index the index: later versions took nothing away" "$(blad --at 2024-02-20 search --history --all budgeten | grep -c restore)" 0
done
t_ok "an id" blad --at HEAD show latest#sommar --source
t_unlike "the draft is not seen" "$out" "inte sommar"

# ---- settings

t_ok "series of then" blad list --at 2024-03-31 --json
t_like "as the settings of then say" "$out" '"series": ?"b"'
t_ok "before there were settings" blad list --at 2024-02-20 --json
t_like "those of now are asked" "$out" '"series": ?null'
t_run blad --at 2024-02-20 show inget
t_like "and their language is spoken" "$err" "det finns"

# ---- what is refused

t_run blad --lang en list --at 2001-01-01
t_is "a day before everything" "$status" 1
t_like "says so" "$err" "no version from 2001-01-01 or before"
git clone -q --depth 1 "file://$PWD" ../cut
t_run blad --lang en -C ../cut list --at 2024-03-31
t_is "a day before a copy that is cut off" "$status" 1
t_like "says how to get the rest" "$err" "cut off; “git fetch --unshallow”"
t_run blad --lang en list --at igår
t_is "no day at all" "$status" 2
t_like "says how days are written" "$err" "2024-05-20"
for command in "edit latest" "record" "set latest state review" "delete latest#sommar" "drafts" "status" "sync" "restore latest@HEAD" "new" \
	"add latest" "move latest#sommar latest"; do
	t_run blad --lang en --at 2024-03-31 $command
	t_is "$command is refused" "$status" 2
	t_like "$command: and why" "$err" "is about the archive as it is now: leave --at out"
	t_run blad --lang en $command --at 2024-03-31
	t_is "$command is refused with --at behind it" "$status" 2
done
t_run blad --lang en --at 2024-04-20 show latest@draft
t_is "a draft is not of then" "$status" 1

# ---- and now is as it was

t_is "the list of now" "$(blad list --json)" "$now"
t_like "its draft is there" "$(blad drafts)" "sommar"
t_is "no version came" "$(git rev-list --count main)" 4
t_done
