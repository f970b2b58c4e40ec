/* git's rules for line ends between repository and work tree; private to this room. */
#ifndef BLAD_GIT_WORK_FILTER_H
#define BLAD_GIT_WORK_FILTER_H

#include "git/git2.h"

/* Would plain git run a program or convert the encoding?  Such a file is compared as it stands, and left. */
bool work_filter_foreign(Repo *r, const char *path);
const Err *work_filter(Repo *r, const char *path, bool to_work, Slice in, Str *out);

#endif
