/* The scanner against the parser: over generated texts both see the same blocks at document level, by line. */
#include <stdlib.h>
#include <string.h>

#include "doc/parse.h"
#include "doc/scan.h"
#include "tap.h"

#define TEXTS 20000	/* SCAN_TEXTS in the environment for more */

/* ---- nasty texts ---- */

static const char *const indents[] = { "", "", "", "", " ", "  ", "   ", "    ", "\t", "     ", " \t", "      ",
    NULL };
static const char *const openers[] = {
	"- ", "* ", "+ ", "-\t", "-   ", "-     ", "1. ", "2. ", "12) ", "1)  ", "999999999. ", "1234567890. ", "> ",
	">", "> > ", ">\t",
	"- - ", "- > ", "> - ", "-", "*", "1.", "* * ", "+  - ", NULL
};
static const char *const bodies[] = {
	"text", "a b", "lazy", "# Title", "## Title ##", "### T \\#", "####", "#no", "####### x", "#\tTab",
	"# a # b #", "## ", "===", "---", "--", "-", "=",
	"= =", "==== ", "---\t", "- - -", "***", "* * *", "_ _ _", "__", "```", "````", "```c", "``` a`b", "~~~",
	"~~~~~", "~~~ x", "`` ` ``",
	"<div>", "</div>", "<div", "<pre>", "</pre>", "<script>", "</script> x", "<style", "<!-- c -->", "<!-- open",
	"-->", "x --> y", "<?php", "?>",
	"<!DOCTYPE x>", "<!x>", "<![CDATA[", "]]>", "<a href=\"x\">", "<b>", "<b> x", "</b>", "<a b='c' d=e />",
	"<a b = \"c", "<p>text", "<h1/>", "<x-y>",
	"<1>", "<a b=>", "<a =b>", "<a b c>", "<TABLE", "<br/>", "[a]: /url", "[a]: /url \"t\"", "[b]: <u v>", "[c]:",
	"[d]: /u 'open", "close'",
	"[e]: /u \"t\" x", "[f\\]: /u", "[]: /u", "[ ]: /u", "[g]: </u", "[h]: /u (a (b)", "[i]: /u \"a\\\" b",
	"[j]: /u\\", "[k]:/u", "[l] : /u", "/url", "\"title\"",
	"'", "\"", "[m]: (u)", "[n]: )", "[o]: <>", "[p]: a(b", "\\# no", "\\- no", "\xc2\xa0", "\xc2\xa0x", "a | b",
	"--- | ---", "|-|", "**bold**", "\xef\xbb\xbf",
	"1. ", "a\\", "\x0b", "\x0c", "\x0b- x", "&#32;", "", NULL
};
static const char *const ends[] = { "\n", "\n", "\n", "\n", "\n", "\n\n", "  \n", "\t\n", "\r\n", "\r\n", "\r",
    "\n \n", "\n\t\n", "\n\n\n", "\n\xc2\xa0\n", NULL };

static void add_line(Str *out)
{
	unsigned deep = rnd_one_in(3) ? 1 + rnd_below(2) : 0;

	str_add_c(out, rnd_pick(indents));
	for (; deep > 0; deep--)
		str_add_c(out, rnd_pick(openers));
	if (!rnd_one_in(6))
		str_add_c(out, rnd_pick(bodies));
	if (rnd_one_in(12))
		str_add_c(out, rnd_pick(bodies));
	if (rnd_one_in(40))
		str_add_char(out, '\0');
	str_add_c(out, rnd_pick(ends));
}

static void make_text(Str *out)
{
	unsigned lines = 1 + rnd_below(12);

	str_clear(out);
	if (rnd_one_in(20))
		str_add_c(out, "\xef\xbb\xbf");
	while (lines-- > 0)
		add_line(out);
	while (rnd_one_in(4) && out->len > 0)
		str_truncate(out, out->len - 1);
}

/* ---- both sides as words ---- */

static size_t line_at(const ScanLines *lines, size_t byte)
{
	size_t i = 0;

	while (i < lines->len && lines->v[i].to <= byte)
		i++;
	return i;
}

/* Every top block (each item of a list for itself) as "LINE kind". */
static void say_doc(const Doc *d, const ScanLines *lines, Str *out)
{
	static const char *const names[] = {
		[NODE_PARA] = "text", [NODE_QUOTE] = "quote", [NODE_CODE] = "code", [NODE_RULE] = "rule",
		[NODE_TABLE] = "text",
	};

	for (const Node *n = d->root->first; n; n = n->next) {
		/* a table behind prose of its paragraph is still that run of text */
		if (n->kind == NODE_HTML || (n->kind == NODE_TABLE && n->prev && n->prev->kind == NODE_PARA &&
		    n->prev->to == n->from))
			continue;
		if (n->kind == NODE_HEADING)
			str_printf(out, "%zu-%zu heading %d\n", line_at(lines, n->from), line_at(lines, n->to - 1),
			    n->level);
		else if (n->kind == NODE_LIST)
			for (const Node *item = n->first; item; item = item->next)
				str_printf(out, "%zu item\n", line_at(lines, item->from));
		else
			str_printf(out, "%zu %s\n", line_at(lines, n->from), names[n->kind]);
	}
}

