/*
 * Following a target through versions.  History is a graph and the list of versions one order of it, so what is known is kept by blob: in this
 * blob the target is that part.  A version whose blob is not known belongs to another life of the file, or to a line that a join threw away.
 */
#include "archive/track.h"

#include <stdlib.h>

#include "archive/carried.h"
#include "base/utf8.h"
#include "git/work.h"

#define PART_WHOLE 0	/* of what is followed by its file: the issue, its lead, a header key */

typedef struct {
	Oid blob;
	size_t part;
} Known;

struct Track {
	Archive *a;
	AddrPart part;
	char *chain;
	VEC(Known) known;
	bool seeking;		/* an older version that took it away */
	bool born;		/* what is sought is a title and a text, not the chain */
	Str title, text;	/* of the birth; the title folded */
	bool lost;
};

/* One file in one commit. */
typedef struct {
	Oid commit, blob;	/* blob zero: it is not there */
	const char *path;
	Str text;
	Cut cut;
	bool some;
} Side;

typedef struct {
	Side now;
	VEC(Side) before;	/* one a parent */
} Step;

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

static Slice own(const Side *s, size_t i)
{
	const Part *p = &s->cut.parts.v[i];

	return slice_sub(str_slice(&s->text), p->from, p->to);
}

static ptrdiff_t known_part(const Track *t, const Oid *blob)
{
	for (size_t i = t->known.len; i-- > 0;)
		if (oid_eq(&t->known.v[i].blob, blob))
			return (ptrdiff_t)t->known.v[i].part;
	return -1;
}

static void learn(Track *t, const Oid *blob, size_t part)
{
	if (!oid_is_zero(blob))
		VEC_PUSH(&t->known, ((Known){ *blob, part }));
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

const Err *track_begin(Track **out, Archive *a, const Target *t, const Oid *from)
{
	Track *tr = mem_alloc(sizeof *tr);
	Side tip = { .commit = *from, .path = t->path };
	const Err *err = tree_find(archive_repo(a), from, t->path, &tip.blob, NULL);
	ptrdiff_t part = PART_WHOLE;

	if (err && err_kind(err) == ERR_NONE) {
		tip.blob = (Oid){ { 0 } };
		err = NULL;
	}
	if (!err)
		err = side_read(a, &tip);
	*tr = (Track){ .a = a, .part = t->part };
	tr->chain = err ? NULL : recorded_chain(a, t, &tip);
	if (!err && tip.some && t->part == ADDR_ITEM)
		part = cut_find_chain(&tip.cut, slice_c(tr->chain));
	if (tip.some && part >= 0)
		learn(tr, &tip.blob, (size_t)part);
	else
		tr->seeking = true;
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

static void came_from(TrackStep *out, const Side *before)
{
	if (out->there)
		return;		/* the first parent that has it */
	out->there = true;
	out->parent = before->commit;
	out->parent_path = mem_dup(before->path);
}

/* Without a version before it, it is compared with the first parent, which lacks it. */
static void came_from_nowhere(TrackStep *out, const Step *s)
{
	if (s->before.len)
		out->parent = s->before.v[0].commit;
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
		came_from(out, b);
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
			came_from(out, &s->before.v[i]);
			learn(t, &s->before.v[i].blob, PART_WHOLE);
		}
		name_issue(&s->before.v[0], &out->title);
		t->seeking = false;
		out->is_event = true;
		out->event = EVENT_DELETED;
		return NULL;
	}
	if (known_part(t, &s->now.blob) < 0)
		return NULL;
	out->here = true;
	name_issue(&s->now, &out->title);
	issue_event(s, out);
	for (size_t i = 0; i < s->before.len; i++)
		learn(t, &s->before.v[i].blob, PART_WHOLE);
	if (!out->there) {
		came_from_nowhere(out, s);
		t->seeking = t->born = true;
		if (s->before.len)
			err = was_renamed(t, &s->now, &s->before.v[0].commit, &t->lost);
	}
	return err;
}

/* ---- lead and header keys: their place is fixed, only their text changes ---- */

static Slice fixed_part(const Track *t, const Side *s)
{
	const HeaderField *f;

	if (!s->some)
		return slice("", 0);
	if (t->part == ADDR_LEAD)
		return slice_trim(own(s, 2));
	f = header_name(&s->cut.header, slice_c(t->chain));
	return f ? slice_sub(str_slice(&s->text), f->from, f->to) : slice("", 0);
}

