/* What it was put where it is now, or back where it stood: each an edit of the draft of the issue that has it. */
#include "archive/revise.h"

#include <stdlib.h>

#include "archive/revise_inside.h"
#include "archive/track.h"
#include "base/words.h"
#include "issue/item_write.h"
#include "issue/match.h"

#define LEAD 2

typedef struct {
	Slice text;
	Cut cut;
} Then;

/* Where it goes: the issue, and the item's keys in it; chain NULL: it is there no more, or only its text can tell. */
typedef struct {
	char *path, *chain;
	bool by_text;		/* the version is none of this branch's: then and now are compared at once */
	bool parted;		/* what looks like it now is another, as people said */
} Goal;

/* ---- what it is now ---- */

/* The issue itself may have another name. */
static const Err *issue_now(Archive *a, const Target *old, char **path)
{
	Target whole = *old, now = { 0 };
	const Err *err;

	whole.part = ADDR_ISSUE;
	whole.chain = NULL;
	err = target_onward(a, &whole, &now);
	if (!err && !now.gone) {
		free(*path);
		*path = mem_dup(now.path);
	}
	target_free(&now);
	return err;
}

static const Err *find_goal(Archive *a, const Target *old, Goal *out)
{
	Target now = { 0 };
	const Err *err = NULL;

	*out = (Goal){ .path = mem_dup(old->path), .by_text = old->at != AT_COMMIT };
	if (out->by_text)
		return NULL;
	if (old->part == ADDR_ITEM)
		err = target_onward(a, old, &now);
	if (!err && old->part == ADDR_ITEM && !now.gone) {
		free(out->path);
		out->path = mem_dup(now.path);
		out->chain = mem_dup(now.chain);
	} else if (!err) {
		out->parted = now.parted;
		err = issue_now(a, old, &out->path);
	}
	target_free(&now);
	if (err && err_kind(err) == ERR_NONE) {
		out->by_text = true;
		err = NULL;
	}
	return err;
}

static void goal_free(Goal *g)
{
	free(g->path);
	free(g->chain);
}

/* The item of the draft's text that it is; -1: none. */
static ptrdiff_t part_now(const Revision *r, const Goal *g, const Match *m, size_t part)
{
	ptrdiff_t now = g->chain ? cut_find_chain(&r->cut, slice_c(g->chain)) : -1;
	bool same = m->how[part] == MATCH_TEXT || (m->how[part] == MATCH_TITLE && !g->parted);

	if (now >= 0 || m->a_to_b[part] < 0)
		return now;
	/* What history calls gone may have been written anew; likeness alone would be another item. */
	return g->by_text || g->chain || same ? m->a_to_b[part] : -1;
}

/* ---- an item ---- */

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

static const Err *restore_item(Revision *r, const Then *then, const char *chain, const Goal *g, size_t *at)
{
	ptrdiff_t part = cut_find_chain(&then->cut, slice_c(chain)), now;
	Str item = STR_EMPTY;
	Match m;
	const Err *err = NULL;

	if (part < 0)
		return err_new(ERR_NONE, _("that version has no item “%s”"), chain);
	match_parts(then->text, &then->cut, r->text, &r->cut, true, &m);
	now = part_now(r, g, &m, (size_t)part);
	if (now >= 0) {
		*at = r->cut.parts.v[now].from;
		item_like(then->text, &then->cut, (size_t)part, r->text, &r->cut, (size_t)now, &item);
		err = item_replace(r->text, &r->cut.parts.v[now], true, str_slice(&item), &r->next);
	} else {
		put_back(r, then, &m, (size_t)part, at);
	}
	match_free(&m);
	str_free(&item);
	return err;
}

/* ---- other parts ---- */

static void restore_lead(Revision *r, const Then *then)
{
	const Part *p = &then->cut.parts.v[LEAD];

	lead_replace(r->text, &r->cut, slice_sub(then->text, p->from, p->to), &r->next);
}

