/* Walking history: topological order, compared by the ids of tree entries, without making diffs. */
#ifndef BLAD_GIT_WALK_H
#define BLAD_GIT_WALK_H

#include "git/object.h"

typedef struct Walk Walk;
const Err *walk_begin(Walk **out, Repo *r, const Oid *from, const Oid *hide);	/* newest first; hide may be NULL */
const Err *walk_begin_readable(Walk **out, Repo *r, const Oid *from);	/* all that can be read: what lies behind other commits is left out */
bool walk_lost(const Walk *w);			/* something is */
bool walk_next(Walk *w, Oid *out, const Err **err);	/* false at the end or with *err */
void walk_free(Walk *w);

/* One commit in which path differs from all its parents (or was born). */
typedef struct {
	Oid commit, blob;	/* blob zero: path was deleted here */
	Oid parent;		/* the parent it is compared with; zero for a root */
	Oid parent_blob;	/* zero: path was not there */
	char *path;		/* what it was called in this commit */
	char *parent_path;	/* and in that parent; NULL: it was not there */
} PathVersion;

void path_version_free(PathVersion *v);
/* A version without the path in that parent: what the same bytes were called there, or NULL. */
const Err *walk_rename(Repo *r, const Oid *parent, const PathVersion *v, char **out);

/* The versions of one path and of every other that is followed with it, newest first, a child before its parents. */
typedef struct PathWalk PathWalk;
const Err *path_walk_begin(PathWalk **out, Repo *r, const Oid *from, const char *path);
bool path_walk_next(PathWalk *w, PathVersion *out, const Err **err);	/* false at the end or with *err; *out is the caller's */
/* Another path as well, from this ancestor of the last version on. */
void path_walk_follow(PathWalk *w, const Oid *commit, const char *path);
bool path_walk_cut(const PathWalk *w);		/* so far it met an end of a shallow copy */
const char *path_walk_lost(const PathWalk *w);	/* why some commit of this history cannot be read, which is passed over; or NULL */
void path_walk_free(PathWalk *w);

/* All of one path at once. */
typedef struct {
	VEC(PathVersion) versions;	/* newest first */
	bool shallow_end;	/* history was cut off, not born */
} PathHistory;
/* limit 0: all of them. */
const Err *walk_path(Repo *r, const Oid *from, const char *path, size_t limit, PathHistory *out);
void path_history_free(PathHistory *h);

const Err *walk_merge_base(Repo *r, const Oid *a, const Oid *b, Oid *out);	/* ERR_NONE: unrelated histories */
/* All of them: histories that were joined crosswise have several. */
typedef VEC(Oid) Oids;
const Err *walk_merge_bases(Repo *r, const Oid *a, const Oid *b, Oids *out);
const Err *git_ahead_behind(Repo *r, const Oid *ours, const Oid *theirs, size_t *ahead, size_t *behind);
/*
 * What stood at the end of this day: the newest commit on from's first-parent line made on or before it, by the committers' clocks; one that is
 * wrong counts for nothing beside the others.  ERR_NONE.
 */
const Err *git_commit_at(Repo *r, const Oid *from, Date day, Oid *out);

#endif
