/* Makes the demo archive: the same commits everywhere, whatever the machine and its user are set to. */
#include "archive/demo.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "archive/demo_script.h"
#include "base/file.h"
#include "base/share.h"
#include "base/words.h"
#include "git/conf.h"
#include "git/object.h"
#include "git/pack.h"
#include "git/ref.h"
#include "git/work.h"

#define BRANCH "main"
#define REF "refs/heads/" BRANCH
#define TRACKING "refs/remotes/origin/" BRANCH

static const Oid zero;

typedef VEC(TreeEdit) Edits;

/* Both lists are sorted by path; an unchanged file has its parent's very text. */
static const Err *tree_edits(Repo *r, const DemoCommit *was, const DemoCommit *now, Edits *out)
{
	size_t a = 0, b = 0, na = was ? was->files.len : 0, nb = now->files.len;
	const Err *err = NULL;

	while (!err && (a < na || b < nb)) {
		const DemoFile *x = a < na ? &was->files.v[a] : NULL, *y = b < nb ? &now->files.v[b] : NULL;
		int cmp = !x ? 1 : !y ? -1 : strcmp(x->path, y->path);

		if (cmp < 0) {
			VEC_PUSH(out, ((TreeEdit){ .path = x->path }));
		} else if (cmp > 0 || x->text.p != y->text.p) {
			TreeEdit *e = VEC_ADD(out);

			e->path = y->path;
			err = blob_write(r, y->text, &e->id);
		}
		a += cmp <= 0;
		b += cmp >= 0;
	}
	return err;
}

static Person person(const DemoCommit *c)
{
	return (Person){ .name = mem_dup(c->name), .mail = mem_dup(c->mail), .when = c->when };
}

/* ids: of the commits before i; ids[i] is filled in. */
static const Err *write_commit(Repo *r, const DemoScript *s, size_t i, Oid *ids)
{
	const DemoCommit *c = &s->commits.v[i];
	const DemoCommit *parent = c->n_parents ? &s->commits.v[c->parents[0]] : NULL;
	Commit commit = { .author = person(c), .committer = person(c), .message = slice_dup(c->message) };
	Edits edits = { 0 };
	const Err *err;

	for (size_t k = 0; k < c->n_parents; k++)
		VEC_PUSH(&commit.parents, ids[c->parents[k]]);
	if ((err = tree_edits(r, parent, c, &edits)))
		goto done;
	if ((err = tree_edit(r, parent ? &ids[c->parents[0]] : &zero, edits.v, edits.len, &commit.tree)))
		goto done;
	err = commit_write(r, &commit, &ids[i]);
done:
	VEC_FREE(&edits);
	commit_free(&commit);
	return err;
}

static const Err *write_history(Repo *r, const DemoScript *s, Oid *tip)
{
	Oid *ids = mem_alloc_n(s->commits.len, sizeof *ids);
	const Err *err = NULL;

	for (size_t i = 0; i < s->commits.len && !err; i++)
		err = write_commit(r, s, i, ids);
	*tip = ids[s->commits.len - 1];
	free(ids);
	return err;
}

/* What `git clone` would write, and line ends as they are in the archive. */
static const Err *configure(Repo *r, const char *address)
{
	const struct {
		const char *key, *value;
	} pairs[] = {
		{ "core.autocrlf", "false" },
		{ "remote.origin.url", address },
		{ "remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*" },
		{ "branch." BRANCH ".remote", "origin" },
		{ "branch." BRANCH ".merge", REF },
	};
	const Err *err = NULL;

	for (size_t i = 0; i < sizeof pairs / sizeof *pairs && !err; i++)
		err = conf_set(r, pairs[i].key, pairs[i].value);
	return err;
}

