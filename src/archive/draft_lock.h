/* Who edits a draft: flock on the file `lock` in its folder, which says the process and since when. */
#ifndef BLAD_ARCHIVE_DRAFT_LOCK_H
#define BLAD_ARCHIVE_DRAFT_LOCK_H

#include "base/date.h"
#include "base/err.h"

typedef struct {
	int fd;		/* -1: not held */
} DraftLock;
#define DRAFT_UNLOCKED ((DraftLock){ -1 })

/* dir must be there; ERR_BUSY in words about what (a path), ERR_NONE if dir went away. */
const Err *draft_lock(DraftLock *out, const char *dir, const char *what);
void draft_unlock(DraftLock *l);
/* The process that holds it (-1: unknown), or 0. */
long draft_holder(const char *dir, Moment *since);

#endif
