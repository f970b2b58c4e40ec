/* The lines of a text as folding its form sees them: which ones begin something, and which only go on with it. */
#ifndef BLAD_ISSUE_FORM_LINES_H
#define BLAD_ISSUE_FORM_LINES_H

#include "doc/scan.h"

typedef enum {
	FORM_BLANK,
	FORM_BEGINS,		/* prose, a list item, a row: what follows may go on with it */
	FORM_GOES_ON,		/* with the line above */
	FORM_MARKS,		/* nothing but the marks of a quote */
	FORM_VERBATIM		/* code, HTML, rules, definitions: kept as it is */
} FormKind;

typedef enum { BREAK_SOFT, BREAK_SPACES, BREAK_BACKSLASH } BreakKind;

typedef struct {
	FormKind kind;
	ScanKind scan;
	BreakKind brk;		/* FORM_GOES_ON: how the line above ended */
	size_t from, to;	/* bytes, the line end included */
	size_t text, text_end;	/* without white space at either end; FORM_BEGINS: the marks of a quote included */
	size_t prose;		/* behind the marks of a quote, and white space */
} FormLine;

typedef VEC(FormLine) FormLines;

/* Law: the lines cover text without gaps. */
void form_lines(Slice text, FormLines *out);

/* Does s (a line without indentation) begin a block of its own inside a list or quote? */
bool form_begins_block(Slice s);

#endif
