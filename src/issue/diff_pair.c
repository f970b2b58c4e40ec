/* Pairing blocks in order: equal ones by the longest common run, others between them by likeness. */
#include <stdlib.h>

#include "base/lcs.h"
#include "issue/diff_blocks.h"
#include "issue/similar.h"

#define LIKE_LEAST 0.5		/* two blocks that are one, rewritten */
#define LIKE_ALONE 0.2		/* … where nothing else stands between the same neighbours */
#define LIKE_ROW 0.75		/* two rows of a table that begin alike */
#define GAP_MAX 200		/* blocks in a gap that are compared all with all */

static void bag_of(BlockDiff *d, const Node *n, Bag *out)
{
	Str s = STR_EMPTY;

	doc_words(n, &s);
	bag_read(str_slice(&s), d->words, out);
	str_free(&s);
}

static double likeness(BlockDiff *d, const Node *a, const Node *b)
{
	Bag x = { 0 }, y = { 0 };
	double like;

	bag_of(d, a, &x);
	bag_of(d, b, &y);
	like = bag_similarity(&x, &y);
	VEC_FREE(&x);
	VEC_FREE(&y);
	return like;
}

static void pair_equal(Pairing *p, bool *rough)
{
	LcsPair *pairs = mem_alloc_n((p->was->len < p->now->len ? p->was->len : p->now->len) + 1, sizeof *pairs);
	size_t n;

	for (size_t i = 0; i < p->now->len; i++)
		p->pair[i] = -1;
	n = lcs(p->was_keys, p->was->len, p->now_keys, p->now->len, pairs, rough);
	for (size_t i = 0; i < n; i++)
		p->pair[pairs[i].b] = (ptrdiff_t)pairs[i].a;
	free(pairs);
}

static bool may_pair(const Node *a, const Node *b)
{
	return a->kind == b->kind && a->kind != NODE_RULE && a->kind != NODE_NOTE &&
	    (a->kind != NODE_LIST || (a->start < 0) == (b->start < 0));
}

static void pair_alone(BlockDiff *d, Pairing *p, size_t i, size_t k)
{
	const Node *a = p->was->v[i], *b = p->now->v[k];

	if (may_pair(a, b) && (a->kind == NODE_HEADING || !doc_is_block(a) || likeness(d, a, b) >= LIKE_ALONE))
		p->pair[k] = (ptrdiff_t)i;
}

/* A row of a table is known by its first cell too. */
static bool begin_alike(const Node *a, const Node *b)
{
	const Node *x = a->kind == NODE_ROW && a->first ? a->first->first : NULL;
	const Node *y = b->kind == NODE_ROW && b->first ? b->first->first : NULL;

	return x && y && !x->next && !y->next && slice_eq(x->text, y->text);
}

/* Most that the two can be alike, by their lengths. */
static double like_most(const Bag *a, const Bag *b)
{
	size_t least = a->len < b->len ? a->len : b->len;

	return least == 0 ? 0 : 2.0 * (double)least / (double)(a->len + b->len);
}

static double like_within(const Node *a, const Bag *x, const Node *b, const Bag *y, double least)
{
	double like;

	if (!may_pair(a, b))
		return 0;
	like = like_most(x, y) < least ? 0 : bag_similarity(x, y);
	return like < LIKE_ROW && begin_alike(a, b) ? LIKE_ROW : like;
}

/* The best match of each now[k], among those of then from i. */
static void pair_gap(BlockDiff *d, Pairing *p, size_t i, size_t i2, size_t k, size_t k2)
{
	size_t from, read;
	Bag *bags;

	if (i == 0 && k == 0 && p->was->v[0]->kind == NODE_HEADING && p->now->v[0]->kind == NODE_HEADING) {
		p->pair[k++] = (ptrdiff_t)i++;	/* an item's title, whatever it says */
		if (i == i2 || k == k2)
			return;
	}
	from = read = i;
	if (i2 - i == 1 && k2 - k == 1) {
		pair_alone(d, p, i, k);
		return;
	}
	bags = mem_alloc_n(i2 - i, sizeof *bags);
	for (; k < k2 && i < i2; k++) {
		double best = LIKE_LEAST;
		size_t end = i2 - i > GAP_MAX ? i + GAP_MAX : i2;
		Bag bag = { 0 };

		bag_of(d, p->now->v[k], &bag);
		for (; read < end; read++)
			bag_of(d, p->was->v[read], &bags[read - from]);
		for (size_t x = i; x < end; x++) {
			double like = like_within(p->was->v[x], &bags[x - from], p->now->v[k], &bag, best);

			if (like >= best && (p->pair[k] < 0 || like > best)) {
				best = like;
				p->pair[k] = (ptrdiff_t)x;
			}
		}
		if (p->pair[k] >= 0)
			i = (size_t)p->pair[k] + 1;
		VEC_FREE(&bag);
	}
	for (size_t x = from; x < read; x++)
		VEC_FREE(&bags[x - from]);
	free(bags);
}

void blocks_pair(BlockDiff *d, Pairing *p)
{
	size_t i = 0, k = 0;

	pair_equal(p, &d->rough);
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
