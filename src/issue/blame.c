/* Carrying credits from version to version, part by part; what did not change is shared, not compared. */
#include "issue/blame.h"

#include <stdlib.h>

#include "issue/blame_inside.h"
#include "issue/match.h"

struct BlameText {
	Str text;
	Cut cut;
	bool one;
	size_t n;
	Share **parts;
	bool *is_new;
};

/* ---- texts ---- */

static Slice own(const BlameText *t, size_t i)
{
	return t->one ? str_slice(&t->text) : slice_sub(str_slice(&t->text), t->cut.parts.v[i].from, t->cut.parts.v[i].to);
}

/* One of the texts before, against this one. */
typedef struct {
	BlameText *was;
	ptrdiff_t *pair;	/* by part of now: the one it was, if that changed; -1 */
	ptrdiff_t *twin;	/* by part of now: the one that has its bytes; -1 */
	bool **used;		/* by part of was, its sentences; NULL for one that stayed */
	bool *stays;		/* by part of was: it has a twin */
} Before;

static void before_free(Before *b)
{
	for (size_t i = 0; i < b->was->n; i++)
		free(b->used[i]);
	free(b->used);
	free(b->pair);
	free(b->twin);
	free(b->stays);
}

/* Which part of the text has these bytes: looked up by their number, under the step's own stamp. */
static void find_twins(BlameLife *l, const uint32_t *number, size_t n, Before *b)
{
	l->step++;
	for (size_t i = b->was->n; i-- > 0;) {
		uint32_t at = b->was->parts[i]->number;

		while (l->at.len <= at) {
			VEC_PUSH(&l->at, 0);
			VEC_PUSH(&l->at_step, 0);
		}
		l->at.v[at] = (uint32_t)i;
		l->at_step.v[at] = l->step;
	}
	for (size_t i = 0; i < n; i++) {
		bool there = number[i] < l->at.len && l->at_step.v[number[i]] == l->step;

		b->twin[i] = there ? (ptrdiff_t)l->at.v[number[i]] : -1;
		if (there)
			b->stays[b->twin[i]] = true;
	}
}

static Before before_read(BlameLife *l, const uint32_t *number, size_t n, BlameText *was)
{
	Before b = { .was = was };

	b.pair = mem_alloc_n(n, sizeof *b.pair);
	b.twin = mem_alloc_n(n, sizeof *b.twin);
	b.used = mem_alloc_n(was->n, sizeof *b.used);
	b.stays = mem_alloc_n(was->n, sizeof *b.stays);
	for (size_t i = 0; i < n; i++)
		b.pair[i] = -1;
	find_twins(l, number, n, &b);
	for (size_t i = 0; i < was->n; i++)
		if (!b.stays[i])
			b.used[i] = mem_alloc_n(was->parts[i]->s.all.len + 1, sizeof **b.used);
	return b;
}

/* The parts to be matched, with those above them: what stayed is no question. */
static void keep_part(const Cut *c, ptrdiff_t i, bool *keep)
{
	for (; i >= 0 && !keep[i]; i = c->parts.v[i].parent)
		keep[i] = true;
}

/* A cut of those parts alone; at: which they are. */
static void reduce(const Cut *c, const bool *keep, Cut *out, size_t *at)
{
	ptrdiff_t *number = mem_alloc_n(c->parts.len, sizeof *number);

	*out = *c;
	memset(&out->parts, 0, sizeof out->parts);
	for (size_t i = 0; i < c->parts.len; i++) {
		if (!keep[i])
			continue;
		number[i] = (ptrdiff_t)out->parts.len;
		at[out->parts.len] = i;
		VEC_PUSH(&out->parts, c->parts.v[i]);
		if (c->parts.v[i].parent >= 0)
			VEC_LAST(&out->parts)->parent = number[c->parts.v[i].parent];
	}
	free(number);
}

