/* What was deleted from one issue and came back in another: a birth that R1 matches with an item taken away by a version shortly before. */
#include <stdlib.h>
#include <sys/stat.h>

#include "archive/track_inside.h"
#include "git/walk.h"
#include "git/work.h"
#include "issue/across.h"
#include "issue/similar.h"

#define VERSIONS_MAX 512		/* before a birth that are looked through, */
#define ISSUES_MAX 4000		/* and issues that they changed */
#define WORDS_LEAST 0.17	/* of an item's words that another has which is like it (Dice of 0.3) */

typedef VEC(Oid) Ids;

/* One issue before and after a version. */
typedef struct {
	Str was, now;
	Cut was_cut, now_cut;
	bool cut;
} Change;

/* The item that is sought among what versions took away, or brought. */
typedef struct {
	Track *t;
	Intern *words;
	Bag body;
	size_t issues;		/* so far */
} Seek;

/* ---- one change of one issue ---- */

/* One that cannot be read took nothing away, as far as is known. */
static const Err *text_read(Track *t, const Oid *blob, Str *out)
{
	Str bytes = STR_EMPTY;
	Charset cs = { 0 };
	const Err *err = oid_is_zero(blob) ? NULL : blob_read(archive_repo(t->a), blob, &bytes);

	charset_decode(str_slice(&bytes), &cs, out);
	str_free(&bytes);
	return track_pass_over(t, err);
}

static void change_free(Change *c)
{
	if (c->cut) {
		cut_free(&c->was_cut);
		cut_free(&c->now_cut);
	}
	str_free(&c->was);
	str_free(&c->now);
}

static void change_cut(const Track *t, Change *c)
{
	cut_make(str_slice(&c->was), t->titles, &c->was_cut);
	cut_make(str_slice(&c->now), t->titles, &c->now_cut);
	c->cut = true;
}

/* Only in lines that the other lacks can what went or came have stood. */
static bool may_hold(Seek *s, Slice text, Slice other)
{
	Intern *lines = intern_new();
	Str rest = STR_EMPTY;
	Bag bag = { 0 };
	double common;

	while (other.len > 0)
		intern_put(lines, slice_trim(slice_line(&other)));
	while (text.len > 0) {
		Slice line = slice_line(&text);

		if (intern_find(lines, slice_trim(line)) < 0)
			str_add_slice(&rest, line);
	}
	bag_read(str_slice(&rest), s->words, &bag);
	common = bag_similarity(&bag, &s->body) * (double)(bag.len + s->body.len) / 2;
	VEC_FREE(&bag);
	str_free(&rest);
	intern_free(lines);
	return common > 0 && common >= WORDS_LEAST * (double)s->body.len;
}

static AcrossFile across_file(const Change *c)
{
	return (AcrossFile){ str_slice(&c->was), str_slice(&c->now), &c->was_cut, &c->now_cut };
}

/* As if both had happened at once: is what came there with this part what went here?  The place of what went, or -1. */
static ptrdiff_t went_to(const Change *went, const Change *came, size_t part)
{
	AcrossFile both[] = { across_file(went), across_file(came) };
	ptrdiff_t at = -1;
	Across x;

	across_read(both, 2, &x);
	for (size_t i = 0; i < x.carried.len; i++)
		if (x.carried.v[i].to_file == 1 && x.carried.v[i].to_part == part)
			at = (ptrdiff_t)went->was_cut.parts.v[x.carried.v[i].from_part].from;
	across_free(&x);
	return at;
}

/* ---- versions ---- */

static bool is_issue(const Track *t, const WorkMove *m)
{
	return archive_is_issue(t->a, m->path) && (!m->mode || S_ISREG(m->mode));
}

