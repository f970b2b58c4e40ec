# What an editor of tests/real/editor.awk answers, who wants every sentence kept that nobody took away: reads what jsoncheck tells of
# "conflicts --json", writes a line a conflict: ADDRESS KIND --ours|--theirs|--file FILE, with tabs.
#
#	blad conflicts --json | jsoncheck | awk -v dir=DIR -f settle.awk

function mark_of(s) {
	return match(s, /e[0-9]+n[0-9]+/) ? substr(s, RSTART, RLENGTH) : ""
}
# Sentences of a text by their marks, into has[which, mark]; returns their marks in order.
function take(which, text,   p, np, q, nq, j, k, m, list) {
	np = split(text, p, /\\n/)
	for (j = 1; j <= np; j++) {
		if (p[j] ~ /^#/)
			continue
		nq = split(p[j], q, /\. /)
		for (k = 1; k <= nq; k++)
			if ((m = mark_of(q[k])) != "") {
				has[which, m] = q[k] (k < nq ? "." : "")
				list = list " " m
			}
	}
	return list
}
function heading(text) {
	sub(/\\n.*/, "", text)
	return text
}
function is_there(which) {
	return type[which] == "string"
}
function wanted(m) {
	if (("base", m) in has)
		return (("ours", m) in has) && (("theirs", m) in has)
	return 1
}

$1 ~ /^\.conflicts\[[0-9]+\]\./ {
	key = $1
	sub(/.*\./, "", key)
	type[key] = $2
	value[key] = $0
	sub(/^[^\t]*\t[^\t]*\t/, "", value[key])
}
$1 ~ /^\.conflicts\[[0-9]+\]$/ {
	way = "--ours"
	if (value["kind"] == "body" || value["kind"] == "edit-delete" || value["kind"] == "add-add") {
		split("", has)
		split("", done)
		if (!is_there("base")) value["base"] = ""
		take("base", value["base"])
		a = is_there("ours") ? take("ours", value["ours"]) : ""
		b = is_there("theirs") ? take("theirs", value["theirs"]) : ""
		n = split(a b, marks, " ")
		text = ""
		for (i = 1; i <= n; i++)
			if (!(marks[i] in done) && wanted(marks[i])) {
				text = text "\n" ((("ours", marks[i]) in has) ? has["ours", marks[i]] : has["theirs", marks[i]]) "\n"
				done[marks[i]] = 1
			}
		if (text != "") {
			file = dir "/answer" ++files
			printf "%s\n%s", heading(is_there("ours") ? value["ours"] : value["theirs"]), text > file
			close(file)
			way = "--file\t" file
		} else {
			way = is_there("ours") ? "--theirs" : "--ours"
		}
	}
	print value["address"] "\t" value["kind"] "\t" way
	split("", type)
}
