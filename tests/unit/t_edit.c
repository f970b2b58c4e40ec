/* Editing text on the screen: rows, the cursor's way through them, the part that may be changed. */
#include "tap.h"
#include "text/motion.h"
#include "tui/kit/edit.h"
#include "tui/kit/edit_rows.h"

#include <string.h>

static void key(Edit *e, uint32_t code)
{
	BufferEdit out;
	bool changed = false;

	edit_key(e, &(Key){ .code = code }, &out, &changed);
}

static void type(Edit *e, const char *s)
{
	for (; *s; s++)
		key(e, (uint32_t)(unsigned char)*s);
}

static void command(Edit *e, Cmd c)
{
	BufferEdit out;
	bool changed = false;

	edit_command(e, c, &out, &changed);
}

static void draw(Edit *e, Surface *s)
{
	surface_clear(s);
	edit_draw(e, surface_area(s));
}

static void is_row(const Surface *s, int row, const char *want, const char *name)
{
	Str t = STR_EMPTY;

	surface_row_text(s, row, &t);
	is_str(str_c(&t), want, "%s", name);
	str_free(&t);
}

static void only_the_part(void)
{
	Slice text = SLICE_LIT("## Ett\n\nText.\n\n## Två\n\nMer.\n");
	Edit e;

	edit_begin(&e, text, 0, 13);
	command(&e, CMD_BOTTOM);
	type(&e, " Slut.");
	is_slice(buffer_text(e.buffer), SLICE_LIT("## Ett\n\nText. Slut.\n\n## Två\n\nMer.\n"), "typing at the end of the part");
	command(&e, CMD_DOWN);
	command(&e, CMD_RIGHT);
	is_int((long)e.cursor, 19, "the cursor does not leave it");
	for (int i = 0; i < 40; i++)
		key(&e, K_BACKSPACE);
	is_slice(buffer_text(e.buffer), SLICE_LIT("\n\n## Två\n\nMer.\n"), "nor does deleting");
	while (buffer_changed(e.buffer))
		command(&e, CMD_UNDO);
	is_slice(buffer_text(e.buffer), text, "undo gives all back");
	is_int((long)e.to, 13, "and the part its size");
	edit_end(&e);
}

static void rows_wrap(void)
{
	Slice text = SLICE_LIT("Budgeten för nästa år är klar och skickas ut.\nNy rad.");
	Surface s = { 0 };
	Edit e;

	surface_init(&s, 5, 24);	/* 20 columns of text */
	edit_begin(&e, text, 0, text.len);
	draw(&e, &s);
	is_row(&s, 0, "   Budgeten för nästa", "a row is broken between words");
	is_row(&s, 1, "   år är klar och", "and the next");
	is_row(&s, 3, "   Ny rad.", "a line begins a row");
	is_int(s.cursor_row, 0, "the cursor is on the first");
	is_int(s.cursor_col, EDIT_MARGIN, "at its beginning");
	command(&e, CMD_DOWN);
	draw(&e, &s);
	is_int(s.cursor_row, 1, "one row down");
	command(&e, CMD_LINE_END);
	draw(&e, &s);
	is_int(s.cursor_row, 2, "the line's end is in its last row");
	command(&e, CMD_DOWN);
	draw(&e, &s);
	is_int(s.cursor_row, 3, "down into the next line");
	command(&e, CMD_UP);
	draw(&e, &s);
	is_int(s.cursor_row, 2, "and up again");
	is_int(s.cursor_col, EDIT_MARGIN + 11, "to the same column");
	edit_end(&e);
	surface_free(&s);
}

