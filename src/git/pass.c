/* What a commit changed: its tree beside those of all its parents, read straight from their bytes. */
#include "git/pass.h"

#include <stdlib.h>

#include "base/mem.h"
#include "git/git2.h"
#include "git/graph.h"

#define STRIDE 64u		/* bytes compared at once */
#define CACHE_SIZE 64u

/* A folder that is still to be compared: in the parents, and behind them in the commit. */
typedef struct {
	uint32_t commit, count;
	const char *path;	/* ends in '/'; empty for the root */
	Oid *trees;		/* both in the pass's arena */
} Todo;
typedef VEC(Todo) Todos;

typedef struct {
	Repo *r;
	git_odb_object *cache[CACHE_SIZE];	/* what was read as the new tree is read again as the old one */
	Todos now, next;	/* folders of one depth, and of the one below */
	Arena *arena;
	PathChangeFn fn;
	void *data;
} Pass;

/* One of the trees that are read side by side. */
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
	if ((err = git2_read(p->r, id, GIT_OBJECT_TREE, out)))
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

static const Err *name_changed(Pass *p, const Todo *t, const TreeEntry *name, const Lane *lanes)
{
	bool folder = (name->mode & 0170000) == MODE_TREE;
	size_t base = strlen(t->path), n = t->count;
	char *path = arena_alloc(p->arena, base + name->name.len + 2);
	PathChange c = { .commit = t->commit, .path = path };

	memcpy(path, t->path, base);
	memcpy(path + base, name->name.p, name->name.len);
	if (folder) {
		Oid *trees = arena_alloc(p->arena, n * sizeof *trees);

		path[base + name->name.len] = '/';
		for (size_t i = 0; i < n; i++)
			if (lanes[i].here)
				trees[i] = lanes[i].e.id;
		VEC_PUSH(&p->next, ((Todo){ t->commit, t->count, path, trees }));
		return NULL;
	}
	if (lanes[n - 1].here)
		c.now = lanes[n - 1].e.id;
	if (n > 1 && lanes[0].here)
		c.was = lanes[0].e.id;
	return p->fn(p->data, &c);
}

static const Err *compare(Pass *p, const Todo *t)
{
	const Oid *trees = t->trees;
	size_t n = t->count;
	const TreeEntry *name;
	const Err *err;
	Lane *lanes;

	for (size_t i = 0; i + 1 < n; i++)
		if (oid_eq(&trees[i], &trees[n - 1]))
			return NULL;
	lanes = mem_alloc_n(n, sizeof *lanes);
	err = lanes_open(p, trees, n, lanes);
	while (!err && (name = next_name(lanes, n))) {
		if (!is_as_before(lanes, n))
			err = name_changed(p, t, name, lanes);
		else if (n == 2)
			stride(lanes);
		step_over(lanes, n);
	}
	return lanes_close(trees, n, lanes, err);
}

/* ---- commits ---- */

/* A shallow copy lacks what stood before. */
static bool ends_here(Repo *r, const Oid *id, const CommitHead *head)
{
	for (size_t i = 0; i < head->parents.len; i++) {
		git_oid parent = git2_oid(&head->parents.v[i]);

		if (!git_odb_exists(r->odb, &parent))
			return graph_is_cut(r, id);
	}
	return false;
}

static const Err *add_root(Pass *p, const Oid *id, uint32_t commit)
{
	CommitHead head = { 0 };
	const Err *err = commit_head(p->r, id, &head);
	Todo t = { .commit = commit, .path = "" };

	if (!err && ends_here(p->r, id, &head))
		head.parents.len = 0;
	t.count = (uint32_t)head.parents.len + 1;
	t.trees = arena_alloc(p->arena, t.count * sizeof *t.trees);
	t.trees[head.parents.len] = head.tree;
	for (size_t i = 0; !err && i < head.parents.len; i++)
		err = commit_tree(p->r, &head.parents.v[i], &t.trees[i]);
	VEC_PUSH(&p->now, t);
	VEC_FREE(&head.parents);
	return err;
}

static int by_path(const void *x, const void *y)
{
	const Todo *a = x, *b = y;
	int cmp = strcmp(a->path, b->path);

	return cmp ? cmp : (a->commit > b->commit) - (a->commit < b->commit);
}

static const Err *go_down(Pass *p)
{
	const Err *err = NULL;

	for (int depth = 0; !err && p->now.len > 0; depth++) {
		Todos done = p->now;

		if (depth > TREE_DEPTH)
			return git2_err_object(GIT_ERROR, &done.v[0].trees[done.v[0].count - 1]);
		qsort(done.v, done.len, sizeof done.v[0], by_path);
		for (size_t i = 0; !err && i < done.len; i++)
			err = compare(p, &done.v[i]);
		p->now = p->next;
		p->next = done;
		p->next.len = 0;
	}
	return err;
}

const Err *pass_commits(Repo *r, const Oid *commits, size_t n, PathChangeFn fn, void *data)
{
	Pass p = { .r = r, .fn = fn, .data = data, .arena = arena_new() };
	const Err *err = NULL;

	git_bulk(true);
	for (size_t i = 0; !err && i < n; i++)
		err = add_root(&p, &commits[i], (uint32_t)i);
	if (!err)
		err = go_down(&p);
	for (size_t i = 0; i < CACHE_SIZE; i++)
		git_odb_object_free(p.cache[i]);
	VEC_FREE(&p.now);
	VEC_FREE(&p.next);
	arena_free(p.arena);
	git_bulk(false);
	return err;
}
