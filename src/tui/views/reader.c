/* The reader: an issue as a page; items are places in it. */
#include "tui/views/reader.h"

#include <stdlib.h>

#include "base/words.h"
#include "issue/leaf.h"
#include "issue/place.h"
#include "tui/places.h"
#include "tui/views/link.h"
#include "tui/views/presence_tell.h"

#define TITLE_MARGIN 1
#define SLOW_MS 200		/* before it is said that something is being read */
#define LEAD 2			/* the index of that part */

/* ---- parts ---- */

bool reader_is_item(const Reader *r, size_t part)
{
	return part >= PART_FIRST && part < r->cut.parts.len;
}

size_t reader_part(const Reader *r)
{
	return cut_at(&r->cut, pager_source(&r->pager));
}

void reader_go(Reader *r, size_t part)
{
	if (part >= r->cut.parts.len || !r->pager.page)
		return;
	size_t from = r->cut.parts.v[part].from;
	pager_go(&r->pager, from == 0 ? 0 : page_line_of(r->pager.page, from), BRING_TOP);
}

void reader_part_words(const Reader *r, size_t part, Str *out)
{
	if (reader_is_item(r, part))
		str_add_slice(out, r->cut.parts.v[part].title);
	else
		str_add_c(out, part == LEAD ? _("The lead") : _("The issue"));
}

static void part_chain(const Reader *r, size_t part, Str *out)
{
	if (reader_is_item(r, part))
		cut_chain(&r->cut, part, out);
}

char *reader_address(const Reader *r, size_t part)
{
	Str chain = STR_EMPTY, out = STR_EMPTY;
	const char *version = strrchr(r->issue.address, '@');
	AddrPart kind = reader_is_item(r, part) ? ADDR_ITEM : part == LEAD ? ADDR_LEAD : ADDR_ISSUE;
	part_chain(r, part, &chain);
	addr_format(slice_c(r->issue.path), kind, str_slice(&chain), slice_c(version ? version + 1 : ""), &out);
	str_free(&chain);
	return str_steal(&out);
}

/* ---- reading ---- */

/* What was read of an issue. */
typedef struct {
	IssueText text;
	Cut cut;
	Arena *arena;
	Doc *doc;
} Leaf;

static Leaf take_leaf(Reader *r)
{
	Leaf l = { r->text, r->cut, r->arena, r->doc };
	r->text = (IssueText){ 0 };
	r->cut = (Cut){ 0 };
	r->arena = NULL;
	r->doc = NULL;
	return l;
}

static void leaf_free(Leaf *l)
{
	doc_free(l->doc);
	if (l->arena)
		cut_free(&l->cut);
	arena_free(l->arena);
	issue_text_free(&l->text);
}

static ptrdiff_t part_of_chain(const Cut *c, Slice chain)
{
	Str other = STR_EMPTY;
	ptrdiff_t found = -1;
	for (size_t i = PART_FIRST; i < c->parts.len && found < 0; i++) {
		str_clear(&other);
		cut_chain(c, i, &other);
		if (slice_eq(str_slice(&other), chain))
			found = (ptrdiff_t)i;
	}
	str_free(&other);
	return found;
}

static Page *page_of(const Reader *r)
{
	PageOpts opts = { .width = pager_width(r->cols), .link_numbers = true, .marks = r->steps.on, .hang = true };
	if (blaming_seen(r))
		return blaming_page(r, opts);
	return r->steps.on && r->steps.two ? page_beside(r->doc, &opts) : page_make(r->doc, &opts);
}

void reader_set_page(Reader *r)
{
	if (r->cols)
		pager_set(&r->pager, page_of(r), true);
	steps_mark(r);
}

static void make_page(Reader *r, int cols)
{
	r->cols = cols;
	reader_set_page(r);
}

/* The page in place: the paragraph that one looks at stays on its row, wherever it stands in the text. */
static void page_in_place(Reader *r, const Leaf *was, size_t at)
{
	size_t now = place_in(str_slice(&was->text.text), &was->cut, at, str_slice(&r->text.text), &r->cut);
	if (r->cols)
		pager_set_at(&r->pager, page_of(r), now);
}

