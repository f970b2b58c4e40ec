/*
 * Joining two tips in memory.  Files that one side changed are taken as they are; what both changed is joined as a text (reconcile_file.c), or a
 * question.
 */
#include "archive/reconcile.h"

#include <stdlib.h>

#include "archive/reconcile_parts.h"
#include "base/words.h"
#include "git/walk.h"

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

const WorkMove *branch_find(const Branch *b, Slice path)
{
	int64_t i = intern_find(b->paths, path);

	return i < 0 ? NULL : &b->moves.v[i];
}

/* ---- files ---- */

/* The file that a side has where the other needs a folder for m; NULL: none. */
static const WorkMove *in_the_way(const Branch *other, const WorkMove *m)
{
	for (const char *p = m->path; (p = strchr(p, '/')); p++) {
		const WorkMove *file = branch_find(other, slice(m->path, (size_t)(p - m->path)));

		if (file && !oid_is_zero(&file->now))
			return file;
	}
	return NULL;
}

/* What is a file on one side and a folder on the other cannot be both: the file gets another name. */
static const Err *put_aside(Join *j, const WorkMove *file, bool ours)
{
	static const Oid gone;
	char *name = NULL;
	const Err *err = join_second_name(j, file->path, &name);

	if (err)
		return err;
	if (ours)
		join_take(j, file->path, &gone, 0);
	join_take(j, name, &file->now, file->mode);
	join_notice(j, "file-folder", file->path, NULL, name);
	free(name);
	return NULL;
}

static bool is_aside(const Join *j, const char *path)
{
	for (size_t i = 0; i < j->edits.len; i++)
		if (strcmp(j->edits.v[i].path, path) == 0)
			return true;
	return false;
}

static const Err *join_file(Join *j, const WorkMove *theirs)
{
	const WorkMove *ours = branch_find(&j->ours, slice_c(theirs->path)), *file;

	if (intern_find(j->issues, slice_c(theirs->path)) >= 0)
		return NULL;
	if (!oid_is_zero(&theirs->now) && intern_find(j->ours.folders, slice_c(theirs->path)) >= 0)
		return put_aside(j, theirs, false);
	if (!oid_is_zero(&theirs->now) && (file = in_the_way(&j->ours, theirs)) && !is_aside(j, file->path)) {
		const Err *err = put_aside(j, file, true);

		if (err)
			return err;
	}
	if (!ours)
		join_take(j, theirs->path, &theirs->now, theirs->mode);
	else if (!is_aside(j, theirs->path) && !(oid_eq(&ours->now, &theirs->now) && ours->mode == theirs->mode))
		return join_both(j, ours, theirs);
	return NULL;
}

static const Err *join_all(Join *j, const Oid *ours, const Oid *theirs)
{
	const Err *err = branch_read(j, &j->ours, ours);

	if (!err)
		err = branch_read(j, &j->theirs, theirs);
	if (!err)
		err = join_issues(j);
	for (size_t i = 0; !err && i < j->theirs.moves.len; i++)
		err = join_file(j, &j->theirs.moves.v[i]);
	if (!err && !j->out->questions.open.len && j->what_for == RECONCILE_JOIN)
		err = tree_edit(archive_repo(j->a), ours, j->edits.v, j->edits.len, &j->out->tree);
	VEC_FREE(&j->edits);
	branch_free(&j->ours);
	branch_free(&j->theirs);
	return err;
}

const Err *reconcile(Archive *a, const Oid *base, const Oid *ours, const Oid *theirs, ReconcileFor what_for, Reconciled *out)
{
	Join j = { .a = a, .base = *base, .issues = intern_new(), .arena = arena_new(), .what_for = what_for, .out = out };
	const Err *err = join_all(&j, ours, theirs);

	intern_free(j.issues);
	arena_free(j.arena);
	if (err)
		reconciled_free(out);
	return err;
}

/* ---- tips ---- */

static const Err *virtual_commit(Archive *a, const Oid *tree, const Oid *one, const Oid *other, Oid *out)
{
	Commit c = { .tree = *tree, .author = { mem_dup("blad"), mem_dup("blad"), { 0 } }, .committer = { mem_dup("blad"), mem_dup("blad"), { 0 } },
	    .message = mem_dup("what both had in common") };
	const Err *err;

	VEC_PUSH(&c.parents, *one);
	VEC_PUSH(&c.parents, *other);
	err = commit_write(archive_repo(a), &c, out);
	commit_free(&c);
	return err;
}

