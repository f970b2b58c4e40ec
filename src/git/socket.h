/* The connections under libgit2's http and git: they can be left at any time, and give a silent server up; private to this room. */
#ifndef BLAD_GIT_SOCKET_H
#define BLAD_GIT_SOCKET_H

#include "git/transport.h"

/* Between the two, all that libgit2 connects to belongs to t: it hands its streams nothing of whom they work for. */
void sockets_begin(Talk *t);
void sockets_end(void);

#endif
