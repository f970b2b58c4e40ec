/* Comparing blocks: equal ones by their whole content, others in order by likeness, and then from within. */
#include "issue/diff_blocks.h"

#include <stdlib.h>

#include "base/lcs.h"
#include "issue/diff_words.h"
#include "issue/similar.h"

#define LIKE_LEAST 0.5		/* two blocks that are one, rewritten */
#define LIKE_ALONE 0.2		/* … where nothing else stands between the same neighbours */
#define GAP_MAX 200		/* blocks in a gap that are compared all with all */

/* ---- what a block is, as bytes ---- */

static int depth_below(const Node *root, const Node *n)
{
	int depth = 0;

	for (; n != root; n = n->parent)
		depth++;
	return depth;
}

static void add_folded(Slice s, Str *out)
{
	for (size_t i = 0; i < s.len; i++) {
		bool white = s.p[i] == ' ' || s.p[i] == '\n' || s.p[i] == '\t';

		if (!white)
			str_add_char(out, s.p[i]);
		else if (out->len > 0 && out->p[out->len - 1] != ' ')
			str_add_char(out, ' ');
	}
}

/* Kinds, depths, addresses and words, without the numbers of lists and the form of white space. */
static uint32_t key_of(BlockDiff *d, const Node *root)
{
	Str s = STR_EMPTY;
	const Node *parent = NULL;
	uint32_t key;

	str_printf(&s, "%d.%d", (int)root->kind, root->level);
	str_add_slice(&s, root->text);
	for (const Node *n = doc_next(root, root); n; n = doc_next(root, n)) {
		bool prose = n->kind == NODE_TEXT || n->kind == NODE_SOFTBREAK;

		if (!prose || n->parent != parent)
			str_printf(&s, "\x01%d.%d.%d", prose ? (int)NODE_TEXT : (int)n->kind, n->level, depth_below(root, n));
		parent = n->parent;
		if (n->kind == NODE_SOFTBREAK)
			add_folded(SLICE_LIT(" "), &s);
		else if (prose)
			add_folded(n->text, &s);
		else
			str_add_slice(&s, n->text);
		str_add_slice(&s, n->url);
	}
	key = intern_put(d->keys, str_slice(&s));
	str_free(&s);
	return key;
}

static double likeness(BlockDiff *d, const Node *a, const Node *b)
{
	Str x = STR_EMPTY, y = STR_EMPTY;
	Bag ba = { 0 }, bb = { 0 };
	double like;

	doc_words(a, &x);
	doc_words(b, &y);
	bag_read(str_slice(&x), d->words, &ba);
	bag_read(str_slice(&y), d->words, &bb);
	like = bag_similarity(&ba, &bb);
	VEC_FREE(&ba);
	VEC_FREE(&bb);
	str_free(&x);
	str_free(&y);
	return like;
}

/* ---- putting blocks in ---- */

static Node *copy_node(Doc *d, const Node *n)
{
	Node *c = doc_node(d, n->kind);

	*c = *n;
	c->parent = c->first = c->last = c->prev = c->next = NULL;
	c->text = slice(arena_dup(d->arena, n->text.p ? n->text.p : "", n->text.len), n->text.len);
	c->url = slice(arena_dup(d->arena, n->url.p ? n->url.p : "", n->url.len), n->url.len);
	c->title = slice(arena_dup(d->arena, n->title.p ? n->title.p : "", n->title.len), n->title.len);
	return c;
}

/* Places in the text of then mean nothing in the one of now: all get the one given. */
static Node *copy_tree(Doc *d, const Node *root, size_t place)
{
	Node *top = copy_node(d, root), *at = top;
	const Node *n = root;

	top->from = top->to = place;
	while (n) {
		if (n->first) {
			n = n->first;
		} else {
			while (n != root && !n->next) {
				n = n->parent;
				at = at->parent;
			}
			if (n == root)
				break;
			n = n->next;
			at = at->parent;
		}
		doc_append(at, copy_node(d, n));
		at = at->last;
		at->from = at->to = place;
	}
	return top;
}

static void put_behind(Node *n, Cursor *c)
{
	Node *next = c->at ? c->at->next : c->parent->first;
	Node *parent = c->at ? c->at->parent : c->parent;

	if (next)
		doc_insert_before(next, n);
	else
		doc_append(parent, n);
	c->at = n;
}

