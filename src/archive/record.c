/* Recording: drafts become one version. */
#include "archive/record.h"

#include <stdlib.h>

#include "archive/record_text.h"
#include "archive/tip.h"
#include "base/words.h"
#include "git/conf.h"
#include "issue/merge.h"
#include "issue/pick.h"

#define TRIES_MAX 5	/* somebody may commit with plain git between our look and our move */

static void entries_free(Entries *es)
{
	for (size_t i = 0; i < es->len; i++) {
		str_free(&es->v[i].text);
		draft_close(es->v[i].draft);
	}
	VEC_FREE(es);
}

static const Err *check_repository(Archive *a, const RecordOpts *o)
{
	const char *why = archive_read_only(a), *doing = repo_in_progress(archive_repo(a));
	const Err *err = NULL;
	char *wants = NULL;

	if (why)
		return err_new(ERR_FAIL, "%s", why);
	if (archive_head(a)->kind == HEAD_DETACHED)
		return err_new(ERR_FAIL, _("no branch is checked out here (detached HEAD), so a version would get lost; \"git switch BRANCH\" first"));
	if (doing)
		return err_new(ERR_FAIL, _("git is in the middle of a %s here; finish it with git first, your drafts are kept"), doing);
	if (!o->no_sign && (wants = repo_wants_signature(archive_repo(a))))
		err = err_new(ERR_FAIL, _("this archive demands signed versions (%s), which blad cannot make yet; --no-sign records without"), wants);
	else if (!o->no_verify && (wants = repo_wants_hook(archive_repo(a))))
		err = err_new(ERR_FAIL, _("this archive runs a program at every version (%s), which blad does not do yet; --no-verify records without"), wants);
	free(wants);
	return err;
}

static Entry *entry_of(Entries *es, const char *path)
{
	for (size_t i = 0; i < es->len; i++)
		if (strcmp(draft_info(es->v[i].draft)->path, path) == 0)
			return &es->v[i];
	return NULL;
}

/* Opens a draft for recording, set on the tip. */
static const Err *add_entry(Archive *a, const char *path, Entries *out, Entry **entry)
{
	Draft *d = NULL;
	const Err *err = draft_peek(&d, a, path);	/* draft_open would begin one */

	draft_close(d);
	d = NULL;
	if (!err)
		err = draft_open(&d, a, path);
	if (!err)
		err = draft_rebase(d);
	if (!err && text_has_markers(draft_text(d)))
		err = err_new(ERR_DECIDE, _("%s holds conflict markers (<<<<<<<); settle them in the text first"), draft_info(d)->address);
	if (err) {
		draft_close(d);
		return err;
	}
	*VEC_ADD(out) = (Entry){ .draft = d };
	*entry = VEC_LAST(out);
	return NULL;
}

static void take_whole(Entry *e)
{
	str_clear(&e->text);
	str_add_slice(&e->text, draft_text(e->draft));
}

static const Err *collect_all(Archive *a, Entries *out, RecordResult *result)
{
	DraftList list = { 0 };
	const Err *err = drafts_list(a, &list);

	for (size_t i = 0; !err && i < list.len; i++) {
		Entry *e = NULL;

		if (strcmp(list.v[i].branch, archive_head(a)->branch) != 0)
			continue;
		err = add_entry(a, list.v[i].path, out, &e);
		if (!err) {
			take_whole(e);
		} else if (err_kind(err) == ERR_BUSY || err_kind(err) == ERR_DECIDE) {
			names_add(&result->held, err_text(err));
			err = NULL;
		} else if (err_kind(err) == ERR_NONE) {
			err = NULL;	/* ended by another process meanwhile */
		}
	}
	drafts_list_free(&list);
	return err;
}