/* Every row fits, the rows are the line, and the cursor is drawn wherever it may stand. */
static void row_laws(void)
{
	static const char *const bits[] = { "a", "å", "bo ", "lång ", "\xc2\xa0", "-", "\t", "sammansättningar", "\xe6\xbc\xa2", "e\xcc\x81", " ", NULL };

	for (int round = 0; round < tap_rounds(400); round++) {
		Str t = STR_EMPTY;
		EditRows rows = { 0 };
		int cols = 4 + (int)rnd_below(30);
		size_t at = 0;
		bool good = true;

		for (unsigned i = rnd_below(40); i > 0; i--)
			str_add_c(&t, rnd_pick(bits));
		edit_rows(str_slice(&t), 0, t.len, cols, &rows);
		for (size_t i = 0; i < rows.len; i++) {
			size_t end = rows.v[i].to;

			good = good && rows.v[i].from == at;
			at = end;
			while (end > rows.v[i].from && t.p[end - 1] == ' ')
				end--;
			good = good && (edit_column(str_slice(&t), rows.v[i].from, end) <= cols ||
			    motion_next(str_slice(&t), rows.v[i].from) >= end);
		}
		law(good && at == t.len && rows.len > 0, "round %d", round);
		VEC_FREE(&rows);
		str_free(&t);
	}
	law_done("rows cover the line and fit");
}

static void cursor_is_always_drawn(void)
{
	Slice text = SLICE_LIT("# Rubrik\n\nEn rad som är lång nog för att brytas några gånger om.\n\n- punkt\n\tindragen\n\nSlut\n");
	Surface s = { 0 };
	Edit e;

	surface_init(&s, 3, 20);
	edit_begin(&e, text, 0, text.len);
	for (int i = 0; i < 400; i++) {
		static const Cmd cmds[] = { CMD_UP, CMD_DOWN, CMD_LEFT, CMD_RIGHT, CMD_PAGE_DOWN, CMD_PAGE_UP, CMD_LINE_END, CMD_TOP, CMD_BOTTOM };

		if (rnd_one_in(6))
			type(&e, "ord ");
		command(&e, cmds[rnd_below(sizeof cmds / sizeof *cmds)]);
		s.cursor_seen = false;
		draw(&e, &s);
		law(s.cursor_seen && s.cursor_row < 3, "step %d", i);
	}
	law_done("the cursor is on the screen after every command");
	edit_end(&e);
	surface_free(&s);
}

static void finding(void)
{
	Slice text = SLICE_LIT("Budget ett.\nMer om BUDGETEN.\nÅr och ar.\n");
	Edit e;

	edit_begin(&e, text, 0, text.len);
	is_int((long)edit_find(&e, SLICE_LIT("budget")), 2, "found whatever the case");
	is_int((long)edit_hit(&e), 1, "the first is under the cursor");
	edit_find_step(&e, false);
	is_int((long)edit_hit(&e), 2, "the next");
	edit_find_step(&e, false);
	is_int((long)edit_hit(&e), 1, "and round");
	edit_find_step(&e, true);
	is_int((long)edit_hit(&e), 2, "and back");
	is_int((long)edit_find(&e, SLICE_LIT("år")), 1, "å is not a");
	edit_end(&e);
}

static void cut_and_put(void)
{
	Slice text = SLICE_LIT("ett\ntvå\ntre\n");
	Edit e;

	edit_begin(&e, text, 0, text.len);
	command(&e, CMD_CUT);
	command(&e, CMD_CUT);
	is_slice(buffer_text(e.buffer), SLICE_LIT("tre\n"), "two lines cut");
	command(&e, CMD_BOTTOM);
	command(&e, CMD_PUT);
	is_slice(buffer_text(e.buffer), SLICE_LIT("tre\nett\ntvå\n"), "both put elsewhere");
	is_int((long)edit_words(&e), 3, "words are counted");
	edit_end(&e);
	text = SLICE_LIT("  Kl. 6.05 fanns e\u0301n å-bro – 漢字!");
	edit_begin(&e, text, 0, text.len);
	is_int((long)edit_words(&e), 8, "with marks, digits and other scripts");
	edit_end(&e);
}

static void windows_lines(void)
{
	Slice text = SLICE_LIT("ett\r\ntvå\r\n");
	Edit e;

	edit_begin(&e, text, 0, text.len);
	command(&e, CMD_LINE_END);
	key(&e, K_ENTER);
	is_slice(buffer_text(e.buffer), SLICE_LIT("ett\r\n\r\ntvå\r\n"), "a new line ends as the others do");
	key(&e, K_BACKSPACE);
	is_slice(buffer_text(e.buffer), text, "and is one thing to delete");
	edit_end(&e);
}

