/*
 * Following a target through versions.  History is a graph and the list of versions one order of it, so what is known is kept by blob: in this
 * blob the target is that part.  A version whose blob is not known belongs to another life of the file, or to a line that a join threw away.
 */
#include "archive/track_inside.h"

#include <stdlib.h>

#include "archive/carried.h"
#include "git/work.h"

static void side_free(Side *s)
{
	if (s->some)
		cut_free(&s->cut);
	str_free(&s->text);
}

static const Err *side_read(Archive *a, Side *s)
{
	Str bytes = STR_EMPTY;
	Charset cs = { 0 };
	const Err *err;

	if (oid_is_zero(&s->blob))
		return NULL;
	if (!(err = blob_read(archive_repo(a), &s->blob, &bytes))) {
		charset_decode(str_slice(&bytes), &cs, &s->text);
		cut_make(str_slice(&s->text), NULL, &s->cut);
		s->some = true;
	}
	str_free(&bytes);
	return err;
}

const Known *track_known_in(const Track *t, const Oid *blob)
{
	for (size_t i = t->known.len; i-- > 0;)
		if (oid_eq(&t->known.v[i].blob, blob))
			return &t->known.v[i];
	return NULL;
}

void track_learn(Track *t, const Oid *blob, size_t at)
{
	if (!oid_is_zero(blob))
		VEC_PUSH(&t->known, ((Known){ *blob, at }));
}

static void learn_titles(Track *t, const Side *s)
{
	if (t->part != ADDR_ITEM && t->part != ADDR_LEAD)
		return;
	for (size_t i = PART_FIRST; s->some && i < s->cut.parts.len; i++)
		item_titles_add(t->titles, &s->cut.parts.v[i]);
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

	if (t->part == ADDR_ITEM && tip->some && t->at != AT_COMMIT && !t->gone && !target_text(a, t, &it) && it.draft)
		out = track_chain(str_slice(&it.text), t->part, t->chain, str_slice(&tip->text));
	issue_text_free(&it);
	return out ? out : mem_dup(t->chain);
}

/* An address of older versions: what it names may still be there. */
static const Err *begin_gone(Track *tr, const Target *t, const Side *tip)
{
	Side then = { .commit = t->found_at, .path = t->path };
	const Err *err = tree_find(archive_repo(tr->a), &t->found_at, t->path, &then.blob, NULL);

	if (err)
		return err_kind(err) == ERR_NONE ? NULL : err;
	err = side_read(tr->a, &then);
	if (!err && then.some) {
		learn_titles(tr, &then);
		track_item_begin(tr, &then, tip);
	}
	side_free(&then);
	return err;
}

static const Err *begin_at(Track *tr, const Target *t, const Side *tip)
{
	ptrdiff_t part = -1;

	tr->chain = recorded_chain(tr->a, t, tip);
	if (tip->some && t->part == ADDR_ITEM)
		part = cut_find_chain(&tip->cut, slice_c(tr->chain));
	tr->seeking = !tip->some || (t->part == ADDR_ITEM && part < 0);
	learn_titles(tr, tip);
	if (!tr->seeking)
		track_learn(tr, &tip->blob, part < 0 ? FILE_START : tip->cut.parts.v[part].from);
	else if (tip->some && t->gone && !oid_is_zero(&t->found_at))
		return begin_gone(tr, t, tip);
	return NULL;
}

const Err *track_begin(Track **out, Archive *a, const Target *t, const Oid *from)
{
	Track *tr = mem_alloc(sizeof *tr);
	Side tip = { .commit = *from, .path = t->path };
	const Err *err = tree_find(archive_repo(a), from, t->path, &tip.blob, NULL);

	*tr = (Track){ .a = a, .part = t->part, .titles = item_titles(NULL, 0) };
	if (err && err_kind(err) == ERR_NONE) {
		tip.blob = (Oid){ { 0 } };
		err = NULL;
	}
	if (!err)
		err = side_read(a, &tip);
	if (!err)
		err = begin_at(tr, t, &tip);
	side_free(&tip);
	*out = tr;
	if (err) {
		track_end(tr);
		*out = NULL;
	}
	return err;
}

bool track_lost(const Track *t)
{
	return t->lost;
}

bool track_seeking(const Track *t)
{
	return t->seeking;
}

