/* Picking one item's change out of a draft: the base with only that item as the draft has it. */
#ifndef BLAD_ISSUE_PICK_H
#define BLAD_ISSUE_PICK_H

#include "issue/addr.h"
#include "issue/match.h"

/*
 * part and chain name what is meant: an item (in now, else in base when it was deleted), the lead with the title heading, a
 * header key.  An item's change is its text with its sub-items, its title, birth, end and its own
 * move.  ERR_NONE if neither text has it.
 */
const Err *pick_change(Slice base, Slice now, AddrPart part, Slice chain, Str *out);

#endif
