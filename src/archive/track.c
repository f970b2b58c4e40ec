/*
 * Following a target through versions.  History is a graph and the list of versions one order of it, so what is known is kept by blob: in this
 * blob the target is that part.  A version's parent blob is the blob of the next older version on its line.
 */
#include "archive/track.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "git/work.h"
#include "issue/diff.h"

typedef struct {
	Oid blob;
	ptrdiff_t part;
} Known;

struct Track {
	Archive *a;
	AddrPart part;
	char *chain;
	VEC(Known) known;
	bool found, lost;
};

typedef struct {
	Str text;
	Cut cut;
	bool some;
} Side;

static void side_free(Side *s)
{
	if (s->some)
		cut_free(&s->cut);
	str_free(&s->text);
}

static const Err *side_read(Archive *a, const Oid *blob, Side *out)
{
	Str bytes = STR_EMPTY;
	Charset cs = { 0 };
	const Err *err;

	if (oid_is_zero(blob))
		return NULL;
	if (!(err = blob_read(archive_repo(a), blob, &bytes))) {
		charset_decode(str_slice(&bytes), &cs, &out->text);
		cut_make(str_slice(&out->text), NULL, &out->cut);
		out->some = true;
	}
	str_free(&bytes);
	return err;
}

static Slice own(const Side *s, ptrdiff_t i)
{
	const Part *p = &s->cut.parts.v[i];

	return slice_sub(str_slice(&s->text), p->from, p->to);
}

static ptrdiff_t known_part(const Track *t, const Oid *blob)
{
	for (size_t i = t->known.len; i-- > 0;)
		if (oid_eq(&t->known.v[i].blob, blob))
			return t->known.v[i].part;
	return -1;
}

static void learn(Track *t, const Oid *blob, ptrdiff_t part)
{
	if (!oid_is_zero(blob) && part >= 0)
		VEC_PUSH(&t->known, ((Known){ *blob, part }));
}

/* The target's chain is of the current text; a draft may have another title than the tip. */
static char *chain_in_tip(Archive *a, const Target *t)
{
	IssueText it = { 0 };
	Str tip = STR_EMPTY;
	Charset cs = { 0 };
	char *out = NULL;

	if (t->at == AT_COMMIT || t->gone || target_text(a, t, &it))
		goto done;
	if (it.draft && !archive_text(a, &archive_head(a)->tip, t->path, &tip, &cs))
		out = track_chain(str_slice(&it.text), t->part, t->chain, str_slice(&tip));
done:
	str_free(&tip);
	issue_text_free(&it);
	return out ? out : mem_dup(t->chain);
}

Track *track_begin(Archive *a, const Target *t)
{
	Track *tr = mem_alloc(sizeof *tr);

	tr->a = a;
	tr->part = t->part;
	tr->chain = t->part == ADDR_ITEM ? chain_in_tip(a, t) : mem_dup(t->chain);
	return tr;
}

bool track_lost(const Track *t)
{
	return t->lost;
}

void track_end(Track *t)
{
	if (!t)
		return;
	VEC_FREE(&t->known);
	free(t->chain);
	free(t);
}

void track_step_free(TrackStep *s)
{
	str_free(&s->title);
	str_free(&s->was_title);
	str_free(&s->chain);
	str_free(&s->was_chain);
}

static void name_issue(const Side *s, const char *path, Str *out)
{
	Meta meta = { 0 };
	Arena *arena = arena_new();

	if (s->some) {
		meta_read(str_slice(&s->text), slice_c(path), &s->cut, &meta, arena);
		str_add_slice(out, meta.title);
	}
	arena_free(arena);
}

