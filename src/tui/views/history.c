/* The history of an issue or of an item: its versions above, below them what the selected one changed. */
#include <stdlib.h>

#include "archive/history.h"
#include "archive/rematch.h"
#include "base/utf8.h"
#include "base/words.h"
#include "tui/compare.h"
#include "tui/history_lines.h"
#include "tui/kit/lines.h"
#include "tui/kit/list.h"
#include "tui/kit/pager.h"
#include "tui/places.h"
#include "tui/views/identity.h"
#include "tui/views/compare_with.h"
#include "tui/views/restore.h"

#define MARGIN 3
#define SPLIT_ROWS 9		/* rows from which there is room for what a version changed */
#define ROWS_MIN 3
#define RULE_FROM 1
#define AUTHOR_COLS 16
#define SLOW_MS 200
#define NONE_YET SIZE_MAX
#define WIDE 64			/* columns from which authors have a column of their own */

enum { ASK_PART = 1, ASK_UNDO, ASK_JOIN, ASK_NAME, ASK_MAIL, ASK_OTHER };

typedef struct {
	View view;
	Archive *archive;
	Target target;
	History history;
	bool read, wanted;	/* it is there; it is to be read (again) */
	bool reading;		/* a child reads it */
	bool slow;		/* it lasts so long that it is to be said */
	Oid tip;		/* what it was read for */
	Str failed;		/* why it could not be read */
	List list;
	Pager below;
	size_t shown;		/* the version whose change is below; NONE_YET */
	int shown_cols;
	bool split;		/* there is room for it */
	Compare compare;	/* it is on its way */
	Comparing how;
	bool whole;		/* below is the version's text, not its change */
	size_t marked;		/* the version to compare with; versions.len: none */
	Oid first;		/* the version to begin at; zero: the newest */
	char *asked;		/* the address of the version that a question is about */
	int doing;		/* what was answered to it: ASK_PART, ASK_UNDO or ASK_JOIN; */
	Str line;		/* the other item's address */
	Identity who;
} Hist;

static const Version *selected(const Hist *h)
{
	return h->list.at < h->history.versions.len ? &h->history.versions.v[h->list.at] : NULL;
}

/* ---- reading ---- */

static const Err *hist_open(View **out, Archive *a, const char *address)
{
	Target t = { 0 };
	Slice rest = slice_c(address), subject = slice_chomp(slice_line(&rest));	/* behind a line end: the version to begin at */
	const Err *err = target_find_past(a, subject, &t);
	if (err)
		return err;
	Hist *h = mem_alloc(sizeof *h);
	oid_parse(rest, &h->first);
	h->view = (View){ &view_history, IN_HISTORY };
	h->archive = a;
	h->target = t;
	*out = &h->view;
	return NULL;
}

static void hist_close(View *view)
{
	Hist *h = (Hist *)view;
	target_free(&h->target);
	history_free(&h->history);
	pager_free(&h->below);
	compare_free(&h->compare);
	str_free(&h->failed);
	free(h->asked);
	str_free(&h->line);
	identity_free(&h->who);
	free(h);
}

/* Takes what was read; a version recorded meanwhile is new at the top, the selected one stays selected. */
static void take_history(Hist *h, History new)
{
	const Version *was = selected(h);
	Oid id = was ? was->id : h->first;
	history_free(&h->history);
	h->history = new;
	h->read = true;
	h->shown = NONE_YET;
	h->marked = new.versions.len;
	for (size_t i = 0; i < new.versions.len; i++)
		if (oid_eq(&new.versions.v[i].id, &id))
			list_select(&h->list, i);
}

static void read_here(Hist *h)
{
	History new = { 0 };
	const Err *err = history_read(h->archive, &h->target, 0, &new);
	if (err)
		str_add_c(&h->failed, err_text(err));
	take_history(h, new);
}

/* The walk may last: a child does it. */
static Reply hist_start(View *view)
{
	Hist *h = (Hist *)view;
	Str what = STR_EMPTY;
	h->wanted = false;
	h->reading = true;
	compare_free(&h->compare);	/* its child makes way */
	h->tip = archive_head(h->archive)->tip;
	str_clear(&h->failed);
	str_printf(&what, "history %s", h->target.address);
	Reply r = reply_job(str_c(&what));
	str_free(&what);
	return r;
}

static void show_note(Hist *h, const char *words)
{
	Doc *d = doc_new();
	doc_append(d->root, doc_text(d, NODE_NOTE, slice_c(words)));
	pager_set(&h->below, page_make(d, &(PageOpts){ .width = pager_width(h->shown_cols) }), false);
	doc_free(d);
}

