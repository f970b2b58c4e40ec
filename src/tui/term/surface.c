/* Drawing into cells. */
#include "tui/term/surface.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"

#define MARKS_MAX 5	/* code points in a cell: what a terminal library holds */

void surface_init(Surface *s, int rows, int cols)
{
	free(s->cells);
	s->rows = rows > 0 ? rows : 1;
	s->cols = cols > 0 ? cols : 1;
	s->cells = mem_alloc_n((size_t)s->rows * (size_t)s->cols, sizeof *s->cells);
	surface_clear(s);
}

void surface_clear(Surface *s)
{
	size_t n = (size_t)s->rows * (size_t)s->cols;
	memset(s->cells, 0, n * sizeof *s->cells);
	for (size_t i = 0; i < n; i++)
		s->cells[i].cols = 1;
	s->cursor_row = s->rows - 1;
	s->cursor_col = 0;
	s->cursor_seen = false;
}

void surface_free(Surface *s)
{
	free(s->cells);
	*s = (Surface){ 0 };
}

static Cell *cell_at(const Surface *s, int row, int col)
{
	return &s->cells[(size_t)row * (size_t)s->cols + (size_t)col];
}

const Cell *surface_cell(const Surface *s, int row, int col)
{
	return cell_at(s, row, col);
}

void surface_copy(Surface *to, const Surface *from)
{
	if (to->rows != from->rows || to->cols != from->cols || !to->cells)
		surface_init(to, from->rows, from->cols);
	memcpy(to->cells, from->cells, (size_t)from->rows * (size_t)from->cols * sizeof *from->cells);
	to->cursor_row = from->cursor_row;
	to->cursor_col = from->cursor_col;
	to->cursor_seen = from->cursor_seen;
}

void surface_row_text(const Surface *s, int row, Str *out)
{
	size_t end = out->len;
	for (int col = 0; col < s->cols; col++) {
		const Cell *c = cell_at(s, row, col);
		if (c->len)
			str_add(out, c->text, c->len);
		else if (c->cols)
			str_add_char(out, ' ');
		if (c->len && !(c->len == 1 && c->text[0] == ' '))
			end = out->len;
	}
	str_truncate(out, end);
}

Area surface_area(Surface *s)
{
	return (Area){ s, 0, 0, s->rows, s->cols };
}

static int clip(int v, int low, int high)
{
	return v < low ? low : v > high ? high : v;
}

Area area_part(Area a, int row, int col, int rows, int cols)
{
	row = clip(row, 0, a.rows);
	col = clip(col, 0, a.cols);
	return (Area){ a.s, a.row + row, a.col + col, clip(rows, 0, a.rows - row), clip(cols, 0, a.cols - col) };
}

/* A wide character loses its other half when one half is written over. */
static void cell_blank(Surface *s, int row, int col)
{
	Cell *c = cell_at(s, row, col);
	if (c->cols == 0 && col > 0)
		*cell_at(s, row, col - 1) = (Cell){ .cols = 1, .role = c->role };
	if (c->cols == 2 && col + 1 < s->cols)
		*cell_at(s, row, col + 1) = (Cell){ .cols = 1, .role = c->role };
	*c = (Cell){ .cols = 1 };
}

static unsigned char cluster_bytes(Slice cluster)
{
	size_t at = 0;
	for (int n = 0; n < MARKS_MAX && at < cluster.len; n++) {
		uint32_t cp;
		size_t len = utf8_next(cluster.p + at, cluster.len - at, &cp);
		if (at + len > CELL_BYTES)
			break;
		at += len;
	}
	return (unsigned char)at;
}

static void cell_set(Surface *s, int row, int col, Slice cluster, int cols, Role role)
{
	cell_blank(s, row, col);
	if (cols == 2) {
		cell_blank(s, row, col + 1);
		*cell_at(s, row, col + 1) = (Cell){ .cols = 0, .role = (unsigned char)role };
	}
	Cell *c = cell_at(s, row, col);
	c->len = cluster_bytes(cluster);
	memcpy(c->text, cluster.p, c->len);
	c->cols = (unsigned char)cols;
	c->role = (unsigned char)role;
}

static bool is_plain(Slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.p[i] < ' ' || text.p[i] > '~')
			return false;
	return true;
}

/* What may be shown of text; keep holds it if it had to be changed. */
static Slice gated(Slice text, Str *keep)
{
	if (is_plain(text))
		return text;
	utf8_gate(text, GATE_LINE, keep);
	return str_slice(keep);
}

static int put_gated(Area a, int row, int col, int max, Slice text, Role role)
{
	if (row < 0 || row >= a.rows || col < 0)
		return 0;
	int end = clip(col + max, col, a.cols), at = col;
	for (size_t i = 0; i < text.len;) {
		size_t n = utf8_grapheme(text, i);
		Slice cluster = slice(text.p + i, n);
		int cols = utf8_cluster_width(cluster);
		if (at + cols > end)
			break;
		if (cols > 0)
			cell_set(a.s, a.row + row, a.col + at, cluster, cols, role);
		at += cols;
		i += n;
	}
	return at - col;
}

int area_put(Area a, int row, int col, Slice text, Role role)
{
	Str keep = STR_EMPTY;
	int n = put_gated(a, row, col, a.cols, gated(text, &keep), role);
	str_free(&keep);
	return n;
}

int area_put_c(Area a, int row, int col, const char *text, Role role)
{
	return area_put(a, row, col, slice_c(text), role);
}

int area_put_cut(Area a, int row, int col, int max, Slice text, Role role)
{
	Str keep = STR_EMPTY;
	Slice safe = gated(text, &keep);
	int n = 0;
	max = clip(max, 0, a.cols - col);
	if ((size_t)max >= utf8_width(safe)) {
		n = put_gated(a, row, col, max, safe, role);
	} else if (max > 0) {
		size_t fits = utf8_fit(safe, (size_t)max - 1);
		while (fits && (safe.p[fits - 1] == ' ' || safe.p[fits - 1] == ','))
			fits--;
		n = put_gated(a, row, col, max - 1, slice(safe.p, fits), role);
		n += put_gated(a, row, col + n, 1, SLICE_LIT("…"), role);
	}
	str_free(&keep);
	return n;
}

int area_put_right(Area a, int row, int end, Slice text, Role role)
{
	int col = clip(end - area_width(text), 0, a.cols);
	area_put(a, row, col, text, role);
	return col;
}

void area_fill(Area a, int row, int col, int cols, const char *cluster, Role role)
{
	Slice text = slice_c(cluster);
	for (int i = 0; i < cols && col + i < a.cols; i++)
		put_gated(a, row, col + i, 1, text, role);
}

void area_role(Area a, int row, int col, int cols, Role role)
{
	if (row < 0 || row >= a.rows)
		return;
	for (int i = clip(col, 0, a.cols); i < clip(col + cols, 0, a.cols); i++)
		cell_at(a.s, a.row + row, a.col + i)->role = (unsigned char)role;
}

void area_cursor(Area a, int row, int col)
{
	if (a.rows <= 0 || a.cols <= 0)
		return;
	a.s->cursor_row = a.row + clip(row, 0, a.rows - 1);
	a.s->cursor_col = a.col + clip(col, 0, a.cols - 1);
	a.s->cursor_seen = true;
}

int area_width(Slice text)
{
	Str keep = STR_EMPTY;
	int n = (int)utf8_width(gated(text, &keep));
	str_free(&keep);
	return n;
}
