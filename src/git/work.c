/* The work tree and its index follow the branch: each file only if it stood as the old tip had it. */
#include "git/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/words.h"
#include "git/work_file.h"
#include "git/work_filter.h"

#define LOCK_SPAN 10		/* seconds after its beginning in which an operation makes its locks */

const Err *work_state(Repo *r, const char *path, const Oid *blob, WorkState *out)
{
	const Err *err;
	struct stat st;
	WorkDir w;

	*out = WORK_SAME;
	if (repo_is_bare(r))
		return NULL;
	if ((err = work_dir_open(&w, r)))
		return err;
	err = work_compare(&w, path, blob, out, &st);
	work_dir_close(&w);
	return err;
}

bool work_is_foreign(Repo *r, const char *path)
{
	return !repo_is_bare(r) && work_filter_foreign(r, path);
}

typedef struct {
	WorkDir dir;
	Index index;
	bool indexed;		/* index is open */
} Work;

static unsigned file_mode(const WorkMove *m, unsigned before)
{
	return m->mode ? m->mode : before ? before : MODE_FILE;
}

/* Only plain files are written; links, submodules and names that no work tree should hold are not. */
static bool is_writable(const WorkMove *m, unsigned before)
{
	unsigned mode = file_mode(m, before);

	return (mode & 0170000) == 0100000 && (before & 0170000) != MODE_LINK && path_is_safe(slice_c(m->path));
}

static bool mode_changed(const WorkMove *m, unsigned before, const struct stat *st)
{
	return before != 0 && m->mode != 0 && m->mode != before && !oid_is_zero(&m->now) && ((st->st_mode & 0100) != 0) != (m->mode == MODE_EXEC);
}

/* The file; *st is good if *known. */
static const Err *follow_file(Work *w, WorkMove *m, unsigned before, struct stat *st, bool *known)
{
	WorkState state;
	const Err *err;

	*known = false;
	if (!is_writable(m, before)) {
		m->left = true;
		return NULL;
	}
	if ((err = work_compare(&w->dir, m->path, &m->now, &state, st)))
		return err;
	if (state == WORK_SAME && !mode_changed(m, before, st)) {	/* done before, or by hand */
		*known = !oid_is_zero(&m->now);
		return NULL;
	}
	if ((err = work_compare(&w->dir, m->path, &m->was, &state, st)))
		return err;
	if (state != WORK_SAME || work_filter_foreign(w->dir.r, m->path)) {
		m->left = true;
		return NULL;
	}
	if (oid_is_zero(&m->now))
		return work_remove(&w->dir, m->path);
	*known = true;
	return work_write(&w->dir, m->path, &m->now, file_mode(m, before), oid_is_zero(&m->was) ? NULL : st, st);
}

static const Err *follow(Work *w, WorkMove *m)
{
	Oid at = m->was;
	unsigned mode = 0;
	bool odd = false, known = false;
	const Err *err = NULL;
	struct stat st;

	if (w->indexed)
		work_index_get(&w->index, m->path, &at, &mode, &odd);
	if (!w->indexed || !work_index_is_skipped(&w->index, m->path))
		err = follow_file(w, m, mode, &st, &known);
	if (err) {
		m->left = true;
		return err;
	}
	if (!w->indexed)
		return NULL;
	if (odd || (!oid_eq(&at, &m->was) && !oid_eq(&at, &m->now))) {
		m->left = true;
		return NULL;
	}
	if (oid_is_zero(&m->now))
		return work_index_remove(&w->index, m->path);
	return work_index_put(&w->index, m->path, &m->now, file_mode(m, mode), known ? &st : NULL, false);
}

/* The rules come before the files that they are for, and what goes before what takes its place. */
static int turn(const WorkMove *m)
{
	if (strcmp(path_base(m->path), ".gitattributes") == 0)
		return 0;
	return oid_is_zero(&m->now) ? 1 : 2;
}

const Err *work_follow(Repo *r, WorkMove *moves, size_t n)
{
	Work w = { .dir = { .fd = -1 } };
	const Err *first = NULL, *err;

	for (size_t i = 0; i < n; i++)
		moves[i].left = false;
	if (repo_is_bare(r) || n == 0)
		return NULL;
	if ((err = work_dir_open(&w.dir, r)))
		return err;
	err = work_index_begin(&w.index, r);
	if (err && err_kind(err) == ERR_BUSY)
		goto done;
	w.indexed = !err;
	for (int pass = 0; pass < 3; pass++)
		for (size_t i = 0; i < n; i++)
			if (turn(&moves[i]) == pass)
				first = err_first(first, follow(&w, &moves[i]));
	if (w.indexed)
		err = work_index_save(&w.index);
	err = err_first(first, err);
done:
	work_dir_close(&w.dir);
	return err;
}

typedef struct {
	WorkMoves *out;
	Arena *paths;
} Changed;

static const Err *changed_cb(void *data, const char *path, const TreeEntry *was, const TreeEntry *now)
{
	Changed *c = data;

	VEC_PUSH(c->out, ((WorkMove){
		.path = arena_dup(c->paths, path, strlen(path)),
		.was = was ? was->id : (Oid){ { 0 } },
		.now = now ? now->id : (Oid){ { 0 } },
		.mode = now ? now->mode : 0,
	}));
	return NULL;
}

const Err *git_changed_files(Repo *r, const Oid *was, const Oid *now, WorkMoves *out, Arena *paths)
{
	Changed c = { out, paths };
	const Err *err;
	Oid a, b;

	*out = (WorkMoves){ 0 };
	if ((err = commit_tree(r, was, &a)) || (err = commit_tree(r, now, &b)) || (err = tree_diff(r, &a, &b, changed_cb, &c)))
		VEC_FREE(out);
	return err;
}

/* Refs and what worktrees share lie in the common folder. */
static bool is_shared_name(const char *name)
{
	return slice_starts(slice_c(name), "refs/") || strcmp(name, "packed-refs.lock") == 0 || strcmp(name, "config.lock") == 0;
}

bool git_stale_lock(Repo *r, const char *name, int64_t since)
{
	Slice s = slice_c(name);
	struct stat st;
	char *path;
	bool gone;

	if (!slice_ends(s, ".lock") || name[0] == '/' || strstr(name, ".."))
		return false;
	path = path_join(is_shared_name(name) ? r->common_dir : r->git_dir, name);
	gone = lstat(path, &st) != 0;
	if (!gone && S_ISREG(st.st_mode) && st.st_mtime >= since && st.st_mtime <= since + LOCK_SPAN)
		gone = unlink(path) == 0;
	free(path);
	return gone;
}