const Err *reader_load(Reader *r)
{
	IssueText text = { 0 };
	const Err *err = target_text(r->archive, &r->issue, &text);
	if (err)
		return err;
	size_t at = pager_source(&r->pager);
	Leaf was = take_leaf(r);
	r->text = text;
	Slice bytes = str_slice(&r->text.text);
	r->arena = arena_new();
	cut_make(bytes, NULL, &r->cut);
	meta_read(bytes, slice_c(r->issue.path), &r->cut, &r->meta, r->arena);
	r->doc = r->steps.on ? steps_doc(r) : leaf_doc(bytes, &r->cut, 0, bytes.len);
	blaming_check(r);
	if (was.doc)
		page_in_place(r, &was, at);
	steps_mark(r);
	leaf_free(&was);
	return NULL;
}

/* The issue as the address means it, without the item. */
static const Err *find_issue(Reader *r, const Target *t)
{
	const char *version = strrchr(t->address, '@');
	Str whole = STR_EMPTY;
	addr_format(slice_c(t->path), ADDR_ISSUE, SLICE_LIT(""), slice_c(version ? version + 1 : ""), &whole);
	const Err *err = target_find(r->archive, str_slice(&whole), &r->issue);
	str_free(&whole);
	return err;
}

static void reader_close(View *view)
{
	Reader *r = (Reader *)view;
	Leaf leaf = take_leaf(r);
	leaf_free(&leaf);
	steps_free(r);
	blaming_free(r);
	target_free(&r->issue);
	pager_free(&r->pager);
	str_free(&r->undo_was);
	str_free(&r->undo_left);
	free(r->wanted);
	free(r);
}

static const Err *reader_open(View **out, Archive *a, const char *address)
{
	Target t = { 0 };
	const Err *err = target_find(a, slice_c(address), &t);
	if (err)
		return err;
	Reader *r = mem_alloc(sizeof *r);
	r->view.ops = &view_reader;
	r->archive = a;
	r->pager.marked = true;
	r->past = t.at == AT_COMMIT || archive_at(a);
	r->view.where = r->past ? IN_VERSION : IN_READER;
	err = find_issue(r, &t);
	if (!err)
		err = reader_load(r);
	if (err) {
		reader_close(&r->view);
	} else {
		/* the page is made when it is known how wide; until then the place waits in the pager of an 80-column page */
		make_page(r, 80);
		if (t.part == ADDR_ITEM && t.chain) {
			ptrdiff_t part = part_of_chain(&r->cut, slice_c(t.chain));
			reader_go(r, part < 0 ? 0 : (size_t)part);
		} else if (t.part == ADDR_LEAD) {
			reader_go(r, LEAD);
		}
		*out = &r->view;
	}
	target_free(&t);
	return err;
}

void reader_go_address(Reader *r, const char *address)
{
	for (size_t i = PART_FIRST; i < r->cut.parts.len; i++) {
		char *other = reader_address(r, i);
		if (strcmp(other, address) == 0)
			reader_go(r, i);
		free(other);
	}
}

static const Err *reader_refresh(View *view)
{
	Reader *r = (Reader *)view;
	const Err *err = reader_load(r);
	r->steps.reading = r->steps.slow = false;	/* another place's child may have taken the place of ours */
	if (!err && r->wanted)
		reader_go_address(r, r->wanted);
	free(r->wanted);
	r->wanted = NULL;
	return err;
}

static char *reader_here(View *view)
{
	Reader *r = (Reader *)view;
	return reader_address(r, reader_part(r));
}

/* ---- drawing ---- */

static void reader_draw(View *view, Area a)
{
	Reader *r = (Reader *)view;
	if (a.cols != r->cols) {
		Bring bring = r->pager.bring;
		make_page(r, a.cols);
		r->pager.bring = bring == BRING_TOP ? BRING_TOP : BRING_SEEN;
	}
	if (r->outline != OUTLINE_OFF)
		outline_draw(r, a);
	else
		pager_draw(&r->pager, a);
}

static void mark_words(const Reader *r, Str *out)
{
	if (r->issue.at == AT_COMMIT)
		str_printf(out, " · %s", _("an older version"));
	if (r->text.draft)
		str_printf(out, " · %s", r->text.aside ? _("second draft") : _("draft *"));
	if (r->text.behind)
		str_printf(out, ", %s", _("behind"));
	State state = r->meta.state;
	if (state != STATE_NONE && state != STATE_PUBLISHED)
		str_printf(out, " · %s", state_words(state));
}

