/* Reading the versions of an issue and carrying credits through them; items that came from other issues bring theirs along. */
#include "archive/blame_life.h"

#include <stdlib.h>

#include "archive/blame_said.h"
#include "base/intern.h"
#include "git/walk.h"
#include "git/work.h"
#include "issue/across.h"

#define FILES_MAX 200	/* a version that changed more was no carrying over */

/* One version's file. */
typedef struct {
	const Version *v;
	uint32_t number;	/* of the version, for credits */
	Oid blob;
	VEC(size_t) was;	/* steps it was made from */
	size_t parents;
	size_t last;		/* the last step that is made from this one */
	BlameText *text;	/* while it is needed */
	bool lost;		/* its text cannot be read: what is made from it is made from what it was made from */
} Step;

struct Life {
	Archive *a;
	Blame *out;
	MatchNotes *notes;	/* NULL: they cannot be read */
	BlameLife *life;
	Intern *commits;	/* numbers of versions */
	Intern *blobs;
	VEC(size_t) step_of;	/* by number of a blob */
	VEC(Step) steps;	/* oldest first */
	History history;	/* of the issue */
	size_t base;		/* the step that the text of now is made from; SIZE_MAX: none */
};

/* What cannot be read is kept in mind and passed over: NULL; other errors stay. */
static const Err *pass_over(Life *l, const Err *err)
{
	if (!err || err_kind(err) != ERR_CORRUPT)
		return err;
	l->out->earlier = true;
	if (!l->out->missing)
		l->out->missing = mem_dup(err_text(err));
	return NULL;
}

/* ---- versions ---- */

static uint32_t version_number(Life *l, const Version *v)
{
	uint32_t n = intern_put(l->commits, slice((const char *)v->id.b, sizeof v->id.b));

	if (n == l->out->versions.len)
		VEC_PUSH(&l->out->versions, ((BlameVersion){ .id = v->id, .message = mem_dup(v->message),
		    .author = { mem_dup(v->author.name), mem_dup(v->author.mail), v->author.when } }));
	return n;
}

/* The newest step so far that has this blob; SIZE_MAX: none. */
static size_t *step_of(Life *l, const Oid *blob)
{
	uint32_t n = intern_put(l->blobs, slice((const char *)blob->b, sizeof blob->b));

	while (l->step_of.len <= n)
		VEC_PUSH(&l->step_of, SIZE_MAX);
	return &l->step_of.v[n];
}

/* Is this version the commit or one before it? */
static bool is_before(const Life *l, const Oid *version, const Oid *commit)
{
	Oid base;

	return oid_eq(version, commit) || (!walk_merge_base(archive_repo(l->a), version, commit, &base) && oid_eq(&base, version));
}

/* ---- items that came from another issue ---- */

static const Err *item_life(Life *l, Target *item, BlameText **out, uint32_t *last)
{
	History h = { 0 };
	size_t newest = 0;
	const Err *err = history_read(l->a, item, 0, &h);

	blame_other_item(l->life);
	while (newest < h.versions.len && !is_before(l, &h.versions.v[newest].id, &item->commit))
		newest++;
	for (size_t i = h.versions.len; !err && i-- > newest;) {
		const Version *v = &h.versions.v[i];
		VersionPair pair = { 0 };
		BlameText *next;

		if (v->event == EVENT_DELETED)
			continue;
		err = history_pair(l->a, item, v, &pair);
		if (err) {
			err = pass_over(l, err);
		} else {
			*last = version_number(l, v);
			next = blame_text(l->life, str_slice(&pair.now), true, *last, out, *out && v->event != EVENT_RESTORED ? 1 : 0);
			blame_text_free(*out);
			*out = next;
		}
		version_pair_free(&pair);
	}
	history_free(&h);
	return err;
}

