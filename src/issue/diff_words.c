/* Comparing words: which are gone, which have come. */
#include "issue/diff_words.h"

#include <stdlib.h>

#include "base/lcs.h"
#include "base/utf8.h"

#define ISLAND_BYTES 4		/* an equal run this short between two changes is an accident */
#define ISLAND_SIDE 2		/* … if so many words changed on both its sides */

uint32_t word_number(Slice word, Slice link, Intern *in)
{
	Str nfc = STR_EMPTY;
	uint32_t n;

	utf8_nfc(word, &nfc);
	if (link.len > 0) {
		str_add_char(&nfc, '\x01');
		str_add_slice(&nfc, link);
	}
	n = intern_put(in, str_slice(&nfc));
	str_free(&nfc);
	return n;
}

static bool is_hidden(uint32_t cp)
{
	return cp == 0xad || cp == 0x200b || cp == 0x2060;	/* break hints: form, not content */
}

void words_read(Slice text, Intern *in, Words *out)
{
	bool spaced = false;

	for (size_t i = 0; i < text.len;) {
		uint32_t cp;
		size_t from = i, n = utf8_next(text.p + i, text.len - i, &cp);
		Word *w;

		i += n;
		if (utf8_is_space(cp) || is_hidden(cp)) {
			spaced = spaced || !is_hidden(cp);
			continue;
		}
		w = VEC_ADD(out);
		w->letters = utf8_is_word(cp);
		while (w->letters && i < text.len) {
			n = utf8_next(text.p + i, text.len - i, &cp);
			if (!utf8_is_word(cp) && !is_hidden(cp))
				break;
			i += n;
		}
		if (!w->letters && i < text.len && (text.p[i] & 0x80))	/* what is drawn as one sign is one */
			i = from + utf8_grapheme(text, from);
		w->from = from;
		w->to = i;
		w->spaced = spaced;
		w->number = word_number(slice_sub(text, from, i), slice("", 0), in);
		spaced = false;
	}
}

/* ---- what differs ---- */

static size_t changed_before(const unsigned char *changed, size_t i)
{
	size_t n = 0;

	while (i > n && changed[i - n - 1])
		n++;
	return n;
}

static size_t changed_behind(const unsigned char *changed, size_t i, size_t len)
{
	size_t n = 0;

	while (i + n < len && changed[i + n])
		n++;
	return n;
}

/* One pair or more, equal, with changes before and behind on either side: an island. */
static void drown_islands(const Words *was, const Words *now, unsigned char *gone, unsigned char *come)
{
	for (size_t i = 0, k = 0; i < was->len && k < now->len;) {
		size_t n = 0, before, behind;

		while (i < was->len && gone[i])
			i++;
		while (k < now->len && come[k])
			k++;
		before = changed_before(gone, i) + changed_before(come, k);
		while (i + n < was->len && k + n < now->len && !gone[i + n] && !come[k + n])
			n++;
		if (n == 0)
			break;
		behind = changed_behind(gone, i + n, was->len) + changed_behind(come, k + n, now->len);
		if (before >= 2 * ISLAND_SIDE && behind >= 2 * ISLAND_SIDE && was->v[i + n - 1].to - was->v[i].from < ISLAND_BYTES) {
			memset(gone + i, 1, n);
			memset(come + k, 1, n);
		}
		i += n;
		k += n;
	}
}

void words_compare(const Words *was, const Words *now, unsigned char *gone, unsigned char *come, bool *rough)
{
	uint32_t *a = mem_alloc_n(was->len + 1, sizeof *a), *b = mem_alloc_n(now->len + 1, sizeof *b);
	LcsPair *pairs = mem_alloc_n((was->len < now->len ? was->len : now->len) + 1, sizeof *pairs);
	size_t n;

	for (size_t i = 0; i < was->len; i++)
		a[i] = was->v[i].number;
	for (size_t i = 0; i < now->len; i++)
		b[i] = now->v[i].number;
	memset(gone, 1, was->len);
	memset(come, 1, now->len);
	n = lcs(a, was->len, b, now->len, pairs, rough);
	for (size_t i = 0; i < n; i++)
		gone[pairs[i].a] = come[pairs[i].b] = 0;
	drown_islands(was, now, gone, come);
	free(a);
	free(b);
	free(pairs);
}

static void count(const Words *w, const unsigned char *changed, size_t *words, size_t *signs)
{
	*words = *signs = 0;
	for (size_t i = 0; i < w->len; i++) {
		*words += changed[i] && w->v[i].letters;
		*signs += changed[i] && !w->v[i].letters;
	}
}

void words_count(Slice was, Slice now, Intern *in, size_t *added, size_t *removed, bool *rough)
{
	Words a = { 0 }, b = { 0 };
	unsigned char *gone, *come;
	size_t words_gone, words_come, signs_gone, signs_come;

	/* of equally long common runs the one found depends on the order: always in one order, both ways have the same counts */
	if (slice_cmp(was, now) > 0) {
		words_count(now, was, in, removed, added, rough);
		return;
	}
	words_read(was, in, &a);
	words_read(now, in, &b);
	gone = mem_alloc(a.len + 1);
	come = mem_alloc(b.len + 1);
	words_compare(&a, &b, gone, come, rough);
	count(&a, gone, &words_gone, &signs_gone);
	count(&b, come, &words_come, &signs_come);
	if (words_gone + words_come > 0) {
		*added += words_come;
		*removed += words_gone;
	} else {
		*added += signs_come;
		*removed += signs_gone;
	}
	VEC_FREE(&a);
	VEC_FREE(&b);
	free(gone);
	free(come);
}
