/* Git configuration, read and set: the repository's and the user's, in the order that git reads them. */
#include "git/conf.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/words.h"
#include "git/git2.h"

/* A file that is not there, or that could block, is left out. */
static const Err *add_file(git_config *config, const char *path, git_config_level_t level, git_repository *git)
{
	const Err *err;
	struct stat st;
	int rc;

	if (!path || stat(path, &st) != 0 || !S_ISREG(st.st_mode))
		return NULL;
	if ((err = git2_config_check(path)))
		return err;
	if ((rc = git_config_add_file_ondisk(config, path, level, git, 0)) < 0)
		return git2_err(rc == GIT_ENOTFOUND ? GIT_ERROR : rc, _("the configuration “%s” cannot be read"), path);
	return NULL;
}

/* Where libgit2 finds the file of this level, unless the environment names another. */
static const Err *add_level(git_config *config, const char *env, git_config_level_t level, int (*find)(git_buf *),
    git_repository *git)
{
	const char *named = env ? getenv(env) : NULL;
	git_buf path = GIT_BUF_INIT;
	const Err *err = NULL;

	if (named)
		err = add_file(config, named, level, git);
	else if (find(&path) == 0)
		err = add_file(config, path.ptr, level, git);
	git_buf_dispose(&path);
	return err;
}

static bool no_system(void)
{
	const char *value = getenv("GIT_CONFIG_NOSYSTEM");
	int on = 0;

	return value && git_config_parse_bool(&on, value) == 0 && on;
}

static const Err *add_local(git_config *config, git_repository *git)
{
	char *path = path_join(git_repository_commondir(git), "config");
	const Err *err = NULL;
	int rc = git_config_add_file_ondisk(config, path, GIT_CONFIG_LEVEL_LOCAL, git, 0), on = 0;

	if (rc < 0 && rc != GIT_ENOTFOUND)
		err = git2_err(rc, _("the configuration “%s” cannot be read"), path);
	free(path);
	if (!err && git_config_get_bool(&on, config, "extensions.worktreeConfig") == 0 && on) {
		path = path_join(git_repository_path(git), "config.worktree");
		err = add_file(config, path, GIT_CONFIG_LEVEL_APP, git);
		free(path);
	}
	return err;
}

const Err *git2_config(git_config **out, git_repository *git)
{
	git_config *config = NULL;
	const Err *err = NULL;
	int rc;

	*out = NULL;
	git_begin();
	if ((rc = git_config_new(&config)) < 0)
		return git2_err(rc, _("git's configuration cannot be read"));
	if (!no_system())
		err = add_level(config, "GIT_CONFIG_SYSTEM", GIT_CONFIG_LEVEL_SYSTEM, git_config_find_system, git);
	if (!err && !getenv("GIT_CONFIG_GLOBAL"))
		err = add_level(config, NULL, GIT_CONFIG_LEVEL_XDG, git_config_find_xdg, git);
	if (!err)
		err = add_level(config, "GIT_CONFIG_GLOBAL", GIT_CONFIG_LEVEL_GLOBAL, git_config_find_global, git);
	if (!err && git)
		err = add_local(config, git);
	if (err)
		git_config_free(config);
	else
		*out = config;
	return err;
}

/* The configuration of r, or the user's, which the caller frees. */
static git_config *config_of(Repo *r, git_config **own)
{
	*own = NULL;
	if (r)
		return r->config;
	git2_config(own, NULL);
	return *own;
}

/* "key" alone on a line says yes. */
static const char *value_of(const git_config_entry *entry)
{
	return entry->value ? entry->value : "true";
}

char *conf_get(Repo *r, const char *key)
{
	git_config *own, *config = config_of(r, &own);
	git_config_entry *entry = NULL;
	char *value = NULL;

	if (config && git_config_get_entry(&entry, config, key) == 0) {
		value = mem_dup(value_of(entry));
		git_config_entry_free(entry);
	}
	git_config_free(own);
	return value;
}

bool conf_bool(Repo *r, const char *key, bool otherwise)
{
	char *value = conf_get(r, key);
	int on = otherwise;

	if (value && git_config_parse_bool(&on, *value ? value : "false") < 0)
		on = otherwise;
	free(value);
	return on;
}

const Err *conf_set(Repo *r, const char *key, const char *value)
{
	git_config *local = NULL;
	int rc = git_config_open_level(&local, r->config, GIT_CONFIG_LEVEL_LOCAL);
	int64_t since = 0;

	if (rc < 0)
		return git2_err(rc, _("“%s” cannot be set"), key);
	do {
		rc = value ? git_config_set_string(local, key, value) : git_config_delete_multivar(local, key, ".*");
	} while (rc == GIT_ELOCKED && git2_lock_wait(&since));
	git_config_free(local);
	if (rc == GIT_ELOCKED) {
		char *lock = mem_printf("%sconfig.lock", r->common_dir);
		const Err *err = git2_err_locked(lock);

		free(lock);
		return err;
	}
	if (rc < 0 && !(rc == GIT_ENOTFOUND && !value))
		return git2_err(rc, _("“%s” cannot be set"), key);
	return NULL;
}

static void pairs_of(git_config *config, const char *prefix, ConfPairs *out)
{
	git_config_iterator *it = NULL;
	git_config_entry *entry;

	if (git_config_iterator_new(&it, config) < 0)
		return;
	while (git_config_next(&entry, it) == 0)
		if (slice_starts(slice_c(entry->name), prefix))
			VEC_PUSH(out, ((ConfPair){ mem_dup(entry->name), mem_dup(value_of(entry)) }));
	git_config_iterator_free(it);
}

void conf_pairs(Repo *r, const char *prefix, ConfPairs *out)
{
	git_config *own, *config = config_of(r, &own);

	*out = (ConfPairs){ 0 };
	if (config)
		pairs_of(config, prefix, out);
	git_config_free(own);
}

void conf_pairs_free(ConfPairs *p)
{
	for (size_t i = 0; i < p->len; i++) {
		free(p->v[i].key);
		free(p->v[i].value);
	}
	VEC_FREE(p);
}

const Err *git2_config_pairs(const char *path, ConfPairs *out)
{
	git_config *config = NULL;
	const Err *err = NULL;
	int rc;

	*out = (ConfPairs){ 0 };
	git_begin();
	rc = git_config_new(&config);
	if (rc >= 0)
		rc = git_config_add_file_ondisk(config, path, GIT_CONFIG_LEVEL_APP, NULL, 0);
	if (rc >= 0)
		pairs_of(config, "", out);
	else
		err = git2_err(GIT_ERROR, _("the settings cannot be read"));
	git_config_free(config);
	return err;
}
