/*
 * Rows of blocks, lines or sentences in three versions, as the joining of a body sees them: what each is, which of base is which of a
 * side, and pieces of the result with the white space that parts them.
 */
#ifndef BLAD_ISSUE_MERGE_ROWS_H
#define BLAD_ISSUE_MERGE_ROWS_H

#include "base/intern.h"
#include "base/vec.h"
#include "issue/merge.h"
#include "issue/sentence.h"

typedef enum { ROW_PARAGRAPH, ROW_TITLE, ROW_LIST, ROW_TABLE, ROW_CODE, ROW_LINE, ROW_SENTENCE } RowKind;

typedef struct {
	RowKind kind;
	uint32_t fold;		/* equal ones say the same in another form at most */
	size_t from, end;	/* bytes, without the white space behind */
	size_t first, last;	/* of a block: its sentences */
} Row;

typedef struct {
	Slice text;
	const Sentences *sentences;
	VEC(Row) v;
} Rows;

/* The blocks of a text, and the lines or sentences of one of them. */
void rows_blocks(Slice text, const Sentences *s, Intern *folds, Rows *out);
void rows_inside(const Rows *blocks, size_t block, Intern *folds, Rows *out);

/* Which of base is which of a side: in order the equal ones, between them the like ones; then the equal ones that stand elsewhere. */
typedef struct {
	ptrdiff_t *to;		/* by row of base: the side's, or -1 */
	ptrdiff_t *of;		/* by row of the side: base's, or -1 */
	bool *moved;		/* by row of base: it stands elsewhere there */
	size_t nb, ns;
} RowMatch;
void rows_match(const Rows *base, const Rows *side, RowMatch *out);
void row_match_free(RowMatch *m);

/* Of the result: bytes, and which row they are of each version (-1: of none). */
typedef struct {
	Slice bytes;
	ptrdiff_t at[MERGE_SIDES];
	MergeSide who;		/* whose bytes */
} Piece;
typedef VEC(Piece) Pieces;

/* gap: what parts two that no version has beside each other. */
void pieces_put(const Pieces *p, const Rows rows[MERGE_SIDES], Slice gap, Str *out);
/* One of the three that only one side changed, or neither, or both alike. */
MergeSide bytes_whose(Slice base, Slice ours, Slice theirs);

#endif
