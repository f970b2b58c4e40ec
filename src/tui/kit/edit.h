/*
 * Editing text on the screen: a cursor in a buffer, soft-wrapped rows, find, cut.  Modeless: letters are text.  Only a part of the buffer (an item
 * in its issue) may be changed; what is around it is not shown.
 */
#ifndef BLAD_TUI_KIT_EDIT_H
#define BLAD_TUI_KIT_EDIT_H

#include "base/vec.h"
#include "text/buffer.h"
#include "tui/kit/command.h"
#include "tui/kit/edit_rows.h"
#include "tui/term/key.h"
#include "tui/term/surface.h"

#define EDIT_MARGIN 3
#define EDIT_MEASURE 88

typedef struct {
	size_t from, to;
} EditHit;

/* The rows of a line, kept while the text before them and the width are the same: a line may be very long. */
typedef struct {
	size_t from;
	int cols;		/* 0: nothing is kept here */
	bool whole;		/* else the rows go on behind the last one kept */
	EditRows rows;
} EditLine;
#define EDIT_LINES 4

typedef struct {
	Buffer *buffer;
	size_t from, to;	/* the part that may be changed */
	size_t cursor;
	size_t top;		/* where the first row shown begins */
	int goal;		/* the column that up and down keep to; -1: where the cursor is */
	int rows, cols;		/* of the last drawing */
	Str cut;		/* what was cut */
	bool cutting;		/* the last command was a cut too: they add up */
	VEC(EditHit) hits;
	size_t origin;		/* where the search began */
	EditLine lines[EDIT_LINES];
	size_t next_line;	/* which of them is replaced next */
} Edit;

void edit_begin(Edit *e, Slice text, size_t from, size_t to);
void edit_end(Edit *e);
Slice edit_part(const Edit *e);		/* the text that may be changed, as it is */

/* Each gives true if it did something; with *changed the edit is to be kept (journal) before anything is painted. */
bool edit_key(Edit *e, const Key *k, BufferEdit *out, bool *changed);
bool edit_command(Edit *e, Cmd c, BufferEdit *out, bool *changed);

/* What such an edit did is taken back, as if its key had not been pressed. */
void edit_take_back(Edit *e, const BufferEdit *edit);

/* Folded, from the cursor on and round; gives the number of hits.  An empty text ends the search. */
size_t edit_find(Edit *e, Slice what);
bool edit_find_step(Edit *e, bool back);
size_t edit_hit(const Edit *e);		/* the one under the cursor, from 1; 0: none */

void edit_draw(Edit *e, Area a);
size_t edit_words(const Edit *e);

#endif
