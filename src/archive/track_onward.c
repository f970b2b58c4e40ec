/* From what a part was to what it is: versions told oldest first, in each file that it came to. */
#include <stdlib.h>

#include "archive/track_inside.h"

/* A file that it stood in, and all versions of it. */
typedef struct {
	const char *path;
	PathHistory all;
	bool dirty;		/* something was learnt about it since it was looked through */
	bool again;		/* it was looked through before */
} Lane;

/*
 * Where it stood from some version on, until another changed that: in other versions the same bytes may be another's.  All of the same bytes are a
 * list.
 */
typedef struct {
	Oid since, until;	/* until zero: nothing changed it yet */
	ptrdiff_t next;
	bool made;		/* since is the version that made it; else one that had it, maybe long before */
	bool middle;		/* learnt from elsewhere: older versions of the file may still be told */
} Stand;

/* The last version that took it away from somewhere, and what it was before. */
typedef struct {
	const char *path;
	Oid commit, blob, by;	/* by: that version */
	size_t at;
	bool some;
	const char *waits;	/* the file in which it would come back */
} Lost;

typedef struct {
	Track *t;
	const Oid *tip;
	VEC(Lane) lanes;
	size_t at;		/* the one that is looked through */
	bool begun;
	Lost from, lost;	/* from: where it was asked about */
	bool parted;		/* it went on, but a note says that this is another */
	Intern *files;		/* path and blob */
	VEC(ptrdiff_t) first;	/* of a file's stands; -1: none */
	VEC(Stand) stands;
	VEC(Oid) renames;	/* by which its file's new name was waited for: names may come back */
} Forward;

static const Err *lane_of(Forward *f, const char *path, Lane **out)
{
	PathHistory all = { 0 };
	const Err *err;

	for (size_t i = 0; i < f->lanes.len; i++) {
		*out = &f->lanes.v[i];
		if (strcmp((*out)->path, path) == 0)
			return NULL;
	}
	if ((err = trail_all(f->t->a, f->tip, path, &all)))
		return err;
	*out = VEC_ADD(&f->lanes);
	**out = (Lane){ .path = track_path(f->t, path), .all = all };
	return NULL;
}

/* ---- where it stood ---- */

static void file_key(const char *path, const Oid *blob, Str *out)
{
	str_add(out, path, strlen(path) + 1);
	str_add(out, blob->b, sizeof blob->b);
}

static ptrdiff_t *stands_of(Forward *f, const char *path, const Oid *blob)
{
	Str key = STR_EMPTY;
	size_t n;

	file_key(path, blob, &key);
	n = intern_put(f->files, str_slice(&key));
	str_free(&key);
	if (n >= f->first.len)
		VEC_PUSH(&f->first, -1);
	return &f->first.v[n];
}

/* false: that was known. */
static bool add_stand(Forward *f, const Side *s, size_t at, bool made)
{
	ptrdiff_t *first = stands_of(f, s->path, &s->blob);
	Stand st;

	track_learn(f->t, s->path, &s->blob, at);
	for (ptrdiff_t i = *first; i >= 0; i = f->stands.v[i].next)
		if (oid_eq(&f->stands.v[i].since, &s->commit))
			return false;
	st = (Stand){ .since = s->commit, .next = *first, .made = made, .middle = !f->begun || strcmp(f->lanes.v[f->at].path, s->path) != 0 };
	VEC_PUSH(&f->stands, st);
	*first = (ptrdiff_t)f->stands.len - 1;
	return true;
}

/* Most bytes stand but once: then nothing is to be asked. */
static const Err *is_within(Forward *f, const Stand *st, bool alone, const Oid *commit, const Oid *by, bool *out)
{
	bool outside = false;
	const Err *err = NULL;

	if (st->middle || !alone || f->lanes.v[f->at].again)
		err = track_is_before(f->t, commit, &st->since, &outside);
	if (!err && !outside && !oid_is_zero(&st->until) && !(by && oid_eq(by, &st->until))) {
		outside = oid_eq(&st->until, commit);
		if (!outside)
			err = track_is_before(f->t, &st->until, commit, &outside);
	}
	*out = !err && !outside;
	return err;
}

