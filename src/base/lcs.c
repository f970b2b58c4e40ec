/* The longest common run of two sequences: Myers' O(ND) in linear space, bounded where the two have little in common. */
#include "base/lcs.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define COST_FIRST 2048		/* steps from either side: exact up to a difference of twice this */
#define COST_LATER 256		/* once the whole was found too costly, its parts are cut sooner */

typedef struct {
	const uint32_t *a, *b;	/* what both have, in order */
	size_t *ia, *ib;	/* where it stood */
	ptrdiff_t *fwd, *bwd;	/* furthest x on each diagonal, offset so that -nb-1 is the first */
	ptrdiff_t cost;
	bool rough;
	LcsPair *out;
	size_t n;
} Work;

/* A piece of both sequences that is still to be compared. */
typedef struct {
	ptrdiff_t a0, a1, b0, b1;
} Box;

static void pair_add(Work *w, ptrdiff_t a, ptrdiff_t b)
{
	w->out[w->n++] = (LcsPair){ w->ia[a], w->ib[b] };
}

/* One step of the search from the start: the furthest x on diagonal k. */
static ptrdiff_t reach_fwd(const Work *w, Box x, ptrdiff_t k)
{
	ptrdiff_t down = w->fwd[k + 1], right = w->fwd[k - 1] + 1;
	ptrdiff_t a = right > down ? right : down;

	while (a < x.a1 && a - k < x.b1 && w->a[a] == w->b[a - k])
		a++;
	return w->fwd[k] = a;
}

static ptrdiff_t reach_bwd(const Work *w, Box x, ptrdiff_t k)
{
	ptrdiff_t up = w->bwd[k - 1], left = w->bwd[k + 1] - 1;
	ptrdiff_t a = left < up ? left : up;

	while (a > x.a0 && a - k > x.b0 && w->a[a - 1] == w->b[a - k - 1])
		a--;
	return w->bwd[k] = a;
}

typedef struct {
	ptrdiff_t lo, hi;	/* the diagonals reached so far */
} Span;

/* Widens the diagonals by one on each side, within the box; new ones start beyond reach. */
static void span_grow(Span *s, ptrdiff_t *reach, Box x, ptrdiff_t beyond)
{
	ptrdiff_t least = x.a0 - x.b1, most = x.a1 - x.b0;

	if (s->lo > least)
		reach[--s->lo - 1] = beyond;
	else
		s->lo++;
	if (s->hi < most)
		reach[++s->hi + 1] = beyond;
	else
		s->hi--;
}

/* Too costly: cut where one of the two searches came furthest. */
static void cut_greedy(const Work *w, Box x, Span f, Span b, ptrdiff_t *ca, ptrdiff_t *cb)
{
	ptrdiff_t best_f = -1, fa = x.a0, best_b = PTRDIFF_MAX, ba = x.a1, fk = 0, bk = 0;

	for (ptrdiff_t k = f.lo; k <= f.hi; k += 2) {
		ptrdiff_t a = w->fwd[k] < x.a1 ? w->fwd[k] : x.a1;

		if (a - k > x.b1)
			a = x.b1 + k;
		if (a + a - k > best_f)
			best_f = a + a - k, fa = a, fk = k;
	}
	for (ptrdiff_t k = b.lo; k <= b.hi; k += 2) {
		ptrdiff_t a = w->bwd[k] > x.a0 ? w->bwd[k] : x.a0;

		if (a - k < x.b0)
			a = x.b0 + k;
		if (a + a - k < best_b)
			best_b = a + a - k, ba = a, bk = k;
	}
	if (x.a1 + x.b1 - best_b < best_f - (x.a0 + x.b0))
		*ca = fa, *cb = fa - fk;
	else
		*ca = ba, *cb = ba - bk;
}

/* Finds a point on a best path through the box, which has no common start or end and two sides that are not empty. */
static void cut_find(Work *w, Box x, ptrdiff_t *ca, ptrdiff_t *cb)
{
	ptrdiff_t kf = x.a0 - x.b0, kb = x.a1 - x.b1;
	bool odd = (kf - kb) & 1;
	Span f = { kf, kf }, b = { kb, kb };

	w->fwd[kf] = x.a0;
	w->bwd[kb] = x.a1;
	for (ptrdiff_t c = 1;; c++) {
		span_grow(&f, w->fwd, x, -1);
		for (ptrdiff_t k = f.hi; k >= f.lo; k -= 2) {
			ptrdiff_t a = reach_fwd(w, x, k);

			if (odd && k >= b.lo && k <= b.hi && w->bwd[k] <= a) {
				*ca = a, *cb = a - k;
				return;
			}
		}
		span_grow(&b, w->bwd, x, PTRDIFF_MAX);
		for (ptrdiff_t k = b.hi; k >= b.lo; k -= 2) {
			ptrdiff_t a = reach_bwd(w, x, k);

			if (!odd && k >= f.lo && k <= f.hi && a <= w->fwd[k]) {
				*ca = a, *cb = a - k;
				return;
			}
		}
		if (c >= w->cost) {
			w->cost = COST_LATER;
			w->rough = true;
			cut_greedy(w, x, f, b, ca, cb);
			return;
		}
	}
}

