/* The one door to SQLite: what was once read from issues, kept in a file that may be deleted at any time. */
#ifndef BLAD_INDEX_INDEX_H
#define BLAD_INDEX_INDEX_H

#include "base/err.h"
#include "git/oid.h"

typedef struct Index Index;

/* One issue's facts, by blob and path; strings NULL where unknown. */
typedef struct {
	Oid blob;
	const char *path, *title, *number, *series, *date, *state;	/* date: YYYY-MM-DD */
	int date_from;
} IndexIssue;

/* Opens or makes path (0600, WAL); a damaged, foreign or older one is thrown away and made anew.  Never fails for the caller's work: on error *out is NULL. */
const Err *index_open(Index **out, const char *path);
void index_close(Index *x);
/* All rows at once (strings live during the call of each). */
const Err *index_each(Index *x, void (*row)(void *data, const IndexIssue *i), void *data);
const Err *index_begin(Index *x);		/* a batch */
const Err *index_put(Index *x, const IndexIssue *i);
const Err *index_commit(Index *x);
const Err *index_forget_others(Index *x, const char *const *paths, size_t n);	/* drops rows of paths that are gone */

#endif
