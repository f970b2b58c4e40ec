/* What is done to the items of an issue that is being read: each is an edit of its draft. */
#include <stdlib.h>

#include "archive/revise.h"
#include "base/words.h"
#include "tui/views/edit_outside.h"
#include "tui/views/reader.h"
#include "tui/views/restore.h"

#define LEAD 2

/* NULL, or why this issue cannot be changed here. */
static const char *why_not(const Reader *r)
{
	if (r->past)
		return _("This is an older version; r puts its text back as a draft.");
	return archive_read_only(r->archive);
}

static const Err *find_part(const Reader *r, size_t part, Target *out)
{
	char *address = reader_address(r, part);
	const Err *err = target_find(r->archive, slice_c(address), out);
	free(address);
	return err;
}

Reply reader_edit(Reader *r, Cmd c)
{
	const char *why = why_not(r);
	size_t part = reader_part(r);
	if (why)
		return reply_why(why);
	char *address = reader_address(r, c == CMD_EDIT_ISSUE || part < LEAD ? 0 : part);
	Reply reply = c == CMD_EXTERNAL ? edit_outside(address) : reply_open("editor", address);
	free(address);
	return reply;
}

Reply reader_new_item(Reader *r)
{
	const char *why = why_not(r);
	size_t part = reader_part(r);
	if (why)
		return reply_why(why);
	r->moving = part;
	Str question = STR_EMPTY;
	if (reader_is_item(r, part))
		str_printf(&question, _("Title of the new item after “%.*s”"), (int)r->cut.parts.v[part].title.len, r->cut.parts.v[part].title.p);
	else
		str_add_c(&question, _("Title of the new item, before all others"));
	Reply reply = reply_line(ASK_NEW_ITEM, str_c(&question), SLICE_LIT(""), false);
	str_free(&question);
	return reply;
}

static Reply add_item(Reader *r, Slice title)
{
	Target after = { 0 };
	char *words = slice_dup(slice_trim(title)), *address = NULL;
	if (!*words) {
		free(words);
		return reply_say(_("An item needs a title; nothing was added."));
	}
	const Err *err = find_part(r, reader_is_item(r, r->moving) ? r->moving : LEAD, &after);
	if (!err)
		err = revise_add(r->archive, &after, words, SLICE_LIT(""), &address);
	Reply reply = err ? reply_err(err) : reply_open("editor", address);
	free(r->wanted);
	r->wanted = address;
	target_free(&after);
	free(words);
	return reply;
}

Reply reader_delete(Reader *r)
{
	const char *choices[] = { _("y:yes, delete it"), _("n:no") };
	const char *why = why_not(r);
	size_t part = reader_part(r);
	if (why)
		return reply_why(why);
	if (!reader_is_item(r, part))
		return reply_say(_("Go to an item first; the lead is changed with e."));
	r->moving = part;
	const Part *p = &r->cut.parts.v[part];
	size_t below = 0;
	while (part + 1 + below < r->cut.parts.len && r->cut.parts.v[part + 1 + below].from < p->cover)
		below++;
	Str question = STR_EMPTY;
	str_printf(&question, _("Delete “%.*s” from the issue?"), (int)p->title.len, p->title.p);
	if (below) {
		str_add_char(&question, ' ');
		str_printf(&question, words_plural("%zu item below it goes with it.", "%zu items below it go with it.", below), below);
	}
	Reply reply = reply_choice(ASK_DELETE, str_c(&question), choices, 2);
	str_free(&question);
	return reply;
}

/* Remembers the text before a change, for undoing it. */
static void remember(Reader *r)
{
	str_clear(&r->undo_was);
	str_add_slice(&r->undo_was, str_slice(&r->text.text));
}

/* After a change: reads it, and remembers what it left. */
static const Err *settle(Reader *r)
{
	const Err *err = reader_load(r);
	str_clear(&r->undo_left);
	str_add_slice(&r->undo_left, str_slice(&r->text.text));
	return err;
}

static Reply delete_item(Reader *r)
{
	Target t = { 0 };
	Str title = STR_EMPTY;
	size_t part = r->moving;
	remember(r);
	str_add_slice(&title, r->cut.parts.v[part].title);
	const Err *err = find_part(r, part, &t);
	if (!err)
		err = revise_delete(r->archive, &t);
	if (!err)
		err = settle(r);
	if (!err)
		reader_go(r, part < r->cut.parts.len ? part : r->cut.parts.len - 1);
	Reply reply = err ? reply_err(err) : reply_say(_("“%s” is deleted from the draft. u puts it back."), str_c(&title));
	target_free(&t);
	str_free(&title);
	return reply;
}

Reply reader_move_to(Reader *r, size_t after)
{
	Target t = { 0 }, to = { 0 };
	char *address = NULL;
	const char *why = why_not(r);
	size_t part = r->moving;
	if (why)
		return reply_why(why);
	if (after == part)
		return reply_say(_("It stands there already."));
	remember(r);
	const Err *err = find_part(r, part, &t);
	if (!err)
		err = find_part(r, after, &to);
	if (!err)
		err = revise_move(r->archive, &t, &to, &address);
	if (!err)
		err = settle(r);
	if (!err) {
		Target now = { 0 };
		if (!target_find(r->archive, slice_c(address), &now))
			reader_go_address(r, now.address);
		target_free(&now);
	}
	Reply reply = err ? reply_err(err) : reply_say(_("Moved. u undoes it."));
	target_free(&t);
	target_free(&to);
	free(address);
	return reply;
}

/* The whole text as it was before, if nobody has changed it since. */
Reply reader_undo(Reader *r)
{
	Draft *d = NULL;
	if (!r->undo_left.len || !slice_eq(str_slice(&r->undo_left), str_slice(&r->text.text)))
		return reply_say(_("There is no move or deletion to undo here."));
	const Err *err = draft_open_nth(&d, r->archive, r->issue.path, r->issue.draft);
	if (!err)
		err = draft_save(d, str_slice(&r->undo_was));
	draft_close(d);
	str_clear(&r->undo_left);
	if (!err)
		err = reader_load(r);
	if (!err)
		reader_go(r, r->moving);
	return err ? reply_err(err) : reply_say(_("It is as it was."));
}

/* What was put back stands in the issue that one came from: back to how it is now, there. */
static Reply stay_here(Reader *r, Reply reply)
{
	Target now = { 0 };
	if (!target_find(r->archive, slice_c(reply.place.address), &now) && strcmp(now.path, r->steps.home.path) == 0) {
		Reply home = steps_home(r);
		reader_go_address(r, now.address);
		if (!r->text.draft)
			reply_tell(&reply, "%s", _("So it stands already: nothing was changed. , goes to the version before."));
		reply_free(&home);
		reply.kind = REPLY_STAY;
	}
	target_free(&now);
	return reply;
}

Reply reader_restore(Reader *r)
{
	Target then = { 0 };
	size_t part = reader_part(r);
	const char *took = steps_took(r);
	const Err *err = took ? target_find_past(r->archive, slice_c(took), &then) : find_part(r, reader_is_item(r, part) ? part : 0, &then);
	Reply reply = err ? reply_err(err) : restore_version(r->archive, &then);
	target_free(&then);
	return reply.kind == REPLY_OPEN && r->steps.on ? stay_here(r, reply) : reply;
}

Reply reader_item_answer(Reader *r, const Answer *a)
{
	if (a->what == ASK_NEW_ITEM && a->kind == ANSWER_LINE)
		return add_item(r, a->line);
	if (a->what == ASK_DELETE && a->kind == ANSWER_CHOICE && a->choice == 0)
		return delete_item(r);
	return reply_stay();
}
