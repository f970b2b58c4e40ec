/*
 * Marks inside a block: its words then and now, laid over the words of now without losing their
 * emphasis and links.
 */
#include <stdlib.h>

#include "issue/diff_words.h"

/* The text of a block in one row, and which inline each byte is from. */
typedef struct {
	Node *node;
	size_t from, to;
} Leaf;

typedef struct {
	Str text;
	VEC(Leaf) leaves;
	Words words;
	unsigned char *changed;
} Row;

/* Words that are gone, to be put in at a byte of now. */
typedef struct {
	size_t at;
	size_t from, to;	/* of then */
	bool space_before, space_behind;	/* blanks that are gone with them */
	bool parted;		/* what came stands right behind them */
} Gone;

/* A run of now that came, blanks that came with it included: what has no mark stood there before. */
typedef struct {
	size_t from, to;
} Come;

typedef struct {
	Doc *doc;
	Node *block;
	const Row *was;
	const Node *was_block;
	VEC(Gone) gone;
	VEC(Come) come;
	size_t next_gone, next_come;
} Marker;

static bool is_leaf(const Node *n)
{
	switch (n->kind) {
	case NODE_TEXT:
	case NODE_CODESPAN:
	case NODE_HTML_INLINE:
	case NODE_SOFTBREAK:
	case NODE_HARDBREAK:
		return true;
	default:
		return false;
	}
}

/* The link or picture that an inline is of, or NULL. */
static const Node *link_of(const Node *block, const Node *n)
{
	const Node *link = NULL;

	for (; n != block; n = n->parent)
		if (n->kind == NODE_LINK || n->kind == NODE_IMAGE)
			link = n;
	return link;
}

static void number_links(const Node *block, Intern *in, Row *r)
{
	for (size_t i = 0, w = 0; i < r->leaves.len; i++) {
		const Leaf *l = &r->leaves.v[i];
		const Node *link = link_of(block, l->node);

		for (; w < r->words.len && r->words.v[w].from < l->to; w++)
			if (link)
				r->words.v[w].number = word_number(slice_sub(str_slice(&r->text), r->words.v[w].from, r->words.v[w].to), link->url, in);
	}
}

static void row_read(Node *block, Intern *in, Row *out)
{
	for (Node *n = doc_next(block, block); n; n = doc_next(block, n)) {
		Leaf *l;

		if (!is_leaf(n))
			continue;
		l = VEC_ADD(&out->leaves);
		l->node = n;
		l->from = out->text.len;
		if (n->kind == NODE_SOFTBREAK || n->kind == NODE_HARDBREAK)
			str_add_char(&out->text, ' ');
		else
			str_add_slice(&out->text, n->text);
		l->to = out->text.len;
	}
	words_read(str_slice(&out->text), in, &out->words);
	number_links(block, in, out);
	out->changed = mem_alloc(out->words.len + 1);
}

static void row_free(Row *r)
{
	str_free(&r->text);
	VEC_FREE(&r->leaves);
	VEC_FREE(&r->words);
	free(r->changed);
}

/* ---- what goes where ---- */

/* The words [i, end) of one side between two that both have, and whether white space stands at its ends. */
typedef struct {
	size_t i, end;
	bool before, behind;
} Run;

static Run run_at(const Row *r, size_t i)
{
	Run run = { .i = i, .end = i };

	while (run.end < r->words.len && r->changed[run.end])
		run.end++;
	run.before = i > 0 && i < r->words.len && r->words.v[i].spaced;
	run.behind = run.end > i && run.end < r->words.len && r->words.v[run.end].spaced;
	return run;
}

static size_t end_of_word_before(const Row *r, size_t i)
{
	return i > 0 ? r->words.v[i - 1].to : 0;
}

static size_t begin_of_word(const Row *r, size_t i)
{
	return i < r->words.len ? r->words.v[i].from : r->text.len;
}

static void add_gone(Marker *m, const Row *was, Run a, const Row *now, Run b)
{
	const Word *w = was->words.v;
	Gone *g = VEC_ADD(&m->gone);

	g->from = w[a.i].from;
	g->to = w[a.end - 1].to;
	g->parted = b.end > b.i;
	g->at = begin_of_word(now, b.i);
	if (!g->parted && b.before && !a.before && a.behind) {	/* "klart. Nu" to "klart nu": behind the word, before the blank */
		g->at = end_of_word_before(now, b.i);
		return;
	}
	g->space_before = a.before && !b.before;
	g->space_behind = a.behind && !b.behind;
}

static void add_come(Marker *m, Run a, bool gone, const Row *now, Run b)
{
	Come *c = VEC_ADD(&m->come);
	bool shared_before = b.before && a.before, shared_behind = b.behind && (gone ? a.behind : a.before && !b.before);

	c->from = shared_before ? begin_of_word(now, b.i) : end_of_word_before(now, b.i);
	c->to = shared_behind ? now->words.v[b.end - 1].to : begin_of_word(now, b.end);
}

/* Nothing came, but the blank before the word that follows: it parts what was together. */
static void add_blank(Marker *m, const Row *now, Run b)
{
	VEC_PUSH(&m->come, ((Come){ end_of_word_before(now, b.i), begin_of_word(now, b.i) }));
}

static void find_runs(Marker *m, const Row *was, const Row *now)
{
	for (size_t i = 0, k = 0; i < was->words.len || k < now->words.len;) {
		Run a = run_at(was, i), b = run_at(now, k);

		if (a.end > a.i)
			add_gone(m, was, a, now, b);
		if (b.end > b.i)
			add_come(m, a, a.end > a.i, now, b);
		else if (a.end > a.i && b.before && !a.before && !a.behind)
			add_blank(m, now, b);
		i = a.end + 1;
		k = b.end + 1;
	}
}

