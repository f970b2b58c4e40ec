#!/usr/bin/env bash
# blad(1) and blad-archive(5), “Drafts” and “Recording”: what the commands that write do, and what is left behind in files.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
. "$SRCDIR/tests/cli/archive.sh" || exit 1
. "$SRCDIR/tests/cli/json.sh" || exit 1
t_need git awk

small_archive a
cd a || exit 1
identity
e=klg/2024-11-15.md
g=.git/blad
t_at_end chmod -R u+w "$t_dir/a"

edit() {	# ADDRESS TEXT
	printf "$2" | blad edit "$1" --stdin
}
whole() {
	blad show --source "$1"
}
drafts() {
	blad drafts --json | "$JSONCHECK" | awk -F '\t' '$1 ~ /\.address$/ { print $3 }'
}

# ---- a draft is not in git

cp $e before
t_ok "edit --stdin" edit $e#kontakt '## Kontakt\n\nRing växeln.\n'
t_same "the work tree stays" $e before
t_is "git knows nothing of it" "$(git status --porcelain $e)" ""
t_is "one draft" "$(drafts)" "$e#kontakt"
t_like "drafts tells it" "$(blad drafts)" "changed +.*$e#kontakt"
t_is "the folder is private" "$(stat -c %a $g)" 700
t_is "and what is in it" "$(find $g -type d ! -perm 700 -o -type f ! -perm 600 | wc -l)" 0
d=$(echo $g/drafts/*)
t_ok "a draft has a meta" test -f "$d/meta"
t_is "its lines are a key and its value" "$(grep -cv '^[a-z-]* [^ ].*$\|^end$' "$d/meta")" 0
for row in "branch refs/heads/main" "path $e" "base-commit $(git rev-parse HEAD)" "base-blob $(git rev-parse HEAD:$e)" "time 1731670200 0" "charset utf-8"; do
	t_is "meta: ${row%% *}" "$(grep -i "^${row%% *} " "$d/meta")" "$row"
done
t_is "meta ends with end" "$(tail -n 1 "$d/meta")" end
for k in base text; do
	t_ok "meta names the $k" test -f "$d/$(sed -n "s/^$k //p" "$d/meta")"
done
t_same "the base is the text it began from" "$d/$(sed -n 's/^base //p' "$d/meta")" before
gen=$(sed -n 's/^generation //p' "$d/meta")
t_ok "another edit" edit $e#budget-2025 '## Budget 2025\n\nKlar.\n'
t_is "every save is a generation more" "$(sed -n 's/^generation //p' "$d/meta")" $((gen + 1))
t_is "it is still one draft of one file" "$(ls $g/drafts | wc -l)" 1
t_is "with two items" "$(drafts | LC_ALL=C sort | paste -sd ' ')" "$e#budget-2025 $e#kontakt"
blad list >/dev/null
t_ok "an index" test -f $g/index.db
rm $g/index.db*
t_is "may be deleted at any time" "$(blad list | wc -l)" 2
t_ok "the same text once more" edit $e#kontakt '## Kontakt\n\nRing kansliet.\n'
t_is "is no draft any more" "$(drafts)" "$e#budget-2025"
t_fails "an empty item is refused" 2 edit $e#kontakt ''
t_is "and changes nothing" "$(drafts)" "$e#budget-2025"
t_fails "text that is not UTF-8 is refused" 1 edit $e#kontakt '## Kontakt\n\nR\xe5d\n'

# ---- drop

t_ok "drafts drop" blad drafts drop $e#budget-2025
t_is "no draft" "$(drafts)" ""
t_is "it is kept" "$(find $g/dropped -name meta | wc -l)" 1
t_is "the text is as recorded" "$(whole $e)" "$(cat before)"
edit $e#kontakt '## Kontakt\n\nRing växeln.\n' >/dev/null
edit $e#budget-2025 '## Budget 2025\n\nKlar.\n' >/dev/null
kept=$(find $g/dropped -name meta | wc -l)
t_ok "one item of two" blad drafts drop $e#kontakt
t_is "its text is kept too" "$(find $g/dropped -name meta | wc -l) $(cat $g/dropped/*/text.* | grep -c växeln)" "$((kept + 1)) 1"
t_is "the other stays" "$(drafts)" "$e#budget-2025"
t_is "what was dropped is as recorded" "$(whole $e#kontakt)" $'## Kontakt\n\nRing kansliet.'
t_ok "the whole issue" blad drafts drop $e
t_fails "again" 1 blad drafts drop $e
kept=$(find $g/dropped -name meta | wc -l)
(export BLAD_NOW=$((BLAD_NOW + 29 * 86400)); blad list; edit $e#kontakt '## Kontakt\n\nR.\n'; blad drafts drop $e) >/dev/null
t_is "29 days later all are there" "$(find $g/dropped -name meta | wc -l)" $((kept + 1))
(export BLAD_NOW=$((BLAD_NOW + 31 * 86400)); blad list; edit $e#kontakt '## Kontakt\n\nRi.\n'; blad drafts drop $e) >/dev/null
t_is "31 days later they are gone" "$(find $g/dropped -name meta | wc -l)" 2

# ---- edits of the whole issue, of the lead, of a field

t_ok "the whole issue from standard input" bash -c "sed 's/Ring/Mejla/' before | blad edit $e --stdin"
t_is "is a draft" "$(drafts)" "$e#kontakt"
t_ok "the lead" edit "$e#" 'Kort sagt.\n'
t_like "is a draft" "$(drafts)" "$e#"$'(\n|$)'
t_like "its text" "$(whole $e#)" '^Kort sagt\.'
t_ok "a field" edit "$e#:number" 'number: 12\n'
t_is "its text" "$(whole $e#:number)" "number: 12"
t_ok "set" blad set $e number 13
t_is "its text" "$(whole $e#:number)" "number: 13"
blad drafts drop $e >/dev/null 2>&1

# ---- the title heading belongs to the lead's address

sed 's/^# Budget och vinter/# Ny rubrik/' before | blad edit $e --stdin >/dev/null
edit $e#kontakt '## Kontakt\n\nRing växeln.\n' >/dev/null
t_like "a changed title heading is told at the lead" "$(drafts)" "$e#"$'\n'
t_like "diff of that address shows it" "$(blad diff $e#)" '\{\+Ny rubrik\+\}'
t_ok "record of it takes it" blad record -m Rubrik $e#
t_is "and nothing else" "$(git diff HEAD~1 --numstat | cut -f 1,2)" $'1\t1'
t_is "the rest is still a draft" "$(drafts)" "$e#kontakt"
sed 's/^# Ny rubrik/# Rubrik/' <(whole $e) | blad edit $e --stdin >/dev/null
t_ok "drop of it drops it" blad drafts drop $e#
t_is "and nothing else" "$(drafts)" "$e#kontakt"
blad drafts drop $e >/dev/null 2>&1

# ---- add

cp $e before
t_ok "add at the end" blad add $e -t Sist
t_is "it tells the address" "$out" "$e#sist"
t_ok "add after an item" blad add $e#budget-2025 --title "Efter budget"
t_is "it tells the address" "$out" "$e#efter-budget"
t_ok "add first" blad add $e# -t Först
t_ok "add with text" bash -c "printf '## Med text\n\nText.\n' | blad add $e#sandning --stdin"
t_is "below the same parent" "$out" "$e#vinterväghållning/med-text"
t_ok "add with title and text" bash -c "printf 'Bara text.\n' | blad add $e#kontakt --stdin -t Båda"
t_is "all in their places" "$(blad items --json $e | "$JSONCHECK" | awk -F '\t' '$1 ~ /\.key$/ { print $3 }' | paste -sd ' ')" \
	"först budget-2025 efter-budget vinterväghållning sandning med-text kontakt båda sist"
t_is "the text of one" "$(whole $e#med-text)" $'### Med text\n\nText.'
t_is "of the other" "$(whole $e#båda)" $'## Båda\n\nBara text.'
t_ok "a title that is there already" blad add $e -t Kontakt
t_is "gets a number" "$out" "$e#kontakt-2"
t_fails "a field is nothing to add to" 2 blad add $e#:title -t X
t_ok "a title of signs alone" blad add $e -t '!!!'
t_is "has the key item" "$out" "$e#item"
t_ok "add with several items" bash -c "printf '## A\n\na\n\n## B\n\nb\n' | blad add $e --stdin"
t_ok "add a document" bash -c "printf '# C\n\nc\n\n## D\n\nd\n' | blad add $e --stdin"
t_is "is one item" "$(whole $e#c)" $'## C\n\nc\n\n### D\n\nd'
t_is "what was there is as it was" "$(diff before <(whole $e) | grep -c '^<')" 0

# ---- delete

t_ok "delete an item" blad delete $e#kontakt-2
t_ok "one with a sub-item" blad delete $e#vinterväghållning
t_is "both went" "$(blad items $e | grep -c 'Sandning\|Vinter')" 0
t_fails "a whole issue is not deleted" 2 blad delete $e
t_ok "the lead is" blad delete $e#
t_is "it is empty" "$(whole $e#)" ""
t_ok "a field is" blad delete $e#:number
t_fails "and is gone" 1 blad show $e#:number
blad drafts drop $e >/dev/null 2>&1
t_ok "the last item of a file" blad delete klg/2024-10-18.md#skrivare
t_is "leaves the rest" "$(blad items klg/2024-10-18.md)" ""
blad drafts drop klg/2024-10-18.md >/dev/null

# ---- move

t_ok "move after another" blad move $e#budget-2025 $e#kontakt
t_is "the address it has now" "$out" "$e#budget-2025"
order() { blad items --json "$1" | "$JSONCHECK" | awk -F '\t' '$1 ~ /\.key$/ { print $3 }' | paste -sd ' '; }
t_is "order" "$(order $e)" "vinterväghållning sandning kontakt budget-2025"
t_is "the bytes are the same" "$(whole $e#budget-2025)" "$(blad show --source $e#budget-2025@HEAD)"
t_ok "move first" blad move $e#kontakt $e#
t_is "order" "$(order $e)" "kontakt vinterväghållning sandning budget-2025"
t_ok "move last" blad move $e#kontakt $e
t_is "order" "$(order $e)" "vinterväghållning sandning budget-2025 kontakt"
t_is "drafts tells that it moved" "$(blad drafts | grep -c '^moved')" "$(blad drafts | wc -l)"
t_fails "behind itself" 2 blad move $e#vinterväghållning $e#vinterväghållning/sandning
blad drafts drop $e >/dev/null 2>&1
t_ok "move where it is" blad move $e#kontakt $e
t_is "changes nothing" "$(drafts)" ""
t_ok "to the end of another issue" blad move $e#sandning klg/2024-10-18.md
t_is "evened to the place" "$(whole klg/2024-10-18.md | tail -n 5)" $'Nya skrivare kommer i november.\n\n## Sandning\n\nSand finns att hämta vid förrådet.'
blad drafts drop $e >/dev/null 2>&1
t_ok "to another issue" blad move $e#kontakt klg/2024-10-18.md#skrivare
t_is "the address it has there" "$out" "klg/2024-10-18.md#kontakt"
t_is "it is gone here" "$(order $e)" "budget-2025 vinterväghållning sandning"
t_is "and there" "$(order klg/2024-10-18.md)" "skrivare kontakt"
t_is "two drafts" "$(ls $g/drafts | wc -l)" 2
t_like "each names the other" "$(grep -h '^pair ' $g/drafts/*/meta | LC_ALL=C sort | paste -sd '|')" \
	"^pair came $e kontakt kontakt\|pair left klg/2024-10-18.md kontakt kontakt$"
t_ok "drop it at one end" blad drafts drop $e#kontakt
t_is "drops it at both" "$(drafts)" ""
blad move $e#kontakt klg/2024-10-18.md#skrivare >/dev/null
t_fails "a published issue needs a word" 1 blad record klg/2024-10-18.md#kontakt
t_like "it says which" "$err" '--correction'
t_ok "record it at one end" blad record -m Flytt --correction klg/2024-10-18.md#kontakt
t_is "records it at both" "$(git show --name-only --format= | sort | paste -sd ' ')" "klg/2024-10-18.md $e"
t_is "no draft is left" "$(drafts)" ""
t_like "a correction is marked" "$(git log -1 --format=%B)" $'\nBlad-Correction: klg/2024-10-18\.md'

# ---- record

cp $e before
t_ok "nothing to record" blad record
t_is "no version" "$(git log --format=%s | head -n 1)" "Flytt"
edit $e#budget-2025 '## Budget 2025\n\nKlar.\n' >/dev/null
edit $e#sandning '### Sandning\n\nSlut på sand.\n' >/dev/null
blad set $e state review >/dev/null
t_ok "record of one item" blad record -m "Budgeten" $e#budget-2025
t_like "tells the version" "$out" '^[0-9a-f]{7}  Budgeten$'
t_is "that one only" "$(git show --format= | grep '^[-+][^-+]' | paste -sd '|')" \
	"-Budgeten är klar den 12 december.|-Ramen är 1 200 miljoner kronor.|+Klar."
t_is "the others stay drafts" "$(drafts | LC_ALL=C sort | paste -sd ' ')" "$e#:state $e#vinterväghållning/sandning"
t_is "the work tree follows" "$(git status --porcelain)" "?? before"
t_ok "record of a field" blad record -m "Granskning" $e#:state
t_is "that one only" "$(git show --format= | grep '^[-+][^-+]')" "+state: review"
t_ok "record of the rest, with a message of its own" blad record
t_like "made from what changed" "$(git log -1 --format=%s)" 'Sandning'
t_is "author and committer are the user" "$(git log -1 --format='%an <%ae> %cn')" "Karin Ek <karin.ek@adala.example> Karin Ek"
t_is "two issues in one version" "$(edit $e#budget-2025 '## Budget 2025\n\nHm.\n' >/dev/null; blad new -t Nytt --date 2024-12-01 >/dev/null
	blad record -m Två >/dev/null; git show --name-only --format= | wc -l)" 2
edit $e#budget-2025 '## Budget 2025\n\nEtt.\n' >/dev/null
t_ok "a message of several lines" blad record --message $'Rubrik\n\nMer om det.'
t_is "is whole" "$(git log -1 --format=%B)" $'Rubrik\n\nMer om det.'
t_is "two addresses" "$(edit $e#budget-2025 '## Budget 2025\n\nTvå.\n' >/dev/null; edit $e#sandning '### Sandning\n\nTvå.\n' >/dev/null; blad set $e state "" >/dev/null
	blad record -m Två $e#budget-2025 $e#sandning >/dev/null; drafts)" "$e#:state"
blad drafts drop $e >/dev/null 2>&1

# a file that was changed by hand
echo "för hand" >>$e
edit $e#budget-2025 '## Budget 2025\n\nTre.\n' >/dev/null
t_run blad record -m Tre
t_like "is left alone and named" "$out$err" "$e"
t_is "the version is made all the same" "$(git log -1 --format=%s)" Tre
t_is "the hand's words are there" "$(tail -n 1 $e)" "för hand"
t_is "and the version's are not" "$(grep -c Tre $e)" 0
git checkout -q -- $e

# behind
edit $e#budget-2025 '## Budget 2025\n\nFyra.\n' >/dev/null
sed -i 's/Två\./Fem./' $e
commit_at 1731671000 "Per Lind" "Sandning igen"
t_like "a draft of an issue that was changed is behind" "$(blad drafts)" 'behind'
t_ok "recording joins the two" blad record -m Fyra
t_is "both are in" "$(git show HEAD:$e | grep -c 'Fyra\.\|Fem\.')" 2
edit $e#budget-2025 '## Budget 2025\n\nSex.\n' >/dev/null
sed -i 's/Fyra\./Sju./' $e
commit_at 1731672000 "Per Lind" "Budget igen"
before=$(git rev-parse HEAD)
t_fails "where that cannot be done, a person must decide" 3 blad record -m Sex
t_like "the item is named" "$err$out" 'budget-2025|Budget 2025'
t_is "nothing moved" "$(git rev-parse HEAD)" "$before"
t_is "the draft is there" "$(blad show --source $e#budget-2025@draft | sed '/^$/d' | tail -n 1)" "Sex."
t_is "no conflict marker anywhere" "$(grep -rlE '^(<<<<<<<|>>>>>>>)' $e $g | wc -l)" 0
blad drafts drop $e >/dev/null 2>&1

# hooks and signatures
mkdir -p .git/hooks
printf '#!/bin/sh\nexit 1\n' >.git/hooks/pre-commit
chmod +x .git/hooks/pre-commit
edit $e#budget-2025 '## Budget 2025\n\nÅtta.\n' >/dev/null
t_fails "a commit hook is not passed over" 1 blad record -m Krok
t_like "it is named" "$err" 'hooks/pre-commit'
t_ok "but with --no-verify" blad record -m Krok --no-verify
rm .git/hooks/pre-commit
git config commit.gpgsign true
git config gpg.program false
edit $e#budget-2025 '## Budget 2025\n\nNio.\n' >/dev/null
t_fails "a signature is not left out" 1 blad record -m Namn
t_like "it says why" "$err" 'signing: .*false'
t_ok "but with --no-sign" blad record -m Namn --no-sign
git config --unset commit.gpgsign

# who
git config --unset user.name
git config --unset user.email
edit $e#budget-2025 '## Budget 2025\n\nTio.\n' >/dev/null
t_fails "without a name nothing is recorded, and nothing asked" 1 blad record -m Vem
t_like "it says how" "$err" 'user\.name'
identity
t_ok "with one it is" blad record -m Vem

# ---- restore

old=$(git log --format=%h -- $e | tail -n 1)
t_ok "restore an item" blad restore "$e#budget-2025@$old"
t_is "is a draft of how it was" "$(whole $e#budget-2025)" "$(blad show --source "$e#budget-2025@$old")"
t_is "of that item only" "$(drafts)" "$e#budget-2025"
t_ok "restore what was moved away" blad restore "$e#kontakt@$old"
t_unlike "puts it where it is now" "$out" "^$e"
t_is "and it is as it was" "$(whole "$out" | tail -n 1)" "Ring kansliet."
t_ok "restore a field" blad restore "$e#:number@$old"
t_ok "restore the lead" blad restore "$e#@$old"
t_ok "restore the issue" blad restore "$e@$old"
t_is "is as it was" "$(whole $e)" "$(git show "$old:$e")"
t_ok "a day" blad restore "$e@2024-11-15"
t_ok "HEAD" blad restore "$e@HEAD"
t_is "is no draft" "$(drafts)" ""
t_fails "what was not there then" 1 blad restore "$e#nej@$old"

# ---- of a new issue

t_ok "new" blad new -t "Blad att dela" --date 2024-12-05
new=$out
t_fails "one of the same path gets another name" 1 test "$(blad new -t Nästa --date 2024-12-05)" = "$new"
blad add "$new" -t Ett >/dev/null
t_like "drafts tells it" "$(blad drafts)" "new +.*$new#ett"
blad add "$new" -t Två >/dev/null
cp -a .git ../kept.git
t_ok "record of one of its items" blad record -m Nytt "$new#ett"
t_is "is of the whole issue" "$(git show "HEAD:$new" | grep -c '^## Ett$\|^## Två$')$(drafts | grep -cF "$new#")" 20
rm -rf .git
mv ../kept.git .git
t_fails "it has no log yet" 1 test -n "$(blad log "$new" 2>/dev/null)"
t_fails "and is not HEAD" 1 blad show "$new@HEAD"
t_ok "drop" blad drafts drop "$new"
t_fails "is gone" 1 blad show "$new"
t_done
