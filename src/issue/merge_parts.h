/* What the two halves of the join share: three versions, told apart item by item. */
#ifndef BLAD_ISSUE_MERGE_PARTS_H
#define BLAD_ISSUE_MERGE_PARTS_H

#include "issue/merge.h"

typedef enum { BASE, OURS, THEIRS } Who;

typedef struct {
	Slice text;
	Cut cut;
	Match m;		/* base → this; not for base itself */
} Version;

typedef struct {
	Version v[3];
	Conflicts *conflicts;
} Merge;

/* What became of base's part on a side. */
typedef enum { FATE_SAME, FATE_CHANGED, FATE_GONE } Fate;
Fate merge_fate(const Merge *m, Who who, size_t part);
Slice merge_own(const Merge *m, Who who, size_t part);	/* a part's own text */
ptrdiff_t merge_part_in(const Merge *m, Who who, size_t part);	/* base's part in a version, or -1 */

/* The joined text; false if what came out is not what was meant. */
bool merge_build(const Merge *m, const ItemTitles *titles, Str *out);

#endif
