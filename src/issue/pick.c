/* Picking one item's change out of a draft. */
#include "issue/pick.h"

#include <stdlib.h>

#include "base/words.h"

typedef struct {
	Slice bt, nt;
	Cut b, n;
	Match m;
} Pair;

/*
 * The part of base after which the draft's part i belongs: the whole of the nearest sibling before it
 * that base has too.
 */
static size_t place_in_base(const Pair *p, size_t i)
{
	ptrdiff_t parent = p->n.parts.v[i].parent;

	for (size_t k = i; k-- > PART_FIRST;) {
		if (p->n.parts.v[k].parent == parent && p->m.b_to_a[k] >= 0)
			return (size_t)p->m.b_to_a[k];
		if ((ptrdiff_t)k == parent)
			break;
	}
	/* First under its parent, or before all items. */
	return parent >= 0 && p->m.b_to_a[parent] >= 0 ? (size_t)p->m.b_to_a[parent] : 2;
}

static Slice covered(Slice text, const Part *p)
{
	return slice_sub(text, p->from, p->cover);
}

static void pick_moved(const Pair *p, size_t was, size_t now, Str *out)
{
	Str gone = STR_EMPTY;
	Cut cut = { 0 };
	size_t after = place_in_base(p, now), shift = after, at;

	item_delete(p->bt, &p->b, was, &gone);
	cut_make(str_slice(&gone), NULL, &cut);
	/* Parts behind the one that is gone have moved up by as many as it covered. */
	for (size_t k = was; k <= after && p->b.parts.v[k].from < p->b.parts.v[was].cover; k++)
		shift--;
	item_insert(str_slice(&gone), &cut, shift, covered(p->nt, &p->n.parts.v[now]), out, &at);
	cut_free(&cut);
	str_free(&gone);
}

static const Err *pick_item(const Pair *p, Slice chain, Str *out)
{
	ptrdiff_t now = cut_find_chain(&p->n, chain), was;
	size_t at;

	if (now >= PART_FIRST) {
		was = p->m.b_to_a[now];
		if (was < 0) {
			item_insert(p->bt, &p->b, place_in_base(p, (size_t)now), covered(p->nt, &p->n.parts.v[now]), out, &at);
			return NULL;
		}
		if (p->m.moved[now]) {
			pick_moved(p, (size_t)was, (size_t)now, out);
			return NULL;
		}
		return item_replace(p->bt, &p->b.parts.v[was], true, covered(p->nt, &p->n.parts.v[now]), out);
	}
	was = cut_find_chain(&p->b, chain);
	if (was < PART_FIRST)
		return err_new(ERR_NONE, _("there is no such item"));
	if (p->m.a_to_b[was] >= 0)	/* it has another title now */
		return item_replace(p->bt, &p->b.parts.v[was], true, covered(p->nt, &p->n.parts.v[p->m.a_to_b[was]]), out);
	item_delete(p->bt, &p->b, (size_t)was, out);
	return NULL;
}

static void pick_span(Slice base, size_t from, size_t to, Slice with, Str *out)
{
	str_add_slice(out, slice_sub(base, 0, from));
	str_add_slice(out, with);
	str_add_slice(out, slice_sub(base, to, base.len));
}

static const Err *pick_key(const Pair *p, Slice name, Str *out)
{
	const HeaderField *f = header_name(&p->n.header, name);

	char *key = slice_dup(name);
	const Err *err = header_set(p->bt, key, f ? f->value : slice_c(""), out);

	free(key);
	return err;
}

const Err *pick_change(Slice base, Slice now, AddrPart part, Slice chain, Str *out)
{
	Pair p = { .bt = base, .nt = now };
	const Err *err = NULL;

	cut_make(base, NULL, &p.b);
	cut_make(now, NULL, &p.n);
	match_parts(base, &p.b, now, &p.n, true, &p.m);
	switch (part) {
	case ADDR_ITEM:
		err = pick_item(&p, chain, out);
		break;
	case ADDR_KEY:
		err = pick_key(&p, chain, out);
		break;
	case ADDR_LEAD:
		pick_span(base, p.b.parts.v[2].from, p.b.parts.v[2].to,
		    slice_sub(now, p.n.parts.v[2].from, p.n.parts.v[2].to), out);
		break;
	case ADDR_ISSUE:
		str_add_slice(out, now);
		break;
	}
	match_free(&p.m);
	cut_free(&p.b);
	cut_free(&p.n);
	return err;
}
