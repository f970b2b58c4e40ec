/* The page's laws over generated documents and widths, with and without changes; then how single things look. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "doc/page.h"
#include "doc/parse.h"
#include "tap.h"

#define DOCS 1500	/* PAGE_DOCS in the environment for more */

/* ---- texts ---- */

static const char *const words[] = {
	"Kommunen", "nämnden", "och", "i", "å", "personalbudgetöverföringsreglementet",
	"per\xc2\xadso\xc2\xadnal\xc2\xad" "bud\xc2\xadget",
	"14:e", "70%-iga", "bl.a.", "12\xc2\xa0" "345,50", "https://www.example.se/en/mycket/lang/adress?med=fraga",
	"–", "\"citat\"", "»ord«", "日本語の文章",
	"👩‍👩‍👧", "e\xcc\x81\xcc\x81", "\xf0\x9f\x87\xb8\xf0\x9f\x87\xaa", "a\xe2\x80\x8b" "b", "x\xe2\x81\xa0y",
	"&#27;[31m", "&#x202e;", "\x1b", "\xff", "a\tb", "…", "(se", "nr 7)",
	"*kursiv*", "**fet**", "**", "_", "`kod`", "`a  b`", "[länk](https://example.se)", "[tom]()", "[](x)",
	"[ref]", "![bild](b.png)", "![](c.png)",
	"[![i länk](d.png)](e)", "***båda***", "<br>", "<b>", "<!-- c -->", "\\|", "|", "&nbsp;", "&shy;",
	"<http://example.se>", "a\\\nb", "[a **b** `c`](u)",
	"\xc2\xad", "\xe2\x80\x8d", "ﷺ", "က္ကက္က", "﹏", "\xe2\x80\xa8", NULL
};
static const char *const starts[] = {
	"", "", "", "", "# ", "## ", "### ", "###### ", "- ", "- ", "1. ", "  - ", "    - ", "   - - ", "> ", "> > ",
	"> - ", "9998. ", "7) ", "    ", "\t", "* ",
	"<div>", "<!-- ", "```", "| ", "| a | ", "|--:|:-:|", "| --- | ---: | :--- |", "|-", "---", "===", "***",
	"[ref]: /u", "-", "999999999. ", NULL
};
static const char *const breaks[] = { "\n", "\n", "\n\n", "\n\n", "  \n", "\\\n", "\n\n\n", " | ", "\n> ", "\n  ",
	NULL };

static void make_text(Str *out)
{
	unsigned lines = 1 + rnd_below(14);

	str_clear(out);
	while (lines-- > 0) {
		unsigned n = rnd_below(rnd_one_in(6) ? 40 : 8);
		str_add_c(out, rnd_pick(starts));
		if (rnd_one_in(10))
			str_add_c(out, rnd_pick(starts));
		while (n-- > 0) {
			str_add_c(out, rnd_pick(words));
			if (!rnd_one_in(5))
				str_add_c(out, rnd_one_in(8) ? " | " : " ");
		}
		str_add_c(out, rnd_pick(breaks));
	}
}

/* The same marks every time for one seed, whatever rnd() gave: a text is tried again while it is made smaller. */
static void make_marks(Doc *d, uint64_t seed)
{
	static const Mark marks[] = { MARK_ADDED, MARK_REMOVED, MARK_CHANGED, MARK_MOVED };

	for (const Node *n = doc_next(d->root, d->root); n; n = doc_next(d->root, n)) {
		Node *m = n->prev ? n->prev->next : n->parent->first;	/* the same, to be written to */
		seed = seed * 6364136223846793005u + 1442695040888963407u;
		if ((seed >> 33) % (doc_is_block(n) ? 12 : 3) == 0)
			m->mark = marks[(seed >> 50) % 4];
	}
}

/* ---- laws ---- */

/* A paragraph of nothing but a no-break space is air, so that one is white here too. */
static void without_white(Slice s, Str *out)
{
	for (size_t i = 0; i < s.len;) {
		bool nbsp = slice_starts(slice_sub(s, i, s.len), UTF8_NBSP);
		size_t hint = nbsp ? strlen(UTF8_NBSP) : doc_break_hint(s, i);
		if (hint == 0 && !strchr(" \t\n", s.p[i]))
			str_add_char(out, s.p[i]);
		i += hint ? hint : 1;
	}
}

static bool is_safe(Slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f || doc_break_hint(s, i) > 0)
			return false;
	return utf8_valid(s);
}

