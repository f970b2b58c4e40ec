/* What differs between two texts, as a page with marks: two versions, a draft and what is recorded. */
#include <stdlib.h>

#include "archive/history.h"
#include "base/words.h"
#include "issue/diff.h"
#include "tui/kit/comparing.h"
#include "tui/kit/pager.h"
#include "tui/places.h"

typedef struct {
	View view;
	Archive *archive;
	Str was, now;		/* addresses; now empty: `was` against what it is compared with by default */
	Doc *doc;
	Comparing how;
	Pager pager;
	int cols;
	bool begun;		/* it has been at the first change */
	size_t added, removed;
} Compared;

static const Err *read_pair(Compared *c, VersionPair *out)
{
	Target was = { 0 }, now = { 0 };
	const Err *err = target_find_past(c->archive, str_slice(&c->was), &was);
	if (!err && c->now.len)
		err = target_find_past(c->archive, str_slice(&c->now), &now);
	if (!err)
		err = c->now.len ? history_pair_of(c->archive, &was, &now, out) : history_default_pair(c->archive, &was, out);
	target_free(&was);
	target_free(&now);
	return err;
}

static const Err *load(Compared *c)
{
	VersionPair pair = { 0 };
	const Err *err = read_pair(c, &pair);
	if (!err) {
		doc_free(c->doc);
		c->doc = comparing_doc(&c->how, str_slice(&pair.was), str_slice(&pair.now));
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
	doc_free(c->doc);
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
	str_add(&c->was, address, second ? (size_t)(second - address) : strlen(address));
	str_add_c(&c->now, second ? second + 1 : "");
	const Err *err = load(c);
	if (err)
		changes_close(&c->view);
	else
		*out = &c->view;
	return err;
}

static const Err *changes_refresh(View *view)
{
	return load((Compared *)view);
}

static void changes_draw(View *view, Area a)
{
	Compared *c = (Compared *)view;
	if (a.cols != c->cols) {
		c->cols = a.cols;
		pager_set(&c->pager, comparing_page(&c->how, c->doc, a.cols), true);
		if (!c->begun)
			pager_go_change(&c->pager, 0);
		c->begun = true;
	}
	pager_draw(&c->pager, a);
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
	parts(&c->now, &now);
	if (!now.len)
		now = slice_c(_("now"));
	str_printf(left, _("What changed · %s"), "");
	str_add_slice(left, issue);
	if (was.len && c->now.len)
		str_printf(left, " · %.*s → %.*s", (int)was.len, was.p, (int)now.len, now.p);
	if (c->added || c->removed)
		str_printf(right, "+%zu −%zu %s", c->added, c->removed, words_plural("word", "words", c->added + c->removed));
	else
		str_add_c(right, _("no word differs"));
}

static Reply changes_command(View *view, Cmd c)
{
	Compared *v = (Compared *)view;
	if (c == CMD_NEXT_CHANGE)
		return pager_go_change(&v->pager, 1) ? reply_stay() : reply_say(_("This is the last change."));
	if (comparing_command(&v->how, v->cols, c)) {
		v->cols = 0;
		return c == CMD_SOURCE ? reply_err(load(v)) : reply_stay();
	}
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
	.hints = changes_hints,
};
