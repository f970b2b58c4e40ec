/* Drawing into cells: nothing unsafe gets there, wide characters stay whole, nothing is drawn outside. */
#include "tap.h"
#include "base/utf8.h"
#include "tui/term/surface.h"

static void row_is(const Surface *s, int row, const char *want, const char *name)
{
	Str got = STR_EMPTY;
	surface_row_text(s, row, &got);
	is_str(str_c(&got), want, "%s", name);
	str_free(&got);
}

static bool cell_is_whole(const Surface *s, int row, int col)
{
	const Cell *c = surface_cell(s, row, col);
	if (c->cols == 2)
		return col + 1 < s->cols && surface_cell(s, row, col + 1)->cols == 0;
	if (c->cols == 0)
		return col > 0 && surface_cell(s, row, col - 1)->cols == 2;
	return c->cols == 1;
}

static void check_cells(const Surface *s, int round)
{
	for (int r = 0; r < s->rows; r++) {
		for (int c = 0; c < s->cols; c++) {
			const Cell *cell = surface_cell(s, r, c);
			Slice text = slice(cell->text, cell->len);
			law(cell_is_whole(s, r, c), "round %d: half a character at %d,%d", round, r, c);
			law(utf8_valid(text), "round %d: bad UTF-8", round);
			for (size_t i = 0; i < text.len;) {
				uint32_t cp;
				i += utf8_next(text.p + i, text.len - i, &cp);
				law(cp >= ' ' && !(cp >= 0x7f && cp < 0xa0) && !(cp >= 0x202a && cp <= 0x202e), "round %d: U+%04X", round, (unsigned)cp);
			}
		}
	}
}

static void test_hostile(void)
{
	static const char *const bits[] = { "a", "\x1b[2J", "\r", "\b", "\xe6\xbc\xa2", "\xcc\x81", "\xff", "\xc3", "\xe2\x80\xae", "\xc2\x9b", "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7",
		"\xc2\xad", "\t", "\n", "\x7f", " ", NULL };
	Surface s = { 0 };
	surface_init(&s, 4, 21);
	for (int i = 0; i < 2000; i++) {
		Str t = STR_EMPTY;
		for (unsigned n = rnd_below(20); n; n--)
			str_add_c(&t, rnd_pick(bits));
		Area a = area_part(surface_area(&s), (int)rnd_below(4), (int)rnd_below(21), (int)rnd_below(5), (int)rnd_below(25));
		int col = (int)rnd_below(24) - 2, row = (int)rnd_below(6) - 1;
		switch (rnd_below(3)) {
		case 0: area_put(a, row, col, str_slice(&t), ROLE_TEXT); break;
		case 1: area_put_cut(a, row, col, (int)rnd_below(24), str_slice(&t), ROLE_TEXT); break;
		case 2: area_put_right(a, row, col, str_slice(&t), ROLE_TEXT); break;
		}
		area_cursor(a, row, col);
		law(s.cursor_row >= 0 && s.cursor_row < 4 && s.cursor_col >= 0 && s.cursor_col < 21, "round %d: the cursor left", i);
		check_cells(&s, i);
		str_free(&t);
	}
	surface_free(&s);
	law_done("whatever is put, cells are whole, safe and inside");
}

int main(void)
{
	Surface s = { 0 };
	surface_init(&s, 3, 10);
	Area a = surface_area(&s);
	is_int(area_put_c(a, 0, 0, "å漢b", ROLE_TITLE), 4, "columns taken");
	row_is(&s, 0, "å漢b", "a wide character");
	is_int(surface_cell(&s, 0, 1)->role, ROLE_TITLE, "its role");
	area_put_c(a, 0, 2, "x", ROLE_TEXT);
	row_is(&s, 0, "å xb", "half written over, it goes");
	area_put_c(a, 1, 8, "漢字", ROLE_TEXT);
	row_is(&s, 1, "        漢", "what does not fit is left out");
	area_put_cut(a, 2, 0, 6, SLICE_LIT("abc defgh"), ROLE_TEXT);
	row_is(&s, 2, "abc d…", "cut");
	area_put_cut(a, 2, 0, 5, SLICE_LIT("abc defgh"), ROLE_TEXT);
	row_is(&s, 2, "abc…d…", "cut before a blank");
	is_int(area_put_right(a, 0, 10, SLICE_LIT("34 %"), ROLE_TEXT), 6, "at the right");
	Area part = area_part(a, 1, 2, 5, 5);
	is_int(part.rows * 100 + part.cols, 205, "a part is clipped");
	area_put_c(part, 0, 3, "wxyz", ROLE_TEXT);
	row_is(&s, 1, "     wx 漢", "a part cuts");
	area_put_c(a, 1, 0, "a\x1b[31m\rb", ROLE_TEXT);
	Str row = STR_EMPTY;
	surface_row_text(&s, 1, &row);
	ok(!strchr(str_c(&row), '\x1b') && strstr(str_c(&row), "^["), "control bytes are made visible");
	str_free(&row);
	surface_free(&s);
	test_hostile();
	return tap_done();
}
