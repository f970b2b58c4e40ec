/* A smart subtransport that runs ssh, or git's own server programs for paths on this computer. */
#include "git/transport.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include <git2/sys/transport.h>
#if GIT2_AT_LEAST(8)
#include <git2/sys/errors.h>
#endif

#include "base/date.h"
#include "base/mem.h"
#include "base/words.h"
#include "git/program.h"
#include "git/url.h"

#define TICK_MS 100		/* how long a silent server can keep us from asking whether to go on */
#define ASKING_TIMES 5		/* so much longer where a person may be at an answer: servers wait two minutes for it */
#define WORDS_MAX (16 * 1024)
#define LAST_WORDS_MS 2000	/* for the other side to say why it hung up */

typedef struct {
	git_smart_subtransport_stream parent;
	struct Subtransport *owner;
	Talk *talk;
	Child child;
	Str spare;		/* came while we were writing */
	size_t spare_at;
	bool broken;
	bool patient;		/* ssh may be asking on the terminal */
} Stream;

typedef struct Subtransport {
	git_smart_subtransport parent;
	Talk *talk;
	Stream *stream;		/* one conversation, for its listing and its work */
} Subtransport;

/* ---- the stream ---- */

static int fail(Stream *s, const char *words)
{
	s->broken = true;
	if (s->talk->cancelled)
		return GIT_EUSER;
	git_error_set_str(GIT_ERROR_NET, words);
	return -1;
}

/* Takes what stands on standard error; false at its end. */
static bool take_words(Stream *s)
{
	char buf[2048];
	ssize_t n = read(s->child.err, buf, sizeof buf);

	if (n > 0 && s->talk->words.len < WORDS_MAX)
		str_add(&s->talk->words, buf, (size_t)n);
	if (n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR)))
		return true;
	close(s->child.err);
	s->child.err = -1;
	return false;
}

static void last_words(Stream *s)
{
	int64_t until = clock_ms() + LAST_WORDS_MS;

	while (s->child.err >= 0 && clock_ms() < until) {
		struct pollfd fd = { s->child.err, POLLIN, 0 };

		if (poll(&fd, 1, TICK_MS) > 0)
			take_words(s);
	}
}

/* Waits until one of in (to write) and out (to read) is ready; reads standard error meanwhile.  Which: POLLIN, POLLOUT, or -1. */
static int wait_ready(Stream *s, bool write)
{
	int64_t since = clock_ms();

	for (;;) {
		struct pollfd fds[] = {
			{ s->child.out, POLLIN, 0 }, { s->child.err, POLLIN, 0 }, { write ? s->child.in : -1, POLLOUT, 0 },
			{ askpass_fd(s->talk->askpass), POLLIN, 0 },
		};
		int n = poll(fds, sizeof fds / sizeof *fds, TICK_MS);

		if (n < 0 && errno != EINTR)
			return -1;
		if (n <= 0) {
			if (talk_waits(s->talk, since, s->patient ? ASKING_TIMES : 1))
				return -1;
			continue;
		}
		if (fds[1].revents) {
			take_words(s);
			since = clock_ms();
		}
		if (fds[3].revents) {
			s->talk->cancelled |= !askpass_take(s->talk->askpass, s->talk->opts->asker);
			if (s->talk->cancelled)
				return -1;
			since = clock_ms();
		}
		if (write && fds[2].revents)
			return POLLOUT;
		if (fds[0].revents) {
			s->patient = false;
			return POLLIN;
		}
	}
}

static int stream_read(git_smart_subtransport_stream *stream, char *buffer, size_t size, size_t *out)
{
	Stream *s = (Stream *)stream;

	*out = 0;
	if (s->spare.len > s->spare_at) {
		size_t n = s->spare.len - s->spare_at < size ? s->spare.len - s->spare_at : size;

		memcpy(buffer, s->spare.p + s->spare_at, n);
		s->spare_at += n;
		*out = n;
		return 0;
	}
	for (;;) {
		ssize_t n;

		if (wait_ready(s, false) < 0)
			return fail(s, "reading");
		n = read(s->child.out, buffer, size);
		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			continue;
		if (n < 0)
			return fail(s, "reading");
		if (n == 0) {
			s->broken = true;
			last_words(s);
		}
		*out = (size_t)n;
		return 0;
	}
}

