/* Chains of keys ("ekonomi/budget") and the items they mean. */
#ifndef BLAD_ARCHIVE_CHAIN_H
#define BLAD_ARCHIVE_CHAIN_H

#include "base/names.h"
#include "issue/item.h"

/* As cut_find: -1 none, -2 several. */
ptrdiff_t chain_find(const Cut *c, const char *chain);
/* What a person typed looks most like which of these?  Adds at most three, the nearest first. */
void nearest(Slice typed, const char *const *names, size_t n, Names *out);
/* "a, b and 3 more" for messages. */
void names_join(const Names *n, size_t max, Str *out);

#endif
