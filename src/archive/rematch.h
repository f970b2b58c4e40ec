/* Correcting which item is which: a person parts an item from what it was, joins it to another, or takes that back. */
#ifndef BLAD_ARCHIVE_REMATCH_H
#define BLAD_ARCHIVE_REMATCH_H

#include "archive/issues.h"

/* All take an item of a recorded version (AT_COMMIT); what was said of it there before counts no more. */

/* In that version it is new: what was taken for it before is another item.  An error where it is new there anyway. */
const Err *rematch_part(Archive *a, const Target *t);
/*
 * In that version it is what `other` (an address) was in the version before, or in older ones that were the last to have it; was (may be
 * NULL): that one's address, with its version where it is older.
 */
const Err *rematch_join(Archive *a, const Target *t, Slice other, char **was);
const Err *rematch_undo(Archive *a, const Target *t);

#endif
