/* The setter: what the parts of the page room share while a page is made.  Only for page*.c. */
#ifndef BLAD_DOC_PAGE_SET_H
#define BLAD_DOC_PAGE_SET_H

#include "base/intern.h"
#include "doc/page.h"
#include "doc/wrap.h"

/* What an open list item or quote puts before each of its lines. */
typedef struct {
	Slice first;		/* on its first line: indent, marker, blanks */
	bool quote;
	bool begun;		/* its first line is set */
	int cols;
} Box;

typedef struct {
	Page *page;
	const PageOpts *opts;
	int limit;		/* columns for prose */
	bool gutter;		/* a column of signs for changed blocks */
	VEC(Box) boxes;
	int cols;		/* of all boxes and the gutter */
	int bullets, quotes;	/* open lists with bullets, open quotes */
	size_t deep;		/* open quotes and items too deep to indent: they are no boxes */
	Str lead;		/* markers of those, for the next line */
	size_t lead_from;	/* where the last of them begins in it */
	bool lead_quotes;	/* that one is of a quote */
	bool gap;		/* a blank line is due, within so many boxes */
	size_t gap_boxes;
	int pad;		/* blanks due on this line */
	Mark mark;		/* of the block at hand */
	ptrdiff_t place;
	size_t source, source_at, source_end;
	Intern *urls;		/* number of a link - 1 */
} Setter;

/* page.c: a block of it is changed as a whole */
bool page_has_signs(const Doc *doc);

/* page_line.c: lines */
void set_begin(Setter *s, const Node *block);		/* what follows is of this block */
void set_line(Setter *s, bool heading);			/* a new line with all that stands before its text */
void set_blank(Setter *s, int cols);
void set_piece(Setter *s, Slice text, Ink ink, ptrdiff_t place);
void set_bar(Setter *s, const char *stroke, int cols);	/* ───── */
void set_flow_line(Setter *s, const Flow *f, const FlowLine *line);
int set_flow(Setter *s, Flow *f, bool heading);		/* lines as wide as prose may be; columns of the widest */
int set_room(const Setter *s, bool prose);		/* columns that are left for text */
void set_lead(Setter *s);				/* a line for markers that cannot stand before what follows */

/* page_inline.c: inlines → flow */
void set_inlines(Setter *s, const Node *block, Role base, Flow *out);
Role set_mark_role(Mark mark, Role role);

/* page_table.c */
void set_table(Setter *s, const Node *table);

/* page_block.c: the walk */
void set_blocks(Setter *s, const Node *root);
bool set_is_numbered(const Setter *s, int link);
void set_addresses(Setter *s);

#endif