/* What the server says while we still write is kept, so that neither waits for the other. */
static int take_spare(Stream *s)
{
	char buf[4096];
	ssize_t n = read(s->child.out, buf, sizeof buf);

	if (n > 0) {
		if (s->spare_at == s->spare.len) {
			str_clear(&s->spare);
			s->spare_at = 0;
		}
		str_add(&s->spare, buf, (size_t)n);
	}
	return n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR)) ? 0 : -1;
}

static int stream_write(git_smart_subtransport_stream *stream, const char *buffer, size_t len)
{
	Stream *s = (Stream *)stream;

	while (len > 0) {
		int ready = wait_ready(s, true);
		ssize_t n;

		if (ready < 0)
			return fail(s, "writing");
		if (ready == POLLIN) {
			if (take_spare(s) < 0) {
				last_words(s);
				return fail(s, "the other side hung up");
			}
			continue;
		}
		n = write(s->child.in, buffer, len);
		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			continue;
		if (n < 0) {
			last_words(s);
			return fail(s, "the other side hung up");
		}
		buffer += n;
		len -= (size_t)n;
	}
	return 0;
}

static void stream_end(Stream *s)
{
	child_end(&s->child, s->broken || s->talk->cancelled);
	str_free(&s->spare);
	free(s);
}

static void stream_free(git_smart_subtransport_stream *stream)
{
	Stream *s = (Stream *)stream;

	if (s->owner && s->owner->stream == s)
		s->owner->stream = NULL;
	stream_end(s);
}

const Err *transport_open(git_smart_subtransport_stream **out, Talk *t, const char *address, const char *program)
{
	Stream *s = mem_alloc(sizeof *s);
	const Err *err;

	s->parent.read = stream_read;
	s->parent.write = stream_write;
	s->parent.free = stream_free;
	s->talk = t;
	if ((err = program_start(t, address, program, &s->child, &s->patient)))
		free(s);
	else
		*out = &s->parent;
	return err;
}

/* ---- the subtransport ---- */

static int action(git_smart_subtransport_stream **out, git_smart_subtransport *transport, const char *url, git_smart_service_t service)
{
	Subtransport *sub = (Subtransport *)transport;
	bool push = service == GIT_SERVICE_RECEIVEPACK_LS || service == GIT_SERVICE_RECEIVEPACK;
	Stream *s = sub->stream;

	if (!s) {
		if (service != GIT_SERVICE_UPLOADPACK_LS && service != GIT_SERVICE_RECEIVEPACK_LS) {
			git_error_set_str(GIT_ERROR_NET, "not connected");
			return -1;
		}
		sub->talk->err = transport_open(out, sub->talk, url, push ? "receive-pack" : "upload-pack");
		if (sub->talk->err) {
			git_error_set_str(GIT_ERROR_NET, "not started");
			return -1;
		}
		s = (Stream *)*out;
		s->parent.subtransport = transport;
		s->owner = sub;
		sub->stream = s;
	}
	*out = &s->parent;
	return 0;
}

static int subtransport_close(git_smart_subtransport *transport)
{
	Subtransport *sub = (Subtransport *)transport;

	if (sub->stream)
		stream_free(&sub->stream->parent);
	return 0;
}

static void subtransport_free(git_smart_subtransport *transport)
{
	subtransport_close(transport);
	free(transport);
}

static int subtransport_new(git_smart_subtransport **out, git_transport *owner, void *talk)
{
	Subtransport *sub = mem_alloc(sizeof *sub);

	sub->parent.action = action;
	sub->parent.close = subtransport_close;
	sub->parent.free = subtransport_free;
	(void)owner;
	sub->talk = talk;
	*out = &sub->parent;
	return 0;
}

int transport_new(git_transport **out, git_remote *owner, void *payload)
{
	Talk *talk = payload;
	git_smart_subtransport_definition definition = { subtransport_new, 0, talk };
	UrlKind kind;
	Url url;

	*out = NULL;
	if ((talk->err = url_parse(git_remote_url(owner), &url))) {
		git_error_set_str(GIT_ERROR_NET, "refused");
		return -1;
	}
	kind = url.kind;
	url_free(&url);
	return kind == URL_OTHER ? 0 : git_transport_smart(out, owner, &definition);
}
