/* The name of an object. */
#ifndef BLAD_GIT_OID_H
#define BLAD_GIT_OID_H

#include <stdbool.h>
#include <string.h>

#include "base/str.h"

#define OID_BYTES 20
#define OID_HEX 40

typedef struct {
	unsigned char b[OID_BYTES];
} Oid;

static inline bool oid_eq(const Oid *a, const Oid *b) { return memcmp(a->b, b->b, OID_BYTES) == 0; }
bool oid_is_zero(const Oid *a);
bool oid_parse(Slice hex, Oid *out);		/* exactly 40 hex digits */
void oid_hex(const Oid *a, char out[OID_HEX + 1]);
void oid_short(const Oid *a, Str *out);		/* 7 digits; appends */

#endif
