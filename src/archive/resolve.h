/* A draft that is behind, where it and the archive changed the same: a person says whose text stands, item by item. */
#ifndef BLAD_ARCHIVE_RESOLVE_H
#define BLAD_ARCHIVE_RESOLVE_H

#include "archive/draft.h"
#include "archive/question.h"

/* Of the draft of a path (nth as in draft_peek_nth); none where it is not behind, or can be joined. */
const Err *draft_questions(Archive *a, const char *path, int nth, Questions *out);

/*
 * Answers what the address names: an item, the lead, a header key; the issue: itself, or all that is open.  CHOICE_TEXT: text stands.
 * When nothing is open any more the draft is set on the tip, and how it was is kept in dropped/.  ERR_DECIDE: the answer is kept, but others
 * are open.  said: what is to be told.
 */
const Err *resolve_draft(Archive *a, Slice address, MergeChoice choice, Slice text, Str *said);

/* What a person says to a question.  CHOICE_TEXT: text stands. */
typedef struct {
	MergeChoice choice;
	Slice text;
	const char *kind;	/* of several questions about one address; NULL: all */
	bool undo;		/* takes back what was said */
} Saying;
/*
 * The same of what the branch and the shared one both changed, where the address is of that; else of a draft.  What is said of the branch is kept
 * until the next sync, which joins when nothing is open.
 */
const Err *resolve_address(Archive *a, Slice address, const Saying *s, Str *said);
/* The same of one question, as it was asked.  Where a text has changed since, it comes again. */
const Err *resolve_question(Archive *a, const Question *q, const Saying *s, Str *said);

#endif
