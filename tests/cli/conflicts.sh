#!/usr/bin/env bash
# Two copies that changed the same: what is asked, by name; answered, taken back, answered again; and the next sync joins.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
t_need git

clone() {	# NAME
	git clone -q shared.git "$1" 2>/dev/null
	git -C "$1" config user.name "$2"
	git -C "$1" config user.email "$1@example.org"
}

mkdir "$t_dir/c" && cd "$t_dir/c" || exit 1
git init -q --bare -b main shared.git
clone anna Anna
cat >anna/11.md <<'X'
---
title: Nr 11
number: 11
---

## Budget

Beslut den 10 april. Alla läser.

## Kurs

Anmäl dig.

## Vinter

Plogat.
X
echo text >anna/notes.txt
git -C anna add -A
git -C anna commit -qm 1
git -C anna push -q origin main
clone bo 'Bo Ek'

t_ok "nothing to decide" blad -C anna conflicts
t_is "and nothing is said" "$out$err" ""
t_like "nor in the document" "$(blad -C anna conflicts --json)" '"clean": true, "conflicts": \[\], "answered": \[\]'

sed -i 's/10 april/14 april/; s/^number: 11/number: 12/; s/Plogat\./Plogat överallt./' bo/11.md
git -C bo commit -qam bo
blad -C bo sync >/dev/null
sed -i 's/10 april/12 april/; s/^number: 11/number: 13/; s/Anmäl dig\./Anmäl dig nu./' anna/11.md
git -C anna commit -qam anna

t_fails "a sync asks" 3 blad -C anna sync
t_like "by name" "$err" "11.md#budget .Anna here, Bo Ek there."
t_like "and says how to decide" "$err" "blad conflicts"
t_fails "and as a document" 3 blad -C anna sync --json=doc
t_like "in a file" "$(cat doc)" '"clean": false.*"kind": "body".*"joined": false'
t_fails "listed, exit 3" 3 blad -C anna conflicts
t_is "each in a sentence" "$(grep -v '^blad' <<<"$out")" "11.md#:number
    number: you wrote “13”, Bo Ek “12”.
11.md#budget
    Budget: you wrote “12 april”, Bo Ek “14 april”."
t_fails "as a document" 3 blad -C anna conflicts --json
t_is "that is one" "$(printf "%s\n" "$out" | "$BUILDDIR/tests/jsoncheck" 2>&1 | grep -c "conflicts.*kind")" 2
t_like "with the three texts" "$out" '"base": "## Budget.*10 april.*"ours": "## Budget.*12 april.*"theirs": "## Budget.*14 april'

t_fails "one is decided" 3 blad -C anna resolve 11#budget --theirs
t_like "and another is open" "$err" "1 question is open"
t_is "the branch stays" "$(git -C anna log --format=%s | head -1)" anna
t_fails "what was decided is listed" 3 blad -C anna conflicts
t_like "with the way back" "$out" "blad resolve 11.md#budget --undo"
t_ok "taken back" blad -C anna resolve 11#budget --undo
t_fails "it is open again" 3 blad -C anna conflicts
t_is "both are" "$(grep -c '^11' <<<"$out")" 2
t_fails "a second time there is nothing to take back" 1 blad -C anna resolve 11#budget --undo
t_fails "an answer to nothing" 1 blad -C anna resolve 11#kurs --ours
t_fails "two answers at once" 2 blad -C anna resolve 11#budget --ours --theirs
printf '## Budget\n\nBeslut den 13 april. Alla läser.\n' >text
t_fails "a text of one's own" 3 blad -C anna resolve 11#budget --file text
: >empty
t_fails "none that is empty" 2 blad -C anna resolve 11#:number --file empty
t_ok "and the other" blad -C anna resolve 11#:number --ours
t_like "nothing is open" "$err" "Nothing is open any more"
t_ok "so nothing is to be decided" blad -C anna conflicts
t_ok "and the next sync joins" blad -C anna sync --json -
t_like "which is a document too" "$out" '^."clean": true, "conflicts": ..,.*"kind": "body".*"sent": 1, "received": 1, "joined": true' 
t_is "as it was said" "$(grep -h 'april\|^number\|Plogat\|Anmäl' anna/11.md | tr '\n' '|')" "number: 13|Beslut den 13 april. Alla läser.|Anmäl dig nu.|Plogat överallt.|"
t_is "with two parents" "$(git -C anna log -1 --format=%p | wc -w)" 2
t_is "shared" "$(git -C shared.git rev-parse main)" "$(git -C anna rev-parse main)"
t_ok "Bo takes it in" blad -C bo sync
t_is "and has the same" "$(git -C bo rev-parse main)" "$(git -C anna rev-parse main)"

