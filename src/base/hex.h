/* Hexadecimal digits read, alone and behind a '%'. */
#ifndef BLAD_BASE_HEX_H
#define BLAD_BASE_HEX_H

#include "base/str.h"

int hex_digit(char c);				/* of either case; -1: it is none */
int hex_escape(Slice s, size_t at);		/* the byte that "%C3" at `at` stands for; -1: none stands there */
void hex_unescape(Slice s, Str *out);		/* appends; a '%' that is no escape stands for itself */

#endif
