/* Blocks, lines and sentences as rows; which of then is which of now; pieces put together again. */
#include "issue/merge_rows.h"

#include <stdlib.h>

#include "base/lcs.h"
#include "issue/similar.h"

#define SIMILAR_LEAST 0.5
#define PAIRS_MAX 40000		/* beyond this many between two equal ones they are not compared */

/* ---- reading ---- */

static RowKind kind_of(const Sentence *s)
{
	Slice fold = s->fold;

	if (s->kind == SENTENCE_PROSE)
		return ROW_PARAGRAPH;
	if (s->kind == SENTENCE_TITLE)
		return ROW_TITLE;
	if (s->kind == SENTENCE_CODE)
		return ROW_CODE;
	while (slice_starts(fold, " "))
		fold = slice_sub(fold, 1, fold.len);
	return slice_starts(fold, "- ") || slice_starts(fold, "1. ") ? ROW_LIST : ROW_TABLE;
}

static uint32_t fold_of(const Sentences *s, const Row *r, Intern *folds)
{
	Str all = STR_EMPTY;
	uint32_t n;

	str_add_char(&all, (char)('a' + r->kind));
	for (size_t i = r->first; i < r->last; i++) {
		str_add_slice(&all, s->all.v[i].fold);
		str_add_char(&all, '\0');
	}
	n = intern_put(folds, str_slice(&all));
	str_free(&all);
	return n;
}

void rows_blocks(Slice text, const Sentences *s, Intern *folds, Rows *out)
{
	*out = (Rows){ .text = text, .sentences = s };
	for (size_t i = 0; i < s->all.len; i++) {
		const Sentence *one = &s->all.v[i];
		RowKind kind = kind_of(one);
		Row *last = out->v.len ? VEC_LAST(&out->v) : NULL;
		bool goes_on = last && kind == last->kind && (kind == ROW_PARAGRAPH ? !one->first : kind != ROW_TITLE);

		if (last && last->kind == ROW_LIST && one->kind == SENTENCE_LINE && kind == ROW_TABLE && !slice_starts(one->text, "|"))
			goes_on = true;		/* what hangs below a line of a list */
		if (!goes_on)
			*(last = VEC_ADD(&out->v)) = (Row){ .kind = kind, .from = one->from, .first = i };
		last->last = i + 1;
		last->end = one->end;
	}
	for (size_t i = 0; i < out->v.len; i++)
		out->v.v[i].fold = fold_of(s, &out->v.v[i], folds);
}

void rows_inside(const Rows *blocks, size_t block, Intern *folds, Rows *out)
{
	const Row *b = &blocks->v.v[block];

	*out = (Rows){ .text = blocks->text, .sentences = blocks->sentences };
	for (size_t i = b->first; i < b->last; i++) {
		const Sentence *s = &blocks->sentences->all.v[i];
		Row *r = VEC_ADD(&out->v);

		*r = (Row){ .kind = b->kind == ROW_PARAGRAPH ? ROW_SENTENCE : ROW_LINE, .from = s->from, .end = s->end, .first = i, .last = i + 1 };
		r->fold = fold_of(blocks->sentences, r, folds);
	}
}

/* ---- which is which ---- */

typedef struct {
	const Rows *base, *side;
	Intern *words;
	Bag *base_bags, *side_bags;
	bool *base_read, *side_read;
	RowMatch *out;
} Matching;

static const Bag *bag(Matching *m, const Rows *r, Bag *bags, bool *read, size_t i)
{
	if (!read[i])
		bag_read(slice_sub(r->text, r->v.v[i].from, r->v.v[i].end), m->words, &bags[i]);
	read[i] = true;
	return &bags[i];
}

static double likeness(Matching *m, size_t b, size_t s)
{
	double like;

	if (m->base->v.v[b].kind != m->side->v.v[s].kind)
		return 0;
	like = bag_similarity(bag(m, m->base, m->base_bags, m->base_read, b), bag(m, m->side, m->side_bags, m->side_read, s));
	return like >= SIMILAR_LEAST ? like : 0;
}

static void pair(RowMatch *m, size_t b, size_t s)
{
	m->to[b] = (ptrdiff_t)s;
	m->of[s] = (ptrdiff_t)b;
}

