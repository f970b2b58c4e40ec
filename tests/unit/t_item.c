/* Items: every form cut, keyed and found; edits leave all other items' bytes alone. */
#include "issue/item.h"

#include <stdlib.h>

#include "tap.h"

static const char kinds[] = "htlHBP";	/* header, title, lead; heading, bullet, plain line */

/* "fixed sizes|kind level title|…", a deeper part after its parent with '>' for each level of the tree. */
static void describe(Slice text, Str *out)
{
	Cut c;

	cut_make(text, NULL, &c);
	str_printf(out, "%zu %zu %zu", c.parts.v[0].to, c.parts.v[1].to - c.parts.v[1].from, c.parts.v[2].to - c.parts.v[2].from);
	for (size_t i = PART_FIRST; i < c.parts.len; i++) {
		const Part *p = &c.parts.v[i];

		str_printf(out, "|");
		for (ptrdiff_t up = p->parent; up >= 0; up = c.parts.v[up].parent)
			str_add_char(out, '>');
		str_printf(out, "%c%d %.*s", kinds[p->kind], p->level, (int)p->title.len, p->title.p);
	}
	cut_free(&c);
}

#define LONG "En längre text som berättar om vad som har hänt, så lång att ingen tar den för en rubrik.\n"

static const struct {
	const char *name, *text, *want;
} cuts[] = {
	{ "nothing", "", "0 0 0" },
	{ "only text", "Hej\n", "0 0 4" },
	{ "title, lead and items", "# Nytt\n\nIngress\n\n## Ett\n\ntext\n\n### Under\n\n## Två\n", "0 8 9|H2 Ett|>H3 Under|H2 Två" },
	{ "a header before", "---\ntitle: x\n---\n\n# Nytt\n\nIngress\n\n## Ett\n", "17 9 9|H2 Ett" },
	{ "setext", "Nytt\n====\n\nEtt\n---\ntext\n", "0 11 0|H2 Ett" },
	{ "two at level 1: none is the title", "# Ett\n\n# Två\n", "0 0 0|H1 Ett|H1 Två" },
	{ "level 1 not first", "## Ett\n\n# Två\n\n## Tre\n", "0 0 0|H2 Ett|H1 Två|>H2 Tre" },
	{ "the header's title tells", "---\ntitle: Ett\n---\n# Ett\n\n# Två\n", "19 7 0|H1 Två" },
	{ "the header's title tells, even later", "---\ntitle: Två\n---\n## Ett\n# två\ntext\n## Tre\n", "20 0 0|H2 Ett|H2 Tre" },
	{ "no title heading", "Ingress\n## Ett\n", "0 0 8|H2 Ett" },
	{ "text before the title heading", "20 maj 2024\n\n# Nytt\nIngress\n", "0 20 8" },
	{ "levels skipped", "# T\n\n#### A\n\n## B\n\n### C\n\n#### D\n\n### E\n", "0 5 0|H4 A|H2 B|>H3 C|>>H4 D|>H3 E" },
	{ "not in quotes, lists, code, comments", "# T\n\n> # a\n\n- # b\n\n```\n# c\n```\n\n<!--\n# d\n-->\n\n    # e\n\n## F\n", "0 5 50|H2 F" },
	{ "marks in titles", "# T\n## *Ett* **två** `tre` [fyra](x) \\* &amp; fem_sex ##\n", "0 4 0|H2 Ett två tre fyra * & fem_sex" },
	{ "lead-ins", "# T\n\nIngress\n\n- **Ett:**  \ntext\n- **Två**: text\n- **Tre**  \ntext\n- **Fyra** text\n\n## H\n",
	    "0 5 9|B2 Ett|B2 Två|B2 Tre|B2 Fyra|H2 H" },
	{ "lead-ins with loose paragraphs", "- **Ett:**\n\ntext\n\nmer\n\n- **Två:**\n\ntext\n", "0 0 0|B2 Ett|B2 Två" },
	{ "lead-ins in an item", "## H\n\ntext\n\n* **Ett:** x\n* vanlig\n* __Två__: x\n\n## I\n", "0 0 0|H2 H|>B3 Ett|>B3 Två|H2 I" },
	{ "one alone is none", "## H\n\n- **Ett:** x\n- vanlig\n", "0 0 0|H2 H" },
	{ "one in each of two is none", "## H\n\n- **Ett:** x\n\n## I\n\n- **Två:** x\n", "0 0 0|H2 H|H2 I" },
	{ "a bold list inside", "- **Ett:**  \nDetta gäller följande:\n\n- **1 bil**\n- **2 cyklar**\n- **3 vagnar, av vilka en är ny.**\n\nMer text.\n\n- **Två:**  \ntext\n",
	    "0 0 0|B2 Ett|B2 Två" },
	{ "a loose bold list inside", "- **Ett:**  \nföljande:\n\n- **1 bil**\n\n- **2 cyklar**\n\n- **3 vagnar**\n\nMer.\n\n- **Två:**\n\ntext\n", "0 0 0|B2 Ett|B2 Två" },
	{ "a lead-in after a lead-in is no list inside", "- **Ett:**\n- **Två:**\n", "0 0 0|B2 Ett|B2 Två" },
	{ "a bold list and then a lead-in with a colon", "- **Ett:** x:\n\n- **1 bil**\n- **2 cyklar**\n\n- **Två:**\n\ntext\n", "0 0 0|B2 Ett|B2 Två" },
	{ "nested bullets are none", "- **Ett:** x\n  - **a:** y\n  - **b:** z\n- **Två:** x\n", "0 0 0|B2 Ett|B2 Två" },
	{ "numbered ones are none", "1. **Ett:** x\n2. **Två:** x\n", "0 0 29" },
	{ "a lead-in over a line end", "- **Ett lång\n  titel:** x\n- **Två:** x\n", "0 0 0|B2 Ett lång titel|B2 Två" },
	{ "headings below lead-ins are nobody's children", "# T\n\n- **Ett:** x\n- **Två:** y\n\n## H\n\n### I\n", "0 5 0|B2 Ett|B2 Två|H2 H|>H3 I" },
	{ "plain lines", "Nytt från ledningen\n\n20 maj 2024\n\nInformation till alla med en sammanfattning av det som har beslutats nu.\n\n"
	    "Ny lag planeras\n\n" LONG "\nEkonomi\n\n- T1: minus\n- Budget: plus\n\nVi bygger ut\n\n" LONG "\nFrågor? Ring www.adala.example\n",
	    "0 0 109|P2 Ny lag planeras|P2 Ekonomi|P2 Vi bygger ut" },
	{ "plain lines after a lead only", "Här kommer månadens nyheter från oss alla, samlade i ett brev.\n\nEtt\n\n" LONG "\nTvå\n\n" LONG, "0 0 67|P2 Ett|P2 Två" },
	{ "plain lines behind a title heading", "# Nytt\n\n20 maj 2024\n\nEtt\n\n" LONG "\nTvå\n\n" LONG, "0 8 13|P2 Ett|P2 Två" },
	{ "plain lines behind a dated heading", "# Fredag 24 maj 2024\n\nEtt\n\n" LONG "\nTvå\n\n" LONG, "0 22 0|P2 Ett|P2 Två" },
	{ "one plain line is none", "20 maj 2024\n\nEtt\n\n" LONG, "0 0 114" },
	{ "no plain lines where there is a heading", "20 maj 2024\n\nEtt\n\n" LONG "\nTvå\n\n" LONG "\n## H\n", "0 0 218|H2 H" },
	{ "what is no title line", "20 maj 2024\n\nEtt\n\n" LONG "\nIMG_7346 kopia\n\n" LONG "\nSlut för i dag.\n\n" LONG "\nMöte 20 maj\n\n" LONG "\nbild.jpg\n\n" LONG
	    "\n• punkt\n\n" LONG "\nrad ett\nrad två\n\n" LONG "\nTvå\n\n" LONG "\nKort\n\nkort\n", "0 0 13|P2 Ett|P2 Två" },
	{ "a blog post without titles", "På gång i koncernen – budget, lean & tidning!\n\nIMG_7346_Tidning kopia\n\n" LONG "\n" LONG "\n  • Mod\n  • Kvalitet\n\n" LONG
	    "\nIMG_3103_2IMG_3101IMG_3093_2\n\n" LONG, "0 0 518" },
	{ "typed bullets one by one", "20 maj 2024\n\n• Mod\n\n" LONG "\n• Kvalitet\n\n" LONG, "0 0 229" },
	{ "a weekly blog with a date for a heading", "### fredag 16 september 2011\n\nI tisdags var det möte.\nDet gick bra.\n\nInga kommentarer:\n",
	    "0 0 0|H3 fredag 16 september 2011" },
	{ "several posts in one", "# Vecka 1\n\ntext\n\n\xc2\xa0\n\n# Vecka 2\n\ntext\n\n\xc2\xa0\n", "0 0 0|H1 Vecka 1|H1 Vecka 2" },
	{ "group headings with names", "20 maj 2024\n\nEkonomi\n\n- T1: minus\n- Budget: plus\n\nPersonal\n\n- SAM: klart\n\nMer finns på www.adala.example\n",
	    "0 0 13|P2 Ekonomi|P2 Personal" },
	{ "CRLF", "# T\r\n\r\n## Ett\r\ntext\r\n", "0 7 0|H2 Ett" },
	{ "a no-break space between posts", "# T\n\n## A\n\xc2\xa0\n## B\n", "0 5 0|H2 A|H2 B" },
};

