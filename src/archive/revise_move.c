/* Items that go elsewhere, or whose change is taken back. */
#include "archive/revise.h"

#include <stdlib.h>

#include "archive/revise_inside.h"
#include "archive/track.h"
#include "base/words.h"
#include "issue/match.h"
#include "issue/pick.h"

#define END 1

/* Where part `was` of c stands in the new text, as an address. */
static char *new_address(const Revision *r, size_t was)
{
	Cut now;
	Match m;
	size_t at = 0;

	cut_make(str_slice(&r->next), NULL, &now);
	match_parts(r->text, &r->cut, str_slice(&r->next), &now, true, &m);
	if (m.a_to_b[was] >= 0)
		at = now.parts.v[m.a_to_b[was]].from;
	match_free(&m);
	cut_free(&now);
	return revise_address(r, str_slice(&r->next), at);
}

static const Err *move_within(Archive *a, const Target *t, const Target *after, char **address)
{
	Revision r;
	size_t part = 0, place = 0;
	const Part *p;
	const Err *err = revise_begin(&r, a, t);

	if (!err)
		err = revise_part(&r, t, &part);
	if (!err)
		err = revise_place(&r, after, &place);
	if (err)
		goto done;
	p = &r.cut.parts.v[part];
	if (place >= PART_FIRST && r.cut.parts.v[place].from >= p->from && r.cut.parts.v[place].from < p->cover) {
		err = err_new(ERR_USAGE, _("%s cannot go after itself or what it holds"), t->address);
		goto done;
	}
	err = item_move(r.text, &r.cut, part, place, &r.next);
	if (err)
		goto done;
	*address = new_address(&r, part);
	err = revise_save(&r);
done:
	revise_end(&r);
	return err;
}

void revise_put(Revision *to, size_t place, Slice item, size_t *at)
{
	Str end = STR_EMPTY;
	Cut c;
	size_t i;

	item_insert(to->text, &to->cut, END, item, &end, at);
	cut_make(str_slice(&end), NULL, &c);
	i = cut_at(&c, *at);
	if (i >= PART_FIRST && c.parts.v[i].from == *at && !item_move(str_slice(&end), &c, i, place, &to->next)) {
		Cut now;
		Match m;

		cut_make(str_slice(&to->next), NULL, &now);
		match_parts(str_slice(&end), &c, str_slice(&to->next), &now, true, &m);
		*at = m.a_to_b[i] >= 0 ? now.parts.v[m.a_to_b[i]].from : 0;
		match_free(&m);
		cut_free(&now);
	} else {
		/* Alone it is no item there (one bullet): as it is, then. */
		str_clear(&to->next);
		item_insert(to->text, &to->cut, place, item, &to->next, at);
	}
	cut_free(&c);
	str_free(&end);
}

/* The move that brought an item into this draft; NULL if it was here all the time. */
static const DraftMove *arrival(const Draft *d, const char *chain, size_t *at)
{
	const DraftMoves *moves = draft_moves(d);

	for (size_t i = moves->len; i-- > 0;)
		if (!moves->v[i].left && strcmp(moves->v[i].here, chain) == 0) {
			*at = i;
			return &moves->v[i];
		}
	return NULL;
}

/* What the draft that it left says of the same move. */
static const DraftMove *departure(const Draft *origin, const Target *t, size_t *at)
{
	const DraftMoves *moves = draft_moves(origin);

	for (size_t i = moves->len; i-- > 0;)
		if (moves->v[i].left && strcmp(moves->v[i].path, t->path) == 0 && strcmp(moves->v[i].there, t->chain) == 0) {
			*at = i;
			return &moves->v[i];
		}
	return NULL;
}

/* The draft of the issue that the item came from, when it goes on to a third one; else NULL. */
static const Err *open_origin(Archive *a, const Draft *from, const Target *t, const Target *after, Draft **out)
{
	size_t at;
	const DraftMove *came = arrival(from, t->chain, &at);
	const Err *err;

	if (!came || strcmp(came->path, after->path) == 0)
		return NULL;
	err = draft_peek(out, a, came->path);
	draft_close(*out);
	*out = NULL;
	if (err)
		return err_kind(err) == ERR_NONE ? NULL : err;
	err = draft_open(out, a, came->path);
	if (!err && !departure(*out, t, &at)) {
		draft_close(*out);
		*out = NULL;
	}
	return err;
}

/* The item goes back to where it came from, or on from there: the issue between the two has nothing to do with it any more. */
static void pass_on(Draft *from, const Target *t, Draft *to, const Target *after, const char *there, Draft *origin)
{
	size_t came = 0, left = 0;
	const char *path = arrival(from, t->chain, &came)->path;
	const DraftMove *was = NULL;

	if (strcmp(path, after->path) == 0)
		origin = to;
	if (origin)
		was = departure(origin, t, &left);
	if (was && origin != to) {
		char *based = mem_dup(was->here);

		draft_note_move(to, path, false, slice_c(there), slice_c(based));
		draft_note_move(origin, after->path, true, slice_c(based), slice_c(there));
		free(based);
	}
	if (was)
		draft_forget_move(origin, left);
	draft_forget_move(from, came);
}