/* Between two equal ones: in order, such that what is paired is as like as can be. */
static void pair_like(Matching *m, size_t b0, size_t b1, size_t s0, size_t s1)
{
	size_t nb = b1 - b0, ns = s1 - s0, wide = ns + 1;
	double *best, *like;

	if (nb == 0 || ns == 0 || nb * ns > PAIRS_MAX)
		return;
	best = mem_alloc_n((nb + 1) * wide, sizeof *best);
	like = mem_alloc_n(nb * ns, sizeof *like);
	for (size_t i = nb; i-- > 0;) {
		for (size_t k = ns; k-- > 0;) {
			double without = best[(i + 1) * wide + k] > best[i * wide + k + 1] ? best[(i + 1) * wide + k] : best[i * wide + k + 1];
			double with = like[i * ns + k] = likeness(m, b0 + i, s0 + k);

			with += with > 0 ? best[(i + 1) * wide + k + 1] : 0;
			best[i * wide + k] = with > without ? with : without;
		}
	}
	for (size_t i = 0, k = 0; i < nb && k < ns;) {
		if (like[i * ns + k] > 0 && best[i * wide + k] <= like[i * ns + k] + best[(i + 1) * wide + k + 1])
			pair(m->out, b0 + i++, s0 + k++);
		else if (best[(i + 1) * wide + k] >= best[i * wide + k + 1])
			i++;
		else
			k++;
	}
	free(best);
	free(like);
}

static uint32_t *folds_of(const Rows *r)
{
	uint32_t *v = mem_alloc_n(r->v.len + 1, sizeof *v);

	for (size_t i = 0; i < r->v.len; i++)
		v[i] = r->v.v[i].fold;
	return v;
}

/* What is equal and stands elsewhere, if it is the only one. */
static void find_moved(Matching *m)
{
	RowMatch *out = m->out;

	for (size_t b = 0; b < out->nb; b++) {
		ptrdiff_t found = -1;
		size_t twins = 0;

		for (size_t i = 0; i < out->nb; i++)
			twins += out->to[i] < 0 && m->base->v.v[i].fold == m->base->v.v[b].fold;
		for (size_t s = 0; s < out->ns && out->to[b] < 0; s++)
			if (out->of[s] < 0 && m->side->v.v[s].fold == m->base->v.v[b].fold)
				found = found == -1 ? (ptrdiff_t)s : -2;
		if (found >= 0 && twins == 1) {
			pair(out, b, (size_t)found);
			out->moved[b] = true;
		}
	}
}

#define MOVED_LEAST 0.6	/* of a block that was changed, too */

/* What is left and like: it was moved and changed. */
static void find_moved_like(Matching *m)
{
	RowMatch *out = m->out;

	for (;;) {
		double best = 0;
		size_t at = 0, to = 0;

		for (size_t b = 0; b < out->nb; b++) {
			for (size_t s = 0; s < out->ns && out->to[b] < 0; s++) {
				double like = out->of[s] < 0 && m->base->v.v[b].kind != ROW_LINE ? likeness(m, b, s) : 0;

				if (like < MOVED_LEAST || like <= best)
					continue;
				best = like;
				at = b;
				to = s;
			}
		}
		if (best < MOVED_LEAST)
			return;
		pair(out, at, to);
		out->moved[at] = true;
	}
}

