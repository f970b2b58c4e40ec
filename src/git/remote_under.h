/* A folder of the other side's branches, followed wherever they go; private to this room. */
#ifndef BLAD_GIT_REMOTE_UNDER_H
#define BLAD_GIT_REMOTE_UNDER_H

#include "git/git2.h"
#include "git/remote.h"

typedef struct {
	char *there, *here;
	Oid was, now;		/* zero: not there */
} UnderRef;
typedef VEC(UnderRef) UnderRefs;

/*
 * Those that stand otherwise there than here.  Only names FOLDER/ONE/TWO that git allows count, and only the first UNDER_MAX: what stands on a
 * server is anybody's.
 */
#define UNDER_MAX 1000
void under_find(Repo *r, git_remote *remote, const char *name, const char *folder, UnderRefs *out);
void under_free(UnderRefs *u);

#endif
