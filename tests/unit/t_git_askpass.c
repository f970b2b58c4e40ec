/* What ssh asks reaches a person through the helper that it runs, and the answer goes back; nobody else gets in, and nothing is left. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "git/askpass.h"
#include "git/remote.h"
#include "git_lib.h"
#include "tap.h"

/* Asks what $ASK says, a line each, as ssh does; lets in who knows the passphrase. */
#define FAKE \
	"#!/bin/sh\n" \
	"cd \"$HOME\" || exit 255\n" \
	"echo \"$SSH_ASKPASS_REQUIRE ${DISPLAY:-none} $(stat -c %a \"$(dirname \"$SSH_ASKPASS\")\")\" >how\n" \
	"dirname \"$SSH_ASKPASS\" >where\n" \
	"for try in 1 2 3; do\n" \
	"	p=$(\"$SSH_ASKPASS\" \"$(cat ask)\") || { echo refused >>log; exit 255; }\n" \
	"	echo \"$p\" >>log\n" \
	"	case $p in yes|hemligt) for last; do :; done; eval \"${last#git-}\" 2>/dev/null || exec sh -c \"git ${last#git-}\";; esac\n" \
	"done\n" \
	"echo 'ada@host: Permission denied (publickey).' >&2\n" \
	"exit 255\n"

typedef struct {
	const char *const *answers;	/* NULL at the end: would rather stop */
	int asked;
	AskKind kind;
	char *words;
} Somebody;

static bool person(void *data, AskKind kind, const char *words, Str *answer)
{
	Somebody *p = data;
	const char *says = p->answers[p->asked];

	p->asked++;
	p->kind = kind;
	free(p->words);
	p->words = mem_dup(words);
	if (says)
		str_add_c(answer, says);
	return says != NULL;
}

static const Err *clone_as(Somebody *p, Asker *a, const char *question)
{
	RemoteOpts o = { .asker = a };
	Repo *r = NULL;
	const Err *err;

	p->asked = 0;
	git_put(tap_path("home/ask"), question);
	git_sh(tap_dir(), "rm -rf copy home/log; touch home/log");
	err = remote_clone(&r, git_sh("/", "echo ssh://ada@host%s", tap_path("klg.git")), tap_path("copy"), &o);
	repo_free(r);
	return err;
}

static const char host_key[] =
    "The authenticity of host 'klg.example (192.0.2.1)' can't be established.\nED25519 key fingerprint is SHA256:abc+/def.\n"
    "This key is not known by any other names.\nAre you sure you want to continue connecting (yes/no/[fingerprint])? ";

static void conversations(void)
{
	static const char passphrase[] = "Enter passphrase for key '/home/ada/.ssh/id': ";
	const char *third[] = { "fel", "mera fel", "hemligt", "hemligt" }, *never[] = { "a", "b", "c" }, *stop[] = { NULL }, *yes[] = { "yes" };
	Somebody p = { .answers = third };
	Asker *a = asker_new(person, &p);
	const Err *err;

	err = clone_as(&p, a, passphrase);
	ok(!err && p.asked == 3, "the third try is right: %s", git_said(err));
	is_str(git_get(tap_path("home/log")), "fel\nmera fel\nhemligt\n", "ssh was given what was typed");
	is_int(p.kind, ASK_SECRET, "a passphrase is a secret");
	is_str(p.words, "The passphrase of the key /home/ada/.ssh/id", "which is said in words of ours");
	is_str(git_get(tap_path("home/how")), "force : 700\n", "ssh has to ask us, through a private folder");
	ok(!git_sh_ok("/", "test -e %s", git_sh("/", "cat %s", tap_path("home/where"))), "which is gone");
	err = clone_as(&p, a, passphrase);
	ok(!err && p.asked == 0, "the next conversation asks nothing again: %s", git_said(err));
	err = clone_as(&p, a, "(ada@host) Verification code: ");
	ok(!err && p.asked == 3, "another question is another");
	err = clone_as(&p, a, "(ada@host) Verification code: ");
	is_int(p.asked, 3, "codes are good once only");
	asker_free(a);

	a = asker_new(person, &p);
	p.answers = never;
	err = clone_as(&p, a, passphrase);
	ok(err && p.asked == 3 && strstr(err_text(err), "Permission denied"), "three tries, then an end: %s", git_said(err));
	p.answers = third;
	err = clone_as(&p, a, passphrase);
	ok(!err && p.asked == 3, "what was wrong is not given again (%d asked)", p.asked);
	p.answers = stop;
	err = clone_as(&p, a, "Enter PIN for key: ");
	is_int(err_kind(err), ERR_CANCEL, "a question that is left ends it all");
	p.answers = yes;
	err = clone_as(&p, a, host_key);
	ok(!err && p.kind == ASK_YES_NO, "a host key is answered with yes or no: %s", git_said(err));
	is_str(p.words, "The server klg.example (192.0.2.1) is not known here yet. Its ED25519 key has the fingerprint SHA256:abc+/def; whoever runs "
	    "the server can tell whether that is right. Is it?", "and shows its fingerprint");
	err = clone_as(&p, a, "\x1b[2Jsay \xc2\x9b yes: ");
	ok(!strchr(p.words, 27) && !strstr(p.words, "\xc2\x9b"), "a server's words are made harmless: %s", p.words);
	asker_free(a);
	free(p.words);
}

/* The helper goes only where a folder is private, and says no where nobody is. */
static void helper(void)
{
	Askpass *p = NULL;
	const char *dir;
	char *link;

	if (!ok(!askpass_open(&p), "a folder for questions"))
		return;
	link = mem_dup(askpass_program(p));
	dir = git_sh("/", "dirname '%s'", link);
	ok(askpass_is(link) && !askpass_is("/usr/bin/blad") && !askpass_is(NULL), "it is called by its name");
	git_sh("/", "chmod 755 '%s'", dir);
	ok(!git_sh_ok("/", "timeout 5 '%s' question", link), "a folder that others can enter is none of ours");
	git_sh("/", "chmod 700 '%s'", dir);
	askpass_close(p);
	ok(!git_sh_ok("/", "test -e '%s'", dir), "nothing is left");
	git_sh("/", "mkdir -m 700 '%s' && cp -P /proc/%ld/exe '%s'", dir, (long)getpid(), link);
	ok(!git_sh_ok("/", "timeout 5 '%s' question", link), "where nobody asks there is no answer");
	git_sh("/", "rm -r '%s'", dir);
	free(link);
}

static int run(void)
{
	tap_scrub();
	umask(022);
	git_sh(tap_dir(), "git init -q -b main seed && cd seed && echo a > a.md && git add . && git -c user.name=A -c user.email=a@b commit -qm a && "
	    "mkdir -p ../home && git clone -q --bare . ../klg.git");
	git_put(tap_path("ssh"), FAKE);
	git_sh(tap_dir(), "chmod +x ssh");
	setenv("HOME", tap_path("home"), 1);
	setenv("GIT_SSH", tap_path("ssh"), 1);
	unsetenv("DISPLAY");
	conversations();
	helper();
	git_end();
	return tap_done();
}

/* In a session of its own: with a terminal ssh would be left to ask there. */
int main(int argc, char **argv)
{
	int status = 1;
	pid_t pid;

	if (askpass_is(argv[0]))
		return askpass_main(argv[0], argc > 1 ? argv[1] : NULL);
	if (getenv("TAP_SLOW"))
		tap_skip_all("valgrind runs no program under another name");
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		setsid();
		return run();
	}
	if (pid > 0)
		waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
