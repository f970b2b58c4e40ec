/* What was perhaps meant by a name that means nothing, and lists of names for messages. */
#ifndef BLAD_ARCHIVE_NEAREST_H
#define BLAD_ARCHIVE_NEAREST_H

#include "base/names.h"
#include "base/str.h"

/* What a person typed looks most like which of these?  Adds at most three, the nearest first. */
void nearest(Slice typed, const char *const *names, size_t n, Names *out);
/* "a, b and 3 more" for messages. */
void names_join(const Names *n, size_t max, Str *out);

#endif
