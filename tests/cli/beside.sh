#!/usr/bin/env bash
# Plain git at work in the same archive: neither takes away what the other one has.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
. "$SRCDIR/tests/cli/archive.sh" || exit 1
t_need git
export BLAD_LOCK_MS=200
small_archive seed
git clone -q --bare seed shared.git
for name in anna bo; do
	git clone -q shared.git $name
	(cd $name && identity)
done
issue=klg/2024-11-15.md

change() {	# DIR ITEM FROM TO
	blad -C "$1" show "$2" --source | sed "s/$3/$4/" | blad -C "$1" edit "$2" --stdin
}
clean() {	# DIR
	git -C "$1" status --porcelain
	git -C "$1" fsck --strict --no-dangling 2>&1
	find "$1/.git" -name '*.lock' -o -name '*.tmp' -o -name 'intent*'
}

# git holds its index: a living "git commit -a" in its editor, or one that was killed long ago.
change anna "$issue#kontakt" kansliet växeln
tip=$(git -C anna rev-parse HEAD)
touch anna/.git/index.lock
t_fails "git's index is held" 1 blad -C anna record
t_like "by a file that is named" "$err" "index.lock"
t_is "the branch stays with its files" "$(git -C anna rev-parse HEAD)" "$tip"
t_ok "reading goes on" blad -C anna drafts
t_like "with the draft" "$out" "#kontakt"
rm anna/.git/index.lock
t_ok "then it is recorded" blad -C anna record
t_is "and all is clean" "$(clean anna)" ""
t_ok "sent" blad -C anna sync

touch bo/.git/index.lock
t_fails "a sync waits too" 1 blad -C bo sync
t_is "nothing has moved" "$(git -C bo rev-parse HEAD)" "$tip"
rm bo/.git/index.lock

# What is only staged would take the others' change back with the next commit.
cp bo/$issue kept
sed -i 's/1 200/9 999/' bo/$issue
git -C bo add $issue
cp kept bo/$issue
t_fails "a staged change to what comes" 3 blad -C bo sync
t_like "is named" "$err" "$issue"
t_is "and kept" "$(git -C bo show ":$issue" | grep -c '9 999')" 1
t_is "nothing has moved" "$(git -C bo rev-parse HEAD)" "$tip"
git -C bo reset -q
t_ok "without it, it comes" blad -C bo sync
t_is "and all is clean" "$(clean bo)" ""

# A file becomes a folder, and a folder a file.
mkdir anna/ett
(cd anna && echo 1 >ett/a.md && echo 2 >två && git add . && git commit -qm ett && git push -q)
t_ok "files come" blad -C bo sync
(cd anna && git rm -qr ett två && echo 1 >ett && mkdir två && echo 2 >två/b.md && git add . && git commit -qm två && git push -q)
t_ok "and change places with folders" blad -C bo sync
t_is "both" "$(cat bo/ett bo/två/b.md)" "$(printf '1\n2')"
t_is "and all is clean" "$(clean bo)" ""

# A work tree of which only some is there.
git -C bo sparse-checkout set --no-cone /klg
(cd anna && echo 3 >ett && git commit -qam tre && git push -q)
t_ok "what a sparse work tree leaves out is not missed" blad -C bo sync
t_is "nor written" "$(ls bo/ett 2>/dev/null)" ""
t_is "and all is clean" "$(clean bo)" ""
git -C bo update-index --split-index
change bo "$issue#kontakt" växeln receptionen
tip=$(git -C bo rev-parse HEAD)
t_fails "an index that cannot be read" 1 blad -C bo record
t_like "is explained" "$err" "no-split-index"
t_is "before anything has moved" "$(git -C bo rev-parse HEAD)" "$tip"
git -C bo update-index --no-split-index
t_ok "then it is recorded" blad -C bo record
t_is "and all is clean" "$(clean bo)" ""

# A bare archive whose branch is checked out in a work tree: that one would not follow.
git clone -q --bare shared.git allmän.git
git -C allmän.git worktree add -q "$t_dir/träd" main 2>/dev/null
(cd allmän.git && identity)
change allmän.git "$issue#kontakt" receptionen kansliet
t_fails "the branch of a work tree is not moved under it" 1 blad -C allmän.git record
t_like "and why is said" "$err" "another work tree"
t_is "it is clean" "$(clean träd)" ""

# Drafts of other branches are not forgotten.
git -C bo switch -q -c sidospår
change bo "$issue#kontakt" receptionen vaktmästaren
git -C bo switch -q main
t_ok "drafts on another branch" blad -C bo drafts
t_is "are not this branch's" "$out" ""
t_like "but named" "$err" "draft on the branch sidospår"
git -C bo switch -q sidospår
t_like "and there when one comes back" "$(blad -C bo show "$issue#kontakt" --source)" "vaktmästaren"
t_done
