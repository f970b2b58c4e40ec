/* Edits of an issue's draft: an item more, another text, an item gone or elsewhere, a header field. */
#include "archive/revise.h"

#include <stdlib.h>

#include "archive/revise_inside.h"
#include "archive/track.h"
#include "base/words.h"

#define LEAD 2

/* ---- the draft of a target's issue, cut ---- */

const Err *revise_begin(Revision *out, Archive *a, const Target *t)
{
	const Err *err;

	memset(out, 0, sizeof *out);
	if (t->at == AT_COMMIT)
		return err_new(ERR_USAGE, _("%s is a recorded version: only the current text can be changed; “blad restore” brings an older "
		    "one back"), t->address);
	if (t->gone)
		return err_new(ERR_NONE, _("%s is not in the text any more; “blad restore” brings it back"), t->address);
	err = draft_open_nth(&out->draft, a, t->path, t->draft);
	if (!err && draft_info(out->draft)->behind)
		err = draft_rebase(out->draft);
	if (err) {
		revise_end(out);
		return err;
	}
	out->text = draft_text(out->draft);
	cut_make(out->text, NULL, &out->cut);
	out->some = true;
	return NULL;
}

void revise_end(Revision *r)
{
	if (r->some)
		cut_free(&r->cut);
	str_free(&r->next);
	draft_close(r->draft);
	memset(r, 0, sizeof *r);
}

const Err *revise_save(Revision *r)
{
	return draft_save(r->draft, str_slice(&r->next));
}

const Err *revise_part(const Revision *r, const Target *t, size_t *out)
{
	ptrdiff_t i = cut_find_chain(&r->cut, slice_c(t->chain));

	if (i < 0)
		return err_new(ERR_NONE, _("%s is not in the text any more"), t->address);
	*out = (size_t)i;
	return NULL;
}

/* After which part something goes: an issue means its end, its lead the beginning. */
const Err *revise_place(const Revision *r, const Target *after, size_t *out)
{
	switch (after->part) {
	case ADDR_ISSUE:
		*out = 1;
		return NULL;
	case ADDR_LEAD:
		*out = LEAD;
		return NULL;
	case ADDR_ITEM:
		return revise_part(r, after, out);
	case ADDR_KEY:
		break;
	}
	return err_new(ERR_USAGE, _("%s is a header key: an item goes after an item, an issue or a lead"), after->address);
}

char *revise_chain(Slice text, size_t at)
{
	Str chain = STR_EMPTY;
	Cut c;
	size_t i;

	cut_make(text, NULL, &c);
	i = cut_at(&c, at);
	if (i >= PART_FIRST)
		cut_chain(&c, i, &chain);
	cut_free(&c);
	return str_steal(&chain);
}

char *revise_address(const Revision *r, Slice text, size_t at)
{
	Str address = STR_EMPTY;
	char *chain = revise_chain(text, at);

	addr_format(slice_c(draft_info(r->draft)->path), *chain ? ADDR_ITEM : ADDR_LEAD, slice_c(chain), slice_c(draft_version(draft_info(r->draft))), &address);
	free(chain);
	return str_steal(&address);
}

/* ---- add ---- */

/* All headings of a text one level deeper. */
static void deepen(Slice text, const Cut *c, Str *out)
{
	size_t done = 0;

	for (size_t i = LEAD - 1; i < c->parts.len; i++) {
		const Part *p = &c->parts.v[i];

		if (p->from == p->to || text.p[p->from] != '#')
			continue;
		str_add_slice(out, slice_sub(text, done, p->from));
		str_add_char(out, '#');
		done = p->from;
	}
	str_add_slice(out, slice_sub(text, done, text.len));
}

/* A text that begins with a heading of its own is the item as it is; below the title of an issue it is not of level 1. */
static bool is_titled(Slice text, Str *out)
{
	Cut c;
	bool is;

	text = slice_trim(text);
	if (text.len == 0 || text.p[0] != '#')
		return false;
	cut_make(text, NULL, &c);
	if (c.parts.v[LEAD].from > 0)
		deepen(text, &c, out);
	else
		str_add_slice(out, text);
	is = c.parts.v[LEAD].from > 0 || c.parts.v[LEAD].to == 0;
	cut_free(&c);
	return is;
}

/* Evened to its place if it is one item; several stand as they are. */
static void put_titled(Revision *r, size_t place, Slice item, size_t *at)
{
	Cut c;

	cut_make(item, NULL, &c);
	if (c.parts.v[PART_FIRST].cover == item.len)
		revise_put(r, place, item, at);
	else
		item_insert(r->text, &r->cut, place, item, &r->next, at);
	cut_free(&c);
}

const Err *revise_add(Archive *a, const Target *after, const char *title, Slice body, char **address)
{
	bool named = title && title[0];
	Revision r;
	Str item = STR_EMPTY;
	size_t place = 0, at = 0;
	const Err *err = revise_begin(&r, a, after);

	*address = NULL;
	if (!err)
		err = revise_place(&r, after, &place);
	if (err)
		goto done;
	if (!named && is_titled(body, &item)) {
		put_titled(&r, place, str_slice(&item), &at);
	} else {
		str_clear(&item);
		item_form(r.text, &r.cut, place, slice_c(named ? title : _("New item")), body, &item);
		item_insert(r.text, &r.cut, place, str_slice(&item), &r.next, &at);
	}
	err = revise_save(&r);
	if (!err)
		*address = revise_address(&r, draft_text(r.draft), at);
done:
	str_free(&item);
	revise_end(&r);
	return err;
}

