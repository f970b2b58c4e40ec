/* The list of issues: what the index knows joined with the tip's files and the drafts; and the index's learning. */
#include "archive/issues.h"

#include <stdlib.h>

#include "archive/draft.h"
#include "archive/inside.h"
#include "base/date.h"
#include "git/walk.h"
#include "git/work.h"

/* A child that fills may be ended at any time: what it learned is kept every so often. */
#define BATCH_ROWS 200
#define BATCH_MS 250
#define WALK_STEP 500		/* commits between two looks at whether to end */

typedef struct {
	Archive *a;
	IssueList *list;
	VEC(const char *) series;	/* the headers' words, by row; until the rows are sorted */
	VEC(Series *) made;		/* for names that the settings lack */
	Cut empty;			/* of no text: what a path alone tells */
	size_t next;			/* row that the index's next path may meet */
	size_t stale;			/* index rows of paths that are gone */
} Gather;

typedef struct {
	bool (*step)(void *data, size_t done, size_t total);
	void *data;
	size_t done, total;
	bool ended;
} Steps;

static bool go_on(Steps *s)
{
	if (!s->ended && s->step && s->step(s->data, s->done, s->total))
		s->ended = true;
	return !s->ended;
}

static const char *keep(Arena *arena, Slice s)
{
	return s.len ? arena_dup(arena, s.p, s.len) : NULL;
}

static const char *keep_c(Arena *arena, const char *s)
{
	return keep(arena, slice_c(s));
}

/* What a text says about itself; a date that history gave stays where the text has none. */
static void row_take(Gather *g, size_t i, const Meta *m)
{
	IssueRow *row = &g->list->rows.v[i];
	Arena *arena = g->list->arena;

	row->title = keep(arena, m->title);
	if (!row->title)
		row->title = "";
	row->number = keep(arena, m->number);
	row->state = m->state;
	g->series.v[i] = keep(arena, m->series);
	if (date_some(m->date) || row->date_from != DATE_COMMIT) {
		row->date = m->date;
		row->date_from = m->date_from;
	}
}

static void row_read(Gather *g, size_t i, Slice text)
{
	IssueRow *row = &g->list->rows.v[i];
	Arena *arena = arena_new();
	Cut cut;
	Meta meta = { 0 };

	cut_make(text, NULL, &cut);
	meta_read(text, slice_c(row->path), &cut, &meta, arena);
	row_take(g, i, &meta);
	row->known = true;
	cut_free(&cut);
	arena_free(arena);
}

/* The title from the file's name and the date from its path, until somebody reads it. */
static void row_guess(Gather *g, size_t i)
{
	Meta meta = { 0 };

	meta_read(SLICE_LIT(""), slice_c(g->list->rows.v[i].path), &g->empty, &meta, g->list->arena);
	row_take(g, i, &meta);
}

static IssueRow *row_add(Gather *g, const char *path)
{
	IssueRow *row = VEC_ADD(&g->list->rows);
	Arena *arena = g->list->arena;
	Str address = STR_EMPTY;

	addr_path(slice_c(path), &address);
	row->path = arena_dup(arena, path, strlen(path));
	row->address = slice_is(str_slice(&address), path) ? row->path : arena_dup(arena, str_c(&address), address.len);
	str_free(&address);
	VEC_PUSH(&g->series, NULL);
	return row;
}

static DateFrom date_from_number(int n)
{
	return n >= DATE_UNKNOWN && n <= DATE_COMMIT ? (DateFrom)n : DATE_UNKNOWN;
}

