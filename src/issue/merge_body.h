/* Three versions of an item's body as one (rule R4): by blocks, in paragraphs by sentences, in lists, tables and code by lines. */
#ifndef BLAD_ISSUE_MERGE_BODY_H
#define BLAD_ISSUE_MERGE_BODY_H

#include "base/vec.h"
#include "issue/merge.h"

typedef struct {
	bool clash;		/* both changed the same: how decided, or would have to */
	bool sentences;		/* sentences of both stand in one paragraph */
	bool both_added;	/* both put something in one spot */
} BodyTold;

/* A block that a side carried from one item to another (merge_blocks.c). */
typedef struct {
	MergeSide who;
	Slice block;
	bool here;		/* it came here: instead stands, nothing if that is empty; else it went from here, whatever the other made of it */
	Slice instead;
} BodyMove;
typedef VEC(BodyMove) BodyMoves;

/*
 * how: what stands where both changed the same; CHOICE_TEXT is ours, for the time being.  The white space at the end is left to the caller.
 * Law: where two of the three are the same bytes, and nothing was carried, *out is the third.
 */
void body_join(const Slice text[MERGE_SIDES], const BodyMoves *moves, MergeChoice how, Str *out, BodyTold *told);
/* theirs' blocks, then those of ours that theirs lacks. */
void body_add_both(Slice ours, Slice theirs, Str *out);

#endif
