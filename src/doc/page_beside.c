/* A comparison in two columns: left the page as it was, right as it is, the same blocks beside each other. */
#include <stdint.h>
#include <stdlib.h>

#include "doc/page_set.h"

#define BETWEEN " │ "
#define BETWEEN_COLS 3
#define SIDE_LEAST 20		/* columns of a page */

/* ---- one side ---- */

/* What has no place on a side. */
static bool is_left_out(const Node *n, bool then)
{
	if (then)
		return n->mark == MARK_ADDED;
	return n->mark == MARK_REMOVED || n->mark == MARK_AWAY || (n->kind == NODE_LISTITEM && n->first && n->first->mark == MARK_AWAY);
}

/* The blank between a word that is gone and one that has come belongs to neither. */
static bool is_between(const Node *n)
{
	return n->kind == NODE_TEXT && n->mark == MARK_CHANGED;
}

static Node *copy_node(Doc *d, const Node *n, size_t id, bool then)
{
	Node *c = doc_node(d, n->kind);

	*c = *n;
	c->parent = c->first = c->last = c->prev = c->next = NULL;
	c->from = c->to = doc_is_block(n) ? id : 0;
	if (then && n->kind == NODE_LISTITEM && n->level > 0)
		c->start = n->level;
	return c;
}

/* A copy of one side; blocks have for their place a number that both sides give them, from 1.  Texts stay in the Doc's arena. */
static Doc *side_of(const Doc *doc, bool then)
{
	Doc *d = doc_new();
	Node *at = d->root;
	const Node *n = doc->root->first;
	size_t id = 0;

	while (n) {
		bool out = is_left_out(n, then) || is_between(n);

		id += doc_is_block(n);
		if (!out)
			doc_append(at, copy_node(d, n, id, then));
		if (!out && n->first) {
			at = at->last;
			n = n->first;
			continue;
		}
		for (const Node *k = out ? doc_next(n, n) : NULL; k; k = doc_next(n, k))
			id += doc_is_block(k);
		while (!n->next && n->parent != doc->root) {
			n = n->parent;
			at = at->parent;
			if (!doc_is_block(n) && !at->last->first)	/* nothing of it is on this side */
				doc_unlink(at->last);
		}
		n = n->next;
	}
	return d;
}

#define ADDRESSES (SIZE_MAX - 1)	/* in place of a block's number */

/* The addresses of links at the end are no lines of the last block. */
static void set_addresses_apart(Page *p)
{
	for (size_t i = p->lines.len; i-- > 0;) {
		PageLine *l = &p->lines.v[i];

		for (size_t k = 0; k < l->spans.len; k++)
			if (l->spans.v[k].place >= 0 || (l->spans.v[k].link == 0 && slice_trim(l->spans.v[k].text).len > 0))
				return;
		l->source = ADDRESSES;
	}
}

static Page *side_page(const Doc *doc, bool then, const PageOpts *opts)
{
	Doc *d = side_of(doc, then);
	Page *p;

	p = page_make(d, opts);
	set_addresses_apart(p);
	doc_free(d);
	return p;
}

/* ---- both ---- */

typedef struct {
	Page *page, *left, *right;
	size_t *source;		/* by number of a block: where it begins */
	size_t at;		/* never goes back */
	int left_cols, width;
	ptrdiff_t left_places;
} Zip;

static size_t *sources_of(const Doc *doc)
{
	size_t n = 1, *source;

	for (const Node *k = doc_next(doc->root, doc->root); k; k = doc_next(doc->root, k))
		n += doc_is_block(k);
	source = mem_alloc_n(n, sizeof *source);
	n = 1;
	for (const Node *k = doc_next(doc->root, doc->root); k; k = doc_next(doc->root, k))
		if (doc_is_block(k))
			source[n++] = k->from;
	return source;
}

static void add_span(Zip *z, PageLine *l, Slice text, Span like)
{
	Span *s = VEC_ADD(&l->spans);

	*s = like;
	s->text = slice(arena_dup(z->page->arena, text.p, text.len), text.len);
	l->cols += s->cols;
}

static void add_blanks(Zip *z, PageLine *l, int n)
{
	Str s = STR_EMPTY;

	if (n <= 0)
		return;
	str_add_n(&s, ' ', (size_t)n);
	add_span(z, l, str_slice(&s), (Span){ .role = ROLE_TEXT, .place = -1, .cols = n });
	str_free(&s);
}

