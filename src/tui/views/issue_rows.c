/* Grouping, folding and filtering issues. */
#include "tui/views/issue_rows.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"

#define LONG_LIST 200		/* issues from which older years begin closed */
#define KEY_MAX 200

static void key_of(const Series *series, int year, bool whole, char out[KEY_MAX])
{
	if (whole)
		snprintf(out, KEY_MAX, "%s", series ? series->name : "");
	else
		snprintf(out, KEY_MAX, "%s\n%d", series ? series->name : "", year);
}

static size_t closed_at(const IssueRows *r, const char *key)
{
	size_t i = 0;
	while (i < r->closed.len && strcmp(r->closed.v[i], key) != 0)
		i++;
	return i;
}

static bool is_open(const IssueRows *r, const Series *series, int year, bool whole)
{
	char key[KEY_MAX];
	key_of(series, year, whole, key);
	return r->filter.len || closed_at(r, key) == r->closed.len;
}

static void set_open(IssueRows *r, const Series *series, int year, bool whole, bool open)
{
	char key[KEY_MAX];
	key_of(series, year, whole, key);
	size_t at = closed_at(r, key);
	if (open && at < r->closed.len) {
		free(r->closed.v[at]);
		r->closed.v[at] = r->closed.v[--r->closed.len];
	} else if (!open && at == r->closed.len) {
		VEC_PUSH(&r->closed, mem_dup(key));
	}
}

static int year_of(const IssueRow *i)
{
	return !i->known ? YEAR_UNREAD : date_some(i->date) ? i->date.year : YEAR_NONE;
}

/* Every word of the filter is in the title. */
static bool matches(const IssueRows *r, const IssueRow *i)
{
	Str title = STR_EMPTY;
	bool all = true;
	if (!r->filter.len)
		return true;
	utf8_fold(slice_c(i->title), &title);
	for (Slice rest = str_slice(&r->filter); rest.len && all;) {
		ptrdiff_t blank = slice_find(rest, SLICE_LIT(" "), 0);
		size_t n = blank < 0 ? rest.len : (size_t)blank;
		all = slice_find(str_slice(&title), slice_sub(rest, 0, n), 0) >= 0;
		rest = slice_sub(rest, n + 1, rest.len);
	}
	str_free(&title);
	return all;
}

typedef VEC(const Series *) SeriesList;

/* In the order of their newest issues; those that have none come last. */
static void series_in_order(const IssueList *l, SeriesList *out)
{
	bool none = false;
	for (size_t i = 0; i < l->rows.len; i++) {
		const Series *s = l->rows.v[i].series;
		size_t at = 0;
		none |= !s;
		while (at < out->len && out->v[at] != s)
			at++;
		if (s && at == out->len)
			VEC_PUSH(out, s);
	}
	if (none)
		VEC_PUSH(out, NULL);
}

static void add_series(IssueRows *r, const IssueList *l, const Series *series)
{
	size_t heading = r->rows.len, year = 0;
	bool open = true, year_open = true;
	if (r->grouped) {
		open = is_open(r, series, 0, true);
		VEC_PUSH(&r->rows, ((Row){ ROW_SERIES, 0, 0, series, 0, open }));
	}
	size_t first = r->rows.len, count = 0;
	for (size_t i = 0; i < l->rows.len; i++) {
		const IssueRow *row = &l->rows.v[i];
		if (row->series != series || !matches(r, row))
			continue;
		if (r->grouped && !count)
			r->rows.v[heading].issue = i;
		count++;
		if (!open)
			continue;
		int y = year_of(row);
		if (r->rows.len == first || r->rows.v[year].year != y) {
			year = r->rows.len;
			year_open = is_open(r, series, y, false);
			VEC_PUSH(&r->rows, ((Row){ ROW_YEAR, i, 0, series, y, year_open }));
		}
		r->rows.v[year].count++;
		if (year_open)
			VEC_PUSH(&r->rows, ((Row){ ROW_ISSUE, i, 0, series, y, true }));
	}
	if (r->grouped) {
		r->rows.v[heading].count = count;
		if (!count)
			r->rows.len = heading;
	}
}

/* All years but the newest of each series. */
static void close_older(IssueRows *r, const IssueList *l, const SeriesList *series)
{
	for (size_t s = 0; s < series->len; s++) {
		int newest = 0, last = 0;
		for (size_t i = 0; i < l->rows.len; i++) {
			const IssueRow *row = &l->rows.v[i];
			int y = year_of(row);
			if (row->series != series->v[s] || y <= 0)
				continue;
			newest = newest ? newest : y;
			if (y != newest && y != last)
				set_open(r, row->series, y, false, false);
			last = y;
		}
	}
}

