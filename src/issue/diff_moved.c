/* What moved: a block that is gone in one place and has come in another is one block. */
#include <stdlib.h>

#include "base/utf8.h"
#include "base/words.h"
#include "issue/diff_blocks.h"
#include "issue/similar.h"

#define WORDS_LEAST 3		/* shorter blocks are the same by accident, but within their own list or table */
#define WORDS_ALIKE 8		/* words from which a block that moved may have been edited too */
#define LIKE_LEAST 0.6		/* as rule R1 asks across files */
#define PAIRS_MAX 40000		/* gone times come that are compared word by word */
#define EXCERPT_COLS 40

typedef struct {
	size_t gone, come;
	double like;
} Move;

typedef struct {
	BlockDiff *d;
	size_t gone, come;	/* how many there are; comparing what moved may find more */
	Bag *gone_bags, *come_bags;
	unsigned char *gone_done, *come_done;
} Moves;

/* ---- the line at the old place ---- */

/* Its first words. */
static void excerpt(Slice line, Str *out)
{
	size_t fit = utf8_fit(line, EXCERPT_COLS), end = fit;

	while (fit < line.len && end > 0 && line.p[end] != ' ')
		end--;
	str_add_slice(out, slice_trim(slice_sub(line, 0, end > 0 ? end : fit)));
	if (fit < line.len)
		str_add_c(out, " …");
}

void moved_away(BlockDiff *d, const Node *was, Slice what, bool down, Cursor *c)
{
	Str s = STR_EMPTY, cut = STR_EMPTY;
	Node *note, *item = NULL;
	size_t place = c->at ? c->at->to : c->parent->from;

	excerpt(slice_trim(what), &cut);
	str_printf(&s, down ? _("“%s” is further down now") : _("“%s” is further up now"), str_c(&cut));
	note = doc_text(d->doc, NODE_NOTE, str_slice(&s));
	note->mark = MARK_AWAY;
	note->from = note->to = place;
	if (was->kind == NODE_LISTITEM) {
		item = block_copy(d->doc, was, place);
		while (item->first)
			doc_unlink(item->first);
		doc_append(item, note);
	}
	blocks_put(d, item ? item : note, was->parent, c);
	str_free(&s);
	str_free(&cut);
}

static void leave_line(BlockDiff *d, const GoneBlock *g, const Node *come)
{
	Cursor c = { g->copy->parent, g->copy->prev };
	Node *list = g->copy->parent;
	Str words = STR_EMPTY;

	if (g->was->kind != NODE_ROW) {
		doc_words(g->was, &words);
		for (size_t i = 0; i < words.len; i++)
			if (words.p[i] == '\n')
				words.p[i] = ' ';
		doc_unlink(g->copy);
		moved_away(d, g->was, str_slice(&words), come->from >= g->copy->from, &c);
	} else {
		doc_unlink(g->copy);
	}
	if (list->kind == NODE_LIST && !list->first)
		doc_unlink(list);
	str_free(&words);
}

/* ---- pairs ---- */

static bool may_move(const Node *n)
{
	return n->kind != NODE_HEADING && n->kind != NODE_RULE && n->kind != NODE_NOTE;
}

static bool may_be(const Moves *m, size_t g, size_t c)
{
	const Node *copy = m->d->gone.v[g].copy, *come = m->d->come.v[c];

	return copy->kind == come->kind && (copy->kind != NODE_ROW || copy->parent == come->parent);
}

static bool is_weighty(const Moves *m, size_t g, size_t c, size_t least)
{
	return m->come_bags[c].len >= least || (least == WORDS_LEAST && m->d->gone.v[g].copy->parent == m->d->come.v[c]->parent &&
	    m->d->come.v[c]->kind != NODE_PARA && m->come_bags[c].len > 0);
}

static void take(Moves *m, size_t g, size_t c, bool equal)
{
	BlockDiff *d = m->d;
	Node *n = d->come.v[c];
	GoneBlock gone = d->gone.v[g];

	m->gone_done[g] = m->come_done[c] = 1;
	n->mark = MARK_NONE;
	if (!equal)
		block_compare(d, gone.was, n);
	n->mark = MARK_MOVED;
	number_then(gone.was, n);
	leave_line(d, &gone, n);
}