static const Err *collect_target(Archive *a, const Target *t, Entries *out)
{
	Entry *e = entry_of(out, t->path);
	Str picked = STR_EMPTY;
	const Err *err = NULL;

	if (!e) {
		err = add_entry(a, t->path, out, &e);
		if (err)
			return err_kind(err) == ERR_NONE ? err_new(ERR_NONE, _("%s has no draft, so there is nothing to record"), t->address) : err;
		str_add_slice(&e->text, draft_base(e->draft));
	}
	if (t->part == ADDR_ISSUE || oid_is_zero(&draft_info(e->draft)->base_blob)) {
		take_whole(e);
		return NULL;
	}
	err = pick_change(str_slice(&e->text), draft_text(e->draft), t->part, slice_c(t->chain), &picked);
	if (err) {
		str_free(&picked);
		return err_wrap(err, "%s", t->address);
	}
	str_free(&e->text);
	e->text = picked;
	return NULL;
}

static const Err *collect(Archive *a, const Target *targets, size_t n, Entries *out, RecordResult *result)
{
	const Err *err = NULL;

	if (!n)
		return collect_all(a, out, result);
	for (size_t i = 0; !err && i < n; i++)
		err = collect_target(a, &targets[i], out);
	return err;
}

/* Drops entries that would change nothing: an item that was named but not changed. */
static void drop_unchanged(Entries *es)
{
	size_t kept = 0;

	for (size_t i = 0; i < es->len; i++) {
		Entry *e = &es->v[i];

		if (!oid_is_zero(&draft_info(e->draft)->base_blob) && slice_eq(str_slice(&e->text), draft_base(e->draft))) {
			str_free(&e->text);
			draft_close(e->draft);
		} else {
			es->v[kept++] = *e;
		}
	}
	es->len = kept;
}

/* What publishing and approving demand of a change (ours to check: git knows nothing of it). */
static const Err *check_states(Entries *es, const RecordOpts *o)
{
	for (size_t i = 0; i < es->len; i++) {
		Entry *e = &es->v[i];
		State was = text_state(draft_base(e->draft));

		e->correction = was == STATE_PUBLISHED;
		if (e->correction && !o->correction)
			return err_new(ERR_FAIL, _("%s has been given out; to correct it, record with --correction"), draft_info(e->draft)->address);
		if (was == STATE_APPROVED && text_state(str_slice(&e->text)) == STATE_APPROVED &&
		    text_content_differs(draft_base(e->draft), str_slice(&e->text))) {
			Str review = STR_EMPTY;
			const Err *err = header_set(str_slice(&e->text), header_key_name(KEY_STATE), slice_c(state_name(STATE_REVIEW)), &review);

			if (err)
				return err;
			str_free(&e->text);
			e->text = review;
		}
	}
	return NULL;
}

/* The bytes that the file gets: in the form that it had. */
static const Err *write_blob(Archive *a, Entry *e)
{
	const DraftInfo *info = draft_info(e->draft);
	Charset cs = { 0 };
	Str was = STR_EMPTY, bytes = STR_EMPTY;
	const Err *err = NULL;

	if (!oid_is_zero(&info->base_blob))
		err = archive_text(a, &archive_head(a)->tip, info->path, &was, &cs);
	if (!err)
		err = charset_encode(str_slice(&e->text), cs, &bytes);
	if (!err)
		err = blob_write(archive_repo(a), str_slice(&bytes), &e->blob);
	str_free(&was);
	str_free(&bytes);
	return err_wrap(err, "%s", info->address);
}

static const Err *write_commit(Archive *a, Entries *es, const char *message, Oid *out)
{
	const Head *head = archive_head(a);
	VEC(TreeEdit) edits = { 0 };
	Commit c = { 0 };
	const Err *err = conf_identity(archive_repo(a), &c.author.name, &c.author.mail);

	if (err)
		goto done;
	for (size_t i = 0; i < es->len; i++)
		VEC_PUSH(&edits, ((TreeEdit){ .path = draft_info(es->v[i].draft)->path, .id = es->v[i].blob }));
	if ((err = tree_edit(archive_repo(a), &head->tip, edits.v, edits.len, &c.tree)))
		goto done;
	c.author.when = moment_now();
	c.committer = (Person){ mem_dup(c.author.name), mem_dup(c.author.mail), c.author.when };
	if (!oid_is_zero(&head->tip))
		VEC_PUSH(&c.parents, head->tip);
	c.message = mem_dup(message);
	err = commit_write(archive_repo(a), &c, out);
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
		if (!es->v[i].correction)
			continue;
		str_printf(&s, "%sBlad-Correction: %s", first ? "\n\n" : "\n", draft_info(es->v[i].draft)->address);
		first = false;
	}
	return str_steal(&s);
}

