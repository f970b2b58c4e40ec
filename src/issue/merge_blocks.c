/*
 * Blocks that a side carried from one item to another: the other side's edit of one goes along, and where that side took it away, or carried it
 * elsewhere, it does not come back or stand twice.
 */
#include <stdlib.h>

#include "issue/item_write.h"
#include "issue/merge_parts.h"
#include "issue/merge_rows.h"

#define WORDS_LEAST 4	/* shorter ones are the same by chance */

/* The body of a node in a version, taken apart; only of those that some side changed. */
typedef struct {
	Sentences sentences;
	Rows rows;
	bool read;
} Body;

/* Where a block stands. */
typedef struct {
	size_t node, row, times;
} Where;

typedef struct {
	Merge *m;
	Intern *folds;
	Body *body[MERGE_SIDES];	/* by node */
	VEC(Where) at[MERGE_SIDES];	/* by fold */
} Search;

/* It stands; or both of one title do, as one. */
static bool is_said(const Merge *m, size_t node)
{
	const Node *n = &m->nodes.v[node];

	return n->alive || (n->twin >= 0 && m->nodes.v[n->twin].both);
}

static bool is_touched(const Merge *m, size_t node)
{
	Slice base = node_body(m, node, BASE);

	return !node_is_fixed(m, node) && is_said(m, node) && !m->nodes.v[node].copy &&
	    (!slice_eq(base, node_body(m, node, OURS)) || !slice_eq(base, node_body(m, node, THEIRS)));
}

static void read_body(Search *s, size_t node, Who who)
{
	Body *b = &s->body[who][node];
	Slice text = node_body(s->m, node, who);

	text = slice_sub(text, 0, text_tail(text, 0));
	sentences_read(text, &b->sentences);
	rows_blocks(text, &b->sentences, s->folds, &b->rows);
	b->read = true;
	for (size_t i = 0; i < b->rows.v.len; i++) {
		uint32_t fold = b->rows.v.v[i].fold;

		while (s->at[who].len <= fold)
			VEC_PUSH(&s->at[who], ((Where){ 0 }));
		s->at[who].v[fold] = (Where){ node, i, s->at[who].v[fold].times + 1 };
	}
}

/* The only place of a block in a version. */
static const Where *only(const Search *s, Who who, uint32_t fold)
{
	return fold < s->at[who].len && s->at[who].v[fold].times == 1 ? &s->at[who].v[fold] : NULL;
}

static Slice row_bytes(const Search *s, Who who, const Where *w)
{
	const Rows *r = &s->body[who][w->node].rows;

	return slice_sub(r->text, r->v.v[w->row].from, r->v.v[w->row].end);
}

static bool has_words(Slice s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		n += s.p[i] == ' ' || s.p[i] == '\n';
	return n + 1 >= WORDS_LEAST;
}

/* What the other side made of it: its bytes there, empty where it took it away. */
static Slice made_of(const Search *s, Who other, const Where *base)
{
	const Rows *was = &s->body[BASE][base->node].rows, *now = &s->body[other][base->node].rows;
	RowMatch match;
	Slice out = slice("", 0);

	rows_match(was, now, &match);
	if (match.to[base->row] >= 0)
		out = slice_sub(now->text, now->v.v[match.to[base->row]].from, now->v.v[match.to[base->row]].end);
	row_match_free(&match);
	return out;
}

static void note(Search *s, size_t node, Who who, Slice block, bool here, Slice instead)
{
	BodyMove *b = VEC_ADD(&s->m->nodes.v[node].moves);

	*b = (BodyMove){ .who = who, .block = block, .here = here, .instead = instead };
}

/* Where who carried it to; NULL: it did not. */
static const Where *carried_to(const Search *s, Who who, const Where *base, uint32_t fold)
{
	const Where *now = only(s, who, fold);

	if (!now || now->node == base->node || !node_is_in(s->m, base->node, who))
		return NULL;
	return now;
}

/* May what both put somewhere be left out here?  Of two under one title only when it is said which is to stand. */
static bool gives_up(const Merge *m, size_t node, size_t other)
{
	ptrdiff_t twin = m->nodes.v[node].twin;

	return node_is_in(m, node, BASE) || (twin >= 0 && twin != (ptrdiff_t)other && !(m->nodes.v[node].alive && m->nodes.v[twin].alive));
}

