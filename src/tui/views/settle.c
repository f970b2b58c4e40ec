/* Questions about what two changed: both texts of an item, and whose stands. */
#include <stdlib.h>

#include "archive/conflicts.h"
#include "archive/resolve.h"
#include "archive/revise.h"
#include "base/words.h"
#include "issue/diff.h"
#include "issue/item.h"
#include "tui/kit/pager.h"
#include "tui/places.h"

#define WIDE 60		/* columns */

typedef struct {
	View view;
	Archive *archive;
	char *path, *address;	/* of the issue; what was to be opened.  Of the branch: NULL; the question to begin with */
	char *kind;		/* of that question */
	char *then;		/* the view that it is to be opened in when all is decided */
	int nth;
	Questions asked;
	size_t at;		/* the question that is shown */
	char *last, *last_kind;	/* the address and kind of what was decided last here */
	bool writing;		/* the branch's: a draft was made of it, to write the answer in */
	Str written;
	Doc *docs[MERGE_SIDES];	/* what the page's own nodes were taken from */
	Doc *doc;
	Pager pager;
	int cols;
} Settle;

static const Question *question(const Settle *s)
{
	return &s->asked.open.v[s->at];
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

static Slice text_of(const Settle *s, MergeSide side)
{
	return side == MERGE_OURS && s->writing ? str_slice(&s->written) : str_slice(&question(s)->c.text[side]);
}

static void put_text(Settle *s, MergeSide side, const char *label)
{
	const Question *q = question(s);
	MergeSide other = side == MERGE_OURS ? MERGE_THEIRS : MERGE_OURS;
	Slice text = text_of(s, side);
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
	d = s->docs[side] = diff_doc(side == MERGE_BASE || !q->c.has[other] ? text : text_of(s, other), text);
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
	put_text(s, MERGE_OURS, s->writing ? _("Your answer, as you have written it") : _("Your text"));
	put_text(s, MERGE_THEIRS, str_c(&theirs));
	if (question(s)->c.has[MERGE_BASE])
		put_text(s, MERGE_BASE, _("Before"));
	str_free(&words);
	str_free(&theirs);
}

/* ---- opening ---- */

static bool is_this(const Question *q, const char *address, const char *kind)
{
	return address && strcmp(q->address, address) == 0 && (!kind || strcmp(q->c.kind, kind) == 0);
}

static void own_text(const Target *t, Slice text, Str *out)
{
	Cut cut;
	ptrdiff_t i;

	cut_make(text, NULL, &cut);
	i = t->part == ADDR_LEAD ? PART_FIRST - 1 : cut_find_chain(&cut, slice_c(t->chain));
	if (i > 0)
		str_add_slice(out, slice_sub(text, cut.parts.v[i].from, cut.parts.v[i].to));
	cut_free(&cut);
}

/* What was written as an answer, in the draft that was made for it. */
static const Err *read_written(const Settle *s, Str *out)
{
	Target t = { 0 };
	IssueText text = { 0 };
	char *address = mem_printf("%s@draft", question(s)->address);
	const Err *err = target_find(s->archive, slice_c(address), &t);

	if (!err)
		err = target_text(s->archive, &t, &text);
	if (!err)
		own_text(&t, str_slice(&text.text), out);
	issue_text_free(&text);
	target_free(&t);
	free(address);
	return err;
}

static const Err *load(Settle *s)
{
	const Err *err;

	questions_free(&s->asked);
	err = s->path ? draft_questions(s->archive, s->path, s->nth, &s->asked) : conflicts_of_branch(s->archive, &s->asked);
	s->at = 0;
	for (size_t i = 0; !s->path && i < s->asked.open.len; i++)
		if (is_this(&s->asked.open.v[i], s->address, s->kind))
			s->at = i;
	str_clear(&s->written);
	if (!err && s->writing && s->asked.open.len)
		s->writing = !read_written(s, &s->written);	/* it may have been dropped meanwhile */
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
	free(s->kind);
	free(s->last);
	free(s->last_kind);
	str_free(&s->written);
	free(s);
}

static const Err *open_branch(View **out, Settle *s)
{
	const Err *err = load(s);

	if (err)
		settle_close(&s->view);
	else
		*out = &s->view;
	return err;
}

/*
 * The address, and with a line end between the view that is to follow (else the editor).  Of the branch: '=', the question's address, and with a
 * line end between its kind.
 */
static const Err *settle_open(View **out, Archive *a, const char *address)
{
	Settle *s = mem_alloc(sizeof *s);
	const char *then = strchr(address, '\n');
	Target t = { 0 };

	s->view = (View){ &view_settle, IN_SETTLE };
	s->archive = a;
	bool branch = address[0] == '=';

	s->address = mem_dup_n(address + branch, then ? (size_t)(then - address - branch) : strlen(address + branch));
	if (branch) {
		s->kind = then ? mem_dup(then + 1) : NULL;
		return open_branch(out, s);
	}
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

static Reply all_decided(void)
{
	Reply r = reply_back();

	reply_tell(&r, "%s", _("Everything is decided; s joins it and sends it."));
	return r;
}

static Reply go_on(const Settle *s)
{
	if (!s->path)
		return all_decided();
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

static void remember(Settle *s)
{
	free(s->last);
	free(s->last_kind);
	s->last = mem_dup(question(s)->address);
	s->last_kind = mem_dup(question(s)->c.kind);
}

static const Err *drop_written(Settle *s)
{
	Target t = { 0 };
	const Err *err = target_find(s->archive, slice_c(question(s)->path), &t);

	if (!err)
		err = revise_drop(s->archive, &t, NULL);
	target_free(&t);
	s->writing = false;
	return err;
}

static Reply answer(Settle *s, MergeChoice choice)
{
	Str said = STR_EMPTY, written = STR_EMPTY;
	Saying saying = { .choice = choice };
	const Err *err = NULL;
	Reply r;

	if (!s->asked.open.len)
		return go_on(s);
	if (!conflict_takes(&question(s)->c, choice))
		return reply_say("%s", _("That is no answer to this question."));
	if (s->writing && choice == CHOICE_OURS) {
		str_add_slice(&written, str_slice(&s->written));
		saying = (Saying){ .choice = CHOICE_TEXT, .text = str_slice(&written) };
	}
	if (!err && s->writing)
		err = drop_written(s);
	remember(s);
	if (!err)
		err = resolve_question(s->archive, question(s), &saying, &said);
	if (!err) {
		r = go_on(s);
		if (s->path)
			reply_tell(&r, "%s", str_c(&said));
	} else if (err_kind(err) == ERR_DECIDE) {
		err = load(s);
		r = err ? reply_err(err) : reply_say("%s", _("Kept. Here is the next one."));
	} else {
		r = reply_err(err);
	}
	str_free(&said);
	str_free(&written);
	return r;
}

static Reply take_back(Settle *s)
{
	Str said = STR_EMPTY;
	const Err *err = NULL;
	bool found = false;

	for (size_t i = 0; i < s->asked.answered.len && !found; i++) {
		if (!is_this(&s->asked.answered.v[i], s->last, s->last_kind))
			continue;
		found = true;
		err = resolve_question(s->archive, &s->asked.answered.v[i], &(Saying){ .undo = true }, &said);
	}
	str_free(&said);
	if (!found)
		return reply_say("%s", _("Nothing was decided here that could be taken back."));
	if (!err) {
		free(s->address);
		free(s->kind);
		s->address = mem_dup(s->last);
		s->kind = mem_dup(s->last_kind);
		err = load(s);
	}
	return err ? reply_err(err) : reply_say("%s", _("Taken back."));
}

/* The answer is written in a draft, like anything that is typed; it begins with what both texts make word by word. */
static Reply write_answer(Settle *s)
{
	const Question *q = question(s);
	Target t = { 0 };
	Str words = STR_EMPTY;
	const Err *err;

	if (s->writing)
		return reply_open("rewrite", q->address);
	if (!q->c.chain || q->c.chain[0] == ':' || !q->c.has[MERGE_OURS] || q->whole)
		return reply_say("%s", _("This is decided by choosing one of the two."));
	if (draft_waits(s->archive, q->path, 1))
		return reply_say(_("There is a draft of %s already; record or drop it first."), q->path);
	conflict_words(&q->c, &words);
	err = target_find(s->archive, slice_c(q->address), &t);
	if (!err)
		err = revise_replace(s->archive, &t, str_slice(&words), NULL);
	target_free(&t);
	str_free(&words);
	if (err)
		return reply_err(err);
	s->writing = true;
	free(s->address);
	free(s->kind);
	s->address = mem_dup(q->address);
	s->kind = mem_dup(q->c.kind);
	Reply r = reply_open("rewrite", q->address);
	reply_tell(&r, "%s", _("Write what is to stand; Esc goes back, and m there takes it."));
	return r;
}

/* The draft's own text is what is written on; when one is back it is the text to choose. */
static Reply rewrite(Settle *s)
{
	if (!s->asked.open.len)
		return go_on(s);
	const Question *q = question(s);
	if (!s->path)
		return write_answer(s);
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

static Reply later(const Settle *s)
{
	Reply r = reply_back();

	if (!s->path)
		return r;
	reply_tell(&r, "%s", _("Left for later; the draft stays as it is."));
	return r;
}

static Reply settle_command(View *view, Cmd c)
{
	Settle *s = (Settle *)view;

	switch (c) {
	case CMD_MINE: return answer(s, CHOICE_OURS);
	case CMD_THEIRS: return answer(s, CHOICE_THEIRS);
	case CMD_BOTH: return answer(s, CHOICE_BOTH);
	case CMD_INTO_NEXT: return answer(s, CHOICE_NEXT);
	case CMD_TAKE_BACK: return take_back(s);
	case CMD_EDIT: return rewrite(s);
	case CMD_DEFER: return later(s);
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
	const Settle *s = (const Settle *)view;
	Cmd cmds[7];
	size_t n = 0;

	cmds[n++] = CMD_MINE;
	cmds[n++] = CMD_THEIRS;
	if (s->asked.open.len && conflict_takes(&question(s)->c, CHOICE_BOTH))
		cmds[n++] = CMD_BOTH;
	if (s->asked.open.len && conflict_takes(&question(s)->c, CHOICE_NEXT))
		cmds[n++] = CMD_INTO_NEXT;
	cmds[n++] = CMD_EDIT;
	cmds[n++] = CMD_DEFER;
	if (s->last)
		cmds[n++] = CMD_TAKE_BACK;
	return command_hints(out, max, cmds, n);
}

const ViewOps view_settle = {
	.name = "settle", .words = N_("what is to be decided"), .where = IN_SETTLE, .open = settle_open, .close = settle_close,
	.title = settle_title, .draw = settle_draw, .command = settle_command, .answer = settle_answer, .start = settle_start,
	.refresh = settle_refresh, .hints = settle_hints,
};