const Err *life_came_from(Life *l, BlameText *now, size_t part, uint32_t number, const char *path, Slice chain, const Oid *commit)
{
	Str address = STR_EMPTY;
	char hex[OID_HEX + 1];
	Target item = { .path = mem_dup(path), .part = ADDR_ITEM, .chain = slice_dup(chain), .at = AT_COMMIT, .commit = *commit };
	BlameText *was = NULL;
	uint32_t last = 0;
	const Err *err;

	oid_hex(commit, hex);
	addr_format(slice_c(path), ADDR_ITEM, chain, slice_c(hex), &address);
	item.address = str_steal(&address);
	err = item_life(l, &item, &was, &last);
	if (!err && was)
		blame_came_from(l->life, now, part, number, was);
	blame_text_free(was);
	target_free(&item);
	return err;
}

typedef struct {
	Str was, now;
	Cut was_cut, now_cut;
} FilePair;

static const Err *side_read(Archive *a, const Oid *blob, Str *text, Cut *cut, const Cut **is)
{
	Str bytes = STR_EMPTY;
	Charset cs = { 0 };
	const Err *err;

	if (oid_is_zero(blob))
		return NULL;
	if (!(err = blob_read(archive_repo(a), blob, &bytes))) {
		charset_decode(str_slice(&bytes), &cs, text);
		cut_make(str_slice(text), NULL, cut);
		*is = cut;
	}
	str_free(&bytes);
	return err;
}

static const Err *pair_read(Archive *a, const WorkMove *m, FilePair *p, AcrossFile *out)
{
	const Err *err = side_read(a, &m->was, &p->was, &p->was_cut, &out->was_cut);

	if (!err)
		err = side_read(a, &m->now, &p->now, &p->now_cut, &out->now_cut);
	out->was = str_slice(&p->was);
	out->now = str_slice(&p->now);
	return err;
}

/* Did people say of that item which one it is in this version? */
static bool is_said(const Life *l, const Step *s, const char *path, const char *chain)
{
	return l->notes && match_notes_on(l->notes, &s->v->id) && match_notes_now(l->notes, &s->v->id, path, chain).kind != NOTE_NONE;
}

static const Err *across_files(Life *l, const Step *s, const WorkMove *moves, size_t n, size_t self)
{
	FilePair *pairs = mem_alloc_n(n, sizeof *pairs);
	AcrossFile *files = mem_alloc_n(n, sizeof *files);
	Across across = { .was_of = NULL };
	const Err *err = NULL;

	for (size_t i = 0; i < n && !err; i++)
		err = pass_over(l, pair_read(l->a, &moves[i], &pairs[i], &files[i]));
	if (!err)
		across_read(files, n, &across);
	for (size_t i = 0; i < across.carried.len && !err; i++) {
		const CarriedPart *c = &across.carried.v[i];
		Str chain = STR_EMPTY;

		if (c->to_file != self || c->to_part >= blame_parts(s->text) || !blame_is_new(s->text, c->to_part))
			continue;
		cut_chain(files[c->from_file].was_cut, c->from_part, &chain);
		if (!is_said(l, s, moves[c->from_file].path, str_c(&chain)))
			err = life_came_from(l, s->text, c->to_part, s->number, moves[c->from_file].path, str_slice(&chain), &s->v->parent);
		str_free(&chain);
	}
	across_free(&across);
	for (size_t i = 0; i < n; i++) {
		if (files[i].was_cut)
			cut_free(&pairs[i].was_cut);
		if (files[i].now_cut)
			cut_free(&pairs[i].now_cut);
		str_free(&pairs[i].was);
		str_free(&pairs[i].now);
	}
	free(pairs);
	free(files);
	return err;
}

