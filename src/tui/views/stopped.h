/* What a sync that stopped has to ask on the page that says why: whether to share a branch, or to set versions aside. */
#ifndef BLAD_TUI_VIEWS_STOPPED_H
#define BLAD_TUI_VIEWS_STOPPED_H

#include "tui/kit/view.h"

enum { ASK_SHARE = 1, ASK_ASIDE, ASK_ASIDE_NAME };

/* what: "to REMOTE" or "aside NAME", as the child tells it; anything else asks nothing. */
Reply stopped_ask(const char *what, const char *branch);
/* A job, the next question, or words. */
Reply stopped_answer(const char *what, const Answer *a);

#endif
