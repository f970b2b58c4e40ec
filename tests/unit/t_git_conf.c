/* Configuration: the order of its levels, texts that strangers wrote, and pathspecs as git understands them. */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "git/conf.h"
#include "git_lib.h"
#include "tap.h"

static void get_is(Repo *r, const char *key, const char *want)
{
	char *got = conf_get(r, key);

	is_str(got, want, "%s", key);
	free(got);
}

static void levels(void)
{
	Repo *r;
	ConfPairs pairs;

	git_put(tap_path("home.conf"), "[blad]\n\ttitle = hemma\n\tfiles = a/\n[user]\n\tname = Ada Ek\n");
	git_put(tap_path("system.conf"), "[blad]\n\tlanguage = sv\n\ttitle = system\n");
	setenv("GIT_CONFIG_GLOBAL", tap_path("home.conf"), 1);
	setenv("GIT_CONFIG_SYSTEM", tap_path("system.conf"), 1);
	unsetenv("GIT_CONFIG_NOSYSTEM");
	get_is(NULL, "blad.title", "hemma");
	get_is(NULL, "blad.language", "sv");
	setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
	get_is(NULL, "blad.language", NULL);
	git_sh(tap_dir(), "git init -q repo && cd repo && git config blad.title här && git config --add blad.files b/ && git config --add blad.files c/ && printf '[blad]\\n\\tflagga\\n' >> .git/config");
	if (repo_open(&r, tap_path("repo")))
		tap_stop("open");
	get_is(r, "blad.title", "här");
	get_is(r, "blad.flagga", "true");
	ok(conf_bool(r, "blad.flagga", false), "a key alone says yes");
	ok(conf_bool(r, "blad.none", true) && !conf_bool(r, "blad.title", false), "what is no bool is as asked");
	conf_pairs(r, "blad.files", &pairs);
	is_int((long long)pairs.len, 3, "all values");
	ok(pairs.len == 3 && strcmp(pairs.v[0].value, "a/") == 0 && strcmp(pairs.v[2].value, "c/") == 0, "the user's first, the repository's last");
	conf_pairs_free(&pairs);
	ok(!conf_set(r, "user.email", "ada@example.org"), "setting");
	is_str(git_sh(tap_path("repo"), "git config user.email"), "ada@example.org", "is seen by git");
	get_is(r, "user.email", "ada@example.org");
	get_is(NULL, "user.email", NULL);
	ok(!conf_set(r, "user.email", NULL) && !conf_set(r, "user.email", NULL), "removing, twice");
	get_is(r, "user.email", NULL);
	ok(conf_set(r, "no key", "x") != NULL, "what is no key is refused");
	git_put(tap_path("repo/.git/config.lock"), "");
	is_int(err_kind(conf_set(r, "a.b", "x")), ERR_BUSY, "a held configuration is waited for, then named");
	unlink(tap_path("repo/.git/config.lock"));
	repo_free(r);
	git_sh(tap_path("repo"), "git config extensions.worktreeConfig true; git config --worktree blad.title träd");
	if (repo_open(&r, tap_path("repo")))
		tap_stop("open");
	get_is(r, "blad.title", "träd");
	repo_free(r);
	git_sh(tap_dir(), "rm home.conf; mkfifo home.conf");
	get_is(NULL, "blad.title", NULL);
	setenv("GIT_CONFIG_GLOBAL", "/dev/null", 1);
}

static void identities(void)
{
	static const char *const bad[] = { NULL, "", "  ", "A\\nB", "A <x", "A\\tB", "\xff" };
	Repo *r;
	char *name, *mail;
	const Err *err;

	git_sh(tap_dir(), "git init -q who && cd who && git config user.email ' ada@example.org '");
	if (repo_open(&r, tap_path("who")))
		tap_stop("open");
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		if (bad[i])
			git_sh(tap_path("who"), "git config --unset user.name; printf '[user]\\n\\tname = \"%%s\"\\n' '%s' >> .git/config", bad[i]);
		is_int(err_kind(conf_identity(r, &name, &mail)), ERR_IDENTITY, "name %zu is asked for", i);
	}
	err = conf_set(r, "user.name", "Ada Ek");
	ok(!err, "a name is set %s", git_said(err));
	err = conf_identity(r, &name, &mail);
	ok(!err, "name and mail %s", git_said(err));
	is_str(name, "Ada Ek", "the name");
	is_str(mail, "ada@example.org", "the mail, trimmed");
	free(name);
	free(mail);
	repo_free(r);
}

