#!/usr/bin/env bash
# A shared branch that lost versions: the sync stops, local work goes to a branch of its own.  And a branch's first share.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
t_need git

as() {	# DIR NAME
	git -C "$1" config user.name "$2"
	git -C "$1" config user.email "$1@example.org"
}

scene() {
	rm -rf ada bo delad.git
	git init -q -b main ada
	as ada "Ada Ek"
	printf '# Blad\n\n## Ett\n\nEtt är här.\n\n## Två\n\nTvå är här.\n\n## Tre\n\nTre är här.\n' >ada/a.md
	git -C ada add -A
	git -C ada commit -qm första
	git clone -q --bare ada delad.git
	git -C ada remote add origin ../delad.git
	git -C ada fetch -q
	git -C ada branch -q -u origin/main
	git clone -q delad.git bo
	as bo "Bo Ahl"
}

version() {	# DIR FILE TEXT
	printf '%s\n' "$3" >"$1/$2"
	git -C "$1" add -A
	git -C "$1" commit -qm "$2"
}

edit() {	# DIR ADDRESS TEXT
	printf "$3" | blad -C "$1" edit --stdin "$2" >/dev/null
}

rewrite() {	# bo's version comes to ada, and is then taken away from the shared archive
	version bo p.md "# Hos Bo"
	git -C bo push -q
	blad -C ada sync >/dev/null
	git -C bo reset -q --hard HEAD^
	version bo r.md "# I stället"
	git -C bo push -qf
}

unmoved() {	# NAME: as it was in $was
	t_is "$1: nothing moved" "$(git -C ada rev-parse HEAD; git -C ada status --porcelain; git -C ada for-each-ref --format='%(refname)' refs/heads refs/blad)" "$was"
}

# ---- a rewritten branch

scene
rewrite
version ada q.md "# Hos Ada"
edit ada a.md#två '## Två\n\nAdas utkast.\n'
was=$(git -C ada rev-parse HEAD; git -C ada status --porcelain; git -C ada for-each-ref --format='%(refname)' refs/heads refs/blad)
mine=$(git -C ada rev-parse HEAD)
for i in 1 2; do
	t_fails "it stops" 3 blad -C ada sync
	t_like "says what happened" "$err" "origin/main was rewritten"
	t_like "and names the way on" "$err" "blad sync --aside NAME"
	unmoved "stopped"
done
t_like "status still counts what is not shared" "$(blad -C ada status --json)" '"ahead": ?1, ?"behind": ?0'
git -C ada fetch -q
t_fails "it stops too where plain git fetched the loss" 3 blad -C ada sync
t_like "in the same words" "$err" "origin/main was rewritten"
unmoved "fetched by git"

for name in " x" "a..b" "HEAD" "" "refs/" "x.lock"; do
	t_fails "no name: “$name”" 2 blad -C ada sync --aside "$name"
	t_like "is said" "$err" "cannot be the name of a branch"
done
t_fails "one that git takes for an option" 2 blad -C ada sync --aside=-x
t_fails "this branch itself" 1 blad -C ada sync --aside main
t_like "is said" "$err" "main is this branch itself"
git -C ada branch upptagen HEAD^
t_fails "a branch that is there already" 1 blad -C ada sync --aside upptagen
t_like "is said" "$err" "there is a branch upptagen already"
git -C ada branch -qD upptagen
unmoved "a name that cannot be"
rm ada/p.md		# theirs has it no more, and the work tree's was changed
echo hand >ada/p.md
t_fails "a file changed by hand that would go" 3 blad -C ada sync --aside adas
t_like "is named" "$err" "p\.md"
git -C ada checkout -q p.md
unmoved "changed by hand"
t_fails "not both" 2 blad -C ada sync --aside adas --to origin

t_ok "set aside" blad -C ada sync --aside adas
t_is "says where it is" "$out" "2 versions are on the branch adas now, and main is as origin/main"
t_is "the branch has all of ours" "$(git -C ada rev-parse adas)" "$mine"
t_is "this one is the shared one" "$(git -C ada rev-parse main origin/main | uniq)" "$(git -C delad.git rev-parse main)"
t_is "and is still checked out" "$(git -C ada symbolic-ref --short HEAD)" main
t_is "the files follow" "$(ls ada | paste -sd ' '; git -C ada status --porcelain; git -C ada for-each-ref refs/blad)" "a.md r.md"
t_is "the server saw nothing of it" "$(git -C delad.git for-each-ref --format='%(refname)')" refs/heads/main
t_is "the draft is where it was" "$(blad -C ada drafts | grep -o 'a\.md#två')" "a.md#två"
t_ok "and is recorded" blad -C ada record -m utkast
t_ok "and shared" blad -C ada sync
t_is "one version" "$out" "1 version sent"
t_ok "what was set aside is seen" blad -C ada show q.md@adas
t_like "as it was" "$out" "Hos Ada"
t_ok "compared" blad -C ada diff a.md adas main
t_ok "and put back" blad -C ada restore q.md@adas
t_like "as a draft" "$(blad -C ada drafts)" "q\.md"
blad -C ada drafts drop q.md >/dev/null
t_fails "once more" 1 blad -C ada sync --aside igen
t_like "there is nothing to put aside" "$err" "has all your versions"
t_is "fsck" "$(git -C ada fsck --strict --no-dangling 2>&1)" ""

