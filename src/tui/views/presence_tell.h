/* Who else is at what a place shows, told once when it comes to light. */
#ifndef BLAD_TUI_VIEWS_PRESENCE_TELL_H
#define BLAD_TUI_VIEWS_PRESENCE_TELL_H

#include "tui/kit/view.h"

/* Behind what the reply says already. */
void presence_tell(Archive *a, const char *address, Reply *r);

#endif
