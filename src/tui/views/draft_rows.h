/* Drafts as rows: a heading an issue, under it what changed, an item at a time. */
#ifndef BLAD_TUI_VIEWS_DRAFT_ROWS_H
#define BLAD_TUI_VIEWS_DRAFT_ROWS_H

#include "archive/draft_items.h"
#include "tui/term/surface.h"

typedef struct {
	bool heading;
	size_t item;		/* of a heading: the first below it */
	char *title;		/* of a heading: the issue's */
	char *issue;		/* its address */
} DraftRow;

typedef struct {
	DraftItems items;
	VEC(DraftRow) rows;
	size_t issues;		/* headings */
} DraftRows;

/* aside: those of second drafts too.  only: an address to which the rows are held ("" or NULL: all). */
const Err *draft_rows_read(DraftRows *r, Archive *a, bool aside, const char *only);
void draft_rows_free(DraftRows *r);
void draft_row_draw(const DraftRows *r, size_t at, bool selected, Area a, int row);

#endif
