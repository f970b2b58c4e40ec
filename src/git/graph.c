/* History as numbers: every commit that can be reached, in topological order, newest first. */
#include "git/graph.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/mem.h"
#include "git/commit_graph.h"

#define SLOTS_MIN 1024
#define NO_NODE UINT32_MAX

static size_t slot_of(const Graph *g, const Oid *id)
{
	size_t h;

	memcpy(&h, id->b, sizeof h);
	return h & (g->slot_count - 1);
}

static uint32_t find(const Graph *g, const Oid *id)
{
	if (g->slot_count == 0)
		return NO_NODE;
	for (size_t s = slot_of(g, id); g->slots[s]; s = (s + 1) & (g->slot_count - 1))
		if (oid_eq(&g->nodes.v[g->slots[s] - 1].id, id))
			return g->slots[s] - 1;
	return NO_NODE;
}

bool graph_find(const Graph *g, const Oid *id, uint32_t *out)
{
	*out = find(g, id);
	return *out != NO_NODE;
}

static void place(Graph *g, uint32_t node)
{
	size_t s = slot_of(g, &g->nodes.v[node].id);

	while (g->slots[s])
		s = (s + 1) & (g->slot_count - 1);
	g->slots[s] = node + 1;
}

static uint32_t put(Graph *g, const Oid *id)
{
	uint32_t node = (uint32_t)g->nodes.len;

	VEC_PUSH(&g->nodes, ((Node){ .id = *id }));
	if (g->nodes.len * 2 > g->slot_count) {
		free(g->slots);
		g->slot_count = g->slot_count ? g->slot_count * 2 : SLOTS_MIN;
		g->slots = mem_alloc_n(g->slot_count, sizeof *g->slots);
		for (uint32_t i = 0; i <= node; i++)
			place(g, i);
	} else {
		place(g, node);
	}
	return node;
}

static int oid_cmp(const void *a, const void *b)
{
	return memcmp(a, b, OID_BYTES);
}

/* The commits at which this copy was cut off. */
static void load_shallow(Graph *g, Repo *r)
{
	char *path = path_join(r->common_dir, "shallow");
	Str text = STR_EMPTY;
	Slice rest;
	Oid id;

	if (!g->with_shallow && file_exists(path) && !file_read(path, &text)) {
		for (rest = str_slice(&text); rest.len > 0; )
			if (oid_parse(slice_chomp(slice_line(&rest)), &id))
				VEC_PUSH(&g->shallow, id);
		if (g->shallow.len > 1)
			qsort(g->shallow.v, g->shallow.len, sizeof *g->shallow.v, oid_cmp);
	}
	g->with_shallow = true;
	str_free(&text);
	free(path);
}

static bool is_cut(const Graph *g, const Oid *id)
{
	return g->shallow.len > 0 && bsearch(id, g->shallow.v, g->shallow.len, sizeof *g->shallow.v, oid_cmp);
}

bool graph_is_cut(Repo *r, const Oid *id)
{
	Graph g = { 0 };
	bool cut;

	load_shallow(&g, r);
	cut = is_cut(&g, id);
	graph_free(&g);
	return cut;
}

/* Takes out what turned out to be unreadable, and all that names it as a parent. */
static void leave_out(Graph *g, size_t from, const unsigned char *lost)
{
	uint32_t *number = mem_alloc_n(g->nodes.len, sizeof *number);
	size_t n = from;

	for (size_t i = 0; i < g->nodes.len; i++)
		number[i] = i < from ? (uint32_t)i : lost[i - from] ? NO_NODE : (uint32_t)n++;
	for (size_t i = from; i < g->nodes.len; i++) {
		Node *node = &g->nodes.v[i];
		uint32_t *parents = g->parents.v + node->parents, count = 0;

		for (uint32_t k = 0; k < node->parent_count; k++)
			if (number[parents[k]] != NO_NODE)
				parents[count++] = number[parents[k]];
		node->parent_count = count;
		if (number[i] != NO_NODE)
			g->nodes.v[number[i]] = *node;
	}
	g->nodes.len = n;
	memset(g->slots, 0, g->slot_count * sizeof *g->slots);
	for (uint32_t i = 0; i < n; i++)
		place(g, i);
	free(number);
}

