/* Trees, read straight from their bytes: one entry, all files, what differs between two. */
#include <stdlib.h>

#include "base/mem.h"
#include "base/words.h"
#include "git/git2.h"

#define FILES_MAX 5000000	/* a few small trees can name each other ten thousand million times */

TreeCursor tree_cursor(git_odb_object *tree)
{
	const unsigned char *p = git_odb_object_data(tree);

	return (TreeCursor){ p, p + git_odb_object_size(tree), false };
}

bool tree_next(TreeCursor *c, TreeEntry *out)
{
	const unsigned char *p = c->p, *nul;
	unsigned mode = 0;

	if (c->bad || p == c->end)
		return false;
	for (; p < c->end && *p >= '0' && *p <= '7' && mode < 01000000; p++)
		mode = mode << 3 | (unsigned)(*p - '0');
	if (p == c->end || *p++ != ' ' || !(nul = memchr(p, '\0', (size_t)(c->end - p))) || nul == p ||
	    c->end - nul - 1 < OID_BYTES) {
		c->bad = true;
		return false;
	}
	out->mode = mode;
	out->name = slice((const char *)p, (size_t)(nul - p));
	memcpy(out->id.b, nul + 1, OID_BYTES);
	c->p = nul + 1 + OID_BYTES;
	return true;
}

static bool is_tree(unsigned mode)
{
	return (mode & 0170000) == MODE_TREE;
}

const Err *tree_entry(Repo *r, const Oid *tree, Slice name, TreeEntry *out, bool *found)
{
	git_odb_object *obj = NULL;
	const Err *err;
	TreeCursor c;

	*found = false;
	if (oid_is_zero(tree))
		return NULL;
	if ((err = git2_read(r, tree, GIT_OBJECT_TREE, &obj)))
		return err;
	c = tree_cursor(obj);
	while (!*found && tree_next(&c, out))
		*found = slice_eq(out->name, name);
	if (c.bad)
		err = git2_err_object(GIT_ERROR, tree);
	git_odb_object_free(obj);
	out->name = name;
	return err;
}

const Err *tree_find(Repo *r, const Oid *commit, const char *path, Oid *out, unsigned *mode)
{
	Slice rest = slice_c(path);
	TreeEntry e = { .mode = MODE_TREE };
	const Err *err;
	bool found = true;

	if ((err = commit_tree(r, commit, &e.id)))
		return err;
	do {
		ptrdiff_t slash = slice_find(rest, SLICE_LIT("/"), 0);
		size_t n = slash < 0 ? rest.len : (size_t)slash;

		if (!is_tree(e.mode))
			found = false;
		else if ((err = tree_entry(r, &e.id, slice_sub(rest, 0, n), &e, &found)))
			return err;
		rest = slice_sub(rest, slash < 0 ? rest.len : n + 1, rest.len);
	} while (found && rest.len > 0);
	if (!found || is_tree(e.mode))
		return err_new(ERR_NONE, _("there is no file “%s”"), path);
	*out = e.id;
	if (mode)
		*mode = e.mode;
	return NULL;
}

typedef struct {
	Repo *r;
	TreeFiles *out;
	Str path;
} Collect;

static const Err *collect(Collect *c, const Oid *tree, int depth)
{
	git_odb_object *obj = NULL;
	size_t base = c->path.len;
	const Err *err;
	TreeCursor cur;
	TreeEntry e;

	if (depth > TREE_DEPTH)
		return git2_err_object(GIT_ERROR, tree);
	if ((err = git2_read(c->r, tree, GIT_OBJECT_TREE, &obj)))
		return err;
	cur = tree_cursor(obj);
	while (!err && tree_next(&cur, &e)) {
		str_truncate(&c->path, base);
		str_add_slice(&c->path, e.name);
		if (is_tree(e.mode)) {
			str_add_char(&c->path, '/');
			err = collect(c, &e.id, depth + 1);
		} else if (c->out->files.len == FILES_MAX) {
			err = err_new(ERR_FAIL, _("the repository names more than %d files"), FILES_MAX);
		} else {
			VEC_PUSH(&c->out->files, ((TreeFile){ arena_dup(c->out->arena, c->path.p, c->path.len), e.mode, e.id }));
		}
	}
	if (!err && cur.bad)
		err = git2_err_object(GIT_ERROR, tree);
	git_odb_object_free(obj);
	return err;
}

