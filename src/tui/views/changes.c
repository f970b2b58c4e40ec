/* What differs between two texts, as a page with marks: two versions, a draft and what is recorded. */
#include <stdlib.h>

#include "base/words.h"
#include "issue/diff.h"
#include "tui/compare.h"
#include "tui/kit/lines.h"
#include "tui/kit/pager.h"
#include "tui/places.h"

#define MARGIN 3

typedef struct {
	View view;
	Archive *archive;
	Str was, now;		/* addresses; now empty: `was` against what it is compared with by default */
	Comparing how;
	Doc *doc;		/* NULL: a child makes the page */
	Compare compare;
	bool keys_wait;		/* for the page that it makes */
	Str failed;		/* why it could not */
	Pager pager;
	int cols;
	bool begun;		/* it has been at the first change */
	size_t added, removed;
} Compared;

static CompareAsk ask_of(const Compared *c)
{
	return (CompareAsk){ .was = str_c(&c->was), .now = str_c(&c->now), .how = c->how, .cols = c->cols };
}

static const Err *load(Compared *c)
{
	CompareAsk ask = ask_of(c);
	VersionPair pair = { 0 };
	const Err *err = NULL;
	doc_free(c->doc);
	c->doc = NULL;
	if (compare_is_heavy(c->archive, &ask)) {
		compare_want(&c->compare);
		return NULL;
	}
	compare_free(&c->compare);
	err = compare_read(c->archive, &ask, &pair);
	if (!err) {
		c->doc = compare_doc(&ask, &pair);
		diff_count(str_slice(&pair.was), str_slice(&pair.now), &c->added, &c->removed);
		c->cols = 0;
	}
	version_pair_free(&pair);
	return err;
}

static void changes_close(View *view)
{
	Compared *c = (Compared *)view;
	str_free(&c->was);
	str_free(&c->now);
	str_free(&c->failed);
	doc_free(c->doc);
	compare_free(&c->compare);
	pager_free(&c->pager);
	free(c);
}

/* The address is one, or two with a line end between. */
static const Err *changes_open(View **out, Archive *a, const char *address)
{
	Compared *c = mem_alloc(sizeof *c);
	const char *second = strchr(address, '\n');
	c->view = (View){ &view_changes, IN_CHANGES };
	c->archive = a;
	c->pager.marked = true;
	c->keys_wait = true;
	str_add(&c->was, address, second ? (size_t)(second - address) : strlen(address));
	str_add_c(&c->now, second ? second + 1 : "");
	const Err *err = load(c);
	if (err)
		changes_close(&c->view);
	else
		*out = &c->view;
	return err;
}

static bool is_fixed(const Str *address)
{
	const char *at = strrchr(str_c(address), '@');
	return at && strncmp(at, "@draft", 6) != 0;
}

/* Two versions stay what they are; anything else is compared again, and shown as it was until then. */
static const Err *changes_refresh(View *view)
{
	Compared *c = (Compared *)view;
	if (!c->doc && is_fixed(&c->was) && is_fixed(&c->now) && !compare_waits(&c->compare))
		return NULL;
	return load(c);
}

/* ---- a child at it ---- */

static bool changes_waits(const View *view)
{
	const Compared *c = (const Compared *)view;
	return c->keys_wait && compare_waits(&c->compare);
}

/* How wide the page is to be is known when it was drawn. */
static int changes_due(View *view)
{
	const Compared *c = (const Compared *)view;
	return c->cols ? compare_due(&c->compare) : -1;
}

static Reply changes_tick(View *view)
{
	Compared *c = (Compared *)view;
	CompareAsk ask = ask_of(c);
	Reply r = reply_stay();
	compare_tick(&c->compare, &ask, &r);
	return r;
}

static void changes_heard(View *view, Str *rows)
{
	compare_heard(&((Compared *)view)->compare, rows);
}

static void show(Compared *c, Page *p)
{
	pager_set(&c->pager, p, true);
	if (!c->begun)
		pager_go_change(&c->pager, 0);
	c->begun = true;
}

static Reply changes_done(View *view, const JobEnd *end)
{
	Compared *c = (Compared *)view;
	Page *p = compare_done(&c->compare, end, &c->failed);
	if (p) {
		show(c, p);
		c->added = c->compare.added;
		c->removed = c->compare.removed;
	}
	if (!compare_waits(&c->compare))
		c->keys_wait = false;
	return reply_stay();
}

