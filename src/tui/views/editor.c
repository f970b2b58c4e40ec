/* The editor: an item in its issue, or a whole issue, as a draft.  What is typed is in the journal before it is painted. */
#include <stdlib.h>

#include "archive/draft.h"
#include "base/date.h"
#include "base/utf8.h"
#include "base/words.h"
#include "tui/kit/edit.h"
#include "tui/kit/view.h"
#include "tui/places.h"
#include "tui/views/presence_tell.h"

#define FLUSH_MS 1000
#define FLUSH_KEYS 20
#define CONTEXT_ROWS 14	/* from this height on the neighbours are shown with room around them */

enum { ASK_FIND_TEXT = 1, ASK_EMPTY };

typedef struct {
	View view;
	Archive *archive;
	char *address;
	Draft *draft;		/* NULL while another place (recording) may need its lock */
	Edit edit;
	char *issue, *number, *title, *before, *after;	/* for people; before and after: the items around, or NULL */
	bool whole;
	bool undecided;		/* the draft and the archive changed the same: that is asked first */
	bool anew;		/* it is, and this text is what a person gives as the answer */
	bool renewed;		/* the text was replaced by what another window left */
	bool saved;		/* nothing was typed since the last save */
	int64_t since;		/* when the first key was typed that is not synced */
	int keys;		/* typed since then */
	char *trouble;		/* the journal's, to be told with the next reply */
} Editor;

static void forget_names(Editor *ed)
{
	free(ed->issue);
	free(ed->number);
	free(ed->title);
	free(ed->before);
	free(ed->after);
	ed->issue = ed->number = ed->title = ed->before = ed->after = NULL;
}

/* Where the item's text ends for the cursor: the white space behind it parts it from the next and stays as it is. */
static size_t end_of_text(Slice text, size_t from, size_t to)
{
	while (to > from && (text.p[to - 1] == '\n' || text.p[to - 1] == '\r' || text.p[to - 1] == ' ' || text.p[to - 1] == '\t'))
		to--;
	return to;
}

/* Writing begins behind the title. */
static size_t begin_of_body(const Cut *c, const Target *t, size_t from)
{
	return t->part == ADDR_ITEM ? c->parts.v[cut_at(c, from)].body : t->part == ADDR_ISSUE ? c->header.end : from;
}

static char *part_title(const Cut *c, size_t i)
{
	return i >= PART_FIRST && i < c->parts.len ? slice_dup(c->parts.v[i].title) : NULL;
}

/* from: where the part begins; behind: where what comes after it does. */
static void find_names(Editor *ed, const Target *t, Slice text, const Cut *cut, size_t from, size_t behind)
{
	Arena *arena = arena_new();
	Meta meta = { 0 };
	size_t here = cut_at(cut, from);

	forget_names(ed);
	meta_read(text, slice_c(t->path), cut, &meta, arena);
	ed->issue = slice_dup(meta.title);
	ed->number = meta.number.len ? slice_dup(meta.number) : NULL;
	if (t->part == ADDR_ITEM) {
		ed->title = part_title(cut, here);
		ed->before = part_title(cut, here - 1);
	} else if (t->part == ADDR_LEAD) {
		ed->title = mem_dup(_("Lead"));
	}
	if (!ed->whole && behind < text.len)
		ed->after = part_title(cut, cut_at(cut, behind));
	arena_free(arena);
}

