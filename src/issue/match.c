/* Which item of then is which item of now, and which of them moved. */
#include "issue/match.h"

#include <stdlib.h>

#include "base/lcs.h"
#include "base/utf8.h"
#include "issue/form.h"
#include "issue/item_parts.h"
#include "issue/similar.h"

#define SIMILAR_LEAST 0.5	/* of a retitled item's body */
#define PAIRS_MAX 400000	/* beyond this many, only pairs that stand near each other */
#define NEAR_LEAST 4

typedef struct {
	Slice text;
	const Cut *cut;
	uint32_t *same, *title;	/* by part: numbers of the folded text and title */
	Bag *bags;		/* of the bodies, read when first asked for */
	bool *read;
} Side;

typedef struct {
	Side a, b;
	Intern *folds, *words;
	Match *out;
} Matcher;

/* A pair that could be one item; the best comes first. */
typedef struct {
	size_t a, b, far;
	bool same_parent;
	double like;
} Candidate;
typedef VEC(Candidate) Candidates;

/* ---- sides ---- */

static void side_read(Side *s, Slice text, const Cut *c, Intern *folds)
{
	Str fold = STR_EMPTY;

	*s = (Side){ .text = text, .cut = c };
	s->same = mem_alloc_n(c->parts.len, sizeof *s->same);
	s->title = mem_alloc_n(c->parts.len, sizeof *s->title);
	s->bags = mem_alloc_n(c->parts.len, sizeof *s->bags);
	s->read = mem_alloc_n(c->parts.len, sizeof *s->read);
	for (size_t i = 0; i < c->parts.len; i++) {
		const Part *p = &c->parts.v[i];

		str_clear(&fold);
		str_add_char(&fold, 't');
		form_fold(slice_sub(text, p->from, p->to), &fold);
		s->same[i] = intern_put(folds, str_slice(&fold));
		str_clear(&fold);
		str_add_char(&fold, 'h');
		title_fold(p->title, &fold);
		s->title[i] = intern_put(folds, str_slice(&fold));
	}
	str_free(&fold);
}

static void side_free(Side *s)
{
	for (size_t i = 0; i < s->cut->parts.len; i++)
		VEC_FREE(&s->bags[i]);
	free(s->same);
	free(s->title);
	free(s->bags);
	free(s->read);
}

static const Bag *bag(Matcher *m, Side *s, size_t i)
{
	const Part *p = &s->cut->parts.v[i];

	if (!s->read[i])
		bag_read(slice_sub(s->text, p->body, p->to), m->words, &s->bags[i]);
	s->read[i] = true;
	return &s->bags[i];
}

/* ---- candidates ---- */

static bool same_parent(const Matcher *m, size_t a, size_t b)
{
	ptrdiff_t pa = m->a.cut->parts.v[a].parent, pb = m->b.cut->parts.v[b].parent;

	if (pa < 0 || pb < 0)
		return pa == pb;
	if (m->out->a_to_b[pa] >= 0 || m->out->b_to_a[pb] >= 0)
		return m->out->a_to_b[pa] == pb;
	return m->a.title[pa] == m->b.title[pb];
}

static int best_first(const void *x, const void *y)
{
	const Candidate *a = x, *b = y;

	if (a->same_parent != b->same_parent)
		return a->same_parent ? -1 : 1;
	if (a->like < b->like || a->like > b->like)
		return a->like > b->like ? -1 : 1;
	if (a->far != b->far)
		return a->far < b->far ? -1 : 1;
	if (a->a != b->a)
		return a->a < b->a ? -1 : 1;
	return (a->b > b->b) - (a->b < b->b);
}

static void add_candidate(Matcher *m, size_t a, size_t b, double like, Candidates *out)
{
	Candidate *c = VEC_ADD(out);

	c->a = a;
	c->b = b;
	c->far = a > b ? a - b : b - a;
	c->like = like;
	c->same_parent = same_parent(m, a, b);
}

static void take_best(Matcher *m, Candidates *c, MatchHow how)
{
	if (c->len > 1)
		qsort(c->v, c->len, sizeof c->v[0], best_first);
	for (size_t i = 0; i < c->len; i++) {
		size_t a = c->v[i].a, b = c->v[i].b;

		if (m->out->a_to_b[a] >= 0 || m->out->b_to_a[b] >= 0)
			continue;
		m->out->a_to_b[a] = (ptrdiff_t)b;
		m->out->b_to_a[b] = (ptrdiff_t)a;
		m->out->how[a] = (unsigned char)how;
	}
	c->len = 0;
}

