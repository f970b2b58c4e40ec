/* Comparisons: which words, blocks and items bear marks, and that the marks tell no lies. */
#include "issue/diff.h"

#include <stdlib.h>

#include "doc/page.h"
#include "doc/parse.h"
#include "tap.h"

/* ---- a Doc with marks as lines: sign, kind, words with [-…-] and {+…+} ---- */

static Mark mark_of(const Node *n, const Node *stop)
{
	for (; n != stop; n = n->parent)
		if (n->mark != MARK_NONE)
			return n->mark;
	return MARK_NONE;
}

static bool is_line(const Node *n)
{
	return n->kind == NODE_PARA || n->kind == NODE_HEADING || n->kind == NODE_CODE || n->kind == NODE_HTML || n->kind == NODE_SOURCE ||
	    n->kind == NODE_CELL || n->kind == NODE_NOTE || n->kind == NODE_RULE;
}

static const char *sign_of(Mark m, bool open)
{
	return m == MARK_ADDED ? (open ? "{+" : "+}") : m == MARK_REMOVED ? (open ? "[-" : "-]") : "";
}

/* Blanks at the ends of what is marked stand outside, as on a page. */
static void add_inline(Slice text, Mark mark, Mark *open, Str *white, Str *out)
{
	Slice word = slice_trim(text);

	if (word.len == 0) {
		str_add_slice(white, text);
		return;
	}
	str_add_slice(white, slice_sub(text, 0, (size_t)(word.p - text.p)));
	if (mark != *open)
		str_add_c(out, sign_of(*open, false));
	str_add_slice(out, str_slice(white));
	str_clear(white);
	if (mark != *open)
		str_add_c(out, sign_of(mark, true));
	*open = mark;
	str_add_slice(out, word);
	str_add_slice(white, slice_sub(text, (size_t)(word.p - text.p) + word.len, text.len));
}

static void inlines(const Node *block, Str *out)
{
	Mark open = MARK_NONE;
	Str white = STR_EMPTY;

	for (const Node *n = doc_next(block, block); n; n = doc_next(block, n)) {
		if (n->kind == NODE_TEXT || n->kind == NODE_CODESPAN || n->kind == NODE_HTML_INLINE)
			add_inline(n->text, mark_of(n, block), &open, &white, out);
		else if (n->kind == NODE_SOFTBREAK || n->kind == NODE_HARDBREAK)
			str_add_char(&white, ' ');
	}
	str_add_c(out, sign_of(open, false));
	str_free(&white);
}

static void dump(const Doc *d, Str *out)
{
	static const char signs[] = " +-~><";

	for (const Node *n = doc_next(d->root, d->root); n; n = doc_next(d->root, n)) {
		if (!is_line(n))
			continue;
		str_add_char(out, signs[mark_of(n, d->root)]);
		for (const Node *up = n->parent; up != d->root; up = up->parent)
			str_add_c(out, up->kind == NODE_LISTITEM ? "* " : up->kind == NODE_QUOTE ? "> " : up->kind == NODE_CELL ? "| " : "");
		str_add_c(out, n->kind == NODE_HEADING ? "# " : n->kind == NODE_NOTE ? "! " : n->kind == NODE_CODE ? "` " : n->kind == NODE_CELL ? "| " : "");
		str_add_slice(out, n->text);
		inlines(n, out);
		if (out->len == 0 || out->p[out->len - 1] != '\n')
			str_add_char(out, '\n');
	}
}

static void compared(const char *was, const char *now, bool changed, Str *out)
{
	Doc *d = changed ? diff_doc_changed(slice_c(was), slice_c(now)) : diff_doc(slice_c(was), slice_c(now));

	str_clear(out);
	dump(d, out);
	doc_free(d);
}