/* In this commit; by: a version after it that changes it there, or NULL. */
static const Err *known_at(Forward *f, const Oid *commit, const char *path, const Oid *blob, const Oid *by, size_t *at, bool *out)
{
	const Err *err = NULL;
	ptrdiff_t first;

	*out = false;
	if (!track_known_in(f->t, path, blob, at))
		return NULL;
	first = *stands_of(f, path, blob);
	for (ptrdiff_t i = first; i >= 0 && !err && !*out; i = f->stands.v[i].next) {
		Stand *st = &f->stands.v[i];

		err = is_within(f, st, f->stands.v[first].next < 0, commit, by, out);
		if (*out && by && oid_is_zero(&st->until))
			st->until = *by;
	}
	return err;
}

static const Err *learn(Forward *f, const Side *s, size_t at)
{
	Lane *l = NULL;
	const Err *err = NULL;

	/* Of the file that is looked through the newer versions come anyway. */
	if (add_stand(f, s, at, f->stands.len > 0) && !(err = lane_of(f, s->path, &l)))
		l->dirty = !f->begun || l != &f->lanes.v[f->at];
	return err;
}

/* What is known in this file is to be followed from there. */
static const Err *wait_for(Forward *f, const char *path)
{
	Lane *l = NULL;
	const Err *err = lane_of(f, path, &l);

	if (!err)
		l->dirty = true;
	return err;
}

/* In another file of the same commit; *found says whether there is one. */
static const Err *look_elsewhere(Forward *f, const Side *was, size_t at, const Oid *commit, bool *found)
{
	Changed *c = NULL;
	Side file = { .leaf = NULL };
	Origin o = { .found = false };
	ptrdiff_t there = -1;
	const Err *err = changed_begin(&c, f->t, &was->commit, commit, was->path);

	if (!err)
		err = changed_file(c, true, &file);
	if (!err && file.leaf) {
		track_learn_titles(f->t, &file);
		there = f->t->part == ADDR_ITEM ? track_item_onward(f->t, was, at, &file) : FILE_START;
	}
	if (!err && there < 0 && f->t->part == ADDR_ITEM)
		err = changed_part(c, true, at, &o);
	if (!err && o.found) {
		file = o.side;
		there = (ptrdiff_t)o.at;
		track_learn_titles(f->t, &file);
	}
	*found = there >= 0;
	if (!err && *found)
		err = learn(f, &file, (size_t)there);
	changed_free(c);
	return err;
}

/* What people said it is in a later version. */
static const Err *look_later(Forward *f, const Side *was, size_t at, bool *found)
{
	Origin o = { .found = false };
	const Err *err = f->t->part == ADDR_ITEM ? track_notes_later(f->t, was, at, f->tip, &o) : NULL;

	*found = o.found;
	if (!err && o.found) {
		track_learn_titles(f->t, &o.side);
		err = learn(f, &o.side, o.at);
	}
	return err;
}

static const Err *step_from(Forward *f, const Step *s, const Side *was, size_t at)
{
	ptrdiff_t there = -1;
	bool found = false;
	const Err *err;

	if (s->now.leaf)
		there = f->t->part == ADDR_ITEM ? track_item_onward(f->t, was, at, &s->now) : FILE_START;
	if (there >= 0)
		return learn(f, &s->now, (size_t)there);
	err = look_elsewhere(f, was, at, &s->now.commit, &found);
	if (!err && !found)
		err = look_later(f, was, at, &found);
	if (!err && !found && s->before.len > 1 && !oid_is_zero(&f->lost.by))
		return NULL;	/* another line took it away before */
	if (!err && !found)
		f->parted = f->t->part == ADDR_ITEM && s->now.leaf && track_item_in(f->t, side_text(was), at, side_text(&s->now)) >= 0;
	if (!err && !found)
		f->lost = (Lost){ track_path(f->t, was->path), was->commit, was->blob, s->now.commit, at, true, track_path(f->t, was->path) };
	return err;
}

static bool is_waited_for(Forward *f, const Oid *rename)
{
	for (size_t i = 0; i < f->renames.len; i++)
		if (oid_eq(&f->renames.v[i], rename))
			return true;
	VEC_PUSH(&f->renames, *rename);
	return false;
}

