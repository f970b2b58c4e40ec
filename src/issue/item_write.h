/* What the files that write items share. */
#ifndef BLAD_ISSUE_ITEM_WRITE_H
#define BLAD_ISSUE_ITEM_WRITE_H

#include "issue/item.h"

/* Where the white space at the end of s begins, not before floor. */
size_t text_tail(Slice s, size_t floor);
const char *text_nl(Slice text);		/* the line end that all its lines have; else "\n" */
void text_add_lines(Slice s, const char *nl, Str *out);

/* The own texts of some parts (gone: by part) taken out; what is below them stays. */
void items_take_out(Slice text, const Cut *c, const bool *gone, Str *out);
/* The part whose form and level one put behind `after` takes (but: not this one); -1 if there is none. */
ptrdiff_t item_neighbour(const Cut *c, size_t after, ptrdiff_t but);
/* The title as it is written, without the marks of its form. */
Slice item_raw_title(Slice text, const Part *p);

/* A heading at another level, up to text[*done]: its marks or its underline. */
void item_heading_line(Slice text, const Part *p, int level, Str *out, size_t *done);

#endif
