/*
 * Following a target through versions.  History is a graph and the list of versions one order of it, so what is known is kept by file: in this
 * blob at this path the target is that part.  A version whose blob is not known belongs to another life of the file, or to a line that a join
 * threw away.
 */
#include <stdlib.h>

#include "archive/track_inside.h"

#define NOWHERE SIZE_MAX
#define LEAVES_STEPS 2		/* a text is kept while this many versions do not ask for it */
#define HOLE_TEXTS 8		/* texts in a row that cannot be read and are passed over, */
#define HOLE_COMMITS 5000	/* within so many commits */

/* ---- texts ---- */

static void leaf_free(Leaf *l)
{
	if (l->titles)
		cut_free(&l->with);
	cut_free(&l->cut);
	str_free(&l->text);
	free(l);
}

const char *track_missing(const Track *t)
{
	return t->missing.len ? str_c(&t->missing) : NULL;
}

const Err *track_pass_over(Track *t, const Err *err)
{
	if (!err || err_kind(err) != ERR_CORRUPT)
		return err;
	if (!t->missing.len)
		str_add_c(&t->missing, err_text(err));
	return NULL;
}

/* An issue is followed by its file: that it changed is known without its text. */
static const Err *text_read(Track *t, const Oid *blob, Str *out, bool *lost)
{
	const Err *err = blob_read(archive_repo(t->a), blob, out);

	*lost = err && t->part == ADDR_ISSUE && err_kind(err) == ERR_CORRUPT;
	return *lost ? track_pass_over(t, err) : err;
}

static const Err *leaf_of(Track *t, const Oid *blob, Leaf **out)
{
	Str bytes = STR_EMPTY;
	Charset cs = { 0 };
	Leaf *l;
	const Err *err;
	bool lost;

	for (size_t i = 0; i < t->leaves.len; i++) {
		if (!oid_eq(&t->leaves.v[i]->blob, blob))
			continue;
		t->leaves.v[i]->step = t->step;
		*out = t->leaves.v[i];
		return NULL;
	}
	if (!(err = text_read(t, blob, &bytes, &lost))) {
		l = mem_alloc(sizeof *l);
		*l = (Leaf){ .blob = *blob, .step = t->step, .lost = lost };
		charset_decode(str_slice(&bytes), &cs, &l->text);
		cut_make(str_slice(&l->text), NULL, &l->cut);
		VEC_PUSH(&t->leaves, l);
		*out = l;
	}
	str_free(&bytes);
	return err;
}

/* A version's text is that before the next one's, so what was read lately is kept. */
void track_forget(Track *t)
{
	size_t n = 0;

	for (size_t i = 0; i < t->leaves.len; i++) {
		if (t->leaves.v[i]->step + LEAVES_STEPS >= t->step)
			t->leaves.v[n++] = t->leaves.v[i];
		else
			leaf_free(t->leaves.v[i]);
	}
	t->leaves.len = n;
	t->step++;
}

const Err *side_read(Track *t, Side *s)
{
	return s->leaf || oid_is_zero(&s->blob) ? NULL : leaf_of(t, &s->blob, &s->leaf);
}

Slice side_text(const Side *s)
{
	return s->leaf ? str_slice(&s->leaf->text) : slice("", 0);
}

void track_learn_titles(Track *t, const Side *s)
{
	if (t->part != ADDR_ITEM && t->part != ADDR_LEAD)
		return;
	for (size_t i = PART_FIRST; s->leaf && !s->leaf->learnt && i < s->leaf->cut.parts.len; i++)
		item_titles_add(t->titles, &s->leaf->cut.parts.v[i]);
	if (s->leaf)
		s->leaf->learnt = true;
}

const Cut *track_cut(Track *t, const Side *s)
{
	size_t titles = item_titles_count(t->titles) + 1;
	Leaf *l = s->leaf;

	if (l->titles == titles)
		return &l->with;
	if (l->titles)
		cut_free(&l->with);
	cut_make(str_slice(&l->text), t->titles, &l->with);
	l->titles = titles;
	return &l->with;
}

/* ---- what is known ---- */

const char *track_path(Track *t, const char *path)
{
	for (size_t i = 0; i < t->paths.len; i++)
		if (strcmp(t->paths.v[i], path) == 0)
			return t->paths.v[i];
	VEC_PUSH(&t->paths, mem_dup(path));
	return *VEC_LAST(&t->paths);
}

static void known_key(const char *path, const Oid *blob, Str *out)
{
	str_add(out, path, strlen(path) + 1);
	str_add(out, blob->b, sizeof blob->b);
}

static Place *place_of(const Track *t, const char *path, const Oid *blob)
{
	Str key = STR_EMPTY;
	int64_t n;

	known_key(path, blob, &key);
	n = oid_is_zero(blob) ? -1 : intern_find(t->known, str_slice(&key));
	str_free(&key);
	return n < 0 || t->places.v[n].at == NOWHERE ? NULL : &t->places.v[n];
}

bool track_known_in(const Track *t, const char *path, const Oid *blob, size_t *at)
{
	const Place *p = place_of(t, path, blob);

	if (p)
		*at = p->at;
	return p != NULL;
}

