/* Wrapping. */
#include "tui/kit/lines.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"

/* Bytes of the next row of text in so many columns, and where the one after it begins. */
static size_t row_bytes(Slice text, const unsigned char *brk, size_t from, int cols, size_t *next)
{
	size_t end = from, last = 0;
	int width = 0;
	while (end < text.len) {
		if (end > from && brk[end] == BRK_MUST)
			break;
		if (end > from && brk[end] == BRK_MAY)
			last = end;
		size_t n = utf8_grapheme(text, end);
		width += utf8_cluster_width(slice(text.p + end, n));
		if (width > cols && text.p[end] != ' ') {
			end = last ? last : end > from ? end : end + n;
			break;
		}
		end += n;
	}
	*next = end;
	while (end > from && (text.p[end - 1] == ' ' || text.p[end - 1] == '\n'))
		end--;
	return end - from;
}

/* a NULL: only counts. */
static int wrap(Slice text, int cols, const Area *a, int row, int col, Role role)
{
	Str safe = STR_EMPTY;
	int rows = 0;
	utf8_gate(text, GATE_LINES, &safe);
	text = str_slice(&safe);
	unsigned char *brk = mem_alloc(text.len + 1);
	utf8_breaks(text, brk);
	for (size_t at = 0; at < text.len; rows++) {
		size_t next, n = row_bytes(text, brk, at, cols > 0 ? cols : 1, &next);
		if (a)
			area_put(*a, row + rows, col, slice(text.p + at, n), role);
		at = next;
	}
	str_free(&safe);
	free(brk);
	return rows ? rows : 1;
}

int lines_count(Slice text, int cols)
{
	return wrap(text, cols, NULL, 0, 0, ROLE_TEXT);
}

int lines_put(Area a, int row, int col, Slice text, Role role)
{
	return wrap(text, a.cols - col - 1, &a, row, col, role);
}