const Err *graph_add(Graph *g, Repo *r, const Oid *from, uint32_t *out)
{
	CommitGraph *written = commit_graph_open(r);
	CommitHead head = { 0 };
	const Err *err = NULL;
	size_t next = g->nodes.len, first_node = next;
	VEC(unsigned char) lost = { 0 };
	bool some_lost = false;

	git_bulk(true);
	load_shallow(g, r);
	*out = find(g, from);
	if (*out == NO_NODE)
		*out = put(g, from);
	/* the list of nodes is the queue of those still to be read */
	for (; !err && next < g->nodes.len; next++) {
		Oid id = g->nodes.v[next].id;
		uint32_t first = (uint32_t)g->parents.len;
		Node *node;

		if (!commit_graph_head(written, &id, &head))
			err = commit_head(r, &id, &head);
		VEC_PUSH(&lost, err != NULL);
		if (err && (!g->pass_over || err_kind(err) != ERR_CORRUPT || next == first_node))
			break;
		if (err) {
			if (!some_lost)
				str_add_c(&g->lost, err_text(err));
			some_lost = true;
			err = NULL;
			continue;
		}
		node = &g->nodes.v[next];
		node->tree = head.tree;
		node->time = head.time;
		node->parents = first;
		node->cut = head.parents.len > 0 && is_cut(g, &id);
		if (node->cut)
			continue;
		for (size_t i = 0; i < head.parents.len; i++) {
			uint32_t parent = find(g, &head.parents.v[i]);

			if (parent == NO_NODE)
				parent = put(g, &head.parents.v[i]);
			VEC_PUSH(&g->parents, parent);
			g->nodes.v[parent].children++;
		}
		g->nodes.v[next].parent_count = (uint32_t)head.parents.len;
	}
	if (!err && some_lost)
		leave_out(g, first_node, lost.v);
	git_bulk(false);
	commit_graph_close(written);
	VEC_FREE(&head.parents);
	VEC_FREE(&lost);
	return err;
}

/* A heap of nodes whose children are all out: newest on top, of equal times the one that came first. */
typedef struct {
	uint32_t node, turn;
} Ready;
typedef struct {
	const Graph *g;
	VEC(Ready) v;
	uint32_t turns;
} Heap;

static bool before(const Heap *h, Ready a, Ready b)
{
	int64_t ta = h->g->nodes.v[a.node].time, tb = h->g->nodes.v[b.node].time;

	return ta != tb ? ta > tb : a.turn < b.turn;
}

static void heap_push(Heap *h, uint32_t node)
{
	Ready x = { node, h->turns++ };
	size_t i = h->v.len;

	VEC_PUSH(&h->v, x);
	for (; i > 0 && before(h, x, h->v.v[(i - 1) / 2]); i = (i - 1) / 2)
		h->v.v[i] = h->v.v[(i - 1) / 2];
	h->v.v[i] = x;
}

static uint32_t heap_pop(Heap *h)
{
	uint32_t top = h->v.v[0].node;
	Ready x = h->v.v[--h->v.len];
	size_t i = 0;

	for (;;) {
		size_t kid = 2 * i + 1;

		if (kid >= h->v.len)
			break;
		if (kid + 1 < h->v.len && before(h, h->v.v[kid + 1], h->v.v[kid]))
			kid++;
		if (before(h, x, h->v.v[kid]))
			break;
		h->v.v[i] = h->v.v[kid];
		i = kid;
	}
	if (h->v.len > 0)
		h->v.v[i] = x;
	return top;
}

uint32_t *graph_order(Graph *g)
{
	uint32_t *order = mem_alloc_n(g->nodes.len + 1, sizeof *order);
	Heap heap = { .g = g };
	size_t n = 0;

	for (uint32_t i = 0; i < g->nodes.len; i++)
		if (g->nodes.v[i].children == 0)
			heap_push(&heap, i);
	while (heap.v.len > 0) {
		uint32_t node = heap_pop(&heap);
		const uint32_t *parents = graph_parents(g, node);

		order[n++] = node;
		for (uint32_t i = 0; i < g->nodes.v[node].parent_count; i++)
			if (--g->nodes.v[parents[i]].children == 0)
				heap_push(&heap, parents[i]);
	}
	VEC_FREE(&heap.v);
	return order;
}

void graph_free(Graph *g)
{
	VEC_FREE(&g->nodes);
	VEC_FREE(&g->parents);
	VEC_FREE(&g->shallow);
	str_free(&g->lost);
	free(g->slots);
	*g = (Graph){ 0 };
}
