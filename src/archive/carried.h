/* Items and files that went elsewhere: to another issue, to another name. */
#ifndef BLAD_ARCHIVE_CARRIED_H
#define BLAD_ARCHIVE_CARRIED_H

#include "archive/archive.h"
#include "git/work.h"

/* One that one side of a join put elsewhere while the other took it away, or elsewhere too. */
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