static const char *const refused[] = {
	"[include]\npath = /etc/passwd\n", "[INCLUDE]\npath=x", "[InClUdE]path=x", " \t[include]\npath=x", "[ include ]\npath=x",
	"[includeIf \"gitdir:/\"]\npath=x", "[includeif.x]\npath=x", "[a][include]\npath=x", "[a] [include]\npath=x", "\xef\xbb\xbf[include]\npath=x",
	"[a]\nb=c\\\n[include]\npath=x", "\r[include]\npath=x", "\f\v[include]\npath=x", "[a \"]\"][include]\npath=x", "[a] b = c\n\n\t [ \tinclude \"x\"]\npath=x",
	"[include.x]\npath=x", "[blad]\n\ttitle=x\n# c\n[include] path=x",
};

static void hostile(void)
{
	ConfPairs pairs;
	Str big = STR_EMPTY;
	int opened = 0;
	const Err *err;

	git_put(tap_path("secret"), "[leak]\n\tkey = found\n");
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		ok(conf_parse(slice_c(refused[i]), &pairs) != NULL, "refused: %zu", i);
	/* whatever the spelling, nothing of another file may come in */
	for (int i = 0; i < tap_rounds(3000); i++) {
		static const char *const bits[] = { "[", "]", "include", "includeIf", "INCLUDE", " ", "\t", "\n", "\\\n", "\"", "#", ";", "a", ".", "=", "\r", "x \"gitdir:/\"", "\xef\xbb\xbf", NULL };
		Str text = STR_EMPTY;
		unsigned n = 1 + rnd_below(8);

		for (unsigned k = 0; k < n; k++)
			str_add_c(&text, rnd_pick(bits));
		str_printf(&text, "\npath = %s\n", tap_path("secret"));
		if (conf_parse(str_slice(&text), &pairs)) {
			str_free(&text);
			continue;
		}
		for (size_t k = 0; k < pairs.len; k++)
			law(!strstr(pairs.v[k].key, "leak"), "%s", str_c(&text));
		opened++;
		conf_pairs_free(&pairs);
		str_free(&text);
	}
	law_done("no spelling of include gets another file in");
	ok(opened > 0, "some of them were read");
	ok(conf_parse(slice("[a]\0b=c", 7), &pairs) != NULL, "a NUL is refused");
	str_add_c(&big, "[a]\n");
	str_add_n(&big, '#', 64 * 1024);
	ok(conf_parse(str_slice(&big), &pairs) != NULL, "more than 64 KB are refused");
	err = conf_parse(SLICE_LIT("[blad]\n\ttitle = x\n[a\nb"), &pairs);
	is_str(err ? err_text(err) : NULL, "line 3 cannot be understood", "what is no configuration is refused, with its line");
	ok(!conf_parse(SLICE_LIT("# [include]\n; [include]\n[Blad]\n\tTitle = \"[include] # å\"\n\tfiles = klg/\n[series \"KLG\"]\n\tpath = klg/%Y.md ; x\n\talias\n"), &pairs), "a good one");
	if (is_int((long long)pairs.len, 4, "has four pairs")) {
		is_str(pairs.v[0].key, "blad.title", "keys are folded");
		is_str(pairs.v[0].value, "[include] # å", "values are not");
		is_str(pairs.v[2].key, "series.KLG.path", "the middle of a key keeps its capitals");
		is_str(pairs.v[2].value, "klg/%Y.md", "a comment is cut off");
		is_str(pairs.v[3].value, "true", "a key alone says yes");
	}
	conf_pairs_free(&pairs);
	ok(!conf_parse(SLICE_LIT(""), &pairs) && pairs.len == 0, "an empty one has none");
	conf_pairs_free(&pairs);
	str_free(&big);
}

