/* Words in the current texts: drafts where there are some, else what is recorded. */
#ifndef BLAD_ARCHIVE_SEARCH_H
#define BLAD_ARCHIVE_SEARCH_H

#include "archive/issues.h"
#include "issue/query.h"

typedef struct {
	char *address, *title;	/* of the item; of the issue where it stands in none */
	char *issue;		/* title of the issue */
	Date date;		/* of the issue */
	char *context;		/* the sentence */
	QueryPlaces marks;	/* places of the words in it */
} SearchHit;
typedef VEC(SearchHit) SearchHits;

/* Newest issue first, items in the order of the text. */
const Err *search_texts(Archive *a, Query *q, SearchHits *out);
void search_hits_free(SearchHits *h);

/* The header key (its name), lead, item or whole issue that a part is by an address; appends its chain. */
AddrPart search_part(Query *q, Slice text, const Cut *c, size_t part, Str *chain);
/* The bytes of it: a header key's own lines, else those of the part. */
Slice search_own(Slice text, const Cut *c, size_t part, AddrPart kind, Slice chain);
#define SEARCH_CONTEXT 240	/* bytes of a sentence */

#endif
