/* A copy of a shared repository: made whole, or not at all. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/words.h"
#include "git/ref.h"
#include "git/remote_open.h"
#include "git/url.h"
#include "git/web.h"
#include "git/work_file.h"

#define REMOTE "origin"
#define HEADS "refs/heads/"
#define TRACKING "refs/remotes/" REMOTE "/"
#define REFSPEC "+" HEADS "*:" TRACKING "*"

static bool is_empty_dir(const char *path)
{
	DIR *d = opendir(path);
	struct dirent *e;
	bool empty = d != NULL;

	while (empty && (e = readdir(d)))
		empty = strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0;
	if (d)
		closedir(d);
	return empty;
}

static void empty_dir(const char *path)
{
	DIR *d = opendir(path);
	struct dirent *e;

	while (d && (e = readdir(d))) {
		char *sub;

		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		sub = path_join(path, e->d_name);
		(void)file_remove_tree(sub);
		free(sub);
	}
	if (d)
		closedir(d);
}

/* What the configuration shall say: a path must not depend on where we are. */
static const Err *full_address(const char *address, char **out)
{
	const Err *err;
	Url url;

	*out = NULL;
	if ((err = url_parse(address, &url)))
		return err;
	*out = url.kind == URL_LOCAL && !strstr(address, "://") ? path_absolute(address) : mem_dup(address);
	url_free(&url);
	return NULL;
}

/* The branch that the shared repository calls its own; among several without that, a usual one.  NULL if it has none at all. */
static char *default_branch(git_remote *remote)
{
	static const char *const usual[] = { HEADS "main", HEADS "master" };
	const git_remote_head **heads = NULL;
	git_buf buf = GIT_BUF_INIT;
	char *out = NULL;
	size_t n = 0;

	if (git_remote_default_branch(&buf, remote) == 0 && slice_starts(slice_c(buf.ptr), HEADS))
		out = mem_dup(buf.ptr);
	git_buf_dispose(&buf);
	if (out || git_remote_ls(&heads, &n, remote) < 0)
		return out;
	for (size_t k = 0; !out && k < 2; k++)
		for (size_t i = 0; !out && i < n; i++)
			if (strcmp(heads[i]->name, usual[k]) == 0)
				out = mem_dup(usual[k]);
	for (size_t i = 0; !out && i < n; i++)
		if (slice_starts(slice_c(heads[i]->name), HEADS))
			out = mem_dup(heads[i]->name);
	return out;
}

/* An empty one on this computer can be asked what its first branch will be called. */
static char *unborn_branch(const char *address)
{
	char *named = NULL;
	Repo *there;
	Head head;
	Url url;

	if (url_parse(address, &url) == NULL) {
		if (url.kind == URL_LOCAL && repo_open(&there, url.path) == NULL) {
			if (repo_head(there, &head) == NULL) {
				named = mem_dup(head.ref);
				head_free(&head);
			}
			repo_free(there);
		}
		url_free(&url);
	}
	if (!named && (named = conf_get(NULL, "init.defaultBranch")) && *named) {
		char *ref = mem_printf(HEADS "%s", named);

		free(named);
		named = ref;
	}
	return named && slice_starts(slice_c(named), HEADS) ? named : (free(named), mem_dup(HEADS "main"));
}

static const Err *set_branch(Repo *r, const char *ref)
{
	const char *branch = ref + sizeof HEADS - 1;
	char *remote = mem_printf("branch.%s.remote", branch), *merge = mem_printf("branch.%s.merge", branch);
	const Err *err;

	if (!(err = conf_set(r, remote, REMOTE)) && !(err = conf_set(r, merge, ref)) && git_repository_set_head(r->git, ref) < 0)
		err = git2_err(GIT_ERROR, _("HEAD cannot be set"));
	free(remote);
	free(merge);
	return err;
}