/* Deleted there, and not carried over there. */
static const Err *is_deleted(Track *t, const Oid *parent, const Deleted *d, bool *out)
{
	Changed *c = NULL;
	Origin o = { .found = false };
	Side file = { .leaf = NULL };
	const Err *err = changed_begin(&c, t, parent, &d->commit, d->path);

	if (!err)
		err = changed_file(c, true, &file);
	if (!err)
		err = changed_part(c, true, d->at, &o);
	changed_free(c);
	if (!err && !o.found && !file.leaf) {
		Side was;

		if (!(err = track_side_at(t, parent, d->path, &was)))
			err = track_notes_later(t, &was, d->at, &archive_head(t->a)->tip, &o);	/* people said what it came back as */
	}
	*out = !err && !o.found && !file.leaf;
	return err;
}

static const Err *look_at(Seek *s, const Oid *parent, const Oid *commit, const Change *came, size_t part, const char *not_path, Deleted *out)
{
	Arena *paths = arena_new();
	WorkMoves moves = { 0 };
	const Err *err = git_changed_files(archive_repo(s->t->a), parent, commit, &moves, paths);

	s->issues += moves.len;
	for (size_t i = 0; !err && !out->found && s->issues <= ISSUES_MAX && i < moves.len; i++) {
		const WorkMove *m = &moves.v[i];
		Change went = { .cut = false };
		ptrdiff_t at = -1;

		if (oid_is_zero(&m->was) || !is_issue(s->t, m) || strcmp(m->path, not_path) == 0)
			continue;
		if (!(err = text_read(s->t, &m->was, &went.was)) && !(err = text_read(s->t, &m->now, &went.now)) &&
		    may_hold(s, str_slice(&went.was), str_slice(&went.now))) {
			change_cut(s->t, &went);
			at = went_to(&went, came, part);
		}
		change_free(&went);
		if (!err && at >= 0) {
			*out = (Deleted){ .commit = *commit, .path = track_path(s->t, m->path), .at = (size_t)at };
			err = is_deleted(s->t, parent, out, &out->found);
		}
	}
	VEC_FREE(&moves);
	arena_free(paths);
	return err;
}

static void add_parents(const Commit *c, Ids *ids)
{
	for (size_t i = 0; i < c->parents.len; i++) {
		bool known = false;

		for (size_t k = 0; k < ids->len && !known; k++)
			known = oid_eq(&ids->v[k], &c->parents.v[i]);
		if (!known)
			VEC_PUSH(ids, c->parents.v[i]);
	}
}

/* Joins take nothing away themselves. */
static const Err *look_back(Seek *s, const Oid *from, const Change *came, size_t part, const char *not_path, Deleted *out)
{
	Ids ids = { 0 };
	const Err *err = NULL;

	VEC_PUSH(&ids, *from);
	for (size_t i = 0; !err && !out->found && i < ids.len && i < VERSIONS_MAX && s->issues <= ISSUES_MAX; i++) {
		Oid id = ids.v[i];
		Commit c = { 0 };

		if ((err = commit_read(archive_repo(s->t->a), &id, &c)))
			break;
		if (c.parents.len == 1)
			err = look_at(s, &c.parents.v[0], &id, came, part, not_path, out);
		add_parents(&c, &ids);
		commit_free(&c);
	}
	VEC_FREE(&ids);
	return err;
}

static void seek_free(Seek *s)
{
	VEC_FREE(&s->body);
	intern_free(s->words);
}

const Err *track_find_deleted(Track *t, const Step *birth, size_t at, Deleted *out)
{
	Seek s = { .t = t, .words = intern_new() };
	Change came = { .cut = false };
	ptrdiff_t part;
	const Err *err = NULL;

	*out = (Deleted){ .found = false };
	if (birth->before.len == 1 && !repo_is_shallow(archive_repo(t->a))) {
		str_add_slice(&came.was, side_text(&birth->before.v[0]));
		str_add_slice(&came.now, side_text(&birth->now));
		change_cut(t, &came);
		part = cut_begins(&came.now_cut, at);
		if (part >= PART_FIRST) {
			const Part *p = &came.now_cut.parts.v[part];

			bag_read(slice_sub(str_slice(&came.now), p->body, p->to), s.words, &s.body);
			if (s.body.len)
				err = look_back(&s, &birth->before.v[0].commit, &came, (size_t)part, birth->now.path, out);
		}
	}
	change_free(&came);
	seek_free(&s);
	return err;
}

