/*
 * Sharing: fetch, join, push.  Nothing of ours moves before the server has taken what we send; a join that it did not take is thrown away and
 * made anew from our own tip.  So every step can be repeated, and a kill between two of them leaves nothing to repair but what tip.c repairs.
 */
#include "archive/sync.h"

#include <stdlib.h>
#include <sys/random.h>
#include <time.h>

#include "archive/draft.h"
#include "archive/draft_join.h"
#include "archive/nearest.h"
#include "archive/join_authors.h"
#include "archive/match_notes.h"
#include "archive/reconcile.h"
#include "archive/share_draft.h"
#include "archive/sync_aside.h"
#include "archive/sync_check.h"
#include "archive/sync_notes.h"
#include "archive/tip.h"
#include "archive/version.h"
#include "base/date.h"
#include "base/words.h"
#include "git/ident.h"
#include "git/hook.h"
#include "git/ref.h"
#include "git/walk.h"

#define PENDING "refs/blad/pending"	/* keeps a join from being cleared away until the branch has it */
#define TRIES_MIN 5
#define TRY_SECONDS 60
#define PAUSE_FIRST_MS 40u
#define TRIES_PATIENT 6		/* so often the pauses grow */
#define PAUSE_STEP_MS 100
#define NAMED_MAX 5			/* how many questions a message names */

typedef struct {
	Archive *a;
	const RemoteOpts *asked;	/* by whoever called */
	RemoteOpts o;
	SyncHow how;
	RunWatch watch;			/* of programs of the user's */
	VersionOpts make;
	Upstream up;
	const char *shared;		/* "origin/main" */
	Oid ours, theirs;		/* theirs zero: the shared repository lacks the branch */
	size_t ahead, behind;
	SyncResult *out;
} Sync;

/* ---- refs ---- */

static const Err *read_or_zero(Sync *s, const char *ref, Oid *out)
{
	const Err *err = ref_read(archive_repo(s->a), ref, out);

	if (!err || err_kind(err) != ERR_NONE)
		return err;
	*out = (Oid){ { 0 } };
	return NULL;
}

/* Sets a ref that is only ours; whoever was there first has no claim. */
static const Err *set_ref(Sync *s, const char *ref, const Oid *to)
{
	TipLock *lock = NULL;
	Oid at;
	const Err *err = read_or_zero(s, ref, &at);

	if (err || oid_eq(&at, to))
		return err;
	err = tip_lock(&lock, s->a);
	if (!err)
		err = read_or_zero(s, ref, &at);
	if (!err && !oid_eq(&at, to))
		err = tip_ref(s->a, lock, ref, &at, to, "blad sync");
	tip_unlock(lock);
	return err;
}

static const Err *drop_pending(Sync *s)
{
	return set_ref(s, PENDING, &(Oid){ { 0 } });
}

static const Err *move_branch(Sync *s, const Oid *to)
{
	TipLock *lock = NULL;
	const Err *err = tip_lock(&lock, s->a);

	if (!err)
		err = tip_move(s->a, lock, &s->ours, to, "blad sync", &s->out->left);
	tip_unlock(lock);
	return err ? err : archive_refresh(s->a, NULL);
}

/*
 * How the network's refs move: as ours do.  A branch that lost versions is a matter for people.  The tracking ref then stays where it was, so that the next sync stops too, until somebody
 * has looked.
 */
static const Err *move_shared(void *data, const char *ref, const Oid *was, const Oid *now)
{
	Sync *s = data;
	TipLock *lock = NULL;
	const Err *err = strcmp(ref, s->up.tracking) == 0 ? sync_check_rewritten(s->a, s->shared, was, now) : NULL;

	s->out->rewritten = err && err_kind(err) == ERR_DECIDE;
	if (!err)
		err = tip_lock(&lock, s->a);
	if (!err)
		err = tip_ref(s->a, lock, ref, was, now, "blad sync");
	tip_unlock(lock);
	return err;
}

static bool tell_step(void *data, const char *phase, size_t done, size_t total, size_t bytes)
{
	const Sync *s = data;

	return s->asked && s->asked->step && s->asked->step(s->asked->data, phase, done, total, bytes);
}

static bool hook_step(void *data, const char *what)
{
	(void)what;
	return tell_step(data, "hook", 0, 0, 0);
}

static void hook_said(void *data, const char *line)
{
	const Sync *s = data;

	s->how.said(s->how.data, line);
}

