/*
 * A program of the user's run to its end: a hook, or one that signs.  It runs without a shell, without the variables that say which repository
 * is meant, and can be ended at any moment.  Private to this room but for RunWatch.
 */
#ifndef BLAD_GIT_RUN_H
#define BLAD_GIT_RUN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/names.h"
#include "base/str.h"

/* Who looks on while programs run.  NULL for all of it: nobody does. */
typedef struct {
	bool (*step)(void *data, const char *what);	/* asked some times a second, with the program's name; true ends it.  May be NULL */
	void (*said)(void *data, const char *line);	/* a line of what it says, safe to show.  NULL: it stands in the error */
	void *data;
	bool batch;					/* the terminal is another's: it gets none to ask on */
} RunWatch;

typedef struct {
	const char *name;		/* what a person calls it */
	char *const *argv;		/* NULL-terminated */
	const char *const *env;		/* "NAME=value" in addition, "NAME" alone: without it; NULL-terminated, or NULL */
	const char *dir;		/* NULL: here */
	Slice in;			/* its standard input */
	int64_t limit_ms;		/* 0: as long as it likes */
} Run;

typedef struct {
	int status;			/* as a shell has it: 128 + N for signal N */
	Str out, err;			/* with `said` at work: what it said so far is not here */
} RunEnd;

/* join: what it says on either is for people, and goes to the watch, or both into err.  ERR_NONE: there is no such program; ERR_CANCEL. */
const Err *run_program(const Run *r, const RunWatch *w, bool join, RunEnd *out);
void run_end_free(RunEnd *e);
/* Is there a terminal to ask a person on? */
bool run_has_terminal(const RunWatch *w);
/* What it said as one line for an error: safe to show, its lines parted by "; ", not too long.  Appends. */
void run_words(Slice said, Str *out);

#endif
