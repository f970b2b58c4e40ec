/* The comparison of two texts as a Doc with marks: the page of now, what came marked, what is gone put back. */
#include "issue/diff.h"

#include <stdlib.h>

#include "base/words.h"
#include "issue/diff_blocks.h"
#include "issue/diff_words.h"
#include "issue/leaf.h"

/* Blocks of the top level, the items of a list of lead-ins one by one, each with the part it belongs to. */
typedef struct {
	Nodes nodes;
	VEC(size_t) part;
} Units;

typedef struct {
	Slice text;
	Cut cut;
	Doc *doc;
	Units units;
} Side;

typedef struct {
	Side was, now;
	Match m;
	BlockDiff d;
	Cursor c;
	size_t at;		/* the part of now at hand */
	bool *changed;		/* by part of now, and of then if it is gone */
} Differ;

/* ---- sides ---- */

static bool holds_leadins(const Cut *c, const Node *list)
{
	for (const Node *n = list->first; n; n = n->next) {
		const Part *p = &c->parts.v[cut_at(c, n->from)];

		if (p->kind == PART_LEADIN && p->from >= n->from && p->from < n->to)
			return true;
	}
	return false;
}

static void add_unit(Side *s, Node *n)
{
	VEC_PUSH(&s->units.nodes, n);
	VEC_PUSH(&s->units.part, cut_at(&s->cut, n->from));
}

static void side_open(Side *s, Slice text, const ItemTitles *titles)
{
	s->text = text;
	cut_make(text, titles, &s->cut);
	s->doc = leaf_doc(text, &s->cut, 0, text.len);
	for (Node *n = s->doc->root->first; n; n = n->next) {
		if (n->kind != NODE_LIST || !holds_leadins(&s->cut, n)) {
			add_unit(s, n);
			continue;
		}
		n->level = LIST_OF_UNITS;
		for (Node *item = n->first; item; item = item->next)
			add_unit(s, item);
	}
}

static void side_close(Side *s)
{
	VEC_FREE(&s->units.nodes);
	VEC_FREE(&s->units.part);
	cut_free(&s->cut);
}

/* The units of one part; they stand together. */
static Nodes units_of(const Units *u, size_t part)
{
	Nodes out = { 0 };
	size_t low = 0, high = u->part.len;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (u->part.v[mid] < part)
			low = mid + 1;
		else
			high = mid;
	}
	for (; low < u->part.len && u->part.v[low] == part; low++)
		VEC_PUSH(&out, u->nodes.v[low]);
	return out;
}

/* ---- parts ---- */

static bool is_marked(const Node *n)
{
	if (n->mark != MARK_NONE)
		return true;
	for (const Node *k = doc_next(n, n); k; k = doc_next(n, k))
		if (k->mark != MARK_NONE)
			return true;
	return false;
}

static void part_gone(Differ *d, size_t a)
{
	Nodes was = units_of(&d->was.units, a);

	for (size_t i = 0; i < was.len; i++)
		blocks_gone(&d->d, was.v[i], &d->c);
	VEC_FREE(&was);
}

static void part_compared(Differ *d, size_t b)
{
	ptrdiff_t a = d->m.b_to_a[b];
	Nodes was = a >= 0 ? units_of(&d->was.units, (size_t)a) : (Nodes){ 0 }, now = units_of(&d->now.units, b);
	bool changed = a < 0 || d->m.how[a] != MATCH_TEXT;

	if (changed)
		blocks_compare(&d->d, &was, &now, &d->c);
	else if (now.len > 0)
		d->c.at = now.v[now.len - 1];
	for (size_t i = 0; d->m.moved[b] && i < now.len; i++)
		if (now.v[i]->mark == MARK_NONE || now.v[i]->mark == MARK_CHANGED)
			now.v[i]->mark = MARK_MOVED;
	d->changed[b] = changed || d->m.moved[b];
	VEC_FREE(&was);
	VEC_FREE(&now);
}

static bool is_moved(const Differ *d, size_t a)
{
	return d->m.a_to_b[a] >= 0 && d->m.moved[d->m.a_to_b[a]];
}

