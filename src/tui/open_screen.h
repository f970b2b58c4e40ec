/* The screen that the interface is asked to show itself on. */
#ifndef BLAD_TUI_OPEN_SCREEN_H
#define BLAD_TUI_OPEN_SCREEN_H

#include "tui/app.h"
#include "tui/term/screen.h"

const Err *open_screen(Screen **out, Archive *a, const TuiOpts *o);

#endif