static const char *kind_name(ScanKind kind)
{
	switch (kind) {
	case SCAN_TEXT:	return "text";
	case SCAN_QUOTE: return "quote";
	case SCAN_CODE:	return "code";
	case SCAN_RULE:	return "rule";
	default:	return NULL;
	}
}

/* The same from the lines: where a run of one kind begins.  Runs that touch cannot be told apart; see same(). */
static void say_scan(const ScanLines *lines, Str *out)
{
	for (size_t i = 0; i < lines->len; i++) {
		const ScanLine *l = &lines->v[i];
		bool on = i > 0 && l[-1].kind == l->kind && l->kind != SCAN_RULE;
		if (l->kind == SCAN_HEADING) {
			size_t end = i;
			while (end + 1 < lines->len && lines->v[end + 1].kind == SCAN_UNDERLINE)
				end++;
			str_printf(out, "%zu-%zu heading %d\n", i, end, l->level);
		} else if (l->kind == SCAN_BULLET) {
			str_printf(out, "%zu item\n", i);
		} else if (kind_name(l->kind) && !on) {
			str_printf(out, "%zu %s\n", i, kind_name(l->kind));
		}
	}
}

static bool may_lack(Slice line, bool quote)
{
	return slice_find(line, SLICE_LIT("code"), 0) >= 0 || (quote && slice_find(line, SLICE_LIT("quote"), 0) >= 0);
}

/*
 * Headings, items, paragraphs and rules must be the same.  Code and quotes that touch others of their kind are one run to
 * the scanner, and code with a blank line in it is two.
 */
static bool same(Slice doc, Slice scan)
{
	Slice a = slice_line(&doc), b = slice_line(&scan);

	while (a.len > 0 || b.len > 0) {
		size_t at_a = a.len ? strtoul(a.p, NULL, 10) : SIZE_MAX, at_b = b.len ? strtoul(b.p, NULL,
		    10) : SIZE_MAX;
		if (slice_eq(a, b)) {
			a = slice_line(&doc);
			b = slice_line(&scan);
		} else if (at_a < at_b && may_lack(a, true)) {
			a = slice_line(&doc);
		} else if (at_b < at_a && may_lack(b, false)) {
			b = slice_line(&scan);
		} else {
			return false;
		}
	}
	return true;
}

static bool covers(const ScanLines *lines, Slice text)
{
	size_t at = 0;

	for (size_t i = 0; i < lines->len; i++) {
		const ScanLine *l = &lines->v[i];
		if (l->from != at || l->to <= at)
			return false;
		if ((l->kind == SCAN_HEADING || l->kind == SCAN_BULLET) && (l->text < l->from ||
		    l->text_end < l->text || l->text_end > text.len))
			return false;
		at = l->to;
	}
	return at == text.len;
}

static bool agrees(Slice text, Str *want, Str *got)
{
	ScanLines lines = { 0 };
	Doc *d = doc_parse(text, 0);
	bool is;

	scan_lines(text, &lines);
	str_clear(want);
	str_clear(got);
	say_doc(d, &lines, want);
	say_scan(&lines, got);
	is = covers(&lines, text) && same(str_slice(want), str_slice(got));
	VEC_FREE(&lines);
	doc_free(d);
	return is;
}

static void escape(Slice s, Str *out)
{
	str_clear(out);
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c == '\n')
			str_add_c(out, "\\n");
		else if (c == '\t')
			str_add_c(out, "\\t");
		else if (c == '\r')
			str_add_c(out, "\\r");
		else if (c < 0x20 || c == 0x7f)
			str_printf(out, "\\x%02x", c);
		else
			str_add_char(out, (char)c);
	}
}

/* Takes lines away as long as the two still differ. */
static void shrink(Str *text, Str *want, Str *got)
{
	bool shorter = true;

	while (shorter) {
		shorter = false;
		for (size_t n = text->len / 2 + 1; n > 0; n /= 2)
			for (size_t at = 0; at + n <= text->len;) {
				Str less = STR_EMPTY;
				str_add_slice(&less, str_slice(text));
				str_remove(&less, at, n);
				if (!agrees(str_slice(&less), want, got)) {
					str_free(text);
					*text = less;
					shorter = true;
				} else {
					str_free(&less);
					at++;
				}
			}
	}
	agrees(str_slice(text), want, got);
}

