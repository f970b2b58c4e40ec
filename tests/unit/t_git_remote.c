/* Clone, fetch and push over paths and file://: through git's own server programs, by compare-and-swap, with their words. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "git/conf.h"
#include "git/ref.h"
#include "git/remote.h"
#include "git/walk.h"
#include "git/work.h"
#include "git_lib.h"
#include "tap.h"

static const Oid none;
#define EDITORS 4

/* A shared repository with two versions, made by plain git. */
static const char *shared(const char *name)
{
	git_sh(tap_dir(), "git init -q --bare -b huvud %s && git -C %s config receive.denyDeletes true", name, name);
	git_sh(tap_dir(), "git clone -q %s %s.work 2>/dev/null; cd %s.work && git config user.name A && git config user.email a@example.org && mkdir klg && echo ett > klg/ett.md && git add . && git commit -qm ett"
	    " && echo två > två.md && git add . && git commit -qm två && git push -q origin HEAD:huvud", name, name, name);
	return tap_path(name);
}

static Repo *clone(const char *from, const char *to)
{
	Repo *r;
	const Err *err = remote_clone(&r, from, tap_path(to), NULL);

	if (err)
		tap_stop("clone: %s", err_text(err));
	return r;
}

static void upstream_of(Repo *r, Upstream *u, Oid *tip)
{
	Head head;
	const Err *err;

	if ((err = repo_head(r, &head)) || (err = upstream_get(r, &head, u)))
		tap_stop("%s", err_text(err));
	*tip = head.tip;
	head_free(&head);
}

typedef struct {
	size_t *calls, at;
} Stop;

static bool stop_at(void *data, const char *phase, size_t done, size_t total, size_t bytes)
{
	Stop *stop = data;

	(void)phase, (void)done, (void)total, (void)bytes;
	return ++*stop->calls >= stop->at;
}

static void cloning(void)
{
	const char *forms[] = { "%s", "file://%s", "file://localhost%s" };
	size_t skipped = 9;
	Repo *r;
	Upstream u;
	Oid tip;
	const Err *err;

	shared("cloning");
	git_sh(tap_path("cloning.work"), "ln -s två.md länk; printf x > 'a\033b.md'; git add .; git commit -qm odd; git push -q origin HEAD:huvud");
	for (size_t i = 0; i < 3; i++) {
		char *form = mem_printf("%.*s%s", (int)(strlen(forms[i]) - 2), forms[i], tap_path("cloning"));

		ok(!remote_clone(&r, form, tap_path("copy"), &(RemoteOpts){ .skipped = &skipped }), "%s", form);
		is_int((long long)skipped, 2, "a link and an odd name are not written");
		is_str(git_sh(tap_path("copy"), "git status --porcelain; git branch -vv --format='%%(refname:short) %%(upstream)'; cat två.md klg/ett.md; ls -A; git symbolic-ref refs/remotes/origin/HEAD"),
		    "huvud refs/remotes/origin/huvud\ntvå\nett\n.git\nklg\ntvå.md\nrefs/remotes/origin/huvud", "a whole copy, and git status is clean");
		is_str(git_sh(tap_path("copy"), "git fsck --strict; git config remote.origin.url"), form, "git fsck is silent, the address is kept");
		upstream_of(r, &u, &tip);
		is_str(u.tracking, "refs/remotes/origin/huvud", "its upstream");
		upstream_free(&u);
		repo_free(r);
		git_sh(tap_dir(), "rm -rf copy");
		free(form);
	}
	if (chdir(tap_dir()) != 0)
		tap_stop("chdir");
	ok(!remote_clone(&r, "cloning", "copy", NULL), "a path from here");
	is_str(git_sh(tap_path("copy"), "git config remote.origin.url"), tap_path("cloning"), "is kept in full");
	repo_free(r);
	err = remote_clone(&r, "cloning", "copy", NULL);
	ok(err && strstr(err_text(err), "exists already"), "never over something: %s", git_said(err));
	err = remote_clone(&r, tap_path("nowhere"), tap_path("new/copy"), NULL);
	ok(err && strstr(err_text(err), "nowhere"), "git's words when there is nothing: %s", git_said(err));
	ok(!file_exists(tap_path("new/copy")), "and nothing stays behind");
	git_sh(tap_dir(), "mkdir hollow");
	ok(remote_clone(&r, tap_path("nowhere"), tap_path("hollow"), NULL) != NULL, "into an empty folder");
	is_str(git_sh(tap_dir(), "ls -A hollow; echo ."), ".", "which is empty again");
	for (size_t n = 1; n < 12; n += 2) {	/* stopped at any step */
		size_t calls = 0, from = n;
		Stop stop = { &calls, from };

		err = remote_clone(&r, tap_path("cloning"), tap_path("stopped"), &(RemoteOpts){ .step = stop_at, .data = &stop });
		if (err)
			law(err_kind(err) == ERR_CANCEL && !file_exists(tap_path("stopped")), "step %zu: %s", n, git_said(err));
		else
			repo_free(r);
		git_sh(tap_dir(), "rm -rf stopped");
	}
	law_done("a clone that is stopped leaves nothing behind");
	git_sh(tap_dir(), "git init -q --bare -b trunk bare");
	ok(!remote_clone(&r, tap_path("bare"), tap_path("first"), NULL), "an empty one");
	is_str(git_sh(tap_path("first"), "git symbolic-ref HEAD; git config branch.trunk.merge; git status --porcelain"), "refs/heads/trunk\nrefs/heads/trunk", "gives its first branch");
	tip = git_change(r, NULL, "a.md", "a\n", 0);
	ok(!ref_move(r, "refs/heads/trunk", &none, &tip, "x"), "a first version");
	upstream_of(r, &u, &tip);
	ok(!remote_fetch(r, &u, NULL), "nothing to fetch");
	ok(!remote_push(r, &u, &tip, NULL), "is pushed");
	is_str(git_sh(tap_path("bare"), "git log --format=%%s trunk"), "a.md", "and arrives");
	upstream_free(&u);
	repo_free(r);
}

