/* Soft-wrapped rows of a text: where each begins and ends at a width. */
#ifndef BLAD_TUI_KIT_EDIT_ROWS_H
#define BLAD_TUI_KIT_EDIT_ROWS_H

#include "base/str.h"
#include "base/vec.h"

typedef struct {
	size_t from, to;	/* without the line end */
	bool last;		/* of its line */
} EditRow;
typedef VEC(EditRow) EditRows;

/* The rows of the line from..to of text (its line end left out); at least one. */
void edit_rows(Slice text, size_t from, size_t to, int cols, EditRows *out);
/* Columns from the row's beginning to a place in it; tabs reach to the next stop. */
int edit_column(Slice text, size_t from, size_t at);
/* The place in the row that is nearest to a column, not behind it. */
size_t edit_place(Slice text, EditRow row, int col);

#endif
