/* Questions on the command line. */
#include "cli/ask.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include "base/utf8.h"
#include "base/words.h"
#include "git/conf.h"

bool ask_may(void)
{
	return isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

/* False at the end of input. */
static bool ask_line(const char *prompt, Str *out)
{
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;

	fprintf(stderr, "%s ", prompt);
	fflush(stderr);
	n = getline(&line, &cap, stdin);
	if (n >= 0)
		str_add_slice(out, slice_trim(slice(line, (size_t)n)));
	free(line);
	return n >= 0;
}

bool ask_yes(const char *question)
{
	Str s = STR_EMPTY;
	bool yes = ask_may() && ask_line(question, &s) && s.len > 0 && strchr("yYjJ", s.p[0]);

	str_free(&s);
	return yes;
}

static const Err *ask_and_keep(Archive *a, const char *prompt, const char *key)
{
	Str s = STR_EMPTY;
	const Err *err = NULL;
	char *had = conf_get(archive_repo(a), key);

	if (had && *had)
		goto done;
	do {
		str_clear(&s);
		if (!ask_line(prompt, &s)) {
			err = err_new(ERR_IDENTITY, _("no answer, so nothing was recorded; your drafts are kept"));
			goto done;
		}
	} while (!s.len || !utf8_valid(str_slice(&s)));
	err = conf_set(archive_repo(a), key, str_c(&s));
done:
	free(had);
	str_free(&s);
	return err;
}

const Err *ask_identity(Archive *a, const Err *err)
{
	if (!ask_may())
		return err;
	fprintf(stderr, "%s\n", _("A version bears your name and e-mail address. You are asked once; the answers stay in this archive."));
	err = ask_and_keep(a, _("Name:"), "user.name");
	if (!err)
		err = ask_and_keep(a, _("E-mail:"), "user.email");
	return err;
}

/* ---- what a server wants to know ---- */

/* A line from the terminal; false at its end, and when a signal wants us to stop: the terminal has to be put in order first. */
static bool read_line(int tty, Str *out)
{
	for (;;) {
		struct pollfd p = { tty, POLLIN, 0 };
		ssize_t n;
		char c;

		if (poll(&p, 1, -1) < 0)
			return false;
		n = read(tty, &c, 1);
		if (n != 1 || c == '\n')
			return n == 1;
		str_add_char(out, c);
	}
}

static bool ask_on_terminal(void *data, AskKind kind, const char *words, Str *answer)
{
	int tty = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	void (*was_stop)(int) = signal(SIGTSTP, SIG_IGN);
	struct termios was, quiet;
	bool hidden = kind == ASK_SECRET, answered;

	(void)data;
	hidden = hidden && tcgetattr(tty, &was) == 0;
	if (hidden) {
		quiet = was;
		quiet.c_lflag &= ~(tcflag_t)ECHO;
		tcsetattr(tty, TCSAFLUSH, &quiet);
	}
	answered = tty >= 0 && dprintf(tty, kind == ASK_TELL ? "%s\n" : "%s: ", words) > 0 && (kind == ASK_TELL || read_line(tty, answer));
	if (hidden) {
		tcsetattr(tty, TCSAFLUSH, &was);
		dprintf(tty, "\n");
	}
	signal(SIGTSTP, was_stop);
	if (tty >= 0)
		close(tty);
	return answered;
}

Asker *ask_asker(void)
{
	return ask_may() ? asker_new(ask_on_terminal, NULL) : NULL;
}
