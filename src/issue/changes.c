/* What changed between two texts, an item at a time. */
#include <stdlib.h>

#include "base/utf8.h"
#include "issue/diff.h"
#include "issue/diff_words.h"
#include "issue/item_write.h"

typedef struct {
	Slice was, now;
	Cut a, b;		/* with the titles of both */
	Cut plain_a, plain_b;	/* as an address means them */
	Match m;
	Intern *words;
	Changes *out;
} Reader;

static Slice own(Slice text, const Cut *c, size_t part)
{
	return slice_sub(text, c->parts.v[part].from, c->parts.v[part].to);
}

static Slice keep(Reader *r, Slice s)
{
	return slice(arena_dup(r->out->arena, s.len ? s.p : "", s.len), s.len);
}

static Slice chain_of(Reader *r, const Cut *c, const Cut *plain, size_t part)
{
	Str s = STR_EMPTY;
	Slice kept;

	cut_chain_beside(c, plain, part, &s);
	kept = keep(r, str_slice(&s));
	str_free(&s);
	return kept;
}

static Change *add(Reader *r, ChangeKind kind)
{
	Change *c = VEC_ADD(&r->out->changes);

	c->kind = kind;
	return c;
}

AddrPart change_part(const Change *c)
{
	switch (c->kind) {
	case CHANGE_HEADER:
		return ADDR_KEY;
	case CHANGE_LEAD:
		return ADDR_LEAD;
	case CHANGE_FORM:
		return ADDR_ISSUE;
	default:
		return ADDR_ITEM;
	}
}

const char *change_name(const Change *c)
{
	static const char *const names[] = { "born", "edited", "retitled", "moved", "deleted", "header", "lead", "form" };

	return names[c->kind];
}

/* ---- the header ---- */

static Slice field_text(Slice text, const HeaderField *f)
{
	if (!f)
		return slice("", 0);
	return f->plain ? f->value : slice_sub(text, f->from, f->to);
}

static void header_change(Reader *r, Slice name, const HeaderField *was, const HeaderField *now)
{
	Slice a = field_text(r->was, was), b = field_text(r->now, now);
	Change *c;

	if (was && now && slice_eq(a, b))
		return;
	c = add(r, CHANGE_HEADER);
	c->title = c->chain = keep(r, name);
	c->was_chain = was ? c->chain : slice("", 0);
	if (was)
		c->was = slice_sub(r->was, was->from, was->to);
	if (now)
		c->now = slice_sub(r->now, now->from, now->to);
	words_count(a, b, r->words, &c->added, &c->removed, &r->out->rough);
}

static void header_changes(Reader *r)
{
	const Header *a = &r->a.header, *b = &r->b.header;
	size_t before = r->out->changes.len;

	if (slice_eq(own(r->was, &r->a, 0), own(r->now, &r->b, 0)))
		return;
	for (size_t i = 0; i < b->fields.len; i++)
		header_change(r, b->fields.v[i].name, header_name(a, b->fields.v[i].name), &b->fields.v[i]);
	for (size_t i = 0; i < a->fields.len; i++)
		if (!header_name(b, a->fields.v[i].name))
			header_change(r, a->fields.v[i].name, &a->fields.v[i], NULL);
	/* a header that cannot be read is told as a whole */
	if (r->out->changes.len == before && (a->fields.len == 0 || b->fields.len == 0)) {
		Change *c = add(r, CHANGE_FORM);

		c->title = c->chain = slice("", 0);
		words_count(own(r->was, &r->a, 0), own(r->now, &r->b, 0), r->words, &c->added, &c->removed, &r->out->rough);
	}
}

/* ---- items ---- */

static void lead_change(Reader *r)
{
	Change *c = NULL;

	for (size_t i = 1; i < PART_FIRST; i++) {
		if (r->m.how[i] == MATCH_TEXT)
			continue;
		if (!c)
			c = add(r, CHANGE_LEAD);
		words_count(own(r->was, &r->a, i), own(r->now, &r->b, i), r->words, &c->added, &c->removed, &r->out->rough);
	}
	if (!c)
		return;
	c->how = MATCH_TITLE;
	c->was = slice_sub(r->was, r->a.parts.v[1].from, r->a.parts.v[PART_FIRST - 1].to);
	c->now = slice_sub(r->now, r->b.parts.v[1].from, r->b.parts.v[PART_FIRST - 1].to);
}

