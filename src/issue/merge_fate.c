/* What stands: deletions against changes (R5), what both added under one title (R6), and what was changed while it was given out (R10). */
#include "issue/merge_parts.h"

static MergeChoice choice_of(Who who)
{
	return who == OURS ? CHOICE_OURS : CHOICE_THEIRS;
}

/* ---- given out by one side ---- */

static State state_of(const Merge *m, size_t file, Who who)
{
	const HeaderField *f = header_find(&m->files[file].v[who].cut.header, KEY_STATE);

	return f ? state_parse(f->value) : STATE_NONE;
}

/* Who gave it out since the base; BASE: nobody. */
static Who publisher(const Merge *m, size_t file)
{
	if (state_of(m, file, BASE) == STATE_PUBLISHED)
		return BASE;
	return state_of(m, file, THEIRS) == STATE_PUBLISHED ? THEIRS : state_of(m, file, OURS) == STATE_PUBLISHED ? OURS : BASE;
}

static bool same_as(const Merge *m, size_t node, Who a, Who b)
{
	return text_same(node_own(m, node, a), node_own(m, node, b));
}

/* Did the side do something to it that is not in what the other gave out? */
static bool differs(const Merge *m, size_t node, Who who)
{
	const Node *n = &m->nodes.v[node];

	if (!node_is_in(m, node, BASE))
		return node_is_in(m, node, who) && !node_is_in(m, node, OTHER(who));
	if (!node_is_in(m, node, who))
		return node_is_in(m, node, OTHER(who));
	if (n->moved[who] && !n->moved[OTHER(who)])
		return true;
	return node_changed(m, node, who) && (!node_is_in(m, node, OTHER(who)) || !same_as(m, node, who, OTHER(who)));
}

static void leave_out(Merge *m, size_t node, Who who)
{
	Node *n = &m->nodes.v[node];

	if (node_is_in(m, node, BASE)) {
		node_undo(m, node, who);
		return;
	}
	n->at[who].part = -1;
	if (n->twin >= 0)
		m->nodes.v[n->twin].twin = -1;
	n->twin = -1;
}

static bool is_header(const Merge *m, size_t node)
{
	return node_is_fixed(m, node) && m->nodes.v[node].at[BASE].part == 0;
}

static bool touches(const Merge *m, size_t node, size_t file)
{
	for EACH(who)
		if (node_is_in(m, node, who) && m->nodes.v[node].at[who].file == file)
			return true;
	return false;
}

/* Both gave it out: of what they have otherwise one must be said to be what was given out. */
static void choose_published(Merge *m, size_t node)
{
	const MergeAnswer *a;

	if (!differs(m, node, OURS) && !differs(m, node, THEIRS))
		return;
	a = merge_ask(m, "published", node);
	leave_out(m, node, a && a->choice == CHOICE_THEIRS ? OURS : THEIRS);
}

void merge_published(Merge *m)
{
	for (size_t f = 0; f < m->n; f++) {
		Who by = publisher(m, f), other = by == OURS ? THEIRS : OURS;

		for (size_t i = 0; by != BASE && m->files[f].given->has[other] && i < m->nodes.len; i++) {
			const MergeAnswer *a;

			if (!touches(m, i, f) || is_header(m, i))
				continue;
			if (state_of(m, f, other) == STATE_PUBLISHED) {
				choose_published(m, i);
			} else if (differs(m, i, other)) {
				a = merge_ask(m, "published", i);
				if (!a || a->choice != choice_of(other))
					leave_out(m, i, other);
			} else if (node_is_in(m, i, BASE) && node_is_in(m, i, other) && !node_changed(m, i, other)) {
				leave_out(m, i, other);		/* its form is as it was given out, too */
			}
		}
	}
}

/* ---- whole issues ---- */

static bool deleted_by(const Merge *m, size_t node, Who who)
{
	return node_is_in(m, node, BASE) && !node_is_in(m, node, who);
}

static bool file_changed(const Merge *m, size_t file, Who who)
{
	const Version *v = &m->files[file].v[who];

	for (size_t i = 0; i < v->cut.parts.len; i++) {
		const Node *n = &m->nodes.v[v->node[i]];

		if (n->at[BASE].part < 0 || n->at[BASE].file != file)
			return true;
		if ((i < PART_FIRST || n->at[OTHER(who)].part < 0) && node_changed(m, v->node[i], who))
			return true;
	}
	return false;
}

/* Its deletion holds: what the other side added to it goes, what that one carried there stays where it was. */
static void drop_added(Merge *m, size_t file, Who who)
{
	for (size_t i = 0; i < m->nodes.len; i++)
		if (node_is_in(m, i, who) && m->nodes.v[i].at[who].file == file &&
		    !(node_is_in(m, i, BASE) && m->nodes.v[i].at[BASE].file == file))
			leave_out(m, i, who);
}

