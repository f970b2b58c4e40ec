/* Joining two tips in memory: a pure function of both and their base. */
#ifndef BLAD_ARCHIVE_RECONCILE_H
#define BLAD_ARCHIVE_RECONCILE_H

#include "archive/archive.h"
#include "issue/merge.h"

typedef struct {
	char *address;		/* of the item, header key or issue */
	char *kind, *title;
	char *ours_by, *theirs_by;	/* names of who changed it last on each side */
} Question;

typedef struct {
	Oid tree;		/* of the joined result; zero while questions are open */
	VEC(Question) questions;
} Reconciled;
const Err *reconcile(Archive *a, const Oid *base, const Oid *ours, const Oid *theirs, Reconciled *out);
/* How many questions there are; writes nothing. */
const Err *reconcile_count(Archive *a, const Oid *base, const Oid *ours, const Oid *theirs, size_t *out);
void reconciled_free(Reconciled *r);

#endif
