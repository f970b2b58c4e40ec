/* Notes on a page: in a margin beside the lines they are of, or, where there is no room for one, on lines of their own. */
#ifndef BLAD_DOC_PAGE_NOTE_H
#define BLAD_DOC_PAGE_NOTE_H

#include "doc/page.h"

typedef struct {
	size_t at;		/* the byte of the source it is of */
	Slice first, then;	/* on one line where both fit, else one below the other; then may be empty */
} PageNote;

typedef struct {
	int text;		/* columns for the page's own text: what page_make is to be given */
	int col, cols;		/* of the margin; cols 0: notes stand on lines of their own */
} PageMargin;

/* How a page of this width is to be parted for the notes. */
PageMargin page_margin(const PageNote *notes, size_t n, int width);

/*
 * Sets the notes, which come in the order of the source, on a page made for margin->text.  Several of one line stand below each other, for
 * which lines are put in; each line knows by its number the note that begins on it.  Laws: the page without what is decoration is as before; no line is wider than the width that was parted.
 */
void page_notes(Page *p, const PageMargin *margin, const PageNote *notes, size_t n);

/* The line on which this byte stands, or the block that has it begins. */
size_t page_line_at(const Page *p, size_t source);

#endif
