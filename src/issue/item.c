/*
 * Cutting a text into items: headings, bold lead-ins or plain lines, as a flat list without gaps and a
 * tree over it.
 */
#include "issue/item.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "issue/item_parts.h"

typedef struct {
	Lines lines;
	const ItemTitles *titles;
	Starts starts;
	ptrdiff_t title_line;	/* of the title heading; -1: none */
	size_t title_end;	/* the first line behind it; 0 without */
	Cut *out;
} Cutter;

/* ---- headings ---- */

static Slice heading_title(const Lines *l, size_t i)
{
	return title_clean(slice_sub(l->text, l->lines.v[i].text, l->lines.v[i].text_end), l->arena);
}

static size_t heading_end(const Lines *l, size_t i)
{
	for (i++; i < l->lines.len && l->lines.v[i].kind == SCAN_UNDERLINE; i++)
		;
	return i;
}

static bool is_header_title(const Cut *c, Slice title)
{
	const HeaderField *f = header_find(&c->header, KEY_TITLE);
	Str a = STR_EMPTY, b = STR_EMPTY;
	bool same;

	if (!f || f->value.len == 0)
		return false;
	title_fold(title, &a);
	title_fold(f->value, &b);
	same = slice_eq(str_slice(&a), str_slice(&b));
	str_free(&a);
	str_free(&b);
	return same;
}

/* The same words are an item in a version that this one is compared with. */
static bool is_top_item_elsewhere(const ItemTitles *titles, Slice title)
{
	Str folded = STR_EMPTY;
	bool is;

	if (!titles)
		return false;
	str_add_char(&folded, TITLE_TOP);
	title_fold(title, &folded);
	is = intern_find(titles->all, str_slice(&folded)) >= 0;
	str_free(&folded);
	return is;
}

static void find_title(Cutter *k)
{
	size_t tops = 0, headings = 0, first = 0, before = 0;
	Slice title;

	for (size_t i = 0; i < k->lines.lines.len; i++) {
		const ScanLine *line = &k->lines.lines.v[i];

		if (line->kind != SCAN_HEADING)
			continue;
		if (line->level == 1 && tops++ == 0) {
			first = i;
			before = headings;
		}
		headings++;
	}
	k->title_line = -1;
	if (tops == 0)
		return;
	title = heading_title(&k->lines, first);
	if (!(tops == 1 && before == 0) && !is_header_title(k->out, title))
		return;
	if (is_top_item_elsewhere(k->titles, title))
		return;
	k->title_line = (ptrdiff_t)first;
	k->title_end = heading_end(&k->lines, first);
	k->out->title = title;
}

/* ---- where items begin ---- */

static void add_heading(Cutter *k, size_t i)
{
	const Lines *l = &k->lines;
	size_t body = heading_end(l, i);
	Start *s = VEC_ADD(&k->starts);

	while (body < l->lines.len && l->lines.v[body].kind == SCAN_BLANK)
		body++;
	s->kind = PART_HEADING;
	s->level = l->lines.v[i].level;
	s->from = l->lines.v[i].from;
	s->body = body < l->lines.len ? l->lines.v[body].from : l->text.len;
	s->title = heading_title(l, i);
}

static bool is_item_heading(const Cutter *k, size_t i)
{
	return k->lines.lines.v[i].kind == SCAN_HEADING && (ptrdiff_t)i != k->title_line;
}

static void find_sections(Cutter *k)
{
	size_t n = k->lines.lines.len, from = 0;

	for (size_t i = 0; i <= n; i++) {
		if (i < n && !is_item_heading(k, i))
			continue;
		if (k->title_end > from && k->title_end <= i && k->starts.len == 0)
			from = k->title_end;	/* what stands before the title heading is its own */
		leadins_find(&k->lines, from, i, k->titles, &k->starts);
		if (i < n)
			add_heading(k, i);
		from = i + 1;
	}
}

static int by_place(const void *a, const void *b)
{
	const Start *x = a, *y = b;

	return (x->from > y->from) - (x->from < y->from);
}

