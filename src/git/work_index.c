/* The index under its own lock from reading to writing, so that no other program's change is lost between. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/words.h"
#include "git/work_file.h"

/* libgit2 takes index.lock only while it writes; so it works on a copy while we hold the lock. */
#define TEMP_NAME "blad-index.tmp"
#define MARK "blad\n"		/* what the lock holds: git's own is empty, or an index */

static int make_marked(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666), saved;

	if (fd < 0)
		return -1;
	if (file_write_all(fd, SLICE_LIT(MARK))) {
		saved = errno;
		close(fd);
		unlink(path);
		errno = saved;
		return -1;
	}
	close(fd);
	return 0;
}

/* With its mark from the first moment on: a file of another name gets that of the lock, where nobody has it. */
static int make_lock(const char *lock)
{
	char *name = mem_printf("%s.tmp", lock);
	int rc, saved;

	unlink(name);
	rc = make_marked(name);
	if (rc == 0 && (rc = link(name, lock)) != 0 && errno != EEXIST)
		rc = make_marked(lock);	/* a file system without links */
	saved = errno;
	unlink(name);
	errno = saved;
	free(name);
	return rc;
}

static const Err *take_lock(Index *x)
{
	int64_t since = 0;
	int rc;

	while ((rc = make_lock(x->lock)) != 0 && errno == EEXIST)
		if (!git2_lock_wait(&since))
			return git2_err_locked(x->lock);
	if (rc != 0)
		return err_errno(_("“%s” cannot be made"), x->lock);
	x->locked = true;
	return NULL;
}

bool work_index_is_ours(const char *lock)
{
	Str mark = STR_EMPTY;
	bool ours = !file_read(lock, &mark) && slice_is(str_slice(&mark), MARK);

	str_free(&mark);
	return ours;
}

static void remove_temp(const Index *x)
{
	char *lock = mem_printf("%s.lock", x->temp);

	unlink(x->temp);
	unlink(lock);
	free(lock);
}

static const Err *copy_index(const Index *x)
{
	Str data = STR_EMPTY;
	const Err *err = NULL;
	int fd = -1;

	remove_temp(x);
	if (!file_exists(x->path) || (err = file_read(x->path, &data)))
		goto done;
	fd = open(x->temp, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
	err = fd < 0 ? err_errno(_("“%s” cannot be made"), x->temp) : file_write_all(fd, str_slice(&data));
done:
	if (fd >= 0)
		close(fd);
	str_free(&data);
	return err;
}

static Index names_of(Repo *r)
{
	return (Index){
		.r = r,
		.path = mem_printf("%sindex", r->git_dir),
		.lock = mem_printf("%sindex.lock", r->git_dir),
		.temp = mem_printf("%s" TEMP_NAME, r->git_dir),
	};
}

static const Err *open_index(Index *x, const char *path)
{
#ifdef GIT_EXPERIMENTAL_SHA256
	if (git_index_open(&x->index, path, NULL) < 0)
#else
	if (git_index_open(&x->index, path) < 0)
#endif
		return git2_err(GIT_ERROR, _("git's index cannot be read (a split or sparse index is not supported: "
		    "“git update-index --no-split-index” or “git sparse-checkout disable” helps)"));
	return NULL;
}

const Err *work_index_begin(Index *out, Repo *r)
{
	const Err *err;

	*out = names_of(r);
	if ((err = take_lock(out)) || (err = copy_index(out)) || (err = open_index(out, out->temp)))
		work_index_drop(out);
	return err;
}

const Err *work_index_look(Index *out, Repo *r)
{
	const Err *err;

	*out = names_of(r);
	if ((err = open_index(out, out->path)))
		work_index_drop(out);
	return err;
}

const Err *work_index_save(Index *x)
{
	const Err *err = NULL;

	if (git_index_write(x->index) < 0)
		err = git2_err(GIT_ERROR, _("git's index cannot be written"));
	else if (rename(x->temp, x->path) != 0 || unlink(x->lock) != 0)
		err = err_errno(_("git's index cannot be written"));
	else
		x->locked = false;
	if (!err)
		err = file_sync_dir(x->r->git_dir);
	work_index_drop(x);
	return err;
}

void work_index_drop(Index *x)
{
	git_index_free(x->index);
	if (x->locked) {
		remove_temp(x);
		unlink(x->lock);
	}
	free(x->path);
	free(x->lock);
	free(x->temp);
	*x = (Index){ 0 };
}

void work_index_get(const Index *x, const char *path, Oid *id, unsigned *mode, bool *odd)
{
	const git_index_entry *e = git_index_get_bypath(x->index, path, GIT_INDEX_STAGE_NORMAL);

	*id = e ? git2_id(&e->id) : (Oid){ { 0 } };
	*mode = e ? e->mode : 0;
	*odd = false;
	for (int stage = GIT_INDEX_STAGE_ANCESTOR; !e && stage <= GIT_INDEX_STAGE_THEIRS; stage++)
		*odd = *odd || git_index_get_bypath(x->index, path, stage);
}

bool work_index_is_seen(const Index *x, const char *path)
{
	const git_index_entry *e = git_index_get_bypath(x->index, path, GIT_INDEX_STAGE_NORMAL);

	return e && e->mtime.seconds != 0;
}

bool work_index_is_skipped(const Index *x, const char *path)
{
	const git_index_entry *e = git_index_get_bypath(x->index, path, GIT_INDEX_STAGE_NORMAL);

	return e && (e->flags_extended & GIT_INDEX_ENTRY_SKIP_WORKTREE);
}

const Err *work_index_put(Index *x, const char *path, const Oid *id, unsigned mode, const struct stat *st, bool skip)
{
	git_index_entry e;

	memset(&e, 0, sizeof e);
	e.path = path;
	e.id = git2_oid(id);
	e.mode = mode;
	if (st) {
		e.ctime.seconds = (int32_t)st->st_ctim.tv_sec;
		e.ctime.nanoseconds = (uint32_t)st->st_ctim.tv_nsec;
		e.mtime.seconds = (int32_t)st->st_mtim.tv_sec;
		e.mtime.nanoseconds = (uint32_t)st->st_mtim.tv_nsec;
		e.dev = (uint32_t)st->st_dev;
		e.ino = (uint32_t)st->st_ino;
		e.uid = st->st_uid;
		e.gid = st->st_gid;
		e.file_size = (uint32_t)st->st_size;
	}
	if (skip || work_index_is_skipped(x, path)) {
		e.flags |= GIT_INDEX_ENTRY_EXTENDED;
		e.flags_extended |= GIT_INDEX_ENTRY_SKIP_WORKTREE;
	}
	if (git_index_add(x->index, &e) < 0)
		return git2_err(GIT_ERROR, _("“%s” cannot be put into git's index"), path);
	return NULL;
}

const Err *work_index_remove(Index *x, const char *path)
{
	int rc = git_index_remove(x->index, path, GIT_INDEX_STAGE_NORMAL);

	if (rc < 0 && rc != GIT_ENOTFOUND)
		return git2_err(GIT_ERROR, _("“%s” cannot be taken out of git's index"), path);
	return NULL;
}