static void cutting(void)
{
	for (size_t i = 0; i < sizeof cuts / sizeof cuts[0]; i++) {
		Str got = STR_EMPTY;

		describe(slice_c(cuts[i].text), &got);
		is_str(str_c(&got), cuts[i].want, "%s", cuts[i].name);
		str_free(&got);
	}
}

/* ---- keys ---- */

static ptrdiff_t find(const Cut *c, const char *chain)
{
	Slice keys[8];
	size_t n = 0;

	for (const char *p = chain;; p = strchr(p, '/') + 1) {
		const char *end = strchr(p, '/');

		keys[n++] = slice(p, end ? (size_t)(end - p) : strlen(p));
		if (!end)
			return cut_find(c, keys, n);
	}
}

static void finding(void)
{
	Cut c;
	Str s = STR_EMPTY;

	cut_make(SLICE_LIT("# T\n## Ekonomi\n### Läge\n### Läge\n### Läge 2\n## IT\n### Läge\n### Ekonomi\n## !!!\n"), NULL, &c);
	is_int(find(&c, "ekonomi"), 3, "a top item, although the key stands below too");
	is_int(find(&c, "ekonomi/läge"), 4, "a chain");
	is_int(find(&c, "ekonomi/läge-2"), 5, "the second of a name");
	is_int(find(&c, "ekonomi/läge-2-2"), 6, "whose number another has by itself");
	is_int(find(&c, "it/ekonomi"), 9, "the other one");
	is_int(find(&c, "läge-2"), 5, "one key alone where it is the only one");
	is_int(find(&c, "läge"), -2, "several");
	is_int(find(&c, "inget"), -1, "none");
	is_int(find(&c, "it/inget"), -1, "none below");
	is_int(find(&c, "item"), 10, "nothing left of a title");
	is_int(find(&c, "LA\xcc\x88GE 2"), 5, "a title as it is typed");
	cut_chain(&c, 6, &s);
	is_str(str_c(&s), "ekonomi/läge-2-2", "the chain written");
	is_int((long long)cut_at(&c, 0), 1, "a byte in the title");
	is_int((long long)cut_at(&c, 4), 3, "the first byte of an item");
	is_int((long long)cut_at(&c, 100000), 10, "behind the end");
	str_free(&s);
	cut_free(&c);
}