static const struct {
	const char *name, *was, *now, *want;
} rows[] = {
	{ "nothing", "ett två\n", "ett två\n", " ett två\n" },
	{ "a word", "det är klar.\n", "det är klara.\n", " det är [-klar-] {+klara+}.\n" },
	{ "a word more", "ett tre\n", "ett två tre\n", " ett {+två+} tre\n" },
	{ "a word less", "ett två tre\n", "ett tre\n", " ett [-två-] tre\n" },
	{ "the last word less", "ett två.\n", "ett.\n", " ett [-två-].\n" },
	{ "the first word more", "två\n", "ett två\n", " {+ett+} två\n" },
	{ "words side by side are one mark", "den 3 maj kl. 9\n", "den 5 juni kl. 9\n", " den [-3 maj-] {+5 juni+} kl. 9\n" },
	{ "in brackets", "a (b) c\n", "a (d) c\n", " a ([-b-] {+d+}) c\n" },
	{ "a sign", "klart.\n", "klart!\n", " klart[-.-] {+!+}\n" },
	{ "re-wrapped", "ett två\ntre fyra\n", "ett två tre\nfyra\n", " ett två tre fyra\n" },
	{ "re-wrapped, and a word", "ett två\ntre fyra\n", "ett två tre\nfem\n", " ett två tre [-fyra-] {+fem+}\n" },
	{ "NFD", "la\xcc\x88ge ett\n", "läge två\n", " läge [-ett-] {+två+}\n" },
	{ "in emphasis", "ett *två tre* fyra\n", "ett *två fem* fyra\n", " ett två [-tre-] {+fem+} fyra\n" },
	{ "across emphasis", "ett *två* tre\n", "ett *fyra* fem\n", " ett [-två tre-] {+fyra fem+}\n" },
	{ "emphasis itself", "ett två\n", "ett *två*\n", "~ett två\n" },
	{ "an address", "se [här](a) nu\n", "se [här](b) nu\n", " se [-här-] {+här+} nu\n" },
	{ "a word before a link", "den 4 maj, se [här](a) nu\n", "den 5 maj, se [här](a) nu\n", " den [-4-] {+5+} maj, se här nu\n" },
	{ "words of which some are a link", "se [hela planen](a) nu\n", "se dit nu\n", " se [-hela planen-] {+dit+} nu\n" },
	{ "a link comes", "se här nu\n", "se [här](b) nu\n", " se [-här-] {+här+} nu\n" },
	{ "a new paragraph", "ett två\n", "ett två\n\ntre fyra\n", " ett två\n+tre fyra\n" },
	{ "a paragraph gone", "ett två\n\ntre fyra\n\nfem sex\n", "ett två\n\nfem sex\n", " ett två\n-tre fyra\n fem sex\n" },
	{ "a paragraph for another", "ett två tre\n", "helt annat nytt\n", "-ett två tre\n+helt annat nytt\n" },
	{ "a list's item", "- a b\n- c d\n", "- a b\n- e f\n- c d\n", " * a b\n+* e f\n * c d\n" },
	{ "a list's item gone", "1. a b\n2. c d\n3. e f\n", "1. a b\n2. e f\n", " * a b\n-* c d\n * e f\n" },
	{ "a word in a nested list", "- a b\n  - c d e\n", "- a b\n  - c f e\n", " * a b\n * * c [-d-] {+f+} e\n" },
	{ "in a quote", "> a b c\n", "> a d c\n", " > a [-b-] {+d+} c\n" },
	{ "a table's cell", "| a | b |\n|---|---|\n| 1 x | 2 |\n", "| a | b |\n|---|---|\n| 3 x | 2 |\n", " | a\n | b\n | [-1-] {+3+} x\n | 2\n" },
	{ "code by lines", "```\na\nb\nc\n```\n", "```\na\nd\nc\n```\n", " ` a\n-` b\n+` d\n ` c\n" },
	{ "a heading", "## Ny lag planeras\n\nett två tre\n", "## Ny lag antas\n\nett två tre\n", " # Ny lag [-planeras-] {+antas+}\n ett två tre\n" },
	{ "an item more", "## A\n\na\n\n## B\n\nb\n", "## A\n\na\n\n## N\n\nn\n\n## B\n\nb\n", " # A\n a\n+# N\n+n\n # B\n b\n" },
	{ "an item gone", "## A\n\na\n\n## N\n\nn\n\n## B\n\nb\n", "## A\n\na\n\n## B\n\nb\n", " # A\n a\n-# N\n-n\n # B\n b\n" },
	{ "the first gone", "in\n\n## A\n\na\n\n## B\n\nb\n", "in\n\n## B\n\nb\n", " in\n-# A\n-a\n # B\n b\n" },
	{ "moved", "## A\n\na\n\n## B\n\nb\n\n## C\n\nc\n", "## C\n\nc\n\n## A\n\na\n\n## B\n\nb\n", "># C\n>c\n # A\n a\n # B\n b\n<! “C” is further up now\n" },
	{ "moved and edited", "## A\n\na\n\n## B\n\nb\n\n## C\n\nc d e\n", "## C\n\nc f e\n\n## A\n\na\n\n## B\n\nb\n",
	    "># C\n>c [-d-] {+f+} e\n # A\n a\n # B\n b\n<! “C” is further up now\n" },
	{ "a lead-in gone", "- **A:** a\n- **B:** b\n- **C:** c\n", "- **A:** a\n- **C:** c\n", " * A: a\n-* B: b\n * C: c\n" },
	{ "a lead-in more", "- **A:** a\n- **C:** c\n\n## H\n", "- **A:** a\n- **B:** b\n- **C:** c\n\n## H\n", " * A: a\n+* B: b\n * C: c\n # H\n" },
	{ "the first lead-in gone", "x y\n\n- **A:** a\n- **B:** b\n- **C:** c\n", "x y\n\n- **B:** b\n- **C:** c\n", " x y\n-* A: a\n * B: b\n * C: c\n" },
	{ "a lead-in before a heading gone", "- **A:** a\n- **B:** b\n\n## H\n\nh\n", "## H\n\nh\n", "-* A: a\n-* B: b\n # H\n h\n" },
	{ "a header field", "---\ntitle: a\nx: y\n---\n\ntext\n", "---\ntitle: b\nstate: review\n---\n\ntext\n",
	    "~title: [-a-] {+b+}\n+state: {+review+}\n-x: [-y-]\n text\n" },
	{ "a header that cannot be read", "---\na: [\n---\ntext\n", "---\na: {\n---\ntext\n", "-` ---\na: [\n---\n+` ---\na: {\n---\n text\n" },
	{ "a header field by words", "---\ntitle: Nytt nr 8\n---\n", "---\ntitle: Nytt nr 9\n---\n", "~title: Nytt nr [-8-] {+9+}\n" },
	{ "a paragraph moved down", "ett två tre\n\nfyra fem sex\n\nsju åtta nio\n", "fyra fem sex\n\nsju åtta nio\n\nett två tre\n",
	    "<! “ett två tre” is further down now\n fyra fem sex\n sju åtta nio\n>ett två tre\n" },
	{ "a paragraph moved to another item", "## A\n\na b c\n\nett två tre\n\n## B\n\nd e f\n", "## A\n\na b c\n\n## B\n\nd e f\n\nett två tre\n",
	    " # A\n a b c\n<! “ett två tre” is further down now\n # B\n d e f\n>ett två tre\n" },
	{ "a paragraph moved and edited", "## A\n\na b c\n\nett två tre fyra fem sex sju åtta nio tio\n\n## B\n\nd e f\n",
	    "## A\n\na b c\n\n## B\n\nd e f\n\nett två tre fyra fem sex sju åtta nio elva\n",
	    " # A\n a b c\n<! “ett två tre fyra fem sex sju åtta nio …” is further down now\n # B\n d e f\n"
	    ">ett två tre fyra fem sex sju åtta nio [-tio-] {+elva+}\n" },
	{ "two words are no paragraph moved", "ett två\n\ntre fyra\n\nfem sex\n", "tre fyra\n\nfem sex\n\nett två\n",
	    "-ett två\n tre fyra\n fem sex\n+ett två\n" },
	{ "a list's item moved", "- a\n- b\n- c\n", "- b\n- c\n- a\n", "<* ! “a” is further down now\n * b\n * c\n>* a\n" },
	{ "from a gone item", "## A\n\na b c\n\n## B\n\nd e f\n", "## A\n\na b c\n\nd e f\n", " # A\n a b c\n>d e f\n-# B\n<! “d e f” is further up now\n" },
	{ "a parent moved with what is below it", "## A\n\na\n\n### A1\n\nb\n\n## B\n\nc\n\n## C\n\nd\n", "## B\n\nc\n\n## C\n\nd\n\n## A\n\na\n\n### A1\n\nb\n",
	    "<! “A” is further down now\n # B\n c\n # C\n d\n># A\n>a\n # A1\n b\n" },
	{ "behind a moved item one is gone", "## A\n\na\n\n## G\n\ng\n\n## B\n\nb\n\n## C\n\nc\n", "## B\n\nb\n\n## C\n\nc\n\n## A\n\na\n",
	    "<! “A” is further down now\n-# G\n-g\n # B\n b\n # C\n c\n># A\n>a\n" },
	{ "a column more", "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n", "| a | n | b |\n|---|---|---|\n| 1 | 7 | 2 |\n| 3 | 8 | 5 |\n",
	    " | a\n+| {+n+}\n | b\n | 1\n+| {+7+}\n | 2\n | 3\n+| {+8+}\n | [-4-] {+5+}\n" },
	{ "a column gone", "| a | n | b |\n|---|---|---|\n| 1 | 7 | 2 |\n| 3 | 8 | 4 |\n", "| a | b |\n|---|---|\n| 1 | 2 |\n| 9 | 9 |\n| 3 | 4 |\n",
	    " | a\n-| [-n-]\n | b\n | 1\n-| [-7-]\n | 2\n+| 9\n-| \n+| 9\n | 3\n-| [-8-]\n | 4\n" },
	{ "a row gone and a column more", "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n", "| a | b | c |\n|---|---|---|\n| 3 | 4 | 5 |\n",
	    " | a\n | b\n+| {+c+}\n-| 1\n-| 2\n+| \n | 3\n | 4\n+| {+5+}\n" },
	{ "a column has another head", "| a | b |\n|---|---|\n| 1 | 2 |\n", "| a | c |\n|---|---|\n| 1 | 2 |\n", " | a\n | [-b-] {+c+}\n | 1\n | 2\n" },
	{ "a row is known by its first cell", "| a | b |\n|---|---|\n| x | 2 3 |\n| y | 4 5 |\n", "| a | b |\n|---|---|\n| n | 0 1 |\n| y | 6 7 |\n| x | 8 9 |\n",
	    " | a\n | b\n-| x\n-| 2 3\n+| n\n+| 0 1\n | y\n | [-4 5-] {+6 7+}\n+| x\n+| 8 9\n" },
	{ "a row moved and a column more", "| a | b |\n|---|---|\n| x | 1 |\n| y | 2 |\n| z | 3 |\n", "| a | n | b |\n|---|---|---|\n| y | 8 | 2 |\n| z | 9 | 3 |\n| x | 7 | 1 |\n",
	    " | a\n+| {+n+}\n | b\n | y\n+| {+8+}\n | 2\n | z\n+| {+9+}\n | 3\n>| x\n+| {+7+}\n>| 1\n" },
	{ "a row moved and a column gone", "| a | n | b |\n|---|---|---|\n| x | 7 | 1 |\n| y | 8 | 2 |\n| z | 9 | 3 |\n", "| a | b |\n|---|---|\n| y | 2 |\n| z | 3 |\n| x | 1 |\n",
	    " | a\n-| [-n-]\n | b\n | y\n-| [-8-]\n | 2\n | z\n-| [-9-]\n | 3\n>| x\n-| [-7-]\n>| 1\n" },
	{ "two rows that are the same in the columns that stay", "| a | n |\n|---|---|\n| x | 1 |\n| x | 2 |\n| y | 3 |\n| z | 4 |\n| å | 5 |\n", "| a |\n|---|\n| y |\n| z |\n| å |\n| x |\n| x |\n",
	    " | a\n-| [-n-]\n | y\n-| [-3-]\n | z\n-| [-4-]\n | å\n-| [-5-]\n>| x\n-| [-1-]\n>| x\n-| [-2-]\n" },
	{ "no column stays", "| a | b | c |\n|---|---|---|\n| x | 1 | 2 |\n", "| d |\n|---|\n| x |\n",
	    "-| [-a-]\n-| [-b-]\n-| [-c-]\n+| {+d+}\n-| [-x-]\n-| [-1-]\n-| [-2-]\n+| {+x+}\n" },
	{ "a row moved", "| a | b |\n|---|---|\n| x | 1 |\n| y | 2 |\n| z | 3 |\n", "| a | b |\n|---|---|\n| y | 2 |\n| z | 3 |\n| x | 1 |\n",
	    " | a\n | b\n | y\n | 2\n | z\n | 3\n>| x\n>| 1\n" },
	{ "lists by line, deep", "- a b\n  - c d e\n    - f g\n  - h i\n", "- a b\n  - c d e\n    - f x\n    - n\n", " * a b\n * * c d e\n * * * f [-g-] {+x+}\n+* * * n\n-* * h i\n" },
	{ "one item with another", "## A\n\nett två\n", "## B\n\ntre fyra\n", " # [-A-] {+B+}\n-ett två\n+tre fyra\n" },
	{ "a sign gone between words", "klart. Nu\n", "klart nu\n", " klart [-. Nu-] {+nu+}\n" },
	{ "words put together", "a b c\n", "a-b c\n", " a{+-+}b c\n" },
	{ "one face for another", "bra \xf0\x9f\x91\x8d\xf0\x9f\x8f\xbb nu\n", "bra \xf0\x9f\x91\x8d\xf0\x9f\x8f\xbd nu\n",
	    " bra [-\xf0\x9f\x91\x8d\xf0\x9f\x8f\xbb-] {+\xf0\x9f\x91\x8d\xf0\x9f\x8f\xbd+} nu\n" },
	{ "all is gone", "ett\n", "", "-ett\n" },
	{ "all has come", "", "ett\n", "+ett\n" },
};

