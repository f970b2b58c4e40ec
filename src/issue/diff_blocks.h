/* Blocks then and now: paired in order, marked where they differ, the gone ones put back between. */
#ifndef BLAD_ISSUE_DIFF_BLOCKS_H
#define BLAD_ISSUE_DIFF_BLOCKS_H

#include "base/intern.h"
#include "base/vec.h"
#include "doc/doc.h"

typedef VEC(Node *) Nodes;

/* A block that is gone: as it was, and its copy among those of now. */
typedef struct {
	const Node *was;
	Node *copy;
} GoneBlock;

typedef struct {
	Doc *doc;		/* of now; bears the marks */
	Intern *keys, *words;
	bool rough;		/* so much differs that not all that both have was found */
	VEC(GoneBlock) gone;
	Nodes come;
} BlockDiff;

/* Where the next gone block is put: behind `at`, or as the first below parent while at is NULL. */
typedef struct {
	Node *parent, *at;
} Cursor;

#define LIST_OF_UNITS 1		/* level of a list whose items are compared one by one, not as a whole */

/* Compares two rows of blocks that belong together; the cursor follows. */
void blocks_compare(BlockDiff *d, const Nodes *was, const Nodes *now, Cursor *c);
/* The last block that stands for now, which may have been put in its place. */
Node *block_compare(BlockDiff *d, const Node *was, Node *now);
/* A copy of the block as a removed one, behind the cursor. */
void blocks_gone(BlockDiff *d, const Node *was, Cursor *c);
/* Puts n behind the cursor; an item of a list gets one around it if it stands in none. */
void blocks_put(BlockDiff *d, Node *n, const Node *list, Cursor *c);

void number_then(const Node *was, Node *now);	/* an item of a list keeps the number it had */

/* Kinds, depths, addresses and words as a number, without the numbers of lists and the form of white space. */
uint32_t block_key(BlockDiff *d, const Node *n);
/* The item and those behind it in a list of their own. */
Node *list_part(Doc *d, Node *item);
/* Places in the text of then mean nothing in the one of now: all get the one given. */
Node *block_copy(Doc *d, const Node *n, size_t place);

/* Says so, as the first line. */
void rough_note(Doc *d);

/* ---- diff_pair.c ---- */

/* Which of then is which of now, in order: equal ones by their keys, between them the like ones. */
typedef struct {
	const Nodes *was, *now;
	const uint32_t *was_keys, *now_keys;
	ptrdiff_t *pair;	/* by now: the one of then, or -1 */
} Pairing;
void blocks_pair(BlockDiff *d, Pairing *p);

/* ---- diff_table.c ---- */

/* By row and cell; a column that is gone is put back. */
void table_compare(BlockDiff *d, const Node *was, Node *now);

/* ---- diff_moved.c ---- */

/* Of what is gone and what has come: what is the same moved, with a line at its old place. */
void moved_find(BlockDiff *d);
/* That line, for a block of then that stands elsewhere now, behind the cursor. */
void moved_away(BlockDiff *d, const Node *was, Slice what, bool down, Cursor *c);

#endif
