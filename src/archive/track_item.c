/* Following an item: what one version did to it, when all are cut alike. */
#include "archive/track_inside.h"

#include <stdlib.h>

#include "archive/carried.h"
#include "base/utf8.h"
#include "git/work.h"

typedef struct {
	Slice was_text, now_text;
	Cut was, now;
	Match m;
} Pair;

static void pair_make(const ItemTitles *titles, Slice was, Slice now, Pair *out)
{
	*out = (Pair){ .was_text = was, .now_text = now };
	cut_make(was, titles, &out->was);
	cut_make(now, titles, &out->now);
	match_parts(was, &out->was, now, &out->now, true, &out->m);
}

static void pair_free(Pair *p)
{
	match_free(&p->m);
	cut_free(&p->was);
	cut_free(&p->now);
}

static Slice own(Slice text, const Cut *c, size_t i)
{
	return slice_sub(text, c->parts.v[i].from, c->parts.v[i].to);
}

static void seek_title(Track *t, Slice title)
{
	str_clear(&t->title);
	utf8_fold_space(title, &t->title);
}

void track_item_begin(Track *t, const Side *then, const Side *tip)
{
	ptrdiff_t i = cut_find_chain(&then->cut, slice_c(t->chain));
	Pair p;

	if (i < PART_FIRST)
		return;
	seek_title(t, then->cut.parts.v[i].title);
	pair_make(t->titles, str_slice(&then->text), str_slice(&tip->text), &p);
	i = cut_begins(&p.was, then->cut.parts.v[i].from);
	i = i < 0 ? -1 : p.m.a_to_b[i];
	if (i >= PART_FIRST) {
		track_learn(t, &tip->blob, p.now.parts.v[i].from);
		t->seeking = false;
	}
	pair_free(&p);
}

/* Another issue lost this item in the same commit: the life goes on there, where we do not follow yet. */
static const Err *was_elsewhere(Track *t, const Side *now, const CarriedText *item, const Oid *parent)
{
	Arena *paths = arena_new();
	WorkMoves moves = { 0 };
	const Err *err = git_changed_files(archive_repo(t->a), parent, &now->commit, &moves, paths);

	for (size_t i = 0; !err && !t->lost && i < moves.len; i++) {
		if (strcmp(moves.v[i].path, now->path) != 0 && !oid_is_zero(&moves.v[i].was) && archive_is_issue(t->a, moves.v[i].path))
			err = carried_lost(t->a, &moves.v[i], item, &t->lost);
	}
	VEC_FREE(&moves);
	arena_free(paths);
	return err;
}

/* What is new against every version before it. */
typedef struct {
	bool title, text, place, path;
} News;

static void compare_item(Track *t, const Side *now, size_t at, const Side *before, News *news, TrackStep *out)
{
	Pair p;
	ptrdiff_t i, k;

	if (!before->some)
		return;
	pair_make(t->titles, str_slice(&before->text), str_slice(&now->text), &p);
	i = cut_begins(&p.now, at);
	k = i < 0 ? -1 : p.m.b_to_a[i];
	if (k >= PART_FIRST) {
		Slice was = p.was.parts.v[k].title, title = p.now.parts.v[i].title;

		if (!out->there) {
			str_add_slice(&out->title, title);
			str_add_slice(&out->was_title, was);
			cut_chain_beside(&p.now, &now->cut, (size_t)i, &out->chain);
			cut_chain_beside(&p.was, &before->cut, (size_t)k, &out->was_chain);
			out->how = (MatchHow)p.m.how[k];
		}
		track_came_from(out, before);
		track_learn(t, &before->blob, p.was.parts.v[k].from);
		news->title = news->title && !slice_eq(was, title);
		news->text = news->text && !text_same(own(p.was_text, &p.was, (size_t)k), own(p.now_text, &p.now, (size_t)i));
		news->place = news->place && p.m.moved[i];
		news->path = news->path && strcmp(before->path, now->path) != 0;
	}
	pair_free(&p);
}

