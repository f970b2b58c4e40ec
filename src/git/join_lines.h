/* Three versions of a text that is no issue, joined by lines as git does it. */
#ifndef BLAD_GIT_JOIN_LINES_H
#define BLAD_GIT_JOIN_LINES_H

#include "base/err.h"
#include "base/str.h"

/* clean: both changed other lines, and *out is the joined text; else it is empty. */
const Err *join_lines(Slice base, Slice ours, Slice theirs, Str *out, bool *clean);

#endif