static void showing(void)
{
	Str got = STR_EMPTY;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		compared(rows[i].was, rows[i].now, false, &got);
		is_str(str_c(&got), rows[i].want, "%s", rows[i].name);
	}
	str_free(&got);
}

static const struct {
	const char *name, *was, *now, *want;
} shorts[] = {
	{ "one of four", "# T\n\nin\n\n## A\n\na\n\n## B\n\nb\n\n## C\n\nc\n\n## D\n\nd\n", "# T\n\nin\n\n## A\n\na\n\n## B\n\nb\n\n## C\n\nc e\n\n## D\n\nd\n",
	    " ! … 2 items unchanged\n # C\n c {+e+}\n ! … 1 item unchanged\n" },
	{ "below a parent", "## A\n\na\n\n### B\n\nb\n\n## C\n", "## A\n\na\n\n### B\n\nb c\n\n## C\n", " # A\n # B\n b {+c+}\n ! … 1 item unchanged\n" },
	{ "lead-ins", "- **A:** a\n- **B:** b\n- **C:** c\n- **D:** d\n", "- **A:** a e\n- **B:** b\n- **C:** c\n- **D:** d e\n",
	    " * A: a {+e+}\n ! … 2 items unchanged\n * D: d {+e+}\n" },
	{ "the last gone", "## A\n\na\n\n## B\n\nb\n", "## A\n\na\n", "-# B\n-b\n ! … 1 item unchanged\n" },
	{ "nothing", "## A\n", "## A\n", " ! no difference\n" },
	{ "white space", "## A\n\na b\n", "## A\n\na  b\n\n", " ! only white space differs\n" },
};

