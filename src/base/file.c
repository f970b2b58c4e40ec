/* Files that survive: whole reads and durable writes, and paths that cannot leave their root. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/words.h"

#define READ_STEP ((size_t)64 * 1024)
#define TEMP_TRIES 16

static void close_keep(int fd)
{
	int saved = errno;

	if (fd >= 0)
		close(fd);
	errno = saved;
}

/* ---- reading ---- */

static const Err *read_to_end(int fd, size_t hint, Str *out)
{
	str_reserve(out, hint);
	for (;;) {
		ssize_t n;

		if (out->cap - out->len < 2)
			str_reserve(out, READ_STEP);
		n = read(fd, out->p + out->len, out->cap - out->len - 1);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_errno(_("reading"));
		out->len += (size_t)n;
		out->p[out->len] = '\0';
		if (n == 0)
			return NULL;
	}
}

const Err *file_read_fd(int fd, Str *out)
{
	return read_to_end(fd, READ_STEP, out);
}

static const Err *open_failed(const char *name)
{
	if (errno == ENOENT)
		return err_new(ERR_NONE, _("there is no file %s"), name);
	return err_errno(_("opening %s"), name);
}

/* O_NONBLOCK, so that a pipe of that name cannot hold us up before we see that it is no file. */
static const Err *read_regular(int dirfd, const char *name, int flags, size_t max, Str *out)
{
	const Err *err = NULL;
	struct stat st;
	int fd;

	do {
		fd = openat(dirfd, name, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | flags);
	} while (fd < 0 && errno == EINTR);
	if (fd < 0)
		return open_failed(name);
	if (fstat(fd, &st) < 0) {
		err = err_errno(_("opening %s"), name);
	} else if (!S_ISREG(st.st_mode)) {
		err = err_new(ERR_FAIL, _("%s is not a regular file"), name);
	} else if ((uintmax_t)st.st_size > max) {
		err = err_new(ERR_FAIL, _("%s is too large (%lld bytes)"), name, (long long)st.st_size);
	} else {
		err = err_wrap(read_to_end(fd, (size_t)st.st_size + 1, out), "%s", name);
	}
	close(fd);
	return err;
}

const Err *file_read(const char *path, Str *out)
{
	return read_regular(AT_FDCWD, path, 0, SIZE_MAX / 4, out);
}

const Err *file_read_at(int dirfd, const char *name, size_t max, Str *out)
{
	return read_regular(dirfd, name, O_NOFOLLOW, max, out);
}

/* ---- writing ---- */

