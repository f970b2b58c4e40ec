/* A list of strings that owns them. */
#include "base/names.h"

#include <stdlib.h>

void names_add(Names *n, const char *s)
{
	VEC_PUSH(n, mem_dup(s));
}

void names_take(Names *n, char *s)
{
	VEC_PUSH(n, s);
}

void names_free(Names *n)
{
	for (size_t i = 0; i < n->len; i++)
		free(n->v[i]);
	VEC_FREE(n);
}
