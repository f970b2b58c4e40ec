/*
 * Joining bodies.  A row of base that a side lacks was taken away, or, where others stand in the gap that it left, replaced by them;
 * what only one side did to a row is done, whatever the other did to its neighbours.
 */
#include "issue/merge_body.h"

#include <stdlib.h>

#include "issue/item_write.h"
#include "issue/merge_hunks.h"
#include "issue/merge_rows.h"

#define BASE MERGE_BASE
#define OURS MERGE_OURS
#define THEIRS MERGE_THEIRS

/* One level of the joining: a body's blocks, or a block's lines. */
typedef struct {
	const Rows *rows;	/* by version */
	RowMatch m[MERGE_SIDES];	/* base → this; not for base itself */
	bool *clash;		/* by row of base */
	MergeChoice how;
	const BodyMoves *moves;
	uint32_t *moved;	/* by move: its fold */
	Intern *folds;
	Arena *arena;
	BodyTold *told;
	Pieces *out;
} Join;

static Slice row_bytes(const Rows *r, size_t i)
{
	return slice_sub(r->text, r->v.v[i].from, r->v.v[i].end);
}

static bool same_fold(const Join *j, MergeSide a, ptrdiff_t x, MergeSide b, ptrdiff_t y)
{
	return j->rows[a].v.v[x].fold == j->rows[b].v.v[y].fold;
}

static bool is_gone(const Join *j, MergeSide who, size_t row)
{
	return j->m[who].to[row] < 0;
}

static bool is_changed(const Join *j, MergeSide who, size_t row)
{
	ptrdiff_t at = j->m[who].to[row];

	return at >= 0 && !same_fold(j, BASE, (ptrdiff_t)row, who, at);
}

static void add_piece(Join *j, Slice bytes, MergeSide who, const ptrdiff_t at[MERGE_SIDES])
{
	Piece *p = VEC_ADD(j->out);

	*p = (Piece){ .bytes = bytes, .who = who, .at = { at[BASE], at[OURS], at[THEIRS] } };
}

/* How the side carried a block that reads so. */
static const BodyMove *move_of(const Join *j, MergeSide who, uint32_t fold, bool here)
{
	for (size_t i = 0; j->moves && i < j->moves->len; i++)
		if (j->moves->v[i].who == who && j->moves->v[i].here == here && j->moved[i] == fold)
			return &j->moves->v[i];
	return NULL;
}

static bool went_away(const Join *j, MergeSide who, size_t row)
{
	return move_of(j, who, j->rows[BASE].v.v[row].fold, false) != NULL;
}

static void add_own(Join *j, MergeSide who, size_t row)
{
	const BodyMove *m = move_of(j, who, j->rows[who].v.v[row].fold, true);
	ptrdiff_t at[MERGE_SIDES] = { -1, -1, -1 };

	if (m && !m->instead.len)
		return;
	at[who] = (ptrdiff_t)row;
	add_piece(j, m ? m->instead : row_bytes(&j->rows[who], row), who, at);
}

/* ---- one row that all three have ---- */

static Slice keep(Join *j, const Str *s)
{
	return slice(arena_dup(j->arena, str_c(s), s->len), s->len);
}

static void add_hunk(const Hunk *h, const Rows inner[MERGE_SIDES], Pieces *out)
{
	MergeSide who = h->kind == HUNK_OURS ? OURS : THEIRS;
	bool same = h->kind == HUNK_SAME;

	if (same)
		who = bytes_whose(row_bytes(&inner[BASE], h->from[BASE]), row_bytes(&inner[OURS], h->from[OURS]), row_bytes(&inner[THEIRS], h->from[THEIRS]));
	for (size_t i = 0; i < h->to[who] - h->from[who]; i++) {
		Piece *p = VEC_ADD(out);

		*p = (Piece){ .bytes = row_bytes(&inner[who], h->from[who] + i), .who = who, .at = { -1, -1, -1 } };
		for (MergeSide side = BASE; side < MERGE_SIDES; side++)
			if (side == who || same || (h->kind == HUNK_ALIKE && side != BASE))
				p->at[side] = (ptrdiff_t)(h->from[side] + i);
	}
}

