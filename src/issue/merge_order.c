/*
 * Where each item stands (R7, R8): what neither side moved keeps base's order; then theirs' moved and added ones in theirs' order, then
 * ours'; each behind the nearest sibling before it on its own side that stands under that parent, else first.
 */
#include "issue/merge_parts.h"

/* ---- homes and parents ---- */

static bool has_place(const Merge *m, size_t node, Who who)
{
	return node_is_in(m, node, who) && !m->files[m->nodes.v[node].at[who].file].gone;
}

static Who place_of(const Merge *m, size_t node)
{
	const Node *n = &m->nodes.v[node];

	if (n->copy)
		return OURS;
	if (!node_is_in(m, node, BASE))
		return has_place(m, node, THEIRS) && !(n->twin >= 0 && node_is_in(m, node, OURS)) ? THEIRS : OURS;
	if (n->moved[THEIRS] && has_place(m, node, THEIRS))
		return THEIRS;
	if (n->moved[OURS] && has_place(m, node, OURS))
		return OURS;
	return has_place(m, node, BASE) ? BASE : has_place(m, node, THEIRS) ? THEIRS : OURS;
}

/* Above it on that side and in the result, in that file; what is gone is looked past. */
static ptrdiff_t living_parent(const Merge *m, size_t node, Who who)
{
	ptrdiff_t up = node_parent(m, node, who);

	while (up >= 0 && !(m->nodes.v[up].alive && m->nodes.v[up].home == m->nodes.v[node].home))
		up = node_parent(m, (size_t)up, who);
	return up;
}

static void find_parent(Merge *m, size_t node)
{
	Node *n = &m->nodes.v[node];
	ptrdiff_t wanted = node_parent(m, node, n->place);

	n->parent = living_parent(m, node, n->place);
	if (!node_is_in(m, node, BASE) || wanted < 0 || wanted == n->parent)
		return;
	/* Its parent is gone, and it is not: as the side has it that took that away. */
	for (Who who = THEIRS; who >= OURS; who--)
		if (n->at[who].in == who && node_is_in(m, node, who) && n->at[who].file == n->home &&
		    node_parent(m, node, who) == living_parent(m, node, who)) {
			n->place = who;
			n->parent = living_parent(m, node, who);
			return;
		}
}

static bool is_circle(const Merge *m, size_t node)
{
	size_t steps = 0;
	ptrdiff_t up = m->nodes.v[node].parent;

	while (up >= 0 && up != (ptrdiff_t)node && steps++ <= m->nodes.len)
		up = m->nodes.v[up].parent;
	return up == (ptrdiff_t)node;
}

/* Each side moved one below the other's: theirs' move stands. */
static void break_circle(Merge *m, size_t node)
{
	for (ptrdiff_t up = (ptrdiff_t)node; is_circle(m, node); up = m->nodes.v[up].parent) {
		Node *n = &m->nodes.v[up];

		if (n->place == OURS && node_is_in(m, (size_t)up, BASE)) {
			merge_tell(m, "order", (size_t)up);
			n->place = BASE;
			n->parent = living_parent(m, (size_t)up, BASE);
			if (!is_circle(m, node))
				return;
			n->parent = -1;
		} else if (m->nodes.v[up].parent == (ptrdiff_t)node) {
			n->parent = -1;		/* nobody to blame: it goes to the top */
		}
	}
}

/* ---- both moved it ---- */

/* The nearest before it that both sides have, and did not move. */
static ptrdiff_t anchor(const Merge *m, size_t node, Who who)
{
	const Version *v = node_version(m, node, who);
	size_t part = (size_t)m->nodes.v[node].at[who].part;

	for (size_t i = part; i-- > PART_FIRST;) {
		const Node *n = &m->nodes.v[v->node[i]];

		if (v->cut.parts.v[i].parent == v->cut.parts.v[part].parent && node_is_in(m, v->node[i], OURS) && node_is_in(m, v->node[i], THEIRS) &&
		    !n->moved[OURS] && !n->moved[THEIRS])
			return (ptrdiff_t)v->node[i];
	}
	return -1;
}

static void tell_both_moved(Merge *m, size_t node)
{
	const Node *n = &m->nodes.v[node];
	bool elsewhere;

	if (!n->moved[OURS] || !n->moved[THEIRS] || !node_is_in(m, node, OURS) || !node_is_in(m, node, THEIRS))
		return;
	if (n->copy) {
		merge_tell(m, "move-move", node);
		return;
	}
	elsewhere = n->at[OURS].file != n->at[THEIRS].file;
	if (elsewhere && n->at[OURS].file != n->at[BASE].file && n->at[THEIRS].file != n->at[BASE].file)
		return;		/* told of its copy */
	if (elsewhere || node_parent(m, node, OURS) != node_parent(m, node, THEIRS) || anchor(m, node, OURS) != anchor(m, node, THEIRS))
		merge_tell(m, "order", node);
}

/* ---- putting in ---- */