/* Rows and index come in the same order of paths. */
static void row_join(void *data, const IndexIssue *known)
{
	Gather *g = data;
	Arena *arena = g->list->arena;
	IssueRow *row = NULL;
	int cmp = -1;

	while (g->next < g->list->rows.len && (cmp = strcmp(g->list->rows.v[g->next].path, known->path)) < 0)
		g->next++;
	if (cmp != 0 || g->next == g->list->rows.len) {
		g->stale++;
		return;
	}
	row = &g->list->rows.v[g->next];
	if (known->date)
		date_parse_iso(slice_c(known->date), &row->date);
	row->date_from = date_from_number(known->date_from);
	if (!oid_eq(&row->blob, &known->blob)) {
		/* Another text: only the day it was first recorded is still true. */
		if (row->date_from != DATE_COMMIT) {
			row->date = (Date){ 0 };
			row->date_from = DATE_UNKNOWN;
		}
		return;
	}
	row->title = known->title ? arena_dup(arena, known->title, strlen(known->title)) : "";
	row->number = keep_c(arena, known->number);
	row->state = known->state ? state_parse(slice_c(known->state)) : STATE_NONE;
	row->known = true;
	g->series.v[g->next] = keep_c(arena, known->series);
}

static void gather(Gather *g, Archive *a, IssueList *out)
{
	const TreeFiles *f = archive_files(a);
	Index *x = archive_rows(a);

	memset(g, 0, sizeof *g);
	memset(out, 0, sizeof *out);
	out->arena = arena_new();
	g->a = a;
	g->list = out;
	cut_make(SLICE_LIT(""), NULL, &g->empty);
	for (size_t i = 0; i < f->files.len; i++)
		row_add(g, f->files.v[i].path)->blob = f->files.v[i].id;
	if (x)
		index_each(x, row_join, g);	/* a cache that fails is one that knows nothing */
	for (size_t i = 0; i < out->rows.len; i++)
		if (!out->rows.v[i].known)
			row_guess(g, i);
}

static void gather_free(Gather *g)
{
	cut_free(&g->empty);
	VEC_FREE(&g->series);
	VEC_FREE(&g->made);
}

static void learn(Gather *g, Index *x, size_t i)
{
	const IssueRow *row = &g->list->rows.v[i];
	Str date = STR_EMPTY;
	IndexIssue facts = {
		.blob = row->blob, .path = row->path, .title = row->title, .number = row->number,
		.series = g->series.v[i], .state = state_name(row->state), .date_from = (int)row->date_from,
	};

	if (date_some(row->date)) {
		date_iso(row->date, &date);
		facts.date = str_c(&date);
	}
	index_put(x, &facts);
	str_free(&date);
}

/* What is learned goes to the index a batch at a time. */
typedef struct {
	Index *x;
	size_t rows;
	int64_t since;
} Batch;

static void batch_end(Batch *b)
{
	if (b->x && b->rows > 0)
		index_commit(b->x);
	b->rows = 0;
}

static void batch_put(Batch *b, Gather *g, size_t i)
{
	if (!b->x)
		return;
	if (b->rows++ == 0) {
		b->since = clock_ms();
		if (index_begin(b->x)) {
			b->x = NULL;
			return;
		}
	}
	learn(g, b->x, i);
	if (b->rows >= BATCH_ROWS || clock_ms() - b->since >= BATCH_MS)
		batch_end(b);
}

/* Reads what is not known, newest path first.  A damaged issue stays unknown: the others are still there. */
static void read_unknown(Gather *g, Steps *steps)
{
	Batch batch = { .x = archive_rows(g->a) };
	int64_t told = clock_ms();

	for (size_t i = 0; i < g->list->rows.len; i++)
		steps->total += !g->list->rows.v[i].known;
	git_bulk(true);
	for (size_t i = g->list->rows.len; i-- > 0 && !steps->ended;) {
		IssueRow *row = &g->list->rows.v[i];
		Str text = STR_EMPTY;
		Charset cs;

		if (row->known)
			continue;
		if (!archive_blob_text(g->a, &row->blob, row->path, &text, &cs)) {
			row_read(g, i, str_slice(&text));
			batch_put(&batch, g, i);
		}
		str_free(&text);
		steps->done++;
		if (batch.rows == 0 || clock_ms() - told >= BATCH_MS) {
			told = clock_ms();
			go_on(steps);
		}
	}
	git_bulk(false);
	batch_end(&batch);
}

