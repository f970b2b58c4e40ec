# blad-json(5): every key of every document, its type, its order where one is promised, and when it is null.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
. "$SRCDIR/tests/cli/archive.sh" || exit 1
. "$SRCDIR/tests/cli/json.sh" || exit 1
t_need git awk

small_archive a
cd a || exit 1
identity

# ---- list

printf '# Utan datum\n\nText.\n' >fri.md
printf '# Rad\n\n18 oktober 2023\n\nText.\n' >rad.md
printf '# Väg\n\nText.\n' >2022-02-03-väg.md
printf -- '---\ntitle: "Rad\\nbrytning \\"citat\\" \\\\ \\u0001 å"\ndate: 2021-02-03\nseries: okänd\nstate: nonsens\nnumber: "3b"\n---\n' >tecken.md
git add -A
commit_at 1731764000 "Karin Ek" "Mer"
j_of "list is one document" blad list --json
t_is "the document" "$(j_keys '')" "at issues"
t_is "issues is an array" "$(j_types '\.issues')" "array"
t_is "the keys of an issue" "$(j_keys '\.issues\[[0-9]+\]')" "address date date_from draft number path series state title"
t_is "address and path are strings" "$(j_types '\.issues\[[0-9]+\]\.(address|path)')" "string"
t_is "title is one" "$(j_types '\.issues\[[0-9]+\]\.title')" "string"
t_is "draft is true or false" "$(j_types '\.issues\[[0-9]+\]\.draft')" "bool"
for k in date number series state; do
	t_is "$k is a string or null" "$(j_types "\\.issues\\[[0-9]+\\]\\.$k")" "null string"
done
t_is "date_from is one of four" "$(j_all '\.issues\[[0-9]+\]\.date_from' | sort -u | paste -sd ' ')" "commit header path text"
t_is "newest first" "$(j_all '\.issues\[[0-9]+\]\.path' | paste -sd ' ')" \
	"fri.md klg/2024-11-15.md klg/2024-10-18.md rad.md 2022-02-03-väg.md tecken.md"
t_is "date is null where it is the commit's" "$(j_at '.issues[0].date'), $(j_at '.issues[0].date_from')" "null, string commit"
t_is "nothing is said of a state that there is not" "$(j_at '.issues[5].state')" "null"
t_is "quotes, line ends and control characters are escaped" "$(j_at '.issues[5].title')" 'string Rad brytning "citat" \\ \u0001 å'
j_all '\.issues\[[0-9]+\]\.address' >addresses
while IFS= read -r a; do
	t_ok "show takes $a" blad show "$a"
done <addresses
t_is "nothing is translated" "$(blad --lang sv list --json)" "$(blad --lang en list --json)"

# ---- items: places are of the text that show --source prints

spans() {	# ISSUE: every span is what show --source ADDRESS prints
	local bad=0 n s e a
	blad show --source "$1" >source
	j_of "$1: items is one document" blad items --json "$1"
	n=$(j_at .items | cut -d ' ' -f 2)
	for ((i = 0; i < n; i++)); do
		a=$(j_all "\\.items\\[$i\\]\\.address") s=$(j_all "\\.items\\[$i\\]\\.start") e=$(j_all "\\.items\\[$i\\]\\.end")
		tail -c +$((s + 1)) source | head -c $((e - s)) | cmp -s - <(blad show --source "$a") || bad=$((bad + 1))
	done
	t_is "$1: places of all $n items" "$bad" 0
	s=$(j_all '\.lead\.start') e=$(j_all '\.lead\.end')
	tail -c +$((s + 1)) source | head -c $((e - s)) >part
	blad show --source "$1#" >whole
	t_same "$1: place of the lead" part whole
}

