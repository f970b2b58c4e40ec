/* A draft that is behind, joined with the tip under what was answered; and what is still to be asked. */
#ifndef BLAD_ARCHIVE_DRAFT_JOIN_H
#define BLAD_ARCHIVE_DRAFT_JOIN_H

#include "archive/draft.h"
#include "base/names.h"
#include "issue/merge.h"

typedef struct {
	bool gone;		/* the issue was deleted in the archive */
	Str text;		/* the joined one; without meaning while something is open */
	bool drop;		/* the deletion was answered to be right: the draft goes */
	Conflicts open;		/* what nobody has answered */
	Conflicts answered;
} DraftJoin;

/* theirs: the tip's text; NULL: it has none.  Writes nothing. */
void draft_join(Archive *a, const Draft *d, const Slice *theirs, DraftJoin *out);
void draft_join_free(DraftJoin *j);
/* The same against the tip as it is. */
const Err *draft_join_tip(Archive *a, const Draft *d, DraftJoin *out);

char *conflict_address(const DraftInfo *info, const Conflict *c);
/* What both changed, each by its address, and the way on: a sentence for people. */
void draft_open_words(const DraftInfo *info, const Conflicts *open, Str *out);
/* The same of a draft that is behind; nothing where it can be joined. */
const Err *draft_behind_words(Archive *a, const DraftInfo *info, Str *out, size_t *open);
/* The same of all drafts (words may be NULL), and how many questions they are. */
const Err *drafts_behind(Archive *a, Names *words, size_t *open);
/* ERR_DECIDE, with those words, where the draft of a path cannot be set on the tip. */
const Err *draft_undecided(Archive *a, const char *path, int nth);

#endif
