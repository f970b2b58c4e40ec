/* A draft that is behind, where it and the archive changed the same: a person says whose text stands, item by item. */
#ifndef BLAD_ARCHIVE_RESOLVE_H
#define BLAD_ARCHIVE_RESOLVE_H

#include "archive/draft.h"
#include "issue/merge.h"

/* One thing to be decided.  What has no text on a side was deleted there, or never was. */
typedef struct {
	char *address, *kind, *title;
	char *chain;		/* as in a Conflict */
	bool has[MERGE_SIDES];
	Str text[MERGE_SIDES];	/* base, the draft's, the tip's */
	char *moved_to;		/* the draft lacks it because it went to this issue; else NULL */
	char *theirs_by;	/* who changed it last in the archive; may be NULL */
} DraftQuestion;
typedef struct {
	VEC(DraftQuestion) open;
	size_t answered;
} DraftQuestions;

/* Of the draft of a path (nth as in draft_peek_nth); none where it is not behind, or can be joined. */
const Err *draft_questions(Archive *a, const char *path, int nth, DraftQuestions *out);
void draft_questions_free(DraftQuestions *q);

/*
 * Answers what the address names: an item, the lead, a header key; the issue: itself, or all that is open.  CHOICE_TEXT: text stands.
 * When nothing is open any more the draft is set on the tip, and how it was is kept in dropped/.  ERR_DECIDE: the answer is kept, but others
 * are open.  said: what is to be told.
 */
const Err *resolve_draft(Archive *a, Slice address, MergeChoice choice, Slice text, Str *said);
/* The same of one question, as it was asked.  Where a text has changed since, it comes again. */
const Err *resolve_question(Archive *a, const char *path, int nth, const DraftQuestion *q, MergeChoice choice, Slice text, Str *said);

#endif
