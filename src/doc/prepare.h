/* What cmark is given in place of a text: heavy blocks taken out, tables set apart, and which line is which. */
#ifndef BLAD_DOC_PREPARE_H
#define BLAD_DOC_PREPARE_H

#include "doc/scan.h"

typedef struct {
	Slice text;		/* as it came */
	ScanLines lines;	/* of text */
	Slice ready;		/* for cmark */
	/* internal */
	Str own;
	VEC(size_t) map;	/* line of ready → line of text; empty: the same */
} Prepared;

void prepare(Slice text, Prepared *out);
void prepare_free(Prepared *p);

/* The line of text (from 0) behind a line number of cmark (from 1). */
size_t prepare_line(const Prepared *p, int number);

/* If a code block at this line of text stands for a heavy block: its source. */
bool prepare_heavy(const Prepared *p, size_t line, Slice *out);

#endif
