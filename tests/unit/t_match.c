/* Which item is which: by text, by title, by likeness; and what moved. */
#include "issue/match.h"
#include "tap.h"

/* ---- form ---- */

static const struct {
	const char *name, *a, *b;
	bool same;
} forms[] = {
	{ "itself", "a b\n", "a b\n", true },
	{ "another word", "a b\n", "a c\n", false },
	{ "re-wrapped", "ett två\ntre fyra\n", "ett två tre\nfyra\n", true },
	{ "line ends", "a\r\nb\r\n\r\nc", "a\nb\n\nc\n", true },
	{ "NFD", "Läge", "La\xcc\x88ge", true },
	{ "double blanks", "a  b\tc", "a b c", true },
	{ "blank lines", "a\n\n\n\nb\n\n", "a\n\nb", true },
	{ "a new paragraph", "a\nb", "a\n\nb", false },
	{ "no-break space", "10\xc2\xa0%", "10 %", false },
	{ "hard break", "a  \nb", "a b", false },
	{ "hard breaks of two blanks or three", "a  \nb", "a   \nb", true },
	{ "backslash", "a\\\nb", "a\nb", false },
	{ "blanks at the end of a paragraph", "a  \n\nb", "a\n\nb", true },
	{ "indented code", "x\n\n    a  b\n", "x\n\n    a b\n", false },
	{ "fenced code", "```\na  b\n```\n", "```\na b\n```\n", false },
	{ "fenced lines", "```\na\nb\n```\n", "```\na b\n```\n", false },
	{ "code in a list", "- x\n\n  ```\n  a  b\n  ```\n", "- x\n\n  ```\n  a b\n  ```\n", false },
	{ "HTML", "<div>\na  b\n</div>\n", "<div>\na b\n</div>\n", false },
	{ "list re-wrapped", "- ett två\n  tre\n- fyra\n", "- ett\n  två tre\n- fyra\n", true },
	{ "list joined", "- a\n- b\n", "- a - b\n", false },
	{ "nested list", "- a\n  - b\n", "- a\n- b\n", false },
	{ "numbers", "1. a\n2. b\n", "1. a 2. b\n", false },
	{ "quote re-wrapped", "> ett\n> två tre\n", "> ett två\n> tre\n", true },
	{ "quote and text", "> ett\n\ntvå\n", "> ett två\n", false },
	{ "lead-in broken or not", "- **A:**  \ntext\n", "- **A:** text\n", false },
	{ "heading level", "## A\n", "### A\n", false },
	{ "heading and text", "## A\nx\n", "## A x\n", false },
	{ "table rows", "| a |\n|---|\n| b |\n", "| a | |---| | b |\n", false },
	{ "empty", "", "\n\n", true },
	{ "title case", "A", "a", false },
};

static void forms_told(void)
{
	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
		is_int(text_same(slice_c(forms[i].a), slice_c(forms[i].b)), forms[i].same, "same: %s", forms[i].name);
		is_int(text_same(slice_c(forms[i].b), slice_c(forms[i].a)), forms[i].same, "same, turned: %s", forms[i].name);
	}
}

static bool near(double x, double y)
{
	return x - y < 0.001 && y - x < 0.001;
}

static void likeness(void)
{
	ok(near(text_similarity(SLICE_LIT("ett två tre"), SLICE_LIT("Tre, TVÅ ett!")), 1), "order, case and signs do not count");
	ok(near(text_similarity(SLICE_LIT("ett två"), SLICE_LIT("ett tre")), 0.5), "half of the words");
	ok(near(text_similarity(SLICE_LIT("ett ett ett"), SLICE_LIT("ett")), 0.5), "words count as often as they stand");
	ok(near(text_similarity(SLICE_LIT(""), SLICE_LIT("")), 0), "an empty one is like nothing");
	ok(near(text_similarity(SLICE_LIT("läge"), SLICE_LIT("la\xcc\x88ge")), 1), "NFD is the same word");
	ok(near(text_similarity(SLICE_LIT("läge"), SLICE_LIT("lage")), 0), "å ä ö are letters of their own");
}

