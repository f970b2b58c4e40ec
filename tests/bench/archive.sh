#!/usr/bin/env bash
# archive.sh ISSUES COMMITS DIR: an archive with so many issues and versions, always the same, packed as git packs.
set -eu
issues=$1 commits=$2 dir=$3
git init -q -b main "$dir"
LC_ALL=C awk -v issues="$issues" -v commits="$commits" '
function word() { return words[1 + int(rand() * nwords)] }
function sentence(n,   i, s) {
	s = "Nu "
	for (i = 0; i < n; i++)
		s = s word() " "
	return s "klart."
}
function body(n, v,   i, s) {
	srand(n * 1000 + v)
	s = "---\ntitle: Nytt nummer " n "\ndate: " date(n) "\nnumber: " n "\n---\n\n# Nytt nummer " n "\n\n" sentence(14) "\n"
	for (i = 1; i <= 8; i++) {
		srand(n * 1000 + i)
		s = s "\n## Notis " i " om " word() "\n\n" sentence(30) " " sentence(20) "\n"
	}
	return s "\n" (v ? "Ändrad " v " gånger.\n" : "")
}
function date(n,   y, m, d) {
	y = 1990 + int(n / 336) % 36; m = 1 + int(n / 28) % 12; d = 1 + n % 28
	return sprintf("%04d-%02d-%02d", y, m, d)
}
function commit(n, v,   b, m) {
	b = body(n, v)
	m = v ? "Nummer " n ": ändrat" : "Nummer " n
	printf "commit refs/heads/main\nmark :%d\ncommitter Redaktör %d <r%d@adala.example> %d +0100\ndata %d\n%s\n", ++mark, n % 7, n % 7, 631152000 + mark * 600, length(m), m
	if (mark > 1) printf "from :%d\n", mark - 1
	printf "M 100644 inline arkiv/%02d/%s-nr-%d.md\ndata %d\n%s\n", n % 100, date(n), n, length(b), b
}
BEGIN {
	nwords = split("budget möte skola väg plan omsorg server kansli chef beslut nämnd vinter personal avtal hyra lokal brandskydd cykel taxa upphandling rapport", words, " ")
	for (c = 0; c < commits; c++)
		commit(1 + c % issues, int(c / issues))
	print "done"
}' </dev/null | git -C "$dir" fast-import --quiet --done
git -C "$dir" reset -q --hard
git -C "$dir" repack -adfq
git -C "$dir" commit-graph write --reachable 2>/dev/null || true
