/* What is gone: text that was taken away and stands nowhere any more, who took it away, and back with it. */
#include <stdlib.h>

#include "archive/gone.h"
#include "base/words.h"
#include "tui/gone_lines.h"
#include "tui/kit/lines.h"
#include "tui/kit/list.h"
#include "tui/places.h"
#include "tui/views/restore.h"

#define MARGIN 3
#define HIT_ROWS 4		/* the last one is blank */
#define SLOW_MS 200
#define SHOWN_BEFORE 12		/* columns of a sentence before what was found in it, where it is cut */

enum { ASK_WORDS = 1 };

typedef struct {
	View view;
	Archive *archive;
	char *query;		/* "": not asked yet */
	bool all;		/* also where the words stand elsewhere today */
	bool wanted, works, slow;	/* it is to be looked for; it is; so long that it is to be said */
	Str failed;
	Gone gone;
	List list;
} GoneView;

static const GoneHit *selected(const GoneView *v)
{
	return v->list.at < v->gone.hits.len ? &v->gone.hits.v[v->list.at] : NULL;
}

static void gone_close(View *view)
{
	GoneView *v = (GoneView *)view;
	free(v->query);
	str_free(&v->failed);
	gone_free(&v->gone);
	free(v);
}

static const Err *gone_open(View **out, Archive *a, const char *address)
{
	GoneView *v = mem_alloc(sizeof *v);
	v->view = (View){ &view_gone, IN_GONE };
	v->archive = a;
	v->query = mem_dup(address);
	*out = &v->view;
	return NULL;
}

static char *gone_here(View *view)
{
	return mem_dup(((GoneView *)view)->query);
}

/* ---- searching: a child does it ---- */

static Reply ask(void)
{
	return reply_line(ASK_WORDS, _("Words that are gone"), slice_c(NULL), false);
}

static Reply begin(GoneView *v)
{
	Str what = STR_EMPTY;
	v->wanted = false;
	v->works = true;
	v->slow = false;
	str_clear(&v->failed);
	gone_free(&v->gone);
	v->list = (List){ 0 };
	str_printf(&what, "%s %s", v->all ? "gone-all" : "gone", v->query);
	Reply r = reply_job(str_c(&what));
	str_free(&what);
	return r;
}

static Reply gone_start(View *view)
{
	GoneView *v = (GoneView *)view;
	return *v->query ? begin(v) : ask();
}

/* The selected one stays selected while others come before it. */
static void take_rows(GoneView *v, Slice rows)
{
	const GoneHit *was = selected(v);
	char *address = v->list.at && was ? mem_dup(was->address) : NULL;
	while (rows.len)
		gone_read_line(slice_chomp(slice_line(&rows)), &v->gone);
	gone_hits_sort(&v->gone);
	for (size_t i = 0; address && i < v->gone.hits.len; i++)
		if (strcmp(v->gone.hits.v[i].address, address) == 0)
			list_select(&v->list, i);
	free(address);
}

static void gone_heard(View *view, Str *rows)
{
	take_rows((GoneView *)view, str_slice(rows));
	str_clear(rows);
}

static Reply gone_done(View *view, const JobEnd *end)
{
	GoneView *v = (GoneView *)view;
	v->works = false;
	take_rows(v, end->rows);
	if (!end->ok)
		str_add_slice(&v->failed, end->words.len ? end->words : slice_c(_("A sync is at work; try again when it is done.")));
	return reply_stay();
}

static int gone_due(View *view)
{
	const GoneView *v = (const GoneView *)view;
	return v->works && !v->slow ? SLOW_MS : -1;
}

static Reply gone_tick(View *view)
{
	((GoneView *)view)->slow = true;
	return reply_stay();
}

static Reply gone_answer(View *view, const Answer *a)
{
	GoneView *v = (GoneView *)view;
	Slice words = slice_trim(a->line);
	if (a->kind == ANSWER_ESC || !words.len)
		return *v->query ? reply_stay() : reply_back();
	free(v->query);
	v->query = slice_dup(words);
	v->all = false;
	return begin(v);
}

/* ---- drawing ---- */

static void gone_title(View *view, Str *left, Str *right)
{
	const GoneView *v = (const GoneView *)view;
	size_t n = v->gone.hits.len;
	str_add_c(left, _("What is gone"));
	if (*v->query)
		str_printf(left, " · %s", v->query);
	if (n)
		str_printf(right, words_plural("%zu place", "%zu places", n), n);
}

/* Where a sentence is to begin so that the first place is seen. */
static size_t sentence_from(Slice s, const QueryPlaces *marks, int cols)
{
	size_t from;
	if (!marks->len || area_width(slice_sub(s, 0, marks->v[0].to)) + 2 <= cols)
		return 0;
	for (from = marks->v[0].from; from > 0; from--)
		if (s.p[from - 1] == ' ' && area_width(slice_sub(s, from, marks->v[0].from)) >= SHOWN_BEFORE)
			break;
	return area_width(slice_sub(s, from, marks->v[0].to)) + 4 <= cols ? from : marks->v[0].from;
}

/* What was found stands between brackets. */
static void draw_sentence(const GoneHit *h, Area a, int row)
{
	Slice s = slice_c(h->context);
	size_t at = sentence_from(s, &h->marks, a.cols);
	int col = at ? area_put_c(a, row, 0, "… ", ROLE_DIM) : 0;
	for (size_t i = 0; i < h->marks.len; i++) {
		if (h->marks.v[i].from < at)
			continue;
		col += area_put(a, row, col, slice_sub(s, at, h->marks.v[i].from), ROLE_TEXT);
		col += area_put_c(a, row, col, "[", ROLE_MARKER);
		col += area_put(a, row, col, slice_sub(s, h->marks.v[i].from, h->marks.v[i].to), ROLE_FOUND);
		col += area_put_c(a, row, col, "]", ROLE_MARKER);
		at = h->marks.v[i].to;
	}
	area_put_cut(a, row, col, a.cols - col, slice_sub(s, at, s.len), ROLE_TEXT);
}

