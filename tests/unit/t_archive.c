/* Archives: found, opened, read; which files are issues, what the settings do, what the list says. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "archive/issues.h"
#include "archive_lib.h"
#include "base/file.h"

static const char *root;	/* of all the archives here */

static char *place(const char *name)
{
	return path_join(root, name);
}

/* "path path": the archive's issues. */
static const char *issues_of(Archive *a)
{
	static char out[4096];
	size_t n = 0;

	out[0] = '\0';
	for (size_t i = 0; i < archive_files(a)->files.len && n < sizeof out; i++)
		n += (size_t)snprintf(out + n, sizeof out - n, "%s%s", i ? " " : "", archive_files(a)->files.v[i].path);
	return out;
}

static const char *listed(Archive *a, bool quick)
{
	static char out[8192];
	IssueList l;
	size_t n = 0;
	const Err *err = issues_list(a, quick, &l);

	out[0] = '\0';
	if (err)
		return err_text(err);
	for (size_t i = 0; i < l.rows.len && n < sizeof out; i++) {
		const IssueRow *r = &l.rows.v[i];

		n += (size_t)snprintf(out + n, sizeof out - n, "%s|%s|%04d-%02d-%02d|%s|%s|%s|%s\n", r->path, r->title, r->date.year,
		    r->date.month, r->date.day, r->known ? date_from_name(r->date_from) ? date_from_name(r->date_from) : "-" : "?",
		    r->number ? r->number : "-", r->series ? r->series->name : "-", state_name(r->state) ? state_name(r->state) : "-");
	}
	issues_list_free(&l);
	return out;
}

static void expect_error(const char *where, ErrKind kind, const char *says, const char *name)
{
	Archive *a = NULL;
	const Err *err = archive_open(&a, where);

	ok(err && err_kind(err) == kind && strstr(err_text(err), says), "%s: %s", name, err ? err_text(err) : "it opened");
	archive_free(a);
}

static void opening(void)
{
	char *dir = archive_make("plain", (const char *[]){ "klg/2024-05-20.md", "# Ett\n", "README.md", "x\n", NULL }), *deep, *bare, *home;
	Archive *a = archive_must_open(dir);

	is_str(archive_dir(a), dir, "an archive is named by its work tree");
	is_str(archive_title(a), "plain", "and by its folder");
	is_str(archive_head(a)->branch, "main", "its branch");
	is_str(archive_warning(a), NULL, "nothing to warn of");
	is_str(archive_read_only(a), NULL, "it may be written");
	archive_free(a);
	deep = path_join(dir, "klg");
	a = archive_must_open(deep);
	is_str(archive_dir(a), dir, "it is found from a folder in it");
	archive_free(a);
	if (chdir(deep) != 0)
		tap_stop("chdir");
	a = archive_must_open(NULL);
	is_str(archive_dir(a), dir, "and from the current folder");
	archive_free(a);
	git_sh(root, "git clone -q --bare plain bare.git");
	bare = place("bare.git");
	a = archive_must_open(bare);
	is_str(archive_dir(a), bare, "a bare one opens");
	is_str(archive_title(a), "bare", "and is named without .git");
	is_str(issues_of(a), "klg/2024-05-20.md", "with its issues");
	archive_free(a);
	if (chdir("/") != 0)
		tap_stop("chdir");
	expect_error(NULL, ERR_NONE, "blad init", "no repository here");
	git_sh(root, "git config --global blad.archive '%s'", dir);
	a = archive_must_open(NULL);
	is_str(archive_dir(a), dir, "blad.archive names one");
	archive_free(a);
	home = path_join(getenv("HOME"), "mine");
	git_sh(root, "git clone -q plain '%s' && git config --global blad.archive '~/mine'", home);
	a = archive_must_open(NULL);
	is_str(archive_dir(a), home, "also below the user's home");
	archive_free(a);
	git_sh(root, "git config --global blad.archive /nowhere/at/all");
	expect_error(NULL, ERR_FAIL, "/nowhere/at/all", "blad.archive that is not there");
	git_sh(root, "git config --global --unset blad.archive");
	free(dir);
	free(deep);
	free(bare);
	free(home);
}