static void one_form(void)
{
	Slice texts[2] = {
		SLICE_LIT("20 maj 2024\n\nEtt\n\n" LONG "\nTvå\n\n" LONG "\nTre\n\n" LONG),
		SLICE_LIT("20 maj 2024\n\n## Ett\n\n" LONG "\nTvå\n\n" LONG "\nTre\n\n" LONG),
	};
	ItemTitles *t = item_titles(texts, 2);
	Cut c;

	cut_make(texts[1], t, &c);
	is_int((long long)c.parts.len, 6, "the first heading does not take the plain lines their titles");
	is_slice(c.parts.v[4].title, SLICE_LIT("Två"), "the second is still one");
	cut_free(&c);
	item_titles_free(t);

	texts[0] = SLICE_LIT("- **Ett:** x\n- **Två:** y\n");
	texts[1] = SLICE_LIT("- **Två:** y\n");
	t = item_titles(texts, 2);
	cut_make(texts[1], t, &c);
	is_int((long long)c.parts.len, 4, "the last lead-in stays one");
	cut_free(&c);
	item_titles_free(t);

	texts[0] = SLICE_LIT("# Ett\n\nx\n\n# Två\n");
	texts[1] = SLICE_LIT("# Ett\n\nx\n");
	t = item_titles(texts, 2);
	cut_make(texts[1], t, &c);
	is_int((long long)c.parts.len, 4, "a level-1 item does not become the title");
	cut_free(&c);
	item_titles_free(t);
}