static ptrdiff_t row_at(const IssueList *l, size_t n, const char *path)
{
	size_t from = 0, to = n;

	while (from < to) {
		size_t mid = from + (to - from) / 2;
		int cmp = strcmp(path, l->rows.v[mid].path);

		if (cmp == 0)
			return (ptrdiff_t)mid;
		if (cmp < 0)
			to = mid;
		else
			from = mid + 1;
	}
	return -1;
}

static bool undated(const IssueRow *row)
{
	return row->known && !date_some(row->date) && row->date_from != DATE_COMMIT;
}

/* Dates the files born in this commit; one born in a merge may turn out to be older still.  How many are settled. */
static size_t date_births(Gather *g, const Commit *c, const WorkMoves *moves)
{
	size_t settled = 0;

	for (size_t k = 0; k < moves->len; k++) {
		ptrdiff_t i = oid_is_zero(&moves->v[k].was) ? row_at(g->list, g->list->rows.len, moves->v[k].path) : -1;
		IssueRow *row = i >= 0 ? &g->list->rows.v[i] : NULL;

		if (!row || !undated(row))
			continue;
		if (c->parents.len < 2) {
			row->date = moment_date(c->author.when);
			row->date_from = DATE_COMMIT;
			settled++;
		}
	}
	return settled;
}

static const Err *date_from_commit(Gather *g, const Oid *id, size_t *left)
{
	WorkMoves moves = { 0 };
	Arena *arena = NULL;
	Commit c;
	const Oid none = { { 0 } };
	const Err *err = commit_read(archive_repo(g->a), id, &c);

	if (err)
		return err;
	if (c.parents.len < 2) {
		arena = arena_new();
		err = git_changed_files(archive_repo(g->a), c.parents.len ? &c.parents.v[0] : &none, id, &moves, arena);
		if (!err)
			*left -= date_births(g, &c, &moves);
	}
	VEC_FREE(&moves);
	arena_free(arena);
	commit_free(&c);
	return err;
}

/* Issues that tell no date stand where history first has them: one walk for all of them, kept in the index. */
static void date_undated(Gather *g, Steps *steps)
{
	Batch batch = { .x = archive_rows(g->a) };
	VEC(size_t) asked = { 0 };
	Walk *w = NULL;
	Oid id;
	const Err *err = NULL;
	size_t left, walked = 0;

	for (size_t i = 0; i < g->list->rows.len; i++)
		if (undated(&g->list->rows.v[i]))
			VEC_PUSH(&asked, i);
	left = asked.len;
	if (left > 0)
		err = walk_begin(&w, archive_repo(g->a), &archive_head(g->a)->tip, NULL);
	while (left > 0 && !err && !steps->ended && walk_next(w, &id, &err)) {
		err = date_from_commit(g, &id, &left);
		if (++walked % WALK_STEP == 0)
			go_on(steps);
	}
	for (size_t k = 0; k < asked.len && !steps->ended; k++) {
		g->list->rows.v[asked.v[k]].date_from = DATE_COMMIT;	/* also when none was found: do not seek again */
		batch_put(&batch, g, asked.v[k]);
	}
	batch_end(&batch);
	walk_free(w);
	VEC_FREE(&asked);
}

static void forget_gone(Gather *g)
{
	Index *x = archive_rows(g->a);
	VEC(const char *) paths = { 0 };

	if (!x || g->stale == 0)
		return;
	for (size_t i = 0; i < g->list->rows.len; i++)
		VEC_PUSH(&paths, g->list->rows.v[i].path);
	index_forget_others(x, paths.v, paths.len);
	VEC_FREE(&paths);
}

