#!/usr/bin/env bash
# blad-archive(5), “Files changed by hand”: what somebody wrote into the work tree with any editor becomes a draft, and nothing of it is lost.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
. "$SRCDIR/tests/cli/archive.sh" || exit 1
. "$SRCDIR/tests/cli/json.sh" || exit 1
t_need git awk

small_archive mall
cd mall && identity && cd .. || exit 1
e=klg/2024-11-15.md

fresh() {	# NAME
	cd "$t_dir" && rm -rf "$1" && cp -a mall "$1" && cd "$1" || exit 1
}
edit() {	# ADDRESS TEXT
	printf "$2" | blad edit "$1" --stdin
}
by_hand() {
	sed -i 's/^Ring.*/För hand./' $e
}
drafts() {
	blad drafts --json | "$JSONCHECK" | awk -F '\t' '$1 ~ /\.address$/ { print $3 }' | paste -sd ' '
}
listed() {
	blad status --json | "$JSONCHECK" | awk -F '\t' '$1 ~ /by_hand/ && $1 ~ /\.(path|what|draft)$/ { print $2 == "null" ? "null" : $3 }' | paste -sd ' '
}

# ---- the story: a record leaves the file, the draft takes it, the next record holds it

fresh a
t_is "nothing by hand" "$(listed)" ""
by_hand
cp $e hand && echo hand >>.git/info/exclude
t_is "status lists it" "$(listed)" "$e changed null"
t_like "in words too, with the way on" "$(blad status)" "$e was changed by hand.*blad drafts take $e"
edit $e#budget-2025 '## Budget 2025\n\nKlar.\n' >/dev/null
t_run blad record
t_is "the version is made" "$status" 0
t_like "the file is named, with the way on" "$out" "$e was changed by hand and left as it is; “blad drafts take $e” makes a draft of it"
t_same "and left" $e hand
t_is "as before after the record" "$(listed)" "$e changed null"
t_ok "taken as a draft" blad drafts take $e
t_is "the address of the draft is told" "$out" "$e"
t_same "the file is not touched" $e hand
t_is "only what the hand changed is in it" "$(blad drafts --json | "$JSONCHECK" | awk -F '\t' '$1 ~ /\.address$/ { print $3 }')" "$e#kontakt"
t_like "it is behind: its base is what the hand changed" "$(blad drafts)" behind
t_is "status says so" "$(listed)" "$e changed $e"
t_unlike "and offers nothing" "$(blad status)" "drafts take"
t_ok "recorded" blad record
t_is "both changes are in the version" "$(git show HEAD:$e | grep -c 'Klar\.\|För hand\.')" 2
t_is "the work tree has followed" "$(git status --porcelain)" ""
t_unlike "and nothing is named" "$out" "by hand"
t_is "nothing by hand any more" "$(listed)" ""

# ---- changed again in between

fresh a
by_hand
blad drafts take $e >/dev/null
sed -i 's/^För hand/För hand igen/' $e
cp $e hand && echo hand >>.git/info/exclude
t_is "changed again, it is offered again" "$(listed)" "$e changed null"
t_ok "record" blad record
t_like "it is named" "$out" "$e was changed by hand"
t_same "and left" $e hand
t_ok "taken" blad drafts take $e
t_ok "and recorded" blad record
t_is "it is all there" "$(git show HEAD:$e | grep -c 'För hand igen\.')" 1
t_is "and the work tree clean" "$(git status --porcelain)" ""

fresh a
by_hand
blad drafts take $e >/dev/null
sed -i 's/^För hand/För hand igen/' $e
t_ok "taken twice, it is one draft" blad drafts take $e
t_is "of that item" "$(drafts)" "$e#kontakt"
t_is "with the later text" "$(blad show --source $e@draft | grep -c 'För hand igen\.')" 1
t_ok "recorded" blad record
t_is "and clean" "$(git status --porcelain)" ""

# ---- dropped

fresh a
by_hand
cp $e hand && echo hand >>.git/info/exclude
blad drafts take $e >/dev/null
blad drafts drop $e >/dev/null 2>&1
t_same "dropping the draft leaves the file" $e hand
t_is "and it is offered again" "$(listed)" "$e changed null"
edit $e#budget-2025 '## Budget 2025\n\nKlar.\n' >/dev/null
blad record >/dev/null
t_same "another draft's version does not write over it" $e hand

# ---- a draft is there already

fresh a
edit $e#budget-2025 '## Budget 2025\n\nKlar.\n' >/dev/null
by_hand
t_ok "another item: the draft gets both" blad drafts take $e
t_is "as one draft" "$(drafts | tr ' ' '\n' | LC_ALL=C sort | paste -sd ' ')" "$e#budget-2025 $e#kontakt"
t_ok "recorded" blad record
t_is "both are in" "$(git show HEAD:$e | grep -c 'Klar\.\|För hand\.')" 2
t_is "and clean" "$(git status --porcelain)" ""

