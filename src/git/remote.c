/* Fetching and pushing one branch: every ref, here and there, moves from where it was seen or not at all. */
#include "git/remote.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/names.h"
#include "base/utf8.h"
#include "base/words.h"
#include "git/pack_sweep.h"
#include "git/ref.h"
#include "git/remote_conf.h"
#include "git/remote_open.h"
#include "git/send.h"
#include "git/url.h"
#include "git/walk.h"
#include "git/remote_under.h"
#include "git/web.h"

#define MOVE_TRIES 10

/* ---- where a branch comes from ---- */

static char *branch_conf(Repo *r, const char *branch, const char *key)
{
	char *name = mem_printf("branch.%s.%s", branch, key), *value = conf_get(r, name);

	free(name);
	return value;
}

static const Err *no_upstream(Repo *r, const char *branch)
{
	char *name = NULL;
	size_t n = remote_names(r, &name);
	const Err *err;

	if (n == 0)
		err = err_new(ERR_NONE, _("the branch “%s” is not shared with any other archive: “git remote add origin ADDRESS” names one, and then "
		    "“blad sync --to origin” shares it"), branch);
	else
		err = err_new(ERR_NONE, _("the branch “%s” is not shared with any other archive: “blad sync --to %s” shares it"), branch,
		    n == 1 ? name : "REMOTE");
	free(name);
	return err;
}

const Err *upstream_get(Repo *r, const Head *head, Upstream *out)
{
	const Err *err = NULL;
	bool force;

	*out = (Upstream){ .name = NULL };
	if (head->kind == HEAD_DETACHED || !head->branch)
		return err_new(ERR_NONE, _("no branch is checked out here (detached HEAD), so there is nothing to share; “git switch BRANCH” first"));
	out->name = branch_conf(r, head->branch, "remote");
	out->merge = branch_conf(r, head->branch, "merge");
	if (!out->name || !out->merge || !*out->name)
		err = no_upstream(r, head->branch);
	else if (strcmp(out->name, ".") == 0)
		err = err_new(ERR_NONE, _("the branch “%s” follows another branch of this repository, not a shared one"), head->branch);
	else if (!(out->url = remote_address(r, out->name, false)))
		err = err_new(ERR_NONE, _("the branch “%s” comes from “%s”, which is not configured: “git remote add %s ADDRESS”"),
		    head->branch, out->name, out->name);
	else if (!(out->tracking = remote_tracking(r, out->name, out->merge, &force)))
		err = err_new(ERR_NONE, _("“%s” of “%s” is not among the branches that this repository fetches (remote.%s.fetch)"),
		    out->merge, out->name, out->name);
	if (err)
		upstream_free(out);
	return err;
}

/* What git would send elsewhere is not ours to send back. */
const Err *upstream_both_ways(Repo *r, const Head *head, const Upstream *u)
{
	char *key = mem_printf("branch.%s.pushRemote", head->branch), *to = conf_get(r, key);
	const Err *err = NULL;

	if (!to) {
		free(key);
		key = mem_dup("remote.pushDefault");
		to = conf_get(r, key);
	}
	if (to && *to && strcmp(to, u->name) != 0)
		err = err_new(ERR_NONE, _("the branch “%s” comes from “%s”, but %s sends it to “%s”; a sync needs one repository for both: “git "
		    "config branch.%s.pushRemote %s”"), head->branch, u->name, key, to, head->branch, u->name);
	free(key);
	free(to);
	return err;
}

void upstream_free(Upstream *u)
{
	free(u->name);
	free(u->url);
	free(u->tracking);
	free(u->merge);
	*u = (Upstream){ .name = NULL };
}

/* ---- fetch ---- */

/* The shared repository's answer for one ref; false if it has none of that name. */
static bool listed(git_remote *remote, const char *name, Oid *out)
{
	const git_remote_head **heads;
	size_t n = 0;

	if (git_remote_ls(&heads, &n, remote) < 0)
		return false;
	for (size_t i = 0; i < n; i++)
		if (strcmp(heads[i]->name, name) == 0) {
			*out = git2_id(&heads[i]->oid);
			return true;
		}
	return false;
}

static bool may_rewind(Repo *r, const Upstream *u)
{
	bool force;

	free(remote_tracking(r, u->name, u->merge, &force));
	return force;
}

static bool is_ancestor(Repo *r, const Oid *old, const Oid *new)
{
	size_t ahead, behind;

	return oid_eq(old, new) || (!git_ahead_behind(r, old, new, &ahead, &behind) && ahead == 0);
}

