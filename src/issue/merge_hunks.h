/* Three sequences of numbers compared at once: where one side, both or neither changed what was there. */
#ifndef BLAD_ISSUE_MERGE_HUNKS_H
#define BLAD_ISSUE_MERGE_HUNKS_H

#include <stdint.h>

#include "base/vec.h"
#include "issue/merge.h"

typedef enum {
	HUNK_SAME,		/* one element that all three have */
	HUNK_OURS, HUNK_THEIRS,	/* only that side changed it */
	HUNK_ALIKE,		/* both, to the same */
	HUNK_CLASH		/* both: no unchanged element lies between */
} HunkKind;

typedef struct {
	HunkKind kind;
	size_t from[MERGE_SIDES], to[MERGE_SIDES];
} Hunk;
typedef VEC(Hunk) Hunks;

typedef struct {
	const uint32_t *v[MERGE_SIDES];
	size_t n[MERGE_SIDES];
} ThreeRows;

/* Laws: the hunks, in order, cover each sequence without gaps; turned round they are the same hunks, OURS and THEIRS exchanged. */
void hunks_read(const ThreeRows *rows, Hunks *out);

#endif
