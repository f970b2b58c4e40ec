/* A remote with our transport, and what libgit2 tells while it works. */
#include "git/remote_open.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/words.h"
#include "git/login.h"
#include "git/remote_conf.h"
#include "git/web.h"

#define REMOTE_WORDS_MAX (64 * 1024)

static int say(Talk *t, const char *phase, size_t done, size_t total, size_t bytes)
{
	t->phase = phase;
	t->done = done;
	t->total = total;
	t->bytes = bytes;
	return talk_step(t) ? GIT_EUSER : 0;
}

static int transfer_cb(const git_indexer_progress *p, void *data)
{
	if (p->received_objects < p->total_objects || p->total_deltas == 0)
		return say(data, "fetch", p->received_objects, p->total_objects, p->received_bytes);
	return say(data, "resolve", p->indexed_deltas, p->total_deltas, p->received_bytes);
}

static int pack_cb(int stage, uint32_t done, uint32_t total, void *data)
{
	(void)stage;
	return say(data, "push", done, total, 0);
}

static int push_cb(unsigned done, unsigned total, size_t bytes, void *data)
{
	return say(data, "push", done, total, bytes);
}

static int sideband_cb(const char *text, int n, void *data)
{
	Talk *t = data;

	if (n > 0 && t->remote.len < REMOTE_WORDS_MAX)
		str_add(&t->remote, text, (size_t)n);
	return talk_step(t) ? GIT_EUSER : 0;
}

static int refusal_cb(const char *ref, const char *status, void *data)
{
	Talk *t = data;

	(void)ref;
	t->answered = true;
	if (status && !t->refusal)
		t->refusal = mem_dup(status);
	return 0;
}

git_remote_callbacks remote_callbacks(Talk *t)
{
	git_remote_callbacks cb;

	git_remote_init_callbacks(&cb, GIT_REMOTE_CALLBACKS_VERSION);
	cb.transport = transport_new;
	cb.transfer_progress = transfer_cb;
	cb.pack_progress = pack_cb;
	cb.push_transfer_progress = push_cb;
	cb.sideband_progress = sideband_cb;
	cb.push_update_reference = refusal_cb;
	cb.credentials = login_ask;
	cb.payload = t;
	return cb;
}

static const Err *connect_to(git_remote *remote, Talk *t)
{
	git_remote_connect_options opts;
	int rc;

	git_remote_connect_options_init(&opts, GIT_REMOTE_CONNECT_OPTIONS_VERSION);
	opts.callbacks = remote_callbacks(t);
	opts.proxy_opts = web_proxy(t);
	if (talk_step(t))
		return talk_err(t, GIT_EUSER, "");
	rc = git_remote_connect_ext(remote, t->push ? GIT_DIRECTION_PUSH : GIT_DIRECTION_FETCH, &opts);
	if (rc < 0)
		return talk_err(t, rc, _("the shared archive cannot be reached"));
	login_took(t);
	return NULL;
}

const Err *remote_connect(Repo *r, const char *name, const char *address, Talk *t, git_remote **out)
{
	char *configured = remote_address(r, name, t->push);
	git_remote_create_options opts;
	const Err *err;
	int rc;

	if ((err = web_prepare(t, name, configured ? configured : address))) {
		free(configured);
		return err;
	}

	git_remote_create_options_init(&opts, GIT_REMOTE_CREATE_OPTIONS_VERSION);
	opts.repository = r->git;
	opts.flags = GIT_REMOTE_CREATE_SKIP_INSTEADOF | GIT_REMOTE_CREATE_SKIP_DEFAULT_FETCHSPEC;
	rc = git_remote_create_with_opts(out, configured ? configured : address, &opts);
	err = rc < 0 ? git2_err(GIT_ERROR, _("“%s” cannot be used as a shared archive"), name) : connect_to(*out, t);
	free(configured);
	return err;
}
