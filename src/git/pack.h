/* Many new objects at once: held in memory, then written as one pack, synced once and not object by object. */
#ifndef BLAD_GIT_PACK_H
#define BLAD_GIT_PACK_H

#include "git/repo.h"

typedef struct Pack Pack;
/* From now on what is written to r is held in memory (and can be read from r), for as long as r is open. */
const Err *pack_begin(Pack **out, Repo *r);
/* The commits written since and all that they reach, as a pack in another repository or in r itself; as often as wanted. */
const Err *pack_write(Pack *p, Repo *to);
void pack_free(Pack *p);		/* before r */

#endif
