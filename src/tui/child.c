/* What the interface has done by a child: long work that speaks lines. */
#include <stdio.h>
#include <stdlib.h>
#include <stdlib.h>

#include "archive/blame.h"
#include "archive/by_hand.h"
#include "archive/history_index.h"
#include "archive/gone.h"
#include "archive/issues.h"
#include "archive/progress.h"
#include "archive/share_draft.h"
#include "archive/sync.h"
#include "archive/sync_aside.h"
#include "base/date.h"
#include "base/words.h"
#include "tui/app.h"
#include "tui/blame_lines.h"
#include "tui/compare.h"
#include "tui/gone_lines.h"
#include "tui/history_lines.h"
#include "tui/job.h"
#include "tui/kit/view.h"
#include "tui/record_lines.h"

#define GONE "gone "
#define GONE_ALL "gone-all "
#define HISTORY "history "
#define BLAME "blame "
#define SHARE_DRAFT "share-draft "
#define SYNC_TO "sync to "
#define SYNC_ASIDE "sync aside "

static bool fill_step(void *data, size_t done, size_t total)
{
	(void)data;
	job_tell_at(done, total, _("reading the issues"));
	return ferror(stdout) != 0;
}

static void say(const char *text)
{
	Str words = STR_EMPTY;
	reply_sentence(text, &words);
	job_tell_say(str_c(&words));
	str_free(&words);
}

static int end_with(const Err *err)
{
	if (err)
		say(err_text(err));
	job_tell(!err ? "done" : err_kind(err) == ERR_DECIDE ? "decide" : "fail");
	return err_exit(err);
}

static int fill(Archive *a)
{
	return end_with(issues_fill(a, fill_step, NULL));
}

/* Nobody waits for it: it says nothing, and ends with the pipe. */
static bool index_step(void *data, size_t done, size_t total)
{
	(void)data;
	(void)done;
	(void)total;
	job_tell_at(0, 0, "");
	return ferror(stdout) != 0;
}

static int fill_history(Archive *a)
{
	return end_with(history_index_fill(a, index_step, NULL));
}

typedef struct {
	Progress so_far;
	Str told;		/* what the person was told to do, until something moves */
} Works;

static bool sync_step(void *data, const char *phase, size_t done, size_t total, size_t bytes)
{
	Works *w = data;
	int64_t now = clock_ms();
	Str words = STR_EMPTY;
	if (!progress_due(&w->so_far, phase, bytes, now))
		return ferror(stdout) != 0;
	if (total || bytes)
		str_clear(&w->told);
	str_add_slice(&words, str_slice(&w->told));
	if (!words.len && !total && !bytes && strcmp(phase, "fetch") == 0)
		str_add_c(&words, _("calling the shared archive"));
	if (!words.len)
		progress_words(&w->so_far, done, total, bytes, now, &words);
	job_tell_at(done, total, str_c(&words));
	str_free(&words);
	return ferror(stdout) != 0;
}

/* What did not go through is still here. */
static void tell_safe(Archive *a)
{
	SyncStatus s = { 0 };
	Str words = STR_EMPTY;
	if (!sync_status(a, &s) && s.ahead) {
		str_printf(&words, words_plural("%zu version of yours stays here; s tries again.", "%zu versions of yours stay here; s tries again.", s.ahead),
		    s.ahead);
		job_tell_say(str_c(&words));
	}
	sync_status_free(&s);
	str_free(&words);
}

static void hook_said(void *data, const char *line)
{
	(void)data;
	job_tell_say(line);
}

static bool ask(void *data, AskKind kind, const char *words, Str *answer)
{
	Works *w = data;
	str_clear(&w->told);
	if (kind != ASK_TELL)
		return job_tell_ask(kind, words, answer);
	str_add_c(&w->told, words);
	return true;
}

/* A way on that a person can take at once. */
static bool tell_way_on(Archive *a, const Err *err, const SyncResult *r)
{
	char *name = r->rewritten ? sync_aside_name(a) : err_kind(err) == ERR_NONE ? upstream_only(archive_repo(a), archive_head(a)) : NULL;
	char *way = name ? mem_printf("%s %s", r->rewritten ? "aside" : "to", name) : NULL;
	if (way)
		job_tell_way(way);
	free(way);
	free(name);
	return way != NULL;
}

static int sync_child(Archive *a, const char *to, const char *aside)
{
	Works works = { .told = STR_EMPTY };
	Asker *asker = asker_new(ask, &works);
	RemoteOpts o = { .step = sync_step, .data = &works, .asker = asker };
	SyncHow how = { .to = to, .said = hook_said };
	SyncResult result = { 0 };
	job_tell_at(0, 0, _("calling the shared archive"));
	const Err *err = aside ? sync_aside(a, aside, &o, &result) : sync_run_as(a, &o, &how, &result);
	asker_free(asker);
	str_free(&works.told);
	if (err && result.sign_failed) {
		job_tell("terminal");
		sync_result_free(&result);
		return err_exit(err);
	}
	if (!err)
		say(str_c(&result.words));
	for (size_t i = 0; i < result.notices.len; i++) {
		Str words = STR_EMPTY;
		notice_say(&result.notices.v[i], &words);
		str_add_c(&words, ".");
		say(str_c(&words));
		str_free(&words);
	}
	for (size_t i = 0; i < result.left.len; i++) {
		Str words = STR_EMPTY;
		by_hand_say_left(a, result.left.v[i], &words);
		say(str_c(&words));
		str_free(&words);
	}
	if (err)
		say(err_text(err));
	bool decide = err && (tell_way_on(a, err, &result) || err_kind(err) == ERR_DECIDE);
	sync_result_free(&result);
	if (!err || decide) {
		job_tell(err ? "decide" : "done");
		return err_exit(err);
	}
	tell_safe(a);
	job_tell("fail");
	return err_exit(err);
}

