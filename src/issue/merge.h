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

typedef enum { MERGE_BASE, MERGE_OURS, MERGE_THEIRS } MergeSide;
#define MERGE_SIDES 3

typedef struct {
	char *kind;		/* "body", "title", "meta", "order", "add-add", "edit-delete" */
	char *title;		/* of the item, or the header key */
	char *chain;		/* keys; "" for the lead, ":KEY" for a header key, NULL for the whole issue (kind "title": its title heading) */
	bool has[MERGE_SIDES];	/* does the side have it at all? */
	Str text[MERGE_SIDES];	/* an item's own text, a header key's lines, the whole */
} Conflict;
typedef VEC(Conflict) Conflicts;

/* What a person said to a conflict.  MERGE_BASE: neither, but text (an item's whole own text, the lines of a key, the whole issue). */
typedef struct {
	const char *kind, *chain;	/* of the conflict */
	MergeSide choice;
	Slice text;
} MergeAnswer;

/* True: *out is the joined text.  False: conflicts says what a person must decide, and *out is empty. */
bool merge_texts(Slice base, Slice ours, Slice theirs, Str *out, Conflicts *conflicts);
/*
 * The same with answers to what it asked.  Laws: what was answered is as that side has it, byte for byte but for the white space that parts
 * it from its neighbours; nothing else is other than the join makes it; an answer to what is not asked changes nothing.
 */
bool merge_answered(Slice base, Slice ours, Slice theirs, const MergeAnswer *answers, size_t n, Str *out, Conflicts *conflicts);
void conflicts_free(Conflicts *c);
bool text_has_markers(Slice text);	/* git's conflict markers at line starts */

#endif