/* A paragraph, by sentences; false: both changed the same, or neighbours. */
static bool join_sentences(Join *j, const Rows inner[MERGE_SIDES], Str *out)
{
	ThreeRows three;
	uint32_t *folds[MERGE_SIDES];
	Hunks hunks = { 0 };
	Pieces pieces = { 0 };
	bool good = true;

	for (MergeSide who = BASE; who < MERGE_SIDES; who++) {
		three.n[who] = inner[who].v.len;
		three.v[who] = folds[who] = mem_alloc_n(three.n[who] + 1, sizeof *folds[who]);
		for (size_t i = 0; i < three.n[who]; i++)
			folds[who][i] = inner[who].v.v[i].fold;
	}
	hunks_read(&three, &hunks);
	for (size_t i = 0; i < hunks.len; i++) {
		good = good && hunks.v[i].kind != HUNK_CLASH;
		if (good)
			add_hunk(&hunks.v[i], inner, &pieces);
	}
	if (good)
		pieces_put(&pieces, inner, SLICE_LIT(" "), out);
	j->told->sentences = j->told->sentences || good;
	VEC_FREE(&pieces);
	VEC_FREE(&hunks);
	for (MergeSide who = BASE; who < MERGE_SIDES; who++)
		free(folds[who]);
	return good;
}

static void join_rows(Join *j);

#define WORDS_LEAST 4	/* a line of fewer may well be meant twice */

static size_t words_in(Slice s)
{
	size_t n = 1;

	for (size_t i = 0; i < s.len; i++)
		n += s.p[i] == ' ';
	return n;
}

static size_t times(const Rows *r, uint32_t fold)
{
	size_t n = 0;

	for (size_t i = 0; i < r->v.len; i++)
		n += r->v.v[i].fold == fold;
	return n;
}

/* What both put into the item, or the list, at two places, stands once: where theirs has it. */
static void drop_twins(const Rows rows[MERGE_SIDES], Pieces *p)
{
	for (size_t i = 0; i < p->len; i++) {
		const Piece *o = &p->v[i];
		const Row *r = o->who == OURS && o->at[OURS] >= 0 && o->at[THEIRS] < 0 ? &rows[OURS].v.v[o->at[OURS]] : NULL;
		bool twice = false;

		if (!r || words_in(o->bytes) < WORDS_LEAST || times(&rows[BASE], r->fold) || times(&rows[OURS], r->fold) != 1 || times(&rows[THEIRS], r->fold) != 1)
			continue;
		for (size_t k = 0; k < p->len; k++)
			twice = twice || (k != i && p->v[k].at[THEIRS] >= 0 && rows[THEIRS].v.v[p->v[k].at[THEIRS]].fold == r->fold);
		if (twice) {
			memmove(&p->v[i], &p->v[i + 1], (p->len - i - 1) * sizeof p->v[0]);
			p->len--;
			i--;
		}
	}
}

static void join_lines(const Join *j, const Rows inner[MERGE_SIDES], Str *out)
{
	Pieces pieces = { 0 };
	Join in = { .rows = inner, .how = j->how, .folds = j->folds, .arena = j->arena, .told = j->told, .out = &pieces };

	join_rows(&in);
	if (j->how != CHOICE_BOTH)
		drop_twins(inner, &pieces);
	pieces_put(&pieces, inner, slice_c(text_nl(inner[OURS].text)), out);
	VEC_FREE(&pieces);
}

