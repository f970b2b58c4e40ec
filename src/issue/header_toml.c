/* The TOML header: top-level strings, dates, booleans, numbers and one-line arrays; all else keeps its bytes. */
#include "base/utf8.h"
#include "issue/header_forms.h"

typedef struct {
	Slice t;		/* the text up to the closing fence */
	size_t at;
	Header *h;
} Toml;

static bool blank(char c)
{
	return c == ' ' || c == '\t';
}

static void skip_blanks(Toml *r)
{
	while (r->at < r->t.len && blank(r->t.p[r->at]))
		r->at++;
}

static bool line_is_over(const Toml *r)
{
	return r->at >= r->t.len || r->t.p[r->at] == '\n' || r->t.p[r->at] == '\r' || r->t.p[r->at] == '#';
}

static int hex_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

static size_t unescape(Slice s, size_t i, Str *out)
{
	static const char from[] = "btnfr\"\\", to[] = "\b\t\n\f\r\"\\";
	size_t digits = s.p[i] == 'u' ? 4 : s.p[i] == 'U' ? 8 : 0;
	const char *p = strchr(from, s.p[i]);
	uint32_t cp = 0;
	char utf8[4];

	if (digits == 0) {
		str_add_char(out, p && *p ? to[p - from] : s.p[i]);
		return i + 1;
	}
	for (size_t k = 1; k <= digits; k++) {
		int d = i + k < s.len ? hex_digit(s.p[i + k]) : -1;

		if (d < 0)
			return i + 1;
		cp = cp << 4 | (uint32_t)d;
	}
	str_add(out, utf8, utf8_encode(cp, utf8));
	return i + 1 + digits;
}

/* A string on one line, its quotes included; out may be NULL. */
static bool one_line_string(Toml *r, Str *out)
{
	char quote = r->t.p[r->at++];

	while (r->at < r->t.len && r->t.p[r->at] != '\n') {
		char c = r->t.p[r->at++];

		if (c == quote)
			return true;
		if (c == '\\' && quote == '"' && r->at < r->t.len) {
			Str dummy = STR_EMPTY;

			r->at = unescape(r->t, r->at, out ? out : &dummy);
			str_free(&dummy);
		} else if (out) {
			str_add_char(out, c);
		}
	}
	return false;
}

static bool at_triple(const Toml *r)
{
	Slice s = slice_sub(r->t, r->at, r->at + 3);

	return slice_is(s, "\"\"\"") || slice_is(s, "'''");
}

static bool skip_triple(Toml *r)
{
	Slice quotes = slice_sub(r->t, r->at, r->at + 3);

	for (r->at += 3; r->at < r->t.len; r->at++) {
		if (r->t.p[r->at] == '\\' && quotes.p[0] == '"') {
			r->at++;
		} else if (slice_eq(slice_sub(r->t, r->at, r->at + 3), quotes)) {
			r->at += 3;
			while (r->at < r->t.len && r->t.p[r->at] == quotes.p[0])	/* up to two quotes may end the text */
				r->at++;
			return true;
		}
	}
	return false;
}

static bool skip_string(Toml *r)
{
	return at_triple(r) ? skip_triple(r) : one_line_string(r, NULL);
}

/* Brackets of any depth with the strings and comments in them. */
static bool skip_brackets(Toml *r)
{
	size_t depth = 0;

	while (r->at < r->t.len) {
		char c = r->t.p[r->at];

		if (c == '"' || c == '\'') {
			if (!skip_string(r))
				return false;
			continue;
		}
		if (c == '#')
			r->at = header_line_end(r->t, r->at) - 1;
		else if (c == '[' || c == '{')
			depth++;
		else if ((c == ']' || c == '}') && --depth == 0) {
			r->at++;
			return true;
		}
		r->at++;
	}
	return false;
}

/* A number, a date, true or false. */
static Slice bare_value(Toml *r)
{
	size_t from = r->at;

	while (!line_is_over(r) && !strchr(",]}", r->t.p[r->at]))
		r->at++;
	return slice_trim(slice_sub(r->t, from, r->at));
}

static bool scalar(Toml *r, Slice *out, HeaderStyle *style)
{
	Str s = STR_EMPTY;
	bool good;

	if (line_is_over(r) || at_triple(r))
		return false;
	if (r->t.p[r->at] == '"' || r->t.p[r->at] == '\'') {
		*style = r->t.p[r->at] == '"' ? STYLE_DOUBLE : STYLE_SINGLE;
		good = one_line_string(r, &s);
		*out = header_keep(r->h, str_slice(&s));
		str_free(&s);
		return good;
	}
	*style = STYLE_PLAIN;
	*out = bare_value(r);
	return out->len > 0 && !strchr("[{", out->p[0]);
}