static void put_below(Hist *h, Page *p)
{
	pager_set(&h->below, p, false);
	pager_go_change(&h->below, 0);
}

static Reply compared(Hist *h, const JobEnd *end)
{
	Str why = STR_EMPTY;
	Page *p = compare_done(&h->compare, end, &why);
	if (p)
		put_below(h, p);
	else if (why.len)
		show_note(h, str_c(&why));
	str_free(&why);
	return reply_stay();
}

static void hist_heard(View *view, Str *rows)
{
	Hist *h = (Hist *)view;
	if (!h->reading)
		compare_heard(&h->compare, rows);
}

static Reply hist_done(View *view, const JobEnd *end)
{
	Hist *h = (Hist *)view;
	History new = { 0 };
	if (!h->reading)
		return compared(h, end);
	h->reading = false;
	if (!end->ok && !end->words.len) {	/* a sync is at work: no second child */
		read_here(h);
		return reply_stay();
	}
	str_add_slice(&h->failed, end->ok ? SLICE_LIT("") : end->words);
	for (Slice rest = end->rows; rest.len && end->ok;)
		history_read_line(slice_chomp(slice_line(&rest)), &new);
	take_history(h, new);
	return reply_stay();
}

static bool hist_waits(const View *view)
{
	return !((const Hist *)view)->read;
}

static const Err *hist_refresh(View *view)
{
	Hist *h = (Hist *)view;
	h->wanted = !h->read || h->reading || !oid_eq(&h->tip, &archive_head(h->archive)->tip);
	h->reading = false;
	if (compare_waits(&h->compare)) {	/* another place's child may have taken the place of ours */
		compare_free(&h->compare);
		h->shown = NONE_YET;
	}
	return NULL;
}

/* What the selected version changed is compared between keys, not at each of them. */
static bool is_behind(const Hist *h)
{
	return h->split && (selected(h) || h->history.missing) && h->shown != h->list.at;
}

static int hist_due(View *view)
{
	const Hist *h = (const Hist *)view;
	if (h->wanted || (is_behind(h) && !h->reading))
		return 0;
	return h->reading ? h->slow ? -1 : SLOW_MS : compare_due(&h->compare);
}

static CompareAsk ask_below(const Hist *h)
{
	return (CompareAsk){ .of = h->target.address, .version = selected(h), .how = h->how, .whole = h->whole, .cols = h->shown_cols };
}

static void show_below(Hist *h)
{
	CompareAsk ask = ask_below(h);
	VersionPair pair = { 0 };
	const Err *err = NULL;
	h->shown = h->list.at;
	compare_free(&h->compare);
	if (!selected(h)) {
		show_note(h, h->history.missing);
		return;
	}
	if (compare_is_heavy(h->archive, &ask)) {
		pager_free(&h->below);
		compare_want(&h->compare);
		return;
	}
	err = history_pair(h->archive, &h->target, selected(h), &pair);
	if (err) {
		show_note(h, err_text(err));
	} else {
		Doc *d = compare_doc(&ask, &pair);
		put_below(h, compare_page(&ask, d));
		doc_free(d);
	}
	version_pair_free(&pair);
}

static Reply hist_tick(View *view)
{
	Hist *h = (Hist *)view;
	CompareAsk ask = ask_below(h);
	Reply r = reply_stay();
	if (h->wanted)
		return hist_start(view);
	if (h->reading)
		h->slow = true;
	else if (is_behind(h))
		show_below(h);
	else
		compare_tick(&h->compare, &ask, &r);
	return r;
}

/* ---- drawing ---- */

static void hist_title(View *view, Str *left, Str *right)
{
	Hist *h = (Hist *)view;
	size_t n = h->history.versions.len;
	if (n && h->history.versions.v[0].title)
		str_add_c(left, h->history.versions.v[0].title);
	else
		str_add_c(left, h->target.address);
	str_printf(left, " · %s", _("history"));
	if (h->read)
		str_printf(right, words_plural("%zu version", "%zu versions", n), n);
}

static void first_line(const char *message, Str *out)
{
	Slice rest = slice_c(message);
	str_add_slice(out, slice_trim(slice_line(&rest)));
}

/* What happened, then what can be said of it in few words. */
static void version_words(const Version *v, Str *event, Str *note)
{
	str_add_c(event, event_words(v->event));
	history_note(v, note);
	if (!note->len && v->message)
		first_line(v->message, note);
}

static void version_date(const Version *v, bool years, Str *out)
{
	Date d = moment_date(v->author.when);
	if (years)
		date_iso(d, out);
	else
		date_day(d, out);
}

