/* The outline: an issue's items as rows, to go to one, or to say where one is to stand. */
#include "base/words.h"
#include "tui/views/reader.h"

#define MARGIN 3
#define LEAD 2

/* Rows are the parts from the lead on; the lead's row means "first" when something is moved. */
static size_t part_of_row(size_t row)
{
	return row + LEAD;
}

static int depth_of(const Cut *c, size_t part)
{
	int depth = 0;
	for (ptrdiff_t up = c->parts.v[part].parent; up >= PART_FIRST; up = c->parts.v[up].parent)
		depth++;
	return depth;
}

void outline_begin(Reader *r, OutlineFor what)
{
	size_t part = reader_part(r);
	if (what == OUTLINE_MOVE && !reader_is_item(r, part))
		return;
	r->outline = what;
	r->moving = part;
	r->view.where = r->past ? IN_VERSION : what == OUTLINE_MOVE ? IN_MOVING : IN_OUTLINE;
	list_select(&r->list, part > LEAD ? part - LEAD : 0);
}

static void outline_end(Reader *r)
{
	r->outline = OUTLINE_OFF;
	r->view.where = r->past ? IN_VERSION : IN_READER;
}

static void row_words(const Reader *r, size_t part, Str *out)
{
	if (r->outline == OUTLINE_MOVE && part == LEAD)
		str_add_c(out, _("(before all others)"));
	else
		reader_part_words(r, part, out);
}

void outline_draw(Reader *r, Area a)
{
	size_t n = r->cut.parts.len - LEAD;
	list_fit(&r->list, n, a.rows);
	for (int row = 0; row < a.rows && r->list.top + (size_t)row < n; row++) {
		size_t at = r->list.top + (size_t)row, part = part_of_row(at);
		bool selected = at == r->list.at, moving = r->outline == OUTLINE_MOVE && part == r->moving;
		int depth = reader_is_item(r, part) ? depth_of(&r->cut, part) : 0;
		Str words = STR_EMPTY;
		row_words(r, part, &words);
		if (moving)
			str_printf(&words, " ← %s", _("this one"));
		area_put_cut(a, row, MARGIN + 2 * (depth < 8 ? depth : 8), a.cols, str_slice(&words),
		    selected ? ROLE_STRONG : part == LEAD ? ROLE_DIM : ROLE_TEXT);
		str_free(&words);
		if (selected) {
			area_put_c(a, row, 1, ">", ROLE_MARKER);
			area_cursor(a, row, 1);
		}
	}
}

Reply outline_command(Reader *r, Cmd c)
{
	if (list_command(&r->list, c))
		return reply_stay();
	size_t part = part_of_row(r->list.at);
	OutlineFor what = r->outline;
	switch (c) {
	case CMD_OPEN: case CMD_PLACE:
		outline_end(r);
		if (what == OUTLINE_MOVE)
			return reader_move_to(r, part);
		reader_go(r, part);
		return reply_stay();
	case CMD_BACK: case CMD_CLOSE: case CMD_OUTLINE:
		outline_end(r);
		return reply_stay();
	default: return reply_pass();
	}
}
