/*
 * The issues that two sides changed, joined as one set: first which file of then is which of now on each side, then all their items together
 * (issue/merge.h), so that what one carried to another issue takes the other's edits along.
 */
#include <stdlib.h>
#include <sys/stat.h>

#include "archive/answers.h"
#include "archive/reconcile_parts.h"
#include "base/words.h"
#include "issue/across.h"

/* One path, as all three have it. */
typedef struct {
	const char *path;
	Side v[MERGE_SIDES];
	Cut cut[MERGE_SIDES];
	ptrdiff_t now[MERGE_SIDES];	/* of base's file: the path that a side has it under; -1: it has none */
	bool taken[MERGE_SIDES];	/* a side's file is one of base's that stood elsewhere */
} Leaf;
typedef VEC(Leaf) Leaves;

/* One issue: base's, with what each side made of it; or a new one. */
typedef struct {
	ptrdiff_t leaf[MERGE_SIDES];	/* -1: it has none */
	const char *path;	/* of the result */
} Issue;
typedef VEC(Issue) Issues;

/* ---- what has to be seen together ---- */

static bool is_issue(const Join *j, const WorkMove *m)
{
	return archive_is_issue(j->a, m->path) && (oid_is_zero(&m->now) || S_ISREG(m->mode));
}

static bool meet(const Join *j)
{
	for (size_t i = 0; i < j->theirs.moves.len; i++) {
		const WorkMove *t = &j->theirs.moves.v[i], *o = branch_find(&j->ours, slice_c(t->path));

		if (o && is_issue(j, t) && is_issue(j, o))
			return true;
	}
	return false;
}

/* A file where the other side has a folder, or a link on one side, is no issue to be joined. */
static bool is_plain(Join *j, const char *path, const Leaf *l)
{
	for (int who = 0; who < MERGE_SIDES; who++)
		if (!oid_is_zero(&l->v[who].id) && !S_ISREG(l->v[who].mode))
			return false;
	for (const char *p = path; (p = strchr(p, '/')); p++) {
		Slice folder = slice(path, (size_t)(p - path));
		const WorkMove *o = branch_find(&j->ours, folder), *t = branch_find(&j->theirs, folder);

		if ((o && !oid_is_zero(&o->now)) || (t && !oid_is_zero(&t->now)))
			return false;
	}
	return intern_find(j->ours.folders, slice_c(path)) < 0 && intern_find(j->theirs.folders, slice_c(path)) < 0;
}

static const Err *leaf_read(Join *j, Leaf *l)
{
	const WorkMove *o = branch_find(&j->ours, slice_c(l->path)), *t = branch_find(&j->theirs, slice_c(l->path));
	unsigned mode = 0;
	Oid base = o ? o->was : t->was;
	const Err *err = NULL;

	if (!oid_is_zero(&base))
		err = tree_find(archive_repo(j->a), &j->base, l->path, &base, &mode);
	l->v[MERGE_BASE] = (Side){ .id = base, .mode = mode };
	l->v[MERGE_OURS] = (Side){ .id = o ? o->now : base, .mode = o ? o->mode : mode };
	l->v[MERGE_THEIRS] = (Side){ .id = t ? t->now : base, .mode = t ? t->mode : mode };
	return err;
}

static const Err *gather_from(Join *j, const Branch *b, Leaves *out)
{
	const Err *err = NULL;

	for (size_t i = 0; !err && i < b->moves.len; i++) {
		const char *path = b->moves.v[i].path;
		Leaf l = { .path = path };

		if (!is_issue(j, &b->moves.v[i]) || intern_find(j->issues, slice_c(path)) >= 0)
			continue;
		if ((err = leaf_read(j, &l)) || !is_plain(j, path, &l))
			continue;
		for (int who = 0; who < MERGE_SIDES && !err; who++)
			err = join_read(j, &l.v[who], path);
		for (int who = 0; who < MERGE_SIDES; who++)
			cut_make(str_slice(&l.v[who].text), NULL, &l.cut[who]);
		intern_put(j->issues, slice_c(path));
		VEC_PUSH(out, l);
	}
	return err;
}

static void leaves_free(Leaves *l)
{
	for (size_t i = 0; i < l->len; i++)
		for (int who = 0; who < MERGE_SIDES; who++) {
			cut_free(&l->v[i].cut[who]);
			str_free(&l->v[i].v[who].text);
		}
	VEC_FREE(l);
}

static bool has(const Leaf *l, MergeSide who)
{
	return !oid_is_zero(&l->v[who].id);
}

/* ---- which is which ---- */

/* A name that the other side uses for something of its own is no other name of an old file. */
static bool may_be_renamed(const Leaf *to, MergeSide who)
{
	return !has(to, who == MERGE_OURS ? MERGE_THEIRS : MERGE_OURS) ||
	    oid_eq(&to->v[MERGE_OURS].id, &to->v[MERGE_THEIRS].id);
}

