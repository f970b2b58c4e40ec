/* Private state: the archive's own folder, found or made, and the folders that take its place. */
#include "archive/private.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/words.h"
#include "git/object.h"

#define NAME_DIGITS 12		/* of each half of a folder's name under XDG_STATE_HOME */

struct Private {
	Repo *repo;
	Oid tip;
	bool may_write;
	char *found[PRIVATE_ROOTS];
	char *name;		/* of the archive under XDG folders */
};

Private *private_new(Repo *r, const Oid *tip, bool may_write)
{
	Private *s = mem_alloc(sizeof *s);

	s->repo = r;
	s->tip = *tip;
	s->may_write = may_write;
	return s;
}

void private_free(Private *s)
{
	if (!s)
		return;
	for (int i = 0; i < PRIVATE_ROOTS; i++)
		free(s->found[i]);
	free(s->name);
	free(s);
}

/* A folder of our own, no link; others are shut out. */
static const Err *ours(const char *path)
{
	struct stat st;

	if (lstat(path, &st) != 0)
		return errno == ENOENT ? err_new(ERR_NONE, _("%s is not there"), path) : err_errno(_("cannot look at %s"), path);
	if (!S_ISDIR(st.st_mode) || st.st_uid != geteuid())
		return err_new(ERR_FAIL, _("%s is not a folder of yours"), path);
	if ((st.st_mode & 077) != 0 && chmod(path, 0700) != 0)
		return err_errno(_("cannot shut others out of %s"), path);
	return NULL;
}

static const Err *make(const char *path)
{
	const Err *err = ours(path);

	if (!err || err_kind(err) != ERR_NONE)
		return err;
	if (mkdir(path, 0700) != 0 && errno != EEXIST)
		return err_errno(_("cannot make the folder %s"), path);
	return ours(path);
}

static const char *home(PrivateRoot which, char **owned)
{
	const char *dir = getenv(which == PRIVATE_HOME ? "XDG_STATE_HOME" : "XDG_RUNTIME_DIR");
	const char *user = getenv("HOME");

	if (dir && dir[0] == '/')
		return dir;
	if (which == PRIVATE_RUNTIME || !user || user[0] != '/')
		return NULL;
	return *owned = path_join(user, ".local/state");
}

/* The first digits of the id that a blob of these bytes would have. */
static void digest(Slice s, Str *out)
{
	Oid id;
	char hex[OID_HEX + 1];

	blob_id(s, &id);
	oid_hex(&id, hex);
	str_add(out, hex, NAME_DIGITS);
}

static void path_half(const Private *s, Str *out)
{
	char *real = realpath(repo_common_dir(s->repo), NULL);

	digest(slice_c(real ? real : repo_common_dir(s->repo)), out);
	str_add_char(out, '-');
	free(real);
}

/* A folder that was made for the repository at this path, if its root commit is still one here. */
static char *name_known(const Private *s, const char *dir)
{
	Str half = STR_EMPTY;
	char *found = NULL;
	DIR *d = opendir(dir);

	path_half(s, &half);
	for (struct dirent *e; d && !found && (e = readdir(d));) {
		Slice name = slice_c(e->d_name);
		Oid id;

		if (name.len != 2 * NAME_DIGITS + 1 || !slice_starts(name, str_c(&half)))
			continue;
		if (!commit_find(s->repo, slice_sub(name, NAME_DIGITS + 1, name.len), &id))
			found = mem_dup(e->d_name);
	}
	if (d)
		closedir(d);
	str_free(&half);
	return found;
}

static const Err *name_make(const Private *s, char **out)
{
	Str name = STR_EMPTY;
	const Err *err = NULL;
	Oid at = s->tip;
	char hex[OID_HEX + 1];

	for (bool more = !oid_is_zero(&at); more && !err;) {
		Commit c;

		err = commit_read(s->repo, &at, &c);
		if (err)
			break;
		more = c.parents.len > 0;
		if (more)
			at = c.parents.v[0];
		commit_free(&c);
	}
	path_half(s, &name);
	oid_hex(&at, hex);
	str_add(&name, hex, NAME_DIGITS);
	*out = str_steal(&name);
	return repo_is_shallow(s->repo) ? NULL : err;
}

static const Err *home_root(Private *s, PrivateRoot which, bool making, char **out)
{
	char *owned = NULL, *dir = NULL;
	const char *base = home(which, &owned);
	const Err *err = NULL;

	if (!base)
		return err_new(ERR_FAIL, which == PRIVATE_HOME ? _("neither XDG_STATE_HOME nor HOME names a folder")
		    : _("XDG_RUNTIME_DIR names no folder"));
	dir = path_join(base, "blad");
	if (making)
		err = file_mkdir(base, 0700);
	if (!err)
		err = making ? make(dir) : ours(dir);
	if (!err && !s->name)
		s->name = name_known(s, dir);
	if (!err && !s->name && making)
		err = name_make(s, &s->name);
	if (!err && !s->name)
		err = err_new(ERR_NONE, _("%s is not there"), dir);
	if (!err) {
		*out = path_join(dir, s->name);
		err = making ? make(*out) : ours(*out);
	}
	free(owned);
	free(dir);
	return err;
}

static const Err *common_root(Private *s, bool making, char **out)
{
	struct stat st;

	*out = path_join(repo_common_dir(s->repo), "blad");
	if (!making)
		return ours(*out);
	if (lstat(repo_common_dir(s->repo), &st) != 0)
		return err_errno(_("cannot look at %s"), repo_common_dir(s->repo));
	if (!s->may_write || st.st_uid != geteuid())
		return err_new(ERR_FAIL, _("%s is not yours to write in"), repo_common_dir(s->repo));
	return make(*out);
}

static const Err *root(Private *s, PrivateRoot which, bool making, const char **out)
{
	char *path = NULL;
	const Err *err = NULL;

	*out = NULL;
	if (!s->found[which]) {
		err = which == PRIVATE_COMMON ? common_root(s, making, &path) : home_root(s, which, making, &path);
		if (!err) {
			s->found[which] = path;
			path = NULL;
		}
	}
	free(path);
	if (!err)
		*out = s->found[which];
	return err;
}

const Err *private_root(Private *s, PrivateRoot which, const char **out)
{
	return root(s, which, true, out);
}

const char *private_look(Private *s, PrivateRoot which)
{
	const char *dir;
	const Err *err = root(s, which, false, &dir);

	err_forget(err);	/* asked for each issue: an error that is on its way up would not outlive them */
	return err ? NULL : dir;
}

const Err *private_best(Private *s, PrivateRoot *which, const char **out)
{
	const Err *first, *err;

	*which = PRIVATE_COMMON;
	first = private_root(s, PRIVATE_COMMON, out);
	if (!first)
		return NULL;
	*which = PRIVATE_HOME;
	err = private_root(s, PRIVATE_HOME, out);
	return err ? err_wrap(first, _("no folder for private state")) : NULL;
}
