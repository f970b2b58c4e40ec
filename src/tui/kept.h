/* Keys typed while a view still reads what they are about: kept in order until it is there. */
#ifndef BLAD_TUI_KEPT_H
#define BLAD_TUI_KEPT_H

#include "base/vec.h"
#include "tui/kit/view.h"

typedef struct {
	VEC(Key) keys;
	size_t next;		/* those before it were given back */
} Kept;

/*
 * True: the key waits now.  cmd: what it means to the view.  What leaves the place acts at once and lets go of those that wait, Esc always,
 * the others if none does.
 */
bool kept_take(Kept *k, const View *v, const Key *key, Cmd cmd);
/* The next one, when the view no longer waits. */
bool kept_give(Kept *k, const View *v, Key *out);
void kept_free(Kept *k);

#endif
