/* Recording: what will become a version, and the questions that must be answered first. */
#include <stdlib.h>

#include "archive/draft_join.h"
#include "archive/record.h"
#include "archive/sync.h"
#include "base/words.h"
#include "tui/kit/lines.h"
#include "tui/kit/list.h"
#include "tui/places.h"
#include "tui/record_lines.h"
#include "tui/views/draft_rows.h"
#include "tui/views/identity.h"
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
	Identity who;
	bool asked_correction, correction;
	Names by_hand;		/* files that did not follow and can be taken as drafts */
	bool works;		/* a child records: programs of the user's run */
	RecordNews news;
	RecordResult result;	/* of the child */
	Str message;		/* what it was told to call it */
	bool foreground;	/* it was done on the terminal itself, */
	Oid before;		/* beginning with this tip */
} Record;

static void record_close(View *view)
{
	Record *r = (Record *)view;
	draft_rows_free(&r->drafts);
	target_free(&r->target);
	identity_free(&r->who);
	names_free(&r->by_hand);
	record_news_free(&r->news);
	record_result_free(&r->result);
	str_free(&r->message);
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
	bool need = false;
	Reply reply;
	if (identity_wanted(&r->who, r->archive, ASK_NAME, &reply))
		return reply;
	const Err *err = need_correction(r, &need);
	return err ? reply_err(err) : need ? ask_correction() : ask_message(r);
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

static Reply give_up(void)
{
	Reply r = reply_back();
	reply_tell(&r, "%s", _("Nothing was recorded; the drafts stay."));
	return r;
}

static void order_of(const Record *r, RecordOrder *out)
{
	*out = (RecordOrder){ slice_c(r->targets ? r->target.address : ""), str_slice(&r->message), r->correction };
}

/* Programs of the user's may last: not here. */
static Reply record_beside(Record *r)
{
	RecordOrder order;
	order_of(r, &order);
	char *what = record_order(&order);
	Reply reply = reply_job(what);
	record_news_free(&r->news);
	record_result_free(&r->result);
	r->works = true;
	free(what);
	return reply;
}

static Reply record_here(Record *r)
{
	RecordResult result = { 0 };
	RecordOpts o = { .message = r->message.len ? str_c(&r->message) : NULL, .correction = r->correction };
	const Err *err = record_drafts(r->archive, &r->target, r->targets, &o, &result);
	Reply reply = tell_result(r, err, &result);
	record_result_free(&result);
	return reply;
}

static Reply record_now(Record *r, Slice message)
{
	Str whole = STR_EMPTY;
	/* the proposal has a list behind its first line: kept when that line is */
	const Err *err = record_message(r->archive, &r->target, r->targets, &whole);
	Slice rest = str_slice(&whole), first = slice_chomp(slice_line(&rest)), words = slice_trim(message);
	str_clear(&r->message);
	if (!slice_eq(first, words))
		str_add_slice(&r->message, words);
	Reply reply = err ? tell_result(r, err, &(RecordResult){ 0 }) : record_may_last(r->archive) ? record_beside(r) : record_here(r);
	str_free(&whole);
	return reply;
}

/* ---- a child at work ---- */

static void record_heard(View *view, Str *rows)
{
	Record *r = (Record *)view;
	Slice rest = str_slice(rows);
	while (rest.len)
		record_read_line(slice_chomp(slice_line(&rest)), &r->news, &r->result);
	str_clear(rows);
}

/* Where a key has to be unlocked somebody must be asked, and that is done on the terminal. */
static Reply on_terminal(Record *r)
{
	const char *args[5] = { "record" };
	size_t n = 1;
	if (r->targets)
		args[n++] = r->target.address;
	if (r->message.len) {
		args[n++] = "-m";
		args[n++] = str_c(&r->message);
	}
	if (r->correction)
		args[n++] = "--correction";
	r->foreground = true;
	r->before = archive_head(r->archive)->tip;
	return reply_run(args, n);
}

/* What programs had to say stands before what came of it. */
static void add_said(const Record *r, Reply *reply)
{
	Str words = STR_EMPTY;
	for (Slice rest = str_slice(&r->news.said); rest.len;) {
		Slice line = slice_chomp(slice_line(&rest));
		str_printf(&words, "%.*s%s", (int)line.len, line.p, rest.len ? " · " : " – ");
	}
	if (words.len) {
		str_add_slice(&words, str_slice(&reply->words));
		reply_tell(reply, "%s", str_c(&words));
	}
	str_free(&words);
}

/* What was typed is not lost, and may be what was refused. */
static void ask_again(const Record *r, Reply *reply)
{
	Reply ask = reply_line(ASK_MESSAGE, _("What changed"), str_slice(&r->message), false);
	reply_tell(&ask, "%s", str_c(&reply->words));
	reply_free(reply);
	*reply = ask;
}

static Reply record_done(View *view, const JobEnd *end)
{
	Record *r = (Record *)view;
	const Err *err = NULL;
	r->works = false;
	for (Slice rest = end->rows; rest.len;)
		record_read_line(slice_chomp(slice_line(&rest)), &r->news, &r->result);
	if (!end->ok && !end->words.len && !end->rows.len)
		return reply_say("%s", _("A sync is at work; record when it has ended."));
	if (r->news.terminal)
		return on_terminal(r);
	if (!end->ok)
		err = err_new(ERR_FAIL, "%.*s", (int)end->words.len, end->words.p);
	err = err_first(err, archive_refresh(r->archive, NULL));
	Reply reply = tell_result(r, err, &r->result);
	if (err && r->message.len && reply.kind == REPLY_BACK && oid_is_zero(&r->result.commit))
		ask_again(r, &reply);
	add_said(r, &reply);
	return reply;
}

/* Leaving ends the child. */
static Reply end_work(Record *r)
{
	Reply reply = reply_back();
	reply_tell(&reply, "%s", r->news.recorded ? _("Ended. The version is recorded.") : _("Ended. Nothing was recorded; the drafts stay."));
	return reply;
}

/* It stays in sight until it has ended. */
static Reply work_command(Record *r, Cmd c)
{
	switch (c) {
	case CMD_BACK: case CMD_CLOSE: return end_work(r);
	case CMD_QUIT: case CMD_SUSPEND: case CMD_REDRAW: return reply_pass();
	default: return reply_say("%s", _("The version is being made; Esc ends that."));
	}
}

static int record_due(View *view)
{
	return ((Record *)view)->foreground ? 0 : -1;
}

/* Back from the terminal, which said what was wrong, if anything was. */
static Reply record_tick(View *view)
{
	Record *r = (Record *)view;
	Commit c = { .message = NULL };
	RecordResult result = { .commit = archive_head(r->archive)->tip };
	r->foreground = false;
	if (oid_eq(&result.commit, &r->before) || commit_read(archive_repo(r->archive), &result.commit, &c))
		return give_up();
	result.message = mem_dup(c.message);
	Reply reply = tell_result(r, NULL, &result);
	record_result_free(&result);
	commit_free(&c);
	return reply;
}

static void draw_work(const Record *r, Area a)
{
	Str words = STR_EMPTY;
	int row = 0;
	if (r->news.works.len)
		str_printf(&words, _("%s works …"), str_c(&r->news.works));
	else
		str_add_c(&words, _("Making the version …"));
	row += lines_put(a, row, MARGIN, str_slice(&words), ROLE_TEXT) + 1;
	/* the newest of it */
	Slice said = str_slice(&r->news.said);
	while (lines_count(said, a.cols - MARGIN - 1) > a.rows - row && said.len)
		slice_line(&said);
	if (said.len)
		lines_put(a, row, MARGIN, said, ROLE_DIM);
	str_free(&words);
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
	Reply asked;
	switch (a->what) {
	case ASK_NAME:
	case ASK_MAIL: return identity_answer(&r->who, r->archive, ASK_NAME, a, &asked) ? asked : next_question(r);
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
	if (r->works) {
		draw_work(r, a);
		area_cursor(a, 0, 1);
		return;
	}
	a = list_area(a);
	list_fit(&r->list, n, a.rows);
	for (int row = 0; row < a.rows && r->list.top + (size_t)row < n; row++)
		draft_row_draw(&r->drafts, r->list.top + (size_t)row, false, a, row);
	area_cursor(a, 0, 1);
}

static Reply record_command(View *view, Cmd c)
{
	Record *r = (Record *)view;
	if (r->works)
		return work_command(r, c);
	if (list_command(&r->list, c))
		return reply_stay();
	return c == CMD_RECORD ? next_question(r) : reply_pass();
}

static size_t record_hints(View *view, Cmd *out, size_t max)
{
	static const Cmd cmds[] = { CMD_RECORD };
	if (((Record *)view)->works)
		return 0;
	return command_hints(out, max, cmds, 1);
}

const ViewOps view_record = {
	.name = "record", .words = N_("a new version"), .where = IN_RECORD, .open = record_open, .close = record_close, .title = record_title,
	.draw = record_draw, .command = record_command, .answer = record_answer, .start = record_start, .heard = record_heard, .done = record_done,
	.due = record_due, .tick = record_tick, .hints = record_hints,
};
