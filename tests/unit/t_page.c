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
	"Kommunen", "nämnden", "och", "i", "å", "personalbudgetöverföringsreglementet", "per\xc2\xadso\xc2\xadnal\xc2\xad" "bud\xc2\xadget",
	"14:e", "70%-iga", "bl.a.", "12\xc2\xa0" "345,50", "https://www.example.se/en/mycket/lang/adress?med=fraga", "–", "\"citat\"", "»ord«", "日本語の文章",
	"👩‍👩‍👧", "e\xcc\x81\xcc\x81", "\xf0\x9f\x87\xb8\xf0\x9f\x87\xaa", "a\xe2\x80\x8b" "b", "x\xe2\x81\xa0y", "&#27;[31m", "&#x202e;", "\x1b", "\xff", "a\tb", "…", "(se", "nr 7)",
	"*kursiv*", "**fet**", "**", "_", "`kod`", "`a  b`", "[länk](https://example.se)", "[tom]()", "[](x)", "[ref]", "![bild](b.png)", "![](c.png)",
	"[![i länk](d.png)](e)", "***båda***", "<br>", "<b>", "<!-- c -->", "\\|", "|", "&nbsp;", "&shy;", "<http://example.se>", "a\\\nb", "[a **b** `c`](u)",
	"\xc2\xad", "\xe2\x80\x8d", "ﷺ", "က္ကက္က", "﹏", "\xe2\x80\xa8", NULL
};
static const char *const starts[] = {
	"", "", "", "", "# ", "## ", "### ", "###### ", "- ", "- ", "1. ", "  - ", "    - ", "   - - ", "> ", "> > ", "> - ", "9998. ", "7) ", "    ", "\t", "* ",
	"<div>", "<!-- ", "```", "| ", "| a | ", "|--:|:-:|", "| --- | ---: | :--- |", "|-", "---", "===", "***", "[ref]: /u", "-", "999999999. ", NULL
};
static const char *const breaks[] = { "\n", "\n", "\n\n", "\n\n", "  \n", "\\\n", "\n\n\n", " | ", "\n> ", "\n  ", NULL };

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

/* The same marks every time for one seed, whatever rnd() gave in between: a text is tried again while it is made smaller. */
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
		size_t hint = slice_starts(slice_sub(s, i, s.len), UTF8_NBSP) ? strlen(UTF8_NBSP) : doc_break_hint(s, i);
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
		if (s->cols != (int)utf8_width(s->text) || !is_safe(s->text) || s->link < 0 || (size_t)s->link > p->links.len)
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
		PageOpts opts = { .width = 20 + (int)rnd_below(101), .link_numbers = rnd_one_in(2), .marks = rnd_one_in(2) };
		make_text(&text);
		const char *what = breaks_law(str_slice(&text), &opts, own);
		if (what && shown++ < 3) {
			shrink(&text, &opts, own);
			tap_note("%s: width %d%s%s", breaks_law(str_slice(&text), &opts, own), opts.width, opts.marks ? ", marks" : "",
			    opts.link_numbers ? ", numbers" : "");
			note_text(str_slice(&text));
			note_page(str_slice(&text), &opts, own);
		}
		law(!what, "document %ld: %s", i, what);
	}
	law_done("lines fit, are safe and in order; words stay");
	str_free(&text);
}

int main(void)
{
	tap_scrub();
	test_laws();
	return tap_done();
}
