/* The journal of a draft: records of typing, written ahead and read back after a crash. */
#include "archive/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/words.h"

/* A record: sum of all behind it, place, bytes removed, bytes added (8 each, little end first), then the bytes added. */
#define HEAD 32
#define READ_MAX (4 * JOURNAL_BYTES)

static void put64(char *p, uint64_t v)
{
	for (int i = 0; i < 8; i++)
		p[i] = (char)(unsigned char)(v >> (8 * i));
}

static uint64_t get64(const char *p)
{
	uint64_t v = 0;

	for (int i = 7; i >= 0; i--)
		v = v << 8 | (unsigned char)p[i];
	return v;
}

/* FNV-1a; never 0, so that room not yet written is no record. */
static uint64_t sum(Slice s, uint64_t salt, size_t at)
{
	uint64_t h = 0xcbf29ce484222325u ^ salt * 0x9e3779b97f4a7c15u ^ (uint64_t)at << 20;

	for (size_t i = 0; i < s.len; i++)
		h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3u;
	return h ? h : 1;
}

/* Applies the record at *at and goes behind it; false where none stands. */
static bool replay_one(Slice file, size_t *at, uint64_t salt, Str *text)
{
	const char *p = file.p + *at;
	size_t room = file.len - *at;
	uint64_t from, gone, added;

	if (room < HEAD)
		return false;
	from = get64(p + 8);
	gone = get64(p + 16);
	added = get64(p + 24);
	if (added > room - HEAD || from > text->len || gone > text->len - from)
		return false;
	if (get64(p) != sum(slice(p + 8, HEAD - 8 + (size_t)added), salt, *at))
		return false;
	str_splice(text, (size_t)from, (size_t)gone, slice(p + HEAD, (size_t)added));
	*at += HEAD + (size_t)added;
	return true;
}

const Err *journal_replay(int dirfd, const char *name, uint64_t salt, Str *text, size_t *at)
{
	Str file = STR_EMPTY;
	const Err *err = file_read_at(dirfd, name, READ_MAX, &file);

	*at = 0;
	if (err && err_kind(err) == ERR_NONE)
		err = NULL;
	while (!err && replay_one(str_slice(&file), at, salt, text))
		;
	str_free(&file);
	return err;
}

const Err *journal_open(Journal *out, int dirfd, const char *name, uint64_t salt, size_t at)
{
	Journal j = { .fd = -1, .at = at, .salt = salt };
	struct stat st;
	int rc = 0;

	*out = JOURNAL_CLOSED;
	j.fd = openat(dirfd, name, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);
	if (j.fd < 0)
		return err_errno(_("opening the journal"));
	if (fstat(j.fd, &st) == 0 && !S_ISREG(st.st_mode))
		rc = EINVAL;
	if (rc == 0) {
		do {
			rc = posix_fallocate(j.fd, 0, (off_t)JOURNAL_BYTES);
		} while (rc == EINTR);
	}
	if (rc == 0 && (fsync(j.fd) != 0 || (fsync(dirfd) != 0 && errno != EINVAL)))
		rc = errno;
	if (rc == 0) {
		*out = j;
		return NULL;
	}
	close(j.fd);
	errno = rc;
	return err_errno(_("making room for the journal"));
}

bool journal_fits(const Journal *j, Slice with)
{
	return with.len <= JOURNAL_BYTES && j->at + HEAD + with.len <= JOURNAL_BYTES;
}

static const Err *write_at(int fd, Slice data, size_t at)
{
	while (data.len) {
		ssize_t n = pwrite(fd, data.p, data.len, (off_t)at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_errno(_("writing the journal"));
		at += (size_t)n;
		data = slice_sub(data, (size_t)n, data.len);
	}
	return NULL;
}

const Err *journal_add(Journal *j, size_t at, size_t n, Slice with)
{
	char head[HEAD] = { 0 };
	Str record = STR_EMPTY;
	const Err *err;

	put64(head + 8, at);
	put64(head + 16, n);
	put64(head + 24, with.len);
	str_add(&record, head, HEAD);
	str_add_slice(&record, with);
	put64(record.p, sum(slice_sub(str_slice(&record), 8, record.len), j->salt, j->at));
	err = write_at(j->fd, str_slice(&record), j->at);
	if (!err) {
		j->at += record.len;
		j->unsynced = true;
	}
	str_free(&record);
	return err;
}

const Err *journal_sync(Journal *j)
{
	if (j->fd < 0 || !j->unsynced)
		return NULL;
	while (fdatasync(j->fd) != 0)
		if (errno != EINTR)
			return err_errno(_("keeping the journal"));
	j->unsynced = false;
	return NULL;
}

void journal_close(Journal *j)
{
	if (j->fd >= 0)
		close(j->fd);
	*j = JOURNAL_CLOSED;
}