typedef struct {
	size_t *v;
	size_t len;
} Siblings;

static Siblings siblings(Merge *m, size_t node)
{
	Node *n = &m->nodes.v[node];

	if (n->parent >= 0)
		return (Siblings){ m->nodes.v[n->parent].kids.v, m->nodes.v[n->parent].kids.len };
	return (Siblings){ m->files[n->home].top.v, m->files[n->home].top.len };
}

static void put_in(Merge *m, size_t node, size_t at)
{
	Node *n = &m->nodes.v[node];
	Siblings s;

	if (n->parent >= 0)
		VEC_PUSH(&m->nodes.v[n->parent].kids, node);
	else
		VEC_PUSH(&m->files[n->home].top, node);
	s = siblings(m, node);
	memmove(s.v + at + 1, s.v + at, (s.len - 1 - at) * sizeof *s.v);
	s.v[at] = node;
	n->put = true;
}

static bool is_brought(const Merge *m, size_t node, Who who)
{
	return m->nodes.v[node].place == who;
}

/* Behind the nearest sibling before it on that side; then behind what theirs brought to that spot. */
static size_t spot(Merge *m, size_t node, Who who)
{
	const Version *v = node_version(m, node, who);
	Siblings s = siblings(m, node);
	size_t at = 0, first = 0;

	for (size_t i = (size_t)m->nodes.v[node].at[who].part; i-- > PART_FIRST && at == 0;)
		for (size_t k = 0; k < s.len && at == 0; k++)
			if (s.v[k] == v->node[i])
				at = k + 1;
	while (at == 0 && first < s.len && node_is_fixed(m, s.v[first]))
		first++;
	if (at == 0)
		at = first;
	while (who == OURS && at < s.len && is_brought(m, s.v[at], THEIRS))
		at++;
	return at;
}

static void put_brought(Merge *m, Who who)
{
	for (size_t f = 0; f < m->n; f++) {
		const Version *v = &m->files[f].v[who];

		for (size_t i = PART_FIRST; i < v->cut.parts.len; i++) {
			size_t node = v->node[i];
			const Node *n = &m->nodes.v[node];

			if (n->alive && !n->put && n->place == who && n->home == f)
				put_in(m, node, spot(m, node, who));
		}
	}
}

static void put_resting(Merge *m)
{
	for (size_t f = 0; f < m->n; f++) {
		const Version *v = &m->files[f].v[BASE];

		for (size_t i = 0; i < v->cut.parts.len; i++) {
			size_t node = v->node[i];
			Node *n = &m->nodes.v[node];

			if (n->alive && n->place == BASE)
				put_in(m, node, siblings(m, node).len);
		}
	}
}

/* ---- levels ---- */

static int level_in(const Merge *m, size_t node, Who who)
{
	return node_is_in(m, node, who) ? node_part(m, node, who)->level : 0;
}

/* The depth that the side gave it, measured from its parent. */
static int wanted_level(const Merge *m, size_t node)
{
	const Node *n = &m->nodes.v[node];
	Who who = n->place;
	ptrdiff_t parent;

	for (Who side = THEIRS; side >= OURS && n->place == BASE; side--)	/* what is no move may still be another depth */
		if (!n->moved[side] && node_is_in(m, node, side) && level_in(m, node, side) != level_in(m, node, BASE))
			who = side;
	parent = node_parent(m, node, who);
	if (parent < 0 || n->parent < 0)
		return level_in(m, node, who);
	return level_in(m, node, who) + m->nodes.v[n->parent].level - level_in(m, (size_t)parent, who);
}

static void set_levels(Merge *m, const size_t *v, size_t n, int above)
{
	int before = 6;

	for (size_t i = 0; i < n; i++) {
		Node *node = &m->nodes.v[v[i]];
		int level;

		if (node_is_fixed(m, v[i]))
			continue;
		level = wanted_level(m, v[i]);
		level = level > before ? before : level;
		node->level = level <= above ? above + 1 : level;
		before = node->level;
		set_levels(m, node->kids.v, node->kids.len, node->level);
	}
}

void merge_order(Merge *m)
{
	for (size_t i = 0; i < m->nodes.len; i++) {
		Node *n = &m->nodes.v[i];

		n->place = node_is_fixed(m, i) ? BASE : place_of(m, i);
		n->home = n->at[n->place].file;
		n->alive = n->alive && !m->files[n->home].gone;
	}
	for (size_t i = 0; i < m->nodes.len; i++)
		if (m->nodes.v[i].alive && !node_is_fixed(m, i)) {
			find_parent(m, i);
			tell_both_moved(m, i);
		}
	for (size_t i = 0; i < m->nodes.len; i++)
		if (m->nodes.v[i].alive && is_circle(m, i))
			break_circle(m, i);
	put_resting(m);
	put_brought(m, THEIRS);
	put_brought(m, OURS);
	for (size_t f = 0; f < m->n; f++)
		set_levels(m, m->files[f].top.v, m->files[f].top.len, 0);
}