/* What the gate writes out takes its columns: nothing behind it is written over. */
static void what_is_written_out(void)
{
	Slice text = SLICE_LIT("fem\u202esex\tsju\n");
	Edit e;
	Surface s = { 0 };

	surface_init(&s, 6, 60);
	edit_begin(&e, text, 0, text.len);
	command(&e, CMD_LINE_END);
	draw(&e, &s);
	is_row(&s, 0, "   fem<U+202E>sex  sju", "a control of direction is seen, and the tab behind it is");
	is_int(s.cursor_col, EDIT_MARGIN + 19, "and the cursor stands behind them");
	edit_end(&e);
	surface_free(&s);
}

/* A window that grows shows more, not the same with emptiness below. */
static void growing_window(void)
{
	Slice text = SLICE_LIT("ett\ntvå\ntre\nfyra\nfem\nsex");
	Edit e;
	Surface s = { 0 };

	surface_init(&s, 3, 40);
	edit_begin(&e, text, 0, text.len);
	command(&e, CMD_BOTTOM);
	draw(&e, &s);
	is_row(&s, 0, "   fyra", "the end, in a small window");
	surface_init(&s, 8, 40);
	draw(&e, &s);
	is_row(&s, 0, "   ett", "all of it in a larger one");
	is_int(s.cursor_row, 5, "the cursor on its row");
	surface_init(&s, 4, 40);
	draw(&e, &s);
	is_row(&s, 0, "   tre", "and as much as there is room for");
	edit_end(&e);
	surface_free(&s);
}

/* Rows are laid out anew only from the change on: they are those of a text that came so. */
static void rows_after_changes(void)
{
	static const char *const bits[] = { "a", "ord", " ", "   ", "långt-sammansatt", "\n", "漢字", ". ", "(x) ", "\t", "\u0301", "1 000" };

	for (int round = 0; round < tap_rounds(150); round++) {
		Edit e, fresh;
		Surface s = { 0 }, t = { 0 };
		bool same = true;

		surface_init(&s, 9, 24);
		surface_init(&t, 9, 24);
		edit_begin(&e, SLICE_LIT("En rad som är längre än fönstret är brett, mycket längre än så. Och en mening till."), 0, 85);
		e.to = buffer_text(e.buffer).len;
		for (int i = 0; i < 40 && same; i++) {
			BufferEdit out;
			bool changed = false;
			const char *bit = bits[rnd_below(sizeof bits / sizeof *bits)];

			for (unsigned n = rnd_below(12); n > 0; n--)
				command(&e, rnd_one_in(2) ? CMD_LEFT : CMD_WORD_LEFT);
			for (unsigned n = rnd_below(12); n > 0; n--)
				command(&e, rnd_one_in(2) ? CMD_RIGHT : CMD_DOWN);
			draw(&e, &s);
			if (rnd_one_in(3))
				key(&e, rnd_one_in(2) ? K_BACKSPACE : K_DELETE);
			else if (rnd_one_in(6))
				command(&e, rnd_one_in(2) ? CMD_UNDO : CMD_CUT);
			else
				edit_key(&e, &(Key){ .code = K_PASTE, .text = slice_c(bit) }, &out, &changed);
			draw(&e, &s);
			edit_begin(&fresh, buffer_text(e.buffer), 0, e.to);
			fresh.cursor = e.cursor;
			fresh.top = e.top;
			draw(&fresh, &t);
			for (int row = 0; row < s.rows; row++)
				same = same && memcmp(surface_cell(&s, row, 0), surface_cell(&t, row, 0), (size_t)s.cols * sizeof(Cell)) == 0;
			same = same && s.cursor_row == t.cursor_row && s.cursor_col == t.cursor_col;
			edit_end(&fresh);
		}
		law(same, "round %d", round);
		edit_end(&e);
		surface_free(&s);
		surface_free(&t);
	}
	law_done("rows after any run of changes are those of the text");
}

int main(void)
{
	only_the_part();
	rows_wrap();
	row_laws();
	cursor_is_always_drawn();
	finding();
	cut_and_put();
	windows_lines();
	what_is_written_out();
	growing_window();
	rows_after_changes();
	return tap_done();
}