/* "Nytt från ledningsgruppen · nr 9 · utkast * · 25 september 2026": what can be missed stands last. */
static void issue_words(const Reader *r, Str *out)
{
	const Series *s = archive_series_of(r->archive, r->issue.path);
	if (s && r->meta.number.len)
		str_add_c(out, s->title);
	else
		str_add_slice(out, r->meta.title);
	if (r->meta.number.len) {
		str_add_c(out, " · ");
		str_printf(out, _("no. %.*s"), (int)r->meta.number.len, r->meta.number.p);
	}
	mark_words(r, out);
}

static size_t item_count(const Reader *r)
{
	return r->cut.parts.len > PART_FIRST ? r->cut.parts.len - PART_FIRST : 0;
}

/* The date as long as there is room for it, wherever on the page one is: the line is not to change with each step. */
static void date_words(const Reader *r, bool scrolls, Str *out)
{
	Str beside = STR_EMPTY, date = STR_EMPTY;
	str_printf(&beside, _("item %zu of %zu"), item_count(r), item_count(r));
	str_add_c(&beside, scrolls ? " · 100 %" : "");
	int room = r->cols - 2 * TITLE_MARGIN - area_width(str_slice(out)) - area_width(str_slice(&beside)) - area_width(SLICE_LIT(" ·   "));
	date_long(r->meta.date, &date);
	if (area_width(str_slice(&date)) > room) {
		str_clear(&date);
		date_iso(r->meta.date, &date);
	}
	if (area_width(str_slice(&date)) <= room)
		str_printf(out, " · %s", str_c(&date));
	str_free(&beside);
	str_free(&date);
}

static void reader_title(View *view, Str *left, Str *right)
{
	Reader *r = (Reader *)view;
	size_t part = reader_part(r), items = item_count(r);
	Str where = STR_EMPTY;
	if (r->steps.on && r->outline == OUTLINE_OFF) {
		steps_title(r, left, right);
		return;
	}
	pager_where(&r->pager, &where);
	issue_words(r, left);
	if (date_some(r->meta.date))
		date_words(r, where.len > 0, left);
	if (r->outline == OUTLINE_MOVE) {
		str_clear(left);
		str_printf(left, _("Move “%.*s” after …"), (int)r->cut.parts.v[r->moving].title.len, r->cut.parts.v[r->moving].title.p);
	} else if (r->outline == OUTLINE_GO) {
		str_printf(right, words_plural("%zu item", "%zu items", items), items);
	} else if (r->steps.slow || r->blame.slow) {
		str_add_c(right, _("reading the history …"));
	} else {
		if (reader_is_item(r, part))
			str_printf(right, _("item %zu of %zu"), part - PART_FIRST + 1, items);
		if (where.len)
			str_printf(right, "%s%s", right->len ? " · " : "", str_c(&where));
	}
	str_free(&where);
}

/* ---- commands ---- */

static Reply next_item(Reader *r, int by)
{
	size_t part = reader_part(r);
	if (r->cut.parts.len <= PART_FIRST)
		return reply_say(_("This issue has no items."));
	if (by > 0 && part < PART_FIRST) {
		reader_go(r, PART_FIRST);
	} else if (by > 0) {
		if (part + 1 == r->cut.parts.len)
			return reply_say(_("This is the last item."));
		reader_go(r, part + 1);
	} else {
		size_t first = part < PART_FIRST ? 0 : page_line_of(r->pager.page, r->cut.parts.v[part].from);
		if (r->pager.at > first)
			reader_go(r, part < PART_FIRST ? 0 : part);
		else if (part == PART_FIRST)
			pager_go(&r->pager, 0, BRING_TOP);
		else if (part > PART_FIRST)
			reader_go(r, part - 1);
	}
	return reply_stay();
}

/* The issue before or after this one in its series. */
static Reply neighbour(Reader *r, int by)
{
	IssueList l = { 0 };
	if (r->issue.at == AT_COMMIT)	/* one version of one issue has no neighbours */
		return reply_pass();
	const Err *err = issues_list(r->archive, true, &l);
	if (err)
		return reply_err(err);
	ptrdiff_t at = 0, n = (ptrdiff_t)l.rows.len;
	while (at < n && strcmp(l.rows.v[at].path, r->issue.path) != 0)
		at++;
	const Series *series = at < n ? l.rows.v[at].series : NULL;
	ptrdiff_t other = at + by;
	while (at < n && other >= 0 && other < n && l.rows.v[other].series != series)
		other += by;
	Reply reply = at < n && other >= 0 && other < n ? reply_instead("reader", l.rows.v[other].address)
	    : by > 0 ? reply_say(_("This is the oldest issue.")) : reply_say(_("This is the newest issue."));
	issues_list_free(&l);
	return reply;
}

