/* Names and passwords for https: from git's credential helpers, else from a person; kept by the helpers only. */
#include "git/login.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "base/words.h"
#include "git/run.h"
#include "git/stop.h"

#define TRIES 3

/* The value of key in lines as "git credential" speaks them, else NULL; the caller wipes it. */
static char *value(const Str *lines, const char *key)
{
	Slice rest = str_slice(lines);
	size_t n = strlen(key);

	while (rest.len) {
		Slice line = slice_chomp(slice_line(&rest));

		if (slice_starts(line, key) && line.len > n && line.p[n] == '=')
			return slice_dup(slice_sub(line, n + 1, line.len));
	}
	return NULL;
}

static void wipe(char *secret)
{
	if (secret)
		explicit_bzero(secret, strlen(secret));
	free(secret);
}

static bool look_on(void *data, const char *what)
{
	(void)what;
	return talk_step(data);
}

/* "git credential WHAT" with these lines; false: it has no answer. */
static bool credential(Talk *t, const char *what, const Str *lines, Str *out)
{
	static const char *const env[] = { "GIT_TERMINAL_PROMPT=0", "GIT_ASKPASS=", NULL };
	char *argv[] = { mem_dup("git"), mem_dup("credential"), mem_dup(what), NULL };
	bool batch = !t->opts || !t->opts->asker;
	RunWatch watch = { .step = look_on, .data = t, .batch = batch };
	/* a helper may show a window and wait for a person, if there is one */
	Run run = { .name = "git credential", .argv = argv, .env = env, .in = str_slice(lines), .limit_ms = batch ? t->patience : 0 };
	RunEnd end;
	const Err *err;
	bool answered;

	if (t->r)
		run.dir = t->r->work_dir ? t->r->work_dir : t->r->git_dir;
	err = run_program(&run, &watch, false, &end);
	answered = !err && end.status == 0;
	if (answered && out) {
		str_reserve(out, end.out.len);
		str_add_slice(out, str_slice(&end.out));
	}
	if (err && err_kind(err) == ERR_CANCEL)
		t->cancelled = true;
	str_wipe(&end.out);
	run_end_free(&end);
	for (size_t i = 0; argv[i]; i++)
		free(argv[i]);
	return answered;
}

/* ---- asking a person ---- */

/* "https://klg.example" of an address, made harmless. */
static void site(const char *url, Str *out)
{
	const char *host = strstr(url, "://"), *at, *end;
	Str text = STR_EMPTY;

	host = host ? host + 3 : url;
	end = host + strcspn(host, "/?#");
	for (at = end; at > host && *at != '@';)
		at--;
	str_add(&text, url, (size_t)(host - url));
	if (*at == '@')
		host = at + 1;
	str_add(&text, host, (size_t)(end - host));
	utf8_gate(str_slice(&text), GATE_LINE, out);
	str_free(&text);
}

/* Takes the question. */
static bool ask_one(Talk *t, AskKind kind, char *question, const char *line, Str *lines)
{
	Str answer = STR_EMPTY;
	bool answered;

	stop_child(true);	/* the terminal is to be put in order first */
	answered = asker_ask(t->opts->asker, kind, question, question, &answer);
	stop_child(false);
	if (!answered)
		t->cancelled = true;
	answered = answered && slice_find(str_slice(&answer), SLICE_LIT("\n"), 0) < 0;
	if (answered) {
		str_reserve(lines, strlen(line) + answer.len + 2);
		str_add_c(lines, line);
		str_add_slice(lines, str_slice(&answer));
		str_add_char(lines, '\n');
	}
	str_wipe(&answer);
	free(question);
	return answered;
}

static bool ask_person(Talk *t, const char *url, const char *user, Str *lines)
{
	Str name = STR_EMPTY;
	bool answered;

	str_reserve(lines, 4096);
	str_printf(lines, "url=%s\n", url);
	site(url, &name);
	if (user && *user)
		str_printf(lines, "username=%s\n", user);
	answered = (user && *user) || ask_one(t, ASK_LINE, mem_printf(_("Your name at %s"), str_c(&name)), "username=", lines);
	answered = answered && ask_one(t, ASK_SECRET, mem_printf(_("The password at %s"), str_c(&name)), "password=", lines);
	str_free(&name);
	return answered;
}

/* ---- what libgit2 asks ---- */

static bool is_same(const Str *a, const Str *b)
{
	char *one = value(a, "password"), *other = value(b, "password"), *one_name = value(a, "username"), *other_name = value(b, "username");
	bool same = one && other && one_name && other_name && strcmp(one, other) == 0 && strcmp(one_name, other_name) == 0;

	wipe(one);
	wipe(other);
	free(one_name);
	free(other_name);
	return same;
}

/* From the helpers, and not what the server has just refused; else from a person. */
static bool find(Talk *t, const char *url, const char *user, Str *lines)
{
	Str question = STR_EMPTY;
	bool found;

	str_printf(&question, "url=%s\n", url);
	if (user && *user)
		str_printf(&question, "username=%s\n", user);
	found = credential(t, "fill", &question, lines) && !is_same(lines, &t->login.refused);
	str_free(&question);
	if (found || t->cancelled || !t->opts || !t->opts->asker)
		return found && !t->cancelled;
	str_wipe(lines);
	return ask_person(t, url, user, lines);
}

static int give_up(Talk *t, const Err *err)
{
	if (!t->cancelled && !t->err)
		t->err = err;
	return GIT_EAUTH;
}

int login_ask(git_credential **out, const char *url, const char *user, unsigned allowed, void *talk)
{
	Talk *t = talk;
	Login *l = &t->login;
	char *name, *password;
	int rc = GIT_EAUTH;

	if (!(allowed & GIT_CREDENTIAL_USERPASS_PLAINTEXT))
		return give_up(t, err_new(ERR_FAIL, _("the server asks for a kind of login that is not supported: use its ssh address")));
	if (l->given.len) {	/* and refused */
		credential(t, "reject", &l->given, NULL);
		str_wipe(&l->refused);
		l->refused = l->given;
		l->given = STR_EMPTY;
		l->taken = false;
	}
	if (l->tries++ >= TRIES)
		return give_up(t, err_new(ERR_FAIL, _("the server did not take the name and password")));
	if (!find(t, url, user, &l->given)) {
		str_wipe(&l->given);
		return give_up(t, err_new(ERR_FAIL, l->tries > 1 ? _("the server did not take the name and password") :
		    _("the server asks for a name and a password, and nobody could be asked: sync in a terminal or in the interface, or name a helper that "
		    "knows them with “git config credential.helper”")));
	}
	name = value(&l->given, "username");
	password = value(&l->given, "password");
	if (name && password)
		rc = git_credential_userpass_plaintext_new(out, name, password);
	else
		give_up(t, err_new(ERR_FAIL, _("the credential helper gave no name and password")));
	free(name);
	wipe(password);
	return rc;
}

void login_took(Talk *t)
{
	if (t->login.given.len && !t->login.taken)
		credential(t, "approve", &t->login.given, NULL);
	t->login.taken = true;
}

void login_end(Login *l)
{
	str_wipe(&l->given);
	str_wipe(&l->refused);
}
