/* Paths of new issues. */
#include "archive/new_path.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "archive/settings.h"
#include "base/file.h"
#include "base/utf8.h"
#include "base/words.h"

#define TRIES_MAX 1000

/* ---- patterns ---- */

/* One conversion of strftime, in the C locale that blad runs in. */
static void add_time(char conversion, Date day, Str *out)
{
	struct tm tm = { .tm_year = day.year - 1900, .tm_mon = day.month - 1, .tm_mday = day.day, .tm_hour = 12 };
	char format[3] = { '%', conversion, '\0' }, text[64];
	time_t at = timegm(&tm);
	size_t n;

	gmtime_r(&at, &tm);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	n = strftime(text, sizeof text, format, &tm);
#pragma GCC diagnostic pop
	str_add(out, text, n);
}

static void by_pattern(const NewPath *n, Str *out)
{
	for (const char *p = n->pattern; *p; p++) {
		if (*p != '%' || !p[1]) {
			str_add_char(out, *p);
			continue;
		}
		p++;
		if (*p == 'N')
			str_printf(out, "%ld", n->number > 0 ? n->number : 1);
		else if (*p == 'S')
			utf8_slug(n->title, out);
		else if (*p == '%')
			str_add_char(out, '%');
		else if (isalpha((unsigned char)*p))
			add_time(*p, n->day, out);
	}
}

/* ---- as the newest is named ---- */

/* How dates stand in names, the most telling first. */
static const char *const date_forms[] = { "Y-m-d", "Y_m_d", "Y.m.d", "Y/m-d", "Y/m/d", "Ymd", "Y-m", "Y_m", "Y/m", "Ym" };

static void write_date(const char *form, Date d, Str *out)
{
	for (; *form; form++) {
		if (*form == 'Y')
			str_printf(out, "%04d", d.year);
		else if (*form == 'm')
			str_printf(out, "%02d", d.month);
		else if (*form == 'd')
			str_printf(out, "%02d", d.day);
		else
			str_add_char(out, *form);
	}
}

static bool digit_at(Slice s, size_t i)
{
	return i < s.len && s.p[i] >= '0' && s.p[i] <= '9';
}

/* Where `what` stands and no digit touches it, from the end; -1 if nowhere. */
static ptrdiff_t find_apart(Slice in, Slice what)
{
	for (size_t i = in.len >= what.len ? in.len - what.len + 1 : 0; what.len && i-- > 0;)
		if (memcmp(in.p + i, what.p, what.len) == 0 && !(i > 0 && digit_at(in, i - 1)) && !digit_at(in, i + what.len))
			return (ptrdiff_t)i;
	return -1;
}

/* Folders above the name that are the old year are the new one. */
static void replace_year(Str *path, size_t before, Date was, Date now)
{
	char old[16], new[16];

	snprintf(old, sizeof old, "%04d", was.year);
	snprintf(new, sizeof new, "%04d", now.year);
	for (size_t i = 0; i + 4 <= before && i + 4 <= path->len; i++)
		if (memcmp(path->p + i, old, 4) == 0 && (i == 0 || path->p[i - 1] == '/') && path->p[i + 4] == '/')
			memcpy(path->p + i, new, 4);
}

/* *done_to: behind the date that was put in; what stands before it from *done_from is no number. */
static bool replace_date(Str *path, const NewPath *n, size_t *done_from, size_t *done_to)
{
	Date was = n->newest->date;
	bool done = false;

	for (size_t i = 0; i < sizeof date_forms / sizeof *date_forms && date_some(was) && !done; i++) {
		Str old = STR_EMPTY, new = STR_EMPTY;
		ptrdiff_t at;

		write_date(date_forms[i], was, &old);
		write_date(date_forms[i], n->day, &new);
		at = find_apart(str_slice(path), str_slice(&old));
		if (at >= 0) {
			str_splice(path, (size_t)at, old.len, str_slice(&new));
			replace_year(path, (size_t)at, was, n->day);
			*done_from = (size_t)at;
			*done_to = (size_t)at + new.len;
			done = true;
		}
		str_free(&old);
		str_free(&new);
	}
	return done;
}

/* The last number of the name that is the newest's, as wide as it was. */
static bool replace_number(Str *path, const NewPath *n, size_t date_from, size_t date_to)
{
	size_t base = (size_t)(path_base(str_c(path)) - str_c(path)), end = path->len;
	long was = n->newest->number ? strtol(n->newest->number, NULL, 10) : -1;

	while (was >= 0 && n->number > 0 && end > base) {
		size_t from;

		while (end > base && !digit_at(str_slice(path), end - 1))
			end--;
		for (from = end; from > base && digit_at(str_slice(path), from - 1);)
			from--;
		if (end > from && end - from < 10 && (end <= date_from || from >= date_to) && strtol(path->p + from, NULL, 10) == was) {
			char digits[32];

			snprintf(digits, sizeof digits, "%0*ld", (int)(end - from), n->number);
			str_splice(path, from, end - from, slice_c(digits));
			return true;
		}
		end = from;
	}
	return false;
}