static const Err *fetch(Sync *s)
{
	const Err *err = remote_fetch(archive_repo(s->a), &s->up, &s->o);

	return err ? err : read_or_zero(s, s->up.tracking, &s->theirs);
}

/* ---- joining ---- */

static void say_questions(const Reconciled *r, Str *out)
{
	Names names = { 0 };

	for (size_t i = 0; i < r->questions.open.len; i++) {
		const Question *q = &r->questions.open.v[i];

		names_take(&names, mem_printf(_("%s (%s here, %s there)"), q->address, q->ours_by ? q->ours_by : "?", q->theirs_by ? q->theirs_by : "?"));
	}
	names_join(&names, NAMED_MAX, out);
	names_free(&names);
}

static const Err *ask_person(const Sync *s, const Reconciled *r)
{
	Str words = STR_EMPTY;
	bool hopeless = false;
	const Err *err;

	say_questions(r, &words);
	for (size_t i = 0; i < r->questions.open.len; i++)
		hopeless = hopeless || r->questions.open.v[i].hopeless;
	if (hopeless)
		err = err_new(ERR_DECIDE, _("you and %s changed the same: %s; nothing was moved; join with “git pull --no-rebase”, and blad goes on from "
		    "there"), s->shared, str_c(&words));
	else
		err = err_new(ERR_DECIDE, _("you and %s changed the same: %s; nothing was moved; “blad conflicts” shows what, “blad resolve ADDRESS "
		    "--ours” or “--theirs” decides, and the next sync goes on"), s->shared, str_c(&words));
	str_free(&words);
	return err;
}

static const Err *write_join(Sync *s, const Oid *tree, Oid *out)
{
	Commit c = { .tree = *tree };
	Str others = STR_EMPTY;
	const char *state;
	const Err *err = archive_state_dir(s->a, &state);

	if (!err)
		err = ident_both(archive_repo(s->a), &c);
	if (err)
		goto done;
	VEC_PUSH(&c.parents, s->ours);
	VEC_PUSH(&c.parents, s->theirs);
	if ((err = join_authors(s->a, &s->ours, &s->theirs, &c.author, &others)))
		goto done;
	c.message = mem_printf(_("Joined with %s"), s->shared);
	if (others.len) {
		char *first = c.message;

		c.message = mem_printf("%s\n\n%s", first, str_c(&others));
		free(first);
	}
	err = version_make(archive_repo(s->a), state, &c, &s->make, out);
done:
	commit_free(&c);
	str_free(&others);
	return err;
}

static const Err *make_join(Sync *s, Oid *out)
{
	Reconciled r = { 0 };
	const Err *err = reconcile_tips(s->a, &s->ours, &s->theirs, RECONCILE_JOIN, &r);

	if (err && err_kind(err) == ERR_NONE)
		err = err_new(ERR_FAIL, _("%s and %s have no version in common, so they are not the same archive; is the address of the shared one right?"),
		    archive_head(s->a)->branch, s->shared);
	else if (!err && r.questions.open.len)
		err = ask_person(s, &r);
	else if (!err)
		err = write_join(s, &r.tree, out);
	notices_free(&s->out->notices);
	questions_free(&s->out->asked);
	s->out->notices = r.notices;
	s->out->asked = r.questions;
	r.notices = (JoinNotices){ 0 };
	r.questions = (Questions){ { 0 }, { 0 } };
	reconciled_free(&r);
	return err;
}

/* ---- one try ---- */

static const Err *push(Sync *s, const Oid *commit)
{
	HookPush about = { s->up.name, archive_head(s->a)->ref, s->up.merge, *commit, s->theirs };
	const Err *err = s->how.no_verify ? NULL : hook_pre_push(archive_repo(s->a), &about, &s->watch);

	if (!err)
		err = remote_push(archive_repo(s->a), &s->up, commit, &s->o);
	if (!err)
		s->out->sent += s->ahead;
	return err;
}

static const Err *send(Sync *s)
{
	const Err *err = version_may_be(archive_repo(s->a), &s->make);

	if (!err)
		err = sync_no_markers(s->a, &s->theirs, &s->ours);
	return err ? err : push(s, &s->ours);
}

static const Err *receive(Sync *s)
{
	const Err *err = sync_files_may_go(s->a, &s->ours, &s->theirs, s->shared);

	if (!err)
		err = move_branch(s, &s->theirs);
	if (!err)
		s->out->received += s->behind;
	return err;
}

