/* What is at the other end of our transport: ssh, or git's own server programs; its words and its surroundings. */
#include "git/program.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/vec.h"
#include "git/url.h"

typedef VEC(char *) Words;

static void words_add(Words *w, const char *s)
{
	VEC_PUSH(w, mem_dup(s));
}

static void words_free(Words *w)
{
	for (size_t i = 0; i < w->len; i++)
		free(w->v[i]);
	VEC_FREE(w);
}

/* What git would run instead of ssh: a command for the shell, from where the user decides. */
static char *ssh_command(Repo *r)
{
	const char *env = getenv("GIT_SSH_COMMAND");

	if (env && *env)
		return mem_dup(env);
	return conf_get(r && repo_may_write(r, NULL) ? r : NULL, "core.sshCommand");
}

static bool has_terminal(void)
{
	int fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

/* How ssh asks: not at all, on the terminal, or us. */
typedef enum { ASKS_NOBODY, ASKS_ITSELF, ASKS_US } Asks;

static Asks who_is_asked(const Talk *t)
{
	if (!t->opts || !t->opts->asker)
		return ASKS_NOBODY;
	return has_terminal() ? ASKS_ITSELF : ASKS_US;
}

static void ssh_words(Talk *t, const Url *url, const char *program, bool batch, Words *argv)
{
	const char *ssh = getenv("GIT_SSH");
	char *command = ssh_command(t->r);
	Str remote = STR_EMPTY;

	if (command && *command) {
		words_add(argv, "sh");
		words_add(argv, "-c");
		VEC_PUSH(argv, mem_printf("%s \"$@\"", command));
		words_add(argv, command);
	} else {
		words_add(argv, ssh && *ssh ? ssh : "ssh");
	}
	if (batch) {
		words_add(argv, "-o");
		words_add(argv, "BatchMode=yes");
	}
	if (url->port) {
		words_add(argv, "-p");
		words_add(argv, url->port);
	}
	words_add(argv, url->host);
	str_printf(&remote, "git-%s ", program);
	url_quote(url->path, &remote);
	VEC_PUSH(argv, str_steal(&remote));
	VEC_PUSH(argv, NULL);
	free(command);
}

/* A path is seen from the root of the work tree, as git sees it; "~" is the server program's business. */
static void local_words(Talk *t, const Url *url, const char *program, Words *argv)
{
	const char *base = t->r ? (t->r->work_dir ? t->r->work_dir : t->r->git_dir) : "";

	words_add(argv, "git");
	words_add(argv, program);
	VEC_PUSH(argv, url->path[0] == '/' || url->path[0] == '~' ? mem_dup(url->path) : mem_printf("%s%s%s", base, *base ? "" : "./", url->path));
	VEC_PUSH(argv, NULL);
}

/* What says which configuration is read and where git lies; all else of GIT_* is of another repository. */
static const char *const kept[] = {
	"GIT_CONFIG_GLOBAL=", "GIT_CONFIG_SYSTEM=", "GIT_CONFIG_NOSYSTEM=", "GIT_EXEC_PATH=",
};

static bool keep_variable(const char *var, bool ssh)
{
	Slice s = slice_c(var);

	if (slice_starts(s, "SSH_ASKPASS"))
		return !ssh;
	if (!slice_starts(s, "GIT_"))
		return true;
	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
		if (slice_starts(s, kept[i]))
			return true;
	return ssh && slice_starts(s, "GIT_SSH");
}

static void environment(bool ssh, const char *askpass, Words *env)
{
	for (char **var = environ; *var; var++)
		if (keep_variable(*var, ssh && askpass))
			words_add(env, *var);
	if (ssh && askpass) {
		VEC_PUSH(env, mem_printf("SSH_ASKPASS=%s", askpass));
		words_add(env, "SSH_ASKPASS_REQUIRE=force");
		if (!getenv("DISPLAY"))		/* before OpenSSH 8.4 it took a display to be asked */
			words_add(env, "DISPLAY=:");
	}
	VEC_PUSH(env, NULL);
}

static const Err *start_ssh(Talk *t, const Url *url, const char *program, Child *out, bool *terminal)
{
	Asks asks = who_is_asked(t);
	/* ProxyJump's own ssh does not inherit BatchMode; false answers every question with no */
	const char *askpass = asks == ASKS_NOBODY ? "/bin/false" : NULL;
	Words argv = { 0 }, env = { 0 };
	const Err *err;

	if (asks == ASKS_US && !t->askpass && (err = askpass_open(&t->askpass)))
		return err;
	if (asks == ASKS_US)
		askpass = askpass_program(t->askpass);
	*terminal = asks == ASKS_ITSELF;
	ssh_words(t, url, program, asks == ASKS_NOBODY, &argv);
	environment(true, askpass, &env);
	err = child_start(out, &(Spawn){ .argv = argv.v, .env = env.v, .own_session = !*terminal });
	words_free(&argv);
	words_free(&env);
	return err;
}

static const Err *start_local(Talk *t, const Url *url, const char *program, Child *out)
{
	Words argv = { 0 }, env = { 0 };
	const Err *err;

	local_words(t, url, program, &argv);
	environment(false, NULL, &env);
	err = child_start(out, &(Spawn){ .argv = argv.v, .env = env.v, .own_session = true, .to_the_end = true });
	words_free(&argv);
	words_free(&env);
	return err;
}

const Err *program_start(Talk *t, const char *address, const char *program, Child *out, bool *terminal)
{
	const Err *err;
	Url url;

	*terminal = false;
	if ((err = url_parse(address, &url)))
		return err;
	err = url.kind == URL_SSH ? start_ssh(t, &url, program, out, terminal) : start_local(t, &url, program, out);
	url_free(&url);
	return err;
}
