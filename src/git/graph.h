/* History as numbers: every commit that can be reached, in order; private to this room. */
#ifndef BLAD_GIT_GRAPH_H
#define BLAD_GIT_GRAPH_H

#include <stdint.h>

#include "git/git2.h"

typedef struct {
	Oid id, tree;
	int64_t time;
	uint32_t parents, parent_count;	/* in Graph.parents */
	uint32_t children;		/* not yet given out by graph_order() */
	bool cut;			/* it has parents, but this shallow copy lacks them */
} Node;

typedef struct {
	VEC(Node) nodes;
	VEC(uint32_t) parents;
	uint32_t *slots;
	size_t slot_count;
	VEC(Oid) shallow;
	bool with_shallow;
	bool pass_over;			/* parents that cannot be read are left out, and lost says why the first could not */
	Str lost;
} Graph;

/* Adds all that can be reached from a commit; may be called for several.  *out is its number.  ERR_CORRUPT: one cannot be read. */
const Err *graph_add(Graph *g, Repo *r, const Oid *from, uint32_t *out);
bool graph_find(const Graph *g, const Oid *id, uint32_t *out);
/* Numbers of all nodes, children before parents and newer before older; the caller frees. */
uint32_t *graph_order(Graph *g);
/* Is this copy cut off at the commit?  Reads the list anew. */
bool graph_is_cut(Repo *r, const Oid *id);
void graph_free(Graph *g);

static inline const uint32_t *graph_parents(const Graph *g, uint32_t node)
{
	return g->parents.v ? g->parents.v + g->nodes.v[node].parents : NULL;	/* nobody has a parent: there is no array */
}

#endif
