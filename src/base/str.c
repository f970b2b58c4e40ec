/* Str owns bytes, Slice looks at them: joining, cutting, comparing by bytes. */
#include "base/str.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"

bool slice_eq(Slice a, Slice b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.p, b.p, a.len) == 0);
}

bool slice_is(Slice a, const char *c)
{
	return slice_eq(a, slice_c(c));
}

bool slice_starts(Slice a, const char *prefix)
{
	size_t n = strlen(prefix);

	return a.len >= n && (n == 0 || memcmp(a.p, prefix, n) == 0);
}

bool slice_ends(Slice a, const char *suffix)
{
	size_t n = strlen(suffix);

	return a.len >= n && (n == 0 || memcmp(a.p + a.len - n, suffix, n) == 0);
}

int slice_cmp(Slice a, Slice b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int c = n ? memcmp(a.p, b.p, n) : 0;

	return c ? c : (a.len > b.len) - (a.len < b.len);
}

Slice slice_sub(Slice a, size_t from, size_t to)
{
	if (to > a.len)
		to = a.len;
	if (from > to)
		from = to;
	return a.p ? slice(a.p + from, to - from) : a;
}

static bool ascii_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

Slice slice_trim(Slice a)
{
	while (a.len && ascii_space(a.p[a.len - 1]))
		a.len--;
	while (a.len && ascii_space(a.p[0])) {
		a.p++;
		a.len--;
	}
	return a;
}

Slice slice_line(Slice *rest)
{
	const char *nl = rest->len ? memchr(rest->p, '\n', rest->len) : NULL;
	size_t n = nl ? (size_t)(nl - rest->p) + 1 : rest->len;
	Slice line = slice_sub(*rest, 0, n);

	*rest = slice_sub(*rest, n, rest->len);
	return line;
}

Slice slice_chomp(Slice line)
{
	if (line.len && line.p[line.len - 1] == '\n') {
		line.len--;
		if (line.len && line.p[line.len - 1] == '\r')
			line.len--;
	}
	return line;
}

ptrdiff_t slice_find(Slice in, Slice what, size_t from)
{
	if (from > in.len || what.len > in.len - from)
		return -1;
	if (what.len == 0)
		return (ptrdiff_t)from;
	while (in.len - from >= what.len) {
		const char *p = memchr(in.p + from, what.p[0], in.len - from - what.len + 1);

		if (!p)
			return -1;
		from = (size_t)(p - in.p);
		if (memcmp(p, what.p, what.len) == 0)
			return (ptrdiff_t)from;
		from++;
	}
	return -1;
}

char *slice_dup(Slice a)
{
	return mem_dup_n(a.p, a.len);
}

void str_free(Str *s)
{
	free(s->p);
	*s = STR_EMPTY;
}

void str_wipe(Str *s)
{
	if (s->p)
		explicit_bzero(s->p, s->cap);
	str_free(s);
}

void str_clear(Str *s)
{
	str_truncate(s, 0);
}

void str_reserve(Str *s, size_t more)
{
	size_t need, cap;

	/* An absurd size is left to mem_realloc_n, which ends the program in its orderly way. */
	if (__builtin_add_overflow(s->len, more, &need) || __builtin_add_overflow(need, (size_t)1, &need))
		need = SIZE_MAX;
	if (need <= s->cap)
		return;
	cap = s->cap < SIZE_MAX / 2 ? s->cap + s->cap / 2 : need;
	if (cap < need)
		cap = need;
	if (cap < 24)
		cap = 24;
	s->p = mem_realloc_n(s->p, cap, 1);
	s->cap = cap;
	s->p[s->len] = '\0';
}

void str_add(Str *s, const void *p, size_t n)
{
	str_reserve(s, n);
	if (n)
		memcpy(s->p + s->len, p, n);
	s->len += n;
	s->p[s->len] = '\0';
}

void str_add_c(Str *s, const char *c)
{
	if (c)
		str_add(s, c, strlen(c));
}

void str_add_slice(Str *s, Slice a)
{
	str_add(s, a.p, a.len);
}

void str_add_char(Str *s, char c)
{
	str_reserve(s, 1);
	s->p[s->len++] = c;
	s->p[s->len] = '\0';
}

void str_add_n(Str *s, char c, size_t times)
{
	str_reserve(s, times);
	memset(s->p + s->len, c, times);
	s->len += times;
	s->p[s->len] = '\0';
}

void str_printf(Str *s, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	str_vprintf(s, fmt, ap);
	va_end(ap);
}

void str_vprintf(Str *s, const char *fmt, va_list ap)
{
	va_list again;
	int n;

	va_copy(again, ap);
	str_reserve(s, 64);
	n = vsnprintf(s->p + s->len, s->cap - s->len, fmt, ap);
	if (n > 0) {
		if ((size_t)n >= s->cap - s->len) {
			str_reserve(s, (size_t)n);
			vsnprintf(s->p + s->len, s->cap - s->len, fmt, again);
		}
		s->len += (size_t)n;
	}
	s->p[s->len] = '\0';
	va_end(again);
}

void str_insert(Str *s, size_t at, Slice what)
{
	str_splice(s, at, 0, what);
}

void str_remove(Str *s, size_t at, size_t n)
{
	str_splice(s, at, n, slice(NULL, 0));
}

void str_splice(Str *s, size_t at, size_t n, Slice with)
{
	if (at > s->len)
		at = s->len;
	if (n > s->len - at)
		n = s->len - at;
	str_reserve(s, with.len);
	memmove(s->p + at + with.len, s->p + at + n, s->len - at - n);
	if (with.len)
		memcpy(s->p + at, with.p, with.len);
	s->len = s->len - n + with.len;
	s->p[s->len] = '\0';
}

void str_truncate(Str *s, size_t len)
{
	if (len >= s->len)
		return;
	s->len = len;
	s->p[len] = '\0';
}

char *str_steal(Str *s)
{
	char *p;

	str_reserve(s, 0);
	p = s->p;
	*s = STR_EMPTY;
	return p;
}

const char *str_c(const Str *s)
{
	return s->p ? s->p : "";
}