/* A block that both changed; false: it is a clash as a whole. */
static bool join_inside(Join *j, const ptrdiff_t at[MERGE_SIDES], Slice *out)
{
	Rows inner[MERGE_SIDES];
	RowKind kind = j->rows[BASE].v.v[at[BASE]].kind;
	Str s = STR_EMPTY;
	bool good = true;

	if (kind == ROW_LINE || kind == ROW_TITLE || kind == ROW_SENTENCE)
		return false;
	for (MergeSide who = BASE; who < MERGE_SIDES; who++)
		rows_inside(&j->rows[who], (size_t)at[who], j->folds, &inner[who]);
	if (kind == ROW_PARAGRAPH)
		good = join_sentences(j, inner, &s);
	else
		join_lines(j, inner, &s);
	*out = keep(j, &s);
	str_free(&s);
	for (MergeSide who = BASE; who < MERGE_SIDES; who++)
		VEC_FREE(&inner[who].v);
	return good;
}

/* false: both changed it, and it cannot be joined. */
static bool join_row(Join *j, size_t row, Slice *bytes, MergeSide *who)
{
	ptrdiff_t at[MERGE_SIDES] = { (ptrdiff_t)row, j->m[OURS].to[row], j->m[THEIRS].to[row] };
	bool ours = is_changed(j, OURS, row), theirs = is_changed(j, THEIRS, row);

	*who = ours ? OURS : THEIRS;
	if (ours && theirs && !same_fold(j, OURS, at[OURS], THEIRS, at[THEIRS]))
		return join_inside(j, at, bytes);
	if (ours == theirs)
		*who = bytes_whose(row_bytes(&j->rows[BASE], row), row_bytes(&j->rows[OURS], (size_t)at[OURS]), row_bytes(&j->rows[THEIRS], (size_t)at[THEIRS]));
	*bytes = row_bytes(&j->rows[*who], (size_t)at[*who]);
	return true;
}

/* ---- spots: what a side put before a row of base ---- */

static bool is_new(const Join *j, MergeSide who, size_t i)
{
	const RowMatch *m = &j->m[who];

	return i < m->ns && (m->of[i] < 0 || m->moved[m->of[i]]);
}

/* Behind the last row that the side left in its place; what stands in a gap is at the first spot of it. */
static size_t spot_of(const Join *j, MergeSide who, size_t row)
{
	const RowMatch *m = &j->m[who];

	while (row > 0 && (m->to[row - 1] < 0 || m->moved[row - 1]))
		row--;
	return row;
}

/* The rows [*from, *to) of a side at a spot. */
static void at_spot(const Join *j, MergeSide who, size_t row, size_t *from, size_t *to)
{
	*from = *to = 0;
	if (spot_of(j, who, row) != row)
		return;
	*from = *to = row ? (size_t)j->m[who].to[row - 1] + 1 : 0;
	while (is_new(j, who, *to))
		++*to;
}

/* ---- clashes ---- */

/* The rows [from, to) that a side took away one after the other, and the new ones that stand in their place. */
typedef struct {
	size_t from, to, first, last;
} Gap;

static Gap gap_at(const Join *j, MergeSide who, size_t row)
{
	const RowMatch *m = &j->m[who];
	Gap g = { row, row, 0, 0 };

	while (g.from > 0 && m->to[g.from - 1] < 0)
		g.from--;
	while (g.to < m->nb && m->to[g.to] < 0)
		g.to++;
	at_spot(j, who, spot_of(j, who, g.from), &g.first, &g.last);
	while (g.first < g.last && m->of[g.last - 1] >= 0)
		g.last--;
	return g;
}

static bool is_replaced(const Join *j, MergeSide who, size_t row)
{
	Gap g;

	if (!is_gone(j, who, row))
		return false;
	g = gap_at(j, who, row);
	return g.first < g.last;
}

