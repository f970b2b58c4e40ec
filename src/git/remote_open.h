/* A remote with our transport and callbacks; private to this room. */
#ifndef BLAD_GIT_REMOTE_OPEN_H
#define BLAD_GIT_REMOTE_OPEN_H

#include "git/transport.h"

git_remote_callbacks remote_callbacks(Talk *t);
/* Connected in the direction of t->push; the caller frees it, also after an error. */
const Err *remote_connect(Repo *r, const Upstream *u, Talk *t, git_remote **out);
const Err *remote_connected(git_remote *remote, Talk *t);

#endif
