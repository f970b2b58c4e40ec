/*
 * The index of history: which versions changed which path.  Versions are numbered from 1, a parent always below its children; changes
 * are filled in from the newest down.
 */
#ifndef BLAD_INDEX_CHANGES_H
#define BLAD_INDEX_CHANGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "index/index.h"

/* How far it goes. */
typedef struct {
	Oid tip;		/* all versions that it reaches are numbered; zero: none are */
	int64_t newest;		/* the highest number */
	int64_t filled;		/* the changes of this one and all above are in; 1: of all */
} IndexHistory;
const Err *index_history(Index *x, IndexHistory *out);
const Err *index_history_set(Index *x, const Oid *tip, int64_t filled);	/* inside a batch */
const Err *index_history_clear(Index *x);				/* inside a batch */

const Err *index_version_put(Index *x, int64_t number, const Oid *id);
/* 0: not in it. */
const Err *index_version_number(Index *x, const Oid *id, int64_t *out);
const Err *index_version_id(Index *x, int64_t number, Oid *out);
/* The next below a number, downwards; *n how many there are, at most max. */
const Err *index_versions_below(Index *x, int64_t below, size_t max, Oid *ids, int64_t *numbers, size_t *n);

/* A path that differs from what all parents have. */
typedef struct {
	int64_t version;
	const char *path;
	Oid now, was;		/* zero: gone, or not there in the first parent */
} IndexChange;
typedef void (*IndexChangeFn)(void *data, const IndexChange *c);
const Err *index_change_put(Index *x, const IndexChange *c);
/* Newest first, from this number down; fn must not ask the index. */
const Err *index_changes_of_path(Index *x, const char *path, int64_t from, IndexChangeFn fn, void *data);

/* Every path that some version changed; fn must not ask the index. */
const Err *index_paths(Index *x, void (*fn)(void *data, const char *path), void *data);
/* All there are, path by path, and of a path newest first; path is good during the call; false ends it; fn must not ask the index. */
typedef bool (*IndexEachChangeFn)(void *data, const IndexChange *c);
const Err *index_changes_each(Index *x, IndexEachChangeFn fn, void *data);

/* After an error inside a batch. */
void index_rollback(Index *x);

#endif
