/* The interface's front door. */
#ifndef BLAD_TUI_APP_H
#define BLAD_TUI_APP_H

#include "archive/archive.h"

typedef struct {
	const char *place;	/* an address to begin at, or NULL: the list */
	const char *view;	/* what to show of it: a view's name; NULL: the reader */
	const char *script;	/* a file of keys for the paper screen ("-": standard input), or NULL: the terminal */
	int rows, cols;		/* of the paper screen; 0: 24 by 80 */
	const char *said;	/* what is to be told at once (what a repair did), or NULL */
} TuiOpts;

/* The exit status; errors at the door are told on standard error. */
int tui_main(Archive *a, const TuiOpts *o);

/* What the interface runs in a child of its own (`blad -C DIR --child WHAT`): "fill", "index", "sync", "history ADDRESS", "compare …".  Speaks lines (job.h) on standard output. */
int tui_child(Archive *a, const char *what);

#endif
