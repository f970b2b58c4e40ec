#!/usr/bin/env bash
# What people said of which item is which goes along with a sync: joined line by line, never forced, and no reason for a sync to fail.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
t_need git

git init -q -b main seed
cd seed || exit 1
for f in a b; do
	for v in mars april maj; do
		printf '## Kurs\n\nKursen hålls i %s för alla.\n\n## Taxa\n\nTaxan höjs i %s.\n' $v $v >$f.md
		git add -A
		git -c user.name=K -c user.email=k@example.org commit -qm "$f $v"
	done
done
cd ..
git clone -q --bare seed shared.git
for who in anna bo; do
	git clone -q "file://$t_dir/shared.git" $who
	git -C $who config user.name $who
	git -C $who config user.email $who@example.org
done
at() { git -C anna log --format=%h --grep="^$1\$" | cut -c 1-7; }
said() { blad -C "$1" match | sed 's/ is new there//' | LC_ALL=C sort | paste -sd ' '; }
there() { git -C shared.git notes --ref=blad list 2>/dev/null | wc -l; }
a2=$(at "a april") a3=$(at "a maj") b2=$(at "b april") b3=$(at "b maj")
n() { printf '%s\n' "$@" | LC_ALL=C sort | paste -sd ' '; }

t_ok "nothing was said" blad -C anna sync
t_is "and nothing is sent" "$(git -C shared.git for-each-ref refs/notes)" ""
blad -C anna match part a.md#kurs@$a2 >/dev/null
t_ok "Anna says something" blad -C anna sync
t_is "it is sent" "$(there)" 1
t_ok "Bo syncs" blad -C bo sync
t_is "and has it" "$(said bo)" "a.md#kurs@$a2"
t_like "his history is hers" "$(blad -C bo log a.md#kurs --json)" '"split"'

blad -C anna match part a.md#taxa@$a2 >/dev/null
blad -C anna match part b.md#kurs@$b3 >/dev/null
blad -C bo match undo a.md#kurs@$a2 >/dev/null
blad -C bo match part a.md#taxa@$a3 >/dev/null
blad -C bo match part b.md#taxa@$b2 >/dev/null
blad -C anna sync >/dev/null
t_ok "both said something" blad -C bo sync
all=$(n a.md#taxa@$a2 b.md#kurs@$b3 a.md#taxa@$a3 b.md#taxa@$b2)
t_is "Bo has all but what he took back" "$(said bo)" "$all"
t_ok "Anna syncs" blad -C anna sync
t_is "and has the same" "$(said anna)" "$all"
t_is "at the same commit of notes" "$(git -C anna rev-parse refs/notes/blad)" "$(git -C bo rev-parse refs/notes/blad)"
t_is "which joined two" "$(git -C bo log -1 --format=%p refs/notes/blad | wc -w)" 2
t_is "nothing is left to say" "$(git -C shared.git rev-parse refs/notes/blad)" "$(blad -C bo sync >/dev/null; git -C bo rev-parse refs/notes/blad)"

# each began alone
git -C shared.git update-ref -d refs/notes/blad
for who in anna bo; do
	git -C $who update-ref -d refs/notes/blad
	git -C $who update-ref -d refs/blad/notes/origin
done
blad -C anna match part a.md#kurs@$a2 >/dev/null
blad -C bo match part a.md#kurs@$a3 >/dev/null
blad -C anna sync >/dev/null
t_ok "without a beginning in common" blad -C bo sync
t_is "both are there" "$(said bo)" "$(n a.md#kurs@$a2 a.md#kurs@$a3)"
blad -C anna sync >/dev/null

# a server that does not take notes
cat >shared.git/hooks/update <<'X'
#!/bin/sh
case $1 in refs/notes/*) echo "no notes here" >&2; exit 1 ;; esac
X
chmod +x shared.git/hooks/update
blad -C anna match part b.md#kurs@$b2 >/dev/null
blad -C anna show --source a.md#taxa | sed 's/maj/juni/' | blad -C anna edit --stdin a.md#taxa >/dev/null
blad -C anna record >/dev/null
t_ok "the branch is shared all the same" blad -C anna sync
t_like "and the rest is said" "$out$err" "1 version sent; which item is which, as people corrected it, was not shared: .*no notes here"
t_is "the branch is there" "$(git -C shared.git rev-parse main)" "$(git -C anna rev-parse main)"
t_is "hers is kept" "$(said anna)" "$(n a.md#kurs@$a2 a.md#kurs@$a3 b.md#kurs@$b2)"
rm shared.git/hooks/update
t_ok "later it goes" blad -C anna sync
blad -C bo sync >/dev/null
t_is "to Bo" "$(said bo)" "$(said anna)"

# what is no notes at all
git -C shared.git update-ref refs/notes/blad "$(git -C shared.git rev-parse main:a.md)"
t_ok "notes that are no notes" blad -C bo sync
t_like "are said" "$out$err" "was not shared"
t_is "and harm nothing" "$(said bo)" "$(said anna)"
t_is "here or there" "$(git -C shared.git rev-parse refs/notes/blad)" "$(git -C shared.git rev-parse main:a.md)"

# plain git joins them too
git -C shared.git update-ref -d refs/notes/blad
git -C bo update-ref -d refs/notes/blad
git -C anna push -q origin refs/notes/blad
git -C bo fetch -q origin refs/notes/blad:refs/notes/blad
blad -C bo match part b.md#taxa@$b3 >/dev/null
blad -C anna match part b.md#kurs@$b3 >/dev/null
git -C anna fetch -q ../bo refs/notes/blad:refs/notes/other
t_ok "git notes merge" git -C anna notes --ref=blad merge -s cat_sort_uniq other
t_like "joins what blad wrote" "$(said anna)" "b.md#kurs@$b3.*b.md#taxa@$b3"
t_done
