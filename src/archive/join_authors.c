/* Who else wrote what a join made. */
#include "archive/join_authors.h"

#include <stdlib.h>
#include <strings.h>

#include "base/names.h"
#include "git/walk.h"
#include "git/work.h"
#include "issue/item.h"

#define LEAD_PART 2		/* of a cut; its chain is "" */
#define LINES_MOST 50		/* of a message */

/* One issue that both sides changed. */
typedef struct {
	const char *path;
	Names met;		/* chains of the items that both changed */
} Met;

typedef struct {
	Archive *a;
	const Person *who;
	VEC(Met) mets;
	Names mails, lines;
} Authors;

typedef struct {
	Str text;
	Cut cut;
} Form;

/* Empty where the commit lacks the file. */
static const Err *form_read(Archive *a, const Oid *commit, const char *path, Form *out)
{
	Charset cs = { 0 };
	const Err *err = oid_is_zero(commit) ? NULL : archive_text(a, commit, path, &out->text, &cs);

	if (err && err_kind(err) == ERR_NONE) {
		err_forget(err);
		err = NULL;
	}
	cut_make(str_slice(&out->text), NULL, &out->cut);
	return err;
}

static void form_free(Form *f)
{
	cut_free(&f->cut);
	str_free(&f->text);
}

/* Its own text without the white space around it; empty where it is not. */
static Slice part_text(const Form *f, const char *chain)
{
	ptrdiff_t i = *chain ? cut_find_chain(&f->cut, slice_c(chain)) : LEAD_PART;

	if (i < 0 || (*chain && i < PART_FIRST))
		return slice("", 0);
	return slice_trim(slice_sub(str_slice(&f->text), f->cut.parts.v[i].from, f->cut.parts.v[i].to));
}

static void find_met(const Form *base, const Form *ours, const Form *theirs, Names *out)
{
	for (size_t i = LEAD_PART; i < ours->cut.parts.len; i++) {
		Str chain = STR_EMPTY;
		Slice b, o, t;

		if (i >= PART_FIRST)
			cut_chain(&ours->cut, i, &chain);
		b = part_text(base, str_c(&chain));
		o = part_text(ours, str_c(&chain));
		t = part_text(theirs, str_c(&chain));
		if (o.len && t.len && !slice_eq(o, t) && !slice_eq(o, b) && !slice_eq(t, b))
			names_add(out, str_c(&chain));
		str_free(&chain);
	}
}

static const Err *look_at_path(Authors *x, const char *path, const Oid *base, const Oid *ours, const Oid *theirs)
{
	const Oid *const at[] = { base, ours, theirs };
	Form forms[3] = { { .text = STR_EMPTY } };
	Met met = { .path = path };
	const Err *err = NULL;

	for (size_t i = 0; !err && i < 3; i++)
		err = form_read(x->a, at[i], path, &forms[i]);
	if (!err)
		find_met(&forms[0], &forms[1], &forms[2], &met.met);
	if (met.met.len)
		VEC_PUSH(&x->mets, met);
	for (size_t i = 0; i < 3; i++)
		form_free(&forms[i]);
	return err;
}

