/* The table of views: what a Place can name. */
#ifndef BLAD_TUI_PLACES_H
#define BLAD_TUI_PLACES_H

#include "tui/kit/view.h"

const ViewOps *place_view(const char *name);	/* NULL: there is none */

extern const ViewOps view_editor, view_help, view_list;

#endif
