#!/usr/bin/env bash
# Two drafts of one issue: two windows changed the same place, where no lock holds.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
. "$SRCDIR/tests/cli/archive.sh" || exit 1
. "$SRCDIR/tests/cli/json.sh" || exit 1
t_need git
small_archive a
cd a || exit 1
identity
e=klg/2024-11-15.md

edit() {	# ADDRESS TEXT
	printf "$2" | blad edit "$1" --stdin
}
addresses() {
	blad drafts --json | "$JSONCHECK" | awk -F '\t' '$1 ~ /\.address$/ { print $3 }' | paste -sd ' '
}
# What the other window left: the draft as it is now becomes the second, and the first says something else.
second() {	# ADDRESS TEXT
	local d
	d=$(echo .git/blad/drafts/????????????????)
	cp -r "$d" kept
	edit "$1" "$2"
	mv kept "$d-2"
}

edit $e#kontakt '## Kontakt\n\nRing växeln.\n'
second $e#kontakt '## Kontakt\n\nRing receptionen.\n'

t_ok "drafts" blad drafts
t_is "lists both, each by its address" "$(sed 's/.*  klg/klg/; s/  / /' <<<"$out" | paste -sd '|')" \
	"$e#kontakt|$e#kontakt@draft-2 (set aside)"
t_like "says why there are two" "$err" "the same place was changed twice"
t_like "and how to see them" "$err" "blad diff $e @draft @draft-2"
j_of "as a document" blad drafts --json
t_is "too" "$(j_all '\.drafts\[[0-9]+\]\.(address|aside)' | paste -sd ' ')" "$e#kontakt false $e#kontakt@draft-2 true"
t_is "and nothing beside it" "$err" ""
t_like "status counts both" "$(blad status)" "2 drafts are not recorded"
t_like "the first is the current text" "$(blad show $e#kontakt --source)" "receptionen"
t_like "the second is shown" "$(blad show $e#kontakt@draft-2 --source)" "växeln"
t_like "and is told from it" "$(blad show $e@draft-2)" "second draft"
t_like "what it changed" "$(blad diff $e#kontakt@draft-2)" "växeln"
t_like "they are compared as the words say" "$(blad diff $e @draft @draft-2)" "\[-receptionen.*växeln"
t_is "its items have its address" "$(blad items $e@draft-2 | grep -c "@draft-2$")" "$(blad items $e | wc -l)"

t_fails "the second is not recorded" 3 blad record $e@draft-2
t_like "before the first" "$err" "blad record $e.*blad drafts drop $e.*takes its place"
t_fails "nor named together with it" 3 blad record $e $e#kontakt@draft-2
t_is "nothing is recorded" "$(git rev-list --count HEAD)" "$(git rev-list --count main@{0})"
t_is "both stay" "$(addresses)" "$e#kontakt $e#kontakt@draft-2"

t_ok "what it says can be taken over" blad restore $e#kontakt@draft-2
t_is "into the draft" "$out" "$e#kontakt"
t_like "which says it now" "$(blad show $e#kontakt --source)" "växeln"
t_ok "and the second is dropped by its address" blad drafts drop $e@draft-2
t_is "the first stays" "$(addresses)" "$e#kontakt"
t_is "and nothing more is said" "$(blad drafts 2>&1 >/dev/null)" ""

second $e#kontakt '## Kontakt\n\nRing receptionen.\n'
t_ok "the first is dropped" blad drafts drop $e
t_is "the second takes its place" "$(addresses)" "$e#kontakt"
t_like "as the current text" "$(blad show $e#kontakt --source)" "växeln"
t_like "an address that was printed before is still one" "$(blad show $e#kontakt@draft-2 --source)" "växeln"
t_fails "a number that nobody has" 1 blad show $e@draft-3
t_ok "it is recorded by its old address" blad record $e@draft-2
t_like "as what it says" "$(git show "HEAD:$e")" "växeln"
t_is "no draft is left" "$(addresses)" ""

edit $e#kontakt '## Kontakt\n\nRing vaktmästaren.\n'
second $e#budget-2025 '## Budget 2025\n\nKlar.\n'
t_fails "recording all" 3 blad record
t_like "names what it left" "$out" "$e@draft-2 was set aside"
t_like "and records the first" "$(git show "HEAD:$e")" "Klar"
t_is "the second is the draft now" "$(addresses)" "$e#kontakt"
t_ok "and recorded with the next" blad record
t_like "with what both say" "$(git show "HEAD:$e" | tr '\n' ' ')" "Klar.*vaktmästaren"
t_done
