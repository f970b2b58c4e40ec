/* The work tree and its index follow the branch: each file only if it stood as the old tip had it. */
#include "git/work.h"

#include <stdint.h>
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

struct WorkHold {
	WorkDir dir;
	Index index;
	bool bare;
};

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

/* Does the file still hold what a draft took from it? */
static bool is_taken(const WorkHold *w, const WorkMove *m)
{
	Str bytes = STR_EMPTY;
	LookState state = LOOK_GONE;
	bool taken = false;
	Oid id;

	if (oid_is_zero(&m->taken) || work_filter_foreign(w->dir.r, m->path))
		return false;
	/* what cannot be read whole just now is somebody's, and stays */
	if (!work_stored(&w->dir, m->path, SIZE_MAX, &state, &bytes) && state == LOOK_SAME) {
		blob_id(str_slice(&bytes), &id);
		taken = oid_eq(&id, &m->taken);
	}
	str_free(&bytes);
	return taken;
}

/* The file; *st is good if *known. */
static const Err *follow_file(WorkHold *w, WorkMove *m, unsigned before, struct stat *st, bool *known)
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
	if (state != WORK_SAME && is_taken(w, m))
		state = WORK_SAME;
	if (state != WORK_SAME || work_filter_foreign(w->dir.r, m->path)) {
		m->left = true;
		return NULL;
	}
	if (oid_is_zero(&m->now))
		return work_remove(&w->dir, m->path);
	*known = true;
	return work_write(&w->dir, m->path, &m->now, file_mode(m, before), oid_is_zero(&m->was) ? NULL : st, st);
}

/* What was staged by hand goes with the file whose text was taken after it, as with “git commit FILE”. */
static bool is_superseded(const WorkMove *m, const Oid *staged)
{
	return !oid_is_zero(&m->taken) && (oid_eq(staged, &m->taken) || oid_eq(staged, &m->staged));
}

static const Err *follow(WorkHold *w, WorkMove *m)
{
	Oid at = m->was;
	unsigned mode = 0;
	bool odd = false, known = false;
	const Err *err = NULL;
	struct stat st;

	work_index_get(&w->index, m->path, &at, &mode, &odd);
	m->seen = oid_eq(&at, &m->was) && work_index_is_seen(&w->index, m->path);
	if (!work_index_is_skipped(&w->index, m->path))
		err = follow_file(w, m, mode, &st, &known);
	if (err) {
		m->left = true;
		return err;
	}
	if (odd || (!oid_eq(&at, &m->was) && !oid_eq(&at, &m->now) && !(known && is_superseded(m, &at)))) {
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

const Err *work_is_free(Repo *r)
{
	char *lock = mem_printf("%sindex.lock", r->git_dir);
	const Err *err = NULL;
	int64_t since = 0;

	while (!err && !repo_is_bare(r) && access(lock, F_OK) == 0)
		if (!git2_lock_wait(&since))
			err = git2_err_locked(lock);
	free(lock);
	return err;
}

const Err *work_hold(WorkHold **out, Repo *r)
{
	WorkHold *h = mem_alloc(sizeof *h);
	const Err *err = NULL;

	h->dir.fd = -1;
	h->bare = repo_is_bare(r);
	if (!h->bare && !(err = work_dir_open(&h->dir, r)))
		err = work_index_begin(&h->index, r);
	if (err) {
		work_release(h);
		h = NULL;
	}
	*out = h;
	return err;
}

void work_release(WorkHold *h)
{
	if (!h)
		return;
	work_index_drop(&h->index);
	work_dir_close(&h->dir);
	free(h);
}

const Err *work_follow_held(WorkHold *h, WorkMove *moves, size_t n)
{
	const Err *first = NULL;

	for (size_t i = 0; i < n; i++)
		moves[i].left = false;
	if (h->bare || n == 0)
		return NULL;
	for (int pass = 0; pass < 3; pass++)
		for (size_t i = 0; i < n; i++)
			if (turn(&moves[i]) == pass)
				first = err_first(first, follow(h, &moves[i]));
	return err_first(first, work_index_save(&h->index));
}

const Err *work_follow(Repo *r, WorkMove *moves, size_t n)
{
	WorkHold *h = NULL;
	const Err *err = n ? work_hold(&h, r) : NULL;

	if (!err && n)
		err = work_follow_held(h, moves, n);
	work_release(h);
	return err;
}

/* Something has to go so that path can come, and goes with the same move: a file above it, or files below it. */
static bool makes_room(const WorkMove *moves, size_t n, const char *path)
{
	size_t len = strlen(path);

	for (size_t i = 0; i < n; i++) {
		const char *other = moves[i].path;
		size_t m = strlen(other), less = m < len ? m : len;

		if (oid_is_zero(&moves[i].now) && m != len && strncmp(path, other, less) == 0 && (m < len ? path : other)[less] == '/')
			return true;
	}
	return false;
}

static const Err *is_by_hand(WorkHold *w, const WorkMove *moves, size_t n, const WorkMove *m, bool *out)
{
	WorkState state = WORK_SAME;
	Oid at = { { 0 } };
	unsigned mode;
	struct stat st;
	bool odd;
	const Err *err = NULL;

	work_index_get(&w->index, m->path, &at, &mode, &odd);
	*out = odd || (!oid_eq(&at, &m->was) && !oid_eq(&at, &m->now));
	if (*out || work_index_is_skipped(&w->index, m->path))
		return NULL;
	if ((err = work_compare(&w->dir, m->path, &m->was, &state, &st)) || state == WORK_SAME)
		return err;
	if (oid_is_zero(&m->was) && makes_room(moves, n, m->path))
		return NULL;
	err = work_compare(&w->dir, m->path, &m->now, &state, &st);
	*out = state != WORK_SAME;
	return err;
}

const Err *work_by_hand(Repo *r, const WorkMove *moves, size_t n, Names *out)
{
	WorkHold w = { .dir = { .fd = -1 } };
	const Err *err = NULL;

	if (repo_is_bare(r) || n == 0)
		return NULL;
	if (!(err = work_dir_open(&w.dir, r)))
		err = work_index_look(&w.index, r);
	for (size_t i = 0; !err && i < n; i++) {
		bool by_hand = false;

		err = is_by_hand(&w, moves, n, &moves[i], &by_hand);
		if (!err && by_hand)
			names_add(out, moves[i].path);
	}
	work_index_drop(&w.index);
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
	bool marked = strcmp(name, "index.lock") == 0, gone;
	struct stat st;
	char *path;

	if (!slice_ends(s, ".lock") || name[0] == '/' || strstr(name, ".."))
		return false;
	path = path_join(is_shared_name(name) ? r->common_dir : r->git_dir, name);
	gone = lstat(path, &st) != 0;
	if (!gone && S_ISREG(st.st_mode) && st.st_mtime >= since && st.st_mtime <= since + LOCK_SPAN &&
	    (!marked || work_index_is_ours(path)))
		gone = unlink(path) == 0;
	free(path);
	return gone;
}
