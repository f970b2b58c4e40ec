/*
 * The leaf: an issue's text, or a part of it, as a Doc ready for a page: header left out, plain-line
 * titles shown as headings.
 */
#ifndef BLAD_ISSUE_LEAF_H
#define BLAD_ISSUE_LEAF_H

#include "doc/doc.h"
#include "issue/item.h"

/*
 * The bytes from..to of text (0 and its length: all of it).  The whole is parsed, since link
 * references and list numbers cross items.
 */
Doc *leaf_doc(Slice text, const Cut *c, size_t from, size_t to);

/* Puts a title (where the text has no title heading) and a line of ours above it all; either may be empty. */
void leaf_head(Doc *d, Slice note, Slice title);

#endif
