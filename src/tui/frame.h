/* The frame round a view: a title line, room, the matter, room, and one line of keys, a message or a question. */
#ifndef BLAD_TUI_FRAME_H
#define BLAD_TUI_FRAME_H

#include "tui/kit/keymap.h"
#include "tui/term/surface.h"

#define FRAME_ROWS_MIN 10
#define FRAME_COLS_MIN 40
#define FRAME_MARGIN 1

/* Parts of a surface; bottom: rows that the lower edge needs (1 for keys). */
typedef struct {
	Area title, body, bottom;
} Frame;

bool frame_fits(const Surface *s);
Frame frame_of(Surface *s, int bottom);
void frame_too_small(Surface *s);

void frame_title(Area a, Slice left, Slice right);
void frame_keys(Area a, const Keymap *m, const Cmd *cmds, size_t n, unsigned where);

/* Text wrapped at words: rows it needs in so many columns, and drawing it. */
int frame_text_rows(Slice text, int cols);
void frame_text(Area a, Slice text, Role role);

/* A child at work: done of total (0: unknown) as a bar, what it is doing, and that Esc ends it. */
void frame_progress(Area a, Slice doing, size_t done, size_t total);

#endif
