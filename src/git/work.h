/* The work tree and its index follow the branch: each file only if it stood as the old tip had it. */
#ifndef BLAD_GIT_WORK_H
#define BLAD_GIT_WORK_H

#include "base/names.h"
#include "git/object.h"

typedef enum { WORK_SAME, WORK_CHANGED, WORK_GONE } WorkState;
/* How the work tree file at path stands against a blob (through git's filters; zero id: no file expected). */
const Err *work_state(Repo *r, const char *path, const Oid *blob, WorkState *out);

/* Is the file made by a program of the user's (a filter, such as git-lfs)?  We run none: then it cannot be told, nor written. */
bool work_is_foreign(Repo *r, const char *path);

/* One path that the branch changed. */
typedef struct {
	const char *path;
	Oid was, now;		/* blobs; zero: not there */
	unsigned mode;
	Oid taken, staged;	/* text of the file, and what the index had beside it, that a draft took and that is in `now`; zero: none */
	bool left;		/* out: not touched, since somebody changed it by hand */
	bool seen;		/* out: the file had once been as `was` has it, and git or we had met it so */
} WorkMove;
typedef VEC(WorkMove) WorkMoves;

/* Adds the paths of moves that could not follow: file or index entry is neither as it was nor as it would become.  Bare: none. */
const Err *work_by_hand(Repo *r, const WorkMove *moves, size_t n, Names *out);

/*
 * git's index, locked and read before a branch moves: whatever keeps the work tree from following is known while nothing has happened yet.
 * ERR_BUSY where somebody else holds it.  Bare: nothing to hold.
 */
typedef struct WorkHold WorkHold;
const Err *work_hold(WorkHold **out, Repo *r);
void work_release(WorkHold *h);		/* of NULL too */
/* ERR_BUSY where that would be so just now, after having waited for it.  Holds nothing: a kill leaves nothing behind. */
const Err *work_is_free(Repo *r);
/* Brings files and index entries along; never through a link, never outside; those that differ are left and marked. */
const Err *work_follow_held(WorkHold *h, WorkMove *moves, size_t n);
/* All three at once. */
const Err *work_follow(Repo *r, WorkMove *moves, size_t n);
/* Which files differ between two commits (either may be zero); paths go into the arena. */
const Err *git_changed_files(Repo *r, const Oid *was, const Oid *now, WorkMoves *out, Arena *paths);

/*
 * A git lock file ("refs/heads/main.lock", "index.lock", below the git folder) left by a killed operation: removed if it was made between since
 * and 10 seconds later; an index.lock only if it bears our mark, since that of a living git can be as young.  True if none stands there now.
 */
bool git_stale_lock(Repo *r, const char *name, int64_t since);

#endif
