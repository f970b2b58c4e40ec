/* What a person did to the work tree: files against git's index, and their text as git would store it. */
#include "git/work_look.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/words.h"
#include "git/work_file.h"
#include "git/work_filter.h"

struct WorkLook {
	WorkDir dir;
	Index index;
	struct timespec written;	/* the index: a file that is as young may have been changed since */
};

const Err *work_look_begin(WorkLook **out, Repo *r)
{
	WorkLook *l;
	struct stat st;
	const Err *err;

	*out = NULL;
	if (repo_is_bare(r))
		return err_new(ERR_NONE, _("a bare archive has no work tree, so nothing is changed by hand there"));
	l = mem_alloc(sizeof *l);
	l->dir.fd = -1;
	if ((err = work_dir_open(&l->dir, r)))
		goto done;
	if ((err = work_index_look(&l->index, r)))
		goto done;
	if (stat(l->index.path, &st) == 0)
		l->written = st.st_mtim;
	*out = l;
	l = NULL;
done:
	work_look_end(l);
	return err;
}

void work_look_end(WorkLook *l)
{
	if (!l)
		return;
	work_index_drop(&l->index);
	work_dir_close(&l->dir);
	free(l);
}

size_t work_look_count(const WorkLook *l)
{
	return git_index_entrycount(l->index.index);
}

const char *work_look_path(const WorkLook *l, size_t i)
{
	return git_index_get_byindex(l->index.index, i)->path;
}

/* As git decides it, but for what copying a whole archive changes too (ctime, inode). */
static bool is_untouched(const WorkLook *l, const git_index_entry *e, const struct stat *st)
{
	int64_t sec = e->mtime.seconds, nsec = e->mtime.nanoseconds;
	bool older = sec < l->written.tv_sec || (sec == l->written.tv_sec && nsec < l->written.tv_nsec);

	return older && e->mtime.seconds == (int32_t)st->st_mtim.tv_sec && (nsec == 0 || nsec == st->st_mtim.tv_nsec) &&
	    e->file_size == (uint32_t)st->st_size;
}

static const Err *state_of(const WorkLook *l, const char *path, const Oid *blob, LookState *out)
{
	WorkState state;
	struct stat st;
	const Err *err;

	if (work_filter_foreign(l->dir.r, path)) {
		*out = LOOK_FOREIGN;
		return NULL;
	}
	if ((err = work_compare(&l->dir, path, blob, &state, &st)))
		return err;
	*out = state == WORK_SAME ? LOOK_SAME : state == WORK_GONE ? LOOK_GONE : S_ISREG(st.st_mode) ? LOOK_CHANGED : LOOK_ODD;
	return NULL;
}

const Err *work_look_file(const WorkLook *l, const char *path, LookFile *out)
{
	const git_index_entry *e = git_index_get_bypath(l->index.index, path, GIT_INDEX_STAGE_NORMAL);
	unsigned mode;
	bool odd;
	struct stat st;

	*out = (LookFile){ 0 };
	work_index_get(&l->index, path, &out->entry, &mode, &odd);
	out->seen = work_index_is_seen(&l->index, path);
	out->skipped = e && ((e->flags & GIT_INDEX_ENTRY_VALID) || (e->flags_extended & GIT_INDEX_ENTRY_SKIP_WORKTREE));
	if (odd) {
		out->state = LOOK_CONFLICT;
		return NULL;
	}
	if (e && fstatat(l->dir.fd, path, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode) && S_ISREG(e->mode) && is_untouched(l, e, &st))
		return NULL;
	return state_of(l, path, &out->entry, &out->state);
}

const Err *work_look_is(const WorkLook *l, const char *path, const Oid *blob, bool *out)
{
	LookState state;
	const Err *err = state_of(l, path, blob, &state);

	*out = !err && state == LOOK_SAME;
	return err;
}

const Err *work_look_read(const WorkLook *l, const char *path, size_t max, LookState *state, Str *out)
{
	*state = LOOK_FOREIGN;
	return work_filter_foreign(l->dir.r, path) ? NULL : work_stored(&l->dir, path, max, state, out);
}
