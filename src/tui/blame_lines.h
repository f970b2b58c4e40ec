/* Who wrote what, as a child tells it: lines of fields. */
#ifndef BLAD_TUI_BLAME_LINES_H
#define BLAD_TUI_BLAME_LINES_H

#include "archive/blame.h"

/* Each line goes to tell; the words of sentences and messages stay behind. */
void blame_lines(const Blame *b, void (*tell)(const char *line));
/* Takes one in; false: it is none. */
bool blame_read_line(Slice line, Blame *out);

#endif
