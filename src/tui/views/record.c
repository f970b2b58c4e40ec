/* Recording: what will become a version, and the questions that must be answered first. */
#include <stdlib.h>

#include "archive/draft_join.h"
#include "archive/record.h"
#include "archive/sync.h"
#include "base/words.h"
#include "git/conf.h"
#include "tui/kit/list.h"
#include "tui/places.h"
#include "tui/views/draft_rows.h"
#include "tui/views/take.h"

#define MARGIN 3

enum { ASK_NAME = 1, ASK_MAIL, ASK_CORRECTION, ASK_MESSAGE, ASK_TAKE };

typedef struct {
	View view;
	Archive *archive;
	DraftRows drafts;
	List list;
	Target target;
	size_t targets;		/* 1, or 0: all drafts */
	Str name, last_name;	/* the one just given; the one that was not taken */
	bool asked_correction, correction;
	Names by_hand;		/* files that did not follow and can be taken as drafts */
} Record;

static void record_close(View *view)
{
	Record *r = (Record *)view;
	draft_rows_free(&r->drafts);
	target_free(&r->target);
	str_free(&r->name);
	str_free(&r->last_name);
	names_free(&r->by_hand);
	free(r);
}

static const Err *record_open(View **out, Archive *a, const char *address)
{
	Record *r = mem_alloc(sizeof *r);
	r->view = (View){ &view_record, IN_RECORD };
	r->archive = a;
	r->targets = *address != 0;
	const Err *err = r->targets ? target_find_past(a, slice_c(address), &r->target) : NULL;
	if (!err && r->targets)
		err = draft_waits(a, r->target.path, r->target.draft);
	if (!err)
		err = draft_rows_read(&r->drafts, a, false, r->targets ? r->target.address : NULL);
	if (err)
		record_close(&r->view);
	else
		*out = &r->view;
	return err;
}

/* ---- the questions, one after the other ---- */

static Reply ask_message(Record *r)
{
	Str message = STR_EMPTY;
	const Err *err = record_message(r->archive, &r->target, r->targets, &message);
	Slice rest = str_slice(&message), first = slice_chomp(slice_line(&rest));
	Reply reply = err ? reply_err(err) : reply_line(ASK_MESSAGE, _("What changed"), first, false);
	str_free(&message);
	return reply;
}

static Reply ask_correction(void)
{
	const char *choices[] = { _("y:yes, as a correction"), _("n:no") };
	return reply_choice(ASK_CORRECTION, _("This changes an issue that is published. Record it as a correction?"), choices, 2);
}

static const Err *need_correction(Record *r, bool *need)
{
	*need = false;
	return r->asked_correction ? NULL : record_needs_correction(r->archive, &r->target, r->targets, need);
}

static Reply next_question(Record *r)
{
	char *name = NULL, *mail = NULL;
	bool need = false;
	const Err *err = conf_identity(archive_repo(r->archive), &name, &mail);
	Reply reply;
	if (err && err_kind(err) == ERR_IDENTITY)
		reply = r->name.len ? reply_line(ASK_MAIL, _("Your e-mail address"), SLICE_LIT(""), false)
		    : reply_line(ASK_NAME, _("Your name, as the history will show it (asked once)"), name ? slice_c(name) : str_slice(&r->last_name), false);
	else if (err || (err = need_correction(r, &need)))
		reply = reply_err(err);
	else
		reply = need ? ask_correction() : ask_message(r);
	free(name);
	free(mail);
	return reply;
}

/* What cannot be joined is asked about first; where there are other drafts, they are recorded and this one is named. */
static char *undecided(Record *r)
{
	DraftList list = { 0 };
	const Err *err = NULL;
	char *place = NULL;
	if (r->targets)
		err = draft_undecided(r->archive, r->target.path, r->target.draft);
	else if (!drafts_list(r->archive, &list) && list.len == 1)
		err = draft_undecided(r->archive, list.v[0].path, list.v[0].nth);
	if (err && err_kind(err) == ERR_DECIDE)
		place = mem_printf("%s\nrecord", r->targets ? r->target.address : list.v[0].address);
	drafts_list_free(&list);
	return place;
}

static Reply record_start(View *view)
{
	Record *r = (Record *)view;
	const char *why = archive_read_only(r->archive);
	char *question = why ? NULL : undecided(r);
	Reply reply = question ? reply_instead("settle", question) : reply_back();
	if (question)
		free(question);
	else if (why)
		reply_sentence(why, &reply.words);
	else if (!r->drafts.rows.len)
		reply_tell(&reply, "%s", _("There is nothing to record: no draft has a change."));
	else
		reply = next_question(r);
	return reply;
}

/* ---- the answers ---- */

static bool has_name(const Names *names, const char *name)
{
	size_t i = 0;
	while (i < names->len && strcmp(names->v[i], name) != 0)
		i++;
	return i < names->len;
}

/* Those that are asked about are named in the question. */
static void add_left(Archive *a, const Names *left, const Names *asked, Str *out)
{
	for (size_t i = 0; i < left->len; i++) {
		Str words = STR_EMPTY;
		if (has_name(asked, left->v[i]))
			continue;
		by_hand_say_left(a, left->v[i], &words);
		str_add_char(out, ' ');
		reply_sentence(str_c(&words), out);
		str_free(&words);
	}
}

static bool is_shared(Archive *a)
{
	SyncStatus s = { 0 };
	bool shared = !sync_status(a, &s) && s.upstream;
	sync_status_free(&s);
	return shared;
}

