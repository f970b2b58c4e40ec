/* Children: started, heard, ended. */
#include "tui/job.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/words.h"

#define SELF "/proc/self/exe"

static void default_signals(void)
{
	static const int list[] = { SIGHUP, SIGTERM, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGPIPE, SIGWINCH };
	for (size_t i = 0; i < sizeof list / sizeof *list; i++)
		signal(list[i], SIG_DFL);
}

/* A session of its own: no terminal to ask on, and all it starts can be ended with it. */
__attribute__((noreturn)) static void be_child(int out, const char *dir, const char *at, const char *what)
{
	setsid();
	default_signals();
	int null = open("/dev/null", O_RDWR);
	dup2(null, STDIN_FILENO);
	dup2(null, STDERR_FILENO);
	dup2(out, STDOUT_FILENO);
	execl(SELF, "blad", "-C", dir, "--lang", words_lang(), "--child", what, at ? "--at" : (char *)NULL, at, (char *)NULL);
	_exit(127);
}

const Err *job_start(Job *j, const char *dir, const char *at, const char *what)
{
	int ends[2];
	job_free(j);
	if (pipe2(ends, O_CLOEXEC) < 0)
		return err_errno(_("a pipe could not be made"));
	pid_t pid = fork();
	if (pid == 0)
		be_child(ends[1], dir, at, what);
	close(ends[1]);
	if (pid < 0) {
		close(ends[0]);
		return err_errno(_("a second process could not be started"));
	}
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	j->pid = pid;
	j->fd = ends[0];
	j->state = JOB_WORKS;
	j->what = mem_dup(what);
	return NULL;
}

static const struct {
	const char *word;
	JobState state;
} ends[] = { { "done", JOB_DONE }, { "fail", JOB_FAILED }, { "decide", JOB_DECIDE }, { "terminal", JOB_TERMINAL }, { NULL, JOB_NONE } };

static void hear(Job *j, Slice line, JobState *end)
{
	if (slice_starts(line, "at ")) {
		char *rest = slice_dup(slice_sub(line, 3, line.len)), *p = rest;
		j->done = strtoul(p, &p, 10);
		j->total = strtoul(p, &p, 10);
		str_clear(&j->doing);
		str_add_c(&j->doing, *p ? p + 1 : p);
		free(rest);
	} else if (slice_starts(line, "say ")) {
		str_add_c(&j->said, j->said.len ? " " : "");
		str_add_slice(&j->said, slice_sub(line, 4, line.len));
	} else if (slice_starts(line, "row ")) {
		str_add_slice(&j->rows, slice_sub(line, 4, line.len));
		str_add_char(&j->rows, '\n');
	}
	for (size_t i = 0; ends[i].word; i++)
		if (slice_is(line, ends[i].word))
			*end = ends[i].state;
}

static void reap(Job *j)
{
	if (j->pid > 0)
		while (waitpid(j->pid, NULL, 0) < 0 && errno == EINTR)
			;
	j->pid = 0;
	if (j->fd >= 0)
		close(j->fd);
	j->fd = -1;
}

void job_read(Job *j)
{
	char bytes[65536];
	ssize_t n = read(j->fd, bytes, sizeof bytes);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	JobState end = JOB_WORKS;
	if (n > 0)
		str_add(&j->line, bytes, (size_t)n);
	Slice rest = str_slice(&j->line);
	size_t used = 0;
	while (slice_find(rest, SLICE_LIT("\n"), 0) >= 0) {
		Slice line = slice_line(&rest);
		used += line.len;
		hear(j, slice_chomp(line), &end);
	}
	str_remove(&j->line, 0, used);
	if (n > 0 && end == JOB_WORKS)
		return;
	reap(j);
	j->state = end == JOB_WORKS ? JOB_FAILED : end;
	if (end == JOB_WORKS && !j->said.len)
		str_add_c(&j->said, _("The helper process ended without a word; try again."));
}

static void cancel(Job *j)
{
	if (j->state != JOB_WORKS)
		return;
	kill(-j->pid, SIGTERM);
	kill(j->pid, SIGTERM);
	reap(j);
	j->state = JOB_NONE;
}

void job_free(Job *j)
{
	cancel(j);
	str_free(&j->doing);
	str_free(&j->said);
	str_free(&j->line);
	str_free(&j->rows);
	free(j->what);
	*j = (Job){ .fd = -1 };
}

/* ---- the other side ---- */

static void one_line(const char *words)
{
	for (; *words; words++)
		putchar(*words == '\n' || *words == '\r' ? ' ' : *words);
	putchar('\n');
	fflush(stdout);
}

void job_tell_at(size_t done, size_t total, const char *words)
{
	printf("at %zu %zu ", done, total);
	one_line(words);
}

void job_tell_say(const char *words)
{
	fputs("say ", stdout);
	one_line(words);
}

void job_tell_row(const char *row)
{
	fputs("row ", stdout);
	one_line(row);
}

void job_tell(const char *end)
{
	one_line(end);
}

/* ---- in the foreground ---- */

#define ARGS_MAX 14

int job_foreground(const char *dir, const char *const *args)
{
	const char *argv[ARGS_MAX] = { "blad", "-C", dir, "--lang", words_lang() };
	for (size_t i = 0, n = 5; args[i] && n + 1 < ARGS_MAX; i++)
		argv[n++] = args[i];
	/* ^C is the other program's, ^Z stops both of us */
	void (*was_int)(int) = signal(SIGINT, SIG_IGN), (*was_quit)(int) = signal(SIGQUIT, SIG_IGN), (*was_stop)(int) = signal(SIGTSTP, SIG_DFL);
	pid_t pid = fork();
	if (pid == 0) {
		default_signals();
		execv(SELF, (char *const *)(uintptr_t)argv);
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