static const Err *move_ref(Repo *r, const RemoteOpts *o, const char *ref, const Oid *was, const Oid *now, const char *log)
{
	return o && o->move ? o->move(o->data, ref, was, now) : ref_move(r, ref, was, now, log);
}

/* seen: where it stood before we asked; another fetch that was later than ours is left alone. */
static const Err *move_tracking(Repo *r, const Upstream *u, const RemoteOpts *o, const Oid *seen, const Oid *now, bool rewind)
{
	const Err *err = NULL;
	Oid was;

	for (int i = 0; i < MOVE_TRIES; i++) {
		if ((err = ref_read(r, u->tracking, &was)) && err_kind(err) != ERR_NONE)
			return err;
		if (!oid_is_zero(&was) && !oid_eq(&was, seen) && is_ancestor(r, now, &was))
			return NULL;
		if (!rewind && !oid_is_zero(&was) && !is_ancestor(r, &was, now))
			return err_new(ERR_FAIL, _("the shared branch was rewritten and “%s” may not follow it"), u->tracking);
		err = oid_eq(&was, now) ? NULL : move_ref(r, o, u->tracking, &was, now, "blad: fetch");
		if (!err || err_kind(err) != ERR_MOVED)
			return err;
	}
	return err;
}

static const Err *download(Repo *r, git_remote *remote, const Upstream *u, const RemoteOpts *also, const UnderRefs *under, Talk *t)
{
	int held = pack_sweep_begin(r);
	git_fetch_options opts;
	Names spec = { 0 };
	git_strarray specs;
	int rc;

	names_take(&spec, mem_printf("%s:%s", u->merge, u->tracking));
	if (also)
		names_take(&spec, mem_printf("+%s:%s", also->also, also->also_here));
	for (size_t i = 0; i < under->len; i++)
		if (!oid_is_zero(&under->v[i].now))
			names_take(&spec, mem_printf("+%s:%s", under->v[i].there, under->v[i].here));
	specs = (git_strarray){ spec.v, spec.len };
	git_fetch_options_init(&opts, GIT_FETCH_OPTIONS_VERSION);
	opts.callbacks = remote_callbacks(t);
	opts.proxy_opts = web_proxy(t);
	opts.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE;
	opts.prune = GIT_FETCH_NO_PRUNE;
	rc = git_remote_download(remote, &specs, &opts);
	pack_sweep_end(held);
	names_free(&spec);
	return rc < 0 ? talk_err(t, rc, _("fetching from the shared archive failed")) : NULL;
}

static const Err *follow_also(Repo *r, const RemoteOpts *o, const Oid *now)
{
	const Err *err = NULL;
	Oid was;

	for (int i = 0; i < MOVE_TRIES; i++) {
		if ((err = ref_read(r, o->also_here, &was)) && err_kind(err) != ERR_NONE)
			return err;
		err = oid_eq(&was, now) ? NULL : move_ref(r, o, o->also_here, &was, now, "blad: fetch");
		if (!err || err_kind(err) != ERR_MOVED)
			return err;
	}
	return err;
}

/* Others' branches are no reason to fail. */
static void follow_under(Repo *r, const RemoteOpts *o, const UnderRefs *under)
{
	for (int gone = 1; gone >= 0; gone--)	/* first those that are gone: a new one may need the name of its folder */
		for (size_t i = 0; i < under->len; i++)
			if (oid_is_zero(&under->v[i].now) == (gone == 1))
				(void)move_ref(r, o, under->v[i].here, &under->v[i].was, &under->v[i].now, "blad: fetch");
}

/* In an archive that is only read nothing is run; and libgit2 before 1.7 knows nothing of histories that were cut off. */
static const Err *may_share(Repo *r)
{
	Str why = STR_EMPTY;
	const Err *err = NULL;

	if (!repo_may_write(r, &why))
		err = err_new(ERR_FAIL, "%s", str_c(&why));
	str_free(&why);
	if (err || GIT2_AT_LEAST(7) || !repo_is_shallow(r))
		return err;
	return err_new(ERR_FAIL, _("this is a shallow copy, which can only be read: “git fetch --unshallow” makes it whole"));
}

#define PUSH_REF "refs/blad/push-"

typedef struct {
	Repo *r;
	const RemoteOpts *o;
} Sweep;

static int sweep_cb(const char *name, void *data)
{
	pid_t pid = (pid_t)strtol(name + sizeof PUSH_REF - 1, NULL, 10);
	Sweep *s = data;
	Oid at;

	if (pid > 0 && kill(pid, 0) != 0 && errno == ESRCH && !ref_read(s->r, name, &at))
		move_ref(s->r, s->o, name, &at, &(Oid){ { 0 } }, NULL);
	return 0;
}