/* Behind the part and all below it. */
static size_t end_below(const Cut *c, size_t part)
{
	size_t low = part + 1, high = c->parts.len;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (c->parts.v[mid].from < c->parts.v[part].cover)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* What moves takes along what is below it: nothing from behind that is put behind a part of it. */
static size_t end_of_company(const Differ *d, size_t a)
{
	for (ptrdiff_t up = (ptrdiff_t)a; up >= PART_FIRST; up = d->was.cut.parts.v[up].parent)
		if (is_moved(d, (size_t)up))
			return end_below(&d->was.cut, (size_t)up);
	return d->m.na;
}

static void part_away(Differ *d, size_t a)
{
	size_t b = (size_t)d->m.a_to_b[a];
	Nodes was = units_of(&d->was.units, a);

	if (was.len > 0)
		moved_away(&d->d, was.v[0], d->was.cut.parts.v[a].title, b > d->at, &d->c);
	VEC_FREE(&was);
}

/* What stood behind a part of then and is there no more, up to the next that is. */
static void behind(Differ *d, size_t a)
{
	size_t end = end_of_company(d, a);

	for (size_t x = a + 1; x < end;) {
		if (d->m.a_to_b[x] < 0) {
			part_gone(d, x++);
		} else if (is_moved(d, x)) {
			part_away(d, x);
			x = end_below(&d->was.cut, x);
		} else {
			break;
		}
	}
}

static void parts_compared(Differ *d)
{
	for (d->at = 1; d->at < d->m.nb; d->at++) {
		ptrdiff_t a = d->m.b_to_a[d->at];

		part_compared(d, d->at);
		if (a >= PART_FIRST - 1)
			behind(d, (size_t)a);
	}
	moved_find(&d->d);
}

/* ---- the header ---- */

static Slice shown(Slice text, const HeaderField *f)
{
	if (!f)
		return slice("", 0);
	return f->plain ? f->value : slice_trim(slice_sub(text, f->from, f->to));
}

static Node *field_para(Doc *d, Slice name, Slice value, Mark mark)
{
	Node *para = doc_node(d, NODE_PARA), *n = doc_text(d, NODE_TEXT, value);

	doc_append(para, doc_text(d, NODE_TEXT, name));
	doc_append(para, doc_text(d, NODE_TEXT, SLICE_LIT(": ")));
	n->mark = mark == MARK_CHANGED ? MARK_NONE : mark;
	doc_append(para, n);
	para->mark = mark;
	return para;
}

/* What its words do not tell: both whole. */
static void add_both(Doc *d, Node *para, Slice was)
{
	Node *n = doc_text(d, NODE_TEXT, was), *between = doc_text(d, NODE_TEXT, SLICE_LIT(" ")), *value = para->last;

	n->mark = MARK_REMOVED;
	between->mark = MARK_CHANGED;
	value->mark = MARK_ADDED;
	doc_insert_before(value, n);
	doc_insert_before(value, between);
}

static void field_compared(Differ *d, Slice name, const HeaderField *was, const HeaderField *now)
{
	Slice a = shown(d->was.text, was), b = shown(d->now.text, now);
	Doc *doc = d->now.doc;
	Node *para;

	if (was && now && slice_eq(a, b))
		return;
	para = field_para(doc, name, now ? b : a, !was ? MARK_ADDED : !now ? MARK_REMOVED : MARK_CHANGED);
	if (was && now && !words_mark(doc, field_para(doc, name, a, MARK_NONE), para, d->d.words, &d->d.rough))
		add_both(doc, para, a);
	blocks_put(&d->d, para, NULL, &d->c);
	d->changed[0] = true;
}

static void raw_header(Differ *d, const Side *s, Mark mark)
{
	Slice raw = slice_sub(s->text, 0, s->cut.header.end);
	Node *n;

	if (raw.len == 0)
		return;
	n = doc_text(d->now.doc, NODE_CODE, raw);
	n->mark = mark;
	blocks_put(&d->d, n, NULL, &d->c);
	d->changed[0] = true;
}

static void header_compared(Differ *d)
{
	const Header *a = &d->was.cut.header, *b = &d->now.cut.header;

	if (a->fields.len == 0 && b->fields.len == 0 &&	/* not to be read: shown as it is */
	    !slice_eq(slice_sub(d->was.text, 0, a->end), slice_sub(d->now.text, 0, b->end))) {
		raw_header(d, &d->was, MARK_REMOVED);
		raw_header(d, &d->now, MARK_ADDED);
		return;
	}

	for (size_t i = 0; i < b->fields.len; i++)
		field_compared(d, b->fields.v[i].name, header_name(a, b->fields.v[i].name), &b->fields.v[i]);
	for (size_t i = 0; i < a->fields.len; i++)
		if (!header_name(b, a->fields.v[i].name))
			field_compared(d, a->fields.v[i].name, &a->fields.v[i], NULL);
}

/* ---- the two ---- */

static void compare(Differ *d, Slice was, Slice now)
{
	Slice texts[] = { was, now };
	ItemTitles *titles = item_titles(texts, 2);

	side_open(&d->was, was, titles);
	side_open(&d->now, now, titles);
	match_parts(was, &d->was.cut, now, &d->now.cut, true, &d->m);
	match_alone(&d->m, &d->was.cut, &d->now.cut);
	d->d = (BlockDiff){ .doc = d->now.doc, .keys = intern_new(), .words = intern_new() };
	d->c = (Cursor){ d->now.doc->root, NULL };
	d->changed = mem_alloc_n(d->m.nb, sizeof *d->changed);
	header_compared(d);
	parts_compared(d);
	item_titles_free(titles);
}

static Doc *finish(Differ *d)
{
	intern_free(d->d.keys);
	intern_free(d->d.words);
	VEC_FREE(&d->d.gone);
	VEC_FREE(&d->d.come);
	match_free(&d->m);
	doc_free(d->was.doc);
	side_close(&d->was);
	side_close(&d->now);
	free(d->changed);
	if (d->d.rough)
		rough_note(d->now.doc);
	return d->now.doc;
}

Doc *diff_doc(Slice was, Slice now)
{
	Differ d = { .changed = NULL };

	compare(&d, was, now);
	return finish(&d);
}

/* ---- without what did not change ---- */

/* A parent's heading says where a changed item stands. */
static void keep_parents(const Differ *d, bool *heading)
{
	const Cut *c = &d->now.cut;

	for (size_t i = PART_FIRST; i < c->parts.len; i++)
		for (ptrdiff_t up = c->parts.v[i].parent; d->changed[i] && up >= 0 && !heading[up]; up = c->parts.v[up].parent)
			heading[up] = true;
}

static Node *note(Doc *d, const char *words)
{
	return doc_text(d, NODE_NOTE, slice_c(words));
}

/* Puts a line where n parts have gone, before a node of the top level (NULL: at the end). */
static void say_left_out(Doc *d, size_t n, Node *before)
{
	Str s = STR_EMPTY;
	Node *line;

	if (n == 0)
		return;
	str_printf(&s, words_plural("… %zu item unchanged", "… %zu items unchanged", n), n);
	line = note(d, str_c(&s));
	if (before)
		doc_insert_before(before, line);
	else
		doc_append(d->root, line);
	str_free(&s);
}

static bool all_gone_before(const Node *n)
{
	for (n = n->prev; n; n = n->prev)
		if (n->mark != MARK_REMOVED && n->mark != MARK_AWAY)
			return false;
	return true;
}

/* The place for a line before a unit: a list is parted there, if something of it is shown before. */
static Node *place_before(Doc *d, Node *n)
{
	Node *list = n->parent;

	if (list == d->root || all_gone_before(n))
		return list == d->root ? n : list;
	return list_part(d, n);
}

static void leave_out(Differ *d)
{
	Doc *doc = d->now.doc;
	bool *heading = mem_alloc_n(d->m.nb, sizeof *heading);
	size_t left = 0, last = 0;

	keep_parents(d, heading);
	for (size_t i = 0; i < d->now.units.nodes.len; i++) {
		size_t part = d->now.units.part.v[i];
		Node *n = d->now.units.nodes.v[i], *top = n;
		bool first = i == 0 || part != last;

		last = part;
		while (top->parent && top->parent != doc->root)
			top = top->parent;
		if (d->changed[part] || is_marked(n) || (heading[part] && first)) {
			if (left > 0)
				say_left_out(doc, left, place_before(doc, n));
			left = 0;
			continue;
		}
		left += first && part >= PART_FIRST && !heading[part];
		if (!top->parent)
			continue;
		doc_unlink(n);
		if (top != n && !top->first)
			doc_unlink(top);
	}
	say_left_out(doc, left, NULL);
	free(heading);
}

static bool says_anything(const Doc *d)
{
	for (const Node *n = d->root->first; n; n = n->next)
		if (n->kind != NODE_NOTE)
			return true;
	return false;
}

Doc *diff_doc_changed(Slice was, Slice now)
{
	Differ d = { .changed = NULL };

	compare(&d, was, now);
	leave_out(&d);
	if (!says_anything(d.now.doc)) {
		while (d.now.doc->root->first)
			doc_unlink(d.now.doc->root->first);
		doc_append(d.now.doc->root, note(d.now.doc, slice_eq(was, now) ? _("no difference") : _("only white space differs")));
	}
	return finish(&d);
}