void blocks_put(BlockDiff *d, Node *n, const Node *list, Cursor *c)
{
	Node *next = c->at ? c->at->next : c->parent->first;

	if (n->kind == NODE_LISTITEM && !(c->at ? c->at->kind == NODE_LISTITEM : c->parent->kind == NODE_LIST)) {
		if (next && next->kind == NODE_LIST) {
			c->parent = next;
			c->at = NULL;
		} else {
			Node *around = copy_node(d->doc, list);

			around->mark = MARK_NONE;
			around->from = around->to = n->from;
			put_behind(around, c);
			c->parent = around;
			c->at = NULL;
		}
	} else if (n->kind != NODE_LISTITEM && c->at && c->at->kind == NODE_LISTITEM) {
		if (c->at->next) {	/* the list goes on behind it */
			doc_append(c->at, n);
			return;
		}
		c->at = c->at->parent;
	}
	put_behind(n, c);
}

void blocks_gone(BlockDiff *d, const Node *was, Cursor *c)
{
	Node *n = copy_tree(d->doc, was, c->at ? c->at->to : c->parent->from);

	n->mark = MARK_REMOVED;
	blocks_put(d, n, was->parent, c);
}

/* ---- pairing ---- */

typedef struct {
	const Nodes *was, *now;
	ptrdiff_t *pair;	/* by now: the one of then, or -1 */
} Pairing;

static void pair_equal(BlockDiff *d, Pairing *p)
{
	uint32_t *a = mem_alloc_n(p->was->len + 1, sizeof *a), *b = mem_alloc_n(p->now->len + 1, sizeof *b);
	LcsPair *pairs = mem_alloc_n((p->was->len < p->now->len ? p->was->len : p->now->len) + 1, sizeof *pairs);
	size_t n;

	for (size_t i = 0; i < p->was->len; i++)
		a[i] = key_of(d, p->was->v[i]);
	for (size_t i = 0; i < p->now->len; i++) {
		b[i] = key_of(d, p->now->v[i]);
		p->pair[i] = -1;
	}
	n = lcs(a, p->was->len, b, p->now->len, pairs);
	for (size_t i = 0; i < n; i++)
		p->pair[pairs[i].b] = (ptrdiff_t)pairs[i].a;
	free(a);
	free(b);
	free(pairs);
}

static bool may_pair(const Node *a, const Node *b)
{
	return a->kind == b->kind && a->kind != NODE_RULE && a->kind != NODE_NOTE &&
	    (a->kind != NODE_LIST || (a->start < 0) == (b->start < 0));
}

/* The best match of the one that now[k] is, among those of then from i. */
static void pair_gap(BlockDiff *d, Pairing *p, size_t i, size_t i2, size_t k, size_t k2)
{
	if (i2 - i == 1 && k2 - k == 1) {
		const Node *a = p->was->v[i], *b = p->now->v[k];

		if (may_pair(a, b) && (a->kind == NODE_HEADING || !doc_is_block(a) || likeness(d, a, b) >= LIKE_ALONE))
			p->pair[k] = (ptrdiff_t)i;
		return;
	}
	for (; k < k2; k++) {
		double best = LIKE_LEAST;
		size_t end = i2 - i > GAP_MAX ? i + GAP_MAX : i2;

		for (size_t x = i; x < end; x++) {
			double like = may_pair(p->was->v[x], p->now->v[k]) ? likeness(d, p->was->v[x], p->now->v[k]) : 0;

			if (like >= best && (p->pair[k] < 0 || like > best)) {
				best = like;
				p->pair[k] = (ptrdiff_t)x;
			}
		}
		if (p->pair[k] >= 0)
			i = (size_t)p->pair[k] + 1;
	}
}

static void pair_rest(BlockDiff *d, Pairing *p)
{
	size_t i = 0, k = 0;

	while (k <= p->now->len) {
		size_t k2 = k, i2;

		while (k2 < p->now->len && p->pair[k2] < 0)
			k2++;
		i2 = k2 < p->now->len ? (size_t)p->pair[k2] : p->was->len;
		if (i2 > i && k2 > k)
			pair_gap(d, p, i, i2, k, k2);
		i = i2 + 1;
		k = k2 + 1;
	}
}

/* ---- comparing ---- */

static void children(const Node *n, Nodes *out)
{
	for (Node *c = n->first; c; c = c->next)
		VEC_PUSH(out, c);
}

static void compare_children(BlockDiff *d, const Node *was, Node *now)
{
	Nodes a = { 0 }, b = { 0 };
	Cursor c = { now, NULL };

	children(was, &a);
	children(now, &b);
	blocks_compare(d, &a, &b, &c);
	VEC_FREE(&a);
	VEC_FREE(&b);
}

static size_t count_children(const Node *n)
{
	size_t k = 0;

	for (const Node *c = n->first; c; c = c->next)
		k++;
	return k;
}