/* What was lost may come back to the file that it left, and the file may have got another name by then. */
static const Err *step_without(Forward *f, const Step *s)
{
	Side was;
	ptrdiff_t there;
	const Err *err = track_side_at(f->t, &f->lost.commit, f->lost.path, &was);

	if (!err && !s->now.leaf && s->before.len && s->before.v[0].leaf) {
		Changed *c = NULL;
		Side file = { .leaf = NULL };
		Lane *l = NULL;

		if (!(err = changed_begin(&c, f->t, &s->before.v[0].commit, &s->now.commit, s->now.path)))
			err = changed_file(c, true, &file);
		changed_free(c);
		if (err || !file.leaf || is_waited_for(f, &s->now.commit))
			return err;
		f->lost.waits = track_path(f->t, file.path);
		if (!(err = lane_of(f, file.path, &l)))
			l->dirty = true;
		return err;
	}
	if (err || !s->now.leaf || !was.leaf)
		return err;
	there = f->t->part == ADDR_ITEM ? track_item_again(f->t, s, side_text(&was), f->lost.at) : s->before.len && !s->before.v[0].leaf ? FILE_START : -1;
	return there < 0 ? NULL : learn(f, &s->now, (size_t)there);
}

static const Err *is_join(Archive *a, const Oid *commit, bool *out)
{
	Commit c = { 0 };
	const Err *err = commit_read(archive_repo(a), commit, &c);

	*out = c.parents.len > 1;
	commit_free(&c);
	return err;
}

static const Err *step(Forward *f, const PathVersion *v)
{
	Step s = { .before = { 0 } };
	bool join = false;
	bool waits = f->lost.some && f->lost.waits && strcmp(f->lost.waits, v->path) == 0, known = false, here;
	size_t at;
	const Err *err = NULL;

	if (!waits && !track_known_in(f->t, v->path, &v->parent_blob, &at) && ((err = is_join(f->t->a, &v->commit, &join)) || !join))
		return err;
	err = step_read(f->t, v, &s);
	for (size_t i = 0; !err && i < s.before.len; i++) {
		const Side *b = &s.before.v[i];

		if (strcmp(b->path, v->path) != 0 || (err = known_at(f, &b->commit, b->path, &b->blob, &v->commit, &at, &here)) || !here)
			continue;
		known = true;
		err = step_from(f, &s, b, at);
	}
	if (!err && waits && !known)
		err = step_without(f, &s);
	step_free(&s);
	track_forget(f->t);
	return err;
}

/* Oldest first; a join may lead on from any of its parents. */
static const Err *look_through(Forward *f, size_t lane)
{
	const Err *err = NULL;

	f->at = lane;
	f->begun = true;
	f->lanes.v[lane].dirty = false;
	for (size_t i = f->lanes.v[lane].all.versions.len; i-- > 0 && !err;) {
		const PathVersion *v = &f->lanes.v[lane].all.versions.v[i];

		if (strcmp(v->path, f->lanes.v[lane].path) == 0)
			err = step(f, v);
	}
	f->lanes.v[lane].again = true;
	return err;
}

static const Err *go(Forward *f)
{
	const Err *err = NULL;

	for (size_t i = 0; i < f->lanes.len && !err;) {
		if (!f->lanes.v[i].dirty) {
			i++;
			continue;
		}
		err = look_through(f, i);
		i = 0;
	}
	return err;
}

/* ---- where it came from ---- */

/* Newest first: the first version of these bytes that one which had them goes back to made them. */
static const Err *made_by(Forward *f, const PathVersion *v, size_t *at, bool *out)
{
	const Err *err = NULL;

	*out = false;
	if (!track_known_in(f->t, v->path, &v->blob, at))
		return NULL;
	for (ptrdiff_t i = *stands_of(f, v->path, &v->blob); i >= 0 && !err; i = f->stands.v[i].next) {
		Stand *st = &f->stands.v[i];
		bool older = false;

		if (!st->made)
			err = track_is_before(f->t, &v->commit, &st->since, &older);
		if (older)
			st->since = v->commit;
		if (oid_eq(&st->since, &v->commit))
			st->made = *out = true;
	}
	return err;
}

