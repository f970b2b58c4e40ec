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
