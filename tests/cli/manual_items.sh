# blad-archive(5), “Items” and “Addresses”: what is an item, what its key is, and every form of an address.
. "${SRCDIR:-.}/tests/lib.sh" || exit 1
. "$SRCDIR/tests/cli/archive.sh" || exit 1
. "$SRCDIR/tests/cli/json.sh" || exit 1
t_need git awk

git init -q -b main a
cd a || exit 1
identity

put() {	# FILE: standard input becomes it, recorded
	cat >"$1"
	commit_at 1729238400 "Karin Ek" "$1"
}

keys() {	# FILE: the chains of keys, a line each
	blad items --json "$1" | "$JSONCHECK" | awk -F "\t" '$1 ~ /items\[[0-9]+\]\.address$/ { sub(/^[^#]*#/, "", $3); print $3 }'
}

levels() {
	blad items --json "$1" | "$JSONCHECK" | awk -F "\t" '$1 ~ /\.level$/ { print $3 }' | paste -sd " "
}

lead() {
	blad show --source "$1#"
}

# ---- the title heading

put one.md <<'X1'
# Titel

Ingress.

## Ett

Text.

### Under ett

Text.

## Två

Text.

#### Djupt

Text.

### Mellan

Text.
X1
t_is "the nearest heading of a smaller level is the parent" "$(keys one.md)" \
	$'ett\nett/under-ett\ntvå\ntvå/djupt\ntvå/mellan'
t_like "the text before the first item is the lead" "$(lead one.md)" '^Ingress\.'
t_is "level is the heading's" "$(levels one.md)" "2 3 2 4 3"

put several.md <<'X1'
# Ett

Text.

# Två

Text.
X1
t_is "several of level 1 are items" "$(keys several.md)" $'ett\ntvå'

put late.md <<'X1'
## Först

Text.

# Sedan

Text.
X1
t_is "one of level 1 that is not the first heading is an item" "$(keys late.md)" $'först\nsedan'

put as-title.md <<'X1'
---
title: Bladet
---
# Bladet

# Ett

Text.

# Två

Text.
X1
t_is "a level 1 that reads as the header's title is the title heading" "$(keys as-title.md)" $'ett\ntvå'

put setext.md <<'X1'
Bladet
======

Ett
---

Text.

Två ##
------
X1
t_is "underlined headings count" "$(keys setext.md)" $'ett\ntvå'

put not.md <<'X1'
# Titel

## Ett

> ## Citat

- ## Lista

```
## Kod
```

	## Indragen

<!--
## Kommentar
-->

<div>
## HTML
</div>

## Två

Text.
X1
t_is "quotations, lists, code, comments and HTML hold no items" "$(keys not.md)" $'ett\ntvå'

# ---- bold lead-ins

put bold.md <<'X1'
# Titel

## Notiser

- **Budget:** klar.
- **Snö:** kommer.

  Mer om snö.

- vanlig punkt

## Ensam

- **Bara en:** punkt.
X1
t_is "bullets with bold lead-ins are items below what holds them" "$(keys bold.md)" \
	$'notiser\nnotiser/budget\nnotiser/snö\nensam'
t_is "one level below" "$(levels bold.md)" "2 3 3 2"
t_like "with the loose paragraphs behind" "$(blad show --source bold.md#snö)" $'Snö.*\n.*Mer om snö'
t_unlike "and no more" "$(blad show --source bold.md#budget)" 'Snö'

# ---- neither

put plain.md <<'X1'
Vecka 46 har varit lugn, men några saker är bra att veta.

Ny parkering

Parkeringen bakom huset öppnar på måndag, och den som har tillstånd ställer bilen där från och med dess.

Fika

- kaffe
- bulle
X1
t_is "short lines before longer text are titles" "$(keys plain.md)" $'ny-parkering\nfika'

put plain-one.md <<'X1'
Vecka 46 har varit lugn, men några saker är bra att veta.

Ny parkering

Parkeringen bakom huset öppnar på måndag, och den som har tillstånd ställer bilen där från och med dess.
X1
t_is "one alone is not" "$(keys plain-one.md)" ""

put empty.md </dev/null
t_is "an empty file has no items" "$(keys empty.md)" ""
t_ok "and is shown" blad show empty.md

# ---- keys

put keys.md <<'X1'
# Titel

## Budget 2025: *klar*, `till` [slut](x)!

Text.

## ÅÄÖ — Über ČŠ

Text.

## Samma

Ett.

### Inre

Ett.

## Samma

Två.

### Inre

Två.

### Inre

Tre.

## !!!

Text.

