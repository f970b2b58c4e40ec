/* What a recording says: the proposed message, and what the states of an issue mean for it. */
#ifndef BLAD_ARCHIVE_RECORD_TEXT_H
#define BLAD_ARCHIVE_RECORD_TEXT_H

#include "archive/draft.h"

/* One issue of the version to be. */
typedef struct {
	Draft *draft;
	Str text;		/* what is recorded of it: the draft's text, or its base with some items' changes */
	Oid blob;
	bool correction;	/* its recorded version is published */
} Entry;
typedef VEC(Entry) Entries;

/* "Budget 2027: changed"; several changes: a first line that counts or joins them, and a list.  Appends. */
void entries_message(const Entries *es, Str *out);
State text_state(Slice text);
bool text_content_differs(Slice was, Slice now);	/* anything behind the header */

#endif
