#!/usr/bin/env bash
# Issues and items that are gone, by what people call them.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
. "$SRCDIR/tests/cli/archive.sh" || exit 1
t_need git

git init -q -b main a && cd a || exit 1
identity
mkdir klg hr
issue() { printf '# %s\n\nIngress.\n\n## Kurs\n\nKursen om %s hålls i maj.\n' "$2" "$2" >"$1"; }
version() {	# DAY MESSAGE
	git add -A
	GIT_AUTHOR_DATE="$1T12:00:00Z" GIT_COMMITTER_DATE="$1T12:00:00Z" git commit -qm "$2"
}
issue klg/2024-01-05.md Januari
issue klg/2024-02-05.md Februari
issue hr/möte.md Möte
issue klg/nytt.md Nytt
issue hr/nytt.md Annat
version 2024-02-06 första
printf '# Februari\n\nIngress.\n' >klg/2024-02-05.md
version 2024-02-10 kursen
git rm -q klg/2024-01-05.md hr/möte.md klg/nytt.md hr/nytt.md
version 2024-03-01 borta
cd ..

for turn in without with; do
	for name in klg/2024-01-05.md klg/2024-01-05 2024-01-05.md 2024-01-05; do
		t_ok "$turn an index: log of “$name”, which is gone" blad -C a log "$name"
		t_like "tells its life" "$out" 'deleted .*borta.*written .*första'
		t_ok "and it can be put back" blad -C a restore "$name@2024-02-11"
		t_ok "as a draft" blad -C a drafts drop klg/2024-01-05.md
	done
	t_ok "an item of it" blad -C a log '2024-01-05#kurs'
	t_ok "its name in another spelling" blad -C a log "$(printf 'mo\xcc\x88te')"
	t_like "is its name" "$out" 'borta'
	t_fails "a name that two had" 1 blad -C a log nytt
	t_like "is asked about" "$err" '“nytt” is more than one issue: hr/nytt\.md, klg/nytt\.md'
	t_fails "what never was" 1 blad -C a log nyttt
	t_like "is not known" "$err" 'there is no issue “nyttt”'
	t_fails "what is gone has no text of now" 1 blad -C a show 2024-01-05
	blad -C a --child index >/dev/null
done

t_fails "an item that was gone that day" 1 blad -C a show klg/2024-02-05.md#kurs --at 2024-02-11
t_like "is named with the last version that has it" "$err" "klg/2024-02-05\.md has no item “kurs”; the last one that has it is $(git -C a rev-parse HEAD~2 | cut -c 1-7)"
t_ok "which is the one" blad -C a show "klg/2024-02-05.md#kurs@$(git -C a rev-parse HEAD~2 | cut -c 1-7)"
t_ok "the day before it was there" blad -C a show klg/2024-02-05.md#kurs --at 2024-02-09
t_fails "what was never there" 1 blad -C a show klg/2024-02-05.md#kaffe --at 2024-02-11
t_like "is just unknown" "$err" 'has no item “kaffe”'
t_done