static void find_pairs(Before *b, const BlameText *now)
{
	bool *keep_was = mem_alloc(b->was->n), *keep_now = mem_alloc(now->n);
	size_t *at_was = mem_alloc_n(b->was->n, sizeof *at_was), *at_now = mem_alloc_n(now->n, sizeof *at_now);
	Cut was_cut, now_cut;
	Match m;

	for (size_t i = 0; i < b->was->n; i++)
		if (i < PART_FIRST || !b->stays[i])
			keep_part(&b->was->cut, (ptrdiff_t)i, keep_was);
	for (size_t i = 0; i < now->n; i++)
		if (i < PART_FIRST || b->twin[i] < 0)
			keep_part(&now->cut, (ptrdiff_t)i, keep_now);
	for (size_t i = 0; i < now->n; i++) {	/* both twins or none */
		if (b->twin[i] < 0)
			continue;
		if (keep_now[i] || keep_was[b->twin[i]]) {
			keep_part(&now->cut, (ptrdiff_t)i, keep_now);
			keep_part(&b->was->cut, b->twin[i], keep_was);
		}
	}
	reduce(&b->was->cut, keep_was, &was_cut, at_was);
	reduce(&now->cut, keep_now, &now_cut, at_now);
	match_parts(str_slice(&b->was->text), &was_cut, str_slice(&now->text), &now_cut, true, &m);
	for (size_t i = 0; i < now_cut.parts.len; i++)
		if (b->twin[at_now[i]] < 0 && m.b_to_a[i] >= 0 && !b->stays[at_was[m.b_to_a[i]]])
			b->pair[at_now[i]] = (ptrdiff_t)at_was[m.b_to_a[i]];
	match_free(&m);
	VEC_FREE(&was_cut.parts);
	VEC_FREE(&now_cut.parts);
	free(keep_was);
	free(keep_now);
	free(at_was);
	free(at_now);
}

/* What left other items of the same text in the same version. */
static void take_across(const Before *b, const BlameText *now, const bool *fresh)
{
	Gones gone = { 0 };

	for (size_t i = 1; i < b->was->n; i++)	/* behind the header */
		if (!b->stays[i])
			gone_add(b->was->parts[i], b->used[i], i, true, &gone);
	gone_sort(&gone);
	for (size_t i = 1; i < now->n; i++)
		if (fresh[i])
			gone_take(&gone, b->was->parts, b->used, now->parts[i]);
	VEC_FREE(&gone);
}

static void take_pairs(BlameLife *l, Before *b, const BlameText *now, bool edits, uint32_t version)
{
	for (size_t i = 0; i < now->n; i++) {
		Share *was = b->pair[i] >= 0 ? b->was->parts[b->pair[i]] : NULL;

		if (was && edits)
			share_take_edits(l, was, b->used[b->pair[i]], now->parts[i], version);
		else if (was)
			share_take_same(was, b->used[b->pair[i]], now->parts[i]);
	}
}

/* fresh[i]: no text before has the part as it is. */
static void carry(BlameLife *l, BlameText *t, Before *before, size_t n, const bool *fresh, uint32_t version)
{
	Memory *m = t->one ? &l->item : &l->issue;

	for (size_t k = 0; k < n; k++) {
		if (!t->one)
			find_pairs(&before[k], t);
		else if (before[k].twin[0] < 0)
			before[k].pair[0] = 0;
		for (size_t i = 0; i < t->n; i++) {
			if (!fresh[i])
				before[k].pair[i] = -1;
			if (before[k].pair[i] >= 0)
				t->is_new[i] = false;
		}
	}
	for (size_t k = 0; k < n; k++)
		take_pairs(l, &before[k], t, false, version);
	for (size_t k = 0; k < n && !t->one; k++)
		take_across(&before[k], t, fresh);
	for (size_t k = 0; k < n; k++)
		take_pairs(l, &before[k], t, true, version);
	for (size_t i = 0; i < t->n; i++) {
		if (!fresh[i])
			continue;
		share_take_known(l, m, t->parts[i], version);
		share_take_rest(t->parts[i], version);
		share_remember(l, m, t->parts[i], false);
	}
}