static void find_named(Cutter *k)
{
	Intern *taken = intern_new();
	Str folded = STR_EMPTY;
	size_t had = k->starts.len;

	for (size_t i = 0; i < had; i++) {
		str_clear(&folded);
		title_fold(k->starts.v[i].title, &folded);
		intern_put(taken, str_slice(&folded));
	}
	plains_named(&k->lines, k->titles, taken, &k->starts);
	if (k->starts.len > had)
		qsort(k->starts.v, k->starts.len, sizeof k->starts.v[0], by_place);
	str_free(&folded);
	intern_free(taken);
}

/* What both rules name is one item. */
static void drop_doubles(Starts *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->len; i++)
		if (n == 0 || s->v[n - 1].from != s->v[i].from)
			s->v[n++] = s->v[i];
	s->len = n;
}

static void find_starts(Cutter *k)
{
	Date d;
	bool natural;

	find_title(k);
	find_sections(k);
	natural = k->starts.len > 0;
	if (!natural)
		plains_find(&k->lines, k->title_end, k->title_line >= 0 && line_is_date(k->out->title, &d), &k->starts);
	if (k->titles) {
		find_named(k);
		drop_doubles(&k->starts);
	}
}

/* ---- parts ---- */

static void add_part(Cut *c, PartKind kind, size_t from, size_t to)
{
	Part *p = VEC_ADD(&c->parts);

	p->kind = kind;
	p->from = p->body = from;
	p->to = p->cover = to;
	p->parent = -1;
}

static void add_fixed(Cutter *k)
{
	Cut *c = k->out;
	const ScanLines *lines = &k->lines.lines;
	size_t first = k->starts.len ? k->starts.v[0].from : k->lines.text.len;
	size_t head = c->header.end, title = head, i = k->title_end;

	while (i < lines->len && lines->v[i].kind == SCAN_BLANK)
		i++;
	if (k->title_line >= 0 && lines->v[k->title_line].from < first)
		title = i < lines->len ? lines->v[i].from : k->lines.text.len;
	add_part(c, PART_HEADER, 0, head);
	add_part(c, PART_TITLE, head, title);
	add_part(c, PART_LEAD, title, first);
}

static void add_items(Cutter *k)
{
	for (size_t i = 0; i < k->starts.len; i++) {
		const Start *s = &k->starts.v[i];
		size_t to = i + 1 < k->starts.len ? s[1].from : k->lines.text.len;
		Part *p;

		add_part(k->out, s->kind, s->from, to);
		p = VEC_LAST(&k->out->parts);
		p->level = s->level;
		p->title = s->title;
		p->body = s->body < to ? s->body : to;
	}
}

/* Parents are headings (plain lines stand for some); a lead-in belongs to the one it stands under. */
static void grow_tree(Cut *c, size_t end)
{
	ptrdiff_t open = -1;	/* the heading we are under; its parents are the stack */

	for (size_t i = PART_FIRST; i < c->parts.len; i++) {
		Part *p = &c->parts.v[i];

		if (p->kind == PART_LEADIN) {
			p->level = open >= 0 ? c->parts.v[open].level + 1 : 2;
			p->parent = open;
			continue;
		}
		while (open >= 0 && c->parts.v[open].level >= p->level) {
			c->parts.v[open].cover = p->from;
			open = c->parts.v[open].parent;
		}
		p->parent = open;
		open = (ptrdiff_t)i;
	}
	for (; open >= 0; open = c->parts.v[open].parent)
		c->parts.v[open].cover = end;
}

/* ---- keys ---- */

/* "PARENT/SLUG" with a number behind it if it is to be one of several. */
static void sibling_key(Str *out, const Part *p, Slice slug, size_t n)
{
	str_clear(out);
	str_printf(out, "%td/", p->parent);
	str_add_slice(out, slug);
	if (n > 1)
		str_printf(out, "-%zu", n);
}