static void add_side(Zip *z, PageLine *l, const Page *side, size_t line, ptrdiff_t places, int links)
{
	const PageLine *from = &side->lines.v[line];

	for (size_t i = 0; i < from->spans.len; i++) {
		Span s = from->spans.v[i];

		s.place += s.place >= 0 ? places : 0;
		s.link += s.link > 0 ? links : 0;
		add_span(z, l, s.text, s);
	}
	l->heading = l->heading || from->heading;
}

/* Lines of one block (or of one side of it, or none) beside each other. */
static void add_block(Zip *z, size_t id, size_t i, size_t i2, size_t k, size_t k2)
{
	if (id != ADDRESSES && z->source[id] > z->at)
		z->at = z->source[id];
	while (i < i2 || k < k2) {
		PageLine *l = VEC_ADD(&z->page->lines);

		l->source = l->source_at = z->at;
		if (i < i2)
			add_side(z, l, z->left, i++, 0, 0);
		add_blanks(z, l, z->left_cols - l->cols);
		add_span(z, l, SLICE_LIT(BETWEEN), (Span){ .role = ROLE_RULE, .place = -1, .cols = BETWEEN_COLS });
		if (k < k2)
			add_side(z, l, z->right, k++, z->left_places, (int)z->left->links.len);
	}
}

static size_t end_of_block(const Page *p, size_t line, size_t id)
{
	while (line < p->lines.len && p->lines.v[line].source == id)
		line++;
	return line;
}

static ptrdiff_t places_of(const Page *p)
{
	ptrdiff_t end = 0;

	for (size_t i = 0; i < p->lines.len; i++)
		for (size_t k = 0; k < p->lines.v[i].spans.len; k++) {
			const Span *s = &p->lines.v[i].spans.v[k];

			if (s->place >= 0 && s->place + (ptrdiff_t)s->text.len > end)
				end = s->place + (ptrdiff_t)s->text.len;
		}
	return end + 1;		/* the end of a block */
}

static void zip_lines(Zip *z)
{
	const Page *a = z->left, *b = z->right;

	for (size_t i = 0, k = 0; i < a->lines.len || k < b->lines.len;) {
		size_t left = i < a->lines.len ? a->lines.v[i].source : SIZE_MAX, right = k < b->lines.len ? b->lines.v[k].source : SIZE_MAX;
		size_t id = left < right ? left : right, i2 = end_of_block(a, i, id), k2 = end_of_block(b, k, id);

		add_block(z, id, i, i2, k, k2);
		i = i2;
		k = k2;
	}
}

static Slice kept(Zip *z, Slice s)
{
	return slice(arena_dup(z->page->arena, s.len ? s.p : "", s.len), s.len);
}

static void take_links(Zip *z, const Page *side)
{
	for (size_t i = 0; i < side->links.len; i++) {
		PageLink *l = VEC_ADD(&z->page->links);

		*l = side->links.v[i];
		l->url = kept(z, l->url);
		l->title = kept(z, l->title);
		l->text = kept(z, l->text);
		l->line = SIZE_MAX;
	}
}

static void place_links(Page *p)
{
	for (size_t i = 0; i < p->lines.len; i++)
		for (size_t k = 0; k < p->lines.v[i].spans.len; k++) {
			int link = p->lines.v[i].spans.v[k].link;

			if (link > 0 && p->links.v[link - 1].line == SIZE_MAX)
				p->links.v[link - 1].line = i;
		}
	for (size_t i = 0; i < p->links.len; i++)
		if (p->links.v[i].line == SIZE_MAX)
			p->links.v[i].line = 0;
}

/* The page of both, or NULL: one of the sides is empty. */
static Page *both(Zip *z, const Doc *doc)
{
	if (z->left->lines.len == 0 || z->right->lines.len == 0)
		return NULL;
	z->source = sources_of(doc);
	z->left_places = places_of(z->left);
	z->page = mem_alloc(sizeof *z->page);
	z->page->arena = arena_new();
	z->page->width = z->width;
	zip_lines(z);
	take_links(z, z->left);
	take_links(z, z->right);
	place_links(z->page);
	free(z->source);
	return z->page;
}

Page *page_beside(const Doc *doc, const PageOpts *opts)
{
	Page *page;
	int cols = (opts->width - BETWEEN_COLS) / 2;
	PageOpts own = *opts;
	Zip z = { .left_cols = cols, .width = opts->width };

	if (cols < SIDE_LEAST)
		return page_make(doc, opts);
	own.width = cols;
	own.hang = false;
	own.gutter = page_has_signs(doc);
	z.left = side_page(doc, true, &own);
	z.right = side_page(doc, false, &own);
	page = both(&z, doc);
	page_free(z.left);
	page_free(z.right);
	return page ? page : page_make(doc, opts);
}
