/* Recording: drafts become one version, safely; and the repair of what a killed recording left. */
#ifndef BLAD_ARCHIVE_RECORD_H
#define BLAD_ARCHIVE_RECORD_H

#include "archive/draft.h"
#include "base/names.h"
#include "git/run.h"

typedef struct {
	const char *message;		/* NULL: the proposed one */
	bool correction;		/* an issue that is published is changed knowingly */
	bool no_sign, no_verify;	/* without the signature that is configured; without git's hooks */
	const RunWatch *watch;		/* hears and ends the programs that run; may be NULL */
} RecordOpts;

typedef struct {
	Oid commit;			/* zero: there was nothing to record */
	char *message;
	Names recorded;		/* addresses */
	Names left;		/* work tree files changed by hand and therefore not touched */
	bool sign_failed;	/* it is only the signature that could not be made */
	Names held;		/* drafts that another window edits, or that are behind and cannot be joined: in words */
} RecordResult;

/* n 0: all drafts of this branch.  ERR_DECIDE where some could not be recorded, ERR_IDENTITY without name and mail. */
const Err *record_drafts(Archive *a, const Target *targets, size_t n, const RecordOpts *o, RecordResult *out);
void record_result_free(RecordResult *r);
/* Would a program of the user's run, a hook or one that signs?  Then it may last. */
bool record_may_last(Archive *a);
/* "Budget 2026: ändrad" and the like, from what changed. */
const Err *record_message(Archive *a, const Target *targets, size_t n, Str *out);
/* Does any of them change an issue whose recorded version is published? */
const Err *record_needs_correction(Archive *a, const Target *targets, size_t n, bool *out);

/* At start: finishes or rolls back what a killed process left, and says so in words if there was something.  Never asks. */
const Err *record_recover(Archive *a, Str *said);

#endif
