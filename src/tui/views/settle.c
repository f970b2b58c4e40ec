/* Questions about a draft that is behind: both texts of an item, and whose stands. */
#include <stdlib.h>

#include "archive/resolve.h"
#include "base/words.h"
#include "issue/diff.h"
#include "tui/kit/pager.h"
#include "tui/places.h"

#define WIDE 60		/* columns */

typedef struct {
	View view;
	Archive *archive;
	char *path, *address;	/* of the issue; what was to be opened */
	char *then;		/* the view that it is to be opened in when all is decided */
	int nth;
	Questions asked;
	Doc *docs[MERGE_SIDES];	/* what the page's own nodes were taken from */
	Doc *doc;
	Pager pager;
	int cols;
} Settle;

static const Question *question(const Settle *s)
{
	return &s->asked.open.v[0];
}

/* ---- the page ---- */

static void forget_docs(Settle *s)
{
	for (int i = 0; i < MERGE_SIDES; i++) {
		doc_free(s->docs[i]);
		s->docs[i] = NULL;
	}
	doc_free(s->doc);
	s->doc = NULL;
}

static void put_note(Doc *d, const char *words)
{
	doc_append(d->root, doc_text(d, NODE_NOTE, slice_c(words)));
}

static void put_label(Doc *d, const char *words)
{
	Node *h = doc_node(d, NODE_HEADING);

	h->level = 2;
	doc_append(h, doc_text(d, NODE_TEXT, slice_c(words)));
	doc_append(d->root, h);
}

/* The blanks on both sides of what was taken out are one, and none where a block begins. */
static void close_gap(const Node *before, Node *behind)
{
	if (behind && behind->kind == NODE_TEXT && slice_starts(behind->text, " ") &&
	    (!before || (before->kind == NODE_TEXT && slice_ends(before->text, " "))))
		behind->text = slice_sub(behind->text, 1, behind->text.len);
}

/* Of a comparison the side that it led to: what only the other has is not part of this text. */
static void drop_removed(Doc *d)
{
	for (Node *n = doc_next(d->root, d->root), *next; n; n = next) {
		Node *before = n->prev, *behind = n->next;
		bool gone = n->mark == MARK_REMOVED;

		next = gone ? doc_next_skip(d->root, n) : doc_next(d->root, n);
		if (!gone)
			continue;
		doc_unlink(n);
		close_gap(before, behind);
	}
}

static void put_text(Settle *s, MergeSide side, const char *label)
{
	const Question *q = question(s);
	MergeSide other = side == MERGE_OURS ? MERGE_THEIRS : MERGE_OURS;
	Slice text = str_slice(&q->c.text[side]);
	Node *quote = doc_node(s->doc, NODE_QUOTE);
	Doc *d;

	put_label(s->doc, label);
	if (!q->c.has[side] || !slice_trim(text).len) {
		put_note(s->doc, side == MERGE_BASE ? _("It was not there.") : _("It is not there any more."));
		return;
	}
	if (side == MERGE_BASE && q->c.chain && q->c.chain[0] == ':') {	/* a key alone is no page */
		Node *para = doc_node(s->doc, NODE_PARA);

		doc_append(para, doc_text(s->doc, NODE_TEXT, slice_trim(text)));
		doc_append(quote, para);
		doc_append(s->doc->root, quote);
		return;
	}
	d = s->docs[side] = diff_doc(side == MERGE_BASE || !q->c.has[other] ? text : str_slice(&q->c.text[other]), text);
	drop_removed(d);
	while (d->root->first) {
		Node *n = d->root->first;

		doc_unlink(n);
		doc_append(quote, n);
	}
	doc_append(s->doc->root, quote);
}

static void make_doc(Settle *s)
{
	Str words = STR_EMPTY, theirs = STR_EMPTY;

	forget_docs(s);
	s->cols = 0;
	if (!s->asked.open.len)
		return;
	s->doc = doc_new();
	question_say(question(s), &words);
	put_note(s->doc, str_c(&words));
	if (question(s)->theirs_by)
		str_printf(&theirs, _("Text by %s"), question(s)->theirs_by);
	else
		str_add_c(&theirs, _("The archive's text"));
	put_text(s, MERGE_OURS, _("Your text"));
	put_text(s, MERGE_THEIRS, str_c(&theirs));
	if (question(s)->c.has[MERGE_BASE])
		put_text(s, MERGE_BASE, _("Before"));
	str_free(&words);
	str_free(&theirs);
}

/* ---- opening ---- */

static const Err *load(Settle *s)
{
	questions_free(&s->asked);
	const Err *err = draft_questions(s->archive, s->path, s->nth, &s->asked);

	make_doc(s);
	return err;
}

static void settle_close(View *view)
{
	Settle *s = (Settle *)view;

	pager_free(&s->pager);
	forget_docs(s);
	questions_free(&s->asked);
	free(s->path);
	free(s->address);
	free(s->then);
	free(s);
}

