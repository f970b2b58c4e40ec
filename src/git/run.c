/* A program of the user's run to its end: fed, listened to, ended in any case. */
#include "git/run.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/date.h"
#include "base/words.h"
#include "git/plain.h"
#include "git/spawn.h"
#include "git/stop.h"

#define TICK_MS 100			/* how long it can keep us from asking whether to go on */
#define KEPT_MAX ((size_t)1024 * 1024)	/* bytes of what it says; the rest is read and forgotten */
#define LINE_MAX_SHOWN 2000		/* bytes of one line */
#define WORDS_MAX 1500			/* of an error */

/* What git itself takes away for a program in a repository ("git rev-parse --local-env-vars"). */
static const char *const local_vars[] = {
	"GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_CONFIG", "GIT_CONFIG_COUNT", "GIT_CONFIG_PARAMETERS", "GIT_DIR", "GIT_GRAFT_FILE",
	"GIT_IMPLICIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_NO_REPLACE_OBJECTS", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX", "GIT_REPLACE_REF_BASE",
	"GIT_SHALLOW_FILE", "GIT_WORK_TREE",
};

static bool names(const char *var, const char *name)
{
	size_t n = strcspn(name, "=");

	return strncmp(var, name, n) == 0 && var[n] == '=';
}

static bool is_kept(const char *var, const char *const *own)
{
	for (size_t i = 0; i < sizeof local_vars / sizeof *local_vars; i++)
		if (names(var, local_vars[i]))
			return false;
	for (; own && *own; own++)
		if (names(var, *own))
			return false;
	return true;
}

typedef VEC(char *) Vars;

static void make_env(const char *const *own, Vars *out)
{
	for (char **var = environ; *var; var++)
		if (is_kept(*var, own))
			VEC_PUSH(out, *var);
	for (; own && *own; own++)
		if (strchr(*own, '='))
			VEC_PUSH(out, (char *)(uintptr_t)*own);
	VEC_PUSH(out, NULL);
}