j_of "items is one document" blad items --json klg/2024-11-15.md
t_is "the document" "$(j_keys '')" "at issue items lead"
t_is "issue is its address" "$(j_at .issue)" "string klg/2024-11-15.md"
t_is "the keys of the lead" "$(j_keys '\.lead')" "end start"
t_is "the keys of an item" "$(j_keys '\.items\[[0-9]+\]')" "address end key level start title"
t_is "address, key and title are strings" "$(j_types '\.items\[[0-9]+\]\.(address|key|title)')" "string"
t_is "level, start and end are numbers" "$(j_types '\.items\[[0-9]+\]\.(level|start|end)|\.lead\.(start|end)')" "number"
t_is "in text order" "$(j_all '\.items\[[0-9]+\]\.key' | paste -sd ' ')" "budget-2025 vinterväghållning sandning kontakt"
t_is "an address holds the chain" "$(j_at '.items[2].address')" "string klg/2024-11-15.md#vinterväghållning/sandning"
t_is "end is that of the last sub-item" "$(j_all '\.items\[1\]\.end')" "$(j_all '\.items\[2\]\.end')"
spans klg/2024-11-15.md
printf '\xef\xbb\xbf# Bom\r\n\r\nIngress.\r\n\r\n## Ett\r\n\r\n- **Å:** a\r\n- **Ä:** b\r\n\r\n## Två\r\nslut' >bom.md
printf '# \xc5\xe4\xf6\n\nIngress \xe5.\n\n## Ett\n\nText \xe4.\n\n## Tv\xe5\n\nText.\n' >latin.md
printf '## Genast\n\nText.\n' >genast.md
printf 'Ingen sak alls.\n' >ingen.md
: >tom.md
commit_at 1731665000 "Karin Ek" "Udda"
for f in bom latin genast ingen tom; do
	spans $f.md
done
t_is "a lead that is not there is empty" "$(blad items --json genast.md | "$JSONCHECK" | awk -F '\t' '/^.lead.(start|end)/ { print $3 }' | sort -u | wc -l)" 1
printf '## Genast\n\nUtkast å.\n\n### Under\n\nText.\n' | blad edit genast.md#genast --stdin >/dev/null
spans genast.md
t_is "a draft is told in list" "$(blad list --json | "$JSONCHECK" | awk -F '\t' '$3 == "true"' | wc -l)" 1

# ---- drafts

j_of "drafts is one document" blad drafts --json
t_is "the document" "$(j_keys '')" "conflicts drafts"
t_is "the keys of a draft" "$(j_keys '\.drafts\[[0-9]+\]')" "added address aside base behind removed time"
t_is "base is the commit in full" "$(j_at '.drafts[0].base')" "string $(git rev-parse HEAD)"
t_is "time is that of the last change" "$(j_at '.drafts[0].time')" "string 2024-11-15T11:30:00+00:00"
printf 'Ett två fyra.\n' | blad add ingen.md --stdin -t Ny >/dev/null
printf '## Kontakt\n\nRing gärna kansliet idag.\n' | blad edit klg/2024-11-15.md#kontakt --stdin >/dev/null
blad set klg/2024-11-15.md number 12 >/dev/null
blad delete klg/2024-11-15.md#sandning >/dev/null
TZ=UTC-1 env -u BLAD_NOW blad new -t "Nytt blad" --date 2024-12-01 >/dev/null
j_of "an item, lead or header key each" blad drafts --json
t_is "all of them" "$(j_all '\.drafts\[[0-9]+\]\.address' | grep '^klg/2024-11-15\|^gen\|^ing' | LC_ALL=C sort | paste -sd ' ')" \
	"genast.md#genast genast.md#genast/under ingen.md#ny klg/2024-11-15.md#:number klg/2024-11-15.md#kontakt klg/2024-11-15.md#vinterväghållning/sandning"
row() {	# ADDRESS KEY
	local p
	p=$(awk -F '\t' -v a="$1" '$1 ~ /\.address$/ && $3 == a { sub(/address$/, "", $1); print $1 }' <<<"$j")
	j_at "$p$2"
}
t_is "added and removed count words: of an item that was changed" \
	"$(row klg/2024-11-15.md#kontakt added) $(row klg/2024-11-15.md#kontakt removed)" "number 2 number 0"
t_like "of one that went" "$(row klg/2024-11-15.md#vinterväghållning/sandning added) $(row klg/2024-11-15.md#vinterväghållning/sandning removed)" \
	'^number 0 number [67]$'