/* A draft that cannot be read is said by `drafts`; the others are shown all the same. */
static void add_drafts(Gather *g)
{
	DraftList drafts = { 0 };
	size_t recorded = g->list->rows.len;

	drafts_list(g->a, &drafts);
	for (size_t k = 0; k < drafts.len; k++) {
		ptrdiff_t i = row_at(g->list, recorded, drafts.v[k].path);
		Draft *d = NULL;

		if (drafts.v[k].aside || draft_peek(&d, g->a, drafts.v[k].path))
			continue;	/* recorded or dropped meanwhile */
		if (i < 0) {
			row_add(g, drafts.v[k].path);
			i = (ptrdiff_t)g->list->rows.len - 1;
		}
		g->list->rows.v[i].draft = true;
		row_read(g, (size_t)i, draft_text(d));
		draft_close(d);
	}
	drafts_list_free(&drafts);
}

/* A series that only headers name is one too. */
static const Series *series_made(Gather *g, const char *name)
{
	Series *s;

	for (size_t i = 0; i < g->made.len; i++)
		if (strcmp(g->made.v[i]->name, name) == 0)
			return g->made.v[i];
	s = arena_alloc(g->list->arena, sizeof *s);
	s->name = s->title = arena_dup(g->list->arena, name, strlen(name));
	VEC_PUSH(&g->made, s);
	return s;
}

static void set_series(Gather *g)
{
	const char *last = NULL;
	const Series *found = NULL;

	for (size_t i = 0; i < g->list->rows.len; i++) {
		IssueRow *row = &g->list->rows.v[i];
		const char *name = g->series.v[i];

		if (!name) {
			row->series = archive_series_of(g->a, row->path);
			continue;
		}
		if (!last || strcmp(last, name) != 0) {
			last = name;
			found = archive_series_named(g->a, slice_c(name));
			if (!found)
				found = series_made(g, name);
		}
		row->series = found;
	}
}

/* "9" before "10". */
static int number_cmp(const char *a, const char *b)
{
	long x = a ? strtol(a, NULL, 10) : -1, y = b ? strtol(b, NULL, 10) : -1;

	return x != y ? (x > y) - (x < y) : strcmp(a ? a : "", b ? b : "");
}

static int newest_first(const void *pa, const void *pb)
{
	const IssueRow *a = pa, *b = pb;
	int cmp;

	if (a->known != b->known)
		return b->known - a->known;
	cmp = a->known ? date_cmp(b->date, a->date) : 0;
	if (cmp == 0 && a->known)
		cmp = number_cmp(b->number, a->number);
	return cmp ? cmp : strcmp(b->path, a->path);
}

const Err *issues_list(Archive *a, bool quick, IssueList *out)
{
	Gather g;
	Steps steps = { 0 };
	const Err *err = archive_read_files(a);

	if (err) {
		memset(out, 0, sizeof *out);
		return err;
	}
	gather(&g, a, out);
	if (!quick) {
		read_unknown(&g, &steps);
		date_undated(&g, &steps);
		forget_gone(&g);
	}
	add_drafts(&g);
	set_series(&g);
	if (out->rows.len)
		qsort(out->rows.v, out->rows.len, sizeof *out->rows.v, newest_first);
	for (size_t i = 0; i < out->rows.len; i++)
		out->unknown += !out->rows.v[i].known;
	gather_free(&g);
	return NULL;
}

void issues_list_free(IssueList *l)
{
	VEC_FREE(&l->rows);
	arena_free(l->arena);
	memset(l, 0, sizeof *l);
}

const Err *issues_fill(Archive *a, bool (*step)(void *data, size_t done, size_t total), void *data)
{
	IssueList list;
	Gather g;
	Steps steps = { .step = step, .data = data };
	const Err *err = archive_read_files(a);

	if (err)
		return err;
	gather(&g, a, &list);
	read_unknown(&g, &steps);
	if (!steps.ended)
		date_undated(&g, &steps);
	if (!steps.ended)
		forget_gone(&g);
	gather_free(&g);
	issues_list_free(&list);
	return NULL;
}
