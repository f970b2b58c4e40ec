/* Signing as git does it: gpg's --status-fd protocol, and ssh-keygen -Y sign. */
#include "git/sign.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/words.h"
#include "git/conf.h"

#define ALONE_MS 120000		/* where nobody can be asked, a program that asks all the same is given up */
#define CREATED "[GNUPG:] SIG_CREATED "

typedef struct {
	Repo *r;
	Slice text;
	const Person *committer;
	const char *dir;
	const RunWatch *w;
	char *key;		/* user.signingKey, or what takes its place; never empty */
	char *program;
} Signing;

typedef struct {
	const char *name;			/* of gpg.format */
	const char *keys[3];			/* what names the program */
	const char *program;
	const Err *(*sign)(const Signing *s, Str *out);
} Format;

bool sign_is_wanted(Repo *r)
{
	return conf_bool(r, "commit.gpgsign", false);
}

/* ---- what both need ---- */

static const Err *run(const Signing *s, char *const *argv, Slice in, RunEnd *out)
{
	/* a question on a terminal that is another's would spoil it, and nobody would see it */
	static const char *const alone[] = { "GPG_TTY", NULL };
	bool asks = run_has_terminal(s->w);
	/* the watch hears nothing: what these say is for us, until it fails */
	RunWatch w = s->w ? *s->w : (RunWatch){ 0 };
	const Err *err;

	w.said = NULL;
	err = run_program(&(Run){ .name = path_base(argv[0]), .argv = argv, .env = asks ? NULL : alone, .in = in, .limit_ms = asks ? 0 : ALONE_MS }, &w, false,
	    out);
	if (err && err_kind(err) == ERR_NONE)
		err = err_new(ERR_FAIL, _("the program “%s”, which is to sign, is not installed"), argv[0]);
	return err;
}

/* gpg's lines for programs tell a person nothing. */
static void add_said(Slice said, Str *out)
{
	Str kept = STR_EMPTY;

	while (said.len) {
		Slice line = slice_line(&said);

		if (!slice_starts(line, "[GNUPG:]"))
			str_add_slice(&kept, line);
	}
	run_words(str_slice(&kept), out);
	str_free(&kept);
}

static const Err *failed(const Signing *s, const RunEnd *end)
{
	Str words = STR_EMPTY;
	const Err *err;

	add_said(str_slice(&end->err), &words);
	if (words.len)
		err = err_new(ERR_FAIL, _("“%s” did not sign: %s"), s->program, str_c(&words));
	else
		err = err_new(ERR_FAIL, _("“%s” did not sign (status %d)"), s->program, end->status);
	str_free(&words);
	return err;
}

/* ---- gpg, gpgsm ---- */

/* At the beginning of a line only: a key's name could hold it. */
static bool was_created(Slice status)
{
	while (status.len)
		if (slice_starts(slice_line(&status), CREATED))
			return true;
	return false;
}

static const Err *sign_gpg(const Signing *s, Str *out)
{
	char status[] = "--status-fd=2", how[] = "-bsau";
	char *argv[] = { s->program, status, how, s->key, NULL };
	RunEnd end = { 0 };
	const Err *err = run(s, argv, s->text, &end);

	if (!err && (end.status != 0 || !was_created(str_slice(&end.err)) || !end.out.len))
		err = failed(s, &end);
	if (!err)
		str_add_slice(out, str_slice(&end.out));
	run_end_free(&end);
	return err;
}

/* ---- ssh-keygen ---- */

/* The key itself instead of a file's name. */
static const char *literal_key(const char *key)
{
	if (strncmp(key, "key::", 5) == 0)
		return key + 5;
	return strncmp(key, "ssh-", 4) == 0 ? key : NULL;
}

static char *expand(const char *path)
{
	const char *home = getenv("HOME");

	return home && strncmp(path, "~/", 2) == 0 ? path_join(home, path + 2) : mem_dup(path);
}

static const Err *sign_ssh(const Signing *s, Str *out)
{
	const char *literal = literal_key(s->key);
	char *key = literal ? path_join(s->dir, "key") : expand(s->key), *text = path_join(s->dir, "text"), *sig = mem_printf("%s.sig", text);
	char y[] = "-Y", sign[] = "sign", n[] = "-n", git[] = "git", f[] = "-f";
	char *argv[] = { s->program, y, sign, n, git, f, key, text, NULL };
	RunEnd end = { 0 };
	Str line = STR_EMPTY;
	const Err *err = NULL;

	if (literal) {
		str_printf(&line, "%s\n", literal);
		err = file_write(key, str_slice(&line));
	}
	unlink(sig);
	if (!err)
		err = file_write(text, s->text);
	if (!err)
		err = run(s, argv, SLICE_LIT(""), &end);
	if (!err && (end.status != 0 || !file_exists(sig)))
		err = failed(s, &end);
	if (!err)
		err = file_read(sig, out);
	unlink(text);
	unlink(sig);
	if (literal)
		unlink(key);
	run_end_free(&end);
	str_free(&line);
	free(key);
	free(text);
	free(sig);
	return err;
}

