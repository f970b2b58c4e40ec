/*
 * Picking one item's change out of a draft.  What the draft moved into the item goes along, and what it moved out of it stays: else it would
 * stand twice, or be lost.
 */
#include "issue/pick.h"

#include <stdlib.h>

#include "base/words.h"
#include "issue/item_write.h"

#define TITLE 1
#define LEAD 2

typedef struct {
	Slice bt, nt;
	Cut b, n;
	Match m;
} Pair;

static void pair_make(Slice base, Slice now, const ItemTitles *titles, Pair *out)
{
	*out = (Pair){ .bt = base, .nt = now };
	cut_make(base, titles, &out->b);
	cut_make(now, titles, &out->n);
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

/*
 * Base without the parts that stand in the item now and stood elsewhere; anew: and without the item as it
 * was, but for what has left it.
 */
static void clear_place(const Pair *p, ptrdiff_t was, ptrdiff_t now, bool anew, Str *out)
{
	bool *gone = mem_alloc_n(p->b.parts.len, sizeof *gone);

	for (size_t i = PART_FIRST; i < p->b.parts.len; i++) {
		ptrdiff_t after = p->m.a_to_b[i];
		bool in_now = after >= 0 && is_below(&p->n, (size_t)after, now), in_base = is_below(&p->b, i, was);

		gone[i] = anew ? in_now || (in_base && after < 0) : in_now && !in_base;
	}
	items_take_out(p->bt, &p->b, gone, out);
	free(gone);
}

/* What stood below the item and stands elsewhere now stays, as base has it, until its own move is taken. */
static void keep_below(const Pair *p, ptrdiff_t was, ptrdiff_t now, const ItemTitles *titles, size_t at, Str *text)
{
	for (size_t i = (size_t)was + 1; i < p->b.parts.len && is_below(&p->b, i, was); i++) {
		ptrdiff_t after = p->m.a_to_b[i];
		Str next = STR_EMPTY;
		Cut cut;
		size_t begins;

		if (after < 0 || is_below(&p->n, (size_t)after, now))
			continue;
		cut_make(str_slice(text), titles, &cut);
		item_insert(str_slice(text), &cut, cut_at(&cut, at), slice_sub(p->bt, p->b.parts.v[i].from, p->b.parts.v[i].to), &next, &begins);
		cut_free(&cut);
		str_free(text);
		*text = next;
	}
}

static const Err *below_new(const Pair *p, size_t now)
{
	const Part *above = &p->n.parts.v[p->n.parts.v[now].parent];

	return err_new(ERR_USAGE, _("it stands below “%.*s”, which is not recorded yet: record that one, and this goes with it"),
	    (int)above->title.len, above->title.p);
}

/* Base, cleared, is cut with the titles of both: a lead-in that is alone for the moment is an item all the same. */
static const Err *take(const Pair *p, ptrdiff_t was, ptrdiff_t now, const ItemTitles *titles, Str *out)
{
	Slice with = covered(p->nt, &p->n.parts.v[now]);
	bool anew = was < 0 || p->m.moved[now];
	Str cleared = STR_EMPTY;
	Pair q;
	const Err *err = NULL;
	size_t i;

	clear_place(p, was, now, anew, &cleared);
	pair_make(str_slice(&cleared), p->nt, titles, &q);
	i = cut_at(&q.n, p->n.parts.v[now].from);
	if (anew || q.m.b_to_a[i] < 0) {
		insert(q.bt, &q.b, place_in_base(&q, i), with, out);
	} else {
		const Part *old = &q.b.parts.v[q.m.b_to_a[i]];

		err = item_replace(q.bt, old, true, with, out);
		if (!err)
			keep_below(p, was, now, titles, old->from, out);
	}
	pair_free(&q);
	str_free(&cleared);
	return err;
}

/* The part of exactly this chain, else (loose) the only one with this key. */
static ptrdiff_t find_in(const Cut *c, Slice chain, bool loose)
{
	ptrdiff_t i = cut_find_chain(c, chain);
	Str s = STR_EMPTY;

	if (i < PART_FIRST)
		return -1;
	cut_chain(c, (size_t)i, &s);
	if (!loose && !slice_eq(str_slice(&s), chain))
		i = -1;
	str_free(&s);
	return i;
}

/* A chain is that of the text alone; what is an item only beside the other text has the one it has there. */
static ptrdiff_t find(Slice text, const Cut *beside, Slice chain, bool loose)
{
	Cut alone;
	ptrdiff_t i;

	cut_make(text, NULL, &alone);
	i = find_in(&alone, chain, loose);
	i = i < 0 ? find_in(beside, chain, loose) : cut_begins(beside, alone.parts.v[i].from);
	cut_free(&alone);
	return i;
}

static const Err *pick_item(const Pair *p, Slice chain, const ItemTitles *titles, Str *out)
{
	ptrdiff_t now = -1, was = -1;

	for (int loose = 0; loose < 2 && now < 0 && was < 0; loose++) {
		now = find(p->nt, &p->n, chain, loose);
		was = now < 0 ? find(p->bt, &p->b, chain, loose) : p->m.b_to_a[now];
	}
	if (now < 0 && was < 0)
		return err_new(ERR_NONE, _("there is no such item"));
	if (now < 0)
		now = p->m.a_to_b[was];		/* by another title, or -1 */
	if (now < 0) {
		clear_place(p, was, -1, true, out);
		return NULL;
	}
	if ((was < 0 || p->m.moved[now]) && p->n.parts.v[now].parent >= 0 && parent_in_base(p, (size_t)now) < 0)
		return below_new(p, (size_t)now);
	return take(p, was, now, titles, out);
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

/* What is an item in either text is one in the other, and no lead. */
const Err *pick_change(Slice base, Slice now, AddrPart part, Slice chain, Str *out)
{
	Slice texts[] = { base, now };
	ItemTitles *titles = item_titles(texts, 2);
	Pair p;
	const Err *err = NULL;

	pair_make(base, now, titles, &p);
	switch (part) {
	case ADDR_ISSUE:
		str_add_slice(out, now);
		break;
	case ADDR_LEAD:
		err = pick_lead(&p, out);
		break;
	case ADDR_ITEM:
		err = pick_item(&p, chain, titles, out);
		break;
	case ADDR_KEY:
		err = pick_key(&p, chain, out);
		break;
	}
	pair_free(&p);
	item_titles_free(titles);
	return err;
}