/* Columns of the table, from what stands in it. */
typedef struct {
	bool years;
	int date, author, event;
} Columns;

static Columns measure(const Hist *h, int cols)
{
	Columns c = { 0 };
	int year = date_today().year;
	for (size_t i = 0; i < h->history.versions.len; i++)
		c.years |= moment_date(h->history.versions.v[i].author.when).year != year;
	for (size_t i = 0; i < h->history.versions.len; i++) {
		const Version *v = &h->history.versions.v[i];
		Str date = STR_EMPTY;
		version_date(v, c.years, &date);
		int widths[] = { area_width(str_slice(&date)), area_width(slice_c(v->author.name)), area_width(slice_c(event_words(v->event))) };
		c.date = widths[0] > c.date ? widths[0] : c.date;
		c.author = widths[1] > c.author ? widths[1] : c.author;
		c.event = widths[2] > c.event ? widths[2] : c.event;
		str_free(&date);
	}
	c.author = cols < WIDE ? 0 : c.author > AUTHOR_COLS ? AUTHOR_COLS : c.author;
	return c;
}

static void draw_version(const Hist *h, const Columns *c, Area a, int row, size_t at)
{
	const Version *v = &h->history.versions.v[at];
	Str date = STR_EMPTY, event = STR_EMPTY, note = STR_EMPTY;
	int col = MARGIN;
	version_date(v, c->years, &date);
	version_words(v, &event, &note);
	area_put_right(a, row, col + c->date, str_slice(&date), ROLE_DATE);
	col += c->date + 2;
	str_clear(&date);
	moment_clock(v->author.when, &date);
	col += area_put(a, row, col, str_slice(&date), ROLE_DATE) + 2;
	if (c->author) {
		area_put_cut(a, row, col, c->author, slice_c(v->author.name), ROLE_TEXT);
		col += c->author + 2;
	}
	area_put(a, row, col, str_slice(&event), at == h->list.at ? ROLE_STRONG : ROLE_TEXT);
	col += c->event + 2;
	area_put_cut(a, row, col, a.cols - col - 1, str_slice(&note), ROLE_DIM);
	if (at == h->marked)
		area_put_c(a, row, 0, "c", ROLE_KEY);
	if (at == h->list.at) {
		area_put_c(a, row, 1, ">", ROLE_MARKER);
		area_cursor(a, row, 1);
	}
	str_free(&date);
	str_free(&event);
	str_free(&note);
}

static void draw_versions(Hist *h, Area a)
{
	size_t n = h->history.versions.len;
	Columns c = measure(h, a.cols);
	list_fit(&h->list, n + h->history.earlier, a.rows);
	for (int row = 0; row < a.rows && h->list.top + (size_t)row < n; row++)
		draw_version(h, &c, a, row, h->list.top + (size_t)row);
	int end = (int)n - (int)h->list.top;
	if (h->history.earlier && end < a.rows) {
		area_put_c(a, end, MARGIN, h->history.missing ? _("not all of it can be read") : _("earlier: this copy is cut off here (a shallow clone)"), ROLE_DIM);
		if (h->list.at == n) {
			area_put_c(a, end, 1, ">", ROLE_MARKER);
			area_cursor(a, end, 1);
		}
	}
}

static void draw_words(Area a, const char *words)
{
	lines_put(a, 0, MARGIN, slice_c(words), ROLE_TEXT);
	area_cursor(a, 0, 1);
}

static int upper_rows(const Hist *h, int rows)
{
	int n = (int)h->history.versions.len + h->history.earlier, half = rows / 2;
	return n > half ? half : n < ROWS_MIN ? ROWS_MIN : n;
}

static void hist_draw(View *view, Area a)
{
	Hist *h = (Hist *)view;
	if (!h->read) {
		draw_words(a, h->slow ? _("Reading the history …") : "");
		return;
	}
	if (!h->history.versions.len) {
		draw_words(a, h->failed.len ? str_c(&h->failed) : h->history.missing ? h->history.missing : _("It is not recorded yet; R makes its first version."));
		return;
	}
	h->split = a.rows >= SPLIT_ROWS;
	int rows = h->split ? upper_rows(h, a.rows) : a.rows;
	if (h->shown_cols != a.cols)
		h->shown = NONE_YET;
	h->shown_cols = a.cols;
	if (h->split) {
		area_fill(a, rows, RULE_FROM, a.cols - 2 * RULE_FROM, "─", ROLE_RULE);
		Area below = area_part(a, rows + 1, 0, a.rows - rows - 1, a.cols);
		pager_draw(&h->below, below);
		if (h->compare.slow)
			lines_put(below, 0, MARGIN, slice_c(_("Comparing …")), ROLE_DIM);
	}
	draw_versions(h, area_part(a, 0, 0, rows, a.cols));
}