static void errors(void)
{
	char *dir = place("empty"), *unborn = place("unborn"), *none = place("none");
	Archive *a;

	file_mkdir(none, 0700);
	expect_error(none, ERR_NONE, "no git repository", "a folder without a repository");
	expect_error("/nowhere/at/all", ERR_FAIL, "/nowhere/at/all", "a folder that is not there");
	git_sh(root, "git init -q -b main unborn");
	expect_error(unborn, ERR_NONE, "main has no version", "an unborn branch");
	git_sh(root, "git init -q -b main empty && cd empty && git commit -q --allow-empty -m x");
	a = archive_must_open(dir);
	is_str(listed(a, false), "", "an archive without issues opens");
	archive_free(a);
	if (geteuid() == 0) {
		char *closed = archive_make("closed", (const char *[]){ "a.md", "x\n", NULL });
		pid_t pid;

		/* Root may read all: ask as somebody else. */
		git_sh(root, "chmod 700 closed");
		fflush(NULL);
		pid = fork();
		if (pid == 0) {
			Archive *no = NULL;
			const Err *err;

			if (setuid(65534) != 0)
				_exit(2);
			err = archive_open(&no, closed);
			_exit(err && err_kind(err) == ERR_FAIL ? 0 : 1);
		}
		is_int(git_sh_ok("/", "true") && pid > 0, 1, "a child asks");
		{
			int status = -1;

			is_int(waitpid(pid, &status, 0) == pid && status == 0, 1, "a folder that may not be read is said");
		}
		free(closed);
	} else {
		tap_skip("only root can ask as somebody else");
		tap_skip("only root can ask as somebody else");
	}
	free(dir);
	free(unborn);
	free(none);
}

static const char *const usual[] = {
	".github/x.md", "x\n", "CHANGELOG.md", "x\n", "Contributing.md", "x\n", "LICENSE.md", "x\n", "README.md", "x\n",
	"code_of_conduct.md", "x\n", "a.md", "x\n", "b.markdown", "x\n", "c.MD", "x\n", "d.txt", "x\n", "klg/readme.md", "x\n",
	"klg/2024.md", "x\n", "templates/issue.md", "x\n", "readme-for-all.md", "x\n", NULL
};

static void which_files(void)
{
	char *dir = archive_make("files", usual);
	Archive *a = archive_must_open(dir);

	is_str(issues_of(a), "a.md b.markdown c.MD klg/2024.md readme-for-all.md", "without settings, what usually is an issue");
	archive_free(a);
	git_sh(dir, "ln -s a.md link.md && git add -A && git commit -qm link");
	a = archive_must_open(dir);
	is_str(issues_of(a), "a.md b.markdown c.MD klg/2024.md readme-for-all.md", "a link is none");
	archive_free(a);
	git_sh(dir, "printf '[blad]\\n\\tfiles = klg/\\n\\tfiles = *.markdown\\n\\ttitle = T\\n[series \"x\"]\\n\\tfiles = klg/\\n"
	    "\\ttemplate = klg/2024.md\\n' >.blad && git add -A && git commit -qm set");
	a = archive_must_open(dir);
	is_str(issues_of(a), "b.markdown klg/readme.md", "the settings' word counts, and a template is no issue");
	is_str(archive_title(a), "T", "the title is the settings'");
	git_sh(dir, "printf '[blad]\\n\\tignore = klg\\n\\tignore = *.MD\\n' >.blad && git add -A && git commit -qm set");
	{
		bool moved = false;

		ok(!archive_refresh(a, &moved) && moved, "a new tip is seen");
		is_str(issues_of(a), "a.md b.markdown readme-for-all.md", "with its settings");
		ok(!archive_refresh(a, &moved) && !moved, "and nothing new is nothing new");
	}
	archive_free(a);
	git_sh(dir, "git config blad.ignore a.md && git config blad.title Mine");
	a = archive_must_open(dir);
	is_str(issues_of(a), "b.markdown c.MD klg/2024.md readme-for-all.md", "the user's list takes the place of the archive's");
	is_str(archive_title(a), "Mine", "and so does the user's title");
	archive_free(a);
	git_sh(dir, "echo 'title = work tree' >>.blad");
	a = archive_must_open(dir);
	is_str(archive_warning(a), NULL, "the work tree's copy is not read");
	archive_free(a);
	free(dir);
}