/* The address, and with a line end between the view that is to follow (else the editor). */
static const Err *settle_open(View **out, Archive *a, const char *address)
{
	Settle *s = mem_alloc(sizeof *s);
	const char *then = strchr(address, '\n');
	Target t = { 0 };

	s->view = (View){ &view_settle, IN_SETTLE };
	s->archive = a;
	s->address = mem_dup_n(address, then ? (size_t)(then - address) : strlen(address));
	s->then = mem_dup(then ? then + 1 : "editor");
	const Err *err = target_find_past(a, slice_c(s->address), &t);
	if (!err) {
		s->path = mem_dup(t.path);
		s->nth = t.draft;
		err = load(s);
	}
	target_free(&t);
	if (err)
		settle_close(&s->view);
	else
		*out = &s->view;
	return err;
}

static Reply go_on(const Settle *s)
{
	Draft *d = NULL;
	const Err *err = draft_peek_nth(&d, s->archive, s->path, s->nth);

	draft_close(d);
	Target t = { 0 };
	if (!err)
		err = target_find(s->archive, slice_c(s->address), &t);
	/* What was to be opened may be what was decided to be gone. */
	Reply r = err || t.gone ? reply_back() : reply_instead(s->then, s->address);
	target_free(&t);
	return r;
}

static Reply settle_start(View *view)
{
	Settle *s = (Settle *)view;

	return s->asked.open.len ? reply_stay() : go_on(s);	/* decided elsewhere meanwhile */
}

static const Err *settle_refresh(View *view)
{
	return load((Settle *)view);
}

/* ---- answering ---- */

static Reply answer(Settle *s, MergeChoice choice)
{
	Str said = STR_EMPTY;

	if (!s->asked.open.len)
		return go_on(s);
	const Err *err = resolve_question(s->archive, question(s), choice, slice("", 0), &said);
	Reply r;
	if (!err) {
		r = go_on(s);
		reply_tell(&r, "%s", str_c(&said));
	} else if (err_kind(err) == ERR_DECIDE) {
		err = load(s);
		r = err ? reply_err(err) : reply_say("%s", _("Kept. Here is the next one."));
	} else {
		r = reply_err(err);
	}
	str_free(&said);
	return r;
}

/* The draft's own text is what is written on; when one is back it is the text to choose. */
static Reply rewrite(const Settle *s)
{
	if (!s->asked.open.len)
		return go_on(s);
	const Question *q = question(s);
	if (!q->c.has[MERGE_OURS])
		return reply_say("%s", _("Your draft has deleted it. t brings it back; then it can be changed."));
	const char *key = strchr(q->address, '#');
	if (!key || key[1] != ':')
		return reply_open("rewrite", q->address);
	char *issue = mem_dup_n(q->address, (size_t)(key - q->address));
	Reply r = reply_open("rewrite", issue);
	free(issue);
	return r;
}

static Reply later(void)
{
	Reply r = reply_back();

	reply_tell(&r, "%s", _("Left for later; the draft stays as it is."));
	return r;
}

static Reply settle_command(View *view, Cmd c)
{
	Settle *s = (Settle *)view;

	switch (c) {
	case CMD_MINE: return answer(s, CHOICE_OURS);
	case CMD_THEIRS: return answer(s, CHOICE_THEIRS);
	case CMD_EDIT: return rewrite(s);
	case CMD_DEFER: return later();
	default: return pager_command(&s->pager, c);
	}
}

static Reply settle_answer(View *view, const Answer *a)
{
	return pager_answer(&((Settle *)view)->pager, a);
}

/* ---- the screen ---- */

static void settle_title(View *view, Str *left, Str *right)
{
	Settle *s = (Settle *)view;
	size_t all = s->asked.open.len + s->asked.answered.len;
	Str where = STR_EMPTY;

	str_printf(left, words_plural("To decide · %zu of %zu question", "To decide · %zu of %zu questions", all), s->asked.answered.len + 1, all);
	/* In a narrow window it matters more that there is more below. */
	if (s->cols >= WIDE)
		str_add_c(right, _("the rest is joined"));
	pager_where(&s->pager, &where);
	if (where.len)
		str_printf(right, "%s%s", right->len ? " · " : "", str_c(&where));
	str_free(&where);
}

static void settle_draw(View *view, Area a)
{
	Settle *s = (Settle *)view;

	if (!s->doc)
		return;
	if (a.cols != s->cols) {
		s->cols = a.cols;
		pager_set(&s->pager, page_make(s->doc, &(PageOpts){ .width = pager_width(a.cols), .marks = true }), false);
	}
	pager_draw(&s->pager, a);
}

static size_t settle_hints(View *view, Cmd *out, size_t max)
{
	static const Cmd cmds[] = { CMD_MINE, CMD_THEIRS, CMD_EDIT, CMD_DEFER };
	(void)view;
	return command_hints(out, max, cmds, sizeof cmds / sizeof *cmds);
}

const ViewOps view_settle = {
	.name = "settle", .words = N_("what is to be decided"), .where = IN_SETTLE, .open = settle_open, .close = settle_close,
	.title = settle_title, .draw = settle_draw, .command = settle_command, .answer = settle_answer, .start = settle_start,
	.refresh = settle_refresh, .hints = settle_hints,
};
