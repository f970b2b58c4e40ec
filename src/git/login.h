/* Names and passwords for https: from git's credential helpers, else from a person; kept by the helpers only.  Private to this room. */
#ifndef BLAD_GIT_LOGIN_H
#define BLAD_GIT_LOGIN_H

#include "git/transport.h"

/* git_credential_acquire_cb; the payload is the Talk. */
int login_ask(git_credential **out, const char *url, const char *user, unsigned allowed, void *talk);
/* The server let us in: the helpers may keep what was given. */
void login_took(Talk *t);
void login_end(Login *l);

#endif
