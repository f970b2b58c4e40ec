/* Editing text on the screen: what keys and commands do to the text and the cursor. */
#include "tui/kit/edit.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "text/motion.h"
#include "tui/kit/edit_rows.h"

#define INDENT "  "

void edit_begin(Edit *e, Slice text, size_t from, size_t to)
{
	*e = (Edit){ .buffer = buffer_new(text), .from = from, .to = to, .cursor = from, .top = from, .goal = -1 };
}

/* The index of the row that holds `at`. */
static size_t find_row(const EditRows *rows, size_t at)
{
	size_t low = 0, high = rows->len;

	while (high - low > 1) {
		size_t mid = (low + high) / 2;

		if (rows->v[mid].from <= at)
			low = mid;
		else
			high = mid;
	}
	return low;
}

static void forget_line(EditLine *line)
{
	VEC_FREE(&line->rows);
	line->cols = 0;
}

/* A change at `at`: rows before it stay, but for the last, into which a word may move that now fits. */
static void forget_rows(Edit *e, size_t at)
{
	for (size_t i = 0; i < EDIT_LINES; i++) {
		EditLine *line = &e->lines[i];
		size_t keep = line->cols && line->from < at ? find_row(&line->rows, at) : 0;

		if (keep < 2) {
			forget_line(line);
		} else if (at <= VEC_LAST(&line->rows)->to || !line->whole) {
			line->rows.len = keep - 1;
			line->whole = false;
		}
	}
}

void edit_end(Edit *e)
{
	for (size_t i = 0; i < EDIT_LINES; i++)
		forget_line(&e->lines[i]);
	buffer_free(e->buffer);
	str_free(&e->cut);
	VEC_FREE(&e->hits);
	*e = (Edit){ 0 };
}

static Slice text_of(const Edit *e)
{
	return buffer_text(e->buffer);
}

Slice edit_part(const Edit *e)
{
	return slice_sub(text_of(e), e->from, e->to);
}

/* Characters, not clusters: it is told at every paint, and a text may be long. */
size_t edit_words(const Edit *e)
{
	Slice t = edit_part(e);
	size_t n = 0;
	bool within = false;

	for (size_t i = 0; i < t.len;) {
		uint32_t cp;
		bool is_word;

		i += utf8_next(t.p + i, t.len - i, &cp);
		is_word = utf8_is_word(cp);
		n += is_word && !within;
		within = is_word;
	}
	return n;
}

/* Every change goes through here: the part grows or shrinks with it, the cursor stands behind it, hits are old. */
static void moved_by(Edit *e, size_t at, size_t gone, size_t come)
{
	e->to = e->to - gone + come;
	e->cursor = at + come;
	e->goal = -1;
	VEC_FREE(&e->hits);
	forget_rows(e, at);
	if (e->top > e->cursor)
		e->top = motion_line_start(text_of(e), e->cursor);
}

static bool replace(Edit *e, size_t at, size_t n, Slice with, BufferEdit *out, bool *changed)
{
	if (!n && !with.len)
		return true;
	*out = buffer_replace(e->buffer, at, n, with);
	moved_by(e, out->at, out->n, out->with.len);
	*changed = true;
	return true;
}

/* The file's own line end. */
static Slice line_end(const Edit *e)
{
	Slice t = text_of(e);
	ptrdiff_t at = slice_find(t, SLICE_LIT("\n"), 0);

	return at > 0 && t.p[at - 1] == '\r' ? SLICE_LIT("\r\n") : SLICE_LIT("\n");
}

static bool paste(Edit *e, Slice pasted, BufferEdit *out, bool *changed)
{
	Slice end = line_end(e);
	Str s = STR_EMPTY;

	for (size_t i = 0; i < pasted.len; i++) {
		if (pasted.p[i] == '\n')
			str_add_slice(&s, end);
		else
			str_add_char(&s, pasted.p[i]);
	}
	buffer_pause(e->buffer);
	replace(e, e->cursor, 0, str_slice(&s), out, changed);
	buffer_pause(e->buffer);
	str_free(&s);
	return true;
}

