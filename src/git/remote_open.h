/* A remote with our transport and callbacks; private to this room. */
#ifndef BLAD_GIT_REMOTE_OPEN_H
#define BLAD_GIT_REMOTE_OPEN_H

#include "git/transport.h"

git_remote_callbacks remote_callbacks(Talk *t);
/* Connected in the direction of t->push, to where the configuration says or else to address; the caller frees it, also after an error. */
const Err *remote_connect(Repo *r, const char *name, const char *address, Talk *t, git_remote **out);

#endif
