/* Comparing tables: columns are known by their heads, rows by their cells in the columns that both have. */
#include <stdlib.h>

#include "base/lcs.h"
#include "issue/diff_blocks.h"
#include "issue/diff_words.h"

/* A column of the table that shows both: its place then and now, or -1. */
typedef struct {
	ptrdiff_t was, now;
} Column;

typedef struct {
	BlockDiff *d;
	VEC(Column) columns;
	bool same;		/* no column came or went */
} Table;

static void children(const Node *n, Nodes *out)
{
	for (Node *c = n ? n->first : NULL; c; c = c->next)
		VEC_PUSH(out, c);
}

/* ---- columns ---- */

static uint32_t *keys_of(BlockDiff *d, const Nodes *cells)
{
	uint32_t *keys = mem_alloc_n(cells->len + 1, sizeof *keys);

	for (size_t i = 0; i < cells->len; i++)
		keys[i] = block_key(d, cells->v[i]);
	return keys;
}

/* Between two columns that are the same: as many then as now are the same with other heads. */
static void add_columns(Table *t, size_t i, size_t i2, size_t k, size_t k2)
{
	bool renamed = i2 - i == k2 - k;

	for (; renamed && i < i2; i++, k++)
		VEC_PUSH(&t->columns, ((Column){ (ptrdiff_t)i, (ptrdiff_t)k }));
	for (; i < i2; i++)
		VEC_PUSH(&t->columns, ((Column){ (ptrdiff_t)i, -1 }));
	for (; k < k2; k++)
		VEC_PUSH(&t->columns, ((Column){ -1, (ptrdiff_t)k }));
}

static void columns_read(Table *t, const Node *was, const Node *now)
{
	Nodes a = { 0 }, b = { 0 };
	uint32_t *was_keys, *now_keys;
	LcsPair *pairs;
	size_t i = 0, k = 0, n;

	children(was->first, &a);
	children(now->first, &b);
	was_keys = keys_of(t->d, &a);
	now_keys = keys_of(t->d, &b);
	pairs = mem_alloc_n((a.len < b.len ? a.len : b.len) + 1, sizeof *pairs);
	n = lcs(was_keys, a.len, now_keys, b.len, pairs, &t->d->rough);
	for (size_t p = 0; p < n; p++) {
		add_columns(t, i, pairs[p].a, k, pairs[p].b);
		VEC_PUSH(&t->columns, ((Column){ (ptrdiff_t)pairs[p].a, (ptrdiff_t)pairs[p].b }));
		i = pairs[p].a + 1;
		k = pairs[p].b + 1;
	}
	add_columns(t, i, a.len, k, b.len);
	t->same = true;
	for (size_t c = 0; c < t->columns.len; c++)
		t->same = t->same && t->columns.v[c].was >= 0 && t->columns.v[c].now >= 0;
	VEC_FREE(&a);
	VEC_FREE(&b);
	free(was_keys);
	free(now_keys);
	free(pairs);
}

/* ---- rows ---- */

/* What stands in the columns that both have. */
static uint32_t row_key(const Table *t, const Node *row, bool then)
{
	Nodes cells = { 0 };
	Str s = STR_EMPTY;
	uint32_t key;

	children(row, &cells);
	str_add_c(&s, "\x02");
	for (size_t i = 0; i < t->columns.len; i++) {
		ptrdiff_t c = then ? t->columns.v[i].was : t->columns.v[i].now;

		if (t->columns.v[i].was >= 0 && t->columns.v[i].now >= 0)
			str_printf(&s, "%lld ", (size_t)c < cells.len ? (long long)block_key(t->d, cells.v[c]) : -1);
	}
	key = intern_put(t->d->keys, str_slice(&s));
	str_free(&s);
	VEC_FREE(&cells);
	return key;
}

static uint32_t *row_keys(const Table *t, const Nodes *rows, bool then)
{
	uint32_t *keys = mem_alloc_n(rows->len + 1, sizeof *keys);

	for (size_t i = 0; i < rows->len; i++)
		keys[i] = row_key(t, rows->v[i], then);
	return keys;
}

static void mark_cell(Node *cell, Mark mark)
{
	cell->mark = mark;
	for (Node *n = cell->first; n; n = n->next)
		n->mark = mark;
}

static Node *empty_cell(Doc *d, const Node *like, Mark mark)
{
	Node *n = doc_node(d, NODE_CELL);

	n->align = like ? like->align : ALIGN_NONE;
	n->from = n->to = like ? like->from : 0;
	n->mark = mark;
	return n;
}

/* The row of now (or a copy of one of then: no row of now) gets the cells of all columns. */
static void set_cells(const Table *t, const Node *was, Node *row, bool of_now)
{
	Doc *d = t->d->doc;
	Nodes a = { 0 }, b = { 0 };

	children(was, &a);
	children(row, &b);
	for (size_t i = 0; i < b.len; i++)
		doc_unlink(b.v[i]);
	for (size_t i = 0; i < t->columns.len; i++) {
		Column c = t->columns.v[i];
		ptrdiff_t own = of_now ? c.now : c.was;
		Node *cell = own >= 0 && (size_t)own < b.len ? b.v[own] : NULL;

		if (own < 0 && of_now && was && (size_t)c.was < a.len) {
			cell = block_copy(d, a.v[c.was], row->from);
			mark_cell(cell, MARK_REMOVED);
		} else if (!cell) {
			cell = empty_cell(d, row, own >= 0 ? MARK_NONE : of_now ? MARK_REMOVED : MARK_ADDED);
		} else if (of_now && was && c.was < 0) {
			mark_cell(cell, MARK_ADDED);
		}
		doc_append(row, cell);
	}
	VEC_FREE(&a);
	VEC_FREE(&b);
}