static void shortened(void)
{
	Str got = STR_EMPTY;

	for (size_t i = 0; i < sizeof shorts / sizeof shorts[0]; i++) {
		compared(shorts[i].was, shorts[i].now, true, &got);
		is_str(str_c(&got), shorts[i].want, "shortened: %s", shorts[i].name);
	}
	str_free(&got);
}

/* ---- long lines ---- */

static int count(const Str *s, const char *what)
{
	int n = 0;

	for (const char *p = str_c(s); (p = strstr(p, what)); p += strlen(what))
		n++;
	return n;
}

static void long_paragraph(void)
{
	Str was = STR_EMPTY, now = STR_EMPTY, got = STR_EMPTY;

	for (int i = 0; i < 400; i++) {
		str_printf(&was, "ord%d och ", i % 37);
		str_printf(&now, "%s%d och ", i == 20 || i == 200 || i == 390 ? "annat" : "ord", i % 37);
	}
	compared(str_c(&was), str_c(&now), false, &got);
	ok(was.len > 3500, "a paragraph of %zu bytes", was.len);
	is_int(count(&got, "{+"), 3, "three changes give three marks");
	is_int(count(&got, "[-"), 3, "and three gone");
	is_int(count(&got, "\n"), 1, "in one block");
	str_free(&was);
	str_free(&now);
	str_free(&got);
}