/* What killed pushes left. */
static void sweep(Repo *r, const RemoteOpts *o)
{
	Sweep s = { r, o };

	git_reference_foreach_glob(r->git, PUSH_REF "*", sweep_cb, &s);
}

static const Err *no_branch(const Upstream *u)
{
	const char *heads = "refs/heads/", *branch = slice_starts(slice_c(u->merge), heads) ? u->merge + strlen(heads) : u->merge;

	return err_new(ERR_NONE, _("the shared archive has no branch “%s” any more; ask who took it away or gave it a new name: “git branch -u %s/NEW” "
	    "follows the new one, “git push %s HEAD:%s” puts it back"), branch, u->name, u->name, branch);
}

const Err *remote_fetch(Repo *r, const Upstream *u, const RemoteOpts *o)
{
	git_remote *remote = NULL;
	bool have, rewind, also = false;
	const Err *err;
	Oid seen, now, also_now = { { 0 } };
	UnderRefs under = { 0 };
	Talk t;

	if ((err = may_share(r)))
		return err;
	talk_begin(&t, r, o);
	if ((err = ref_read(r, u->tracking, &seen)) && err_kind(err) != ERR_NONE)
		goto done;
	if ((err = remote_connect(r, u->name, u->url, &t, &remote)))
		goto done;
	have = listed(remote, u->merge, &now);
	also = o && o->also && listed(remote, o->also, &also_now);
	if (o && o->under)
		under_find(r, remote, u->name, o->under, &under);
	rewind = may_rewind(r, u);
	if (!have && !oid_is_zero(&seen))
		err = no_branch(u);
	if (!have || (err = download(r, remote, u, also ? o : NULL, &under, &t)))
		goto done;
	git_remote_disconnect(remote);
	err = move_tracking(r, u, o, &seen, &now, rewind);
	if (!err && o && o->also)
		err = follow_also(r, o, &also_now);
	if (!err)
		follow_under(r, o, &under);
	sweep(r, o);
done:
	under_free(&under);
	git_remote_free(remote);
	talk_end(&t);
	return err;
}

/* ---- push ---- */

/* libgit2 pushes refs only: the commit gets one for as long as it takes. */
static const Err *push_ref(Repo *r, const RemoteOpts *o, const Oid *commit, char **out)
{
	static const Oid none;
	Oid old = none;

	sweep(r, o);
	*out = mem_printf(PUSH_REF "%ld", (long)getpid());
	ref_read(r, *out, &old);
	return move_ref(r, o, *out, &old, commit, NULL);
}

/* What receive-pack says when the branch was not where it was announced, or somebody else is just moving it. */
static bool is_race(const Talk *t)
{
	static const char *const races[] = {
		"fetch first", "non-fast-forward", "failed to update ref", "failed to lock", "cannot lock ref", "incorrect old value",
		"reference already exists", "stale info", "failed to update",
	};
	static const char *const faults[] = { "Permission denied", "No space left", "Read-only file system", "quota" };
	const char *words[] = { t->refusal, str_c(&t->words), str_c(&t->remote) };

	for (size_t k = 0; k < 3; k++)
		for (size_t i = 0; words[k] && i < sizeof faults / sizeof *faults; i++)
			if (strstr(words[k], faults[i]))
				return false;
	for (size_t i = 0; i < sizeof races / sizeof *races; i++)
		if (strstr(t->refusal, races[i]))
			return true;
	return false;
}

/* "Unable to create '…/main.lock': File exists." may be somebody at work, or what a program that was killed left behind. */
static const Err *raced(const Talk *t)
{
	const char *words[] = { str_c(&t->words), str_c(&t->remote), t->refusal };

	for (size_t k = 0; k < 3; k++)
		for (Slice rest = slice_c(words[k]); rest.len;) {
			Slice line = slice_trim(slice_line(&rest));
			Str text = STR_EMPTY;
			const Err *err;

			if (slice_find(line, slice_c(".lock'"), 0) < 0 || slice_find(line, slice_c("exists"), 0) < 0)
				continue;
			utf8_gate(line, GATE_LINE, &text);
			err = err_new(ERR_MOVED, "%s", str_c(&text));
			str_free(&text);
			return err;
		}
	return err_new(ERR_MOVED, _("somebody else was faster to push"));
}