void track_end(Track *t)
{
	if (!t)
		return;
	VEC_FREE(&t->known);
	item_titles_free(t->titles);
	str_free(&t->title);
	str_free(&t->text);
	free(t->chain);
	free(t);
}

void track_step_free(TrackStep *s)
{
	str_free(&s->title);
	str_free(&s->was_title);
	str_free(&s->chain);
	str_free(&s->was_chain);
	free(s->parent_path);
}

/* ---- one version and what stood before it ---- */

static const Err *before_read(Track *t, const PathVersion *v, const Oid *parent, Side *out)
{
	const Err *err = NULL;

	*out = (Side){ .commit = *parent, .path = v->path };
	if (oid_eq(parent, &v->parent)) {
		out->blob = v->parent_blob;
		out->path = v->parent_path ? v->parent_path : v->path;
	} else {
		err = tree_find(archive_repo(t->a), parent, v->path, &out->blob, NULL);
		/* Both parents may know it by the name that it had. */
		if (err && err_kind(err) == ERR_NONE && v->parent_path && strcmp(v->parent_path, v->path) != 0) {
			out->path = v->parent_path;
			err = tree_find(archive_repo(t->a), parent, v->parent_path, &out->blob, NULL);
		}
		if (err && err_kind(err) == ERR_NONE) {
			out->blob = (Oid){ { 0 } };
			err = NULL;
		}
	}
	return err ? err : side_read(t->a, out);
}

static const Err *step_read(Track *t, const PathVersion *v, Step *out)
{
	Commit c = { 0 };
	const Err *err = commit_read(archive_repo(t->a), &v->commit, &c);

	out->now = (Side){ .commit = v->commit, .blob = v->blob, .path = v->path };
	if (!err)
		err = side_read(t->a, &out->now);
	/* A shallow copy lacks parents that the commit names. */
	for (size_t i = 0; !err && !oid_is_zero(&v->parent) && i < c.parents.len; i++)
		err = before_read(t, v, &c.parents.v[i], VEC_ADD(&out->before));
	commit_free(&c);
	return err;
}

static void step_free(Step *s)
{
	side_free(&s->now);
	for (size_t i = 0; i < s->before.len; i++)
		side_free(&s->before.v[i]);
	VEC_FREE(&s->before);
}

/* ---- the whole issue ---- */

static void name_issue(const Side *s, Str *out)
{
	Meta meta = { 0 };
	Arena *arena = arena_new();

	meta_read(str_slice(&s->text), slice_c(s->path), &s->cut, &meta, arena);
	str_add_slice(out, meta.title);
	arena_free(arena);
}

/* A new file that reads much like one that the same commit took away was renamed and changed at once: that is not followed yet. */
static const Err *was_renamed(Track *t, const Side *now, const Oid *parent, bool *out)
{
	Arena *paths = arena_new();
	WorkMoves moves = { 0 };
	const Err *err = git_changed_files(archive_repo(t->a), parent, &now->commit, &moves, paths);

	for (size_t i = 0; !err && !*out && i < moves.len; i++) {
		Side was = { .blob = moves.v[i].was, .path = moves.v[i].path };

		if (!oid_is_zero(&moves.v[i].now) || !archive_is_issue(t->a, was.path))
			continue;
		if (!(err = side_read(t->a, &was)))
			*out = carried_same_file(str_slice(&was.text), str_slice(&now->text));
		side_free(&was);
	}
	VEC_FREE(&moves);
	arena_free(paths);
	return err;
}

static void issue_event(const Step *s, TrackStep *out)
{
	bool moved = true, edited = true;

	for (size_t i = 0; i < s->before.len; i++) {
		const Side *b = &s->before.v[i];

		if (!b->some)
			continue;
		track_came_from(out, b);
		if (!out->was_title.len)
			name_issue(b, &out->was_title);
		edited = edited && !oid_eq(&b->blob, &s->now.blob);
		moved = moved && strcmp(b->path, s->now.path) != 0;
	}
	out->retitled = out->there && !slice_eq(str_slice(&out->title), str_slice(&out->was_title));
	out->event = !out->there ? EVENT_BORN : out->retitled ? EVENT_RETITLED : edited ? EVENT_EDITED : EVENT_MOVED;
	out->how = out->there ? MATCH_TITLE : MATCH_NOT;
	out->is_event = !out->there || edited || moved;
}

