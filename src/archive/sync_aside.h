/* A shared branch that lost versions: noticed, and local work set aside on a branch of its own. */
#ifndef BLAD_ARCHIVE_SYNC_ASIDE_H
#define BLAD_ARCHIVE_SYNC_ASIDE_H

#include "archive/sync.h"

/* ERR_DECIDE, with the way on, where going from was to now loses versions. */
const Err *sync_check_rewritten(Archive *a, const char *shared, const Oid *was, const Oid *now);
/* The same of where the tracking ref has stood: where plain git fetched, the loss is only in its reflog.  What ours lacks is nobody's loss. */
const Err *sync_check_stood(Archive *a, const Upstream *up, const char *shared, const Oid *ours, const Oid *theirs);

/*
 * All versions of ours go to the new branch name, and this branch follows the shared one as it is there now.  Its drafts stay; those whose issue
 * differs are behind.  Each step can be repeated: the branch is made first.
 */
const Err *sync_aside(Archive *a, const char *name, const RemoteOpts *o, SyncResult *out);
/* A name to propose: of the branch and today, one that is not taken; owned by the caller. */
char *sync_aside_name(Archive *a);

#endif