t_like "of one that came" "$(row ingen.md#ny added) $(row ingen.md#ny removed)" '^number [34] number 0$'
t_is "base is null for a new issue" "$(j_all '\.drafts\[[0-9]+\]\.base' | grep -c null)" "$(grep -c 'string.*2024-12-01' <<<"$j")"
t_is "and a commit for all others" "$(j_types '\.drafts\[[0-9]+\]\.base')" "null string"
t_like "time has the zone of whoever changed it" "$(j_all '\.drafts\[[0-9]+\]\.time')" 'T[0-9:]{8}\+01:00'
j_all '\.drafts\[[0-9]+\]\.address' >addresses
while IFS= read -r a; do
	t_ok "diff takes $a" blad diff "$a"
done <addresses
cd ..

# ---- log

git init -q -b main h
cd h || exit 1
identity
when=1700000000
step() {	# MESSAGE
	when=$((when + 86400))
	commit_at $when "Per Lind" "$1"
}
plow="Plogningen börjar vid fem centimeter snö på alla större vägar och gångbanor i kommunen."
sand="Sand finns att hämta vid förrådet bakom brandstationen varje vardag mellan sju och sexton."
printf '# Två\n\n## Plogning\n\n%s\n\n## Kontakt\n\nRing kansliet.\n\n## Post\n\nPosten går klockan tre.\n' "$plow" >två.md
printf '# Ett\n\n## Fika\n\nKaffe klockan tio.\n' >ett.md
step "Början"
sed -i 's/fem/sju/' två.md; step "Sju"
sed -i 's/## Plogning/## Vintervägar/' två.md; step "Nytt namn"
sed -i 's/## Vintervägar/## Vinter/; s/sju/åtta/' två.md; step "Namn och text"
printf '# Två\n\n## Kontakt\n\nRing kansliet.\n\n## Post\n\nPosten går klockan tre.\n\n## Vinter\n\n%s\n' "${plow/fem/åtta}" >två.md; step "Flyttad"
printf '# Två\n\n## Kontakt\n\nRing kansliet.\n\n## Post\n\nPosten går klockan tre.\n' >två.md; step "Borttagen"
printf '# Två\n\n## Kontakt\n\nRing kansliet.\n\n## Post\n\nPosten går klockan tre.\n\n## Vinter\n\n%s\n' "${plow/fem/åtta}" >två.md; step "Tillbaka"
git mv två.md tre.md; step "Omdöpt fil"
sed -i 's/Ring/Mejla/' tre.md; step "Mejla"

j_of "log is one document" blad log --json tre.md#vinter
t_is "the document" "$(j_keys '')" "address at earlier missing versions"
t_is "the keys of a version" "$(j_keys '\.versions\[[0-9]+\]')" "address author email event id matched message time title was_address was_title"
t_is "address, author, email, event, id, message, time and title are strings" \
	"$(j_types '\.versions\[[0-9]+\]\.(address|author|email|event|id|message|time|title)')" "string"
t_is "its address" "$(j_at .address)" "string tre.md#vinter"
t_is "newest first" "$(j_all '\.versions\[[0-9]+\]\.time')" "$(j_all '\.versions\[[0-9]+\]\.time' | sort -r)"
t_is "what happened" "$(j_all '\.versions\[[0-9]+\]\.event' | paste -sd ' ')" \
	"moved restored deleted moved retitled retitled edited born"
t_is "what it was called then" "$(j_all '\.versions\[[0-9]+\]\.title' | uniq | paste -sd ' ')" "Vinter Vintervägar Plogning"
t_is "how it was recognised" "$(j_all '\.versions\[[0-9]+\]\.matched' | paste -sd ' ')" "text null null text similar similar title null"
j_all '\.versions\[[0-9]+\]\.address' >addresses
j_all '\.versions\[[0-9]+\]\.id' >ids
t_is "an id is a commit in full" "$(git cat-file --batch-check='%(objecttype) %(objectname)' <ids | sed 's/commit //' | cmp - ids && echo same)" same
t_is "its address then" "$(sed 's/@.*//' addresses | paste -sd ' ')" \
	"tre.md#vinter två.md#vinter två.md#vinter två.md#vinter två.md#vinter två.md#vintervägar två.md#plogning två.md#plogning"
