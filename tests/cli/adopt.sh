#!/usr/bin/env bash
# Drafts of other branches, brought over to the one that is checked out.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
. "$SRCDIR/tests/cli/archive.sh" || exit 1
. "$SRCDIR/tests/cli/json.sh" || exit 1
t_need git flock
small_archive a
cd a || exit 1
identity
e=klg/2024-11-15.md o=klg/2024-10-18.md

edit() {	# ADDRESS TEXT
	printf "$2" | blad edit "$1" --stdin
}
addresses() {
	blad drafts --json 2>/dev/null | "$JSONCHECK" | awk -F '\t' '$1 ~ /\.address$/ { print $3 }' | paste -sd ' '
}
away() {	# what is named of other branches
	blad drafts 2>&1 >/dev/null
}

# ---- from another branch

git branch sido
edit $e#kontakt '## Kontakt\n\nRing växeln.\n'
git switch -q sido
t_is "not this branch's" "$(addresses)" ""
t_like "but named, with the way" "$(away)" "draft on the branch main; “blad drafts adopt $e main” brings it here"
t_ok "brought over" blad drafts adopt $e main
t_is "told by its address" "$out" "$e"
t_is "from the same version nothing more is said" "$err" ""
t_is "it is this branch's" "$(addresses)" "$e#kontakt"
t_like "with its text" "$(blad show $e#kontakt --source)" "växeln"
t_is "and nobody else's" "$(away)" ""
t_is "in one folder" "$(ls .git/blad/drafts | wc -l)" 1
git switch -q main
t_is "the branch that it came from has none" "$(addresses)" ""
t_ok "and back" blad drafts adopt 2024-11-15
t_like "also without the branch, by any address" "$(blad show $e#kontakt --source)" "växeln"

# ---- where it was begun from another version

git switch -q sido
edit $e#budget-2025 '## Budget 2025\n\nKlar.\n'
t_ok "another version there" blad record
t_ok "brought over all the same" blad drafts adopt $e
t_like "and said" "$err" "another version.*joins the two"
t_like "it is behind" "$(blad drafts)" "behind"
t_ok "recording joins the two" blad record
t_like "as usual" "$(git show "HEAD:$e" | tr '\n' ' ')" "Klar.*växeln"
t_is "the tree is clean" "$(git status --porcelain)" ""

# ---- refused

edit $e#kontakt '## Kontakt\n\nRing vaktmästaren.\n'
git switch -q main
edit $e#kontakt '## Kontakt\n\nRing ingen.\n'
before=$(find .git/blad/drafts -type f ! -name lock -exec cksum {} + | sort)
t_fails "where there is a draft already" 1 blad drafts adopt $e
t_like "it says so" "$err" "draft on the branch main already; record or drop"
t_fails "a branch that has none" 1 blad drafts adopt $e nosuch
t_fails "an issue that has none" 1 blad drafts adopt $o
t_fails "an item alone" 2 blad drafts adopt $e#kontakt
t_is "nothing has changed" "$(find .git/blad/drafts -type f ! -name lock -exec cksum {} + | sort)" "$before"
git switch -q -c tredje
t_fails "more than one branch" 1 blad drafts adopt $e
t_like "are named" "$err" "main, sido.*adopt $e BRANCH"
d=$(grep -l "refs/heads/sido" .git/blad/drafts/*/meta | xargs dirname)
exec 7<>"$d/lock"
flock 7
t_fails "while another window edits it" 1 blad drafts adopt $e sido
t_like "that is said" "$err" "edited in another window"
flock -u 7
exec 7>&-
t_ok "the one that is named" blad drafts adopt $e sido
t_like "comes" "$(blad show $e#kontakt --source)" "vaktmästaren"
t_ok "dropped here" blad drafts drop $e
git switch -q main
t_ok "dropped there" blad drafts drop $e
git rm -q $o && git commit -qm "utan"
git switch -q tredje
edit $o#skrivare '## Skrivare\n\nInga.\n'
git switch -q main
t_fails "an issue that the branch lacks" 1 blad drafts adopt $o
t_like "is named" "$err" "$o is not on the branch main"
git revert --no-edit HEAD >/dev/null
git switch -q tredje
blad drafts drop $o

# ---- killed between

edit $e#kontakt '## Kontakt\n\nRing receptionen.\n'
d=$(echo .git/blad/drafts/*)
cp -r "$d" kept
git switch -q main
t_ok "brought over" blad drafts adopt $e
mv kept "$d"
t_like "killed before it was gone there, it is in both places" "$(away)" "branch tredje"
t_ok "once more" blad drafts adopt $e
t_is "finishes" "$(away)$(addresses)" "$e#kontakt"
blad drafts drop $e

# ---- an item that went to another issue

blad move $e#kontakt $o >/dev/null
git switch -q tredje
t_ok "one side of a move" blad drafts adopt $e
t_is "brings the other" "$(LC_ALL=C sort <<<"$out" | paste -sd ' ')" "$o $e"
t_is "nothing is left there" "$(away)" ""
t_ok "and dropping one" blad drafts drop $e
t_is "drops both" "$(addresses)" ""

# ---- begun on no branch

git switch -q --detach
edit $e#kontakt '## Kontakt\n\nRing mitt i natten.\n'
t_is "on no branch a draft is its own" "$(addresses)" "$e#kontakt"
git switch -q main
t_like "and named elsewhere" "$(away)" "begun on no branch; “blad drafts adopt $e HEAD”"
t_ok "brought over" blad drafts adopt $e HEAD
t_like "it is here" "$(blad show $e#kontakt --source)" "natten"
git switch -q --detach
t_fails "on no branch nothing is brought" 1 blad drafts adopt $e
t_like "and why" "$err" "git switch BRANCH"
t_like "nor offered" "$(away)" "on the branch main; its text"
t_done