/* ---- commands ---- */

static Reply compare(Hist *h)
{
	size_t n = h->history.versions.len, at = h->list.at, older = h->marked > at ? h->marked : at, newer = h->marked > at ? at : h->marked;
	if (at >= n)
		return reply_stay();
	if (h->marked >= n) {
		h->marked = at;
		return reply_say(_("Now select the version to compare it with, and press c again."));
	}
	if (h->marked == at) {
		h->marked = n;
		return reply_say(_("No longer marked."));
	}
	Str both = STR_EMPTY;
	str_printf(&both, "%s\n%s", h->history.versions.v[older].address, h->history.versions.v[newer].address);
	h->marked = n;
	Reply r = reply_open("changes", str_c(&both));
	str_free(&both);
	return r;
}

static void ask_about(Hist *h, const Version *v)
{
	free(h->asked);
	h->asked = mem_dup(v->address);
}

static Reply ask_other(Hist *h, const Version *v)
{
	ask_about(h, v);
	if (v->event == EVENT_DELETED && v->was_address) {
		free(h->asked);
		h->asked = mem_dup(v->was_address);
	}
	return reply_line(ASK_OTHER, _("Compare with which version, issue or item"), SLICE_LIT(""), false);
}

static Reply restore(Hist *h, const Version *v)
{
	Target then = { 0 };
	bool gone = v->event == EVENT_DELETED && v->was_address;	/* what was deleted is what stood before */
	const Err *err = target_find_past(h->archive, slice_c(gone ? v->was_address : v->address), &then);
	Reply r = err ? reply_err(err) : restore_version(h->archive, &then);
	target_free(&then);
	return r;
}

/* The change below as a page of its own: where there is no room for it, or to search in it. */
static Reply show_whole_change(const Hist *h, const Version *v)
{
	if (!v->was_path || oid_is_zero(&v->parent) || !v->path)
		return reply_open("reader", v->address);
	char hex[OID_HEX + 1];
	Str both = STR_EMPTY;
	oid_hex(&v->parent, hex);
	addr_format(slice_c(v->was_path), h->target.part, slice_c(v->was_chain), slice_c(hex), &both);
	str_printf(&both, "\n%s", v->address);
	Reply r = reply_open("changes", str_c(&both));
	str_free(&both);
	return r;
}

/* Of the newest version: of how it stands now. */
static Reply show_blame(const Hist *h, const Version *v)
{
	if (v->event == EVENT_DELETED)
		return reply_say(_("It was deleted in this version; the one before it still has it."));
	return reply_open("blame", h->list.at == 0 && h->target.at == AT_CURRENT && !h->target.gone ? h->target.address : v->address);
}

/* ---- which item is which ---- */

static Reply not_to_correct(const Hist *h, const Version *v)
{
	if (archive_read_only(h->archive))
		return reply_why(archive_read_only(h->archive));
	if (h->target.part != ADDR_ITEM)
		return reply_say(_("Only an item is parted and joined; v on one shows its versions."));
	return v->chain ? reply_pass() : reply_say(_("It was deleted in this version; the one before it still has it."));
}

/* question is used up. */
static Reply ask_choice(int what, char *question, const char *no, const char *yes)
{
	const char *choices[] = { no, yes };
	Reply r = reply_choice(what, question, choices, 2);
	free(question);
	return r;
}

static Reply ask_part(Hist *h, const Version *v)
{
	Reply no = not_to_correct(h, v);
	if (no.kind != REPLY_PASS)
		return no;
	ask_about(h, v);
	if (v->event == EVENT_SPLIT || v->event == EVENT_JOINED)
		return ask_choice(ASK_UNDO, mem_printf(_("Take back what was said of “%s” in this version?"), v->title), _("n:no, it stays"),
		    _("y:yes, take it back"));
	if (!v->was_chain)
		return reply_say(_("It is new in this version: there is nothing to part it from."));
	return ask_choice(ASK_PART, mem_printf(_("Is “%s” another item from this version on?"), v->title), _("n:no, the same"), _("y:yes, another"));
}

static Reply ask_join(Hist *h, const Version *v)
{
	Reply no = not_to_correct(h, v);
	Str proposed = STR_EMPTY;
	if (no.kind != REPLY_PASS)
		return no;
	ask_about(h, v);
	addr_format(slice_c(v->was_path ? v->was_path : v->path), ADDR_LEAD, slice_c(NULL), slice_c(NULL), &proposed);
	Reply r = reply_line(ASK_JOIN, _("Address of what it was before this version"), str_slice(&proposed), false);
	str_free(&proposed);
	return r;
}