/* ---- laws ---- */

static void generate(Str *out)
{
	static const char *const bits[] = { "## A\n\n", "## B\n\n", "### C\n\n", "ett två tre fyra\n\n", "fem *sex sju* åtta\n\n", "ett två fem\n\n", "- nio tio\n- elva\n\n",
		"- nio tio\n  - tolv\n- tretton fjorton\n\n", "> ett citat\n\n", "```\nkod\nrad\n```\n\n", "- **D:** x\n- **E:** y\n\n", "| a | b |\n|---|---|\n| c | d |\n\n",
		"[länk](x) och `kod`\n\n", "[länk](z) och kod\n\n", "ett *två* [länk](y) fyra **fem\nsex** och\n\n", "sju *två* [länk till](x) fyra **fem sex**\n\n", "1. ett\n2. två\n\n", "<div>\nx\n</div>\n\n", "***\n\n", NULL };

	str_clear(out);
	for (unsigned i = rnd_below(9); i > 0; i--)
		str_add_c(out, rnd_pick(bits));
}

/* The words of a Doc without those that bear a mark, or that stand below one that does. */
static void words_without(const Doc *d, Mark without, Str *out)
{
	for (const Node *n = doc_next(d->root, d->root); n; n = doc_next(d->root, n)) {
		if (n->text.len == 0 || n->kind == NODE_NOTE || mark_of(n, d->root) == without)
			continue;
		for (size_t i = 0; i < n->text.len; i++)
			if (n->text.p[i] != ' ' && n->text.p[i] != '\n')
				str_add_char(out, n->text.p[i]);
	}
}

static int by_byte(const void *a, const void *b)
{
	return *(const char *)a - *(const char *)b;
}

static void sort_bytes(Str *s)
{
	if (s->len > 0)
		qsort(s->p, s->len, 1, by_byte);
}

static bool well_linked(const Doc *d)
{
	for (const Node *n = d->root; n; n = doc_next(d->root, n)) {
		for (const Node *c = n->first; c; c = c->next)
			if (c->parent != n || (c->next ? c->next->prev != c : n->last != c))
				return false;
		if (n->kind == NODE_LISTITEM && n->parent->kind != NODE_LIST)
			return false;
		if (n->kind == NODE_LIST)
			for (const Node *c = n->first; c; c = c->next)
				if (c->kind != NODE_LISTITEM)
					return false;
	}
	return true;
}

static void laws(void)
{
	Str was = STR_EMPTY, now = STR_EMPTY, got = STR_EMPTY, want = STR_EMPTY;

	for (int i = 0; i < 3000; i++) {
		Doc *d, *plain, *old, *changed;
		bool marked = false;

		generate(&was);
		generate(&now);
		if (rnd_one_in(5)) {
			str_clear(&now);
			str_add_slice(&now, str_slice(&was));
		}
		d = diff_doc(str_slice(&was), str_slice(&now));
		plain = doc_parse(str_slice(&now), 0);
		str_clear(&got);
		str_clear(&want);
		words_without(d, MARK_REMOVED, &got);
		words_without(plain, MARK_REMOVED, &want);
		law(slice_eq(str_slice(&got), str_slice(&want)), "without the gone it is now: %s\n->\n%s\ngot %s", str_c(&was), str_c(&now), str_c(&got));
		old = doc_parse(str_slice(&was), 0);
		str_clear(&got);
		str_clear(&want);
		words_without(d, MARK_ADDED, &got);
		words_without(old, MARK_ADDED, &want);
		sort_bytes(&got);	/* what moved stands elsewhere */
		sort_bytes(&want);
		law(slice_eq(str_slice(&got), str_slice(&want)), "without what came it is then: %s\n->\n%s", str_c(&was), str_c(&now));
		doc_free(old);
		law(well_linked(d), "the tree: %s\n->\n%s", str_c(&was), str_c(&now));
		for (const Node *n = doc_next(d->root, d->root); n; n = doc_next(d->root, n))
			marked = marked || n->mark != MARK_NONE;
		law(!marked || !slice_eq(str_slice(&was), str_slice(&now)), "no mark without a change: %s", str_c(&was));
		changed = diff_doc_changed(str_slice(&was), str_slice(&now));
		law(well_linked(changed), "the shortened tree: %s\n->\n%s", str_c(&was), str_c(&now));
		doc_free(d);
		doc_free(plain);
		doc_free(changed);
	}
	law_done("without what is gone the comparison is the page of now, without what came it has the words of then");
	str_free(&was);
	str_free(&now);
	str_free(&got);
	str_free(&want);
}

