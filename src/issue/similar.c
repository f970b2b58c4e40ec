/* How like two texts are: Dice over the multisets of their words. */
#include "issue/similar.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "issue/form.h"
#include "issue/match.h"

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

void bag_read(Slice text, Intern *words, Bag *out)
{
	Str folded = STR_EMPTY;
	Slice s;

	utf8_fold(text, &folded);
	s = str_slice(&folded);
	for (size_t i = 0, from = 0, n; i <= s.len; i += n) {
		uint32_t cp = 0;

		n = i < s.len ? utf8_next(s.p + i, s.len - i, &cp) : 1;
		if (i < s.len && utf8_is_word(cp))
			continue;
		if (i > from)
			VEC_PUSH(out, intern_put(words, slice_sub(s, from, i)));
		from = i + n;
	}
	if (out->len > 0)
		qsort(out->v, out->len, sizeof out->v[0], by_number);
	str_free(&folded);
}

double bag_similarity(const Bag *a, const Bag *b)
{
	size_t i = 0, k = 0, common = 0;

	if (a->len == 0 || b->len == 0)
		return 0;
	while (i < a->len && k < b->len) {
		if (a->v[i] == b->v[k]) {
			common++;
			i++;
			k++;
		} else if (a->v[i] < b->v[k]) {
			i++;
		} else {
			k++;
		}
	}
	return 2.0 * (double)common / (double)(a->len + b->len);
}

/* ---- one beside many ---- */

typedef struct {
	uint32_t bag, count;
} Stands;

struct BagIndex {
	const Bag *const *bags;
	size_t n, words;
	size_t *first;		/* of a word, in stands; one more than there are words */
	Stands *stands;
	size_t *common;		/* a bag: words that it shares with the one that is asked about */
};

static size_t run_of(const Bag *b, size_t i)
{
	size_t n = 1;

	while (i + n < b->len && b->v[i + n] == b->v[i])
		n++;
	return n;
}

BagIndex *bag_index(const Bag *const *bags, size_t n)
{
	BagIndex *x = mem_alloc(sizeof *x);
	size_t *next;

	*x = (BagIndex){ .bags = bags, .n = n };
	for (size_t i = 0; i < n; i++)
		if (bags[i]->len && *VEC_LAST(bags[i]) >= x->words)
			x->words = (size_t)*VEC_LAST(bags[i]) + 1;
	x->first = mem_alloc_n(x->words + 1, sizeof *x->first);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < bags[i]->len; k += run_of(bags[i], k))
			x->first[bags[i]->v[k] + 1]++;
	for (size_t w = 0; w < x->words; w++)
		x->first[w + 1] += x->first[w];
	x->stands = mem_alloc_n(x->first[x->words] + 1, sizeof *x->stands);
	next = mem_alloc_n(x->words + 1, sizeof *next);
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0, run; k < bags[i]->len; k += run) {
			uint32_t w = bags[i]->v[k];

			run = run_of(bags[i], k);
			x->stands[x->first[w] + next[w]++] = (Stands){ (uint32_t)i, (uint32_t)run };
		}
	}
	x->common = mem_alloc_n(n + 1, sizeof *x->common);
	free(next);
	return x;
}

void bag_index_like(const BagIndex *x, const Bag *bag, double *like)
{
	for (size_t i = 0; i < x->n; i++)
		x->common[i] = 0;
	for (size_t k = 0, run; k < bag->len; k += run) {
		uint32_t w = bag->v[k];

		run = run_of(bag, k);
		for (size_t s = w < x->words ? x->first[w] : 0; w < x->words && s < x->first[w + 1]; s++)
			x->common[x->stands[s].bag] += x->stands[s].count < run ? x->stands[s].count : run;
	}
	for (size_t i = 0; i < x->n; i++)
		like[i] = bag->len && x->bags[i]->len ? 2.0 * (double)x->common[i] / (double)(bag->len + x->bags[i]->len) : 0;
}

void bag_index_free(BagIndex *x)
{
	if (!x)
		return;
	free(x->first);
	free(x->stands);
	free(x->common);
	free(x);
}

double text_similarity(Slice a, Slice b)
{
	Intern *words = intern_new();
	Bag x = { 0 }, y = { 0 };
	double like;

	bag_read(a, words, &x);
	bag_read(b, words, &y);
	like = bag_similarity(&x, &y);
	VEC_FREE(&x);
	VEC_FREE(&y);
	intern_free(words);
	return like;
}

bool text_same(Slice a, Slice b)
{
	Str fa = STR_EMPTY, fb = STR_EMPTY;
	bool same;

	if (slice_eq(a, b))
		return true;
	form_fold(a, &fa);
	form_fold(b, &fb);
	same = slice_eq(str_slice(&fa), str_slice(&fb));
	str_free(&fa);
	str_free(&fb);
	return same;
}