static void item_deleted(Reader *r, size_t a)
{
	Change *c = add(r, CHANGE_DELETED);

	c->title = c->was_title = keep(r, r->a.parts.v[a].title);
	c->chain = c->was_chain = chain_of(r, &r->a, &r->plain_a, a);
	c->was = own(r->was, &r->a, a);
	words_count(own(r->was, &r->a, a), slice("", 0), r->words, &c->added, &c->removed, &r->out->rough);
}

/* form: also what changed in its white space only. */
static void item_change(Reader *r, size_t b, bool form)
{
	ptrdiff_t a = r->m.b_to_a[b];
	Slice now = own(r->now, &r->b, b), was = a >= 0 ? own(r->was, &r->a, (size_t)a) : slice("", 0);
	ChangeKind kind;
	Change *c;

	if (a < 0)
		kind = CHANGE_BORN;
	else if (r->m.how[a] == MATCH_SIMILAR)
		kind = CHANGE_RETITLED;
	else if (!text_same(was, now))
		kind = CHANGE_EDITED;
	else if (r->m.moved[b])
		kind = CHANGE_MOVED;
	else if (form && !slice_eq(slice_sub(was, 0, text_tail(was, 0)), slice_sub(now, 0, text_tail(now, 0))))
		kind = CHANGE_EDITED;
	else
		return;
	c = add(r, kind);
	c->title = keep(r, r->b.parts.v[b].title);
	c->was_title = a >= 0 ? keep(r, r->a.parts.v[a].title) : slice("", 0);
	c->chain = chain_of(r, &r->b, &r->plain_b, b);
	c->how = a >= 0 ? (MatchHow)r->m.how[a] : MATCH_NOT;
	c->moved = r->m.moved[b];
	c->now = now;
	if (a >= 0) {
		c->was = was;
		c->was_chain = chain_of(r, &r->a, &r->plain_a, (size_t)a);
	}
	if (kind != CHANGE_MOVED)
		words_count(was, now, r->words, &c->added, &c->removed, &r->out->rough);
}

static void item_changes(Reader *r, bool form)
{
	for (size_t b = PART_FIRST - 1; b < r->m.nb; b++) {
		ptrdiff_t a = r->m.b_to_a[b];

		if (b >= PART_FIRST)
			item_change(r, b, form);
		for (a = a < 0 ? (ptrdiff_t)r->m.na : a + 1; a < (ptrdiff_t)r->m.na && r->m.a_to_b[a] < 0; a++)
			item_deleted(r, (size_t)a);
	}
}

/* Nothing but white space: the items it is in, else the whole. */
static void form_changes(Reader *r)
{
	item_changes(r, true);
	if (r->out->changes.len == 0)
		add(r, CHANGE_FORM)->how = MATCH_TEXT;
}

static void read_changes(Slice was, Slice now, bool similar, bool alone, Changes *out)
{
	Slice texts[] = { was, now };
	Reader r = { .was = was, .now = now, .out = out };
	ItemTitles *titles;

	memset(out, 0, sizeof *out);
	out->arena = arena_new();
	if (slice_eq(was, now))
		return;
	titles = item_titles(texts, 2);
	cut_make(was, titles, &r.a);
	cut_make(now, titles, &r.b);
	cut_make(was, NULL, &r.plain_a);
	cut_make(now, NULL, &r.plain_b);
	match_parts(was, &r.a, now, &r.b, similar, &r.m);
	if (alone)
		match_alone(&r.m, &r.a, &r.b);
	r.words = intern_new();
	header_changes(&r);
	lead_change(&r);
	item_changes(&r, false);
	if (out->changes.len == 0)
		form_changes(&r);
	intern_free(r.words);
	match_free(&r.m);
	cut_free(&r.a);
	cut_free(&r.b);
	cut_free(&r.plain_a);
	cut_free(&r.plain_b);
	item_titles_free(titles);
}

void changes_read(Slice was, Slice now, bool similar, Changes *out)
{
	read_changes(was, now, similar, false, out);
}

void changes_compare(Slice was, Slice now, Changes *out)
{
	read_changes(was, now, true, true, out);
}

void changes_free(Changes *c)
{
	VEC_FREE(&c->changes);
	arena_free(c->arena);
	memset(c, 0, sizeof *c);
}

void diff_count(Slice was, Slice now, size_t *added, size_t *removed)
{
	Changes c;

	*added = *removed = 0;
	changes_read(was, now, true, &c);
	for (size_t i = 0; i < c.changes.len; i++) {
		*added += c.changes.v[i].added;
		*removed += c.changes.v[i].removed;
	}
	changes_free(&c);
}