static void compare(Work *w, Box x)
{
	ptrdiff_t tail = 0, ca, cb;

	while (x.a0 < x.a1 && x.b0 < x.b1 && w->a[x.a0] == w->b[x.b0])
		pair_add(w, x.a0++, x.b0++);
	while (x.a0 < x.a1 && x.b0 < x.b1 && w->a[x.a1 - 1] == w->b[x.b1 - 1])
		x.a1--, x.b1--, tail++;
	if (x.a0 < x.a1 && x.b0 < x.b1) {
		cut_find(w, x, &ca, &cb);
		compare(w, (Box){ x.a0, ca, x.b0, cb });
		compare(w, (Box){ ca, x.a1, cb, x.b1 });
	}
	for (ptrdiff_t i = 0; i < tail; i++)
		pair_add(w, x.a1 + i, x.b1 + i);
}

/* The numbers of v that stand in other too; where there is no room for a table of all numbers, all of v. */
static size_t keep_common(const uint32_t *v, size_t n, const unsigned char *in_other, uint32_t *keep, size_t *at)
{
	size_t m = 0;

	for (size_t i = 0; i < n; i++) {
		if (in_other && !in_other[v[i]])
			continue;
		keep[m] = v[i];
		at[m++] = i;
	}
	return m;
}

static unsigned char *mark(const uint32_t *v, size_t n, size_t most)
{
	unsigned char *in = mem_alloc(most + 1);

	for (size_t i = 0; i < n; i++)
		in[v[i]] = 1;
	return in;
}

static size_t greatest(const uint32_t *v, size_t n, size_t most)
{
	for (size_t i = 0; i < n; i++)
		if (v[i] > most)
			most = v[i];
	return most;
}

size_t lcs(const uint32_t *a, size_t na, const uint32_t *b, size_t nb, LcsPair *out, bool *rough)
{
	Work w = { .cost = COST_FIRST, .out = out };
	size_t most = greatest(b, nb, greatest(a, na, 0)), ma, mb;
	bool table = most / 16 <= na + nb + 4096;
	unsigned char *in_a = NULL, *in_b = NULL;
	uint32_t *ka, *kb;
	ptrdiff_t *reach;

	if (na == 0 || nb == 0)
		return 0;
	if (table) {
		in_a = mark(a, na, most);
		in_b = mark(b, nb, most);
	}
	ka = mem_alloc_n(na, sizeof *ka);
	kb = mem_alloc_n(nb, sizeof *kb);
	w.ia = mem_alloc_n(na, sizeof *w.ia);
	w.ib = mem_alloc_n(nb, sizeof *w.ib);
	ma = keep_common(a, na, in_b, ka, w.ia);
	mb = keep_common(b, nb, in_a, kb, w.ib);
	reach = mem_alloc_n(2 * (ma + mb + 3), sizeof *reach);
	w.a = ka;
	w.b = kb;
	w.fwd = reach + mb + 1;
	w.bwd = reach + (ma + mb + 3) + mb + 1;
	compare(&w, (Box){ 0, (ptrdiff_t)ma, 0, (ptrdiff_t)mb });
	if (rough && w.rough)
		*rough = true;
	free(in_a);
	free(in_b);
	free(ka);
	free(kb);
	free(w.ia);
	free(w.ib);
	free(reach);
	return w.n;
}

/*
 * run[i] is the length of the longest increasing run that starts at i; then the run is taken from the left, always
 * the first element from which enough remain.
 */
void lcs_increasing(const size_t *v, size_t n, unsigned char *keep)
{
	size_t *top = mem_alloc_n(n + 1, sizeof *top);	/* top[l]: the greatest start of a run of length l + 1 */
	size_t *run = mem_alloc_n(n + 1, sizeof *run);
	size_t longest = 0, want;
	const size_t *last = NULL;

	for (size_t i = n; i-- > 0;) {
		size_t lo = 0, hi = longest;

		while (lo < hi) {
			size_t mid = lo + (hi - lo) / 2;

			if (top[mid] > v[i])
				lo = mid + 1;
			else
				hi = mid;
		}
		top[lo] = v[i];
		run[i] = lo + 1;
		if (lo == longest)
			longest++;
	}
	want = longest;
	for (size_t i = 0; i < n; i++) {
		keep[i] = want && run[i] == want && (!last || v[i] > *last);
		if (keep[i]) {
			last = &v[i];
			want--;
		}
	}
	free(top);
	free(run);
}
