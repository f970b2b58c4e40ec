/* A shared branch that lost versions: noticed, and local work set aside on a branch of its own. */
#include "archive/sync_aside.h"

#include <stdlib.h>

#include "archive/sync_check.h"
#include "archive/tip.h"
#include "base/words.h"
#include "git/ref.h"
#include "git/reflog.h"
#include "git/walk.h"

#define STOOD_MAX 50	/* how far back in the reflog a loss is sought */
#define NAMES_MAX 100

typedef struct {
	Archive *a;
	const RemoteOpts *asked;
	Upstream up;
	Oid ours, theirs;
	char *ref;		/* refs/heads/NAME */
	size_t ahead, behind;
} Aside;

/* ---- noticed ---- */

static const Err *is_within(Archive *a, const Oid *old, const Oid *now, bool *out)
{
	size_t ahead = 0, behind;
	const Err *err = oid_eq(old, now) ? NULL : git_ahead_behind(archive_repo(a), old, now, &ahead, &behind);

	*out = !err && ahead == 0;
	return err;
}

static const Err *rewritten(const char *shared)
{
	return err_new(ERR_DECIDE, _("%s was rewritten: versions that were shared are gone from it; nothing was moved; ask who did it, then “blad sync --aside "
	    "NAME” puts all your versions on a branch NAME and follows it as it is now, or “git pull --no-rebase” joins both and what is gone comes back"),
	    shared);
}

const Err *sync_check_rewritten(Archive *a, const char *shared, const Oid *was, const Oid *now)
{
	bool whole = true;
	const Err *err = oid_is_zero(was) || oid_is_zero(now) ? NULL : is_within(a, was, now, &whole);

	return err || whole ? err : rewritten(shared);
}

const Err *sync_check_stood(Archive *a, const Upstream *up, const char *shared, const Oid *ours, const Oid *theirs)
{
	const Err *err = NULL;
	Oids stood = { 0 };
	bool whole = true, mine = false;

	reflog_read(archive_repo(a), up->tracking, STOOD_MAX, &stood);
	for (size_t i = 0; i < stood.len && !err && (whole || !mine); i++) {
		err = is_within(a, &stood.v[i], theirs, &whole);
		if (!err && !whole)
			err = is_within(a, &stood.v[i], ours, &mine);
		if (err) {	/* gc may have taken what only the reflog knew */
			err_forget(err);
			err = NULL;
			whole = true;
		}
	}
	VEC_FREE(&stood);
	return err || whole || !mine ? err : rewritten(shared);
}

/* ---- set aside ---- */

static bool tell_step(void *data, const char *phase, size_t done, size_t total, size_t bytes)
{
	const Aside *s = data;

	return s->asked && s->asked->step && s->asked->step(s->asked->data, phase, done, total, bytes);
}

static const Err *move_ref(Aside *s, const char *ref, const Oid *was, const Oid *now)
{
	TipLock *lock = NULL;
	const Err *err = tip_lock(&lock, s->a);

	if (!err)
		err = tip_ref(s->a, lock, ref, was, now, "blad sync --aside");
	tip_unlock(lock);
	return err;
}

/* The tracking ref waits until nothing stands in the way. */
static const Err *hold_tracking(void *data, const char *ref, const Oid *was, const Oid *now)
{
	Aside *s = data;

	if (strcmp(ref, s->up.tracking) != 0)
		return move_ref(s, ref, was, now);
	s->theirs = *now;
	return NULL;
}

static const Err *ref_or_zero(Aside *s, const char *ref, Oid *out)
{
	const Err *err = ref_read(archive_repo(s->a), ref, out);

	if (!err || err_kind(err) != ERR_NONE)
		return err;
	*out = (Oid){ { 0 } };
	return NULL;
}

static const Err *set_ref(Aside *s, const char *ref, const Oid *to)
{
	Oid at;
	const Err *err = ref_or_zero(s, ref, &at);

	return err || oid_eq(&at, to) ? err : move_ref(s, ref, &at, to);
}

