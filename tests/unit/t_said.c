/* What is said at the lower edge: all of it can be read, however small the window. */
#include <stdio.h>

#include "tap.h"
#include "tui/said.h"

#define WORDS 60

static int words_on(const Surface *s, bool seen[WORDS + 1])
{
	Str row = STR_EMPTY;
	int n = 0;

	for (int r = 0; r < s->rows; r++) {
		str_clear(&row);
		surface_row_text(s, r, &row);
		for (int w = 1; w <= WORDS; w++) {
			char word[16];

			snprintf(word, sizeof word, "ord%02d", w);
			if (slice_find(str_slice(&row), slice_c(word), 0) >= 0) {
				n += !seen[w];
				seen[w] = true;
			}
		}
	}
	str_free(&row);
	return n;
}

static void all_can_be_read(void)
{
	Surface s = { 0 };
	Str words = STR_EMPTY;

	for (int w = 1; w <= WORDS; w++)
		str_printf(&words, "ord%02d ", w);
	for (int rows = 2; rows < 12; rows++) {
		Said said = { 0 };
		bool seen[WORDS + 1] = { false };
		int n, turns = 0;

		surface_init(&s, rows, 20 + 5 * rows);
		said_set(&said, str_slice(&words));
		said_draw(&said, surface_area(&s), SLICE_LIT("PageDown"));
		n = words_on(&s, seen);
		while (said_turn(&said) && turns++ < WORDS) {
			surface_clear(&s);
			said_draw(&said, surface_area(&s), SLICE_LIT("PageDown"));
			n += words_on(&s, seen);
		}
		law(n == WORDS, "%d rows: %d words", rows, n);
		law(turns < WORDS, "%d rows: an end", rows);
		said_free(&said);
	}
	law_done("every word is on one of the turns");
	surface_free(&s);
	str_free(&words);
}

static void what_fits(void)
{
	Said said = { 0 };
	Surface s = { 0 };
	Str row = STR_EMPTY;

	surface_init(&s, 2, 30);
	said_note(&said, SLICE_LIT("En gren."));
	said_set(&said, SLICE_LIT("Och mer."));
	is_int(said_rows(&said, 30), 1, "a row is enough");
	said_draw(&said, surface_area(&s), SLICE_LIT("PageDown"));
	surface_row_text(&s, 0, &row);
	is_str(str_c(&row), " En gren. Och mer.", "what was noted stands before it");
	ok(!said_turn(&said), "and no more is promised");
	said_set(&said, SLICE_LIT("ett två tre fyra fem sex sju åtta nio tio elva tolv tretton"));
	said_draw(&said, area_part(surface_area(&s), 0, 0, 2, 22), SLICE_LIT("PageDown"));
	str_clear(&row);
	surface_row_text(&s, 1, &row);
	is_str(str_c(&row), " PageDown shows 3 mor…", "what does not fit is told with the key");
	said_clear(&said);
	ok(!said_rows(&said, 30) && !said_turn(&said), "a key takes it all away");
	said_free(&said);
	surface_free(&s);
	str_free(&row);
}

int main(void)
{
	tap_scrub();
	all_can_be_read();
	what_fits();
	return tap_done();
}