static void take_equal(Moves *m)
{
	size_t nkeys, *first, *next = mem_alloc_n(m->gone + 1, sizeof *next);
	uint32_t *keys = mem_alloc_n(m->gone + 1, sizeof *keys), *come = mem_alloc_n(m->come + 1, sizeof *come);

	for (size_t g = 0; g < m->gone; g++)
		keys[g] = block_key(m->d, m->d->gone.v[g].was);
	for (size_t c = 0; c < m->come; c++)
		come[c] = block_key(m->d, m->d->come.v[c]);
	nkeys = intern_count(m->d->keys);
	first = mem_alloc_n(nkeys + 1, sizeof *first);	/* by key: a gone one's number and 1, then by next */
	for (size_t g = m->gone; g-- > 0;)
		if (may_move(m->d->gone.v[g].was)) {
			next[g] = first[keys[g]];
			first[keys[g]] = g + 1;
		}
	for (size_t c = 0; c < m->come; c++) {
		size_t g = first[come[c]];

		if (g == 0 || !may_be(m, g - 1, c) || !is_weighty(m, g - 1, c, WORDS_LEAST))
			continue;
		first[come[c]] = next[g - 1];
		take(m, g - 1, c, true);
	}
	free(first);
	free(next);
	free(keys);
	free(come);
}

static int by_likeness(const void *a, const void *b)
{
	const Move *x = a, *y = b;

	if (x->like != y->like)
		return x->like > y->like ? -1 : 1;
	if (x->come != y->come)
		return x->come < y->come ? -1 : 1;
	return x->gone < y->gone ? -1 : x->gone > y->gone;
}

static size_t count_left(const unsigned char *done, const Bag *bags, size_t n)
{
	size_t left = 0;

	for (size_t i = 0; i < n; i++)
		left += !done[i] && bags[i].len >= WORDS_ALIKE;
	return left;
}

/* Only whole prose: what is below it is compared from within. */
static bool may_be_like(const Moves *m, size_t g, size_t c)
{
	const Node *n = m->d->come.v[c];

	return !m->gone_done[g] && !m->come_done[c] && m->gone_bags[g].len >= WORDS_ALIKE && m->come_bags[c].len >= WORDS_ALIKE &&
	    (n->kind == NODE_PARA || n->kind == NODE_LISTITEM || n->kind == NODE_QUOTE) && may_be(m, g, c);
}

static void take_alike(Moves *m)
{
	VEC(Move) moves = { 0 };

	if (count_left(m->gone_done, m->gone_bags, m->gone) * count_left(m->come_done, m->come_bags, m->come) > PAIRS_MAX)
		return;
	for (size_t g = 0; g < m->gone; g++)
		for (size_t c = 0; c < m->come; c++) {
			double like = may_be_like(m, g, c) ? bag_similarity(&m->gone_bags[g], &m->come_bags[c]) : 0;

			if (like >= LIKE_LEAST)
				VEC_PUSH(&moves, ((Move){ g, c, like }));
		}
	if (moves.len > 0)
		qsort(moves.v, moves.len, sizeof moves.v[0], by_likeness);
	for (size_t i = 0; i < moves.len; i++)
		if (!m->gone_done[moves.v[i].gone] && !m->come_done[moves.v[i].come])
			take(m, moves.v[i].gone, moves.v[i].come, false);
	VEC_FREE(&moves);
}

static void bag_of(BlockDiff *d, const Node *n, Bag *out)
{
	Str s = STR_EMPTY;

	doc_words(n, &s);
	bag_read(str_slice(&s), d->words, out);
	str_free(&s);
}

void moved_find(BlockDiff *d)
{
	Moves m = { .d = d, .gone = d->gone.len, .come = d->come.len };

	if (m.gone == 0 || m.come == 0)
		return;
	m.gone_bags = mem_alloc_n(m.gone, sizeof *m.gone_bags);
	m.come_bags = mem_alloc_n(m.come, sizeof *m.come_bags);
	m.gone_done = mem_alloc(m.gone);
	m.come_done = mem_alloc(m.come);
	for (size_t g = 0; g < m.gone; g++)
		bag_of(d, d->gone.v[g].was, &m.gone_bags[g]);
	for (size_t c = 0; c < m.come; c++)
		bag_of(d, d->come.v[c], &m.come_bags[c]);
	take_equal(&m);
	take_alike(&m);
	for (size_t g = 0; g < m.gone; g++)
		VEC_FREE(&m.gone_bags[g]);
	for (size_t c = 0; c < m.come; c++)
		VEC_FREE(&m.come_bags[c]);
	free(m.gone_bags);
	free(m.come_bags);
	free(m.gone_done);
	free(m.come_done);
}
