/* Recording: drafts become one version. */
#include "archive/record.h"

#include <stdlib.h>

#include "archive/draft_take.h"
#include "archive/record_collect.h"
#include "archive/tip.h"
#include "archive/version.h"
#include "base/words.h"
#include "git/conf.h"
#include "git/ident.h"
#include "issue/approval.h"
#include "issue/merge.h"

#define TRIES_MAX 5	/* somebody may commit with plain git between our look and our move */

static const Err *check_repository(Archive *a, const RecordOpts *o)
{
	const char *why = archive_read_only(a), *doing = repo_in_progress(archive_repo(a));

	if (why)
		return err_new(ERR_FAIL, "%s", why);
	if (archive_head(a)->kind == HEAD_DETACHED)
		return err_new(ERR_FAIL, _("no branch is checked out here (detached HEAD), so a version would get lost; “git switch BRANCH” first"));
	if (doing)
		return err_new(ERR_FAIL, _("git is in the middle of a %s here; finish it with git first, your drafts are kept"), doing);
	if (repo_branch_elsewhere(archive_repo(a), archive_head(a)->ref))
		return err_new(ERR_FAIL, _("the branch %s is checked out in another work tree of this archive, which would not follow; record there"),
		    archive_head(a)->branch);
	return version_may_be(archive_repo(a), &(VersionOpts){ .no_verify = o->no_verify });
}

/* Drops entries that would change nothing: an item that was named but not changed. */
static void drop_unchanged(Entries *es)
{
	size_t kept = 0;

	for (size_t i = 0; i < es->len; i++) {
		Entry *e = &es->v[i];

		if (!oid_is_zero(&draft_info(e->draft)->base_blob) && slice_eq(str_slice(&e->text), draft_base(e->draft))) {
			entry_free(e);
		} else {
			es->v[kept++] = *e;
		}
	}
	es->len = kept;
}

/* Approval is of a text: another one goes back to review, unless the draft itself says otherwise. */
static const Err *withdraw_approval(Entry *e)
{
	Slice base = draft_base(e->draft), text = str_slice(&e->text);
	Str review = STR_EMPTY;
	const Err *err;

	if (text_state(base) != STATE_APPROVED || text_state(text) != STATE_APPROVED || !text_content_differs(base, text))
		return NULL;
	err = header_set(text, header_key_name(KEY_STATE), slice_c(state_name(STATE_REVIEW)), &review);
	if (err)
		return err;
	str_free(&e->text);
	e->text = review;
	e->review = true;
	return NULL;
}

/* What publishing and approving demand of a change (ours to check: git knows nothing of it). */
static const Err *check_states(Entries *es, const RecordOpts *o)
{
	const Err *err = NULL;

	for (size_t i = 0; !err && i < es->len; i++) {
		Entry *e = &es->v[i];

		e->correction = text_state(draft_base(e->draft)) == STATE_PUBLISHED;
		if (e->correction && !o->correction)
			return err_new(ERR_FAIL, _("%s is published; to correct it, record with --correction"), draft_info(e->draft)->address);
		err = withdraw_approval(e);
	}
	return err;
}

static const Err *write_blob(Archive *a, Entry *e)
{
	Str bytes = STR_EMPTY;
	const Err *err = draft_encode(e->draft, str_slice(&e->text), &bytes);

	if (!err)
		err = blob_write(archive_repo(a), str_slice(&bytes), &e->blob);
	str_free(&bytes);
	return err;
}

static char *issue_address(const Entry *e)
{
	Str s = STR_EMPTY;

	addr_format(slice_c(draft_info(e->draft)->path), ADDR_ISSUE, slice_c(NULL), slice_c(NULL), &s);
	return str_steal(&s);
}

/* What hooks make of the message is *message afterwards. */
static const Err *write_commit(Archive *a, Entries *es, const VersionOpts *o, char **message, Oid *out)
{
	const Head *head = archive_head(a);
	VEC(TreeEdit) edits = { 0 };
	Commit c = { 0 };
	const char *state;
	const Err *err = archive_state_dir(a, &state);

	if (!err)
		err = ident_both(archive_repo(a), &c);
	if (err)
		goto done;
	for (size_t i = 0; i < es->len; i++)
		VEC_PUSH(&edits, ((TreeEdit){ .path = draft_info(es->v[i].draft)->path, .id = es->v[i].blob }));
	if ((err = tree_edit(archive_repo(a), &head->tip, edits.v, edits.len, &c.tree)))
		goto done;
	if (!oid_is_zero(&head->tip))
		VEC_PUSH(&c.parents, head->tip);
	c.message = mem_dup(*message);
	err = version_make(archive_repo(a), state, &c, o, out);
	if (!err) {
		free(*message);
		*message = c.message;
		c.message = NULL;
	}
done:
	VEC_FREE(&edits);
	commit_free(&c);
	return err;
}

