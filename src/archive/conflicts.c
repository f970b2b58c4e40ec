/* What waits for a decision, gathered. */
#include "archive/conflicts.h"

#include "archive/reconcile.h"
#include "archive/resolve.h"
#include "git/ref.h"
#include "git/remote.h"
#include "git/walk.h"

static const Err *of_branch(Archive *a, Questions *out, JoinNotices *notices)
{
	const Head *head = archive_head(a);
	Upstream up = { 0 };
	Reconciled r = { 0 };
	Oid theirs;
	size_t ahead = 0, behind = 0;
	const Err *err = head->kind == HEAD_BRANCH ? upstream_get(archive_repo(a), head, &up) : err_new(ERR_NONE, "unborn");

	if (!err)
		err = ref_read(archive_repo(a), up.tracking, &theirs);
	if (!err)
		err = git_ahead_behind(archive_repo(a), &head->tip, &theirs, &ahead, &behind);
	if (!err && ahead && behind)
		err = reconcile_tips(a, &head->tip, &theirs, RECONCILE_ASK, &r);
	if (!err) {
		*out = r.questions;
		r.questions = (Questions){ { 0 }, { 0 } };
	}
	if (!err && notices) {
		*notices = r.notices;
		r.notices = (JoinNotices){ 0 };
	}
	reconciled_free(&r);
	upstream_free(&up);
	return err && err_kind(err) == ERR_NONE ? NULL : err;
}

const Err *conflicts_of_branch(Archive *a, Questions *out)
{
	return of_branch(a, out, NULL);
}

static void take_all(Questions *out, Questions *more)
{
	for (size_t i = 0; i < more->open.len; i++)
		VEC_PUSH(&out->open, more->open.v[i]);
	for (size_t i = 0; i < more->answered.len; i++)
		VEC_PUSH(&out->answered, more->answered.v[i]);
	VEC_FREE(&more->open);
	VEC_FREE(&more->answered);
}

const Err *conflicts_list(Archive *a, Questions *out, JoinNotices *notices)
{
	DraftList list = { 0 };
	const Err *err = of_branch(a, out, notices);

	if (!err)
		err = drafts_list(a, &list);
	for (size_t i = 0; !err && i < list.len; i++) {
		Questions asked = { { 0 }, { 0 } };

		if (list.v[i].behind)
			err = draft_questions(a, list.v[i].path, list.v[i].nth, &asked);
		take_all(out, &asked);
	}
	drafts_list_free(&list);
	if (err)
		questions_free(out);
	return err;
}
