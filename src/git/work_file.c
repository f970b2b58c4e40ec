/* One file of the work tree: compared, written, removed, without ever leaving the work tree. */
#include "git/work_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/words.h"
#include "git/work_filter.h"

/* In git's own folder, so that a kill leaves nothing in the work tree; index.lock keeps others away from it. */
#define TEMP_NAME "blad-work.tmp"

const Err *work_dir_open(WorkDir *out, Repo *r)
{
	*out = (WorkDir){ .r = r, .fd = open(r->work_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC), .sync = true };
	return out->fd < 0 ? err_errno(_("the work tree “%s” cannot be opened"), r->work_dir) : NULL;
}

void work_dir_close(WorkDir *w)
{
	if (w->fd >= 0)
		close(w->fd);
	w->fd = -1;
}

/* Something that is no file, or behind a link, is a change made by hand. */
static const Err *read_file(const WorkDir *w, const char *path, WorkState *state, struct stat *st, Str *out)
{
	const Err *err;
	int fd;

	*state = WORK_CHANGED;
	if (!path_is_safe(slice_c(path)))
		return NULL;
	if ((err = file_open_beneath(&fd, w->fd, path, O_RDONLY | O_NONBLOCK, 0))) {
		if (err_kind(err) == ERR_NONE)
			*state = WORK_GONE;
		return NULL;
	}
	if (fstat(fd, st) == 0 && S_ISREG(st->st_mode)) {
		*state = WORK_SAME;
		err = file_read_fd(fd, out);
	}
	close(fd);
	return err;
}

const Err *work_compare(const WorkDir *w, const char *path, const Oid *blob, WorkState *out, struct stat *st)
{
	Str file = STR_EMPTY, stored = STR_EMPTY, filtered = STR_EMPTY;
	bool same = false;
	const Err *err;

	memset(st, 0, sizeof *st);
	if ((err = read_file(w, path, out, st, &file)) || *out != WORK_SAME)
		goto done;
	*out = WORK_CHANGED;
	if (oid_is_zero(blob))
		goto done;
	if ((err = blob_read(w->r, blob, &stored)))
		goto done;
	same = slice_eq(str_slice(&file), str_slice(&stored));
	if (!same && !work_filter_foreign(w->r, path)) {
		if ((err = work_filter(w->r, path, true, str_slice(&stored), &filtered)))
			goto done;
		same = slice_eq(str_slice(&file), str_slice(&filtered));
		if (!same && (err = work_filter(w->r, path, false, str_slice(&file), &filtered)))
			goto done;
		same = same || slice_eq(str_slice(&stored), str_slice(&filtered));
	}
	if (same)
		*out = WORK_SAME;
done:
	str_free(&file);
	str_free(&stored);
	str_free(&filtered);
	if (!err && *out == WORK_GONE && oid_is_zero(blob))
		*out = WORK_SAME;
	return err;
}

static bool same_time(const struct stat *a, const struct stat *b)
{
	return a->st_size == b->st_size && a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* All of a plain file, and nothing of one that is half written. */
static const Err *read_whole(int fd, const char *path, size_t max, Str *out)
{
	struct stat before, after;
	const Err *err;

	if (fstat(fd, &before) != 0)
		return err_errno(_("reading %s"), path);
	if (before.st_size < 0 || (uintmax_t)before.st_size > max)
		return err_new(ERR_FAIL, _("%s is too large for an issue (%lld bytes)"), path, (long long)before.st_size);
	if ((err = file_read_fd(fd, out)))
		return err_wrap(err, _("reading %s"), path);
	if (fstat(fd, &after) != 0 || !same_time(&before, &after) || out->len != (size_t)before.st_size)
		return err_new(ERR_BUSY, _("%s is being written just now; try again in a moment"), path);
	return NULL;
}

const Err *work_stored(const WorkDir *w, const char *path, size_t max, LookState *state, Str *out)
{
	Str file = STR_EMPTY;
	const Err *err;
	struct stat st;
	int fd = -1;

	*state = LOOK_ODD;
	if (!path_is_safe(slice_c(path)))
		return NULL;
	if ((err = file_open_beneath(&fd, w->fd, path, O_RDONLY | O_NONBLOCK, 0))) {
		if (err_kind(err) == ERR_NONE)
			*state = LOOK_GONE;
		return NULL;
	}
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
		*state = LOOK_SAME;
		err = read_whole(fd, path, max, &file);
		if (!err)
			err = work_filter(w->r, path, false, str_slice(&file), out);
	}
	close(fd);
	str_free(&file);
	return err;
}

