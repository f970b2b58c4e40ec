/* Parts of texts, and whose their sentences are: what one part has from another, what was known, what is new. */
#include <stdlib.h>

#include "base/lcs.h"
#include "base/utf8.h"
#include "issue/blame_inside.h"
#include "issue/item_parts.h"

#define LIKE_LEAST 0.5		/* an edit has so much of the words in common */
#define TELLING_WORDS 4		/* a sentence of so many is known again anywhere */
#define PAIRS_MAX 40000		/* beyond this many, only those that stand near each other */
#define NEAR_LEAST 4
#define NONE UINT32_MAX

/* ---- the life ---- */

BlameLife *blame_life(void)
{
	BlameLife *l = mem_alloc(sizeof *l);

	l->bytes = intern_new();
	l->folds = intern_new();
	l->words = intern_new();
	l->known = intern_new();
	return l;
}

void blame_life_free(BlameLife *l)
{
	if (!l)
		return;
	intern_free(l->bytes);
	intern_free(l->folds);
	intern_free(l->words);
	intern_free(l->known);
	memory_free(&l->issue);
	memory_free(&l->item);
	VEC_FREE(&l->at);
	VEC_FREE(&l->at_step);
	free(l);
}

static uint32_t title_key(BlameLife *l, const Share *p, uint32_t fold)
{
	uint32_t pair[2] = { p->title, fold };

	return intern_put(l->known, slice((const char *)pair, sizeof pair));
}

static uint32_t known_first(BlameLife *l, const Memory *m, const Share *p, size_t i)
{
	uint32_t key = title_key(l, p, p->fold[i]);

	if (key < m->in_title.len && m->in_title.v[key] != NONE)
		return m->in_title.v[key];
	return p->telling[i] && p->fold[i] < m->ever.len ? m->ever.v[p->fold[i]] : NONE;
}

#define REMEMBER(vec, key, first, anew) do { \
	while ((vec)->len <= (key)) \
		VEC_PUSH((vec), NONE); \
	if ((anew) || (vec)->v[key] == NONE) \
		(vec)->v[key] = (first); \
} while (0)

void share_remember(BlameLife *l, Memory *m, const Share *p, bool anew)
{
	for (size_t i = 0; i < p->s.all.len; i++) {
		uint32_t key = title_key(l, p, p->fold[i]);

		REMEMBER(&m->in_title, key, p->credit[i].first, anew);
		REMEMBER(&m->ever, p->fold[i], p->credit[i].first, anew);
	}
}

void memory_free(Memory *m)
{
	VEC_FREE(&m->ever);
	VEC_FREE(&m->in_title);
}

/* ---- parts ---- */

static bool is_telling(Slice s)
{
	size_t words = 0;
	bool inside = false;

	for (size_t i = 0, n; i < s.len && words < TELLING_WORDS; i += n) {
		uint32_t cp = 0;
		bool word;

		n = utf8_next(s.p + i, s.len - i, &cp);
		word = utf8_is_word(cp);
		words += word && !inside;
		inside = word;
	}
	return words >= TELLING_WORDS;
}

Share *share_new(BlameLife *l, Slice text, Slice title, uint32_t number)
{
	Share *p = mem_alloc(sizeof *p);
	Str folded = STR_EMPTY;
	size_t n;

	p->refs = 1;
	p->number = number;
	sentences_read(text, &p->s);
	n = p->s.all.len + 1;
	p->fold = mem_alloc_n(n, sizeof *p->fold);
	p->credit = mem_alloc_n(n, sizeof *p->credit);
	p->bags = mem_alloc_n(n, sizeof *p->bags);
	p->read = mem_alloc_n(n, sizeof *p->read);
	p->telling = mem_alloc_n(n, sizeof *p->telling);
	for (size_t i = 0; i < p->s.all.len; i++) {
		p->fold[i] = intern_put(l->folds, p->s.all.v[i].fold);
		p->telling[i] = is_telling(p->s.all.v[i].text);
	}
	share_forget(p);
	title_fold(title, &folded);
	p->title = intern_put(l->folds, str_slice(&folded));
	str_free(&folded);
	return p;
}

