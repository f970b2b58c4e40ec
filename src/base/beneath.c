/* Opening below a folder without ever leaving it: no "..", no link, no absolute path. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#ifdef SYS_openat2
#include <linux/openat2.h>
#endif

#include "base/file.h"
#include "base/mem.h"
#include "base/words.h"

#define ALWAYS (O_CLOEXEC | O_NOFOLLOW | O_NOCTTY)

/* Neither empty nor absolute, and every part a name. */
static bool stays_below(const char *rel)
{
	do {
		size_t n = strcspn(rel, "/");

		if (n == 0 || (n == 1 && rel[0] == '.') || (n == 2 && rel[0] == '.' && rel[1] == '.'))
			return false;
		rel += n;
	} while (*rel++ == '/');
	return true;
}

static int open_again(int dirfd, const char *name, int flags, mode_t mode)
{
	int fd;

	do {
		fd = openat(dirfd, name, flags, mode);
	} while (fd < 0 && errno == EINTR);
	return fd;
}

/* Opens the folder that holds the last part of rel, step by step; *last is that part.  make: missing folders are made. */
static int open_parent(int dirfd, const char *rel, bool make, const char **last)
{
	char *copy = mem_dup(rel), *p = copy, *slash;
	int fd = open_again(dirfd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

	while (fd >= 0 && (slash = strchr(p, '/')) != NULL) {
		int next, saved;

		*slash = '\0';
		if (make && mkdirat(fd, p, 0777) < 0 && errno != EEXIST)
			next = -1;
		else
			next = open_again(fd, p, O_RDONLY | O_DIRECTORY | ALWAYS, 0);
		saved = errno;
		close(fd);
		errno = saved;
		fd = next;
		p = slash + 1;
	}
	*last = rel + (p - copy);
	free(copy);
	return fd;
}

static int open_by_steps(int dirfd, const char *rel, int flags, mode_t mode)
{
	const char *last;
	int dir = open_parent(dirfd, rel, false, &last), fd, saved;

	if (dir < 0)
		return -1;
	fd = open_again(dir, last, flags | ALWAYS, mode);
	saved = errno;
	close(dir);
	errno = saved;
	return fd;
}

static int open_beneath(int dirfd, const char *rel, int flags, mode_t mode)
{
#ifdef SYS_openat2
	struct open_how how = {
		.flags = (unsigned)(flags | ALWAYS),
		.mode = flags & O_CREAT ? mode : 0,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS,
	};
	long fd;

	do {
		fd = syscall(SYS_openat2, dirfd, rel, &how, sizeof how);
	} while (fd < 0 && (errno == EINTR || errno == EAGAIN));
	/* An older kernel lacks it; some sandboxes answer EPERM to every call that they do not know. */
	if (fd >= 0 || (errno != ENOSYS && errno != EPERM && errno != EINVAL))
		return (int)fd;
#endif
	return open_by_steps(dirfd, rel, flags, mode);
}

const Err *file_open_beneath(int *out, int dirfd, const char *rel, int flags, mode_t mode)
{
	*out = -1;
	if (!stays_below(rel))
		return err_new(ERR_FAIL, _("the path %s leads outside"), rel);
	*out = open_beneath(dirfd, rel, flags, mode);
	if (*out >= 0)
		return NULL;
	if (errno == ENOENT)
		return err_new(ERR_NONE, _("there is no file %s"), rel);
	return err_errno(_("opening %s"), rel);
}

const Err *file_mkdir_beneath(int dirfd, const char *rel)
{
	const char *last;
	int fd;

	if (!stays_below(rel))
		return err_new(ERR_FAIL, _("the path %s leads outside"), rel);
	fd = open_parent(dirfd, rel, true, &last);
	if (fd < 0)
		return err_errno(_("making the folder of %s"), rel);
	close(fd);
	return NULL;
}
