/* A page to read on the screen: the current line, search hits, links.  It owns the page it shows. */
#ifndef BLAD_TUI_KIT_PAGER_H
#define BLAD_TUI_KIT_PAGER_H

#include "doc/page.h"
#include "tui/kit/command.h"
#include "tui/kit/view.h"

#define PAGER_MARGIN 3	/* columns before the text; the mark of the current line stands in them */

typedef struct {
	Page *page;
	size_t at, top;		/* lines */
	int rows;
	size_t link;		/* the current one's number, 0: none */
	Str what;		/* what is searched for */
	PageHits hits;
	size_t nhits, hit;	/* of the hits; the current one from 0 */
	bool backwards;
	bool marked;		/* the current line shows its mark and has the cursor */
} Pager;

/* Columns of text for an area of this width. */
int pager_width(int cols);
void pager_init(Pager *p);
/* Takes the page; stays at the same source byte if keep. */
void pager_set(Pager *p, Page *page, bool keep);
void pager_free(Pager *p);

void pager_draw(Pager *p, Area a);
bool pager_move(Pager *p, Cmd c);		/* movements; false: not one */
void pager_go(Pager *p, size_t line);		/* makes it the current one and brings it up */
size_t pager_source(const Pager *p);		/* where the current line stands in the source */
int pager_percent(const Pager *p);		/* how much has been seen */

/* The next or previous link; gives it or NULL. */
const PageLink *pager_next_link(Pager *p, int step);
const PageLink *pager_link(const Pager *p);

/* Search: what a view with a pager answers to CMD_FIND … and its answer; REPLY_PASS if it was nothing of that. */
enum { ASK_FIND = 1000 };
Reply pager_command(Pager *p, Cmd c);		/* movements, links and search */
Reply pager_answer(Pager *p, const Answer *a);
void pager_where(const Pager *p, Str *out);	/* "4/14" while searching, else "34 %" */

#endif