static void find_renamed(Leaves *l, MergeSide who)
{
	AcrossFile *files = mem_alloc_n(l->len + 1, sizeof *files);
	Across a = { 0 };

	for (size_t i = 0; i < l->len; i++) {
		Leaf *f = &l->v[i];

		files[i] = (AcrossFile){ .was = str_slice(&f->v[MERGE_BASE].text), .now = str_slice(&f->v[who].text),
		    .was_cut = has(f, MERGE_BASE) ? &f->cut[MERGE_BASE] : NULL, .now_cut = has(f, who) ? &f->cut[who] : NULL };
	}
	across_read(files, l->len, &a);
	for (size_t i = 0; i < l->len; i++) {
		ptrdiff_t to = has(&l->v[i], MERGE_BASE) ? a.now_of[i] : -1;

		if (to >= 0 && to != (ptrdiff_t)i && !may_be_renamed(&l->v[to], who))
			to = -1;
		l->v[i].now[who] = to;
		if (to >= 0)
			l->v[to].taken[who] = true;
	}
	across_free(&a);
	free(files);
}

static void make_issues(Join *j, Leaves *l, Issues *out)
{
	for (size_t i = 0; i < l->len; i++) {
		const Leaf *f = &l->v[i];
		ptrdiff_t ours = f->now[MERGE_OURS], theirs = f->now[MERGE_THEIRS];
		bool moved_here = ours >= 0 && ours != (ptrdiff_t)i, moved_there = theirs >= 0 && theirs != (ptrdiff_t)i;

		if (!has(f, MERGE_BASE))
			continue;
		VEC_PUSH(out, ((Issue){ .leaf = { (ptrdiff_t)i, ours, theirs },
		    .path = moved_there ? l->v[theirs].path : moved_here ? l->v[ours].path : f->path }));
		if (moved_here && moved_there && ours != theirs)
			join_notice(j, "rename", f->path, NULL, l->v[theirs].path);
	}
	for (size_t i = 0; i < l->len; i++) {
		const Leaf *f = &l->v[i];
		ptrdiff_t at = (ptrdiff_t)i;
		bool ours = has(f, MERGE_OURS) && !has(f, MERGE_BASE) && !f->taken[MERGE_OURS];
		bool theirs = has(f, MERGE_THEIRS) && !has(f, MERGE_BASE) && !f->taken[MERGE_THEIRS];

		if (ours || theirs)
			VEC_PUSH(out, ((Issue){ .leaf = { -1, ours ? at : -1, theirs ? at : -1 }, .path = f->path }));
	}
}

/* ---- the join ---- */

static const Side *side(const Leaves *l, const Issue *is, MergeSide who)
{
	static const Side none;

	return is->leaf[who] < 0 ? &none : &l->v[is->leaf[who]].v[who];
}

/* Three forms of a file that cannot be one. */
static const Err *ask_form(Join *j, const Issue *is, const Side v[MERGE_SIDES])
{
	Conflict c = { .kind = mem_dup("body"), .title = mem_dup("") };
	Question *q;
	const Err *err;

	for (int who = 0; who < MERGE_SIDES; who++)
		if ((c.has[who] = is->leaf[who] >= 0))
			str_add_slice(&c.text[who], str_slice(&v[who].text));
	err = join_ask(j, is->path, &c, &q);
	q->hopeless = true;
	return err;
}

/* Its own bytes, where a side has just that. */
static const Side *side_with(const Issue *is, const Side v[MERGE_SIDES], Slice text)
{
	bool ours = is->leaf[MERGE_OURS] >= 0 && slice_eq(str_slice(&v[MERGE_OURS].text), text);
	bool theirs = is->leaf[MERGE_THEIRS] >= 0 && slice_eq(str_slice(&v[MERGE_THEIRS].text), text);

	if (ours && theirs && !oid_eq(&v[MERGE_OURS].id, &v[MERGE_THEIRS].id))
		return NULL;	/* in another form */
	return ours ? &v[MERGE_OURS] : theirs ? &v[MERGE_THEIRS] : NULL;
}

static const Err *put_text(Join *j, const Issue *is, const Side v[MERGE_SIDES], Slice joined)
{
	const Side *as_is = side_with(is, v, joined);
	Str bytes = STR_EMPTY;
	const Err *err = NULL;

	if (as_is) {
		join_take(j, is->path, &as_is->id, join_mode(v));
		return NULL;
	}
	if (!join_encode(v, joined, &bytes))
		err = ask_form(j, is, v);
	else
		err = join_take_bytes(j, is->path, str_slice(&bytes), join_mode(v));
	str_free(&bytes);
	return err;
}

static const Err *put_result(Join *j, const Leaves *l, const Issue *is, const MergedFile *m)
{
	static const Oid gone;
	Side v[MERGE_SIDES] = { *side(l, is, MERGE_BASE), *side(l, is, MERGE_OURS), *side(l, is, MERGE_THEIRS) };
	const char *here = is->leaf[MERGE_OURS] < 0 ? NULL : l->v[is->leaf[MERGE_OURS]].path;

	if (here && (m->gone || strcmp(here, is->path) != 0))
		join_take(j, here, &gone, 0);
	if (m->gone && is->leaf[MERGE_BASE] >= 0 && strcmp(l->v[is->leaf[MERGE_BASE]].path, is->path) != 0)
		join_notice(j, "delete-move", is->path, NULL, NULL);
	if (m->gone)
		return NULL;
	return put_text(j, is, v, str_slice(&m->text));
}

