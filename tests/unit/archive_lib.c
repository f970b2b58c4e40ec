/* Archives for tests. */
#include "archive_lib.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "base/file.h"
#include "base/words.h"

const char *archive_begin(void)
{
	tap_scrub();
	words_choose("en");
	setenv("GIT_CONFIG_GLOBAL", tap_path(".gitconfig"), 1);
	setenv("XDG_STATE_HOME", tap_path("state-home"), 1);
	setenv("XDG_RUNTIME_DIR", tap_path("runtime"), 1);
	setenv("GIT_AUTHOR_DATE", "1731670200 +0000", 1);
	setenv("GIT_COMMITTER_DATE", "1731670200 +0000", 1);
	mkdir(tap_path("runtime"), 0700);
	git_sh(tap_dir(), "git config --global user.name Test && git config --global user.email test@example.org");
	return tap_dir();
}

char *archive_make(const char *name, const char *const *files)
{
	char *dir = mem_dup(tap_path(name));

	git_sh(tap_dir(), "git init -q -b main '%s'", name);
	for (; *files; files += 2) {
		char *path = path_join(dir, files[0]);

		git_put(path, files[1]);
		free(path);
	}
	git_sh(dir, "git add -A && git commit -q --allow-empty -m first");
	return dir;
}

void archive_commit(const char *dir, const char *path, const char *text)
{
	char *file = path_join(dir, path);

	if (text)
		git_put(file, text);
	else
		remove(file);
	if (!git_sh_ok(dir, "git add -A && git commit -q -m 'changed by git'"))
		tap_stop("git commit in %s", dir);
	free(file);
}

void must(const Err *err, const char *doing)
{
	if (err)
		tap_stop("%s: %s", doing, err_text(err));
}

Archive *archive_must_open(const char *dir)
{
	Archive *a = NULL;

	must(archive_open(&a, dir), dir);
	return a;
}

void is_err(const Err *err, ErrKind kind, const char *words, const char *name)
{
	ok(err && err_kind(err) == kind && strstr(err_text(err), words), "%s: %s", name, err ? err_text(err) : "no error");
}

int wait_for(pid_t pid)
{
	int status = -1;

	while (waitpid(pid, &status, 0) < 0)
		;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* ---- drafts ---- */

Draft *draft_must_open(Archive *a, const char *path)
{
	Draft *d = NULL;

	must(draft_open(&d, a, path), path);
	return d;
}

void draft_must_type(Draft *d, size_t at, size_t n, const char *with)
{
	must(draft_type(d, at, n, slice_c(with)), "typing");
}

void draft_put(Archive *a, const char *path, const char *text)
{
	Draft *d = draft_must_open(a, path);

	must(draft_save(d, slice_c(text)), path);
	draft_close(d);
}

void draft_edit(Archive *a, const char *path, const char *was, const char *now)
{
	Draft *d = draft_must_open(a, path);
	Str text = STR_EMPTY;
	ptrdiff_t at;

	str_add_slice(&text, draft_text(d));
	at = slice_find(str_slice(&text), slice_c(was), 0);
	if (at < 0)
		tap_stop("no %s in %s", was, path);
	str_splice(&text, (size_t)at, strlen(was), slice_c(now));
	must(draft_save(d, str_slice(&text)), path);
	draft_close(d);
	str_free(&text);
}

const char *draft_peeked(Archive *a, const char *path)
{
	static Str text;
	Draft *d = NULL;
	const Err *err = draft_peek(&d, a, path);

	str_clear(&text);
	if (err)
		return err_kind(err) == ERR_NONE ? "(none)" : err_text(err);
	str_add_slice(&text, draft_text(d));
	draft_close(d);
	return str_c(&text);
}