/* Both drafts name the other. */
static void note_move(Revision *from, const Target *t, Revision *to, const Target *after, const char *there, Draft *origin)
{
	size_t at;
	char *based;

	if (arrival(from->draft, t->chain, &at)) {
		pass_on(from->draft, t, to->draft, after, there, origin);
		return;
	}
	based = track_chain(from->text, ADDR_ITEM, t->chain, draft_base(from->draft));
	if (based) {
		draft_note_move(to->draft, t->path, false, slice_c(there), slice_c(based));
		draft_note_move(from->draft, after->path, true, slice_c(based), slice_c(there));
	}
	free(based);
}

/* The other issue's draft is written first: whatever happens then, the item is somewhere. */
static const Err *move_across(Archive *a, const Target *t, const Target *after, char **address)
{
	Revision from = { 0 }, to = { 0 };
	size_t part = 0, place = 0, at = 0;
	const Part *p;
	char *there = NULL;
	Draft *origin = NULL;
	const Err *err = err_first(draft_waits(a, t->path, t->draft), draft_waits(a, after->path, after->draft));

	if (!err)
		err = revise_begin(&to, a, after);
	if (!err)
		err = revise_begin(&from, a, t);
	if (!err)
		err = revise_place(&to, after, &place);
	if (!err)
		err = revise_part(&from, t, &part);
	if (!err)
		err = open_origin(a, from.draft, t, after, &origin);
	if (err)
		goto done;
	p = &from.cut.parts.v[part];
	revise_put(&to, place, slice_sub(from.text, p->from, p->cover), &at);
	there = revise_chain(str_slice(&to.next), at);
	note_move(&from, t, &to, after, there, origin);
	item_delete(from.text, &from.cut, part, &from.next);
	*address = revise_address(&to, str_slice(&to.next), at);
	err = revise_save(&to);
	if (!err && origin)
		err = draft_save(origin, draft_text(origin));
	if (!err)
		err = revise_save(&from);
done:
	draft_close(origin);
	free(there);
	revise_end(&from);
	revise_end(&to);
	return err;
}

const Err *revise_move(Archive *a, const Target *t, const Target *after, char **address)
{
	const Err *err;

	*address = NULL;
	if (t->part != ADDR_ITEM)
		return err_new(ERR_USAGE, _("%s is not an item: only items can be moved"), t->address);
	err = strcmp(t->path, after->path) == 0 ? move_within(a, t, after, address) : move_across(a, t, after, address);
	if (err) {
		free(*address);
		*address = NULL;
	}
	return err;
}

/* ---- dropping ---- */

/* One part of a draft goes back to what its base has: the draft's change picked the other way round. */
static const Err *take_back(Draft *d, AddrPart part, const char *chain, bool in_base)
{
	Str next = STR_EMPTY;
	char *based = part == ADDR_ITEM && !in_base ? track_chain(draft_text(d), part, chain, draft_base(d)) : NULL;
	const Err *err = pick_change(draft_text(d), draft_base(d), part, slice_c(based ? based : chain), &next);

	if (!err)
		err = draft_keep(d);
	if (!err)
		err = draft_save(d, str_slice(&next));
	free(based);
	str_free(&next);
	return err;
}

/* What went along with it in the other issue's draft, if that still says so. */
static const Err *drop_counterpart(Archive *a, const char *path, const DraftMove *move, Str *said)
{
	Draft *other = NULL;
	const Err *err = draft_peek(&other, a, move->path);

	draft_close(other);
	other = NULL;
	if (err)
		return err_kind(err) == ERR_NONE ? NULL : err;
	err = draft_open(&other, a, move->path);
	if (err)
		return err;
	for (size_t i = draft_moves(other)->len; i-- > 0 && !err;) {
		const DraftMove *m = &draft_moves(other)->v[i];

		if (m->left == move->left || strcmp(m->path, path) != 0 || strcmp(m->here, move->there) != 0)
			continue;
		draft_forget_move(other, i);
		err = take_back(other, ADDR_ITEM, move->there, !move->left);
		if (!err && said)
			str_printf(said, _("%s was taken back in %s too"), move->there, draft_info(other)->address);
		break;
	}
	draft_close(other);
	return err;
}

static const Err *drop_moves(Archive *a, Draft *d, const Target *t, Str *said)
{
	const Err *err = NULL;

	for (size_t i = draft_moves(d)->len; i-- > 0 && !err;) {
		const DraftMove *m = &draft_moves(d)->v[i];

		if (t->part == ADDR_ISSUE || (t->part == ADDR_ITEM && strcmp(m->here, t->chain) == 0)) {
			err = drop_counterpart(a, t->path, m, said);
			draft_forget_move(d, i);
		}
	}
	return err;
}

const Err *revise_drop(Archive *a, const Target *t, Str *said)
{
	Draft *d = NULL;
	const Err *err = draft_peek_nth(&d, a, t->path, t->draft);

	draft_close(d);
	d = NULL;
	if (!err)
		err = draft_open_nth(&d, a, t->path, t->draft);
	/* What went between issues is the first draft's: one that was set aside only remembers it. */
	if (!err && !draft_info(d)->aside)
		err = drop_moves(a, d, t, said);
	if (!err)
		err = t->part == ADDR_ISSUE ? draft_drop(d) : take_back(d, t->part, t->chain, t->gone);
	draft_close(d);
	return err;
}
