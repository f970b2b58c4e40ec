/*
 * Joining two tips in memory.  Files that one side changed are taken as they are; an issue that both changed is joined by whole items where that
 * cannot be wrong (issue/merge.h); everything else is a question.
 */
#include "archive/reconcile.h"

#include <stdlib.h>

#include "archive/carried.h"
#include "archive/last.h"
#include "base/intern.h"
#include "base/words.h"
#include "git/work.h"
#include "issue/addr.h"
#include "issue/approval.h"

/* What one side did since the base. */
typedef struct {
	Oid tip;
	WorkMoves moves;
	Intern *paths;		/* the number of a path is its place in moves */
	Intern *folders;	/* that its files need */
} Branch;

typedef struct {
	Archive *a;
	Oid base;
	Branch ours, theirs;
	VEC(TreeEdit) edits;	/* on our tree */
	Arena *arena;
	bool count_only;	/* nothing is written, and nobody named */
	Reconciled *out;
} Join;

static void add_folders(Branch *b, const char *path)
{
	for (const char *p = path; (p = strchr(p, '/')); p++)
		intern_put(b->folders, slice(path, (size_t)(p - path)));
}

static const Err *branch_read(Join *j, Branch *b, const Oid *tip)
{
	const Err *err = git_changed_files(archive_repo(j->a), &j->base, tip, &b->moves, j->arena);

	b->tip = *tip;
	b->paths = intern_new();
	b->folders = intern_new();
	for (size_t i = 0; !err && i < b->moves.len; i++) {
		intern_put(b->paths, slice_c(b->moves.v[i].path));
		if (!oid_is_zero(&b->moves.v[i].now))
			add_folders(b, b->moves.v[i].path);
	}
	return err;
}

static void branch_free(Branch *b)
{
	VEC_FREE(&b->moves);
	intern_free(b->paths);
	intern_free(b->folders);
}

static const WorkMove *branch_find(const Branch *b, const char *path)
{
	int64_t i = intern_find(b->paths, slice_c(path));

	return i < 0 ? NULL : &b->moves.v[i];
}

/* ---- questions ---- */

static const Err *ask(Join *j, const char *kind, const char *title, const char *path, AddrPart part, const char *chain)
{
	Question *q = VEC_ADD(&j->out->questions);
	Spot spot = { .path = path, .part = part, .chain = chain };
	Str address = STR_EMPTY;
	const Err *err;

	addr_format(slice_c(path), part, slice_c(chain), slice_c(NULL), &address);
	*q = (Question){ .address = str_steal(&address), .kind = mem_dup(kind), .title = mem_dup(title ? title : "") };
	if (j->count_only)
		return NULL;
	err = last_author(j->a, &j->ours.tip, &j->base, &spot, &q->ours_by);
	return err ? err : last_author(j->a, &j->theirs.tip, &j->base, &spot, &q->theirs_by);
}

static const Err *ask_file(Join *j, const char *kind, const char *path)
{
	return ask(j, kind, NULL, path, ADDR_ISSUE, NULL);
}

static const Err *ask_conflict(Join *j, const char *path, const Conflict *c)
{
	if (!c->chain)
		return ask_file(j, c->kind, path);
	if (c->chain[0] == ':')
		return ask(j, c->kind, c->title, path, ADDR_KEY, c->chain + 1);
	return ask(j, c->kind, c->title, path, c->chain[0] ? ADDR_ITEM : ADDR_LEAD, c->chain[0] ? c->chain : NULL);
}

/* ---- one issue that both changed ---- */

typedef struct {
	Str base, ours, theirs, joined;
	Charset base_form, our_form, their_form;
} Three;

static void three_free(Three *t)
{
	str_free(&t->base);
	str_free(&t->ours);
	str_free(&t->theirs);
	str_free(&t->joined);
}

static const Err *read_text(Archive *a, const Oid *blob, Str *text, Charset *form)
{
	Str bytes = STR_EMPTY;
	const Err *err = blob_read(archive_repo(a), blob, &bytes);

	if (!err)
		charset_decode(str_slice(&bytes), form, text);
	str_free(&bytes);
	return err;
}

