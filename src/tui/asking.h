/* A question that waits for its answer at the lower edge. */
#ifndef BLAD_TUI_ASKING_H
#define BLAD_TUI_ASKING_H

#include "tui/kit/prompt.h"
#include "tui/kit/view.h"

typedef struct {
	bool on;
	Ask ask;
	Prompt prompt;
	size_t choice;		/* the selected one */
} Asking;

void asking_begin(Asking *q, Ask *ask);		/* takes it */
void asking_end(Asking *q);
/* True: *out is to be handed on; after anything but ANSWER_LIVE the question is over (call asking_end). */
bool asking_key(Asking *q, const Key *k, Answer *out);
int asking_rows(const Asking *q, int cols);
void asking_draw(Asking *q, Area a);

#endif
