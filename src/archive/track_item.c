/* Following an item: what one version did to it, when all are cut alike. */
#include "archive/track_inside.h"

#include <stdlib.h>

#include "base/utf8.h"

typedef struct {
	Slice was_text, now_text;
	const Cut *was, *now;
	Cut own_was, own_now;	/* where nobody keeps them */
	Match m;
} Pair;

static void pair_make(const ItemTitles *titles, Slice was, Slice now, Pair *out)
{
	*out = (Pair){ .was_text = was, .now_text = now, .was = &out->own_was, .now = &out->own_now };
	cut_make(was, titles, &out->own_was);
	cut_make(now, titles, &out->own_now);
	match_parts(was, out->was, now, out->now, true, &out->m);
}

static const Cut *side_cut(Track *t, const Side *s, Cut *own)
{
	if (s->leaf)
		return track_cut(t, s);
	cut_make(side_text(s), t->titles, own);
	return own;
}

/* A version and one before it: what people said counts more. */
static void pair_versions(Track *t, const Side *was, const Side *now, Pair *out)
{
	*out = (Pair){ .was_text = side_text(was), .now_text = side_text(now) };
	out->was = side_cut(t, was, &out->own_was);
	out->now = side_cut(t, now, &out->own_now);
	match_parts(out->was_text, out->was, out->now_text, out->now, true, &out->m);
	track_notes_apply(t, was, now, out->was, out->now, &out->m);
}

static void pair_free(Pair *p)
{
	match_free(&p->m);
	if (p->was == &p->own_was)
		cut_free(&p->own_was);
	if (p->now == &p->own_now)
		cut_free(&p->own_now);
}

static Slice own(Slice text, const Cut *c, size_t i)
{
	return slice_sub(text, c->parts.v[i].from, c->parts.v[i].to);
}

static Slice behind_title(Slice text, const Cut *c, size_t i)
{
	return slice_sub(text, c->parts.v[i].body, c->parts.v[i].to);
}

static void seek_title(Track *t, Slice title)
{
	str_clear(&t->title);
	utf8_fold_space(title, &t->title);
}

void track_item_begin(Track *t, const Side *then, const Side *tip)
{
	ptrdiff_t i = cut_find_chain(&then->leaf->cut, slice_c(t->chain));
	Pair p;

	if (i < PART_FIRST)
		return;
	seek_title(t, then->leaf->cut.parts.v[i].title);
	pair_make(t->titles, side_text(then), side_text(tip), &p);
	i = cut_begins(p.was, then->leaf->cut.parts.v[i].from);
	i = i < 0 ? -1 : p.m.a_to_b[i];
	if (i >= PART_FIRST) {
		track_learn(t, tip->path, &tip->blob, p.now->parts.v[i].from);
		t->seeking = false;
	}
	pair_free(&p);
}

/* Where the part that begins at this byte of one text begins in the other; -1: nowhere. */
static ptrdiff_t counterpart(const Cut *one, size_t at, const ptrdiff_t *to, const Cut *other)
{
	ptrdiff_t i = cut_begins(one, at), there = i < PART_FIRST ? -1 : to[i];

	return there < PART_FIRST ? -1 : (ptrdiff_t)other->parts.v[there].from;
}

ptrdiff_t track_item_in(const Track *t, Slice text, size_t at, Slice other)
{
	ptrdiff_t there;
	Pair p;

	pair_make(t->titles, text, other, &p);
	there = counterpart(p.was, at, p.m.a_to_b, p.now);
	pair_free(&p);
	return there;
}

static bool is_alike(Slice title, Slice text, Slice other_title, Slice other_text)
{
	Str x = STR_EMPTY, y = STR_EMPTY;
	bool same = text.len && text_same(text, other_text);

	if (!same) {
		utf8_fold_space(title, &x);
		utf8_fold_space(other_title, &y);
		same = x.len && slice_eq(str_slice(&x), str_slice(&y));
	}
	str_free(&x);
	str_free(&y);
	return same;
}

