/* Joining two tips in memory: a pure function of both, their base, and what was answered. */
#ifndef BLAD_ARCHIVE_RECONCILE_H
#define BLAD_ARCHIVE_RECONCILE_H

#include "archive/archive.h"
#include "archive/question.h"

/* To join: objects are written.  To ask: nothing is written, and it is found out who changed what.  To count: neither. */
typedef enum { RECONCILE_JOIN, RECONCILE_ASK, RECONCILE_COUNT } ReconcileFor;

/* What was done that nobody was asked about.  kind: of issue/merge.h, or "rename", "two-names", "file-folder". */
typedef struct {
	char *kind, *path;
	char *item;		/* its title, or the header key; may be NULL */
	char *other;		/* another path that it is about; may be NULL */
} JoinNotice;
typedef VEC(JoinNotice) JoinNotices;
void notice_say(const JoinNotice *n, Str *out);	/* a sentence */
void notices_free(JoinNotices *n);

typedef struct {
	Oid tree;		/* of the joined result; zero while questions are open, or nothing was to be written */
	Questions questions;
	JoinNotices notices;
} Reconciled;
const Err *reconcile(Archive *a, const Oid *base, const Oid *ours, const Oid *theirs, ReconcileFor what_for, Reconciled *out);
/*
 * From what both had in common last; where histories were joined crosswise that is several versions, joined.  ERR_NONE: they have nothing in
 * common.
 */
const Err *reconcile_tips(Archive *a, const Oid *ours, const Oid *theirs, ReconcileFor what_for, Reconciled *out);
void reconciled_free(Reconciled *r);

#endif