const Err *track_is_before(Track *t, const Oid *old, const Oid *new, bool *out)
{
	Oid base;
	const Err *err = NULL;

	*out = false;
	if (oid_eq(old, new) || (err = walk_merge_base(archive_repo(t->a), old, new, &base)))
		return err && err_kind(err) == ERR_NONE ? NULL : track_pass_over(t, err);
	*out = oid_eq(&base, old);
	return NULL;
}

const Err *track_known_at(Track *t, const Oid *commit, const char *path, const Oid *blob, size_t *at, bool *known)
{
	const Place *p = place_of(t, path, blob);
	bool older = false;
	const Err *err = NULL;

	if (p && !oid_is_zero(&p->made))
		err = track_is_before(t, commit, &p->made, &older);
	*known = p && !older;
	if (*known)
		*at = p->at;
	return err;
}

void track_made_by(Track *t, const char *path, const Oid *blob, const Oid *version)
{
	Place *p = place_of(t, path, blob);

	if (p)
		p->made = *version;
}

bool track_learn(Track *t, const char *path, const Oid *blob, size_t at)
{
	Str key = STR_EMPTY;
	size_t n;

	if (oid_is_zero(blob))
		return false;
	known_key(path, blob, &key);
	n = intern_put(t->known, str_slice(&key));
	str_free(&key);
	if (n < t->places.len) {
		bool new = t->places.v[n].at == NOWHERE;

		t->places.v[n] = (Place){ .at = at };
		return new;
	}
	VEC_PUSH(&t->places, (Place){ .at = at });
	track_path(t, path);
	return true;
}

void track_unlearn(Track *t, const char *path, const Oid *blob)
{
	Place *p = place_of(t, path, blob);

	if (p)
		p->at = NOWHERE;
}

void track_came_from(TrackStep *out, const Side *before)
{
	if (out->there)
		return;		/* the first parent that has it */
	out->there = true;
	out->parent = before->commit;
	out->parent_path = mem_dup(before->path);
}

void track_came_from_nowhere(TrackStep *out, const Step *s)
{
	if (s->before.len)
		out->parent = s->before.v[0].commit;
}

/* ---- beginning and ending ---- */

/* The target's chain is of the current text; a draft may have another title than what is recorded. */
static char *recorded_chain(Archive *a, const Target *t, const Side *tip)
{
	IssueText it = { 0 };
	char *out = NULL;

	if (t->part == ADDR_ITEM && tip->leaf && t->at != AT_COMMIT && !t->gone && !target_text(a, t, &it) && it.draft)
		out = track_chain(str_slice(&it.text), t->part, t->chain, side_text(tip));
	issue_text_free(&it);
	return out ? out : mem_dup(t->chain);
}

const Err *track_side_at(Track *t, const Oid *commit, const char *path, Side *out)
{
	const Err *err;

	*out = (Side){ .commit = *commit, .path = path };
	err = tree_find(archive_repo(t->a), commit, path, &out->blob, NULL);
	if (err && err_kind(err) == ERR_NONE) {
		out->blob = (Oid){ { 0 } };
		err = NULL;
	}
	return err ? err : side_read(t, out);
}

/* An address of older versions: what it names may still be there. */
static const Err *begin_gone(Track *tr, const Target *t, const Side *tip)
{
	Side then;
	const Err *err = track_side_at(tr, &t->found_at, t->path, &then);

	if (err || !then.leaf)
		return err;
	track_learn_titles(tr, &then);
	track_item_begin(tr, &then, tip);
	return NULL;
}

static const Err *begin_at(Track *tr, const Target *t, const Side *tip)
{
	ptrdiff_t part = -1;

	tr->chain = recorded_chain(tr->a, t, tip);
	if (tip->leaf && t->part == ADDR_ITEM)
		part = cut_find_chain(&tip->leaf->cut, slice_c(tr->chain));
	tr->seeking = !tip->leaf || (t->part == ADDR_ITEM && part < 0);
	track_learn_titles(tr, tip);
	if (!tr->seeking)
		track_learn(tr, tip->path, &tip->blob, part < 0 ? FILE_START : tip->leaf->cut.parts.v[part].from);
	else if (tip->leaf && t->gone && !oid_is_zero(&t->found_at))
		return begin_gone(tr, t, tip);
	return NULL;
}

Track *track_new(Archive *a, AddrPart part)
{
	Track *t = mem_alloc(sizeof *t);

	*t = (Track){ .a = a, .part = part, .known = intern_new(), .titles = item_titles(NULL, 0) };
	if (part == ADDR_ITEM && match_notes_read(&t->notes, a))
		t->notes = NULL;
	return t;
}

const Err *track_begin(Track **out, Archive *a, const Target *t, const Oid *from, Trail *trail)
{
	Track *tr = track_new(a, t->part);
	Side tip;
	const Err *err = track_side_at(tr, from, t->path, &tip);

	tr->trail = trail;
	if (!err)
		err = begin_at(tr, t, &tip);
	*out = tr;
	if (err) {
		track_end(tr);
		*out = NULL;
	}
	return err;
}