static bool no_step(void *data, const char *phase, size_t done, size_t total, size_t bytes)
{
	size_t *calls = data;

	(void)phase, (void)done, (void)total, (void)bytes;
	return ++*calls > 1;
}

static void sharing(void)
{
	Repo *r;
	Upstream u;
	Oid tip, now, at;
	const Err *err;
	size_t calls = 0;

	shared("sharing");
	r = clone(tap_path("sharing"), "mine");
	upstream_of(r, &u, &tip);
	git_sh(tap_path("sharing.work"), "echo tre > tre.md; git add .; git commit -qm tre; git tag v1; git push -q --tags origin HEAD:huvud; git push -q origin HEAD:other");
	ok(!remote_fetch(r, &u, NULL), "a fetch");
	ok(!ref_read(r, u.tracking, &at) && !oid_eq(&at, &tip), "moves the tracking ref");
	is_str(git_sh(tap_path("mine"), "git for-each-ref --format='%%(refname)'"), "refs/heads/huvud\nrefs/remotes/origin/HEAD\nrefs/remotes/origin/huvud", "and nothing else");
	now = git_change(r, &tip, "min.md", "min\n", 1);
	err = remote_push(r, &u, &now, NULL);
	is_int(err_kind(err), ERR_MOVED, "somebody was faster: %s", git_said(err));
	now = git_change(r, &at, "min.md", "min\n", 1);
	ok(!remote_push(r, &u, &now, NULL), "on top of theirs it goes");
	is_str(git_sh(tap_path("sharing"), "git rev-parse huvud"), git_hex(&now), "and is there");
	ok(!ref_read(r, u.tracking, &at) && oid_eq(&at, &now), "the tracking ref knows");
	ok(!remote_push(r, &u, &now, NULL), "once more is nothing");
	is_str(git_sh(tap_path("mine"), "git for-each-ref refs/blad"), "", "no ref of ours is left");
	git_put(tap_path("sharing/hooks/pre-receive"), "#!/bin/sh\nprintf 'inte nu\\033[31m!\\n' >&2\nexit 1\n");
	git_sh(tap_path("sharing"), "chmod +x hooks/pre-receive");
	now = git_change(r, &at, "mer.md", "mer\n", 2);
	err = remote_push(r, &u, &now, NULL);
	ok(err && err_kind(err) == ERR_FAIL && strstr(err_text(err), "inte nu!") && !strstr(err_text(err), "[31m"), "a hook's words come through, cleaned: %s", git_said(err));
	ok(!ref_read(r, u.tracking, &tip) && oid_eq(&at, &tip), "the tracking ref has not moved");
	unlink(tap_path("sharing/hooks/pre-receive"));
	git_put(tap_path("sharing/hooks/post-receive"), "#!/bin/sh\nsleep 0.3\ntouch done\n");
	git_sh(tap_path("sharing"), "chmod +x hooks/post-receive");
	ok(!remote_push(r, &u, &now, NULL), "a push with a slow hook behind it");
	ok(file_exists(tap_path("sharing/done")), "which may end its work");
	git_put(tap_path("sharing/refs/heads/huvud.lock"), "");
	at = git_change(r, &now, "lås.md", "lås\n", 3);
	err = remote_push(r, &u, &at, NULL);
	is_int(err_kind(err), ERR_MOVED, "a lock on the other side is a race: %s", git_said(err));
	unlink(tap_path("sharing/refs/heads/huvud.lock"));
	git_sh(tap_path("sharing.work"), "git push -q origin :other; git fetch -q; git reset -q --hard origin/huvud; git commit -q --amend -m ändrad; git push -qf origin HEAD:huvud");
	ok(!remote_fetch(r, &u, NULL), "a rewritten branch is fetched as the refspec says");
	err = remote_push(r, &u, &at, NULL);
	is_int(err_kind(err), ERR_MOVED, "and never overwritten");
	err = remote_fetch(r, &u, &(RemoteOpts){ .step = no_step, .data = &calls });
	git_sh(tap_path("sharing.work"), "echo fyra > fyra.md; git add .; git commit -qm fyra; git push -q origin HEAD:huvud");
	calls = 0;
	err = remote_fetch(r, &u, &(RemoteOpts){ .step = no_step, .data = &calls });
	is_int(err_kind(err), ERR_CANCEL, "a fetch that is stopped: %s", git_said(err));
	git_sh(tap_path("sharing"), "git update-ref -d refs/heads/huvud");
	is_int(err_kind(remote_fetch(r, &u, NULL)), ERR_NONE, "a branch that is gone is said");
	is_str(git_sh(tap_path("mine"), "git fsck --strict 2>&1 | grep -v ^dangling"), "", "git fsck is silent");
	upstream_free(&u);
	repo_free(r);
}

