/* Items and files that one side of a join put elsewhere while the other took them away, or elsewhere too. */
#ifndef BLAD_ARCHIVE_CARRIED_H
#define BLAD_ARCHIVE_CARRIED_H

#include "archive/archive.h"
#include "git/work.h"

typedef struct {
	char *path, *chain;	/* where it stood in the base; chain NULL: the whole file */
	char *title;
	bool both;		/* both put it elsewhere, to different places; else one side deleted it */
} CarriedItem;
typedef VEC(CarriedItem) Carried;

/* Joining files alone would bring such a one back, or have it stand twice.  ours and theirs: what each side did since their base. */
const Err *carried_find(Archive *a, const WorkMoves *ours, const WorkMoves *theirs, Carried *out);
void carried_free(Carried *c);

#endif
