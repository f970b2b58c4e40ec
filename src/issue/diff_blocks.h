/* Blocks then and now: paired in order, marked where they differ, the gone ones put back between. */
#ifndef BLAD_ISSUE_DIFF_BLOCKS_H
#define BLAD_ISSUE_DIFF_BLOCKS_H

#include "base/intern.h"
#include "base/vec.h"
#include "doc/doc.h"

typedef VEC(Node *) Nodes;

typedef struct {
	Doc *doc;		/* of now; bears the marks */
	Intern *keys, *words;
} BlockDiff;

/* Where the next gone block is put: behind `at`, or as the first below parent while at is NULL. */
typedef struct {
	Node *parent, *at;
} Cursor;

/* Compares two rows of blocks that belong together; the cursor follows. */
void blocks_compare(BlockDiff *d, const Nodes *was, const Nodes *now, Cursor *c);
/* A copy of the block as a removed one, behind the cursor. */
void blocks_gone(BlockDiff *d, const Node *was, Cursor *c);
/* Puts n behind the cursor; an item of a list gets one around it if it stands in none. */
void blocks_put(BlockDiff *d, Node *n, const Node *list, Cursor *c);

#endif
