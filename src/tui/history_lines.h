/* A history on its way from a child to the screen: one line a version, written and read here. */
#ifndef BLAD_TUI_HISTORY_LINES_H
#define BLAD_TUI_HISTORY_LINES_H

#include "archive/history.h"

/* Lines without a line end in them: fields between tabs, "\t", "\n" and "\\" spelt out, "\N" for what is not there. */
void history_line(const Version *v, Str *out);
void history_head_line(const History *h, Str *out);
/* Law: what was written is read back.  False: the line is no such line. */
bool history_read_line(Slice line, History *out);

#endif
