/* Finding out that rows only moved, so that a terminal can move them itself. */
#ifndef BLAD_TUI_TERM_SCROLL_H
#define BLAD_TUI_TERM_SCROLL_H

#include "tui/term/surface.h"

typedef struct {
	int from, to;		/* rows of the region, to exclusive */
	int by;			/* rows upwards; negative: downwards */
} Scrolled;

/* Is `now` in some region `was` moved up or down, so that at least half of what would be sent is saved? */
bool scroll_find(const Surface *was, const Surface *now, Scrolled *out);
/* Does to cells what the terminal did: rows that came in are blank. */
void scroll_apply(Surface *s, Scrolled by);

#endif