/* Takes the draft's lock and text; the cursor stays where it was in the part if that is still there. */
static const Err *attach(Editor *ed)
{
	Target t = { 0 };
	Cut cut = { 0 };
	size_t from = 0, to = 0, keep = ed->edit.buffer ? ed->edit.cursor - ed->edit.from : 0;
	const Err *err = target_find(ed->archive, slice_c(ed->address), &t);
	const Err *behind = NULL;
	Slice text;

	if (!err)
		err = draft_open_nth(&ed->draft, ed->archive, t.path, t.draft);
	if (err)
		goto done;
	/* A draft that cannot be joined with what came meanwhile is still the user's text to go on with. */
	behind = draft_rebase(ed->draft);
	ed->undecided = behind && err_kind(behind) == ERR_DECIDE;
	text = draft_text(ed->draft);
	cut_make(text, NULL, &cut);
	err = target_span(&t, text, &cut, &from, &to);
	if (err)
		goto done;
	ed->whole = t.part == ADDR_ISSUE;
	find_names(ed, &t, text, &cut, from, to);
	if (!ed->whole)
		to = end_of_text(text, from, to);
	if (!ed->edit.buffer || !slice_eq(text, buffer_text(ed->edit.buffer))) {
		ed->renewed = ed->edit.buffer != NULL;
		edit_end(&ed->edit);
		edit_begin(&ed->edit, text, from, to);
		ed->edit.cursor = keep ? from + keep : begin_of_body(&cut, &t, from);
		if (ed->edit.cursor > to)
			ed->edit.cursor = to;
	}
	ed->saved = true;
	if (behind) {
		free(ed->trouble);
		ed->trouble = mem_dup(ed->anew ? _("This is your text. Esc leads back to the question.") : err_text(behind));
	}
done:
	if (err) {
		draft_close(ed->draft);
		ed->draft = NULL;
	}
	cut_free(&cut);
	target_free(&t);
	return err;
}

/* Typing may have given the item another title, and so another key; a conflict with another window, another draft. */
static void renew_address(Editor *ed)
{
	Cut cut = { 0 };
	Str chain = STR_EMPTY, s = STR_EMPTY;
	size_t i;

	if (!ed->draft)
		return;
	cut_make(buffer_text(ed->edit.buffer), NULL, &cut);
	i = cut_at(&cut, ed->edit.from);
	if (i >= PART_FIRST)
		cut_chain(&cut, i, &chain);
	addr_format(slice_c(draft_info(ed->draft)->path), ed->whole ? ADDR_ISSUE : i >= PART_FIRST ? ADDR_ITEM : ADDR_LEAD, str_slice(&chain),
	    slice_c(draft_version(draft_info(ed->draft))), &s);
	free(ed->address);
	ed->address = str_steal(&s);
	str_free(&chain);
	cut_free(&cut);
}

static bool is_aside(const Editor *ed)
{
	return ed->draft && draft_info(ed->draft)->aside;
}

/* Another window wrote the same draft, and no lock held it: its text was joined with ours, or ours is a second draft now. */
static void meet_other(Editor *ed, bool was_aside)
{
	bool joined = !slice_eq(draft_text(ed->draft), buffer_text(ed->edit.buffer));

	if (!joined && is_aside(ed) == was_aside)
		return;
	renew_address(ed);
	free(ed->trouble);
	if (joined) {
		draft_close(ed->draft);
		ed->draft = NULL;
		(void)attach(ed);	/* or with the next key, which says what is in the way */
		ed->trouble = mem_dup(_("Another window has written here too; both texts are joined."));
	} else {
		ed->trouble = mem_printf(_("Another window has changed the same place. Your text is kept as a second draft, %s; D shows both."),
		    draft_info(ed->draft)->address);
	}
}

static const Err *save(Editor *ed)
{
	bool aside = is_aside(ed);
	const Err *err;

	if (ed->saved || !ed->draft)
		return NULL;
	err = draft_save(ed->draft, buffer_text(ed->edit.buffer));
	if (!err) {
		ed->saved = true;
		ed->keys = 0;
		meet_other(ed, aside);
	}
	return err;
}

/* Where there is no room for the text anew, the journal still has every key. */
static bool is_kept(const Editor *ed)
{
	return ed->draft && !draft_flush(ed->draft) && slice_eq(draft_text(ed->draft), buffer_text(ed->edit.buffer));
}

/* Lets go of the draft, so that recording can take it. */
static const Err *detach(Editor *ed)
{
	const Err *err = save(ed);

	if (ed->draft && (!err || is_kept(ed))) {
		err = NULL;
		renew_address(ed);
		draft_close(ed->draft);
		ed->draft = NULL;
	}
	return err;
}

