/* Who wrote each sentence of an issue, of one item or of the lead: first, and as it stands. */
#ifndef BLAD_ARCHIVE_BLAME_H
#define BLAD_ARCHIVE_BLAME_H

#include "archive/history.h"

typedef struct {
	Oid id;			/* zero: not recorded yet */
	Person author;
	char *message;
} BlameVersion;

typedef struct {
	size_t from, to;	/* bytes in the target's text, as `show --source` prints it */
	size_t word;		/* where its first letter or digit stands */
	char *text;		/* on one line */
	bool block;		/* it begins a paragraph, or is a line of its own */
	uint32_t first, since;	/* of versions: the one that first wrote it, and the one that it stands so since */
} BlameSentence;

typedef struct {
	VEC(BlameVersion) versions;	/* those that are named first, in no order */
	VEC(BlameSentence) sentences;	/* in the order of the text; the header is not told */
	char *address;
	Oid text;		/* what blob_id() calls the text that this is told of */
	bool earlier;		/* this copy is cut off, or something is missing: what was first may be older */
	char *missing;		/* why something could not be read; or NULL */
} Blame;

/* Of own text: an item's without its sub-items; of an issue all of it, lead and items.  ERR_USAGE for a header key. */
const Err *blame_read(Archive *a, const Target *t, Blame *out);
void blame_free(Blame *b);

#endif
