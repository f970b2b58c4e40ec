/* A page to read on the screen: the current line, search hits, links.  It owns the page it shows. */
#ifndef BLAD_TUI_KIT_PAGER_H
#define BLAD_TUI_KIT_PAGER_H

#include "doc/page.h"
#include "tui/kit/command.h"
#include "tui/kit/view.h"

#define PAGER_MARGIN 3	/* columns before the text; the mark of the current line stands in them */

typedef enum { BRING_NOT, BRING_SEEN, BRING_TOP, BRING_UP, BRING_DOWN } Bring;

typedef struct {
	Page *page;
	size_t at, top;		/* lines */
	int rows;		/* of the last drawing */
	Bring bring;		/* what the next drawing does to show the current line */
	bool marked;		/* the current line has the mark and the cursor; else the page only scrolls */
	size_t link;		/* the current one's number, 0: none */
	Str what;		/* what is searched for */
	PageHits hits;
	size_t nhits, hit;	/* of the hits; the current one, from 0 */
	size_t origin;		/* the line where the search began */
	bool backwards;
} Pager;

/* Columns of text for an area of this width. */
int pager_width(int cols);
/* Takes the page; keep: stays at the same place of the source. */
void pager_set(Pager *p, Page *page, bool keep);
void pager_set_at(Pager *p, Page *page, size_t source);	/* at this place of the source, on the row where one was */
/* Where the nearest change mark is: 1 below what the last drawing showed, -1 above it; 0: seen, or there is none. */
int pager_change_side(const Pager *p);
void pager_free(Pager *p);

void pager_draw(Pager *p, Area a);
void pager_go(Pager *p, size_t line, Bring bring);
bool pager_scroll(Pager *p, Cmd c);		/* movements only; false: not one */
size_t pager_source(const Pager *p);		/* where the current line stands in the source */
size_t pager_line_at(const Pager *p, size_t source);	/* the last line that begins at or before it */
/* To the next (1) or previous (-1) run of lines that bear a change mark; here 0: the first.  False: there is none. */
bool pager_go_change(Pager *p, int step);
void pager_where(const Pager *p, Str *out);	/* "4/14" while searching, else "34 %", nothing if all is seen */
const PageLink *pager_link(const Pager *p);	/* the current one or NULL */

/* Movements, links, search, and Esc out of these; REPLY_PASS for anything else. */
enum { ASK_FIND = 1000 };
Reply pager_command(Pager *p, Cmd c);
Reply pager_answer(Pager *p, const Answer *a);

#endif