static bool remove_span(Edit *e, size_t from, size_t to, BufferEdit *out, bool *changed)
{
	if (from < e->from)
		from = e->from;
	if (to > e->to)
		to = e->to;
	return from < to ? replace(e, from, to - from, slice("", 0), out, changed) : true;
}

bool edit_key(Edit *e, const Key *k, BufferEdit *out, bool *changed)
{
	char utf8[4];

	e->cutting = false;
	if (key_is_text(*k)) {
		size_t n = utf8_encode(k->code, utf8);

		/* A word at a time is what one wants back. */
		if (k->code == ' ')
			buffer_pause(e->buffer);
		return replace(e, e->cursor, 0, slice(utf8, n), out, changed);
	}
	switch (k->code) {
	case K_PASTE:
		return paste(e, k->text, out, changed);
	case K_ENTER:
		buffer_pause(e->buffer);
		return replace(e, e->cursor, 0, line_end(e), out, changed);
	case K_TAB:
		return k->mods ? false : replace(e, e->cursor, 0, SLICE_LIT(INDENT), out, changed);
	case K_BACKSPACE:
		return remove_span(e, k->mods ? motion_word_back(text_of(e), e->cursor) : motion_back(text_of(e), e->cursor),
		    e->cursor, out, changed);
	case K_DELETE:
		return remove_span(e, e->cursor,
		    k->mods ? motion_word_next(text_of(e), e->cursor) : motion_next(text_of(e), e->cursor), out, changed);
	default:
		return false;
	}
}

void edit_take_back(Edit *e, const BufferEdit *edit)
{
	buffer_take_back(e->buffer);
	moved_by(e, edit->at, edit->with.len, edit->n);
}

static void go(Edit *e, size_t at)
{
	e->cursor = at < e->from ? e->from : at > e->to ? e->to : at;
	e->goal = -1;
	buffer_pause(e->buffer);
}

/* The rows of the line that holds `at`: good until the next call. */
static const EditRows *rows_at(Edit *e, size_t at)
{
	Slice t = text_of(e);
	size_t from = motion_line_start(t, at);
	int cols = e->cols > 0 ? e->cols : EDIT_MEASURE;
	EditLine *line = e->lines;

	while (line < e->lines + EDIT_LINES && (line->cols != cols || line->from != from))
		line++;
	if (line == e->lines + EDIT_LINES) {
		line = &e->lines[e->next_line++ % EDIT_LINES];
		forget_line(line);
		line->from = from;
		line->cols = cols;
		line->whole = false;
	}
	if (!line->whole)
		edit_rows(t, line->rows.len ? VEC_LAST(&line->rows)->to : from, motion_line_end(t, at), cols, &line->rows);
	line->whole = true;
	return &line->rows;
}

static EditRow row_at(Edit *e, size_t at)
{
	const EditRows *rows = rows_at(e, at);

	return rows->v[find_row(rows, at)];
}

/* The row above or below the one at `at`; false at the edge of the part. */
static bool next_row(Edit *e, size_t at, bool down, EditRow *out)
{
	const EditRows *rows = rows_at(e, at);
	size_t i = find_row(rows, at), start = rows->v[0].from, end = VEC_LAST(rows)->to, line;

	if (down && i + 1 < rows->len) {
		*out = rows->v[i + 1];
		return true;
	}
	if (!down && i > 0) {
		*out = rows->v[i - 1];
		return true;
	}
	line = down ? motion_next_line(text_of(e), end) : start;
	if (down ? line > e->to || line <= end : start <= e->from)
		return false;
	*out = row_at(e, down ? line : motion_back(text_of(e), start));
	return true;
}

static void go_rows(Edit *e, bool down, int n)
{
	EditRow row = row_at(e, e->cursor);
	int goal = e->goal >= 0 ? e->goal : edit_column(text_of(e), row.from, e->cursor);
	size_t at = row.from;
	bool moved = false;

	while (n-- > 0 && next_row(e, at, down, &row)) {
		at = row.from;
		moved = true;
	}
	if (moved)
		go(e, edit_place(text_of(e), row, goal));
	else
		go(e, down ? e->to : e->from);
	e->goal = moved ? goal : -1;
}

