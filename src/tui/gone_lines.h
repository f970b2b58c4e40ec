/* What was found of text that was taken away, on its way from a child to the screen: one line a hit, and one of what stands today. */
#ifndef BLAD_TUI_GONE_LINES_H
#define BLAD_TUI_GONE_LINES_H

#include "archive/gone.h"

void gone_hit_line(const GoneHit *h, Str *out);
void gone_end_line(const Gone *g, Str *out);
/* Law: what was written is read back.  False: the line is no such line. */
bool gone_read_line(Slice line, Gone *out);

#endif
