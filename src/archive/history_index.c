/* The index of history, filled and kept up with the tip. */
#include "archive/history_index.h"

#include <stdlib.h>

#include "archive/inside.h"
#include "git/pass.h"
#include "git/walk.h"
#include "index/changes.h"

#define CATCH_UP_MAX 64		/* versions that are taken in while somebody waits */

typedef VEC(Oid) Ids;

/* An archive as of then only looks: the index follows the tip of now. */
static bool can_be(Archive *a)
{
	return !archive_at(a) && archive_index(a) && !repo_is_shallow(archive_repo(a)) && !oid_is_zero(&archive_head(a)->tip);
}

/* The versions that a batch is about, newest first, and their numbers. */
typedef struct {
	Index *x;
	const int64_t *numbers;
} Batch;

static const Err *put_change(void *data, const PathChange *c)
{
	Batch *b = data;

	return index_change_put(b->x, &(IndexChange){ b->numbers[c->commit], c->path, c->now, c->was });
}

/* ---- which versions there are ---- */

/* Newest first; with a limit no more than that, and *all says whether these are all. */
static const Err *versions_since(Archive *a, const Oid *hide, size_t limit, Ids *out, bool *all)
{
	Walk *w = NULL;
	const Err *err = walk_begin(&w, archive_repo(a), &archive_head(a)->tip, hide);
	Oid id;

	*all = true;
	while (!err && *all && walk_next(w, &id, &err)) {
		*all = !limit || out->len < limit;
		if (*all)
			VEC_PUSH(out, id);
	}
	walk_free(w);
	return err;
}

/* Is what the index knows the history of an older tip, so that only newer versions are to be added? */
static bool is_older(Archive *a, const IndexHistory *h)
{
	Oid base;

	return !oid_is_zero(&h->tip) && !walk_merge_base(archive_repo(a), &h->tip, &archive_head(a)->tip, &base) && oid_eq(&base, &h->tip);
}

static const Err *put_versions(Index *x, const Ids *ids, int64_t below, int64_t *numbers)
{
	const Err *err = NULL;

	for (size_t i = 0; !err && i < ids->len; i++) {
		numbers[i] = below + (int64_t)(ids->len - i);
		err = index_version_put(x, numbers[i], &ids->v[i]);
	}
	return err;
}

/* All numbered, no changes yet. */
static const Err *begin_anew(Archive *a, Index *x)
{
	Ids ids = { 0 };
	bool all;
	const Err *err = versions_since(a, NULL, 0, &ids, &all);
	int64_t *numbers = mem_alloc_n(ids.len + 1, sizeof *numbers);

	if (!err)
		err = index_history_clear(x);
	if (!err)
		err = put_versions(x, &ids, 0, numbers);
	if (!err)
		err = index_history_set(x, &archive_head(a)->tip, (int64_t)ids.len + 1);
	free(numbers);
	VEC_FREE(&ids);
	return err;
}

static const Err *add_newer(Archive *a, Index *x, const IndexHistory *h, const Ids *ids)
{
	int64_t *numbers = mem_alloc_n(ids->len + 1, sizeof *numbers);
	const Err *err = put_versions(x, ids, h->newest, numbers);

	for (size_t i = 0; !err && i < ids->len; i += PASS_MANY) {
		Batch b = { x, numbers + i };

		err = pass_commits(archive_repo(a), ids->v + i, ids->len - i < PASS_MANY ? ids->len - i : PASS_MANY, put_change, &b);
	}
	if (!err)
		err = index_history_set(x, &archive_head(a)->tip, h->filled);
	free(numbers);
	return err;
}

/* Inside a batch.  With a limit only where no more versions than that came; *all says so. */
static const Err *follow_tip(Archive *a, Index *x, size_t limit, IndexHistory *h, bool *all)
{
	Ids ids = { 0 };
	const Err *err = index_history(x, h);

	*all = true;
	if (err || oid_eq(&h->tip, &archive_head(a)->tip))
		return err;
	if (is_older(a, h)) {
		err = versions_since(a, &h->tip, limit, &ids, all);
		if (!err && *all)
			err = add_newer(a, x, h, &ids);
	} else {
		*all = !limit;
		err = limit ? NULL : begin_anew(a, x);
	}
	VEC_FREE(&ids);
	return err ? err : index_history(x, h);
}

/* ---- filling ---- */

/* Inside a batch: the next versions below those that are in. */
static const Err *fill_below(Archive *a, Index *x, IndexHistory *h)
{
	Oid *ids = mem_alloc_n(PASS_MANY, sizeof *ids);
	int64_t *numbers = mem_alloc_n(PASS_MANY, sizeof *numbers);
	Batch b = { x, numbers };
	size_t n = 0;
	const Err *err = index_versions_below(x, h->filled, PASS_MANY, ids, numbers, &n);

	if (!err)
		err = pass_commits(archive_repo(a), ids, n, put_change, &b);
	if (!err) {
		h->filled = n ? numbers[n - 1] : 1;
		err = index_history_set(x, &h->tip, h->filled);
	}
	free(ids);
	free(numbers);
	return err;
}

const Err *history_index_fill(Archive *a, bool (*step)(void *data, size_t done, size_t total), void *data)
{
	Index *x = archive_index(a);
	const Err *err = NULL;
	IndexHistory h;
	bool more = can_be(a), all;

	while (more && !err) {
		if ((err = index_begin(x)))
			break;
		err = follow_tip(a, x, 0, &h, &all);
		if (!err && h.filled > 1)
			err = fill_below(a, x, &h);
		if (err)
			index_rollback(x);
		else
			err = index_commit(x);
		more = !err && h.filled > 1 && !(step && step(data, (size_t)(h.newest - h.filled + 1), (size_t)h.newest));
	}
	return err;
}

bool history_index_wanted(Archive *a)
{
	IndexHistory h;

	return can_be(a) && !index_history(archive_index(a), &h) && (h.filled != 1 || !oid_eq(&h.tip, &archive_head(a)->tip));
}

/* Few enough to do it at once. */
static bool catch_up(Archive *a, Index *x, IndexHistory *h)
{
	bool all = false;

	if (index_begin(x))
		return false;
	if (follow_tip(a, x, CATCH_UP_MAX, h, &all) || !all) {
		index_rollback(x);
		return false;
	}
	return !index_commit(x);
}

static bool knows_then(Archive *a, Index *x)
{
	IndexHistory h;
	int64_t number = 0;

	return x && !repo_is_shallow(archive_repo(a)) && !index_history(x, &h) && h.filled == 1 &&
	    !index_version_number(x, archive_at(a), &number) && number;
}

bool history_index_ready(Archive *a)
{
	Index *x = archive_index(a);
	IndexHistory h;

	if (archive_at(a))
		return knows_then(a, x);

	if (!can_be(a) || index_history(x, &h) || h.filled != 1)
		return false;
	return oid_eq(&h.tip, &archive_head(a)->tip) || (catch_up(a, x, &h) && h.filled == 1);
}
