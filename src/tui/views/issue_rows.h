/* The rows of the list of issues: groups by series and year that fold, narrowed by a filter.  Pure: issues in, rows out. */
#ifndef BLAD_TUI_VIEWS_ISSUE_ROWS_H
#define BLAD_TUI_VIEWS_ISSUE_ROWS_H

#include "archive/first.h"

typedef enum { ROW_SERIES, ROW_YEAR, ROW_ISSUE } RowKind;

#define YEAR_NONE 0		/* issues without a date */
#define YEAR_UNREAD (-1)	/* issues not read yet */

typedef struct {
	RowKind kind;
	size_t issue;		/* its index; of a heading: that of its first issue */
	size_t count;		/* of a heading: issues below it */
	const Series *series;
	int year;
	bool open;
} Row;

typedef struct {
	VEC(Row) rows;
	VEC(char *) closed;	/* keys of groups that are folded */
	Str filter;		/* folded words; empty: everything is shown, as far as it is open */
	bool grouped;		/* there are series */
	bool begun;
} IssueRows;

/* Makes the rows anew.  The first time a long list has its older years closed. */
void issue_rows_make(IssueRows *r, const IssueList *l);
void issue_rows_filter(IssueRows *r, Slice words);	/* call issue_rows_make after it, and after these: */
void issue_rows_open(IssueRows *r, const Row *heading, bool open);
void issue_rows_open_all(IssueRows *r, const IssueList *l, bool open);
/* The row of an issue (made visible) or of the heading nearest to where it would be; 0 if there is none. */
size_t issue_rows_find(IssueRows *r, const IssueList *l, const char *address);
/* The title without the name of its series, a colon, dash or comma before the rest: the heading of the group has said it. */
Slice issue_rows_title(const IssueRow *i);
/* The rows that a list of these issues begins with, for keeping; they look into l. */
void issue_rows_first(const IssueList *l, FirstRows *out);
/* And as kept: rows and issues are all of it that is known yet, until issue_rows_make. */
void issue_rows_begin(IssueRows *r, IssueList *l, FirstRows *first);
void issue_rows_free(IssueRows *r);

#endif
