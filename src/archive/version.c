/* Making a version: hooks, message, signature, objects. */
#include "archive/version.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/words.h"
#include "git/hook.h"
#include "git/sign.h"

#define RUN_DIR "run-"		/* in the state folder, and a process: what its programs are given */
#define MESSAGE_MAX ((size_t)1024 * 1024)

typedef struct {
	Repo *r;
	const VersionOpts *o;
	Commit *c;
	char *dir, *index, *message;	/* private folder, and files in it */
} Making;

bool version_may_last(Repo *r, const VersionOpts *o)
{
	return (!o->no_verify && (hooks_of_version(r) || (o->join && hook_is_there(r, "pre-merge-commit")))) || (!o->no_sign && sign_is_wanted(r));
}

const Err *version_may_be(Repo *r, const VersionOpts *o)
{
	char *not_run = o->no_verify ? NULL : hook_not_run(r);
	const Err *err = NULL;

	if (not_run)
		err = err_new(ERR_FAIL, _("this archive runs a program whenever a branch moves (%s), which blad does not do; --no-verify does without"), not_run);
	free(not_run);
	return err;
}

/* ---- the private folder ---- */

void version_sweep(const char *state)
{
	DIR *dir = opendir(state);
	const struct dirent *e;

	while (dir && (e = readdir(dir))) {
		size_t n = strlen(RUN_DIR);
		pid_t pid = strncmp(e->d_name, RUN_DIR, n) == 0 ? (pid_t)strtol(e->d_name + n, NULL, 10) : 0;
		char *left = path_join(state, e->d_name);

		if (pid > 0 && (pid == getpid() || (kill(pid, 0) != 0 && errno == ESRCH)))
			file_remove_tree(left);
		free(left);
	}
	if (dir)
		closedir(dir);
}

static const Err *begin(Making *m, const char *state)
{
	version_sweep(state);
	m->dir = mem_printf("%s/" RUN_DIR "%ld", state, (long)getpid());
	m->index = path_join(m->dir, "index");
	m->message = path_join(m->dir, "COMMIT_EDITMSG");
	return file_mkdir(m->dir, 0700);
}

static void end(Making *m)
{
	if (m->dir)
		file_remove_tree(m->dir);
	free(m->dir);
	free(m->index);
	free(m->message);
}

/* ---- hooks ---- */

static const Err *ask(const Making *m, const char *name, const char *arg, const char *arg2, bool *ran)
{
	Hook h = { .name = name, .args = { arg, arg2 }, .index = m->index, .author = m->o->join ? NULL : &m->c->author };

	return hook_run(m->r, &h, m->o->watch, ran);
}

/* What it has put into the index, git takes too. */
static const Err *ask_about_tree(Making *m)
{
	bool ran = false;
	const Err *err = hook_index_make(m->r, &m->c->tree, m->index);

	if (!err)
		err = ask(m, m->o->join ? "pre-merge-commit" : "pre-commit", NULL, NULL, &ran);
	return !err && ran ? hook_index_tree(m->r, m->index, &m->c->tree) : err;
}

static const Err *read_message(Making *m)
{
	Str text = STR_EMPTY, clean = STR_EMPTY;
	const Err *err = file_read(m->message, &text);

	if (!err && (text.len > MESSAGE_MAX || memchr(text.p ? text.p : "", '\0', text.len)))
		err = err_new(ERR_FAIL, _("what a hook made of the message is no message"));
	if (!err && commit_clean_message(str_c(&text), &clean))
		err = err_new(ERR_FAIL, _("a hook left nothing of the message"));
	if (!err) {
		free(m->c->message);
		m->c->message = slice_dup(slice_trim(str_slice(&clean)));
	}
	str_free(&text);
	str_free(&clean);
	return err;
}

static const Err *ask_about_message(Making *m)
{
	Str text = STR_EMPTY;
	bool wrote = false, checked = false;
	const Err *err = commit_clean_message(m->c->message, &text);

	if (!err)
		err = file_write(m->message, str_slice(&text));
	if (!err)
		err = ask(m, "prepare-commit-msg", m->message, m->o->join ? "merge" : "message", &wrote);
	if (!err)
		err = ask(m, "commit-msg", m->message, NULL, &checked);
	if (!err && (wrote || checked))
		err = read_message(m);
	str_free(&text);
	return err;
}

const Err *version_make(Repo *r, const char *state, Commit *c, const VersionOpts *o, Oid *out)
{
	Making m = { .r = r, .o = o, .c = c };
	Str bytes = STR_EMPTY, sig = STR_EMPTY;
	const Err *err = NULL;
	bool last = version_may_last(r, o), sign = last && !o->no_sign && sign_is_wanted(r);

	if (last && (err = begin(&m, state)))
		goto done;
	if (last && !o->no_verify && !(err = ask_about_tree(&m)))
		err = ask_about_message(&m);
	if (!err)
		err = commit_bytes(r, c, &bytes);
	if (!err && sign) {
		err = sign_text(r, str_slice(&bytes), &c->committer, m.dir, o->watch, &sig);
		if (err && err_kind(err) != ERR_CANCEL && o->sign_failed)
			*o->sign_failed = true;
	}
	if (!err)
		err = commit_store(r, str_slice(&bytes), sign ? str_c(&sig) : NULL, out);
done:
	str_free(&bytes);
	str_free(&sig);
	end(&m);
	return err;
}

void version_made(Repo *r, const VersionOpts *o)
{
	Hook commit = { .name = "post-commit" }, merge = { .name = "post-merge", .args = { "0" } };

	if (!o->no_verify)
		err_forget(hook_run(r, o->join ? &merge : &commit, o->watch, NULL));
}
