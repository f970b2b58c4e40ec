/* The stack of places: where one is, on top, and below it what Back leads to. */
#ifndef BLAD_TUI_STACK_H
#define BLAD_TUI_STACK_H

#include "base/vec.h"
#include "tui/kit/view.h"

typedef struct {
	Place place;
	Archive *archive;	/* that of now, or one as of then */
	View *view;
	bool lit;		/* it has come to light and was told so */
} Level;

typedef struct {
	VEC(Level) levels;
	Place left;		/* the place that was closed last, should it be wanted again */
	Archive *left_archive;
} Stack;

/* Both take the place, opened or not. */
const Err *stack_open(Stack *s, Archive *a, Place *place);
const Err *stack_open_instead(Stack *s, Archive *a, Place *place);	/* and closes the one that was on top */
void stack_close(Stack *s);		/* the top; it is what was left then */
bool stack_take_left(Stack *s, Place *out, Archive **archive);	/* the caller's now; false: nothing was left */
void stack_forget(Stack *s);		/* what was left */

View *stack_top(const Stack *s);	/* NULL for an empty one */
Archive *stack_archive(const Stack *s);	/* the top's; NULL for an empty one */
/* The top, if it is to be told that it has come to light for the first time; once. */
View *stack_new_light(Stack *s);
/* What was typed anywhere is made durable. */
void stack_save(Stack *s);
void stack_free(Stack *s);

#endif
