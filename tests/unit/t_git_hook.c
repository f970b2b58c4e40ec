/* Hooks and the programs that sign: found, run, listened to, ended. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/date.h"
#include "base/mem.h"
#include "git/conf.h"
#include "git/hook.h"
#include "git/sign.h"
#include "git_lib.h"
#include "tap.h"

static Repo *r;
static const char *top;
static Str heard;
static int steps, stop_after;

static void hear(void *data, const char *line)
{
	(void)data;
	str_printf(&heard, "%s|", line);
}

static bool step(void *data, const char *what)
{
	(void)data;
	(void)what;
	return stop_after && ++steps >= stop_after;
}

static void put_hook(const char *name, const char *script)
{
	char *path = mem_printf("%s/.git/hooks/%s", top, name);

	git_put(path, script);
	git_sh(top, "chmod +x .git/hooks/%s", name);
	free(path);
}

static const Err *call(const char *name, const char *in, const RunWatch *w, bool *ran)
{
	Hook h = { .name = name, .args = { "a b", "c" }, .in = slice_c(in) };

	return hook_run(r, &h, w, ran);
}

static void begin(void)
{
	if (repo_init(&r, tap_path("arkiv"), false, "main"))
		tap_stop("init");
	top = mem_dup(tap_path("arkiv"));
}

static void found(void)
{
	bool ran = true;
	char *not_run;

	ok(!hook_is_there(r, "pre-commit") && !hooks_of_version(r), "no hook");
	ok(!call("pre-commit", NULL, NULL, &ran) && !ran, "is nothing to run");
	git_put(tap_path("arkiv/.git/hooks/pre-commit"), "#!/bin/sh\nexit 1\n");
	ok(!hook_is_there(r, "pre-commit"), "one that cannot be run is none");
	git_sh(top, "chmod +x .git/hooks/pre-commit");
	ok(hook_is_there(r, "pre-commit") && hooks_of_version(r), "one that can");
	git_sh(top, "mkdir -p .git/hooks/post-commit");
	ok(!hook_is_there(r, "post-commit"), "a folder is none");
	ok(!conf_set(r, "core.hooksPath", "krokar") && !hooks_of_version(r), "another folder for them is honoured");
	git_sh(top, "mkdir krokar; ln -s /bin/true krokar/reference-transaction");
	not_run = hook_not_run(r);
	is_str(not_run, tap_path("arkiv/krokar/reference-transaction"), "with what is in it");
	free(not_run);
	git_sh(top, "chmod g+w .git/objects; chgrp 4242 .git/objects");
	if (geteuid() == 0) {
		ok(!hook_is_there(r, "reference-transaction"), "where others write, nothing of the configuration is run");
		git_sh(top, "chgrp $(id -g) .git/objects");
	} else {
		tap_skip("only root can give a folder to another group");
	}
	git_sh(top, "chmod g-w .git/objects; rm -r krokar .git/hooks");
	if (conf_set(r, "core.hooksPath", NULL))
		tap_stop("conf");
}

static void said(void)
{
	RunWatch w = { .said = hear };
	bool ran = false;
	const Err *err;

	put_hook("pre-push", "#!/bin/sh\necho \"$#:$1:$2\"; cat; printf 'x\\ry\\033[31m\\n' >&2; printf 'utan slut'\n");
	ok(!call("pre-push", "in\n", &w, &ran) && ran, "one that agrees");
	ok(strstr(str_c(&heard), "2:a b:c|") && strstr(str_c(&heard), "in|") && strstr(str_c(&heard), "utan slut"), "is given arguments and input: %s",
	    str_c(&heard));
	ok(strstr(str_c(&heard), "x|y|") && !strchr(str_c(&heard), '\033'), "what it says is safe");
	put_hook("pre-push", "#!/bin/sh\necho ett; echo två >&2; exit 7\n");
	str_clear(&heard);
	err = call("pre-push", "much that is not read", &w, NULL);
	ok(err_kind(err) == ERR_FAIL && strstr(err_text(err), "hooks/pre-push refused (status 7)"), "one that refuses: %s", err_text(err));
	is_str(str_c(&heard), "ett|två|", "has been heard");
	err = call("pre-push", NULL, NULL, NULL);
	ok(err_kind(err) == ERR_FAIL && strstr(err_text(err), "ett; två"), "where nobody hears, the error has its words: %s", err_text(err));
	put_hook("pre-push", "#!/bin/sh\nkill -9 $$\n");
	err = call("pre-push", NULL, NULL, NULL);
	ok(err_kind(err) == ERR_FAIL && strstr(err_text(err), "status 137"), "one that is killed: %s", err_text(err));
	put_hook("pre-push", "#!/nowhere/at/all\n");
	err = call("pre-push", NULL, NULL, NULL);
	ok(err_kind(err) == ERR_FAIL && strstr(err_text(err), "hooks/pre-push"), "one that cannot be run: %s", err_text(err));
	put_hook("pre-push", "#!/bin/sh\ni=0; while [ $i -lt 40000 ]; do echo 0123456789012345678901234567890123456789; i=$((i+1)); done\n");
	str_clear(&heard);
	ok(!call("pre-push", NULL, &w, NULL) && heard.len >= 500000, "one that says very much comes to its end");
	str_clear(&heard);
}

static void ended(void)
{
	RunWatch w = { .step = step, .said = hear };
	int64_t began = clock_ms();
	const Err *err;

	put_hook("pre-push", "#!/bin/sh\necho $$ >pid; (trap '' TERM; sleep 300) & wait\n");
	stop_after = 3;
	err = call("pre-push", NULL, &w, NULL);
	is_int(err_kind(err), ERR_CANCEL, "one that hangs is ended when somebody asks");
	ok(clock_ms() - began < 5000, "soon");
	ok(git_sh_ok(top, "for i in $(seq 100); do kill -0 $(cat pid) 2>/dev/null || exit 0; sleep 0.05; done; exit 1"), "it is gone");
	stop_after = 0;
	began = clock_ms();
	put_hook("pre-push", "#!/bin/sh\nsleep 30 & echo $! >pid; echo klar\n");
	ok(!call("pre-push", NULL, &w, NULL), "what it leaves behind");
	ok(clock_ms() - began < 5000, "is not waited for");
	git_sh(top, "kill $(cat pid)");
	ok(git_sh_ok(top, "rm -r .git/hooks pid"), "away with it");
}

/* What the index of a hook holds, git reads; what git puts into it, we read. */
static void indexes(void)
{
	Oid first = git_change(r, NULL, "a.md", "a\n", 0), second = git_change(r, &first, "b/c.md", "c\n", 1), tree, got;
	char *index = mem_dup(tap_path("eget"));
	Commit c;

	if (commit_read(r, &second, &c))
		tap_stop("commit");
	tree = c.tree;
	commit_free(&c);
	ok(!hook_index_make(r, &tree, index), "an index of its own");
	is_str(git_sh(top, "GIT_INDEX_FILE='%s' git ls-files -s | cut -f2", index), "a.md\nb/c.md", "holds the tree");
	ok(!hook_index_tree(r, index, &got) && oid_eq(&got, &tree), "and gives it back");
	git_sh(top, "GIT_INDEX_FILE='%s' git update-index --force-remove a.md", index);
	ok(!hook_index_tree(r, index, &got) && !oid_eq(&got, &tree), "or what was made of it");
	is_str(git_sh(top, "git ls-tree -r --name-only %s", git_hex(&got)), "b/c.md", "which is there");
	git_put(tap_path("arkiv/.git/index"), "no index at all");
	ok(!hook_index_make(r, &tree, index) && !hook_index_tree(r, index, &got) && oid_eq(&got, &tree), "beside one that is damaged, too");
	git_sh(top, "rm .git/index");
	git_put(index, "damaged");
	ok(hook_index_tree(r, index, &got) != NULL, "one that a hook has damaged is an error");
	free(index);
}