static void bad_settings(const char *text, const char *says, const char *name)
{
	char *dir = place("bad"), *file = path_join(dir, ".blad");
	Archive *a;

	git_put(file, text);
	git_sh(dir, "git add -A && git commit -qm bad");
	a = archive_must_open(dir);
	ok(archive_warning(a) && strstr(archive_warning(a), says), "%s: %s", name, archive_warning(a) ? archive_warning(a) : "no warning");
	is_str(issues_of(a), "a.md", "and the archive opens");
	archive_free(a);
	free(dir);
	free(file);
}

static void settings(void)
{
	char *dir = archive_make("series", (const char *[]){ "klg/1.md", "x\n", "it/2.md", "x\n", "c.md", "x\n", ".blad",
	    "[blad]\n\tlanguage = sv\n\tcolour = green\n[series \"klg\"]\n\ttitle = Kommunledningen\n\tfiles = klg/\n\talias = KL\n"
	    "\tpath = klg/%Y.md\n\tcontact = a@example.org\n[series \"It\"]\n\tfiles = it\n", NULL });
	char *bad = archive_make("bad", (const char *[]){ "a.md", "x\n", NULL });
	Archive *a = archive_must_open(dir);
	const Series *s;

	is_int((long long)archive_series_count(a), 2, "two series");
	s = archive_series_of(a, "klg/1.md");
	is_str(s ? s->title : NULL, "Kommunledningen", "a series by its files");
	is_str(s ? s->path : NULL, "klg/%Y.md", "its path");
	ok(s == archive_series_named(a, SLICE_LIT("kl")) && s == archive_series_named(a, SLICE_LIT("KOMMUNLEDNINGEN")) &&
	    s == archive_series_named(a, SLICE_LIT("klg")), "by alias, title and name");
	s = archive_series_of(a, "it/2.md");
	is_str(s ? s->title : NULL, "It", "without a title, its name");
	ok(!archive_series_of(a, "c.md"), "none for others");
	is_str(archive_language(a), "sv", "the language");
	is_str(archive_setting(a, "colour"), "green", "any other setting");
	is_str(archive_setting(a, "nothing"), NULL, "and one that is not there");
	archive_free(a);
	bad_settings("[blad\n", ".blad", "broken syntax");
	bad_settings("[include]\n\tpath = /etc/passwd\n", ".blad", "an include");
	bad_settings("[series \"x\"]\n\tpath = ../../%Y.md\n", "path", "a path outside");
	bad_settings("[series \"x\"]\n\ttemplate = /etc/passwd\n", "template", "a template outside");
	bad_settings("[blad]\n\tencoding = ebcdic\n", "ebcdic", "an unknown encoding");
	free(dir);
	free(bad);
}