static bool is_new_in(const Pair *pairs, size_t n, size_t i)
{
	for (size_t k = 0; k < n; k++)
		if (pairs[k].m.b_to_a[i] >= 0)
			return false;
	return true;
}

ptrdiff_t track_item_again(const Track *t, const Step *s, Slice was, size_t at)
{
	Pair *pairs = mem_alloc_n(s->before.len + 1, sizeof *pairs);
	Slice now = side_text(&s->now);
	ptrdiff_t i, found = -1;
	Cut then, is;

	cut_make(was, t->titles, &then);
	cut_make(now, t->titles, &is);
	i = cut_begins(&then, at);
	for (size_t k = 0; k < s->before.len; k++)
		pair_make(t->titles, side_text(&s->before.v[k]), now, &pairs[k]);
	for (size_t k = PART_FIRST; i >= PART_FIRST && found < 0 && k < is.parts.len; k++)
		if (is_new_in(pairs, s->before.len, k) && is_alike(is.parts.v[k].title, own(now, &is, k), then.parts.v[i].title, own(was, &then, (size_t)i)))
			found = (ptrdiff_t)is.parts.v[k].from;
	for (size_t k = 0; k < s->before.len; k++)
		pair_free(&pairs[k]);
	free(pairs);
	cut_free(&then);
	cut_free(&is);
	return found;
}

ptrdiff_t track_item_onward(Track *t, const Side *was, size_t at, const Side *now)
{
	ptrdiff_t there;
	Pair p;

	pair_versions(t, was, now, &p);
	there = counterpart(p.was, at, p.m.a_to_b, p.now);
	pair_free(&p);
	return there;
}

ptrdiff_t track_item_back(Track *t, const Side *now, size_t at, const Side *was)
{
	ptrdiff_t there;
	Pair p;

	pair_versions(t, was, now, &p);
	there = counterpart(p.now, at, p.m.b_to_a, p.was);
	pair_free(&p);
	return there;
}

/* ---- here, and in the versions before ---- */

/* What is new against every version before it. */
typedef struct {
	bool title, text, place, path;
	bool body;		/* the text behind the title; text alone: the heading's level, as it follows from a new parent */
	bool carried;		/* the version that it is compared with had it in another issue */
} News;

/* One item in two texts. */
typedef struct {
	const Side *was, *now;
	const Cut *was_cut, *now_cut;
	size_t was_part, now_part;
	MatchHow how;
	bool moved;
} Same;

static void compare_same(Track *t, const Same *s, News *news, TrackStep *out)
{
	const Part *was = &s->was_cut->parts.v[s->was_part], *now = &s->now_cut->parts.v[s->now_part];

	if (!out->there) {
		str_add_slice(&out->title, now->title);
		str_add_slice(&out->was_title, was->title);
		cut_chain_beside(s->now_cut, &s->now->leaf->cut, s->now_part, &out->chain);
		cut_chain_beside(s->was_cut, &s->was->leaf->cut, s->was_part, &out->was_chain);
		out->how = s->how;
	}
	track_came_from(out, s->was);
	track_learn(t, s->was->path, &s->was->blob, was->from);
	news->title = news->title && !slice_eq(was->title, now->title);
	news->text = news->text && !text_same(own(side_text(s->was), s->was_cut, s->was_part), own(side_text(s->now), s->now_cut, s->now_part));
	news->body = news->body && !text_same(behind_title(side_text(s->was), s->was_cut, s->was_part),
	    behind_title(side_text(s->now), s->now_cut, s->now_part));
	news->place = news->place && s->moved;
	news->path = news->path && strcmp(s->was->path, s->now->path) != 0;
}

