/*
 * Two histories are coloured from their tips downwards, the newest version first, until all that is left is below what both have.  libgit2 can do
 * that too, but computes the checksum of the whole commit-graph whenever an object was looked for that was not there.
 */
#include "git/apart.h"

#include "base/intern.h"
#include "git/commit_graph.h"

#define OURS 1u
#define THEIRS 2u
#define BOTH (OURS | THEIRS)
#define BELOW 4u	/* an ancestor of something that both have */
#define CLOCKS (24 * 60 * 60)	/* seconds by which a clock may be wrong without our having seen it */

typedef struct {
	int64_t time;
	size_t parents, parent_count;	/* in Walker.parents */
	unsigned colour;
	bool waits;
} Seen;

typedef struct {
	Repo *r;
	CommitGraph *written;
	Intern *ids;		/* the number of an id is its place in seen */
	VEC(Seen) seen;
	VEC(uint32_t) parents;
	VEC(uint32_t) heap;	/* those that wait, the newest on top */
	size_t open;		/* of them those that are not below */
	int64_t slack;		/* by so much a version may be older than its parent */
	CommitHead head;
} Walker;

static bool is_newer(const Walker *w, size_t a, size_t b)
{
	return w->seen.v[w->heap.v[a]].time > w->seen.v[w->heap.v[b]].time;
}

static void swap(Walker *w, size_t a, size_t b)
{
	uint32_t at = w->heap.v[a];

	w->heap.v[a] = w->heap.v[b];
	w->heap.v[b] = at;
}

static void enqueue(Walker *w, uint32_t n)
{
	size_t i = w->heap.len;

	VEC_PUSH(&w->heap, n);
	for (; i > 0 && is_newer(w, i, (i - 1) / 2); i = (i - 1) / 2)
		swap(w, i, (i - 1) / 2);
	w->seen.v[n].waits = true;
	w->open += !(w->seen.v[n].colour & BELOW);
}

static uint32_t dequeue(Walker *w)
{
	uint32_t n = w->heap.v[0];
	size_t i = 0;

	swap(w, 0, --w->heap.len);
	for (;;) {
		size_t child = 2 * i + 1;

		if (child + 1 < w->heap.len && is_newer(w, child + 1, child))
			child++;
		if (child >= w->heap.len || !is_newer(w, child, i))
			break;
		swap(w, i, child);
		i = child;
	}
	w->seen.v[n].waits = false;
	w->open -= !(w->seen.v[n].colour & BELOW);
	return n;
}

static uint32_t number(Walker *w, const Oid *id)
{
	uint32_t n = intern_put(w->ids, slice((const char *)id->b, OID_BYTES));

	if (n == w->seen.len)
		VEC_PUSH(&w->seen, ((Seen){ .parents = SIZE_MAX }));
	return n;
}

static Oid id_of(const Walker *w, size_t n)
{
	Oid id;

	memcpy(id.b, intern_get(w->ids, (uint32_t)n).p, OID_BYTES);
	return id;
}

static const Err *load(Walker *w, uint32_t n)
{
	Oid id = id_of(w, n);
	const Err *err = commit_graph_head(w->written, &id, &w->head) ? NULL : commit_head(w->r, &id, &w->head);

	if (err)
		return err;
	w->seen.v[n].time = w->head.time;
	w->seen.v[n].parents = w->parents.len;
	w->seen.v[n].parent_count = w->head.parents.len;
	for (size_t i = 0; i < w->head.parents.len; i++) {
		uint32_t parent = number(w, &w->head.parents.v[i]);

		VEC_PUSH(&w->parents, parent);
	}
	return NULL;
}

/* What gets a colour that it had not passes it on, also when it was on before: clocks go wrong. */
static const Err *colour(Walker *w, uint32_t n, unsigned colours)
{
	Seen *s = &w->seen.v[n];
	const Err *err;

	if ((s->colour | colours) == s->colour)
		return NULL;
	if (s->parents == SIZE_MAX && (err = load(w, n)))
		return err;
	s = &w->seen.v[n];
	if (s->waits && !(s->colour & BELOW) && (colours & BELOW))
		w->open--;
	s->colour |= colours;
	if (!s->waits)
		enqueue(w, n);
	return NULL;
}

static const Err *walk(Walker *w)
{
	const Err *err = NULL;
	int64_t oldest = INT64_MAX / 2;	/* of all that may still turn out to be below */

	while (!err && w->heap.len && (w->open || w->seen.v[w->heap.v[0]].time >= oldest - w->slack)) {
		uint32_t n = dequeue(w);
		Seen s = w->seen.v[n];

		if (!(s.colour & BELOW) && s.time < oldest)
			oldest = s.time;
		for (size_t i = 0; !err && i < s.parent_count; i++) {
			uint32_t parent = w->parents.v[s.parents + i];

			err = colour(w, parent, s.colour | ((s.colour & BOTH) == BOTH ? BELOW : 0));
			if (w->seen.v[parent].time - s.time > w->slack / 2)
				w->slack = (w->seen.v[parent].time - s.time) * 2;
		}
	}
	return err;
}

static void tell(const Walker *w, Apart *out)
{
	for (size_t i = 0; i < w->seen.len; i++) {
		unsigned c = w->seen.v[i].colour;

		out->theirs += c == THEIRS;
		if (c == OURS)
			VEC_PUSH(&out->only_ours, id_of(w, i));
		if (c == BOTH)
			VEC_PUSH(&out->bases, id_of(w, i));
	}
	out->ours = out->only_ours.len;
}

const Err *apart_find(Repo *r, const Oid *ours, const Oid *theirs, Apart *out)
{
	Walker w = { .r = r, .written = commit_graph_open(r), .ids = intern_new(), .slack = CLOCKS };
	const Err *err = colour(&w, number(&w, ours), OURS);

	*out = (Apart){ .ours = 0 };
	if (!err && !oid_is_zero(theirs))
		err = colour(&w, number(&w, theirs), THEIRS);
	if (!err)
		err = walk(&w);
	if (!err)
		tell(&w, out);
	commit_graph_close(w.written);
	intern_free(w.ids);
	VEC_FREE(&w.seen);
	VEC_FREE(&w.parents);
	VEC_FREE(&w.heap);
	VEC_FREE(&w.head.parents);
	return err;
}

void apart_free(Apart *a)
{
	VEC_FREE(&a->bases);
	VEC_FREE(&a->only_ours);
	*a = (Apart){ .ours = 0 };
}