static bool same_form(Charset a, Charset b)
{
	return a.bom == b.bom && a.cp1252 == b.cp1252;
}

/*
 * Approval is of a text: it does not stretch over words that the one who gave it has not seen.  Published by one side and changed by the other
 * is no less a question.
 */
static bool is_unread(const Three *t)
{
	Slice base = str_slice(&t->base), joined = str_slice(&t->joined), sides[] = { str_slice(&t->ours), str_slice(&t->theirs) };
	State state = text_state(joined);

	if (state != STATE_APPROVED && (state != STATE_PUBLISHED || text_state(base) == STATE_PUBLISHED))
		return false;
	for (size_t i = 0; i < 2; i++)
		if (text_state(sides[i]) == state && !text_content_differs(sides[i], joined))
			return false;
	return true;
}

/* The joined bytes, in the form that a side gave the file; false: a person must say which. */
static bool encode(const Three *t, Str *out)
{
	Charset form = t->our_form;

	if (same_form(t->our_form, t->base_form))
		form = t->their_form;
	else if (!same_form(t->their_form, t->base_form) && !same_form(t->our_form, t->their_form))
		return false;
	return !charset_encode(str_slice(&t->joined), form, out);
}

static const Err *take(Join *j, const WorkMove *m, const Oid *id)
{
	VEC_PUSH(&j->edits, ((TreeEdit){ .path = m->path, .id = *id, .mode = m->mode }));
	return NULL;
}

static const Err *settle_text(Join *j, const WorkMove *theirs, const Three *t, const Conflicts *conflicts, bool clean)
{
	Str bytes = STR_EMPTY;
	Oid blob;
	const Err *err = NULL;

	for (size_t i = 0; !clean && !err && i < conflicts->len; i++)
		err = ask_conflict(j, theirs->path, &conflicts->v[i]);
	if (!clean)
		return err || conflicts->len ? err : ask_file(j, "body", theirs->path);
	if (is_unread(t)) {
		bool given_out = text_state(str_slice(&t->joined)) == STATE_PUBLISHED;

		return ask(j, given_out ? "published" : "meta", NULL, theirs->path, ADDR_KEY, header_key_name(KEY_STATE));
	}
	if (!encode(t, &bytes))
		err = ask_file(j, "body", theirs->path);
	else if (!j->count_only && !(err = blob_write(archive_repo(j->a), str_slice(&bytes), &blob)))
		err = take(j, theirs, &blob);
	str_free(&bytes);
	return err;
}

static const Err *join_issue(Join *j, const WorkMove *ours, const WorkMove *theirs)
{
	Three t = { 0 };
	Conflicts conflicts = { 0 };
	const Err *err = read_text(j->a, &ours->was, &t.base, &t.base_form);
	bool clean;

	if (!err)
		err = read_text(j->a, &ours->now, &t.ours, &t.our_form);
	if (!err)
		err = read_text(j->a, &theirs->now, &t.theirs, &t.their_form);
	if (err)
		goto done;
	clean = !text_has_markers(str_slice(&t.ours)) && !text_has_markers(str_slice(&t.theirs)) &&
	    merge_texts(str_slice(&t.base), str_slice(&t.ours), str_slice(&t.theirs), &t.joined, &conflicts);
	err = settle_text(j, theirs, &t, &conflicts, clean);
done:
	conflicts_free(&conflicts);
	three_free(&t);
	return err_wrap(err, _("joining %s"), theirs->path);
}

/* ---- files ---- */

static bool is_file(unsigned mode)
{
	return (mode & 0170000) == 0100000;
}

