/* Opening, making and asking a repository: its folders, its HEAD, what plain git is doing there. */
#include "git/repo.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/words.h"
#include "git/conf.h"
#include "git/git2.h"
#include "git/ref.h"

#define LINK "gitdir:"		/* before the folder that a file .git names */

/* A folder's path with a '/' at its end. */
static char *dir_name(const char *path)
{
	size_t n = strlen(path);

	return n > 0 && path[n - 1] == '/' ? mem_dup(path) : mem_printf("%s/", path);
}

/* Takes over git on success and failure. */
static const Err *repo_new(Repo **out, git_repository *git)
{
	Repo *r = mem_alloc(sizeof *r);
	const char *work = git_repository_workdir(git);
	const Err *err = NULL;
	int rc;

	*out = NULL;
	r->git = git;
	r->git_dir = dir_name(git_repository_path(git));
	r->common_dir = dir_name(git_repository_commondir(git));
	r->work_dir = work ? dir_name(work) : NULL;
	r->top = mem_dup_n(work ? r->work_dir : r->git_dir, strlen(work ? r->work_dir : r->git_dir) - 1);
	if ((rc = git_repository_odb(&r->odb, git)) < 0) {
		err = git2_err(rc, _("“%s” cannot be opened"), r->git_dir);
		goto done;
	}
	if ((err = git2_config(&r->config, git)))
		goto done;
	if ((rc = git_repository_set_config(git, r->config)) < 0)
		err = git2_err(rc, _("“%s” cannot be opened"), r->git_dir);
done:
	if (err)
		repo_free(r);
	else
		*out = r;
	return err;
}

void repo_free(Repo *r)
{
	if (!r)
		return;
	git_config_free(r->config);
	git_odb_free(r->odb);
	git_repository_free(r->git);
	free(r->git_dir);
	free(r->common_dir);
	free(r->work_dir);
	free(r->top);
	free(r);
}

/* The nearest folder at path or above that is so, or NULL. */
static char *nearest(const char *path, bool (*is)(const char *dir))
{
	char *at = path_absolute(path);

	for (;;) {
		char *slash;

		if (is(at))
			return at;
		slash = strrchr(at, '/');
		if (!slash || slash == at)
			break;
		*slash = '\0';
	}
	free(at);
	return NULL;
}

/* Is there a repository that only permissions hide? */
static bool is_hidden(const char *dir)
{
	char *git = path_join(dir, ".git"), *head = path_join(git, "HEAD");
	struct stat st;
	bool hidden;

	errno = 0;
	hidden = (stat(git, &st) != 0 || faccessat(AT_FDCWD, head, R_OK, AT_EACCESS) != 0) && errno == EACCES;
	free(git);
	free(head);
	return hidden;
}

/* Does it name one that is not where it was? */
static bool is_lost(const char *dir)
{
	char *git = path_join(dir, ".git"), *to = NULL, *target = NULL;
	Str text = STR_EMPTY;
	struct stat st;
	bool lost = false;

	if (stat(git, &st) == 0 && S_ISREG(st.st_mode) && !file_read(git, &text) && slice_starts(str_slice(&text), LINK)) {
		to = slice_dup(slice_trim(slice_sub(str_slice(&text), strlen(LINK), text.len)));
		target = to[0] == '/' ? mem_dup(to) : path_join(dir, to);
		lost = stat(target, &st) != 0 && errno == ENOENT;
	}
	free(git);
	free(to);
	free(target);
	str_free(&text);
	return lost;
}

static const Err *not_found(const char *path)
{
	struct stat st;
	const Err *err;
	char *dir;

	if (stat(path, &st) != 0)
		return err_errno(_("the folder “%s” cannot be opened"), path);
	if ((dir = nearest(path, is_hidden)))
		err = err_new(ERR_FAIL, _("the repository in “%s” may not be read by you: ask its owner for access"), dir);
	else if ((dir = nearest(path, is_lost)))
		err = err_new(ERR_FAIL, _("“%s/.git” names a repository that is not there any more; if it was moved, “git worktree repair %s” there "
		    "tells it where"), dir, dir);
	else
		err = err_new(ERR_NONE, _("“%s” is not in a git repository: go to one, or make one with “blad init”"), path);
	free(dir);
	return err;
}

