/*
 * Which file and which item of then is which of now, across the files that one commit (or one side of a join) changed: rule R1's
 * first and last steps.
 */
#ifndef BLAD_ISSUE_ACROSS_H
#define BLAD_ISSUE_ACROSS_H

#include "issue/match.h"

/* One file before and after; a cut of NULL: it was not there, or is gone. */
typedef struct {
	Slice was, now;
	const Cut *was_cut, *now_cut;
} AcrossFile;

/* One part that left a file and stands in another. */
typedef struct {
	size_t from_file, from_part, to_file, to_part;
	MatchHow how;		/* MATCH_TEXT, MATCH_TITLE or MATCH_SIMILAR */
} CarriedPart;

typedef struct {
	ptrdiff_t *was_of;	/* by file: the one it was before (itself, or the one that was renamed to it); -1: it is new, or not there */
	ptrdiff_t *now_of;	/* by file: the one it is now; -1: it is gone, or was not there */
	VEC(CarriedPart) carried;	/* by place in now */
	size_t n;
} Across;

/*
 * A file gone and a file new are one where their bytes are the same, or their words at least half, the likest first.  An item
 * that neither its file nor the renamed one has any more, and one that is new elsewhere, are one where they have the same title
 * and a body like it (0.3), or a body very much like it (0.6), the likest first; each is used once.  Header and lead are never carried.
 */
void across_read(const AcrossFile *files, size_t n, Across *out);
void across_free(Across *a);

/* How like two whole files must be to be one that was renamed. */
bool across_same_file(Slice was, Slice now);

#endif