/* A slug of the newest's title in its name is not the new one's. */
static void replace_slug(Str *path, const NewPath *n)
{
	Str old = STR_EMPTY, new = STR_EMPTY;
	size_t base = (size_t)(path_base(str_c(path)) - str_c(path));
	ptrdiff_t at;

	utf8_slug(slice_c(n->newest->title), &old);
	utf8_slug(n->title, &new);
	at = old.len ? slice_find(str_slice(path), str_slice(&old), base) : -1;
	if (at >= 0 && (at == 0 || !utf8_is_word((unsigned char)path->p[at - 1])))
		str_splice(path, (size_t)at, old.len, str_slice(&new));
	str_free(&old);
	str_free(&new);
}

/* "2024-05-20-2.md" is the second of its day: the "-2" was never a part of the name. */
static bool is_second(const char *path, bool (*taken)(void *data, const char *path), void *data, size_t *from, size_t *to)
{
	size_t end = strlen(path) - markdown_suffix(slice_c(path)), at = end;
	char *first;
	bool second;

	while (at > 0 && digit_at(slice_c(path), at - 1))
		at--;
	if (at < 2 || at == end || end - at > 2 || path[at - 1] != '-')
		return false;
	first = mem_printf("%.*s%s", (int)(at - 1), path, path + end);
	second = taken(data, first);
	free(first);
	*from = at - 1;
	*to = end;
	return second;
}

static bool like_newest(const NewPath *n, bool (*taken)(void *data, const char *path), void *data, Str *out)
{
	bool dated, numbered;
	size_t from = 0, to = 0;
	ptrdiff_t year;
	char old[16], new[16];

	if (!n->newest)
		return false;
	str_add_c(out, n->newest->path);
	if (is_second(n->newest->path, taken, data, &from, &to))
		str_remove(out, from, to - from);
	from = to = 0;
	dated = n->newest->date_from != DATE_COMMIT && replace_date(out, n, &from, &to);
	numbered = replace_number(out, n, from, to);
	/* "2024-nr-12": the year goes along with the number. */
	snprintf(old, sizeof old, "%04d", n->newest->date.year);
	snprintf(new, sizeof new, "%04d", n->day.year);
	year = numbered && !dated && date_some(n->newest->date) ? find_apart(str_slice(out), slice_c(old)) : -1;
	if (year >= 0)
		str_splice(out, (size_t)year, strlen(old), slice_c(new));
	if (dated || numbered)
		replace_slug(out, n);
	else
		str_clear(out);
	return dated || numbered;
}

/* ---- neither ---- */

static void plain(const char *folder, size_t len, const NewPath *n, Str *out)
{
	str_add(out, folder, len);
	if (len && folder[len - 1] != '/')
		str_add_char(out, '/');
	date_iso(n->day, out);
	str_add_char(out, '-');
	utf8_slug(n->title, out);
	str_add_c(out, ".md");
}

static void by_default(const Archive *a, const NewPath *n, Str *out)
{
	plain("issues", strlen("issues"), n, out);
	/* Settings that know no issues/ have issues elsewhere: beside the newest, then. */
	if (!archive_is_issue(a, str_c(out)) && n->newest) {
		const char *path = n->newest->path;

		str_clear(out);
		plain(path, (size_t)(path_base(path) - path), n, out);
	}
}

/* ---- the whole ---- */

static char *numbered(const Str *path, int n)
{
	size_t suffix = markdown_suffix(str_slice(path)), stem = path->len - suffix;

	return n < 2 ? mem_dup(str_c(path)) : mem_printf("%.*s-%d%s", (int)stem, str_c(path), n, str_c(path) + stem);
}

const Err *new_path(const Archive *a, const NewPath *n, bool (*taken)(void *data, const char *path), void *data, char **out)
{
	Str path = STR_EMPTY;
	const Err *err = NULL;

	*out = NULL;
	if (n->path)
		str_add_c(&path, n->path);
	else if (n->pattern)
		by_pattern(n, &path);
	else if (!like_newest(n, taken, data, &path))
		by_default(a, n, &path);
	if (!markdown_suffix(str_slice(&path)))
		str_add_c(&path, ".md");
	if (!path_is_safe(str_slice(&path)))
		err = err_new(ERR_USAGE, _("a new issue cannot be named “%s”: give another title, or set series.NAME.path in .blad"),
		    str_c(&path));
	else if (!archive_is_issue(a, str_c(&path)))
		err = err_new(ERR_USAGE, _("“%s” would not be an issue by the archive's settings: set series.NAME.path or blad.files in .blad"),
		    str_c(&path));
	for (int i = 1; i < TRIES_MAX && !err && !*out; i++) {
		*out = numbered(&path, i);
		if (taken(data, *out)) {
			free(*out);
			*out = NULL;
		}
	}
	if (!err && !*out)
		err = err_new(ERR_FAIL, _("all names like “%s” are taken"), str_c(&path));
	str_free(&path);
	return err;
}
