/* Rows that only moved are found, and doing the move to cells gives what the terminal then shows. */
#include <stdio.h>

#include "tap.h"
#include "tui/term/scroll.h"

#define ROWS 20
#define COLS 30

static void put_row(Surface *s, int row, unsigned n)
{
	char text[COLS];
	snprintf(text, sizeof text, "row number %u", n);
	area_put_c(surface_area(s), row, 0, text, ROLE_TEXT);
}

/* A title, a pane that shows lines from top on, a line of keys. */
static void pane(Surface *s, unsigned top, unsigned at)
{
	surface_init(s, ROWS, COLS);
	area_put_c(surface_area(s), 0, 0, "the title", ROLE_TITLE);
	for (int row = 2; row < ROWS - 2; row++)
		put_row(s, row, top + (unsigned)row);
	area_put_c(surface_area(s), 2 + (int)(at - top), 20, ">", ROLE_MARKER);
	area_put_c(surface_area(s), ROWS - 1, 0, "keys", ROLE_KEY);
}

static bool rows_equal(const Surface *a, const Surface *b, int row)
{
	return memcmp(surface_cell(a, row, 0), surface_cell(b, row, 0), COLS * sizeof(Cell)) == 0;
}

static int rows_to_send(const Surface *was, const Surface *now)
{
	int n = 0;
	for (int r = 0; r < ROWS; r++)
		n += !rows_equal(was, now, r);
	return n;
}

int main(void)
{
	Surface a = { 0 }, b = { 0 };
	Scrolled s;
	pane(&a, 100, 105);
	pane(&b, 100, 106);
	ok(!scroll_find(&a, &b, &s), "a mark that moves is no scrolling");
	for (int i = 0; i < 500; i++) {
		unsigned from = 100 + rnd_below(50), to = from + rnd_below(11), at = to + 2 + rnd_below(3);
		if (rnd_one_in(2)) {
			unsigned swap = from;
			from = to;
			to = swap;
			at = from + 2;
		}
		int by = (int)to - (int)from;
		pane(&a, from, from + 3);
		pane(&b, to, to + (at - to) % 8);
		int before = rows_to_send(&a, &b);
		bool found = scroll_find(&a, &b, &s);
		law(!by || found, "%u to %u: not found", from, to);
		if (!found)
			continue;
		law(s.by == by, "%u to %u: found %d", from, to, s.by);
		law(s.from >= 1 && s.to <= ROWS - 1, "%u to %u: rows %d to %d hold the frame", from, to, s.from, s.to);
		scroll_apply(&a, s);
		law(rows_to_send(&a, &b) < before, "%u to %u: nothing is saved", from, to);
		law(rows_equal(&a, &b, 0) && rows_equal(&a, &b, ROWS - 1), "%u to %u: the frame moved", from, to);
	}
	law_done("a pane that moved is found, and its frame is left alone");
	surface_free(&a);
	surface_free(&b);
	return tap_done();
}