/* ---- the source ---- */

static void source_without(const SourcePieces *p, Mark without, Str *out)
{
	str_clear(out);
	for (size_t i = 0; i < p->len; i++)
		if (p->v[i].mark != without)
			str_add_slice(out, p->v[i].text);
}

static void show_source(const char *was, const char *now, Str *out)
{
	Doc *d = diff_source_doc(slice_c(was), slice_c(now), false);
	Page *p = page_make(d, &(PageOpts){ .width = 60, .marks = true });

	str_clear(out);
	page_text(p, out);
	page_free(p);
	doc_free(d);
}

static const struct {
	const char *name, *was, *now, *want;
} sources[] = {
	{ "a word", "# T\n\nett två\n", "# T\n\nett tre\n", "# T\n\nett [-två-] {+tre+}\n" },
	{ "re-wrapped", "ett två\ntre fyra\n", "ett två tre\nfyra\n", "ett två[-↵-]\n{+·+}tre[-·-] {+↵+}\nfyra\n" },
	{ "an address", "se [här](a)\n", "se [här](b)\n", "se [här]([-a-] {+b+})\n" },
	{ "lines of a table", "| a | b |\n|---|---|\n| x | 1 |\n| y | 2 |\n", "| a | b |\n|---|---|\n| x | 3 |\n| z z | 4 |\n| y | 2 |\n",
	    "| a | b |\n|---|---|\n| x | [-1-] {+3+} |\n{+| z z | 4 |↵+}\n| y | 2 |\n" },
	{ "far lines", "a\n\nb\n\nc\n\nd\n\ne\n\nf\n\ng\n", "a\n\nb\n\nc\n\nd\n\ne\n\nf\n\nh\n", "… 9 lines unchanged\n\n\nf\n\n[-g↵-]\n{+h↵+}\n" },
	{ "the line end of the file", "ett", "ett\n", "ett{+↵+}\n" },
	{ "line ends of another kind", "ett\r\ntvå\r\n", "ett\ntvå\n", "ett[-␍-]\ntvå[-␍-]\n" },
	{ "nothing", "ett\n", "ett\n", "no difference\n" },
};

static void the_source(void)
{
	Str got = STR_EMPTY, was = STR_EMPTY, now = STR_EMPTY;

	for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++) {
		show_source(sources[i].was, sources[i].now, &got);
		is_str(str_c(&got), sources[i].want, "the source: %s", sources[i].name);
	}
	for (int i = 0; i < 3000; i++) {
		SourcePieces p = { 0 };
		bool marked = false;

		generate(&was);
		generate(&now);
		diff_source(str_slice(&was), str_slice(&now), &p);
		source_without(&p, MARK_ADDED, &got);
		law(slice_eq(str_slice(&got), str_slice(&was)), "without what came it is was: %s\n->\n%s", str_c(&was), str_c(&now));
		source_without(&p, MARK_REMOVED, &got);
		law(slice_eq(str_slice(&got), str_slice(&now)), "without what is gone it is now: %s\n->\n%s", str_c(&was), str_c(&now));
		for (size_t k = 0; k < p.len; k++)
			marked = marked || p.v[k].mark != MARK_NONE;
		law(marked == !slice_eq(str_slice(&was), str_slice(&now)), "a mark where something differs: %s", str_c(&was));
		VEC_FREE(&p);
	}
	law_done("every byte of both texts is in the comparison of their sources");
	str_free(&got);
	str_free(&was);
	str_free(&now);
}

/* ---- in two columns ---- */

static void words_of_page(const Page *p, Str *out)
{
	VEC(const Span *) spans = { 0 };
	ptrdiff_t last = -1;

	str_clear(out);
	for (size_t i = 0; i < p->lines.len; i++)
		for (size_t k = 0; k < p->lines.v[i].spans.len; k++)
			if (p->lines.v[i].spans.v[k].place >= 0)
				VEC_PUSH(&spans, &p->lines.v[i].spans.v[k]);
	for (size_t left = spans.len; left > 0; left--) {	/* few: chosen one by one */
		const Span *best = NULL;

		for (size_t i = 0; i < spans.len; i++)
			if (spans.v[i]->place > last && (!best || spans.v[i]->place < best->place))
				best = spans.v[i];
		if (!best)
			break;
		last = best->place;
		for (size_t i = 0; i < best->text.len; i++)
			if (best->text.p[i] != ' ')
				str_add_char(out, best->text.p[i]);
	}
	VEC_FREE(&spans);
}

