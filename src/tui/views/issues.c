/* The list: all issues by series and year, newest first. */
#include <stdlib.h>

#include "archive/history_index.h"
#include "archive/revise.h"
#include "archive/sync.h"
#include "base/utf8.h"
#include "base/words.h"
#include "tui/kit/lines.h"
#include "tui/kit/list.h"
#include "tui/places.h"
#include "tui/views/edit_outside.h"
#include "tui/views/issue_rows.h"

#define MARGIN 3
#define STEP 2			/* columns a level is indented by */
#define DATE_COLS 7
#define NARROW 60		/* columns below which levels are not indented */
#define FEW 20			/* issues that are read at once, without a child */

enum { ASK_FILTER = 1, ASK_TITLE, ASK_RECOVERED };

typedef struct {
	View view;
	Archive *archive;
	IssueList issues;
	IssueRows rows;
	List list;
	int number_cols;	/* of the widest number; 0: there are none */
	size_t drafts;
	Str standing;		/* "2 drafts · ↑2" */
	char *new_series;	/* while its title is asked for */
	bool touched;		/* a person has moved in it */
	bool partial;		/* only its first rows are known yet, as they were kept */
	Oid stamp, kept;	/* of the list as it was read; of the rows that are kept */
	bool begun;		/* it has been seen, and what it lacked at first is being read */
	bool lacks;		/* a child must read what it lacks */
	bool unindexed;		/* a child must index history */
	bool indexing;		/* the child at work does that */
	char *recovered;	/* the draft that is offered */
	char *wanted;		/* the issue just made: selected when one comes back */
} Issues;

static const Row *selected(const Issues *v)
{
	return v->list.at < v->rows.rows.len ? &v->rows.rows.v[v->list.at] : NULL;
}

static const IssueRow *selected_issue(const Issues *v)
{
	const Row *r = selected(v);
	return r && r->kind == ROW_ISSUE ? &v->issues.rows.v[r->issue] : NULL;
}

/* ---- reading ---- */

static void measure(Issues *v)
{
	v->number_cols = 0;
	v->drafts = 0;
	for (size_t i = 0; i < v->issues.rows.len; i++) {
		const IssueRow *r = &v->issues.rows.v[i];
		int cols = r->number ? area_width(slice_c(r->number)) : 0;
		v->number_cols = cols > v->number_cols && cols <= 6 ? cols : v->number_cols;
		v->drafts += r->draft;
	}
}

/* Where the archive stands, in the words of the title line.  A repository that cannot tell says nothing. */
static void read_standing(Issues *v)
{
	SyncStatus s = { 0 };
	str_clear(&v->standing);
	if (archive_read_only(v->archive) && !archive_at(v->archive))
		str_add_c(&v->standing, _("read-only"));
	if (v->issues.unknown)
		str_printf(&v->standing, "%s%s", v->standing.len ? " · " : "", _("reading …"));
	if (v->drafts) {
		str_add_c(&v->standing, v->standing.len ? " · " : "");
		str_printf(&v->standing, words_plural("%zu draft", "%zu drafts", v->drafts), v->drafts);
	}
	if (archive_at(v->archive) || sync_status(v->archive, &s))
		return;
	if (s.ahead)
		str_printf(&v->standing, "%s↑%zu", v->standing.len ? " · " : "", s.ahead);
	if (s.behind)
		str_printf(&v->standing, "%s↓%zu", v->standing.len ? " · " : "", s.behind);
	sync_status_free(&s);
}

static void select_first_issue(Issues *v)
{
	size_t i = 0;
	while (i < v->rows.rows.len && v->rows.rows.v[i].kind != ROW_ISSUE)
		i++;
	list_select(&v->list, i < v->rows.rows.len ? i : 0);
}

/* Reads the list again; the selected issue stays selected. */
static const Err *read_list(Issues *v)
{
	const IssueRow *was = selected_issue(v);
	char *address = v->wanted ? v->wanted : was ? mem_dup(was->address) : NULL;
	size_t at = v->list.at;
	v->wanted = NULL;
	IssueList l = { 0 };
	first_stamp(v->archive, &v->stamp);
	const Err *err = issues_list(v->archive, true, &l);
	if (!err && v->begun && l.unknown && l.unknown <= FEW) {	/* such as one just recorded */
		issues_list_free(&l);
		err = issues_list(v->archive, false, &l);
	}
	if (err)
		issues_list_free(&l);
	if (!err) {
		issues_list_free(&v->issues);
		v->issues = l;
		v->partial = false;
		measure(v);
		issue_rows_make(&v->rows, &v->issues);
		list_select(&v->list, address ? issue_rows_find(&v->rows, &v->issues, address) : at);
	}
	free(address);
	return err;
}