## Å som NFD
X1
sed -i "s/Å som/A\xcc\x8a som/" keys.md
commit_at 1729238500 "Karin Ek" "nfd"
t_is "keys are small letters and digits with - between" "$(keys keys.md | sed -n '1,7p')" \
	$'budget-2025-klar-till-slut\nåäö-über-čš\nsamma\nsamma/inre\nsamma-2\nsamma-2/inre\nsamma-2/inre-2'
keys keys.md >all
t_is "every item has a key" "$(grep -c . all)" 9
while read -r k; do
	t_ok "the chain $k always works" blad show "keys.md#$k"
done <all
t_is "a key alone works where it is the only one" "$(blad show --source keys.md#inre-2)" "$(blad show --source keys.md#samma-2/inre-2)"
t_fails "else it is an error" 1 blad show keys.md#inre
t_like "that names the chains" "$err" 'samma/inre.*samma-2/inre'
t_fails "a key that there is not is an error" 1 blad show keys.md#snö
t_like "that names it and those there are" "$err" '“snö”.*samma'
t_fails "a chain that ends wrong is an error" 1 blad show keys.md#samma/inre-2
t_fails "a chain that is too long is an error" 1 blad show keys.md#samma/inre/mer

# ---- fields

put field.md <<'X1'
---
title: Fält
number: 3
tags:
  - ett
  - två
---

# Fält

Ingress.

## Sak

Text.
X1
t_is "a field of the header" "$(blad show --source field.md#:number)" "number: 3"
t_like "one of several lines" "$(blad show --source field.md#:tags)" $'tags:.*\n.*ett.*\n.*två'
t_fails "one that there is not" 1 blad show field.md#:state
t_is "the lead" "$(blad show --source field.md# | head -n 1)" "Ingress."
t_ok "a field has versions" blad log field.md#:number
cd ..

# ---- addresses of issues

git init -q -b main b
cd b || exit 1
identity
mkdir -p klg/2024 press "mapp med blank"
printf '[series "klg"]\n\tfiles = klg/\n\talias = ledningsgruppen\n\talias = lg\n[series "press"]\n\tfiles = press/\n' >.blad
printf -- '---\ndate: 2024-10-18\nnumber: 10\n---\n\n# Tio\n\n## Sak\n\nText tio.\n' >klg/2024/tio.md
printf -- '---\ndate: 2024-11-15\nnumber: 11\n---\n\n# Elva\n\n## Sak\n\nText elva.\n' >klg/2024/elva.md
printf -- '---\ndate: 2024-11-15\nnumber: 11\n---\n\n# Elva press\n\n## Sak\n\nText press.\n' >press/elva.md
printf -- '---\ndate: 2024-11-01\nnumber: 12\n---\n\n# Tolv\n\n## Sak\n\nText tolv.\n' >press/tolv.markdown
for f in 'a#b.md' 'a@b.md' 'a%b.md' "mapp med blank/å ä.md" $'tab\there.md' $'rad\nslut.md' $'latin\xe5.md' 'a%23b.md' ':kolon.md' '[x]*.md'; do
	printf '# Namn\n\n## Sak\n\nText.\n' >"$f"
done
commit_at 1729238400 "Karin Ek" "Början"
sed -i 's/Text elva/Text elva, ändrad/' klg/2024/elva.md
commit_at 1731661200 "Karin Ek" "Ändrad"	# 2024-11-15 10:00 +0100
sed -i 's/ändrad/ändrad igen/' klg/2024/elva.md
commit_at 1731834000 "Karin Ek" "Ändrad igen"	# 2024-11-17 10:00 +0100
head=$(git rev-parse HEAD)
old=$(git rev-parse HEAD~2)

same_as() {	# ADDRESS FILE: it is that issue
	t_run blad items --json "$1"
	t_is "“$1” is $2" "$("$JSONCHECK" <"$t_out" | awk -F '\t' '$1 == ".issue" { print $3 }')" "$2"
}

same_as klg/2024/tio.md klg/2024/tio.md
same_as klg/2024/tio klg/2024/tio.md
same_as tio.md klg/2024/tio.md
same_as tio klg/2024/tio.md
same_as 2024/tio klg/2024/tio.md
same_as tolv press/tolv.markdown
same_as press/tolv press/tolv.markdown
same_as 2024-10-18 klg/2024/tio.md
same_as klg/10 klg/2024/tio.md
same_as klg/11 klg/2024/elva.md
same_as press/11 press/elva.md
same_as lg/10 klg/2024/tio.md
same_as ledningsgruppen/10 klg/2024/tio.md
same_as latest "$(blad list --json | "$JSONCHECK" | awk -F '\t' '$1 == ".issues[0].address" { print $3 }')"