static const Err *join_both(Join *j, const WorkMove *ours, const WorkMove *theirs)
{
	if (oid_eq(&ours->now, &theirs->now) && ours->mode == theirs->mode)
		return NULL;	/* both did the same: ours has it */
	if (oid_is_zero(&ours->now) || oid_is_zero(&theirs->now))
		return ask_file(j, "edit-delete", theirs->path);
	if (oid_is_zero(&ours->was))
		return ask_file(j, "add-add", theirs->path);
	if (!archive_is_issue(j->a, theirs->path) || !is_file(ours->mode) || ours->mode != theirs->mode)
		return ask_file(j, "body", theirs->path);
	return join_issue(j, ours, theirs);
}

/* What is a file on one side and a folder on the other cannot be both. */
static bool is_folder_too(const Branch *other, const WorkMove *m)
{
	if (oid_is_zero(&m->now))
		return false;
	if (intern_find(other->folders, slice_c(m->path)) >= 0)
		return true;
	for (const char *p = m->path; (p = strchr(p, '/')); p++) {
		int64_t i = intern_find(other->paths, slice(m->path, (size_t)(p - m->path)));

		if (i >= 0 && !oid_is_zero(&other->moves.v[i].now))
			return true;
	}
	return false;
}

static const Err *join_file(Join *j, const WorkMove *theirs)
{
	const WorkMove *ours = branch_find(&j->ours, theirs->path);

	if (ours)
		return join_both(j, ours, theirs);
	if (is_folder_too(&j->ours, theirs))
		return ask_file(j, "add-add", theirs->path);
	return take(j, theirs, &theirs->now);
}

/* What one side carried elsewhere and the other took away, or carried to another place, would come back or stand twice. */
static const Err *join_gone(Join *j)
{
	Carried found = { 0 };
	const Err *err = carried_find(j->a, &j->ours.moves, &j->theirs.moves, &found);

	for (size_t i = 0; !err && i < found.len; i++) {
		const CarriedItem *c = &found.v[i];

		err = ask(j, c->both ? "order" : "edit-delete", c->title, c->path, c->chain ? ADDR_ITEM : ADDR_ISSUE, c->chain);
	}
	carried_free(&found);
	return err;
}

static const Err *join_all(Join *j, const Oid *ours, const Oid *theirs)
{
	const Err *err = branch_read(j, &j->ours, ours);

	if (!err)
		err = branch_read(j, &j->theirs, theirs);
	for (size_t i = 0; !err && i < j->theirs.moves.len; i++)
		err = join_file(j, &j->theirs.moves.v[i]);
	if (!err)
		err = join_gone(j);
	if (!err && !j->out->questions.len && !j->count_only)
		err = tree_edit(archive_repo(j->a), ours, j->edits.v, j->edits.len, &j->out->tree);
	VEC_FREE(&j->edits);
	branch_free(&j->ours);
	branch_free(&j->theirs);
	return err;
}

static const Err *reconcile_as(Archive *a, const Oid *base, const Oid *ours, const Oid *theirs, bool count_only, Reconciled *out)
{
	Join j = { .a = a, .base = *base, .arena = arena_new(), .count_only = count_only, .out = out };
	const Err *err = join_all(&j, ours, theirs);

	arena_free(j.arena);
	if (err)
		reconciled_free(out);
	return err;
}

const Err *reconcile(Archive *a, const Oid *base, const Oid *ours, const Oid *theirs, Reconciled *out)
{
	return reconcile_as(a, base, ours, theirs, false, out);
}

const Err *reconcile_count(Archive *a, const Oid *base, const Oid *ours, const Oid *theirs, size_t *out)
{
	Reconciled r = { 0 };
	const Err *err = reconcile_as(a, base, ours, theirs, true, &r);

	*out = r.questions.len;
	reconciled_free(&r);
	return err;
}

void reconciled_free(Reconciled *r)
{
	for (size_t i = 0; i < r->questions.len; i++) {
		Question *q = &r->questions.v[i];

		free(q->address);
		free(q->kind);
		free(q->title);
		free(q->ours_by);
		free(q->theirs_by);
	}
	VEC_FREE(&r->questions);
	*r = (Reconciled){ 0 };
}
