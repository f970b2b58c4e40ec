/* Notes beside the lines of a page: where they stand, and what the page is without them. */
#include "doc/page_note.h"

#include "base/utf8.h"
#include "doc/parse.h"
#include "tap.h"

static const char text[] = "# Ett\n\nAlla går kursen senast den fjorton oktober nu. Anmälan görs till kansliet före lunch.\n\n- två\n- tre\n";

static Page *make(Slice source, const PageNote *notes, size_t n, int width)
{
	Doc *d = doc_parse(source, 0);
	PageMargin m = page_margin(notes, n, width);
	Page *p = page_make(d, &(PageOpts){ .width = m.text, .link_numbers = true });

	page_notes(p, &m, notes, n);
	doc_free(d);
	return p;
}

static void is_page(Page *p, const char *want, const char *name)
{
	Str got = STR_EMPTY;

	page_text(p, &got);
	is_str(str_c(&got), want, "%s", name);
	str_free(&got);
	page_free(p);
}

static PageNote note(const char *word, const char *first, const char *then)
{
	return (PageNote){ (size_t)(strstr(text, word) - text), slice_c(first), slice_c(then) };
}

static void test_told(void)
{
	PageNote notes[] = { note("Ett", "1 maj Anna", ""), note("Alla", "2 maj Bo", ""), note("Anmälan", "1 maj Anna Lind", "→ 3 maj Bo Ek"),
		note("två", "4 maj Cilla", ""), note("tre", "4 maj Cilla", "") };

	is_page(make(slice_c(text), notes, 5, 60),
	    "Ett                                     │ 1 maj Anna\n"
	    "═══\n"
	    "Alla går kursen senast den fjorton      │ 2 maj Bo\n"
	    "oktober nu. Anmälan görs till kansliet  │ 1 maj Anna Lind\n"
	    "före lunch.                             │ → 3 maj Bo Ek\n"
	    "\n"
	    " • två                                  │ 4 maj Cilla\n"
	    " • tre                                  │ 4 maj Cilla\n", "beside the lines, two lines where one has no room");
	is_page(make(slice_c(text), notes, 3, 40),
	    "│ 1 maj Anna\n"
	    "Ett\n"
	    "═══\n"
	    "│ 2 maj Bo\n"
	    "Alla går kursen senast den fjorton\n"
	    "│ 1 maj Anna Lind → 3 maj Bo Ek\n"
	    "oktober nu. Anmälan görs till kansliet\n"
	    "före lunch.\n"
	    "\n"
	    " • två\n"
	    " • tre\n", "above them where there is no room for a margin");
	is_page(make(slice_c(text), notes, 3, 20),
	    "│ 1 maj Anna\n"
	    "Ett\n"
	    "═══\n"
	    "│ 2 maj Bo\n"
	    "Alla går kursen\n"
	    "senast den fjorton\n"
	    "│ 1 maj Anna Lind\n"
	    "│ → 3 maj Bo Ek\n"
	    "oktober nu. Anmälan\n"
	    "görs till kansliet\n"
	    "före lunch.\n"
	    "\n"
	    " • två\n"
	    " • tre\n", "and on two lines where one is too short");
}

static void test_one_line(void)
{
	PageNote notes[] = { note("två", "1 maj Anna", "→ 2 maj Bo"), note("tre", "3 maj Cilla", "") };
	PageNote same[] = { { 0, SLICE_LIT("1 maj"), SLICE_LIT("") }, { 4, SLICE_LIT("2 maj"), SLICE_LIT("") }, { 9, SLICE_LIT("1 maj"), SLICE_LIT("") } };
	Page *p;

	is_page(make(SLICE_LIT("Ett. Två. Tre.\n\nFyra.\n"), same, 3, 60),
	    "Ett. Två. Tre.                                │ 1 maj\n"
	    "                                              │ 2 maj\n"
	    "\n"
	    "Fyra.\n", "several of one line below each other, the same once");
	p = make(slice_c(text), notes, 2, 60);
	ok(p->lines.v[p->lines.len - 1].note == 2 && p->lines.v[p->lines.len - 2].note == 1, "a line knows the note that begins on it");
	page_free(p);
}

static void test_links(void)
{
	Slice source = SLICE_LIT("Ett. Två.\n\n[Tre](https://x.se)\n");
	PageNote notes[] = { { 0, SLICE_LIT("a"), SLICE_LIT("") }, { 5, SLICE_LIT("b"), SLICE_LIT("") }, { 12, SLICE_LIT("c"), SLICE_LIT("") } };
	Page *p = make(source, notes, 3, 60);
	Str line = STR_EMPTY;

	page_line_text(p, p->links.v[0].line, &line);
	ok(slice_starts(str_slice(&line), "Tre"), "links are found where they stand now: %s", str_c(&line));
	str_free(&line);
	page_free(p);
}

/* ---- laws ---- */

static const char *const bits[] = { "Alla går ", "kursen. ", "Nu. ", "\n", "\n\n", "- ", "## ", "| a | b |\n|---|---|\n| c | d |\n", "> ", "ett långt ord ",
	"[länk](x) ", "```\nkod\n```\n", "åäö ", "漢字 ", NULL };

/* The words of the page, without what is decoration. */
static void words_of(const Page *p, Str *out)
{
	for (size_t i = 0; i < p->lines.len; i++)
		for (size_t k = 0; k < p->lines.v[i].spans.len; k++)
			if (p->lines.v[i].spans.v[k].place >= 0)
				str_add_slice(out, p->lines.v[i].spans.v[k].text);
}

static bool is_lawful(Slice source, const PageNote *notes, size_t n, int width)
{
	Doc *d = doc_parse(source, 0);
	PageMargin m = page_margin(notes, n, width);
	PageOpts opts = { .width = m.text, .link_numbers = true };
	Page *bare = page_make(d, &opts), *p = page_make(d, &opts);
	Str a = STR_EMPTY, b = STR_EMPTY;
	bool good = true;

	page_notes(p, &m, notes, n);
	words_of(bare, &a);
	words_of(p, &b);
	good = slice_eq(str_slice(&a), str_slice(&b));
	for (size_t i = 0; i < p->lines.len; i++) {
		int cols = 0;

		for (size_t k = 0; k < p->lines.v[i].spans.len; k++)
			cols += p->lines.v[i].spans.v[k].cols;
		good = good && cols == p->lines.v[i].cols && cols <= width && p->lines.v[i].note <= n;
	}
	str_free(&a);
	str_free(&b);
	page_free(bare);
	page_free(p);
	doc_free(d);
	return good;
}

static void test_laws(void)
{
	static const int widths[] = { 20, 30, 40, 59, 60, 76, 100, 200 };

	for (int i = 0; i < tap_rounds(1500); i++) {
		Str source = STR_EMPTY;
		PageNote notes[12];
		size_t n = rnd_below(12), at = 0;

		for (unsigned k = rnd_below(20); k > 0; k--)
			str_add_c(&source, rnd_pick(bits));
		for (size_t k = 0; k < n; k++) {
			at += rnd_below(12);
			notes[k] = (PageNote){ at, slice_c(rnd_one_in(2) ? "12 maj Anna" : "2025-05-12 Förvaltningsekonomen"),
				slice_c(rnd_one_in(2) ? "" : "→ 13 maj Bo") };
		}
		law(is_lawful(str_slice(&source), notes, n, widths[rnd_below(8)]), "page %d: %s", i, str_c(&source));
		str_free(&source);
	}
	law_done("no line is too wide, and the words are as before");
}

int main(void)
{
	test_told();
	test_one_line();
	test_links();
	test_laws();
	return tap_done();
}
