/* GFM pipe tables in a paragraph's source lines.  Pure: lines in, cells out. */
#ifndef BLAD_DOC_TABLE_H
#define BLAD_DOC_TABLE_H

#include <stdbool.h>

#include "base/str.h"
#include "base/vec.h"
#include "doc/doc.h"

typedef VEC(Slice) TableCells;
typedef VEC(Align) TableAligns;

/* The cells of a row, blanks around them gone, escaped pipes still escaped. */
void table_cells(Slice line, TableCells *out);

/* Is below the delimiter row that makes line the head of a table?  Then out has the alignment of each column. */
bool table_begins(Slice line, Slice below, TableAligns *out);

#endif