/* ---- laws over generated texts ---- */

static const char *const blocks[] = { "# Rubrik\n", "## Ekonomi\n", "## Ekonomi\n\n", "### Läge\n", "#### Djup ####\n", "Setext\n---\n", "Setext\n===\n", "text som är här\n",
	"\n", "\n\n", "- **Ett:**  \ntext\n", "- **Två**: text\n", "- **Tre**\n\nlöst\n", "- punkt\n", "  - under\n", "följande:\n", "```\n# kod\n```\n", "> citat\n",
	"20 maj 2024\n", "Ny lag\n\n" LONG, "Utegym\n\n- a\n- b\n", "<!-- x\n## y\n-->\n", "rad  \nhård\n", "\xc2\xa0\n", "a\r\nb\r\n", "IMG_1\n", "1. ett\n", "***\n",
	"Sista utan radslut", NULL };
static const char *const starts[] = { "", "---\ntitle: Rubrik\n---\n", "Title: x\n\n", "+++\na = 1\n+++\n", "\n", NULL };

static void generate(Str *out)
{
	str_clear(out);
	str_add_c(out, rnd_pick(starts));
	for (unsigned i = rnd_below(14); i > 0; i--)
		str_add_c(out, rnd_pick(blocks));
}

static void laws_of_cut(void)
{
	Str s = STR_EMPTY, out = STR_EMPTY;

	for (int i = 0; i < 4000; i++) {
		Cut c;
		size_t at = 0;

		generate(&s);
		cut_make(str_slice(&s), NULL, &c);
		for (size_t k = 0; k < c.parts.len; k++) {
			const Part *p = &c.parts.v[k];

			law(p->from == at && p->to >= p->from && p->cover >= p->to && p->body >= p->from && p->body <= p->to, "gap in: %s", str_c(&s));
			at = p->to;
			str_clear(&out);
			if (p->to > p->from && !item_replace(str_slice(&s), p, false, slice_sub(str_slice(&s), p->from, p->to), &out))
				law(slice_eq(str_slice(&s), str_slice(&out)), "part %zu by itself: %s", k, str_c(&s));
			str_clear(&out);
			if (p->cover > p->from && !item_replace(str_slice(&s), p, true, slice_sub(str_slice(&s), p->from, p->cover), &out))
				law(slice_eq(str_slice(&s), str_slice(&out)), "part %zu and its own by itself: %s", k, str_c(&s));
		}
		law(at == s.len, "end of: %s", str_c(&s));
		for (size_t k = PART_FIRST; k < c.parts.len; k++) {
			Str chain = STR_EMPTY;

			cut_chain(&c, k, &chain);
			law(find(&c, str_c(&chain)) == (ptrdiff_t)k, "%s is not found in: %s", str_c(&chain), str_c(&s));
			law(cut_at(&c, c.parts.v[k].from) == k, "place of %s", str_c(&chain));
			str_free(&chain);
		}
		cut_free(&c);
	}
	law_done("spans have no gaps; by itself replaced is no change; chains are unique and found");
	str_free(&s);
	str_free(&out);
}

/* What must survive an edit: every other item's text, without the white space at its end. */
static Slice trimmed(Slice text, const Part *p)
{
	Slice s = slice_sub(text, p->from, p->to);

	while (s.len > 0 && strchr(" \t\r\n", s.p[s.len - 1]))
		s.len--;
	return s;
}

static bool holds(Slice text, Slice what)
{
	return slice_find(text, what, 0) >= 0;
}

