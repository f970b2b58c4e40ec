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

# ---- back in another issue, a hundred versions later; and in a new place with very many others
git init -q -b main b
awk 'BEGIN {
	item = "\n## Kurs\n\nKursen för alla som vill lära sig att baka bröd hålls i maj på biblioteket.\n"
	for (v = 0; v < 104; v++) {
		text = "# Blad\n\nVersion " v ".\n" (v == 0 ? item : "")
		printf "commit refs/heads/main\ncommitter A <a@x> %d +0000\ndata <<.\nv%d\n.\n\nM 100644 inline a.md\ndata <<.\n%s.\n\n", 1400000000 + v * 60, v, text
		if (v == 0 || v == 102)
			printf "M 100644 inline b.md\ndata <<.\n# Annat\n%s.\n\n", v ? item : ""
		for (i = 0; v == 100 && i < 700; i++)
			printf "M 100644 inline ett/%d.md\ndata <<.\n# Nummer %d\n\n## Plan %d\n\nPlanen för år %d är att göra %d nya saker med %d personer.\n.\n\n", i, i, i, i * 7, i * 3, i * 11
		if (v == 103) {
			print "D ett"
			for (i = 0; i < 700; i++)
				printf "M 100644 inline nytt/%d.md\ndata <<.\n# Nummer %d\n\n## Plan %d\n\nPlanen för år %d är att göra %d nya saker med %d personer i höst.\n.\n\n", i, i, i, i * 7, i * 3, i * 11
		}
	}
}' | git -C b fast-import --quiet
t_like "an item that came back in another issue" "$(blad -C b log b.md#kurs)" 'restored .*v102.*deleted .*v1
.*written .*v0'
t_like "an issue that was renamed and changed with 699 others" "$(blad -C b log nytt/350.md#plan-350)" 'v103.*written .*v100'
t_done
