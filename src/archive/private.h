/* Where private state lies: one folder, and where to turn when it cannot be written. */
#ifndef BLAD_ARCHIVE_PRIVATE_H
#define BLAD_ARCHIVE_PRIVATE_H

#include "git/oid.h"
#include "git/repo.h"

/* The archive's own, then what takes its place: a folder of the archive's under XDG_STATE_HOME, then under XDG_RUNTIME_DIR. */
typedef enum { PRIVATE_COMMON, PRIVATE_HOME, PRIVATE_RUNTIME } PrivateRoot;
#define PRIVATE_ROOTS 3

typedef struct Private Private;
/* may_write: COMMONDIR/blad may be made.  tip: where the root commit is sought, when it is needed. */
Private *private_new(Repo *r, const Oid *tip, bool may_write);
void private_free(Private *s);

/* The folder, made 0700 if it is not there; fails if it is not ours or cannot be made. */
const Err *private_root(Private *s, PrivateRoot which, const char **out);
/* The folder if it is there and ours, else NULL; makes nothing. */
const char *private_look(Private *s, PrivateRoot which);
/* COMMONDIR/blad, else the one under XDG_STATE_HOME. */
const Err *private_best(Private *s, PrivateRoot *which, const char **out);

#endif