static void editor_close(View *v)
{
	Editor *ed = (Editor *)v;

	if (save(ed) && ed->draft)
		draft_flush(ed->draft);	/* the journal has it, then */
	draft_close(ed->draft);
	edit_end(&ed->edit);
	forget_names(ed);
	free(ed->trouble);
	free(ed->address);
	free(ed);
}

static const Err *open_as(View **out, Archive *a, const char *address, bool anew)
{
	Editor *ed = mem_alloc(sizeof *ed);
	const char *why = archive_read_only(a);
	const Err *err = why ? err_new(ERR_FAIL, "%s", why) : NULL;

	ed->view = (View){ anew ? &view_rewrite : &view_editor, IN_EDITOR };
	ed->anew = anew;
	ed->archive = a;
	ed->address = mem_dup(address);
	if (!err)
		err = attach(ed);
	if (err) {
		editor_close(&ed->view);
		return err;
	}
	*out = &ed->view;
	return NULL;
}

static const Err *editor_open(View **out, Archive *a, const char *address)
{
	return open_as(out, a, address, false);
}

static const Err *rewrite_open(View **out, Archive *a, const char *address)
{
	return open_as(out, a, address, true);
}

static Reply trouble_or(Editor *ed, Reply r)
{
	if (ed->trouble) {
		reply_tell(&r, "%s", ed->trouble);
		free(ed->trouble);
		ed->trouble = NULL;
	}
	return r;
}

static Reply editor_start(View *v)
{
	Editor *ed = (Editor *)v;
	Reply r = reply_stay();

	if (ed->undecided && !ed->anew)
		return reply_instead("settle", ed->address);
	if (!ed->trouble && ed->draft && draft_info(ed->draft)->recovered)
		reply_tell(&r, "%s", _("Typing that was never saved has been brought back; ^Z does not undo it."));
	if (!ed->anew)	/* there one was told what to do */
		presence_tell(ed->archive, ed->address, &r);
	return trouble_or(ed, r);
}

/* Without its draft (another window may have it by now) nothing is typed that nobody would keep. */
static const Err *hold(Editor *ed)
{
	return ed->draft ? NULL : attach(ed);
}

/* Coming back from recording or previewing: the draft may be another, or gone. */
static const Err *editor_refresh(View *v)
{
	Editor *ed = (Editor *)v;

	const Err *err = hold(ed);

	ed->renewed = false;
	return err;
}

static bool is_unchanged(const Editor *ed)
{
	return ed->draft && slice_eq(draft_base(ed->draft), buffer_text(ed->edit.buffer));
}

/* What would be left if the line went dead now. */
static const char *how_safe(const Editor *ed)
{
	if (!ed->draft)
		return _("only to read");
	if (ed->saved)
		return is_unchanged(ed) ? _("unchanged") : _("draft saved");
	return ed->keys ? _("writing …") : _("all typing kept");
}

static void editor_title(View *v, Str *left, Str *right)
{
	Editor *ed = (Editor *)v;
	size_t words = edit_words(&ed->edit);

	str_add_c(left, ed->title ? ed->title : ed->issue);
	if (ed->number) {
		str_add_c(left, " · ");
		str_printf(left, _("no. %.*s"), (int)strlen(ed->number), ed->number);
	} else if (ed->title) {
		str_printf(left, " · %s", ed->issue);
	}
	str_printf(left, " · %s", is_aside(ed) ? _("second draft") : _("draft"));
	if (ed->edit.hits.len) {
		str_printf(right, "%zu/%zu", edit_hit(&ed->edit), ed->edit.hits.len);
		return;
	}
	str_add_c(right, how_safe(ed));
	str_add_c(right, " · ");
	str_printf(right, words_plural("%zu word", "%zu words", words), words);
}

static void draw_neighbour(Area a, int row, const char *title)
{
	Str s = STR_EMPTY;

	if (title) {
		str_printf(&s, "… %s", title);
		area_put_cut(a, row, EDIT_MARGIN, a.cols - EDIT_MARGIN - 1, str_slice(&s), ROLE_DIM);
		str_free(&s);
	}
}