static const Err *join(Sync *s)
{
	Oid joined;
	const Err *err = version_may_be(archive_repo(s->a), &s->make);

	if (!err)
		err = make_join(s, &joined);
	if (!err)
		err = sync_files_may_go(s->a, &s->ours, &joined, s->shared);
	if (!err)
		err = sync_no_markers(s->a, &s->theirs, &joined);
	if (!err)
		err = set_ref(s, PENDING, &joined);
	if (err)
		return err;
	if ((err = push(s, &joined)))
		return err_first(err, drop_pending(s));
	s->out->joined = true;
	if ((err = move_branch(s, &joined)))
		return err;
	s->out->received += s->behind;
	return drop_pending(s);
}

/* All of ours, where the shared repository has none yet. */
static const Err *count_versions(Sync *s, size_t *out)
{
	Walk *w = NULL;
	Oid id;
	const Err *err = walk_begin(&w, archive_repo(s->a), &s->ours, NULL);

	while (!err && walk_next(w, &id, &err))
		(*out)++;
	walk_free(w);
	return err;
}

static const Err *attempt(Sync *s)
{
	const Err *err = archive_refresh(s->a, NULL);

	if (!err)
		err = sync_may(s->a);
	if (!err)
		err = fetch(s);
	/* A join that an interrupted sync left: the server has it, and it comes as theirs, or it is made anew. */
	if (!err)
		err = drop_pending(s);
	if (err)
		return err;
	s->ours = archive_head(s->a)->tip;
	s->ahead = s->behind = 0;
	if (!oid_is_zero(&s->theirs)) {
		if ((err = git_ahead_behind(archive_repo(s->a), &s->ours, &s->theirs, &s->ahead, &s->behind)))
			return err;
	} else if ((err = count_versions(s, &s->ahead))) {
		return err;
	}
	if (s->ahead && s->behind) {
		err = sync_check_stood(s->a, &s->up, s->shared, &s->ours, &s->theirs);
		s->out->rewritten = err && err_kind(err) == ERR_DECIDE;
		return err ? err : join(s);
	}
	if (s->ahead)
		return send(s);
	return s->behind ? receive(s) : NULL;
}

/* ---- again and again ---- */

/*
 * By chance, since others were refused at the same moment, and longer every time, so that one whose tries take long comes through between those
 * whose tries are short; but who has waited long enough waits no more.
 */
static const Err *pause_before(Sync *s, int tries)
{
	unsigned most = tries < TRIES_PATIENT ? PAUSE_FIRST_MS << tries : PAUSE_FIRST_MS, dice = 0;
	int64_t end;

	if (getrandom(&dice, sizeof dice, GRND_NONBLOCK) != (ssize_t)sizeof dice)
		dice = (unsigned)clock_ms();
	end = clock_ms() + most / 4 + dice % most;
	for (int64_t now; (now = clock_ms()) < end;) {
		int64_t ms = end - now < PAUSE_STEP_MS ? end - now : PAUSE_STEP_MS;
		struct timespec step = { 0, ms * 1000000L };

		if (tell_step(s, "fetch", 0, 0, 0))
			return err_new(ERR_CANCEL, _("ended; nothing is lost"));
		nanosleep(&step, NULL);
	}
	return NULL;
}

static const Err *run(Sync *s)
{
	const char *shorter = getenv("BLAD_TRY_SECONDS");	/* for tests */
	int64_t end = clock_ms() + (shorter ? strtol(shorter, NULL, 10) : TRY_SECONDS) * 1000;

	for (int tries = 1;; tries++) {
		const Err *err = attempt(s), *paused;

		if (!err || err_kind(err) != ERR_MOVED)
			return err;
		if (tries >= TRIES_MIN && clock_ms() >= end && strstr(err_text(err), ".lock'"))
			return err_new(ERR_FAIL, _("the shared archive is locked: %s; if nobody is at work there, whoever looks after it removes that file; "
			    "your versions are safe here"), err_text(err));
		if (tries >= TRIES_MIN && clock_ms() >= end)
			return err_new(ERR_FAIL, _("others were faster %d times; your versions are safe here, sync again in a while"), tries);
		if ((paused = pause_before(s, tries)))
			return paused;
	}
}

static void say_result(SyncResult *r)
{
	if (r->sent && r->received)
		str_printf(&r->words, words_plural("%zu version sent, %zu received", "%zu versions sent, %zu received", r->sent), r->sent, r->received);
	else if (r->sent)
		str_printf(&r->words, words_plural("%zu version sent", "%zu versions sent", r->sent), r->sent);
	else if (r->received)
		str_printf(&r->words, words_plural("%zu version received", "%zu versions received", r->received), r->received);
	else
		str_add_c(&r->words, _("nothing new on either side"));
}