/* The branch, the one it follows, and the work tree. */
static const Err *check_out(Repo *r, const Oid *tip)
{
	Arena *paths = arena_new();
	WorkMoves moves = { 0 };
	const Err *err;

	if ((err = ref_move(r, TRACKING, &zero, tip, "demo")))
		goto done;
	if ((err = ref_move(r, REF, &zero, tip, "demo")))
		goto done;
	if ((err = git_changed_files(r, &zero, tip, &moves, paths)))
		goto done;
	err = work_follow(r, moves.v, moves.len);
done:
	VEC_FREE(&moves);
	arena_free(paths);
	return err;
}

/* Both from one pack; address: where the shared repository will lie. */
static const Err *make_repos(const char *shared_dir, const char *clone_dir, const char *address, const DemoScript *s)
{
	Repo *shared = NULL, *clone = NULL;
	Pack *pack = NULL;
	const Err *err;
	Oid tip;

	if ((err = repo_init(&shared, shared_dir, true, BRANCH)) || (err = repo_init(&clone, clone_dir, false, BRANCH)))
		goto done;
	if ((err = pack_begin(&pack, shared)) || (err = write_history(shared, s, &tip)))
		goto done;
	if ((err = pack_write(pack, shared)) || (err = pack_write(pack, clone)))
		goto done;
	if ((err = ref_move(shared, REF, &zero, &tip, "demo")))
		goto done;
	if ((err = configure(clone, address)))
		goto done;
	err = check_out(clone, &tip);
done:
	pack_free(pack);
	repo_free(shared);
	repo_free(clone);
	return err;
}

/* Without the '/' that completion leaves at the end. */
static char *plain_path(const char *dir)
{
	char *path = path_absolute(dir);
	size_t n = strlen(path);

	while (n > 1 && path[n - 1] == '/')
		path[--n] = '\0';
	return path;
}

static const Err *make_parent(const char *path)
{
	char *parent = mem_dup_n(path, (size_t)(path_base(path) - path));
	const Err *err = *parent ? file_mkdir(parent, 0777) : NULL;

	free(parent);
	return err;
}

static const Err *put_in_place(const char *from, const char *to)
{
	return rename(from, to) == 0 ? NULL : err_errno(_("“%s” cannot be made"), to);
}

/* Both are made in a folder beside and put in place when they are whole: what was begun and ended early is in nobody's way. */
static const Err *make_both(const char *path, const char *shared, const DemoScript *s)
{
	char *scratch = mem_printf("%s-XXXXXX", path), *bare = NULL, *clone = NULL;
	const Err *err;

	if ((err = make_parent(path)))
		goto done;
	if (!mkdtemp(scratch)) {
		err = err_errno(_("“%s” cannot be made"), path);
		goto done;
	}
	bare = path_join(scratch, "shared");
	clone = path_join(scratch, "clone");
	if (!(err = make_repos(bare, clone, shared, s)) && !(err = put_in_place(bare, shared)) &&
	    (err = put_in_place(clone, path)))
		err = err_first(err, file_remove_tree(shared));
	err = err_first(err, file_remove_tree(scratch));
done:
	free(scratch);
	free(bare);
	free(clone);
	return err;
}

const Err *demo_make(const char *dir)
{
	char *path = plain_path(dir), *shared = mem_printf("%s.git", path), *git = path_join(path, ".git");
	DemoScript script = { 0 };
	const Err *err = NULL;
	Slice text;

	if (file_exists(git))
		goto done;
	if (file_exists(shared)) {
		err = err_new(ERR_FAIL, _("“%s” is in the way: remove it, or name another folder"), shared);
		goto done;
	}
	if (file_exists(path) && rmdir(path) != 0) {
		err = err_new(ERR_FAIL, _("“%s” is not empty and not an archive: name another folder"), path);
		goto done;
	}
	if (!share_get("demo/history", &text))
		err = err_new(ERR_CORRUPT, _("the demo is not part of this program"));
	else if (!(err = script_read(&script, text, share_get)))
		err = make_both(path, shared, &script);
done:
	script_free(&script);
	free(path);
	free(shared);
	free(git);
	return err;
}
