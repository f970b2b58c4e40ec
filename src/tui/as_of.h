/* What is said and offered where one looks at the archive as of another day. */
#ifndef BLAD_TUI_AS_OF_H
#define BLAD_TUI_AS_OF_H

#include "tui/kit/keymap.h"
#include "tui/kit/view.h"

/* Cannot be done in what was: it changes the archive, or asks about it as it is. */
bool as_of_never(const Archive *a, Cmd c);
/* Of n commands those that can be done; there must be room for one more.  Gives how many. */
size_t as_of_possible(const Archive *a, Cmd *cmds, size_t n);
/* Which day it is, before what stands at the right of a title. */
void as_of_title(const Archive *a, int cols, Str *right);
/* Why nothing can be changed; key: the name of the one that leads back to now. */
Reply as_of_refuse(const Archive *a, const char *key);

#endif