bool track_seeking(const Track *t)
{
	return t->seeking;
}

void track_end(Track *t)
{
	if (!t)
		return;
	for (size_t i = 0; i < t->leaves.len; i++)
		leaf_free(t->leaves.v[i]);
	for (size_t i = 0; i < t->paths.len; i++)
		free(t->paths.v[i]);
	VEC_FREE(&t->leaves);
	VEC_FREE(&t->paths);
	VEC_FREE(&t->places);
	intern_free(t->known);
	match_notes_free(t->notes);
	item_titles_free(t->titles);
	str_free(&t->title);
	str_free(&t->text);
	str_free(&t->missing);
	free(t->chain);
	free(t);
}

void track_step_free(TrackStep *s)
{
	str_free(&s->title);
	str_free(&s->was_title);
	str_free(&s->chain);
	str_free(&s->was_chain);
	str_free(&s->was_issue);
	free(s->parent_path);
}

/* ---- one version and what stood before it ---- */

static const Err *before_read(Track *t, const PathVersion *v, const Oid *parent, Side *out)
{
	const Err *err;

	if (oid_eq(parent, &v->parent)) {
		*out = (Side){ .commit = *parent, .blob = v->parent_blob, .path = v->parent_path ? v->parent_path : v->path };
		return side_read(t, out);
	}
	err = track_side_at(t, parent, v->path, out);
	/* Both parents may know it by the name that it had. */
	if (!err && !out->leaf && v->parent_path && strcmp(v->parent_path, v->path) != 0) {
		err = track_side_at(t, parent, v->parent_path, out);
		out->path = out->leaf ? v->parent_path : v->path;
	}
	return err;
}

/* The nearest text before one that cannot be read, on the first line; *found: there is one. */
static const Err *before_hole(Track *t, Side *s, bool *found)
{
	Oid blob = s->blob;
	const Err *err = NULL;

	*found = false;
	for (size_t texts = 0, commits = 0; !err && !*found && texts < HOLE_TEXTS && commits < HOLE_COMMITS; commits++) {
		Commit c = { 0 };
		Side was = { .leaf = NULL };
		bool more = !(err = commit_read(archive_repo(t->a), &s->commit, &c)) && c.parents.len > 0;

		if (more)
			s->commit = c.parents.v[0];
		commit_free(&c);
		if (!more || (err = tree_find(archive_repo(t->a), &s->commit, s->path, &s->blob, NULL)))
			break;
		if (oid_eq(&s->blob, &blob))
			continue;
		blob = s->blob;
		was = *s;
		err = track_pass_over(t, side_read(t, &was));
		*found = !err && was.leaf;
		*s = was;
		texts++;
	}
	return err && err_kind(err) == ERR_NONE ? NULL : track_pass_over(t, err);
}

/* What cannot be read is passed over; where nothing before it can be either, the version has nothing before it, as in a shallow copy. */
static const Err *add_before(Track *t, const PathVersion *v, const Oid *parent, Step *out)
{
	Side s = { .leaf = NULL };
	const Err *err = before_read(t, v, parent, &s);
	bool found = true;

	if (err && err_kind(err) == ERR_CORRUPT) {
		track_pass_over(t, err);
		found = false;
		err = oid_is_zero(&s.blob) ? NULL : before_hole(t, &s, &found);
	}
	if (!err && found)
		VEC_PUSH(&out->before, s);
	return err;
}

const Err *step_read(Track *t, const PathVersion *v, Step *out)
{
	Commit c = { 0 };
	const Err *err = commit_read(archive_repo(t->a), &v->commit, &c);

	out->now = (Side){ .commit = v->commit, .blob = v->blob, .path = v->path };
	if (!err)
		err = side_read(t, &out->now);
	/* A shallow copy lacks parents that the commit names. */
	for (size_t i = 0; !err && !oid_is_zero(&v->parent) && i < c.parents.len; i++)
		err = add_before(t, v, &c.parents.v[i], out);
	commit_free(&c);
	track_learn_titles(t, &out->now);
	for (size_t i = 0; i < out->before.len; i++)
		track_learn_titles(t, &out->before.v[i]);
	return err;
}

void step_free(Step *s)
{
	VEC_FREE(&s->before);
}

const Err *track_step(Track *t, const PathVersion *v, TrackStep *out)
{
	Step s = { .before = { 0 } };
	const Err *err = track_known_at(t, &v->commit, v->path, &v->blob, &s.at, &s.known);

	if (err || (!t->seeking && !s.known))
		return err;
	if (s.known)
		track_made_by(t, v->path, &v->blob, &v->commit);
	err = step_read(t, v, &s);
	if (err && !oid_is_zero(&v->blob) && !s.now.leaf)
		err = track_pass_over(t, err);	/* without its text nothing can be said of it */
	else if (!err)
		err = t->part == ADDR_ITEM ? track_item_step(t, &s, out) : track_file_step(t, &s, out);
	step_free(&s);
	track_forget(t);
	return err;
}
