/* What the scanner asks of a line: does an HTML block, a fence, a heading, a definition begin here?  Only for scan*.c. */
#ifndef BLAD_DOC_SCAN_PARTS_H
#define BLAD_DOC_SCAN_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/* In all of these rest is the line from its first non-blank byte, without its end (sections of CommonMark 0.30). */

/* [4.6] The kind, 1 to 7, of the HTML block that may begin here, or 0; 7 only if asked for. */
int scan_html_start(Slice rest, bool seventh);
bool scan_html_end(Slice rest, int kind);

/* [4.5] Length of the fence that opens or closes here, or 0. */
size_t scan_fence_open(Slice rest);
size_t scan_fence_close(Slice rest);

/* [4.2] Level of the heading, or 0; out: where its title is within rest. */
int scan_atx(Slice rest, size_t *from, size_t *to);
/* [4.3] 1 for ===, 2 for ---, or 0. */
int scan_setext(Slice rest);
/* [4.1] */
bool scan_rule(Slice rest);

/* [5.2] */
typedef struct {
	char marker;		/* '-', '*', '+', '.' or ')' */
	size_t len;		/* bytes of the marker with its number; 0: none */
} ScanMarker;
ScanMarker scan_marker(Slice rest, bool in_paragraph);

/* [4.7] Bytes of the link reference definition that text (a paragraph's lines, each with "\n") begins with, or 0. */
size_t scan_def(Slice text);

#endif
