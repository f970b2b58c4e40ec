# blad-archive(5), “Issues” and “Header”: which files are issues, and where title, date, number, series and state come from.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
. "$SRCDIR/tests/cli/archive.sh" || exit 1
. "$SRCDIR/tests/cli/json.sh" || exit 1
t_need git awk

issue() {	# PATH FIELD: as list tells it
	j=$(blad list --json | "$JSONCHECK")
	local at
	at=$(awk -F '\t' -v p="$1" '$1 ~ /\.path$/ && $3 == p { sub(/\.path$/, "", $1); print $1 }' <<<"$j")
	[ -n "$at" ] || { echo "no issue"; return; }
	j_at "$at.$2"
}

paths() {
	j=$(blad list --json | "$JSONCHECK")
	j_all '\.issues\[[0-9]+\]\.path' | LC_ALL=C sort | paste -sd ' '
}

# ---- which files are issues

git init -q -b main which
cd which || exit 1
mkdir -p .hidden/deep templates mallar deep/er docs
for f in a.md b.markdown deep/er/c.md README.md docs/readme.md CONTRIBUTING.md CODE_OF_CONDUCT.md CHANGELOG.md LICENSE.md \
	README.markdown .hidden/d.md .hidden/deep/e.md deep/.f.md g.txt h.md.txt i.MD README-2024.md; do
	mkdir -p "$(dirname "$f")"
	printf '# Titel %s\n\nText.\n' "$f" >"$f"
done
printf '# Mall\n' >mallar/klg.md
printf '[series "klg"]\n\tfiles = deep/\n\ttemplate = mallar/klg.md\n' >.blad
commit_at 1729238400 "Karin Ek" "Början"
echo '# Inte med' >not-recorded.md
t_is "issues are the .md and .markdown files of the tip, but for the named ones, templates and dotted folders" \
	"$(paths)" "README-2024.md a.md b.markdown deep/.f.md deep/er/c.md i.MD"
git rm -q --cached a.md
git commit -qm "Bort" 2>/dev/null || { identity; git commit -qm "Bort"; }
t_is "it is the tip that counts, not the work tree" "$(paths)" "README-2024.md b.markdown deep/.f.md deep/er/c.md i.MD"
cd ..

# ---- header forms

git init -q -b main heads
cd heads || exit 1
identity
mkdir 2018
printf -- '---\ntitle: "YAML: ett"\ndate: 2024-01-02\nnumber: 7\nseries: klg\nstate: review\nauthors: [Karin Ek, Per Lind]\ntags:\n  - vinter\n  - snö\ndescription: Kort\nother: kept\n---\n\n# Rubrik\n\nText.\n' >yaml.md
printf -- '+++\ntitle = "TOML ett"\ndate = 2024-01-03\nnumber = 8\nseries = "klg"\nstate = "approved"\n+++\n\n# Rubrik\n\nText.\n' >toml.md
printf 'Title: Rader ett\nDate: 2024-01-04\nNumber: 9\nSeries: klg\nState: published\n\nText.\n' >lines.md
printf 'Titel: Rader två\nDatum: 2024-01-05\nNummer: 10\nSerie: klg\nLäge: withdrawn\nFörfattare: Karin Ek\nTaggar: snö\n\nText.\n' >svenska.md
printf -- '---\nTITEL: Yaml tre\nDaTuM: 2024-01-06\nNUMMER: 11\nserie: klg\nläge: writing\n---\n\nText.\n' >caps.md
printf 'Obs: inget huvud\nDate: 2024-01-07\n\nText.\n' >unknown-first.md
printf -- '---\ntitle: Utkast\ndraft: true\n---\n\nText.\n' >draft-true.md
printf -- '---\ntitle: Inte utkast\ndraft: false\n---\n\nText.\n' >draft-false.md
printf '# Ingen rubrikrad\n\nText.\n' >none.md
printf 'Bara text.\n' >bara-text_och-namn.md
printf '\xef\xbb\xbf---\ntitle: Med BOM\ndate: 2024-01-08\n---\n\n# Med BOM\n\nText.\n' >bom.md
printf -- '---\r\ntitle: Med CRLF\r\ndate: 2024-01-09\r\n---\r\n\r\n# Med CRLF\r\n\r\nText.\r\n' >crlf.md
printf '# Vecka\n\nFredag den 12 januari 2024\n\n## Ett\n\nText.\n' >line-sv.md
printf '# Vecka\n\nÅdala, 13 januari 2024\n\n## Ett\n\nText.\n' >line-place.md
printf '# Week\n\nSunday 14 January 2024\n\n## One\n\nText.\n' >line-en.md
printf '# Vecka\n\nMötet är den 15 januari 2024 klockan nio.\n\n## Ett\n\nText.\n' >line-not.md
printf '# Dag\n\nText.\n' >2024-11-15-slug.md
printf '# Månad\n\nText.\n' >2018/12-slug.md
printf -- '---\ndate: 2024-02-01\n---\n# Allt\n\n2024-02-02\n\nText.\n' >2024-02-03-allt.md
printf '# Rad\n\n2024-02-05\n\nText.\n' >2024-02-06-rad.md
commit_at 1729238400 "Karin Ek" "Början"