/* ---- the steps ---- */

typedef struct {
	uint32_t number;
	size_t part;
} Numbered;

static int by_number(const void *x, const void *y)
{
	const Numbered *a = x, *b = y;

	if (a->number != b->number)
		return a->number < b->number ? -1 : 1;
	return (a->part > b->part) - (a->part < b->part);
}

static size_t unmatched(const Side *s, const ptrdiff_t *to, const uint32_t *number, Numbered *out)
{
	size_t n = 0;

	for (size_t i = PART_FIRST; i < s->cut->parts.len; i++)
		if (to[i] < 0)
			out[n++] = (Numbered){ number ? number[i] : 0, i };
	if (n > 1)
		qsort(out, n, sizeof *out, by_number);
	return n;
}

/* All pairs of the parts in x and y: each is one and the same text, title, or nothing in common yet. */
static void pair_group(Matcher *m, const Numbered *x, size_t nx, const Numbered *y, size_t ny, MatchHow how,
    Candidates *out)
{
	size_t near = nx * ny > PAIRS_MAX ? PAIRS_MAX / nx / 2 + NEAR_LEAST : nx + ny;

	for (size_t i = 0; i < nx; i++)
		for (size_t k = i > near ? i - near : 0; k < ny && k <= i + near; k++) {
			double like = 0;

			if (how == MATCH_SIMILAR || (how == MATCH_TITLE && nx + ny > 2))
				like = bag_similarity(bag(m, &m->a, x[i].part), bag(m, &m->b, y[k].part));
			if (how != MATCH_SIMILAR || like >= SIMILAR_LEAST)
				add_candidate(m, x[i].part, y[k].part, like, out);
		}
}

static void match_step(Matcher *m, MatchHow how)
{
	Numbered *x = mem_alloc_n(m->out->na + 1, sizeof *x), *y = mem_alloc_n(m->out->nb + 1, sizeof *y);
	const uint32_t *na = how == MATCH_TEXT ? m->a.same : how == MATCH_TITLE ? m->a.title : NULL;
	const uint32_t *nb = how == MATCH_TEXT ? m->b.same : how == MATCH_TITLE ? m->b.title : NULL;
	size_t nx = unmatched(&m->a, m->out->a_to_b, na, x), ny = unmatched(&m->b, m->out->b_to_a, nb, y);
	Candidates c = { 0 };

	for (size_t i = 0, k = 0; i < nx && k < ny;) {
		size_t i2 = i, k2 = k;

		if (x[i].number != y[k].number) {
			if (x[i].number < y[k].number)
				i++;
			else
				k++;
			continue;
		}
		while (i2 < nx && x[i2].number == x[i].number)
			i2++;
		while (k2 < ny && y[k2].number == y[k].number)
			k2++;
		pair_group(m, x + i, i2 - i, y + k, k2 - k, how, &c);
		i = i2;
		k = k2;
	}
	take_best(m, &c, how);
	VEC_FREE(&c);
	free(x);
	free(y);
}

/* ---- nothing but texts changed ---- */

/* Both have the same items by title, each title once, in one order and under the same parents: each is itself. */
static bool is_same_order(const Cut *a, const Cut *b)
{
	Intern *titles = intern_new();
	Str fold = STR_EMPTY;
	bool same = a->parts.len == b->parts.len;

	for (size_t i = PART_FIRST; same && i < a->parts.len; i++) {
		const Part *p = &a->parts.v[i], *q = &b->parts.v[i];

		str_clear(&fold);
		title_fold(p->title, &fold);
		same = p->parent == q->parent && slice_eq(p->title, q->title) && intern_put(titles, str_slice(&fold)) == i - PART_FIRST;
	}
	str_free(&fold);
	intern_free(titles);
	return same;
}

static Slice own(Slice text, const Cut *c, size_t i)
{
	return slice_sub(text, c->parts.v[i].from, c->parts.v[i].to);
}

static void match_in_order(Slice at, const Cut *a, Slice bt, const Cut *b, Match *out)
{
	for (size_t i = 0; i < out->na; i++) {
		Slice x = own(at, a, i), y = own(bt, b, i);

		out->a_to_b[i] = out->b_to_a[i] = (ptrdiff_t)i;
		out->how[i] = slice_eq(x, y) || text_same(x, y) ? MATCH_TEXT : MATCH_TITLE;
	}
}

