/* What stands in the way of a sync: looked at before anything moves. */
#include "archive/sync_check.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "archive/by_hand.h"
#include "archive/nearest.h"
#include "base/words.h"
#include "git/work.h"
#include "issue/merge.h"

#define NAMED_MAX 5			/* how many files a message names */

const Err *sync_may(Archive *a)
{
	const Head *head = archive_head(a);
	const char *why = archive_read_only(a), *doing = repo_in_progress(archive_repo(a));

	if (why)
		return err_new(ERR_FAIL, "%s", why);
	if (head->kind == HEAD_DETACHED)
		return err_new(ERR_FAIL, _("no branch is checked out here (detached HEAD), so there is nothing to share; “git switch BRANCH” first"));
	if (head->kind == HEAD_UNBORN)
		return err_new(ERR_FAIL, _("%s has no version yet; record a first one, then sync"), head->branch);
	if (doing)
		return err_new(ERR_FAIL, _("git is in the middle of a %s here; finish it with git first, your drafts are kept"), doing);
	if (repo_branch_elsewhere(archive_repo(a), head->ref))
		return err_new(ERR_FAIL, _("the branch %s is checked out in another work tree of this archive, which would not follow; sync there"),
		    head->branch);
	if (repo_is_shallow(archive_repo(a)))
		return err_new(ERR_FAIL, _("this copy holds only the newest part of the history (a shallow clone); “git fetch --unshallow” first"));
	return NULL;
}

/* Links and submodules are never written; they are left and named afterwards. */
static bool is_ours_to_write(Archive *a, const Oid *ours, const WorkMove *m)
{
	unsigned mode = m->mode;
	Oid id;

	if (oid_is_zero(&m->now) && tree_find(archive_repo(a), ours, m->path, &id, &mode))
		return false;
	return S_ISREG(mode);
}

/* The way on, of the first that has a shorter one than git's. */
static void say_way_on(Archive *a, const Names *changed, Str *out)
{
	for (size_t i = 0; i < changed->len && !out->len; i++) {
		ByHand h;
		bool found = false;

		if (by_hand_look(a, changed->v[i], &h, &found) || !found)
			continue;
		if (h.draft)
			str_printf(out, _("record the draft %s"), h.draft);
		else if (by_hand_may_take(&h))
			str_printf(out, _("“blad drafts take %s” makes a draft of it to record"), h.path);
		by_hand_free(&h);
	}
	if (out->len == 0)
		str_add_c(out, words_plural("commit it with git or undo it first", "commit them with git or undo it first", changed->len));
}

static const Err *stopped_by_hand(Archive *a, const char *shared, const Names *changed)
{
	Str words = STR_EMPTY, way = STR_EMPTY;
	const Err *err;

	names_join(changed, NAMED_MAX, &words);
	say_way_on(a, changed, &way);
	err = err_new(ERR_DECIDE, words_plural(
	    "a file was changed by hand, and %s changes it too: %s; %s; nothing was moved",
	    "files were changed by hand, and %s changes them too: %s; %s; nothing was moved",
	    changed->len), shared, str_c(&words), str_c(&way));
	str_free(&words);
	str_free(&way);
	return err;
}

const Err *sync_files_may_go(Archive *a, const Oid *ours, const Oid *to, const char *shared)
{
	Arena *paths = arena_new();
	WorkMoves moves = { 0 };
	Names changed = { 0 };
	size_t n = 0;
	const Err *err = git_changed_files(archive_repo(a), ours, to, &moves, paths);

	for (size_t i = 0; !err && i < moves.len; i++) {
		const WorkMove *m = &moves.v[i];

		if (work_is_foreign(archive_repo(a), m->path))
			err = err_new(ERR_FAIL, _("%s is stored through a filter of git's, which blad does not run; use “git pull” and “git push”; nothing was moved"), m->path);
		else if (is_ours_to_write(a, ours, m))
			moves.v[n++] = *m;
	}
	if (!err)
		err = work_by_hand(archive_repo(a), moves.v, n, &changed);
	if (!err && changed.len)
		err = stopped_by_hand(a, shared, &changed);
	if (!err && n)	/* a lock that was left behind would hold them up when the server has all */
		err = work_is_free(archive_repo(a));
	names_free(&changed);
	VEC_FREE(&moves);
	arena_free(paths);
	return err;
}

static const Err *has_markers(Archive *a, const Oid *blob, bool *out)
{
	Str bytes = STR_EMPTY;
	const Err *err = oid_is_zero(blob) ? NULL : blob_read(archive_repo(a), blob, &bytes);

	*out = !err && text_has_markers(str_slice(&bytes));
	str_free(&bytes);
	return err;
}

const Err *sync_no_markers(Archive *a, const Oid *shared, const Oid *to)
{
	Arena *paths = arena_new();
	WorkMoves moves = { 0 };
	const Err *err = git_changed_files(archive_repo(a), shared, to, &moves, paths);

	for (size_t i = 0; !err && i < moves.len; i++) {
		const WorkMove *m = &moves.v[i];
		bool now = false, was = false;

		if (oid_is_zero(&m->now) || !S_ISREG(m->mode) || !archive_is_issue(a, m->path))
			continue;
		err = has_markers(a, &m->now, &now);
		if (!err && now)
			err = has_markers(a, &m->was, &was);
		if (!err && now && !was)
			err = err_new(ERR_DECIDE, _("%s holds conflict markers (<<<<<<<); settle them in the text and record that first; nothing was moved"), m->path);
	}
	VEC_FREE(&moves);
	arena_free(paths);
	return err;
}