static const Err *item_born(Track *t, const Step *s, size_t at, TrackStep *out)
{
	Slice now = str_slice(&s->now.text);
	Cut c;
	ptrdiff_t i;
	const Err *err = NULL;

	out->is_event = true;
	out->event = EVENT_BORN;
	track_came_from_nowhere(out, s);
	t->seeking = t->born = true;
	cut_make(now, t->titles, &c);
	if ((i = cut_begins(&c, at)) >= 0) {
		const Part *p = &c.parts.v[i];
		CarriedText item = { p->title, slice_sub(now, p->body, p->to) };

		str_add_slice(&out->title, p->title);
		cut_chain_beside(&c, &s->now.cut, (size_t)i, &out->chain);
		seek_title(t, p->title);
		str_clear(&t->text);
		str_add_slice(&t->text, own(now, &c, (size_t)i));
		if (s->before.len)
			err = was_elsewhere(t, &s->now, &item, &s->before.v[0].commit);
	}
	cut_free(&c);
	return err;
}

static const Err *item_here(Track *t, const Step *s, size_t at, TrackStep *out)
{
	News news = { true, true, true, true };

	out->here = true;
	for (size_t i = 0; i < s->before.len; i++)
		compare_item(t, &s->now, at, &s->before.v[i], &news, out);
	if (!out->there)
		return item_born(t, s, at, out);
	out->retitled = news.title;
	out->event = news.title ? EVENT_RETITLED : news.text ? EVENT_EDITED : EVENT_MOVED;
	out->is_event = news.title || news.text || news.place || news.path;
	return NULL;
}

static bool is_sought(const Track *t, const Pair *p, size_t i)
{
	Str title = STR_EMPTY;
	bool same;

	if (t->born && text_same(own(p->was_text, &p->was, i), str_slice(&t->text)))
		return true;
	utf8_fold_space(p->was.parts.v[i].title, &title);
	same = title.len && slice_eq(str_slice(&title), str_slice(&t->title));
	str_free(&title);
	return same;
}

/* The part of a version before that is the target: by its address, else by what is known of it and only if it was taken away. */
static ptrdiff_t sought_in(const Track *t, const Pair *p, const Side *before)
{
	ptrdiff_t i = t->born ? -1 : cut_find_chain(&before->cut, slice_c(t->chain));

	if (i >= PART_FIRST)
		return cut_begins(&p->was, before->cut.parts.v[i].from);
	for (size_t k = PART_FIRST; k < p->was.parts.len; k++)
		if (p->m.a_to_b[k] < 0 && is_sought(t, p, k))
			return (ptrdiff_t)k;
	return -1;
}

/* False: another line had lost it before; *stays: it is still there, without an address. */
static bool find_lost(Track *t, const Side *now, const Side *before, bool *stays, TrackStep *out)
{
	Pair p;
	ptrdiff_t i;

	if (!before->some)
		return false;
	pair_make(t->titles, str_slice(&before->text), str_slice(&now->text), &p);
	i = sought_in(t, &p, before);
	if (i >= 0) {
		*stays = *stays || p.m.a_to_b[i] >= 0;
		if (!out->there) {
			str_add_slice(&out->title, p.was.parts.v[i].title);
			str_add_slice(&out->was_title, p.was.parts.v[i].title);
			cut_chain_beside(&p.was, &before->cut, (size_t)i, &out->was_chain);
		}
		track_came_from(out, before);
		track_learn(t, &before->blob, p.was.parts.v[i].from);
	}
	pair_free(&p);
	return i >= 0;
}

static void item_gone(Track *t, const Step *s, TrackStep *out)
{
	size_t known = t->known.len;
	bool stays = false;

	for (size_t i = 0; i < s->before.len; i++) {
		if (!find_lost(t, &s->now, &s->before.v[i], &stays, out)) {
			t->known.len = known;
			return;
		}
	}
	if (!s->before.len)
		return;
	t->seeking = false;
	out->is_event = !stays;
	out->event = EVENT_DELETED;
}

const Err *track_item_step(Track *t, const Step *s, TrackStep *out)
{
	const Known *known = s->now.some ? track_known_in(t, &s->now.blob) : NULL;

	if (known)
		return item_here(t, s, known->at, out);
	if (t->seeking)
		item_gone(t, s, out);
	return NULL;
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
	i = i < PART_FIRST ? -1 : cut_begins(&p.was, alone.parts.v[i].from);
	there = i < 0 ? -1 : p.m.a_to_b[i];
	there = there < PART_FIRST ? -1 : cut_begins(&other_alone, p.now.parts.v[there].from);
	if (there >= 0)
		cut_chain(&other_alone, (size_t)there, &out);
	pair_free(&p);
	item_titles_free(titles);
	cut_free(&alone);
	cut_free(&other_alone);
	return out.len ? str_steal(&out) : NULL;
}
