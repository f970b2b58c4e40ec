/* A Screen shows surfaces and tells what the person does: glass (a terminal, curses.c) or paper (a script of keys, script.c). */
#ifndef BLAD_TUI_TERM_SCREEN_H
#define BLAD_TUI_TERM_SCREEN_H

#include "base/err.h"
#include "doc/look.h"
#include "tui/term/key.h"
#include "tui/term/surface.h"

typedef enum {
	WAKE_KEY,	/* *key is one (K_RESIZE: ask screen_size again) */
	WAKE_FILE,	/* the file can be read */
	WAKE_TIME,	/* the time is over */
	WAKE_END	/* hang-up, a signal to end, or the end of the script */
} Wake;

typedef struct Screen Screen;
typedef struct {
	void (*size)(Screen *s, int *rows, int *cols);
	void (*paint)(Screen *s, const Surface *surface);
	/* fd -1: none; ms -1: no time limit. */
	Wake (*wait)(Screen *s, int fd, int ms, Key *key);
	bool (*pending)(Screen *s);	/* more keys are waiting: painting can wait too */
	void (*leave)(Screen *s);	/* the terminal is another program's … */
	void (*back)(Screen *s);	/* … and ours again, to be painted whole */
	void (*suspend)(Screen *s);	/* stops the process until it is continued */
	void (*redraw)(Screen *s);	/* the next paint sends everything */
	int (*signal)(Screen *s);	/* why WAKE_END: a signal, or 0 */
	void (*free)(Screen *s);
} ScreenOps;
struct Screen {
	const ScreenOps *ops;
};

static inline void screen_size(Screen *s, int *rows, int *cols) { s->ops->size(s, rows, cols); }
static inline void screen_paint(Screen *s, const Surface *f) { s->ops->paint(s, f); }
static inline Wake screen_wait(Screen *s, int fd, int ms, Key *k) { return s->ops->wait(s, fd, ms, k); }

/*
 * How turns of the wheel come: as arrow keys, which leaves the mouse to the terminal for selecting text (xterm's alternate scroll); reported, so
 * that selecting needs Shift; or as the terminal likes.
 */
typedef enum { WHEEL_ARROWS, WHEEL_REPORTS, WHEEL_UNASKED } Wheel;

/* The terminal.  Refused in words: no terminal, or one that cannot place its cursor. */
const Err *screen_glass(Screen **out, bool colour, Wheel wheel);
/* Keys from a script, screens to standard output; script.c says how. */
const Err *screen_paper(Screen **out, Slice script, int rows, int cols);

#endif