static bool has_moved(const Doc *d)
{
	for (const Node *n = doc_next(d->root, d->root); n; n = doc_next(d->root, n))
		if (n->mark == MARK_MOVED || n->mark == MARK_AWAY)
			return true;
	return false;
}

static void in_columns(void)
{
	Str was = STR_EMPTY, now = STR_EMPTY, got = STR_EMPTY, left = STR_EMPTY, right = STR_EMPTY;

	for (int i = 0; i < 1500; i++) {
		PageOpts opts = { .width = 60 + (int)rnd_below(140) };
		Doc *d, *a, *b;
		Page *both, *then, *here;
		bool narrow = true;

		generate(&was);
		generate(&now);
		d = diff_doc(str_slice(&was), str_slice(&now));
		a = diff_doc(str_slice(&was), str_slice(&was));
		b = diff_doc(str_slice(&now), str_slice(&now));
		both = page_beside(d, &opts);
		then = page_make(a, &(PageOpts){ .width = (opts.width - 3) / 2 });
		here = page_make(b, &(PageOpts){ .width = (opts.width - 3) / 2 });
		words_of_page(both, &got);
		words_of_page(then, &left);
		words_of_page(here, &right);
		str_add_slice(&left, str_slice(&right));
		law(has_moved(d) || slice_eq(str_slice(&got), str_slice(&left)), "left it is was, right it is now: %s\n->\n%s\ngot  %s\nwant %s", str_c(&was),
		    str_c(&now), str_c(&got), str_c(&left));
		for (size_t k = 0; k < both->lines.len; k++)
			narrow = narrow && both->lines.v[k].cols <= opts.width && (k == 0 || both->lines.v[k].source >= both->lines.v[k - 1].source);
		law(narrow, "no line is too wide, places go on: %s\n->\n%s", str_c(&was), str_c(&now));
		page_free(both);
		page_free(then);
		page_free(here);
		doc_free(d);
		doc_free(a);
		doc_free(b);
	}
	law_done("in two columns the left one is the page of then, the right one the page of now");
	str_free(&was);
	str_free(&now);
	str_free(&got);
	str_free(&left);
	str_free(&right);
}

static const struct {
	const char *name, *was, *now, *want;
} besides[] = {
	{ "blocks", "ett två\n\ntre fyra\n\nfem\n", "ett sex\n\nfem\n\nsju\n",
	    "  ett [-två-]        │   ett {+sex+}\n"
	    "                     │\n"
	    "- tre fyra           │\n"
	    "                     │\n"
	    "  fem                │   fem\n"
	    "                     │\n"
	    "                     │ + sju\n" },
	{ "a list's numbers", "1. a\n2. b\n3. c\n", "1. a\n2. c\n",
	    "   1. a              │    1. a\n"
	    "-  2. b              │\n"
	    "   3. c              │    2. c\n" },
	{ "a table", "| a | b |\n|---|---|\n| x | 1 |\n| y | 2 |\n", "| a | n |\n|---|---|\n| y | 3 |\n",
	    "  a   [-b-]          │   a   {+n+}\n"
	    "  ─   ─────          │   ─   ─────\n"
	    "- x       1          │\n"
	    "  y   [-2-]          │   y   {+3+}\n" },
	{ "a paragraph moved", "ett två tre\n\nfyra fem sex\n", "fyra fem sex\n\nett två tre\n",
	    "« “ett två tre” is   │\n"
	    "« further down now   │\n"
	    "                     │\n"
	    "  fyra fem sex       │   fyra fem sex\n"
	    "                     │\n"
	    "» ett två tre        │ » ett två tre\n" },
	{ "an address of a link", "se [här](a) nu\n", "se [här](b) nu\n",
	    "se [-här[1]-] nu     │ se {+här[1]+} nu\n"
	    "                     │\n"
	    "[1] a                │ [1] b\n" },
	{ "lines of code", "```\na\nb\n```\n", "```\na\nc\nd\n```\n",
	    "    a                │     a\n"
	    "-   b                │\n"
	    "                     │ +   c\n"
	    "                     │ +   d\n" },
	{ "a word more at the end", "ett\n", "ett två\n",
	    "ett                  │ ett {+två+}\n" },
	{ "no change", "ett\n", "ett\n",
	    "ett                  │ ett\n" },
};

static void looks(void)
{
	Str got = STR_EMPTY;

	for (size_t i = 0; i < sizeof besides / sizeof besides[0]; i++) {
		Doc *d = diff_doc(slice_c(besides[i].was), slice_c(besides[i].now));
		Page *p = page_beside(d, &(PageOpts){ .width = 43, .marks = true, .link_numbers = true });

		str_clear(&got);
		page_text(p, &got);
		is_str(str_c(&got), besides[i].want, "beside: %s", besides[i].name);
		page_free(p);
		doc_free(d);
	}
	str_free(&got);
}

/* ---- counts ---- */

