/* What people said of which item is which, as far as it tells who wrote an item of one version. */
#ifndef BLAD_ARCHIVE_BLAME_SAID_H
#define BLAD_ARCHIVE_BLAME_SAID_H

#include "archive/history.h"
#include "archive/match_notes.h"

typedef struct {
	size_t part;		/* of the version's text, as it is cut alone */
	const char *path, *chain;	/* the item that it was; NULL: none, it is new in this version */
	Oid commit;		/* where that one stood */
} Said;
typedef VEC(Said) SaidList;

/* text: of the version's file.  Strings are the notes'. */
const Err *blame_said(Archive *a, MatchNotes *n, const Version *v, Slice text, SaidList *out);

#endif
