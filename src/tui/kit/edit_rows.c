/* Soft-wrapped rows of a text. */
#include "tui/kit/edit_rows.h"

#include "base/mem.h"
#include "base/utf8.h"
#include "text/motion.h"

#include <stdlib.h>

#define TAB_COLUMNS 4

/* One letter of its own; of the rest the gate may write something out (a control of direction), which then takes columns. */
static bool is_shown_as_it_is(Slice cluster)
{
	uint32_t cp;
	size_t n = utf8_next(cluster.p, cluster.len, &cp);

	return n == cluster.len && cp >= ' ' && cp != 0xfffd && utf8_cluster_width(cluster) > 0 && (cp < 0x7f || cp >= 0xa0);
}

static int gated_width(Slice cluster)
{
	Str shown = STR_EMPTY;
	int width;

	utf8_gate(cluster, GATE_LINE, &shown);
	width = (int)utf8_width(str_slice(&shown));
	str_free(&shown);
	return width;
}

static int cluster_columns(Slice text, size_t at, size_t next, int col)
{
	Slice cluster = slice_sub(text, at, next);

	if (text.p[at] == '\t')
		return TAB_COLUMNS - col % TAB_COLUMNS;
	return is_shown_as_it_is(cluster) ? utf8_cluster_width(cluster) : gated_width(cluster);
}

int edit_column(Slice text, size_t from, size_t at)
{
	int col = 0;

	for (size_t i = from, next; i < at; i = next) {
		next = motion_next(text, i);
		col += cluster_columns(text, i, next, col);
	}
	return col;
}

size_t edit_place(Slice text, EditRow row, int col)
{
	/* The end of a row that goes on below is the beginning of the next one. */
	size_t end = row.last || row.to == row.from ? row.to : motion_back(text, row.to);
	size_t i = row.from, next;
	int have = 0;

	while (i < end) {
		next = motion_next(text, i);
		have += cluster_columns(text, i, next, have);
		if (have > col)
			break;
		i = next;
	}
	return i;
}

/* The end of the row that begins at from: at the last place where a line may break, or in a word that is wider than a row. */
static size_t row_end(Slice text, size_t from, size_t to, const unsigned char *brk, size_t base, int cols)
{
	size_t i = from, next, fits = 0;
	int col = 0;

	while (i < to) {
		bool blank = text.p[i] == ' ';

		next = motion_next(text, i);
		col += cluster_columns(text, i, next, col);
		/* Blanks before a break may hang over the edge; nobody sees them. */
		if (col > cols && !blank)
			return fits ? fits : i > from ? i : next;
		if (next < to && brk[next - base] != BRK_NO)
			fits = next;
		i = next;
	}
	return to;
}

void edit_rows(Slice text, size_t from, size_t to, int cols, EditRows *out)
{
	unsigned char *brk = mem_alloc(to - from + 1);
	size_t at = from;

	utf8_breaks(slice_sub(text, from, to), brk);
	do {
		size_t end = row_end(text, at, to, brk, from, cols);

		VEC_PUSH(out, ((EditRow){ at, end, end == to }));
		at = end;
	} while (at < to);
	free(brk);
}