static void counts(void)
{
	Str was = STR_EMPTY, now = STR_EMPTY;

	for (int i = 0; i < 3000; i++) {
		size_t added, removed, back_added, back_removed;

		generate(&was);
		generate(&now);
		diff_count(str_slice(&was), str_slice(&now), &added, &removed);
		diff_count(str_slice(&now), str_slice(&was), &back_added, &back_removed);
		law(added == back_removed && removed == back_added, "+%zu -%zu, back +%zu -%zu: %s\n->\n%s", added, removed, back_added, back_removed,
		    str_c(&was), str_c(&now));
	}
	law_done("what came one way is gone the other way");
	str_free(&was);
	str_free(&now);
}

/* ---- texts that are hard to compare ---- */

#define HARD 20000	/* words, lines or items */

static void add_equal(Str *out, bool now)
{
	for (int i = 0; i < HARD - 100 * now; i++)
		str_add_c(out, "samma rad\n\n");
}

static void add_one_word(Str *out, bool now)
{
	for (int i = 0; i < HARD; i++)
		str_add_c(out, now && i == HARD / 2 ? "nej " : "ja ");
	str_add_char(out, '\n');
}

static void add_nothing_alike(Str *out, bool now)
{
	for (int i = 0; i < HARD; i++)
		str_printf(out, "%c%d ", now ? 'a' : 'b', i);
	str_add_char(out, '\n');
}

static void add_turned(Str *out, bool now)
{
	for (int i = 0; i < HARD / 10; i++)
		str_printf(out, "stycke nummer %d av alla\n\n", now ? HARD - i : i + HARD - HARD / 10 + 1);
}

static void add_rows(Str *out, bool now)
{
	str_add_c(out, "| a | b |\n|---|---|\n");
	for (int i = 0; i < HARD / 4; i++)
		str_printf(out, "| %d | %d |\n", i % 10, now ? i * 7 % 100 : i * 3 % 100);
}

static void add_items(Str *out, bool now)
{
	for (int i = 0; i < HARD / 10; i++)
		str_printf(out, "## Rubrik %d%s\n\nett två %d tre\n\n", i, now ? " ny" : "", i * (1 + now) % 50);
}

static void add_words(Str *out, bool now)
{
	for (int i = 0; i < HARD / 8; i++)
		str_printf(out, "i stycke %d av alla stycken står det %s\n\n", i, now ? "ja" : "nej");
}

/* One paragraph: the same words in quite another order. */
static void add_scattered(Str *out, bool now)
{
	for (int i = 0; i < HARD / 4; i++)
		str_printf(out, "%d ", now ? i * 1237 % (HARD / 4) : i);
}

static const struct {
	const char *name;
	void (*add)(Str *out, bool now);
	bool rough, source;	/* more is marked than differs; in the source */
} hards[] = {
	{ "one line again and again", add_equal, false, false }, { "one word again and again", add_one_word, false, false },
	{ "no word in common", add_nothing_alike, false, false }, { "paragraphs turned round", add_turned, false, false },
	{ "rows of a table", add_rows, false, false }, { "another word in each paragraph", add_words, false, false },
	{ "very many words in another order", add_scattered, true, true }, { "items, all of other titles", add_items, false, false },
};

/* Its first line says that the marks are rough. */
static bool is_rough(const Doc *d)
{
	return d->root->first && d->root->first->kind == NODE_NOTE && slice_starts(d->root->first->text, "So much differs");
}

/* That these end is the test, and that the marks still tell no lies. */
static void hard(void)
{
	for (size_t i = 0; i < sizeof hards / sizeof hards[0]; i++) {
		Str was = STR_EMPTY, now = STR_EMPTY, got = STR_EMPTY;
		SourcePieces p = { 0 };
		Doc *d;

		hards[i].add(&was, false);
		hards[i].add(&now, true);
		d = diff_doc(str_slice(&was), str_slice(&now));
		ok(well_linked(d), "%s", hards[i].name);
		ok(is_rough(d) == hards[i].rough, "%s: %s", hards[i].name, hards[i].rough ? "rough" : "exact");
		doc_free(d);
		d = diff_source_doc(str_slice(&was), str_slice(&now), false);
		ok(is_rough(d) == hards[i].source, "%s, its source: %s", hards[i].name, hards[i].source ? "rough" : "exact");
		doc_free(d);
		diff_source(str_slice(&was), str_slice(&now), &p);
		source_without(&p, MARK_ADDED, &got);
		ok(slice_eq(str_slice(&got), str_slice(&was)), "%s: every byte of then", hards[i].name);
		source_without(&p, MARK_REMOVED, &got);
		ok(slice_eq(str_slice(&got), str_slice(&now)), "%s: every byte of now", hards[i].name);
		VEC_FREE(&p);
		str_free(&was);
		str_free(&now);
		str_free(&got);
	}
}

int main(void)
{
	tap_scrub();
	counts();
	hard();
	the_source();
	in_columns();
	looks();
	showing();
	shortened();
	long_paragraph();
	laws();
	return tap_done();
}
