/* Fields, escaped. */
#include "tui/history_lines.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define FIELDS 19

static void add_field(const char *text, Str *out)
{
	str_add_c(out, out->len ? "\t" : "");
	if (!text) {
		str_add_c(out, "\\N");
		return;
	}
	for (; *text; text++) {
		switch (*text) {
		case '\t': str_add_c(out, "\\t"); break;
		case '\n': str_add_c(out, "\\n"); break;
		case '\r': str_add_c(out, "\\r"); break;
		case '\\': str_add_c(out, "\\\\"); break;
		default: str_add_char(out, *text);
		}
	}
}

static void add_oid(const Oid *id, Str *out)
{
	char hex[OID_HEX + 1];
	oid_hex(id, hex);
	add_field(hex, out);
}

static void add_number(int64_t n, Str *out)
{
	char text[24];
	snprintf(text, sizeof text, "%" PRId64, n);
	add_field(text, out);
}

void history_line(const Version *v, Str *out)
{
	str_clear(out);
	str_add_c(out, "version");
	add_oid(&v->id, out);
	add_field(v->author.name, out);
	add_field(v->author.mail, out);
	add_number(v->author.when.sec, out);
	add_number(v->author.when.offset, out);
	add_field(v->message, out);
	add_number(v->event, out);
	add_number(v->matched, out);
	add_field(v->title, out);
	add_field(v->was_title, out);
	add_field(v->address, out);
	add_oid(&v->parent, out);
	add_field(v->path, out);
	add_field(v->was_path, out);
	add_field(v->chain, out);
	add_field(v->was_chain, out);
	add_field(v->was_issue, out);
	add_field(v->was_address, out);
}

void history_head_line(const History *h, Str *out)
{
	str_clear(out);
	str_add_c(out, "history");
	add_field(h->address, out);
	add_number(h->earlier, out);
}

/* ---- reading ---- */

static char *unescape(Slice field)
{
	Str out = STR_EMPTY;
	if (slice_is(field, "\\N"))
		return NULL;
	for (size_t i = 0; i < field.len; i++) {
		char c = field.p[i];
		if (c == '\\' && i + 1 < field.len) {
			c = field.p[++i];
			c = c == 't' ? '\t' : c == 'n' ? '\n' : c == 'r' ? '\r' : c;
		}
		str_add_char(&out, c);
	}
	return str_steal(&out);
}

static size_t split(Slice line, Slice fields[FIELDS])
{
	size_t n = 0;
	for (bool more = true; more && n < FIELDS;) {
		ptrdiff_t tab = slice_find(line, SLICE_LIT("\t"), 0);
		more = tab >= 0;
		fields[n++] = slice_sub(line, 0, more ? (size_t)tab : line.len);
		line = slice_sub(line, more ? (size_t)tab + 1 : line.len, line.len);
	}
	return n;
}

static int64_t number(Slice field)
{
	char *text = slice_dup(field);
	int64_t n = strtoll(text, NULL, 10);
	free(text);
	return n;
}

static bool read_version(const Slice *f, History *out)
{
	Version v = { 0 };
	if (!oid_parse(f[1], &v.id) || !oid_parse(f[12], &v.parent))
		return false;
	v.author = (Person){ unescape(f[2]), unescape(f[3]), { number(f[4]), (int)number(f[5]) } };
	v.message = unescape(f[6]);
	v.event = (Event)number(f[7]);
	v.matched = (MatchHow)number(f[8]);
	char **texts[] = { &v.title, &v.was_title, &v.address, NULL, &v.path, &v.was_path, &v.chain, &v.was_chain,
		&v.was_issue, &v.was_address };
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (texts[i])
			*texts[i] = unescape(f[9 + i]);
	VEC_PUSH(&out->versions, v);
	return true;
}

bool history_read_line(Slice line, History *out)
{
	Slice f[FIELDS];
	size_t n = split(line, f);
	if (n == FIELDS && slice_is(f[0], "version"))
		return read_version(f, out);
	if (n != 3 || !slice_is(f[0], "history"))
		return false;
	free(out->address);
	out->address = unescape(f[1]);
	out->earlier = number(f[2]) != 0;
	return true;
}
