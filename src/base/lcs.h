/* The longest common run of two sequences of numbers (Myers' O(ND), with a bound), the base of every comparison. */
#ifndef BLAD_BASE_LCS_H
#define BLAD_BASE_LCS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Equal elements get equal numbers first (base/intern.h).  Law: pairs are strictly increasing on both sides. */
typedef struct {
	size_t a, b;
} LcsPair;

/*
 * Writes at most min(na, nb) pairs, in order, and returns how many.  Always the same ones; as many as can be up to a
 * difference of about 4,000, then greedy: *rough (may be NULL) becomes true, else it is not touched.
 */
size_t lcs(const uint32_t *a, size_t na, const uint32_t *b, size_t nb, LcsPair *out, bool *rough);

/* The longest increasing run of n distinct numbers: keep[i] is 1 for its members; of equal runs the earliest. */
void lcs_increasing(const size_t *v, size_t n, unsigned char *keep);

#endif
