/* Who writes and who records: the same as git finds, in all combinations of environment and configuration. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "git/conf.h"
#include "git/ident.h"
#include "git_lib.h"
#include "tap.h"

static Repo *r;
static const char *top;

static const struct {
	const char *var, *role;
} roles[] = { [IDENT_AUTHOR] = { "GIT_AUTHOR_IDENT", "author" }, [IDENT_COMMITTER] = { "GIT_COMMITTER_IDENT", "committer" } };

static char *ours(IdentRole role)
{
	Person p;
	Str s = STR_EMPTY;
	int offset;

	if (ident_get(r, role, &p))
		return mem_dup("none");
	offset = abs(p.when.offset);
	str_printf(&s, "%s <%s> %lld %c%02d%02d", p.name, p.mail, (long long)p.when.sec, p.when.offset < 0 ? '-' : '+', offset / 60, offset % 60);
	person_free(&p);
	return str_steal(&s);
}

static void agree(IdentRole role, const char *what)
{
	char *got = ours(role);
	const char *want = git_sh(top, "git var %s 2>/dev/null || echo none", roles[role].var);

	/* an address that is given to the other role alone makes git take none for this one */
	if (strstr(want, " <> "))
		want = "none";
	law(strcmp(got, want) == 0, "%s (%s): %s, git has %s", what, roles[role].role, got, want);
	free(got);
}

static void set_var(const char *name, const char *value)
{
	if (value)
		setenv(name, value, 1);
	else
		unsetenv(name);
}

static void open_again(void)
{
	repo_free(r);
	if (repo_open(&r, top))
		tap_stop("open");
}

/* The times are given, so that both clocks agree. */
static void combinations(void)
{
	static const char *const names[] = { NULL, "", "  Åsa Öman ", "'Bo. Ek',", "..." };
	static const char *const mails[] = { NULL, "asa@example.org", " bo@example.org ", NULL };

	setenv("GIT_AUTHOR_DATE", "1731670200 +0130", 1);
	setenv("GIT_COMMITTER_DATE", "@5 -0800", 1);
	for (int i = 0; i < tap_rounds(60); i++) {
		static const char *const sections[] = { "user", "author", "committer" };
		static const char *const vars[] = { "GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "EMAIL" };
		Str what = STR_EMPTY;

		git_put(tap_path("arkiv/.git/config"), "[core]\n\trepositoryformatversion = 0\n\tbare = false\n[user]\n\tuseConfigOnly = true\n");
		for (size_t k = 0; k < 3; k++) {
			const char *name = names[rnd_below(5)], *mail = mails[rnd_below(3)];

			if (name)
				git_sh(top, "git config %s.name \"%s\"", sections[k], name);
			if (mail)
				git_sh(top, "git config %s.email '%s'", sections[k], mail);
			str_printf(&what, "%s %s %s; ", sections[k], name ? name : "-", mail ? mail : "-");
		}
		for (size_t k = 0; k < 5; k++) {
			const char *value = rnd_below(2) ? NULL : k % 2 || k == 4 ? mails[rnd_below(3)] : names[rnd_below(5)];

			/* empty is an error for git, and as if it were not there for us */
			value = value && *value ? value : NULL;
			set_var(vars[k], value);
			str_printf(&what, "%s=%s ", vars[k], value ? value : "-");
		}
		open_again();
		agree(IDENT_AUTHOR, str_c(&what));
		agree(IDENT_COMMITTER, str_c(&what));
		str_free(&what);
	}
	law_done("who it is, is what git says");
	unsetenv("GIT_AUTHOR_NAME");
	unsetenv("GIT_AUTHOR_EMAIL");
	unsetenv("GIT_COMMITTER_NAME");
	unsetenv("GIT_COMMITTER_EMAIL");
}

static void mails(void)
{
	char *name, *mail;

	git_put(tap_path("arkiv/.git/config"), "[core]\n\trepositoryformatversion = 0\n\tbare = false\n[user]\n\tname = Ada Ek\n");
	setenv("EMAIL", "ada@example.org", 1);
	open_again();
	ok(!conf_identity(r, &name, &mail), "without a mail in the configuration");
	is_str(mail, "ada@example.org", "EMAIL counts, as for git");
	is_str(git_sh(top, "git var GIT_AUTHOR_IDENT | sed 's/>.*/>/'"), "Ada Ek <ada@example.org>", "and git agrees");
	free(name);
	free(mail);
	git_sh(top, "git config user.useConfigOnly true");
	open_again();
	is_int(err_kind(conf_identity(r, &name, &mail)), ERR_IDENTITY, "unless only the configuration may say it");
	unsetenv("EMAIL");
	setenv("GIT_AUTHOR_EMAIL", "ada@example.org", 1);
	is_int(err_kind(conf_identity(r, &name, &mail)), ERR_IDENTITY, "an author alone makes no version");
	setenv("GIT_COMMITTER_EMAIL", "bo@example.org", 1);
	ok(!conf_identity(r, &name, &mail), "an author and a committer do");
	free(name);
	free(mail);
	setenv("GIT_AUTHOR_NAME", "A\nB", 1);
	is_int(err_kind(conf_identity(r, &name, &mail)), ERR_IDENTITY, "a name that would break the version");
	setenv("GIT_AUTHOR_NAME", "A\xff", 1);
	is_int(err_kind(conf_identity(r, &name, &mail)), ERR_IDENTITY, "nor one that is not UTF-8");
	setenv("GIT_AUTHOR_NAME", "Ada", 1);
	setenv("GIT_COMMITTER_NAME", "Ada", 1);
}

static void dates(void)
{
	static const char *const good[] = {
		"@0 +0000", "@1731670200", "1731670200 +0530", "1731670200 -0330", "2024-05-20T14:02:00+02:00", "2024-05-20T14:02:00Z", "2024-02-29 23:59:59 -0500",
		"2000-01-01T00:00:00+0000", "2099-12-31T23:59:00 +01:00",
	};
	static const char *const bad[] = { "yesterday-ish", "2024-13-01T00:00:00Z", "@", "@x", "1731670200 +1", "2024-05-20Tx", "99999999999999999999 +0000" };
	Person p;

	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		setenv("GIT_AUTHOR_DATE", good[i], 1);
		agree(IDENT_AUTHOR, good[i]);
	}
	law_done("a time is what git reads");
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		setenv("GIT_AUTHOR_DATE", bad[i], 1);
		law(err_kind(ident_get(r, IDENT_AUTHOR, &p)) == ERR_FAIL && !p.name, "%s", bad[i]);
	}
	law_done("what is none is an error, and no other time is taken");
}

int main(void)
{
	tap_scrub();
	if (repo_init(&r, tap_path("arkiv"), false, "main"))
		tap_stop("init");
	top = mem_dup(tap_path("arkiv"));
	combinations();
	mails();
	dates();
	repo_free(r);
	free((char *)(uintptr_t)top);
	git_end();
	return tap_done();
}