static const Err *step_fixed(Track *t, const Step *s, TrackStep *out)
{
	Slice now = fixed_part(t, &s->now);
	bool edited = true, renamed = t->part == ADDR_LEAD, file_there = false;
	const Err *err = NULL;

	if (s->now.some && known_part(t, &s->now.blob) < 0)
		return NULL;
	if (!s->now.some && !t->seeking)
		return NULL;
	for (size_t i = 0; i < s->before.len; i++) {
		const Side *b = &s->before.v[i];
		Slice was = fixed_part(t, b);

		edited = edited && !(t->part == ADDR_LEAD ? text_same(was, now) : slice_eq(was, now));
		if (was.len)
			came_from(out, b);
		renamed = renamed && was.len && strcmp(b->path, s->now.path) != 0;
		file_there = file_there || b->some;
		learn(t, &b->blob, PART_WHOLE);
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
		came_from_nowhere(out, s);
	t->seeking = t->seeking && !file_there;
	if (s->now.some && !file_there && s->before.len)
		err = was_renamed(t, &s->now, &s->before.v[0].commit, &t->lost);
	return err;
}

/* ---- items ---- */

/* Another issue lost this item in the same commit: the life goes on there, where we do not follow yet. */
static const Err *was_elsewhere(Track *t, const Side *now, size_t cur, const Oid *parent)
{
	Arena *paths = arena_new();
	WorkMoves moves = { 0 };
	const Err *err = git_changed_files(archive_repo(t->a), parent, &now->commit, &moves, paths);
	const Part *p = &now->cut.parts.v[cur];
	CarriedText item = { p->title, slice_sub(str_slice(&now->text), p->body, p->to) };

	for (size_t i = 0; !err && !t->lost && i < moves.len; i++) {
		if (strcmp(moves.v[i].path, now->path) != 0 && !oid_is_zero(&moves.v[i].was) && archive_is_issue(t->a, moves.v[i].path))
			err = carried_lost(t->a, &moves.v[i], &item, &t->lost);
	}
	VEC_FREE(&moves);
	arena_free(paths);
	return err;
}

static void name_item(const Side *s, size_t i, Str *title, Str *chain)
{
	str_add_slice(title, s->cut.parts.v[i].title);
	cut_chain(&s->cut, i, chain);
}

/* What is new against every version before it. */
typedef struct {
	bool title, text, place, path;
} News;

static void compare_item(Track *t, const Side *now, size_t cur, const Side *before, News *news, TrackStep *out)
{
	Match m = { 0 };
	ptrdiff_t p;

	if (!before->some)
		return;
	match_parts(str_slice(&before->text), &before->cut, str_slice(&now->text), &now->cut, true, &m);
	p = m.b_to_a[cur];
	if (p >= PART_FIRST) {
		if (!out->there) {
			name_item(before, (size_t)p, &out->was_title, &out->was_chain);
			out->how = (MatchHow)m.how[p];
		}
		came_from(out, before);
		learn(t, &before->blob, (size_t)p);
		news->title = news->title && !slice_eq(before->cut.parts.v[p].title, now->cut.parts.v[cur].title);
		news->text = news->text && !text_same(own(before, (size_t)p), own(now, cur));
		news->place = news->place && m.moved[cur];
		news->path = news->path && strcmp(before->path, now->path) != 0;
	}
	match_free(&m);
}

static const Err *item_here(Track *t, const Step *s, size_t cur, TrackStep *out)
{
	News news = { true, true, true, true };

	out->here = true;
	name_item(&s->now, cur, &out->title, &out->chain);
	for (size_t i = 0; i < s->before.len; i++)
		compare_item(t, &s->now, cur, &s->before.v[i], &news, out);
	if (out->there) {
		out->retitled = news.title;
		out->event = news.title ? EVENT_RETITLED : news.text ? EVENT_EDITED : EVENT_MOVED;
		out->is_event = news.title || news.text || news.place || news.path;
		return NULL;
	}
	out->is_event = true;
	out->event = EVENT_BORN;
	came_from_nowhere(out, s);
	t->seeking = t->born = true;
	str_clear(&t->title);
	utf8_fold_space(str_slice(&out->title), &t->title);
	str_clear(&t->text);
	str_add_slice(&t->text, own(&s->now, cur));
	return s->before.len ? was_elsewhere(t, &s->now, cur, &s->before.v[0].commit) : NULL;
}

static bool is_sought(const Track *t, const Side *s, size_t i)
{
	Str title = STR_EMPTY;
	bool same;

	if (text_same(own(s, i), str_slice(&t->text)))
		return true;
	utf8_fold_space(s->cut.parts.v[i].title, &title);
	same = slice_eq(str_slice(&title), str_slice(&t->title));
	str_free(&title);
	return same;
}

/* The part of a version before that this one no longer has, and that is the target; -1: none. */
static ptrdiff_t taken_away(const Track *t, const Side *now, const Side *before)
{
	Match m = { 0 };
	ptrdiff_t found = -1;

	if (!before->some)
		return -1;
	if (now->some)
		match_parts(str_slice(&before->text), &before->cut, str_slice(&now->text), &now->cut, true, &m);
	if (!t->born) {
		found = cut_find_chain(&before->cut, slice_c(t->chain));
		if (found < PART_FIRST || (now->some && m.a_to_b[found] >= 0))
			found = -1;
	} else {
		for (size_t i = PART_FIRST; found < 0 && i < before->cut.parts.len; i++)
			if ((!now->some || m.a_to_b[i] < 0) && is_sought(t, before, i))
				found = (ptrdiff_t)i;
	}
	match_free(&m);
	return found;
}

static void item_gone(Track *t, const Step *s, TrackStep *out)
{
	VEC(Known) found = { 0 };

	for (size_t i = 0; i < s->before.len; i++) {
		ptrdiff_t p = taken_away(t, &s->now, &s->before.v[i]);

		if (p < 0)
			goto done;	/* another line had lost it before */
		VEC_PUSH(&found, ((Known){ s->before.v[i].blob, (size_t)p }));
	}
	if (!found.len)
		goto done;
	for (size_t i = 0; i < found.len; i++)
		learn(t, &found.v[i].blob, found.v[i].part);
	came_from(out, &s->before.v[0]);
	name_item(&s->before.v[0], found.v[0].part, &out->title, &out->was_chain);
	str_add_slice(&out->was_title, str_slice(&out->title));
	out->is_event = true;
	out->event = EVENT_DELETED;
	t->seeking = false;
done:
	VEC_FREE(&found);
}

static const Err *step_item(Track *t, const Step *s, TrackStep *out)
{
	ptrdiff_t cur = s->now.some ? known_part(t, &s->now.blob) : -1;

	if (cur >= 0)
		return item_here(t, s, (size_t)cur, out);
	if (t->seeking)
		item_gone(t, s, out);
	return NULL;
}

const Err *track_step(Track *t, const PathVersion *v, TrackStep *out)
{
	Step s = { .before = { 0 } };
	const Err *err;

	if (!t->seeking && known_part(t, &v->blob) < 0)
		return NULL;
	err = step_read(t, v, &s);
	if (err)
		goto done;
	if (t->part == ADDR_ISSUE)
		err = step_issue(t, &s, out);
	else if (t->part == ADDR_ITEM)
		err = step_item(t, &s, out);
	else
		err = step_fixed(t, &s, out);
done:
	step_free(&s);
	return err;
}

char *track_chain(Slice text, AddrPart part, const char *chain, Slice other)
{
	Cut a = { 0 }, b = { 0 };
	Match m = { 0 };
	Str out = STR_EMPTY;
	ptrdiff_t i;

	if (part == ADDR_KEY)
		return mem_dup(chain);
	if (part != ADDR_ITEM)
		return NULL;
	cut_make(text, NULL, &a);
	cut_make(other, NULL, &b);
	match_parts(text, &a, other, &b, true, &m);
	i = cut_find_chain(&a, slice_c(chain));
	if (i >= PART_FIRST && m.a_to_b[i] >= PART_FIRST)
		cut_chain(&b, (size_t)m.a_to_b[i], &out);
	match_free(&m);
	cut_free(&a);
	cut_free(&b);
	return out.len ? str_steal(&out) : NULL;
}