/* ---- laying it over the block ---- */

static Node *piece(Marker *m, const Node *like, Slice text, Mark mark)
{
	Node *n = doc_node(m->doc, like->kind);

	n->text = slice(arena_dup(m->doc->arena, text.p, text.len), text.len);
	n->mark = mark;
	n->from = like->from;
	n->to = like->to;
	return n;
}

static Node *plain(Marker *m, Slice text, Mark mark, size_t place)
{
	Node *n = doc_node(m->doc, NODE_TEXT);

	n->text = slice(arena_dup(m->doc->arena, text.p, text.len), text.len);
	n->mark = mark;
	n->from = n->to = place;
	return n;
}

/* Not into emphasis or a link that only begins there. */
static Node *outermost(const Marker *m, Node *n, bool at_start)
{
	while (at_start && n->parent != m->block && !n->prev)
		n = n->parent;
	return n;
}

static void put(Marker *m, Node *n, Node *before)
{
	if (before)
		doc_insert_before(before, n);
	else
		doc_append(m->block, n);
}

/* Words of then in a link that was: it goes with them. */
static Node *linked(Marker *m, const Node *link, Node *text)
{
	Node *n = doc_node(m->doc, link->kind);

	n->url = slice(arena_dup(m->doc->arena, link->url.p ? link->url.p : "", link->url.len), link->url.len);
	n->title = slice(arena_dup(m->doc->arena, link->title.p ? link->title.p : "", link->title.len), link->title.len);
	n->from = n->to = text->from;
	doc_append(n, text);
	return n;
}

/* The words of then, those of one link (or of none) together. */
static void put_words(Marker *m, const Gone *g, Node *before, size_t place)
{
	Slice text = str_slice(&m->was->text);
	size_t from = g->from;
	const Node *link = NULL;

	for (size_t i = 0; i < m->was->leaves.len && m->was->leaves.v[i].from < g->to; i++) {
		const Leaf *l = &m->was->leaves.v[i];
		const Node *own = link_of(m->was_block, l->node);
		size_t to = l->to < g->to ? l->to : g->to, begin = l->from > from ? l->from : from;

		if (to <= from)
			continue;
		if (own != link && begin > from) {
			Node *n = plain(m, slice_sub(text, from, begin), MARK_REMOVED, place);

			put(m, link ? linked(m, link, n) : n, before);
			from = begin;
		}
		link = own;
	}
	if (from < g->to) {
		Node *n = plain(m, slice_sub(text, from, g->to), MARK_REMOVED, place);

		put(m, link ? linked(m, link, n) : n, before);
	}
}

static void put_gone(Marker *m, const Gone *g, Node *before, size_t place)
{
	if (g->space_before)
		put(m, plain(m, SLICE_LIT(" "), MARK_REMOVED, place), before);
	put_words(m, g, before, place);
	if (g->space_behind || g->parted)
		put(m, plain(m, SLICE_LIT(" "), g->space_behind ? MARK_REMOVED : MARK_CHANGED, place), before);
}

/* The next byte of the leaf where something begins or ends. */
static size_t next_edge(const Marker *m, size_t at, size_t to)
{
	const Come *c = m->next_come < m->come.len ? &m->come.v[m->next_come] : NULL;

	if (m->next_gone < m->gone.len && m->gone.v[m->next_gone].at > at && m->gone.v[m->next_gone].at < to)
		to = m->gone.v[m->next_gone].at;
	if (c && c->from > at && c->from < to)
		to = c->from;
	if (c && c->to > at && c->to < to)
		to = c->to;
	return to;
}

static Mark mark_at(Marker *m, size_t at)
{
	while (m->next_come < m->come.len && m->come.v[m->next_come].to <= at)
		m->next_come++;
	return m->next_come < m->come.len && m->come.v[m->next_come].from <= at ? MARK_ADDED : MARK_NONE;
}

static void lay_over(Marker *m, const Row *now, const Leaf *l)
{
	Node *n = l->node;
	bool whole = n->kind != NODE_TEXT && n->kind != NODE_CODESPAN, first = true;

	for (size_t at = l->from; at < l->to;) {
		size_t end;
		Mark mark;

		while (m->next_gone < m->gone.len && m->gone.v[m->next_gone].at <= at)
			put_gone(m, &m->gone.v[m->next_gone++], outermost(m, n, first && at == l->from), n->from);
		mark = mark_at(m, at);
		end = whole ? l->to : next_edge(m, at, l->to);
		if (whole || (at == l->from && end == l->to)) {
			if (mark != MARK_NONE)
				n->mark = mark;
			return;
		}
		doc_insert_before(n, piece(m, n, slice_sub(str_slice(&now->text), at, end), mark));
		first = false;
		at = end;
	}
	if (!first)
		doc_unlink(n);
}

bool words_mark(Doc *d, const Node *was, Node *now, Intern *in, bool *rough)
{
	Row a = { .text = STR_EMPTY }, b = { .text = STR_EMPTY };
	Marker m = { .doc = d, .block = now, .was = &a, .was_block = was };
	bool differ;

	row_read((Node *)(uintptr_t)was, in, &a);
	row_read(now, in, &b);
	words_compare(&a.words, &b.words, a.changed, b.changed, rough);
	find_runs(&m, &a, &b);
	differ = m.gone.len + m.come.len > 0;
	for (size_t i = 0; differ && i < b.leaves.len; i++)
		lay_over(&m, &b, &b.leaves.v[i]);
	while (m.next_gone < m.gone.len)
		put_gone(&m, &m.gone.v[m.next_gone++], NULL, now->to);
	VEC_FREE(&m.gone);
	VEC_FREE(&m.come);
	row_free(&a);
	row_free(&b);
	return differ;
}
