/* The drafts: what is written and not recorded yet. */
#include <stdlib.h>

#include "archive/draft_adopt.h"
#include "archive/revise.h"
#include "base/words.h"
#include "tui/kit/lines.h"
#include "tui/kit/list.h"
#include "tui/kit/view.h"
#include "tui/places.h"
#include "tui/views/draft_rows.h"
#include "tui/views/edit_outside.h"
#include "tui/views/restore.h"

#define MARGIN 3

enum { ASK_DROP = 1, ASK_SHARE_DRAFT };

typedef struct {
	View view;
	Archive *archive;
	DraftRows drafts;
	List list;
} Drafts;

static const DraftRow *selected(const Drafts *v)
{
	return v->list.at < v->drafts.rows.len ? &v->drafts.rows.v[v->list.at] : NULL;
}

static const Err *drafts_refresh(View *view)
{
	Drafts *v = (Drafts *)view;
	return draft_rows_read(&v->drafts, v->archive, true, NULL);
}

static void drafts_close(View *view)
{
	draft_rows_free(&((Drafts *)view)->drafts);
	free(view);
}

static const Err *drafts_open(View **out, Archive *a, const char *address)
{
	(void)address;
	Drafts *v = mem_alloc(sizeof *v);
	v->view = (View){ &view_drafts, IN_DRAFTS };
	v->archive = a;
	const Err *err = drafts_refresh(&v->view);
	if (err)
		drafts_close(&v->view);
	else
		*out = &v->view;
	return err;
}

static void drafts_title(View *view, Str *left, Str *right)
{
	Drafts *v = (Drafts *)view;
	str_add_c(left, _("Drafts"));
	if (v->drafts.issues)
		str_printf(right, words_plural("%zu issue", "%zu issues", v->drafts.issues), v->drafts.issues);
}

static void drafts_draw(View *view, Area a)
{
	Drafts *v = (Drafts *)view;
	size_t n = v->drafts.rows.len;
	a = list_area(a);
	list_fit(&v->list, n, a.rows);
	for (int row = 0; row < a.rows && v->list.top + (size_t)row < n; row++)
		draft_row_draw(&v->drafts, v->list.top + (size_t)row, v->list.top + (size_t)row == v->list.at, a, row);
	if (n)
		return;
	int row = lines_put(a, 0, MARGIN, slice_c(_("Everything is recorded.")), ROLE_TITLE);
	lines_put(a, row + 1, MARGIN, slice_c(_("What you write is kept here until R makes a version of it.")), ROLE_TEXT);
	area_cursor(a, 0, 1);
}

/* The address to read or change: an item that is gone has only its issue left. */
static const char *present(const Drafts *v, const DraftRow *w)
{
	const DraftItem *d = &v->drafts.items.v[w->item];
	return w->heading || d->kind == CHANGE_DELETED || d->kind == CHANGE_HEADER ? w->issue : d->address;
}

/* The title of the issue that a row is of: its heading's, at or above it. */
static const char *title_of(const Drafts *v, size_t at)
{
	while (at > 0 && !v->drafts.rows.v[at].heading)
		at--;
	return v->drafts.rows.v[at].title;
}

static Reply ask_drop(const char *title, bool aside)
{
	const char *choices[] = { _("n:no, keep it"), _("y:yes, drop it") };
	Str question = STR_EMPTY;
	str_printf(&question, aside ? _("Drop the second draft of “%s”? It is kept for 30 days.")
	    : _("Drop the whole draft of “%s”? It is kept for 30 days."), title);
	Reply r = reply_choice(ASK_DROP, str_c(&question), choices, 2);
	str_free(&question);
	return r;
}

static Reply ask_share(const char *title)
{
	const char *choices[] = { _("n:no"), _("y:yes, show it") };
	Str question = STR_EMPTY;
	str_printf(&question, _("Show the draft of “%s” to everybody who shares the archive?"), title);
	Reply r = reply_choice(ASK_SHARE_DRAFT, str_c(&question), choices, 2);
	str_free(&question);
	return r;
}

static Reply share(Drafts *v)
{
	const DraftRow *w = selected(v);
	char *job = w ? mem_printf("share-draft %.*s", (int)strcspn(w->issue, "@"), w->issue) : NULL;
	Reply r = job ? reply_job(job) : reply_stay();
	if (job)
		reply_tell(&r, "%s", _("Sending the draft …"));
	free(job);
	return r;
}

static Reply drafts_done(View *view, const JobEnd *end)
{
	(void)view;
	return end->words.len ? reply_say("%.*s", (int)end->words.len, end->words.p) : reply_say("%s", _("It was not sent; try again."));
}

