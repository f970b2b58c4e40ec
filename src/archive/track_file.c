/* Following what lives and moves with its file: the whole issue, its lead, a header key. */
#include <stdlib.h>

#include "archive/track_inside.h"

/* A parent that has no such file may have it by another name, and with another text. */
const Err *track_find_renamed(Track *t, const Step *s)
{
	const Err *err = NULL;

	for (size_t i = 0; !err && s->now.leaf && i < s->before.len; i++) {
		Side *b = &s->before.v[i];
		Changed *c = NULL;
		Side was = { .leaf = NULL };

		if (b->leaf)
			continue;
		if (!(err = changed_begin(&c, t, &b->commit, &s->now.commit, s->now.path)))
			err = changed_file(c, false, &was);
		changed_free(c);
		if (err || !was.leaf)
			continue;
		*b = was;
		if (t->trail)
			err = trail_follow(t->trail, &b->commit, b->path);
		track_learn_titles(t, b);
	}
	return err;
}

static void learn_before(Track *t, const Step *s)
{
	for (size_t i = 0; i < s->before.len; i++)
		track_learn(t, s->before.v[i].path, &s->before.v[i].blob, FILE_START);
}

/* ---- the whole issue ---- */

void track_issue_title(const Side *s, Str *out)
{
	Meta meta = { 0 };
	Arena *arena = arena_new();

	meta_read(side_text(s), slice_c(s->path), &s->leaf->cut, &meta, arena);
	str_add_slice(out, meta.title);
	arena_free(arena);
}

/* A text that cannot be read says nothing of a title: it is taken for the one that is known. */
static void title_of(Track *t, const Side *s, Str *out)
{
	if (s->leaf->lost && t->title.len) {
		str_add_slice(out, str_slice(&t->title));
		return;
	}
	track_issue_title(s, out);
	str_clear(&t->title);
	str_add_slice(&t->title, str_slice(out));
}

static void issue_event(Track *t, const Step *s, TrackStep *out)
{
	bool moved = true, edited = true;

	for (size_t i = 0; i < s->before.len; i++) {
		const Side *b = &s->before.v[i];

		if (!b->leaf)
			continue;
		track_came_from(out, b);
		if (!out->was_title.len)
			title_of(t, b, &out->was_title);
		edited = edited && !oid_eq(&b->blob, &s->now.blob);
		moved = moved && strcmp(b->path, s->now.path) != 0;
	}
	out->retitled = out->there && !slice_eq(str_slice(&out->title), str_slice(&out->was_title));
	out->event = !out->there ? EVENT_BORN : out->retitled ? EVENT_RETITLED : edited ? EVENT_EDITED : EVENT_MOVED;
	out->how = !out->there ? MATCH_NOT : !moved ? MATCH_TITLE : edited ? MATCH_SIMILAR : MATCH_TEXT;
	out->is_event = !out->there || edited || moved;
}

/* Taken away, and not to live on by another name: by this version, if all before it had it. */
static const Err *issue_gone(Track *t, const Step *s, TrackStep *out)
{
	for (size_t i = 0; i < s->before.len; i++)
		if (!s->before.v[i].leaf)
			return NULL;
	if (!t->seeking || !s->before.len)
		return NULL;
	for (size_t i = 0; i < s->before.len; i++) {
		Changed *c = NULL;
		Side now = { .leaf = NULL };
		const Err *err = changed_begin(&c, t, &s->before.v[i].commit, &s->now.commit, s->before.v[i].path);

		if (!err)
			err = changed_file(c, true, &now);
		changed_free(c);
		if (err || now.leaf)
			return err;
	}
	track_came_from(out, &s->before.v[0]);
	learn_before(t, s);
	track_issue_title(&s->before.v[0], &out->title);
	t->seeking = false;
	out->is_event = true;
	out->event = EVENT_DELETED;
	return NULL;
}

static const Err *issue_step(Track *t, const Step *s, TrackStep *out)
{
	if (!s->now.leaf)
		return issue_gone(t, s, out);
	if (!s->known)
		return NULL;
	out->here = true;
	title_of(t, &s->now, &out->title);
	issue_event(t, s, out);
	learn_before(t, s);
	if (!out->there) {
		track_came_from_nowhere(out, s);
		t->seeking = t->born = true;
	}
	return NULL;
}

/* ---- lead and header keys: their place is fixed, only their text changes ---- */

static Slice lead_of(const Track *t, const Side *s)
{
	Slice text = side_text(s), lead;
	Cut c;

	cut_make(text, t->titles, &c);
	lead = slice_sub(text, c.parts.v[PART_FIRST - 1].from, c.parts.v[PART_FIRST - 1].to);
	cut_free(&c);
	return slice_trim(lead);
}

static Slice fixed_part(const Track *t, const Side *s)
{
	const HeaderField *f;

	if (!s->leaf)
		return slice("", 0);
	if (t->part == ADDR_LEAD)
		return lead_of(t, s);
	f = header_name(&s->leaf->cut.header, slice_c(t->chain));
	return f ? slice_sub(side_text(s), f->from, f->to) : slice("", 0);
}

static void fixed_step(Track *t, const Step *s, TrackStep *out)
{
	bool edited = true, renamed = t->part == ADDR_LEAD, file_there = false;
	Slice now = fixed_part(t, &s->now);

	for (size_t i = 0; i < s->before.len; i++) {
		const Side *b = &s->before.v[i];
		Slice was = fixed_part(t, b);

		edited = edited && !(t->part == ADDR_LEAD ? text_same(was, now) : slice_eq(was, now));
		if (was.len)
			track_came_from(out, b);
		renamed = renamed && was.len && strcmp(b->path, s->now.path) != 0;
		file_there = file_there || b->leaf;
	}
	learn_before(t, s);
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
}

const Err *track_file_step(Track *t, const Step *s, TrackStep *out)
{
	const Err *err = s->known ? track_find_renamed(t, s) : NULL;

	if (err)
		return err;
	if (t->part == ADDR_ISSUE)
		return issue_step(t, s, out);
	if (s->known || (!s->now.leaf && t->seeking))
		fixed_step(t, s, out);
	return NULL;
}