static const Err *collect_all(Collect *c, const Oid *tree)
{
	const Err *err;

	git_bulk(true);
	err = collect(c, tree, 0);
	git_bulk(false);
	return err;
}

const Err *tree_files(Repo *r, const Oid *commit, TreeFiles *out)
{
	Collect c = { .r = r, .out = out };
	const Err *err;
	Oid tree;

	*out = (TreeFiles){ .arena = arena_new() };
	err = commit_tree(r, commit, &tree);
	if (!err && !oid_is_zero(&tree))
		err = collect_all(&c, &tree);
	str_free(&c.path);
	if (err)
		tree_files_free(out);
	return err;
}

void tree_files_free(TreeFiles *t)
{
	VEC_FREE(&t->files);
	arena_free(t->arena);
	t->arena = NULL;
}

typedef struct {
	Repo *r;
	TreeDiffFn fn;
	void *data;
	Str path;
} Diff;

int tree_entry_cmp(const TreeEntry *a, const TreeEntry *b)
{
	size_t n = a->name.len < b->name.len ? a->name.len : b->name.len;
	int cmp = memcmp(a->name.p, b->name.p, n);
	unsigned char ca, cb;

	if (cmp != 0)
		return cmp;
	ca = (unsigned char)(a->name.len > n ? a->name.p[n] : is_tree(a->mode) ? '/' : 0);
	cb = (unsigned char)(b->name.len > n ? b->name.p[n] : is_tree(b->mode) ? '/' : 0);
	return ca - cb;
}

static const Err *diff_trees(Diff *d, const Oid *was, const Oid *now, int depth);

static const Err *diff_entry(Diff *d, const TreeEntry *was, const TreeEntry *now, int depth)
{
	static const Oid none;
	const TreeEntry *e = was ? was : now;
	size_t base = d->path.len;
	const Err *err;

	if (was && now && was->mode == now->mode && oid_eq(&was->id, &now->id))
		return NULL;
	str_add_slice(&d->path, e->name);
	if (is_tree(e->mode)) {
		str_add_char(&d->path, '/');
		err = diff_trees(d, was ? &was->id : &none, now ? &now->id : &none, depth + 1);
	} else {
		err = d->fn(d->data, str_c(&d->path), was, now);
	}
	str_truncate(&d->path, base);
	return err;
}

static const Err *diff_trees(Diff *d, const Oid *was, const Oid *now, int depth)
{
	const Oid *ids[2] = { was, now };
	git_odb_object *obj[2] = { NULL, NULL };
	TreeCursor c[2] = { { NULL, NULL, false }, { NULL, NULL, false } };
	const Err *err = NULL;
	TreeEntry e[2];
	bool more[2];

	if (depth > TREE_DEPTH)
		return git2_err_object(GIT_ERROR, oid_is_zero(was) ? now : was);
	for (int i = 0; i < 2 && !err; i++)
		if (!oid_is_zero(ids[i]) && !(err = git2_read(d->r, ids[i], GIT_OBJECT_TREE, &obj[i])))
			c[i] = tree_cursor(obj[i]);
	more[0] = !err && tree_next(&c[0], &e[0]);
	more[1] = !err && tree_next(&c[1], &e[1]);
	while (!err && (more[0] || more[1])) {
		int cmp = !more[0] ? 1 : !more[1] ? -1 : tree_entry_cmp(&e[0], &e[1]);

		err = diff_entry(d, cmp <= 0 ? &e[0] : NULL, cmp >= 0 ? &e[1] : NULL, depth);
		if (cmp <= 0)
			more[0] = tree_next(&c[0], &e[0]);
		if (cmp >= 0)
			more[1] = tree_next(&c[1], &e[1]);
	}
	for (int i = 0; i < 2; i++) {
		if (!err && c[i].bad)
			err = git2_err_object(GIT_ERROR, ids[i]);
		git_odb_object_free(obj[i]);
	}
	return err;
}

const Err *tree_diff(Repo *r, const Oid *was, const Oid *now, TreeDiffFn fn, void *data)
{
	Diff d = { .r = r, .fn = fn, .data = data };
	const Err *err = NULL;

	if (!oid_eq(was, now))
		err = diff_trees(&d, was, now, 0);
	str_free(&d.path);
	return err;
}
