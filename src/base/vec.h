/* Growing arrays of any type: VEC(Item) items = {0}; Item *it = VEC_ADD(&items); VEC_FREE(&items). */
#ifndef BLAD_BASE_VEC_H
#define BLAD_BASE_VEC_H

#include <stddef.h>

#include "base/mem.h"

#define VEC(T) struct { T *v; size_t len, cap; }

/* Makes room for one more, zeroed, and gives its address (good until the next VEC_ADD). */
#define VEC_ADD(vec) \
	((vec)->v = vec_grow((vec)->v, (vec)->len, &(vec)->cap, sizeof *(vec)->v), &(vec)->v[(vec)->len++])
#define VEC_PUSH(vec, x) (*VEC_ADD(vec) = (x))
#define VEC_LAST(vec) (&(vec)->v[(vec)->len - 1])
#define VEC_FREE(vec) (vec_release((vec)->v), (vec)->v = NULL, (vec)->len = (vec)->cap = 0)

/* Gives v with room for at least len + 1 elements; the one at len is zeroed. */
void *vec_grow(void *v, size_t len, size_t *cap, size_t size);
void vec_release(void *v);	/* VEC_FREE's own; what is no VEC is free()d */

#endif
