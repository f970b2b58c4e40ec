/* Refs: read, moved by compare-and-swap. */
#ifndef BLAD_GIT_REF_H
#define BLAD_GIT_REF_H

#include "git/repo.h"

const Err *ref_read(Repo *r, const char *name, Oid *out);	/* ERR_NONE if it is not there */
/*
 * Moves name from was (zero: must not exist) to now (zero: delete); ERR_MOVED if it stood elsewhere.  After any other error it was read
 * again: if it stands at now, that is success.
 */
const Err *ref_move(Repo *r, const char *name, const Oid *was, const Oid *now, const char *log);
/* Could a branch be called so?  As git has it: no leading '-', not HEAD. */
bool ref_branch_name_ok(const char *name);

#endif
