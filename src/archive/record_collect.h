/* Which drafts, and how much of each, become the next version. */
#ifndef BLAD_ARCHIVE_RECORD_COLLECT_H
#define BLAD_ARCHIVE_RECORD_COLLECT_H

#include "archive/record_text.h"

/*
 * n 0: all drafts of this branch; those that cannot be recorded now are named in held.  An item that was moved between issues goes with its
 * change in the other one, or not at all.  Every draft is set on the tip first, and stays held until entries_free().
 */
const Err *entries_collect(Archive *a, const Target *targets, size_t n, Entries *out, Names *held);

#endif