static Reply open_history(Reader *r, Cmd c)
{
	if (blaming_seen(r) && c == CMD_HISTORY)
		return blaming_open(r);
	if (r->steps.on && c == CMD_HISTORY)
		return reply_open("history", r->steps.subject);
	size_t part = reader_part(r);
	char *address = reader_address(r, c == CMD_HISTORY && reader_is_item(r, part) ? part : 0);
	Reply reply = reply_open("history", address);
	free(address);
	return reply;
}

static Reply record(const Reader *r)
{
	return r->past ? reply_open("record", "") : reply_open("record", r->issue.address);
}

/* With a link: to where it leads, if that is in the archive.  Else one row on, as elsewhere. */
static Reply enter(Reader *r)
{
	const PageLink *l = pager_link(&r->pager);
	if (!l)
		return blaming_seen(r) ? blaming_open(r) : pager_command(&r->pager, CMD_DOWN);
	return link_follow(r->archive, r->issue.path, l->url);
}

static Reply go_change(Reader *r, int step)
{
	if (!r->steps.on)
		return reply_say(_("Nothing is marked here; , shows what the version changed."));
	if (compare_waits(&r->steps.compare))
		return reply_say(_("Comparing …"));
	if (pager_go_change(&r->pager, step))
		return reply_stay();
	return step > 0 ? reply_say(_("This is the last change.")) : reply_say(_("This is the first change."));
}

/* Out of a link or a search first, then out of older versions. */
static Reply back(Reader *r)
{
	Reply reply = pager_command(&r->pager, CMD_BACK);
	if (reply.kind != REPLY_PASS)
		return reply;
	if (r->blame.on && r->view.ops == &view_reader) {
		blaming_off(r);
		return reply_stay();
	}
	return r->steps.on || r->steps.reading ? steps_home(r) : reply;
}

static Reply reader_command(View *view, Cmd c)
{
	Reader *r = (Reader *)view;
	if (r->outline != OUTLINE_OFF)
		return outline_command(r, c);
	if (c != CMD_EARLIER && c != CMD_LATER && c != CMD_BLAME && command_get(c)->group != GROUP_MOVE)
		r->steps.wanted = 0;	/* something else is wanted now */
	switch (c) {
	case CMD_NEXT_ITEM: return next_item(r, 1);
	case CMD_PREV_ITEM: return next_item(r, -1);
	case CMD_OPEN: return enter(r);
	case CMD_OUTLINE:
		outline_begin(r, OUTLINE_GO);
		return reply_stay();
	case CMD_OLDER: return neighbour(r, 1);
	case CMD_NEWER: return neighbour(r, -1);
	case CMD_EARLIER: return steps_go(r, 1);
	case CMD_LATER: return steps_go(r, -1);
	case CMD_NEXT_CHANGE: return go_change(r, 1);
	case CMD_PREV_CHANGE: return go_change(r, -1);
	case CMD_BACK: return back(r);
	case CMD_COLUMNS: return steps_columns(r);
	case CMD_BLAME: return blaming_toggle(r);
	case CMD_HISTORY: case CMD_HISTORY_ISSUE: return open_history(r, c);
	case CMD_EDIT: case CMD_EDIT_ISSUE: case CMD_EXTERNAL: return reader_edit(r, c);
	case CMD_NEW_ITEM: return reader_new_item(r);
	case CMD_MOVE:
		outline_begin(r, OUTLINE_MOVE);
		return reply_stay();
	case CMD_DELETE: return reader_delete(r);
	case CMD_UNDO_ITEM: return reader_undo(r);
	case CMD_RESTORE: return reader_restore(r);
	case CMD_RECORD: return record(r);
	default: return pager_command(&r->pager, c);
	}
}

static Reply reader_answer(View *view, const Answer *a)
{
	Reader *r = (Reader *)view;
	return a->what == ASK_FIND ? pager_answer(&r->pager, a) : reader_item_answer(r, a);
}

