/* Longest common and longest increasing runs, against the slow and simple way. */
#include "tap.h"

#include <stdlib.h>

#include "base/lcs.h"
#include "base/mem.h"

static size_t slow_lcs(const uint32_t *a, size_t na, const uint32_t *b, size_t nb)
{
	size_t *row = mem_alloc_n(nb + 1, sizeof *row), best;

	for (size_t i = 0; i < na; i++) {
		size_t corner = 0;

		for (size_t k = 0; k < nb; k++) {
			size_t above = row[k + 1];

			row[k + 1] = a[i] == b[k] ? corner + 1 : above > row[k] ? above : row[k];
			corner = above;
		}
	}
	best = row[nb];
	free(row);
	return best;
}

static bool rising(const LcsPair *p, size_t n, const uint32_t *a, size_t na, const uint32_t *b, size_t nb)
{
	for (size_t i = 0; i < n; i++) {
		if (p[i].a >= na || p[i].b >= nb || a[p[i].a] != b[p[i].b])
			return false;
		if (i && (p[i].a <= p[i - 1].a || p[i].b <= p[i - 1].b))
			return false;
	}
	return true;
}

static void fill(uint32_t *v, size_t n, unsigned letters)
{
	for (size_t i = 0; i < n; i++)
		v[i] = rnd_below(letters) + (letters > 40 ? 4000000000u : 0);
}

static void exact(void)
{
	uint32_t a[80], b[80];
	LcsPair p[80], again[80];

	for (int i = 0; i < tap_rounds(3000); i++) {
		size_t na = rnd_below(80), nb = rnd_below(80), n;
		unsigned letters = (unsigned[]){ 1, 2, 4, 10, 50 }[rnd_below(5)];

		fill(a, na, letters);
		fill(b, nb, letters);
		n = lcs(a, na, b, nb, p, NULL);
		law(rising(p, n, a, na, b, nb), "case %d: pairs are not rising or not equal", i);
		law(n == slow_lcs(a, na, b, nb), "case %d: %zu, best is %zu", i, n, slow_lcs(a, na, b, nb));
		law(lcs(a, na, b, nb, again, NULL) == n && memcmp(p, again, n * sizeof *p) == 0, "case %d: another result", i);
	}
	law_done("the pairs rise, are equal, as many as can be, and always the same");
	fill(a, 80, 50);
	is_int((long long)lcs(a, 80, a, 80, p, NULL), 80, "a sequence is all in itself");
	is_int((long long)lcs(a, 80, NULL, 0, p, NULL), 0, "nothing is common with nothing");
}

/* Long texts: a small difference is found exactly, a great one in bounded time. */
static void large(void)
{
	enum { N = 60000 };
	uint32_t *a = mem_alloc_n(N, sizeof *a), *b = mem_alloc_n(N, sizeof *b);
	LcsPair *p = mem_alloc_n(N, sizeof *p);
	size_t n, gone = 0, nb = 0;
	bool rough = false;

	for (uint32_t i = 0; i < N; i++)
		a[i] = i;
	for (uint32_t i = 0; i < N; i++) {
		if (rnd_one_in(100))
			gone++;
		else
			b[nb++] = i;
	}
	n = lcs(a, N, b, nb, p, &rough);
	is_int((long long)n, (long long)(N - gone), "words taken out of a long text");
	ok(!rough, "all are found");
	fill(a, N, 3000);
	fill(b, N, 3000);
	n = lcs(a, N, b, N, p, &rough);
	ok(rough, "that not all are found is told");
	ok(rising(p, n, a, N, b, N), "two long texts with nothing in order");
	ok(n > N / 100, "and still something common is found (%zu)", n);
	free(a);
	free(b);
	free(p);
}

/* Tries all subsets: the longest, of those the one whose members come first. */
static unsigned slow_increasing(const size_t *v, unsigned n)
{
	unsigned best = 0, best_bits = 0;

	for (unsigned set = 0; set < 1u << n; set++) {
		unsigned bits = 0;
		size_t last = 0;
		bool fits = true;

		for (unsigned i = 0; i < n && fits; i++) {
			if (!(set >> (n - 1 - i) & 1))	/* the first element is the highest bit: an earlier run is a greater number */
				continue;
			fits = bits == 0 || v[i] > last;
			last = v[i];
			bits++;
		}
		if (fits && (bits > best_bits || (bits == best_bits && set > best))) {
			best = set;
			best_bits = bits;
		}
	}
	return best;
}

static void increasing(void)
{
	size_t v[10];
	unsigned char keep[10];

	for (int i = 0; i < tap_rounds(400); i++) {
		unsigned n = rnd_below(10), got = 0;

		for (unsigned k = 0; k < n; k++) {
			unsigned j = rnd_below(k + 1);

			v[k] = v[j];
			v[j] = k * 3;
		}
		lcs_increasing(v, n, keep);
		for (unsigned k = 0; k < n; k++)
			got = got << 1 | keep[k];
		law(got == slow_increasing(v, n), "case %d", i);
	}
	law_done("the longest increasing run, of equal ones the earliest");
}

int main(void)
{
	exact();
	large();
	increasing();
	return tap_done();
}
