/* Versions of paths: a walk over history, or rows of the index in the same order. */
#include "archive/trail.h"

#include <stdlib.h>

#include "archive/history_index.h"
#include "archive/inside.h"
#include "base/mem.h"
#include "index/changes.h"

typedef struct {
	int64_t version;
	Oid now, was;
} Row;

/* One path and its rows, newest first. */
typedef struct {
	char *path;
	VEC(Row) rows;
	size_t at;
	int64_t from;
} Lane;

struct Trail {
	Archive *a;
	PathWalk *walk;		/* or the index: */
	Index *x;
	VEC(Lane) lanes;
};

static bool without_index;

void trail_without_index(bool without)
{
	without_index = without;
}

bool trail_has_index(Archive *a)
{
	return !without_index && history_index_ready(a);
}

/* ---- from the index ---- */

static void add_row(void *data, const IndexChange *c)
{
	Lane *l = data;

	VEC_PUSH(&l->rows, ((Row){ c->version, c->now, c->was }));
}

static const Err *follow_number(Trail *t, int64_t from, const char *path)
{
	Lane *l = NULL;

	for (size_t i = 0; i < t->lanes.len && !l; i++)
		if (strcmp(t->lanes.v[i].path, path) == 0)
			l = &t->lanes.v[i];
	if (l && l->from >= from)
		return NULL;
	if (!l) {
		l = VEC_ADD(&t->lanes);
		l->path = mem_dup(path);
	}
	/* what was given out is newer than this */
	l->rows.len = l->at = 0;
	l->from = from;
	return index_changes_of_path(t->x, path, from, add_row, l);
}

static Lane *newest_lane(Trail *t)
{
	Lane *best = NULL;

	for (size_t i = 0; i < t->lanes.len; i++) {
		Lane *l = &t->lanes.v[i];

		if (l->at < l->rows.len && (!best || l->rows.v[l->at].version > best->rows.v[best->at].version))
			best = l;
	}
	return best;
}

static const Err *version_of(Trail *t, Lane *l, PathVersion *out)
{
	const Row row = l->rows.v[l->at++];
	Commit c = { 0 };
	const Err *err;

	*out = (PathVersion){ .blob = row.now, .path = mem_dup(l->path), .parent_blob = row.was };
	if ((err = index_version_id(t->x, row.version, &out->commit)) || (err = commit_read(archive_repo(t->a), &out->commit, &c)))
		return err;
	if (c.parents.len > 0)
		out->parent = c.parents.v[0];
	if (!oid_is_zero(&row.was))
		out->parent_path = mem_dup(out->path);
	commit_free(&c);
	return NULL;
}

/* ---- renames ---- */

static const Err *is_standing(Archive *a, const Commit *c, const char *path, bool *out)
{
	const Err *err = NULL;
	Oid at;

	for (size_t i = 0; !err && !*out && i < c->parents.len; i++) {
		err = tree_find(archive_repo(a), &c->parents.v[i], path, &at, NULL);
		*out = !err;
		if (err && err_kind(err) == ERR_NONE)
			err = NULL;
	}
	return err;
}

static void came_from(PathVersion *v, const Oid *parent, char *path)
{
	v->parent = *parent;
	v->parent_blob = v->blob;
	v->parent_path = path;
}

/* It came into being here: was it something else's bytes? */
static const Err *find_renames(Trail *t, PathVersion *v)
{
	Commit c = { 0 };
	bool standing = false;
	const Err *err = commit_read(archive_repo(t->a), &v->commit, &c);

	if (!err)
		err = is_standing(t->a, &c, v->path, &standing);
	for (size_t i = 0; !err && !standing && i < c.parents.len; i++) {
		char *old = NULL;

		err = walk_rename(archive_repo(t->a), &c.parents.v[i], v, &old);
		if (!err && old)
			err = trail_follow(t, &c.parents.v[i], old);
		if (!err && old && !v->parent_path)
			came_from(v, &c.parents.v[i], old);
		else
			free(old);
	}
	commit_free(&c);
	return err;
}

/* ---- either ---- */

const Err *trail_begin(Trail **out, Archive *a, const Oid *from, const char *path)
{
	Trail *t = mem_alloc(sizeof *t);
	const Err *err = NULL;
	int64_t number = 0;

	t->a = a;
	if (trail_has_index(a) && !index_version_number(archive_index(a), from, &number) && number) {
		t->x = archive_index(a);
		git_bulk(true);
		err = follow_number(t, number, path);
	} else {
		err = path_walk_begin(&t->walk, archive_repo(a), from, path);
	}
	*out = t;
	if (err) {
		trail_free(t);
		*out = NULL;
	}
	return err;
}

static bool next(Trail *t, PathVersion *out, const Err **err)
{
	Lane *l;

	if (t->walk)
		return path_walk_next(t->walk, out, err);
	if (!(l = newest_lane(t)))
		return false;
	*err = version_of(t, l, out);
	return true;
}

bool trail_next(Trail *t, PathVersion *out, const Err **err)
{
	*err = NULL;
	if (!next(t, out, err))
		return false;
	if (!*err && !oid_is_zero(&out->blob) && oid_is_zero(&out->parent_blob) && !oid_is_zero(&out->parent))
		*err = find_renames(t, out);
	if (*err)
		path_version_free(out);
	return !*err;
}

const Err *trail_follow(Trail *t, const Oid *commit, const char *path)
{
	int64_t number;
	const Err *err;

	if (t->walk) {
		path_walk_follow(t->walk, commit, path);
		return NULL;
	}
	err = index_version_number(t->x, commit, &number);
	return err ? err : follow_number(t, number, path);
}

bool trail_cut(const Trail *t)
{
	return t->walk && path_walk_cut(t->walk);
}

const char *trail_lost(const Trail *t)
{
	return t->walk ? path_walk_lost(t->walk) : NULL;
}

const Err *trail_all(Archive *a, const Oid *from, const char *path, PathHistory *out)
{
	Trail *t = NULL;
	PathVersion v;
	const Err *err = trail_begin(&t, a, from, path);

	*out = (PathHistory){ .shallow_end = false };
	while (!err && trail_next(t, &v, &err))
		VEC_PUSH(&out->versions, v);
	out->shallow_end = !err && trail_cut(t);
	trail_free(t);
	if (err)
		path_history_free(out);
	return err;
}

void trail_free(Trail *t)
{
	if (!t)
		return;
	path_walk_free(t->walk);
	if (t->x)
		git_bulk(false);
	for (size_t i = 0; i < t->lanes.len; i++) {
		free(t->lanes.v[i].path);
		VEC_FREE(&t->lanes.v[i].rows);
	}
	VEC_FREE(&t->lanes);
	free(t);
}
