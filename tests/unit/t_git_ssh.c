/* Addresses, and what becomes of them: the words that ssh is given, and what is refused before anything runs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "git/ref.h"
#include "git/remote.h"
#include "git/url.h"
#include "git_lib.h"
#include "tap.h"

static const struct {
	const char *text;
	UrlKind kind;
	const char *host, *port, *path;
} good[] = {
	{ "ssh://host/srv/klg.git", URL_SSH, "host", NULL, "/srv/klg.git" },
	{ "ssh://ada@host:2222/srv/klg.git", URL_SSH, "ada@host", "2222", "/srv/klg.git" },
	{ "SSH://host/~ada/klg", URL_SSH, "host", NULL, "~ada/klg" },
	{ "git+ssh://host/a%20b", URL_SSH, "host", NULL, "/a b" },
	{ "ssh+git://[::1]:22/x", URL_SSH, "::1", "22", "/x" },
	{ "ssh://ada@[fe80::1]/x", URL_SSH, "ada@fe80::1", NULL, "/x" },
	{ "ssh://host:/x", URL_SSH, "host", NULL, "/x" },
	{ "host:klg.git", URL_SSH, "host", NULL, "klg.git" },
	{ "ada@host:~/klg.git", URL_SSH, "ada@host", NULL, "~/klg.git" },
	{ "ada@host:/srv/klg.git", URL_SSH, "ada@host", NULL, "/srv/klg.git" },
	{ "[host:2222]:klg", URL_SSH, "host", "2222", "klg" },
	{ "ada@[::1]:klg", URL_SSH, "ada@::1", NULL, "klg" },
	{ "/srv/klg.git", URL_LOCAL, NULL, NULL, "/srv/klg.git" },
	{ "../a:b", URL_LOCAL, NULL, NULL, "../a:b" },
	{ "./a:b", URL_LOCAL, NULL, NULL, "./a:b" },
	{ "klg", URL_LOCAL, NULL, NULL, "klg" },
	{ "file:///srv/a%20b", URL_LOCAL, NULL, NULL, "/srv/a b" },
	{ "file://localhost/srv/klg", URL_LOCAL, NULL, NULL, "/srv/klg" },
	{ "https://example.org/klg.git", URL_OTHER, NULL, NULL, NULL },
	{ "git://example.org/klg.git", URL_OTHER, NULL, NULL, NULL },
};

static const char *const bad[] = {
	"", "ext::sh -c x", "fd::7", "a-b::c", "ftp://host/x", "foo://host/x", "file://other/x",
	"-oProxyCommand=x:klg", "ssh://-oProxyCommand=x/klg", "ssh://ada@-oProxyCommand=x/klg", "-x@host:klg", "ada@-host:klg",
	"host:-klg", "ssh://%2doProxyCommand=x/klg", "ssh://host/a%0ab", "ssh://ho%00st/a", "file:///a%1bb",
	"ho\nst:klg", "host:k\x1blg", "/srv/\x7f", "ssh://host", "ssh://host/", "ssh:///klg", "host:", ":klg", "@:klg", "[]:klg", "ssh://-x@host/klg",
};

static void addresses(void)
{
	Url u;

	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		const Err *err = url_parse(good[i].text, &u);

		if (!ok(!err && u.kind == good[i].kind, "%s is read: %s", good[i].text, git_said(err)))
			continue;
		is_str(u.host, good[i].host, "its host");
		is_str(u.port, good[i].port, "its port");
		is_str(u.path, good[i].path, "its path");
		url_free(&u);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		const Err *err = url_parse(bad[i], &u);
		bool clean = true;

		for (const char *p = git_said(err); *p; p++)
			clean = clean && (unsigned char)*p >= 0x20 && *p != 0x7f;
		ok(err && err_kind(err) == ERR_USAGE && clean, "refused: %s", git_said(err));
	}
}

static const char *const bits[] = { "'", "!", " ", "$(x)", "`x`", "\\", "\"", "a", "å", "-", ";", "*", "~", NULL };

static void quoting(void)
{
	for (int i = 0; i < tap_rounds(40); i++) {
		Str path = STR_EMPTY, quoted = STR_EMPTY;

		for (unsigned k = 0; k < 1 + rnd_below(8); k++)
			str_add_c(&path, rnd_pick(bits));
		url_quote(str_c(&path), &quoted);
		law(strcmp(git_sh("/", "printf '%%s' %s", str_c(&quoted)), str_c(&path)) == 0, "%s", str_c(&quoted));
		str_free(&path);
		str_free(&quoted);
	}
	law_done("a quoted path is one word to the shell, the same as before");
}

/* Notes what it was called with, then does what the other side would. */
#define FAKE \
	"#!/bin/sh\n" \
	"printf '<%s>' \"$@\" > \"$LOG\"; printf ' %s %s' \"$SSH_ASKPASS_REQUIRE\" \"$(tty 2>&1)\" >> \"$LOG\"\n" \
	"echo 'Warning: Permanently added x' >&2\n" \
	"for last; do :; done\n" \
	"case $last in *missing*) echo \"ada@host: Permission denied (publickey).\" >&2; exit 255;; esac\n" \
	"case $last in *silent*) sleep 60;; esac\n" \
	"eval \"${last#git-}\" 2>/dev/null || exec sh -c \"git ${last#git-}\"\n"

