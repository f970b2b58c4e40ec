/* A page on its way from a child to the screen: one line a line of it, written and read here. */
#ifndef BLAD_TUI_PAGE_LINES_H
#define BLAD_TUI_PAGE_LINES_H

#include "doc/page.h"

void page_lines(const Page *p, void (*tell)(const char *line));
/* Law: what was written is read back.  The first line makes the page (*p is NULL before it).  False: the line is no such line. */
bool page_read_line(Slice line, Page **p);

#endif