/* What the list begins with is shown at once, before it is known how many issues there are. */
static bool read_first(Issues *v)
{
	FirstRows first;
	first_stamp(v->archive, &v->stamp);
	first_read(v->archive, &v->stamp, &first);
	v->partial = first.rows.len > 0;
	if (v->partial) {
		v->kept = v->stamp;
		v->number_cols = first.width;
		issue_rows_begin(&v->rows, &v->issues, &first);
	}
	first_rows_free(&first);
	return v->partial;
}

/* For the next start.  A draft may have changed while the list was read: then another time. */
static void keep_first(Issues *v)
{
	FirstRows first = { .width = v->number_cols };
	Oid now;
	if (v->partial || v->issues.unknown || oid_eq(&v->kept, &v->stamp))
		return;
	first_stamp(v->archive, &now);
	if (!oid_eq(&now, &v->stamp))
		return;
	issue_rows_first(&v->issues, &first);
	first_keep(v->archive, &v->stamp, &first);
	v->kept = v->stamp;
	first_rows_free(&first);
}

static const Err *issues_open(View **out, Archive *a, const char *address)
{
	(void)address;
	Issues *v = mem_alloc(sizeof *v);
	v->view = (View){ &view_list, IN_LIST };
	v->archive = a;
	const Err *err = read_first(v) ? NULL : read_list(v);
	if (err) {
		view_list.close(&v->view);
		return err;
	}
	select_first_issue(v);
	*out = &v->view;
	return NULL;
}

static void issues_close(View *view)
{
	Issues *v = (Issues *)view;
	issue_rows_free(&v->rows);
	issues_list_free(&v->issues);
	str_free(&v->standing);
	free(v->new_series);
	free(v->recovered);
	free(v->wanted);
	free(v);
}

static const char *title_of(const Issues *v, const DraftInfo *d)
{
	for (size_t i = 0; i < v->issues.rows.len; i++)
		if (strcmp(v->issues.rows.v[i].path, d->path) == 0)
			return v->issues.rows.v[i].title;
	return d->path;
}

/* What was typed when blad or the machine went down: it is in the draft, and offered once. */
static Reply offer_recovered(Issues *v)
{
	const char *choices[] = { _("c:continue"), _("v:see what changed"), _("l:later") };
	DraftList drafts = { 0 };
	Reply r = reply_stay();
	(void)drafts_list(v->archive, &drafts);	/* what cannot be read is told where drafts are shown */
	for (size_t i = 0; i < drafts.len && !v->recovered; i++) {
		const DraftInfo *d = &drafts.v[i];
		if (!d->recovered || d->holder)
			continue;
		Str question = STR_EMPTY;
		v->recovered = mem_dup(d->address);
		str_printf(&question, _("Typing in “%s” was cut off; all of it is in the draft."), title_of(v, d));
		r = reply_choice(ASK_RECOVERED, str_c(&question), choices, 3);
		str_free(&question);
	}
	drafts_list_free(&drafts);
	return r;
}

static Reply answer_recovered(const Issues *v, const Answer *a)
{
	if (a->kind != ANSWER_CHOICE || a->choice > 1)
		return reply_say(_("It is among the drafts; D shows them."));
	return reply_open(a->choice == 0 ? "editor" : "changes", v->recovered);
}

/* The list is on the screen: now the rest of it is read, and what it lacked by a child. */
static Reply issues_start(View *view)
{
	Issues *v = (Issues *)view;
	const char *warning = archive_warning(v->archive);
	const Err *err = v->partial ? read_list(v) : NULL;
	Reply r = err ? reply_err(err) : v->issues.unknown ? reply_job("fill") : offer_recovered(v);
	v->begun = true;
	v->unindexed = !v->issues.unknown && history_index_wanted(v->archive);
	keep_first(v);
	read_standing(v);
	if (warning)
		reply_tell(&r, "%s", warning);
	return r;
}

static Reply issues_done(View *view, const JobEnd *end)
{
	Issues *v = (Issues *)view;
	bool indexed = v->indexing;
	v->indexing = false;
	if (indexed)
		return reply_stay();
	const Err *err = end->ok ? read_list(v) : NULL;
	v->unindexed = end->ok && history_index_wanted(v->archive);
	if (!v->touched)
		select_first_issue(v);
	keep_first(v);
	read_standing(v);
	if (err)
		return reply_err(err);
	return end->ok ? offer_recovered(v) : reply_say("%.*s", (int)end->words.len, end->words.p);
}