static void editor_draw(View *v, Area a)
{
	Editor *ed = (Editor *)v;
	int above = !ed->whole && ed->before && a.rows >= CONTEXT_ROWS ? 2 : 0;
	int below = !ed->whole && ed->after && a.rows >= CONTEXT_ROWS ? 2 : 0;

	if (above)
		draw_neighbour(a, 0, ed->before);
	if (below)
		draw_neighbour(a, a.rows - 1, ed->after);
	edit_draw(&ed->edit, area_part(a, above, 0, a.rows - above - below, a.cols));
}

/* The journal first: what it cannot keep is not taken, and why is told. */
static Reply keep(Editor *ed, const BufferEdit *e)
{
	const Err *err;

	err = draft_type(ed->draft, e->at, e->n, e->with);
	if (err) {
		edit_take_back(&ed->edit, e);
		return reply_err(err);
	}
	if (ed->keys++ == 0)
		ed->since = clock_ms();
	if (ed->keys >= FLUSH_KEYS) {
		err = draft_flush(ed->draft);
		ed->keys = 0;
	}
	ed->saved = false;
	return reply_err(err);
}

/* Once: what is typed next was meant for a text that is no more. */
static bool renewed(Editor *ed)
{
	bool was = ed->renewed;

	ed->renewed = false;
	return was;
}

static Reply editor_key(View *v, const Key *k)
{
	Editor *ed = (Editor *)v;
	BufferEdit e;
	bool changed = false;

	const Err *err = hold(ed);

	if (err)
		return reply_err(err);
	if (renewed(ed))
		return reply_say("%s", _("The text has been changed elsewhere and is shown as it is now; go on where you like."));
	if (!edit_key(&ed->edit, k, &e, &changed))
		return reply_pass();
	return changed ? keep(ed, &e) : reply_stay();
}

static bool part_is_blank(const Editor *ed)
{
	return !slice_trim(edit_part(&ed->edit)).len;
}

static Reply save_and_go(Editor *ed)
{
	const Err *err = save(ed);
	Reply r = reply_err(err);

	if (!err || is_kept(ed))
		r.kind = REPLY_BACK;
	if (err && r.kind == REPLY_BACK)
		str_printf(&r.words, " %s", _("All that was typed so far is kept."));
	return err ? r : trouble_or(ed, r);
}

static Reply leave(Editor *ed)
{
	const char *choices[] = { _("g:go on writing"), _("u:undo back to what it was"), _("l:leave it empty") };

	if (ed->edit.hits.len) {	/* Esc ends the search first */
		edit_find(&ed->edit, slice("", 0));
		return reply_stay();
	}
	if (!ed->whole && part_is_blank(ed))
		return reply_choice(ASK_EMPTY, _("This item has no text any more."), choices, sizeof choices / sizeof *choices);
	return save_and_go(ed);
}

/* Saves, lets go of the draft, and opens another place. */
static Reply go_to(Editor *ed, const char *view)
{
	const Err *err = detach(ed);

	return err ? reply_err(err) : trouble_or(ed, reply_open(view, ed->address));
}

static Reply in_vain(Cmd c)
{
	switch (c) {
	case CMD_UNDO: return reply_say("%s", _("There is nothing more to undo."));
	case CMD_REDO: return reply_say("%s", _("There is nothing to do again."));
	case CMD_PUT: return reply_say("%s", _("Nothing has been cut here yet; ^K cuts a line."));
	default: return reply_stay();
	}
}