static bool holds_words(Slice text, Slice words)
{
	while (words.len > 0) {
		const char *p = memchr(words.p, ' ', words.len);
		size_t n = p ? (size_t)(p - words.p) : words.len;

		if (!holds(text, slice_sub(words, 0, n && words.p[n - 1] == ':' ? n - 1 : n)))
			return false;
		words = slice_sub(words, p ? n + 1 : n, words.len);
	}
	return true;
}

static void laws_of_edits(void)
{
	Str s = STR_EMPTY, out = STR_EMPTY;

	for (int i = 0; i < 4000; i++) {
		Cut c;
		size_t n, part, after, at;
		unsigned what = rnd_below(4);
		Slice text;
		bool done = true;

		generate(&s);
		text = str_slice(&s);
		cut_make(text, NULL, &c);
		n = c.parts.len - PART_FIRST;
		str_clear(&out);
		part = n ? PART_FIRST + rnd_below((unsigned)n) : 0;
		after = rnd_one_in(4) ? 1 : rnd_one_in(4) || !n ? 2 : PART_FIRST + rnd_below((unsigned)n);
		if (what == 0) {
			item_insert(text, &c, after, SLICE_LIT("\n## Nytt\n\nhelt ny text\n\n"), &out, &at);
			law(slice_starts(slice_sub(str_slice(&out), at, out.len), "## Nytt"), "place of the new one in: %s", str_c(&s));
		} else if (!n) {
			done = false;
		} else if (what == 1) {
			item_delete(text, &c, part, &out);
		} else if (what == 2) {
			done = !item_move(text, &c, part, after, &out);
		} else {
			done = !item_replace(text, &c.parts.v[part], true, SLICE_LIT("## Nytt\n\nhelt ny text"), &out);
		}
		for (size_t k = 0; done && k < c.parts.len; k++) {
			bool below = part && what != 0 && c.parts.v[k].from >= c.parts.v[part].from && c.parts.v[k].from < c.parts.v[part].cover;
			Slice own = trimmed(text, &c.parts.v[k]);

			if (!below || k < PART_FIRST)
				law(holds(str_slice(&out), own), "edit %u of %zu behind %zu loses “%.*s” in: %s\n->\n%s", what, part, after,
				    (int)own.len, own.p, str_c(&s), str_c(&out));
			else if (what == 2)	/* its form may change, its words not */
				law(holds_words(str_slice(&out), c.parts.v[k].title), "the title of the moved one: %s\n->\n%s", str_c(&s), str_c(&out));
		}
		cut_free(&c);
	}
	law_done("edits leave all other items' bytes");
	str_free(&s);
	str_free(&out);
}

/* ---- edits, by example ---- */

typedef enum { REPLACE, DELETE, MOVE, INSERT, FORM } Edit;

