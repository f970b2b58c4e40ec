/* What a commit changed: its tree beside those of all its parents, read straight from their bytes. */
#include "git/pass.h"

#include <stdlib.h>

#include "base/mem.h"
#include "git/git2.h"

#define STRIDE 64u		/* bytes compared at once */
#define CACHE_SIZE 512u
#define LIBRARY_KEEPS ((size_t)4096)	/* libgit2's own limit for a tree in its cache */
#define CACHE_BYTES (4u << 20)	/* a tree beyond this is not kept */

struct Pass {
	Repo *r;
	git_odb_object *cache[CACHE_SIZE];
	CommitHead head;
	VEC(Oid) roots;		/* of the parents, then of the commit */
	Str path;
	PathChangeFn fn;
	void *data;
};

/* One of the trees that are read side by side: those of the parents, and behind them the commit's. */
typedef struct {
	git_odb_object *obj;
	TreeCursor c;
	TreeEntry e;
	bool more, here;	/* e is one; it is of the name that is looked at */
} Lane;

static const Err *tree_read(Pass *p, const Oid *id, git_odb_object **out)
{
	uint32_t slot;
	git_odb_object **at;
	const Err *err;

	memcpy(&slot, id->b, sizeof slot);
	at = &p->cache[slot % CACHE_SIZE];
	if (*at) {
		Oid cached = git2_id(git_odb_object_id(*at));

		if (oid_eq(&cached, id))
			return git_odb_object_dup(out, *at) < 0 ? git2_err_object(GIT_ERROR, id) : NULL;
	}
	if ((err = git2_read(p->r, id, GIT_OBJECT_TREE, out)) || git_odb_object_size(*out) > CACHE_BYTES)
		return err;
	git_odb_object_free(*at);
	*at = NULL;
	return git_odb_object_dup(at, *out) < 0 ? git2_err_object(GIT_ERROR, id) : NULL;
}

static const Err *lanes_open(Pass *p, const Oid *trees, size_t n, Lane *lanes)
{
	const Err *err = NULL;

	for (size_t i = 0; i < n && !err; i++) {
		if (oid_is_zero(&trees[i]) || (err = tree_read(p, &trees[i], &lanes[i].obj)))
			continue;
		lanes[i].c = tree_cursor(lanes[i].obj);
		lanes[i].more = tree_next(&lanes[i].c, &lanes[i].e);
	}
	return err;
}

static const Err *lanes_close(const Oid *trees, size_t n, Lane *lanes, const Err *err)
{
	for (size_t i = 0; i < n; i++) {
		if (!err && lanes[i].c.bad)
			err = git2_err_object(GIT_ERROR, &trees[i]);
		git_odb_object_free(lanes[i].obj);
	}
	free(lanes);
	return err;
}

/* The next name in git's order, and which lanes have it; NULL at the end. */
static const TreeEntry *next_name(Lane *lanes, size_t n)
{
	const TreeEntry *first = NULL;

	for (size_t i = 0; i < n; i++)
		if (lanes[i].more && (!first || tree_entry_cmp(&lanes[i].e, first) < 0))
			first = &lanes[i].e;
	for (size_t i = 0; first && i < n; i++)
		lanes[i].here = lanes[i].more && tree_entry_cmp(&lanes[i].e, first) == 0;
	return first;
}

static void step_over(Lane *lanes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (lanes[i].here)
			lanes[i].more = tree_next(&lanes[i].c, &lanes[i].e);
}

/* Two neighbouring trees are the same bytes but for an entry or two: over those both lanes go in one stride. */
static void stride(Lane *lanes)
{
	const unsigned char *a = lanes[0].c.p, *b = lanes[1].c.p;
	size_t left = (size_t)(lanes[0].c.end - a), other = (size_t)(lanes[1].c.end - b), same = 0, done = 0;

	if (left > other)
		left = other;
	while (same + STRIDE <= left && memcmp(a + same, b + same, STRIDE) == 0)
		same += STRIDE;
	while (done < same) {
		const unsigned char *nul = memchr(a + done, '\0', same - done);

		if (!nul || (size_t)(nul - a) + 1 + OID_BYTES > same)
			break;
		done = (size_t)(nul - a) + 1 + OID_BYTES;
	}
	lanes[0].c.p += done;
	lanes[1].c.p += done;
}

