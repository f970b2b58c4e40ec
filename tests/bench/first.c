/* first PATTERN RUNS COMMAND…: milliseconds from starting a program in a terminal of 80x24 until its output holds PATTERN; the median of RUNS. */
#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define RUNS_MAX 101
#define WAIT_MS 60000
#define SEEN_MAX (1 << 20)

static double now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec * 1e3 + (double)ts.tv_nsec / 1e6;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* -1: it never came. */
static double run_once(const char *pattern, char **argv)
{
	static char seen[SEEN_MAX];
	struct winsize size = { .ws_row = 24, .ws_col = 80 };
	double begin = now_ms(), took = -1;
	size_t len = 0;
	int fd;
	pid_t pid = forkpty(&fd, NULL, NULL, &size);

	if (pid == 0) {
		setenv("TERM", "xterm-256color", 1);
		execvp(argv[0], argv);
		_exit(127);
	}
	while (pid > 0 && took < 0 && now_ms() - begin < WAIT_MS) {
		struct pollfd p = { .fd = fd, .events = POLLIN };
		ssize_t n;

		if (poll(&p, 1, 1000) <= 0)
			continue;
		n = read(fd, seen + len, SEEN_MAX - 1 - len);
		if (n <= 0)
			break;
		len += (size_t)n;
		seen[len] = '\0';
		if (strstr(seen, pattern))
			took = now_ms() - begin;
	}
	kill(pid, SIGKILL);
	close(fd);
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		continue;
	return took;
}

int main(int argc, char **argv)
{
	double took[RUNS_MAX];
	int runs = argc > 3 ? atoi(argv[2]) : 0;

	if (runs < 1 || runs > RUNS_MAX) {
		fputs("usage: first PATTERN RUNS COMMAND...\n", stderr);
		return 2;
	}
	for (int i = 0; i < runs; i++) {
		if ((took[i] = run_once(argv[1], argv + 3)) < 0) {
			fprintf(stderr, "first: \"%s\" never came from %s\n", argv[1], argv[3]);
			return 1;
		}
	}
	qsort(took, (size_t)runs, sizeof took[0], compare);
	printf("%.1f\n", took[runs / 2]);
	return 0;
}
