/* Lines of fields, as a child tells its results: parted by tabs, escaped. */
#ifndef BLAD_TUI_FIELDS_H
#define BLAD_TUI_FIELDS_H

#include <stdint.h>

#include "base/mem.h"
#include "base/str.h"
#include "git/oid.h"

/* Each appends, with a tab before it where something stands already. */
void field_add(const char *text, Str *out);		/* NULL is a value */
void field_add_slice(Slice text, Str *out);		/* without the tab */
void field_add_oid(const Oid *id, Str *out);
void field_add_number(int64_t n, Str *out);

size_t fields_split(Slice line, Slice *out, size_t max);	/* how many there are, at most max */
char *field_text(Slice field);				/* owned by the caller; may be NULL */
Slice field_slice(Slice field, Arena *arena);
int64_t field_number(Slice field);

#endif