static void cells_compare(const Table *t, const Node *was, Node *now)
{
	Nodes a = { 0 }, b = { 0 };

	children(was, &a);
	children(now, &b);
	for (size_t i = 0; i < t->columns.len; i++) {
		Column c = t->columns.v[i];

		if (c.was < 0 || c.now < 0 || (size_t)c.was >= a.len || (size_t)c.now >= b.len ||
		    block_key(t->d, a.v[c.was]) == block_key(t->d, b.v[c.now]))
			continue;
		if (!words_mark(t->d->doc, a.v[c.was], b.v[c.now], t->d->words, &t->d->rough))
			now->mark = MARK_CHANGED;
	}
	VEC_FREE(&a);
	VEC_FREE(&b);
}

static void row_gone(const Table *t, const Node *was, Cursor *c)
{
	Node *copy;

	blocks_gone(t->d, was, c);
	copy = c->at;
	if (!t->same)
		set_cells(t, NULL, copy, false);
}

static void row_compare(const Table *t, const Node *was, Node *now, bool equal)
{
	if (!was) {
		now->mark = MARK_ADDED;
		VEC_PUSH(&t->d->come, now);
	} else if (!equal) {
		cells_compare(t, was, now);
	}
	if (!t->same)
		set_cells(t, was, now, true);
}

/* ---- rows that moved while columns changed ---- */

/* Something stands in it, in the columns that both have. */
static bool says(const Table *t, const Node *row)
{
	Nodes cells = { 0 };
	bool any = false;

	children(row, &cells);
	for (size_t i = 0; i < t->columns.len && !any; i++) {
		ptrdiff_t c = t->columns.v[i].now;

		any = t->columns.v[i].was >= 0 && c >= 0 && (size_t)c < cells.len && cells.v[c]->first;
	}
	VEC_FREE(&cells);
	return any;
}

/*
 * Of rows that are in no pair those that are the same in the columns that both have; by now, the one of then or -1.  Where no column came or went
 * rows are found with all other blocks (diff_moved.c), since they are the same as a whole.
 */
static ptrdiff_t *moved_rows(const Table *t, const Pairing *p)
{
	ptrdiff_t *from = mem_alloc_n(p->now->len + 1, sizeof *from);
	size_t *first = mem_alloc_n(intern_count(t->d->keys) + 1, sizeof *first);	/* by key: a row of then and 1, the next by next */
	size_t *next = mem_alloc_n(p->was->len + 1, sizeof *next);
	unsigned char *paired = mem_alloc(p->was->len + 1);

	for (size_t k = 0; k < p->now->len; k++) {
		from[k] = -1;
		if (p->pair[k] >= 0)
			paired[p->pair[k]] = 1;
	}
	for (size_t i = p->was->len; i-- > 0 && !t->same;)
		if (!paired[i]) {
			next[i] = first[p->was_keys[i]];
			first[p->was_keys[i]] = i + 1;
		}
	for (size_t k = 0; k < p->now->len && !t->same; k++) {
		size_t i = p->pair[k] < 0 && says(t, p->now->v[k]) ? first[p->now_keys[k]] : 0;

		if (i == 0)
			continue;
		from[k] = (ptrdiff_t)i - 1;
		first[p->now_keys[k]] = next[i - 1];
	}
	free(first);
	free(next);
	free(paired);
	return from;
}

static void row_moved(const Table *t, const Node *was, Node *now)
{
	row_compare(t, was, now, true);
	now->mark = MARK_MOVED;
}

/* Rows below the head. */
static void rows_compare(const Table *t, const Nodes *was, const Nodes *now, Cursor c)
{
	uint32_t *was_keys = row_keys(t, was, true), *now_keys = row_keys(t, now, false);
	Pairing p = { was, now, was_keys, now_keys, mem_alloc_n(now->len + 1, sizeof *p.pair) };
	unsigned char *left = mem_alloc(was->len + 1);	/* it moved */
	ptrdiff_t *from;
	size_t i = 0;

	blocks_pair(t->d, &p);
	from = moved_rows(t, &p);
	for (size_t k = 0; k < now->len; k++)
		if (from[k] >= 0)
			left[from[k]] = 1;
	for (size_t k = 0, next = 0; k < now->len; k++) {
		const Node *then = p.pair[k] >= 0 ? was->v[p.pair[k]] : NULL;

		for (next = next > k ? next : k; next < now->len && p.pair[next] < 0;)
			next++;
		for (size_t end = next < now->len ? (size_t)p.pair[next] : was->len; i < end; i++)
			if (!left[i])
				row_gone(t, was->v[i], &c);
		if (from[k] >= 0)
			row_moved(t, was->v[from[k]], now->v[k]);
		else
			row_compare(t, then, now->v[k], then && was_keys[i] == now_keys[k]);
		c.at = now->v[k];
		i += then != NULL;
	}
	for (; i < was->len; i++)
		if (!left[i])
			row_gone(t, was->v[i], &c);
	free(was_keys);
	free(now_keys);
	free(p.pair);
	free(from);
	free(left);
}

void table_compare(BlockDiff *d, const Node *was, Node *now)
{
	Table t = { .d = d };
	Nodes a = { 0 }, b = { 0 };

	columns_read(&t, was, now);
	children(was, &a);
	children(now, &b);
	if (a.len > 0 && b.len > 0) {
		Nodes rows_then = { a.v + 1, a.len - 1, 0 }, rows_now = { b.v + 1, b.len - 1, 0 };

		row_compare(&t, a.v[0], b.v[0], false);
		rows_compare(&t, &rows_then, &rows_now, (Cursor){ now, b.v[0] });
	}
	VEC_FREE(&a);
	VEC_FREE(&b);
	VEC_FREE(&t.columns);
}