/* The folder that holds path. */
static const Err *open_parent(const WorkDir *w, const char *path, int *out)
{
	const char *slash = strrchr(path, '/');
	const Err *err;
	char *dir;

	if (!slash) {
		*out = fcntl(w->fd, F_DUPFD_CLOEXEC, 0);
		return *out < 0 ? err_errno(_("the work tree cannot be opened")) : NULL;
	}
	dir = mem_dup_n(path, (size_t)(slash - path));
	err = file_open_beneath(out, w->fd, dir, O_RDONLY | O_DIRECTORY, 0);
	free(dir);
	return err;
}

static mode_t permissions(unsigned mode, const struct stat *was)
{
	mode_t perm = was->st_mode & 07777;

	if (mode == MODE_EXEC)
		perm |= (perm & 0444) >> 2;
	else if (mode == MODE_FILE)
		perm &= (mode_t)~0111;
	return perm;
}

/* Across file systems a rename fails: then the temporary file stands beside the new one. */
static const Err *write_temp(const WorkDir *w, int dir, const char *temp, Slice data, unsigned mode, const struct stat *was,
    struct stat *st)
{
	const Err *err = NULL;
	int fd;

	unlinkat(dir, temp, 0);
	fd = openat(dir, temp, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode == MODE_EXEC ? 0777 : 0666);
	if (fd < 0)
		return err_errno(_("no temporary file can be made in “%s”"), w->r->git_dir);
	if (!(err = file_write_all(fd, data)) &&
	    ((was && fchmod(fd, permissions(mode, was)) != 0) || (w->sync && fsync(fd) != 0) || fstat(fd, st) != 0))
		err = err_errno(_("writing"));
	close(fd);
	if (err)
		unlinkat(dir, temp, 0);
	return err;
}

static const Err *put_file(const WorkDir *w, int dir, const char *path, Slice data, unsigned mode, const struct stat *was, struct stat *st)
{
	const char *base = path_base(path);
	int git = open(w->r->git_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC), from = git;
	const Err *err;

	if (git < 0)
		return err_errno(_("“%s” cannot be opened"), w->r->git_dir);
	if ((err = write_temp(w, git, TEMP_NAME, data, mode, was, st)))
		goto done;
	if (renameat(git, TEMP_NAME, dir, base) != 0) {
		if (errno != EXDEV) {
			err = err_errno(_("writing"));
			goto done;
		}
		unlinkat(git, TEMP_NAME, 0);
		from = dir;
		if ((err = write_temp(w, dir, "." TEMP_NAME, data, mode, was, st)))
			goto done;
		if (renameat(dir, "." TEMP_NAME, dir, base) != 0)
			err = err_errno(_("writing"));
	}
	/* the rename changes ctime */
	if (!err && (fstatat(dir, base, st, AT_SYMLINK_NOFOLLOW) != 0 || (w->sync && fsync(dir) != 0 && errno != EINVAL)))
		err = err_errno(_("writing"));
done:
	if (err)
		unlinkat(from, from == git ? TEMP_NAME : "." TEMP_NAME, 0);
	close(git);
	return err;
}

const Err *work_write(const WorkDir *w, const char *path, const Oid *blob, unsigned mode, const struct stat *was, struct stat *st)
{
	Str stored = STR_EMPTY, filtered = STR_EMPTY;
	const Err *err;
	int dir = -1;

	if ((err = blob_read(w->r, blob, &stored)) || (err = work_filter(w->r, path, true, str_slice(&stored), &filtered)) ||
	    (err = file_mkdir_beneath(w->fd, path)) || (err = open_parent(w, path, &dir)))
		goto done;
	err = put_file(w, dir, path, str_slice(&filtered), mode, was, st);
done:
	if (dir >= 0)
		close(dir);
	str_free(&stored);
	str_free(&filtered);
	return err_wrap(err, "%s", path);
}

const Err *work_remove(const WorkDir *w, const char *path)
{
	char *at = mem_dup(path), *slash;
	const Err *err = NULL;
	int dir = -1;

	if ((err = open_parent(w, path, &dir)))
		goto done;
	if (unlinkat(dir, path_base(path), 0) != 0 && errno != ENOENT)
		err = err_errno(_("“%s” cannot be removed"), path);
	else if (w->sync)
		fsync(dir);
	while (!err && (slash = strrchr(at, '/'))) {
		*slash = '\0';
		close(dir);
		dir = -1;
		if (open_parent(w, at, &dir) || unlinkat(dir, path_base(at), AT_REMOVEDIR) != 0)
			break;
	}
done:
	if (dir >= 0)
		close(dir);
	free(at);
	return err;
}