/* Every branch of the other side becomes a tracking ref here. */
static const Err *track(Repo *r, git_remote *remote)
{
	const git_remote_head **heads = NULL;
	const Err *err = NULL;
	size_t n = 0;

	if (git_remote_ls(&heads, &n, remote) < 0)
		return git2_err(GIT_ERROR, _("the branches of the shared archive cannot be noted"));
	for (size_t i = 0; !err && i < n; i++) {
		Oid id = git2_id(&heads[i]->oid);
		char *name;

		if (!slice_starts(slice_c(heads[i]->name), HEADS))
			continue;
		name = mem_printf(TRACKING "%s", heads[i]->name + sizeof HEADS - 1);
		err = ref_move(r, name, &(Oid){ { 0 } }, &id, "blad: clone");
		free(name);
	}
	return err;
}

static const Err *download(Repo *r, git_remote *remote, Talk *t)
{
	char spec[] = REFSPEC, *list = spec;
	git_strarray specs = { &list, 1 };
	git_fetch_options opts;
	const Err *err;
	int rc;

	git_fetch_options_init(&opts, GIT_FETCH_OPTIONS_VERSION);
	opts.callbacks = remote_callbacks(t);
	opts.proxy_opts = web_proxy(t);
	opts.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE;
	rc = git_remote_download(remote, &specs, &opts);
	if (rc < 0)
		return talk_err(t, rc, _("fetching from the shared archive failed"));
	err = track(r, remote);
	git_remote_disconnect(remote);
	return err;
}

static bool files_step(void *data, size_t done, size_t total)
{
	Talk *t = data;

	t->phase = "files";
	t->done = done;
	t->total = total;
	return talk_step(t);
}

static const Err *check_out(Repo *r, const char *ref, Talk *t)
{
	const char *branch = ref + sizeof HEADS - 1;
	char *tracking = mem_printf(TRACKING "%s", branch);
	git_reference *head = NULL;
	size_t skipped = 0;
	const Err *err;
	Oid tip;

	if ((err = ref_read(r, tracking, &tip)) || (err = ref_move(r, ref, &(Oid){ { 0 } }, &tip, "blad: clone")))
		goto done;
	git_reference_symbolic_create(&head, r->git, TRACKING "HEAD", tracking, 1, "blad: clone");
	git_reference_free(head);
	err = work_checkout(r, &tip, files_step, t, &skipped);
	if (t->opts && t->opts->skipped)
		*t->opts->skipped = skipped;
done:
	free(tracking);
	return err;
}

static const Err *clone_into(Repo *r, const char *address, const RemoteOpts *o)
{
	git_remote *remote = NULL;
	char *ref = NULL;
	const Err *err;
	Talk t;

	talk_begin(&t, r, o);
	if ((err = conf_set(r, "remote." REMOTE ".url", address)) || (err = conf_set(r, "remote." REMOTE ".fetch", REFSPEC)) ||
	    (err = remote_connect(r, REMOTE, address, &t, &remote)))
		goto done;
	ref = default_branch(remote);
	if (ref) {
		if (!(err = download(r, remote, &t)) && !(err = set_branch(r, ref)))
			err = check_out(r, ref, &t);
	} else {
		ref = unborn_branch(git_remote_url(remote));
		err = set_branch(r, ref);
	}
done:
	free(ref);
	git_remote_free(remote);
	talk_end(&t);
	return err;
}

const Err *remote_clone(Repo **out, const char *url, const char *dir, const RemoteOpts *o)
{
	char *address = NULL;
	const Err *err;
	struct stat st;
	bool existed;

	*out = NULL;
	if (o && o->skipped)
		*o->skipped = 0;
	existed = lstat(dir, &st) == 0;
	if (existed && !(S_ISDIR(st.st_mode) && is_empty_dir(dir)))
		return err_new(ERR_FAIL, _("“%s” exists already and is not an empty folder"), dir);
	if ((err = full_address(url, &address)))
		return err;
	if ((err = repo_init(out, dir, false, NULL)))
		goto done;
	err = clone_into(*out, address, o);
done:
	if (err) {
		repo_free(*out);
		*out = NULL;
		if (existed)
			empty_dir(dir);
		else
			(void)file_remove_tree(dir);
	}
	free(address);
	return err;
}