/* Header, title part and lead have their fixed places. */
static void match_fixed(Matcher *m)
{
	for (size_t i = 0; i < PART_FIRST; i++) {
		m->out->a_to_b[i] = m->out->b_to_a[i] = (ptrdiff_t)i;
		m->out->how[i] = m->a.same[i] == m->b.same[i] ? MATCH_TEXT : MATCH_TITLE;
	}
}

/* ---- moves ---- */

/* A part of a that has the same parent in b. */
typedef struct {
	ptrdiff_t parent;
	size_t a, b;
} Staying;

static int by_parent(const void *x, const void *y)
{
	const Staying *a = x, *b = y;

	if (a->parent != b->parent)
		return a->parent < b->parent ? -1 : 1;
	return (a->a > b->a) - (a->a < b->a);
}

static void mark_siblings(Matcher *m, const Staying *s, size_t n)
{
	size_t *v = mem_alloc_n(n, sizeof *v);
	unsigned char *keep = mem_alloc(n);

	for (size_t i = 0; i < n; i++)
		v[i] = s[i].b;
	lcs_increasing(v, n, keep);
	for (size_t i = 0; i < n; i++)
		m->out->moved[s[i].b] = !keep[i];
	free(v);
	free(keep);
}

static void find_moves(Matcher *m)
{
	Staying *s = mem_alloc_n(m->out->na + 1, sizeof *s);
	size_t n = 0;

	for (size_t a = PART_FIRST; a < m->out->na; a++) {
		ptrdiff_t b = m->out->a_to_b[a], pa = m->a.cut->parts.v[a].parent, pb;

		if (b < 0)
			continue;
		pb = m->b.cut->parts.v[b].parent;
		if ((pa < 0 && pb < 0) || (pa >= 0 && pb >= 0 && m->out->a_to_b[pa] == pb))
			s[n++] = (Staying){ pa, a, (size_t)b };
		else
			m->out->moved[b] = 1;
	}
	if (n > 1)
		qsort(s, n, sizeof *s, by_parent);
	for (size_t i = 0, k; i < n; i = k) {
		for (k = i; k < n && s[k].parent == s[i].parent; k++)
			;
		mark_siblings(m, s + i, k - i);
	}
	free(s);
}

void match_parts(Slice at, const Cut *a, Slice bt, const Cut *b, bool similar, Match *out)
{
	Matcher m = { .folds = intern_new(), .words = intern_new(), .out = out };

	*out = (Match){ .na = a->parts.len, .nb = b->parts.len };
	out->a_to_b = mem_alloc_n(out->na, sizeof *out->a_to_b);
	out->b_to_a = mem_alloc_n(out->nb, sizeof *out->b_to_a);
	out->how = mem_alloc(out->na);
	out->moved = mem_alloc(out->nb);
	for (size_t i = 0; i < out->na; i++)
		out->a_to_b[i] = -1;
	for (size_t i = 0; i < out->nb; i++)
		out->b_to_a[i] = -1;
	if (is_same_order(a, b)) {
		match_in_order(at, a, bt, b, out);
		goto done;
	}
	side_read(&m.a, at, a, m.folds);
	side_read(&m.b, bt, b, m.folds);
	match_fixed(&m);
	match_step(&m, MATCH_TEXT);
	match_step(&m, MATCH_TITLE);
	if (similar)
		match_step(&m, MATCH_SIMILAR);
	find_moves(&m);
	side_free(&m.a);
	side_free(&m.b);
done:
	intern_free(m.folds);
	intern_free(m.words);
}

void match_free(Match *m)
{
	free(m->a_to_b);
	free(m->b_to_a);
	free(m->how);
	free(m->moved);
	memset(m, 0, sizeof *m);
}

const char *match_name(MatchHow how)
{
	static const char *const names[] = { NULL, "text", "title", "similar", "note" };

	return names[how];
}

/* ---- two that are compared ---- */

static bool is_one_item(const Cut *c)
{
	return c->parts.len > PART_FIRST && c->parts.v[PART_FIRST].from == 0 && VEC_LAST(&c->parts)->from < c->parts.v[PART_FIRST].cover;
}

void match_alone(Match *m, const Cut *a, const Cut *b)
{
	if (!is_one_item(a) || !is_one_item(b) || m->a_to_b[PART_FIRST] >= 0 || m->b_to_a[PART_FIRST] >= 0)
		return;
	m->a_to_b[PART_FIRST] = m->b_to_a[PART_FIRST] = PART_FIRST;
	m->how[PART_FIRST] = MATCH_SIMILAR;
}
