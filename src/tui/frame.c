/* Drawing the frame. */
#include "tui/frame.h"

#include "base/words.h"
#include "tui/kit/lines.h"

#define ROOMY 16		/* rows from which there is an empty row above and below the matter */
#define BAR_COLS 12

bool frame_fits(const Surface *s)
{
	return s->rows >= FRAME_ROWS_MIN && s->cols >= FRAME_COLS_MIN;
}

Frame frame_of(Surface *s, int bottom)
{
	Area all = surface_area(s);
	int room = s->rows >= ROOMY;
	if (bottom > s->rows - 4)
		bottom = s->rows - 4;
	return (Frame){
		.title = area_part(all, 0, 0, 1, s->cols),
		.body = area_part(all, 1 + room, 0, s->rows - 1 - 2 * room - bottom, s->cols),
		.bottom = area_part(all, s->rows - bottom, 0, bottom, s->cols),
	};
}

void frame_too_small(Surface *s)
{
	Area a = surface_area(s);
	Str text = STR_EMPTY;
	str_printf(&text, _("The window is %d by %d; blad needs at least %d by %d."), s->cols, s->rows, FRAME_COLS_MIN, FRAME_ROWS_MIN);
	frame_text(a, str_slice(&text), ROLE_TEXT);
	area_cursor(a, 0, 0);
	str_free(&text);
}

/* Too long, it is its first part that is cut: what stands behind a point is short and says what the place is. */
static void title_left(Area a, int room, Slice left)
{
	ptrdiff_t point = slice_find(left, SLICE_LIT(" · "), 0);
	Slice first = slice_sub(left, 0, point < 0 ? left.len : (size_t)point), rest = slice_sub(left, first.len, left.len);
	int width = area_width(rest), first_room = room - width;
	if (area_width(left) <= room || first_room < room / 2) {
		area_put_cut(a, 0, FRAME_MARGIN, room, left, ROLE_BAR_STRONG);
		return;
	}
	int col = FRAME_MARGIN + area_put_cut(a, 0, FRAME_MARGIN, first_room, first, ROLE_BAR_STRONG);
	area_put(a, 0, col, rest, ROLE_BAR_STRONG);
}

void frame_title(Area a, Slice left, Slice right)
{
	int end = a.cols - FRAME_MARGIN, width = area_width(right), room = end - FRAME_MARGIN;
	if (width > room * 2 / 3)
		width = room * 2 / 3;
	area_fill(a, 0, 0, a.cols, " ", ROLE_BAR);
	if (right.len)
		area_put_cut(a, 0, end - width, width, right, ROLE_BAR);
	title_left(a, room - (right.len ? width + 2 : 0), left);
}

void frame_keys(Area a, const Keymap *m, const Cmd *cmds, size_t n, unsigned where)
{
	Hint hints[HINTS_MAX];
	size_t made = keymap_hints(m, cmds, n, where, a.cols - 2 * FRAME_MARGIN, hints);
	int col = FRAME_MARGIN, row = a.rows - 1;
	area_fill(a, row, 0, a.cols, " ", ROLE_BAR);
	for (size_t i = 0; i < made; i++) {
		col += area_put(a, row, col, str_slice(&hints[i].key), ROLE_KEY) + 1;
		col += area_put(a, row, col, str_slice(&hints[i].words), ROLE_BAR) + HINT_GAP;
	}
	hints_free(hints, made);
}

int frame_text_rows(Slice text, int cols)
{
	return lines_count(text, cols - 2 * FRAME_MARGIN);
}

void frame_text(Area a, Slice text, Role role)
{
	for (int row = 0; row < a.rows; row++)
		area_fill(a, row, 0, a.cols, " ", role);
	lines_put(a, 0, FRAME_MARGIN, text, role);
}

static int put_bar(Area a, int row, int col, size_t done, size_t total)
{
	size_t full = done * BAR_COLS / total;
	area_fill(a, row, col, (int)full, "━", ROLE_KEY);
	area_fill(a, row, col + (int)full, BAR_COLS - (int)full, "─", ROLE_BAR);
	return BAR_COLS;
}

void frame_progress(Area a, Slice doing, size_t done, size_t total)
{
	int row = a.rows - 1, col = FRAME_MARGIN;
	area_fill(a, row, 0, a.cols, " ", ROLE_BAR);
	int end = area_put_right(a, row, a.cols - FRAME_MARGIN, slice_c(_("Esc ends it safely")), ROLE_BAR);
	if (total) {
		Str percent = STR_EMPTY;
		done = done < total ? done : total;
		str_printf(&percent, "%zu %%", done * 100 / total);
		col += put_bar(a, row, col, done, total) + 1;
		col += area_put(a, row, col, str_slice(&percent), ROLE_BAR_STRONG) + 2;
		str_free(&percent);
	}
	area_put_cut(a, row, col, end - col - 2, doing, ROLE_BAR);
}