void share_drop(Share *p)
{
	if (!p || --p->refs > 0)
		return;
	for (size_t i = 0; i < p->s.all.len; i++)
		VEC_FREE(&p->bags[i]);
	sentences_free(&p->s);
	free(p->fold);
	free(p->credit);
	free(p->bags);
	free(p->read);
	free(p->telling);
	free(p);
}

static const Bag *bag(BlameLife *l, Share *p, size_t i)
{
	if (!p->read[i])
		bag_read(p->s.all.v[i].text, l->words, &p->bags[i]);
	p->read[i] = true;
	return &p->bags[i];
}

static bool is_open(const Share *p, size_t i)
{
	return p->credit[i].since == NONE;
}

/* ---- one part from another: what is the same ---- */

static void take_in_order(const Share *was, bool *used, Share *now)
{
	size_t na = 0, nb = 0, n;
	uint32_t *a = mem_alloc_n(was->s.all.len + 1, sizeof *a), *b = mem_alloc_n(now->s.all.len + 1, sizeof *b);
	size_t *ai = mem_alloc_n(was->s.all.len + 1, sizeof *ai), *bi = mem_alloc_n(now->s.all.len + 1, sizeof *bi);
	LcsPair *pairs;

	for (size_t i = 0; i < was->s.all.len; i++)
		if (!used[i]) {
			ai[na] = i;
			a[na++] = was->fold[i];
		}
	for (size_t i = 0; i < now->s.all.len; i++)
		if (is_open(now, i)) {
			bi[nb] = i;
			b[nb++] = now->fold[i];
		}
	pairs = mem_alloc_n((na < nb ? na : nb) + 1, sizeof *pairs);
	n = lcs(a, na, b, nb, pairs, NULL);
	for (size_t i = 0; i < n; i++) {
		used[ai[pairs[i].a]] = true;
		now->credit[bi[pairs[i].b]] = was->credit[ai[pairs[i].a]];
	}
	free(a);
	free(b);
	free(ai);
	free(bi);
	free(pairs);
}

static int by_fold(const void *x, const void *y)
{
	const Gone *a = x, *b = y;

	if (a->fold != b->fold)
		return a->fold < b->fold ? -1 : 1;
	if (a->part != b->part)
		return a->part < b->part ? -1 : 1;
	return (a->i > b->i) - (a->i < b->i);
}

void gone_add(const Share *was, const bool *used, size_t part, bool telling, Gones *out)
{
	for (size_t i = 0; i < was->s.all.len; i++)
		if (!used[i] && (!telling || was->telling[i]))
			VEC_PUSH(out, ((Gone){ was->fold[i], part, i }));
}

void gone_sort(Gones *g)
{
	if (g->len > 1)
		qsort(g->v, g->len, sizeof g->v[0], by_fold);
}

/* The first of that fold; the same one may be asked for again until it is used. */
static Gone *gone_find(Gones *g, uint32_t fold)
{
	size_t low = 0, high = g->len;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (g->v[mid].fold < fold)
			low = mid + 1;
		else
			high = mid;
	}
	while (low < g->len && g->v[low].fold == fold && g->v[low].i == SIZE_MAX)
		low++;
	return low < g->len && g->v[low].fold == fold ? &g->v[low] : NULL;
}

void gone_take(Gones *g, Share *const *was, bool *const *used, Share *now)
{
	for (size_t i = 0; i < now->s.all.len && g->len > 0; i++) {
		Gone *found = is_open(now, i) ? gone_find(g, now->fold[i]) : NULL;

		if (!found)
			continue;
		now->credit[i] = was[found->part]->credit[found->i];
		used[found->part][found->i] = true;
		found->i = SIZE_MAX;
	}
}

