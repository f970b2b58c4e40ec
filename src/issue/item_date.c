/* Dates among the words of a line: a line that is one, a line that holds one. */
#include "base/utf8.h"
#include "issue/item_parts.h"

#define WORDS_MAX 3	/* "the 16th of May": a weekday and a year may stand around, but need not */

bool line_is_date(Slice line, Date *out)
{
	Slice s = slice_trim(line);

	while (s.len > 0 && strchr("#*_ \t", s.p[0]))
		s = slice_sub(s, 1, s.len);
	while (s.len > 0 && strchr("#*_\\. \t\r\n", s.p[s.len - 1]))
		s = slice_sub(s, 0, s.len - 1);
	return s.len > 0 && s.len < 100 && date_parse(s, out);
}

static bool is_between(Slice s, size_t i, size_t *len)
{
	uint32_t cp;

	*len = utf8_next(s.p + i, s.len - i, &cp);
	return utf8_is_space(cp) || cp == 0xa0;
}

static Slice bare(Slice s)
{
	while (s.len > 0 && strchr("(\"'*[", s.p[0]))
		s = slice_sub(s, 1, s.len);
	while (s.len > 0 && strchr(")\"'*].,;:!?", s.p[s.len - 1]))
		s = slice_sub(s, 0, s.len - 1);
	return s;
}

static bool has_digit(Slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.p[i] >= '0' && s.p[i] <= '9')
			return true;
	return false;
}

static bool has_letter(Slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((s.p[i] | 32) >= 'a' && (s.p[i] | 32) <= 'z')
			return true;
	return false;
}

static bool is_one_word(Slice s)
{
	return !memchr(s.p, ' ', s.len) && slice_find(s, SLICE_LIT(UTF8_NBSP), 0) < 0;
}

/* "20 maj" is a date too, for a reader: any year makes it one for the parser. */
static bool is_day(Slice s)
{
	Str dated = STR_EMPTY;
	Date d;
	bool is;

	if (is_one_word(s))
		return s.len >= 6 && date_parse(s, &d);
	if (!has_letter(s))
		return date_parse(s, &d);
	str_add_slice(&dated, s);
	str_add_c(&dated, " 2024");
	is = date_parse(str_slice(&dated), &d);
	str_free(&dated);
	return is;
}

bool line_holds_date(Slice line)
{
	VEC(size_t) from = { 0 };	/* words begin and end */
	VEC(size_t) to = { 0 };
	bool in = false, holds = false;

	if (!has_digit(line))
		return false;
	for (size_t i = 0, n; i < line.len; i += n) {
		bool between = is_between(line, i, &n);

		if (!between && !in)
			VEC_PUSH(&from, i);
		if (between && in)
			VEC_PUSH(&to, i);
		in = !between;
	}
	if (in)
		VEC_PUSH(&to, line.len);
	for (size_t a = 0; a < from.len && !holds; a++)
		for (size_t b = a; b < to.len && b < a + WORDS_MAX && !holds; b++) {
			Slice s = bare(slice_sub(line, from.v[a], to.v[b]));

			holds = has_digit(s) && is_day(s);
		}
	VEC_FREE(&from);
	VEC_FREE(&to);
	return holds;
}
