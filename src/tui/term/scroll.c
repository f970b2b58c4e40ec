/* Rows are compared by a hash; the shift under which most rows are found again wins. */
#include "tui/term/scroll.h"

#include <stdint.h>

#include "base/mem.h"

#include <stdlib.h>

#define SHIFT_MAX 40
#define GAIN_MIN 4	/* rows: below that, moving costs more than it saves */

static uint64_t row_hash(const Surface *s, int row)
{
	const unsigned char *p = (const unsigned char *)surface_cell(s, row, 0);
	uint64_t h = 1469598103934665603u;
	for (size_t i = 0; i < (size_t)s->cols * sizeof(Cell); i++)
		h = (h ^ p[i]) * 1099511628211u;
	return h;
}

static uint64_t *hashes(const Surface *s)
{
	uint64_t *h = mem_alloc_n((size_t)s->rows, sizeof *h);
	for (int r = 0; r < s->rows; r++)
		h[r] = row_hash(s, r);
	return h;
}

static bool is_blank(const Surface *s, int row)
{
	for (int c = 0; c < s->cols; c++)
		if (surface_cell(s, row, c)->len)
			return false;
	return true;
}

/* How many rows this shift finds again that stand elsewhere now; the region is from the first to the last of them. */
static int gain(const Surface *now, const uint64_t *was, const uint64_t *is, int by, Scrolled *out)
{
	int n = 0, first = -1, last = -1;
	for (int r = 0; r < now->rows; r++) {
		int from = r + by;
		if (from < 0 || from >= now->rows || is[r] != was[from] || is_blank(now, r))
			continue;
		first = first < 0 ? r : first;
		last = r;
		n += is[r] != was[r];
	}
	for (int r = first; r <= last && first >= 0; r++)
		n -= is[r] == was[r] && !is_blank(now, r);	/* those would have to be sent again */
	*out = (Scrolled){ by > 0 ? first : first + by, by > 0 ? last + by + 1 : last + 1, by };
	return n;
}

bool scroll_find(const Surface *was, const Surface *now, Scrolled *out)
{
	uint64_t *a = hashes(was), *b = hashes(now);
	int best = GAIN_MIN - 1;
	bool found = false;
	for (int by = -SHIFT_MAX; by <= SHIFT_MAX; by++) {
		Scrolled s;
		int n = by && abs(by) < now->rows ? gain(now, a, b, by, &s) : 0;
		if (n > best) {
			best = n;
			*out = s;
			found = true;
		}
	}
	free(a);
	free(b);
	return found;
}

static void clear_row(Surface *s, int row)
{
	for (int c = 0; c < s->cols; c++)
		s->cells[(size_t)row * (size_t)s->cols + (size_t)c] = (Cell){ .cols = 1 };
}

void scroll_apply(Surface *s, Scrolled by)
{
	size_t cols = (size_t)s->cols;
	for (int i = 0; i < by.to - by.from; i++) {
		int row = by.by > 0 ? by.from + i : by.to - 1 - i, from = row + by.by;
		if (from >= by.from && from < by.to)
			memcpy(&s->cells[(size_t)row * cols], &s->cells[(size_t)from * cols], cols * sizeof(Cell));
		else
			clear_row(s, row);
	}
}
