/* What the two halves of the join share: three versions, told apart item by item. */
#ifndef BLAD_ISSUE_MERGE_PARTS_H
#define BLAD_ISSUE_MERGE_PARTS_H

#include "issue/merge.h"

typedef MergeSide Who;
#define BASE MERGE_BASE
#define OURS MERGE_OURS
#define THEIRS MERGE_THEIRS

typedef struct {
	Slice text;
	Cut cut;
	Match m;		/* base → this; not for base itself */
	Match like;		/* the same with likeness: what has another title now */
	bool *dropped;		/* by part: it is new, and the answer was the other side's */
	const MergeAnswer **own;	/* by part: it is new, and the answer was this text */
} Version;

/* What was answered of a part of base. */
typedef struct {
	const MergeAnswer *text;	/* whose text stands: the answer's own … */
	const MergeAnswer *place;
	Who who;		/* … or this side's, which may lack it */
	bool decided;
} Verdict;

typedef struct {
	Version v[MERGE_SIDES];
	Conflicts *conflicts;
	const MergeAnswer *answers;
	size_t n;
	Verdict *verdicts;	/* by part of base */
	const MergeAnswer *whole;	/* of the issue */
	VEC(const MergeAnswer *) keys;	/* of the header */
} Merge;

/* What became of base's part on a side. */
typedef enum { FATE_SAME, FATE_CHANGED, FATE_GONE } Fate;
Fate merge_fate(const Merge *m, Who who, size_t part);
Slice merge_own(const Merge *m, Who who, size_t part);	/* a part's own text */
ptrdiff_t merge_part_in(const Merge *m, Who who, size_t part);	/* base's part in a version, or -1 */

/* Where each version has what a conflict is about, or -1. */
void merge_where(const Merge *m, const char *kind, Who who, size_t part, ptrdiff_t out[MERGE_SIDES]);
/* Was this asked before?  Then what was answered holds. */
bool merge_take_answer(Merge *m, const char *kind, const char *chain, const ptrdiff_t where[MERGE_SIDES]);
/* The header that the answers make; false if none of them is of it. */
bool merge_header(const Merge *m, Str *out);

/* The joined text; false if what came out is not what was meant. */
bool merge_build(const Merge *m, const ItemTitles *titles, Str *out);

#endif