/* A text that holds git's markers is nothing to join: it is asked about as a whole. */
static bool has_markers(const Leaves *l, const Issue *is)
{
	return text_has_markers(str_slice(&side(l, is, MERGE_OURS)->text)) || text_has_markers(str_slice(&side(l, is, MERGE_THEIRS)->text));
}

static const Err *join_marked(Join *j, const Leaves *l, const Issue *is)
{
	Side v[MERGE_SIDES] = { *side(l, is, MERGE_BASE), *side(l, is, MERGE_OURS), *side(l, is, MERGE_THEIRS) };
	MergedFile m = { .gone = false };
	MergeSide who = MERGE_BASE;
	Conflict c = { .kind = mem_dup("body"), .title = mem_dup("") };
	MergeChoice choice = CHOICE_TEXT;
	Question *q;
	const Err *err = NULL;

	if (slice_eq(str_slice(&v[MERGE_OURS].text), str_slice(&v[MERGE_BASE].text)) && is->leaf[MERGE_BASE] >= 0)
		who = MERGE_THEIRS;
	else if (slice_eq(str_slice(&v[MERGE_THEIRS].text), str_slice(&v[MERGE_BASE].text)) && is->leaf[MERGE_BASE] >= 0)
		who = MERGE_OURS;
	for (int i = 0; i < MERGE_SIDES; i++)
		if ((c.has[i] = is->leaf[i] >= 0))
			str_add_slice(&c.text[i], str_slice(&v[i].text));
	if (who == MERGE_BASE && answer_find(j->a, is->path, &c, &choice, &m.text)) {
		who = choice == CHOICE_OURS ? MERGE_OURS : choice == CHOICE_THEIRS ? MERGE_THEIRS : MERGE_BASE;
		join_answered(j, is->path, &c);
	} else if (who == MERGE_BASE) {
		err = join_ask(j, is->path, &c, &q);
		choice = CHOICE_BOTH;
	}
	if (who != MERGE_BASE) {
		m.gone = is->leaf[who] < 0;
		str_add_slice(&m.text, str_slice(&v[who].text));
	}
	if (!err && (who != MERGE_BASE || choice == CHOICE_TEXT))
		err = put_result(j, l, is, &m);
	conflict_free(&c);
	str_free(&m.text);
	return err;
}

static const Err *join_set(Join *j, const Leaves *l, const Issues *issues)
{
	MergeFile *files = mem_alloc_n(issues->len + 1, sizeof *files);
	size_t *which = mem_alloc_n(issues->len + 1, sizeof *which), n = 0;
	Conflicts done = { 0 };
	Merged m;
	Question *q;
	const Err *err = NULL;

	for (size_t i = 0; i < issues->len && !err; i++) {
		const Issue *is = &issues->v[i];

		if (has_markers(l, is)) {
			err = join_marked(j, l, is);
			continue;
		}
		files[n] = (MergeFile){ .path = is->path };
		for (int who = 0; who < MERGE_SIDES; who++) {
			files[n].has[who] = is->leaf[who] >= 0;
			files[n].text[who] = str_slice(&side(l, is, (MergeSide)who)->text);
		}
		which[n++] = i;
	}
	answers_merge(j->a, files, n, &m, &done);
	for (size_t i = 0; !err && i < m.conflicts.len; i++) {
		char *path = mem_dup(m.conflicts.v[i].path);

		err = join_ask(j, path, &m.conflicts.v[i], &q);
		free(path);
	}
	for (size_t i = 0; !err && !m.conflicts.len && i < n; i++)
		err = err_wrap(put_result(j, l, &issues->v[which[i]], &m.files[i]), _("joining %s"), files[i].path);
	for (size_t i = 0; i < done.len; i++) {
		char *path = mem_dup(done.v[i].path);

		join_answered(j, path, &done.v[i]);
		free(path);
	}
	for (size_t i = 0; i < m.notices.len; i++)
		join_notice(j, m.notices.v[i].kind, m.notices.v[i].path, m.notices.v[i].item, NULL);
	merged_free(&m);
	conflicts_free(&done);
	free(files);
	free(which);
	return err;
}

const Err *join_issues(Join *j)
{
	Leaves l = { 0 };
	Issues issues = { 0 };
	const Err *err = NULL;

	if (!meet(j))
		return NULL;
	err = gather_from(j, &j->ours, &l);
	if (!err)
		err = gather_from(j, &j->theirs, &l);
	if (!err) {
		find_renamed(&l, MERGE_OURS);
		find_renamed(&l, MERGE_THEIRS);
		make_issues(j, &l, &issues);
		err = join_set(j, &l, &issues);
	}
	VEC_FREE(&issues);
	leaves_free(&l);
	return err;
}
