/* The laws of a join, looked at from outside: sentences counted in texts, items as the generator made them. */
#ifndef BLAD_TESTS_MERGE_CHECK_H
#define BLAD_TESTS_MERGE_CHECK_H

#include "issue/merge.h"
#include "merge_gen.h"

typedef struct {
	GenDoc doc[MERGE_SIDES];
	Str text[MERGE_SIDES];
} Trio;

void trio_make(Trio *out);		/* a bulletin and two edits of it */
void trio_free(Trio *t);
/* Do all laws hold?  False: they are noted.  *asked: must a person decide? */
bool trio_laws(const Trio *t, bool *asked);

#endif