/* Histories that were joined crosswise have several last common versions: joined, they are what both started from.  False: they cannot be. */
static bool common_base(Archive *a, const Oids *bases, Oid *out)
{
	bool good = true;

	*out = bases->v[0];
	for (size_t i = 1; good && i < bases->len; i++) {
		Reconciled r = { 0 };
		Oid one = *out;

		good = !reconcile_tips(a, &one, &bases->v[i], RECONCILE_JOIN, &r) && !r.questions.open.len &&
		    !virtual_commit(a, &r.tree, &one, &bases->v[i], out);
		reconciled_free(&r);
	}
	return good;
}

/* From each of several bases in turn: all must come to the same. */
static const Err *reconcile_each(Archive *a, const Oids *bases, const Oid *ours, const Oid *theirs, ReconcileFor what_for, Reconciled *out)
{
	const Err *err = reconcile(a, &bases->v[0], ours, theirs, what_for, out);

	for (size_t i = 1; !err && !out->questions.open.len && i < bases->len; i++) {
		Reconciled other = { 0 };

		err = reconcile(a, &bases->v[i], ours, theirs, what_for, &other);
		if (!err && !other.questions.open.len && !oid_eq(&other.tree, &out->tree))
			err = err_new(ERR_DECIDE, "%s", _("the histories of both were joined crosswise, and it is not sure what came last; nothing was moved; "
			    "join with “git pull --no-rebase”, and blad goes on from there"));
		if (!err && other.questions.open.len) {
			Reconciled clean = *out;

			*out = other;
			other = clean;
		}
		reconciled_free(&other);
	}
	if (err)
		reconciled_free(out);
	return err;
}

const Err *reconcile_tips(Archive *a, const Oid *ours, const Oid *theirs, ReconcileFor what_for, Reconciled *out)
{
	Oids bases = { 0 };
	Oid base;
	const Err *err = walk_merge_bases(archive_repo(a), ours, theirs, &bases);

	if (!err && common_base(a, &bases, &base))
		err = reconcile(a, &base, ours, theirs, what_for, out);
	else if (!err)
		err = reconcile_each(a, &bases, ours, theirs, what_for, out);
	VEC_FREE(&bases);
	return err;
}

/* ---- what is told ---- */

void join_notice(Join *j, const char *kind, const char *path, const char *item, const char *other)
{
	VEC_PUSH(&j->out->notices, ((JoinNotice){ .kind = mem_dup(kind), .path = mem_dup(path), .item = item ? mem_dup(item) : NULL,
	    .other = other ? mem_dup(other) : NULL }));
}

void notices_free(JoinNotices *n)
{
	for (size_t i = 0; i < n->len; i++) {
		free(n->v[i].kind);
		free(n->v[i].path);
		free(n->v[i].item);
		free(n->v[i].other);
	}
	VEC_FREE(n);
}

void notice_say(const JoinNotice *n, Str *out)
{
	static const struct {
		const char *kind, *words;
	} of_item[] = {
		{ "sentence-merge", N_("you and others changed different sentences of one paragraph, which are joined now") },
		{ "both-added", N_("both of you added something at one place; theirs stands first") },
		{ "delete-move", N_("moved by one and deleted by the other; it is deleted") },
		{ "dedup", N_("both of you added the same; it stands once") },
		{ "order", N_("moved by both of you; it stands where the others put it") },
		{ "move-move", N_("moved to two issues; it stands in both") },
		{ "meta-later", N_("changed by both of you; the later value stands") },
		{ "status-reset", N_("it had been approved, and was changed since; it is to be reviewed again") },
	}, of_files[] = {
		{ "rename", N_("renamed by both of you; its name is now") },
		{ "two-names", N_("changed by both of you; theirs keeps the name, yours is now") },
		{ "file-folder", N_("a file on one side and a folder on the other; the file is now") },
	};
	const char *what = n->item && *n->item ? n->item : n->path;

	for (size_t i = 0; i < sizeof of_item / sizeof *of_item; i++)
		if (strcmp(n->kind, of_item[i].kind) == 0)
			str_printf(out, "%s: %s", what, _(of_item[i].words));
	for (size_t i = 0; i < sizeof of_files / sizeof *of_files; i++)
		if (strcmp(n->kind, of_files[i].kind) == 0)
			str_printf(out, "%s: %s %s", n->path, _(of_files[i].words), n->other ? n->other : "?");
}

void reconciled_free(Reconciled *r)
{
	questions_free(&r->questions);
	notices_free(&r->notices);
	r->tree = (Oid){ { 0 } };
}
