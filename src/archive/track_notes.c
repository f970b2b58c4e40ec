/* What people said of which item is which, in place of what is derived. */
#include "archive/track_inside.h"

#include <stdlib.h>

#include "archive/match_notes.h"
#include "git/walk.h"

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

static bool is_before(Track *t, const Oid *old, const Oid *commit)
{
	Oid base;

	return !oid_eq(old, commit) && !walk_merge_base(archive_repo(t->a), old, commit, &base) && oid_eq(&base, old);
}

/* Is it what an older version had, which the ones before this have no more? */
static bool is_older(Track *t, const Oid *commit, const MatchNote *n)
{
	return n->kind == NOTE_JOIN && !oid_is_zero(&n->at) && is_before(t, &n->at, commit) && stands_at(t, &n->at, n->path, n->chain);
}

static void apply_to(Track *t, const Side *was, const Cut *was_cut, const Oid *commit, const MatchNote *n, ptrdiff_t now, Match *m)
{
	ptrdiff_t from = -1;

	if (!oid_is_zero(&n->at)) {
		if (is_older(t, commit, n))
			part_now(m, now);
	} else if (n->kind == NOTE_JOIN && strcmp(n->path, was->path) == 0) {
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
		apply_to(t, was, was_cut, &now->commit, &n, (ptrdiff_t)i, m);
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
	MatchNote n = { NOTE_NONE, NULL, NULL, { { 0 } } };
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
	*settled = n.kind == NOTE_PART || is_older(t, commit, &n);
	if (n.kind != NOTE_JOIN || !oid_is_zero(&n.at))
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

/* ---- over several versions ---- */

static char *chain_at(const Side *s, size_t at)
{
	ptrdiff_t i = s->leaf ? cut_begins(&s->leaf->cut, at) : -1;
	Str chain = STR_EMPTY;

	if (i < PART_FIRST)
		return NULL;
	cut_chain(&s->leaf->cut, (size_t)i, &chain);
	return str_steal(&chain);
}

static const Err *place_of(Track *t, const Oid *commit, const char *path, const char *chain, Origin *out)
{
	const Err *err = track_side_at(t, commit, track_path(t, path), &out->side);
	ptrdiff_t i = err || !out->side.leaf ? -1 : cut_find_chain(&out->side.leaf->cut, slice_c(chain));

	out->found = i >= PART_FIRST;
	out->how = MATCH_NOTE;
	if (out->found)
		out->at = out->side.leaf->cut.parts.v[i].from;
	return err;
}

static bool is_named(const Onward *on, const MatchNote *n)
{
	return on->gone && oid_eq(&on->found_at, &n->at) && strcmp(on->path, n->path) == 0 && strcmp(on->chain, n->chain) == 0;
}

/* The note's version must be the last that had it, as it is seen from the version before. */
static const Err *follow_older(Track *t, const Oid *before, const MatchNote *n, Origin *out, Deleted *d)
{
	Onward on = { .gone = false };
	Commit c = { 0 };
	const Err *err = track_onward(t->a, before, &n->at, n->path, ADDR_ITEM, n->chain, &on);

	if (!err && is_named(&on, n) && !(err = place_of(t, &n->at, n->path, n->chain, out)) && out->found && !oid_is_zero(&on.gone_by) &&
	    !(err = commit_read(archive_repo(t->a), &on.gone_by, &c)) && c.parents.len == 1)
		*d = (Deleted){ .commit = on.gone_by, .path = out->side.path, .at = out->at, .found = true };
	commit_free(&c);
	onward_free(&on);
	return err;
}

const Err *track_notes_older(Track *t, const Step *s, size_t at, Origin *out, Deleted *d)
{
	char *chain = chain_at(&s->now, at);
	const Err *err = NULL;
	MatchNote n;

	*out = (Origin){ .found = false };
	*d = (Deleted){ .found = false };
	if (!t->notes || !chain || !match_notes_on(t->notes, &s->now.commit))
		goto done;
	n = match_notes_was(t->notes, &s->now.commit, s->now.path, chain);
	for (size_t i = 0; is_older(t, &s->now.commit, &n) && !err && !out->found && i < s->before.len; i++)
		if (oid_eq(&n.at, &s->before.v[i].commit) || is_before(t, &n.at, &s->before.v[i].commit))
			err = follow_older(t, &s->before.v[i].commit, &n, out, d);
done:
	free(chain);
	return err;
}

const Err *track_notes_later(Track *t, const Side *last, size_t at, const Oid *tip, Origin *out)
{
	char *chain = chain_at(last, at);
	const Err *err = NULL;
	MatchNote n;

	*out = (Origin){ .found = false };
	if (t->notes && chain) {
		n = match_notes_later(t->notes, &last->commit, last->path, chain);
		if (n.kind == NOTE_JOIN && (oid_eq(&n.at, tip) || is_before(t, &n.at, tip)) && is_before(t, &last->commit, &n.at))
			err = place_of(t, &n.at, n.path, n.chain, out);
	}
	free(chain);
	return err;
}
