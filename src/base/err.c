/* Errors as return values: a ring of texts that needs no memory, and the words for what the system says. */
#include "base/err.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/words.h"

#define ERR_TEXT 2048

struct Err {
	ErrKind kind;
	char text[ERR_TEXT];
};

static Err ring[ERR_ALIVE];
static unsigned next_slot;

static const struct {
	int no;
	const char *words;
} system_words[] = {
	{ EACCES, N_("permission denied") },
	{ EBUSY, N_("it is in use") },
	{ ECONNREFUSED, N_("connection refused") },
	{ EDQUOT, N_("your disk quota is used up") },
	{ EEXIST, N_("it exists already") },
	{ EFBIG, N_("the file would be too large") },
	{ EHOSTUNREACH, N_("the host cannot be reached") },
	{ EIO, N_("the disk or device reports an error") },
	{ EISDIR, N_("it is a folder") },
	{ ELOOP, N_("a symbolic link is not followed here") },
	{ EMFILE, N_("too many open files") },
	{ ENAMETOOLONG, N_("the name is too long") },
	{ ENETUNREACH, N_("the network cannot be reached") },
	{ ENFILE, N_("too many open files") },
	{ ENOENT, N_("no such file or folder") },
	{ ENOMEM, N_("out of memory") },
	{ ENOSPC, N_("no space left on the disk") },
	{ ENOTDIR, N_("a part of the path is not a folder") },
	{ ENOTEMPTY, N_("the folder is not empty") },
	{ EPERM, N_("that is not permitted") },
	{ EPIPE, N_("the reader has gone") },
	{ EROFS, N_("the disk is read-only") },
	{ ETIMEDOUT, N_("it took too long") },
	{ ETXTBSY, N_("the program is running") },
	{ EXDEV, N_("it lies on another disk") },
};

static const char *system_text(int no)
{
	for (size_t i = 0; i < sizeof system_words / sizeof *system_words; i++)
		if (system_words[i].no == no)
			return words_get(system_words[i].words);
	return strerror(no);
}

/* n, less the beginning of a character whose end was cut off. */
static size_t whole_chars(const char *s, size_t n)
{
	size_t back = 0;
	unsigned char lead;

	while (back < 3 && back < n && ((unsigned char)s[n - 1 - back] & 0xc0) == 0x80)
		back++;
	if (back >= n)
		return n;
	lead = (unsigned char)s[n - 1 - back];
	return lead >= 0xc0 && back < (lead >= 0xf0 ? 3u : lead >= 0xe0 ? 2u : 1u) ? n - 1 - back : n;
}

/* Builds beside the ring first: arguments may point into the very slot that comes next. */
__attribute__((format(printf, 3, 0)))
static const Err *err_make(ErrKind kind, const char *tail, const char *fmt, va_list ap)
{
	static const char more[] = "…";
	char text[ERR_TEXT * 2];
	size_t n = 0, end, most = ERR_TEXT - sizeof more;
	Err *e = &ring[next_slot++ % ERR_ALIVE];
	int k = vsnprintf(text, ERR_TEXT, fmt, ap);

	if (k > 0)
		n = k < ERR_TEXT ? (size_t)k : whole_chars(text, ERR_TEXT - 1);
	text[n] = '\0';
	if (tail) {
		k = snprintf(text + n, sizeof text - n, "%s%s", n ? ": " : "", tail);
		if (k > 0)
			n += (size_t)k < sizeof text - n ? (size_t)k : sizeof text - n - 1;
	}
	end = n > most ? whole_chars(text, most) : n;
	memcpy(e->text, text, end);
	if (end < n) {
		memcpy(e->text + end, more, sizeof more - 1);
		end += sizeof more - 1;
	}
	e->text[end] = '\0';
	e->kind = kind;
	return e;
}

const Err *err_new(ErrKind kind, const char *fmt, ...)
{
	va_list ap;
	const Err *e;

	va_start(ap, fmt);
	e = err_make(kind, NULL, fmt, ap);
	va_end(ap);
	return e;
}

const Err *err_errno(const char *fmt, ...)
{
	const char *tail = system_text(errno);
	va_list ap;
	const Err *e;

	va_start(ap, fmt);
	e = err_make(ERR_FAIL, tail, fmt, ap);
	va_end(ap);
	return e;
}

const Err *err_wrap(const Err *err, const char *fmt, ...)
{
	va_list ap;
	const Err *e;

	if (!err)
		return NULL;
	va_start(ap, fmt);
	e = err_make(err->kind, err->text, fmt, ap);
	va_end(ap);
	return e;
}

const Err *err_first(const Err *first, const Err *later)
{
	return first ? first : later;
}

void err_forget(const Err *err)
{
	if (err && err == &ring[(next_slot - 1) % ERR_ALIVE])
		next_slot--;
}

ErrKind err_kind(const Err *err)
{
	return err->kind;
}

const char *err_text(const Err *err)
{
	return err ? err->text : "";
}

int err_exit(const Err *err)
{
	if (!err)
		return 0;
	return err->kind == ERR_USAGE ? 2 : err->kind == ERR_DECIDE ? 3 : 1;
}
