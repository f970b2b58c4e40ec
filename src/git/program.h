/* What is at the other end of our transport: ssh, or git's own server programs; private to this room. */
#ifndef BLAD_GIT_PROGRAM_H
#define BLAD_GIT_PROGRAM_H

#include "git/spawn.h"
#include "git/transport.h"

/* program: "upload-pack" or "receive-pack".  *terminal: it may be asking there by itself until it says something. */
const Err *program_start(Talk *t, const char *address, const char *program, Child *out, bool *terminal);

#endif