static bool clashes_alone(Join *j, size_t row)
{
	Slice bytes;
	MergeSide who;
	BodyTold told = *j->told;
	bool good;

	if (is_gone(j, OURS, row) && is_gone(j, THEIRS, row))
		return is_replaced(j, OURS, row) && is_replaced(j, THEIRS, row);
	if ((is_gone(j, OURS, row) && went_away(j, OURS, row)) || (is_gone(j, THEIRS, row) && went_away(j, THEIRS, row)))
		return false;
	if (is_gone(j, OURS, row) || is_gone(j, THEIRS, row))
		return is_changed(j, OURS, row) || is_changed(j, THEIRS, row);
	good = join_row(j, row, &bytes, &who);
	*j->told = told;
	return !good;
}

/* Both put the same in the place of the same: no clash. */
static bool replaced_alike(const Join *j, size_t row)
{
	Gap a = gap_at(j, OURS, row), b = gap_at(j, THEIRS, row);

	if (a.from != b.from || a.to != b.to || a.last - a.first != b.last - b.first)
		return false;
	for (size_t i = 0; i < a.last - a.first; i++)
		if (!same_fold(j, OURS, (ptrdiff_t)(a.first + i), THEIRS, (ptrdiff_t)(b.first + i)))
			return false;
	return true;
}

/* What a side replaced as one is decided as one. */
static bool widen(Join *j)
{
	bool more = false;

	for (size_t i = 0; i < j->m[OURS].nb; i++) {
		for (MergeSide who = OURS; j->clash[i] && who <= THEIRS; who++) {
			Gap g = gap_at(j, who, i);

			for (size_t k = g.from; is_replaced(j, who, i) && k < g.to; k++) {
				more = more || !j->clash[k];
				j->clash[k] = true;
			}
		}
	}
	return more;
}

static void find_clashes(Join *j)
{
	for (size_t i = 0; i < j->m[OURS].nb; i++) {
		j->clash[i] = clashes_alone(j, i);
		if (j->clash[i] && is_gone(j, OURS, i) && is_gone(j, THEIRS, i))
			j->clash[i] = !replaced_alike(j, i);
		j->told->clash = j->told->clash || j->clash[i];
	}
	while (widen(j))
		;
}

/* ---- in the order of the result ---- */

/* Something new on that side, or a row of base that it moved there. */
static void add_new(Join *j, MergeSide who, size_t i)
{
	ptrdiff_t base = j->m[who].of[i];
	MergeSide other = who == OURS ? THEIRS : OURS, from;
	ptrdiff_t at[MERGE_SIDES] = { -1, -1, -1 };
	Slice bytes;

	if (base < 0) {
		add_own(j, who, i);
		return;
	}
	if (j->clash[base] || is_gone(j, other, (size_t)base) || (who == OURS && j->m[THEIRS].moved[base]))
		return;		/* taken away by the other, or moved by both: then theirs' place */
	if (!join_row(j, (size_t)base, &bytes, &from))
		return;
	at[who] = (ptrdiff_t)i;
	add_piece(j, bytes, who, at);
}

/* Two new paragraphs that have a sentence in common are one, written in two ways. */
static bool is_rival(const Join *j, size_t ours, size_t theirs)
{
	const Row *o = &j->rows[OURS].v.v[ours], *t = &j->rows[THEIRS].v.v[theirs];

	if (o->kind != ROW_PARAGRAPH || t->kind != ROW_PARAGRAPH || o->fold == t->fold)
		return false;
	for (size_t i = o->first; i < o->last; i++)
		for (size_t k = t->first; k < t->last; k++)
			if (slice_eq(j->rows[OURS].sentences->all.v[i].fold, j->rows[THEIRS].sentences->all.v[k].fold))
				return true;
	return false;
}

/* Is this one of theirs or ours to stand beside, or in the place of, its rival at the same spot? */
static bool gives_way(Join *j, MergeSide who, size_t row, const size_t from[MERGE_SIDES], const size_t to[MERGE_SIDES])
{
	MergeSide other = who == OURS ? THEIRS : OURS;

	for (size_t i = from[other]; i < to[other]; i++) {
		if (j->m[other].of[i] >= 0 || !is_rival(j, who == OURS ? row : i, who == OURS ? i : row))
			continue;
		j->told->clash = true;
		return j->how != CHOICE_BOTH && (j->how == CHOICE_THEIRS) == (who == OURS);
	}
	return false;
}