/* ---- pairs ---- */

/* "0t 1b* -": for each item of b, the item of a (from 0), how, and '*' where it moved; then the deleted as "x1". */
static void describe(const char *at, const char *bt, bool similar, Str *out)
{
	Cut a, b;
	Match m;

	cut_make(slice_c(at), NULL, &a);
	cut_make(slice_c(bt), NULL, &b);
	match_parts(slice_c(at), &a, slice_c(bt), &b, similar, &m);
	for (size_t i = PART_FIRST; i < m.nb; i++) {
		if (m.b_to_a[i] < 0)
			str_add_c(out, " -");
		else
			str_printf(out, " %td%c%s", m.b_to_a[i] - PART_FIRST, match_name(m.how[m.b_to_a[i]])[1], m.moved[i] ? "*" : "");
	}
	for (size_t i = PART_FIRST; i < m.na; i++)
		if (m.a_to_b[i] < 0)
			str_printf(out, " x%zu", i - PART_FIRST);
	match_free(&m);
	cut_free(&a);
	cut_free(&b);
}

static const struct {
	const char *name, *a, *b, *want;	/* e: text, i: title or similar */
} pairs[] = {
	{ "the same", "## A\nx\n## B\ny\n", "## A\nx\n## B\ny\n", " 0e 1e" },
	{ "edited", "## A\nx\n## B\ny\n", "## A\nz\n## B\ny\n", " 0i 1e" },
	{ "form only", "## A\nx y\n", "## A\r\nx\r\ny\r\n", " 0e" },
	{ "born and deleted", "## A\nx\n## B\ny\n", "## C\nz\n## B\ny\n", " - 1e x0" },
	{ "the title's case and blanks", "## Ny  lag\nx\n", "## ny lag\ny\n", " 0i" },
	{ "heading and lead-in", "## A\nx\n\n## B\ny\n", "- **A:** z\n- **B:** y\n", " 0i 1i" },
	{ "two swapped: the first of base stays", "## A\n## B\n", "## B\n## A\n", " 1e* 0e" },
	{ "one moved far", "## A\n## B\n## C\n## D\n", "## D\n## A\n## B\n## C\n", " 3e* 0e 1e 2e" },
	{ "one moved down", "## A\n## B\n## C\n## D\n", "## B\n## C\n## D\n## A\n", " 1e 2e 3e 0e*" },
	{ "into another parent", "## A\n### B\n## C\n", "## A\n## C\n### B\n", " 0e 2e 1e*" },
	{ "a parent moves with its own", "## A\n### B\n### C\n## D\n", "## D\n## A\n### B\n### C\n", " 3e* 0e 1e 2e" },
	{ "two of one title, told by place", "## A\nx\n## A\ny\n", "## A\ny\n## A\nz\n", " 1e* 0i" },
	{ "two of one title, told by body", "## A\nett två tre\n## A\nfyra fem sex\n", "## A\nfyra fem sju\n## A\nett två åtta\n", " 1i* 0i" },
	{ "one title under two parents", "## A\n### L\nx\n## B\n### L\ny\n", "## A\n### L\nz\n## B\n### L\nw\n", " 0e 1i 2e 3i" },
	{ "the same parent before the same body", "## A\n### L\nett två\n## B\n### L\ntre\n", "## A\n### L\ntre fyra\n## B\n### L\nett två fem\n", " 0e 1i 2e 3i" },
	{ "the lead is no item", "ingress\n\n## A\n", "annan\n\n## A\n", " 0e" },
};

