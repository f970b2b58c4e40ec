/* Three sequences compared: between elements that all have lies what one side changed, or both. */
#include "issue/merge_hunks.h"

#include <stdlib.h>

#include "base/lcs.h"

#define SIDES(i) for (MergeSide i = MERGE_BASE; i < MERGE_SIDES; i++)

/* By element of base: where that side has it, or -1. */
static ptrdiff_t *places(const ThreeRows *r, MergeSide side)
{
	size_t nb = r->n[MERGE_BASE], ns = r->n[side], n;
	ptrdiff_t *at = mem_alloc_n(nb + 1, sizeof *at);
	LcsPair *pairs = mem_alloc_n((nb < ns ? nb : ns) + 1, sizeof *pairs);

	for (size_t i = 0; i < nb; i++)
		at[i] = -1;
	n = lcs(r->v[MERGE_BASE], nb, r->v[side], ns, pairs, NULL);
	for (size_t i = 0; i < n; i++)
		at[pairs[i].a] = (ptrdiff_t)pairs[i].b;
	free(pairs);
	return at;
}

static bool same(const ThreeRows *r, const Hunk *h, MergeSide a, MergeSide b)
{
	size_t n = h->to[a] - h->from[a];

	if (n != h->to[b] - h->from[b])
		return false;
	for (size_t i = 0; i < n; i++)
		if (r->v[a][h->from[a] + i] != r->v[b][h->from[b] + i])
			return false;
	return true;
}

static void add_changed(const ThreeRows *r, Hunk h, Hunks *out)
{
	if (h.from[0] == h.to[0] && h.from[1] == h.to[1] && h.from[2] == h.to[2])
		return;
	if (same(r, &h, MERGE_OURS, MERGE_THEIRS))
		h.kind = HUNK_ALIKE;
	else if (same(r, &h, MERGE_BASE, MERGE_OURS))
		h.kind = HUNK_THEIRS;
	else if (same(r, &h, MERGE_BASE, MERGE_THEIRS))
		h.kind = HUNK_OURS;
	else
		h.kind = HUNK_CLASH;
	VEC_PUSH(out, h);
}

void hunks_read(const ThreeRows *r, Hunks *out)
{
	ptrdiff_t *ours = places(r, MERGE_OURS), *theirs = places(r, MERGE_THEIRS);
	Hunk h = { 0 };

	for (size_t i = 0; i <= r->n[MERGE_BASE]; i++) {
		bool end = i == r->n[MERGE_BASE];

		if (!end && (ours[i] < 0 || theirs[i] < 0))
			continue;
		h.to[MERGE_BASE] = i;
		h.to[MERGE_OURS] = end ? r->n[MERGE_OURS] : (size_t)ours[i];
		h.to[MERGE_THEIRS] = end ? r->n[MERGE_THEIRS] : (size_t)theirs[i];
		add_changed(r, h, out);
		if (!end) {
			Hunk *one = VEC_ADD(out);

			SIDES(k) {
				one->from[k] = h.to[k];
				one->to[k] = h.from[k] = h.to[k] + 1;
			}
		}
	}
	free(ours);
	free(theirs);
}
