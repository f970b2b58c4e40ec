/* The text under the cursor: bytes, changes to them, and taking changes back. */
#ifndef BLAD_TEXT_BUFFER_H
#define BLAD_TEXT_BUFFER_H

#include <stdbool.h>

#include "base/str.h"

typedef struct Buffer Buffer;

/* One change: the n bytes at `at` became `with`.  It is what a journal keeps, and what undo turns round. */
typedef struct {
	size_t at, n;
	Slice with;		/* good until the next change */
} BufferEdit;

Buffer *buffer_new(Slice text);
void buffer_free(Buffer *b);
Slice buffer_text(const Buffer *b);		/* good until the next change */
bool buffer_changed(const Buffer *b);		/* differs from what buffer_new was given, as far as undo knows */

/* Typing and deleting without a pause between become one step of undo; see buffer_pause. */
BufferEdit buffer_replace(Buffer *b, size_t at, size_t n, Slice with);
void buffer_pause(Buffer *b);			/* the next change begins a step of its own */
/* False: nothing left to take back (or to do again).  Law: undo after replace gives the bytes before it. */
bool buffer_undo(Buffer *b, BufferEdit *out);
bool buffer_redo(Buffer *b, BufferEdit *out);
/* The last change, of whichever kind, as if it had never been: nobody could keep it.  Once; only right after it. */
void buffer_take_back(Buffer *b);

#endif