static const Err *step_back(Forward *f, const PathVersion *v)
{
	Step s = { .before = { 0 } };
	size_t at;
	bool known;
	const Err *err = made_by(f, v, &at, &known);

	if (!err && known && !(err = step_read(f->t, v, &s))) {
		for (size_t i = 0; !err && i < s.before.len; i++) {
			const Side *b = &s.before.v[i];
			ptrdiff_t there = f->t->part == ADDR_ITEM && b->leaf ? track_item_back(f->t, &s.now, at, b) : FILE_START;

			if (there >= 0)
				add_stand(f, b, (size_t)there, false);
		}
	}
	step_free(&s);
	track_forget(f->t);
	return err;
}

/* A join may have taken a line that parted from this one before; there it may have gone elsewhere. */
static const Err *go_again(Forward *f)
{
	Lane *l = NULL;
	const Err *err = lane_of(f, f->from.path, &l);

	for (size_t i = 0; !err && i < l->all.versions.len; i++)
		err = step_back(f, &l->all.versions.v[i]);
	if (!err)
		l->dirty = true;
	return err ? err : go(f);
}

/* ---- where it is now ---- */

static char *chain_at(const Track *t, const Side *s, size_t at)
{
	Str out = STR_EMPTY;

	if (t->part != ADDR_ITEM)
		return mem_dup(t->chain);
	cut_chain(&s->leaf->cut, (size_t)cut_begins(&s->leaf->cut, at), &out);
	return str_steal(&out);
}

/* A plain line in a text with headings is there, but has an address only in the version that was asked about. */
static void tell(Forward *f, const Side *s, size_t at, bool gone, Onward *out)
{
	if (f->t->part == ADDR_ITEM && cut_begins(&s->leaf->cut, at) < PART_FIRST)
		*out = (Onward){ .path = mem_dup(f->from.path), .chain = mem_dup(f->t->chain), .gone = true, .found_at = f->from.commit };
	else
		*out = (Onward){ .path = mem_dup(s->path), .chain = chain_at(f->t, s, at), .gone = gone, .found_at = s->commit };
}

static const Err *find_now(Forward *f, Onward *out, bool *found)
{
	const Err *err = NULL;
	size_t at;

	for (size_t i = 0; !err && !*found && i < f->lanes.len; i++) {
		Side now;

		err = track_side_at(f->t, f->tip, f->lanes.v[i].path, &now);
		if (!err)
			err = known_at(f, f->tip, now.path, &now.blob, NULL, &at, found);
		*found = *found && now.leaf;
		if (*found)
			tell(f, &now, at, false, out);
	}
	return err;
}

static const Err *tell_lost(Forward *f, Onward *out)
{
	Side was;
	const Err *err = track_side_at(f->t, &f->lost.commit, f->lost.path, &was);

	if (!err && was.leaf)
		tell(f, &was, f->lost.at, true, out);
	out->parted = f->parted;
	out->gone_by = f->lost.by;
	return err;
}

/* Away and back in the same file, so that no version led from one to the other. */
static const Err *find_again(Forward *f, Onward *out, bool *found)
{
	Side was, now;
	ptrdiff_t there;
	const Err *err = track_side_at(f->t, &f->lost.commit, f->lost.path, &was);

	if (!err)
		err = track_side_at(f->t, f->tip, f->lost.path, &now);
	if (err || !was.leaf || !now.leaf || f->parted)
		return err;
	track_learn_titles(f->t, &now);
	there = f->t->part == ADDR_ITEM ? track_item_in(f->t, side_text(&was), f->lost.at, side_text(&now)) : FILE_START;
	*found = there >= 0;
	if (*found)
		tell(f, &now, (size_t)there, false, out);
	return NULL;
}

/* Away from one issue and back in another. */
static const Err *find_elsewhere(Forward *f, Onward *out, bool *found)
{
	Deleted d = { .commit = f->lost.by, .path = f->lost.path, .at = f->lost.at };
	Origin o = { .found = false };
	Side was;
	const Err *err;

	if (f->t->part != ADDR_ITEM || oid_is_zero(&f->lost.by))
		return NULL;
	err = track_side_at(f->t, &f->lost.commit, f->lost.path, &was);
	if (!err && was.leaf)
		err = track_find_restored(f->t, f->tip, &was, &d, &o);
	if (err || !o.found || !add_stand(f, &o.side, o.at, true))
		return err;
	f->lost.by = (Oid){ { 0 } };
	if (!(err = wait_for(f, o.side.path)) && !(err = go(f)))
		err = find_now(f, out, found);
	return err || *found ? err : find_elsewhere(f, out, found);
}

