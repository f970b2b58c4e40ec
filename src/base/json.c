/* Writes one JSON document: commas, quotes and escapes. */
#include "base/json.h"

#include "base/utf8.h"

#define DEPTH_MOST ((int)(sizeof(((Json *)0)->more) / sizeof(bool)) - 1)

/* The two-letter escapes; every other character that a terminal could obey becomes \uXXXX. */
static const char short_escapes[][2] = {
	{ '"', '"' }, { '\\', '\\' }, { '\b', 'b' }, { '\f', 'f' }, { '\n', 'n' }, { '\r', 'r' }, { '\t', 't' },
};

static bool unsafe(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || cp == 0x61c || cp == 0x200e || cp == 0x200f ||
	    (cp >= 0x2028 && cp <= 0x202e) || (cp >= 0x2066 && cp <= 0x206f);
}

static void add_char(Str *out, const char *p, size_t n, uint32_t cp)
{
	for (size_t i = 0; i < sizeof short_escapes / sizeof *short_escapes; i++) {
		if (cp == (unsigned char)short_escapes[i][0]) {
			str_add_char(out, '\\');
			str_add_char(out, short_escapes[i][1]);
			return;
		}
	}
	if (unsafe(cp)) {
		str_printf(out, "\\u%04x", cp);
	} else if (cp == 0xfffd) {
		str_add_c(out, "\xef\xbf\xbd");
	} else {
		str_add(out, p, n);
	}
}

static void add_string(Str *out, Slice s)
{
	size_t i = 0, n;

	str_add_char(out, '"');
	for (; i < s.len; i += n) {
		uint32_t cp;
		size_t plain = i;

		while (plain < s.len && s.p[plain] >= ' ' && s.p[plain] < 0x7f && !strchr("\"\\", s.p[plain]))
			plain++;
		n = plain - i;
		if (n) {
			str_add(out, s.p + i, n);
			continue;
		}
		n = utf8_next(s.p + i, s.len - i, &cp);
		add_char(out, s.p + i, n, cp);
	}
	str_add_char(out, '"');
}

/* What stands before a value: the comma, and the key if there is one. */
static void before(Json *j, const char *key)
{
	if (j->more[j->depth])
		str_add_c(j->out, ", ");
	j->more[j->depth] = true;
	if (key) {
		add_string(j->out, slice_c(key));
		str_add_c(j->out, ": ");
	}
}

/* An object or array inside an array begins a line, so that a long list is read and compared by line. */
void json_open(Json *j, const char *key, char bracket)
{
	if (!key && j->depth > 0) {
		str_add_c(j->out, j->more[j->depth] ? ",\n" : "\n");
		j->more[j->depth] = true;
	} else {
		before(j, key);
	}
	str_add_char(j->out, bracket);
	if (j->depth < DEPTH_MOST)
		j->depth++;
	j->more[j->depth] = false;
}

void json_close(Json *j, char bracket)
{
	str_add_char(j->out, bracket);
	if (j->depth > 0)
		j->depth--;
	if (j->depth == 0) {
		str_add_char(j->out, '\n');
		j->more[0] = false;
	}
}

void json_str(Json *j, const char *key, Slice s)
{
	before(j, key);
	add_string(j->out, s);
}

void json_c(Json *j, const char *key, const char *s)
{
	if (s)
		json_str(j, key, slice_c(s));
	else
		json_null(j, key);
}

void json_int(Json *j, const char *key, int64_t n)
{
	before(j, key);
	str_printf(j->out, "%lld", (long long)n);
}

void json_bool(Json *j, const char *key, bool b)
{
	before(j, key);
	str_add_c(j->out, b ? "true" : "false");
}

void json_null(Json *j, const char *key)
{
	before(j, key);
	str_add_c(j->out, "null");
}

void json_date(Json *j, const char *key, Date d)
{
	Str s = STR_EMPTY;

	if (!date_some(d)) {
		json_null(j, key);
		return;
	}
	date_iso(d, &s);
	json_str(j, key, str_slice(&s));
	str_free(&s);
}

void json_moment(Json *j, const char *key, Moment m)
{
	Str s = STR_EMPTY;

	moment_iso(m, &s);
	json_str(j, key, str_slice(&s));
	str_free(&s);
}
