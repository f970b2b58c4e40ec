/* What waits for a decision, a sentence each, and what was decided and not joined yet. */
#include <stdlib.h>

#include "archive/conflicts.h"
#include "archive/resolve.h"
#include "base/words.h"
#include "tui/kit/lines.h"
#include "tui/kit/list.h"
#include "tui/places.h"

#define MARGIN 3
#define ROWS 3	/* of a question: the sentence, where it is, a blank one */

typedef struct {
	View view;
	Archive *archive;
	char *told;		/* what the sync said that led here; or empty */
	Questions all;
	List list;
} ConflictsView;

static size_t count(const ConflictsView *v)
{
	return v->all.open.len + v->all.answered.len;
}

static const Question *at(const ConflictsView *v, size_t i)
{
	return i < v->all.open.len ? &v->all.open.v[i] : i < count(v) ? &v->all.answered.v[i - v->all.open.len] : NULL;
}

static const Err *conflicts_refresh(View *view)
{
	ConflictsView *v = (ConflictsView *)view;

	questions_free(&v->all);
	return conflicts_list(v->archive, &v->all, NULL);
}

static void conflicts_close(View *view)
{
	ConflictsView *v = (ConflictsView *)view;

	questions_free(&v->all);
	free(v->told);
	free(v);
}

/* address: what a sync said. */
static const Err *conflicts_open(View **out, Archive *a, const char *address)
{
	ConflictsView *v = mem_alloc(sizeof *v);

	v->view = (View){ &view_conflicts, IN_CONFLICTS };
	v->archive = a;
	v->told = mem_dup(address);
	const Err *err = conflicts_refresh(&v->view);
	if (err)
		conflicts_close(&v->view);
	else
		*out = &v->view;
	return err;
}

static Reply open_question(const Question *q)
{
	char *place = q->draft ? mem_printf("%s\nreader", q->address) : mem_printf("=%s\n%s", q->address, q->c.kind);
	Reply r = reply_open("settle", place);

	free(place);
	return r;
}

/* A sync that stopped for another reason has its words in the status. */
static Reply conflicts_start(View *view)
{
	ConflictsView *v = (ConflictsView *)view;

	return *v->told && !v->all.open.len ? reply_instead("status", v->told) : reply_stay();
}

static void conflicts_title(View *view, Str *left, Str *right)
{
	ConflictsView *v = (ConflictsView *)view;
	size_t open = v->all.open.len;

	str_add_c(left, _("To decide"));
	if (open)
		str_printf(right, words_plural("%zu question", "%zu questions", open), open);
}

static void draw_question(const ConflictsView *v, size_t i, Area a, int row)
{
	const Question *q = at(v, i);
	bool selected = i == v->list.at;
	Area in = area_part(a, 0, MARGIN, a.rows, a.cols - MARGIN - 1);
	Str words = STR_EMPTY;

	question_say(q, &words);
	area_put_cut(in, row, 0, in.cols, str_slice(&words), i >= v->all.open.len ? ROLE_DIM : selected ? ROLE_STRONG : ROLE_TEXT);
	str_clear(&words);
	if (i >= v->all.open.len)
		str_printf(&words, "%s · ", _("decided; u takes it back"));
	str_add_c(&words, q->address);
	if (q->draft)
		str_printf(&words, " · %s", _("a draft that is behind"));
	area_put_cut(in, row + 1, 0, in.cols, str_slice(&words), ROLE_DIM);
	if (selected) {
		area_put_c(a, row, 1, ">", ROLE_MARKER);
		area_cursor(a, row, 1);
	}
	str_free(&words);
}

static void conflicts_draw(View *view, Area a)
{
	ConflictsView *v = (ConflictsView *)view;
	size_t n = count(v);
	int row = 0;

	a = list_area(a);
	area_cursor(a, 0, 1);
	if (!n) {
		row = lines_put(a, 0, MARGIN, slice_c(_("Nothing waits for your decision.")), ROLE_TITLE);
		lines_put(a, row + 1, MARGIN, slice_c(_("Where you and others have changed the same, a sync asks here whose text is to stand.")), ROLE_TEXT);
		return;
	}
	if (!v->all.open.len)
		row = lines_put(a, 0, MARGIN, slice_c(_("Everything is decided; s joins it and sends it.")), ROLE_TITLE) + 1;
	else if (a.rows > 3 * ROWS)
		row = lines_put(a, 0, MARGIN, slice_c(_("Both texts are kept until you have decided; all else is joined already.")), ROLE_TEXT) + 1;
	a = area_part(a, row, 0, a.rows - row, a.cols);
	list_fit(&v->list, n, (a.rows + 1) / ROWS);
	for (int i = 0; i * ROWS < a.rows && v->list.top + (size_t)i < n; i++)
		draw_question(v, v->list.top + (size_t)i, a, i * ROWS);
}

static Reply take_back(ConflictsView *v, const Question *q)
{
	Str said = STR_EMPTY;
	const Err *err;

	if (v->list.at < v->all.open.len)
		return reply_say("%s", _("This is not decided yet."));
	err = resolve_question(v->archive, q, &(Saying){ .undo = true }, &said);
	if (!err)
		err = conflicts_refresh(&v->view);
	Reply r = err ? reply_err(err) : reply_say("%s", str_c(&said));
	str_free(&said);
	return r;
}

static Reply conflicts_command(View *view, Cmd c)
{
	ConflictsView *v = (ConflictsView *)view;
	const Question *q = at(v, v->list.at);

	if (list_command(&v->list, c) || c == CMD_CONFLICTS)
		return reply_stay();
	if (!q)
		return reply_pass();
	switch (c) {
	case CMD_OPEN:
		return v->list.at < v->all.open.len ? open_question(q) : reply_say("%s", _("Decided; u takes it back, s joins what is decided."));
	case CMD_TAKE_BACK: return take_back(v, q);
	default: return reply_pass();
	}
}

static size_t conflicts_hints(View *view, Cmd *out, size_t max)
{
	static const Cmd open[] = { CMD_OPEN, CMD_BACK }, done[] = { CMD_SYNC, CMD_TAKE_BACK, CMD_BACK };
	const ConflictsView *v = (const ConflictsView *)view;

	if (!count(v))
		return 0;
	return v->all.open.len ? command_hints(out, max, open, 2) : command_hints(out, max, done, 3);
}

const ViewOps view_conflicts = {
	.name = "conflicts", .words = N_("what waits for a decision"), .where = IN_CONFLICTS, .open = conflicts_open, .close = conflicts_close,
	.title = conflicts_title, .draw = conflicts_draw, .command = conflicts_command, .start = conflicts_start, .refresh = conflicts_refresh,
	.hints = conflicts_hints,
};
