/* The refs that there are. */
#ifndef BLAD_GIT_REF_LIST_H
#define BLAD_GIT_REF_LIST_H

#include "base/names.h"
#include "git/repo.h"

/* Whole names that begin with this prefix ("refs/remotes/origin/blad/"), sorted; none where they cannot be read. */
void ref_list(Repo *r, const char *prefix, Names *out);

#endif
