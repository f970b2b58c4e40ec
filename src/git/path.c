/* The history of one path: by the ids of tree entries, through exact renames, without making diffs. */
#include <stdlib.h>

#include "base/mem.h"
#include "git/graph.h"
#include "git/walk.h"

#define NAMES_MAX 64		/* names that one file may have had; a bit each */
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

typedef struct {
	Repo *r;
	Graph g;
	uint32_t *order;
	uint64_t *wanted;	/* a node: bits of the names that are followed there */
	Name names[NAMES_MAX];
	size_t name_count;
	VEC(char *) parts;
	Memo *memo;
	PathHistory *out;
	size_t limit;
} History;

static uint32_t part_number(History *h, Slice part)
{
	for (uint32_t i = 0; i < h->parts.len; i++)
		if (slice_is(part, h->parts.v[i]))
			return i;
	VEC_PUSH(&h->parts, slice_dup(part));
	return (uint32_t)h->parts.len - 1;
}

/* The number of a name, or NAMES_MAX when there is no room for another. */
static size_t name_number(History *h, const char *path)
{
	Slice rest = slice_c(path);
	Name *name;

	for (size_t i = 0; i < h->name_count; i++)
		if (strcmp(h->names[i].path, path) == 0)
			return i;
	if (h->name_count == NAMES_MAX)
		return NAMES_MAX;
	name = &h->names[h->name_count];
	name->path = mem_dup(path);
	name->blob = mem_alloc_n(h->g.nodes.len, sizeof *name->blob);
	name->known = mem_alloc(h->g.nodes.len);
	while (rest.len > 0) {
		ptrdiff_t slash = slice_find(rest, SLICE_LIT("/"), 0);
		size_t n = slash < 0 ? rest.len : (size_t)slash;

		VEC_PUSH(&name->parts, part_number(h, slice_sub(rest, 0, n)));
		rest = slice_sub(rest, n + 1, rest.len);
	}
	return h->name_count++;
}

static const Err *entry(History *h, const Oid *tree, uint32_t part, Oid *id, unsigned *mode)
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
static const Err *blob_at(History *h, size_t name, uint32_t node, Oid *out)
{
	Name *n = &h->names[name];
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

static const Err *find_rename(History *h, size_t name, const Oid *blob, uint32_t parent, uint32_t node, char **out)
{
	const char *path = h->names[name].path, *slash = strrchr(path, '/');
	Rename rename = { .blob = blob, .base = slash ? slash + 1 : path };
	const Err *err = tree_diff(h->r, &h->g.nodes.v[parent].tree, &h->g.nodes.v[node].tree, rename_cb, &rename);

	*out = rename.found;
	return err;
}

/* A name that came into being here: what it was called in those parents that lack it. */
static const Err *follow_renames(History *h, size_t name, uint32_t node, const Oid *blob, PathVersion *v)
{
	const uint32_t *parents = graph_parents(&h->g, node);
	const Err *err;

	for (uint32_t i = 0; i < h->g.nodes.v[node].parent_count; i++) {
		char *old = NULL;
		size_t number;
		Oid at;

		if ((err = blob_at(h, name, parents[i], &at)))
			return err;
		if (!oid_is_zero(&at))
			continue;
		if ((err = find_rename(h, name, blob, parents[i], node, &old)))
			return err;
		if (!old)
			continue;
		if ((number = name_number(h, old)) < NAMES_MAX)
			h->wanted[parents[i]] |= UINT64_C(1) << number;
		if (v && !v->parent_path) {
			v->parent = h->g.nodes.v[parents[i]].id;
			v->parent_blob = *blob;
			v->parent_path = old;
			old = NULL;
		}
		free(old);
	}
	return NULL;
}

static const Err *add_version(History *h, size_t name, uint32_t node, const Oid *blob, bool born)
{
	const Node *n = &h->g.nodes.v[node];
	PathVersion v = { .commit = n->id, .blob = *blob, .path = mem_dup(h->names[name].path) };
	const uint32_t *parents = graph_parents(&h->g, node);
	const Err *err = NULL;

	if (n->parent_count > 0) {
		v.parent = h->g.nodes.v[parents[0]].id;
		err = blob_at(h, name, parents[0], &v.parent_blob);
	}
	if (!err && born)
		err = follow_renames(h, name, node, blob, &v);
	if (!v.parent_path && !oid_is_zero(&v.parent_blob))
		v.parent_path = mem_dup(v.path);
	VEC_PUSH(&h->out->versions, v);
	return err;
}

/* One commit and one name: is it a version, and where does the name lead? */
static const Err *step(History *h, size_t name, uint32_t node)
{
	uint32_t count = h->g.nodes.v[node].parent_count;
	const uint32_t *parents = graph_parents(&h->g, node);
	bool same = false, missing = false, standing = false;
	const Err *err;
	Oid blob, at;

	if ((err = blob_at(h, name, node, &blob)))
		return err;
	for (uint32_t i = 0; i < count; i++) {
		if ((err = blob_at(h, name, parents[i], &at)))
			return err;
		same = same || oid_eq(&at, &blob);
		missing = missing || oid_is_zero(&at);
		standing = standing || !oid_is_zero(&at);
		h->wanted[parents[i]] |= UINT64_C(1) << name;
	}
	if (h->g.nodes.v[node].cut)
		h->out->shallow_end = true;
	if (!same && (count > 0 || !oid_is_zero(&blob)))
		return add_version(h, name, node, &blob, !oid_is_zero(&blob) && !standing);
	if (!oid_is_zero(&blob) && missing)
		return follow_renames(h, name, node, &blob, NULL);
	return NULL;
}

static void history_free(History *h)
{
	for (size_t i = 0; i < h->name_count; i++) {
		free(h->names[i].path);
		VEC_FREE(&h->names[i].parts);
		free(h->names[i].blob);
		free(h->names[i].known);
	}
	for (size_t i = 0; i < h->parts.len; i++)
		free(h->parts.v[i]);
	VEC_FREE(&h->parts);
	graph_free(&h->g);
	free(h->order);
	free(h->wanted);
	free(h->memo);
	free(h);
}

const Err *walk_path(Repo *r, const Oid *from, const char *path, size_t limit, PathHistory *out)
{
	History *h = mem_alloc(sizeof *h);
	const Err *err;
	uint32_t start;

	*out = (PathHistory){ .shallow_end = false };
	h->r = r;
	h->out = out;
	h->limit = limit ? limit : SIZE_MAX;
	if ((err = graph_add(&h->g, r, from, &start)))
		goto done;
	h->order = graph_order(&h->g);
	h->wanted = mem_alloc_n(h->g.nodes.len, sizeof *h->wanted);
	h->memo = mem_alloc_n(MEMO_SIZE, sizeof *h->memo);
	h->wanted[start] = UINT64_C(1) << name_number(h, path);
	for (size_t i = 0; i < h->g.nodes.len && out->versions.len < h->limit; i++)
		for (size_t name = 0; name < h->name_count && out->versions.len < h->limit; name++)
			if ((h->wanted[h->order[i]] >> name & 1) && (err = step(h, name, h->order[i])))
				goto done;
done:
	history_free(h);
	if (err)
		path_history_free(out);
	return err;
}

void path_history_free(PathHistory *h)
{
	for (size_t i = 0; i < h->versions.len; i++) {
		free(h->versions.v[i].path);
		free(h->versions.v[i].parent_path);
	}
	VEC_FREE(&h->versions);
}