static void file_fate(Merge *m, size_t file)
{
	File *f = &m->files[file];
	const bool *has = f->given->has;
	Who gone = has[OURS] ? THEIRS : OURS;
	const MergeAnswer *a = NULL;

	f->gone = !has[OURS] && !has[THEIRS];
	if (f->gone || !has[BASE] || has[gone])
		return;
	if (!file_changed(m, file, OTHER(gone))) {
		f->gone = true;
		return;
	}
	a = merge_ask_file(m, "edit-delete", file);
	if (a && a->choice == choice_of(gone)) {
		f->gone = true;
		drop_added(m, file, OTHER(gone));
		return;
	}
	f->text = a && a->choice == CHOICE_TEXT ? a : NULL;
	for (size_t i = 0; i < m->nodes.len; i++) {
		const Spot *base = &m->nodes.v[i].at[BASE];

		if (base->part >= 0 && base->file == file && (base->part < PART_FIRST || !node_is_in(m, i, gone)))
			node_undo(m, i, gone);
	}
}

/* ---- items ---- */

static bool is_new(const Merge *m, size_t node, Who who)
{
	return node_is_in(m, node, who) && !node_is_in(m, node, BASE) && !node_is_in(m, node, OTHER(who));
}

/* It was moved below something, not only among its own. */
static bool moved_below(const Merge *m, size_t node, Who who)
{
	return m->nodes.v[node].moved[who] && node_is_in(m, node, BASE) && node_is_in(m, node, OTHER(who)) &&
	    node_parent(m, node, who) != node_parent(m, node, BASE);
}

/* What one side did to an item, or below one, that the other took away: all that stays with it hangs on the topmost of these. */
static void hang(Merge *m, size_t node, Who who)
{
	Who gone = OTHER(who);
	bool own = deleted_by(m, node, gone) && node_is_in(m, node, who) && node_changed(m, node, who);
	ptrdiff_t top = own ? (ptrdiff_t)node : -1, up;

	if (node_is_fixed(m, node) || (!own && !is_new(m, node, who) && !moved_below(m, node, who)))
		return;
	for (up = node_parent(m, node, who); up >= 0 && (deleted_by(m, (size_t)up, gone) || is_new(m, (size_t)up, who));
	    up = node_parent(m, (size_t)up, who))
		if (deleted_by(m, (size_t)up, gone))
			top = up;
	if (top < 0)
		return;
	m->nodes.v[node].hangs = top;
	for (up = (ptrdiff_t)node; up != top; up = node_parent(m, (size_t)up, who))
		m->nodes.v[up].hangs = top;
	m->nodes.v[top].hangs = top;
}

static void settle_deleted(Merge *m, size_t top)
{
	Who gone = node_is_in(m, top, OURS) ? THEIRS : OURS;
	const MergeAnswer *a = merge_ask(m, "edit-delete", top);
	bool holds = a && a->choice == choice_of(gone);

	m->nodes.v[top].text = a && a->choice == CHOICE_TEXT ? a : NULL;
	for (size_t i = 0; i < m->nodes.len; i++) {
		Node *n = &m->nodes.v[i];

		if (n->hangs != (ptrdiff_t)top)
			continue;
		if (holds && node_is_in(m, i, gone))
			n->moved[OTHER(gone)] = false;	/* it stands where the other side has it */
		else
			n->alive = !holds;
	}
}

static void first_fate(Merge *m, size_t i)
{
	Node *n = &m->nodes.v[i];
	bool in[MERGE_SIDES];

	for EACH(who)
		in[who] = n->at[who].part >= 0;
	n->alive = in[BASE] ? in[OURS] && in[THEIRS] : in[OURS] || in[THEIRS];
}

static void tell_moved(Merge *m, size_t i)
{
	const Node *n = &m->nodes.v[i];

	for (Who who = OURS; who <= THEIRS; who++)
		if (deleted_by(m, i, OTHER(who)) && node_is_in(m, i, who) && n->hangs < 0 && n->moved[who])
			merge_tell(m, "delete-move", i);
}

static void settle_twins(Merge *m, size_t ours)
{
	Node *o = &m->nodes.v[ours], *t = &m->nodes.v[o->twin];
	const MergeAnswer *a;
	Node *stays, *goes;
	Who who;

	if (!o->alive || !t->alive)
		return;
	a = merge_ask(m, "add-add", ours);
	if (!a || a->choice == CHOICE_NEXT)
		return;
	stays = a->choice == CHOICE_OURS ? o : t;
	goes = stays == o ? t : o;
	who = goes == o ? OURS : THEIRS;
	goes->alive = false;
	stays->text = a->choice == CHOICE_TEXT ? a : NULL;
	stays->both = a->choice == CHOICE_BOTH;
	m->files[goes->at[who].file].v[who].node[goes->at[who].part] = (size_t)(stays - m->nodes.v);	/* what is below it is below that one */
}

void merge_fates(Merge *m)
{
	for (size_t i = 0; i < m->n; i++)
		file_fate(m, i);
	for (size_t i = 0; i < m->nodes.len; i++)
		first_fate(m, i);
	for (size_t i = 0; i < m->nodes.len; i++)
		for (Who who = OURS; who <= THEIRS; who++)
			hang(m, i, who);
	for (size_t i = 0; i < m->nodes.len; i++) {
		if (m->nodes.v[i].hangs == (ptrdiff_t)i)
			settle_deleted(m, i);
		tell_moved(m, i);
	}
	for (size_t i = 0; i < m->nodes.len; i++)
		if (m->nodes.v[i].twin >= 0 && node_is_in(m, i, OURS))
			settle_twins(m, i);
}
