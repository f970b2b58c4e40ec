/* Growing arrays: the part that does not depend on the type. */
#include "base/vec.h"

#include <stdlib.h>
#include <string.h>

void *vec_grow(void *v, size_t len, size_t *cap, size_t size)
{
	if (len >= *cap) {
		size_t more = *cap + *cap / 2 + 8;

		v = mem_realloc_n(v, more, size);
		*cap = more;
	}
	memset((char *)v + len * size, 0, size);
	return v;
}

void vec_release(void *v)
{
	free(v);
}
