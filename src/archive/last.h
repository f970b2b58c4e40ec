/* Who changed a part of an issue last on one side of a join. */
#ifndef BLAD_ARCHIVE_LAST_H
#define BLAD_ARCHIVE_LAST_H

#include "archive/archive.h"
#include "issue/addr.h"

typedef struct {
	const char *path;
	AddrPart part;
	const char *chain;	/* of an item, or a header key's name */
} Spot;

/* The author's name among the commits of tip that base lacks; of the part, else of its file; NULL if nobody changed it.  Owned by the caller. */
const Err *last_author(Archive *a, const Oid *tip, const Oid *base, const Spot *spot, char **out);

#endif