fresh a
edit $e#kontakt '## Kontakt\n\nI blad.\n' >/dev/null
by_hand
t_ok "the same item: a second draft" blad drafts take $e
t_is "its address is told" "$out" "$e@draft-2"
t_like "and that there are two" "$err" "draft"
t_is "the first is as it was" "$(blad show --source $e@draft | grep -c 'I blad\.')" 1
t_is "the second is the hand's" "$(blad show --source $e@draft-2 | grep -c 'För hand\.')" 1
t_is "it is taken" "$(listed)" "$e changed $e@draft-2"
t_run blad record
t_is "the file is left while the second waits" "$(grep -c 'För hand\.' $e)" 1
blad drafts drop $e@draft >/dev/null 2>&1

# ---- by item

fresh a
sed -i 's/^Ring.*/För hand./; s/^Budgeten är klar.*/Budget för hand./' $e
sed -i 's/^Läget är gott.*/X/' $e
blad drafts take $e >/dev/null
t_ok "one item of it" blad record $e#kontakt
t_is "the file stays while the rest is a draft" "$(git status --porcelain)" " M $e"
t_is "and is still taken" "$(listed)" "$e changed $e"
t_ok "the rest" blad record
t_is "then it follows" "$(git status --porcelain)" ""

# ---- what cannot be taken

fresh a
t_fails "a file that nobody changed" 1 blad drafts take $e
t_like "is said so" "$err" "$e.*not changed by hand"
rm $e
t_is "deleted by hand" "$(listed)" "$e deleted null"
t_unlike "is nothing to take" "$(blad status)" "drafts take"
t_fails "and cannot be" 1 blad drafts take $e
t_like "with the way back" "$err" "git restore -SW $e"
ln -s /etc/hostname $e
t_is "a link" "$(listed)" "$e no-file null"
t_fails "is never followed" 1 blad drafts take $e
t_unlike "nor read" "$err" "$(cat /etc/hostname)"
rm $e && mkfifo $e
t_fails "nor a pipe" 1 blad drafts take $e
rm $e
git checkout -q -- $e
chmod +x $e
t_is "a mode is no text" "$(listed)" ""
chmod -x $e
echo x >>.blad; echo x >notis.txt
t_fails "what is no issue" 1 blad drafts take notis.txt
t_like "is not for drafts" "$err" "no issue"
t_is "nor listed" "$(listed)" ""
t_fails "without a name" 2 blad drafts take
cd "$t_dir" && git clone -q --bare mall bar.git && cd bar.git || exit 1
t_fails "a bare archive has no work tree" 1 blad drafts take $e
t_is "and lists nothing" "$(listed)" ""

# ---- git's index

fresh a
by_hand
git add $e
t_is "staged, it is by hand all the same" "$(listed)" "$e changed null"
t_ok "taken" blad drafts take $e
t_ok "recorded" blad record
t_is "and clean" "$(git status --porcelain)" ""
t_is "with the change" "$(git show HEAD:$e | grep -c 'För hand\.')" 1

fresh a
by_hand
git add $e
sed -i 's/^För hand/För hand igen/' $e
t_ok "staged and changed on: taken" blad drafts take $e
t_ok "recorded" blad record
t_is "and clean too" "$(git status --porcelain)" ""
t_is "with all of it" "$(git show HEAD:$e | grep -c 'För hand igen\.')" 1

fresh a
by_hand
edit $e#budget-2025 '## Budget 2025\n\nKlar.\n' >/dev/null
blad record >/dev/null
git checkout -q -- $e
sed -i 's/^Klar/Inte klar/' $e
t_ok "begun anew from the version, it has that for its base" blad drafts take $e
t_unlike "so it is not behind" "$(blad drafts)" behind
t_is "and has its own change only" "$(drafts)" "$e#budget-2025"

# ---- git in the middle of something, several work trees, other character sets, a folder that is a link

fresh a
git checkout -q -b gren && by_hand && git commit -qam gren && git checkout -q main
sed -i 's/^Budgeten är klar.*/Budget./' $e && git commit -qam huvud
git merge -q --no-commit gren >/dev/null 2>&1
t_is "what a merge of git's has changed is not by hand" "$(listed)" ""
t_fails "and is not taken" 1 blad drafts take $e
t_like "until it is finished" "$err" "merge"
t_run blad status
t_like "and the status says so" "$out" "git is in the middle of a merge here"
git merge --abort
git checkout -q --detach
t_run blad status
t_is "without a branch it says what to do" "$out" "no branch is checked out here (detached HEAD); “git switch BRANCH” first."
git checkout -q main

fresh a
git worktree add -q ../sida 2>/dev/null && cd ../sida
by_hand
edit $e#budget-2025 '## Budget 2025\n\nKlar.\n' >/dev/null
blad record >/dev/null
t_is "a linked work tree remembers for itself" "$(ls ../a/.git/blad | grep by-hand)" "by-hand-sida"
t_ok "taken there" blad drafts take $e
t_like "from the same base" "$(blad drafts)" behind
t_ok "recorded there" blad record
t_is "and clean" "$(git status --porcelain)$(ls ../a/.git/blad | grep by-hand)" ""
cd ../a && git worktree remove ../sida && git branch -qD sida

