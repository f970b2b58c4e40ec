/* How far two versions are apart, without reading more of history than that takes; private to this room. */
#ifndef BLAD_GIT_APART_H
#define BLAD_GIT_APART_H

#include "git/git2.h"
#include "git/walk.h"

typedef struct {
	size_t ours, theirs;	/* how many versions only the one has */
	Oids bases;		/* the last ones that both have; in any order */
	Oids only_ours;		/* in any order */
} Apart;

/* Not for a shallow copy.  Unrelated histories have no base; theirs may be zero: nothing. */
const Err *apart_find(Repo *r, const Oid *ours, const Oid *theirs, Apart *out);
void apart_free(Apart *a);

#endif
