/* Words at the lower edge: kept, drawn, and turned over where they are longer than their room. */
#include "tui/said.h"

#include "base/words.h"
#include "tui/frame.h"
#include "tui/kit/lines.h"

void said_set(Said *s, Slice words)
{
	str_clear(&s->words);
	str_add_slice(&s->words, str_slice(&s->noted));
	str_add_c(&s->words, s->noted.len && words.len ? " " : "");
	str_add_slice(&s->words, words);
	s->from = s->next = 0;
}

void said_note(Said *s, Slice words)
{
	str_clear(&s->noted);
	str_add_slice(&s->noted, words);
	said_set(s, SLICE_LIT(""));
}

void said_clear(Said *s)
{
	str_clear(&s->words);
	str_clear(&s->noted);
	s->from = s->next = 0;
}

void said_free(Said *s)
{
	str_free(&s->words);
	str_free(&s->noted);
	*s = (Said){ 0 };
}

int said_rows(const Said *s, int cols)
{
	return s->words.len ? frame_text_rows(str_slice(&s->words), cols) : 0;
}

void said_draw(Said *s, Area a, Slice key)
{
	Str more = STR_EMPTY;
	int rows = said_rows(s, a.cols), room = a.rows - 1;

	s->next = 0;
	if (s->from >= rows)	/* the window has grown meanwhile */
		s->from = 0;
	if (rows <= a.rows || room < 1) {
		frame_text(a, str_slice(&s->words), ROLE_PROMPT);
		return;
	}
	for (int row = 0; row < a.rows; row++)
		area_fill(a, row, 0, a.cols, " ", ROLE_PROMPT);
	lines_put(area_part(a, 0, 0, room, a.cols), -s->from, FRAME_MARGIN, str_slice(&s->words), ROLE_PROMPT);
	s->next = s->from + room < rows ? s->from + room : 0;
	if (s->next)
		str_printf(&more, words_plural("%.*s shows %d more row", "%.*s shows %d more rows", (size_t)(rows - s->next)), (int)key.len, key.p,
		    rows - s->next);
	area_put_cut(a, room, FRAME_MARGIN, a.cols - FRAME_MARGIN, str_slice(&more), ROLE_KEY);
	str_free(&more);
}

bool said_turn(Said *s)
{
	if (!s->next)
		return false;
	s->from = s->next;
	return true;
}
