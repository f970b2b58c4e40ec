/* From Markdown to the tree: blocks, places, tables, what is hidden, what is too heavy, what is unsafe. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "doc/page.h"
#include "doc/parse.h"
#include "doc/scan.h"
#include "tap.h"

static const char *const names[] = {
	[NODE_DOC] = "doc", [NODE_HEADING] = "heading", [NODE_PARA] = "para", [NODE_QUOTE] = "quote",
	[NODE_LIST] = "list", [NODE_LISTITEM] = "item",
	[NODE_CODE] = "code", [NODE_HTML] = "html", [NODE_RULE] = "rule", [NODE_TABLE] = "table", [NODE_ROW] = "row",
	[NODE_CELL] = "cell",
	[NODE_SOURCE] = "source", [NODE_NOTE] = "note", [NODE_TEXT] = "text", [NODE_SOFTBREAK] = "soft",
	[NODE_HARDBREAK] = "hard",
	[NODE_EMPH] = "emph", [NODE_STRONG] = "strong", [NODE_CODESPAN] = "codespan", [NODE_LINK] = "link",
	[NODE_IMAGE] = "image",
	[NODE_HTML_INLINE] = "tag",
};

/* "(para (text ord))": small trees are read at a glance. */
static void say_node(const Node *n, Str *out)
{
	str_printf(out, "(%s", names[n->kind]);
	if (n->kind == NODE_HEADING)
		str_printf(out, " %d", n->level);
	if (n->kind == NODE_LIST)
		str_printf(out, " %d%s", n->start, n->tight ? " tight" : "");
	if (n->kind == NODE_LISTITEM)
		str_printf(out, " %d", n->start);
	if (n->kind == NODE_ROW && n->head)
		str_add_c(out, " head");
	if (n->kind == NODE_CELL && n->align)
		str_printf(out, " %c", "-lcr"[n->align]);
	if (n->url.len > 0)
		str_printf(out, " <%.*s>", (int)n->url.len, n->url.p);
	if (n->text.len > 0) {
		str_add_char(out, ' ');
		str_add_slice(out, n->text);
	}
	for (const Node *c = n->first; c; c = c->next) {
		str_add_char(out, ' ');
		say_node(c, out);
	}
	str_add_char(out, ')');
}

static void is_tree(const char *md, const char *want, const char *name)
{
	Doc *d = doc_parse(slice_c(md), 0);
	Str got = STR_EMPTY;

	for (const Node *n = d->root->first; n; n = n->next)
		say_node(n, &got);
	is_str(str_c(&got), want, "%s", name);
	str_free(&got);
	doc_free(d);
}

static void test_trees(void)
{
	is_tree("# Vatten\n\nProv *och* **mer**.\n",
	    "(heading 1 (text Vatten))(para (text Prov ) (emph (text och)) (text  ) (strong (text mer)) (text .))",
	    "headings, paragraphs, emphasis");
	is_tree("9. a\n10. b\n\n\n5) c\n",
	    "(list 9 tight (item 9 (para (text a))) (item 10 (para (text b))))(list 5 tight (item 5 (para (text "
	    "c))))",
	    "numbers of items, and a list that begins anew");
	is_tree("- a\n\n- b\n", "(list -1 (item -1 (para (text a))) (item -1 (para (text b))))", "a loose list");
	is_tree("a\\\nb\nc<br>d", "(para (text a) (hard) (text b) (soft) (text c) (hard) (text d))",
	    "breaks; <br> is one");
	is_tree("[a *b*](u \"t\") ![c](d)",
	    "(para (link <u> (text a ) (emph (text b))) (text  ) (image <d> (text c)))", "links and pictures");
	is_tree("> ~~~ c\n> x\ty\n> ~~~\n", "(quote (code x   y))", "code, its tabs set");
	is_tree("", "", "nothing gives nothing");
}

static void test_hidden(void)
{
	is_tree("<!-- a -->\n\nb <!-- c --> d\n", "(para (text b ) (text  d))", "comments are hidden");
	is_tree("<div>\n<!-- a -->x\n</div>\n", "(html <div>\nx\n</div>)", "also within HTML");
	is_tree("<!-- a\n\n# b\n", "(html <!-- a\n\n# b)", "but not one that never ends");
}