static const struct {
	const char *name;
	Edit edit;
	const char *text, *part, *after, *arg, *body, *want;	/* part, after: chains; "^" first, "$" at the end; want NULL: refused */
} edits[] = {
	{ "replaced, its blank lines kept", REPLACE, "# T\n\n## A\n\nx\n\n\n## B\n", "a", NULL, "## A\n\ny\n\n\n\n", NULL, "# T\n\n## A\n\ny\n\n\n## B\n" },
	{ "replaced, no line end at the end", REPLACE, "## A\nx", "a", NULL, "## A\ny\n", NULL, "## A\ny" },
	{ "replaced, CRLF kept", REPLACE, "## A\r\nx\r\n\r\n## B\r\n", "a", NULL, "## A\ny\nz\n", NULL, "## A\r\ny\r\nz\r\n\r\n## B\r\n" },
	{ "replaced, LF kept", REPLACE, "## A\nx\n\n## B\n", "a", NULL, "## A\r\ny\r\n", NULL, "## A\ny\n\n## B\n" },
	{ "replaced, a setext title behind it", REPLACE, "## A\nB\n---\n", "a", NULL, "## A\ny", NULL, "## A\ny\n\nB\n---\n" },
	{ "an empty text is refused", REPLACE, "## A\nx\n", "a", NULL, " \n", NULL, NULL },
	{ "deleted", DELETE, "## A\n\nx\n\n## B\n\ny\n", "a", NULL, NULL, NULL, "## B\n\ny\n" },
	{ "the last one deleted", DELETE, "## A\n\nx\n\n## B\n\ny\n", "b", NULL, NULL, NULL, "## A\n\nx\n" },
	{ "deleted with what is below", DELETE, "## A\n\nx\n\n### C\n\n## B\n", "a", NULL, NULL, NULL, "## B\n" },
	{ "deleted below a header", DELETE, "---\na: b\n---\n\n## A\n", "a", NULL, NULL, NULL, "---\na: b\n---\n\n" },
	{ "a bullet deleted", DELETE, "- **A:** x\n- **B:** y\n- **C:** z\n\n## D\n", "b", NULL, NULL, NULL, "- **A:** x\n- **C:** z\n\n## D\n" },
	{ "the last bullet deleted", DELETE, "- **A:** x\n- **B:** y\n- **C:** z\n\n## D\n", "c", NULL, NULL, NULL, "- **A:** x\n- **B:** y\n\n## D\n" },
	{ "nothing glues", DELETE, "text\n## A\nx\n\nB\n---\n", "a", NULL, NULL, NULL, "text\n\nB\n---\n" },
	{ "moved down", MOVE, "## A\n\nx\n\n## B\n\ny\n", "a", "b", NULL, NULL, "## B\n\ny\n\n## A\n\nx\n" },
	{ "moved first", MOVE, "# T\n\nin\n\n## A\n\nx\n\n## B\n\ny\n", "b", "^", NULL, NULL, "# T\n\nin\n\n## B\n\ny\n\n## A\n\nx\n" },
	{ "moved to the end", MOVE, "## A\n\nx\n\n## B\n\ny\n\n## C", "a", "$", NULL, NULL, "## B\n\ny\n\n## C\n\n## A\n\nx" },
	{ "moved where it is", MOVE, "## A\n\nx\n\n## B\n\ny\n", "a", "^", NULL, NULL, "## A\n\nx\n\n## B\n\ny\n" },
	{ "moved below another: deeper", MOVE, "## A\n\n### A1\n\nx\n\n## B\n\n### B1\n\ny\n", "b", "a/a1", NULL, NULL, "## A\n\n### A1\n\nx\n\n### B\n\n#### B1\n\ny\n" },
	{ "moved out: higher", MOVE, "## A\n\n### A1\n\nx\n\n## B\n", "a/a1", "b", NULL, NULL, "## A\n\n## B\n\n## A1\n\nx\n" },
	{ "a setext heading goes deeper", MOVE, "## A\n\n### A1\n\nB\n---\n\ny\n", "b", "a1", NULL, NULL, "## A\n\n### A1\n\n### B\n\ny\n" },
	{ "not behind itself", MOVE, "## A\n\n### B\n", "a", "a/b", NULL, NULL, NULL },
	{ "a bullet moved", MOVE, "- **A:** x\n- **B:** y\n- **C:** z\n\n## D\n", "a", "c", NULL, NULL, "- **B:** y\n- **C:** z\n- **A:** x\n\n## D\n" },
	{ "a bullet among headings", MOVE, "- **A:** x\n- **B:** y\n- **C:** z\n\n## D\n\nd\n", "b", "d", NULL, NULL, "- **A:** x\n- **C:** z\n\n## D\n\nd\n\n## B\n\ny\n" },
	{ "a heading among bullets", MOVE, "- **A:** x\n- **B:** y\n\n## D\n\nd\n", "d", "a", NULL, NULL, "- **A:** x\n- **D:** d\n- **B:** y\n" },
	{ "inserted first", INSERT, "# T\n\nin\n\n## A\n", NULL, "^", "## N\n\nny\n", NULL, "# T\n\nin\n\n## N\n\nny\n\n## A\n" },
	{ "inserted at the end", INSERT, "# T\n\n## A\n\nx", NULL, "$", "## N\n\nny\n", NULL, "# T\n\n## A\n\nx\n\n## N\n\nny" },
	{ "inserted in nothing", INSERT, "", NULL, "$", "## N\n\nny\n", NULL, "## N\n\nny\n" },
	{ "inserted below a header", INSERT, "---\na: b\n---\n", NULL, "$", "## N\n\nny\n", NULL, "---\na: b\n---\n\n## N\n\nny\n" },
	{ "inserted below a bare header", INSERT, "Title: b\n\n", NULL, "$", "## N\n\nny\n", NULL, "Title: b\n\n## N\n\nny\n" },
	{ "inserted in CRLF", INSERT, "## A\r\n\r\nx\r\n", NULL, "a", "## N\n\nny\n", NULL, "## A\r\n\r\nx\r\n\r\n## N\r\n\r\nny\r\n" },
	{ "two blank lines between, as there", INSERT, "## A\n\nx\n\n\n## B\n", NULL, "a", "## N\n", NULL, "## A\n\nx\n\n\n## N\n\n\n## B\n" },
	{ "a bullet among tight ones", INSERT, "- **A:** x\n- **B:** y\n\n## D\n", NULL, "b", "- **N:** ny", NULL, "- **A:** x\n- **B:** y\n- **N:** ny\n\n## D\n" },
	{ "a bullet first", INSERT, "in\n\n- **A:** x\n- **B:** y\n", NULL, "^", "- **N:** ny", NULL, "in\n\n- **N:** ny\n- **A:** x\n- **B:** y\n" },
	{ "form: a heading", FORM, "# T\n\n## A\n\nx\n", NULL, "a", "N", "ny", "## N\n\nny\n" },
	{ "form: without a text", FORM, "# T\n\n## A\n\nx\n", NULL, "a", "N", "", "## N\n" },
	{ "form: tight below the heading", FORM, "### A\nx\n", NULL, "a", "N", "ny", "### N\nny\n" },
	{ "form: setext", FORM, "A\n-\n\nx\n", NULL, "a", "Ärende", "ny", "Ärende\n------\n\nny\n" },
	{ "form: in an empty issue", FORM, "# T\n", NULL, "$", "N", "ny", "## N\n\nny\n" },
	{ "form: below another", FORM, "## A\n\n### B\n\nx\n", NULL, "a/b", "N", "ny", "### N\n\nny\n" },
	{ "form: a title that ends as a heading may", FORM, "## A\n", NULL, "a", "C #", "", "## C \\#\n" },
	{ "form: lead-in, hard break", FORM, "- **A:**  \nx\n- **B:**  \ny\n", NULL, "b", "N", "ny", "- **N:**  \nny\n" },
	{ "form: lead-in, colon outside", FORM, "* **A**: x\n* **B**: y\n", NULL, "^", "N", "ny", "* **N**: ny\n" },
	{ "form: lead-in, no colon", FORM, "- __A__\n\n  x\n- __B__\n\n  y\n", NULL, "$", "N", "ny", "- __N__\n\n  ny\n" },
	{ "form: lead-in with stars", FORM, "- **A:** x\n- **B:** y\n", NULL, "a", "N **x** y", "ny", "- **N \\*\\*x\\*\\* y:** ny\n" },
	{ "form: a plain line", FORM, "20 maj 2024\n\nEtt\n\n" LONG "\nTvå\n\n" LONG, NULL, "ett", "Ny sak", LONG, "Ny sak\n\n" LONG },
	{ "form: a plain line without text", FORM, "20 maj 2024\n\nEtt\n\n" LONG "\nTvå\n\n" LONG, NULL, "$", "Ny sak", "", "Ny sak\n\n- …\n" },
	{ "form: what is no plain line is a heading", FORM, "20 maj 2024\n\nEtt\n\n" LONG "\nTvå\n\n" LONG, NULL, "ett", "Möte 20 maj.", LONG, "## Möte 20 maj.\n\n" LONG },
};

