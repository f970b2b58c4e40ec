/* Rows to choose from: which one is selected and which ones are seen.  The rows themselves are the view's. */
#ifndef BLAD_TUI_KIT_LIST_H
#define BLAD_TUI_KIT_LIST_H

#include <stddef.h>

#include "tui/kit/command.h"

typedef struct {
	size_t count, at, top;
	int rows;		/* how many are seen; set by list_fit */
} List;

void list_fit(List *l, size_t count, int rows);		/* when drawing: keeps the selection in sight, with some rows around it */
bool list_command(List *l, Cmd c);			/* false: not a movement */
void list_select(List *l, size_t at);

#endif