static Reply tell_result(Record *r, const Err *err, const RecordResult *result)
{
	Archive *a = r->archive;
	Str words = STR_EMPTY, id = STR_EMPTY;
	if (!oid_is_zero(&result->commit)) {
		Slice rest = slice_c(result->message), first = slice_chomp(slice_line(&rest));
		oid_short(&result->commit, &id);
		str_printf(&words, _("Recorded: “%.*s” (%s)."), (int)first.len, first.p, str_c(&id));
		if (is_shared(a))
			str_printf(&words, " %s", _("s shares it."));
	} else if (!err) {
		str_add_c(&words, _("There was nothing to record."));
	}
	take_choose(a, &result->left, &r->by_hand);
	add_left(a, &result->left, &r->by_hand, &words);
	for (size_t i = 0; i < result->held.len; i++)
		str_printf(&words, "%s%s.", words.len ? " " : "", result->held.v[i]);
	Reply told = reply_err(err), reply = r->by_hand.len ? take_ask(ASK_TAKE, &r->by_hand) : reply_back();
	if (err && !result->held.len)
		str_printf(&words, "%s%s", words.len ? " " : "", str_c(&told.words));
	reply_tell(&reply, "%s", str_c(&words));
	reply_free(&told);
	str_free(&id);
	str_free(&words);
	return reply;
}

static Reply record_now(Record *r, Slice message)
{
	char *words = slice_dup(slice_trim(message));
	Str whole = STR_EMPTY;
	RecordResult result = { 0 };
	/* the proposal has a list behind its first line: kept when that line is */
	const Err *err = record_message(r->archive, &r->target, r->targets, &whole);
	Slice rest = str_slice(&whole), first = slice_chomp(slice_line(&rest));
	bool proposed = slice_is(first, words) || !*words;
	RecordOpts o = { .message = proposed ? NULL : words, .correction = r->correction };
	if (!err)
		err = record_drafts(r->archive, &r->target, r->targets, &o, &result);
	Reply reply = tell_result(r, err, &result);
	record_result_free(&result);
	str_free(&whole);
	free(words);
	return reply;
}

static Reply give_up(void)
{
	Reply r = reply_back();
	reply_tell(&r, "%s", _("Nothing was recorded; the drafts stay."));
	return r;
}

/* Kept in this archive's own settings; what git will not take is asked again. */
static Reply keep_identity(Record *r, Slice mail)
{
	char *name = slice_dup(slice_trim(str_slice(&r->name))), *address = slice_dup(slice_trim(mail));
	Repo *repo = archive_repo(r->archive);
	const Err *err = conf_set(repo, "user.name", name);
	if (!err)
		err = conf_set(repo, "user.email", address);
	free(name);
	free(address);
	str_clear(&r->last_name);
	str_add_slice(&r->last_name, str_slice(&r->name));
	str_clear(&r->name);
	Reply reply = err ? reply_err(err) : next_question(r);
	if (reply.kind == REPLY_ASK && reply.ask.what == ASK_NAME)
		reply_tell(&reply, "%s", _("A name and an e-mail address are needed, without < and >."));
	return reply;
}

static Reply take_left(Record *r, const Answer *a)
{
	Reply reply = reply_back();
	if (a->kind == ANSWER_CHOICE && a->choice == 0)
		take_files(r->archive, &r->by_hand, &reply);
	else
		reply_tell(&reply, "%s", _("Left as it is; S names it again."));
	return reply;
}

static Reply record_answer(View *view, const Answer *a)
{
	Record *r = (Record *)view;
	if (a->what == ASK_TAKE)
		return take_left(r, a);
	if (a->kind == ANSWER_ESC)
		return give_up();
	switch (a->what) {
	case ASK_NAME:
		str_clear(&r->name);
		str_add_slice(&r->name, slice_trim(a->line));
		return next_question(r);
	case ASK_MAIL: return keep_identity(r, a->line);
	case ASK_CORRECTION:
		if (a->choice != 0)
			return give_up();
		r->asked_correction = r->correction = true;
		return next_question(r);
	default: return record_now(r, a->line);
	}
}

/* ---- the screen ---- */

static void record_title(View *view, Str *left, Str *right)
{
	Record *r = (Record *)view;
	str_add_c(left, _("A new version"));
	str_printf(right, words_plural("%zu issue", "%zu issues", r->drafts.issues), r->drafts.issues);
}

static void record_draw(View *view, Area a)
{
	Record *r = (Record *)view;
	size_t n = r->drafts.rows.len;
	a = list_area(a);
	list_fit(&r->list, n, a.rows);
	for (int row = 0; row < a.rows && r->list.top + (size_t)row < n; row++)
		draft_row_draw(&r->drafts, r->list.top + (size_t)row, false, a, row);
	area_cursor(a, 0, 1);
}

static Reply record_command(View *view, Cmd c)
{
	Record *r = (Record *)view;
	if (list_command(&r->list, c))
		return reply_stay();
	return c == CMD_RECORD ? next_question(r) : reply_pass();
}

static size_t record_hints(View *view, Cmd *out, size_t max)
{
	static const Cmd cmds[] = { CMD_RECORD };
	(void)view;
	return command_hints(out, max, cmds, 1);
}

const ViewOps view_record = {
	.name = "record", .words = N_("a new version"), .where = IN_RECORD, .open = record_open, .close = record_close, .title = record_title,
	.draw = record_draw, .command = record_command, .answer = record_answer, .start = record_start, .hints = record_hints,
};