static void test_law(void)
{
	long texts = getenv("SCAN_TEXTS") ? atol(getenv("SCAN_TEXTS")) : TEXTS;
	Str text = STR_EMPTY, want = STR_EMPTY, got = STR_EMPTY, shown = STR_EMPTY;
	int shown_count = 0;

	for (long i = 0; i < texts; i++) {
		bool is;
		make_text(&text);
		is = agrees(str_slice(&text), &want, &got);
		if (!is && shown_count++ < 5) {
			shrink(&text, &want, &got);
			escape(str_slice(&text), &shown);
			tap_note("%s", str_c(&shown));
			escape(str_slice(&want), &shown);
			tap_note("  parser:  %s", str_c(&shown));
			escape(str_slice(&got), &shown);
			tap_note("  scanner: %s", str_c(&shown));
		}
		law(is, "text %ld", i);
	}
	law_done("the scanner's blocks are the parser's");
	str_free(&text);
	str_free(&want);
	str_free(&got);
	str_free(&shown);
}

static Slice title_of(const ScanLines *lines, Slice text, size_t line)
{
	return slice_sub(text, lines->v[line].text, lines->v[line].text_end);
}

static void test_lines(void)
{
	Slice text = SLICE_LIT(
		"## Vatten ##\n"
		"Två rader\n  till rubrik  \n===\n"
		"12)  Punkt\nlat fort\xc3\xa4ttning\n    - inre\n\n"
		"[a]: /u\ntext\n\n"
		"    kod\n> citat\n<!-- c -->\n***\n");
	static const ScanKind want[] = {
		SCAN_HEADING, SCAN_HEADING, SCAN_UNDERLINE, SCAN_UNDERLINE, SCAN_BULLET, SCAN_LIST, SCAN_LIST,
		    SCAN_BLANK,
		SCAN_DEF, SCAN_TEXT, SCAN_BLANK, SCAN_CODE, SCAN_QUOTE, SCAN_HTML, SCAN_RULE,
	};
	ScanLines lines = { 0 };

	scan_lines(text, &lines);
	is_int((long long)lines.len, sizeof(want) / sizeof(*want), "a line of the text is a line");
	for (size_t i = 0; i < lines.len && i < sizeof(want) / sizeof(*want); i++)
		law(lines.v[i].kind == want[i], "line %zu is %d, not %d", i, (int)lines.v[i].kind, (int)want[i]);
	law_done("kinds of lines");
	is_slice(title_of(&lines, text, 0), SLICE_LIT("Vatten"), "the title of an ATX heading");
	is_int(lines.v[0].level, 2, "and its level");
	is_slice(title_of(&lines, text, 1), SLICE_LIT("Två rader\n  till rubrik"),
	    "the title of a setext heading over its lines");
	is_int(lines.v[1].level, 1, "and its level");
	is_slice(title_of(&lines, text, 4), SLICE_LIT("Punkt"), "what stands behind an item's marker");
	ok(lines.v[4].marker == ')', "the marker");
	VEC_FREE(&lines);
}

static size_t heavy_lines(Slice text)
{
	ScanLines lines = { 0 };
	size_t n = 0;

	scan_lines(text, &lines);
	for (size_t i = 0; i < lines.len; i++)
		n += lines.v[i].heavy;
	VEC_FREE(&lines);
	return n;
}

static void add_times(Str *out, const char *what, size_t times)
{
	while (times-- > 0)
		str_add_c(out, what);
}

static void test_heavy(void)
{
	Str text = STR_EMPTY;

	add_times(&text, "> ", SCAN_DEPTH_MAX);
	str_add_c(&text, "djup\n");
	is_int((long long)heavy_lines(str_slice(&text)), 0, "%d levels are light", SCAN_DEPTH_MAX);
	str_insert(&text, 0, SLICE_LIT("f\xc3\xb6re\n\n> "));
	str_add_c(&text, "lat\n\nefter\n");
	is_int((long long)heavy_lines(str_slice(&text)), 2,
	    "one more is heavy, with its lazy line, and what stands beside it is not");

	str_clear(&text);
	add_times(&text, "[a\n", SCAN_BRACKETS_MAX);
	is_int((long long)heavy_lines(str_slice(&text)), 0, "%d brackets are light", SCAN_BRACKETS_MAX);
	str_add_c(&text, "]");
	is_int((long long)heavy_lines(str_slice(&text)), SCAN_BRACKETS_MAX + 1, "one more is heavy");

	str_clear(&text);
	add_times(&text, "- a\n", 10);
	add_times(&text, "- [a] [b]\n", SCAN_BRACKETS_MAX);
	is_int((long long)heavy_lines(str_slice(&text)), 0, "brackets are counted by paragraph, not by list");
	str_free(&text);
}

int main(void)
{
	tap_scrub();
	test_lines();
	test_heavy();
	test_law();
	return tap_done();
}
