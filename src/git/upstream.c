/* Where a branch that is not shared yet would go; and keeping it. */
#include "git/remote.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/words.h"
#include "git/git2.h"
#include "git/remote_conf.h"

const char *upstream_short(const Upstream *u)
{
	const char *remotes = "refs/remotes/";

	return slice_starts(slice_c(u->tracking), remotes) ? u->tracking + strlen(remotes) : u->tracking;
}

static const Err *no_remote(Repo *r, const char *remote)
{
	char *first = NULL;
	size_t n = remote_names(r, &first);
	const Err *err;

	if (n == 0)
		err = err_new(ERR_FAIL, _("no shared archive is called “%s” here: “git remote add %s ADDRESS” names one"), remote, remote);
	else if (n == 1)
		err = err_new(ERR_FAIL, _("no shared archive is called “%s” here; there is “%s”"), remote, first);
	else
		err = err_new(ERR_FAIL, _("no shared archive is called “%s” here; “git remote” lists those there are"), remote);
	free(first);
	return err;
}

const Err *upstream_first(Repo *r, const Head *head, const char *remote, Upstream *out)
{
	Upstream has = { .name = NULL };
	const Err *err = upstream_get(r, head, &has);
	bool force;

	*out = (Upstream){ .name = NULL };
	if (!err && strcmp(has.name, remote) == 0) {
		*out = has;
		return NULL;
	}
	if (!err)
		err = err_new(ERR_FAIL, _("the branch “%s” is shared as %s already; “blad sync” is enough"), head->branch, upstream_short(&has));
	else if (err_kind(err) == ERR_NONE && head->kind == HEAD_BRANCH)
		err = NULL;
	upstream_free(&has);
	if (err)
		return err;
	out->name = mem_dup(remote);
	out->merge = mem_dup(head->ref);
	if (!(out->url = remote_address(r, remote, false)))
		err = no_remote(r, remote);
	else if (!(out->tracking = remote_tracking(r, remote, out->merge, &force)))
		err = err_new(ERR_FAIL, _("“%s” of “%s” is not among the branches that this repository fetches (remote.%s.fetch)"), out->merge, remote, remote);
	if (err)
		upstream_free(out);
	return err;
}

const Err *upstream_set(Repo *r, const Head *head, const Upstream *u)
{
	char *remote = mem_printf("branch.%s.remote", head->branch), *merge = mem_printf("branch.%s.merge", head->branch);
	const Err *err = conf_set(r, remote, u->name);

	if (!err)
		err = conf_set(r, merge, u->merge);
	free(remote);
	free(merge);
	return err;
}

char *upstream_only(Repo *r, const Head *head)
{
	Upstream u = { .name = NULL };
	const Err *err = upstream_get(r, head, &u);
	char *name = NULL, *key = mem_printf("branch.%s.remote", head->branch), *set = conf_get(r, key);
	size_t n = remote_names(r, &name);

	upstream_free(&u);
	free(key);
	if (!err || head->kind != HEAD_BRANCH || (set && *set) || n != 1) {
		free(name);
		name = NULL;
	}
	free(set);
	return name;
}

size_t upstream_unsent(Repo *r, const Head *head)
{
	git_oid tip = git2_oid(&head->tip), id;
	git_revwalk *w = NULL;
	char *name = NULL;
	size_t n = 0;

	if (remote_names(r, &name) > 0 && git_revwalk_new(&w, r->git) == 0 && git_revwalk_push(w, &tip) == 0 && git_revwalk_hide_glob(w, "refs/remotes/*") == 0)
		while (git_revwalk_next(&id, w) == 0)
			n++;
	git_revwalk_free(w);
	free(name);
	return n;
}