static void the_list(void)
{
	char *dir = archive_make("list", (const char *[]){
	    "klg/2024-05-20.md", "---\ntitle: Maj\nnumber: 9\nstate: published\n---\n\ntext\n",
	    "klg/2024-06-20.md", "---\ntitle: Juni\nnumber: 10\nseries: Annat\n---\n\ntext\n",
	    "post/2018/12-vinter.md", "# Vinter\n\ntext\n",
	    "odaterad.md", "# Odaterad\n\ntext\n",
	    "toml.md", "+++\ntitle = \"Toml\"\ndate = 2019-01-02\n+++\ntext\n",
	    ".blad", "[series \"klg\"]\n\tfiles = klg\n", NULL });
	static const char want[] =
	    "odaterad.md|Odaterad|2024-11-15|commit|-|-|-\n"
	    "klg/2024-06-20.md|Juni|2024-06-20|path|10|Annat|-\n"
	    "klg/2024-05-20.md|Maj|2024-05-20|path|9|klg|published\n"
	    "toml.md|Toml|2019-01-02|header|-|-|-\n"
	    "post/2018/12-vinter.md|Vinter|2018-12-01|path|-|-|-\n";
	Archive *a = archive_must_open(dir);
	IssueList l;

	ok(!issues_list(a, true, &l) && l.unknown == 5 && l.rows.len == 5, "a quick list knows no issue yet");
	is_str(l.rows.v[0].path, "toml.md", "the last path comes first");
	issues_list_free(&l);
	is_str(listed(a, false), want, "the whole list, newest first");
	ok(!issues_list(a, true, &l) && l.unknown == 0, "what was read is known");
	issues_list_free(&l);
	is_str(listed(a, true), want, "and quickly listed in the same way");
	archive_free(a);
	git_sh(dir, "git rm -q toml.md && echo >>odaterad.md && git commit -qam more");
	a = archive_must_open(dir);
	ok(!issues_list(a, true, &l) && l.unknown == 1 && l.rows.len == 4, "only what changed is unknown");
	issues_list_free(&l);
	ok(!issues_fill(a, NULL, NULL), "filling");
	ok(!issues_list(a, true, &l) && l.unknown == 0, "knows all");
	issues_list_free(&l);
	ok(strstr(listed(a, true), "odaterad.md|Odaterad|2024-11-15|commit"), "the day of the first version stays");
	archive_free(a);
	free(dir);
}

static bool stop_soon(void *data, size_t done, size_t total)
{
	(void)total;
	*(size_t *)data = done;
	return true;
}

static void damaged(void)
{
	char *dir = archive_make("damaged", (const char *[]){ "a.md", "# A\n", "b.md", "# B\n\nunique words here\n", NULL });
	const char *id = git_sh(dir, "git rev-parse HEAD:b.md");
	Archive *a;
	IssueList l;
	Str text = STR_EMPTY;
	Charset cs;
	size_t done = 0;
	const Err *err;

	git_sh(dir, "rm -f .git/objects/%.2s/%s", id, id + 2);
	a = archive_must_open(dir);
	ok(!issues_list(a, false, &l) && l.rows.len == 2 && l.unknown == 1, "a missing blob hides no other issue");
	issues_list_free(&l);
	err = archive_text(a, &archive_head(a)->tip, "b.md", &text, &cs);
	ok(err && err_kind(err) == ERR_CORRUPT && strstr(err_text(err), "b.md"), "and is said: %s", err ? err_text(err) : "-");
	str_free(&text);
	ok(!issues_fill(a, stop_soon, &done), "filling can be ended");
	archive_free(a);
	free(dir);
}

static const char *state_of(Archive *a)
{
	const char *dir = "";
	const Err *err = archive_state_dir(a, &dir);

	return err ? err_text(err) : dir;
}