static size_t where(const Cut *c, const char *chain)
{
	return strcmp(chain, "$") == 0 ? 1 : strcmp(chain, "^") == 0 ? 2 : (size_t)find(c, chain);
}

static void editing(void)
{
	for (size_t i = 0; i < sizeof edits / sizeof edits[0]; i++) {
		Slice text = slice_c(edits[i].text);
		Str out = STR_EMPTY;
		const Err *err = NULL;
		size_t at, part = 0, after = 0;
		Cut c;

		cut_make(text, NULL, &c);
		if (edits[i].part)
			part = where(&c, edits[i].part);
		if (edits[i].after)
			after = where(&c, edits[i].after);
		switch (edits[i].edit) {
		case REPLACE:
			err = item_replace(text, &c.parts.v[part], true, slice_c(edits[i].arg), &out);
			break;
		case DELETE:
			item_delete(text, &c, part, &out);
			break;
		case MOVE:
			err = item_move(text, &c, part, after, &out);
			break;
		case INSERT:
			item_insert(text, &c, after, slice_c(edits[i].arg), &out, &at);
			break;
		case FORM:
			item_form(text, &c, after, slice_c(edits[i].arg), slice_c(edits[i].body), &out);
			break;
		}
		if (!edits[i].want)
			is_int(err_kind(err), ERR_USAGE, "%s", edits[i].name);
		else
			is_str(err ? err_text(err) : str_c(&out), edits[i].want, "%s", edits[i].name);
		cut_free(&c);
		str_free(&out);
	}
}

