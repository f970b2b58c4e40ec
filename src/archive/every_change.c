/* All of history's changes in memory. */
#include "archive/every_change.h"

#include <stdlib.h>

#include "archive/history_index.h"
#include "archive/inside.h"
#include "archive/trail.h"
#include "git/pass.h"
#include "git/walk.h"
#include "index/changes.h"

struct EveryChange {
	Archive *a;
	Arena *arena;
	VEC(ChangeRow) rows;
	size_t *by_version;	/* places in rows */
	VEC(Oid) ids;		/* of a pass: newest first */
	VEC(JoinVersion) joins;
	bool joins_read;
	size_t lost;		/* versions that cannot be read */
	const char *path;	/* of the last row that came, and whether it is an issue's */
	bool issue;
};

/* Neighbours are of one path, mostly. */
static void add(EveryChange *c, const char *path, int64_t version, const Oid *now, const Oid *was)
{
	if (!c->path || strcmp(c->path, path) != 0) {
		c->path = arena_dup(c->arena, path, strlen(path));
		c->issue = archive_is_issue(c->a, path);
	}
	if (c->issue)
		VEC_PUSH(&c->rows, ((ChangeRow){ c->path, version, *now, *was }));
}

/* ---- from the index ---- */

static bool add_indexed(void *data, const IndexChange *i)
{
	add(data, i->path, i->version, &i->now, &i->was);
	return true;
}

/* ---- by a pass ---- */

typedef struct {
	EveryChange *c;
	size_t from;		/* the batch's first in ids */
} Batch;

static const Err *add_passed(void *data, const PathChange *p)
{
	Batch *b = data;

	add(b->c, p->path, (int64_t)(b->c->ids.len - b->from - p->commit), &p->now, &p->was);
	return NULL;
}

static int by_path(const void *x, const void *y)
{
	const ChangeRow *a = x, *b = y;
	int cmp = strcmp(a->path, b->path);

	return cmp ? cmp : (a->version < b->version) - (a->version > b->version);
}

static const Err *pass_batch(EveryChange *c, size_t from, size_t n)
{
	Batch b = { c, from };
	size_t had = c->rows.len;
	const Err *err = pass_commits(archive_repo(c->a), c->ids.v + from, n, add_passed, &b);

	if (!err || err_kind(err) != ERR_CORRUPT)
		return err;
	/* What one version lacks is no reason to leave out its neighbours. */
	c->rows.len = had;
	c->lost += n == 1;
	err = NULL;
	for (size_t i = 0; !err && n > 1 && i < n; i++)
		err = pass_batch(c, from + i, 1);
	return err;
}

static const Err *pass(EveryChange *c)
{
	Walk *w = NULL;
	const Err *err = walk_begin_readable(&w, archive_repo(c->a), &archive_head(c->a)->tip);
	Oid id;

	while (!err && walk_next(w, &id, &err))
		VEC_PUSH(&c->ids, id);
	c->lost += w && walk_lost(w);
	walk_free(w);
	for (size_t i = 0; !err && i < c->ids.len; i += PASS_MANY)
		err = pass_batch(c, i, c->ids.len - i < PASS_MANY ? c->ids.len - i : PASS_MANY);
	if (c->rows.len > 1)
		qsort(c->rows.v, c->rows.len, sizeof c->rows.v[0], by_path);
	return err;
}

/* ---- both ---- */

static int by_version(const void *x, const void *y, void *data)
{
	const ChangeRow *rows = data, *a = &rows[*(const size_t *)x], *b = &rows[*(const size_t *)y];

	return a->version != b->version ? (a->version > b->version) - (a->version < b->version) : (a > b) - (a < b);
}