# ---- an answer is to these texts, and to no others
sed -i 's/13 april/15 april/' bo/11.md
git -C bo commit -qam bo2
blad -C bo sync >/dev/null
sed -i 's/13 april/16 april/' anna/11.md
git -C anna commit -qam anna2
t_fails "asked again" 3 blad -C anna sync
t_ok "decided" blad -C anna resolve 11#budget --ours
sed -i 's/15 april/17 april/' bo/11.md
git -C bo commit -qam bo3
blad -C bo sync >/dev/null
t_fails "changed meanwhile: the question comes again" 3 blad -C anna sync
t_ok "all of an issue at once" blad -C anna resolve 11 --theirs
t_ok "joined" blad -C anna sync
t_like "as theirs" "$(cat anna/11.md)" "17 april"

# ---- other files
blad -C bo sync >/dev/null
printf '\0bo' >bo/p.png && sed -i 's/text/hos bo/' bo/notes.txt && git -C bo add -A && git -C bo commit -qm bild && blad -C bo sync >/dev/null
printf '\0anna' >anna/p.png && sed -i 's/text/hos anna/' anna/notes.txt && git -C anna add -A && git -C anna commit -qm bild
t_fails "a text that is no issue" 3 blad -C anna sync
t_like "is asked about" "$err" "notes.txt"
t_ok "decided" blad -C anna resolve notes.txt --theirs
t_ok "joined" blad -C anna sync
t_like "both pictures are kept, and it is said" "$out" "p.png: .*yours is now p-2.png"
t_is "under two names" "$(tail -c +2 anna/p.png)$(tail -c +2 anna/p-2.png)" boanna
t_is "and the text is theirs" "$(cat anna/notes.txt)" "hos bo"

# ---- an issue deleted there, changed here; renamed there, changed here
blad -C bo sync >/dev/null
git -C bo mv 11.md 12.md && git -C bo commit -qm nytt && blad -C bo sync >/dev/null
sed -i 's/Plogat överallt/Plogat igen/' anna/11.md && git -C anna commit -qam plog
t_ok "a new name there, a change here" blad -C anna sync
t_is "is a change under the new name" "$(ls anna/*.md; grep -c igen anna/12.md)" "anna/12.md
1"

# ---- sentences of both in one item: one version of both
blad -C bo sync >/dev/null
printf '\n## Bad\n\nBadet öppnar i maj. Vattnet är varmt. Ta med handduk.\n' >>bo/12.md && git -C bo commit -qam bad && blad -C bo sync >/dev/null
blad -C anna sync >/dev/null
sed -i 's/öppnar i maj/öppnar den 3 maj/' bo/12.md && git -C bo commit -qam dag && blad -C bo sync >/dev/null
sed -i 's/Ta med handduk/Ta med egen handduk/' anna/12.md && git -C anna commit -qam egen
t_ok "the first sentence there, the third here" blad -C anna sync
t_like "is one paragraph" "$(cat anna/12.md)" "Badet öppnar den 3 maj. Vattnet är varmt. Ta med egen handduk."
t_like "and it is said" "$out" "Bad: you and others changed different sentences"
t_is "its version is Anna's, and names Bo" "$(git -C anna log -1 --format='%an %cn|%(trailers:key=Co-authored-by,valueonly)' | head -1)" "Anna Anna|Bo Ek <bo@example.org>"

# ---- given out here, changed there
blad -C bo sync >/dev/null
printf -- '---\ntitle: Nr 13\ndate: 2026-12-04\nstate: writing\n---\n\n## Annat\n\nText.\n' >anna/13.md
sed -i 's/^title: Nr 11/&\ndate: 2026-11-20\nstate: approved/' anna/12.md && git -C anna add -A && git -C anna commit -qm godkänt && blad -C anna sync >/dev/null
blad -C bo sync >/dev/null
sed -i 's/^state: approved/state: published/' anna/12.md && git -C anna commit -qam ute && blad -C anna sync >/dev/null
sed -i 's/Anmäl dig nu/Anmäl dig genast/' bo/12.md && git -C bo commit -qam sent
t_fails "given out there, changed here" 3 blad -C bo sync
t_like "is asked" "$(blad -C bo conflicts --json 2>/dev/null)" '"kind": "published"'
t_fails "both is no answer" 2 blad -C bo resolve 12#kurs --both
t_ok "into the next issue" blad -C bo resolve 12#kurs --next
t_like "as a draft" "$(blad -C bo drafts)" "13.md#kurs"
t_ok "joined" blad -C bo sync
t_like "what was given out stands" "$(cat bo/12.md)" "Anmäl dig nu"
t_ok "the draft is still there" blad -C bo record -m 'nästa nummer'
t_like "and recorded" "$(cat bo/13.md)" "Anmäl dig genast"
t_is "no marker anywhere" "$(cat anna/*.md bo/*.md | grep -c '<<<<<<<')" 0
t_is "fsck is silent" "$(git -C anna fsck 2>&1; git -C anna status --porcelain)" ""
t_done
