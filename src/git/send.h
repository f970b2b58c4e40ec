/* Sending a commit to a server's receive-pack (gitprotocol-pack(5)); private to this room. */
#ifndef BLAD_GIT_SEND_H
#define BLAD_GIT_SEND_H

#include "git/line.h"

/*
 * Moves ref over there to commit, from where the server says it is, if that is an ancestor; sends what it lacks.  Below 0: it failed, or
 * GIT_ENONFASTFORWARD.  What the server says of it stands in the talk; *reached: it said where its refs are.
 */
int send_commit(Line *l, Talk *t, const char *ref, const Oid *commit, bool *reached);

#endif
