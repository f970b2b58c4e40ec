/* Items that go elsewhere, come back from history, or whose change is taken back. */
#include "archive/revise.h"

#include <stdlib.h>

#include "archive/revise_inside.h"
#include "archive/track.h"
#include "base/words.h"
#include "issue/match.h"
#include "issue/pick.h"

#define LEAD 2
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

/* ---- restore ---- */

typedef struct {
	Slice text;
	Cut cut;
} Then;

/* R7: after the nearest sibling before it that stands under the same parent now, else first under the parent. */
static void put_back(Revision *r, const Then *then, const Match *m, size_t part, size_t *at)
{
	const Part *p = &then->cut.parts.v[part];
	Slice item = slice_sub(then->text, p->from, p->cover);
	ptrdiff_t parent = p->parent >= 0 ? m->a_to_b[p->parent] : -1;

	for (size_t k = part; k-- > PART_FIRST;) {
		ptrdiff_t now = m->a_to_b[k];

		if (then->cut.parts.v[k].parent == p->parent && now >= 0 && r->cut.parts.v[now].parent == parent) {
			item_insert(r->text, &r->cut, (size_t)now, item, &r->next, at);
			return;
		}
	}
	if (parent >= 0)
		item_insert_under(r->text, &r->cut, (size_t)parent, item, &r->next, at);
	else
		item_insert(r->text, &r->cut, LEAD, item, &r->next, at);
}

static const Err *restore_item(Revision *r, const Then *then, const char *chain, size_t *at)
{
	ptrdiff_t part = cut_find_chain(&then->cut, slice_c(chain));
	const Part *p;
	Match m;
	const Err *err = NULL;

	if (part < 0)
		return err_new(ERR_NONE, _("that version has no item “%s”"), chain);
	p = &then->cut.parts.v[part];
	match_parts(then->text, &then->cut, r->text, &r->cut, true, &m);
	if (m.a_to_b[part] >= 0) {
		const Part *now = &r->cut.parts.v[m.a_to_b[part]];

		*at = now->from;
		err = item_replace(r->text, now, true, slice_sub(then->text, p->from, p->cover), &r->next);
	} else {
		put_back(r, then, &m, (size_t)part, at);
	}
	match_free(&m);
	return err;
}

static void restore_lead(Revision *r, const Then *then)
{
	const Part *p = &then->cut.parts.v[LEAD];

	lead_replace(r->text, &r->cut, slice_sub(then->text, p->from, p->to), &r->next);
}

static const Err *restore_key(Revision *r, const Then *then, const char *name)
{
	const HeaderField *was = header_name(&then->cut.header, slice_c(name)), *now = header_name(&r->cut.header, slice_c(name));

	if (!was)
		return err_new(ERR_NONE, _("that version has no header key “%s”"), name);
	if (!now)
		return header_set(r->text, name, was->value, &r->next);
	str_add_slice(&r->next, r->text);
	str_splice(&r->next, now->from, now->to - now->from, slice_sub(then->text, was->from, was->to));
	return NULL;
}

static const Err *restore_part(Revision *r, const Target *then, const Then *old, size_t *at)
{
	switch (then->part) {
	case ADDR_ISSUE:
		str_add_slice(&r->next, old->text);
		return NULL;
	case ADDR_LEAD:
		*at = r->cut.parts.v[LEAD].from;
		restore_lead(r, old);
		return NULL;
	case ADDR_KEY:
		return restore_key(r, old, then->chain);
	case ADDR_ITEM:
		break;
	}
	return restore_item(r, old, then->chain, at);
}

static char *restored_address(const Target *then, const Revision *r, size_t at)
{
	Str address = STR_EMPTY;

	if (then->part == ADDR_ITEM)
		return revise_address(r, draft_text(r->draft), at);
	addr_format(slice_c(then->path), then->part, slice_c(then->chain), slice_c(NULL), &address);
	return str_steal(&address);
}

static const Err *lacks_item(const Target *then)
{
	Str id = STR_EMPTY;
	const Err *err;

	oid_short(&then->found_at, &id);
	err = err_new(ERR_NONE, _("that version of %s has no item “%s”; the last one that has it is %s"), then->path, then->chain, str_c(&id));
	str_free(&id);
	return err;
}

const Err *revise_restore(Archive *a, const Target *then, char **address)
{
	Target old = *then, now = { .path = then->path, .part = ADDR_ISSUE, .address = then->path };
	IssueText it = { 0 };
	Revision r = { 0 };
	Then was = { 0 };
	size_t at = 0;
	bool aside;
	const Err *err;

	*address = NULL;
	aside = !then->gone && draft_waits(a, then->path, then->draft);	/* can be taken over */
	if (then->at != AT_COMMIT && then->gone) {
		old.at = AT_COMMIT;
		old.commit = then->found_at;
	} else if (then->at != AT_COMMIT && !aside) {
		return err_new(ERR_USAGE, _("name the version to restore from, as in %s@ID; “blad log %s” lists them"), then->address,
		    then->address);
	}
	if (then->at == AT_COMMIT && then->gone)
		return lacks_item(then);
	old.gone = false;
	err = target_text(a, &old, &it);
	if (err)
		return err;
	was.text = str_slice(&it.text);
	cut_make(was.text, NULL, &was.cut);
	err = revise_begin(&r, a, &now);
	if (!err)
		err = restore_part(&r, &old, &was, &at);
	if (!err)
		err = revise_save(&r);
	if (!err)
		*address = restored_address(then, &r, at);
	revise_end(&r);
	cut_free(&was.cut);
	issue_text_free(&it);
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