/* Rows that both put there once; theirs, then ours.  hunk: of those sides it belongs to the clash behind it. */
static void add_spot(Join *j, size_t row, const bool hunk[MERGE_SIDES])
{
	size_t from[MERGE_SIDES], to[MERGE_SIDES];
	bool added[MERGE_SIDES] = { false };

	for (MergeSide who = OURS; who <= THEIRS; who++)
		at_spot(j, who, row, &from[who], &to[who]);
	for (MergeSide who = THEIRS; who >= OURS; who--) {
		for (size_t i = from[who]; i < to[who] && !hunk[who]; i++) {
			bool fresh = j->m[who].of[i] < 0, twice = false;

			for (size_t k = from[THEIRS]; k < to[THEIRS] && who == OURS && fresh && !hunk[THEIRS]; k++)
				twice = twice || (j->m[THEIRS].of[k] < 0 && same_fold(j, OURS, (ptrdiff_t)i, THEIRS, (ptrdiff_t)k));
			if (twice || (fresh && !hunk[OURS] && !hunk[THEIRS] && gives_way(j, who, i, from, to)))
				continue;
			added[who] = added[who] || fresh;
			add_new(j, who, i);
		}
	}
	j->told->both_added = j->told->both_added || (added[OURS] && added[THEIRS]);
}

/* What a side has of rows that clash. */
static void add_side(Join *j, MergeSide who, size_t row, size_t to, bool hunk)
{
	const RowMatch *m = &j->m[who];

	for (size_t i = row; i < to; i++) {
		size_t a, b;

		at_spot(j, who, i, &a, &b);
		for (; a < b && (i > row || hunk); a++)
			add_new(j, who, a);
		if (m->to[i] >= 0) {
			ptrdiff_t at[MERGE_SIDES] = { -1, -1, -1 };

			at[who] = m->to[i];
			add_piece(j, row_bytes(&j->rows[who], (size_t)m->to[i]), who, at);
		}
	}
}

static size_t add_clash(Join *j, size_t row)
{
	bool hunk[MERGE_SIDES] = { false, is_replaced(j, OURS, row), is_replaced(j, THEIRS, row) };
	size_t to = row;

	while (to < j->m[OURS].nb && j->clash[to])
		to++;
	add_spot(j, row, hunk);
	if (j->how == CHOICE_THEIRS || j->how == CHOICE_BOTH)
		add_side(j, THEIRS, row, to, hunk[THEIRS]);
	if (j->how != CHOICE_THEIRS)
		add_side(j, OURS, row, to, hunk[OURS]);
	return to;
}

static void add_row(Join *j, size_t row)
{
	ptrdiff_t at[MERGE_SIDES] = { (ptrdiff_t)row, j->m[OURS].to[row], j->m[THEIRS].to[row] };
	MergeSide who;
	Slice bytes;

	if (is_gone(j, OURS, row) || is_gone(j, THEIRS, row) || j->m[OURS].moved[row] || j->m[THEIRS].moved[row])
		return;
	if (join_row(j, row, &bytes, &who))
		add_piece(j, bytes, who, at);
}

static void join_rows(Join *j)
{
	static const bool outside[MERGE_SIDES] = { false };
	size_t n = j->rows[BASE].v.len;

	for (MergeSide who = OURS; who <= THEIRS; who++)
		rows_match(&j->rows[BASE], &j->rows[who], &j->m[who]);
	j->clash = mem_alloc_n(n + 1, sizeof *j->clash);
	find_clashes(j);
	for (size_t i = 0; i <= n;) {
		if (i < n && j->clash[i]) {
			i = add_clash(j, i);
			continue;
		}
		add_spot(j, i, outside);
		if (i < n)
			add_row(j, i);
		i++;
	}
	for (MergeSide who = OURS; who <= THEIRS; who++)
		row_match_free(&j->m[who]);
	free(j->clash);
}

