#!/usr/bin/env bash
# A draft that is behind, where it and the archive changed the same: what is said, how it is settled, and that nothing is lost on the way.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
. "$SRCDIR/tests/cli/archive.sh" || exit 1
. "$SRCDIR/tests/cli/json.sh" || exit 1
t_need git flock

identity_of() {
	git config user.name "$1" && git config user.email a@exempel.se
}
begin() {	# an issue with two items, in a repository of its own
	cd "$T_DIR" || exit 1
	rm -rf r
	git init -q -b main r && cd r && identity_of Karin
	printf -- '---\ntitle: T\nplace: Ådala\n---\n\n## B\n\nb\n\n## C\n\nc\n\n## D\n\nd\n' >a.md
	git add a.md && git commit -qm 1
}
edit() {	# ADDRESS TEXT
	printf "$2" | blad edit "$1" --stdin
}
by_git() {	# SED-SCRIPT: a colleague with plain git
	sed -i "$1" a.md && git -c user.name=Rut commit -qam "by git"
}
body() {
	blad show --source a.md | tr '\n' ' '
}
T_DIR=$PWD

# ---- one item

begin
edit a.md#b '## B\n\nmine\n'
edit a.md#c '## C\n\nmine too\n'
by_git 's/^b$/theirs/; s/^d$/news/'
t_fails "recording asks" 3 blad record
t_like "and says of what, and the way on" "$out$err" "a.md is behind, and the archive changed a.md#b too: “blad resolve a.md#b --ours” keeps your text, “--theirs” takes"
t_fails "so does editing" 3 edit a.md#b '## B\n\nother\n'
t_like "in the same words" "$err" "blad resolve a.md#b --ours"
EDITOR='echo never; false' t_fails "an editor is not even opened" 2 blad edit a.md#b
t_like "drafts too" "$(blad drafts 2>&1)" "blad resolve a.md#b --ours"
t_like "and status" "$(blad status 2>&1)" "blad resolve a.md#b --ours.*1 question waits"
t_like "and diff" "$(blad diff a.md 2>&1)" "blad resolve a.md#b --ours"
t_like "json has all three texts" "$(blad drafts --json)" '"kind": "body", "address": "a.md#b", "title": "B", "base": "## B\\n\\nb\\n\\n", "ours": "## B\\n\\nmine\\n\\n", "theirs": "## B\\n\\ntheirs\\n\\n", "theirs_by": "Rut"'
t_is "and nothing has changed" "$(body | grep -c 'mine.*mine too.*d')" 1

t_fails "without an answer it is no question" 2 blad resolve a.md#b
t_fails "nor with two" 2 blad resolve a.md#b --ours --theirs
t_fails "what is not asked is not answered" 1 blad resolve a.md#d --ours
t_like "but told what is" "$err" "what is: a.md#b"
t_fails "an empty text is none" 2 blad resolve a.md#b --file - </dev/null
t_ok "mine" blad resolve a.md#b --ours
t_like "it is said" "$err" "stands on the archive's text now.*kept for 30 days"
t_like "mine stands, the rest is joined" "$(body)" "## B  mine  ## C  mine too  ## D  news"
t_unlike "it is not behind any more" "$(blad drafts)" behind
t_is "how it was is kept" "$(cat .git/blad/dropped/*/text.* | tr '\n' ' ' | grep -c 'mine  ## C  mine too  ## D  d')" 1
t_is "no answer is left" "$(find .git/blad/resolved -type f | wc -l)" 0
t_is "nothing is recorded by it" "$(git log --format=%s -1)" "by git"
t_ok "it can be recorded now" blad record
t_like "mine and theirs" "$(git show HEAD:a.md | tr '\n' ' ')" "## B  mine  ## C  mine too  ## D  news"
t_fails "then nothing is left to be decided" 1 blad resolve a.md#b --ours

# ---- two, one after the other

begin
edit a.md#b '## B\n\nmine b\n'
edit a.md#c '## C\n\nmine c\n'
by_git 's/^b$/their b/; s/^c$/their c/'
t_fails "two are asked" 3 blad record
t_like "both are named" "$out" "in 2 places: a.md#b, a.md#c"
t_fails "one is answered" 3 blad resolve a.md#b --theirs
t_like "kept, and the other told" "$err" "the answer is kept; .*a.md#c"
t_like "the draft is as it was" "$(body)" "mine b.*mine c"
t_like "only the other is asked now" "$(blad drafts --json | grep -o '"address": "a.md#.", "title"' | tr -d '\n')" '^"address": "a.md#c", "title"$'
t_fails "a text that is two items is none in its place" 2 eval "printf '## C\n\nx\n\n## K\n\ny\n' | blad resolve a.md#c --file -"
t_fails "and no answer of before is lost by it" 3 blad record
t_unlike "b stays answered" "$out" "a.md#b"
printf '## C\n\nboth c\n\n\n' >../text
t_ok "written anew" blad resolve a.md#c --file ../text
t_like "theirs, and the new one" "$(body)" "## B  their b  ## C  both c  ## D  d"
t_is "only that is a draft" "$(blad drafts | tr -s ' ' | cut -d ' ' -f 4)" "a.md#c"

