/* What the halves of reconcile share: two branches since their base, and what comes of them. */
#ifndef BLAD_ARCHIVE_RECONCILE_PARTS_H
#define BLAD_ARCHIVE_RECONCILE_PARTS_H

#include "archive/reconcile.h"
#include "base/intern.h"
#include "git/work.h"

/* What one side did since the base. */
typedef struct {
	Oid tip;
	WorkMoves moves;
	Intern *paths;		/* the number of a path is its place in moves */
	Intern *folders;	/* that its files need */
} Branch;
const WorkMove *branch_find(const Branch *b, Slice path);	/* NULL: not changed there */

typedef struct {
	Archive *a;
	Oid base;
	Branch ours, theirs;
	VEC(TreeEdit) edits;	/* on our tree */
	Intern *issues;		/* paths that join_issues has seen to */
	Arena *arena;
	ReconcileFor what_for;
	Reconciled *out;
} Join;

/* A file as one of the three has it. */
typedef struct {
	Oid id;			/* zero: it is not there */
	unsigned mode;
	Str text;		/* decoded, where it is one; else the name of the blob */
	Charset form;
	bool is_text;
} Side;

const Err *join_read(Join *j, Side *s, const char *path);	/* by id and mode */
unsigned join_mode(const Side v[MERGE_SIDES]);		/* the mode that one side gave the file */
/* A text's bytes, in the form that a side gave the file; false: a person must say which. */
bool join_encode(const Side v[MERGE_SIDES], Slice text, Str *out);

/* The path has this in the result; zero: nothing. */
void join_take(Join *j, const char *path, const Oid *id, unsigned mode);
const Err *join_take_bytes(Join *j, const char *path, Slice bytes, unsigned mode);
const Err *join_second_name(Join *j, const char *path, char **out);	/* one beside the path that neither side has */

/* Both take the conflict; who changed it is found out where somebody is to read it. */
const Err *join_ask(Join *j, const char *path, Conflict *c, Question **out);
void join_answered(Join *j, const char *path, Conflict *c);
void join_notice(Join *j, const char *kind, const char *path, const char *item, const char *other);

/* A path that both changed, and differently. */
const Err *join_both(Join *j, const WorkMove *ours, const WorkMove *theirs);
/* All issues that either side changed, where they have to be seen together. */
const Err *join_issues(Join *j);

#endif
