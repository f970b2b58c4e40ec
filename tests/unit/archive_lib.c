/* Archives for tests. */
#include "archive_lib.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

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
