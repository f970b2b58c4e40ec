/* One file of the work tree: compared, written, removed, without ever leaving the work tree; private to this room. */
#ifndef BLAD_GIT_WORK_FILE_H
#define BLAD_GIT_WORK_FILE_H

#include <sys/stat.h>

#include "git/git2.h"
#include "git/work_look.h"

typedef struct {
	Repo *r;
	int fd;			/* the root of the work tree */
	bool sync;		/* every file by itself; else the caller does it for all */
} WorkDir;
const Err *work_dir_open(WorkDir *out, Repo *r);
void work_dir_close(WorkDir *w);

/* st: of the file, where *out is not WORK_GONE and it is a regular file. */
const Err *work_compare(const WorkDir *w, const char *path, const Oid *blob, WorkState *out, struct stat *st);
/* The file as git would store it: LOOK_SAME, LOOK_GONE or LOOK_ODD.  max: more bytes are an error; ERR_BUSY while somebody writes it. */
const Err *work_stored(const WorkDir *w, const char *path, size_t max, LookState *state, Str *out);
/* The blob, through the filters; *st: of the new file.  was: of the file that is replaced, or NULL. */
const Err *work_write(const WorkDir *w, const char *path, const Oid *blob, unsigned mode, const struct stat *was, struct stat *st);
/* And the folders above that are empty then. */
const Err *work_remove(const WorkDir *w, const char *path);

/* The index under its lock.  Changes are made in memory; work_index_save() puts them in place at once, work_index_drop() forgets them. */
typedef struct {
	Repo *r;
	git_index *index;
	char *lock, *temp, *path;
	bool locked;
} Index;
const Err *work_index_begin(Index *out, Repo *r);	/* ERR_BUSY after LOCK_MS */
const Err *work_index_look(Index *out, Repo *r);	/* without a lock: only to be read */
bool work_index_is_ours(const char *lock);		/* made by work_index_begin() */
const Err *work_index_save(Index *x);
void work_index_drop(Index *x);
/* Zero id if there is none; *odd: in conflict. */
void work_index_get(const Index *x, const char *path, Oid *id, unsigned *mode, bool *odd);
bool work_index_is_seen(const Index *x, const char *path);	/* it knows when the file was as the entry has it */
bool work_index_is_skipped(const Index *x, const char *path);	/* sparse checkout: not meant to be in the work tree */
/* st NULL: nothing known of the file; skip: it is not meant to be there. */
const Err *work_index_put(Index *x, const char *path, const Oid *id, unsigned mode, const struct stat *st, bool skip);
const Err *work_index_remove(Index *x, const char *path);

/* Fills an empty work tree and an empty index with a commit; *skipped counts what is not written.  step true: stop. */
typedef bool (*CheckoutStep)(void *data, size_t done, size_t total);
const Err *work_checkout(Repo *r, const Oid *commit, CheckoutStep step, void *data, size_t *skipped);

#endif
