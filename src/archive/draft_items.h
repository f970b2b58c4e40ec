/* What is not recorded, an item at a time: each draft's text compared with its base. */
#ifndef BLAD_ARCHIVE_DRAFT_ITEMS_H
#define BLAD_ARCHIVE_DRAFT_ITEMS_H

#include "archive/draft.h"
#include "issue/diff.h"

typedef struct {
	char *address;		/* canonical; of a header key or the lead too */
	char *title;
	ChangeKind kind;
	Oid base;		/* the commit that the draft began from; zero: a new issue */
	Moment time;
	size_t added, removed;	/* words */
	bool behind, recovered;
	bool aside;		/* of a second draft: the address has its @draft-N */
	long holder;
} DraftItem;
typedef VEC(DraftItem) DraftItems;

const Err *draft_items(Archive *a, DraftItems *out);	/* in the order of drafts_list, each in text order */
void draft_items_free(DraftItems *d);
const char *change_words(ChangeKind k);			/* "changed", "new" … for people */

#endif