static const Err *begin(Forward *f, const Oid *commit, const char *path, const char *chain)
{
	ptrdiff_t i = FILE_START;
	Side then;
	const Err *err = track_side_at(f->t, commit, path, &then);

	if (err)
		return err;
	f->t->chain = mem_dup(chain);
	track_learn_titles(f->t, &then);
	if (then.leaf && f->t->part == ADDR_ITEM)
		i = cut_find_chain(&then.leaf->cut, slice_c(chain));
	if (!then.leaf || i < 0 || (f->t->part == ADDR_ITEM && i < PART_FIRST))
		return err_new(ERR_NONE, "%s", path);
	f->lost = (Lost){ track_path(f->t, path), *commit, then.blob, { { 0 } }, FILE_START, true, NULL };
	if (f->t->part == ADDR_ITEM)
		f->lost.at = then.leaf->cut.parts.v[i].from;
	f->from = f->lost;
	return learn(f, &then, f->lost.at);
}

const Err *track_onward(Archive *a, const Oid *tip, const Oid *commit, const char *path, AddrPart part, const char *chain, Onward *out)
{
	Forward f = { .t = track_new(a, part), .tip = tip, .files = intern_new() };
	bool found = false;
	const Err *err = begin(&f, commit, path, chain);

	*out = (Onward){ .gone = false };
	if (!err)
		err = go(&f);
	if (!err)
		err = find_now(&f, out, &found);
	if (!err && !found && !(err = go_again(&f)))
		err = find_now(&f, out, &found);
	if (!err && !found)
		err = find_again(&f, out, &found);
	if (!err && !found)
		err = find_elsewhere(&f, out, &found);
	if (!err && !found)
		err = tell_lost(&f, out);
	for (size_t i = 0; i < f.lanes.len; i++)
		path_history_free(&f.lanes.v[i].all);
	VEC_FREE(&f.lanes);
	VEC_FREE(&f.renames);
	VEC_FREE(&f.first);
	VEC_FREE(&f.stands);
	intern_free(f.files);
	track_end(f.t);
	return err;
}

/* ---- the other way ---- */

static const Err *learn_past(Archive *a, const Target *t, const Oid *tip, Track **out)
{
	Trail *trail = NULL;
	PathVersion v;
	const Err *err = trail_begin(&trail, a, tip, t->path);

	if (!err)
		err = track_begin(out, a, t, tip, trail);
	while (!err && trail_next(trail, &v, &err)) {
		TrackStep step = { 0 };

		err = track_step(*out, &v, &step);
		track_step_free(&step);
		path_version_free(&v);
	}
	trail_free(trail);
	return err;
}

/* A plain line of that text has no address there. */
static bool has_address(const Track *t, const Side *s, size_t at)
{
	return t->part != ADDR_ITEM || cut_begins(&s->leaf->cut, at) >= PART_FIRST;
}

const Err *track_back(Archive *a, const Oid *tip, const char *path, AddrPart part, const char *chain, const Oid *commit, Onward *out)
{
	Target t = { .path = mem_dup(path), .part = part, .chain = mem_dup(chain), .at = AT_COMMIT, .commit = *tip };
	Track *track = NULL;
	size_t at;
	bool known = false;
	const Err *err = learn_past(a, &t, tip, &track);

	*out = (Onward){ .gone = true };
	for (size_t i = 0; !err && out->gone && i < track->paths.len; i++) {
		Side s;

		err = track_side_at(track, commit, track->paths.v[i], &s);
		if (!err && s.leaf)
			err = track_known_at(track, commit, s.path, &s.blob, &at, &known);
		if (!err && s.leaf && known && has_address(track, &s, at))
			*out = (Onward){ .path = mem_dup(s.path), .chain = chain_at(track, &s, at) };
	}
	track_end(track);
	target_free(&t);
	return !err && out->gone ? err_new(ERR_NONE, "%s", path) : err;
}

void onward_free(Onward *o)
{
	free(o->path);
	free(o->chain);
	*o = (Onward){ .gone = false };
}