/* The message a person gave or the proposed one, with the trailers that corrections get. */
static char *full_message(const Entries *es, const char *given)
{
	Str s = STR_EMPTY;
	bool first = true;

	if (given && *given)
		str_add_slice(&s, slice_trim(slice_c(given)));
	else
		entries_message(es, &s);
	for (size_t i = 0; i < es->len; i++) {
		char *address;

		if (!es->v[i].correction)
			continue;
		address = issue_address(&es->v[i]);
		str_printf(&s, "%sBlad-Correction: %s", first ? "\n\n" : "\n", address);
		free(address);
		first = false;
	}
	return str_steal(&s);
}

/* The draft's text with what was done to the recorded one on the way. */
static const Err *reviewed_text(const Entry *e, Str *out)
{
	if (e->review)
		return header_set(draft_text(e->draft), header_key_name(KEY_STATE), slice_c(state_name(STATE_REVIEW)), out);
	str_add_slice(out, draft_text(e->draft));
	return NULL;
}

static const Err *settle_entry(Entry *e)
{
	Str text = STR_EMPTY;
	const Err *err = NULL;

	if (e->review && !(err = reviewed_text(e, &text)))
		err = draft_save(e->draft, str_slice(&text));
	if (!err)
		err = draft_settle(e->draft);
	str_free(&text);
	return err;
}

static const Err *settle(Entries *es)
{
	const Err *err = NULL;

	/* What is not put away is found to be done by whoever looks next. */
	for (size_t i = 0; !err && i < es->len; i++)
		err = settle_entry(&es->v[i]);
	return err_wrap(err, _("the version is recorded, but its draft could not be put away"));
}

/* From here the version exists. */
static const Err *recorded(Archive *a, Entries *es, const Oid *commit, char *message, RecordResult *out)
{
	const Err *err;

	out->commit = *commit;
	out->message = message;
	for (size_t i = 0; i < es->len; i++)
		names_take(&out->recorded, issue_address(&es->v[i]));
	err = archive_refresh(a, NULL);
	return err ? err : settle(es);
}

/* A file whose text came into a draft, and with the whole of it into the version, has nothing that could be lost. */
static void let_follow(TipLock *lock, const Entries *es)
{
	for (size_t i = 0; i < es->len; i++) {
		const Entry *e = &es->v[i];
		Oid file, staged;

		if (draft_taken(e->draft, &file, &staged) && (e->whole || slice_eq(str_slice(&e->text), draft_text(e->draft))))
			tip_let_follow(lock, draft_info(e->draft)->path, &file, &staged);
	}
}

/*
 * A hook made another text of it, which the draft takes over, but for what is not recorded of it.  Before the branch moves: after a kill the draft
 * would otherwise be behind with what the hook did away with.  As it was, it is kept with the dropped ones.
 */
static const Err *take_hooked(Entry *e, Slice hooked)
{
	Str text = STR_EMPTY, joined = STR_EMPTY;
	Conflicts left = { 0 };
	const Err *err = reviewed_text(e, &text);

	if (!err && slice_eq(str_slice(&text), str_slice(&e->text)))
		str_add_slice(&joined, hooked);
	else if (!err && !merge_texts(str_slice(&e->text), str_slice(&text), hooked, &joined, &left))
		str_add_slice(&joined, str_slice(&text));
	/* one without a change would end before it is recorded */
	if (!err && !slice_eq(str_slice(&joined), draft_base(e->draft)) && !(err = draft_keep(e->draft)) &&
	    !(err = draft_save(e->draft, str_slice(&joined)))) {
		str_clear(&e->text);
		str_add_slice(&e->text, hooked);
		e->review = false;
	}
	conflicts_free(&left);
	str_free(&text);
	str_free(&joined);
	return err;
}

/* Which texts have become others at a hook's hand? */
static const Err *take_all_hooked(Archive *a, Entries *es, const Oid *commit)
{
	const Err *err = NULL;

	for (size_t i = 0; !err && i < es->len; i++) {
		Entry *e = &es->v[i];
		Str hooked = STR_EMPTY;
		Charset cs = { 0 };
		Oid blob;

		if (tree_find(archive_repo(a), commit, draft_info(e->draft)->path, &blob, NULL) || oid_eq(&blob, &e->blob))
			continue;
		err = archive_text(a, commit, draft_info(e->draft)->path, &hooked, &cs);
		if (!err)
			err = take_hooked(e, str_slice(&hooked));
		str_free(&hooked);
	}
	return err;
}

/* Much can have happened while programs ran. */
static const Err *check_still(Archive *a)
{
	Head now = { 0 };
	const char *was = archive_head(a)->ref, *doing = repo_in_progress(archive_repo(a));
	const Err *err = repo_head(archive_repo(a), &now);

	if (!err && (!now.ref || strcmp(now.ref, was) != 0))
		err = err_new(ERR_FAIL, _("another branch was checked out meanwhile; your drafts are kept"));
	else if (!err && doing)
		err = err_new(ERR_FAIL, _("git is in the middle of a %s here; finish it with git first, your drafts are kept"), doing);
	head_free(&now);
	return err;
}

