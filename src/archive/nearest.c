/* What was perhaps meant. */
#include "archive/nearest.h"

#include "base/utf8.h"
#include "base/words.h"

#define NEAREST 3
#define LETTERS_MAX 96

static size_t letters(Slice s, uint32_t *out)
{
	Str folded = STR_EMPTY;
	size_t n = 0;

	utf8_fold(s, &folded);
	for (size_t i = 0; i < folded.len && n < LETTERS_MAX;)
		i += utf8_next(folded.p + i, folded.len - i, &out[n++]);
	str_free(&folded);
	return n;
}

/* Changes of one letter that make a of b; what is typed may be a part of the name: then half of what is missing. */
static size_t distance(const uint32_t *a, size_t na, const uint32_t *b, size_t nb)
{
	size_t row[LETTERS_MAX + 1];

	for (size_t at = 0; na >= 3 && at + na <= nb; at++)
		if (memcmp(b + at, a, na * sizeof *a) == 0)
			return nb > na ? 1 : 0;
	for (size_t k = 0; k <= nb; k++)
		row[k] = k;
	for (size_t i = 1; i <= na; i++) {
		size_t above = row[0];

		row[0] = i;
		for (size_t k = 1; k <= nb; k++) {
			size_t best = above + (a[i - 1] != b[k - 1]);

			above = row[k];
			if (row[k] + 1 < best)
				best = row[k] + 1;
			if (row[k - 1] + 1 < best)
				best = row[k - 1] + 1;
			row[k] = best;
		}
	}
	return row[nb];
}

/* Of a path the name alone counts, without folders and suffix, where the typed word has none. */
static Slice comparable(Slice typed, const char *name)
{
	Slice s = slice_c(name);
	bool folders = typed.len && memchr(typed.p, '/', typed.len);

	for (size_t i = s.len; i > 0 && !folders; i--) {
		if (s.p[i - 1] == '/') {
			s = slice_sub(s, i, s.len);
			break;
		}
	}
	if (slice_ends(s, ".md") && !slice_ends(typed, ".md"))
		s.len -= 3;
	else if (slice_ends(s, ".markdown") && !slice_ends(typed, ".markdown"))
		s.len -= 9;
	return s;
}

void nearest(Slice typed, const char *const *names, size_t n, Names *out)
{
	uint32_t a[LETTERS_MAX], b[LETTERS_MAX];
	size_t na = letters(typed, a), far[NEAREST], best[NEAREST], kept = 0;

	for (size_t i = 0; i < n; i++) {
		size_t nb = letters(comparable(typed, names[i]), b), d, at;

		if ((na > nb ? na - nb : nb - na) > LETTERS_MAX / 2)
			continue;
		d = distance(a, na, b, nb);
		if (d > 2 + na / 2)
			continue;
		for (at = kept; at > 0 && far[at - 1] > d; at--)
			;
		if (at >= NEAREST)
			continue;
		if (kept < NEAREST)
			kept++;
		memmove(far + at + 1, far + at, (kept - at - 1) * sizeof *far);
		memmove(best + at + 1, best + at, (kept - at - 1) * sizeof *best);
		far[at] = d;
		best[at] = i;
	}
	for (size_t i = 0; i < kept; i++)
		names_add(out, names[best[i]]);
}

void names_join(const Names *n, size_t max, Str *out)
{
	for (size_t i = 0; i < n->len && i < max; i++)
		str_printf(out, "%s%s", i ? ", " : "", n->v[i]);
	if (n->len > max)
		str_printf(out, words_plural(" and %zu more", " and %zu more", n->len - max), n->len - max);
}
