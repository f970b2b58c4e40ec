/*
 * Drafts that others may see before they are recorded.  One is a commit of the draft's text on its base, on a branch of its own there:
 *
 *	refs/heads/blad/NAME/SLUG	NAME from the user's name, SLUG from the file's
 *
 * and its message ends with the lines that draft_mark_read reads.  Nothing but this program's user makes, moves or withdraws it.
 */
#ifndef BLAD_ARCHIVE_SHARE_DRAFT_H
#define BLAD_ARCHIVE_SHARE_DRAFT_H

#include "archive/archive.h"
#include "base/names.h"
#include "git/remote.h"

#define SHARED_DRAFTS "blad"		/* the folder of branches */

/* The draft of a path, or what has changed of it since; words gets a sentence.  ERR_NONE: there is no draft. */
const Err *share_draft(Archive *a, const char *path, const RemoteOpts *o, Str *words);
/* All that was shared of this path by this user, from wherever.  ERR_NONE: nothing was. */
const Err *share_draft_withdraw(Archive *a, const char *path, const RemoteOpts *o, Str *words);
/* The paths of all that this user shares of this branch. */
const Err *share_draft_mine(Archive *a, Names *out);
/* After a sync: withdraws what was shared from here and is recorded or dropped since.  What goes wrong is only said: words gets it. */
void share_draft_sweep(Archive *a, const Upstream *up, const RemoteOpts *o, Str *words);

/* What such a commit says it is of; false: nothing.  Both are the caller's. */
typedef struct {
	char *path, *branch;
} DraftMark;
bool draft_mark_read(const char *message, DraftMark *out);
void draft_mark_free(DraftMark *m);

#endif
