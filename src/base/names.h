/* A list of strings that owns them. */
#ifndef BLAD_BASE_NAMES_H
#define BLAD_BASE_NAMES_H

#include "base/vec.h"

typedef VEC(char *) Names;

void names_add(Names *n, const char *s);	/* copies */
void names_take(Names *n, char *s);		/* the list owns s now */
void names_free(Names *n);			/* and makes it empty */

#endif