static const WorkMove *find_move(const WorkMoves *moves, const char *path)
{
	size_t low = 0, high = moves->len;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int cmp = strcmp(moves->v[mid].path, path);

		if (cmp == 0)
			return &moves->v[mid];
		if (cmp < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

static int by_path(const void *x, const void *y)
{
	const WorkMove *a = x, *b = y;

	return strcmp(a->path, b->path);
}

/* paths: owns the names. */
static const Err *find_mets(Authors *x, const Oid *ours, const Oid *theirs, Arena *paths)
{
	WorkMoves here = { 0 }, there = { 0 };
	Oid base;
	const Err *err = walk_merge_base(archive_repo(x->a), ours, theirs, &base);

	if (!err)
		err = git_changed_files(archive_repo(x->a), &base, ours, &here, paths);
	if (!err)
		err = git_changed_files(archive_repo(x->a), &base, theirs, &there, paths);
	if (there.len > 1)
		qsort(there.v, there.len, sizeof *there.v, by_path);
	for (size_t i = 0; !err && i < here.len; i++) {
		const WorkMove *m = &here.v[i], *t = find_move(&there, m->path);

		if (t && !oid_is_zero(&m->now) && !oid_is_zero(&t->now) && !oid_eq(&m->now, &t->now) && archive_is_issue(x->a, m->path))
			err = look_at_path(x, m->path, &base, ours, theirs);
	}
	VEC_FREE(&here);
	VEC_FREE(&there);
	return err;
}

/* ---- who changed them ---- */

static void add_author(Authors *x, const Person *p)
{
	if (strcasecmp(p->mail, x->who->mail) == 0 || !*p->mail || x->lines.len == LINES_MOST)
		return;
	for (size_t i = 0; i < x->mails.len; i++)
		if (strcasecmp(x->mails.v[i], p->mail) == 0)
			return;
	names_add(&x->mails, p->mail);
	names_take(&x->lines, mem_printf("Co-authored-by: %s <%s>", p->name, p->mail));
}

static const Err *blob_in(Archive *a, const Oid *commit, const char *path, Oid *out)
{
	const Err *err = tree_find(archive_repo(a), commit, path, out, NULL);

	if (!err || err_kind(err) != ERR_NONE)
		return err;
	err_forget(err);
	*out = (Oid){ { 0 } };
	return NULL;
}

static const Err *changes_met(Archive *a, const Commit *c, const Met *met, bool *out)
{
	static const Oid none;
	const Oid *parent = c->parents.len ? &c->parents.v[0] : &none;
	Form now = { .text = STR_EMPTY }, was = { .text = STR_EMPTY };
	Oid here, there = none;
	const Err *err = blob_in(a, &c->id, met->path, &here);

	if (!err && c->parents.len)
		err = blob_in(a, parent, met->path, &there);
	if (err || oid_eq(&here, &there))
		return err;
	err = form_read(a, &c->id, met->path, &now);
	if (!err)
		err = form_read(a, parent, met->path, &was);
	for (size_t i = 0; !err && !*out && i < met->met.len; i++)
		*out = !slice_eq(part_text(&now, met->met.v[i]), part_text(&was, met->met.v[i]));
	form_free(&now);
	form_free(&was);
	return err;
}

/* A join wrote nothing of its own. */
static const Err *look_at_commit(Authors *x, const Oid *id, bool *out)
{
	Commit c = { 0 };
	const Err *err = commit_read(archive_repo(x->a), id, &c);

	*out = false;
	for (size_t i = 0; !err && !*out && c.parents.len < 2 && i < x->mets.len; i++)
		err = changes_met(x->a, &c, &x->mets.v[i], out);
	commit_free(&c);
	return err;
}

static const Err *look_at_side(Authors *x, const Oid *tip, const Oid *other)
{
	Walk *w = NULL;
	VEC(Oid) found = { 0 };
	Oid id;
	const Err *err = walk_begin(&w, archive_repo(x->a), tip, other);

	while (!err && walk_next(w, &id, &err)) {
		bool theirs = false;

		if (!(err = look_at_commit(x, &id, &theirs)) && theirs)
			VEC_PUSH(&found, id);
	}
	for (size_t i = found.len; !err && i-- > 0;) {
		Commit c = { 0 };

		if (!(err = commit_read(archive_repo(x->a), &found.v[i], &c)))
			add_author(x, &c.author);
		commit_free(&c);
	}
	VEC_FREE(&found);
	walk_free(w);
	return err;
}

const Err *join_authors(Archive *a, const Oid *ours, const Oid *theirs, const Person *who, Str *out)
{
	Authors x = { .a = a, .who = who };
	Arena *paths = arena_new();
	const Err *err = find_mets(&x, ours, theirs, paths);

	if (!err && x.mets.len)
		err = look_at_side(&x, ours, theirs);
	if (!err && x.mets.len)
		err = look_at_side(&x, theirs, ours);
	for (size_t i = 0; !err && i < x.lines.len; i++)
		str_printf(out, "%s\n", x.lines.v[i]);
	for (size_t i = 0; i < x.mets.len; i++)
		names_free(&x.mets.v[i].met);
	VEC_FREE(&x.mets);
	names_free(&x.mails);
	names_free(&x.lines);
	arena_free(paths);
	return err;
}