/* Would reading it again give the same list? */
static bool same(const Issues *v)
{
	Oid now;
	if (v->partial || v->issues.unknown || v->wanted)
		return false;
	first_stamp(v->archive, &now);
	return oid_eq(&now, &v->stamp);
}

static const Err *issues_refresh(View *view)
{
	Issues *v = (Issues *)view;
	const Err *err = same(v) ? NULL : read_list(v);
	v->lacks = v->issues.unknown > 0;
	v->unindexed = history_index_wanted(v->archive);
	keep_first(v);
	read_standing(v);
	return err;
}

static int issues_due(View *view)
{
	const Issues *v = (const Issues *)view;
	return v->lacks || v->unindexed ? 0 : -1;
}

static Reply issues_tick(View *view)
{
	Issues *v = (Issues *)view;
	v->indexing = !v->lacks;
	v->lacks = v->unindexed = false;
	return reply_job(v->indexing ? "index" : "fill");
}

/* ---- drawing ---- */

static void issues_title(View *view, Str *left, Str *right)
{
	Issues *v = (Issues *)view;
	str_add_c(left, archive_title(v->archive));
	if (v->rows.filter.len) {
		str_add_c(left, " · ");
		str_printf(left, _("only “%s”"), str_c(&v->rows.filter));
	}
	str_add_slice(right, str_slice(&v->standing));
}

static void year_words(int year, Str *out)
{
	if (year == YEAR_UNREAD)
		str_add_c(out, _("Not read yet"));
	else if (year == YEAR_NONE)
		str_add_c(out, _("Without a date"));
	else
		str_printf(out, "%d", year);
}

static void draw_heading(const Row *r, Area a, int row, int col)
{
	Str words = STR_EMPTY;
	if (r->kind == ROW_YEAR)
		year_words(r->year, &words);
	else
		str_add_c(&words, r->series ? r->series->title : _("Other"));
	col += area_put_cut(a, row, col, a.cols - col - 1, str_slice(&words), r->kind == ROW_SERIES ? ROLE_TITLE : ROLE_DATE);
	str_clear(&words);
	str_printf(&words, words_plural(" · %zu issue", " · %zu issues", r->count), r->count);
	if (!r->open)
		area_put_cut(a, row, col, a.cols - col - 1, str_slice(&words), ROLE_DIM);
	str_free(&words);
}

/* What is out of the ordinary; gives the column where it begins. */
static int draw_flags(const IssueRow *i, Area a, int row)
{
	int col = a.cols - 1;
	if (i->draft)
		col = area_put_right(a, row, col, slice_c(_("draft *")), ROLE_DRAFT) - 2;
	if (i->state != STATE_NONE && i->state != STATE_PUBLISHED)
		col = area_put_right(a, row, col, slice_c(state_words(i->state)), ROLE_NOTE) - 2;
	return col;
}

static void draw_issue(const Issues *v, const IssueRow *i, Area a, int row, int col, bool is_selected)
{
	Str date = STR_EMPTY;
	if (date_some(i->date)) {
		str_add_c(&date, i->date_from == DATE_COMMIT ? "~" : "");
		date_day(i->date, &date);
	}
	area_put_right(a, row, col + DATE_COLS, str_slice(&date), ROLE_DATE);
	str_free(&date);
	col += DATE_COLS + 2;
	if (v->number_cols) {
		area_put_right(a, row, col + v->number_cols, slice_c(i->number ? i->number : ""), ROLE_TEXT);
		col += v->number_cols + 2;
	}
	int end = draw_flags(i, a, row);
	area_put_cut(a, row, col, end - col, issue_rows_title(i), is_selected ? ROLE_STRONG : i->known ? ROLE_TEXT : ROLE_DIM);
}

static void draw_row(const Issues *v, Area a, int row, size_t at)
{
	const Row *r = &v->rows.rows.v[at];
	int step = a.cols < NARROW ? 0 : STEP, col = MARGIN;
	if (r->kind != ROW_SERIES && v->rows.grouped)
		col += step;
	if (r->kind == ROW_ISSUE)
		draw_issue(v, &v->issues.rows.v[r->issue], a, row, col - (step ? 0 : 1), at == v->list.at);
	else
		draw_heading(r, a, row, col);
	if (at != v->list.at)
		return;
	area_put_c(a, row, 1, ">", ROLE_MARKER);
	area_cursor(a, row, 1);
}