for row in \
	"yaml.md|title|string YAML: ett" "yaml.md|date|string 2024-01-02" "yaml.md|number|string 7" "yaml.md|series|string klg" \
	"yaml.md|state|string review" "yaml.md|date_from|string header" \
	"toml.md|title|string TOML ett" "toml.md|date|string 2024-01-03" "toml.md|number|string 8" "toml.md|series|string klg" \
	"toml.md|state|string approved" \
	"lines.md|title|string Rader ett" "lines.md|date|string 2024-01-04" "lines.md|number|string 9" "lines.md|series|string klg" \
	"lines.md|state|string published" \
	"svenska.md|title|string Rader två" "svenska.md|date|string 2024-01-05" "svenska.md|number|string 10" \
	"svenska.md|series|string klg" "svenska.md|state|string withdrawn" \
	"caps.md|title|string Yaml tre" "caps.md|date|string 2024-01-06" "caps.md|number|string 11" "caps.md|state|string writing" \
	"unknown-first.md|date|null" "unknown-first.md|state|null" \
	"draft-true.md|state|string writing" "draft-false.md|state|null" \
	"none.md|title|string Ingen rubrikrad" "none.md|date|null" "none.md|number|null" "none.md|series|null" "none.md|state|null" \
	"none.md|date_from|string commit" "none.md|draft|bool false" \
	"bom.md|title|string Med BOM" "bom.md|date|string 2024-01-08" "crlf.md|title|string Med CRLF" "crlf.md|date|string 2024-01-09" \
	"line-sv.md|date|string 2024-01-12" "line-sv.md|date_from|string text" "line-place.md|date|string 2024-01-13" \
	"line-en.md|date|string 2024-01-14" "line-not.md|date|null" \
	"2024-11-15-slug.md|date|string 2024-11-15" "2024-11-15-slug.md|date_from|string path" \
	"2018/12-slug.md|date_from|string path" \
	"2024-02-03-allt.md|date|string 2024-02-01" "2024-02-06-rad.md|date|string 2024-02-05" "2024-02-06-rad.md|date_from|string text"
do
	IFS='|' read -r file field want <<<"$row"
	t_is "$file: $field" "$(issue "$file" "$field")" "$want"
done
t_like "a month in the path gives a day in that month" "$(issue 2018/12-slug.md date)" '^string 2018-12-[0-9]{2}$'
t_like "without header and heading the title is made from the file's name" "$(issue bara-text_och-namn.md title)" \
	'^string [Bb]ara text.och namn$'
t_run blad list
t_like "an issue without any date is in the list with a ~" "$out" '~[^'$'\n'']*none\.md'
t_unlike "one with a date is not" "$out" '~[^'$'\n'']*yaml\.md'

# ---- an edit changes what it says and nothing else

for f in yaml toml lines; do
	cp $f.md before
	t_ok "$f: a field is set" blad set $f.md state withdrawn
	blad show --source $f.md >after
	t_is "$f: one line went and one came" "$(diff before after | grep -c '^[<>]')" 2
	t_like "$f: the one with the state" "$(diff before after)" '> [sS]tate.*withdrawn'
	t_is "$f: it is told" "$(issue $f.md state)" "string withdrawn"
	t_ok "$f: an empty value removes it" blad set $f.md state ""
	t_is "$f: it is gone" "$(issue $f.md state)" null
	t_is "$f: the rest is as before" "$(blad show --source $f.md)" "$(grep -vi '^state' before)"
