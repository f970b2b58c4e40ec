/* Notes: fetched with the branch, joined, pushed by themselves. */
#include "archive/sync_notes.h"

#include <stdlib.h>

#include "archive/match_notes.h"
#include "archive/tip.h"
#include "base/words.h"
#include "git/hook.h"
#include "git/ref.h"
#include "git/walk.h"

#define TRIES 5

char *sync_notes_tracking(const char *remote)
{
	return mem_printf("refs/blad/notes/%s", remote);
}

static const Err *read_or_zero(Archive *a, const char *ref, Oid *out)
{
	const Err *err = ref_read(archive_repo(a), ref, out);

	if (!err || err_kind(err) != ERR_NONE)
		return err;
	*out = (Oid){ { 0 } };
	return NULL;
}

/* ERR_MOVED: somebody said something meanwhile. */
static const Err *move_ours(Archive *a, const Oid *was, const Oid *now)
{
	TipLock *lock = NULL;
	const Err *err = oid_eq(was, now) ? NULL : tip_lock(&lock, a);

	if (lock)
		err = tip_ref(a, lock, MATCH_NOTES_REF, was, now, "blad sync");
	tip_unlock(lock);
	return err;
}

/* What is to stand here and there: ours, theirs, or both joined. */
static const Err *find_joined(Archive *a, const Oid *ours, const Oid *theirs, Oid *out)
{
	size_t ahead = 0, behind = 0;
	const Err *err;

	*out = oid_is_zero(ours) ? *theirs : *ours;
	if (oid_is_zero(ours) || oid_is_zero(theirs))
		return NULL;
	err = git_ahead_behind(archive_repo(a), ours, theirs, &ahead, &behind);
	if (!err && behind && !ahead)
		*out = *theirs;
	else if (!err && behind)
		err = match_notes_join(a, ours, theirs, out);
	return err;
}

/* watch NULL: without the hook. */
static const Err *push(Archive *a, const Upstream *up, const RemoteOpts *o, const RunWatch *watch, const Oid *commit, const Oid *theirs)
{
	Upstream notes = *up;
	HookPush about = { up->name, MATCH_NOTES_REF, MATCH_NOTES_REF, *commit, *theirs };
	const Err *err = watch ? hook_pre_push(archive_repo(a), &about, watch) : NULL;

	notes.merge = mem_dup(MATCH_NOTES_REF);
	notes.tracking = mem_dup(o->also_here);
	if (!err)
		err = remote_push(archive_repo(a), &notes, commit, o);
	free(notes.merge);
	free(notes.tracking);
	return err;
}

/* A push that was refused leaves ours joined all the same: nothing that both have is lost by that. */
static const Err *attempt(Archive *a, const Upstream *up, const RemoteOpts *o, const RunWatch *watch)
{
	Oid ours, theirs, joined;
	const Err *err = read_or_zero(a, MATCH_NOTES_REF, &ours), *refused = NULL;

	if (!err)
		err = read_or_zero(a, o->also_here, &theirs);
	if (err || oid_eq(&ours, &theirs))
		return err;
	if ((err = find_joined(a, &ours, &theirs, &joined)))
		return err;
	if (!oid_eq(&joined, &theirs) && (refused = push(a, up, o, watch, &joined, &theirs)) && err_kind(refused) == ERR_MOVED)
		return refused;
	return err_first(refused, move_ours(a, &ours, &joined));
}

void sync_notes(Archive *a, const Upstream *up, const RemoteOpts *o, const RunWatch *watch, Str *words)
{
	const Err *err = attempt(a, up, o, watch);

	for (int i = 1; err && err_kind(err) == ERR_MOVED && i < TRIES; i++) {
		err = remote_fetch(archive_repo(a), up, o);
		if (!err)
			err = attempt(a, up, o, watch);
	}
	if (err && err_kind(err) != ERR_CANCEL)
		str_printf(words, _("; which item is which, as people corrected it, was not shared: %s"), err_text(err));
}
