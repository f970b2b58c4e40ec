/* The one door to SQLite: what was once read from issues, kept in a file that may be deleted at any time. */
#ifndef BLAD_INDEX_INDEX_H
#define BLAD_INDEX_INDEX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "git/oid.h"

typedef struct Index Index;

/* One issue's facts, by blob and path; strings NULL where unknown. */
typedef struct {
	Oid blob;
	const char *path, *title, *number, *series, *date, *state;	/* date: YYYY-MM-DD */
	int date_from;
} IndexIssue;

/* A row that the list of issues begins with. */
typedef struct {
	int kind, year, width;	/* numbers of whoever made the list; width of the whole list */
	size_t count;
	bool open, draft;
	IndexIssue issue;	/* path NULL: a heading; series: as the list calls it */
} IndexFirst;

/* Opens or makes path (0600, WAL); a damaged, foreign or older one is thrown away and made anew.  Never fails for the caller's work: on error *out is NULL. */
const Err *index_open(Index **out, const char *path);
void index_close(Index *x);
/* The rows kept under this stamp, in order; none where it is another's. */
const Err *index_first(Index *x, const Oid *stamp, void (*row)(void *data, const IndexFirst *f), void *data);
/* Takes the place of what was kept before. */
const Err *index_keep_first(Index *x, const Oid *stamp, const IndexFirst *rows, size_t n);
/* All rows at once (strings live during the call of each). */
const Err *index_each(Index *x, void (*row)(void *data, const IndexIssue *i), void *data);
const Err *index_begin(Index *x);		/* a batch */
const Err *index_put(Index *x, const IndexIssue *i);
const Err *index_commit(Index *x);
const Err *index_forget_others(Index *x, const char *const *paths, size_t n);	/* drops rows of paths that are gone */

#endif