void share_take_same(Share *was, bool *used, Share *now)
{
	Gones gone = { 0 };

	take_in_order(was, used, now);
	gone_add(was, used, 0, false, &gone);
	gone_sort(&gone);
	gone_take(&gone, &was, &used, now);
	VEC_FREE(&gone);
}

/* ---- one part from another: edits ---- */

typedef struct {
	size_t a, b, far;
	double like;
} Candidate;

static int best_first(const void *x, const void *y)
{
	const Candidate *a = x, *b = y;

	if (a->like < b->like || a->like > b->like)
		return a->like > b->like ? -1 : 1;
	if (a->far != b->far)
		return a->far < b->far ? -1 : 1;
	if (a->a != b->a)
		return a->a < b->a ? -1 : 1;
	return (a->b > b->b) - (a->b < b->b);
}

static bool may_be_edit(const Sentence *was, const Sentence *now)
{
	bool kinds = was->kind == now->kind ||
	    (was->kind != SENTENCE_CODE && now->kind != SENTENCE_CODE && was->kind != SENTENCE_TITLE && now->kind != SENTENCE_TITLE);

	return kinds && was->words && now->words;
}

static double likeness(BlameLife *l, Share *was, size_t a, Share *now, size_t b)
{
	const Sentence *x = &was->s.all.v[a], *y = &now->s.all.v[b];

	if (!may_be_edit(x, y))
		return 0;
	if (x->kind == SENTENCE_TITLE && a == 0 && b == 0)	/* the item's own */
		return 1;
	return bag_similarity(bag(l, was, a), bag(l, now, b));
}

static size_t indices(const Share *p, const bool *used, size_t *out)
{
	size_t n = 0;

	for (size_t i = 0; i < p->s.all.len; i++)
		if (used ? !used[i] : is_open(p, i))
			out[n++] = i;
	return n;
}

void share_take_edits(BlameLife *l, Share *was, bool *used, Share *now, uint32_t version)
{
	size_t *a = mem_alloc_n(was->s.all.len + 1, sizeof *a), *b = mem_alloc_n(now->s.all.len + 1, sizeof *b);
	size_t na = indices(was, used, a), nb = indices(now, NULL, b);
	size_t near = na && nb > PAIRS_MAX / na ? PAIRS_MAX / na / 2 + NEAR_LEAST : na + nb;
	VEC(Candidate) c = { 0 };

	for (size_t i = 0; i < nb; i++) {
		size_t mid = nb ? i * na / nb : 0;

		for (size_t k = mid > near ? mid - near : 0; k < na && k <= mid + near; k++) {
			double like = likeness(l, was, a[k], now, b[i]);

			if (like >= LIKE_LEAST)
				VEC_PUSH(&c, ((Candidate){ a[k], b[i], k > mid ? k - mid : mid - k, like }));
		}
	}
	if (c.len > 1)
		qsort(c.v, c.len, sizeof c.v[0], best_first);
	for (size_t i = 0; i < c.len; i++) {
		if (used[c.v[i].a] || !is_open(now, c.v[i].b))
			continue;
		used[c.v[i].a] = true;
		now->credit[c.v[i].b] = (Credit){ was->credit[c.v[i].a].first, version };
	}
	VEC_FREE(&c);
	free(a);
	free(b);
}

void share_take_known(BlameLife *l, const Memory *m, Share *now, uint32_t version)
{
	for (size_t i = 0; i < now->s.all.len; i++) {
		uint32_t first = is_open(now, i) ? known_first(l, m, now, i) : NONE;

		if (first != NONE)
			now->credit[i] = (Credit){ first, version };
	}
}

void share_take_rest(Share *now, uint32_t version)
{
	for (size_t i = 0; i < now->s.all.len; i++)
		if (is_open(now, i))
			now->credit[i] = (Credit){ version, version };
}

void share_forget(Share *p)
{
	for (size_t i = 0; i < p->s.all.len; i++)
		p->credit[i] = (Credit){ NONE, NONE };
}