done
t_ok "unknown keys are kept" blad show --source yaml.md#:other
t_like "and shown" "$out" kept
t_is "a dropped header line is back" "$(blad drafts drop yaml.md >/dev/null; issue yaml.md state)" "string review"
t_ok "a header is begun where there was none" blad set none.md state approved
t_is "as YAML" "$(blad show --source none.md | head -n 3)" $'---\nstate: approved\n---'
t_is "before the text as it was" "$(blad show --source none.md | tail -n 3)" "$(cat none.md)"
t_ok "a heading in Swedish keeps its language" blad set svenska.md state review
t_like "läge" "$(blad show --source svenska.md)" $'\nLäge: review\n'
t_fails "a state that there is not is refused" 2 blad set yaml.md state klar
t_like "the states are named" "$err" 'writing.*review.*approved.*published.*withdrawn'
t_fails "a date that is none is refused" 2 blad set yaml.md date 2024-02-30

# ---- bytes

cp crlf.md before
t_ok "an item of a file with CRLF is edited" bash -c 'printf "## Nytt\n\nEtt\n" | blad add crlf.md --stdin'
t_is "all line ends are alike" "$(blad show --source crlf.md | grep -vc $'\r$')" 0
t_is "and the rest keeps every byte" "$(blad show --source crlf.md | head -c "$(wc -c <before)" | cmp - before && echo same)" same
cp bom.md before
t_ok "a file with a byte order mark is edited" blad set bom.md number 3
t_ok "and recorded" blad record -m "Nummer" bom.md
t_is "it keeps its mark" "$(head -c 3 bom.md | od -An -tx1 | tr -d ' ')" efbbbf
t_is "the work tree follows" "$(git status --porcelain bom.md)" ""
cd ..

# ---- Windows-1252

git init -q -b main old
cd old || exit 1
identity
printf '# H\xf6stens nyheter\n\n## Sn\xf6\n\nPlogning \x96 snart.\n\n## Lov\n\nVecka 44.\n' >gammal.md
commit_at 1729238400 "Karin Ek" "Gammalt"
t_is "a file that is not UTF-8 is read as Windows-1252" "$(issue gammal.md title)" "string Höstens nyheter"
t_is "its dash too" "$(blad show --plain gammal.md#snö | tail -n 1)" "Plogning – snart."
cp gammal.md before
t_ok "it takes what Windows-1252 has" bash -c 'printf "## Lov\n\nPåsk – 5 €.\n" | blad edit gammal.md#lov --stdin'
t_ok "and is recorded" blad record -m "Lov"
printf '## Lov\n\nP\xe5sk \x96 5 \x80.\n' >want
tail -n 3 gammal.md >got
t_same "as such" got want
t_is "the bytes before are the same" "$(head -n 6 gammal.md | cmp - <(head -n 6 before) && echo same)" same
t_run bash -c 'printf "## Lov\n\nΑθήνα\n" | blad edit gammal.md#lov --stdin && blad record -m Lov'
t_is "a character that it lacks is an error" "$status" 1
t_like "that names it" "$err" 'Α'
t_is "nothing moved" "$(git log --oneline | wc -l)" 2
cd ..

# ---- an edit keeps other files as they are, and a file whose bytes are odd

git init -q -b main odd
cd odd || exit 1
identity
printf '# Udda\n\n## Ett  \n\nText   \n\n\n\n## Två ##\n* a\n+ b\n\n\tkod\n## Tre\nslut utan radslut' >udda.md
commit_at 1729238400 "Karin Ek" "Udda"
cp udda.md before
t_ok "an item in the middle is edited" bash -c 'printf "## Två\n\nNytt.\n" | blad edit udda.md#två --stdin'
blad show --source udda.md >after
t_is "what stands before keeps every byte" "$(head -c 34 after | cmp - <(head -c 34 before) && echo same)" same
t_is "what stands behind too" "$(tail -n 2 after | cmp - <(tail -n 2 before) && echo same)" same
cd ..
t_done
