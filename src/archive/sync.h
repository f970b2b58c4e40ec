/* Where we stand against the shared repository; fetching, joining and pushing. */
#ifndef BLAD_ARCHIVE_SYNC_H
#define BLAD_ARCHIVE_SYNC_H

#include "archive/reconcile.h"
#include "base/names.h"
#include "git/remote.h"

typedef struct {
	char *branch, *upstream;	/* upstream NULL: none */
	size_t ahead, behind, drafts, conflicts;
} SyncStatus;
const Err *sync_status(Archive *a, SyncStatus *out);	/* never goes to the network */
void sync_status_free(SyncStatus *s);

typedef struct {
	size_t received, sent;		/* versions */
	bool joined;			/* a merge commit was made */
	bool sign_failed;		/* it was only the signature of one that could not be made */
	bool rewritten;			/* it stopped since the shared branch lost versions */
	Names left;		/* work tree files not touched */
	Questions asked;	/* ERR_DECIDE where there are open ones */
	JoinNotices notices;	/* what a join did that nobody was asked about */
	Str words;			/* for people: what happened, one line */
} SyncResult;
/*
 * Fetch, join, push, again while somebody is faster.  ERR_DECIDE: nothing moved; the words name the items, both authors and the way on.
 * Holds no lock over the network; can be killed at any moment and run again.
 */
const Err *sync_run(Archive *a, const RemoteOpts *o, SyncResult *out);
/* What git's hooks say, line by line, safe to show (NULL: it stands in the error of one that refuses); and whether they and signing are left out. */
typedef struct {
	bool no_sign, no_verify;
	const char *to;			/* a branch that is not shared yet goes to this remote, and is shared so from then on */
	void (*said)(void *data, const char *line);
	void *data;
} SyncHow;
const Err *sync_run_as(Archive *a, const RemoteOpts *o, const SyncHow *how, SyncResult *out);	/* how may be NULL */
void sync_result_free(SyncResult *r);

#endif