# ---- killed in the middle: the branch is there, this one has not moved yet

scene
rewrite
version ada q.md "# Hos Ada"
git -C ada branch adas
git -C ada fetch -q
t_fails "half done, a sync stops" 3 blad -C ada sync
t_ok "and the same command finishes it" blad -C ada sync --aside adas
t_is "as if nothing had happened" "$(git -C ada rev-parse main)" "$(git -C delad.git rev-parse main)"

# ---- a draft of an issue that is otherwise now, or gone

scene
edit bo a.md#ett '## Ett\n\nBos ett.\n'
blad -C bo record -m ett >/dev/null
blad -C bo sync >/dev/null
version bo p.md "# Hos Bo"
git -C bo push -q
blad -C ada sync >/dev/null
edit ada a.md#tre '## Tre\n\nAdas tre.\n'
edit ada p.md '# Hos Ada\n'
git -C bo reset -q --hard HEAD~2
version bo r.md "# I stället"
git -C bo push -qf
t_ok "set aside with drafts of both" blad -C ada sync --aside adas
t_is "both are kept" "$(blad -C ada drafts --json | grep -o '"address": *"[^"]*"' | sort | paste -sd ' ' | tr -d ' ')" \
	'"address":"a.md#tre""address":"p.md""address":"p.md#"'
t_ok "the one joins with what there is now" blad -C ada record -m tre a.md
t_is "and only it" "$(git -C ada show main:a.md | grep -c 'Adas tre\|Bos ett')" 1
t_fails "the other is a question" 3 blad -C ada record -m p p.md
blad -C ada drafts drop p.md >/dev/null

# ---- the ways of plain git that it names

scene
rewrite
version ada q.md "# Hos Ada"
blad -C ada sync 2>/dev/null
git -C ada pull -q --no-rebase --no-edit 2>/dev/null
t_ok "after a pull it goes on" blad -C ada sync
t_is "with what was gone" "$(git -C delad.git ls-tree --name-only main | paste -sd ' ')" "a.md p.md q.md r.md"
scene
rewrite
version ada q.md "# Hos Ada"
blad -C ada sync 2>/dev/null
git -C ada fetch -q
git -C ada rebase -q --onto origin/main HEAD^
t_ok "after a rebase too" blad -C ada sync
t_is "without it" "$(git -C delad.git ls-tree --name-only main | paste -sd ' ')" "a.md q.md r.md"

# ---- an ordinary join is none of that, however often plain git fetched

scene
for i in 1 2 3; do
	version bo "p$i.md" "# $i"
	git -C bo push -q
	git -C ada fetch -q
done
version ada q.md "# Hos Ada"
t_ok "three fetches, then a sync" blad -C ada sync
t_is "joins" "$out" "1 version sent, 3 received"

# ---- the first share of a branch

scene
git -C ada switch -q -c sida
t_fails "a branch that is not shared" 1 blad -C ada sync
t_like "is told how" "$err" "“blad sync --to origin” shares it"
t_fails "to nowhere" 1 blad -C ada sync --to huset
t_like "is told where" "$err" "no shared archive is called “huset” here; there is “origin”"
t_is "no upstream was made" "$(git -C ada config branch.sida.remote)" ""
mv delad.git borta.git
t_fails "the server is gone" 1 blad -C ada sync --to origin
mv borta.git delad.git
t_is "no upstream was made" "$(git -C ada config branch.sida.remote)" ""
version ada q.md "# Hos Ada"
t_ok "shared" blad -C ada sync --to origin
t_is "under its name" "$(git -C delad.git rev-parse sida)" "$(git -C ada rev-parse HEAD)"
t_is "from now on" "$(git -C ada config branch.sida.remote) $(git -C ada config branch.sida.merge)" "origin refs/heads/sida"
t_like "status knows it" "$(blad -C ada status --json)" '"upstream": ?"origin/sida", ?"ahead": ?0, ?"behind": ?0'
t_ok "again is a sync" blad -C ada sync --to origin
t_is "like any other" "$out" "nothing new on either side"
git -C ada remote add huset ../delad.git
t_fails "elsewhere" 1 blad -C ada sync --to huset
t_like "it is shared already" "$err" "shared as origin/sida already"
git -C ada switch -q -c annan
git -C ada branch -q --unset-upstream 2>/dev/null
t_fails "with two remotes one is to be named" 1 blad -C ada sync
t_like "by the one who shares" "$err" "blad sync --to REMOTE"
git -C bo switch -q -c annan
version bo p.md "# Hos Bo"
git -C bo push -q -u origin annan 2>/dev/null
version ada s.md "# Hos Ada igen"
t_ok "one that others share already" blad -C ada sync --to origin
t_like "is joined" "$out" "2 versions sent, 1 received"
git -C delad.git branch -q -D annan
t_fails "a branch that was taken away there" 1 blad -C ada sync
t_like "is named as people do" "$err" "has no branch “annan” any more"
t_like "with a way on" "$err" "“git push origin HEAD:annan” puts it back"
git -C ada push -q origin HEAD:annan
t_ok "which helps" blad -C ada sync
t_done