# ---- what is answered and then changed is asked again

begin
edit a.md#b '## B\n\nmine b\n'
edit a.md#c '## C\n\nmine c\n'
by_git 's/^b$/their b/; s/^c$/their c/'
blad resolve a.md#b --ours 2>/dev/null
by_git 's/^their b$/their second b/'
t_fails "the other text is another" 3 blad record
t_like "so it is asked again" "$out" "in 2 places: a.md#b, a.md#c"
t_ok "all of an issue" blad resolve a.md --theirs
t_is "nothing is left then" "$(blad drafts)" ""
t_is "the draft is kept" "$(cat .git/blad/dropped/*/text.* | grep -c '^mine')" 2

# ---- deleted, added twice, a header key, the place

begin
blad delete a.md#b
by_git 's/^b$/theirs/'
t_like "deleted here" "$(blad drafts --json)" '"kind": "edit-delete", "address": "a.md#b", "title": "B", "base": "## B....b....", "ours": null'
t_ok "it is deleted" blad resolve a.md#b --ours
t_unlike "and gone" "$(body)" "theirs"
begin
edit a.md#b '## B\n\nmine\n'
by_git '/^## B$/,/^$/d; /^b$/,/^$/d'
t_ok "deleted there, wanted here" blad resolve a.md#b --ours
t_like "it is in its place" "$(body)" "--- +## B  mine  ## C"
begin
printf 'mine\n' | blad add a.md#d -t E --stdin >/dev/null
printf '\n## E\n\ntheirs\n' >>a.md; git commit -qam e
t_ok "added twice: theirs" blad resolve a.md#e --theirs
t_is "once" "$(grep -c '## E' a.md), $(blad drafts)" "1, "
begin
blad set a.md place Rud
by_git 's/^place: .*/place: Lund/; s/^d$/news/'
t_like "a header key" "$(blad drafts 2>&1)" "blad resolve a.md#:place --ours"
t_ok "mine" blad resolve a.md#:place --ours
t_like "and the rest theirs" "$(body)" "place: Rud .*news"
begin
blad move a.md#d a.md# >/dev/null
by_git 's/^d$/news/'
t_ok "a place is no question" blad record -m "d first"
t_like "with their text" "$(body)" "## D  news  ## B  b  ## C  c"
t_ok "recorded" blad record

# ---- the whole issue deleted

begin
edit a.md#b '## B\n\nmine\n'
git rm -q a.md && git commit -qm gone
t_fails "an issue that is gone" 3 blad record
t_like "what can be done" "$out" "“blad resolve a.md --ours” makes the draft a new issue, “--theirs” drops it"
t_ok "a new one" blad resolve a.md --ours
t_ok "recorded" blad record
t_like "it is back, with mine" "$(git show HEAD:a.md | tr '\n' ' ')" "## B  mine"
edit a.md#b '## B\n\nmine again\n'
git rm -q a.md && git commit -qm gone
t_ok "or gone" blad resolve a.md --theirs
t_is "no draft" "$(blad drafts)" ""
t_is "but kept" "$(cat .git/blad/dropped/*/text.* | grep -c 'mine again')" 1

# ---- after sync, and a second draft once the first is recorded

begin
git clone -q --bare . ../common.git && git remote add origin ../common.git && git fetch -q origin && git branch -q -u origin/main
git clone -q ../common.git ../other
sed -i 's/^b$/theirs/' ../other/a.md && git -C ../other -c user.name=Rut -c user.email=r@exempel.se commit -qam r && git -C ../other push -q
edit a.md#b '## B\n\nmine\n'
t_ok "sync takes theirs in" blad sync
t_like "and says what is to be decided" "$err" "blad resolve a.md#b --ours"
t_ok "decided" blad resolve a.md#b --ours
t_ok "recorded" blad record
t_ok "and shared" blad sync

begin
edit a.md#b '## B\n\nfirst\n'
cp -r .git/blad/drafts/* ../aside && id=$(ls .git/blad/drafts)
t_ok "the first is recorded" blad record
mkdir -p ".git/blad/drafts/$id-2" && cp ../aside/* ".git/blad/drafts/$id-2/" && sed -i 's/^first$/second/' ".git/blad/drafts/$id-2"/text.*
rm -rf ../aside
t_fails "the second one asks" 3 blad record
t_like "it is the issue's draft now" "$out" "blad resolve a.md#b --ours"
t_ok "decided" blad resolve a.md#b@draft-2 --ours
t_ok "recorded" blad record
t_like "it stands" "$(git show HEAD:a.md | tr '\n' ' ')" "## B  second"

# ---- somebody edits it meanwhile

begin
edit a.md#b '## B\n\nmine\n'
by_git 's/^b$/theirs/'
exec 9<>".git/blad/drafts/$(ls .git/blad/drafts)/lock"
flock 9
t_fails "a draft that is held is left" 1 blad resolve a.md#b --ours
exec 9>&-
t_fails "another language" 3 blad --lang sv record
t_like "in its words" "$out" "”blad resolve a.md#b --ours” behåller din text, ”--theirs” tar arkivets"
t_done
