/* The first rows of the list: between the index and whoever shows them. */
#include "archive/first.h"

#include <stdlib.h>

#include "archive/draft_store.h"
#include "archive/inside.h"

void first_stamp(Archive *a, Oid *out)
{
	Str s = STR_EMPTY;

	str_add_c(&s, PACKAGE_VERSION "\n");
	archive_stamp(a, &s);
	store_stamp(a, &s);
	blob_id(str_slice(&s), out);
	str_free(&s);
}

typedef struct {
	Archive *a;
	FirstRows *out;
} Reading;

static const char *keep(Arena *arena, const char *s)
{
	return s ? arena_dup(arena, s, strlen(s)) : NULL;
}

/* The settings', else one that only headers name: the rows of one stand together. */
static const Series *series_of(const Reading *r, const char *name)
{
	const FirstRow *last = r->out->rows.len > 1 ? VEC_LAST(&r->out->rows) - 1 : NULL;
	Series *made;

	if (!name)
		return NULL;
	if (last && last->series && strcmp(last->series->name, name) == 0)
		return last->series;
	for (size_t i = 0; i < archive_series_count(r->a); i++)
		if (strcmp(archive_series(r->a, i)->name, name) == 0)
			return archive_series(r->a, i);
	made = arena_alloc(r->out->arena, sizeof *made);
	made->name = made->title = arena_dup(r->out->arena, name, strlen(name));
	return made;
}

static void take_issue(IssueRow *to, const IndexFirst *f, const Series *series, Arena *arena)
{
	const IndexIssue *i = &f->issue;
	Str address = STR_EMPTY;

	addr_path(slice_c(i->path), &address);
	to->path = keep(arena, i->path);
	to->address = keep(arena, str_c(&address));
	to->title = keep(arena, i->title ? i->title : "");
	to->number = keep(arena, i->number);
	to->series = series;
	to->blob = i->blob;
	if (i->date)
		date_parse_iso(slice_c(i->date), &to->date);
	to->date_from = (DateFrom)i->date_from;
	to->state = i->state ? state_parse(slice_c(i->state)) : STATE_NONE;
	to->draft = f->draft;
	to->known = true;
	str_free(&address);
}

static void take(void *data, const IndexFirst *f)
{
	Reading *r = data;
	FirstRow *row = VEC_ADD(&r->out->rows);

	row->kind = f->kind;
	row->year = f->year;
	row->count = f->count;
	row->open = f->open;
	row->series = series_of(r, f->issue.series);
	r->out->width = f->width;
	if (f->issue.path)
		take_issue(&row->issue, f, row->series, r->out->arena);
}

void first_read(Archive *a, const Oid *stamp, FirstRows *out)
{
	Reading r = { a, out };
	Index *x = archive_rows(a);

	*out = (FirstRows){ .arena = arena_new() };
	if (x && index_first(x, stamp, take, &r))
		out->rows.len = 0;
}

void first_keep(Archive *a, const Oid *stamp, const FirstRows *rows)
{
	VEC(IndexFirst) kept = { 0 };
	VEC(char *) dates = { 0 };
	Index *x = archive_rows(a);

	for (size_t i = 0; x && i < rows->rows.len; i++) {
		const FirstRow *row = &rows->rows.v[i];
		const IssueRow *issue = &row->issue;
		IndexFirst f = { .kind = row->kind, .year = row->year, .count = row->count, .open = row->open, .width = rows->width };

		if (issue->path) {
			f.draft = issue->draft;
			f.issue = (IndexIssue){ .blob = issue->blob, .path = issue->path, .title = issue->title, .number = issue->number,
			    .state = state_name(issue->state), .date_from = (int)issue->date_from };
		}
		if (issue->path && date_some(issue->date)) {
			Str date = STR_EMPTY;

			date_iso(issue->date, &date);
			f.issue.date = *VEC_ADD(&dates) = str_steal(&date);
		}
		f.issue.series = row->series ? row->series->name : NULL;
		VEC_PUSH(&kept, f);
	}
	if (x)
		index_keep_first(x, stamp, kept.v, kept.len);
	for (size_t i = 0; i < dates.len; i++)
		free(dates.v[i]);
	VEC_FREE(&dates);
	VEC_FREE(&kept);
}

void first_rows_free(FirstRows *f)
{
	VEC_FREE(&f->rows);
	arena_free(f->arena);
	f->arena = NULL;
}