static void test_tables(void)
{
	is_tree("|a|b|\n|:-|-:|\n|1|*2*|\n",
	    "(table (row head (cell l (text a)) (cell r (text b))) (row (cell l (text 1)) (cell r (emph (text 2)))))",
	    "a table");
	is_tree("a|b\n-|-\n`c\\|d` | \\\\\n",
	    "(table (row head (cell (text a)) (cell (text b))) (row (cell (codespan c|d)) (cell (text \\))))",
	    "escaped pipes, also in code");
	is_tree("före\na|b\n-|-\n", "(para (text före))(table (row head (cell (text a)) (cell (text b))))",
	    "a table behind a line of prose");
	is_tree("|a|\n|-|\n|b|c|\n||\n",
	    "(table (row head (cell (text a))) (row (cell (text b)) (cell (text c))) (row (cell)))",
	    "ragged rows lose nothing");
	is_tree("|a|b|\n|-|\n", "(para (text |a|b|) (soft) (text |-|))",
	    "no table: as many dashes as heads are needed");
	is_tree("> - |a|\n>   |-|\n>   |[b]|\n\n[b]: /u\n",
	    "(quote (list -1 tight (item -1 (table (row head (cell (text a))) (row (cell (link </u> (text b))))))))",
	    "a table in a list in a quote; definitions reach into cells");
	is_tree("|# a|\n|-|\n|- b|\n", "(table (row head (cell (text # a))) (row (cell (text - b))))",
	    "what would be a block is text in a cell");
	is_tree("a|b #\n-|-\n", "(table (row head (cell (text a)) (cell (text b #))))",
	    "a # at the end of a cell stays");
}

/* Every node's place shows its text in the source, where source and text are the same. */
static void test_places(void)
{
	Slice md = SLICE_LIT("\xef\xbb\xbf# R\xc3\xb6r\n\ntv\xc3\xa5 rader\nfet **text** h\xc3\xa4r\n\n[d]: "
	    "/u\nefter\n===\n\n- punkt\n\n  sist\n\n|ett|tv\xc3\xa5|\n|-|-|\n|tre|fyra|\n");
	Doc *d = doc_parse(md, 100);
	Slice lines[] = { SLICE_LIT("# R\xc3\xb6r\n"), SLICE_LIT("tv\xc3\xa5 rader\nfet **text** h\xc3\xa4r\n"),
	    SLICE_LIT("efter\n===\n"), SLICE_LIT("- punkt\n\n  sist\n"),
		SLICE_LIT("|ett|tv\xc3\xa5|\n|-|-|\n|tre|fyra|\n") };
	size_t i = 0;

	for (const Node *n = d->root->first; n && i < 5; n = n->next, i++) {
		Slice got = slice_sub(md, n->from - 100, n->to - 100);
		if (i == 0)
			got = slice_sub(got, 3, got.len);
		law(slice_eq(got, lines[i]), "block %zu is %.*s", i, (int)got.len, got.p);
	}
	is_int((long long)i, 5, "five blocks");
	law_done("a block's bytes are its lines");
	for (const Node *n = d->root; n; n = doc_next(d->root, n))
		if (n->kind == NODE_TEXT) {
			Slice at = slice_sub(md, n->from - 100, n->from - 100 + n->text.len);
			law(slice_eq(at, n->text), "%.*s is at %zu", (int)n->text.len, n->text.p,
			    n->from);
		}
	law_done("a text's place is where it stands");
	doc_free(d);
}

static void add_times(Str *out, const char *what, size_t times)
{
	while (times-- > 0)
		str_add_c(out, what);
}

static void test_heavy(void)
{
	Str md = STR_EMPTY, html = STR_EMPTY;
	Doc *d;

	str_add_c(&md, "före\n");
	add_times(&md, "> ", SCAN_DEPTH_MAX + 1);
	str_add_c(&md, "~~~~ <djup>\nlat\n\nefter [b]\n\n");
	add_times(&md, "[", SCAN_BRACKETS_MAX + 1);
	str_add_c(&md, "\n\n[b]: /u\n");
	d = doc_parse(str_slice(&md), 0);
	const Node *n = d->root->first;
	ok(n && n->kind == NODE_PARA && slice_is(n->first->text, "före"),
	    "what stands before a heavy block is as ever");
	n = n ? n->next : NULL;
	ok(n && n->kind == NODE_SOURCE && slice_starts(n->text, "> > >") && slice_ends(n->text, "lat"),
	    "a block too deep is its source");
	n = n ? n->next : NULL;
	ok(n && n->kind == NODE_PARA && n->last->kind == NODE_LINK,
	    "what stands behind it too, and knows the definitions");
	n = n ? n->next : NULL;
	ok(n && n->kind == NODE_SOURCE && n->text.len == SCAN_BRACKETS_MAX + 1 && !n->next,
	    "a paragraph of too many brackets is its source");
	doc_free(d);
	doc_html(str_slice(&md), &html);
	ok(slice_find(str_slice(&html), SLICE_LIT("&lt;djup&gt;"), 0) > 0, "and so in HTML");
	str_free(&html);
	str_free(&md);
}

