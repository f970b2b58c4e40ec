/*
 * The scanner that runs before cmark: lines of a text with what stands on them at document level, without a tree.  It
 * finds headings, fences, HTML and comments as CommonMark does, and blocks too deep or too bracketed to hand to a parser.
 */
#ifndef BLAD_DOC_SCAN_H
#define BLAD_DOC_SCAN_H

#include <stdbool.h>

#include "base/str.h"
#include "base/vec.h"

#define SCAN_DEPTH_MAX 64
#define SCAN_BRACKETS_MAX 4096

typedef enum {
	SCAN_BLANK,
	SCAN_TEXT,		/* a paragraph line (also its lazy continuation) */
	SCAN_HEADING,		/* ATX, or the first text line of a setext heading: one such line a heading */
	SCAN_UNDERLINE,		/* === or --- of a setext heading, and its text lines behind the first */
	SCAN_BULLET,		/* a line that begins a document-level bullet or numbered item */
	SCAN_LIST,		/* another line inside a list item */
	SCAN_QUOTE,
	SCAN_CODE,		/* fenced or indented */
	SCAN_HTML,		/* HTML blocks and comments */
	SCAN_RULE,
	SCAN_DEF		/* a link reference definition */
} ScanKind;

typedef struct {
	ScanKind kind;
	int level;		/* SCAN_HEADING: 1 to 6 */
	size_t from, to;	/* bytes, the line end included */
	size_t text, text_end;	/* SCAN_HEADING: its title, over all its lines; SCAN_BULLET: what stands behind the marker */
	char marker;		/* SCAN_BULLET: '-', '*', '+', '.' or ')' */
	bool heavy;		/* part of a block beyond SCAN_DEPTH_MAX or SCAN_BRACKETS_MAX */
} ScanLine;

typedef VEC(ScanLine) ScanLines;

/* Law: the lines cover text without gaps; document-level headings are cmark's, by line. */
void scan_lines(Slice text, ScanLines *out);

#endif
