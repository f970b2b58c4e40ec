/* Where a link of an issue leads: into the archive, or out of it. */
#ifndef BLAD_TUI_VIEWS_LINK_H
#define BLAD_TUI_VIEWS_LINK_H

#include "tui/kit/view.h"

/* The path in the archive that a relative link means, seen from the file at `from`; false for one that leads elsewhere.  Appends. */
bool link_path(const char *from, Slice url, Str *out);
Reply link_follow(Archive *a, const char *from, Slice url);

#endif