/* A tree that no text gives: nesting must not cost stack. */
static void test_deep(void)
{
	Doc *d = doc_new();
	Node *in = d->root;
	PageOpts opts = { .width = 40, .marks = true };
	Str words = STR_EMPTY, text = STR_EMPTY;
	Page *p;

	for (int i = 0; i < 50000; i++) {
		Node *q = doc_node(d, i % 2 ? NODE_QUOTE : NODE_LISTITEM);
		doc_append(in, q);
		in = q;
	}
	doc_append(in, doc_node(d, NODE_PARA));
	in = in->last;
	for (int i = 0; i < 50000; i++) {
		doc_append(in, doc_node(d, i % 2 ? NODE_EMPH : NODE_STRONG));
		in = in->last;
	}
	doc_append(in, doc_text(d, NODE_TEXT, SLICE_LIT("botten")));
	doc_words(d->root, &words);
	is_str(str_c(&words) + words.len - 6, "botten", "words of a tree 100,000 deep");
	p = page_make(d, &opts);
	page_text(p, &text);
	ok(slice_ends(str_slice(&text), "botten\n"), "and its page");
	page_free(p);
	doc_free(d);
	str_free(&words);
	str_free(&text);
}

static void test_guard(void)
{
	Str md = STR_EMPTY;
	Doc *d;

	while (md.len <= PARSE_GUARD_BYTES)
		str_add_c(&md, "Ett *stycke* med [länk](u).\n\n");
	d = doc_parse(str_slice(&md), 0);
	ok(d->root->first->kind == NODE_PARA, "a large text is parsed");
	doc_free(d);
	while (md.len < 8 * 1024 * 1024)
		str_add_slice(&md, SLICE_LIT("Ett *stycke* med [länk](u).\n\n"));
	d = doc_parse_within(str_slice(&md), 7, -8 * 50 + 1);
	ok(d->root->first->kind == NODE_NOTE && d->root->last->kind == NODE_SOURCE,
	    "one that takes too long is its source, with a word why");
	is_int((long long)d->root->last->text.len, (long long)md.len - 1, "all of it");
	is_int((long long)d->root->last->from, 7, "where it stands");
	doc_free(d);
	str_free(&md);
}

static void test_gate(void)
{
	static const char *const vectors[] = {
		"a&#27;b", "a&#x9b;b", "a&#x202e;b", "a\x1b[31mb", "a\x07", "`\x1b`", "    \x1b\n", "<b \x1b>",
		"[a](<\x1b>)", "![a&#7;](b)", "|&#27;|\n|-|\n",
		"<div>\x1b\n", "\xe2\x80\xa9", "&#x2028;", "a&#8;b", "a&#13;b", "[a](/&#27;)", "[a](b '&#27;')", NULL
	};

	for (const char *const *v = vectors; *v; v++) {
		Doc *d = doc_parse(slice_c(*v), 0);
		for (const Node *n = d->root; n; n = doc_next(d->root, n)) {
			Slice all[] = { n->text, n->url, n->title };
			for (size_t k = 0; k < 3; k++)
				for (size_t i = 0; i < all[k].len; i++) {
					unsigned char c = (unsigned char)all[k].p[i];
					law((c >= 0x20 && c != 0x7f) || c == '\n', "%s: byte %02x", *v, c);
					law(c != 0xc2 || i + 1 == all[k].len ||
					    (unsigned char)all[k].p[i + 1] >= 0xa0, "%s: C1", *v);
				}
		}
		doc_free(d);
	}
	law_done("no control character comes through");
	is_tree("per\xc2\xadson", "(para (text per\xc2\xadson))", "soft hyphens do, for the page");
}

static void test_html(void)
{
	Str out = STR_EMPTY;

	doc_html(SLICE_LIT("# A\n\n<script>x</script>\n\n[a](javascript:x)\n"), &out);
	is_str(str_c(&out), "<h1>A</h1>\n<!-- raw HTML omitted -->\n<p><a href=\"\">a</a></p>\n",
	    "HTML without its dangers");
	str_free(&out);
}

static void test_tree_room(void)
{
	Doc *d = doc_new();
	Node *a = doc_text(d, NODE_TEXT, SLICE_LIT("a")), *b = doc_text(d, NODE_TEXT, SLICE_LIT("b")),
	    *c = doc_text(d, NODE_TEXT, SLICE_LIT("c"));
	Node *p = doc_node(d, NODE_PARA);
	Str got = STR_EMPTY;

	doc_append(d->root, p);
	doc_append(p, c);
	doc_insert_before(c, a);
	doc_insert_before(c, b);
	doc_words(p, &got);
	is_str(str_c(&got), "abc", "append and insert");
	doc_unlink(a);
	doc_unlink(c);
	str_clear(&got);
	doc_words(p, &got);
	is_str(str_c(&got), "b", "unlink");
	ok(p->first == b && p->last == b && !b->prev && !b->next && !a->parent, "and nothing hangs loose");
	str_free(&got);
	doc_free(d);
}

int main(void)
{
	tap_scrub();
	test_tree_room();
	test_trees();
	test_hidden();
	test_tables();
	test_places();
	test_heavy();
	test_deep();
	test_guard();
	test_gate();
	test_html();
	return tap_done();
}
