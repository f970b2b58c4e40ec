/* The one door to libunistring: code points, graphemes, widths, folding, line breaks; and the gate for text from outside. */
#ifndef BLAD_BASE_UTF8_H
#define BLAD_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

#define UTF8_NBSP "\xc2\xa0"
#define UTF8_SHY "\xc2\xad"

/* Decodes the code point at s[0]; bad bytes give U+FFFD and length 1.  n must be at least 1. */
size_t utf8_next(const char *s, size_t n, uint32_t *cp);
size_t utf8_encode(uint32_t cp, char out[4]);	/* bytes written */
bool utf8_valid(Slice s);

bool utf8_is_letter(uint32_t cp);
bool utf8_is_digit(uint32_t cp);
bool utf8_is_space(uint32_t cp);		/* white space, U+00A0 not */
bool utf8_is_upper(uint32_t cp);
bool utf8_is_word(uint32_t cp);			/* letter, digit or combining mark */
bool utf8_is_mark(uint32_t cp);			/* combining mark */
bool utf8_is_emoji(uint32_t cp);		/* extended pictographic */

/*
 * Bytes of the grapheme cluster at s[from] (UAX 29); 0 at the end.  One that would need more than two columns ends before
 * the code point that needs the third.
 */
size_t utf8_grapheme(Slice s, size_t from);
size_t utf8_grapheme_back(Slice s, size_t from);	/* bytes of the cluster that ends at from */

/*
 * Columns a cluster takes on the screen, 0 to 2: the only such function, and what ncurses will draw (wcwidth of C.UTF-8).
 * Soft hyphens, joiners, marks and bidi controls take 0; a control byte counts as its visible form does.  An emoji joined of
 * several is as wide as its first, a flag 2; a selector widens nothing.
 */
int utf8_cluster_width(Slice cluster);

/*
 * What a cluster is drawn with so that every terminal agrees with its width; appends.  Of a joined emoji its first alone;
 * without joiners, selectors, skin tones; control bytes as ^X; what cannot be drawn as U+FFFD.  A flag and some clusters of
 * South Asian scripts are two spacing code points: one cell each.  The widths (wcwidth) of the result add up to the cluster's.
 */
void utf8_drawn(Slice cluster, Str *out);
size_t utf8_width(Slice s);			/* the sum */
size_t utf8_fit(Slice s, size_t width);		/* bytes of the longest prefix of whole clusters at most width wide */

/* UAX 14 line breaking: brk has one entry a byte. */
typedef enum { BRK_NO, BRK_MAY, BRK_MUST } Brk;
void utf8_breaks(Slice s, unsigned char *brk);	/* brk[i]: may a line end before byte i */

/* Forms of text.  All append; bad bytes become U+FFFD.  Law: the form of the form is the form. */
void utf8_nfc(Slice s, Str *out);
void utf8_fold(Slice s, Str *out);		/* full case folding, then NFC */
void utf8_fold_space(Slice s, Str *out);	/* utf8_fold, runs of white space to one blank, trimmed */
void utf8_lower(Slice s, Str *out);
void utf8_slug(Slice s, Str *out);		/* folded; letters and digits, the rest one '-'; "item" for nothing */

/*
 * The gate.  What comes from outside (text, titles, names, paths, what a server says) is made safe to show: control bytes
 * become ^X; C1, bidi controls, line and paragraph separators, joiners out of place and bad bytes become <U+XXXX> or <XX>;
 * soft hyphens and zero-width characters vanish.  A tab becomes a blank, and a line end too unless GATE_LINES.  With GATE_BREAKS soft hyphens,
 * U+200B and U+2060 stay, for text that is yet to be wrapped.  Law: the gate of the gate is the gate.
 */
enum { GATE_LINE = 0, GATE_LINES = 1, GATE_BREAKS = 2 };
void utf8_gate(Slice s, int flags, Str *out);

/* Windows-1252 and back; cp1252_from fails at a character that it lacks and gives its offset. */
void cp1252_to_utf8(Slice s, Str *out);
bool cp1252_from_utf8(Slice s, Str *out, size_t *bad);

#endif