static void upstreams(void)
{
	static const struct {
		const char *cmd, *word;
	} cases[] = {
		{ "git config --unset branch.huvud.merge", "blad sync --to" },
		{ "git config branch.huvud.merge refs/heads/huvud; git config branch.huvud.remote .", "another branch of this" },
		{ "git config branch.huvud.remote nobody", "git remote add" },
		{ "git config branch.huvud.remote origin; git config remote.origin.fetch refs/heads/x:refs/remotes/origin/x", "remote.origin.fetch" },
		{ "git checkout -q --detach", "git switch" },
	};

	shared("ups");
	repo_free(clone(tap_path("ups"), "up"));
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		Repo *r;
		Head head;
		Upstream u;
		const Err *err;

		git_sh(tap_path("up"), "%s", cases[i].cmd);
		if (repo_open(&r, tap_path("up")) || repo_head(r, &head))
			tap_stop("open");
		err = upstream_get(r, &head, &u);
		ok(err && err_kind(err) == ERR_NONE && strstr(err_text(err), cases[i].word), "%s", git_said(err));
		head_free(&head);
		repo_free(r);
	}
}

/* Settings of git that lead to other addresses. */
static void instead(void)
{
	Repo *r;
	Upstream u;
	Oid tip, now;

	shared("instead");
	git_sh(tap_dir(), "git clone -q --bare instead there");
	r = clone(tap_path("instead"), "inst");
	git_sh(tap_path("inst"), "git config remote.origin.url short:instead; git config url.%s.insteadOf short:; git config url.%s/there.pushInsteadOf short:instead", tap_path(""), tap_dir());
	repo_free(r);
	if (repo_open(&r, tap_path("inst")))
		tap_stop("open");
	upstream_of(r, &u, &tip);
	ok(!remote_fetch(r, &u, NULL), "insteadOf");
	now = git_change(r, &tip, "b.md", "b\n", 1);
	ok(!remote_push(r, &u, &now, NULL), "pushInsteadOf");
	is_str(git_sh(tap_path("there"), "git rev-parse huvud"), git_hex(&now), "leads there");
	git_sh(tap_path("inst"), "git config remote.origin.url 'ext::touch x'");
	ok(remote_fetch(r, &u, NULL) != NULL, "a helper is not run");
	upstream_free(&u);
	repo_free(r);
}

/* One of several editors of one shared repository, who fetches, joins by tree and pushes until it is in. */
static void editor(int me, int turns)
{
	char name[32];
	Repo *r;
	Upstream u;
	Head head;

	snprintf(name, sizeof name, "editor%d", me);
	if (repo_open(&r, tap_path(name)) || repo_head(r, &head) || upstream_get(r, &head, &u))
		_exit(9);
	for (int i = 0; i < turns; i++) {
		const Err *err;
		char path[32];

		snprintf(path, sizeof path, "%d/%d.md", me, i);
		do {
			Oid tip, now;

			if (remote_fetch(r, &u, NULL) || ref_read(r, u.tracking, &tip))
				_exit(8);
			now = git_change(r, &tip, path, path, i);
			err = remote_push(r, &u, &now, NULL);
		} while (err && err_kind(err) == ERR_MOVED);
		if (err) {
			fprintf(stderr, "# %s\n", err_text(err));
			_exit(7);
		}
	}
	_exit(0);
}

static void editors(void)
{
	int turns = tap_rounds(8), failed = 0, status;
	char name[32];

	shared("many");
	for (int i = 0; i < EDITORS; i++) {
		snprintf(name, sizeof name, "editor%d", i);
		repo_free(clone(tap_path("many"), name));
	}
	fflush(stdout);
	for (int i = 0; i < EDITORS; i++)
		if (fork() == 0)
			editor(i, turns);
	for (int i = 0; i < EDITORS; i++) {
		wait(&status);
		failed += status != 0;
	}
	is_int(failed, 0, "%d editors push, all arrive", EDITORS);
	is_int(atoi(git_sh(tap_path("many"), "git ls-tree -r huvud | wc -l")), 2 + EDITORS * turns, "and no file is lost");
}

int main(void)
{
	tap_scrub();
	umask(022);
	cloning();
	sharing();
	upstreams();
	instead();
	editors();
	git_end();
	return tap_done();
}
