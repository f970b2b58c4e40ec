/* A part found by its whole chain of keys, as addresses write it. */
#include "issue/item.h"

ptrdiff_t cut_find_chain(const Cut *c, Slice chain)
{
	VEC(Slice) keys = { 0 };
	ptrdiff_t found = -1;

	while (chain.len) {
		ptrdiff_t at = slice_find(chain, SLICE_LIT("/"), 0);
		size_t end = at < 0 ? chain.len : (size_t)at;

		VEC_PUSH(&keys, slice_sub(chain, 0, end));
		chain = slice_sub(chain, at < 0 ? end : end + 1, chain.len);
	}
	if (keys.len)
		found = cut_find(c, keys.v, keys.len);
	VEC_FREE(&keys);
	return found;
}