t_fails "the end of a path that fits two is an error" 1 blad show elva
t_like "that names both" "$err" 'klg/2024/elva.*press/elva'
t_fails "so is a date of two" 1 blad show 2024-11-15
t_like "that names both" "$err" 'press/elva.*klg/2024/elva'

t_fails "an end within a name does not fit" 1 blad show io.md
t_like "it says so" "$err" 'io\.md'
t_fails "a number that the series lacks" 1 blad show klg/12
t_fails "a date that no issue has" 1 blad show 2024-12-24
t_fails "an empty address" 2 blad show ""
t_fails "a series alone is no issue" 1 blad show klg
t_fails "a path out of the archive" 1 blad show ../b/klg/2024/tio.md

# names that need percent signs
j_of "odd names in JSON" blad list --json
j_all '\.issues\[[0-9]+\]\.address' | grep -v '^klg\|^press' | LC_ALL=C sort >got
LC_ALL=C sort >want <<'X1'
:kolon.md
[x]*.md
a%23b.md
a%2523b.md
a%25b.md
a%40b.md
latin%E5.md
mapp med blank/å ä.md
rad%0Aslut.md
tab%09here.md
X1
t_same "#, @, %, control bytes and bytes that are not UTF-8 are percent-encoded" got want
while IFS= read -r a; do
	t_ok "“$a” is taken back" blad show "$a"
	t_ok "“$a#sak” too" blad show "$a#sak"
	t_ok "“$a@HEAD” too" blad log "$a"
done <want
t_like "bytes that are not UTF-8 read as U+FFFD in a path" "$j" $'path\tstring\tlatin�'
t_like "control characters are escaped" "$j" $'path\tstring\trad\\\\nslut'

# ---- versions

e=klg/2024/elva.md
text() { blad show --source "$1" | tail -n 1; }
t_is "HEAD is what is recorded" "$(text $e#sak@HEAD)" "Text elva, ändrad igen."
t_is "a commit" "$(text "$e#sak@$old")" "Text elva."
t_is "four digits of one" "$(text "$e#sak@${old:0:4}")" "Text elva."
t_is "capital digits" "$(text "$e#sak@$(tr a-f A-F <<<"${old:0:9}")")" "Text elva."
t_fails "three are too few" 1 blad show "$e@${old:0:3}"
t_fails "a commit that there is not" 1 blad show "$e@0000000"
t_is "a day means what stood at its end" "$(text $e#sak@2024-11-15)" "Text elva, ändrad."
t_is "a later one" "$(text $e#sak@2024-11-16)" "Text elva, ändrad."
t_is "the day itself of a version" "$(text $e#sak@2024-11-17)" "Text elva, ändrad igen."
t_fails "a day before the issue was" 1 blad show $e@2020-01-01
t_fails "no draft" 1 blad show $e@draft
t_like "it says so" "$err" draft
t_fails "no such version" 1 blad show $e@sak
t_fails "an empty version" 2 blad show $e@
t_ok "a draft" bash -c "printf '## Sak\n\nUtkast.\n' | blad edit $e#sak --stdin"
t_is "the draft is the current text" "$(text $e#sak)" "Utkast."
t_is "and draft" "$(text $e#sak@draft)" "Utkast."
t_is "HEAD is still what is recorded" "$(text $e#sak@HEAD)" "Text elva, ändrad igen."
t_is "the whole issue at a version" "$(blad show --source "$e@${head:0:7}")" "$(cat $e)"
t_ok "latest takes a version" blad show "latest@HEAD"
t_is "a version of another form of the name" "$(text klg/11#sak@HEAD)" "Text elva, ändrad igen."
t_is "the lead of a version" "$(blad show --source $e#@HEAD | wc -c)" "$(blad show --source $e# | wc -c)"
t_is "a field of a version" "$(blad show --source $e#:number@HEAD)" "number: 11"
t_fails "what is old cannot be edited" 2 bash -c "echo | blad edit $e#sak@HEAD --stdin"
cd ..

# ---- an address covers sub-items; log tells of the item's own text

small_archive c
cd c || exit 1
identity
sed -i 's/förrådet/återvinningen/' klg/2024-11-15.md
commit_at 1731667200 "Per Lind" "Sandning"
t_like "show covers the sub-items" "$(blad show latest#vinterväghållning)" 'Sandning'
t_is "log of the item does not tell of its sub-item" "$(blad log latest#vinterväghållning | grep -c Sandning)" 0
t_is "log of the sub-item does" "$(blad log latest#sandning | grep -c Sandning)" 1
t_done
