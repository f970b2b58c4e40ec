/* The same program on our own terminal, while the interface waits. */
#include "tui/foreground.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/words.h"

#define ARGS_MAX 14

void child_signals(void)
{
	static const int list[] = { SIGHUP, SIGTERM, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGPIPE, SIGWINCH };
	for (size_t i = 0; i < sizeof list / sizeof *list; i++)
		signal(list[i], SIG_DFL);
}

/* The status as a shell has it. */
static int run(const char *dir, const char *const *args)
{
	const char *argv[ARGS_MAX] = { "blad", "-C", dir, "--lang", words_lang() };
	for (size_t i = 0, n = 5; args[i] && n + 1 < ARGS_MAX; i++)
		argv[n++] = args[i];
	/* ^C is the other program's, ^Z stops both of us */
	void (*was_int)(int) = signal(SIGINT, SIG_IGN), (*was_quit)(int) = signal(SIGQUIT, SIG_IGN), (*was_stop)(int) = signal(SIGTSTP, SIG_DFL);
	pid_t pid = fork();
	if (pid == 0) {
		child_signals();
		execv(CHILD_PROGRAM, (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	int status = 127 << 8;
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	signal(SIGINT, was_int);
	signal(SIGQUIT, was_quit);
	signal(SIGTSTP, was_stop);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void wait_for_enter(void)
{
	printf("\n%s ", _("Enter goes back to blad."));
	fflush(stdout);
	for (int c = getchar(); c != '\n' && c != EOF;)
		c = getchar();
}

void foreground(Screen *s, const char *dir, const char *const *args, bool tells)
{
	s->ops->leave(s);
	fflush(stdout);
	if (run(dir, args) != 0 || tells)
		wait_for_enter();
	s->ops->back(s);
}
