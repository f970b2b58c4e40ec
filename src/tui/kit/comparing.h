/* How a comparison is shown: as a page or as its source, in one column or two. */
#ifndef BLAD_TUI_KIT_COMPARING_H
#define BLAD_TUI_KIT_COMPARING_H

#include "doc/page.h"
#include "tui/kit/command.h"

typedef struct {
	bool source;
	bool chosen, two;	/* two columns or not; else by the width of the screen */
} Comparing;

/* cols: of the screen. */
Doc *comparing_doc(const Comparing *c, Slice was, Slice now);
Page *comparing_page(const Comparing *c, const Doc *d, int cols);
/* CMD_COLUMNS and CMD_SOURCE; false: another one. */
bool comparing_command(Comparing *c, int cols, Cmd cmd);

#endif