static void draw_empty(const Issues *v, Area a)
{
	int row;
	if (v->rows.filter.len) {
		row = lines_put(a, 0, MARGIN, slice_c(_("No title has these words.")), ROLE_TITLE);
		lines_put(a, row + 1, MARGIN, slice_c(_("Esc shows all issues again.")), ROLE_TEXT);
	} else {
		row = lines_put(a, 0, MARGIN, slice_c(_("There is no issue in this archive yet.")), ROLE_TITLE);
		lines_put(a, row + 1, MARGIN, slice_c(_("+ begins the first one.")), ROLE_TEXT);
	}
	area_cursor(a, 0, 1);
}

static void issues_draw(View *view, Area a)
{
	Issues *v = (Issues *)view;
	if (v->partial && v->rows.rows.len == FIRST_ROWS && a.rows > FIRST_ROWS)
		(void)read_list(v);	/* what is wrong is told when it is read again */
	size_t n = v->rows.rows.len;
	a = list_area(a);
	list_fit(&v->list, n, a.rows);
	if (v->list.top == 1)	/* the heading above the first issue is seen with it */
		v->list.top = v->list.at + 1 < (size_t)a.rows ? 0 : 1;
	for (int row = 0; row < a.rows && v->list.top + (size_t)row < n; row++)
		draw_row(v, a, row, v->list.top + (size_t)row);
	if (!n)
		draw_empty(v, a);
}

/* ---- commands ---- */

static Reply fold(Issues *v, bool open)
{
	const Row *r = selected(v);
	size_t at = v->list.at;
	if (!r)
		return reply_stay();
	if (!open && (r->kind == ROW_ISSUE || !r->open))	/* the heading above it */
		while (at > 0 && (v->rows.rows.v[at].kind >= r->kind || !v->rows.rows.v[at].open))
			at--;
	if (v->rows.rows.v[at].kind == ROW_ISSUE || (at != v->list.at && v->rows.rows.v[at].kind >= r->kind))
		return reply_stay();
	issue_rows_open(&v->rows, &v->rows.rows.v[at], open);
	issue_rows_make(&v->rows, &v->issues);
	list_select(&v->list, at);
	return reply_stay();
}

/* Closes all groups if any is open, else opens all. */
static Reply fold_all(Issues *v)
{
	bool any_open = false;
	for (size_t i = 0; i < v->rows.rows.len; i++)
		any_open |= v->rows.rows.v[i].kind == ROW_YEAR && v->rows.rows.v[i].open;
	const Row *was = selected(v);
	const Series *series = was ? was->series : NULL;
	issue_rows_open_all(&v->rows, &v->issues, !any_open);
	issue_rows_make(&v->rows, &v->issues);
	size_t at = 0;
	while (at + 1 < v->rows.rows.len && v->rows.rows.v[at].series != series)
		at++;
	list_select(&v->list, at);
	return reply_stay();
}

static Reply open_row(Issues *v)
{
	const Row *r = selected(v);
	const IssueRow *i = selected_issue(v);
	if (i)
		return reply_open("reader", i->address);
	return r ? fold(v, !r->open) : reply_stay();
}

static Reply next_group(Issues *v, int by)
{
	size_t n = v->rows.rows.len, at = v->list.at;
	while (n && (by > 0 ? at + 1 < n : at > 0)) {
		at = by > 0 ? at + 1 : at - 1;
		if (v->rows.rows.v[at].kind != ROW_ISSUE)
			break;
	}
	list_select(&v->list, at);
	return reply_stay();
}

static void filter(Issues *v, Slice words)
{
	const IssueRow *was = selected_issue(v);
	const char *address = was ? was->address : NULL;
	issue_rows_filter(&v->rows, words);
	issue_rows_make(&v->rows, &v->issues);
	size_t at = address ? issue_rows_find(&v->rows, &v->issues, address) : 0;
	if (at)
		list_select(&v->list, at);
	else
		select_first_issue(v);
}

static Reply begin_new(Issues *v)
{
	const Row *r = selected(v);
	const char *why = archive_read_only(v->archive);
	if (why)
		return reply_why(why);
	free(v->new_series);
	v->new_series = r && r->series ? mem_dup(r->series->name) : NULL;
	Str question = STR_EMPTY;
	if (r && r->series)
		str_printf(&question, _("Title of the new issue of %s (Enter: the usual one)"), r->series->title);
	else
		str_add_c(&question, _("Title of the new issue (Enter: the usual one)"));
	Reply reply = reply_line(ASK_TITLE, str_c(&question), SLICE_LIT(""), false);
	str_free(&question);
	return reply;
}

