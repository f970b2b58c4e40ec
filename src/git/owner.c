/* Whether we may write to a repository: whose it is, who else writes there. */
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/words.h"
#include "git/conf.h"
#include "git/git2.h"

/* The effective user, or the one who called sudo, as git sees it. */
static bool is_me(uid_t uid)
{
	const char *sudo = getenv("SUDO_UID");

	if (uid == geteuid())
		return true;
	return geteuid() == 0 && sudo && *sudo && uid == (uid_t)strtoul(sudo, NULL, 10);
}

/* git's own word for "I know that this is not mine": the exact folder, in the user's configuration only. */
static bool is_safe_directory(const char *top)
{
	ConfPairs pairs = { 0 };
	bool safe = false;

	conf_pairs(NULL, "safe.directory", &pairs);
	for (size_t i = 0; i < pairs.len; i++) {
		char *real;

		if (pairs.v[i].value[0] == '\0') {	/* an empty one forgets those before it */
			safe = false;
			continue;
		}
		real = realpath(pairs.v[i].value, NULL);
		if (real && strcmp(real, top) == 0)
			safe = true;
		free(real);
	}
	conf_pairs_free(&pairs);
	return safe;
}

/* A group of one's own, as many systems give each user, lets nobody else in. */
static bool group_is_private(gid_t gid, uid_t owner)
{
	struct passwd *pw = getpwuid(owner);
	struct group *gr;
	char *name;
	bool only;

	if (!pw || pw->pw_gid != gid)
		return false;
	name = mem_dup(pw->pw_name);
	gr = getgrgid(gid);
	only = gr && strcmp(gr->gr_name, name) == 0;
	for (char **m = only ? gr->gr_mem : NULL; m && *m; m++)
		if (strcmp(*m, name) != 0)
			only = false;
	free(name);
	return only;
}

static bool is_shared(const Repo *r)
{
	char *objects = path_join(r->common_dir, "objects");
	git_buf value = GIT_BUF_INIT;
	bool shared = false;
	struct stat st;

	if (git_config_get_string_buf(&value, r->config, "core.sharedRepository") == 0) {
		static const char *const alone[] = { "", "umask", "false", "no", "off", "0" };

		shared = true;
		for (size_t i = 0; i < sizeof alone / sizeof *alone; i++)
			if (strcmp(value.ptr, alone[i]) == 0)
				shared = false;
	}
	if (stat(objects, &st) == 0) {
		if (st.st_mode & S_IWOTH)
			shared = true;
		else if ((st.st_mode & S_IWGRP) && !group_is_private(st.st_gid, st.st_uid))
			shared = true;
	}
	git_buf_dispose(&value);
	free(objects);
	return shared;
}

static bool is_foreign(const char *path, uid_t *owner)
{
	struct stat st;

	if (!path || stat(path, &st) != 0)
		return false;
	*owner = st.st_uid;
	return !is_me(st.st_uid);
}

static void say_owner(uid_t owner, const char *top, Str *why)
{
	struct passwd *pw = getpwuid(owner);
	char *name = pw ? mem_dup(pw->pw_name) : mem_printf("%lu", (unsigned long)owner);

	str_printf(why, _("this archive belongs to %s and is only read: make a copy of your own with “git clone %s”, "
	    "or trust it with “git config --global --add safe.directory %s”"), name, top, top);
	free(name);
}

bool repo_may_write(const Repo *r, Str *why)
{
	const char *dirs[] = { r->work_dir, r->git_dir, r->common_dir };
	Str words = STR_EMPTY;
	bool may = false;
	uid_t owner = 0;

	for (size_t i = 0; i < 3 && words.len == 0; i++)
		if (is_foreign(dirs[i], &owner))
			say_owner(owner, r->top, &words);
	if (words.len == 0 && is_shared(r))
		str_printf(&words, _("others may write to this repository and blad would shut them out, so it is only read: "
		    "make a copy of your own with “git clone %s”, or use it anyway with “git config --global --add safe.directory %s”"),
		    r->top, r->top);
	if (words.len == 0 || is_safe_directory(r->top)) {
		may = faccessat(AT_FDCWD, r->common_dir, W_OK, AT_EACCESS) == 0;
		str_clear(&words);
		if (!may)
			str_printf(&words, _("“%s” may not be written to, so this archive is only read"), r->common_dir);
	}
	if (why && !may)
		str_add_slice(why, str_slice(&words));
	str_free(&words);
	return may;
}
