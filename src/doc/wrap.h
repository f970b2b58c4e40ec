/*
 * A Flow is inline text on its way to lines: bytes, the ink they are written in, and decorations that hold on to what
 * stands beside them.  Breaking follows Unicode (base/utf8.h); a word longer than the line is broken between clusters.
 */
#ifndef BLAD_DOC_WRAP_H
#define BLAD_DOC_WRAP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "base/vec.h"
#include "doc/doc.h"
#include "doc/role.h"

typedef struct {
	Role role;
	Mark mark;
	int link;
} Ink;

/* A run of bytes in one ink, up to the next run. */
typedef struct {
	size_t at;
	Ink ink;
	bool decoration;
	size_t source;		/* where it stands in the source, as near as is known */
	ptrdiff_t place;	/* of its first byte, hints not counted; -1: decoration */
	size_t hint;		/* bytes of the break hint that it ends with */
} FlowRun;

typedef struct {
	Str text;		/* "\n" is a forced break */
	VEC(FlowRun) runs;
	VEC(size_t) glue;	/* no line ends before these bytes */
	ptrdiff_t place;	/* of the next byte of text */
} Flow;

/* Where place starts; text appended counts on from there. */
void flow_init(Flow *f, ptrdiff_t place);
void flow_text(Flow *f, Slice text, Ink ink, size_t source);
/* hold: bits; a decoration that holds on to the text before or behind it goes on a line with it. */
enum { HOLD_NONE = 0, HOLD_BEFORE = 1, HOLD_BEHIND = 2 };
void flow_decoration(Flow *f, Slice text, Ink ink, int hold);
void flow_join(Flow *f, const Flow *more);	/* appends a copy */
void flow_free(Flow *f);

/* Columns without wrapping, and of the longest part that no line end may part. */
void flow_width(const Flow *f, int *whole, int *part);

/* A line: bytes [from, to) of the text, blanks at its end left out; hyphen: it ends at a soft hyphen. */
typedef struct {
	size_t from, to;
	bool hyphen;
} FlowLine;
typedef VEC(FlowLine) FlowLines;

/* first: columns of the first line, rest: of the others.  Always at least one cluster a line. */
void flow_wrap(const Flow *f, int first, int rest, FlowLines *out);

int flow_cols(const Flow *f, const FlowLine *line);	/* columns of the line, its hyphen too */

/* The pieces of a line in order, each in one ink, hints left out: piece is called for each. */
typedef void FlowPiece(void *ctx, Slice text, const FlowRun *run, ptrdiff_t place, size_t source);
void flow_pieces(const Flow *f, const FlowLine *line, FlowPiece *piece, void *ctx);

#endif
