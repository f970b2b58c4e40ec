/* The lock of a draft. */
#include "archive/draft_lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/words.h"

#define LOCK_NAME "lock"
#define LOCK_TEXT 64
#define UNKNOWN (-1L)	/* held, but a full disk kept no word of by whom */
/* Who only looks holds a lock for microseconds: try again before calling it busy. */
#define PROBES 10
#define PROBE_NS 5000000L

static long holder_read(int fd, Moment *since)
{
	char text[LOCK_TEXT];
	ssize_t n = pread(fd, text, sizeof text - 1, 0);
	long pid = 0;
	long long sec = 0;
	int offset = 0;

	text[n > 0 ? n : 0] = '\0';
	sscanf(text, "%ld %lld %d", &pid, &sec, &offset);
	*since = (Moment){ sec, offset };
	return pid > 0 ? pid : UNKNOWN;
}

static const Err *busy(int fd, const char *what)
{
	Moment since;
	Str clock = STR_EMPTY;
	long pid = holder_read(fd, &since);
	const Err *err;

	if (pid == UNKNOWN)
		return err_new(ERR_BUSY, _("%s is being edited in another window"), what);
	moment_clock(since, &clock);
	err = err_new(ERR_BUSY, _("%s is being edited in another window (process %ld, since %s)"), what, pid, str_c(&clock));
	str_free(&clock);
	return err;
}

/* 0, EWOULDBLOCK, or what else went wrong. */
static int try_lock(int fd)
{
	for (int i = 0; i < PROBES; i++) {
		if (flock(fd, LOCK_EX | LOCK_NB) == 0)
			return 0;
		if (errno != EWOULDBLOCK && errno != EINTR)
			return errno;
		nanosleep(&(struct timespec){ 0, PROBE_NS }, NULL);
	}
	return EWOULDBLOCK;
}

/* The file that was locked may be another than the one that stands there now. */
static bool still_there(int fd, const char *path)
{
	struct stat here, there;

	return fstat(fd, &here) == 0 && lstat(path, &there) == 0 && here.st_ino == there.st_ino && here.st_dev == there.st_dev;
}

static void sign(int fd)
{
	char text[LOCK_TEXT];
	Moment now = moment_now();
	int n = snprintf(text, sizeof text, "%ld %lld %d\n", (long)getpid(), (long long)now.sec, now.offset);

	/* Only for people: a disk too full to say who it is still locks. */
	if (ftruncate(fd, 0) == 0 && pwrite(fd, text, (size_t)n, 0) < 0)
		errno = 0;
}

const Err *draft_lock(DraftLock *out, const char *dir, const char *what)
{
	char *path = mem_printf("%s/%s", dir, LOCK_NAME);
	const Err *err = NULL;

	out->fd = -1;
	while (!err && out->fd < 0) {
		int fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);
		int rc = fd < 0 ? errno : try_lock(fd);

		if (fd < 0 && rc == ENOENT)
			err = err_new(ERR_NONE, _("%s is not there"), dir);
		else if (fd < 0)
			err = err_errno(_("locking %s"), what);
		else if (rc == EWOULDBLOCK)
			err = busy(fd, what);
		else if (rc != 0 || still_there(fd, path))
			out->fd = fd;	/* a file system without locks: the generation is what remains */
		if (fd >= 0 && out->fd != fd)
			close(fd);
	}
	if (!err)
		sign(out->fd);
	free(path);
	return err;
}

void draft_unlock(DraftLock *l)
{
	if (l->fd >= 0)
		close(l->fd);
	l->fd = -1;
}

long draft_holder(const char *dir, Moment *since)
{
	char *path = mem_printf("%s/%s", dir, LOCK_NAME);
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	long pid = 0;

	*since = (Moment){ 0 };
	if (fd >= 0 && flock(fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK)
		pid = holder_read(fd, since);
	if (fd >= 0)
		close(fd);
	free(path);
	return pid;
}
