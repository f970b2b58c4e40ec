/* The history of one path: by the ids of tree entries, without making diffs. */
#include <stdlib.h>

#include "base/mem.h"
#include "git/graph.h"
#include "git/walk.h"

#define MEMO_SIZE 4096u

/* A name that is followed, and what stands there in each commit, looked up once. */
typedef struct {
	char *path;
	VEC(uint32_t) parts;	/* numbers of its parts */
	Oid *blob;		/* a node: zero when there is none */
	unsigned char *known;
} Name;

/* What one folder says of one part: neighbouring commits share nearly all of their folders. */
typedef struct {
	Oid tree, id;
	uint32_t part;
	unsigned mode;		/* 0: not there */
	bool used;
} Memo;

/* A name that is followed at a node, and the next one there. */
typedef struct {
	uint32_t name, next;
} Want;

struct PathWalk {
	Repo *r;
	Graph g;
	uint32_t *order, *turn;	/* nodes by turn, and back */
	uint32_t *wanted;	/* a node: its first Want, counted from 1 */
	VEC(Want) wants;
	VEC(Name) names;
	VEC(char *) parts;
	Memo *memo;
	uint32_t at, want;	/* whose turn it is, and which of its names is next */
	PathVersion found;	/* by the last step */
	bool is_found, begun, cut;
};

static uint32_t part_number(PathWalk *h, Slice part)
{
	for (uint32_t i = 0; i < h->parts.len; i++)
		if (slice_is(part, h->parts.v[i]))
			return i;
	VEC_PUSH(&h->parts, slice_dup(part));
	return (uint32_t)h->parts.len - 1;
}

static uint32_t name_number(PathWalk *h, const char *path)
{
	Slice rest = slice_c(path);
	Name *name;

	for (uint32_t i = 0; i < h->names.len; i++)
		if (strcmp(h->names.v[i].path, path) == 0)
			return i;
	name = VEC_ADD(&h->names);
	name->path = mem_dup(path);
	name->blob = mem_alloc_n(h->g.nodes.len, sizeof *name->blob);
	name->known = mem_alloc(h->g.nodes.len);
	while (rest.len > 0) {
		ptrdiff_t slash = slice_find(rest, SLICE_LIT("/"), 0);
		size_t n = slash < 0 ? rest.len : (size_t)slash;

		VEC_PUSH(&name->parts, part_number(h, slice_sub(rest, 0, n)));
		rest = slice_sub(rest, n + 1, rest.len);
	}
	return (uint32_t)h->names.len - 1;
}

static void want(PathWalk *h, uint32_t node, uint32_t name)
{
	uint32_t *link = &h->wanted[node];

	while (*link) {
		Want *w = &h->wants.v[*link - 1];

		if (w->name == name)
			return;
		link = &w->next;
	}
	*link = (uint32_t)h->wants.len + 1;
	VEC_PUSH(&h->wants, ((Want){ name, 0 }));
}

static const Err *entry(PathWalk *h, const Oid *tree, uint32_t part, Oid *id, unsigned *mode)
{
	TreeEntry e = { .mode = 0 };
	const Err *err;
	uint32_t slot;
	bool found;
	Memo *m;

	memcpy(&slot, tree->b, sizeof slot);
	m = &h->memo[(slot + part * 31) % MEMO_SIZE];
	if (!m->used || m->part != part || !oid_eq(&m->tree, tree)) {
		if ((err = tree_entry(h->r, tree, slice_c(h->parts.v[part]), &e, &found)))
			return err;
		*m = (Memo){ *tree, e.id, part, found ? e.mode : 0, true };
	}
	*id = m->id;
	*mode = m->mode;
	return NULL;
}

/* What stands at a name in a commit; zero for nothing, or for a folder. */
static const Err *blob_at(PathWalk *h, uint32_t name, uint32_t node, Oid *out)
{
	Name *n = &h->names.v[name];
	unsigned mode = MODE_TREE;
	Oid id = h->g.nodes.v[node].tree;
	const Err *err = NULL;

	for (size_t i = 0; !n->known[node] && i < n->parts.len && mode != 0; i++) {
		if ((mode & 0170000) != MODE_TREE)
			mode = 0;
		else if ((err = entry(h, &id, n->parts.v[i], &id, &mode)))
			return err;
	}
	if (!n->known[node] && mode != 0 && (mode & 0170000) != MODE_TREE)
		n->blob[node] = id;
	n->known[node] = 1;
	*out = n->blob[node];
	return NULL;
}

/* Looks for the same blob, gone under another name. */
typedef struct {
	const Oid *blob;
	const char *base;	/* the new name's last part: the best match keeps it */
	char *found;
	bool same_base;
} Rename;

static const Err *rename_cb(void *data, const char *path, const TreeEntry *was, const TreeEntry *now)
{
	Rename *rename = data;
	const char *slash = strrchr(path, '/');
	bool same_base = strcmp(slash ? slash + 1 : path, rename->base) == 0;

	if (now || !was || !oid_eq(&was->id, rename->blob) || (rename->found && (rename->same_base || !same_base)))
		return NULL;
	free(rename->found);
	rename->found = mem_dup(path);
	rename->same_base = same_base;
	return NULL;
}

static const Err *find_rename(Repo *r, const Oid *was, const Oid *now, const char *path, const Oid *blob, char **out)
{
	const char *slash = strrchr(path, '/');
	Rename rename = { .blob = blob, .base = slash ? slash + 1 : path };
	const Err *err = tree_diff(r, was, now, rename_cb, &rename);

	*out = rename.found;
	return err;
}

