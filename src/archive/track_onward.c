/* From what a part was to what it is: versions told oldest first, in each file that it came to. */
#include <stdlib.h>

#include "archive/track_inside.h"

/* A file that it stood in, and all versions of it. */
typedef struct {
	const char *path;
	PathHistory all;
	bool dirty;		/* something was learnt about it since it was looked through */
} Lane;

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

static const Err *learn(Forward *f, const Side *s, size_t at)
{
	Lane *l = NULL;
	const Err *err = NULL;

	/* Of the file that is looked through the newer versions come anyway. */
	if (track_learn(f->t, s->path, &s->blob, at) && !(err = lane_of(f, s->path, &l)))
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
	size_t at;
	const Err *err = NULL;

	bool waits = f->lost.some && f->lost.waits && strcmp(f->lost.waits, v->path) == 0, known = false;

	if (!waits && !track_known_in(f->t, v->path, &v->parent_blob, &at) && ((err = is_join(f->t->a, &v->commit, &join)) || !join))
		return err;
	err = step_read(f->t, v, &s);
	for (size_t i = 0; !err && i < s.before.len; i++)
		if (strcmp(s.before.v[i].path, v->path) == 0 && track_known_in(f->t, v->path, &s.before.v[i].blob, &at)) {
			known = true;
			err = step_from(f, &s, &s.before.v[i], at);
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

static const Err *step_back(Forward *f, const PathVersion *v)
{
	Step s = { .before = { 0 } };
	size_t at;
	const Err *err = NULL;

	if (track_known_in(f->t, v->path, &v->blob, &at) && !(err = step_read(f->t, v, &s))) {
		for (size_t i = 0; !err && i < s.before.len; i++) {
			const Side *b = &s.before.v[i];
			ptrdiff_t there = f->t->part == ADDR_ITEM && b->leaf ? track_item_back(f->t, &s.now, at, b) : FILE_START;

			if (there >= 0)
				track_learn(f->t, b->path, &b->blob, (size_t)there);
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
		*found = !err && now.leaf && track_known_in(f->t, now.path, &now.blob, &at);
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
	if (err || !o.found || !track_learn(f->t, o.side.path, &o.side.blob, o.at))
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
	Forward f = { .t = track_new(a, part), .tip = tip };
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
	const Err *err = learn_past(a, &t, tip, &track);

	*out = (Onward){ .gone = true };
	for (size_t i = 0; !err && out->gone && i < track->paths.len; i++) {
		Side s;

		err = track_side_at(track, commit, track->paths.v[i], &s);
		if (!err && s.leaf && track_known_in(track, s.path, &s.blob, &at) && has_address(track, &s, at))
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
