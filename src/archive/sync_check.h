/* What stands in the way of a sync: looked at before anything moves. */
#ifndef BLAD_ARCHIVE_SYNC_CHECK_H
#define BLAD_ARCHIVE_SYNC_CHECK_H

#include "archive/archive.h"

/* Is the archive in a state to be shared at all? */
const Err *sync_may(Archive *a);
/* Can files go from our tip to this one?  ERR_DECIDE where one that has to change was changed by hand; shared is called so in words. */
const Err *sync_files_may_go(Archive *a, const Oid *ours, const Oid *to, const char *shared);
/* A text that holds conflict markers, and held none there, is nothing to give to others: ERR_DECIDE. */
const Err *sync_no_markers(Archive *a, const Oid *shared, const Oid *to);

#endif
