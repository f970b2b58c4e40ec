/* Comparing a version in a history with something else. */
#ifndef BLAD_TUI_VIEWS_COMPARE_WITH_H
#define BLAD_TUI_VIEWS_COMPARE_WITH_H

#include "archive/history.h"
#include "tui/kit/view.h"

/* address: of the version; of: what the history is of. */
Reply compare_with_now(const Target *of, const char *address);	/* the draft too */
/* What a person typed: another version, issue or item.  That is what was. */
Reply compare_with(Archive *a, const Target *of, const char *address, Slice typed);

#endif
