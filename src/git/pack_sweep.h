/* What killed fetches leave among the packs. */
#ifndef BLAD_GIT_PACK_SWEEP_H
#define BLAD_GIT_PACK_SWEEP_H

#include "git/repo.h"

/*
 * Held while packs are fetched: what it returns goes to pack_sweep_end.  Where nobody else holds it, unfinished packs that
 * libgit2 began here are removed, if they are ours and were not written to for an hour (a program that is not blad may be at work).
 */
int pack_sweep_begin(const Repo *r);
void pack_sweep_end(int held);

#endif
