/* ssh's questions to us, through a socket in a folder that nobody else can enter; both sides of it. */
#include "git/askpass.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/words.h"
#include "git/stop.h"

#define NAME "blad-askpass"
#define SOCKET "socket"
#define QUESTION_MAX (64 * 1024)
#define QUESTION_S 5		/* for the helper to say what it wants */

struct Askpass {
	char *dir, *program, *socket;
	int fd;
};

static bool is_private(const char *dir)
{
	struct stat st;

	return lstat(dir, &st) == 0 && S_ISDIR(st.st_mode) && st.st_uid == geteuid() && (st.st_mode & 0777) == 0700;
}

static bool is_me(int fd)
{
	struct ucred who = { .uid = (uid_t)-1 };
	socklen_t len = sizeof who;

	return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &len) == 0 && who.uid == geteuid();
}

static bool set_path(struct sockaddr_un *at, const char *path)
{
	memset(at, 0, sizeof *at);
	at->sun_family = AF_UNIX;
	if (strlen(path) >= sizeof at->sun_path)
		return false;
	memcpy(at->sun_path, path, strlen(path));
	return true;
}

/* ---- where ssh was started ---- */

static char *new_dir(const char *in)
{
	char *dir = mem_printf("%s/blad-XXXXXX", in);
	struct sockaddr_un at;

	if (in[0] == '/' && strlen(dir) + sizeof SOCKET < sizeof at.sun_path && mkdtemp(dir))
		return dir;
	free(dir);
	return NULL;
}

/* The first of these that takes a folder, and where a socket's name is not too long. */
static char *any_dir(void)
{
	const char *runtime = getenv("XDG_RUNTIME_DIR"), *temporary = getenv("TMPDIR");
	const char *roots[] = { runtime && is_private(runtime) ? runtime : NULL, temporary, "/tmp" };
	char *dir = NULL;

	for (size_t i = 0; !dir && i < sizeof roots / sizeof *roots; i++)
		dir = roots[i] ? new_dir(roots[i]) : NULL;
	return dir;
}

const Err *askpass_open(Askpass **out)
{
	Askpass *p = mem_alloc(sizeof *p);
	char *self = mem_printf("/proc/%ld/exe", (long)getpid());	/* also when the program was replaced meanwhile */
	struct sockaddr_un at;
	const Err *err = NULL;

	p->fd = -1;
	stop_child(true);	/* the folder is to be cleared away */
	if ((p->dir = any_dir())) {
		p->program = path_join(p->dir, NAME);
		p->socket = path_join(p->dir, SOCKET);
		p->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	}
	if (!p->dir || p->fd < 0 || symlink(self, p->program) != 0 || !set_path(&at, p->socket) ||
	    bind(p->fd, (struct sockaddr *)&at, sizeof at) != 0 || listen(p->fd, 8) != 0)
		err = err_errno(_("a private folder for ssh's questions cannot be made"));
	if (err) {
		askpass_close(p);
		p = NULL;
	}
	free(self);
	*out = p;
	return err;
}

void askpass_close(Askpass *p)
{
	if (!p)
		return;
	if (p->fd >= 0)
		close(p->fd);
	if (p->dir) {
		unlink(p->socket);
		unlink(p->program);
		rmdir(p->dir);
	}
	free(p->dir);
	free(p->program);
	free(p->socket);
	free(p);
	stop_child(false);
}

const char *askpass_program(const Askpass *p)
{
	return p->program;
}

int askpass_fd(const Askpass *p)
{
	return p ? p->fd : -1;
}

static bool read_question(int fd, Str *out)
{
	struct timeval limit = { QUESTION_S, 0 };
	char buf[4096];
	ssize_t n;

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
	while ((n = recv(fd, buf, sizeof buf, 0)) > 0 || (n < 0 && errno == EINTR))
		if (n > 0) {
			str_add(out, buf, (size_t)n);
			if (out->len > QUESTION_MAX)
				return false;
		}
	return n == 0 && slice_find(str_slice(out), SLICE_LIT("\n"), 0) >= 0;
}

bool askpass_take(Askpass *p, Asker *a)
{
	int fd = accept4(p->fd, NULL, NULL, SOCK_CLOEXEC);
	Str question = STR_EMPTY, answer = STR_EMPTY;
	bool go_on = true;

	if (fd < 0)
		return true;
	if (is_me(fd) && read_question(fd, &question)) {
		Slice prompt = str_slice(&question), hint = slice_chomp(slice_line(&prompt));

		go_on = asker_ask_ssh(a, hint, prompt, &answer);
		/* a helper that is gone needs no answer */
		if (go_on && send(fd, "+", 1, MSG_NOSIGNAL) == 1 && answer.len)
			(void)!send(fd, answer.p, answer.len, MSG_NOSIGNAL);
	}
	close(fd);
	str_free(&question);
	str_wipe(&answer);
	return go_on;
}

/* ---- what ssh runs ---- */

bool askpass_is(const char *argv0)
{
	return argv0 && strcmp(path_base(argv0), NAME) == 0;
}

static int dial(const char *argv0)
{
	char *dir = slice_dup(slice(argv0, (size_t)(path_base(argv0) - argv0))), *path;
	struct sockaddr_un at;
	int fd = -1;

	while (*dir && dir[strlen(dir) - 1] == '/')
		dir[strlen(dir) - 1] = '\0';
	path = path_join(dir, SOCKET);
	if (is_private(dir) && set_path(&at, path) && (fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) >= 0 &&
	    (connect(fd, (struct sockaddr *)&at, sizeof at) != 0 || !is_me(fd))) {
		close(fd);
		fd = -1;
	}
	free(path);
	free(dir);
	return fd;
}

int askpass_main(const char *argv0, const char *prompt)
{
	const char *hint = getenv("SSH_ASKPASS_PROMPT");
	Str question = STR_EMPTY, answer = STR_EMPTY;
	int fd = dial(argv0), status = 1;

	if (fd < 0)
		return 1;
	str_printf(&question, "%s\n%s", hint ? hint : "", prompt ? prompt : "");
	str_reserve(&answer, 4096);
	if (!file_write_all(fd, str_slice(&question)) && shutdown(fd, SHUT_WR) == 0 && !file_read_fd(fd, &answer) &&
	    answer.len && answer.p[0] == '+') {
		bool confirms = hint && strcmp(hint, "confirm") == 0;

		/* to "confirm", the status is the answer */
		if (confirms)
			status = strcmp(answer.p, "+yes") == 0 ? 0 : 1;
		else
			status = dprintf(STDOUT_FILENO, "%s\n", answer.p + 1) > 0 ? 0 : 1;
	}
	close(fd);
	str_free(&question);
	str_wipe(&answer);
	return status;
}
