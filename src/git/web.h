/* What git's configuration and the surroundings say of a web address: by which proxy, and whom to trust.  Private to this room. */
#ifndef BLAD_GIT_WEB_H
#define BLAD_GIT_WEB_H

#include "git/transport.h"

/* Sets t->proxy, and tells libgit2 whose certificates count.  remote: the name it is configured by, or NULL. */
const Err *web_prepare(Talk *t, const char *remote, const char *address);
git_proxy_options web_proxy(Talk *t);

#endif
