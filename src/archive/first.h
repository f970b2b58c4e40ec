/*
 * The rows that the list of issues begins with, kept in the index from one start to the next: so the first screen costs the same in an archive
 * of a hundred issues and of ten thousand.  They count only under the stamp they were kept under.  Law: first_read gives what first_keep took.
 */
#ifndef BLAD_ARCHIVE_FIRST_H
#define BLAD_ARCHIVE_FIRST_H

#include "archive/issues.h"

#define FIRST_ROWS 128		/* more than all but the tallest of screens */

typedef struct {
	int kind, year;		/* kind is the list's own */
	size_t count;
	bool open;
	const Series *series;
	IssueRow issue;		/* path NULL: the row is a heading */
} FirstRow;

typedef struct {
	VEC(FirstRow) rows;
	int width;		/* columns of the widest number in the whole list */
	Arena *arena;
} FirstRows;

/* Another one whenever the complete list may have become another: by tip, branch, settings or a draft. */
void first_stamp(Archive *a, Oid *out);
/* None where nothing was kept under this stamp. */
void first_read(Archive *a, const Oid *stamp, FirstRows *out);
/* Rows of a list that knows all its issues; takes the place of what was kept before.  It is a cache: nothing fails. */
void first_keep(Archive *a, const Oid *stamp, const FirstRows *rows);
void first_rows_free(FirstRows *f);

#endif
