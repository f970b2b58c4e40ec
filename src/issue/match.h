/*
 * Which item of then is which item of now: rule R1 (a) same text, (b) same title, (c) similar body,
 * within one issue.
 */
#ifndef BLAD_ISSUE_MATCH_H
#define BLAD_ISSUE_MATCH_H

#include "issue/item.h"

typedef enum { MATCH_NOT, MATCH_TEXT, MATCH_TITLE, MATCH_SIMILAR, MATCH_NOTE } MatchHow;	/* MATCH_NOTE: a person said so */
const char *match_name(MatchHow how);		/* "text", "title", "similar", "note": for documents */

typedef struct {
	ptrdiff_t *a_to_b, *b_to_a;	/* part index or -1, by part */
	unsigned char *how;		/* MatchHow, by part of a */
	unsigned char *moved;		/* by part of b: another parent, or outside the longest increasing run of its siblings */
	size_t na, nb;
} Match;

/* similar: also (c).  The texts are those that a and b were cut from. */
void match_parts(Slice at, const Cut *a, Slice bt, const Cut *b, bool similar, Match *out);
void match_free(Match *m);
/* Whoever compares one item with one means these two, alike or not. */
void match_alone(Match *m, const Cut *a, const Cut *b);

/*
 * Equal after NFC, line-end and white-space folding as R2 says (leading indentation, hard breaks, code
 * and U+00A0 kept).
 */
bool text_same(Slice a, Slice b);
/* Dice over the multiset of words, 0 to 1; an empty text is like nothing. */
double text_similarity(Slice a, Slice b);

#endif