/* ---- drawing ---- */

static void changes_draw(View *view, Area a)
{
	Compared *c = (Compared *)view;
	if (a.cols != c->cols) {
		bool resized = c->cols && !c->doc && !compare_waits(&c->compare);
		c->cols = a.cols;
		CompareAsk ask = ask_of(c);
		if (c->doc)
			show(c, compare_page(&ask, c->doc));
		else if (resized)
			compare_want(&c->compare);
	}
	if (c->pager.page) {
		pager_draw(&c->pager, a);
		return;
	}
	lines_put(a, 0, MARGIN, c->failed.len ? str_slice(&c->failed) : slice_c(c->compare.slow ? _("Comparing …") : ""), ROLE_TEXT);
	area_cursor(a, 0, 1);
}

#define VERSION_SHOWN 7	/* digits of a commit's name */

/* The address without its version, and the version, shortened. */
static Slice parts(const Str *address, Slice *version)
{
	const char *at = strrchr(str_c(address), '@');
	size_t n = at ? (size_t)(at - str_c(address)) : address->len;
	*version = at ? slice_sub(str_slice(address), n + 1, n + 1 + (strncmp(at, "@draft", 6) == 0 ? address->len : VERSION_SHOWN)) : SLICE_LIT("");
	return slice_sub(str_slice(address), 0, n);
}

static void changes_title(View *view, Str *left, Str *right)
{
	Compared *c = (Compared *)view;
	Slice was, now;
	Slice issue = parts(&c->was, &was);
	Slice other = parts(&c->now, &now);
	bool recorded = now.len > 0;
	if (!now.len)
		now = slice_c(_("now"));
	str_printf(left, _("What changed · %s"), "");
	str_add_slice(left, issue);
	if (c->now.len && !slice_eq(issue, other))
		str_printf(left, "%s%.*s → %.*s%s%.*s", was.len ? "@" : "", (int)was.len, was.p, (int)other.len, other.p, recorded ? "@" : "",
		    recorded ? (int)now.len : 0, now.p);
	else if (was.len && c->now.len)
		str_printf(left, " · %.*s → %.*s", (int)was.len, was.p, (int)now.len, now.p);
	if (compare_waits(&c->compare) || c->failed.len)
		str_add_c(right, c->compare.slow ? _("comparing …") : "");
	else if (c->added || c->removed)
		str_printf(right, "+%zu −%zu %s", c->added, c->removed, words_plural("word", "words", c->added + c->removed));
	else
		str_add_c(right, _("no word differs"));
}

/* In columns or in one, as a page or its source. */
static Reply other_form(Compared *c, Cmd cmd)
{
	if (!c->doc) {
		compare_want(&c->compare);
		c->keys_wait = true;
		return reply_stay();
	}
	c->cols = 0;
	return cmd == CMD_SOURCE ? reply_err(load(c)) : reply_stay();
}

static Reply changes_command(View *view, Cmd c)
{
	Compared *v = (Compared *)view;
	if (c == CMD_NEXT_CHANGE)
		return pager_go_change(&v->pager, 1) ? reply_stay() : reply_say(_("This is the last change."));
	if (comparing_command(&v->how, v->cols, c))
		return other_form(v, c);
	if (c == CMD_PREV_CHANGE)
		return pager_go_change(&v->pager, -1) ? reply_stay() : reply_say(_("This is the first change."));
	return pager_command(&v->pager, c);
}

static Reply changes_answer(View *view, const Answer *a)
{
	return pager_answer(&((Compared *)view)->pager, a);
}

static size_t changes_hints(View *view, Cmd *out, size_t max)
{
	static const Cmd cmds[] = { CMD_NEXT_CHANGE, CMD_COLUMNS, CMD_SOURCE, CMD_PREV_CHANGE, CMD_PAGE_DOWN, CMD_FIND };
	(void)view;
	return command_hints(out, max, cmds, sizeof cmds / sizeof *cmds);
}

const ViewOps view_changes = {
	.name = "changes", .words = N_("what changed"), .where = IN_CHANGES, .open = changes_open, .close = changes_close,
	.title = changes_title, .draw = changes_draw, .command = changes_command, .answer = changes_answer, .refresh = changes_refresh,
	.waits = changes_waits, .heard = changes_heard, .done = changes_done, .due = changes_due, .tick = changes_tick,
	.hints = changes_hints,
};