static void step_issue(const PathVersion *v, const Side *now, const Side *was, TrackStep *out)
{
	out->here = now->some;
	out->there = was->some;
	name_issue(now, v->path, &out->title);
	name_issue(was, v->parent_path, &out->was_title);
	out->retitled = now->some && was->some && !slice_eq(str_slice(&out->title), str_slice(&out->was_title));
	out->is_event = true;
	if (!was->some)
		out->event = EVENT_BORN;
	else if (!now->some)
		out->event = EVENT_DELETED;
	else if (out->retitled)
		out->event = EVENT_RETITLED;
	else if (strcmp(v->path, v->parent_path) != 0 && oid_eq(&v->blob, &v->parent_blob))
		out->event = EVENT_MOVED;
	else
		out->event = EVENT_EDITED;
	if (!now->some) {
		str_clear(&out->title);
		str_add_slice(&out->title, str_slice(&out->was_title));
	}
}

/* Lead and header keys have a fixed place: only their text changes. */
static void step_span(const Track *t, const Side *now, const Side *was, TrackStep *out)
{
	Slice a = { 0 }, b = { 0 };

	if (t->part == ADDR_LEAD) {
		a = was->some ? own(was, 2) : a;
		b = now->some ? own(now, 2) : b;
	} else {
		const HeaderField *fa = was->some ? header_name(&was->cut.header, slice_c(t->chain)) : NULL;
		const HeaderField *fb = now->some ? header_name(&now->cut.header, slice_c(t->chain)) : NULL;

		a = fa ? slice_sub(str_slice(&was->text), fa->from, fa->to) : a;
		b = fb ? slice_sub(str_slice(&now->text), fb->from, fb->to) : b;
		str_add_c(&out->title, t->chain);
	}
	out->here = b.len > 0;
	out->there = a.len > 0;
	str_add_c(&out->chain, t->chain ? t->chain : "");
	str_add_c(&out->was_chain, t->chain ? t->chain : "");
	out->is_event = !slice_eq(a, b);
	out->event = !a.len ? EVENT_BORN : !b.len ? EVENT_DELETED : EVENT_EDITED;
}

/* Whether the part reads in this parent as it does now: then the version is not this commit's. */
static const Err *same_in(Track *t, const Oid *parent, const char *path, const Side *now, ptrdiff_t cur, bool *same)
{
	Side s = { 0 };
	Match m = { 0 };
	Oid blob;
	const Err *err = tree_find(archive_repo(t->a), parent, path, &blob, NULL);

	*same = false;
	if (err)
		return err_kind(err) == ERR_NONE ? NULL : err;
	if (!(err = side_read(t->a, &blob, &s))) {
		match_parts(str_slice(&s.text), &s.cut, str_slice(&now->text), &now->cut, true, &m);
		if (m.b_to_a[cur] >= 0) {
			learn(t, &blob, m.b_to_a[cur]);
			*same = !m.moved[cur] && slice_eq(own(&s, m.b_to_a[cur]), own(now, cur));
		}
		match_free(&m);
	}
	side_free(&s);
	return err;
}

static const Err *same_in_any_other(Track *t, const PathVersion *v, const Side *now, ptrdiff_t cur, bool *same)
{
	Commit c = { 0 };
	const Err *err = commit_read(archive_repo(t->a), &v->commit, &c);

	*same = false;
	for (size_t i = 0; !err && i < c.parents.len; i++) {
		bool here = false;

		if (oid_eq(&c.parents.v[i], &v->parent))
			continue;
		err = same_in(t, &c.parents.v[i], v->path, now, cur, &here);
		*same = *same || here;
	}
	commit_free(&c);
	return err;
}

