/*
 * How an issue's bytes became text, so that they become the same bytes again: UTF-8 with or without
 * BOM, else Windows-1252.
 */
#ifndef BLAD_ISSUE_CHARSET_H
#define BLAD_ISSUE_CHARSET_H

#include "base/err.h"
#include "base/str.h"

typedef struct {
	bool bom;		/* UTF-8 with a byte order mark (not part of the text) */
	bool cp1252;
} Charset;

/* Always succeeds. */
void charset_decode(Slice bytes, Charset *cs, Str *text);
/* An error names the first character that Windows-1252 lacks. */
const Err *charset_encode(Slice text, Charset cs, Str *bytes);

#endif