static int share_draft_child(Archive *a, Slice address)
{
	Works works = { .told = STR_EMPTY };
	Asker *asker = asker_new(ask, &works);
	RemoteOpts o = { .step = sync_step, .data = &works, .asker = asker };
	Target t = { 0 };
	Str words = STR_EMPTY;
	const Err *err = target_find(a, address, &t);
	if (!err)
		err = share_draft(a, t.path, &o, &words);
	if (!err)
		say(str_c(&words));
	asker_free(asker);
	str_free(&works.told);
	target_free(&t);
	str_free(&words);
	return end_with(err);
}

static int tell_history(Archive *a, Slice address)
{
	Target t = { 0 };
	History h = { 0 };
	Str line = STR_EMPTY;
	const Err *err = target_find_past(a, address, &t);
	if (!err)
		err = history_read(a, &t, 0, &h);
	if (!err) {
		history_head_line(&h, &line);
		job_tell_row(str_c(&line));
	}
	for (size_t i = 0; i < h.versions.len && !err; i++) {
		history_line(&h.versions.v[i], &line);
		job_tell_row(str_c(&line));
	}
	history_free(&h);
	target_free(&t);
	str_free(&line);
	return end_with(err);
}

static int tell_blame(Archive *a, Slice address)
{
	Target t = { 0 };
	Blame b = { .address = NULL };
	const Err *err = target_find(a, address, &t);
	if (!err)
		err = blame_read(a, &t, &b);
	if (!err)
		blame_lines(&b, job_tell_row);
	blame_free(&b);
	target_free(&t);
	return end_with(err);
}

/* Told as it is found. */
static void found(void *data, const GoneHit *hit)
{
	Str line = STR_EMPTY;
	(void)data;
	gone_hit_line(hit, &line);
	job_tell_row(str_c(&line));
	str_free(&line);
}

static bool gone_step(void *data, size_t done, size_t total)
{
	(void)data;
	job_tell_at(done, total, "");
	return ferror(stdout) != 0;
}

static int tell_gone(Archive *a, Slice words, bool all)
{
	GoneOpts o = { .all = all, .step = gone_step, .found = found };
	Query *q = NULL;
	Gone g = { 0 };
	Str line = STR_EMPTY;
	const Err *err = query_make(&q, words);
	if (!err)
		err = gone_search(a, q, &o, &g);
	if (!err) {
		gone_end_line(&g, &line);
		job_tell_row(str_c(&line));
	}
	gone_free(&g);
	query_free(q);
	str_free(&line);
	return end_with(err);
}

/* ---- recording ---- */

static bool record_step(void *data, const char *what)
{
	const char **works = data;
	if (*works != what) {
		Str row = STR_EMPTY;
		*works = what;
		if (strcmp(what, "post-commit") == 0)
			job_tell_row(RECORD_DONE);
		str_printf(&row, RECORD_WORKS "%s", what);
		job_tell_row(str_c(&row));
		str_free(&row);
	}
	job_tell_at(0, 0, "");
	return ferror(stdout) != 0;
}

static void record_said(void *data, const char *line)
{
	Str row = STR_EMPTY;
	(void)data;
	str_printf(&row, RECORD_SAID "%s", line);
	job_tell_row(str_c(&row));
	str_free(&row);
}

static int record_child(Archive *a, const RecordOrder *order)
{
	const char *works = NULL;
	RunWatch watch = { .step = record_step, .said = record_said, .data = &works, .batch = true };
	char *message = slice_dup(order->message);
	RecordOpts o = { .message = *message ? message : NULL, .correction = order->correction, .watch = &watch };
	RecordResult result = { 0 };
	Target t = { 0 };
	const Err *err = order->address.len ? target_find_past(a, order->address, &t) : NULL;
	if (!err)
		err = record_drafts(a, &t, order->address.len ? 1 : 0, &o, &result);
	record_result_lines(&result, job_tell_row);
	if (result.sign_failed)
		job_tell_row(RECORD_TERMINAL);
	record_result_free(&result);
	target_free(&t);
	free(message);
	return end_with(err);
}

int tui_child(Archive *a, const char *what)
{
	Slice s = slice_c(what);
	RecordOrder order;
	if (record_order_read(s, &order))
		return record_child(a, &order);
	if (slice_starts(s, BLAME))
		return tell_blame(a, slice_sub(s, strlen(BLAME), s.len));
	if (slice_starts(s, COMPARE_JOB))
		return end_with(compare_tell(a, slice_sub(s, strlen(COMPARE_JOB), s.len)));
	if (slice_starts(s, HISTORY))
		return tell_history(a, slice_sub(s, strlen(HISTORY), s.len));
	if (slice_starts(s, GONE_ALL))
		return tell_gone(a, slice_sub(s, strlen(GONE_ALL), s.len), true);
	if (slice_starts(s, GONE))
		return tell_gone(a, slice_sub(s, strlen(GONE), s.len), false);
	if (strcmp(what, "fill") == 0)
		return fill(a);
	if (strcmp(what, "index") == 0)
		return fill_history(a);
	if (slice_starts(s, SHARE_DRAFT))
		return share_draft_child(a, slice_sub(s, strlen(SHARE_DRAFT), s.len));
	if (slice_starts(s, SYNC_TO))
		return sync_child(a, what + strlen(SYNC_TO), NULL);
	if (slice_starts(s, SYNC_ASIDE))
		return sync_child(a, NULL, what + strlen(SYNC_ASIDE));
	if (strcmp(what, "sync") == 0)
		return sync_child(a, NULL, NULL);
	return 2;
}
