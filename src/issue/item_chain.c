/* A part found by its whole chain of keys, as addresses write it. */
#include "issue/item.h"

#define KEYS_MAX 32

ptrdiff_t cut_find_chain(const Cut *c, Slice chain)
{
	Slice keys[KEYS_MAX];
	size_t n = 0;

	while (chain.len) {
		ptrdiff_t at = slice_find(chain, SLICE_LIT("/"), 0);
		size_t end = at < 0 ? chain.len : (size_t)at;

		if (n == KEYS_MAX)
			return -1;
		keys[n++] = slice_sub(chain, 0, end);
		chain = slice_sub(chain, at < 0 ? end : end + 1, chain.len);
	}
	return n ? cut_find(c, keys, n) : -1;
}