void rows_match(const Rows *base, const Rows *side, RowMatch *out)
{
	size_t nb = base->v.len, ns = side->v.len, n, b = 0, s = 0;
	Matching m = { .base = base, .side = side, .words = intern_new(), .out = out };
	uint32_t *x = folds_of(base), *y = folds_of(side);
	LcsPair *pairs = mem_alloc_n((nb < ns ? nb : ns) + 1, sizeof *pairs);

	*out = (RowMatch){ .to = mem_alloc_n(nb + 1, sizeof *out->to), .of = mem_alloc_n(ns + 1, sizeof *out->of),
	    .moved = mem_alloc_n(nb + 1, sizeof *out->moved), .nb = nb, .ns = ns };
	m.base_bags = mem_alloc_n(nb + 1, sizeof *m.base_bags);
	m.side_bags = mem_alloc_n(ns + 1, sizeof *m.side_bags);
	m.base_read = mem_alloc_n(nb + 1, sizeof *m.base_read);
	m.side_read = mem_alloc_n(ns + 1, sizeof *m.side_read);
	for (size_t i = 0; i < nb; i++)
		out->to[i] = -1;
	for (size_t i = 0; i < ns; i++)
		out->of[i] = -1;
	n = lcs(x, nb, y, ns, pairs, NULL);
	for (size_t i = 0; i < n; i++)
		pair(out, pairs[i].a, pairs[i].b);
	find_moved(&m);
	for (size_t i = 0; i <= n; i++) {
		size_t to_b = i < n ? pairs[i].a : nb, to_s = i < n ? pairs[i].b : ns;

		/* between what was moved there may be more than one run */
		while (b < to_b && s < to_s) {
			size_t b1 = b, s1 = s;

			while (b1 < to_b && out->to[b1] < 0)
				b1++;
			while (s1 < to_s && out->of[s1] < 0)
				s1++;
			pair_like(&m, b, b1, s, s1);
			b = b1 + 1;
			s = s1 + 1;
		}
		b = to_b + 1;
		s = to_s + 1;
	}
	if (nb * ns <= PAIRS_MAX)
		find_moved_like(&m);
	for (size_t i = 0; i < nb; i++)
		VEC_FREE(&m.base_bags[i]);
	for (size_t i = 0; i < ns; i++)
		VEC_FREE(&m.side_bags[i]);
	free(m.base_bags);
	free(m.side_bags);
	free(m.base_read);
	free(m.side_read);
	free(x);
	free(y);
	free(pairs);
	intern_free(m.words);
}

void row_match_free(RowMatch *m)
{
	free(m->to);
	free(m->of);
	free(m->moved);
}

/* ---- putting together ---- */

MergeSide bytes_whose(Slice base, Slice ours, Slice theirs)
{
	return slice_eq(base, ours) || slice_eq(ours, theirs) ? MERGE_THEIRS : MERGE_OURS;
}

/* What parts the two in that version; false: it does not have them beside each other. */
static bool gap_in(const Rows *r, MergeSide who, const Piece *a, const Piece *b, Slice *out)
{
	ptrdiff_t x = a->at[who], y = b->at[who];

	if (x < 0 || y != x + 1)
		return false;
	*out = slice_sub(r->text, r->v.v[x].end, r->v.v[y].from);
	return true;
}

static void put_gap(const Piece *a, const Piece *b, const Rows rows[MERGE_SIDES], Slice gap, Str *out)
{
	Slice in[MERGE_SIDES];
	bool has[MERGE_SIDES];
	const Rows *own = &rows[a->who];
	ptrdiff_t i = a->at[a->who];

	for (MergeSide who = MERGE_BASE; who < MERGE_SIDES; who++)
		has[who] = gap_in(&rows[who], who, a, b, &in[who]);
	if (has[MERGE_OURS] && has[MERGE_THEIRS])
		str_add_slice(out, has[MERGE_BASE] ? in[bytes_whose(in[MERGE_BASE], in[MERGE_OURS], in[MERGE_THEIRS])] : in[MERGE_THEIRS]);
	else if (has[MERGE_THEIRS] || has[MERGE_OURS] || has[MERGE_BASE])
		str_add_slice(out, in[has[MERGE_THEIRS] ? MERGE_THEIRS : has[MERGE_OURS] ? MERGE_OURS : MERGE_BASE]);
	else if (i >= 0 && (size_t)i + 1 < own->v.len)
		str_add_slice(out, slice_sub(own->text, own->v.v[i].end, own->v.v[i + 1].from));
	else
		str_add_slice(out, gap);
}

void pieces_put(const Pieces *p, const Rows rows[MERGE_SIDES], Slice gap, Str *out)
{
	for (size_t i = 0; i < p->len; i++) {
		str_add_slice(out, p->v[i].bytes);
		if (i + 1 < p->len)
			put_gap(&p->v[i], &p->v[i + 1], rows, gap, out);
	}
}