/* False: the version before has no such item in this file. */
static bool compare_in(Track *t, const Side *now, size_t at, const Side *before, News *news, TrackStep *out)
{
	Pair p;
	ptrdiff_t i, k;

	if (!before->leaf)
		return false;
	pair_versions(t, before, now, &p);
	i = cut_begins(p.now, at);
	k = i < 0 ? -1 : p.m.b_to_a[i];
	if (k >= PART_FIRST)
		compare_same(t, &(Same){ before, now, p.was, p.now, (size_t)k, (size_t)i, (MatchHow)p.m.how[k], p.m.moved[i] }, news, out);
	pair_free(&p);
	return k >= PART_FIRST;
}

static bool compare_carried(Track *t, const Side *now, size_t at, const Origin *o, News *news, TrackStep *out)
{
	bool first = !out->there;
	ptrdiff_t i, k;
	Cut was, is;

	cut_make(side_text(&o->side), t->titles, &was);
	cut_make(side_text(now), t->titles, &is);
	i = cut_begins(&is, at);
	k = cut_begins(&was, o->at);
	if (i >= PART_FIRST && k >= PART_FIRST) {
		compare_same(t, &(Same){ &o->side, now, &was, &is, (size_t)k, (size_t)i, o->how, true }, news, out);
		news->carried = news->carried || first;
		if (first)
			track_issue_title(&o->side, &out->was_issue);
	}
	cut_free(&was);
	cut_free(&is);
	return i >= PART_FIRST && k >= PART_FIRST;
}

/* Its file had another name there, or it stood in another issue. */
static const Err *compare_elsewhere(Track *t, const Side *now, size_t at, const Oid *parent, News *news, TrackStep *out)
{
	Changed *c = NULL;
	Side file = { .leaf = NULL };
	Origin o = { .found = false };
	bool found = false;
	const Err *err = changed_begin(&c, t, parent, &now->commit, now->path);

	if (!err)
		err = changed_file(c, false, &file);
	if (!err && file.leaf) {
		track_learn_titles(t, &file);
		found = compare_in(t, now, at, &file, news, out);
	}
	if (!err && !found)
		err = changed_part(c, false, at, &o);
	if (!err && o.found) {
		file = o.side;
		track_learn_titles(t, &file);
		found = compare_carried(t, now, at, &o, news, out);
	}
	if (!err && found && t->trail)
		err = trail_follow(t->trail, parent, file.path);
	changed_free(c);
	return err;
}

static const Err *item_born(Track *t, const Step *s, size_t at, TrackStep *out)
{
	Slice now = side_text(&s->now);
	Cut c;
	ptrdiff_t i;
	const Err *err;

	out->is_event = true;
	out->event = EVENT_BORN;
	track_came_from_nowhere(out, s);
	t->seeking = t->born = true;
	cut_make(now, t->titles, &c);
	if ((i = cut_begins(&c, at)) >= 0) {
		str_add_slice(&out->title, c.parts.v[i].title);
		cut_chain_beside(&c, &s->now.leaf->cut, (size_t)i, &out->chain);
		seek_title(t, c.parts.v[i].title);
		str_clear(&t->text);
		str_add_slice(&t->text, own(now, &c, (size_t)i));
	}
	cut_free(&c);
	if (track_notes_part(t, &s->now, at)) {	/* what was deleted before is none of its business */
		out->event = EVENT_SPLIT;
		t->seeking = false;
		return NULL;
	}
	err = track_pass_over(t, track_find_deleted(t, s, at, &t->deleted));
	return err || !t->deleted.found || !t->trail ? err : trail_follow(t->trail, &t->deleted.commit, t->deleted.path);
}

/*
 * A join that has what one side has, as it is there, was given nothing by a side without it: what that side did to other items of the kind is no
 * business of this one's.  Where it is not as it is there, the other side may have had it elsewhere, and changed it.
 */
static bool is_settled(const News *news, const TrackStep *out)
{
	return out->there && !news->title && !news->text;
}

