/*
 * Picking one item's change out of a draft.  What the draft moved out of the item, or into it, goes along: else it would be lost, or stand
 * twice.
 */
#include "issue/pick.h"

#include <stdlib.h>

#include "base/words.h"

#define TITLE 1
#define LEAD 2

typedef struct {
	Slice bt, nt;
	Cut b, n;
	Match m;
} Pair;

static void pair_make(Slice base, Slice now, Pair *out)
{
	*out = (Pair){ .bt = base, .nt = now };
	cut_make(base, NULL, &out->b);
	cut_make(now, NULL, &out->n);
	match_parts(base, &out->b, now, &out->n, true, &out->m);
}

static void pair_free(Pair *p)
{
	match_free(&p->m);
	cut_free(&p->b);
	cut_free(&p->n);
}

/* ---- places ---- */

/* Where in base: behind the whole of a part, or first under it. */
typedef struct {
	size_t part;
	bool under;
} Place;

static ptrdiff_t parent_in_base(const Pair *p, size_t i)
{
	ptrdiff_t parent = p->n.parts.v[i].parent;

	return parent < 0 ? -1 : p->m.b_to_a[parent];
}

/* Behind the nearest sibling before it that base has under the same parent, else first under that. */
static Place place_in_base(const Pair *p, size_t i)
{
	ptrdiff_t parent = p->n.parts.v[i].parent, above = parent_in_base(p, i);

	for (size_t k = i; k-- > PART_FIRST && (ptrdiff_t)k > parent;) {
		ptrdiff_t was = p->m.b_to_a[k];

		if (p->n.parts.v[k].parent == parent && was >= 0 && p->b.parts.v[was].parent == above)
			return (Place){ (size_t)was, false };
	}
	return above >= 0 ? (Place){ (size_t)above, true } : (Place){ LEAD, false };
}

static Slice covered(Slice text, const Part *p)
{
	return slice_sub(text, p->from, p->cover);
}

static void insert(Slice text, const Cut *c, Place at, Slice item, Str *out)
{
	size_t begins;

	if (at.under)
		item_insert_under(text, c, at.part, item, out, &begins);
	else
		item_insert(text, c, at.part, item, out, &begins);
}

static bool is_below(const Cut *c, size_t part, ptrdiff_t above)
{
	return above >= 0 && c->parts.v[part].from >= c->parts.v[above].from && c->parts.v[part].from < c->parts.v[above].cover;
}

/* ---- one item ---- */

static void take_moved(const Pair *p, size_t was, size_t now, Str *out)
{
	Str gone = STR_EMPTY;
	Cut cut = { 0 };
	Place at = place_in_base(p, now);
	size_t shift = at.part;

	item_delete(p->bt, &p->b, was, &gone);
	cut_make(str_slice(&gone), NULL, &cut);
	/* Parts behind the one that is gone have moved up by as many as it covered. */
	for (size_t k = was; k <= at.part && is_below(&p->b, k, (ptrdiff_t)was); k++)
		shift--;
	insert(str_slice(&gone), &cut, (Place){ shift, at.under }, covered(p->nt, &p->n.parts.v[now]), out);
	cut_free(&cut);
	str_free(&gone);
}

static const Err *below_new(const Pair *p, size_t now)
{
	const Part *above = &p->n.parts.v[p->n.parts.v[now].parent];

	return err_new(ERR_USAGE, _("it stands below “%.*s”, which is not recorded yet: record that one, and this goes with it"),
	    (int)above->title.len, above->title.p);
}

/* was or now is -1 where the text lacks the item. */
static const Err *take(const Pair *p, ptrdiff_t was, ptrdiff_t now, Str *out)
{
	if (now < 0) {
		item_delete(p->bt, &p->b, (size_t)was, out);
		return NULL;
	}
	if ((was < 0 || p->m.moved[now]) && p->n.parts.v[now].parent >= 0 && parent_in_base(p, (size_t)now) < 0)
		return below_new(p, (size_t)now);
	if (was < 0)
		insert(p->bt, &p->b, place_in_base(p, (size_t)now), covered(p->nt, &p->n.parts.v[now]), out);
	else if (p->m.moved[now])
		take_moved(p, (size_t)was, (size_t)now, out);
	else
		return item_replace(p->bt, &p->b.parts.v[was], true, covered(p->nt, &p->n.parts.v[now]), out);
	return NULL;
}

/* One that stands below it now and stood elsewhere; -1: none. */
static ptrdiff_t came_in(const Pair *p, ptrdiff_t was, ptrdiff_t now)
{
	for (size_t i = PART_FIRST; now >= 0 && i < p->n.parts.len; i++) {
		ptrdiff_t before = p->m.b_to_a[i];

		if ((ptrdiff_t)i != now && is_below(&p->n, i, now) && before >= 0 && !is_below(&p->b, (size_t)before, was))
			return before;
	}
	return -1;
}

