/* A pass over history: what each commit changed against all its parents, by the ids of tree entries, without making diffs. */
#ifndef BLAD_GIT_PASS_H
#define BLAD_GIT_PASS_H

#include "git/object.h"

/* A path that differs from what every parent has there (folders do not count). */
typedef struct {
	const char *path;	/* during the call */
	Oid now;		/* zero: it is gone */
	Oid was;		/* in the first parent; zero: it was not there */
} PathChange;
typedef const Err *(*PathChangeFn)(void *data, const PathChange *c);

/* Holds what neighbouring commits share, so that a tree is read once as the new one and not again as the old one. */
typedef struct Pass Pass;
Pass *pass_begin(Repo *r);
const Err *pass_commit(Pass *p, const Oid *commit, PathChangeFn fn, void *data);
void pass_free(Pass *p);

#endif
