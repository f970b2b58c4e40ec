#!/usr/bin/env bash
# Who else is at the same text: drafts that others share, versions that are fetched and not joined.  A warning, never a lock, never the network.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
. "$SRCDIR/tests/cli/json.sh" || exit 1
t_need git awk

as() {	# DIR NAME
	git -C "$1" config user.name "$2"
	git -C "$1" config user.email "$1@example.org"
}

clone() {	# DIR NAME
	git clone -q delad.git "$1"
	as "$1" "$2"
}

edit() {	# DIR ADDRESS TEXT
	t_run blad -C "$1" edit --stdin "$2" <<<"$3"
}

at() {	# CLOCK DIR COMMAND…: on that day
	local now
	now=$(date -ud "2024-11-15 $1" +%s)
	shift
	BLAD_NOW=$now blad -C "$@"
}

others() {	# DIR: what status tells in JSON
	blad -C "$1" status --json | "$JSONCHECK" | awk -F '\t' '$1 ~ /others.*[a-z]$/ { printf "%s ", $3 }'
}

git init -q -b main ada
as ada "Ada Ek"
printf '# Blad\n\n## Ett\n\nEtt är här.\n\n## Två\n\nTvå är här.\n\n### Två och en halv\n\nHalv.\n\n## Tre\n\nTre är här.\n' >ada/a.md
git -C ada add -A
git -C ada commit -qm första
git clone -q --bare ada delad.git
git -C delad.git remote remove origin
rm -rf ada
clone ada "Ada Ek"
clone bo "Bo Åhl"
clone cia 'Cia Berg'

# ---- a draft that somebody shares

edit bo a.md#två $'## Två\n\nBos utkast.\n\n### Två och en halv\n\nHalv.'
at 10:02 bo share-draft >/dev/null
t_is "nothing is known before a sync" "$(others ada)" ""
blad -C ada sync >/dev/null
mv delad.git borta.git		# from here on all is known without it
edit ada a.md#två $'## Två\n\nAdas utkast.'
t_is "editing is not held up" "$status" 0
t_is "and one line says who else is at it" "$err" "Bo Åhl has a draft of this item since 10:02"
edit ada a.md#ett $'## Ett\n\nAdas ett.'
t_is "not where nobody is" "$err" ""
blad -C ada drafts drop a.md >/dev/null
edit ada a.md "$(blad -C ada show --source a.md; echo slut)"
t_is "the whole issue" "$err" "Bo Åhl has a draft of this issue since 10:02"
blad -C ada drafts drop a.md >/dev/null
edit ada a.md#två/två-och-en-halv $'### Två och en halv\n\nMer.'
t_is "what is below it is not changed" "$err" ""
blad -C ada drafts drop a.md >/dev/null
t_like "status tells all" "$(blad -C ada status)" "Bo Åhl has a draft of a\.md#två since 10:02: a\.md#två@origin/blad/bo-åhl/a"
t_is "in JSON too" "$(others ada)" "a.md#två origin/blad/bo-åhl/a draft Bo Åhl 2024-11-15T10:02:00+00:00 "
t_like "the address it gives is one" "$(blad -C ada show a.md#två@origin/blad/bo-åhl/a)" "Bos utkast"
t_is "one's own draft is no news" "$(others bo)" ""
t_is "on another day with the day" "$(BLAD_NOW=1731800000 blad -C ada status | grep -o 'since 15 Nov 10:02')" "since 15 Nov 10:02"
t_like "in Swedish" "$(blad -C ada --lang sv status)" "Bo Åhl har ett utkast till a\.md#två sedan 10:02"
t_is "as of another day nobody is" "$(blad -C ada --at HEAD show a.md 2>&1 | grep -c Åhl)" 0

# ---- several

mv borta.git delad.git
edit cia a.md#två $'## Två\n\nCias utkast.'
at 10:30 cia share-draft >/dev/null
printf '# Nytt\n\n## Först\n\nText.\n' | blad -C cia edit --stdin "$(blad -C cia new --title Nytt)" >/dev/null 2>&1
at 10:31 cia share-draft >/dev/null
blad -C ada sync >/dev/null
edit ada a.md#två $'## Två\n\nAdas utkast.'
t_is "the newest, and how many more" "$err" "Cia Berg has a draft of this item since 10:30, and 1 other is at it"
new=$(blad -C ada status --json | "$JSONCHECK" | awk -F '\t' '$1 ~ /others.*address/ { print $3 }' | grep nytt | head -1)
t_like "a new issue that somebody shares" "$(blad -C ada show "${new%%#*}@origin/$(git -C ada for-each-ref --format='%(refname)' refs/remotes/origin/blad | grep nytt | cut -d/ -f4-)")" "Nytt"

# ---- recorded: first a version that is not here, then one that is

blad -C ada drafts drop a.md >/dev/null
at 11:00 bo record -m två >/dev/null
blad -C bo sync >/dev/null
git -C ada fetch -q --prune
edit ada a.md#två $'## Två\n\nAdas utkast.'
t_like "a version that is fetched and not joined" "$err" "^Bo Åhl changed this item 11:00, in a version that is fetched and not joined yet"
edit ada a.md#tre $'## Tre\n\nAdas tre.'
t_is "of another item it says nothing" "$err" ""
t_like "status tells what it does to our drafts" "$(blad -C ada status)" "Bo Åhl changed a\.md#två 11:00"
t_like "in JSON with its id" "$(others ada)" "a.md#två $(git -C ada rev-parse origin/main) version Bo Åhl 2024-11-15T11:00:00"
blad -C ada drafts drop a.md >/dev/null
blad -C ada sync >/dev/null
edit ada a.md#två $'## Två\n\nAdas utkast.'
t_is "joined, it is history; only a draft is left" "$err" "Cia Berg has a draft of this item since 10:30"
blad -C ada drafts drop a.md >/dev/null

# ---- a draft whose text is recorded by now is none

edit ada a.md#två "$(blad -C cia show --source a.md#två)"
blad -C ada record -m cias >/dev/null
t_is "what stands so already is no draft" "$(others ada | grep -c 'a.md')" 0

# ---- branches that somebody made by hand

git -C bo switch -q -c hand
git -C bo rm -q a.md
printf 'x\n' >bo/b.txt
git -C bo add -A
git -C bo commit -qm "utan märke"
git -C bo push -q origin HEAD:refs/heads/blad/x/y
GIT_AUTHOR_NAME=$'Elak \e[31m Ek' git -C bo commit -q --amend --reset-author --no-edit
git -C bo push -q origin HEAD:refs/heads/blad/x/z
git -C bo push -q origin "$(git -C bo commit-tree -m rot "$(git -C bo rev-parse HEAD^{tree})"):refs/heads/blad/x/rot"
t_ok "a sync" blad -C ada sync
t_ok "a draft without a mark that deletes an issue" blad -C ada status
t_like "is told as one" "$out" "Bo Åhl has a draft of a\.md since"
edit ada a.md#ett $'## Ett\n\nAdas ett.'
t_like "and by who edits it" "$err" "has a draft of this item since .*, and 1 other is at it$"
t_unlike "with nothing that a terminal would obey" "$err$(blad -C ada status)" $'\e'
t_like "but visible" "$(blad -C ada status)" 'Elak \^\[\[31m Ek has a draft of a\.md since'
git -C ada branch -q --unset-upstream
t_is "a branch that is not shared knows nobody" "$(others ada)" ""
git -C ada checkout -q --detach
t_is "nor no branch" "$(others ada)" ""
t_done