/* An array of scalars on one line; else r->at is anywhere and the list empty. */
static bool one_line_array(Toml *r, HeaderField *f)
{
	r->at++;
	for (;;) {
		Slice s;
		HeaderStyle style;

		skip_blanks(r);
		if (line_is_over(r))
			break;
		if (r->t.p[r->at] == ']') {
			r->at++;
			return true;
		}
		if (!scalar(r, &s, &style))
			break;
		VEC_PUSH(&f->list, s);
		skip_blanks(r);
		if (line_is_over(r))
			break;
		if (r->t.p[r->at] == ',')
			r->at++;
	}
	VEC_FREE(&f->list);
	return false;
}

static bool value(Toml *r, HeaderField *f)
{
	size_t from = r->at;

	f->value_from = from;
	if (line_is_over(r))
		return false;
	if (r->t.p[from] == '[' && one_line_array(r, f)) {
		f->plain = f->is_list = true;
		f->style = STYLE_FLOW;
		header_join(r->h, f);
	} else if (r->t.p[from] == '[' || r->t.p[from] == '{') {
		r->at = from;
		if (!skip_brackets(r))
			return false;
	} else if (at_triple(r)) {
		if (!skip_triple(r))
			return false;
	} else {
		if (!scalar(r, &f->value, &f->style))
			return false;
		f->plain = true;
	}
	f->value_to = r->at;
	while (f->value_to > from && blank(r->t.p[f->value_to - 1]))
		f->value_to--;
	skip_blanks(r);
	return line_is_over(r);
}

/* A key, maybe quoted, maybe dotted; the dotted ones are left alone. */
static bool key(Toml *r, Str *name, bool *dotted)
{
	for (;;) {
		size_t from = r->at;

		if (r->at < r->t.len && (r->t.p[r->at] == '"' || r->t.p[r->at] == '\'')) {
			if (!one_line_string(r, name))
				return false;
		} else {
			while (r->at < r->t.len && !strchr(" \t\r\n=.#[]{}\"'", r->t.p[r->at]))
				r->at++;
			str_add_slice(name, slice_sub(r->t, from, r->at));
		}
		if (r->at == from)
			return false;
		skip_blanks(r);
		if (r->at >= r->t.len || r->t.p[r->at] != '.')
			return r->at < r->t.len && r->t.p[r->at] == '=';
		*dotted = true;
		str_add_char(name, '.');
		r->at++;
		skip_blanks(r);
	}
}

static bool line(Toml *r, size_t from)
{
	Str name = STR_EMPTY;
	bool dotted = false, good = key(r, &name, &dotted);

	if (good) {
		HeaderField *f = header_add(r->h, str_slice(&name));

		r->at++;
		skip_blanks(r);
		f->from = from;
		good = value(r, f);
		r->at = f->to = header_line_end(r->t, r->at);
		if (dotted) {
			f->plain = false;
			f->style = STYLE_FIXED;
		}
	}
	str_free(&name);
	return good;
}

/* A table is one field up to the next table, whatever it holds. */
static bool table(Toml *r, size_t from)
{
	Slice head = slice_trim(slice_sub(r->t, r->at, header_line_end(r->t, r->at)));
	HeaderField *f;
	size_t n = 0;

	while (n < head.len && head.p[n] == '[')
		n++;
	head = slice_sub(head, n, head.len);
	n = 0;
	while (n < head.len && head.p[n] != ']')
		n++;
	f = header_add(r->h, slice_trim(slice_sub(head, 0, n)));
	f->key = KEY_OTHER;
	f->from = from;
	f->to = r->at = header_line_end(r->t, r->at);
	while (r->at < r->t.len) {
		Slice s = slice_trim(slice_sub(r->t, r->at, header_line_end(r->t, r->at)));

		if (s.len > 0 && s.p[0] == '[')
			break;
		if (s.len > 0 && s.p[0] != '#')
			f->to = header_line_end(r->t, r->at);
		if (s.len > 0 && (strstr(arena_dup(r->h->arena, s.p, s.len), "\"\"\"") || s.p[s.len - 1] == '[')) {
			/* what spans lines in a table we do not follow: all the rest is this one's */
			f->to = r->at = r->t.len;
			break;
		}
		r->at = header_line_end(r->t, r->at);
	}
	r->at = f->to;
	return true;
}

bool header_toml_read(Slice text, size_t from, size_t to, Header *h)
{
	Toml r = { slice_sub(text, 0, to), from, h };

	while (r.at < r.t.len) {
		size_t start = r.at, floor = h->fields.len ? VEC_LAST(&h->fields)->to : from;
		bool good;

		skip_blanks(&r);
		if (line_is_over(&r)) {
			r.at = header_line_end(r.t, r.at);
			continue;
		}
		start = header_comments(text, start, floor);
		good = r.t.p[r.at] == '[' ? table(&r, start) : line(&r, start);
		if (!good)
			return false;
	}
	return true;
}