static const Err *check_name(Aside *s, const char *name)
{
	Oid at;
	const Err *err;

	if (!ref_branch_name_ok(name))
		return err_new(ERR_USAGE, _("“%s” cannot be the name of a branch; letters, digits and hyphens always can"), name);
	s->ref = mem_printf("refs/heads/%s", name);
	if ((err = ref_or_zero(s, s->ref, &at)))
		return err;
	if (!oid_is_zero(&at) && !oid_eq(&at, &s->ours))
		return err_new(ERR_FAIL, _("there is a branch %s already; choose another name"), name);
	return strcmp(s->ref, archive_head(s->a)->ref) == 0 ? err_new(ERR_FAIL, _("%s is this branch itself; choose another name"), name) : NULL;
}

static const Err *fetch(Aside *s)
{
	RemoteOpts o = { .step = tell_step, .data = s, .asker = s->asked ? s->asked->asker : NULL, .move = hold_tracking };
	const Err *err = remote_fetch(archive_repo(s->a), &s->up, &o);

	if (!err && oid_is_zero(&s->theirs))	/* it stands there already */
		err = ref_read(archive_repo(s->a), s->up.tracking, &s->theirs);
	if (!err)
		err = git_ahead_behind(archive_repo(s->a), &s->ours, &s->theirs, &s->ahead, &s->behind);
	return err;
}

static const Err *follow(Aside *s, Names *left)
{
	TipLock *lock = NULL;
	const Err *err = tip_lock(&lock, s->a);

	if (!err)
		err = tip_move(s->a, lock, &s->ours, &s->theirs, "blad sync --aside", left);
	tip_unlock(lock);
	return err ? err : archive_refresh(s->a, NULL);
}

static const Err *set_aside(Aside *s, const char *name, const char *shared, SyncResult *out)
{
	const Err *err = fetch(s);

	if (err)
		return err;
	if (s->ahead == 0)
		return err_new(ERR_FAIL, _("%s has all your versions, so there is nothing to put aside; “blad sync” is enough"), shared);
	if ((err = sync_files_may_go(s->a, &s->ours, &s->theirs, shared)) || (err = set_ref(s, s->ref, &s->ours)) ||
	    (err = set_ref(s, s->up.tracking, &s->theirs)) || (err = follow(s, &out->left)))
		return err;
	out->received = s->behind;
	str_printf(&out->words, words_plural("%zu version is on the branch %s now, and %s is as %s",
	    "%zu versions are on the branch %s now, and %s is as %s", s->ahead), s->ahead, name, archive_head(s->a)->branch, shared);
	return NULL;
}

const Err *sync_aside(Archive *a, const char *name, const RemoteOpts *o, SyncResult *out)
{
	Aside s = { .a = a, .asked = o };
	const Err *err = archive_refresh(a, NULL);

	if (!err)
		err = sync_may(a);
	if (!err)
		err = upstream_get(archive_repo(a), archive_head(a), &s.up);
	if (!err) {
		s.ours = archive_head(a)->tip;
		err = check_name(&s, name);
	}
	if (!err)
		err = set_aside(&s, name, upstream_short(&s.up), out);
	free(s.ref);
	upstream_free(&s.up);
	return err;
}

char *sync_aside_name(Archive *a)
{
	Str day = STR_EMPTY;
	char *name = NULL;
	Oid at;

	date_iso(date_today(), &day);
	for (int i = 1; i < NAMES_MAX; i++) {
		char *ref;
		const Err *err;

		free(name);
		name = i == 1 ? mem_printf("%s-%s", archive_head(a)->branch, str_c(&day)) : mem_printf("%s-%s-%d", archive_head(a)->branch, str_c(&day), i);
		ref = mem_printf("refs/heads/%s", name);
		err = ref_read(archive_repo(a), ref, &at);
		free(ref);
		if (err)
			break;
	}
	str_free(&day);
	return name;
}