static const Err *judge(Talk *t, int rc)
{
	Str text = STR_EMPTY;
	const Err *err;

	if (rc == GIT_ENONFASTFORWARD)
		return err_new(ERR_MOVED, _("the shared archive has versions that are not here yet"));
	if (t->refusal && is_race(t))
		return raced(t);
	if (t->refusal) {
		utf8_gate(slice_c(t->refusal), GATE_LINE, &text);
		if (t->remote.len + t->words.len > 0)
			err = err_wrap(talk_err(t, GIT_ERROR, str_c(&text)), "%s", _("the shared archive refused the push"));
		else
			err = err_new(ERR_FAIL, _("the shared archive refused the push: %s"), str_c(&text));
		str_free(&text);
		return err;
	}
	if (rc < 0)
		return talk_err(t, rc, _("pushing to the shared archive failed"));
	return t->answered ? NULL : talk_err(t, GIT_ERROR, _("the shared archive did not say whether it took the push"));
}

static const Err *push(git_remote *remote, const char *ref, const Upstream *u, Talk *t)
{
	git_push_options opts;
	char *spec = mem_printf("%s:%s", ref, u->merge);
	git_strarray specs = { &spec, 1 };
	int rc;

	git_push_options_init(&opts, GIT_PUSH_OPTIONS_VERSION);
	opts.callbacks = remote_callbacks(t);
	opts.proxy_opts = web_proxy(t);
	rc = git_remote_upload(remote, &specs, &opts);
	free(spec);
	return judge(t, rc);
}

/* libgit2's way: for servers that only it can reach, and shallow copies. */
static const Err *push_commit(Repo *r, const Upstream *u, const Oid *commit, const RemoteOpts *o, Talk *t)
{
	git_remote *remote = NULL;
	char *ref = NULL;
	Oid there;
	const Err *err = remote_connect(r, u->name, u->url, t, &remote);

	if (!err && !(listed(remote, u->merge, &there) && oid_eq(&there, commit)) && !(err = push_ref(r, o, commit, &ref)))
		err = push(remote, ref, u, t);
	git_remote_free(remote);
	if (ref)
		(void)move_ref(r, o, ref, commit, &(Oid){ { 0 } }, NULL);
	free(ref);
	return err;
}

/* The server has it: that we could not note it down is no failure. */
static void note_pushed(Repo *r, const Upstream *u, const RemoteOpts *o, const Oid *commit)
{
	(void)move_tracking(r, u, o, &(Oid){ { 0 } }, commit, true);
}

static bool may_send(Repo *r, const char *address)
{
	bool may = false;
	Url url;

	if (!repo_is_shallow(r) && !url_parse(address, &url)) {
		may = url.kind != URL_OTHER;
		url_free(&url);
	}
	return may;
}

static const Err *send(Repo *r, const Upstream *u, const char *address, const Oid *commit, const RemoteOpts *o, Talk *t)
{
	bool reached = false;
	Line *line = NULL;
	const Err *err;
	int rc = GIT_ERROR;

	if (talk_step(t))
		return talk_err(t, GIT_EUSER, "");
	if (line_open(&line, t, address, "receive-pack"))
		rc = send_commit(line, t, u->merge, commit, &reached);
	err = reached ? judge(t, rc) : talk_err(t, rc, _("the shared archive cannot be reached"));
	if (!err)	/* while its hooks still run */
		note_pushed(r, u, o, commit);
	line_close(line);
	return err;
}

const Err *remote_push(Repo *r, const Upstream *u, const Oid *commit, const RemoteOpts *o)
{
	char *address;
	const Err *err;
	Talk t;

	if ((err = may_share(r)))
		return err;
	talk_begin(&t, r, o);
	t.push = true;
	t.phase = "push";
	address = remote_address(r, u->name, true);
	if (may_send(r, address ? address : u->url))
		err = send(r, u, address ? address : u->url, commit, o, &t);
	else if (!(err = push_commit(r, u, commit, o, &t)))
		note_pushed(r, u, o, commit);
	free(address);
	talk_end(&t);
	return err;
}

const Err *remote_delete(Repo *r, const Upstream *u, const Oid *seen, const RemoteOpts *o)
{
	git_remote *remote = NULL;
	const Err *err;
	Oid there, here;
	Talk t;

	if ((err = may_share(r)))
		return err;
	talk_begin(&t, r, o);
	t.push = true;
	t.phase = "push";
	if ((err = remote_connect(r, u->name, u->url, &t, &remote)))
		goto done;
	if (listed(remote, u->merge, &there)) {
		err = oid_eq(&there, seen) ? push(remote, "", u, &t) : err_new(ERR_MOVED, _("somebody else was faster to push"));
		if (err)
			goto done;
	}
	git_remote_disconnect(remote);
	if (!ref_read(r, u->tracking, &here))
		(void)move_ref(r, o, u->tracking, &here, &(Oid){ { 0 } }, NULL);
done:
	git_remote_free(remote);
	talk_end(&t);
	return err;
}
