/* What a person did to the work tree: files against git's index, and their text as git would store it.  Only looks. */
#ifndef BLAD_GIT_WORK_LOOK_H
#define BLAD_GIT_WORK_LOOK_H

#include "git/work.h"

typedef enum {
	LOOK_SAME,
	LOOK_CHANGED,
	LOOK_GONE,
	LOOK_ODD,		/* a link, a folder or another thing that is no plain file, or behind a link */
	LOOK_CONFLICT,		/* git's index has several versions of it */
	LOOK_FOREIGN		/* stored through a program (git-lfs): we run none, so it cannot be told */
} LookState;

typedef struct {
	LookState state;	/* against the entry; without one: LOOK_SAME is that there is no file either */
	Oid entry;		/* what git's index has; zero: nothing */
	bool seen;		/* git, or we, have met the file when it was as the entry has it */
	bool skipped;		/* it is not meant to be there, or git was told not to look */
} LookFile;

typedef struct WorkLook WorkLook;
const Err *work_look_begin(WorkLook **out, Repo *r);	/* ERR_NONE: a bare repository has no work tree */
void work_look_end(WorkLook *l);			/* of NULL too */

size_t work_look_count(const WorkLook *l);		/* of the index; a conflict counts several times */
const char *work_look_path(const WorkLook *l, size_t i);
/* By the file's time and size where git would trust them; else by its text. */
const Err *work_look_file(const WorkLook *l, const char *path, LookFile *out);
/* Is the file as this blob has it? */
const Err *work_look_is(const WorkLook *l, const char *path, const Oid *blob, bool *out);

/* What “git add” would store, through git's own filters; never through a link.  Good only with LOOK_SAME. */
const Err *work_look_read(const WorkLook *l, const char *path, size_t max, LookState *state, Str *out);

#endif
