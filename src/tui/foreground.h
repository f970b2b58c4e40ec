/* The same program on our own terminal, while the interface waits. */
#ifndef BLAD_TUI_FOREGROUND_H
#define BLAD_TUI_FOREGROUND_H

#include <stdbool.h>

#include "tui/term/screen.h"

/* Leaves the screen, runs `blad -C dir args…`, and comes back; its words stay until Enter if it failed, or tells. */
void foreground(Screen *s, const char *dir, const char *const *args, bool tells);

#define CHILD_PROGRAM "/proc/self/exe"
void child_signals(void);	/* in a child, before it becomes another program: signals as one expects them */

#endif
