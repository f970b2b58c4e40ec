#!/usr/bin/env bash
# Drafts that others may see before they are recorded: shared, changed, withdrawn, and what stands in the way.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
t_need git

as() {	# DIR NAME [MAIL]
	git -C "$1" config user.name "$2"
	git -C "$1" config user.email "${3-$1@example.org}"
}

scene() {
	rm -rf ada bo delad.git
	git init -q -b main ada
	as ada "Ada Ek"
	mkdir ada/klg
	printf '# Blad\n\n## Ett\n\nEtt är här.\n\n## Två\n\nTvå är här.\n' | tee ada/a.md >ada/klg/1.md
	git -C ada add -A
	git -C ada commit -qm första
	git clone -q --bare ada delad.git
	git -C delad.git remote remove origin
	git -C ada remote add origin ../delad.git
	git -C ada fetch -q
	git -C ada branch -q -u origin/main
	git clone -q delad.git bo
	as bo "Bo Åhl"
}

edit() {	# DIR ADDRESS TEXT
	printf "$3" | blad -C "$1" edit --stdin "$2" >/dev/null
}

there() {	# the branches of the shared archive
	git -C delad.git for-each-ref --format='%(refname:short)' | paste -sd ' '
}

here() {	# DIR: what is known of others' drafts
	git -C "$1" for-each-ref --format='%(refname)' refs/remotes/origin/blad refs/blad | paste -sd ' '
}

# ---- shared, changed, recorded

scene
t_ok "nothing to share" blad -C bo share-draft
t_is "is said" "$out" "There is no draft to share."
t_fails "no draft of that" 1 blad -C bo share-draft a.md
edit bo klg/1.md#två '## Två\n\nBos utkast.\n'
was=$(git -C bo rev-parse HEAD; git -C bo status --porcelain)
t_ok "shared" blad -C bo share-draft klg/1.md#två
t_is "says where" "$out" "klg/1.md is shared, on blad/bo-åhl/klg-1"
t_is "is there" "$(there)" "blad/bo-åhl/klg-1 main"
t_is "with the draft's text" "$(git -C delad.git show blad/bo-åhl/klg-1:klg/1.md | tail -1)" "Bos utkast."
t_is "and nothing else changed" "$(git -C delad.git diff --name-only main blad/bo-åhl/klg-1)" klg/1.md
t_is "by its author" "$(git -C delad.git log -1 --format='%an <%ae>' blad/bo-åhl/klg-1)" "Bo Åhl <bo@example.org>"
t_is "nothing moved here" "$(git -C bo rev-parse HEAD; git -C bo status --porcelain)" "$was"
t_is "it stays a draft" "$(blad -C bo drafts | grep -c två)" 1
t_ok "again" blad -C bo share-draft
t_is "it is as it is" "$out" "klg/1.md is shared as it is, on blad/bo-åhl/klg-1"
one=$(git -C delad.git rev-parse blad/bo-åhl/klg-1)
edit bo klg/1.md#två '## Två\n\nBos andra utkast.\n'
git -C delad.git config receive.denyNonFastForwards true
t_ok "changed and shared again" blad -C bo share-draft
t_is "behind what was there, never forced" "$(git -C delad.git rev-parse blad/bo-åhl/klg-1^2)" "$one"
edit bo a.md#ett '## Ett\n\nBos ett.\n'
t_ok "a sync" blad -C bo sync
t_is "shares no draft by itself" "$(there)" "blad/bo-åhl/klg-1 main"
t_is "is not about drafts" "$out" "nothing new on either side"

t_ok "Ada syncs" blad -C ada sync
t_is "and has it" "$(here ada)" "refs/remotes/origin/blad/bo-åhl/klg-1"
t_like "she can read it" "$(blad -C ada show klg/1.md#två@origin/blad/bo-åhl/klg-1)" "Bos andra utkast"
t_like "and compare" "$(blad -C ada diff klg/1.md HEAD origin/blad/bo-åhl/klg-1)" "andra utkast"
t_like "and take it over" "$(blad -C ada restore klg/1.md#två@origin/blad/bo-åhl/klg-1; blad -C ada show klg/1.md#två)" "Bos andra utkast"
blad -C ada drafts drop klg/1.md >/dev/null
t_like "it is no version" "$(blad -C ada status --json)" '"behind": ?0'

t_ok "recorded" blad -C bo record -m två klg/1.md
t_is "it is still there until the next sync" "$(there)" "blad/bo-åhl/klg-1 main"
t_ok "which" blad -C bo sync
t_is "withdraws it" "$(there)" main
t_is "says nothing more" "$out" "1 version sent"
t_is "and remembers nothing" "$(here bo)" ""
t_ok "Ada syncs" blad -C ada sync
t_is "and it is gone with her" "$(here ada)" ""

# ---- dropped, withdrawn

t_ok "all drafts" blad -C bo share-draft
t_is "are shared" "$(there)" "blad/bo-åhl/a main"
t_ok "dropped" blad -C bo drafts drop a.md
t_ok "and synced" blad -C bo sync
t_is "it is gone" "$(there)" main
edit bo a.md#ett '## Ett\n\nBos ett.\n'
edit bo klg/1.md#ett '## Ett\n\nBos ett här.\n'
blad -C bo share-draft >/dev/null
t_ok "withdrawn" blad -C bo share-draft --withdraw a.md
t_is "says so" "$out" "a.md is not shared any more; the draft itself is kept"
t_is "only that" "$(there)" "blad/bo-åhl/klg-1 main"
t_is "and it is kept" "$(blad -C bo drafts | grep -c a.md)" 1
t_ok "all withdrawn" blad -C bo share-draft --withdraw
t_is "all" "$(there)" main
t_ok "nothing to withdraw" blad -C bo share-draft --withdraw
t_is "is said" "$out" "No draft is shared by you."
t_fails "nor that one" 1 blad -C bo share-draft --withdraw a.md
t_like "is said" "$err" "no draft of a.md is shared by you"
blad -C bo share-draft a.md >/dev/null
git -C delad.git branch -q -D blad/bo-åhl/a
t_ok "taken away there by somebody" blad -C bo sync
t_is "is no matter" "$(here bo)" ""