static const Err *settle(Entries *es)
{
	const Err *err = NULL;

	for (size_t i = 0; i < es->len; i++)
		err = err_first(err, draft_settle(es->v[i].draft));
	return err;
}

static const Err *attempt(Archive *a, TipLock *lock, const Target *targets, size_t n, const RecordOpts *o, RecordResult *out)
{
	Entries es = { 0 };
	Oid commit, was;
	Head now = { 0 };
	char *message = NULL;
	const Err *err = archive_refresh(a, NULL);

	if (!err)
		err = collect(a, targets, n, &es, out);
	if (err)
		goto done;
	drop_unchanged(&es);
	if (!es.len)
		goto done;
	if ((err = check_states(&es, o)))
		goto done;
	for (size_t i = 0; !err && i < es.len; i++)
		err = write_blob(a, &es.v[i]);
	message = full_message(&es, o->message);
	was = archive_head(a)->tip;
	if (err || (err = write_commit(a, &es, message, &commit)))
		goto done;
	err = tip_move(a, lock, &was, &commit, message, &out->left);
	/* Whatever was said: has the branch moved? */
	if (err && (repo_head(archive_repo(a), &now) || !oid_eq(&now.tip, &commit)))
		goto done;
	out->commit = commit;
	out->message = message;
	message = NULL;
	for (size_t i = 0; i < es.len; i++)
		names_add(&out->recorded, draft_info(es.v[i].draft)->address);
	err = err_first(err, archive_refresh(a, NULL));
	err = err_first(err, settle(&es));
done:
	head_free(&now);
	free(message);
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
	if (!err)
		err = tip_lock(&lock, a);
	for (int tries = 0; !err && tries < TRIES_MAX; tries++) {
		record_result_free(out);
		err = attempt(a, lock, targets, n, o, out);
		if (!err || err_kind(err) != ERR_MOVED)
			break;
		if (tries + 1 < TRIES_MAX)
			err = NULL;
	}
	tip_unlock(lock);
	free(name);
	free(mail);
	if (!err && out->held.len)
		err = err_new(ERR_DECIDE, words_plural("%zu draft was left as it is", "%zu drafts were left as they are", out->held.len), out->held.len);
	return err_wrap(err, _("recording"));
}

const Err *record_message(Archive *a, const Target *targets, size_t n, Str *out)
{
	Entries es = { 0 };
	RecordResult result = { 0 };
	const Err *err = collect(a, targets, n, &es, &result);

	drop_unchanged(&es);
	if (!err)
		entries_message(&es, out);
	entries_free(&es);
	record_result_free(&result);
	return err;
}

const Err *record_needs_correction(Archive *a, const Target *targets, size_t n, bool *out)
{
	DraftList list = { 0 };
	const Err *err = drafts_list(a, &list);

	*out = false;
	for (size_t i = 0; !err && i < list.len; i++) {
		bool meant = n == 0;
		Draft *d = NULL;

		for (size_t k = 0; k < n && !meant; k++)
			meant = strcmp(targets[k].path, list.v[i].path) == 0;
		if (!meant || draft_peek(&d, a, list.v[i].path))
			continue;
		*out = *out || text_state(draft_base(d)) == STATE_PUBLISHED;
		draft_close(d);
	}
	drafts_list_free(&list);
	return err;
}

const Err *record_recover(Archive *a, Str *said)
{
	return tip_recover(a, said);
}
