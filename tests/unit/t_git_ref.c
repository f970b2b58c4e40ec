/* Refs move by compare-and-swap, also when several move one at once; repositories open, or say in words why not. */
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
#include "git_lib.h"
#include "tap.h"

static const Oid none;
#define RACERS 4
#define NOBODY 65534

static void swap(void)
{
	Repo *r;
	Oid a, b, at;
	Head head;

	if (repo_init(&r, tap_path("swap"), false, "main"))
		tap_stop("init");
	a = git_change(r, NULL, "a.md", "a", 0);
	b = git_change(r, &a, "a.md", "b", 1);
	ok(!repo_head(r, &head) && head.kind == HEAD_UNBORN, "an unborn branch");
	is_str(head.branch, "main", "has its name");
	head_free(&head);
	is_int(err_kind(ref_read(r, "refs/heads/main", &at)), ERR_NONE, "and no ref");
	is_int(err_kind(ref_move(r, "refs/heads/main", &a, &b, "x")), ERR_MOVED, "what is not there cannot be moved");
	ok(!ref_move(r, "refs/heads/main", &none, &a, "one"), "it is born");
	is_int(err_kind(ref_move(r, "refs/heads/main", &none, &b, "x")), ERR_MOVED, "it cannot be born twice");
	ok(!ref_move(r, "refs/heads/main", &a, &b, "two"), "it moves");
	is_int(err_kind(ref_move(r, "refs/heads/main", &a, &none, "x")), ERR_MOVED, "it does not go from where it is not");
	ok(!repo_head(r, &head) && head.kind == HEAD_BRANCH && oid_eq(&head.tip, &b), "HEAD has come along");
	head_free(&head);
	is_str(git_sh(tap_path("swap"), "git reflog --format=%%gs"), "two\none", "and its log");
	git_sh(tap_path("swap"), "git pack-refs --all");
	ok(!ref_move(r, "refs/heads/main", &b, &none, "x"), "it goes, also when packed");
	is_int(err_kind(ref_read(r, "refs/heads/main", &at)), ERR_NONE, "and is gone");
	git_put(tap_path("swap/.git/refs/heads/main.lock"), "");
	is_int(err_kind(ref_move(r, "refs/heads/main", &none, &a, "x")), ERR_BUSY, "a lock is waited for, then named");
	unlink(tap_path("swap/.git/refs/heads/main.lock"));
	ok(ref_move(r, "refs/heads/../../x", &none, &a, "x") != NULL, "a name that is none is refused");
	repo_free(r);
}

/* One of several that add their files to one branch, again and again until it is done. */
static void racer(int me, int turns)
{
	Repo *r;

	if (repo_open(&r, tap_path("race")))
		_exit(9);
	for (int i = 0; i < turns; i++) {
		char path[32];
		const Err *err;

		snprintf(path, sizeof path, "%d/%d.md", me, i);
		do {
			Oid tip, now;

			if (ref_read(r, "refs/heads/main", &tip))
				_exit(8);
			now = git_change(r, &tip, path, path, i);
			err = ref_move(r, "refs/heads/main", &tip, &now, "race");
		} while (err && (err_kind(err) == ERR_MOVED || err_kind(err) == ERR_BUSY));
		if (err)
			_exit(7);
	}
	repo_free(r);
	_exit(0);
}

static void race(void)
{
	int turns = tap_rounds(20), failed = 0, status;
	Repo *r;
	Oid first, tip;
	TreeFiles files;

	if (repo_init(&r, tap_path("race"), true, "main"))
		tap_stop("init");
	first = git_change(r, NULL, "a.md", "a", 0);
	if (ref_move(r, "refs/heads/main", &none, &first, "first"))
		tap_stop("ref");
	fflush(stdout);
	for (int i = 0; i < RACERS; i++)
		if (fork() == 0)
			racer(i, turns);
	for (int i = 0; i < RACERS; i++) {
		wait(&status);
		failed += status != 0;
	}
	is_int(failed, 0, "%d race, all arrive", RACERS);
	ok(!ref_read(r, "refs/heads/main", &tip) && !tree_files(r, &tip, &files), "the tip is read");
	is_int((long long)files.files.len, 1 + RACERS * turns, "and no file is lost");
	tree_files_free(&files);
	repo_free(r);
}

static void opening(void)
{
	Repo *r;
	const Err *err;
	Str why = STR_EMPTY;

	is_int(err_kind(repo_open(&r, tap_dir())), ERR_NONE, "no repository");
	err = repo_open(&r, tap_path("missing"));
	ok(err && strstr(err_text(err), "missing"), "no folder: %s", git_said(err));
	git_sh(tap_dir(), "git init -q plain && cd plain && mkdir -p a/b && git -c user.name=A -c user.email=a@b commit -q --allow-empty -m x && git worktree add -q ../linked 2>/dev/null");
	ok(!repo_open(&r, tap_path("plain/a/b")), "found from a folder below");
	is_str(repo_work_dir(r), tap_path("plain/"), "its work tree");
	is_str(repo_git_dir(r), tap_path("plain/.git/"), "its git folder");
	ok(!repo_is_bare(r) && !repo_is_shallow(r), "neither bare nor shallow");
	ok(repo_may_write(r, &why), "it may be written to %s", str_c(&why));
	repo_free(r);
	ok(!repo_open(&r, tap_path("linked")), "a linked work tree");
	is_str(repo_common_dir(r), tap_path("plain/.git/"), "shares the git folder");
	is_str(repo_git_dir(r), tap_path("plain/.git/worktrees/linked/"), "and has its own");
	repo_free(r);
	ok(!repo_open(&r, tap_path("plain/.git/refs")), "found from inside the git folder");
	repo_free(r);
	git_sh(tap_path("plain"), "git config core.sharedRepository group");
	ok(!repo_open(&r, tap_path("plain")) && !repo_may_write(r, &why), "a shared one is only read");
	ok(strstr(str_c(&why), "git clone") != NULL, "and says so: %s", str_c(&why));
	repo_free(r);
	git_sh(tap_path("plain"), "git config core.sharedRepository false; git config core.worktree ../../swap");
	err = repo_open(&r, tap_path("plain"));
	ok(err && strstr(err_text(err), "core.worktree"), "a work tree elsewhere: %s", git_said(err));
	git_sh(tap_path("plain"), "git config --unset core.worktree; mkfifo fifo; git config include.path ../fifo");
	err = repo_open(&r, tap_path("plain"));
	ok(err && strstr(err_text(err), "not a regular file"), "an included FIFO does not hang it: %s", git_said(err));
	git_sh(tap_path("plain"), "rm .git/config; mkfifo .git/config");
	err = repo_open(&r, tap_path("plain"));
	ok(err && strstr(err_text(err), "not a regular file"), "nor a FIFO as configuration: %s", git_said(err));
	str_free(&why);
}

