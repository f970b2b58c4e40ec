/* What is said at the lower edge, until the next key. */
#ifndef BLAD_TUI_SAID_H
#define BLAD_TUI_SAID_H

#include "base/str.h"
#include "tui/term/surface.h"

typedef struct {
	Str words;
	Str noted;		/* what happened underneath: stands before whatever else is said until then */
	int from;		/* the first row shown of words that are longer than their room */
	int next;		/* the first one that was not; 0: all were */
} Said;

void said_set(Said *s, Slice words);
void said_note(Said *s, Slice words);
void said_clear(Said *s);
void said_free(Said *s);
int said_rows(const Said *s, int cols);
/* Longer than the area: as much as fits, and that `key` shows more. */
void said_draw(Said *s, Area a, Slice key);
/* Turns to what was not shown; false: all was. */
bool said_turn(Said *s);

#endif
