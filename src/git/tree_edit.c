/* A new tree from an old one: only the folders that change are written. */
#include <stdlib.h>

#include "base/mem.h"
#include "base/words.h"
#include "git/git2.h"

typedef struct {
	const TreeEdit *edit;
	Slice path;
	size_t order;
} Edit;

/* By parts of the path, so that what lies in a folder stands together; of equal paths the later edit comes last. */
static int edit_cmp(const void *pa, const void *pb)
{
	const Edit *a = pa, *b = pb;
	size_t n = a->path.len < b->path.len ? a->path.len : b->path.len;

	for (size_t i = 0; i < n; i++) {
		unsigned char ca = (unsigned char)a->path.p[i], cb = (unsigned char)b->path.p[i];

		if (ca != cb)
			return ca == '/' ? -1 : cb == '/' ? 1 : ca - cb;
	}
	if (a->path.len != b->path.len)
		return a->path.len < b->path.len ? -1 : 1;
	return a->order < b->order ? -1 : 1;
}

typedef VEC(TreeEntry) Entries;

static int by_name(const void *pa, const void *pb)
{
	return slice_cmp(((const TreeEntry *)pa)->name, ((const TreeEntry *)pb)->name);
}

static int by_git_order(const void *pa, const void *pb)
{
	return tree_entry_cmp(pa, pb);
}

static const Err *write_tree(Repo *r, Entries *entries, Oid *out)
{
	Str data = STR_EMPTY;
	const Err *err = NULL;
	git_oid oid;
	int rc;

	if (entries->len > 1)
		qsort(entries->v, entries->len, sizeof *entries->v, by_git_order);
	for (size_t i = 0; i < entries->len; i++) {
		str_printf(&data, "%o ", entries->v[i].mode);
		str_add_slice(&data, entries->v[i].name);
		str_add_char(&data, '\0');
		str_add(&data, entries->v[i].id.b, OID_BYTES);
	}
	if ((rc = git_odb_write(&oid, r->odb, str_c(&data), data.len, GIT_OBJECT_TREE)) < 0)
		err = git2_err(rc, _("the folder cannot be stored in the repository"));
	else
		*out = git2_id(&oid);
	str_free(&data);
	return err;
}

typedef struct {
	const Edit *v;
	size_t n;
	size_t skip;		/* bytes of the path that lead to this folder */
} Edits;

static Slice part_of(const Edit *e, size_t skip)
{
	Slice rest = slice_sub(e->path, skip, e->path.len);
	ptrdiff_t slash = slice_find(rest, SLICE_LIT("/"), 0);

	return slice_sub(rest, 0, slash < 0 ? rest.len : (size_t)slash);
}

static const Err *edit_folder(Repo *r, const Oid *tree, Edits edits, Oid *out);

/* The edits of one name: at most one (the last counts) of the file itself, the others below it.  Mode 0: the name is gone. */
static const Err *edit_name(Repo *r, const TreeEntry *was, Edits edits, TreeEntry *out)
{
	static const Oid none;
	Slice name = part_of(&edits.v[0], edits.skip), whole = slice_sub(edits.v[0].path, 0, edits.skip + name.len);
	const TreeEdit *file = NULL;
	Oid below = none;
	const Err *err;

	*out = was ? *was : (TreeEntry){ .name = name };
	while (edits.n > 0 && edits.v->path.len == edits.skip + name.len) {
		file = edits.v->edit;
		edits.v++;
		edits.n--;
	}
	if (was && was->mode == MODE_TREE)
		below = was->id;
	if (edits.n > 0) {
		edits.skip += name.len + 1;
		if ((err = edit_folder(r, &below, edits, &below)))
			return err;
	}
	if (!oid_is_zero(&below)) {
		if ((file && !oid_is_zero(&file->id)) || (was && was->mode != MODE_TREE && !file))
			return err_new(ERR_FAIL, _("“%.*s” is both a file and a folder"), (int)whole.len, whole.p);
		out->mode = MODE_TREE;
		out->id = below;
	} else if (file && !oid_is_zero(&file->id)) {
		out->mode = file->mode ? file->mode : was && was->mode != MODE_TREE ? was->mode : MODE_FILE;
		out->id = file->id;
	} else if (file || (was && was->mode == MODE_TREE)) {
		out->mode = 0;
	}
	return NULL;
}

