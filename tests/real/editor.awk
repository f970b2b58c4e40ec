# One round of one editor who works at random, always the same for a seed: reads the issues, writes what to do.
#
#	awk -v who=3 -v round=7 -v seed=1 -v mixed=1 -v careful=0 -v free=17 -v dir=DIR -f editor.awk ISSUE… >STEPS
#
# A step a line, with tabs: edit ADDRESS FILE, add ADDRESS FILE TITLE, delete ADDRESS, move ADDRESS TO, set ISSUE KEY VALUE; and what it is for:
# "+ WORD" written, "- WORD" taken away, "next N" the next free number.  Every sentence holds a word that stands nowhere else (e3n17: the 17th of
# editor 3), every title one (e3t18).  Who takes away is who wrote; who rewords or moves is anyone, or (mixed=0)
# only who wrote; careful=1: nothing is moved, and no header set.

function dice(n) {	# 0 … n-1
	state = (state * 16807) % 2147483647
	return int(state / 2147483647 * n)
}
function word() {
	return head[1 + dice(heads)] tail[1 + dice(tails)]
}
function words(n,   i, s) {
	for (i = 0; i < n; i++)
		s = s " " word()
	return s
}
function sentence(mark) {
	return "Om" words(2 + dice(3)) " " mark words(3 + dice(4)) "."
}
function new_mark(kind,   m) {
	m = "e" who kind free++
	print "+ " m
	return m
}
function owner(mark) {
	sub(/^e/, "", mark)
	sub(/[nt].*/, "", mark)
	return mark + 0
}
function mark_of(s) {
	return match(s, /e[0-9]+[nt][0-9]+/) ? substr(s, RSTART, RLENGTH) : ""
}
function paragraph(   i, n, s) {
	n = 1 + dice(3)
	for (i = 0; i < n; i++)
		s = s (i ? " " : "") sentence(new_mark("n"))
	return s
}
function text_file(s,   f) {
	f = dir "/text" ++files
	printf "%s", s > f
	close(f)
	return f
}

BEGIN {
	nitems = nissues = 0
	heads = split("ba bi da ga le mi no pi ro sa tu ka ve lo jå rä mö fes tal kor vin hus byg led stå äng", head)
	tails = split("nare lig run desten skan vas kar minder holt vig tala rens tosen bruk ande heten ning", tail)
}
FNR == 1 { issue[nissues++] = FILENAME }
/^## / {
	title[nitems] = substr($0, 4)
	file[nitems] = FILENAME
	text[nitems++] = ""
	next
}
nitems && file[nitems - 1] == FILENAME && NF {
	text[nitems - 1] = text[nitems - 1] $0 "\n\n"
}

function key(i,   k) {	# lower-case already, and no word but letters, digits and spaces
	k = tolower(title[i])
	gsub(/ /, "-", k)
	return file[i] "#" k
}
function is_mine(i) {
	return owner(mark_of(title[i])) == who
}
# An item that this round has not touched; mine: only of my own.  -1: none.
function pick(mine,   i, k) {
	i = dice(nitems)
	for (k = 0; k < nitems; k++) {
		if (!used[i] && (!mine || is_mine(i))) {
			used[i] = 1
			return i
		}
		i = (i + 1) % nitems
	}
	return -1
}
function edit(i, body) {
	print "edit\t" key(i) "\t" text_file("## " title[i] "\n\n" body)
}
# Paragraphs and their sentences of item i, into s[1..], with the paragraph's number in para[].
function cut(i,   p, np, q, nq, j, k, n) {
	n = 0
	np = split(text[i], p, /\n\n/)
	for (j = 1; j < np; j++) {
		nq = split(p[j], q, /\. /)
		for (k = 1; k <= nq; k++) {
			s[++n] = k < nq ? q[k] "." : q[k]
			para[n] = j
		}
	}
	return n
}
function join_up(n,   k, out) {
	for (k = 1; k <= n; k++)
		if (s[k] != "")
			out = out (out == "" ? "" : para[k] == para[last_k] ? " " : "\n\n") s[last_k = k]
	return out "\n"
}

function do_add(   to, t, body, k, n) {
	t = "Notis " new_mark("t") words(1)
	n = 1 + dice(3)
	for (k = 0; k < n; k++)
		body = body (k ? "\n\n" : "") paragraph()
	to = nitems && dice(3) ? pick(0) : -1
	print "add\t" (to >= 0 ? key(to) : issue[dice(nissues)]) "\t" text_file(body "\n") "\t" t
}
function do_grow(   i, n, k, at) {
	if ((i = pick(!mixed)) < 0)
		return
	if (!(n = cut(i)) || dice(3) == 0) {
		edit(i, text[i] paragraph() "\n")
		return
	}
	at = 1 + dice(n)
	s[at] = dice(2) ? s[at] " " sentence(new_mark("n")) : sentence(new_mark("n")) " " s[at]
	edit(i, join_up(n))
}
function do_reword(   i, n, k) {
	if ((i = pick(!mixed)) < 0 || !(n = cut(i)))
		return
	k = 1 + dice(n)
	s[k] = sentence(mark_of(s[k]))
	edit(i, join_up(n))
}
function do_strike(   i, n, k, j) {
	if ((i = pick(!mixed)) < 0 || (n = cut(i)) < 2)
		return
	k = 1 + dice(n)
	for (j = 0; j < n && owner(mark_of(s[k])) != who; j++)
		k = k % n + 1
	if (j == n)
		return
	print "- " mark_of(s[k])
	s[k] = ""
	edit(i, join_up(n))
}
function do_retitle(   i) {
	if ((i = pick(!mixed)) < 0)
		return
	print "edit\t" key(i) "\t" text_file("## Notis " mark_of(title[i]) words(1 + dice(2)) "\n\n" text[i])
}
function do_move(carry,   i, j) {
	if ((i = pick(!mixed || carry)) < 0)
		return
	if (carry && (nissues < 2 || dice(2))) {
		do
			j = dice(nissues)
		while (issue[j] == file[i] && nissues > 1)
		print "move\t" key(i) "\t" issue[j]
		return
	}
	if ((j = pick(0)) >= 0)
		if (carry || file[i] == file[j])
			print "move\t" key(i) "\t" key(j)
}
function do_delete(   i, n, k) {
	if ((i = pick(1)) < 0)
		return
	n = cut(i)
	for (k = 1; k <= n; k++)
		if (owner(mark_of(s[k])) != who)
			return
	for (k = 1; k <= n; k++)
		print "- " mark_of(s[k])
	print "- " mark_of(title[i])
	print "delete\t" key(i)
}
function do_set() {
	print "set\t" issue[dice(nissues)] "\te" who "\t" word()
}

END {
	state = (seed * 7919 + who * 104729 + round * 1299709) % 2147483646 + 1
	for (k = 0; k < 5; k++)
		dice(2)
	for (k = 0; k < nitems; k++)
		mine += is_mine(k)
	steps = 1 + dice(3)
	for (k = 0; k < steps; k++) {
		d = dice(100)
		if (d < (mine < 8 ? 30 : 8))
			do_add()
		else if (d < 46)
			do_grow()
		else if (d < 60)
			do_reword()
		else if (d < 68)
			do_strike()
		else if (d < 73)
			do_retitle()
		else if (d < 88 && !careful)
			do_move(d >= 82)
		else if (d < (mine < 8 ? 92 : 97))
			do_delete()
		else if (!careful)
			do_set()
	}
	print "next " free
}