static const Err *correct(Hist *h, char **was)
{
	Target t = { 0 };
	const Err *err = target_find_past(h->archive, slice_c(h->asked), &t);
	if (!err)
		err = h->doing == ASK_PART ? rematch_part(h->archive, &t) : h->doing == ASK_UNDO ? rematch_undo(h->archive, &t) :
		    rematch_join(h->archive, &t, slice_trim(str_slice(&h->line)), was);
	target_free(&t);
	return err;
}

/* A note bears a name. */
static Reply correct_now(Hist *h)
{
	char *was = NULL;
	Reply r;
	const Err *err = correct(h, &was);
	if (err)
		return err_kind(err) == ERR_IDENTITY && identity_wanted(&h->who, h->archive, ASK_NAME, &r) ? r : reply_err(err);
	h->wanted = true;
	r = h->doing == ASK_UNDO ? reply_say(_("It follows from the texts again.")) :
	    was ? reply_say(_("It counts as what was %s; p takes that back."), was) : reply_say(_("It counts as a new item here; p takes that back."));
	free(was);
	return r;
}

static Reply hist_answer(View *view, const Answer *a)
{
	Hist *h = (Hist *)view;
	bool name = a->what == ASK_NAME || a->what == ASK_MAIL;
	Reply r;
	if (a->kind == ANSWER_ESC || (a->kind == ANSWER_CHOICE && a->choice == 0))
		return name ? reply_say(_("Nothing was noted.")) : reply_stay();
	if (name)
		return identity_answer(&h->who, h->archive, ASK_NAME, a, &r) ? r : correct_now(h);
	if (a->what == ASK_OTHER)
		return compare_with(h->archive, &h->target, h->asked, a->line);
	h->doing = a->what;
	str_clear(&h->line);
	str_add_slice(&h->line, a->line);
	return correct_now(h);
}

static Reply hist_command(View *view, Cmd c)
{
	Hist *h = (Hist *)view;
	const Version *v = selected(h);
	bool scrolls = c == CMD_PAGE_UP || c == CMD_PAGE_DOWN || c == CMD_HALF_UP || c == CMD_HALF_DOWN || c == CMD_WHEEL_UP || c == CMD_WHEEL_DOWN;
	if (scrolls && is_behind(h) && !h->reading)
		show_below(h);
	if (scrolls && h->split && pager_scroll(&h->below, c))
		return reply_stay();
	if (list_command(&h->list, c))
		return reply_stay();
	if (comparing_command(&h->how, h->shown_cols, c)) {
		h->whole = false;
		h->shown = NONE_YET;
		return reply_stay();
	}
	if (c == CMD_RECORD)
		return reply_open("record", "");
	if (!v)
		return reply_pass();
	switch (c) {
	case CMD_OPEN:
		if (v->event == EVENT_DELETED)
			return reply_say(_("It was deleted in this version; the one before it still has it."));
		return reply_open("reader", v->address);
	case CMD_COMPARE: return compare(h);
	case CMD_COMPARE_NOW: return compare_with_now(&h->target, v->address);
	case CMD_COMPARE_WITH: return ask_other(h, v);
	case CMD_BELOW:
		h->whole = !h->whole;
		h->shown = NONE_YET;
		return reply_stay();
	case CMD_CHANGES: return show_whole_change(h, v);
	case CMD_RESTORE: return restore(h, v);
	case CMD_BLAME: return show_blame(h, v);
	case CMD_PART: return ask_part(h, v);
	case CMD_JOIN: return ask_join(h, v);
	default: return reply_pass();
	}
}

static size_t hist_hints(View *view, Cmd *out, size_t max)
{
	static const Cmd split[] = { CMD_OPEN, CMD_BELOW, CMD_COMPARE, CMD_RESTORE, CMD_BLAME }, rows[] = { CMD_CHANGES, CMD_OPEN, CMD_COMPARE, CMD_RESTORE, CMD_BLAME };
	return command_hints(out, max, ((Hist *)view)->split ? split : rows, 5);
}

const ViewOps view_history = {
	.name = "history", .words = N_("the history"), .where = IN_HISTORY, .open = hist_open, .close = hist_close, .title = hist_title,
	.draw = hist_draw, .command = hist_command, .start = hist_start, .waits = hist_waits, .heard = hist_heard, .done = hist_done, .answer = hist_answer, .refresh = hist_refresh, .due = hist_due, .tick = hist_tick,
	.hints = hist_hints,
};
