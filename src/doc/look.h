/* Looks: a table role → colour and weight, read from theme.conf, written as SGR for the command line. */
#ifndef BLAD_DOC_LOOK_H
#define BLAD_DOC_LOOK_H

#include <stdbool.h>

#include "base/err.h"
#include "doc/role.h"

enum { LOOK_BOLD = 1, LOOK_DIM = 2, LOOK_ITALIC = 4, LOOK_UNDERLINE = 8, LOOK_REVERSE = 16 };

typedef struct {
	signed char fg, bg;	/* 0 to 15, -1: the terminal's own */
	unsigned char attr;
} Look;

typedef struct {
	Look roles[ROLE_COUNT];
} Theme;

/* Lines "role = bold cyan on default"; the first bad line is the error. */
const Err *theme_load(Theme *out, Slice conf);
const Theme *theme_builtin(bool colour);	/* share/theme.conf; without colour: weights only */
void look_sgr(Look l, Str *out);		/* ESC [ … m, from a reset state; nothing for plain */

#endif
