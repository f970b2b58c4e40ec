/* The life of an issue's text, for blame: its versions oldest first, each made from those before it. */
#ifndef BLAD_ARCHIVE_BLAME_LIFE_H
#define BLAD_ARCHIVE_BLAME_LIFE_H

#include "archive/blame.h"
#include "issue/blame.h"

typedef struct Life Life;
Life *life_open(Archive *a, Blame *out);	/* the versions that are met are added to out */
void life_free(Life *l);
/* Runs through all versions of the target's issue; base: the blob that its text of now is made from. */
const Err *life_read(Life *l, const Target *t, const Oid *base);

uint32_t life_not_recorded(Life *l);		/* the number of what is no version yet */
/* The text of now with its credits. */
BlameText *life_now(Life *l, Slice text, uint32_t number);
/* An item of it stood in another issue at this commit: its life until then is its own. */
const Err *life_came_from(Life *l, BlameText *now, size_t part, uint32_t number, const char *path, Slice chain, const Oid *commit);

#endif
