/* A text of ours as rows: wrapped at words. */
#ifndef BLAD_TUI_KIT_LINES_H
#define BLAD_TUI_KIT_LINES_H

#include "tui/term/surface.h"

int lines_count(Slice text, int cols);		/* rows it takes, at least 1 */
/* From row on, between col and one column before the right edge; gives the rows it took. */
int lines_put(Area a, int row, int col, Slice text, Role role);

#endif