static bool stop_soon(void *data, const char *phase, size_t done, size_t total, size_t bytes)
{
	int *calls = data;

	(void)phase, (void)done, (void)total, (void)bytes;
	return ++*calls > 3;
}

static void fake_ssh(void)
{
	RemoteOpts batch = { .asker = NULL };
	const char *address;
	Repo *r;
	Upstream u;
	Head head;
	Oid now;
	const Err *err;
	int calls = 0;

	git_sh(tap_dir(), "git init -q -b main seed && cd seed && echo a > a.md && git add . && git -c user.name=A -c user.email=a@b commit -qm a && git clone -q --bare . \"../it's !\"");
	git_put(tap_path("ssh"), "#!/bin/sh\nLOG=$HOME/log\nexport LOG\n" FAKE);
	git_sh(tap_dir(), "chmod +x ssh");
	setenv("GIT_SSH", tap_path("ssh"), 1);
	setenv("SSH_ASKPASS", "/usr/bin/false-friend", 1);
	address = mem_printf("ssh://ada@host:2222%s/it's !", tap_dir());
	err = remote_clone(&r, address, tap_path("copy"), &batch);
	ok(!err, "cloned through ssh %s", git_said(err));
	is_str(git_sh("/", "cat $HOME/log"), git_sh("/", "cat <<'E'\n<-o><BatchMode=yes><-p><2222><ada@host><git-upload-pack '%s/it'\\''s '\\!''> force not a tty\nE", tap_dir()),
	    "its words, and no way to ask");
	is_str(git_sh(tap_path("copy"), "cat a.md; git status --porcelain"), "a", "the files are there");
	if (err || repo_head(r, &head) || upstream_get(r, &head, &u))
		tap_stop("no copy");
	now = git_change(r, &head.tip, "b.md", "b\n", 1);
	ok(!remote_push(r, &u, &now, &batch), "pushed through ssh");
	ok(strstr(git_sh("/", "cat $HOME/log"), "<git-receive-pack ") != NULL, "by receive-pack");
	ok(!remote_fetch(r, &u, &batch), "fetched through ssh");
	git_sh(tap_path("copy"), "git config core.sshCommand '%s -4'", tap_path("ssh"));
	unsetenv("GIT_SSH");
	repo_free(r);
	if (repo_open(&r, tap_path("copy")))
		tap_stop("open");
	ok(!remote_fetch(r, &u, &batch) && strstr(git_sh("/", "cat $HOME/log"), "<-4><-o>"), "core.sshCommand goes through the shell");
	setenv("GIT_SSH_COMMAND", git_sh("/", "echo \"%s -6\"", tap_path("ssh")), 1);
	ok(!remote_fetch(r, &u, &batch) && strstr(git_sh("/", "cat $HOME/log"), "<-6><-o>"), "GIT_SSH_COMMAND comes before it");
	git_sh(tap_path("copy"), "git config remote.origin.url host:missing");
	repo_free(r);
	if (repo_open(&r, tap_path("copy")))
		tap_stop("open");
	err = remote_fetch(r, &u, &batch);
	ok(err && strstr(err_text(err), "ada@host: Permission denied") && !strstr(err_text(err), "Permanently"), "ssh's words: %s", git_said(err));
	git_sh(tap_path("copy"), "git config remote.origin.url host:silent");
	repo_free(r);
	if (repo_open(&r, tap_path("copy")))
		tap_stop("open");
	err = remote_fetch(r, &u, &(RemoteOpts){ .step = stop_soon, .data = &calls });
	is_int(err_kind(err), ERR_CANCEL, "a silent server can be left");
	git_sh(tap_path("copy"), "git config blad.timeout 1");
	err = remote_fetch(r, &u, &batch);
	ok(err && strstr(err_text(err), "said nothing for 1 second"), "and is given up: %s", git_said(err));
	setenv("GIT_SSH_COMMAND", "/nowhere/ssh", 1);
	err = remote_fetch(r, &u, &batch);
	ok(err && strstr(err_text(err), "/nowhere/ssh"), "no such command: %s", git_said(err));
	unsetenv("GIT_SSH_COMMAND");
	git_sh(tap_path("copy"), "git config --unset core.sshCommand");
	setenv("GIT_SSH", "/nowhere/ssh", 1);
	repo_free(r);
	if (repo_open(&r, tap_path("copy")))
		tap_stop("open");
	err = remote_fetch(r, &u, &batch);
	ok(err && strstr(err_text(err), "is not installed"), "no such program: %s", git_said(err));
	head_free(&head);
	upstream_free(&u);
	repo_free(r);
	free((void *)(uintptr_t)address);
}

int main(void)
{
	tap_scrub();
	umask(022);
	addresses();
	quoting();
	fake_ssh();
	git_end();
	return tap_done();
}