static Reply editor_command(View *v, Cmd c)
{
	Editor *ed = (Editor *)v;
	BufferEdit e;
	bool changed = false;
	const Err *err;

	switch (c) {
	case CMD_SAVE:
		err = save(ed);
		return err ? reply_err(err) : trouble_or(ed, reply_say("%s", is_unchanged(ed) ? _("Nothing is changed yet.") :
		    _("The draft is saved. ^R makes a version of it.")));
	case CMD_FIND:
		ed->edit.origin = ed->edit.cursor;
		return reply_line(ASK_FIND_TEXT, _("Find"), slice("", 0), true);
	case CMD_FIND_NEXT: case CMD_FIND_PREV:
		return edit_find_step(&ed->edit, c == CMD_FIND_PREV) ? reply_stay() : reply_say("%s", _("Nothing is searched for yet; ^F does that."));
	case CMD_PREVIEW:
		return go_to(ed, "reader");
	case CMD_RECORD:
		return go_to(ed, "record");
	case CMD_BACK:
		return leave(ed);
	case CMD_UNDO: case CMD_REDO: case CMD_CUT: case CMD_PUT:
		err = hold(ed);
		if (err)
			return reply_err(err);
		if (renewed(ed))
			return reply_stay();
		edit_command(&ed->edit, c, &e, &changed);
		return changed ? keep(ed, &e) : in_vain(c);
	default:
		return edit_command(&ed->edit, c, &e, &changed) ? reply_stay() : reply_pass();
	}
}

static Reply undo_all(Editor *ed)
{
	BufferEdit e;
	Reply r = reply_stay();

	while (part_is_blank(ed) && buffer_changed(ed->edit.buffer)) {
		bool changed = false;

		edit_command(&ed->edit, CMD_UNDO, &e, &changed);
		if (!changed)
			break;
		reply_free(&r);
		r = keep(ed, &e);
		if (r.words.len)	/* could not be kept: it stays as it was */
			break;
	}
	return r;
}

static Reply editor_answer(View *v, const Answer *a)
{
	Editor *ed = (Editor *)v;

	if (a->what == ASK_EMPTY) {
		if (a->kind != ANSWER_CHOICE || a->choice == 0)
			return reply_stay();
		if (a->choice == 1)
			return undo_all(ed);
		return save_and_go(ed);
	}
	if (a->kind == ANSWER_ESC) {
		edit_find(&ed->edit, slice("", 0));
		return reply_stay();
	}
	if (!edit_find(&ed->edit, a->line) && a->line.len && a->kind == ANSWER_LINE)
		return reply_say(_("“%.*s” is not in this text."), (int)a->line.len, a->line.p);
	return reply_stay();
}

static int editor_due(View *v)
{
	Editor *ed = (Editor *)v;
	int64_t left = ed->since + FLUSH_MS - clock_ms();

	if (!ed->keys || !ed->draft)
		return -1;
	return left > 0 ? (int)left : 0;
}

static Reply editor_tick(View *v)
{
	Editor *ed = (Editor *)v;
	const Err *err = ed->draft ? draft_flush(ed->draft) : NULL;

	ed->keys = 0;
	return err ? reply_err(err) : reply_stay();
}

static void editor_save(View *v)
{
	Editor *ed = (Editor *)v;

	if (save(ed) && ed->draft)
		draft_flush(ed->draft);
}

static size_t editor_hints(View *v, Cmd *out, size_t max)
{
	static const Cmd hints[] = { CMD_SAVE, CMD_RECORD, CMD_PREVIEW, CMD_UNDO, CMD_FIND, CMD_BACK };
	static const Cmd finding[] = { CMD_FIND_NEXT, CMD_FIND_PREV, CMD_BACK, CMD_FIND };
	Editor *ed = (Editor *)v;
	const Cmd *from = ed->edit.hits.len ? finding : hints;
	size_t n = ed->edit.hits.len ? sizeof finding / sizeof *finding : sizeof hints / sizeof *hints;

	for (size_t i = 0; i < n && i < max; i++)
		out[i] = from[i];
	return n < max ? n : max;
}

/* What a person edits for a question is the same editor, begun otherwise. */
#define EDITOR_OPS \
	.words = N_("the editor"), \
	.where = IN_EDITOR, \
	.close = editor_close, \
	.title = editor_title, \
	.draw = editor_draw, \
	.command = editor_command, \
	.key = editor_key, \
	.answer = editor_answer, \
	.start = editor_start, \
	.refresh = editor_refresh, \
	.due = editor_due, \
	.tick = editor_tick, \
	.save = editor_save, \
	.hints = editor_hints

const ViewOps view_editor = { .name = "editor", .open = editor_open, EDITOR_OPS };
const ViewOps view_rewrite = { .name = "rewrite", .open = rewrite_open, EDITOR_OPS };