static Reply make_new(Issues *v, Slice title)
{
	char *words = slice_dup(slice_trim(title)), *address = NULL;
	NewIssue n = { .series = v->new_series, .title = *words ? words : NULL };
	const Err *err = revise_new(v->archive, &n, &address);
	Reply r = err ? reply_err(err) : reply_open("editor", address);
	free(v->wanted);
	v->wanted = address;
	free(words);
	return r;
}

static Reply on_issue(Issues *v, Cmd c)
{
	const IssueRow *i = selected_issue(v);
	if (!i)
		return c == CMD_RECORD ? reply_open("record", "") : reply_say(_("Select an issue first."));
	const char *why = archive_read_only(v->archive);
	switch (c) {
	case CMD_EDIT: return why ? reply_why(why) : reply_open("editor", i->address);
	case CMD_EXTERNAL: return why ? reply_why(why) : edit_outside(i->address);
	case CMD_HISTORY: return reply_open("history", i->address);
	default: return reply_open("record", i->draft ? i->address : "");
	}
}

static Reply issues_command(View *view, Cmd c)
{
	Issues *v = (Issues *)view;
	v->touched = true;
	if (list_command(&v->list, c))
		return reply_stay();
	switch (c) {
	case CMD_OPEN: return open_row(v);
	case CMD_UNFOLD: return selected_issue(v) ? open_row(v) : fold(v, true);
	case CMD_FOLD: return fold(v, false);
	case CMD_FOLD_ALL: return fold_all(v);
	case CMD_NEXT_GROUP: return next_group(v, 1);
	case CMD_PREV_GROUP: return next_group(v, -1);
	case CMD_FILTER: return reply_line(ASK_FILTER, _("Titles with"), str_slice(&v->rows.filter), true);
	case CMD_NEW_ISSUE: return begin_new(v);
	case CMD_EDIT: case CMD_EXTERNAL: case CMD_HISTORY: case CMD_RECORD: return on_issue(v, c);
	case CMD_BACK:
		if (!v->rows.filter.len)
			return reply_pass();
		filter(v, SLICE_LIT(""));
		return reply_stay();
	default: return reply_pass();
	}
}

static Reply issues_answer(View *view, const Answer *a)
{
	Issues *v = (Issues *)view;
	if (a->what == ASK_FILTER)
		filter(v, a->kind == ANSWER_ESC ? SLICE_LIT("") : a->line);
	else if (a->what == ASK_TITLE && a->kind == ANSWER_LINE)
		return make_new(v, a->line);
	else if (a->what == ASK_RECOVERED)
		return answer_recovered(v, a);
	return reply_stay();
}

static size_t issues_hints(View *view, Cmd *out, size_t max)
{
	static const Cmd usual[] = { CMD_OPEN, CMD_EDIT, CMD_NEW_ISSUE, CMD_FILTER, CMD_HISTORY, CMD_SYNC, CMD_RECORD, CMD_DRAFTS };
	static const Cmd empty[] = { CMD_NEW_ISSUE, CMD_SYNC };
	static const Cmd opened[] = { CMD_FOLD, CMD_FOLD_ALL, CMD_NEW_ISSUE, CMD_FILTER }, closed[] = { CMD_UNFOLD, CMD_FOLD_ALL, CMD_NEW_ISSUE, CMD_FILTER };
	Issues *v = (Issues *)view;
	const Row *r = selected(v);
	size_t n = 0;
	if (v->rows.filter.len)	/* Esc shows all issues again */
		out[n++] = CMD_BACK;
	if (!r)
		return n + command_hints(out + n, max - n, empty, sizeof empty / sizeof *empty);
	if (r->kind != ROW_ISSUE)
		return n + command_hints(out + n, max - n, r->open ? opened : closed, 4);
	return n + command_hints(out + n, max - n, usual, sizeof usual / sizeof *usual);
}

const ViewOps view_list = {
	.name = "list", .words = N_("the list of issues"), .where = IN_LIST, .open = issues_open, .close = issues_close, .title = issues_title,
	.draw = issues_draw, .command = issues_command, .answer = issues_answer, .start = issues_start, .refresh = issues_refresh, .due = issues_due, .tick = issues_tick,
	.done = issues_done, .hints = issues_hints,
};