/* ---- bodies ---- */

static Slice without_tail(Slice s)
{
	return slice_sub(s, 0, text_tail(s, 0));
}

/* Two line ends, as the text has them. */
static Slice blank_line(Slice text, Arena *a)
{
	const char *nl = text_nl(text);
	Str s = STR_EMPTY;
	Slice out;

	str_printf(&s, "%s%s", nl, nl);
	out = slice(arena_dup(a, s.p, s.len), s.len);
	str_free(&s);
	return out;
}

static uint32_t fold_of(Slice block, Intern *folds)
{
	Sentences s;
	Rows r;
	uint32_t fold = UINT32_MAX;

	sentences_read(block, &s);
	rows_blocks(block, &s, folds, &r);
	if (r.v.len == 1)
		fold = r.v.v[0].fold;
	VEC_FREE(&r.v);
	sentences_free(&s);
	return fold;
}

void body_join(const Slice text[MERGE_SIDES], const BodyMoves *moves, MergeChoice how, Str *out, BodyTold *told)
{
	Sentences sentences[MERGE_SIDES];
	Rows rows[MERGE_SIDES];
	Pieces pieces = { 0 };
	Join j = { .rows = rows, .how = how, .moves = moves, .told = told, .out = &pieces };

	*told = (BodyTold){ 0 };
	if (moves->len)
		j.moved = mem_alloc_n(moves->len, sizeof *j.moved);
	if (!moves->len && (slice_eq(text[BASE], text[OURS]) || slice_eq(text[BASE], text[THEIRS]) || slice_eq(text[OURS], text[THEIRS]))) {
		str_add_slice(out, slice_eq(text[BASE], text[OURS]) ? text[THEIRS] : text[OURS]);
		return;
	}
	j.folds = intern_new();
	j.arena = arena_new();
	for (MergeSide who = BASE; who < MERGE_SIDES; who++) {
		Slice s = without_tail(text[who]);

		sentences_read(s, &sentences[who]);
		rows_blocks(s, &sentences[who], j.folds, &rows[who]);
	}
	for (size_t i = 0; i < moves->len; i++)
		j.moved[i] = fold_of(moves->v[i].block, j.folds);
	join_rows(&j);
	if (how != CHOICE_BOTH)
		drop_twins(rows, &pieces);
	pieces_put(&pieces, rows, blank_line(text[OURS], j.arena), out);
	VEC_FREE(&pieces);
	for (MergeSide who = BASE; who < MERGE_SIDES; who++) {
		VEC_FREE(&rows[who].v);
		sentences_free(&sentences[who]);
	}
	intern_free(j.folds);
	arena_free(j.arena);
	free(j.moved);
}

void body_add_both(Slice ours, Slice theirs, Str *out)
{
	Arena *arena = arena_new();
	Intern *folds = intern_new();
	Sentences so, st;
	Rows o, t;

	sentences_read(without_tail(ours), &so);
	sentences_read(without_tail(theirs), &st);
	rows_blocks(without_tail(ours), &so, folds, &o);
	rows_blocks(without_tail(theirs), &st, folds, &t);
	str_add_slice(out, without_tail(theirs));
	for (size_t i = 0; i < o.v.len; i++) {
		bool has = false;

		for (size_t k = 0; k < t.v.len; k++)
			has = has || t.v.v[k].fold == o.v.v[i].fold;
		if (has)
			continue;
		if (text_tail(str_slice(out), 0) > 0)
			str_add_slice(out, blank_line(theirs, arena));
		str_add_slice(out, row_bytes(&o, i));
	}
	VEC_FREE(&o.v);
	VEC_FREE(&t.v);
	sentences_free(&so);
	sentences_free(&st);
	intern_free(folds);
	arena_free(arena);
}