/* Another issue lost an item of this title in the same commit: the life goes on there, where we do not follow yet. */
static const Err *was_elsewhere(Track *t, const PathVersion *v, Slice title, bool *out)
{
	Arena *paths = arena_new();
	WorkMoves moves = { 0 };
	Str want = STR_EMPTY, have = STR_EMPTY;
	const Err *err = oid_is_zero(&v->parent) ? NULL : git_changed_files(archive_repo(t->a), &v->parent, &v->commit, &moves, paths);

	utf8_fold_space(title, &want);
	for (size_t i = 0; !err && !*out && i < moves.len; i++) {
		Side was = { 0 }, now = { 0 };

		if (strcmp(moves.v[i].path, v->path) == 0 || oid_is_zero(&moves.v[i].was) || !archive_is_issue(t->a, moves.v[i].path))
			continue;
		if (!(err = side_read(t->a, &moves.v[i].was, &was)) && !(err = side_read(t->a, &moves.v[i].now, &now))) {
			for (size_t k = PART_FIRST; k < was.cut.parts.len && !*out; k++) {
				str_clear(&have);
				utf8_fold_space(was.cut.parts.v[k].title, &have);
				*out = slice_eq(str_slice(&want), str_slice(&have)) &&
				    (!now.some || cut_find(&now.cut, &was.cut.parts.v[k].key, 1) < 0);
			}
		}
		side_free(&was);
		side_free(&now);
	}
	str_free(&want);
	str_free(&have);
	VEC_FREE(&moves);
	arena_free(paths);
	return err;
}

static void name_item(const Side *s, ptrdiff_t i, Str *title, Str *chain)
{
	str_add_slice(title, s->cut.parts.v[i].title);
	cut_chain(&s->cut, (size_t)i, chain);
}

static Event event_of(const PathVersion *v, const Side *now, ptrdiff_t cur, const Side *was, ptrdiff_t p, bool moved, TrackStep *out)
{
	out->retitled = !slice_eq(str_slice(&out->title), str_slice(&out->was_title));
	out->is_event = true;
	if (out->retitled)
		return EVENT_RETITLED;
	if (!slice_eq(own(now, cur), own(was, p)))
		return EVENT_EDITED;
	out->is_event = moved || strcmp(v->path, v->parent_path) != 0;
	return EVENT_MOVED;
}

static const Err *step_item(Track *t, const PathVersion *v, const Side *now, const Side *was, TrackStep *out)
{
	ptrdiff_t cur = now->some ? known_part(t, &v->blob) : -1, p;
	Match m = { 0 };
	bool same = false;
	const Err *err = NULL;

	if (cur < 0 && !t->found && now->some)
		cur = cut_find_chain(&now->cut, slice_c(t->chain));
	if (cur < PART_FIRST) {
		/* Not here: has this version taken it away? */
		p = was->some && !t->found ? cut_find_chain(&was->cut, slice_c(t->chain)) : -1;
		if (p < PART_FIRST)
			return NULL;
		t->found = out->is_event = out->there = true;
		out->event = EVENT_DELETED;
		learn(t, &v->parent_blob, p);
		name_item(was, p, &out->title, &out->was_chain);
		return NULL;
	}
	t->found = out->here = true;
	name_item(now, cur, &out->title, &out->chain);
	if (was->some) {
		match_parts(str_slice(&was->text), &was->cut, str_slice(&now->text), &now->cut, true, &m);
		p = m.b_to_a[cur];
	} else {
		p = -1;
	}
	if ((err = same_in_any_other(t, v, now, cur, &same)))
		goto done;
	if (p < 0) {
		out->is_event = !same;
		out->event = EVENT_BORN;
		if (!same)
			err = was_elsewhere(t, v, str_slice(&out->title), &t->lost);
		goto done;
	}
	out->there = true;
	out->how = (MatchHow)m.how[p];
	learn(t, &v->parent_blob, p);
	name_item(was, p, &out->was_title, &out->was_chain);
	out->event = event_of(v, now, cur, was, p, m.moved[cur], out);
	out->is_event = out->is_event && !same;
done:
	match_free(&m);
	return err;
}

const Err *track_step(Track *t, const PathVersion *v, TrackStep *out)
{
	Side now = { 0 }, was = { 0 };
	const Err *err = side_read(t->a, &v->blob, &now);

	if (!err)
		err = side_read(t->a, &v->parent_blob, &was);
	if (err)
		goto done;
	if (t->part == ADDR_ISSUE)
		step_issue(v, &now, &was, out);
	else if (t->part == ADDR_ITEM)
		err = step_item(t, v, &now, &was, out);
	else
		step_span(t, &now, &was, out);
done:
	side_free(&now);
	side_free(&was);
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