const Err *sync_run_as(Archive *a, const RemoteOpts *o, const SyncHow *how, SyncResult *out)
{
	Sync s = { .a = a, .asked = o, .out = out, .how = how ? *how : (SyncHow){ 0 } };
	char *notes = NULL;
	const Err *err = archive_refresh(a, NULL);

	if (!err)
		err = sync_may(a);
	if (!err && s.how.to)
		err = upstream_first(archive_repo(a), archive_head(a), s.how.to, &s.up);
	else if (!err)
		err = upstream_get(archive_repo(a), archive_head(a), &s.up);
	if (!err)
		err = upstream_both_ways(archive_repo(a), archive_head(a), &s.up);
	if (err)
		goto done;
	s.shared = upstream_short(&s.up);
	s.watch = (RunWatch){ .step = hook_step, .said = s.how.said ? hook_said : NULL, .data = &s, .batch = !o || !o->asker };
	s.make = (VersionOpts){ .join = true, .no_sign = s.how.no_sign, .no_verify = s.how.no_verify, .watch = &s.watch,
	    .sign_failed = &out->sign_failed };
	notes = sync_notes_tracking(s.up.name);
	s.o = (RemoteOpts){ .step = tell_step, .data = &s, .asker = o ? o->asker : NULL, .move = move_shared, .also = MATCH_NOTES_REF, .also_here = notes,
	    .under = SHARED_DRAFTS };
	if (!(err = run(&s))) {
		say_result(out);
		if (out->received)
			version_made(archive_repo(a), &s.make);
		sync_notes(a, &s.up, &s.o, s.how.no_verify ? NULL : &s.watch, &out->words);
		share_draft_sweep(a, &s.up, &s.o, &out->words);
		err = s.how.to ? upstream_set(archive_repo(a), archive_head(a), &s.up) : NULL;
	}
done:
	free(notes);
	upstream_free(&s.up);
	return err;
}

const Err *sync_run(Archive *a, const RemoteOpts *o, SyncResult *out)
{
	return sync_run_as(a, o, NULL, out);
}

void sync_result_free(SyncResult *r)
{
	names_free(&r->left);
	notices_free(&r->notices);
	questions_free(&r->asked);
	str_free(&r->words);
	*r = (SyncResult){ 0 };
}

/* ---- where we stand ---- */

static const Err *count_questions(Archive *a, const Oid *ours, const Oid *theirs, size_t *out)
{
	Reconciled r = { 0 };
	const Err *err = reconcile_tips(a, ours, theirs, RECONCILE_COUNT, &r);

	*out = r.questions.open.len;
	reconciled_free(&r);
	return err && (err_kind(err) == ERR_NONE || err_kind(err) == ERR_DECIDE) ? NULL : err;
}

static const Err *compare_shared(Archive *a, SyncStatus *out)
{
	const Head *head = archive_head(a);
	Upstream up = { 0 };
	Oid theirs;
	const Err *err = upstream_get(archive_repo(a), head, &up);

	if (err) {
		out->ahead = upstream_unsent(archive_repo(a), head);
		return err_kind(err) == ERR_NONE ? NULL : err;
	}
	out->upstream = mem_dup(upstream_short(&up));
	err = ref_read(archive_repo(a), up.tracking, &theirs);
	if (err) {	/* nothing was fetched or pushed yet */
		out->ahead = upstream_unsent(archive_repo(a), head);
		err = err_kind(err) == ERR_NONE ? NULL : err;
		goto done;
	}
	err = git_ahead_behind(archive_repo(a), &head->tip, &theirs, &out->ahead, &out->behind);
	if (!err && out->ahead && out->behind)
		err = count_questions(a, &head->tip, &theirs, &out->conflicts);
done:
	upstream_free(&up);
	return err;
}

const Err *sync_status(Archive *a, SyncStatus *out)
{
	const Head *head = archive_head(a);
	DraftList drafts = { 0 };
	size_t behind;
	const Err *err = drafts_list(a, &drafts);

	out->branch = mem_dup(head->branch ? head->branch : "HEAD");
	out->drafts = drafts.len;
	drafts_list_free(&drafts);
	if (!err && head->kind == HEAD_BRANCH)
		err = compare_shared(a, out);
	if (!err && drafts_behind(a, NULL, &behind) == NULL)
		out->conflicts += behind;
	return err;
}

void sync_status_free(SyncStatus *s)
{
	free(s->branch);
	free(s->upstream);
	*s = (SyncStatus){ 0 };
}