static const Err *edit_folder(Repo *r, const Oid *tree, Edits edits, Oid *out)
{
	git_odb_object *obj = NULL;
	Entries old = { 0 }, entries = { 0 };
	const Err *err = NULL;
	TreeEntry e;
	size_t at = 0;

	if (!oid_is_zero(tree)) {
		TreeCursor c;

		if ((err = git2_read(r, tree, GIT_OBJECT_TREE, &obj)))
			goto done;
		for (c = tree_cursor(obj); tree_next(&c, &e); )
			VEC_PUSH(&old, e);
		if (c.bad) {
			err = git2_err_object(GIT_ERROR, tree);
			goto done;
		}
		if (old.len > 1)
			qsort(old.v, old.len, sizeof *old.v, by_name);
	}
	while (edits.n > 0) {
		Slice name = part_of(edits.v, edits.skip);
		Edits same = { edits.v, 0, edits.skip };

		while (same.n < edits.n && slice_eq(part_of(&edits.v[same.n], edits.skip), name))
			same.n++;
		edits.v += same.n;
		edits.n -= same.n;
		while (at < old.len && slice_cmp(old.v[at].name, name) < 0)
			VEC_PUSH(&entries, old.v[at++]);
		err = edit_name(r, at < old.len && slice_eq(old.v[at].name, name) ? &old.v[at++] : NULL, same, &e);
		if (err)
			goto done;
		if (e.mode != 0)
			VEC_PUSH(&entries, e);
	}
	while (at < old.len)
		VEC_PUSH(&entries, old.v[at++]);
	*out = (Oid){ { 0 } };
	if (entries.len > 0)
		err = write_tree(r, &entries, out);
done:
	git_odb_object_free(obj);
	VEC_FREE(&old);
	VEC_FREE(&entries);
	return err;
}

static const Err *check_edit(Repo *r, const TreeEdit *e)
{
	git_oid oid = git2_oid(&e->id);
	Slice path = slice_c(e->path);
	size_t from = 0, depth = 0;

	for (size_t i = 0; i <= path.len; i++) {
		Slice part;

		if (i < path.len && path.p[i] != '/')
			continue;
		part = slice_sub(path, from, i);
		from = i + 1;
		if (part.len == 0 || slice_is(part, ".") || slice_is(part, "..") || (part.len == 4 && strncasecmp(part.p, ".git", 4) == 0) ||
		    ++depth > TREE_DEPTH)
			return err_new(ERR_FAIL, _("“%s” is not a path that git can hold"), e->path);
	}
	if (!oid_is_zero(&e->id) && e->mode != MODE_REPO && !git_odb_exists(r->odb, &oid))
		return git2_err_object(GIT_ENOTFOUND, &e->id);
	return NULL;
}

const Err *tree_edit(Repo *r, const Oid *commit, const TreeEdit *edits, size_t n, Oid *out)
{
	Edit *sorted = mem_alloc_n(n + 1, sizeof *sorted);
	const Err *err;
	Oid tree;

	if ((err = commit_tree(r, commit, &tree)))
		goto done;
	for (size_t i = 0; i < n; i++) {
		if ((err = check_edit(r, &edits[i])))
			goto done;
		sorted[i] = (Edit){ &edits[i], slice_c(edits[i].path), i };
	}
	if (n > 1)
		qsort(sorted, n, sizeof *sorted, edit_cmp);
	*out = tree;
	if (n > 0)
		err = edit_folder(r, &tree, (Edits){ sorted, n, 0 }, out);
	if (!err && oid_is_zero(out)) {
		Entries none = { 0 };

		err = write_tree(r, &none, out);
	}
done:
	free(sorted);
	return err;
}
