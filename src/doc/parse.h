/* The one door to cmark: Markdown in, Doc out. */
#ifndef BLAD_DOC_PARSE_H
#define BLAD_DOC_PARSE_H

#include "base/err.h"
#include "doc/doc.h"

#define PARSE_GUARD_BYTES (256 * 1024)
#define PARSE_GUARD_MSEC 500	/* of CPU time; a little more for every megabyte */

/*
 * Parses text.  Byte places are those in text plus base (where text is the tail of a file behind its header).  GFM pipe
 * tables are found in the paragraphs' source lines.  Heavy blocks (doc/scan.h) become NODE_SOURCE.  Above
 * PARSE_GUARD_BYTES a child tries it first under a CPU limit; when that is not enough the Doc is a NODE_NOTE and the source.
 */
Doc *doc_parse(Slice text, size_t base);
Doc *doc_parse_within(Slice text, size_t base,
    long msec);	/* the same with another limit than PARSE_GUARD_MSEC */

/* What the reference (section 6.2) that s begins with stands for, and its length: "&aring;" is "å"; 0 if it is none.  Appends. */
size_t doc_entity(Slice s, Str *out);

/* CommonMark's own HTML (for show --html), unsafe parts left out.  Appends. */
void doc_html(Slice text, Str *out);

#endif