static bool line_fits(const Page *p, size_t i, int width)
{
	const PageLine *l = &p->lines.v[i];
	Str text = STR_EMPTY;
	int cols = 0;
	bool is;

	for (size_t k = 0; k < l->spans.len; k++) {
		const Span *s = &l->spans.v[k];
		cols += s->cols;
		if (s->cols != (int)utf8_width(s->text) || !is_safe(s->text) || s->link < 0 ||
		    (size_t)s->link > p->links.len)
			return false;
	}
	page_line_text(p, i, &text);
	is = cols == l->cols && cols <= width && (int)utf8_width(str_slice(&text)) <= width;
	str_free(&text);
	return is;
}

static bool lines_fit(const Page *p, int width)
{
	for (size_t i = 0; i < p->lines.len; i++) {
		const PageLine *l = &p->lines.v[i];
		if (!line_fits(p, i, width))
			return false;
		if (i > 0 && (l->source < l[-1].source || l->source_at < l[-1].source_at))
			return false;
		if (page_line_of(p, l->source) > i || p->lines.v[page_line_of(p, l->source)].source != l->source)
			return false;
	}
	return true;
}

static bool is_text(const Span *s, const char *a, const char *b)
{
	return s->place < 0 && (slice_is(s->text, a) || slice_is(s->text, b));
}

/* An opening bracket of a change does not end a line, a closing one does not begin it. */
static bool brackets_hold(const Page *p)
{
	for (size_t i = 0; i < p->lines.len; i++) {
		const PageLine *l = &p->lines.v[i];
		size_t first = 0;
		while (first < l->spans.len && slice_trim(l->spans.v[first].text).len == 0)
			first++;
		if (l->spans.len > 0 && is_text(VEC_LAST(&l->spans), "[-", "{+"))
			return false;
		if (first < l->spans.len && is_text(&l->spans.v[first], "-]", "+}"))
			return false;
	}
	return true;
}

static int by_place(const void *a, const void *b)
{
	const Span *const *x = a, *const *y = b;

	return (*x)->place < (*y)->place ? -1 : (*x)->place > (*y)->place;
}

static bool keeps_words(const Page *p, const Doc *d)
{
	VEC(const Span *) spans = { 0 };
	Str doc = STR_EMPTY, want = STR_EMPTY, got = STR_EMPTY;
	ptrdiff_t end = 0;
	bool is = true;

	for (size_t i = 0; i < p->lines.len; i++)
		for (size_t k = 0; k < p->lines.v[i].spans.len; k++)
			if (p->lines.v[i].spans.v[k].place >= 0)
				VEC_PUSH(&spans, &p->lines.v[i].spans.v[k]);
	if (spans.len > 0)
		qsort(spans.v, spans.len, sizeof(*spans.v), by_place);
	for (size_t i = 0; i < spans.len; i++) {
		is = is && spans.v[i]->place >= end;
		end = spans.v[i]->place + (ptrdiff_t)spans.v[i]->text.len;
		without_white(spans.v[i]->text, &got);
	}
	doc_words(d->root, &doc);
	without_white(str_slice(&doc), &want);
	is = is && slice_eq(str_slice(&want), str_slice(&got));
	VEC_FREE(&spans);
	str_free(&doc);
	str_free(&want);
	str_free(&got);
	return is;
}

/* What a terminal would show: without our own sequences, and no other escape may be left. */
static bool without_sgr(Slice s, Str *out)
{
	for (size_t i = 0; i < s.len; i++) {
		if (s.p[i] != '\033') {
			str_add_char(out, s.p[i]);
		} else if (i + 1 < s.len && s.p[i + 1] == '[') {
			for (i += 2; i < s.len && strchr("0123456789;", s.p[i]); i++)
				;
			if (i >= s.len || s.p[i] != 'm')
				return false;
		} else if (slice_starts(slice_sub(s, i, s.len), "\033]8;")) {
			for (i += 4; i < s.len && s.p[i] > 0x20 && s.p[i] < 0x7f; i++)
				;
			if (!slice_starts(slice_sub(s, i, s.len), "\033\\"))
				return false;
			i++;
		} else {
			return false;
		}
	}
	return true;
}

static bool ansi_is_text(const Page *p)
{
	Str ansi = STR_EMPTY, bare = STR_EMPTY, line = STR_EMPTY;
	bool is;

	page_ansi(p, theme_builtin(256), true, &ansi);
	is = without_sgr(str_slice(&ansi), &bare);
	Slice rest = str_slice(&bare);
	for (size_t i = 0; i < p->lines.len && is; i++) {
		Slice shown = slice_chomp(slice_line(&rest));
		while (shown.len > 0 && shown.p[shown.len - 1] == ' ')
			shown.len--;
		str_clear(&line);
		page_line_text(p, i, &line);
		is = slice_eq(shown, str_slice(&line));
	}
	str_free(&ansi);
	str_free(&bare);
	str_free(&line);
	return is && rest.len == 0;
}