/* Parts that stand in a text before are that text's; gives how many others there are. */
static size_t share_parts(BlameLife *l, BlameText *t, const uint32_t *number, const Before *before, size_t n, bool *fresh)
{
	size_t left = 0;

	for (size_t i = 0; i < t->n; i++) {
		for (size_t k = 0; k < n && !t->parts[i]; k++)
			if (before[k].twin[i] >= 0)
				t->parts[i] = before[k].was->parts[before[k].twin[i]];
		fresh[i] = !t->parts[i];
		t->is_new[i] = fresh[i] && (t->one || i >= PART_FIRST);
		left += fresh[i];
		if (fresh[i])
			t->parts[i] = share_new(l, own(t, i), t->one ? slice("", 0) : t->cut.parts.v[i].title, number[i]);
		else
			t->parts[i]->refs++;
	}
	return left;
}

BlameText *blame_text(BlameLife *l, Slice text, bool one, uint32_t version, BlameText *const *was, size_t n)
{
	BlameText *t = mem_alloc(sizeof *t);
	Before *before = mem_alloc_n(n + 1, sizeof *before);
	uint32_t *number;
	bool *fresh;

	t->one = one;
	str_add_slice(&t->text, text);
	if (!one)
		cut_make(str_slice(&t->text), NULL, &t->cut);
	t->n = one ? 1 : t->cut.parts.len;
	t->parts = mem_alloc_n(t->n, sizeof *t->parts);
	t->is_new = mem_alloc_n(t->n, sizeof *t->is_new);
	number = mem_alloc_n(t->n, sizeof *number);
	fresh = mem_alloc_n(t->n, sizeof *fresh);
	for (size_t i = 0; i < t->n; i++)
		number[i] = intern_put(l->bytes, own(t, i));
	for (size_t k = 0; k < n; k++)
		before[k] = before_read(l, number, t->n, was[k]);
	if (share_parts(l, t, number, before, n, fresh) > 0)
		carry(l, t, before, n, fresh, version);
	for (size_t k = 0; k < n; k++)
		before_free(&before[k]);
	free(before);
	free(number);
	free(fresh);
	return t;
}

void blame_text_free(BlameText *t)
{
	if (!t)
		return;
	for (size_t i = 0; i < t->n; i++)
		share_drop(t->parts[i]);
	free(t->parts);
	free(t->is_new);
	if (!t->one)
		cut_free(&t->cut);
	str_free(&t->text);
	free(t);
}

/* ---- what is asked ---- */

size_t blame_parts(const BlameText *t)
{
	return t->n;
}

const Part *blame_part(const BlameText *t, size_t part)
{
	return t->one ? NULL : &t->cut.parts.v[part];
}

bool blame_is_new(const BlameText *t, size_t part)
{
	return t->is_new[part];
}

/* Its credits alone, though its bytes stand in a text before as well. */
static Share *set_apart(BlameLife *l, BlameText *t, size_t part)
{
	Share *p = t->parts[part];

	if (p->refs > 1) {
		t->parts[part] = share_new(l, own(t, part), t->one ? slice("", 0) : t->cut.parts.v[part].title, p->number);
		share_drop(p);
	}
	share_forget(t->parts[part]);
	t->is_new[part] = false;
	return t->parts[part];
}

void blame_came_from(BlameLife *l, BlameText *t, size_t part, uint32_t version, const BlameText *was)
{
	Share *from = was->parts[0], *p = set_apart(l, t, part);
	bool *used = mem_alloc_n(from->s.all.len + 1, sizeof *used);

	share_take_same(from, used, p);
	share_take_edits(l, from, used, p, version);
	share_take_known(l, &l->item, p, version);
	share_take_rest(p, version);
	share_remember(l, &l->issue, p, true);
	free(used);
}

void blame_is_born(BlameLife *l, BlameText *t, size_t part, uint32_t version)
{
	Share *p = set_apart(l, t, part);

	share_take_rest(p, version);
	share_remember(l, &l->issue, p, true);
}

void blame_other_item(BlameLife *l)
{
	memory_free(&l->item);
}

size_t blame_count(const BlameText *t, size_t part)
{
	return t->parts[part]->s.all.len;
}

Blamed blame_get(const BlameText *t, size_t part, size_t i)
{
	return (Blamed){ &t->parts[part]->s.all.v[i], t->parts[part]->credit[i] };
}
