#!/usr/bin/env bash
# The first heading in an issue of plain lines: what it leaves of the other items in log, diff and record.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
. "$SRCDIR/tests/cli/archive.sh" || exit 1
t_need git
git init -q -b main plain && cd plain || exit 1
identity

events() { blad log --json "$1" | grep -o '"event": *"[a-z]*"' | cut -d'"' -f4 | paste -sd' '; }
text() {
	printf 'Bladet för alla som läser det.\n\n%sSimhallen\n\nSimhallen håller stängt i två veckor, %s.\n\nBiblioteket\n\nBiblioteket har öppet som vanligt, %s.\n' "$1" "$2" "$3"
}
text "" "för städning" "alla dagar" >blad.md && git add . && git commit -qm "Första"
text "" "för städning" "vardagar" >blad.md && git commit -qam "Öppettider"
text $'## Lunch\n\nDet blir soppa.\n\n' "för städning" "vardagar" >blad.md && git commit -qam "Lunch"
t_is "the other items are not deleted" "$(events blad.md#biblioteket)" "edited born"
t_is "nor is one taken for the new one" "$(events blad.md#simhallen)" born
t_is "which is new" "$(events blad.md#lunch)" born
t_is "and nothing has become lead" "$(events blad.md#)" born
text $'## Lunch\n\nDet blir soppa.\n\n' "för städning" "lördagar" >blad.md && git commit -qam "Lördagar"
t_is "a later change of one is seen" "$(events blad.md#biblioteket)" "edited edited born"
for a in $(blad log --json blad.md#biblioteket | grep -o '"address": *"[^"]*@[^"]*"' | cut -d'"' -f4); do
	t_ok "“$a” is understood" blad log "$a"
done

git reset -q --hard HEAD~2
text $'## Lunch\n\nDet blir soppa.\n\n' "för bad" "vardagar" | blad edit blad.md --stdin
t_ok "the same as a draft" blad drafts
t_like "is one item new" "$out" 'blad.md#lunch'
t_like "and one changed" "$out" 'changed.*blad.md#simhallen'
t_ok "the changed one recorded" blad record blad.md#simhallen
t_is "is changed, not deleted" "$(git show HEAD:blad.md)" "$(text "" "för bad" "vardagar")"
t_ok "then the new one" blad record blad.md#lunch
t_is "takes nothing along" "$(git show HEAD:blad.md)" "$(text $'## Lunch\n\nDet blir soppa.\n\n' "för bad" "vardagar")"
t_is "nothing is left" "$(blad drafts)" ""
t_done