t_is "an address ends with @ and the beginning of the id" \
	"$(paste addresses ids | awk -F '\t' '{ sub(/.*@/, "", $1); if (length($1) < 7 || index($2, $1) != 1) print }')" ""
sed 3d addresses >there
cp addresses ../gone
while IFS= read -r a; do
	t_ok "show takes $a" blad show "$a"
done <there
t_fails "where it was deleted there is nothing to show" 1 blad show "$(sed -n 3p addresses)"
t_like "one that has it is named" "$err" 'the last one that has it is [0-9a-f]{7}'
while IFS= read -r a; do
	t_ok "restore takes $a" blad restore "$a"
	blad drafts drop tre.md >/dev/null 2>&1
	blad drafts drop två.md >/dev/null 2>&1
done <there
t_is "time is the author's with its offset" "$(j_at '.versions[7].time')" "string 2023-11-15T23:13:20+01:00"
t_is "author and email" "$(j_at '.versions[7].author'), $(j_at '.versions[7].email')" "string Per Lind, string per.lind@adala.example"
t_like "with its last line end" "$(blad log --json tre.md)" '"message": "[^"]*\\n"'
t_like "the message whole" "$(j_at '.versions[7].message')" '^string Början(\\n)?$'
j_of "-n" blad log --json -n 2 tre.md#vinter
t_is "at most so many" "$(j_at .versions)" "array 2"
t_is "the newest" "$(j_at '.versions[0].event') $(j_at '.versions[1].event')" "string moved string restored"
j_of "of an issue" blad log --json tre.md
t_is "its address" "$(j_at .address)" "string tre.md"
t_is "its file had another name" "$(j_all '\.versions\[[0-9]+\]\.address' | sed 's/@.*//' | uniq -c | tr -s ' ' | paste -sd ' ')" " 2 tre.md  7 två.md"
t_is "born once" "$(j_all '\.versions\[[0-9]+\]\.event' | tail -n 1)" "born"
j_of "what is gone has a log too" blad log --json tre.md#plogning
t_is "of the same item" "$(j_at .versions)" "array 8"

# ---- diff

