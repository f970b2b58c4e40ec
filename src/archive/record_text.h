/* What a recording holds and says: its issues and the proposed message. */
#ifndef BLAD_ARCHIVE_RECORD_TEXT_H
#define BLAD_ARCHIVE_RECORD_TEXT_H

#include "archive/draft.h"
#include "base/names.h"

/* One issue of the version to be. */
typedef struct {
	Draft *draft;
	Str text;		/* what is recorded of it: the draft's text, or its base with some items' changes */
	bool whole;
	Names items;		/* chains of the items whose changes it holds, if not the whole */
	Oid blob;
	bool correction;	/* its recorded version is published */
	bool review;		/* it was approved and is no longer */
} Entry;
typedef VEC(Entry) Entries;

void entry_free(Entry *e);
void entries_free(Entries *es);
/* "Budget 2027: changed"; several changes: a first line that counts or joins them, and a list.  Appends. */
void entries_message(const Entries *es, Str *out);

#endif
