/* Files changed by hand, taken as drafts: where they are named, they are offered. */
#ifndef BLAD_TUI_VIEWS_TAKE_H
#define BLAD_TUI_VIEWS_TAKE_H

#include "archive/by_hand.h"
#include "tui/kit/view.h"

/* Those of these paths that can be taken; copies. */
void take_choose(Archive *a, const Names *paths, Names *out);
/* The question about them. */
Reply take_ask(int what, const Names *files);
/* All of them; what came of it is told with the reply. */
void take_files(Archive *a, const Names *files, Reply *r);

#endif
