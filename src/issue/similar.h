/* Bags of words, and how like two of them are. */
#ifndef BLAD_ISSUE_SIMILAR_H
#define BLAD_ISSUE_SIMILAR_H

#include "base/intern.h"
#include "base/vec.h"

typedef VEC(uint32_t) Bag;	/* numbers of words, sorted, each as often as it stands */

/* Words are runs of letters and digits, folded. */
void bag_read(Slice text, Intern *words, Bag *out);
double bag_similarity(const Bag *a, const Bag *b);	/* Dice, 0 to 1; an empty one is like nothing */

#endif