# ---- the same person at two desks, and two of one name

scene
git clone -q delad.git bo2
as bo2 "Bo Åhl" bo@example.org
edit bo a.md#ett '## Ett\n\nVid ett bord.\n'
edit bo2 a.md#ett '## Ett\n\nVid det andra.\n'
blad -C bo share-draft >/dev/null
t_ok "the other desk knew nothing of it" blad -C bo2 share-draft
t_is "one branch" "$(there)" "blad/bo-åhl/a main"
t_is "with the later text" "$(git -C delad.git show blad/bo-åhl/a:a.md | grep -c 'andra')" 1
rm -rf bo2
git clone -q delad.git bo2
as bo2 "Bo Åhl" annan@example.org
edit bo2 a.md#två '## Två\n\nEn annan Bo.\n'
t_ok "another person of that name" blad -C bo2 share-draft
t_is "has a branch of her own" "$(there)" "blad/bo-åhl/a blad/bo-åhl/a-2 main"
t_ok "and withdraws" blad -C bo2 share-draft --withdraw
t_is "only that" "$(there)" "blad/bo-åhl/a main"
rm -rf bo2
printf '# Annat\n' >ada/klg-1.md
git -C ada add -A
git -C ada commit -qm annat
blad -C ada sync >/dev/null
blad -C bo sync >/dev/null
edit bo klg/1.md#ett '## Ett\n\nI mappen.\n'
edit bo klg-1.md '# Annat\n\nUtan mapp.\n'
t_ok "two files of one slug" blad -C bo share-draft
t_is "have two" "$(there | tr ' ' '\n' | grep -c 'blad/bo-åhl/klg-1')" 2

# ---- names

n=0
for name in "../../main" ".lock" "-x" "a b~^:?*[\\" "李雷" "$(printf 'Åsa%.0s' {1..60})" "?!"; do
	n=$((n + 1))
	scene
	as bo "$name" "b$n@example.org"
	edit bo a.md#ett '## Ett\n\nNytt.\n'
	t_ok "the name “${name:0:20}”" blad -C bo share-draft
	t_is "makes a branch below blad/" "$(there | tr ' ' '\n' | grep -c '^blad/[^/]*/a$')" 1
	t_is "and fsck is content" "$(git -C delad.git fsck --strict --no-dangling 2>&1)" ""
done
t_is "no letter at all: the mail's" "$(there)" "blad/b7/a main"

# ---- what stands in the way

scene
edit bo a.md#ett '## Ett\n\nNytt.\n'
git -C bo branch -q --unset-upstream
t_fails "a branch that is not shared" 1 blad -C bo share-draft
t_like "is told how" "$err" "blad sync --to origin"
git -C bo branch -q -u origin/main
cat >delad.git/hooks/update <<'X'
#!/bin/sh
case $1 in
refs/heads/blad/*) printf 'Bara \033[31mmain här.\n' >&2; exit 1 ;;
esac
X
chmod +x delad.git/hooks/update
t_fails "a server that takes no such branches" 1 blad -C bo share-draft
t_like "is quoted" "$err" "the draft of a.md was not shared: the shared archive refused the push: .*Bara main här"
t_unlike "with nothing that a terminal would obey" "$err" $'\e'
t_is "it is not taken for shared" "$(here bo)" ""
t_ok "a sync goes on" blad -C bo sync
rm delad.git/hooks/update
git -C delad.git branch blad main
t_fails "a branch called blad stands in the way" 1 blad -C bo share-draft
t_like "is said" "$err" "the draft of a.md was not shared"
git -C delad.git branch -q -D blad
mv delad.git borta.git
t_fails "the server is gone" 1 blad -C bo share-draft
mv borta.git delad.git
t_ok "later it goes" blad -C bo share-draft
git -C delad.git config receive.denyDeletes true
blad -C bo record -m ett >/dev/null
t_ok "a server that deletes nothing" blad -C bo sync
t_like "is quoted, and the versions are sent" "$out" "^1 version sent; a shared draft that is done was not withdrawn: "
git -C delad.git config --unset receive.denyDeletes
t_ok "the next sync tries again" blad -C bo sync
t_is "and withdraws it" "$(there)" main

# ---- names and refs from outside

scene
tip=$(git -C delad.git rev-parse main)
for ref in blad/ensam blad/a/b/c "blad/$(printf 'x%.0s' {1..230})/y"; do
	git -C delad.git update-ref "refs/heads/$ref" "$tip"
done
mkdir -p delad.git/refs/heads/blad/bo
git -C delad.git update-ref refs/heads/blad/$'\xff\xfe'/x "$tip" 2>/dev/null
t_ok "odd branches there" blad -C ada sync
t_unlike "are left there" "$(here ada)" "ensam\|a/b/c\|xxx"
git -C delad.git update-ref -d refs/heads/blad/ensam
git -C ada update-ref refs/remotes/origin/blad/ensam "$tip"
git -C delad.git update-ref refs/heads/blad/ensam/y "$tip"
t_ok "a name that became a folder" blad -C ada sync
t_ok "is followed at last" blad -C ada sync
t_is "both ways" "$(git -C ada for-each-ref refs/remotes/origin/blad/ensam | wc -l)" 1
t_done
