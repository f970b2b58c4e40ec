/* Connections to servers that are silent, slow or away: they end in words, and whoever waits can leave at any time. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/date.h"
#include "base/mem.h"
#include "git/remote.h"
#include "git_lib.h"
#include "tap.h"

static int port;

/* A server that takes connections, reads them, and says `says` to each. */
static pid_t serve(const char *says)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof at;
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	pid_t pid;

	if (fd < 0 || bind(fd, (struct sockaddr *)&at, sizeof at) != 0 || listen(fd, 8) != 0 || getsockname(fd, (struct sockaddr *)&at, &len) != 0)
		tap_stop("no server");
	port = ntohs(at.sin_port);
	pid = fork();
	if (pid == 0) {
		for (;;) {
			int to = accept(fd, NULL, NULL);
			char buf[4096];
			bool more = true;

			while (more && read(to, buf, sizeof buf) > 0)
				more = write(to, says, strlen(says)) == (ssize_t)strlen(says) && !*says;
			close(to);
		}
	}
	close(fd);
	return pid;
}

static void end(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static bool stop_soon(void *data, const char *phase, size_t done, size_t total, size_t bytes)
{
	int *calls = data;

	(void)phase, (void)done, (void)total, (void)bytes;
	return ++*calls > 3;
}

static const Err *clone_from(const char *scheme, const RemoteOpts *o)
{
	char *address = mem_printf("%s://127.0.0.1:%d/klg.git", scheme, port);
	Repo *r = NULL;
	const Err *err = remote_clone(&r, address, tap_path("copy"), o);

	repo_free(r);
	free(address);
	return err;
}

int main(void)
{
	static const char *const schemes[] = { "http", "https", "git" };
	const Err *err;
	pid_t pid;

	tap_scrub();
	setenv("GIT_CONFIG_GLOBAL", tap_path("config"), 1);
	git_put(tap_path("config"), "[blad]\n\ttimeout = 1\n");
	pid = serve("");
	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
		int calls = 0;
		RemoteOpts stop = { .step = stop_soon, .data = &calls };

		err = clone_from(schemes[i], NULL);
		ok(err && strstr(err_text(err), "the server has said nothing for 1 second"), "a silent server, %s: %s", schemes[i], git_said(err));
		is_int(err_kind(clone_from(schemes[i], &stop)), ERR_CANCEL, "it can be left");
		ok(!git_get(tap_path("copy/.git/HEAD")), "nothing stays behind");
	}
	end(pid);
	err = clone_from("http", NULL);
	ok(err && strstr(err_text(err), "cannot be reached: 127.0.0.1: Connection refused"), "no server: %s", git_said(err));
	pid = serve("HTTP/1.1 200 OK\r\nContent-Type: application/x-git-upload-pack-advertisement\r\nContent-Length: 9000\r\n\r\n001e# service=git-uplo");
	err = clone_from("http", NULL);
	ok(err && !strstr(err_text(err), "said nothing"), "one that hangs up: %s", git_said(err));
	end(pid);
	git_end();
	return tap_done();
}