static const Err *step_issue(Track *t, const Step *s, TrackStep *out)
{
	const Err *err = NULL;

	if (!s->now.some) {
		/* Taken away: by this version, if all before it had it. */
		for (size_t i = 0; i < s->before.len; i++)
			if (!s->before.v[i].some)
				return NULL;
		if (!t->seeking || !s->before.len)
			return NULL;
		for (size_t i = 0; i < s->before.len; i++) {
			track_came_from(out, &s->before.v[i]);
			track_learn(t, &s->before.v[i].blob, FILE_START);
		}
		name_issue(&s->before.v[0], &out->title);
		t->seeking = false;
		out->is_event = true;
		out->event = EVENT_DELETED;
		return NULL;
	}
	if (!track_known_in(t, &s->now.blob))
		return NULL;
	out->here = true;
	name_issue(&s->now, &out->title);
	issue_event(s, out);
	for (size_t i = 0; i < s->before.len; i++)
		track_learn(t, &s->before.v[i].blob, FILE_START);
	if (!out->there) {
		track_came_from_nowhere(out, s);
		t->seeking = t->born = true;
		if (s->before.len)
			err = was_renamed(t, &s->now, &s->before.v[0].commit, &t->lost);
	}
	return err;
}

/* ---- lead and header keys: their place is fixed, only their text changes ---- */

static Slice lead_of(const Track *t, const Side *s)
{
	Cut c;
	Slice lead;

	cut_make(str_slice(&s->text), t->titles, &c);
	lead = slice_sub(str_slice(&s->text), c.parts.v[PART_FIRST - 1].from, c.parts.v[PART_FIRST - 1].to);
	cut_free(&c);
	return slice_trim(lead);
}

static Slice fixed_part(const Track *t, const Side *s)
{
	const HeaderField *f;

	if (!s->some)
		return slice("", 0);
	if (t->part == ADDR_LEAD)
		return lead_of(t, s);
	f = header_name(&s->cut.header, slice_c(t->chain));
	return f ? slice_sub(str_slice(&s->text), f->from, f->to) : slice("", 0);
}

static const Err *step_fixed(Track *t, const Step *s, TrackStep *out)
{
	Slice now;
	bool edited = true, renamed = t->part == ADDR_LEAD, file_there = false;
	const Err *err = NULL;

	if (s->now.some && !track_known_in(t, &s->now.blob))
		return NULL;
	if (!s->now.some && !t->seeking)
		return NULL;
	now = fixed_part(t, &s->now);
	for (size_t i = 0; i < s->before.len; i++) {
		const Side *b = &s->before.v[i];
		Slice was = fixed_part(t, b);

		edited = edited && !(t->part == ADDR_LEAD ? text_same(was, now) : slice_eq(was, now));
		if (was.len)
			track_came_from(out, b);
		renamed = renamed && was.len && strcmp(b->path, s->now.path) != 0;
		file_there = file_there || b->some;
		track_learn(t, &b->blob, FILE_START);
	}
	out->here = now.len > 0;
	out->is_event = (edited || renamed) && (out->here || out->there);
	out->event = !out->there ? EVENT_BORN : !out->here ? EVENT_DELETED : edited ? EVENT_EDITED : EVENT_MOVED;
	out->how = out->here && out->there ? MATCH_TITLE : MATCH_NOT;
	if (t->part == ADDR_KEY) {
		str_add_c(&out->title, t->chain);
		str_add_c(&out->chain, t->chain);
		str_add_c(&out->was_chain, t->chain);
	}
	if (!out->there)
		track_came_from_nowhere(out, s);
	t->seeking = t->seeking && !file_there;
	if (s->now.some && !file_there && s->before.len)
		err = was_renamed(t, &s->now, &s->before.v[0].commit, &t->lost);
	return err;
}

const Err *track_step(Track *t, const PathVersion *v, TrackStep *out)
{
	Step s = { .before = { 0 } };
	const Err *err;

	if (!t->seeking && !track_known_in(t, &v->blob))
		return NULL;
	err = step_read(t, v, &s);
	if (err)
		goto done;
	learn_titles(t, &s.now);
	for (size_t i = 0; i < s.before.len; i++)
		learn_titles(t, &s.before.v[i]);
	if (t->part == ADDR_ISSUE)
		err = step_issue(t, &s, out);
	else if (t->part == ADDR_ITEM)
		err = track_item_step(t, &s, out);
	else
		err = step_fixed(t, &s, out);
done:
	step_free(&s);
	return err;
}