/* Every word is found, and a hit lies on its line. */
static bool finds_words(const Page *p)
{
	bool is = true;

	for (size_t i = 0; i < p->lines.len && is; i += 3) {
		const PageLine *l = &p->lines.v[i];
		for (size_t k = 0; k < l->spans.len && is; k++) {
			PageHits hits = { 0 };
			Slice what = slice_trim(l->spans.v[k].text);
			if (l->spans.v[k].place < 0 || what.len == 0 || slice_starts(what, UTF8_NBSP))
				continue;
			is = page_find(p, what, &hits) > 0;
			for (size_t h = 0; h < hits.len; h++)
				is = is && hits.v[h].col >= 0 && hits.v[h].cols > 0 &&
				    hits.v[h].line < p->lines.len &&
				    hits.v[h].col + hits.v[h].cols <= p->lines.v[hits.v[h].line].cols;
			VEC_FREE(&hits);
		}
	}
	return is;
}

static const char *broken(const Doc *d, const PageOpts *opts)
{
	Page *p = page_make(d, opts);
	const char *what = NULL;

	if (!lines_fit(p, opts->width))
		what = "a line is too wide, unsafe or out of order";
	else if (!keeps_words(p, d))
		what = "words are lost or out of place";
	else if (opts->marks && !brackets_hold(p))
		what = "a bracket stands apart from its word";
	else if (!ansi_is_text(p))
		what = "with looks it is another text";
	else if (!finds_words(p))
		what = "a word is not found";
	for (size_t i = 0; i < p->links.len && !what; i++)
		if (p->links.v[i].line >= p->lines.len)
			what = "a link is nowhere";
	page_free(p);
	return what;
}

static const char *breaks_law(Slice text, const PageOpts *opts, uint64_t seed)
{
	Doc *d = doc_parse(text, 0);
	const char *what;

	if (opts->marks)
		make_marks(d, seed);
	what = broken(d, opts);
	doc_free(d);
	return what;
}

static void shrink(Str *text, const PageOpts *opts, uint64_t seed)
{
	bool shorter = true;

	while (shorter) {
		shorter = false;
		for (size_t n = text->len / 2 + 1; n > 0; n /= 2)
			for (size_t at = 0; at + n <= text->len;) {
				Str less = STR_EMPTY;
				str_add_slice(&less, str_slice(text));
				str_remove(&less, at, n);
				if (breaks_law(str_slice(&less), opts, seed)) {
					str_free(text);
					*text = less;
					shorter = true;
				} else {
					str_free(&less);
					at++;
				}
			}
	}
}

static void note_text(Slice s)
{
	Str out = STR_EMPTY;

	for (size_t i = 0; i < s.len; i++) {
		if (s.p[i] == '\n')
			str_add_c(&out, "\\n");
		else if ((unsigned char)s.p[i] < 0x20 || (unsigned char)s.p[i] >= 0x7f)
			str_printf(&out, "\\x%02x", (unsigned char)s.p[i]);
		else
			str_add_char(&out, s.p[i]);
	}
	tap_note("  %s", str_c(&out));
	str_free(&out);
}

static void note_page(Slice text, const PageOpts *opts, uint64_t seed)
{
	Doc *d = doc_parse(text, 0);
	Str out = STR_EMPTY;
	Page *p;

	if (opts->marks)
		make_marks(d, seed);
	p = page_make(d, opts);
	page_text(p, &out);
	for (Slice rest = str_slice(&out); rest.len > 0;) {
		Slice line = slice_chomp(slice_line(&rest));
		tap_note("    %.*s", (int)line.len, line.p);
	}
	page_free(p);
	doc_free(d);
	str_free(&out);
}

static void test_laws(void)
{
	long docs = getenv("PAGE_DOCS") ? atol(getenv("PAGE_DOCS")) : DOCS;
	Str text = STR_EMPTY;
	int shown = 0;

	for (long i = 0; i < docs; i++) {
		uint64_t own = rnd();
		PageOpts opts = { .width = 20 + (int)rnd_below(101), .link_numbers = rnd_one_in(2),
		    .marks = rnd_one_in(2) };
		make_text(&text);
		const char *what = breaks_law(str_slice(&text), &opts, own);
		if (what && shown++ < 3) {
			shrink(&text, &opts, own);
			tap_note("%s: width %d%s%s", breaks_law(str_slice(&text), &opts, own), opts.width,
			    opts.marks ? ", marks" : "",
			    opts.link_numbers ? ", numbers" : "");
			note_text(str_slice(&text));
			note_page(str_slice(&text), &opts, own);
		}
		law(!what, "document %ld: %s", i, what);
	}
	law_done("lines fit, are safe and in order; words stay");
	str_free(&text);
}