static void look_at(Search *s, uint32_t fold)
{
	const Where *base = only(s, BASE, fold), *ours = only(s, OURS, fold), *theirs = only(s, THEIRS, fold);

	if (fold >= s->at[BASE].len || !s->at[BASE].v[fold].times) {
		/* new on both sides, in two items: where theirs has it */
		if (ours && theirs && ours->node != theirs->node && gives_up(s->m, ours->node, theirs->node) &&
		    has_words(row_bytes(s, OURS, ours)))
			note(s, ours->node, OURS, row_bytes(s, OURS, ours), true, slice("", 0));
		return;
	}
	if (!base || !has_words(row_bytes(s, BASE, base)))
		return;
	for (Who who = OURS; who <= THEIRS; who++) {
		const Where *to = carried_to(s, who, base, fold), *other = carried_to(s, OTHER(who), base, fold);
		Slice block = row_bytes(s, BASE, base);

		if (!to)
			continue;
		note(s, base->node, who, block, false, slice("", 0));
		if (other && who == OURS)
			note(s, to->node, who, block, true, slice("", 0));	/* theirs' place */
		else if (!other && node_is_in(s->m, base->node, OTHER(who)))
			note(s, to->node, who, block, true, made_of(s, OTHER(who), base));
	}
}

/* ---- carried, and changed on the way ---- */

#define LIKE_LEAST 0.6

/* The new row of a side in another item that is most like it. */
static bool find_like(const Search *s, Who who, const Where *base, Where *out)
{
	Slice was = row_bytes(s, BASE, base);
	double best = 0;

	for (size_t i = 0; i < s->m->nodes.len; i++) {
		const Rows *r = &s->body[who][i].rows;
		RowMatch match;

		if (i == base->node || !s->body[who][i].read || slice_eq(node_body(s->m, i, BASE), node_body(s->m, i, who)))
			continue;
		rows_match(&s->body[BASE][i].rows, r, &match);
		for (size_t k = 0; k < r->v.len; k++) {
			Where w = { i, k, 1 };
			double like = match.of[k] < 0 && r->v.v[k].kind == s->body[BASE][base->node].rows.v.v[base->row].kind ?
			    text_similarity(was, row_bytes(s, who, &w)) : 0;

			if (like >= LIKE_LEAST && like > best) {
				best = like;
				*out = w;
			}
		}
		row_match_free(&match);
	}
	return best > 0;
}

/* Both changed it, and one of them carried it elsewhere: joined there, unless that cannot be. */
static void join_carried(Search *s, Who who, const Where *base, const Where *to, Slice others)
{
	Slice text[MERGE_SIDES], block = row_bytes(s, who, to);
	BodyMoves none = { 0 };
	BodyTold told;
	Str joined = STR_EMPTY;

	text[BASE] = row_bytes(s, BASE, base);
	text[who] = block;
	text[OTHER(who)] = others;
	body_join(text, &none, CHOICE_TEXT, &joined, &told);
	if (!told.clash) {
		note(s, base->node, who, text[BASE], false, slice("", 0));
		note(s, to->node, who, block, true, merge_keep(s->m, str_slice(&joined)));
	}
	str_free(&joined);
}

static void look_for_changed(Search *s, size_t node, Who who)
{
	const Rows *was = &s->body[BASE][node].rows, *now = &s->body[who][node].rows, *others = &s->body[OTHER(who)][node].rows;
	RowMatch match, other;

	if (!node_is_in(s->m, node, who) || !node_is_in(s->m, node, OTHER(who)))
		return;
	rows_match(was, now, &match);
	rows_match(was, others, &other);
	for (size_t i = 0; i < was->v.len; i++) {
		Where base = { node, i, 1 }, to = { 0 };
		ptrdiff_t k = other.to[i];

		if (match.to[i] < 0 && k >= 0 && others->v.v[k].fold != was->v.v[i].fold && !only(s, who, was->v.v[i].fold) &&
		    has_words(row_bytes(s, BASE, &base)) && find_like(s, who, &base, &to))
			join_carried(s, who, &base, &to, slice_sub(others->text, others->v.v[k].from, others->v.v[k].end));
	}
	row_match_free(&match);
	row_match_free(&other);
}

void merge_blocks(Merge *m)
{
	Search s = { .m = m, .folds = intern_new() };

	for EACH(who)
		s.body[who] = mem_alloc_n(m->nodes.len + 1, sizeof *s.body[who]);
	for (size_t i = 0; i < m->nodes.len; i++)
		for (Who who = BASE; who <= THEIRS && is_touched(m, i); who++)
			read_body(&s, i, who);
	for (size_t i = 0; i < m->nodes.len; i++)
		for (Who who = OURS; who <= THEIRS && s.body[BASE][i].read; who++)
			look_for_changed(&s, i, who);
	for (uint32_t fold = 0; fold < intern_count(s.folds); fold++)	/* what was noted first counts */
		look_at(&s, fold);
	for EACH(who) {
		for (size_t i = 0; i < m->nodes.len; i++) {
			if (!s.body[who][i].read)
				continue;
			VEC_FREE(&s.body[who][i].rows.v);
			sentences_free(&s.body[who][i].sentences);
		}
		free(s.body[who]);
		VEC_FREE(&s.at[who]);
	}
	intern_free(s.folds);
}