/* A signature is what the program of the configuration made, or an error. */
static void signatures(void)
{
	char name[] = "Ada Ek", mail[] = "ada@example.org";
	Person who = { name, mail, { 0, 0 } };
	Str out = STR_EMPTY;
	const Err *err;
	int64_t began;

	ok(!sign_is_wanted(r), "no signature");
	ok(!conf_set(r, "commit.gpgsign", "true") && sign_is_wanted(r), "one is wanted");
	git_put(tap_path("gpg"), "#!/bin/sh\ncat >/dev/null\n[ -z \"$GPG_TTY\" ] || exit 1\necho '[GNUPG:] SIG_CREATED x' >&2\nprintf 'sig\\n\\n'\n");
	git_sh(top, "chmod +x '%s'", tap_path("gpg"));
	if (conf_set(r, "gpg.program", tap_path("gpg")))
		tap_stop("conf");
	setenv("GPG_TTY", "/dev/null", 1);
	err = sign_text(r, slice_c("text"), &who, tap_dir(), &(RunWatch){ .batch = true }, &out);
	ok(!err, "is made, and nobody asked on a terminal: %s", git_said(err));
	is_str(str_c(&out), "sig", "without a line end");
	unsetenv("GPG_TTY");
	git_put(tap_path("gpg"), "#!/bin/sh\nsleep 300\n");
	git_sh(top, "chmod +x '%s'", tap_path("gpg"));
	stop_after = 2;
	steps = 0;
	began = clock_ms();
	str_clear(&out);
	is_int(err_kind(sign_text(r, slice_c("text"), &who, tap_dir(), &(RunWatch){ .step = step, .batch = true }, &out)), ERR_CANCEL, "one that hangs is ended");
	ok(clock_ms() - began < 5000 && out.len == 0, "soon, and there is none");
	if (conf_set(r, "gpg.format", "ssh") || conf_set(r, "gpg.ssh.defaultKeyCommand", "echo \"unclosed"))
		tap_stop("conf");
	stop_after = 0;
	err = sign_text(r, slice_c("text"), &who, tap_dir(), NULL, &out);
	ok(err_kind(err) == ERR_FAIL && strstr(err_text(err), "gpg.ssh.defaultKeyCommand"), "a command that is none: %s", err_text(err));
	str_free(&out);
}

int main(void)
{
	tap_scrub();
	begin();
	found();
	said();
	ended();
	indexes();
	signatures();
	repo_free(r);
	free((char *)(uintptr_t)top);
	str_free(&heard);
	git_end();
	return tap_done();
}
