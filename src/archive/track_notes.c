/* What people said of which item is which, in place of what is derived. */
#include "archive/track_inside.h"

#include "archive/match_notes.h"

/* The chain by which a note means a part of this text. */
static void chain_of(const Side *s, const Cut *c, size_t part, Str *out)
{
	str_clear(out);
	cut_chain_beside(c, &s->leaf->cut, part, out);
}

/* The part that a note means by this chain; -1: there is none. */
static ptrdiff_t part_of(const Side *s, const Cut *c, const char *chain)
{
	ptrdiff_t i = cut_find_chain(&s->leaf->cut, slice_c(chain));

	i = i < PART_FIRST ? cut_find_chain(c, slice_c(chain)) : cut_begins(c, s->leaf->cut.parts.v[i].from);
	return i < PART_FIRST ? -1 : i;
}

static bool stands_at(Track *t, const Oid *commit, const char *path, const char *chain)
{
	Side s;

	return !track_side_at(t, commit, path, &s) && s.leaf && cut_find_chain(&s.leaf->cut, slice_c(chain)) >= PART_FIRST;
}

static void part_now(Match *m, ptrdiff_t now)
{
	if (m->b_to_a[now] >= 0)
		m->a_to_b[m->b_to_a[now]] = -1;
	m->b_to_a[now] = -1;
}

static void part_was(Match *m, ptrdiff_t was)
{
	if (m->a_to_b[was] >= 0)
		m->b_to_a[m->a_to_b[was]] = -1;
	m->a_to_b[was] = -1;
}

static void join(Match *m, ptrdiff_t was, ptrdiff_t now)
{
	part_was(m, was);
	part_now(m, now);
	m->a_to_b[was] = now;
	m->b_to_a[now] = was;
	m->how[was] = MATCH_NOTE;
	m->moved[now] = 0;
}

static void apply_to(Track *t, const Side *was, const Cut *was_cut, const MatchNote *n, ptrdiff_t now, Match *m)
{
	ptrdiff_t from = -1;

	if (n->kind == NOTE_JOIN && strcmp(n->path, was->path) == 0) {
		if ((from = part_of(was, was_cut, n->chain)) >= 0)
			join(m, from, now);
	} else if (n->kind == NOTE_PART || (n->kind == NOTE_JOIN && stands_at(t, &was->commit, n->path, n->chain))) {
		part_now(m, now);
	}
}

void track_notes_apply(Track *t, const Side *was, const Side *now, const Cut *was_cut, const Cut *now_cut, Match *m)
{
	Str chain = STR_EMPTY;

	if (!t->notes || !was->leaf || !now->leaf || !match_notes_on(t->notes, &now->commit))
		return;
	for (size_t i = PART_FIRST; i < m->nb; i++) {
		MatchNote n;

		chain_of(now, now_cut, i, &chain);
		n = match_notes_was(t->notes, &now->commit, now->path, str_c(&chain));
		apply_to(t, was, was_cut, &n, (ptrdiff_t)i, m);
	}
	/* one that went elsewhere is nothing here */
	for (size_t i = PART_FIRST; i < m->na; i++) {
		MatchNote n;

		chain_of(was, was_cut, i, &chain);
		n = match_notes_now(t->notes, &now->commit, was->path, str_c(&chain));
		if (n.kind == NOTE_JOIN && strcmp(n.path, now->path) != 0 && stands_at(t, &now->commit, n.path, n.chain))
			part_was(m, (ptrdiff_t)i);
	}
	str_free(&chain);
}

bool track_notes_part(Track *t, const Side *now, size_t at)
{
	Str chain = STR_EMPTY;
	bool said = false;
	ptrdiff_t i = now->leaf ? cut_begins(&now->leaf->cut, at) : -1;

	if (t->notes && i >= PART_FIRST) {
		cut_chain(&now->leaf->cut, (size_t)i, &chain);
		said = match_notes_was(t->notes, &now->commit, now->path, str_c(&chain)).kind == NOTE_PART;
	}
	str_free(&chain);
	return said;
}

/* What is said of the item that begins there: in `was` of what it is in the commit, else of what it was in the parent. */
static MatchNote ask(Track *t, const Oid *commit, const Side *s, size_t at, bool was)
{
	MatchNote n = { NOTE_NONE, NULL, NULL };
	ptrdiff_t i = s->leaf ? cut_begins(&s->leaf->cut, at) : -1;
	Str chain = STR_EMPTY;

	if (i >= PART_FIRST) {
		cut_chain(&s->leaf->cut, (size_t)i, &chain);
		n = was ? match_notes_now(t->notes, commit, s->path, str_c(&chain)) : match_notes_was(t->notes, commit, s->path, str_c(&chain));
	}
	str_free(&chain);
	return n;
}

const Err *track_notes_elsewhere(Track *t, const Oid *commit, const Side *here, size_t at, const Oid *there, Origin *out, bool *settled)
{
	bool was = !oid_eq(commit, &here->commit);
	MatchNote n;
	const Err *err;
	ptrdiff_t i;

	*settled = false;
	if (!t->notes || !match_notes_on(t->notes, commit))
		return NULL;
	n = ask(t, commit, here, at, was);
	*settled = n.kind == NOTE_PART;
	if (n.kind != NOTE_JOIN)
		return NULL;
	err = track_side_at(t, there, track_path(t, n.path), &out->side);
	if (err || !out->side.leaf)
		return err;
	i = cut_find_chain(&out->side.leaf->cut, slice_c(n.chain));
	if (i < PART_FIRST)
		return NULL;
	out->found = *settled = true;
	out->how = MATCH_NOTE;
	out->at = out->side.leaf->cut.parts.v[i].from;
	return NULL;
}

bool track_notes_deny(Track *t, const Oid *commit, const Origin *o)
{
	bool was = !oid_eq(commit, &o->side.commit);

	return t->notes && o->found && match_notes_on(t->notes, commit) && ask(t, commit, &o->side, o->at, was).kind != NOTE_NONE;
}
