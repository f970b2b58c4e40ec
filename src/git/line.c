/* git's packets (gitprotocol-common(5)) to and from a server's program. */
#include "git/line.h"

#include <stdio.h>
#include <stdlib.h>

#if GIT2_AT_LEAST(8)
#include <git2/sys/errors.h>
#endif

#include "base/mem.h"

#define PACKET_MAX 65520	/* with its four digits */
#define DIGITS 4

struct Line {
	Talk *talk;
	git_smart_subtransport_stream *stream;
	size_t from, to;	/* of what was read and not yet given out */
	char buf[2 * PACKET_MAX];
};

bool line_open(Line **out, Talk *t, const char *address, const char *program)
{
	git_smart_subtransport_stream *stream = NULL;

	*out = NULL;
	t->err = transport_open(&stream, t, address, program);
	if (t->err)
		return false;
	*out = mem_alloc(sizeof **out);
	(*out)->talk = t;
	(*out)->stream = stream;
	return true;
}

void line_close(Line *l)
{
	if (!l)
		return;
	l->stream->free(l->stream);
	free(l);
}

/* Until len bytes are there. */
static int fill(Line *l, size_t len)
{
	if (l->from > 0 && l->from + len > sizeof l->buf) {
		memmove(l->buf, l->buf + l->from, l->to - l->from);
		l->to -= l->from;
		l->from = 0;
	}
	while (l->to - l->from < len) {
		size_t n = 0;
		int rc = l->stream->read(l->stream, l->buf + l->to, sizeof l->buf - l->to, &n);

		if (rc < 0)
			return rc;
		if (n == 0) {
			git_error_set_str(GIT_ERROR_NET, "early EOF");
			return GIT_EEOF;
		}
		l->to += n;
	}
	return 0;
}

static bool parse_length(const char *digits, size_t *out)
{
	*out = 0;
	for (size_t i = 0; i < DIGITS; i++) {
		const char *hex = "0123456789abcdef", *at = digits[i] ? strchr(hex, digits[i] | 0x20) : NULL;

		if (!at)
			return false;
		*out = *out << 4 | (size_t)(at - hex);
	}
	return *out <= PACKET_MAX && (*out == 0 || *out >= DIGITS);
}

int line_read(Line *l, Slice *out)
{
	size_t len;
	int rc = fill(l, DIGITS);

	if (rc < 0)
		return rc;
	if (!parse_length(l->buf + l->from, &len)) {
		git_error_set_str(GIT_ERROR_NET, "the server does not speak git's protocol");
		return GIT_ERROR;
	}
	if (len == 0) {
		l->from += DIGITS;
		*out = slice(NULL, 0);
		return 0;
	}
	if ((rc = fill(l, len)) < 0)
		return rc;
	*out = slice(l->buf + l->from + DIGITS, len - DIGITS);
	l->from += len;
	return 0;
}

int line_write(Line *l, Slice packet)
{
	char digits[DIGITS + 1];
	int rc;

	snprintf(digits, sizeof digits, "%04zx", packet.p ? (packet.len + DIGITS) & 0xffff : 0);
	rc = line_write_raw(l, digits, DIGITS);
	return rc < 0 || packet.len == 0 ? rc : line_write_raw(l, packet.p, packet.len);
}

int line_write_raw(Line *l, const void *data, size_t len)
{
	return l->stream->write(l->stream, data, len);
}
