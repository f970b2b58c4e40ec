/* The versions of the paths that something lived under, newest first: from the index where it is whole, else from a walk. */
#ifndef BLAD_ARCHIVE_TRAIL_H
#define BLAD_ARCHIVE_TRAIL_H

#include "archive/archive.h"
#include "git/walk.h"

/* A file that came into being is followed to where the same bytes went away. */
typedef struct Trail Trail;
const Err *trail_begin(Trail **out, Archive *a, const Oid *from, const char *path);
bool trail_next(Trail *t, PathVersion *out, const Err **err);	/* false at the end or with *err; *out is the caller's */
/*
 * Another path as well, from this ancestor of the last version on.  The index knows which versions are older, not which of them the
 * ancestor reaches: where lines part, some of another line may come too.
 */
const Err *trail_follow(Trail *t, const Oid *commit, const char *path);
bool trail_cut(const Trail *t);		/* so far it met an end of a shallow copy */
const char *trail_lost(const Trail *t);	/* why some commit of this history cannot be read; or NULL */
void trail_free(Trail *t);
const Err *trail_all(Archive *a, const Oid *from, const char *path, PathHistory *out);

/* Is the index whole and to be asked? */
bool trail_has_index(Archive *a);
/* The walk even where the index is whole: tests compare the two. */
void trail_without_index(bool without);

#endif
