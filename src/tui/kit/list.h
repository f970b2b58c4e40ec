/* Rows to choose from: which one is selected and which ones are seen.  The rows themselves are the view's. */
#ifndef BLAD_TUI_KIT_LIST_H
#define BLAD_TUI_KIT_LIST_H

#include <stddef.h>

#include "tui/kit/command.h"
#include "tui/term/surface.h"

#define LIST_MEASURE 110	/* columns: what stands at the right of a row must be seen to be that row's */

typedef struct {
	size_t count, at, top;
	int rows;		/* how many are seen; set by list_fit */
} List;

static inline Area list_area(Area a) { return area_part(a, 0, 0, a.rows, LIST_MEASURE); }
void list_fit(List *l, size_t count, int rows);		/* when drawing: keeps the selection in sight, with some rows around it */
bool list_command(List *l, Cmd c);			/* false: not a movement */
void list_select(List *l, size_t at);

#endif