static void pairing(void)
{
	Str got = STR_EMPTY;

	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
		str_clear(&got);
		describe(pairs[i].a, pairs[i].b, false, &got);
		is_str(str_c(&got), pairs[i].want, "%s", pairs[i].name);
	}
	str_clear(&got);
	describe("## A\nett två tre fyra\n## B\nx\n", "## C\nett två tre fem\n## B\nx\n", true, &got);
	is_str(str_c(&got), " 0i 1e", "retitled: a body that is like it");
	str_clear(&got);
	describe("## A\nett två tre fyra\n## B\nx\n", "## C\nett två tre fem\n## B\nx\n", false, &got);
	is_str(str_c(&got), " - 1e x0", "only where asked for");
	str_clear(&got);
	describe("## A\nett två tre fyra\n", "## C\nett sex sju åtta\n", true, &got);
	is_str(str_c(&got), " - x0", "too little in common");
	str_clear(&got);
	describe("## A\n## B\n", "## C\n## D\n", true, &got);
	is_str(str_c(&got), " - - x0 x1", "empty bodies are like nothing");
	str_free(&got);
}

/* ---- laws ---- */

static void generate(Str *out)
{
	static const char *const lines[] = { "## A\n", "## B\n", "### C\n", "### A\n", "# D\n", "ett två tre\n", "fyra fem sex\n", "\n", "- **E:** x\n- **F:** y\n", NULL };

	str_clear(out);
	for (unsigned i = rnd_below(16); i > 0; i--)
		str_add_c(out, rnd_pick(lines));
}

static void laws(void)
{
	Str x = STR_EMPTY, y = STR_EMPTY;

	for (int i = 0; i < 3000; i++) {
		Cut a, b;
		Match m;
		size_t moved = 0;

		generate(&x);
		if (rnd_one_in(4)) {
			str_clear(&y);
			str_add_slice(&y, str_slice(&x));
		} else {
			generate(&y);
		}
		cut_make(str_slice(&x), NULL, &a);
		cut_make(str_slice(&y), NULL, &b);
		match_parts(str_slice(&x), &a, str_slice(&y), &b, true, &m);
		for (size_t k = 0; k < m.na; k++)
			law(m.a_to_b[k] < 0 ? m.how[k] == MATCH_NOT : m.b_to_a[m.a_to_b[k]] == (ptrdiff_t)k && m.how[k] != MATCH_NOT, "%s\n->\n%s",
			    str_c(&x), str_c(&y));
		for (size_t k = 0; k < m.nb; k++) {
			law(m.b_to_a[k] < 0 ? !m.moved[k] : m.a_to_b[m.b_to_a[k]] == (ptrdiff_t)k, "%s\n->\n%s", str_c(&x), str_c(&y));
			moved += m.moved[k];
			if (slice_eq(str_slice(&x), str_slice(&y)))
				law(m.b_to_a[k] == (ptrdiff_t)k && m.how[k] == MATCH_TEXT, "itself: %s", str_c(&x));
		}
		law(moved == 0 || !slice_eq(str_slice(&x), str_slice(&y)), "nothing moved in: %s", str_c(&x));
		match_free(&m);
		cut_free(&a);
		cut_free(&b);
	}
	law_done("each item is used once; a text is all of itself, and nothing moved");
	str_free(&x);
	str_free(&y);
}

static void large(void)
{
	Str x = STR_EMPTY, y = STR_EMPTY;
	Cut a, b;
	Match m;
	size_t found = 0;

	for (int i = 0; i < 3000; i++) {
		str_printf(&x, "## Samma\n\ntext nummer %d och mer\n\n", i);
		str_printf(&y, "## %s\n\ntext nummer %d och annat\n\n", i % 2 ? "Samma" : "Annan", i);
	}
	cut_make(str_slice(&x), NULL, &a);
	cut_make(str_slice(&y), NULL, &b);
	match_parts(str_slice(&x), &a, str_slice(&y), &b, true, &m);
	for (size_t i = PART_FIRST; i < m.nb; i++)
		found += m.b_to_a[i] >= 0;
	ok(found > 2800, "3,000 items of two titles are nearly all found again");
	match_free(&m);
	cut_free(&a);
	cut_free(&b);
	str_free(&x);
	str_free(&y);
}

int main(void)
{
	tap_scrub();
	forms_told();
	likeness();
	pairing();
	laws();
	large();
	return tap_done();
}
