/* New archives: a first version of one's own, or a copy of a shared one. */
#include "archive/create.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "archive/version.h"
#include "base/file.h"
#include "base/share.h"
#include "base/words.h"
#include "git/conf.h"
#include "git/ident.h"
#include "git/ref.h"
#include "git/work.h"

/* What a new archive holds: share/init/LANGUAGE/NAME, else the English one. */
static const struct {
	const char *path, *name;
} first_files[] = {
	{ ".blad", "blad" },
	{ "README.md", "README.md" },
	{ "templates/issue.md", "issue.md" },
};
#define FIRST_FILES (sizeof first_files / sizeof *first_files)

static bool first_text(const char *name, Slice *out)
{
	char *local = mem_printf("init/%s/%s", words_lang(), name), *english = mem_printf("init/en/%s", name);
	bool found = share_get(local, out) || share_get(english, out);

	free(local);
	free(english);
	return found;
}

/* Only an empty folder, or none: nobody's files get mixed in. */
static const Err *check_empty(const char *dir)
{
	const Err *err = NULL;
	DIR *d = opendir(dir);

	if (!d)
		return errno == ENOENT ? NULL : err_errno(_("cannot read the folder %s"), dir);
	for (struct dirent *e; !err && (e = readdir(d));)
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
			err = err_new(ERR_FAIL, _("%s is not empty: name a new folder"), dir);
	closedir(d);
	return err;
}

static const Err *write_first(Repo *r, Commit *c)
{
	TreeEdit edits[FIRST_FILES];
	const Oid none = { { 0 } };
	Slice text;
	const Err *err = NULL;

	for (size_t i = 0; i < FIRST_FILES && !err; i++) {
		edits[i] = (TreeEdit){ .path = first_files[i].path };
		if (!first_text(first_files[i].name, &text))
			err = err_new(ERR_FAIL, _("this blad was built without %s"), first_files[i].name);
		else
			err = blob_write(r, text, &edits[i].id);
	}
	if (!err)
		err = tree_edit(r, &none, edits, FIRST_FILES, &c->tree);
	return err;
}

static const Err *record_first(Repo *r)
{
	Commit c = { 0 };
	char *state = mem_printf("%sblad", repo_common_dir(r));
	VersionOpts how = { .watch = NULL };
	Arena *paths = arena_new();
	WorkMoves moves = { 0 };
	const Oid none = { { 0 } };
	Head head = { 0 };
	const Err *err = repo_head(r, &head);

	if (!err)
		err = ident_both(r, &c);
	if (!err) {
		c.message = mem_dup(_("A new archive"));
		err = write_first(r, &c);
	}
	if (!err)
		err = version_make(r, state, &c, &how, &c.id);
	if (!err)
		err = ref_move(r, head.ref, &none, &c.id, c.message);
	if (!err)
		err = git_changed_files(r, &none, &c.id, &moves, paths);
	if (!err)
		err = work_follow(r, moves.v, moves.len);
	if (!err)
		version_made(r, &how);
	VEC_FREE(&moves);
	arena_free(paths);
	free(state);
	commit_free(&c);
	head_free(&head);
	return err;
}

const Err *create_archive(const char *dir)
{
	Repo *r = NULL;
	char *name = NULL, *mail = NULL;
	bool there = file_exists(dir);
	const Err *err;

	git_begin();
	err = check_empty(dir);
	/* Before anything is made: who is it that records? */
	if (!err)
		err = conf_identity(NULL, &name, &mail);
	if (err)
		goto done;
	err = repo_init(&r, dir, false, NULL);
	if (!err)
		err = record_first(r);
	if (err && !there)
		file_remove_tree(dir);
done:
	free(name);
	free(mail);
	repo_free(r);
	return err_wrap(err, _("making the archive %s"), dir);
}

/* The last part of an address, as git names a copy: without "/", ".git" and what stands before a ':'. */
static char *name_of_url(const char *url)
{
	size_t end = strlen(url), from;

	while (end > 0 && url[end - 1] == '/')
		end--;
	if (end > 4 && strncmp(url + end - 4, ".git", 4) == 0)
		end -= 4;
	while (end > 0 && url[end - 1] == '/')
		end--;
	for (from = end; from > 0 && url[from - 1] != '/' && url[from - 1] != ':';)
		from--;
	return mem_dup_n(url + from, end - from);
}

const Err *create_clone(const char *url, const char *dir, const RemoteOpts *o, char **out)
{
	Repo *r = NULL;
	char *to = dir ? mem_dup(dir) : name_of_url(url);
	bool there;
	const Err *err;

	*out = NULL;
	git_begin();
	if (to[0] == '\0' || to[0] == '-' || strcmp(to, ".") == 0 || strcmp(to, "..") == 0)
		err = err_new(ERR_USAGE, _("name the folder that the copy of %s is to go to"), url);
	else
		err = check_empty(to);
	if (err)
		goto done;
	there = file_exists(to);
	err = remote_clone(&r, url, to, o);
	if (err && !there && file_exists(to))
		file_remove_tree(to);
	if (!err) {
		*out = to;
		to = NULL;
	}
done:
	free(to);
	repo_free(r);
	return err;
}
