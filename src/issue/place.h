/*
 * Where one stands in another text: the same item, the same paragraph, the same byte of it.
 * Laws: in the same text it is the byte itself; it is never outside the text.
 */
#ifndef BLAD_ISSUE_PLACE_H
#define BLAD_ISSUE_PLACE_H

#include "issue/item.h"

size_t place_in(Slice was, const Cut *was_cut, size_t at, Slice now, const Cut *now_cut);

#endif