/* As some parent has it; that the mode changed is no change of content. */
static bool is_as_before(const Lane *lanes, size_t n)
{
	const Lane *now = &lanes[n - 1];

	for (size_t i = 0; i + 1 < n; i++)
		if (lanes[i].here == now->here && (!now->here || oid_eq(&lanes[i].e.id, &now->e.id)))
			return true;
	return false;
}

static const Err *compare(Pass *p, const Oid *trees, size_t n, int depth);

static const Err *name_changed(Pass *p, const TreeEntry *name, const Lane *lanes, size_t n, int depth)
{
	size_t base = p->path.len;
	const Err *err;

	str_add_slice(&p->path, name->name);
	if ((name->mode & 0170000) == MODE_TREE) {
		Oid *below = mem_alloc_n(n, sizeof *below);

		for (size_t i = 0; i < n; i++)
			if (lanes[i].here)
				below[i] = lanes[i].e.id;
		str_add_char(&p->path, '/');
		err = compare(p, below, n, depth + 1);
		free(below);
	} else {
		PathChange c = { .path = str_c(&p->path) };

		if (lanes[n - 1].here)
			c.now = lanes[n - 1].e.id;
		if (n > 1 && lanes[0].here)
			c.was = lanes[0].e.id;
		err = p->fn(p->data, &c);
	}
	str_truncate(&p->path, base);
	return err;
}

/* trees: of the parents, then of the commit; zero where there is none. */
static const Err *compare(Pass *p, const Oid *trees, size_t n, int depth)
{
	Lane *lanes;
	const TreeEntry *name;
	const Err *err;

	for (size_t i = 0; i + 1 < n; i++)
		if (oid_eq(&trees[i], &trees[n - 1]))
			return NULL;
	if (depth > TREE_DEPTH)
		return git2_err_object(GIT_ERROR, &trees[n - 1]);
	lanes = mem_alloc_n(n, sizeof *lanes);
	err = lanes_open(p, trees, n, lanes);
	while (!err && (name = next_name(lanes, n))) {
		if (!is_as_before(lanes, n))
			err = name_changed(p, name, lanes, n, depth);
		else if (n == 2)
			stride(lanes);
		step_over(lanes, n);
	}
	return lanes_close(trees, n, lanes, err);
}

/* libgit2 would keep the small trees of all of history: that costs more than reading some of them again. */
static void keep_trees(size_t bytes)
{
	git_libgit2_opts(GIT_OPT_SET_CACHE_OBJECT_LIMIT, GIT_OBJECT_TREE, bytes);
}

Pass *pass_begin(Repo *r)
{
	Pass *p = mem_alloc(sizeof *p);

	p->r = r;
	keep_trees(0);
	return p;
}

const Err *pass_commit(Pass *p, const Oid *commit, PathChangeFn fn, void *data)
{
	const Err *err = commit_head(p->r, commit, &p->head);
	Oid tree = p->head.tree;

	p->roots.len = 0;
	for (size_t i = 0; !err && i < p->head.parents.len; i++)
		err = commit_tree(p->r, &p->head.parents.v[i], VEC_ADD(&p->roots));
	if (err)
		return err;
	VEC_PUSH(&p->roots, tree);
	p->fn = fn;
	p->data = data;
	str_clear(&p->path);
	return compare(p, p->roots.v, p->roots.len, 0);
}

void pass_free(Pass *p)
{
	if (!p)
		return;
	keep_trees(LIBRARY_KEEPS);
	for (size_t i = 0; i < CACHE_SIZE; i++)
		git_odb_object_free(p->cache[i]);
	VEC_FREE(&p->head.parents);
	VEC_FREE(&p->roots);
	str_free(&p->path);
	free(p);
}