/* Gone in the versions before, but people said what it was in an older one. */
static const Err *join_older(Track *t, const Step *s, size_t at, News *news, TrackStep *out)
{
	Origin o;
	Deleted d;
	const Err *err = track_notes_older(t, s, at, &o, &d);

	if (err || !o.found)
		return err;
	track_learn_titles(t, &o.side);
	if (!compare_carried(t, &s->now, at, &o, news, out))
		return NULL;
	t->deleted = d;
	t->seeking = t->born = d.found;
	str_clear(&t->title);
	str_clear(&t->text);
	return t->trail ? trail_follow(t->trail, d.found ? &d.commit : &o.side.commit, o.side.path) : NULL;
}

static const Err *item_here(Track *t, const Step *s, size_t at, TrackStep *out)
{
	News news = { .title = true, .text = true, .place = true, .path = true, .body = true };
	bool *found = mem_alloc_n(s->before.len + 1, sizeof *found);
	const Err *err = NULL;

	out->here = true;
	for (size_t i = 0; i < s->before.len; i++)
		found[i] = compare_in(t, &s->now, at, &s->before.v[i], &news, out);
	for (size_t i = 0; !err && i < s->before.len; i++)
		if (!found[i] && !is_settled(&news, out))
			err = compare_elsewhere(t, &s->now, at, &s->before.v[i].commit, &news, out);
	free(found);
	if (!err && !out->there)
		err = join_older(t, s, at, &news, out);
	if (err)
		return err;
	if (!out->there)
		return item_born(t, s, at, out);
	out->retitled = news.title;
	out->event = news.path && news.carried ? EVENT_CARRIED : news.title ? EVENT_RETITLED : news.text && (news.body || !news.place) ? EVENT_EDITED : EVENT_MOVED;
	out->is_event = news.title || news.text || news.place || news.path;
	if (out->how == MATCH_NOTE) {
		out->event = EVENT_JOINED;
		out->is_event = true;
	}
	return NULL;
}

/* ---- no longer here ---- */

static bool is_sought(const Track *t, const Pair *p, size_t i)
{
	return is_alike(p->was->parts.v[i].title, t->born ? own(p->was_text, p->was, i) : slice("", 0), str_slice(&t->title), str_slice(&t->text));
}

/* Was it found that this version took it away? */
static bool is_deleted_by(const Track *t, const Oid *commit, const char *path)
{
	return t->deleted.found && oid_eq(&t->deleted.commit, commit) && strcmp(t->deleted.path, path) == 0;
}

/* The part of a version before that is the target: by its address, else by what is known of it and only if it was taken away. */
static ptrdiff_t sought_in(const Track *t, const Pair *p, const Side *now, const Side *before)
{
	ptrdiff_t i = t->born ? -1 : cut_find_chain(&before->leaf->cut, slice_c(t->chain));

	if (i >= PART_FIRST)
		return cut_begins(p->was, before->leaf->cut.parts.v[i].from);
	if (is_deleted_by(t, &now->commit, before->path))
		return cut_begins(p->was, t->deleted.at);
	for (size_t k = PART_FIRST; k < p->was->parts.len; k++)
		if (p->m.a_to_b[k] < 0 && is_sought(t, p, k))
			return (ptrdiff_t)k;
	return -1;
}

/* What a version before had of it. */
typedef struct {
	bool had, stays;	/* stays: it is still there, without an address, or went elsewhere */
	size_t at;
	Str title, chain;
} Lost;

static const Err *went_elsewhere(Track *t, const Side *now, const Side *before, Lost *out)
{
	Changed *c = NULL;
	Origin o = { .found = false };
	Side file = { .leaf = NULL };
	const Err *err = changed_begin(&c, t, &before->commit, &now->commit, before->path);

	if (!err)
		err = changed_file(c, true, &file);
	if (!err && file.leaf)
		out->stays = track_item_onward(t, before, out->at, &file) >= 0;
	if (!err && !out->stays)
		err = changed_part(c, true, out->at, &o);
	out->stays = out->stays || o.found;
	changed_free(c);
	return err;
}