static bool cut_line(Edit *e, BufferEdit *out, bool *changed)
{
	Slice t = text_of(e);
	size_t from = motion_line_start(t, e->cursor), to = motion_next_line(t, e->cursor);

	if (from < e->from)
		from = e->from;
	if (to > e->to)
		to = e->to;
	if (!e->cutting)
		str_clear(&e->cut);
	str_add_slice(&e->cut, slice_sub(t, from, to));
	buffer_pause(e->buffer);
	remove_span(e, from, to, out, changed);
	e->cutting = true;
	return true;
}

static bool undo(Edit *e, bool again, BufferEdit *out, bool *changed)
{
	if (again ? buffer_redo(e->buffer, out) : buffer_undo(e->buffer, out)) {
		moved_by(e, out->at, out->n, out->with.len);
		*changed = true;
	}
	return true;
}

static bool change_command(Edit *e, Cmd c, BufferEdit *out, bool *changed)
{
	switch (c) {
	case CMD_UNDO:
		return undo(e, false, out, changed);
	case CMD_REDO:
		return undo(e, true, out, changed);
	case CMD_CUT:
		return cut_line(e, out, changed);
	case CMD_PUT:
		buffer_pause(e->buffer);
		return replace(e, e->cursor, 0, str_slice(&e->cut), out, changed);
	default:
		return false;
	}
}

bool edit_command(Edit *e, Cmd c, BufferEdit *out, bool *changed)
{
	Slice t = text_of(e);
	int page = e->rows > 2 ? e->rows - 2 : 1;

	if (c != CMD_CUT)
		e->cutting = false;
	switch (c) {
	case CMD_UP: go_rows(e, false, 1); return true;
	case CMD_DOWN: go_rows(e, true, 1); return true;
	case CMD_WHEEL_UP: go_rows(e, false, 3); return true;
	case CMD_WHEEL_DOWN: go_rows(e, true, 3); return true;
	case CMD_PAGE_UP: go_rows(e, false, page); return true;
	case CMD_PAGE_DOWN: go_rows(e, true, page); return true;
	case CMD_LEFT: go(e, motion_back(t, e->cursor)); return true;
	case CMD_RIGHT: go(e, motion_next(t, e->cursor)); return true;
	case CMD_WORD_LEFT: go(e, motion_word_back(t, e->cursor)); return true;
	case CMD_WORD_RIGHT: go(e, motion_word_next(t, e->cursor)); return true;
	case CMD_LINE_HOME: go(e, motion_line_start(t, e->cursor)); return true;
	case CMD_LINE_END: go(e, motion_line_end(t, e->cursor)); return true;
	case CMD_TOP: go(e, e->from); return true;
	case CMD_BOTTOM: go(e, e->to); return true;
	case CMD_FIND_NEXT: return edit_find_step(e, false);
	case CMD_FIND_PREV: return edit_find_step(e, true);
	default: return change_command(e, c, out, changed);
	}
}

/* ---- find ---- */

/* The part folded, and for each folded byte where its cluster begins. */
static void fold_part(const Edit *e, Str *folded, size_t **map)
{
	Slice t = text_of(e);
	Str f = STR_EMPTY;
	VEC(size_t) places = { 0 };

	for (size_t i = e->from, next; i < e->to; i = next) {
		next = motion_next(t, i);
		str_clear(&f);
		utf8_fold(slice_sub(t, i, next), &f);
		str_add_slice(folded, str_slice(&f));
		for (size_t k = 0; k < f.len; k++)
			VEC_PUSH(&places, i);
	}
	VEC_PUSH(&places, e->to);
	*map = places.v;
	str_free(&f);
}

size_t edit_find(Edit *e, Slice what)
{
	Str folded = STR_EMPTY, want = STR_EMPTY;
	size_t *map = NULL;
	ptrdiff_t at;

	VEC_FREE(&e->hits);
	if (!what.len)
		return 0;
	fold_part(e, &folded, &map);
	utf8_fold(what, &want);
	for (size_t i = 0; want.len && (at = slice_find(str_slice(&folded), str_slice(&want), i)) >= 0; i = (size_t)at + want.len)
		VEC_PUSH(&e->hits, ((EditHit){ map[at], map[(size_t)at + want.len] }));
	free(map);
	str_free(&folded);
	str_free(&want);
	/* From where the search began, so that typing on refines the same hit. */
	for (size_t i = 0; i < e->hits.len; i++) {
		if (e->hits.v[i].from >= e->origin) {
			go(e, e->hits.v[i].from);
			return e->hits.len;
		}
	}
	if (e->hits.len)
		go(e, e->hits.v[0].from);
	return e->hits.len;
}