t_run blad log --json tre.md#vinter && j=$("$JSONCHECK" <"$t_out")
last=$(j_at '.versions[7].address') last=${last#string }	# of its birth, under its first title
j_of "diff is one document" blad diff --json "$last" tre.md#vinter
t_is "the document" "$(j_keys '')" "added at changes now removed rough was"
t_is "the keys of a change" "$(j_keys '\.changes\[[0-9]+\]')" "added address kind matched moved now removed title was was_address was_title"
t_is "what is compared" "$(j_at .was), $(j_at .now)" "string $last, string tre.md#vinter"
t_is "one item with one is one change" "$(j_at .changes) $(j_at '.changes[0].kind')" "array 1 string retitled"
t_is "its addresses" "$(j_at '.changes[0].was_address'), $(j_at '.changes[0].address')" "string $last, string tre.md#vinter"
t_is "its titles" "$(j_at '.changes[0].was_title'), $(j_at '.changes[0].title')" "string Plogning, string Vinter"
t_is "its texts" "$(j_at '.changes[0].was') $(j_at '.changes[0].now')" "string ## Plogning\\n\\n$plow\\n\\n string ## Vinter\\n\\n${plow/fem/åtta}\\n"
t_is "and words" "$(j_at '.changes[0].added') $(j_at '.changes[0].removed') $(j_at .added) $(j_at .removed)" "number 2 number 2 number 2 number 2"
j_of "of an issue" blad diff --json "två.md@$(git rev-parse HEAD~8)" tre.md
t_is "its items in order, with what became of them" "$(j_all '\.changes\[[0-9]+\]\.(kind|title|moved)' | paste -sd ' ')" \
	"edited Kontakt false retitled Vinter true"
t_is "where they stood and stand" "$(j_all '\.changes\[[0-9]+\]\.(was_)?address' | sed 's/@.*//' | paste -sd ' ')" \
	"tre.md#kontakt två.md#kontakt tre.md#vinter två.md#plogning"
j_of "the last version by default" blad diff --json tre.md
t_is "with the one before" "$(j_at .was), $(j_at .now)" "string tre.md@$(git rev-parse --short=7 HEAD~1), string tre.md@$(git rev-parse --short=7 HEAD)"
t_is "rough is true or false" "$(j_types '\.rough|\.changes\[[0-9]+\]\.moved')" "bool"
j_all '\.changes\[[0-9]+\]\.(was_)?address' >addresses
while IFS= read -r a; do
	t_ok "show takes $a" blad show "$a"
done <addresses
printf '## Vinter\n\nNu snöar det.\n\n### Sand\n\nSand.\n' | blad edit tre.md#vinter --stdin >/dev/null
blad set tre.md title Tre >/dev/null
j_of "a draft" blad diff --json tre.md
t_is "its parts" "$(j_all '\.changes\[[0-9]+\]\.(kind|address)' | paste -sd ' ')" \
	"header tre.md#:title edited tre.md#vinter born tre.md#vinter/sand"
t_is "what is new was nowhere" "$(j_at '.changes[2].was_address') $(j_at '.changes[2].was') $(j_at '.changes[2].matched')" "null null null"
j_of "an item with what is below it" blad diff --json tre.md#vinter
t_is "each by its own address" "$(j_all '\.changes\[[0-9]+\]\.address' | paste -sd ' ')" "tre.md#vinter tre.md#vinter/sand"
j_of "a header key" blad diff --json tre.md#:title
t_is "is told as one" "$(j_all '\.changes\[[0-9]+\]\.(kind|address)' | paste -sd ' ')" "header tre.md#:title"
blad drafts drop tre.md >/dev/null
j_of "nothing differs" blad diff --json tre.md tre.md@HEAD
t_is "no change" "$(j_at .changes) $(j_at .added)" "array 0 number 0"
j_of "what is gone" blad diff --json "$(sed -n 3p ../gone)"
t_is "is not there now" "$(j_at .now)" null
t_fails "no such version" 1 blad diff --json tre.md@fffffff
t_is "no document" "$out" ""

printf 'Två rader\n\noch "citat" \\ \001 å\n' >../message
sed -i 's/Kaffe/Te/' ett.md
git commit -qaF ../message
j_of "a message of several lines" blad log --json -n 1 ett.md#fika
t_like "is escaped" "$(j_at '.versions[0].message')" '^string Två rader\\n\\noch "citat" \\\\ \\u0001 å'
cd ..

# ---- status

git init -q --bare -b main shared.git
git -C h push -q "$t_dir/shared.git" main 2>/dev/null
t_ok "a copy" blad clone "$t_dir/shared.git" copy
git clone -q shared.git other 2>/dev/null
cd copy || exit 1
identity
j_of "status is one document" blad status --json
t_is "its keys" "$(j_keys '')" "ahead behind branch by_hand conflicts drafts others upstream"
t_is "branch and upstream" "$(j_at .branch), $(j_at .upstream)" "string main, string origin/main"
t_is "the others are numbers" "$(j_types '\.(ahead|behind|drafts|conflicts)')" "number"
t_is "all 0" "$(j_all '\.(ahead|behind|drafts|conflicts)' | sort -u)" 0
printf '## Fika\n\nVatten.\n' | blad edit ett.md#fika --stdin >/dev/null
t_is "a draft" "$(blad status --json | "$JSONCHECK" | grep -c $'^.drafts\tnumber\t1$')" 1
blad record -m "Ring" >/dev/null
blad set ett.md number 4 >/dev/null
blad record -m "Fyra" >/dev/null
(cd ../other && identity && sed -i 's/Mejla/Ring/' tre.md && git commit -qam "Ring" && git push -q origin main)
git fetch -q
j_of "versions to send and to take in" blad status --json
t_is "are counted" "$(j_all '\.(ahead|behind)' | paste -sd ' ')" "2 1"
cd ../h || exit 1
j_of "where nothing is shared" blad status --json
t_is "upstream is null" "$(j_at .upstream)" null
cd ..

# ---- what fails

cd h || exit 1
t_fails "what fails prints no document" 1 blad items --json nej.md
t_is "nothing at all" "$out" ""
t_done
