/* Signals of a program that has a terminal. */
#include "tui/term/signals.h"

#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

/* A terminal that no longer reads would hold us in write() for ever: after so many seconds the end comes anyway. */
#define END_SECONDS 3

static volatile sig_atomic_t ended, stopped, continued, resized;
static int pipe_ends[2] = { -1, -1 };

static void handle(int sig)
{
	switch (sig) {
	case SIGWINCH: resized = 1; break;
	case SIGTSTP: stopped = 1; break;
	case SIGCONT: continued = 1; break;
	default:
		ended = sig;
		alarm(END_SECONDS);
	}
	(void)!write(pipe_ends[1], "!", 1);
}

static void set(int sig, void (*handler)(int))
{
	struct sigaction sa;
	memset(&sa, 0, sizeof sa);
	sa.sa_handler = handler;
	sigemptyset(&sa.sa_mask);
	sigaction(sig, &sa, NULL);
}

static const int handled[] = { SIGHUP, SIGTERM, SIGINT, SIGQUIT, SIGWINCH, SIGTSTP, SIGCONT };

void signals_begin(void)
{
	if (pipe_ends[0] < 0 && pipe2(pipe_ends, O_CLOEXEC | O_NONBLOCK) < 0)
		pipe_ends[0] = pipe_ends[1] = -1;
	for (size_t i = 0; i < sizeof handled / sizeof *handled; i++)
		set(handled[i], handle);
	set(SIGPIPE, SIG_IGN);
}

void signals_restore(void)
{
	for (size_t i = 0; i < sizeof handled / sizeof *handled; i++)
		set(handled[i], SIG_DFL);
	set(SIGPIPE, SIG_DFL);
}

int signals_fd(void)
{
	return pipe_ends[0];
}

void signals_drain(void)
{
	char bytes[64];
	while (read(pipe_ends[0], bytes, sizeof bytes) > 0)
		;
}

static bool once(volatile sig_atomic_t *flag)
{
	bool was = *flag;
	*flag = 0;
	return was;
}

int signals_end(void)
{
	return ended;
}

bool signals_stop(void)
{
	return once(&stopped);
}

bool signals_continued(void)
{
	return once(&continued);
}

bool signals_resized(void)
{
	return once(&resized);
}

void signals_suspend(void)
{
	set(SIGTSTP, SIG_DFL);
	kill(0, SIGTSTP);
	set(SIGTSTP, handle);
	stopped = 0;
}