static void give_keys(Cut *c)
{
	Intern *used = intern_new();
	VEC(size_t) next = { 0 };	/* by number in used: the lowest number that may be free */
	Str slug = STR_EMPTY, key = STR_EMPTY;

	for (size_t i = PART_FIRST; i < c->parts.len; i++) {
		Part *p = &c->parts.v[i];
		size_t n = 1, id, skip;

		str_clear(&slug);
		utf8_slug(p->title, &slug);
		sibling_key(&key, p, str_slice(&slug), 1);
		id = intern_put(used, str_slice(&key));
		if (id < next.len) {
			for (n = next.v[id]; ; n++) {
				sibling_key(&key, p, str_slice(&slug), n);
				if (intern_find(used, str_slice(&key)) < 0)
					break;
			}
			intern_put(used, str_slice(&key));
			next.v[id] = n + 1;
		}
		while (next.len < intern_count(used))
			VEC_PUSH(&next, (size_t)2);
		skip = (size_t)((const char *)memchr(key.p, '/', key.len) - key.p) + 1;
		p->key = slice(arena_dup(c->arena, key.p + skip, key.len - skip), key.len - skip);
	}
	VEC_FREE(&next);
	intern_free(used);
	str_free(&slug);
	str_free(&key);
}

void cut_make(Slice text, const ItemTitles *titles, Cut *out)
{
	Cutter k = { .titles = titles, .out = out };

	memset(out, 0, sizeof *out);
	out->arena = arena_new();
	header_read(text, &out->header);
	k.lines.text = text;
	k.lines.arena = out->arena;
	scan_lines(slice_sub(text, out->header.end, text.len), &k.lines.lines);
	for (size_t i = 0; i < k.lines.lines.len; i++) {
		ScanLine *line = &k.lines.lines.v[i];

		line->from += out->header.end;
		line->to += out->header.end;
		line->text += out->header.end;
		line->text_end += out->header.end;
	}
	find_starts(&k);
	add_fixed(&k);
	add_items(&k);
	grow_tree(out, text.len);
	give_keys(out);
	VEC_FREE(&k.starts);
	VEC_FREE(&k.lines.lines);
}

void cut_free(Cut *c)
{
	header_free(&c->header);
	VEC_FREE(&c->parts);
	arena_free(c->arena);
	memset(c, 0, sizeof *c);
}

/* ---- finding ---- */

static ptrdiff_t find_child(const Cut *c, ptrdiff_t parent, Slice key)
{
	for (size_t i = PART_FIRST; i < c->parts.len; i++)
		if (c->parts.v[i].parent == parent && slice_eq(c->parts.v[i].key, key))
			return (ptrdiff_t)i;
	return -1;
}

static ptrdiff_t find_alone(const Cut *c, Slice key)
{
	ptrdiff_t found = -1;

	for (size_t i = PART_FIRST; i < c->parts.len; i++)
		if (slice_eq(c->parts.v[i].key, key)) {
			if (found >= 0)
				return -2;
			found = (ptrdiff_t)i;
		}
	return found;
}

ptrdiff_t cut_find(const Cut *c, const Slice *keys, size_t n)
{
	ptrdiff_t at = -1;
	Str slug = STR_EMPTY;

	for (size_t i = 0; i < n; i++) {
		str_clear(&slug);
		utf8_slug(keys[i], &slug);	/* a title typed as it is read is as good as its key */
		at = find_child(c, at, str_slice(&slug));
		if (at < 0)
			break;
	}
	if (at < 0 && n == 1)
		at = find_alone(c, str_slice(&slug));
	str_free(&slug);
	return at;
}

void cut_chain(const Cut *c, size_t part, Str *out)
{
	size_t start = out->len;

	for (ptrdiff_t i = (ptrdiff_t)part; i >= 0; i = c->parts.v[i].parent) {
		if (out->len > start)
			str_insert(out, start, SLICE_LIT("/"));
		str_insert(out, start, c->parts.v[i].key);
	}
}

size_t cut_at(const Cut *c, size_t byte)
{
	size_t low = 0, high = c->parts.len;

	while (high - low > 1) {
		size_t mid = low + (high - low) / 2;

		if (c->parts.v[mid].from <= byte)
			low = mid;
		else
			high = mid;
	}
	return low;
}

ptrdiff_t cut_begins(const Cut *c, size_t byte)
{
	size_t i = cut_at(c, byte);

	return i >= PART_FIRST && c->parts.v[i].from == byte ? (ptrdiff_t)i : -1;
}

void cut_chain_beside(const Cut *c, const Cut *alone, size_t part, Str *out)
{
	ptrdiff_t i = cut_begins(alone, c->parts.v[part].from);

	cut_chain(i < 0 ? c : alone, i < 0 ? part : (size_t)i, out);
}