static void private_state(void)
{
	char *dir = archive_make("state", (const char *[]){ "a.md", "x\n", NULL }), *git = path_join(dir, ".git/blad"), *outside;
	struct stat st;
	Archive *a = archive_must_open(dir);

	is_str(state_of(a), git, "private state lies in the git folder");
	ok(lstat(git, &st) == 0 && (st.st_mode & 07777) == 0700, "for nobody else");
	archive_free(a);
	git_sh(dir, "git worktree add -q ../linked");
	outside = place("linked");
	a = archive_must_open(outside);
	is_str(state_of(a), git, "linked work trees share it");
	archive_free(a);
	git_sh(dir, "chmod 755 .git/blad");
	a = archive_must_open(dir);
	state_of(a);
	ok(lstat(git, &st) == 0 && (st.st_mode & 07777) == 0700, "one that is open is shut");
	archive_free(a);
	free(outside);
	git_sh(dir, "rm -r .git/blad && ln -s /tmp .git/blad");
	a = archive_must_open(dir);
	outside = mem_dup(state_of(a));
	ok(strstr(outside, "/blad/") && strncmp(outside, getenv("XDG_STATE_HOME"), strlen(getenv("XDG_STATE_HOME"))) == 0,
	    "a link is not followed: %s", outside);
	archive_free(a);
	a = archive_must_open(dir);
	is_str(state_of(a), outside, "and the other place is found again");
	archive_free(a);
	git_sh(root, "rm -rf state");
	free(archive_make("state", (const char *[]){ "b.md", "y\n", NULL }));
	git_sh(dir, "ln -s /tmp .git/blad");
	a = archive_must_open(dir);
	ok(strcmp(state_of(a), outside) != 0, "another archive at the same path has another");
	archive_free(a);
	free(outside);
	free(git);
	free(dir);
}

/* An archive as of a version: its tip is that version, whatever comes after; no draft, no change. */
static void as_of_then(void)
{
	char *dir = archive_make("then", (const char *[]){ "ett.md", "# Ett\n", NULL });
	Archive *now, *then = NULL;
	char first[OID_HEX + 1];
	IssueText text = { 0 };
	Target t = { 0 };
	DraftList drafts = { 0 };
	Draft *d = NULL;
	bool moved = true;

	now = archive_must_open(dir);
	oid_hex(&archive_head(now)->tip, first);
	archive_commit(dir, "tva.md", "# Två\n");
	archive_commit(dir, "ett.md", "# Ett, ändrat\n");
	must(archive_refresh(now, NULL), "refresh");
	draft_put(now, "ett.md", "# Ett, utkast\n");
	must(archive_open_at(&then, dir, first), "open as of the first version");
	is_str(issues_of(then), "ett.md", "its issues are those of then");
	ok(archive_at(then) && !archive_at(now), "it says that it is not now");
	ok(strlen(archive_at_words(then)) == 7, "by its short id");
	ok(archive_read_only(then) != NULL, "it may not be written");
	archive_commit(dir, "tre.md", "# Tre\n");
	must(archive_refresh(then, &moved), "refresh");
	ok(!moved && strcmp(issues_of(then), "ett.md") == 0, "a new version does not move it");
	must(drafts_list(then, &drafts), "drafts");
	is_int((long long)drafts.len, 0, "it has no drafts");
	must(target_find(then, SLICE_LIT("ett.md"), &t), "find");
	must(target_text(then, &t, &text), "text");
	is_slice(str_slice(&text.text), SLICE_LIT("# Ett\n"), "an address without a version means then");
	is_err(draft_open(&d, then, "ett.md"), ERR_NONE, "nothing can be changed", "no draft can be begun there");
	is_str(listed(then, false), "ett.md|Ett|2024-11-15|commit|-|-|-\n", "it is listed");
	is_str(listed(then, true), "ett.md|Ett|2024-11-15|commit|-|-|-\n", "and quickly from then on");
	must(archive_refresh(now, NULL), "refresh");
	ok(strstr(listed(now, false), "tre.md|Tre") && strstr(listed(now, true), "ett.md|Ett, utkast"), "the list of now is that of now");
	draft_close(d);
	drafts_list_free(&drafts);
	issue_text_free(&text);
	target_free(&t);
	archive_free(then);
	archive_free(now);
	free(dir);
}

int main(void)
{
	root = archive_begin();
	opening();
	errors();
	which_files();
	settings();
	the_list();
	damaged();
	private_state();
	as_of_then();
	return tap_done();
}
