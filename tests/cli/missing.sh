#!/usr/bin/env bash
# Objects that are not there: what is newer is told, what is older too where only a text is missing, and that something is missing.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
. "$SRCDIR/tests/cli/archive.sh" || exit 1
t_need git

git init -q -b main whole && cd whole || exit 1
identity
git config gc.auto 0
for n in 1 2 3 4 5 6; do
	printf '# Blad\n\nIngress.\n\n## Ett\n\nEtt är skrivet %s gånger nu. Det andra står kvar som det var.\n\n## Två\n\nTvå.\n' $n >a.md
	printf '# Annat\n\n## Tre\n\nTre %s.\n' $n >b.md
	git add -A
	GIT_AUTHOR_DATE="170000000$n +0000" GIT_COMMITTER_DATE="170000000$n +0000" git commit -qm "v$n"
done
cd ..

told() { blad -C a log --json "$@" | sed -n 's/.*"message": "\([^"\\]*\).*"event": "\([^"]*\)".*/\1 \2/p' | paste -sd,; }
without() {	# REVISION: a copy that lacks it
	local id
	id=$(git -C whole rev-parse "$1")
	rm -rf a
	cp -R whole a
	rm -f "a/.git/objects/${id:0:2}/${id:2}"
	lost=$id
}
hurt() {	# REVISION: a copy in which it is damaged
	without "$1"
	echo x >"a/.git/objects/${lost:0:2}/${lost:2}"
}
forget() { rm -f a/.git/blad/index.db*; }

# tells WHAT ADDRESS EVENTS [EVENTS]: without the index and with it, in words and as JSON
tells() {
	local i
	set -- "$1" "$2" "$3" "${4-$3}"
	for i in without with; do
		forget
		[ $i = without ] || cp indexed/index.db a/.git/blad/
		t_is "$1: log of $2 $i the index" "$(told "$2")" "$([ $i = with ] && echo "$4" || echo "$3")"
		t_like "names what is missing" "$(blad -C a log --json "$2")" "\"earlier\": true,.*\"missing\": \"the object $lost is (missing|damaged)"
		t_ok "log for people" blad -C a log "$2"
		t_like "names it at its end" "$out" "not all of it can be read: the object $lost is (missing from the repository|damaged); “git fsck” tells more$"
	done
}

cp -R whole a
blad -C a --child index >/dev/null
mkdir indexed && cp a/.git/blad/index.db* indexed
ALL="v6 edited,v5 edited,v4 edited,v3 edited,v2 edited,v1 born"
t_is "a whole one" "$(told a.md#ett) $(told a.md)" "$ALL $ALL"
t_like "says that it is whole" "$(blad -C a log --json a.md#ett)" '"earlier": false,.*"missing": null'

for how in without hurt; do
	$how HEAD~2:a.md
	tells "$how a text" a.md#ett "v6 edited,v5 edited,v3 edited,v2 edited,v1 born"
	tells "$how a text" a.md "$ALL"
	t_is "another issue has nothing to do with it" "$(told b.md)" "$ALL"
	t_like "and says so" "$(blad -C a log --json b.md)" '"missing": null'
	t_ok "the version after it" blad -C a diff a.md#ett HEAD~1 HEAD
	t_fails "a version without its text" 1 blad -C a show a.md#ett@HEAD~2
	t_like "says why" "$err" "$lost"
	t_ok "blame" blad -C a blame --plain a.md#ett
	t_like "knows who wrote what stood before" "$out" $'\n''2023-11-14 Karin Ek: Det andra står'
	t_like "and says what is missing" "$out" "not all of it can be read: the object $lost"
	t_like "in JSON too" "$(blad -C a blame --json a.md#ett)" "\"earlier\": true,.*\"missing\": \"the object $lost"
	printf 'wait\nkeys j Enter ] v\nwait\nkeys G\nwait\ndump\n' >script
	t_ok "on the screen" blad -C a --screen script --size 100x24
	t_like "it is told too" "$out" 'not all of it can be read'
	t_like "with the object" "$out" "$lost"
done
without HEAD~2:a.md
rm -f "a/.git/objects/$(git -C whole rev-parse HEAD~3:a.md | sed 's,..,&/,')"
lost="($lost|$(git -C whole rev-parse HEAD~3:a.md))"
tells "two texts" a.md#ett "v6 edited,v5 edited,v2 edited,v1 born"

without HEAD^{tree}
t_fails "the newest tree" 1 blad -C a log a.md#ett
t_like "is named" "$err" "$lost"
without HEAD~3^{tree}
forget
t_is "a tree, without the index: what is newer" "$(told a.md)" "v6 edited,v5 edited"
t_like "and it is named" "$(blad -C a log a.md)" "not all of it can be read: the object $lost"
for how in without hurt; do
	$how HEAD~3
	tells "$how a commit" a.md#ett "v6 edited,v5 edited,v4 born" "v6 edited,v5 edited,v4 edited"
	t_unlike "the newest versions alone are whole" "$(blad -C a log -n 2 a.md)" "$lost"
	t_ok "blame" blad -C a blame --plain a.md
	t_like "tells the newer ones" "$out" 'Ett är skrivet'
	t_like "and what is missing" "$out" "$lost"
done
without HEAD
t_fails "the newest commit" 1 blad -C a log a.md

for rev in HEAD~3 HEAD~3^{tree}; do
	without $rev
	t_ok "words that were taken away, without $rev" blad -C a search --history '"skrivet 5"'
	t_like "are found" "$out" 'taken away .*v6'
	t_like "and it is said that not all could be read" "$out" '[12] texts? could not be read'
done

# ---- a join one of whose sides is lost
rm -rf a whole/.git/blad
(
	cd whole || exit 1
	git switch -q -c side HEAD~2
	printf '# Annat\n\n## Tre\n\nTre mer.\n' >c.md
	git add -A && git commit -qm side
	git switch -q main
	git merge -q --no-ff -m join side
)
without HEAD^2
forget
t_is "a join of which one side is lost" "$(told a.md#ett)" "$ALL"
t_like "says so" "$(blad -C a log a.md#ett)" "$lost"

# ---- a partial copy
git -C whole config uploadpack.allowFilter true
rm -rf a
git clone -q --filter=blob:none "file://$PWD/whole" a
t_is "all versions of an issue of a partial copy" "$(told a.md)" "$ALL"
t_is "of an item those that are known" "$(told a.md#ett)" "v6 born"
t_ok "log for people" blad -C a log a.md#ett
t_like "says how the rest is brought" "$out" 'git fetch --refetch --no-filter'
git -C a fetch -q --refetch --no-filter
t_is "which helps" "$(told a.md#ett)" "$ALL"
t_done