/* ---- replace ---- */

static size_t children(const Cut *c, ptrdiff_t parent, size_t from, size_t to)
{
	size_t n = 0;

	for (size_t i = PART_FIRST; i < c->parts.len; i++)
		n += c->parts.v[i].parent == parent && c->parts.v[i].from >= from && c->parts.v[i].from < to;
	return n;
}

/* One item may have become two, or none: allowed, and said. */
static void say_items(const Revision *r, size_t part, Str *said)
{
	const Part *p = &r->cut.parts.v[part];
	size_t end = r->next.len - (r->text.len - p->cover), n;
	Cut c;

	cut_make(str_slice(&r->next), NULL, &c);
	n = children(&c, p->parent, p->from, end);
	if (n == 0)
		str_add_c(said, _("the text has no title any more and belongs to what stands before it"));
	else if (n > 1)
		str_printf(said, words_plural("the text is now %zu item", "the text is now %zu items", n), n);
	cut_free(&c);
}

static const Err *replace_key(Revision *r, const Target *t, Slice with)
{
	const HeaderField *f = header_name(&r->cut.header, slice_c(t->chain));
	Str lines = STR_EMPTY;

	if (!f)
		return err_new(ERR_NONE, _("%s is not in the text any more"), t->address);
	str_add_slice(&lines, with);
	if (lines.len && lines.p[lines.len - 1] != '\n')
		str_add_char(&lines, '\n');
	str_add_slice(&r->next, r->text);
	str_splice(&r->next, f->from, f->to - f->from, str_slice(&lines));
	str_free(&lines);
	return NULL;
}

static bool is_blank(Slice s)
{
	return slice_trim(s).len == 0;
}

const Err *revise_replace(Archive *a, const Target *t, Slice with, Str *said)
{
	Revision r;
	size_t part = 0;
	const Err *err;

	if (is_blank(with))
		return err_new(ERR_USAGE, _("the new text of %s is empty; to remove it, use “blad delete”"), t->address);
	err = revise_begin(&r, a, t);
	if (err)
		return err;
	switch (t->part) {
	case ADDR_ISSUE:
		str_add_slice(&r.next, with);
		break;
	case ADDR_KEY:
		err = replace_key(&r, t, with);
		break;
	case ADDR_ITEM:
		err = revise_part(&r, t, &part);
		if (!err)
			err = item_replace(r.text, &r.cut.parts.v[part], true, with, &r.next);
		break;
	case ADDR_LEAD:
		lead_replace(r.text, &r.cut, with, &r.next);
		break;
	}
	if (!err)
		err = revise_save(&r);
	if (!err && said && t->part == ADDR_ITEM)
		say_items(&r, part, said);
	revise_end(&r);
	return err;
}

/* ---- delete ---- */

static const Err *delete_part(Revision *r, const Target *t)
{
	size_t part = 0;
	const Err *err = revise_part(r, t, &part);

	if (!err)
		item_delete(r->text, &r->cut, part, &r->next);
	return err;
}

const Err *revise_delete(Archive *a, const Target *t)
{
	Revision r;
	const Err *err;

	if (t->part == ADDR_ISSUE)
		return err_new(ERR_USAGE, _("a whole issue is not deleted: “blad set %s state withdrawn” withdraws it, “blad drafts drop %s” drops "
		    "what is not recorded"), t->address, t->address);
	err = revise_begin(&r, a, t);
	if (err)
		return err;
	if (t->part == ADDR_LEAD)
		lead_replace(r.text, &r.cut, slice_c(NULL), &r.next);
	else if (t->part == ADDR_KEY)
		err = header_set(r.text, t->chain, slice_c(NULL), &r.next);
	else
		err = delete_part(&r, t);
	if (!err)
		err = revise_save(&r);
	revise_end(&r);
	return err;
}

/* ---- set ---- */

static const Err *check_value(HeaderKey key, Slice value, Str *out)
{
	Date day;
	State state;

	if (key == KEY_DATE && value.len) {
		if (!date_parse(value, &day))
			return err_new(ERR_USAGE, _("“%.*s” is not a date: write it as 2024-05-20"), (int)value.len, value.p);
		date_iso(day, out);
	} else if (key == KEY_STATE && value.len) {
		state = state_parse(value);
		if (state == STATE_NONE)
			return err_new(ERR_USAGE, _("“%.*s” is not a state: use writing, review, approved, published or withdrawn"),
			    (int)value.len, value.p);
		str_add_c(out, state_name(state));
	} else {
		str_add_slice(out, value);
	}
	return NULL;
}

const Err *revise_set(Archive *a, const Target *issue, const char *key, Slice value)
{
	Revision r = { 0 };
	Target whole = *issue;
	Str good = STR_EMPTY;
	const Err *err = check_value(header_key(slice_c(key)), slice_trim(value), &good);

	whole.gone = false;
	if (!err)
		err = revise_begin(&r, a, &whole);
	if (!err)
		err = header_set(r.text, key, str_slice(&good), &r.next);
	if (!err)
		err = revise_save(&r);
	revise_end(&r);
	str_free(&good);
	return err;
}