/* One that stood below it and stands elsewhere now, where it can go by itself; -1: none. */
static ptrdiff_t went_out(const Pair *p, ptrdiff_t was, ptrdiff_t now)
{
	for (size_t i = PART_FIRST; was >= 0 && i < p->b.parts.len; i++) {
		ptrdiff_t after = p->m.a_to_b[i];

		if ((ptrdiff_t)i == was || !is_below(&p->b, i, was) || after < 0 || is_below(&p->n, (size_t)after, now))
			continue;
		if (p->n.parts.v[after].parent < 0 || parent_in_base(p, (size_t)after) >= 0)
			return after;
	}
	return -1;
}

static const Err *pick_item(Slice base, Slice now, Slice chain, Str *out);

/* The base as if that one had gone by itself before, and then the rest. */
static const Err *pick_after(const Pair *p, ptrdiff_t in, ptrdiff_t gone, Slice chain, Str *out)
{
	Str first = STR_EMPTY, other = STR_EMPTY;
	const Err *err = NULL;

	if (in >= 0) {
		item_delete(p->bt, &p->b, (size_t)in, &first);
	} else {
		cut_chain(&p->n, (size_t)gone, &other);
		err = pick_item(p->bt, p->nt, str_slice(&other), &first);
	}
	if (!err)
		err = pick_item(str_slice(&first), p->nt, chain, out);
	str_free(&first);
	str_free(&other);
	return err;
}

static const Err *pick_item(Slice base, Slice text, Slice chain, Str *out)
{
	Pair p;
	ptrdiff_t now, was, in, gone;
	const Err *err;

	pair_make(base, text, &p);
	now = cut_find_chain(&p.n, chain);
	was = now >= PART_FIRST ? p.m.b_to_a[now] : cut_find_chain(&p.b, chain);
	if (now < PART_FIRST)	/* it may have another title now */
		now = was >= PART_FIRST ? p.m.a_to_b[was] : -1;
	in = came_in(&p, was, now);
	gone = in < 0 ? went_out(&p, was, now) : -1;
	if (now < 0 && was < PART_FIRST)
		err = err_new(ERR_NONE, _("there is no such item"));
	else if (in >= 0 || gone >= 0)
		err = pick_after(&p, in, gone, chain, out);
	else
		err = take(&p, was, now, out);
	pair_free(&p);
	return err;
}

/* ---- lead and header ---- */

static void pick_span(Slice base, size_t from, size_t to, Slice with, Str *out)
{
	str_add_slice(out, slice_sub(base, 0, from));
	str_add_slice(out, with);
	str_add_slice(out, slice_sub(base, to, base.len));
}

/* A key is its lines, byte for byte; where base lacks it, behind its last one. */
static const Err *pick_key(const Pair *p, Slice name, Str *out)
{
	const HeaderField *was = header_name(&p->b.header, name), *now = header_name(&p->n.header, name);
	size_t fields = p->b.header.fields.len, at = fields ? p->b.header.fields.v[fields - 1].to : 0;
	char *key;
	const Err *err;

	if (was || (now && fields && p->b.header.form == p->n.header.form)) {
		pick_span(p->bt, was ? was->from : at, was ? was->to : at,
		    now ? slice_sub(p->nt, now->from, now->to) : slice("", 0), out);
		return NULL;
	}
	if (!now)
		return err_new(ERR_NONE, _("there is no such header key"));
	key = slice_dup(name);
	err = header_set(p->bt, key, now->value, out);
	free(key);
	return err;
}

/* The title heading goes along: it has no address of its own. */
static const Err *pick_lead(const Pair *p, Str *out)
{
	const Part *was = &p->b.parts.v[TITLE], *now = &p->n.parts.v[TITLE];
	Slice with = slice_sub(p->nt, now->from, now[1].to);
	Part both = *was;

	if (slice_eq(slice_sub(p->bt, was->from, was->to), slice_sub(p->nt, now->from, now->to))) {
		lead_replace(p->bt, &p->b, slice_sub(p->nt, now[1].from, now[1].to), out);
		return NULL;
	}
	both.to = both.cover = was[1].to;
	if (slice_trim(with).len > 0)
		return item_replace(p->bt, &both, true, with, out);
	pick_span(p->bt, both.from, both.to, with, out);
	return NULL;
}

const Err *pick_change(Slice base, Slice now, AddrPart part, Slice chain, Str *out)
{
	Pair p;
	const Err *err = NULL;

	if (part == ADDR_ITEM)
		return pick_item(base, now, chain, out);
	if (part == ADDR_ISSUE) {
		str_add_slice(out, now);
		return NULL;
	}
	pair_make(base, now, &p);
	if (part == ADDR_KEY)
		err = pick_key(&p, chain, out);
	else
		err = pick_lead(&p, out);
	pair_free(&p);
	return err;
}
