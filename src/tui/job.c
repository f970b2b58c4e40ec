/* Children: started, heard, ended. */
#include "tui/job.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/words.h"
#include "tui/foreground.h"

/* A session of its own: no terminal to ask on, and all it starts can be ended with it. */
__attribute__((noreturn)) static void be_child(int in, int out, const char *dir, const char *at, const char *what)
{
	setsid();
	child_signals();
	int null = open("/dev/null", O_RDWR);
	dup2(in, STDIN_FILENO);
	dup2(null, STDERR_FILENO);
	dup2(out, STDOUT_FILENO);
	execl(CHILD_PROGRAM, "blad", "-C", dir, "--lang", words_lang(), "--child", what, at ? "--at" : (char *)NULL, at, (char *)NULL);
	_exit(127);
}

const Err *job_start(Job *j, const char *dir, const char *at, const char *what)
{
	int ends[2], answers[2];
	job_free(j);
	if (pipe2(ends, O_CLOEXEC) < 0)
		return err_errno(_("a pipe could not be made"));
	if (pipe2(answers, O_CLOEXEC) < 0) {
		close(ends[0]);
		close(ends[1]);
		return err_errno(_("a pipe could not be made"));
	}
	pid_t pid = fork();
	if (pid == 0)
		be_child(answers[0], ends[1], dir, at, what);
	close(ends[1]);
	close(answers[0]);
	if (pid < 0) {
		close(ends[0]);
		close(answers[1]);
		return err_errno(_("a second process could not be started"));
	}
	fcntl(answers[1], F_SETFL, O_NONBLOCK);
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	j->pid = pid;
	j->fd = ends[0];
	j->answers = answers[1];
	j->state = JOB_WORKS;
	j->what = mem_dup(what);
	return NULL;
}

static const struct {
	const char *word;
	JobState state;
} ends[] = { { "done", JOB_DONE }, { "fail", JOB_FAILED }, { "decide", JOB_DECIDE }, { "terminal", JOB_TERMINAL }, { NULL, JOB_NONE } };

static const struct {
	const char *word;
	AskKind kind;
} asks[] = { { "ask secret ", ASK_SECRET }, { "ask line ", ASK_LINE }, { "ask yesno ", ASK_YES_NO }, { NULL, ASK_TELL } };

static void hear(Job *j, Slice line, JobState *end)
{
	for (size_t i = 0; asks[i].word; i++)
		if (slice_starts(line, asks[i].word)) {
			str_clear(&j->question);
			str_add_slice(&j->question, slice_sub(line, strlen(asks[i].word), line.len));
			j->asks = asks[i].kind;
			j->waits = true;
		}
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
	} else if (slice_starts(line, "way ")) {
		str_add_char(&j->said, '\n');
		str_add_slice(&j->said, slice_sub(line, 4, line.len));
	} else if (slice_starts(line, "row ")) {
		str_add_slice(&j->rows, slice_sub(line, 4, line.len));
		str_add_char(&j->rows, '\n');
	}
	for (size_t i = 0; ends[i].word; i++)
		if (slice_is(line, ends[i].word))
			*end = ends[i].state;
}

static void close_answers(Job *j)
{
	if (j->answers >= 0)
		close(j->answers);
	j->answers = -1;
}

static void reap(Job *j)
{
	close_answers(j);	/* who waits for one need not */
	if (j->pid > 0)
		while (waitpid(j->pid, NULL, 0) < 0 && errno == EINTR)
			;
	j->pid = 0;
	if (j->fd >= 0)
		close(j->fd);
	j->fd = -1;
	j->waits = false;
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

/* Shorter than a pipe holds at once: a line as it was typed, or as ssh takes it. */
void job_answer(Job *j, Slice line)
{
	Str whole = STR_EMPTY;
	j->waits = false;
	str_reserve(&whole, line.len + 1);
	str_add_slice(&whole, line);
	str_add_char(&whole, '\n');
	if (j->answers >= 0 && write(j->answers, whole.p, whole.len) != (ssize_t)whole.len)
		close_answers(j);	/* which is no answer */
	str_wipe(&whole);
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
	str_free(&j->question);
	free(j->what);
	*j = (Job){ .fd = -1, .answers = -1 };
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

void job_tell_way(const char *what)
{
	fputs("way ", stdout);
	one_line(what);
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

bool job_tell_ask(AskKind kind, const char *words, Str *answer)
{
	size_t i = 0;
	char c;
	ssize_t n;
	while (asks[i].word && asks[i].kind != kind)
		i++;
	if (!asks[i].word)
		return false;
	fputs(asks[i].word, stdout);
	one_line(words);
	while ((n = read(STDIN_FILENO, &c, 1)) == 1 && c != '\n')
		str_add_char(answer, c);
	explicit_bzero(&c, sizeof c);
	return n == 1;
}