/* Words of a command line as git parts them: blanks, quotes of both kinds, a backslash. */
static bool split_words(const char *line, Names *out)
{
	Str word = STR_EMPTY;
	char quote = 0;
	bool begun = false;

	for (const char *p = line; *p; p++) {
		if (!quote && (*p == ' ' || *p == '\t' || *p == '\n')) {
			if (begun)
				names_take(out, str_steal(&word));
			begun = false;
			continue;
		}
		begun = true;
		if (!quote && (*p == '\'' || *p == '"'))
			quote = *p;
		else if (*p == quote)
			quote = 0;
		else if (*p == '\\' && quote != '\'' && p[1])
			str_add_char(&word, *++p);
		else
			str_add_char(&word, *p);
	}
	if (begun)
		names_take(out, str_steal(&word));
	str_free(&word);
	return !quote && out->len;
}

/* gpg.ssh.defaultKeyCommand: the first line of what it prints is a key. */
static const Err *ask_key_command(Signing *s, const char *command)
{
	Names words = { 0 };
	VEC(char *) argv = { 0 };
	RunEnd end = { 0 };
	const Err *err = NULL;
	Slice rest, first;

	if (!split_words(command, &words)) {
		err = err_new(ERR_FAIL, _("%s is no command: %s"), "gpg.ssh.defaultKeyCommand", command);
		goto done;
	}
	for (size_t i = 0; i < words.len; i++)
		VEC_PUSH(&argv, words.v[i]);
	VEC_PUSH(&argv, NULL);
	if ((err = run(s, argv.v, SLICE_LIT(""), &end)))
		goto done;
	rest = str_slice(&end.out);
	first = slice_trim(slice_line(&rest));
	free(s->key);
	s->key = slice_dup(first);
	if (end.status != 0 || !literal_key(s->key))
		err = err_new(ERR_FAIL, _("%s names no key; set user.signingKey instead"), "gpg.ssh.defaultKeyCommand");
done:
	run_end_free(&end);
	VEC_FREE(&argv);
	names_free(&words);
	return err;
}

static const Err *find_ssh_key(Signing *s)
{
	char *command = conf_get(s->r, "gpg.ssh.defaultKeyCommand");
	const Err *err;

	if (command && *command)
		err = ask_key_command(s, command);
	else
		err = err_new(ERR_FAIL, _("signing by ssh needs a key: “git config user.signingKey ~/.ssh/id_ed25519.pub”"));
	free(command);
	return err;
}

/* ---- which of them ---- */

static const Format formats[] = {
	{ "openpgp", { "gpg.openpgp.program", "gpg.program", NULL }, "gpg", sign_gpg },
	{ "x509", { "gpg.x509.program", NULL }, "gpgsm", sign_gpg },
	{ "ssh", { "gpg.ssh.program", NULL }, "ssh-keygen", sign_ssh },
};

static const Err *find_format(Repo *r, const Format **out)
{
	char *name = conf_get(r, "gpg.format");
	const Err *err = NULL;

	*out = name && *name ? NULL : &formats[0];
	for (size_t i = 0; !*out && i < sizeof formats / sizeof *formats; i++)
		if (strcmp(name, formats[i].name) == 0)
			*out = &formats[i];
	if (!*out)
		err = err_new(ERR_FAIL, _("“%s” is no form of signature that git knows (gpg.format: openpgp, ssh or x509)"), name);
	free(name);
	return err;
}

static char *program_of(Repo *r, const Format *f)
{
	for (size_t i = 0; i < sizeof f->keys / sizeof *f->keys && f->keys[i]; i++) {
		char *value = conf_get(r, f->keys[i]), *path = value && *value ? expand(value) : NULL;

		free(value);
		if (path)
			return path;
	}
	return mem_dup(f->program);
}

const Err *sign_text(Repo *r, Slice text, const Person *committer, const char *dir, const RunWatch *w, Str *out)
{
	Signing s = { .r = r, .text = text, .committer = committer, .dir = dir, .w = w };
	const Format *f = NULL;
	Str why = STR_EMPTY;
	const Err *err = NULL;

	if (!repo_may_write(r, &why))
		err = err_new(ERR_FAIL, "%s", str_c(&why));
	str_free(&why);
	if (err || (err = find_format(r, &f)))
		return err_wrap(err, _("signing"));
	s.program = program_of(r, f);
	s.key = conf_get(r, "user.signingkey");
	if (!s.key || !*s.key) {
		free(s.key);
		s.key = f->sign == sign_ssh ? NULL : mem_printf("%s <%s>", committer->name, committer->mail);
		err = s.key ? NULL : find_ssh_key(&s);
	}
	if (!err)
		err = f->sign(&s, out);
	/* libgit2 would make a line of its own of the last line end */
	while (!err && out->len && out->p[out->len - 1] == '\n')
		str_truncate(out, out->len - 1);
	free(s.key);
	free(s.program);
	return err_wrap(err, _("signing"));
}