/* A fence or a comment that is never closed swallows all that is put behind it. */
static bool swallows(Slice text)
{
	Str s = STR_EMPTY;
	Cut c;
	bool is;

	str_add_slice(&s, text);
	str_add_c(&s, "\n\n## Sist\n");
	cut_make(str_slice(&s), NULL, &c);
	is = !slice_is(VEC_LAST(&c.parts)->title, "Sist");
	cut_free(&c);
	str_free(&s);
	return is;
}

/* A new item is one, with its title, whatever stands around it. */
static void laws_of_form(void)
{
	Str s = STR_EMPTY, item = STR_EMPTY, out = STR_EMPTY;

	for (int i = 0; i < 3000; i++) {
		static const char *const titles[] = { "Ny sak", "Möte: nytt", "**Fet** sak", "C#", "50 %", "Vad *händer* nu?", NULL };
		Slice title = slice_c(rnd_pick(titles));
		Cut c, now;
		size_t at, n, after, part;

		do
			generate(&s);
		while (swallows(str_slice(&s)));
		cut_make(str_slice(&s), NULL, &c);
		n = c.parts.len - PART_FIRST;
		after = rnd_one_in(4) ? 1 : rnd_one_in(4) || !n ? 2 : PART_FIRST + rnd_below((unsigned)n);
		str_clear(&item);
		str_clear(&out);
		item_form(str_slice(&s), &c, after, title, SLICE_LIT("En text som är längre än sin titel, på en rad."), &item);
		item_insert(str_slice(&s), &c, after, str_slice(&item), &out, &at);
		cut_make(str_slice(&out), NULL, &now);
		part = cut_at(&now, at);
		law(part >= PART_FIRST && now.parts.v[part].from == at, "“%s” behind %zu in: %s\n->\n%s", str_c(&item), after, str_c(&s), str_c(&out));
		cut_free(&c);
		cut_free(&now);
	}
	law_done("a new item is one");
	str_free(&s);
	str_free(&item);
	str_free(&out);
}

static void large(void)
{
	Str s = STR_EMPTY;
	Cut c;

	for (int i = 0; i < 5000; i++)
		str_printf(&s, "%s Samma titel\n\ntext %d\n\n", i % 7 ? "##" : "#", i);
	cut_make(str_slice(&s), NULL, &c);
	is_int((long long)c.parts.len, 5003, "5,000 items of one name");
	cut_free(&c);
	str_clear(&s);
	while (s.len < 4000000)
		str_printf(&s, "- **Titel %zu:**  \ntext [ ( * _ och\n", s.len);
	cut_make(str_slice(&s), NULL, &c);
	ok(c.parts.len > 50000, "4 MB of bullets");
	cut_free(&c);
	str_clear(&s);
	str_add_n(&s, '#', 1);
	str_add_char(&s, ' ');
	for (int i = 0; i < 100000; i++)
		str_add_c(&s, "[(*");
	cut_make(str_slice(&s), NULL, &c);
	ok(c.title.len > 0, "a title of brackets");
	cut_free(&c);
	str_free(&s);
}

int main(void)
{
	tap_scrub();
	cutting();
	finding();
	one_form();
	editing();
	laws_of_cut();
	laws_of_edits();
	laws_of_form();
	large();
	return tap_done();
}