bool run_has_terminal(const RunWatch *w)
{
	int fd;

	if (w && w->batch)
		return false;
	fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

/* ---- listening ---- */

typedef struct {
	const Run *r;
	const RunWatch *w;
	RunEnd *out;
	Child child;
	Slice in;		/* what is still to be written */
	bool join;
	size_t kept;
} Running;

static void say_line(const Running *x, Slice line)
{
	Str safe = STR_EMPTY;

	plain_words(slice_sub(line, 0, LINE_MAX_SHOWN), &safe);
	if (slice_trim(str_slice(&safe)).len)
		x->w->said(x->w->data, str_c(&safe));
	str_free(&safe);
}

/* Whole lines go on to whoever looks, a carriage return ends one too. */
static void say_lines(Running *x, bool last)
{
	Str *s = &x->out->err;
	size_t from = 0;

	for (size_t i = 0; i < s->len; i++) {
		if (s->p[i] != '\n' && s->p[i] != '\r')
			continue;
		say_line(x, slice_sub(str_slice(s), from, i));
		from = i + 1;
	}
	if (last || s->len - from > LINE_MAX_SHOWN) {
		say_line(x, slice_sub(str_slice(s), from, s->len));
		from = s->len;
	}
	str_remove(s, 0, from);
}

/* False at its end. */
static bool take(Running *x, int *fd, Str *to)
{
	char buf[8192];
	ssize_t n = read(*fd, buf, sizeof buf);

	if (n > 0) {
		size_t room = KEPT_MAX - x->kept, take = (size_t)n < room ? (size_t)n : room;

		x->kept += take;
		str_add(to, buf, take);
		explicit_bzero(buf, (size_t)n);		/* it may be a password */
		if (x->join && x->w && x->w->said)
			say_lines(x, false);
		return true;
	}
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return false;
	close(*fd);
	*fd = -1;
	return false;
}

static void give(Running *x)
{
	ssize_t n = write(x->child.in, x->in.p, x->in.len);

	if (n > 0)
		x->in = slice_sub(x->in, (size_t)n, x->in.len);
	/* one that does not read what it is given is not to blame */
	if (x->in.len == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) {
		close(x->child.in);
		x->child.in = -1;
	}
}

static bool is_stopped(const Running *x)
{
	return stop_asked() || (x->w && x->w->step && x->w->step(x->w->data, x->r->name));
}

/* What it leaves behind may hold the pipes: its own end is what counts. */
static const Err *listen_to(Running *x)
{
	int64_t end = clock_ms() + x->r->limit_ms, next = 0;
	Child *c = &x->child;
	Str *out = x->join ? &x->out->err : &x->out->out;

	for (;;) {
		struct pollfd fds[3] = { { c->out, POLLIN, 0 }, { c->err, POLLIN, 0 }, { c->in, POLLOUT, 0 } };
		bool ended = child_ended(c);

		/* with nothing left to hear, only its end is waited for */
		if (!ended && poll(fds, 3, c->out < 0 && c->err < 0 ? 5 : TICK_MS) < 0 && errno != EINTR)
			return err_errno(_("waiting for %s"), x->r->name);
		if (ended)
			while (x->kept < KEPT_MAX && ((c->out >= 0 && take(x, &c->out, out)) || (c->err >= 0 && take(x, &c->err, &x->out->err))))
				;
		if (ended)
			return NULL;
		if (fds[0].revents)
			take(x, &c->out, out);
		if (fds[1].revents)
			take(x, &c->err, &x->out->err);
		if (fds[2].revents)
			give(x);
		if (clock_ms() >= next) {
			if (is_stopped(x))
				return err_new(ERR_CANCEL, _("%s was ended"), x->r->name);
			next = clock_ms() + TICK_MS;
		}
		if (x->r->limit_ms && clock_ms() >= end)
			return err_new(ERR_FAIL, _("%s did not come to an end"), x->r->name);
	}
}

const Err *run_program(const Run *r, const RunWatch *w, bool join, RunEnd *out)
{
	Running x = { .r = r, .w = w, .out = out, .in = r->in, .join = join };
	struct sigaction ignore, before;
	Vars env = { 0 };
	const Err *err;

	*out = (RunEnd){ 0 };
	memset(&ignore, 0, sizeof ignore);
	ignore.sa_handler = SIG_IGN;
	sigaction(SIGPIPE, &ignore, &before);
	stop_begin();
	make_env(r->env, &env);
	err = child_start(&x.child, &(Spawn){ .argv = r->argv, .env = env.v, .dir = r->dir, .own_session = !run_has_terminal(w) });
	if (!err) {
		if (!r->in.len) {
			close(x.child.in);
			x.child.in = -1;
		}
		err = listen_to(&x);
		child_end(&x.child, err != NULL);
		out->status = WIFSIGNALED(x.child.status) ? 128 + WTERMSIG(x.child.status) : WEXITSTATUS(x.child.status);
	}
	if (join && w && w->said)
		say_lines(&x, true);
	stop_end();
	sigaction(SIGPIPE, &before, NULL);
	VEC_FREE(&env);
	return err;
}

void run_end_free(RunEnd *e)
{
	str_free(&e->out);
	str_free(&e->err);
	*e = (RunEnd){ 0 };
}

void run_words(Slice said, Str *out)
{
	size_t begin = out->len;

	for (size_t i = 0, from = 0; i <= said.len; i++) {
		Slice line;

		if (i < said.len && said.p[i] != '\n' && said.p[i] != '\r')
			continue;
		line = slice_trim(slice_sub(said, from, i));
		from = i + 1;
		if (line.len == 0 || out->len - begin > WORDS_MAX)
			continue;
		if (out->len > begin)
			str_add_c(out, "; ");
		plain_words(slice_sub(line, 0, LINE_MAX_SHOWN), out);
	}
}