/* The issues that this version changed; ours, under both its names, is one of them. */
static const Err *carried_items(Life *l, const Step *s)
{
	Arena *paths = arena_new();
	WorkMoves moves = { 0 }, files = { 0 };
	size_t self = SIZE_MAX;
	bool lost = false;
	Oid was = { { 0 } };
	const Err *err = git_changed_files(archive_repo(l->a), &s->v->parent, &s->v->id, &moves, paths);

	for (size_t i = 0; i < moves.len; i++) {
		bool ours = strcmp(moves.v[i].path, s->v->path) == 0;

		if (!ours && s->v->was_path && strcmp(moves.v[i].path, s->v->was_path) == 0) {
			was = moves.v[i].was;
			continue;
		}
		if (!ours && !archive_is_issue(l->a, moves.v[i].path))
			continue;
		self = ours ? files.len : self;
		lost = lost || (!ours && !oid_is_zero(&moves.v[i].was));
		VEC_PUSH(&files, moves.v[i]);
	}
	if (self < files.len && oid_is_zero(&files.v[self].was))
		files.v[self].was = was;
	if (!err && lost && self < files.len && files.len <= FILES_MAX)
		err = across_files(l, s, files.v, files.len, self);
	VEC_FREE(&files);
	VEC_FREE(&moves);
	arena_free(paths);
	return err;
}

static bool has_new(const BlameText *t)
{
	for (size_t i = PART_FIRST; i < blame_parts(t); i++)
		if (blame_is_new(t, i))
			return true;
	return false;
}

/* ---- steps ---- */

static const Err *find_was(Life *l, const Oid *parent, Step *s)
{
	Repo *r = archive_repo(l->a);
	const char *path = s->v->was_path ? s->v->was_path : s->v->path;
	Oid blob;
	size_t at;
	const Err *err = tree_find(r, parent, path, &blob, NULL);

	if (err && err_kind(err) == ERR_NONE && strcmp(path, s->v->path) != 0)
		err = tree_find(r, parent, s->v->path, &blob, NULL);
	if (err)
		return err_kind(err) == ERR_NONE ? NULL : err;
	at = *step_of(l, &blob);
	if (at != SIZE_MAX) {
		VEC_PUSH(&s->was, at);
		l->steps.v[at].last = l->steps.len;
	}
	return NULL;
}

/* Passing over what cannot be read, on the first line; SIZE_MAX: nothing can be before it. */
static size_t readable(const Life *l, size_t at)
{
	while (at != SIZE_MAX && l->steps.v[at].lost)
		at = l->steps.v[at].was.len ? l->steps.v[at].was.v[0] : SIZE_MAX;
	return at;
}

static const Err *add_step(Life *l, const Version *v)
{
	Step s = { .v = v, .number = version_number(l, v) };
	Commit c = { 0 };
	const Err *err = tree_find(archive_repo(l->a), &v->id, v->path, &s.blob, NULL);

	if (!err)
		err = commit_read(archive_repo(l->a), &v->id, &c);
	/* A shallow copy lacks parents that the commit names. */
	for (size_t i = 0; !err && !oid_is_zero(&v->parent) && i < c.parents.len; i++)
		err = pass_over(l, find_was(l, &c.parents.v[i], &s));
	s.parents = c.parents.len;
	commit_free(&c);
	if (err) {
		VEC_FREE(&s.was);
		return err;
	}
	*step_of(l, &s.blob) = l->steps.len;
	VEC_PUSH(&l->steps, s);
	return NULL;
}

static void let_go(Life *l, size_t at, size_t now)
{
	Step *s = &l->steps.v[at];

	if (s->last <= now) {
		blame_text_free(s->text);
		s->text = NULL;
	}
}

/* What people said counts more than what the texts say. */
static const Err *take_said(Life *l, const Step *s, Slice text)
{
	SaidList all = { 0 };
	const Err *err = blame_said(l->a, l->notes, s->v, text, &all);

	for (size_t i = 0; !err && i < all.len; i++) {
		const Said *said = &all.v[i];

		if (said->path)
			err = life_came_from(l, s->text, said->part, s->number, said->path, slice_c(said->chain), &said->commit);
		else
			blame_is_born(l->life, s->text, said->part, s->number);
	}
	VEC_FREE(&all);
	return err;
}

