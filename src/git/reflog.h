/* Where a ref has stood, as git's reflog remembers. */
#ifndef BLAD_GIT_REFLOG_H
#define BLAD_GIT_REFLOG_H

#include "git/walk.h"

/* The last places, newest first, at most so many; none where git keeps no reflog.  Never an error: what cannot be read is not remembered. */
void reflog_read(Repo *r, const char *ref, size_t max, Oids *out);

#endif