/* ---- the other way ---- */

/* Is one of this issue's new parts what that version deleted? */
static const Err *is_back(Seek *s, const WorkMove *m, const Oid *parent, const Oid *commit, const Deleted *d, Origin *out)
{
	PathVersion v = { .commit = *commit, .blob = m->now, .parent = *parent, .parent_blob = m->was, .path = mem_dup(m->path) };
	Step step = { .before = { 0 } };
	Change c = { .cut = false };
	Match match = { 0 };
	const Err *err = step_read(s->t, &v, &step);

	if (err)
		goto done;
	str_add_slice(&c.was, side_text(&step.before.v[0]));
	str_add_slice(&c.now, side_text(&step.now));
	change_cut(s->t, &c);
	match_parts(str_slice(&c.was), &c.was_cut, str_slice(&c.now), &c.now_cut, true, &match);
	for (size_t i = PART_FIRST; !err && !out->found && i < c.now_cut.parts.len; i++) {
		size_t at = c.now_cut.parts.v[i].from;
		Deleted found;

		if (match.b_to_a[i] >= 0 || (err = track_find_deleted(s->t, &step, at, &found)))
			continue;
		out->found = found.found && oid_eq(&found.commit, &d->commit) && strcmp(found.path, d->path) == 0 && found.at == d->at;
		out->at = at;
		out->side = step.now;
		out->side.path = track_path(s->t, m->path);
	}
done:
	match_free(&match);
	change_free(&c);
	step_free(&step);
	path_version_free(&v);
	return err;
}

static const Err *look_in(Seek *s, const Oid *commit, const Deleted *d, Origin *out)
{
	Arena *paths = arena_new();
	WorkMoves moves = { 0 };
	Commit c = { 0 };
	const Err *err = commit_read(archive_repo(s->t->a), commit, &c);

	if (!err && c.parents.len == 1)
		err = git_changed_files(archive_repo(s->t->a), &c.parents.v[0], commit, &moves, paths);
	s->issues += moves.len;
	for (size_t i = 0; !err && !out->found && s->issues <= ISSUES_MAX && i < moves.len; i++) {
		const WorkMove *m = &moves.v[i];
		Str was = STR_EMPTY, now = STR_EMPTY;

		if (oid_is_zero(&m->now) || !is_issue(s->t, m) || strcmp(m->path, d->path) == 0)
			continue;
		if (!(err = text_read(s->t, &m->was, &was)) && !(err = text_read(s->t, &m->now, &now)) &&
		    may_hold(s, str_slice(&now), str_slice(&was)))
			err = is_back(s, m, &c.parents.v[0], commit, d, out);
		str_free(&was);
		str_free(&now);
	}
	commit_free(&c);
	VEC_FREE(&moves);
	arena_free(paths);
	return err;
}

const Err *track_find_restored(Track *t, const Oid *tip, const Side *was, const Deleted *d, Origin *out)
{
	Seek s = { .t = t, .words = intern_new() };
	Walk *w = NULL;
	Ids ids = { 0 };
	Oid id;
	ptrdiff_t part;
	Cut c;
	const Err *err = NULL;

	*out = (Origin){ .found = false };
	if (repo_is_shallow(archive_repo(t->a)))
		goto done;
	cut_make(side_text(was), t->titles, &c);
	if ((part = cut_begins(&c, d->at)) >= PART_FIRST)
		bag_read(slice_sub(side_text(was), c.parts.v[part].body, c.parts.v[part].to), s.words, &s.body);
	cut_free(&c);
	if (s.body.len)
		err = walk_begin(&w, archive_repo(t->a), tip, &d->commit);
	while (!err && w && walk_next(w, &id, &err))
		VEC_PUSH(&ids, id);
	/* The oldest of them come first. */
	for (size_t n = 0; !err && !out->found && n < ids.len && n < VERSIONS_MAX; n++)
		err = look_in(&s, &ids.v[ids.len - 1 - n], d, out);
done:
	walk_free(w);
	VEC_FREE(&ids);
	seek_free(&s);
	return err;
}
