/* Hooks: found where git finds them, run as git runs them. */
#include "git/hook.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/words.h"
#include "git/git2.h"
#include "git/remote_conf.h"

#define NOT_RUN "reference-transaction"

static const char *const of_version[] = { "pre-commit", "prepare-commit-msg", "commit-msg", "post-commit" };

/* Where a hook lies in a file system; *shown: what a person calls it. */
static char *find(Repo *r, const char *name, char **shown)
{
	git_buf set = GIT_BUF_INIT;
	char *dir, *path;
	struct stat st;

	if (git_config_get_path(&set, r->config, "core.hooksPath") != 0 || set.size == 0)
		dir = path_join(r->common_dir, "hooks");
	else if (set.ptr[0] == '/')
		dir = mem_dup(set.ptr);
	else
		dir = path_join(r->work_dir ? r->work_dir : r->git_dir, set.ptr);
	path = path_join(dir, name);
	if (stat(path, &st) != 0 || !S_ISREG(st.st_mode) || faccessat(AT_FDCWD, path, X_OK, AT_EACCESS) != 0 || !repo_may_write(r, NULL)) {
		free(path);
		path = NULL;
	} else if (shown) {
		*shown = set.size ? mem_dup(path) : mem_printf("hooks/%s", name);
	}
	free(dir);
	git_buf_dispose(&set);
	return path;
}

bool hook_is_there(Repo *r, const char *name)
{
	char *path = find(r, name, NULL);

	free(path);
	return path != NULL;
}

bool hooks_of_version(Repo *r)
{
	for (size_t i = 0; i < sizeof of_version / sizeof *of_version; i++)
		if (hook_is_there(r, of_version[i]))
			return true;
	return false;
}

char *hook_not_run(Repo *r)
{
	char *shown = NULL;

	free(find(r, NOT_RUN, &shown));
	return shown;
}

/* ---- running ---- */

typedef struct {
	VEC(char *) own;		/* freed */
	VEC(const char *) vars;
} Env;

static void env_add(Env *e, char *var)
{
	VEC_PUSH(&e->own, var);
	VEC_PUSH(&e->vars, var);
}

static void env_author(Env *e, const Person *p)
{
	int offset = p->when.offset < 0 ? -p->when.offset : p->when.offset;

	env_add(e, mem_printf("GIT_AUTHOR_NAME=%s", p->name));
	env_add(e, mem_printf("GIT_AUTHOR_EMAIL=%s", p->mail));
	env_add(e, mem_printf("GIT_AUTHOR_DATE=@%lld %c%02d%02d", (long long)p->when.sec, p->when.offset < 0 ? '-' : '+', offset / 60, offset % 60));
}

/* git names its folder only where a program would not find it from the work tree. */
static bool is_found(const Repo *r)
{
	char *usual = r->work_dir ? mem_printf("%s.git/", r->work_dir) : NULL;
	bool found = usual && strcmp(usual, r->git_dir) == 0;

	free(usual);
	return found;
}

static void make_env(Repo *r, const Hook *h, Env *e)
{
	env_add(e, mem_dup("GIT_EDITOR=:"));
	env_add(e, mem_dup("GIT_PREFIX="));
	env_add(e, h->index ? mem_printf("GIT_INDEX_FILE=%s", h->index) : mem_printf("GIT_INDEX_FILE=%sindex", r->git_dir));
	if (!is_found(r))
		env_add(e, mem_printf("GIT_DIR=%s", r->git_dir));
	if (!is_found(r) && r->work_dir)
		env_add(e, mem_printf("GIT_WORK_TREE=%s", r->work_dir));
	if (h->author)
		env_author(e, h->author);
	VEC_PUSH(&e->vars, NULL);
}

static void env_free(Env *e)
{
	for (size_t i = 0; i < e->own.len; i++)
		free(e->own.v[i]);
	VEC_FREE(&e->own);
	VEC_FREE(&e->vars);
}

