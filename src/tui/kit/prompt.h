/* A line to be typed: text with a cursor, for questions, filters and searches. */
#ifndef BLAD_TUI_KIT_PROMPT_H
#define BLAD_TUI_KIT_PROMPT_H

#include "tui/term/key.h"
#include "tui/term/surface.h"

typedef struct {
	Str text;
	size_t at;		/* byte, between clusters */
	size_t first;		/* the first byte shown */
	bool hidden;		/* a secret: so many points */
} Prompt;

typedef enum { PROMPT_OTHER, PROMPT_MOVED, PROMPT_CHANGED, PROMPT_ENTER, PROMPT_ESC } PromptDid;

void prompt_set(Prompt *p, Slice text);
PromptDid prompt_key(Prompt *p, const Key *k);
void prompt_draw(Prompt *p, Area a, int row, int col, Role role);	/* and places the cursor */
void prompt_free(Prompt *p);

#endif