void issue_rows_make(IssueRows *r, const IssueList *l)
{
	SeriesList series = { 0 };
	series_in_order(l, &series);
	r->grouped = series.len > 1 || (series.len == 1 && series.v[0]);
	if (!r->begun && l->rows.len >= LONG_LIST)
		close_older(r, l, &series);
	r->begun = true;
	r->rows.len = 0;
	for (size_t i = 0; i < series.len; i++)
		add_series(r, l, series.v[i]);
	VEC_FREE(&series);
}

void issue_rows_filter(IssueRows *r, Slice words)
{
	str_clear(&r->filter);
	utf8_fold_space(words, &r->filter);
}

void issue_rows_open(IssueRows *r, const Row *heading, bool open)
{
	set_open(r, heading->series, heading->year, heading->kind == ROW_SERIES, open);
}

void issue_rows_open_all(IssueRows *r, const IssueList *l, bool open)
{
	for (size_t i = 0; i < r->closed.len; i++)
		free(r->closed.v[i]);
	r->closed.len = 0;
	int last = YEAR_UNREAD - 1;
	const Series *last_series = NULL;
	for (size_t i = 0; i < l->rows.len && !open; i++) {
		const IssueRow *row = &l->rows.v[i];
		if (i == 0 || year_of(row) != last || row->series != last_series)
			set_open(r, row->series, year_of(row), false, false);
		last = year_of(row);
		last_series = row->series;
	}
}

size_t issue_rows_find(IssueRows *r, const IssueList *l, const char *address)
{
	size_t issue = 0;
	while (issue < l->rows.len && strcmp(l->rows.v[issue].address, address) != 0)
		issue++;
	if (issue == l->rows.len)
		return 0;
	const IssueRow *row = &l->rows.v[issue];
	if (!is_open(r, row->series, 0, true) || !is_open(r, row->series, year_of(row), false)) {
		set_open(r, row->series, 0, true, true);
		set_open(r, row->series, year_of(row), false, true);
		issue_rows_make(r, l);
	}
	for (size_t i = 0; i < r->rows.len; i++)
		if (r->rows.v[i].kind == ROW_ISSUE && r->rows.v[i].issue == issue)
			return i;
	return 0;
}

Slice issue_rows_title(const IssueRow *i)
{
	static const char *const between[] = { ":", ",", " –", " —", " -" };
	Slice title = slice_c(i->title), rest = SLICE_LIT("");
	if (!i->series || !slice_starts(title, i->series->title))
		return title;
	Slice behind = slice_sub(title, strlen(i->series->title), title.len);
	for (size_t b = 0; b < sizeof between / sizeof *between; b++)
		if (slice_starts(behind, between[b]))
			rest = slice_trim(slice_sub(behind, strlen(between[b]), behind.len));
	return rest.len ? rest : title;
}

void issue_rows_first(const IssueList *l, FirstRows *out)
{
	IssueRows r = { 0 };
	issue_rows_make(&r, l);
	for (size_t i = 0; i < r.rows.len && i < FIRST_ROWS; i++) {
		const Row *row = &r.rows.v[i];
		FirstRow f = { .kind = (int)row->kind, .year = row->year, .count = row->count, .open = row->open, .series = row->series };
		if (row->kind == ROW_ISSUE)
			f.issue = l->rows.v[row->issue];
		VEC_PUSH(&out->rows, f);
	}
	issue_rows_free(&r);
}

void issue_rows_begin(IssueRows *r, IssueList *l, FirstRows *first)
{
	l->arena = first->arena;
	first->arena = NULL;
	for (size_t i = 0; i < first->rows.len; i++) {
		const FirstRow *f = &first->rows.v[i];
		RowKind kind = f->issue.path ? ROW_ISSUE : f->kind == ROW_SERIES ? ROW_SERIES : ROW_YEAR;
		VEC_PUSH(&r->rows, ((Row){ kind, l->rows.len, f->count, f->series, f->year, f->open }));
		if (kind == ROW_ISSUE)
			VEC_PUSH(&l->rows, f->issue);
	}
	r->grouped = r->rows.len && r->rows.v[0].kind == ROW_SERIES;
}

void issue_rows_free(IssueRows *r)
{
	for (size_t i = 0; i < r->closed.len; i++)
		free(r->closed.v[i]);
	VEC_FREE(&r->closed);
	VEC_FREE(&r->rows);
	str_free(&r->filter);
}
