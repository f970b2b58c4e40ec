/* Bags of words, and how like two of them are. */
#ifndef BLAD_ISSUE_SIMILAR_H
#define BLAD_ISSUE_SIMILAR_H

#include "base/intern.h"
#include "base/vec.h"

typedef VEC(uint32_t) Bag;	/* numbers of words, sorted, each as often as it stands */

/* Words are runs of letters and digits, folded. */
void bag_read(Slice text, Intern *words, Bag *out);
double bag_similarity(const Bag *a, const Bag *b);	/* Dice, 0 to 1; an empty one is like nothing */

/* One bag beside many: their words are looked up, not each bag gone through. */
typedef struct BagIndex BagIndex;
BagIndex *bag_index(const Bag *const *bags, size_t n);
/* Law: like[i] is bag_similarity() of it and bags[i]. */
void bag_index_like(const BagIndex *x, const Bag *bag, double *like);
void bag_index_free(BagIndex *x);

#endif