static const Err *run_step(Life *l, size_t at)
{
	Step *s = &l->steps.v[at];
	BlameText **was = mem_alloc_n(s->was.len + 1, sizeof *was);
	Str text = STR_EMPTY;
	Charset cs = { 0 };
	size_t n = 0;
	const Err *err = archive_text(l->a, &s->v->id, s->v->path, &text, &cs);

	s->lost = err && err_kind(err) == ERR_CORRUPT;
	for (size_t i = 0; i < s->was.len; i++) {
		size_t from = readable(l, s->was.v[i]);

		if (from != SIZE_MAX && l->steps.v[from].text)
			was[n++] = l->steps.v[from].text;
		if (s->lost && from != SIZE_MAX && l->steps.v[from].last < s->last)
			l->steps.v[from].last = s->last;
	}
	if (s->lost) {
		err = pass_over(l, err);
	} else if (!err) {
		s->text = blame_text(l->life, str_slice(&text), false, s->number, was, n);
		err = pass_over(l, take_said(l, s, str_slice(&text)));
		if (!err && s->parents == 1 && !oid_is_zero(&s->v->parent) && has_new(s->text))
			err = pass_over(l, carried_items(l, s));
	}
	for (size_t i = 0; i < s->was.len; i++) {
		size_t from = readable(l, s->was.v[i]);

		if (from != SIZE_MAX)
			let_go(l, from, at);
	}
	str_free(&text);
	free(was);
	return err;
}

/* ---- the whole ---- */

Life *life_open(Archive *a, Blame *out)
{
	Life *l = mem_alloc(sizeof *l);

	l->a = a;
	l->out = out;
	l->life = blame_life();
	l->commits = intern_new();
	l->blobs = intern_new();
	l->base = SIZE_MAX;
	if (match_notes_read(&l->notes, a))
		l->notes = NULL;
	return l;
}

void life_free(Life *l)
{
	if (!l)
		return;
	for (size_t i = 0; i < l->steps.len; i++) {
		blame_text_free(l->steps.v[i].text);
		VEC_FREE(&l->steps.v[i].was);
	}
	VEC_FREE(&l->steps);
	VEC_FREE(&l->step_of);
	history_free(&l->history);
	match_notes_free(l->notes);
	blame_life_free(l->life);
	intern_free(l->commits);
	intern_free(l->blobs);
	free(l);
}

/* The newest step with this blob; of a text of an older version, one that is not newer than it. */
static size_t find_base(const Life *l, const Target *t, const Oid *blob)
{
	for (size_t i = l->steps.len; i-- > 0;)
		if (oid_eq(&l->steps.v[i].blob, blob) && (t->at != AT_COMMIT || is_before(l, &l->steps.v[i].v->id, &t->commit)))
			return i;
	return l->steps.len - 1;
}

const Err *life_read(Life *l, const Target *t, const Oid *base)
{
	Target issue = { .path = t->path, .part = ADDR_ISSUE, .at = t->at, .commit = t->commit, .address = t->address };
	const Err *err = history_read(l->a, &issue, 0, &l->history);

	for (size_t i = l->history.versions.len; !err && i-- > 0;)
		if (l->history.versions.v[i].path)
			err = pass_over(l, add_step(l, &l->history.versions.v[i]));
	l->out->earlier = l->out->earlier || l->history.earlier;
	if (l->history.missing && !l->out->missing)
		l->out->missing = mem_dup(l->history.missing);
	if (err || l->steps.len == 0)
		return err;
	l->base = find_base(l, t, base);
	l->steps.v[l->base].last = SIZE_MAX;
	for (size_t i = 0; i <= l->base && !err; i++)	/* what comes behind it is newer */
		err = run_step(l, i);
	return err;
}

BlameText *life_now(Life *l, Slice text, uint32_t number)
{
	size_t base = readable(l, l->base);
	BlameText *const *was = base != SIZE_MAX && l->steps.v[base].text ? &l->steps.v[base].text : NULL;

	return blame_text(l->life, text, false, number, was, was ? 1 : 0);
}

uint32_t life_not_recorded(Life *l)
{
	Version v = { .message = NULL };

	return version_number(l, &v);
}
