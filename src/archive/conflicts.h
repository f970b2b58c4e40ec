/* Everything that waits for a decision here: between our tip and the shared one as it was last fetched, and of drafts that are behind. */
#ifndef BLAD_ARCHIVE_CONFLICTS_H
#define BLAD_ARCHIVE_CONFLICTS_H

#include "archive/reconcile.h"

/* Of the branch, then of the drafts.  Never goes to the network; writes nothing. */
const Err *conflicts_list(Archive *a, Questions *out, JoinNotices *notices);	/* notices may be NULL */
/* Of the branch alone. */
const Err *conflicts_of_branch(Archive *a, Questions *out);

#endif