/* The field's lines in next become those of then. */
static void splice_field(Revision *r, const Then *then, const HeaderField *was, const char *name)
{
	Str lines = STR_EMPTY;
	Header h = { 0 };
	const HeaderField *now;

	text_add_lines(slice_sub(then->text, was->from, was->to), text_nl(r->text), &lines);
	header_read(str_slice(&r->next), &h);
	now = header_name(&h, slice_c(name));
	if (now)
		str_splice(&r->next, now->from, now->to - now->from, str_slice(&lines));
	header_free(&h);
	str_free(&lines);
}

/* Byte for byte, unless the header is written otherwise now. */
static const Err *restore_key(Revision *r, const Then *then, const char *name)
{
	const HeaderField *was = header_name(&then->cut.header, slice_c(name)), *now = header_name(&r->cut.header, slice_c(name));
	bool same_form = then->cut.header.form == r->cut.header.form;
	const Err *err = NULL;

	if (!was)
		return err_new(ERR_NONE, _("that version has no header key “%s”"), name);
	if (now && same_form)
		str_add_slice(&r->next, r->text);
	else
		err = header_set(r->text, name, same_form ? SLICE_LIT("x") : was->value, &r->next);
	if (!err && same_form)
		splice_field(r, then, was, name);
	return err;
}

static const Err *restore_part(Revision *r, const Target *old, const Then *then, const Goal *g, size_t *at)
{
	switch (old->part) {
	case ADDR_ISSUE:
		str_add_slice(&r->next, then->text);
		return NULL;
	case ADDR_LEAD:
		*at = r->cut.parts.v[LEAD].from;
		restore_lead(r, then);
		return NULL;
	case ADDR_KEY:
		return restore_key(r, then, old->chain);
	case ADDR_ITEM:
		break;
	}
	return restore_item(r, then, old->chain, g, at);
}

/* ---- the whole ---- */

static char *restored_address(const Target *old, const Revision *r, const Goal *g, size_t at)
{
	Str address = STR_EMPTY;

	if (old->part == ADDR_ITEM)
		return revise_address(r, draft_text(r->draft), at);
	addr_format(slice_c(g->path), old->part, slice_c(old->chain), slice_c(NULL), &address);
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

/* The target as of a version: that which was named, or where one that is gone was last; a draft that was set aside is one too. */
static const Err *as_of_then(Archive *a, const Target *then, Target *old)
{
	*old = *then;
	old->gone = false;
	if (then->at == AT_COMMIT)
		return then->gone ? lacks_item(then) : NULL;
	if (!then->gone)
		return draft_waits(a, then->path, then->draft) ? NULL :	/* can be taken over */
		    err_new(ERR_USAGE, _("name the version to restore from, as in %s@ID; “blad log %s” lists them"), then->address, then->address);
	old->at = AT_COMMIT;
	old->commit = then->found_at;
	return NULL;
}

const Err *revise_restore(Archive *a, const Target *then, char **address)
{
	Target old, into = { .part = ADDR_ISSUE };
	IssueText it = { 0 };
	Revision r = { 0 };
	Then was = { 0 };
	Goal goal = { 0 };
	size_t at = 0;
	const Err *err = as_of_then(a, then, &old);

	*address = NULL;
	if (!err)
		err = target_text(a, &old, &it);
	if (err)
		return err;
	was.text = str_slice(&it.text);
	cut_make(was.text, NULL, &was.cut);
	err = find_goal(a, &old, &goal);
	into.path = into.address = goal.path;
	if (!err)
		err = revise_begin(&r, a, &into);
	if (!err)
		err = restore_part(&r, &old, &was, &goal, &at);
	if (!err)
		err = revise_save(&r);
	if (!err)
		*address = restored_address(&old, &r, &goal, at);
	revise_end(&r);
	cut_free(&was.cut);
	issue_text_free(&it);
	goal_free(&goal);
	return err;
}
