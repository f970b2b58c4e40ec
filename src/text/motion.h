/* Where the cursor may go in a text: clusters, words, lines.  Places are bytes between clusters. */
#ifndef BLAD_TEXT_MOTION_H
#define BLAD_TEXT_MOTION_H

#include "base/str.h"

size_t motion_next(Slice text, size_t at);
size_t motion_back(Slice text, size_t at);
size_t motion_word_next(Slice text, size_t at);		/* to the end of this word or the next */
size_t motion_word_back(Slice text, size_t at);		/* to the beginning of this word or the one before */
size_t motion_line_start(Slice text, size_t at);
size_t motion_line_end(Slice text, size_t at);		/* before its line end */
size_t motion_next_line(Slice text, size_t at);		/* the start of the next line; the text's end if there is none */

#endif
