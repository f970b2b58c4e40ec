/* Items and files that went elsewhere: to another issue, to another name. */
#include "archive/carried.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "base/intern.h"
#include "base/utf8.h"
#include "issue/across.h"

#define TITLED_SIMILAR 0.3	/* two items of one title are one that was carried */
#define ITEM_SIMILAR 0.6	/* whatever their titles */

typedef struct {
	Str text;
	Cut cut;
} Leaf;

/* An item that a side's issue did not have in the base. */
typedef struct {
	const char *path;
	Slice title, body;	/* title folded; both in the arena */
} Born;

typedef struct {
	const WorkMoves *moves;
	VEC(Born) born;
	bool read;
} Branch;

typedef struct {
	Archive *a;
	Branch sides[2];
	Arena *arena;
	Carried *out;
} Search;

static const Err *leaf_read(Archive *a, const Oid *blob, Leaf *out)
{
	Str bytes = STR_EMPTY;
	Charset form = { 0 };
	const Err *err = oid_is_zero(blob) ? NULL : blob_read(archive_repo(a), blob, &bytes);

	charset_decode(str_slice(&bytes), &form, &out->text);
	cut_make(str_slice(&out->text), NULL, &out->cut);
	str_free(&bytes);
	return err;
}

static void leaf_free(Leaf *l)
{
	cut_free(&l->cut);
	str_free(&l->text);
}

static Slice body_of(const Leaf *l, size_t i)
{
	const Part *p = &l->cut.parts.v[i];

	return slice_sub(str_slice(&l->text), p->body, p->to);
}

static Slice fold(Arena *arena, Slice title)
{
	Str s = STR_EMPTY;
	Slice out;

	utf8_fold_space(title, &s);
	out = slice(arena_dup(arena, str_c(&s), s.len), s.len);
	str_free(&s);
	return out;
}

/* Titles are folded. */
static bool is_same_item(Slice title, Slice body, Slice other_title, Slice other_body)
{
	double like = text_similarity(body, other_body);

	return like >= ITEM_SIMILAR || (like >= TITLED_SIMILAR && slice_eq(title, other_title));
}

/* ---- what a side's issues gained ---- */

static const Err *born_in(Search *s, Branch *b, const WorkMove *m)
{
	Leaf was = { 0 }, now = { 0 };
	Match match = { 0 };
	const Err *err = leaf_read(s->a, &m->was, &was);

	if (!err)
		err = leaf_read(s->a, &m->now, &now);
	if (err)
		goto done;
	match_parts(str_slice(&was.text), &was.cut, str_slice(&now.text), &now.cut, true, &match);
	for (size_t i = PART_FIRST; i < now.cut.parts.len; i++) {
		Slice body = body_of(&now, i);

		if (match.b_to_a[i] < 0)
			VEC_PUSH(&b->born, ((Born){ .path = m->path, .title = fold(s->arena, now.cut.parts.v[i].title),
			    .body = slice(arena_dup(s->arena, body.p, body.len), body.len) }));
	}
	match_free(&match);
done:
	leaf_free(&was);
	leaf_free(&now);
	return err;
}

static const Err *born_read(Search *s, Branch *b)
{
	const Err *err = NULL;

	for (size_t i = 0; !b->read && !err && i < b->moves->len; i++) {
		const WorkMove *m = &b->moves->v[i];

		if (!oid_is_zero(&m->now) && S_ISREG(m->mode) && archive_is_issue(s->a, m->path))
			err = born_in(s, b, m);
	}
	b->read = true;
	return err;
}

/* Where the side put it; NULL: nowhere. */
static const char *put_item(const Branch *b, const char *from, Slice title, Slice body)
{
	for (size_t i = 0; i < b->born.len; i++) {
		const Born *n = &b->born.v[i];

		if (strcmp(n->path, from) != 0 && is_same_item(n->title, n->body, title, body))
			return n->path;
	}
	return NULL;
}

/* ---- one path that both changed ---- */

static bool is_question(const char *ours, const char *theirs)
{
	return ours && theirs ? strcmp(ours, theirs) != 0 : ours || theirs;
}

static const Err *item_gone(Search *s, const char *path, const Leaf *base, size_t i)
{
	Slice title = fold(s->arena, base->cut.parts.v[i].title);
	const char *put[2] = { NULL, NULL };
	const Err *err = NULL;

	for (int side = 0; side < 2; side++) {
		if ((err = born_read(s, &s->sides[side])))
			return err;
		put[side] = put_item(&s->sides[side], path, title, body_of(base, i));
	}
	if (is_question(put[0], put[1])) {
		Str chain = STR_EMPTY;

		cut_chain(&base->cut, i, &chain);
		VEC_PUSH(s->out, ((CarriedItem){ .path = mem_dup(path), .chain = str_steal(&chain),
		    .title = slice_dup(base->cut.parts.v[i].title), .both = put[0] && put[1] }));
	}
	return NULL;
}

static const Err *items_gone(Search *s, const WorkMove *ours, const WorkMove *theirs)
{
	Leaf base = { 0 }, now[2] = { { .text = STR_EMPTY }, { .text = STR_EMPTY } };
	Match match[2] = { { 0 }, { 0 } };
	const Err *err = leaf_read(s->a, &ours->was, &base);

	if (!err)
		err = leaf_read(s->a, &ours->now, &now[0]);
	if (!err)
		err = leaf_read(s->a, &theirs->now, &now[1]);
	for (int k = 0; !err && k < 2; k++)
		match_parts(str_slice(&base.text), &base.cut, str_slice(&now[k].text), &now[k].cut, true, &match[k]);
	for (size_t i = PART_FIRST; !err && i < base.cut.parts.len; i++)
		if (match[0].a_to_b[i] < 0 && match[1].a_to_b[i] < 0)
			err = item_gone(s, ours->path, &base, i);
	for (int k = 0; k < 2; k++) {
		match_free(&match[k]);
		leaf_free(&now[k]);
	}
	leaf_free(&base);
	return err;
}

/* A whole file that is gone is found by its name elsewhere (reconcile_issues.c). */
static const Err *look(Search *s, const WorkMove *ours, const WorkMove *theirs)
{
	if (oid_is_zero(&ours->was) || oid_is_zero(&ours->now) || oid_is_zero(&theirs->now) || !archive_is_issue(s->a, ours->path))
		return NULL;
	return items_gone(s, ours, theirs);
}

const Err *carried_find(Archive *a, const WorkMoves *ours, const WorkMoves *theirs, Carried *out)
{
	Search s = { .a = a, .sides = { { .moves = ours }, { .moves = theirs } }, .arena = arena_new(), .out = out };
	Intern *paths = intern_new();
	const Err *err = NULL;

	for (size_t i = 0; i < ours->len; i++)
		intern_put(paths, slice_c(ours->v[i].path));
	for (size_t i = 0; !err && i < theirs->len; i++) {
		int64_t at = intern_find(paths, slice_c(theirs->v[i].path));

		if (at >= 0)
			err = look(&s, &ours->v[at], &theirs->v[i]);
	}
	for (int k = 0; k < 2; k++)
		VEC_FREE(&s.sides[k].born);
	intern_free(paths);
	arena_free(s.arena);
	return err;
}

void carried_free(Carried *c)
{
	for (size_t i = 0; i < c->len; i++) {
		free(c->v[i].path);
		free(c->v[i].chain);
		free(c->v[i].title);
	}
	VEC_FREE(c);
}
