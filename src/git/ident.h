/* Who writes and who records: as git finds it out, but never guessed (user.useConfigOnly is always kept). */
#ifndef BLAD_GIT_IDENT_H
#define BLAD_GIT_IDENT_H

#include "git/object.h"

typedef enum { IDENT_AUTHOR, IDENT_COMMITTER } IdentRole;
/*
 * GIT_AUTHOR_NAME, _EMAIL and _DATE (or GIT_COMMITTER_…), author.name and .email, user.name and .email, EMAIL unless user.useConfigOnly is set;
 * ERR_IDENTITY when name or mail is missing or cannot be one.  r NULL: the user's configuration only.
 */
const Err *ident_get(Repo *r, IdentRole role, Person *out);

/* Author and committer of a version that is made now. */
const Err *ident_both(Repo *r, Commit *c);

#endif
