/*
 * Joining versions of one issue by whole items, only where that cannot be wrong: the changed items are
 * disjoint, neither header nor order changed on both sides, no title was added by both.  Everything
 * else is a question.
 * Laws: merge(b, x, b) = merge(b, b, x) = x; merge(b, x, x) = x; what neither side touched keeps its
 * bytes.
 */
#ifndef BLAD_ISSUE_MERGE_H
#define BLAD_ISSUE_MERGE_H

#include "issue/match.h"

typedef struct {
	char *kind;		/* "body", "title", "meta", "order", "add-add", "edit-delete" */
	char *title;		/* of the item, or the header key */
	char *chain;		/* keys; "" for the lead, ":KEY" for a header key, NULL for the whole issue */
} Conflict;
typedef VEC(Conflict) Conflicts;

/* True: *out is the joined text.  False: conflicts says what a person must decide, and *out is empty. */
bool merge_texts(Slice base, Slice ours, Slice theirs, Str *out, Conflicts *conflicts);
void conflicts_free(Conflicts *c);
bool text_has_markers(Slice text);	/* git's conflict markers at line starts */

#endif