static int write_bytes(int fd, Slice data)
{
	while (data.len) {
		ssize_t n = write(fd, data.p, data.len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		data = slice_sub(data, (size_t)n, data.len);
	}
	return 0;
}

const Err *file_write_all(int fd, Slice data)
{
	return write_bytes(fd, data) < 0 ? err_errno(_("writing")) : NULL;
}

static int sync_fd(int fd)
{
	int rc;

	do {
		rc = fsync(fd);
	} while (rc < 0 && errno == EINTR);
	return rc;
}

/* Some file systems cannot sync a folder (EINVAL); they have nothing to lose by it. */
static int sync_dir_fd(int fd)
{
	int rc = sync_fd(fd);

	return rc < 0 && (errno == EINVAL || errno == ENOTSUP) ? 0 : rc;
}

static int temp_open(int dirfd, char *name, size_t size)
{
	int fd = -1;

	for (int i = 0; i < TEMP_TRIES; i++) {
		uint64_t r = 0;

		if (getrandom(&r, sizeof r, 0) != (ssize_t)sizeof r)
			r = (uint64_t)getpid() << 8 | (unsigned)i;
		snprintf(name, size, ".blad-%016llx.tmp", (unsigned long long)r);
		fd = openat(dirfd, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
		if (fd >= 0 || (errno != EEXIST && errno != EINTR))
			break;
	}
	return fd;
}

/* name has no folder part: dirfd is where it lies. */
static const Err *write_here(int dirfd, const char *name, Slice data)
{
	const Err *err = NULL;
	char temp[40];
	int fd = temp_open(dirfd, temp, sizeof temp);

	if (fd < 0)
		return err_errno(_("writing %s"), name);
	if (write_bytes(fd, data) < 0 || sync_fd(fd) < 0)
		err = err_errno(_("writing %s"), name);
	if (close(fd) < 0 && errno != EINTR && !err)
		err = err_errno(_("writing %s"), name);
	if (!err && renameat(dirfd, temp, dirfd, name) < 0)
		err = err_errno(_("writing %s"), name);
	if (err)
		unlinkat(dirfd, temp, 0);
	else if (sync_dir_fd(dirfd) < 0)
		err = err_errno(_("writing %s"), name);
	return err;
}

static const Err *open_dir(int *out, int dirfd, const char *path)
{
	int fd;

	do {
		fd = openat(dirfd, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOCTTY);
	} while (fd < 0 && errno == EINTR);
	*out = fd;
	return fd < 0 ? err_errno(_("opening the folder %s"), path) : NULL;
}

const Err *file_write_at(int dirfd, const char *name, Slice data)
{
	const char *base = path_base(name);
	const Err *err;
	char *dir;
	int fd;

	if (*base == '\0')
		return err_new(ERR_FAIL, _("%s is not a name for a file"), name);
	if (base == name)	/* a descriptor of "." is needed to sync, and AT_FDCWD is none */
		dir = mem_dup(".");
	else
		dir = mem_dup_n(name, (size_t)(base - name));
	err = open_dir(&fd, dirfd, dir);
	if (!err) {
		err = write_here(fd, base, data);
		close(fd);
	}
	free(dir);
	return err;
}

const Err *file_write(const char *path, Slice data)
{
	return file_write_at(AT_FDCWD, path, data);
}

/* ---- folders ---- */

static const Err *mkdir_one(const char *path, mode_t mode)
{
	if (mkdir(path, mode) == 0 || (errno == EEXIST && file_is_dir(path)))
		return NULL;
	return err_errno(_("making the folder %s"), path);
}

const Err *file_mkdir(const char *path, mode_t mode)
{
	const Err *err = NULL;
	char *p;

	if (file_is_dir(path))
		return NULL;
	p = mem_dup(path);
	for (char *s = p + strspn(p, "/"); !err && *s;) {
		char kept;

		s += strcspn(s, "/");
		kept = *s;
		*s = '\0';
		if (!file_is_dir(p))
			err = mkdir_one(p, mode);
		*s = kept;
		s += strspn(s, "/");
	}
	free(p);
	return err;
}

/* Removes what name in dirfd is, with all below it; a link goes, what it points to stays. */
static int remove_at(int dirfd, const char *name)
{
	DIR *dir;
	int fd, rc = 0;

	if (unlinkat(dirfd, name, 0) == 0 || errno == ENOENT)
		return 0;
	if (errno != EISDIR && errno != EPERM)
		return -1;
	fd = openat(dirfd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return -1;
	dir = fdopendir(fd);
	if (!dir) {
		close_keep(fd);
		return -1;
	}
	for (struct dirent *e; rc == 0 && (e = readdir(dir)) != NULL;)
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
			rc = remove_at(fd, e->d_name);
	if (rc < 0) {
		int saved = errno;

		closedir(dir);
		errno = saved;
		return -1;
	}
	closedir(dir);
	return unlinkat(dirfd, name, AT_REMOVEDIR) == 0 || errno == ENOENT ? 0 : -1;
}

const Err *file_remove_tree(const char *path)
{
	return remove_at(AT_FDCWD, path) < 0 ? err_errno(_("removing %s"), path) : NULL;
}

const Err *file_sync_dir(const char *path)
{
	const Err *err;
	int fd;

	err = open_dir(&fd, AT_FDCWD, path);
	if (err)
		return err;
	if (sync_dir_fd(fd) < 0)
		err = err_errno(_("writing %s"), path);
	close(fd);
	return err;
}

bool file_exists(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0;
}

bool file_is_dir(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}