static const Err *judge(const char *name, const RunEnd *end)
{
	Str words = STR_EMPTY;
	const Err *err;

	if (end->status == 0)
		return NULL;
	run_words(str_slice(&end->err), &words);
	if (words.len)
		err = err_new(ERR_FAIL, _("the hook %s refused: %s"), name, str_c(&words));
	else
		err = err_new(ERR_FAIL, _("the hook %s refused (status %d)"), name, end->status);
	str_free(&words);
	return err;
}

const Err *hook_run(Repo *r, const Hook *h, const RunWatch *w, bool *ran)
{
	char *shown = NULL, *path = find(r, h->name, &shown), *argv[6] = { path };
	RunEnd end = { 0 };
	Env env = { .own = { 0 } };
	const Err *err = NULL;

	if (ran)
		*ran = path != NULL;
	if (!path)
		goto done;
	for (size_t i = 0; i < 4 && h->args[i]; i++)
		argv[i + 1] = (char *)(uintptr_t)h->args[i];
	make_env(r, h, &env);
	err = run_program(&(Run){ .name = h->name, .argv = argv, .env = env.vars.v, .dir = r->work_dir ? r->work_dir : r->git_dir, .in = h->in }, w, true, &end);
	if (err && err_kind(err) == ERR_NONE)	/* its first line names what is not there */
		err = err_new(ERR_FAIL, _("the hook %s cannot be run: what its first line names is not there"), shown);
	if (!err)
		err = judge(shown, &end);
done:
	run_end_free(&end);
	env_free(&env);
	free(path);
	free(shown);
	return err;
}

const Err *hook_pre_push(Repo *r, const HookPush *p, const RunWatch *w)
{
	char *address = remote_address(r, p->remote, true), here[OID_HEX + 1], there[OID_HEX + 1];
	Str line = STR_EMPTY;
	const Err *err;

	oid_hex(&p->here, here);
	oid_hex(&p->there, there);
	str_printf(&line, "%s %s %s %s\n", p->here_ref, here, p->there_ref, there);
	err = hook_run(r, &(Hook){ .name = "pre-push", .args = { p->remote, address ? address : p->remote }, .in = str_slice(&line) }, w, NULL);
	str_free(&line);
	free(address);
	return err;
}

/* ---- its index ---- */

static const Err *open_index(const char *path, git_index **out)
{
#ifdef GIT_EXPERIMENTAL_SHA256
	int rc = git_index_open(out, path, NULL);
#else
	int rc = git_index_open(out, path);
#endif
	return rc < 0 ? git2_err(GIT_ERROR, _("the index for a hook cannot be read")) : NULL;
}

/* What is known of unchanged files comes along, so that nobody has to read them all; an index that we cannot read tells nothing. */
static void copy_index(Repo *r, const char *path)
{
	char *from = mem_printf("%sindex", r->git_dir);
	git_index *index = NULL;
	Str data = STR_EMPTY;

	if (file_exists(from) && !file_read(from, &data) && !file_write(path, str_slice(&data)) && open_index(path, &index))
		unlink(path);
	git_index_free(index);
	str_free(&data);
	free(from);
}

const Err *hook_index_make(Repo *r, const Oid *tree, const char *path)
{
	git_index *index = NULL;
	git_tree *t = NULL;
	git_oid id = git2_oid(tree);
	const Err *err = NULL;

	copy_index(r, path);
	if (git_tree_lookup(&t, r->git, &id) < 0)
		err = git2_err_object(GIT_ERROR, tree);
	if (!err)
		err = open_index(path, &index);
	if (!err && (git_index_read_tree(index, t) < 0 || git_index_write(index) < 0))
		err = git2_err(GIT_ERROR, _("the index for a hook cannot be written"));
	git_index_free(index);
	git_tree_free(t);
	return err;
}

const Err *hook_index_tree(Repo *r, const char *path, Oid *out)
{
	git_index *index = NULL;
	git_oid id;
	const Err *err = open_index(path, &index);

	if (!err && git_index_write_tree_to(&id, index, r->git) < 0)
		err = git2_err(GIT_ERROR, _("what a hook made of the index is no version"));
	if (!err)
		*out = git2_id(&id);
	git_index_free(index);
	return err;
}