bool edit_find_step(Edit *e, bool back)
{
	size_t n = e->hits.len, i = 0;

	if (!n)
		return false;
	if (back) {
		i = n;
		while (i > 0 && e->hits.v[i - 1].from >= e->cursor)
			i--;
		i = i ? i - 1 : n - 1;
	} else {
		while (i < n && e->hits.v[i].from <= e->cursor)
			i++;
		i = i < n ? i : 0;
	}
	go(e, e->hits.v[i].from);
	return true;
}

size_t edit_hit(const Edit *e)
{
	for (size_t i = 0; i < e->hits.len; i++)
		if (e->hits.v[i].from == e->cursor)
			return i + 1;
	return 0;
}

/* ---- drawing ---- */

/* Where the first row shown begins, so that the cursor's row is among them. */
static void bring_cursor(Edit *e)
{
	EditRow row = row_at(e, e->cursor);

	e->top = row_at(e, e->top).from;	/* another width has other rows */
	if (row.from <= e->top) {
		e->top = row.from;
		return;
	}
	for (int n = 1; n < e->rows && next_row(e, row.from, false, &row); n++)
		if (row.from <= e->top)
			return;
	e->top = row.from;
}

/* No emptiness below while there is text above that is not shown. */
static void fill_up(Edit *e)
{
	EditRow row = row_at(e, e->top);
	int n = 1;

	while (n < e->rows && next_row(e, row.from, true, &row))
		n++;
	row = row_at(e, e->top);
	for (; n < e->rows && next_row(e, row.from, false, &row); n++)
		e->top = row.from;
}

static void draw_hits(const Edit *e, Area a, int y, EditRow row)
{
	Slice t = text_of(e);

	for (size_t i = 0; i < e->hits.len; i++) {
		size_t from = e->hits.v[i].from < row.from ? row.from : e->hits.v[i].from;
		size_t to = e->hits.v[i].to > row.to ? row.to : e->hits.v[i].to;

		if (from < to) {
			int col = edit_column(t, row.from, from);

			area_role(a, y, EDIT_MARGIN + col, edit_column(t, row.from, to) - col, ROLE_FOUND);
		}
	}
}

static void draw_row(const Edit *e, Area a, int y, EditRow row)
{
	Slice t = text_of(e);
	Role role = t.p[motion_line_start(t, row.from)] == '#' ? ROLE_HEADING : ROLE_TEXT;
	size_t from = row.from;
	int col = 0;

	/* Tabs are room, not characters. */
	for (size_t i = row.from; i <= row.to; i++) {
		if (i == row.to || t.p[i] == '\t') {
			area_put(a, y, EDIT_MARGIN + col, slice_sub(t, from, i), role);
			from = i + 1;
			col = edit_column(t, row.from, from <= row.to ? from : row.to);
		}
	}
	draw_hits(e, a, y, row);
}

void edit_draw(Edit *e, Area a)
{
	int width = a.cols - EDIT_MARGIN - 1;
	EditRow row = { 0 };
	size_t at;

	e->rows = a.rows > 0 ? a.rows : 1;
	e->cols = width > EDIT_MEASURE ? EDIT_MEASURE : width > 1 ? width : 1;
	bring_cursor(e);
	fill_up(e);
	at = e->top;
	for (int y = 0; y < a.rows; y++) {
		row = row_at(e, at);
		if (row.to > row.from)
			draw_row(e, a, y, row);
		if (e->cursor >= row.from && (e->cursor < row.to || (row.last && e->cursor == row.to)))
			area_cursor(a, y, EDIT_MARGIN + edit_column(text_of(e), row.from, e->cursor));
		if (!next_row(e, row.from, true, &row))
			break;
		at = row.from;
	}
}
