/* Hooks: the programs that git runs when versions are made and shared (githooks(5)). */
#ifndef BLAD_GIT_HOOK_H
#define BLAD_GIT_HOOK_H

#include "git/object.h"
#include "git/run.h"

/* Is there one that git would run: in core.hooksPath or hooks/, executable, in a repository that is ours? */
bool hook_is_there(Repo *r, const char *name);
/* Any of those that are run when a version is made. */
bool hooks_of_version(Repo *r);
/* What git would run and blad does not ("hooks/reference-transaction"), or NULL. */
char *hook_not_run(Repo *r);

typedef struct {
	const char *name;		/* "pre-commit" */
	const char *args[4];		/* NULL behind the last */
	Slice in;			/* its standard input */
	const char *index;		/* what it is to see as the index; NULL: the repository's */
	const Person *author;		/* GIT_AUTHOR_…; NULL: not told */
} Hook;
/* ERR_FAIL, naming it, where it ends with another status than 0; NULL at once where there is none.  *ran may be NULL. */
const Err *hook_run(Repo *r, const Hook *h, const RunWatch *w, bool *ran);

/* What is to be pushed; there zero: the other side has no such ref yet. */
typedef struct {
	const char *remote, *here_ref, *there_ref;
	Oid here, there;
} HookPush;
const Err *hook_pre_push(Repo *r, const HookPush *p, const RunWatch *w);

/* A private index that holds a tree, as `git commit PATH` makes one; and the tree that it holds after somebody had it. */
const Err *hook_index_make(Repo *r, const Oid *tree, const char *path);
const Err *hook_index_tree(Repo *r, const char *path, Oid *out);

#endif
