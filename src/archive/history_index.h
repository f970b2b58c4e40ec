/* Keeping the index of history: made from the newest version down, in batches, and caught up with when versions come. */
#ifndef BLAD_ARCHIVE_HISTORY_INDEX_H
#define BLAD_ARCHIVE_HISTORY_INDEX_H

#include "archive/archive.h"

/* May be ended at any moment and goes on from there; step (may be NULL) is told now and then, true ends it. */
const Err *history_index_fill(Archive *a, bool (*step)(void *data, size_t done, size_t total), void *data);
/* Is there something to fill in? */
bool history_index_wanted(Archive *a);
/* Does it know all of the tip's history?  Where only a few versions came since, they are taken in first. */
bool history_index_ready(Archive *a);

#endif
