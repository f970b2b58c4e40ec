/* Repositories for the tests of git/: made by our own functions, asked with plain git. */
#ifndef BLAD_TESTS_GIT_LIB_H
#define BLAD_TESTS_GIT_LIB_H

#include "git/object.h"

/* Runs a shell command in a folder; what it printed, without the last line end; good until the eighth next call. */
const char *git_sh(const char *dir, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
bool git_sh_ok(const char *dir, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

Oid git_blob(Repo *r, const char *text);
/* A version with this tree; parents end with NULL.  The time is TAP_NOW + minutes. */
Oid git_version(Repo *r, const Oid *tree, const char *message, int minutes, const Oid *const *parents);
/* The parent (or NULL) with one file changed (text NULL: removed). */
Oid git_change(Repo *r, const Oid *parent, const char *path, const char *text, int minutes);
const char *git_hex(const Oid *id);	/* good until the eighth next call */
/* err's text, or "" */
const char *git_said(const Err *err);
void git_put(const char *path, const char *text);	/* a file, its folders made */
const char *git_get(const char *path);			/* NULL if it is not there; good until the eighth next call */

#endif