const Err *walk_rename(Repo *r, const Oid *parent, const PathVersion *v, char **out)
{
	Oid was, now;
	const Err *err = commit_tree(r, parent, &was);

	*out = NULL;
	if (!err)
		err = commit_tree(r, &v->commit, &now);
	return err ? err : find_rename(r, &was, &now, v->path, &v->blob, out);
}

static const Err *add_version(PathWalk *h, uint32_t name, uint32_t node, const Oid *blob)
{
	const Node *n = &h->g.nodes.v[node];
	PathVersion v = { .commit = n->id, .blob = *blob, .path = mem_dup(h->names.v[name].path) };
	const uint32_t *parents = graph_parents(&h->g, node);
	const Err *err = NULL;

	if (n->parent_count > 0) {
		v.parent = h->g.nodes.v[parents[0]].id;
		err = blob_at(h, name, parents[0], &v.parent_blob);
	}
	if (!oid_is_zero(&v.parent_blob))
		v.parent_path = mem_dup(v.path);
	h->found = v;
	h->is_found = true;
	return err;
}

/* One commit and one name: is it a version, and where does the name lead? */
static const Err *step(PathWalk *h, uint32_t name, uint32_t node)
{
	uint32_t count = h->g.nodes.v[node].parent_count;
	const uint32_t *parents = graph_parents(&h->g, node);
	bool same = false;
	const Err *err;
	Oid blob, at;

	if ((err = blob_at(h, name, node, &blob)))
		return err;
	for (uint32_t i = 0; i < count; i++) {
		if ((err = blob_at(h, name, parents[i], &at)))
			return err;
		same = same || oid_eq(&at, &blob);
		want(h, parents[i], name);
	}
	h->cut = h->cut || h->g.nodes.v[node].cut;
	if (!same && (count > 0 || !oid_is_zero(&blob)))
		return add_version(h, name, node, &blob);
	return NULL;
}

void path_walk_free(PathWalk *h)
{
	if (!h)
		return;
	git_bulk(false);
	for (size_t i = 0; i < h->names.len; i++) {
		Name *n = &h->names.v[i];

		free(n->path);
		VEC_FREE(&n->parts);
		free(n->blob);
		free(n->known);
	}
	for (size_t i = 0; i < h->parts.len; i++)
		free(h->parts.v[i]);
	VEC_FREE(&h->names);
	VEC_FREE(&h->parts);
	VEC_FREE(&h->wants);
	graph_free(&h->g);
	free(h->order);
	free(h->turn);
	free(h->wanted);
	free(h->memo);
	free(h);
}

const Err *path_walk_begin(PathWalk **out, Repo *r, const Oid *from, const char *path)
{
	PathWalk *h = mem_alloc(sizeof *h);
	const Err *err;
	uint32_t start;

	*out = NULL;
	h->r = r;
	h->g.pass_over = true;
	git_bulk(true);
	if ((err = graph_add(&h->g, r, from, &start))) {
		path_walk_free(h);
		return err;
	}
	h->order = graph_order(&h->g);
	h->turn = mem_alloc_n(h->g.nodes.len, sizeof *h->turn);
	for (uint32_t i = 0; i < h->g.nodes.len; i++)
		h->turn[h->order[i]] = i;
	h->wanted = mem_alloc_n(h->g.nodes.len, sizeof *h->wanted);
	h->memo = mem_alloc_n(MEMO_SIZE, sizeof *h->memo);
	want(h, start, name_number(h, path));
	*out = h;
	return NULL;
}

bool path_walk_next(PathWalk *h, PathVersion *out, const Err **err)
{
	*err = NULL;
	h->is_found = false;
	while (h->at < h->g.nodes.len && !h->is_found && !*err) {
		uint32_t node = h->order[h->at];

		h->want = h->begun ? h->wants.v[h->want - 1].next : h->wanted[node];
		h->begun = h->want != 0;
		if (!h->begun)
			h->at++;
		else
			*err = step(h, h->wants.v[h->want - 1].name, node);
	}
	if (*err && h->is_found)
		path_version_free(&h->found);
	else if (h->is_found)
		*out = h->found;
	return h->is_found && !*err;
}

void path_walk_follow(PathWalk *h, const Oid *commit, const char *path)
{
	uint32_t node;

	if (graph_find(&h->g, commit, &node) && h->turn[node] > h->at)
		want(h, node, name_number(h, path));
}

bool path_walk_cut(const PathWalk *h)
{
	return h->cut;
}

const char *path_walk_lost(const PathWalk *h)
{
	return h->g.lost.len ? str_c(&h->g.lost) : NULL;
}

void path_version_free(PathVersion *v)
{
	free(v->path);
	free(v->parent_path);
	v->path = v->parent_path = NULL;
}

const Err *walk_path(Repo *r, const Oid *from, const char *path, size_t limit, PathHistory *out)
{
	PathWalk *w = NULL;
	PathVersion v;
	const Err *err;

	*out = (PathHistory){ .shallow_end = false };
	err = path_walk_begin(&w, r, from, path);
	while (!err && (!limit || out->versions.len < limit) && path_walk_next(w, &v, &err))
		VEC_PUSH(&out->versions, v);
	out->shallow_end = !err && path_walk_cut(w);
	path_walk_free(w);
	if (err)
		path_history_free(out);
	return err;
}

void path_history_free(PathHistory *h)
{
	for (size_t i = 0; i < h->versions.len; i++)
		path_version_free(&h->versions.v[i]);
	VEC_FREE(&h->versions);
}
