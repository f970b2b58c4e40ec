/* A program at the other end of three pipes: started without a shell, ended in any case. */
#include "git/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/date.h"
#include "base/words.h"
#include "git/git2.h"
#include "git/stop.h"

#define DRAIN_MS 10000		/* for the other side's last hook */
#define GRACE_MS 2000		/* for a program to end after its pipes are closed, or it was told to */
#define PAUSE_FIRST_NS 100000
#define PAUSE_MOST_NS 5000000

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* In the child: its ends of the pipes, the signals as a program expects them, nothing else open. */
static void become(const Spawn *s, pid_t parent, int in, int out, int err, int report)
{
	sigset_t none;
	int code;

	if (s->own_session)
		setsid();
#ifdef PR_SET_PDEATHSIG
	/* A kill that nobody can catch leaves it nothing to wait for. */
	if (!s->to_the_end)
		prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(126);
#endif
#ifdef CLOSE_RANGE_CLOEXEC
	close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
#endif
	sigemptyset(&none);
	signal(SIGPIPE, SIG_DFL);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if ((!s->dir || chdir(s->dir) == 0) && dup2(in, 0) >= 0 && dup2(out, 1) >= 0 && dup2(err, 2) >= 0) {
		environ = (char **)(uintptr_t)s->env;
		execvp(s->argv[0], s->argv);
	}
	code = errno;
	if (write(report, &code, sizeof code) < 0)
		_exit(126);
	_exit(127);
}

/* Pipe ends above 2, so that dup2() onto 0, 1 and 2 cannot hit one that is still needed. */
static int make_pipe(int p[2])
{
	if (pipe2(p, O_CLOEXEC) != 0)
		return -1;
	for (int i = 0; i < 2; i++) {
		int high = p[i] > 2 ? p[i] : fcntl(p[i], F_DUPFD_CLOEXEC, 3);

		if (high < 0)
			return -1;
		if (high != p[i])
			close(p[i]);
		p[i] = high;
	}
	return 0;
}

const Err *child_start(Child *out, const Spawn *s)
{
	int p[4][2] = { { -1, -1 }, { -1, -1 }, { -1, -1 }, { -1, -1 } };	/* in, out, err, report */
	pid_t self = getpid();
	const Err *err = NULL;
	bool begun = false;
	int code = 0;

	*out = (Child){ .pid = -1, .in = -1, .out = -1, .err = -1, .own_session = s->own_session };
	for (int i = 0; i < 4; i++)
		if (make_pipe(p[i]) != 0) {
			err = err_errno(_("“%s” cannot be started"), s->argv[0]);
			goto done;
		}
	stop_child(begun = true);
	out->pid = fork();
	if (out->pid == 0)
		become(s, self, p[0][0], p[1][1], p[2][1], p[3][1]);
	if (out->pid < 0) {
		err = err_errno(_("“%s” cannot be started"), s->argv[0]);
		goto done;
	}
	close_fd(&p[3][1]);
	if (read(p[3][0], &code, sizeof code) == (ssize_t)sizeof code) {
		waitpid(out->pid, NULL, 0);
		out->pid = -1;
		errno = code;
		err = code == ENOENT ? err_new(ERR_NONE, _("the program “%s” is not installed"), s->argv[0])
		    : err_errno(_("“%s” cannot be started"), s->argv[0]);
		goto done;
	}
	out->in = p[0][1];
	out->out = p[1][0];
	out->err = p[2][0];
	p[0][1] = p[1][0] = p[2][0] = -1;
	fcntl(out->in, F_SETFL, O_NONBLOCK);
	fcntl(out->out, F_SETFL, O_NONBLOCK);
	fcntl(out->err, F_SETFL, O_NONBLOCK);
done:
	if (begun && out->pid <= 0)
		stop_child(false);
	for (int i = 0; i < 4; i++) {
		close_fd(&p[i][0]);
		close_fd(&p[i][1]);
	}
	return err;
}

/* Reads away what still comes, so that a hook on the other side is not cut off. */
static void drain(Child *c, int64_t until)
{
	struct pollfd fds[2] = { { c->out, POLLIN, 0 }, { c->err, POLLIN, 0 } };
	char buf[4096];

	while ((fds[0].fd >= 0 || fds[1].fd >= 0) && clock_ms() < until) {
		if (poll(fds, 2, 100) <= 0)
			continue;
		for (int i = 0; i < 2; i++)
			if (fds[i].fd >= 0 && fds[i].revents && read(fds[i].fd, buf, sizeof buf) == 0)
				fds[i].fd = -1;
	}
}

static bool has_ended(Child *c, int64_t until)
{
	/* mostly it is just about to */
	for (struct timespec pause = { 0, PAUSE_FIRST_NS };; pause.tv_nsec = pause.tv_nsec < PAUSE_MOST_NS ? pause.tv_nsec * 2 : PAUSE_MOST_NS) {
		pid_t got = waitpid(c->pid, &c->status, WNOHANG);

		if (got == c->pid || (got < 0 && errno != EINTR))
			return true;
		if (clock_ms() >= until)
			return false;
		nanosleep(&pause, NULL);
	}
}

bool child_ended(Child *c)
{
	if (c->pid > 0 && has_ended(c, 0)) {
		c->pid = -1;
		stop_child(false);
	}
	return c->pid <= 0;
}

void child_end(Child *c, bool kill_it)
{
	static const int signals[] = { SIGTERM, SIGKILL };

	close_fd(&c->in);
	if (c->pid > 0 && !kill_it)
		drain(c, clock_ms() + DRAIN_MS);
	close_fd(&c->out);
	close_fd(&c->err);
	if (c->pid <= 0)
		return;
	if (kill_it || !has_ended(c, clock_ms() + GRACE_MS)) {
		for (size_t i = 0; i < 2; i++) {
			kill(c->own_session ? -c->pid : c->pid, signals[i]);
			if (has_ended(c, clock_ms() + GRACE_MS / 4))
				break;
		}
	}
	c->pid = -1;
	stop_child(false);
}