/* The lock is not held while programs run. */
static const Err *make_version(Archive *a, TipLock **lock, Entries *es, const VersionOpts *o, char **message, Oid *out)
{
	bool last = version_may_last(archive_repo(a), o);
	const Err *err = NULL;

	for (size_t i = 0; !err && i < es->len; i++)
		err = write_blob(a, &es->v[i]);
	if (last) {
		tip_unlock(*lock);
		*lock = NULL;
	}
	if (!err)
		err = write_commit(a, es, o, message, out);
	if (err || !last)
		return err;
	if (!(err = tip_lock(lock, a)))
		err = check_still(a);
	return err ? err : take_all_hooked(a, es, out);
}

static const Err *commit_entries(Archive *a, TipLock **lock, Entries *es, const RecordOpts *o, RecordResult *out)
{
	VersionOpts how = { .no_sign = o->no_sign, .no_verify = o->no_verify, .watch = o->watch, .sign_failed = &out->sign_failed };
	Oid commit, was = archive_head(a)->tip;
	char *message = full_message(es, o->message);
	Head now = { 0 };
	const Err *err = make_version(a, lock, es, &how, &message, &commit);

	if (err)
		goto done;
	let_follow(*lock, es);
	err = tip_move(a, *lock, &was, &commit, message, &out->left);
	/* Whatever was said: has the branch moved? */
	if (!err || (!repo_head(archive_repo(a), &now) && oid_eq(&now.tip, &commit))) {
		err = err_first(err, recorded(a, es, &commit, message, out));
		message = NULL;
	}
done:
	head_free(&now);
	free(message);
	return err;
}

static const Err *attempt(Archive *a, TipLock **lock, const Target *targets, size_t n, const RecordOpts *o, RecordResult *out)
{
	Entries es = { 0 };
	const Err *err = archive_refresh(a, NULL);

	if (!err)
		err = check_repository(a, o);
	if (!err)
		err = entries_collect(a, targets, n, &es, &out->held);
	if (!err) {
		drop_unchanged(&es);
		err = check_states(&es, o);
	}
	if (!err && es.len)
		err = commit_entries(a, lock, &es, o, out);
	entries_free(&es);
	return err;
}

void record_result_free(RecordResult *r)
{
	free(r->message);
	names_free(&r->recorded);
	names_free(&r->left);
	names_free(&r->held);
	*r = (RecordResult){ 0 };
}

const Err *record_drafts(Archive *a, const Target *targets, size_t n, const RecordOpts *o, RecordResult *out)
{
	TipLock *lock = NULL;
	char *name = NULL, *mail = NULL;
	const Err *err = check_repository(a, o);

	if (!err)
		err = conf_identity(archive_repo(a), &name, &mail);
	for (int tries = 0; !err && tries < TRIES_MAX; tries++) {
		record_result_free(out);
		if (!lock)
			err = tip_lock(&lock, a);
		if (!err)
			err = attempt(a, &lock, targets, n, o, out);
		if (!err || err_kind(err) != ERR_MOVED)
			break;
		if (tries + 1 < TRIES_MAX)
			err = NULL;
	}
	tip_unlock(lock);
	if (!oid_is_zero(&out->commit))
		version_made(archive_repo(a), &(VersionOpts){ .no_verify = o->no_verify, .watch = o->watch });
	free(name);
	free(mail);
	if (err && oid_is_zero(&out->commit))
		err = err_wrap(err, _("recording"));
	if (!err && out->held.len)
		err = err_new(ERR_DECIDE, words_plural("%zu draft was left as it is", "%zu drafts were left as they are", out->held.len), out->held.len);
	return err;
}

const Err *record_message(Archive *a, const Target *targets, size_t n, Str *out)
{
	Entries es = { 0 };
	Names held = { 0 };
	const Err *err = entries_collect(a, targets, n, &es, &held);

	drop_unchanged(&es);
	if (!err)
		entries_message(&es, out);
	entries_free(&es);
	names_free(&held);
	return err;
}

/* Is the draft of this path among what is recorded: named, or the other side of a move? */
static bool is_meant(const Draft *d, const Target *targets, size_t n)
{
	const DraftMoves *moves = draft_moves(d);

	for (size_t i = 0; i < n; i++) {
		if (strcmp(targets[i].path, draft_info(d)->path) == 0)
			return true;
		for (size_t k = 0; k < moves->len; k++)
			if (strcmp(targets[i].path, moves->v[k].path) == 0)
				return true;
	}
	return n == 0;
}

const Err *record_needs_correction(Archive *a, const Target *targets, size_t n, bool *out)
{
	DraftList list = { 0 };
	const Err *err = drafts_list(a, &list);

	*out = false;
	for (size_t i = 0; !err && i < list.len; i++) {
		Draft *d = NULL;

		if (draft_peek(&d, a, list.v[i].path))
			continue;
		*out = *out || (is_meant(d, targets, n) && text_state(draft_base(d)) == STATE_PUBLISHED);
		draft_close(d);
	}
	drafts_list_free(&list);
	return err;
}

bool record_may_last(Archive *a)
{
	return version_may_last(archive_repo(a), &(VersionOpts){ .join = false });
}

const Err *record_recover(Archive *a, Str *said)
{
	const char *state;

	if (!archive_read_only(a) && !archive_state_dir(a, &state))
		version_sweep(state);
	return tip_recover(a, said);
}