const Err *every_change_read(EveryChange **out, Archive *a)
{
	EveryChange *c = mem_alloc(sizeof *c);
	const Err *err = NULL;

	*c = (EveryChange){ .a = a, .arena = arena_new() };
	if (oid_is_zero(&archive_head(a)->tip))
		;	/* no history yet */
	else if (!archive_at(a) && trail_has_index(a))	/* which tells of newer versions, too */
		err = index_changes_each(archive_index(a), add_indexed, c);
	else
		err = pass(c);
	c->by_version = mem_alloc_n(c->rows.len + 1, sizeof *c->by_version);
	for (size_t i = 0; i < c->rows.len; i++)
		c->by_version[i] = i;
	if (c->rows.len > 1)
		qsort_r(c->by_version, c->rows.len, sizeof *c->by_version, by_version, c->rows.v);
	*out = c;
	if (err) {
		every_change_free(c);
		*out = NULL;
	}
	return err;
}

const ChangeRow *every_change_rows(const EveryChange *c, size_t *n)
{
	*n = c->rows.len;
	return c->rows.v;
}

const size_t *every_change_with(const EveryChange *c, int64_t version, size_t *n)
{
	size_t low = 0, high = c->rows.len;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (c->rows.v[c->by_version[mid]].version < version)
			low = mid + 1;
		else
			high = mid;
	}
	for (high = low; high < c->rows.len && c->rows.v[c->by_version[high]].version == version; high++)
		;
	*n = high - low;
	return c->by_version + low;
}

const Err *every_change_id(const EveryChange *c, int64_t version, Oid *out)
{
	if (!c->ids.len)
		return index_version_id(archive_index(c->a), version, out);
	*out = c->ids.v[c->ids.len - (size_t)version];
	return NULL;
}

static int oldest_first(const void *x, const void *y)
{
	const JoinVersion *a = x, *b = y;

	return (a->version > b->version) - (a->version < b->version);
}

/* Its number; a pass gave them in the order of its walk. */
static const Err *number_of(const EveryChange *c, const Oid *id, size_t walked, int64_t *out)
{
	if (!c->ids.len)
		return index_version_number(archive_index(c->a), id, out);
	*out = (int64_t)(c->ids.len - walked);
	return NULL;
}

static const Err *read_joins(EveryChange *c)
{
	Walk *w = NULL;
	size_t walked = 0;
	Oid id;
	const Err *err = walk_begin_readable(&w, archive_repo(c->a), &archive_head(c->a)->tip);

	for (; !err && walk_next(w, &id, &err); walked++) {
		Commit commit = { 0 };
		JoinVersion join = { .id = id };

		err = commit_read(archive_repo(c->a), &id, &commit);
		if (!err && commit.parents.len > 1 && !(err = number_of(c, &id, walked, &join.version)))
			VEC_PUSH(&c->joins, join);
		commit_free(&commit);
	}
	walk_free(w);
	if (c->joins.len > 1)
		qsort(c->joins.v, c->joins.len, sizeof c->joins.v[0], oldest_first);
	c->joins_read = !err;
	return err;
}

const Err *every_change_joins(EveryChange *c, const JoinVersion **out, size_t *n)
{
	const Err *err = c->joins_read ? NULL : read_joins(c);

	*out = c->joins.v;
	*n = c->joins.len;
	return err;
}

typedef struct {
	Archive *a;
	Names *out;
} Paths;

static void add_path(void *data, const char *path)
{
	Paths *p = data;

	if (archive_is_issue(p->a, path))
		names_add(p->out, path);
}

const Err *every_path(Archive *a, Names *out)
{
	Paths p = { a, out };
	EveryChange *c = NULL;
	const ChangeRow *rows;
	size_t n;
	const Err *err;

	if (!oid_is_zero(&archive_head(a)->tip) && trail_has_index(a))
		return index_paths(archive_index(a), add_path, &p);
	if ((err = every_change_read(&c, a)))
		return err;
	rows = every_change_rows(c, &n);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || strcmp(rows[i].path, rows[i - 1].path) != 0)
			names_add(out, rows[i].path);
	every_change_free(c);
	return NULL;
}

size_t every_change_lost(const EveryChange *c)
{
	return c->lost;
}

void every_change_free(EveryChange *c)
{
	if (!c)
		return;
	VEC_FREE(&c->rows);
	VEC_FREE(&c->ids);
	VEC_FREE(&c->joins);
	free(c->by_version);
	arena_free(c->arena);
	free(c);
}
