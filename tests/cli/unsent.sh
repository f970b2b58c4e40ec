#!/usr/bin/env bash
# What is not sent yet is always shown: after each recording, sync, and fetch or push by plain git.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
t_need git

as() {	# DIR NAME
	git -C "$1" config user.name "$2"
	git -C "$1" config user.email "$1@example.org"
}

record() {	# DIR TEXT
	printf '## Ett\n\n%s\n' "$2" | blad -C "$1" edit --stdin a.md#ett >/dev/null 2>&1
	blad -C "$1" record -m "$2" >/dev/null
}

printf 'wait\ndump\n' >list
stands() {	# DIR AHEAD BEHIND NAME: in status, its JSON, and the list's title
	local marks=
	[ "$2" = 0 ] || marks="↑$2"
	[ "$3" = 0 ] || marks="$marks${marks:+ · }↓$3"
	t_like "$4: status" "$(blad -C "$1" status --json)" "\"ahead\": ?$2, ?\"behind\": ?$3"
	t_is "$4: the list" "$(blad -C "$1" --screen list --size 80x24 | sed -n 2p | grep -o '[↑↓].*' | sed 's/ *$//')" "$marks"
}

git init -q -b main seed
as seed "Ada Ek"
printf '# Blad\n\n## Ett\n\nEtt är här.\n' >seed/a.md
git -C seed add -A
git -C seed commit -qm första
stands seed 0 0 "no shared archive at all"
git clone -q --bare seed delad.git
git clone -q delad.git ada
as ada "Ada Ek"
git clone -q delad.git bo
as bo "Bo Åhl"

stands ada 0 0 "a new copy"
record ada ett
stands ada 1 0 "recorded"
record ada två
stands ada 2 0 "twice"
mv delad.git borta.git
blad -C ada sync 2>/dev/null
stands ada 2 0 "the server gone"
mv borta.git delad.git
blad -C ada sync >/dev/null
stands ada 0 0 "synced"
stands bo 0 0 "another, before he fetches"
git -C bo fetch -q
stands bo 0 2 "fetched by plain git"
record bo tre
stands bo 1 2 "and recorded"
blad -C bo sync 2>/dev/null
git -C bo reset -q --hard HEAD^ 2>/dev/null
git -C bo pull -q --no-rebase 2>/dev/null
stands bo 0 0 "pulled by plain git"
git -C bo commit -q --allow-empty -m tom
stands bo 1 0 "committed by plain git"
git -C bo push -q
stands bo 0 0 "pushed by plain git"
git -C bo commit -q --amend --allow-empty -m annan
git -C ada fetch -q
stands ada 0 1 "fetched again"

git -C ada switch -q -c sida
stands ada 0 0 "a branch of its own, with nothing of its own"
record ada fyra
stands ada 1 0 "with a version that is nowhere else"
t_like "said in words" "$(blad -C ada status)" "1 version is nowhere but here"
blad -C ada sync --to origin >/dev/null
stands ada 0 0 "shared"

git init -q --bare -b main tom.git
git clone -q tom.git ny 2>/dev/null
as ny "Ada Ek"
printf '# Blad\n\n## Ett\n\nEtt.\n' >ny/a.md
git -C ny add -A
git -C ny commit -qm ett
stands ny 1 0 "of an empty shared archive"
record ny två
stands ny 2 0 "and one more"
blad -C ny sync >/dev/null
stands ny 0 0 "sent"
t_done