static void head_words(const GoneHit *h, Str *out)
{
	str_add_c(out, h->title);
	if (h->issue && strcmp(h->title, h->issue) != 0)
		str_printf(out, " · %s", h->issue);
	if (date_some(h->date)) {
		str_add_c(out, " · ");
		date_iso(h->date, out);
	}
}

static void who_words(const GoneHit *h, Str *out)
{
	Str when = STR_EMPTY;
	Slice rest = slice_c(h->message), first = slice_trim(slice_line(&rest));
	char *message = slice_dup(first);
	date_iso(moment_date(h->author.when), &when);
	str_printf(out, _("taken away %s by %s: %s"), str_c(&when), h->author.name, message);
	str_free(&when);
	free(message);
}

static void draw_hit(const GoneView *v, size_t at, Area a, int row)
{
	const GoneHit *h = &v->gone.hits.v[at];
	Area in = area_part(a, 0, MARGIN, a.rows, a.cols - MARGIN - 1);
	Str head = STR_EMPTY, who = STR_EMPTY;
	head_words(h, &head);
	who_words(h, &who);
	area_put_cut(in, row, 0, in.cols, str_slice(&head), at == v->list.at ? ROLE_STRONG : ROLE_TEXT);
	draw_sentence(h, in, row + 1);
	area_put_cut(in, row + 2, 0, in.cols, str_slice(&who), ROLE_DIM);
	if (at == v->list.at) {
		area_put_c(a, row, 1, ">", ROLE_MARKER);
		area_cursor(a, row, 1);
	}
	str_free(&head);
	str_free(&who);
}

/* What there is to say instead of hits, or above them. */
static void add_words(const GoneView *v, Str *out)
{
	if (v->works)
		str_add_c(out, v->slow && !v->gone.hits.len ? _("Looking through the history …") : "");
	else if (v->failed.len)
		str_add_slice(out, str_slice(&v->failed));
	else if (v->gone.standing && !v->all)
		str_printf(out, words_plural("It stands in %zu issue today, as in %s. Enter shows where it was taken away all the same.",
		    "It stands in %zu issues today, as in %s. Enter shows where it was taken away all the same.", v->gone.standing),
		    v->gone.standing, v->gone.stands);
	else if (!v->gone.hits.len && *v->query)
		str_add_c(out, _("No version took that away."));
	if (v->gone.unread)
		str_printf(out, words_plural(" %zu text could not be read; “git fsck” tells more.", " %zu texts could not be read; “git fsck” tells more.",
		    v->gone.unread), v->gone.unread);
	if (v->gone.cut)
		str_printf(out, " %s", _("This copy holds only the newest part of the history (a shallow clone): what went before is not found."));
}

static void gone_draw(View *view, Area a)
{
	GoneView *v = (GoneView *)view;
	size_t n = v->gone.hits.len;
	Str words = STR_EMPTY;
	int row = 0;
	add_words(v, &words);
	a = list_area(a);
	area_cursor(a, 0, 1);
	if (words.len)
		row = lines_put(a, 0, MARGIN, slice_trim(str_slice(&words)), ROLE_TEXT) + 1;
	str_free(&words);
	a = area_part(a, row, 0, a.rows - row, a.cols);
	list_fit(&v->list, n, (a.rows + 1) / HIT_ROWS);
	for (int i = 0; i * HIT_ROWS < a.rows && v->list.top + (size_t)i < n; i++)
		draw_hit(v, v->list.top + (size_t)i, a, i * HIT_ROWS);
}

/* ---- commands ---- */

static Reply restore(const GoneView *v, const GoneHit *h)
{
	Target then = { 0 };
	const Err *err = target_find_past(v->archive, slice_c(h->address), &then);
	Reply r = err ? reply_err(err) : restore_version(v->archive, &then);
	target_free(&then);
	return r;
}

static Reply gone_command(View *view, Cmd c)
{
	GoneView *v = (GoneView *)view;
	const GoneHit *h = selected(v);
	if (list_command(&v->list, c))
		return reply_stay();
	if (c == CMD_GONE)
		return ask();
	if (c == CMD_OPEN && !h && !v->works && v->gone.standing && !v->all) {
		v->all = true;
		return begin(v);
	}
	if (!h)
		return reply_pass();
	switch (c) {
	case CMD_OPEN: return reply_open("reader", h->address);
	case CMD_RESTORE: return restore(v, h);
	default: return reply_pass();
	}
}

static size_t gone_hints(View *view, Cmd *out, size_t max)
{
	static const Cmd cmds[] = { CMD_OPEN, CMD_RESTORE, CMD_GONE };
	(void)view;
	return command_hints(out, max, cmds, 3);
}

const ViewOps view_gone = {
	.name = "gone", .words = N_("what is gone"), .where = IN_GONE, .open = gone_open, .close = gone_close, .title = gone_title, .draw = gone_draw,
	.command = gone_command, .start = gone_start, .heard = gone_heard, .done = gone_done, .answer = gone_answer, .here = gone_here,
	.due = gone_due, .tick = gone_tick, .hints = gone_hints,
};
