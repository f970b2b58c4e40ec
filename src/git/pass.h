/* A pass over history: what commits changed against all their parents, by the ids of tree entries, without making diffs. */
#ifndef BLAD_GIT_PASS_H
#define BLAD_GIT_PASS_H

#include "git/object.h"

/* A path that differs from what every parent has there (folders do not count). */
typedef struct {
	size_t commit;		/* which of those asked about */
	const char *path;	/* during the call */
	Oid now;		/* zero: it is gone */
	Oid was;		/* in the first parent; zero: it was not there */
} PathChange;
typedef const Err *(*PathChangeFn)(void *data, const PathChange *c);

/*
 * What each of these commits changed; children should stand before their parents.  The calls come path by path: a pack keeps a folder
 * as changes to its next version, and going back and forth between folders would make libgit2 work those out again and again.
 */
const Err *pass_commits(Repo *r, const Oid *commits, size_t n, PathChangeFn fn, void *data);
#define PASS_MANY 16384		/* more at once cost memory and win nothing */

#endif