/* ---- single things ---- */

static Node *add_text(Doc *d, Node *parent, const char *text, Mark mark)
{
	Node *n = doc_text(d, NODE_TEXT, slice_c(text));

	n->mark = mark;
	doc_append(parent, n);
	return n;
}

static Node *add_block(Doc *d, Node *parent, NodeKind kind, Mark mark)
{
	Node *n = doc_node(d, kind);

	n->mark = mark;
	n->start = -1;
	n->tight = true;
	n->level = 2;
	doc_append(parent, n);
	return n;
}

static void is_page(const Doc *d, int width, const char *want, const char *name)
{
	PageOpts opts = { .width = width, .marks = true };
	Page *p = page_make(d, &opts);
	Str got = STR_EMPTY;

	page_text(p, &got);
	is_str(str_c(&got), want, "%s", name);
	page_free(p);
	str_free(&got);
}

static void test_marks(void)
{
	Doc *d = doc_new();
	Node *n = add_block(d, d->root, NODE_HEADING, MARK_NONE);

	add_text(d, n, "Kurs", MARK_REMOVED);
	add_text(d, n, "Krisberedskap", MARK_ADDED);
	n = add_block(d, d->root, NODE_PARA, MARK_NONE);
	add_text(d, n, "Senast den ", MARK_NONE);
	add_text(d, n, "12 ", MARK_REMOVED);
	add_text(d, n, "14 ", MARK_ADDED);
	add_text(d, n, "april, personal", MARK_NONE);
	add_text(d, n, "avdelningen", MARK_ADDED);
	add_text(d, n, ".", MARK_NONE);
	is_page(d, 40,
	    "[-Kurs-] {+Krisberedskap+}\n──────────────────────────\n"
	    "Senast den [-12-] {+14+} april,\npersonal{+avdelningen+}.\n",
	    "changed words stand in brackets that hold on to them");

	n = add_block(d, d->root, NODE_LIST, MARK_NONE);
	add_text(d, add_block(d, add_block(d, n, NODE_LISTITEM, MARK_ADDED), NODE_PARA, MARK_NONE),
	    "ny punkt som är så lång att den bryts", MARK_NONE);
	add_text(d, add_block(d, add_block(d, n, NODE_LISTITEM, MARK_REMOVED), NODE_PARA, MARK_NONE), "gammal",
	    MARK_NONE);
	add_text(d, add_block(d, d->root, NODE_PARA, MARK_MOVED), "Flyttat.", MARK_NONE);
	add_text(d, add_block(d, d->root, NODE_PARA, MARK_CHANGED), "Ändrat.", MARK_NONE);
	doc_unlink(d->root->first->next);
	is_page(d, 30,
	    "  [-Kurs-] {+Krisberedskap+}\n  ──────────────────────────\n"
	    "+  • ny punkt som är så lång\n+    att den bryts\n-  • gammal\n\n"
	    "» Flyttat.\n\n~ Ändrat.\n", "changed blocks bear a sign in the margin");
	doc_free(d);
}

static Page *make_page(const char *md, int width, Doc **doc)
{
	PageOpts opts = { .width = width };

	*doc = doc_parse(slice_c(md), 0);
	return page_make(*doc, &opts);
}

static void finds(const char *md, const char *what, const char *want, const char *name)
{
	Doc *d;
	Page *p = make_page(md, 20, &d);
	PageHits hits = { 0 };
	Str got = STR_EMPTY;

	str_printf(&got, "%zu:", page_find(p, slice_c(what), &hits));
	for (size_t i = 0; i < hits.len; i++)
		str_printf(&got, " %zu@%zu,%d+%d", hits.v[i].hit, hits.v[i].line, hits.v[i].col, hits.v[i].cols);
	is_str(str_c(&got), want, "%s", name);
	str_free(&got);
	VEC_FREE(&hits);
	page_free(p);
	doc_free(d);
}

