/* The date that a path tells. */
#include "base/date.h"
#include "base/utf8.h"

#define YEAR_FIRST 1900
#define YEAR_LAST 2099
#define PARTS_MOST 4	/* only the last ones tell */

/* Names that cameras, telephones and screenshots give. */
static const char *const picture_names[] = {
	"img", "dsc", "pxl", "vid", "mvimg", "image", "photo", "foto", "bild", "skärmavbild", "skärmbild",
	"screenshot",
	"screen shot", "whatsapp", "signal",
};

static bool is_digit(Slice s, size_t i)
{
	return i < s.len && s.p[i] >= '0' && s.p[i] <= '9';
}

static bool is_letter_or_digit(Slice s, size_t i)
{
	return is_digit(s, i) || (i < s.len && ((unsigned char)s.p[i] >= 0x80 || utf8_is_letter((unsigned char)s.p[i])));
}

/* n digits at s[at], whatever follows. */
static bool number(Slice s, size_t at, size_t n, int *out)
{
	*out = 0;
	for (size_t i = at; i < at + n; i++) {
		if (!is_digit(s, i))
			return false;
		*out = *out * 10 + (s.p[i] - '0');
	}
	return true;
}

static bool take(int year, int month, int day, Date *out)
{
	if (year < YEAR_FIRST || year > YEAR_LAST || !date_valid(year, month, day))
		return false;
	*out = (Date){ year, month, day };
	return true;
}

static bool is_separator(char c)
{
	return c == '-' || c == '_' || c == '.';
}

/* 2024-11-15 or, not with_day, 2024-11 anywhere in s, with no letter, digit or further number beside it. */
static bool separated(Slice s, bool with_day, Date *out)
{
	size_t len = with_day ? 10 : 7;

	for (size_t i = 0; i + len <= s.len; i++) {
		int y, m, d = 1;

		if ((i && is_letter_or_digit(s, i - 1)) || is_letter_or_digit(s, i + len) || !number(s, i, 4, &y) ||
		    !is_separator(s.p[i + 4]) || !number(s, i + 5, 2, &m))
			continue;
		if (i + len < s.len && is_separator(s.p[i + len]) && is_digit(s, i + len + 1) && !with_day)
			continue;
		if (with_day && (s.p[i + 7] != s.p[i + 4] || !number(s, i + 8, 2, &d)))
			continue;
		if (take(y, m, d, out))
			return true;
	}
	return false;
}

/* 20241115 or 202411 at the start; a time behind it is a camera's. */
static bool compact(Slice s, size_t len, Date *out)
{
	int y, m, d = 1;

	if (is_letter_or_digit(s, len) || (len < s.len && s.p[len] == '_' && is_digit(s, len + 1)))
		return false;
	return number(s, 0, 4, &y) && number(s, 4, 2, &m) && (len == 6 || number(s, 6, 2, &d)) && take(y, m, d, out);
}

/* The whole part is a number of n digits. */
static bool whole(Slice part, size_t n, int *out)
{
	return part.len == n && number(part, 0, n, out);
}

/* Two digits that begin a part: 12, 12-slug. */
static bool leading(Slice part, int *out)
{
	return number(part, 0, 2, out) && !is_letter_or_digit(part, 2);
}

static bool is_picture(Slice name)
{
	Str folded = STR_EMPTY;
	bool found = false;

	utf8_fold(name, &folded);
	for (size_t i = 0; i < sizeof picture_names / sizeof *picture_names && !found; i++) {
		Slice f = str_slice(&folded);
		size_t n = strlen(picture_names[i]);

		found = slice_starts(f, picture_names[i]) && (n == f.len || !utf8_is_letter((unsigned char)f.p[n]));
	}
	str_free(&folded);
	return found;
}

/* Folders 2018/12/15 above or with the name. part[0] is the name, part[1] its folder … */
static bool in_folders(const Slice part[PARTS_MOST], Date *out)
{
	int y, m, d;

	if (whole(part[3], 4, &y) && whole(part[2], 2, &m) && whole(part[1], 2, &d) && take(y, m, d, out))
		return true;
	if (whole(part[2], 4, &y) && whole(part[1], 2, &m))
		return (leading(part[0], &d) && take(y, m, d, out)) || take(y, m, 1, out);
	if (!whole(part[1], 4, &y) || !leading(part[0], &m))
		return false;
	if (part[0].len > 3 && is_separator(part[0].p[2]) && leading(slice_sub(part[0], 3, part[0].len), &d) &&
	    take(y, m, d, out))
		return true;
	return take(y, m, 1, out);
}

static bool in_name(Slice name, Date *out)
{
	return separated(name, true, out) || compact(name, 8, out);
}

static bool month_in_name(Slice name, Date *out)
{
	return separated(name, false, out) || compact(name, 6, out);
}

bool date_from_path(Slice path, Date *out)
{
	Slice part[PARTS_MOST] = { { "", 0 }, { "", 0 }, { "", 0 }, { "", 0 } };
	size_t end = path.len;

	for (int k = 0; k < PARTS_MOST && end != (size_t)-1; k++) {
		size_t from = end;

		while (from > 0 && path.p[from - 1] != '/')
			from--;
		part[k] = slice_sub(path, from, end);
		end = from - 1;
	}
	if (is_picture(part[0]))
		return false;
	if (in_name(part[0], out) || in_folders(part, out) || month_in_name(part[0], out))
		return true;
	return in_name(part[1], out) || month_in_name(part[1], out);
}
