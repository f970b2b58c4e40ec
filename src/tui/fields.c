/* Fields, escaped. */
#include "tui/fields.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static const char *escaped(char c)
{
	return c == '\t' ? "\\t" : c == '\n' ? "\\n" : c == '\r' ? "\\r" : c == '\\' ? "\\\\" : NULL;
}

void field_add_slice(Slice text, Str *out)
{
	size_t from = 0;
	for (size_t i = 0; i < text.len; i++) {
		const char *other = escaped(text.p[i]);
		if (!other)
			continue;
		str_add(out, text.p + from, i - from);
		str_add_c(out, other);
		from = i + 1;
	}
	str_add(out, text.p + from, text.len - from);
}

void field_add(const char *text, Str *out)
{
	str_add_c(out, out->len ? "\t" : "");
	if (!text) {
		str_add_c(out, "\\N");
		return;
	}
	field_add_slice(slice_c(text), out);
}

void field_add_oid(const Oid *id, Str *out)
{
	char hex[OID_HEX + 1];
	oid_hex(id, hex);
	field_add(hex, out);
}

void field_add_number(int64_t n, Str *out)
{
	char text[24];
	snprintf(text, sizeof text, "%" PRId64, n);
	field_add(text, out);
}

static size_t unescape(Slice field, char *out)
{
	size_t n = 0;
	for (size_t i = 0; i < field.len; i++) {
		char c = field.p[i];
		if (c == '\\' && i + 1 < field.len) {
			c = field.p[++i];
			c = c == 't' ? '\t' : c == 'n' ? '\n' : c == 'r' ? '\r' : c;
		}
		out[n++] = c;
	}
	return n;
}

char *field_text(Slice field)
{
	if (slice_is(field, "\\N"))
		return NULL;
	char *out = mem_alloc(field.len + 1);
	unescape(field, out);
	return out;
}

Slice field_slice(Slice field, Arena *arena)
{
	char *out = arena_alloc(arena, field.len + 1);
	return slice(out, unescape(field, out));
}

size_t fields_split(Slice line, Slice *out, size_t max)
{
	size_t n = 0;
	for (bool more = true; more && n < max;) {
		ptrdiff_t tab = slice_find(line, SLICE_LIT("\t"), 0);
		more = tab >= 0;
		out[n++] = slice_sub(line, 0, more ? (size_t)tab : line.len);
		line = slice_sub(line, more ? (size_t)tab + 1 : line.len, line.len);
	}
	return n;
}

int64_t field_number(Slice field)
{
	char *text = slice_dup(field);
	int64_t n = strtoll(text, NULL, 10);
	free(text);
	return n;
}