/* ---- pathspecs: what git ls-files says is right ---- */

static const char *const paths[] = {
	"README.md", "klg/2024-05-20.md", "klg/alt/x.md", "klg-ny.md", "a/b/c.md", "a/b.MD", "a/[x].md", "å/ö.md", "klg/.dold.md", "a.markdown", "*/x.md", "b\\c.md", NULL,
};

static const char *const specs[] = {
	"klg", "klg/", "klg*", "*.md", "*.MD", ":(icase)*.md", ":(glob)*.md", ":(glob)**/*.md", ":(glob)klg/*.md", ":(glob)klg/**", ":(glob)**/x.md", ":(glob)a/**/c.md",
	":(literal)a/[x].md", "a/[x].md", "a/\\[x\\].md", "[a-k]*", "[!a-k]*", "?lg/*", ":/klg", ":(top)klg", ":!klg", ":^*.md", ":(exclude)a", ":(glob,icase)A/*.MD", ":(exclude,icase)KLG", "klg/2024*", ".",
	"./klg", "a/b", "a/b/", "README", "README.md/", "*/x.md", "**/x.md", "a/*", "klg/?", "[[:upper:]]*", "[]a]*", "[a", "*a*b*c*", "å", "*ö*", ":(glob)?", ":(glob)*/*/*", "b\\\\c.md", "k[l]g/*", ":(literal)*/x.md", "klg/alt/x.md",
};

/* Compares the answers for every path with one list of git's. */
static void compare(const char *const *use, size_t n)
{
	Str cmd = STR_EMPTY, list = STR_EMPTY;

	str_add_c(&cmd, "git -c core.quotePath=false ls-files -z --");
	for (size_t i = 0; i < n; i++)
		str_printf(&cmd, " '%s'", use[i]);
	str_add_c(&cmd, " 2>/dev/null | tr '\\0' '\\n'");
	str_printf(&list, "\n%s\n", git_sh(tap_path("specs"), "%s", str_c(&cmd)));
	for (size_t i = 0; paths[i]; i++) {
		char *line = mem_printf("\n%s\n", paths[i]);

		law(pathspec_match(use, n, paths[i]) == (strstr(str_c(&list), line) != NULL), "%s: %s", str_c(&cmd), paths[i]);
		free(line);
	}
	str_free(&cmd);
	str_free(&list);
}

static void pathspecs(void)
{
	git_sh(tap_dir(), "git init -q specs");
	for (size_t i = 0; paths[i]; i++)
		git_sh(tap_path("specs"), "git update-index --add --cacheinfo 100644,$(git hash-object -w --stdin </dev/null),'%s'", paths[i]);
	for (size_t s = 0; s < sizeof specs / sizeof *specs; s++) {
		const char *one[] = { specs[s], ":(icase)KLG" }, *two[] = { "a", ":(exclude)*.MD", specs[s] };

		compare(one, 1);
		compare(one, 2);
		compare(two, 3);
	}
	law_done("pathspecs match what git ls-files lists");
	ok(!pathspec_match(NULL, 0, "a"), "no pathspec matches nothing");
	ok(!pathspec_match((const char *[]){ ":(attr:x)a" }, 1, "a"), "what we do not know matches nothing");
	Str long_spec = STR_EMPTY, long_path = STR_EMPTY;
	for (int i = 0; i < 200; i++)
		str_add_c(&long_spec, "*a");
	str_add_c(&long_spec, "b");
	str_add_n(&long_path, 'a', 4000);
	ok(!pathspec_match((const char *[]){ str_c(&long_spec) }, 1, str_c(&long_path)), "two hundred stars end");
	str_free(&long_spec);
	str_free(&long_path);
}

int main(void)
{
	tap_scrub();
	umask(022);
	setenv("BLAD_LOCK_MS", "100", 1);
	levels();
	identities();
	hostile();
	pathspecs();
	git_end();
	return tap_done();
}
