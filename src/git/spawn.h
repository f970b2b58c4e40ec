/* A program at the other end of three pipes; private to this room. */
#ifndef BLAD_GIT_SPAWN_H
#define BLAD_GIT_SPAWN_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/err.h"

typedef struct {
	pid_t pid;
	int in, out, err;	/* our ends, not blocking; -1 when closed */
	int status;		/* as waitpid() gives it, once it has ended */
	bool own_session;
} Child;

typedef struct {
	char *const *argv;
	char *const *env;	/* all of it */
	const char *dir;	/* where it runs; NULL: here */
	bool own_session;	/* without a terminal */
	bool to_the_end;	/* when we are killed it is not: it ends with its input, and half-way it would leave its locks behind */
} Spawn;

/* ERR_NONE: there is no such program. */
const Err *child_start(Child *out, const Spawn *s);
/* Has it ended by itself? */
bool child_ended(Child *c);
/* Closes the pipes; a program that does not end by itself, or at once if kill, is ended. */
void child_end(Child *c, bool kill_it);

#endif