fresh a
iconv -f utf-8 -t windows-1252 klg/2024-10-18.md >x && mv x klg/2024-10-18.md && git commit -qam 1252
printf 'F\366r hand.\n' >>klg/2024-10-18.md
t_ok "Windows-1252" blad drafts take klg/2024-10-18.md
t_ok "recorded" blad record --correction
t_is "as the same bytes" "$(git status --porcelain; git show HEAD:klg/2024-10-18.md | tail -1 | od -An -c | tr -d ' ')" 'F366rhand.\n'
printf '\n## Nytt\n\nNytt här.\n' >'klg/2024-10-20 å#1.md'
t_ok "a name with all sorts" blad drafts take 'klg/2024-10-20 å#1.md'
t_is "its address is encoded" "$out" 'klg/2024-10-20 å%231.md'
t_ok "recorded" blad record --correction
sed -i 's/Nytt här/För hand/' 'klg/2024-10-20 å#1.md'
t_ok "found by its address too" blad drafts take 'klg/2024-10-20 å%231.md'

fresh a
by_hand
mv klg borta && ln -s borta klg
t_is "behind a link nothing is read" "$(listed)" "$e no-file null"
t_fails "nor taken" 1 blad drafts take $e

fresh a
by_hand
for how in "update-index --assume-unchanged" "update-index --skip-worktree"; do
	git $how $e
	t_is "$how: nobody is to look" "$(listed)" ""
	git update-index --no-assume-unchanged --no-skip-worktree $e
done
printf '*.md filter=lfs\n' >.gitattributes
t_is "what a program stores cannot be told" "$(listed)" ""
t_fails "nor taken" 1 blad drafts take $e
t_like "and so" "$err" "filter"

# ---- line ends

fresh a
git config core.autocrlf true
rm $e && git checkout -q -- $e
t_is "CRLF in the work tree only is no change" "$(listed)" ""
sed -i 's/^Ring.*/För hand.\r/' $e
t_ok "taken through git's filters" blad drafts take $e
t_is "as git would store it" "$(blad show --source $e@draft | grep -c $'\r')" 0
t_ok "recorded" blad record
t_is "clean" "$(git status --porcelain)" ""
t_is "with CRLF in the work tree" "$(grep -c $'För hand.\r' $e)" 1

# ---- nothing new in it

fresh a
by_hand
edit $e#kontakt '## Kontakt\n\nFör hand.\n' >/dev/null
edit $e#budget-2025 '## Budget 2025\n\nKlar.\n' >/dev/null
blad record >/dev/null
t_fails "what is recorded all the same" 1 blad drafts take $e
t_like "is said, with the way on" "$err" "git restore -SW $e"
t_is "and no draft" "$(drafts)" ""

# ---- a new issue that git does not know

fresh a
printf '# Nytt\n\n## Ett\n\nNytt här.\n' >klg/2024-12-01.md
t_ok "a new file of an issue" blad drafts take klg/2024-12-01.md
t_ok "recorded" blad record
t_is "is in" "$(git show HEAD:klg/2024-12-01.md | grep -c 'Nytt här')" 1
t_is "and clean" "$(git status --porcelain)" ""

# ---- names that no file of ours gets

fresh u
printf '# C\n\n## D\n\ntext\n' >$'rad\nbrytning.md'
printf '# E\n\n## F\n\ntext\n' >$'x\xff.md'
git add -A && git commit -qm namn
edit rad%0Abrytning.md#d '## D\n\nannat\n' >/dev/null
edit x%FF.md#f '## F\n\nannat\n' >/dev/null
t_ok "issues with such names are recorded" blad record
t_like "and named by their address" "$out" "rad%0Abrytning.md has control signs"
t_like "both of them" "$out" "x%FF.md has control signs"
t_is "on a line each" "$(printf "%s\n" "$out" | grep -c "control signs")" 2
t_is "the version has the text" "$(git show "HEAD:$(printf 'x\xff.md')" | grep -c annat)" 1
t_fails "such a file is not taken" 2 blad drafts take rad%0Abrytning.md

# ---- sync

cd "$t_dir" && git clone -q --bare mall shared.git || exit 1
git clone -q shared.git anna && git clone -q shared.git bo || exit 1
for who in anna bo; do (cd $who && identity); done
cd anna || exit 1
edit $e#budget-2025 '## Budget 2025\n\nKlar.\n' >/dev/null
blad record >/dev/null && blad sync >/dev/null
cd ../bo || exit 1
by_hand
t_fails "a file changed by hand that theirs changes" 3 blad sync
t_like "the way on" "$err" "blad drafts take $e"
t_ok "taken" blad drafts take $e
t_fails "not yet recorded" 3 blad sync
t_like "and so" "$err" "record"
t_ok "recorded" blad record
t_ok "shared" blad sync
t_is "both are in" "$(git show HEAD:$e | grep -c 'Klar\.\|För hand\.')" 2
t_is "and clean" "$(git status --porcelain)" ""
t_done
