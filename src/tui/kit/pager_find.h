/* Searching in a page that is being read. */
#ifndef BLAD_TUI_KIT_PAGER_FIND_H
#define BLAD_TUI_KIT_PAGER_FIND_H

#include "tui/kit/pager.h"

Reply pager_find_command(Pager *p, Cmd c);
void pager_find_again(Pager *p);			/* on a new page: the same words */
int pager_hit_col(const Pager *p, size_t line);		/* of the current hit on this line, or -1 */

#endif