static Reply drop(Drafts *v)
{
	const DraftRow *w = selected(v);
	Target t = { 0 };
	if (!w)
		return reply_stay();
	const Err *err = target_find(v->archive, slice_c(w->issue), &t);
	if (!err)
		err = revise_drop(v->archive, &t, NULL);
	target_free(&t);
	if (!err)
		err = drafts_refresh(&v->view);
	return err ? reply_err(err) : reply_say(_("Dropped. The text is kept for 30 days beside the archive's drafts."));
}

/* The address of the draft that comes before a second one. */
static char *before(const DraftRow *w)
{
	return mem_printf("%.*s@draft", (int)strcspn(w->issue, "@"), w->issue);
}

/* A second draft as a whole is seen against the first. */
static Reply changes(const DraftRow *w, const DraftItem *d)
{
	if (!w->heading || !d->aside)
		return reply_open("changes", w->heading ? w->issue : d->address);
	char *first = before(w), *both = mem_printf("%s\n%s", first, w->issue);
	Reply r = reply_open("changes", both);
	free(both);
	free(first);
	return r;
}

static Reply take_over(Drafts *v, const DraftRow *w, const DraftItem *d)
{
	Target t = { 0 };
	if (!d->aside)
		return reply_say(_("r takes over what a second draft says; this is the draft itself."));
	const Err *err = target_find(v->archive, slice_c(w->heading ? w->issue : d->address), &t);
	Reply r = err ? reply_err(err) : restore_version(v->archive, &t);
	target_free(&t);
	return r;
}

static Reply drafts_start(View *view)
{
	const Drafts *v = (const Drafts *)view;
	Reply r = reply_stay();
	Names away = { 0 };
	drafts_elsewhere(v->archive, &away);
	if (away.len > 1)
		reply_tell(&r, words_plural("%zu draft is of another branch; “blad drafts” names it.", "%zu drafts are of other branches; “blad drafts” names them.",
		    away.len), away.len);
	else if (away.len)
		reply_tell(&r, "%s.", away.v[0]);
	names_free(&away);
	for (size_t i = 0; i < v->drafts.items.len; i++) {
		if (!v->drafts.items.v[i].aside)
			continue;
		reply_tell(&r, "%s", _("The same place was changed twice, so one text is a second draft: c compares, r takes it over, x drops it."));
		break;
	}
	return r;
}

static Reply drafts_command(View *view, Cmd c)
{
	Drafts *v = (Drafts *)view;
	const DraftRow *w = selected(v);
	if (list_command(&v->list, c))
		return reply_stay();
	if (!w)
		return c == CMD_DRAFTS ? reply_stay() : reply_pass();
	const DraftItem *d = &v->drafts.items.v[w->item];
	switch (c) {
	case CMD_OPEN: return reply_open("reader", present(v, w));
	case CMD_EDIT: return reply_open("editor", present(v, w));
	case CMD_EXTERNAL: return edit_outside(present(v, w));
	case CMD_CHANGES: return changes(w, d);
	case CMD_HISTORY: return reply_open("history", w->heading ? w->issue : d->address);
	case CMD_RECORD: return reply_open("record", w->heading ? w->issue : d->address);
	case CMD_DROP: return ask_drop(title_of(v, v->list.at), d->aside);
	case CMD_RESTORE: return take_over(v, w, d);
	case CMD_SHARE_DRAFT: return d->aside ? reply_say(_("A second draft is not shown to others; settle it first.")) : ask_share(title_of(v, v->list.at));
	case CMD_DRAFTS: return reply_stay();
	default: return reply_pass();
	}
}

static Reply drafts_answer(View *view, const Answer *a)
{
	if (a->kind != ANSWER_CHOICE || a->choice != 1)
		return reply_stay();
	return a->what == ASK_SHARE_DRAFT ? share((Drafts *)view) : drop((Drafts *)view);
}

static size_t drafts_hints(View *view, Cmd *out, size_t max)
{
	static const Cmd cmds[] = { CMD_OPEN, CMD_RECORD, CMD_CHANGES, CMD_DROP, CMD_EDIT, CMD_SHARE_DRAFT };
	static const Cmd second[] = { CMD_CHANGES, CMD_RESTORE, CMD_DROP, CMD_OPEN };
	const Drafts *v = (const Drafts *)view;
	const DraftRow *w = selected(v);
	if (!w)
		return 0;
	return v->drafts.items.v[w->item].aside ? command_hints(out, max, second, sizeof second / sizeof *second)
	    : command_hints(out, max, cmds, sizeof cmds / sizeof *cmds);
}

const ViewOps view_drafts = {
	.name = "drafts", .words = N_("the drafts"), .where = IN_DRAFTS, .open = drafts_open, .close = drafts_close, .title = drafts_title,
	.draw = drafts_draw, .command = drafts_command, .answer = drafts_answer, .start = drafts_start, .done = drafts_done, .refresh = drafts_refresh, .hints = drafts_hints,
};