/* Cells belong together by their column; where the columns differ, the row is another. */
static void compare_row(BlockDiff *d, const Node *was, Node *now)
{
	Cursor c = { now->parent, now->prev };

	if (count_children(was) != count_children(now)) {
		blocks_gone(d, was, &c);
		now->mark = MARK_ADDED;
		return;
	}
	for (Node *a = was->first, *b = now->first; a && b; a = a->next, b = b->next)
		if (key_of(d, a) != key_of(d, b) && !words_mark(d->doc, a, b, d->words))
			now->mark = MARK_CHANGED;
}

static void lines_of(Slice text, Intern *in, uint32_t **numbers, Slice **lines, size_t *n)
{
	VEC(Slice) v = { 0 };

	while (text.len > 0)
		VEC_PUSH(&v, slice_line(&text));
	*numbers = mem_alloc_n(v.len + 1, sizeof **numbers);
	for (size_t i = 0; i < v.len; i++)
		(*numbers)[i] = intern_put(in, slice_chomp(v.v[i]));
	*lines = v.v;
	*n = v.len;
}

static void put_lines(BlockDiff *d, Node *like, const Slice *lines, size_t n, Mark mark)
{
	Str s = STR_EMPTY;
	Node *c;

	if (n == 0)
		return;
	for (size_t i = 0; i < n; i++)
		str_add_slice(&s, lines[i]);
	c = copy_node(d->doc, like);
	c->text = slice(arena_dup(d->doc->arena, s.p, s.len), s.len);
	c->mark = mark;
	doc_insert_before(like, c);
	str_free(&s);
}

/* Code is compared by lines: runs of them stand one below the other. */
static void compare_lines(BlockDiff *d, const Node *was, Node *now)
{
	Intern *in = intern_new();
	uint32_t *a, *b;
	Slice *al, *bl;
	size_t na, nb, n, i = 0, k = 0;
	LcsPair *pairs;

	lines_of(was->text, in, &a, &al, &na);
	lines_of(now->text, in, &b, &bl, &nb);
	pairs = mem_alloc_n((na < nb ? na : nb) + 1, sizeof *pairs);
	n = lcs(a, na, b, nb, pairs);
	for (size_t p = 0; p <= n;) {
		size_t i2 = p < n ? pairs[p].a : na, k2 = p < n ? pairs[p].b : nb, same = 0;

		put_lines(d, now, al + i, i2 - i, MARK_REMOVED);
		put_lines(d, now, bl + k, k2 - k, MARK_ADDED);
		while (p + same < n && pairs[p + same].a == i2 + same && pairs[p + same].b == k2 + same)
			same++;
		put_lines(d, now, bl + k2, same, MARK_NONE);
		i = i2 + same;
		k = k2 + same;
		p += same ? same : 1;
	}
	doc_unlink(now);
	free(a);
	free(b);
	free(al);
	free(bl);
	free(pairs);
	intern_free(in);
}

/* The last block that stands for now, which may have been put in its place. */
static Node *compare_block(BlockDiff *d, const Node *was, Node *now)
{
	Node *behind = now->next, *parent = now->parent;

	switch (now->kind) {
	case NODE_PARA:
	case NODE_HEADING:
	case NODE_CELL:
		if (!words_mark(d->doc, was, now, d->words))
			now->mark = MARK_CHANGED;	/* its marks of emphasis, its links */
		break;
	case NODE_CODE:
	case NODE_HTML:
	case NODE_SOURCE:
		compare_lines(d, was, now);
		return behind ? behind->prev : parent->last;
	case NODE_ROW:
		compare_row(d, was, now);
		break;
	default:
		compare_children(d, was, now);
		break;
	}
	return now;
}

void blocks_compare(BlockDiff *d, const Nodes *was, const Nodes *now, Cursor *c)
{
	Pairing p = { was, now, mem_alloc_n(now->len + 1, sizeof *p.pair) };
	size_t i = 0;

	pair_equal(d, &p);
	pair_rest(d, &p);
	for (size_t k = 0; k < now->len; k++) {
		Node *n = now->v[k];

		if (p.pair[k] < 0) {
			/* what is gone before the next pair stands before what has come */
			size_t next = k;

			while (next < now->len && p.pair[next] < 0)
				next++;
			for (size_t end = next < now->len ? (size_t)p.pair[next] : was->len; i < end; i++)
				blocks_gone(d, was->v[i], c);
			n->mark = MARK_ADDED;
			c->at = n;
			continue;
		}
		for (; i < (size_t)p.pair[k]; i++)
			blocks_gone(d, was->v[i], c);
		c->at = key_of(d, was->v[i]) == key_of(d, n) ? n : compare_block(d, was->v[i], n);
		i++;
	}
	for (; i < was->len; i++)
		blocks_gone(d, was->v[i], c);
	free(p.pair);
}