/* Two forms of a repository that git knows and libgit2 does not. */
static const Err *check_form(const char *git_dir)
{
	char *file = path_join(git_dir, "config");
	git_buf objects = GIT_BUF_INIT, refs = GIT_BUF_INIT;
	git_config *c = NULL;
	const Err *err = NULL;

	if (!file_exists(file) || git_config_open_ondisk(&c, file) < 0)
		goto done;
	if (git_config_get_string_buf(&objects, c, "extensions.objectformat") == 0 && strcasecmp(objects.ptr, "sha1") != 0)
		err = err_new(ERR_FAIL, _("the repository in “%s” names its objects by SHA-256, which blad cannot read: it takes one that was made with "
		    "“git init --object-format=sha1”"), git_dir);
	else if (git_config_get_string_buf(&refs, c, "extensions.refstorage") == 0 && strcasecmp(refs.ptr, "files") != 0)
		err = err_new(ERR_FAIL, _("the repository in “%s” keeps its branches as a reftable, which blad cannot read: “git refs migrate "
		    "--ref-format=files” changes that"), git_dir);
done:
	git_buf_dispose(&objects);
	git_buf_dispose(&refs);
	git_config_free(c);
	free(file);
	return err;
}

/* No configuration that would be read can block: a FIFO for a file hangs the open. */
static const Err *check_configs(const char *git_dir)
{
	static const char *const names[] = { "config", "config.worktree" };
	const Err *err = NULL;
	char *link = path_join(git_dir, "commondir"), *common = NULL;
	Str text = STR_EMPTY;

	if (file_exists(link) && !(err = file_read(link, &text))) {
		char *rel = slice_dup(slice_trim(str_slice(&text)));

		common = rel[0] == '/' ? mem_dup(rel) : path_join(git_dir, rel);
		free(rel);
	}
	for (size_t i = 0; !err && i < 2; i++) {
		char *file = path_join(git_dir, names[i]);

		err = git2_config_check(file);
		free(file);
		if (!err && common) {
			file = path_join(common, names[i]);
			err = git2_config_check(file);
			free(file);
		}
	}
	if (!err)
		err = check_form(common ? common : git_dir);
	free(link);
	free(common);
	str_free(&text);
	return err;
}

/* libgit2 honours core.worktree: what the user named must lie in the work tree, or git's folder in it. */
static const Err *check_work_dir(git_repository *git, const char *path)
{
	const char *work = git_repository_workdir(git), *git_dir = git_repository_path(git);
	char *named = realpath(path, NULL);
	const Err *err = NULL;
	char *dir;

	if (!work || !named)
		goto done;
	dir = dir_name(named);
	if (!slice_starts(slice_c(dir), work) &&
	    !(slice_starts(slice_c(dir), git_dir) && slice_starts(slice_c(git_dir), work)))
		err = err_new(ERR_FAIL, _("the configuration of “%s” puts its work tree at “%s” (core.worktree): open that folder instead"),
		    git_dir, work);
	free(dir);
done:
	free(named);
	return err;
}

const Err *repo_open(Repo **out, const char *path)
{
	git_buf found = GIT_BUF_INIT;
	git_repository *git = NULL;
	const char *ceilings = getenv("GIT_CEILING_DIRECTORIES");
	const Err *err;
	int rc;

	*out = NULL;
	git_begin();
	if ((rc = git_repository_discover(&found, path, 0, ceilings)) < 0) {
		err = rc == GIT_ENOTFOUND ? not_found(path) : git2_err(rc, _("“%s” cannot be opened"), path);
		goto done;
	}
	if ((err = check_configs(found.ptr)))
		goto done;
	if ((rc = git_repository_open_ext(&git, path, 0, ceilings)) < 0) {
		err = git2_err(rc == GIT_ENOTFOUND ? GIT_ERROR : rc, _("the repository in “%s” cannot be opened"), path);
		goto done;
	}
	if ((err = check_work_dir(git, path)))
		goto done;
	err = repo_new(out, git);
	git = NULL;
done:
	git_repository_free(git);
	git_buf_dispose(&found);
	return err;
}

const Err *repo_init(Repo **out, const char *path, bool bare, const char *branch)
{
	git_repository_init_options opts;
	git_repository *git = NULL;
	char *named = NULL;
	int rc;

	*out = NULL;
	git_begin();
	if (!branch) {
		named = conf_get(NULL, "init.defaultBranch");
		branch = named && *named ? named : "main";
	}
	git_repository_init_options_init(&opts, GIT_REPOSITORY_INIT_OPTIONS_VERSION);
	opts.flags = GIT_REPOSITORY_INIT_MKPATH | GIT_REPOSITORY_INIT_NO_REINIT | (bare ? GIT_REPOSITORY_INIT_BARE : 0);
	opts.initial_head = branch;
	rc = git_repository_init_ext(&git, path, &opts);
	free(named);
	if (rc == GIT_EEXISTS)
		return err_new(ERR_FAIL, _("“%s” is a git repository already"), path);
	if (rc < 0)
		return git2_err(rc, _("no repository can be made in “%s”"), path);
	return repo_new(out, git);
}

