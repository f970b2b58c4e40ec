/* Str owns bytes, Slice looks at them.  Both may hold any byte; a Str always has a NUL behind its last. */
#ifndef BLAD_BASE_STR_H
#define BLAD_BASE_STR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

typedef struct {
	const char *p;
	size_t len;
} Slice;

typedef struct {
	char *p;	/* NULL only while len and cap are 0; use str_c() for a C string */
	size_t len, cap;
} Str;

#define STR_EMPTY ((Str){ NULL, 0, 0 })
#define SLICE_LIT(lit) ((Slice){ "" lit, sizeof(lit) - 1 })

static inline Slice slice(const char *p, size_t len) { return (Slice){ p, len }; }
static inline Slice slice_c(const char *s) { return (Slice){ s, s ? strlen(s) : 0 }; }
static inline Slice str_slice(const Str *s) { return (Slice){ s->p ? s->p : "", s->len }; }

bool slice_eq(Slice a, Slice b);
bool slice_is(Slice a, const char *c);		/* equal to a C string */
bool slice_starts(Slice a, const char *prefix);
bool slice_ends(Slice a, const char *suffix);
int slice_cmp(Slice a, Slice b);		/* by bytes */
Slice slice_sub(Slice a, size_t from, size_t to);	/* clipped to a */
Slice slice_trim(Slice a);			/* without ASCII white space around */
Slice slice_line(Slice *rest);			/* cuts the next line, with its line end, off rest */
Slice slice_chomp(Slice line);			/* without "\n", "\r\n" at the end */
ptrdiff_t slice_find(Slice in, Slice what, size_t from);	/* -1 if it is not there */
char *slice_dup(Slice a);			/* ends it with NUL; the caller frees */

void str_free(Str *s);				/* and makes it STR_EMPTY */
void str_wipe(Str *s);				/* the same for a secret: its bytes are gone from memory, where it has not grown */
void str_clear(Str *s);				/* keeps the memory */
void str_reserve(Str *s, size_t more);
void str_add(Str *s, const void *p, size_t n);
void str_add_c(Str *s, const char *c);
void str_add_slice(Str *s, Slice a);
void str_add_char(Str *s, char c);
void str_add_n(Str *s, char c, size_t times);
void str_printf(Str *s, const char *fmt, ...) __attribute__((format(printf, 2, 3)));	/* appends */
void str_vprintf(Str *s, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));
void str_insert(Str *s, size_t at, Slice what);
void str_remove(Str *s, size_t at, size_t n);
void str_splice(Str *s, size_t at, size_t n, Slice with);	/* replaces n bytes */
void str_truncate(Str *s, size_t len);
char *str_steal(Str *s);			/* the caller owns the bytes now; never NULL */
const char *str_c(const Str *s);		/* "" for an empty one */

#endif
