/* The connections under libgit2's http and git: they can be left at any time, and give a silent server up. */
#include "git/socket.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <git2/sys/stream.h>
#if GIT2_AT_LEAST(8)
#include <git2/sys/errors.h>
#endif

#include "base/date.h"
#include "base/mem.h"
#include "base/words.h"
#include "git/stop.h"

#define TICK_MS 100
#define PLACES_MAX 16		/* addresses of one name that are tried */

typedef struct {
	git_stream parent;
	char *host, *port;
	int fd;
} Socket;

static Talk *talk;

/* Waits until fd is ready; false: given up, or to be stopped. */
static bool await(int fd, short events)
{
	int64_t since = clock_ms();

	for (;;) {
		struct pollfd p = { fd, events, 0 };
		int n = poll(&p, 1, TICK_MS);

		if (n > 0)
			return true;
		if ((n < 0 && errno != EINTR) || talk_waits(talk, since, 1))
			return false;
	}
}

static int fail(const char *words)
{
	git_error_set_str(GIT_ERROR_NET, words);
	return -1;
}

/* ---- where a host is ---- */

typedef struct {
	int family, type, protocol;
	socklen_t len;
	struct sockaddr_storage at;
} Place;

/* In a process of its own: asking for names cannot be interrupted. */
static void look_up(const Socket *s, int out)
{
	struct addrinfo hints, *list = NULL;
	int code;

	memset(&hints, 0, sizeof hints);
	hints.ai_socktype = SOCK_STREAM;
	code = getaddrinfo(s->host, s->port, &hints, &list);
	if (write(out, &code, sizeof code) != (ssize_t)sizeof code)
		_exit(1);
	for (struct addrinfo *a = list; a; a = a->ai_next) {
		Place p;

		memset(&p, 0, sizeof p);
		if (a->ai_addrlen > sizeof p.at)
			continue;
		p.family = a->ai_family;
		p.type = a->ai_socktype;
		p.protocol = a->ai_protocol;
		p.len = a->ai_addrlen;
		memcpy(&p.at, a->ai_addr, a->ai_addrlen);
		if (write(out, &p, sizeof p) != (ssize_t)sizeof p)
			break;
	}
	_exit(0);
}

static bool read_all(int fd, void *to, size_t size)
{
	size_t got = 0;

	while (got < size && await(fd, POLLIN)) {
		ssize_t n = read(fd, (char *)to + got, size - got);

		if (n == 0 || (n < 0 && errno != EINTR && errno != EAGAIN))
			return false;
		got += n > 0 ? (size_t)n : 0;
	}
	return got == size;
}

static size_t places(const Socket *s, Place *out)
{
	int ends[2], code = 0;
	size_t n = 0;
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return 0;
	pid = fork();
	if (pid == 0) {
		signal(SIGINT, SIG_DFL);
		signal(SIGTERM, SIG_DFL);
		signal(SIGHUP, SIG_DFL);
		look_up(s, ends[1]);
	}
	close(ends[1]);
	if (pid > 0 && read_all(ends[0], &code, sizeof code)) {
		if (code != 0 && !talk->err)
			talk->err = err_new(ERR_FAIL, _("“%s” is not found: %s"), s->host, gai_strerror(code));
		while (n < PLACES_MAX && read_all(ends[0], &out[n], sizeof *out))
			n++;
	}
	close(ends[0]);
	if (pid > 0) {
		kill(pid, SIGKILL);
		while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	return n;
}

/* ---- the stream ---- */

static bool reach(Socket *s, const Place *p, int *why)
{
	socklen_t len = sizeof *why;
	int on = 1;

	s->fd = socket(p->family, p->type | SOCK_CLOEXEC | SOCK_NONBLOCK, p->protocol);
	*why = errno;
	if (s->fd >= 0) {
		setsockopt(s->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
		if (connect(s->fd, (const struct sockaddr *)&p->at, p->len) == 0)
			return true;
		*why = errno;
		if (*why == EINPROGRESS && await(s->fd, POLLOUT) && getsockopt(s->fd, SOL_SOCKET, SO_ERROR, why, &len) == 0 && *why == 0)
			return true;
		close(s->fd);
	}
	s->fd = -1;
	return false;
}

static int socket_connect(git_stream *stream)
{
	Socket *s = (Socket *)stream;
	Place list[PLACES_MAX];
	int why = 0;
	size_t n;

	stop_child(true);
	n = places(s, list);
	for (size_t i = 0; i < n && !talk->err && !talk->cancelled; i++)
		if (reach(s, &list[i], &why))
			return 0;
	stop_child(false);
	if (!talk->err && !talk->cancelled)
		talk->err = err_new(ERR_FAIL, "%s: %s", s->host, strerror(why));
	return fail("not connected");
}

static ssize_t socket_read(git_stream *stream, void *to, size_t size)
{
	Socket *s = (Socket *)stream;

	for (;;) {
		ssize_t n;

		if (!await(s->fd, POLLIN))
			return fail("reading");
		n = recv(s->fd, to, size, 0);
		if (n >= 0)
			return n;
		if (errno != EINTR && errno != EAGAIN)
			return fail("the connection broke");
	}
}

static ssize_t socket_write(git_stream *stream, const char *bytes, size_t size, int flags)
{
	Socket *s = (Socket *)stream;
	size_t sent = 0;

	while (sent < size) {
		ssize_t n;

		if (!await(s->fd, POLLOUT))
			return fail("writing");
		n = send(s->fd, bytes + sent, size - sent, flags | MSG_NOSIGNAL);
		if (n >= 0)
			sent += (size_t)n;
		else if (errno != EINTR && errno != EAGAIN)
			return fail("the connection broke");
	}
	return (ssize_t)sent;
}

static int socket_close(git_stream *stream)
{
	Socket *s = (Socket *)stream;

	if (s->fd < 0)
		return 0;
	close(s->fd);
	s->fd = -1;
	stop_child(false);
	return 0;
}

static void socket_free(git_stream *stream)
{
	Socket *s = (Socket *)stream;

	socket_close(stream);
	free(s->host);
	free(s->port);
	free(s);
}

static int socket_new(git_stream **out, const char *host, const char *port)
{
	Socket *s = mem_alloc(sizeof *s);

	s->parent.version = GIT_STREAM_VERSION;
	s->parent.connect = socket_connect;
	s->parent.read = socket_read;
	s->parent.write = socket_write;
	s->parent.close = socket_close;
	s->parent.free = socket_free;
	s->host = mem_dup(talk->via_host ? talk->via_host : host);
	s->port = mem_dup(talk->via_host ? talk->via_port : port);
	s->fd = -1;
	*out = &s->parent;
	return 0;
}

void sockets_begin(Talk *t)
{
	git_stream_registration ours = { .version = GIT_STREAM_VERSION, .init = socket_new };

	talk = t;
	git_stream_register(GIT_STREAM_STANDARD, &ours);
}

void sockets_end(void)
{
	git_stream_register(GIT_STREAM_STANDARD, NULL);
	talk = NULL;
}
