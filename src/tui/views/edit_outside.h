/* Changing a text in the editor of the user's. */
#ifndef BLAD_TUI_VIEWS_EDIT_OUTSIDE_H
#define BLAD_TUI_VIEWS_EDIT_OUTSIDE_H

#include "tui/kit/view.h"

Reply edit_outside(const char *address);

#endif