static size_t reader_hints(View *view, Cmd *out, size_t max)
{
	static const Cmd usual[] = { CMD_NEXT_ITEM, CMD_OUTLINE, CMD_EDIT, CMD_HISTORY, CMD_EARLIER, CMD_FIND, CMD_NEXT_LINK, CMD_NEW_ITEM,
	    CMD_RECORD };
	static const Cmd draft[] = { CMD_NEXT_ITEM, CMD_EDIT, CMD_RECORD, CMD_OUTLINE, CMD_NEW_ITEM, CMD_MOVE, CMD_DELETE, CMD_HISTORY, CMD_EARLIER };
	static const Cmd past[] = { CMD_RESTORE, CMD_EARLIER, CMD_LATER, CMD_NEXT_ITEM, CMD_HISTORY, CMD_OUTLINE, CMD_FIND };
	static const Cmd steps[] = { CMD_EARLIER, CMD_LATER, CMD_RESTORE, CMD_NEXT_CHANGE, CMD_HISTORY, CMD_OUTLINE };
	static const Cmd found[] = { CMD_FIND_NEXT, CMD_FIND_PREV };
	static const Cmd outline[] = { CMD_OPEN, CMD_PLACE };
	static const Cmd blame[] = { CMD_BLAME, CMD_HISTORY, CMD_NEXT_ITEM, CMD_OUTLINE, CMD_FIND };
	const Reader *r = (const Reader *)view;
	if (r->outline != OUTLINE_OFF)
		return command_hints(out, max, outline, 2);
	if (r->pager.nhits)
		return command_hints(out, max, found, 2);
	if (r->blame.on)
		return command_hints(out, max, blame, sizeof blame / sizeof *blame);
	if (r->steps.on)
		return command_hints(out, max, steps, sizeof steps / sizeof *steps);
	if (r->past)
		return command_hints(out, max, past, sizeof past / sizeof *past);
	if (r->text.draft)
		return command_hints(out, max, draft, sizeof draft / sizeof *draft);
	return command_hints(out, max, usual, sizeof usual / sizeof *usual);
}

static Reply reader_start(View *view)
{
	const Reader *r = (const Reader *)view;
	Reply reply = reply_stay();
	if (!r->past)
		presence_tell(r->archive, r->issue.address, &reply);
	return reply;
}

static Reply reader_done(View *view, const JobEnd *end)
{
	Reader *r = (Reader *)view;
	if (r->steps.reading)
		return steps_done(r, end);
	return r->steps.compare.works ? steps_marked(r, end) : blaming_done(r, end);
}

static void reader_heard(View *view, Str *rows)
{
	Reader *r = (Reader *)view;
	if (!r->steps.reading && r->steps.compare.works)
		compare_heard(&r->steps.compare, rows);
}

static int reader_due(View *view)
{
	const Reader *r = (const Reader *)view;
	if (r->blame.wanted && !r->blame.reading && !r->steps.reading)
		return 0;
	if (r->steps.reading || r->blame.reading)
		return (r->steps.reading && !r->steps.slow) || (r->blame.reading && !r->blame.slow) ? SLOW_MS : -1;
	return compare_due(&r->steps.compare);
}

static Reply reader_tick(View *view)
{
	Reader *r = (Reader *)view;
	if (r->blame.wanted && !r->blame.reading && !r->steps.reading)
		return blaming_start(r);
	if (!r->steps.reading && !r->blame.reading)
		return steps_mark_tick(r);
	r->steps.slow = r->steps.reading;
	r->blame.slow = r->blame.reading;
	return reply_stay();
}

/* The same, with who wrote it beside: a place of its own, so that one can go to it. */
static const Err *blame_open(View **out, Archive *a, const char *address)
{
	const Err *err = reader_open(out, a, address);
	if (err)
		return err;
	Reader *r = (Reader *)*out;
	r->view.ops = &view_blame;
	r->blame.on = true;
	blaming_check(r);
	return NULL;
}

const ViewOps view_reader = {
	.name = "reader", .words = N_("an issue"), .where = IN_READER, .open = reader_open, .close = reader_close, .title = reader_title,
	.draw = reader_draw, .command = reader_command, .answer = reader_answer, .refresh = reader_refresh, .here = reader_here, .hints = reader_hints,
	.start = reader_start, .heard = reader_heard, .done = reader_done, .due = reader_due, .tick = reader_tick,
};

const ViewOps view_blame = {
	.name = "blame", .words = N_("who wrote an issue"), .where = IN_READER, .open = blame_open, .close = reader_close, .title = reader_title,
	.draw = reader_draw, .command = reader_command, .answer = reader_answer, .refresh = reader_refresh, .here = reader_here, .hints = reader_hints,
	.heard = reader_heard, .done = reader_done, .due = reader_due, .tick = reader_tick,
};