const char *repo_git_dir(const Repo *r)
{
	return r->git_dir;
}

const char *repo_common_dir(const Repo *r)
{
	return r->common_dir;
}

const char *repo_work_dir(const Repo *r)
{
	return r->work_dir;
}

bool repo_is_bare(const Repo *r)
{
	return !r->work_dir;
}

bool repo_is_shallow(const Repo *r)
{
	return git_repository_is_shallow(r->git) == 1;
}

const Err *repo_head(Repo *r, Head *out)
{
	git_reference *head = NULL;
	const Err *err = NULL;
	int rc = git_reference_lookup(&head, r->git, "HEAD");

	*out = (Head){ .kind = HEAD_DETACHED };
	if (rc < 0)
		return git2_err(rc == GIT_ENOTFOUND ? GIT_ERROR : rc, _("HEAD cannot be read"));
	if (git_reference_type(head) == GIT_REFERENCE_DIRECT) {
		out->tip = git2_id(git_reference_target(head));
		goto done;
	}
	out->ref = mem_dup(git_reference_symbolic_target(head));
	out->branch = mem_dup(slice_starts(slice_c(out->ref), "refs/heads/") ? out->ref + 11 : out->ref);
	out->kind = HEAD_BRANCH;
	err = ref_read(r, out->ref, &out->tip);
	if (err && err_kind(err) == ERR_NONE) {
		out->kind = HEAD_UNBORN;
		err = NULL;
	}
done:
	git_reference_free(head);
	if (err)
		head_free(out);
	return err;
}

void head_free(Head *h)
{
	free(h->ref);
	free(h->branch);
	*h = (Head){ .kind = HEAD_UNBORN };
}

static const struct {
	int state;
	const char *word;
} states[] = {
	{ GIT_REPOSITORY_STATE_MERGE, "merge" },
	{ GIT_REPOSITORY_STATE_REVERT, "revert" },
	{ GIT_REPOSITORY_STATE_REVERT_SEQUENCE, "revert" },
	{ GIT_REPOSITORY_STATE_CHERRYPICK, "cherry-pick" },
	{ GIT_REPOSITORY_STATE_CHERRYPICK_SEQUENCE, "cherry-pick" },
	{ GIT_REPOSITORY_STATE_BISECT, "bisect" },
	{ GIT_REPOSITORY_STATE_REBASE, "rebase" },
	{ GIT_REPOSITORY_STATE_REBASE_INTERACTIVE, "rebase" },
	{ GIT_REPOSITORY_STATE_REBASE_MERGE, "rebase" },
	{ GIT_REPOSITORY_STATE_APPLY_MAILBOX, "rebase" },
	{ GIT_REPOSITORY_STATE_APPLY_MAILBOX_OR_REBASE, "rebase" },
};

const char *repo_in_progress(Repo *r)
{
	int state = git_repository_state(r->git);

	for (size_t i = 0; i < sizeof states / sizeof *states; i++)
		if (states[i].state == state)
			return states[i].word;
	return NULL;
}

/* Whether the work tree whose git folder is dir stands on the branch. */
static bool stands_on(const char *dir, const char *ref)
{
	char *name = path_join(dir, "HEAD");
	Str s = STR_EMPTY;
	Slice head;
	bool on = false;

	if (!file_read(name, &s)) {
		head = slice_trim(str_slice(&s));
		on = slice_starts(head, "ref: ") && slice_is(slice_sub(head, 5, head.len), ref);
	}
	str_free(&s);
	free(name);
	return on;
}

bool repo_branch_elsewhere(Repo *r, const char *ref)
{
	char *trees = path_join(r->common_dir, "worktrees");
	bool linked = strcmp(r->git_dir, r->common_dir) != 0;
	bool found = linked && !conf_bool(r, "core.bare", false) && stands_on(r->common_dir, ref);
	DIR *d = opendir(trees);

	for (struct dirent *e; d && !found && (e = readdir(d));) {
		char *dir;

		if (e->d_name[0] == '.')
			continue;
		dir = mem_printf("%s/%s/", trees, e->d_name);
		found = strcmp(dir, r->git_dir) != 0 && stands_on(dir, ref);
		free(dir);
	}
	if (d)
		closedir(d);
	free(trees);
	return found;
}
