/* One edit of a draft: the text as it is, cut, and as it is to be. */
#ifndef BLAD_ARCHIVE_REVISE_INSIDE_H
#define BLAD_ARCHIVE_REVISE_INSIDE_H

#include "archive/draft.h"

typedef struct {
	Draft *draft;
	Slice text;		/* the draft's own; good until revise_save */
	Cut cut;
	bool some;
	Str next;
} Revision;

/* Opens the draft of the target's issue, set on the tip. */
const Err *revise_begin(Revision *out, Archive *a, const Target *t);
const Err *revise_save(Revision *r);
void revise_end(Revision *r);

const Err *revise_part(const Revision *r, const Target *t, size_t *out);
const Err *revise_place(const Revision *r, const Target *after, size_t *out);
/* The text of an item from elsewhere put into next, its levels evened to the place; *at: where it begins. */
void revise_put(Revision *r, size_t place, Slice item, size_t *at);
/* The chain of the item, and the address of the part, that begins at or holds a byte of text; no item: the chain is "".  Owned by the caller. */
char *revise_chain(Slice text, size_t at);
char *revise_address(const Revision *r, Slice text, size_t at);

#endif