static void states(void)
{
	static const struct {
		const char *cmd, *word;
	} cases[] = {
		{ "touch .git/MERGE_HEAD", "merge" }, { "touch .git/CHERRY_PICK_HEAD", "cherry-pick" }, { "touch .git/REVERT_HEAD", "revert" },
		{ "touch .git/BISECT_LOG", "bisect" }, { "mkdir .git/rebase-merge", "rebase" }, { "mkdir .git/rebase-apply", "rebase" },
	};
	Repo *r;

	if (repo_init(&r, tap_path("states"), false, "main"))
		tap_stop("init");
	is_str(repo_in_progress(r), NULL, "nothing is in progress");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		git_sh(tap_path("states"), "%s", cases[i].cmd);
		is_str(repo_in_progress(r), cases[i].word, "%s", cases[i].cmd);
		git_sh(tap_path("states"), "rm -rf .git/*HEAD .git/BISECT_LOG .git/rebase-*; echo 'ref: refs/heads/main' > .git/HEAD");
	}
	repo_free(r);
}

/* As somebody else: the repository opens, nothing may be written, nothing of its configuration is run. */
static void foreign(void)
{
	Repo *r;
	Upstream u = { .name = NULL };
	Str why = STR_EMPTY;
	Head head;
	const Err *err;

	if (geteuid() != 0) {
		tap_skip("only root can be somebody else");
		return;
	}
	git_sh(tap_dir(), "git init -q -b main own && cd own && git -c user.name=A -c user.email=a@b commit -q --allow-empty -m x && git config core.sshCommand \"touch $PWD/ran;\""
	    " && git config remote.origin.url host:x && git config remote.origin.fetch +refs/heads/*:refs/remotes/origin/* && git config branch.main.remote origin && git config branch.main.merge refs/heads/main; chmod 755 ..");
	if (seteuid(NOBODY) != 0)
		tap_stop("seteuid");
	ok(!repo_open(&r, tap_path("own")), "a foreign repository opens");
	ok(!repo_may_write(r, &why), "to be read: %s", str_c(&why));
	ok(strstr(str_c(&why), "root") && strstr(str_c(&why), "git clone ") && strstr(str_c(&why), "safe.directory"), "in words that help");
	ok(!repo_head(r, &head) && head.kind == HEAD_BRANCH, "its HEAD is read");
	ok(!upstream_get(r, &head, &u), "its upstream too");
	err = remote_fetch(r, &u, &(RemoteOpts){ .asker = NULL });
	ok(err && strstr(err_text(err), "git clone "), "but nothing is fetched");
	ok(!file_exists(tap_path("own/ran")), "and nothing run");
	upstream_free(&u);
	head_free(&head);
	repo_free(r);
	if (seteuid(0) != 0)
		tap_stop("seteuid");
	git_sh(tap_dir(), "printf '[safe]\\n\\tdirectory = %%s\\n' $PWD/own > trust; chmod 644 trust; chmod -R a+rwX own");
	git_sh(tap_path("own"), "chmod -R go-w .git/objects; chown -R %d .git", NOBODY);
	setenv("GIT_CONFIG_GLOBAL", tap_path("trust"), 1);
	if (seteuid(NOBODY) != 0)
		tap_stop("seteuid");
	ok(!repo_open(&r, tap_path("own")) && repo_may_write(r, NULL), "trusted by name, it may be written to");
	repo_free(r);
	if (seteuid(0) != 0)
		tap_stop("seteuid");
	setenv("GIT_CONFIG_GLOBAL", "/dev/null", 1);
	ok(!repo_open(&r, tap_path("own")) && !repo_may_write(r, NULL), "root does not write to what is nobody's");
	repo_free(r);
	git_sh(tap_dir(), "chmod 000 states/.git");
	if (seteuid(NOBODY) != 0)
		tap_stop("seteuid");
	err = repo_open(&r, tap_path("states"));
	ok(err && strstr(err_text(err), "may not be read"), "what may not be read: %s", git_said(err));
	if (seteuid(0) != 0)
		tap_stop("seteuid");
	str_free(&why);
}

int main(void)
{
	tap_scrub();
	umask(022);
	setenv("BLAD_LOCK_MS", "100", 1);
	swap();
	race();
	opening();
	states();
	foreign();
	git_end();
	return tap_done();
}