static const Err *find_lost(Track *t, const Side *now, const Side *before, Lost *out)
{
	Pair p;
	ptrdiff_t i;

	if (!before->leaf)
		return NULL;
	pair_versions(t, before, now, &p);
	i = sought_in(t, &p, now, before);
	out->had = i >= 0;
	if (out->had) {
		out->stays = p.m.a_to_b[i] >= 0;
		out->at = p.was->parts.v[i].from;
		str_add_slice(&out->title, p.was->parts.v[i].title);
		cut_chain_beside(p.was, &before->leaf->cut, (size_t)i, &out->chain);
	}
	pair_free(&p);
	if (out->had && t->born && !is_deleted_by(t, &now->commit, before->path)) {
		Origin o;
		const Err *err = track_notes_later(t, before, out->at, &archive_head(t->a)->tip, &o);

		out->had = !o.found;	/* people said which item it came back as */
		if (o.found)
			track_unlearn(t, before->path, &before->blob);
		if (err)
			return err;
	}
	return out->had && !out->stays ? went_elsewhere(t, now, before, out) : NULL;
}

static void tell_lost(const Side *before, const Lost *l, TrackStep *out)
{
	if (!out->there) {
		str_add_slice(&out->title, str_slice(&l->title));
		str_add_slice(&out->was_title, str_slice(&l->title));
		str_add_slice(&out->was_chain, str_slice(&l->chain));
	}
	track_came_from(out, before);
}

/* Deleted by this version, if all before it had it; else another line had lost it before. */
static const Err *item_gone(Track *t, const Step *s, TrackStep *out)
{
	Lost *lost = mem_alloc_n(s->before.len + 1, sizeof *lost);
	bool all = s->before.len > 0, stays = false;
	const Err *err = track_find_renamed(t, s);

	for (size_t i = 0; !err && all && i < s->before.len; i++) {
		err = find_lost(t, &s->now, &s->before.v[i], &lost[i]);
		all = lost[i].had;
		stays = stays || lost[i].stays;
	}
	/* What left for another issue is not what came back to this one. */
	if (!err && all && !(stays && t->born)) {
		for (size_t i = 0; i < s->before.len; i++) {
			tell_lost(&s->before.v[i], &lost[i], out);
			track_learn(t, s->before.v[i].path, &s->before.v[i].blob, lost[i].at);
		}
		t->seeking = false;
		out->is_event = !stays;
		out->event = EVENT_DELETED;
	}
	for (size_t i = 0; i < s->before.len; i++) {
		str_free(&lost[i].title);
		str_free(&lost[i].chain);
	}
	free(lost);
	return err;
}

const Err *track_item_step(Track *t, const Step *s, TrackStep *out)
{
	if (s->now.leaf && s->known)
		return item_here(t, s, s->at, out);
	return t->seeking ? item_gone(t, s, out) : NULL;
}

char *track_chain(Slice text, AddrPart part, const char *chain, Slice other)
{
	Slice texts[] = { text, other };
	Cut alone = { 0 }, other_alone = { 0 };
	ItemTitles *titles;
	Pair p;
	Str out = STR_EMPTY;
	ptrdiff_t i, there;

	if (part == ADDR_KEY)
		return mem_dup(chain);
	if (part != ADDR_ITEM)
		return NULL;
	cut_make(text, NULL, &alone);
	cut_make(other, NULL, &other_alone);
	titles = item_titles(texts, 2);
	pair_make(titles, text, other, &p);
	i = cut_find_chain(&alone, slice_c(chain));
	i = i < PART_FIRST ? -1 : cut_begins(p.was, alone.parts.v[i].from);
	there = i < 0 ? -1 : p.m.a_to_b[i];
	there = there < PART_FIRST ? -1 : cut_begins(&other_alone, p.now->parts.v[there].from);
	if (there >= 0)
		cut_chain(&other_alone, (size_t)there, &out);
	pair_free(&p);
	item_titles_free(titles);
	cut_free(&alone);
	cut_free(&other_alone);
	return out.len ? str_steal(&out) : NULL;
}
