/* Looks: a table role → colour and weight, read from theme.conf, written as SGR for the command line. */
#ifndef BLAD_DOC_LOOK_H
#define BLAD_DOC_LOOK_H

#include <stdbool.h>

#include "base/err.h"
#include "doc/role.h"

enum { LOOK_BOLD = 1, LOOK_DIM = 2, LOOK_ITALIC = 4, LOOK_UNDERLINE = 8, LOOK_REVERSE = 16 };

typedef struct {
	short fg, bg;		/* 0 to 255, -1: the terminal's own */
	unsigned char attr;
} Look;

typedef struct {
	Look roles[ROLE_COUNT];
} Theme;

/*
 * Lines "role = bold cyan/31 on default"; the first bad line is the error.  colours: as many as the terminal has.  With 256 the number behind the
 * slash counts, with fewer the name, with none (0) only weights.
 */
const Err *theme_load(Theme *out, int colours, Slice conf);
const Theme *theme_builtin(int colours);	/* share/theme.conf */
void look_sgr(Look l, Str *out);		/* ESC [ … m, from a reset state; nothing for plain */

#endif
