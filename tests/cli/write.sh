#!/usr/bin/env bash
# From an edit to a version: drafts, record, what git sees of it.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
. "$SRCDIR/tests/cli/archive.sh" || exit 1
t_need git
small_archive a
cd a || exit 1

cp klg/2024-11-15.md "$t_dir/before"
t_ok "edit an item" sh -c 'blad show "latest#budget-2025" --source | sed s/12/14/ | blad edit "latest#budget-2025" --stdin'
t_same "the work tree is as it was" klg/2024-11-15.md "$t_dir/before"
t_is "git sees nothing" "$(git status --porcelain)" ""
t_ok "drafts" blad drafts
t_like "says what changed" "$out" 'changed +\+1 -1  klg/2024-11-15.md#budget-2025'
t_ok "as a document" blad drafts --json
t_like "with its words" "$out" '"added": ?1, "removed": ?1'
t_ok "list marks it" blad list
t_like "as a draft" "$out" 'Budget och vinter.*\* draft'
t_ok "show shows the draft" blad show "latest#budget-2025" --source
t_like "with the change" "$out" "14 december"
t_ok "and what is recorded" blad show "latest#budget-2025@HEAD" --source
t_like "without it" "$out" "12 december"
t_ok "the difference" blad diff "latest#budget-2025"
t_like "word by word" "$out" '\[-12-\] ?\{\+14\+\}'

t_fails "record without name and mail" 1 blad record
t_like "says what is missing" "$err" "user.name"
identity
t_ok "record" blad record
t_like "says the proposed message" "$out" "Budget 2025: changed"
t_is "the version is plain git's" "$(git log -1 --format='%an <%ae>|%s')" "Karin Ek <karin.ek@adala.example>|Budget 2025: changed"
t_is "git status is clean" "$(git status --porcelain)" ""
t_is "git fsck is silent" "$(git fsck --strict 2>&1 | grep -v '^dangling')" ""
t_is "one line changed" "$(git diff --numstat HEAD~1)" "$(printf '1\t1\tklg/2024-11-15.md')"
t_ok "nothing left" blad drafts
t_is "no draft" "$out" ""
t_ok "recording nothing" blad record
t_like "is said" "$out" "Nothing to record"

t_ok "a new item" blad add "latest#budget-2025" --title "Ny skolchef"
t_is "gives its address" "$out" "klg/2024-11-15.md#ny-skolchef"
t_ok "with text" sh -c 'printf "Hon börjar i januari.\n" | blad add "latest#ny-skolchef" --title "Mer om skolan" --stdin'
t_ok "delete" blad delete "latest#ny-skolchef"
t_ok "move" blad move "latest#mer-om-skolan" "latest#"
t_ok "set" blad set latest state review
t_ok "items now" blad items latest
t_like "the moved one is first" "$out" "^Mer om skolan"
t_unlike "the deleted one is gone" "$out" "Ny skolchef"
t_ok "record one item only" blad record "latest#mer-om-skolan" -m "Skolan"
t_like "the rest stays a draft" "$(blad drafts)" "#:state"
t_unlike "which does not hold the item" "$(blad drafts)" "mer-om-skolan"
t_is "the version has the item" "$(git show HEAD:klg/2024-11-15.md | grep -c 'Hon börjar')" 1
t_is "and not the state" "$(git show HEAD:klg/2024-11-15.md | grep -c '^state')" 0
t_ok "record the rest" blad record -m "Klar för granskning"
t_is "the state is there" "$(git show HEAD:klg/2024-11-15.md | grep '^state')" "state: review"

t_fails "a field of an item" 2 blad set "latest#kontakt" state review
t_fails "an item of nothing" 2 sh -c 'blad add latest --stdin --title ""'
t_is "neither changed a thing" "$(blad drafts)" ""
t_ok "drop a draft" sh -c 'blad set latest number 12 && blad drafts drop latest'
t_is "it is gone" "$(blad drafts)" ""
t_ok "an issue that was given out" blad set klg/10 number 9
t_fails "is not changed unknowingly" 1 blad record
t_like "the way is said" "$err" "--correction"
t_ok "but knowingly" blad record --correction
t_like "with a trailer" "$(git log -1 --format=%B)" "Blad-Correction: klg/2024-10-18.md"

t_ok "a new issue" blad new --series klg --date 2024-12-13 --title "Jul & nyår"
t_is "goes where the series says" "$out" "klg/2024-12-13.md"
t_is "is not in git" "$(git status --porcelain)" ""
t_ok "record it" blad record
t_like "its message" "$(git log -1 --format=%s)" "Jul & nyår"
t_is "now it is" "$(git ls-tree --name-only HEAD klg/ | tail -1)" "klg/2024-12-13.md"
t_like "with a number" "$(git show HEAD:klg/2024-12-13.md)" "number: 12"

t_ok "log" blad log "klg/11#budget-2025"
t_like "newest first" "$out" "Karin Ek .*changed.*"
t_like "and its birth" "$out" "written"
t_ok "log as a document" blad log "klg/11#budget-2025" --json
t_like "events" "$out" '"event": ?"edited"'
id=$(git log --format=%h -1 --grep="7 cm")
t_ok "restore" blad restore "klg/11#budget-2025@$id"
t_like "is a draft" "$(blad show klg/11#budget-2025 --source)" "12 december"
t_is "that git does not see" "$(git status --porcelain)" ""
t_ok "status" blad status
t_like "counts the draft" "$out" "1 draft"
blad drafts drop "klg/11"

t_ok "the title heading is changed" sh -c 'blad show klg/11 --source | sed "s/^# .*/# Budget och snö/" | blad edit klg/11 --stdin'
t_like "which is told as the lead's" "$(blad drafts)" '^lead +\+1 -1  klg/2024-11-15.md#$'
t_ok "its difference" blad diff "klg/11#"
t_like "is shown" "$out" '\[-vinter-\] ?\{\+snö\+\}'
t_ok "it is taken back" blad drafts drop "klg/2024-11-15.md#"
t_is "for good" "$(blad drafts)" ""
t_ok "a new heading above an item" sh -c 'blad show klg/11 --source | sed "s/^### Sandning/## Gatan\n\nOm gatan.\n\n&/" | blad edit klg/11 --stdin'
t_ok "recorded alone" blad record "klg/11#gatan"
t_is "the item is there once" "$(git show HEAD:klg/2024-11-15.md | grep -c '^### Sandning')" 1
t_is "nothing is left" "$(blad drafts)" ""
t_fails "an empty text is refused" 2 sh -c 'printf "\n" | blad edit "klg/11#budget-2025" --stdin'
t_done