static void test_find(void)
{
	finds("Vatten, VATTEN\n\nvattnet", "vatten", "2: 0@0,0+6 1@0,8+6", "found whatever the case");
	finds("Alla chefer går nu kursen", "chefer  GÅR\tnu kurs", "1: 0@0,5+13 0@1,0+4",
	    "found across a wrap, in parts");
	finds("- en punkt som är lång", "är lång", "1: 0@0,16+2 0@1,3+4",
	    "what stands before a line's text does not matter");
	finds("två säkerhets\xc2\xadsamordnare", "hetssam", "1: 0@0,9+4 0@1,0+3",
	    "found over a hyphen that was put in");
	finds("12\xc2\xa0" "500 kr", "12 500", "1: 0@0,0+6", "a no-break space is a blank");
	finds("|a|b|\n|-|-|\n|en lång cell här|annan text som bryts|", "text som", "1: 0@2,16+4 0@3,10+3",
	    "found within a cell that wraps");
	finds("a&aring;A\xcc\x8a b", "åå", "1: 0@0,1+2", "composed and decomposed are the same");
	finds("text", "", "0:", "nothing is not found");
	finds("", "text", "0:", "nor anything in nothing");
}

static void test_ansi(void)
{
	Doc *d;
	Page *p = make_page("**a** [b](http://x.example/å%20\"c) [d](javascript:e) [f](HTTPS://x.example/&#7;) "
	    "<g@h.example>", 80, &d);
	Str out = STR_EMPTY;
	Theme plain;

	ok(!theme_load(&plain, 256, SLICE_LIT("strong = bold cyan on bright-white\n")), "a theme");
	page_ansi(p, &plain, true, &out);
	is_str(str_c(&out), "\033[1;36;107ma\033[0m \033]8;id=1;http://x.example/%C3%A5%20\"c\033\\b\033]8;;\033\\ d "
	    "\033]8;id=3;HTTPS://x.example/^G\033\\f\033]8;;\033\\ "
	    "\033]8;id=4;mailto:g@h.example\033\\g@h.example\033]8;;\033\\\n",
	    "looks and links, but no address that could do harm");
	str_clear(&out);
	page_ansi(p, &plain, false, &out);
	is_str(str_c(&out), "\033[1;36;107ma\033[0m b d f g@h.example\n", "no links where they are not wanted");
	str_free(&out);
	page_free(p);
	doc_free(d);
}

static void test_places(void)
{
	const char *md = "# A\n\nett två tre fyra fem sex sju\n\n- punkt\n\n  stycke\n\nslut\n";
	static const struct { size_t source, line; } want[] = { { 0, 0 }, { 3, 0 }, { 5, 2 }, { 20, 2 }, { 36, 5 },
	    { 45, 7 }, { 60, 9 }, { 999, 9 } };
	Doc *d;
	Page *p = make_page(md, 20, &d);

	for (size_t i = 0; i < sizeof(want) / sizeof(*want); i++)
		law(page_line_of(p, want[i].source) == want[i].line, "byte %zu is on line %zu", want[i].source,
		    page_line_of(p, want[i].source));
	law_done("the first line of the block that holds a byte");
	ok(p->lines.v[0].heading && !p->lines.v[1].heading, "headings are known");
	ok(p->lines.v[3].source_at > p->lines.v[2].source_at, "a wrapped line knows where about it begins");
	page_free(p);
	doc_free(d);
}

static void test_links(void)
{
	Doc *d = doc_parse(SLICE_LIT("[a](u) [b](v) [c](u)\n\n![d](w)\n"), 0);
	PageOpts opts = { .width = 40, .link_numbers = true };
	Page *p = page_make(d, &opts);
	Str got = STR_EMPTY;

	page_text(p, &got);
	is_str(str_c(&got), "a[1] b[2] c[1]\n\n[picture: d][3]\n\n[1] u\n[2] v\n[3] w\n",
	    "links are numbered by address");
	is_int((long long)p->links.len, 3, "three of them");
	is_slice(p->links.v[0].text, SLICE_LIT("a"), "the first text is kept");
	ok(p->links.v[2].image && p->links.v[2].line == 2, "a picture is one, and knows its line");
	str_clear(&got);
	page_free(p);
	doc_free(d);

	d = doc_parse(SLICE_LIT("[a](https://a.example) [b](b.html)\n"), 0);
	opts.osc8 = true;
	p = page_make(d, &opts);
	page_text(p, &got);
	is_str(str_c(&got), "a b[2]\n\n[2] b.html\n", "beside hyperlinks, those that are none");
	str_free(&got);
	page_free(p);
	doc_free(d);
}

int main(void)
{
	tap_scrub();
	test_marks();
	test_find();
	test_ansi();
	test_places();
	test_links();
	test_laws();
	return tap_done();
}
