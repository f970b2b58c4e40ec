/* Asking: a line to type, or keys to choose from. */
#include "tui/asking.h"

#include "base/utf8.h"
#include "tui/frame.h"

#define LINE_MIN 24	/* columns for typing; with less the question gets rows of its own */

void asking_begin(Asking *q, Ask *ask)
{
	asking_end(q);
	q->ask = *ask;
	*ask = (Ask){ 0 };
	q->on = true;
	q->prompt.hidden = q->ask.hidden;
	prompt_set(&q->prompt, str_slice(&q->ask.proposed));
}

void asking_end(Asking *q)
{
	str_free(&q->ask.question);
	str_free(&q->ask.proposed);
	prompt_free(&q->prompt);
	*q = (Asking){ 0 };
}

/* "y:yes, delete" */
static Slice choice_key(const char *choice)
{
	const char *colon = strchr(choice, ':');
	return slice(choice, colon ? (size_t)(colon - choice) : 0);
}

static Slice choice_words(const char *choice)
{
	const char *colon = strchr(choice, ':');
	return slice_c(colon ? colon + 1 : choice);
}

static bool choose_key(Asking *q, const Key *k, Answer *out)
{
	*out = (Answer){ .what = q->ask.what, .kind = ANSWER_CHOICE };
	for (size_t i = 0; i < q->ask.nchoices; i++) {
		Key want;
		if (key_parse(choice_key(q->ask.choices[i]), &want) && key_is(*k, want.code, want.mods)) {
			out->choice = i;
			return true;
		}
	}
	switch (k->code) {
	case K_ESC:
		out->kind = ANSWER_ESC;
		return true;
	case K_ENTER:
		out->choice = q->choice;
		return true;
	case K_LEFT: case K_UP:
		q->choice -= q->choice > 0;
		break;
	case K_RIGHT: case K_DOWN: case K_TAB:
		q->choice = (q->choice + 1) % q->ask.nchoices;
		break;
	}
	return false;
}

bool asking_key(Asking *q, const Key *k, Answer *out)
{
	if (q->ask.nchoices)
		return choose_key(q, k, out);
	*out = (Answer){ .what = q->ask.what };
	switch (prompt_key(&q->prompt, k)) {
	case PROMPT_ENTER: out->kind = ANSWER_LINE; break;
	case PROMPT_ESC: out->kind = ANSWER_ESC; break;
	case PROMPT_CHANGED:
		if (!q->ask.live)
			return false;
		out->kind = ANSWER_LIVE;
		break;
	default: return false;
	}
	out->line = str_slice(&q->prompt.text);
	return true;
}

static int choices_width(const Asking *q)
{
	int width = 0;
	for (size_t i = 0; i < q->ask.nchoices; i++)
		width += 2 + area_width(choice_key(q->ask.choices[i])) + 1 + area_width(choice_words(q->ask.choices[i])) + 2;
	return width;
}

/* Does the question leave room for the answer on its own row? */
static bool is_one_row(const Asking *q, int cols)
{
	int answer = q->ask.nchoices ? choices_width(q) : LINE_MIN;
	return area_width(str_slice(&q->ask.question)) + 2 + answer <= cols - 2 * FRAME_MARGIN;
}

int asking_rows(const Asking *q, int cols)
{
	int rows = is_one_row(q, cols) ? 1 : frame_text_rows(str_slice(&q->ask.question), cols) + 1;
	return rows + (q->ask.nchoices && choices_width(q) > cols - 2 * FRAME_MARGIN ? (int)q->ask.nchoices - 1 : 0);
}

/* The selected one has the mark and the cursor. */
static void draw_choices(const Asking *q, Area a, int row, int col)
{
	bool one_row = choices_width(q) <= a.cols - col;
	for (size_t i = 0; i < q->ask.nchoices; i++) {
		bool selected = i == q->choice;
		int begin = col;
		col += area_put_c(a, row, col, selected ? "> " : "  ", ROLE_PROMPT);
		if (selected)
			area_cursor(a, row, begin);
		col += area_put(a, row, col, choice_key(q->ask.choices[i]), ROLE_KEY) + 1;
		col += area_put(a, row, col, choice_words(q->ask.choices[i]), ROLE_PROMPT) + 2;
		if (!one_row) {
			row++;
			col = begin;
		}
	}
}

void asking_draw(Asking *q, Area a)
{
	Slice question = str_slice(&q->ask.question);
	int row = 0, col = FRAME_MARGIN;
	for (int r = 0; r < a.rows; r++)
		area_fill(a, r, 0, a.cols, " ", ROLE_PROMPT);
	if (is_one_row(q, a.cols)) {
		col += area_put(a, 0, col, question, ROLE_PROMPT);
		col += area_put_c(a, 0, col, q->ask.nchoices ? "  " : ": ", ROLE_PROMPT);
	} else {
		row = frame_text_rows(question, a.cols);
		frame_text(area_part(a, 0, 0, row, a.cols), question, ROLE_PROMPT);
	}
	if (q->ask.nchoices)
		draw_choices(q, a, row, col);
	else
		prompt_draw(&q->prompt, area_part(a, 0, 0, a.rows, a.cols - FRAME_MARGIN), row, col, ROLE_PROMPT);
}
