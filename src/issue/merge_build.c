/* The bytes of a joined issue: what is untouched as it was, the white space between two as the version has it that has them so; then read again. */
#include "issue/item_parts.h"
#include "issue/item_write.h"
#include "issue/merge_parts.h"
#include "issue/merge_rows.h"

typedef struct {
	Merge *m;
	size_t file;
	VEC(size_t) order;	/* nodes */
	Slice header;
} Builder;

/* ---- in order ---- */

static void flatten(Builder *b, const size_t *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const Node *node = &b->m->nodes.v[v[i]];

		VEC_PUSH(&b->order, v[i]);
		flatten(b, node->kids.v, node->kids.len);
	}
}

static bool is_header(const Builder *b, size_t i)
{
	return i == 0 && b->order.v[i] == b->m->files[b->file].v[BASE].node[0];
}

/* ---- one node ---- */

/* Its heading as deep as its place wants it. */
static Slice own_of(const Builder *b, size_t i)
{
	const Node *n = &b->m->nodes.v[b->order.v[i]];
	const Part *p;
	Str s = STR_EMPTY;
	Slice text, kept;
	size_t done;

	if (is_header(b, i))
		return b->header;
	if (n->title == BASE || node_is_fixed(b->m, b->order.v[i]))
		return n->own;
	p = node_part(b->m, b->order.v[i], n->title);
	if (p->kind != PART_HEADING || p->level == n->level || n->level > 6)
		return n->own;
	text = node_version(b->m, b->order.v[i], n->title)->text;
	item_heading_line(text, p, n->level, &s, &done);
	str_add_slice(&s, slice_sub(n->own, done - p->from, n->own.len));
	kept = merge_keep(b->m, str_slice(&s));
	str_free(&s);
	return kept;
}

static bool spans(const Builder *b, size_t i)
{
	return is_header(b, i) ? b->header.len > 0 : b->m->nodes.v[b->order.v[i]].spans;
}

/* ---- the white space behind it ---- */

/* The part that it is in a version of this file, or -1. */
static ptrdiff_t part_in(const Builder *b, Who who, size_t i)
{
	const Spot *s = &b->m->nodes.v[b->order.v[i]].at[who];

	return s->in == who && s->file == b->file ? s->part : -1;
}

/* The next part that is not empty; the number of parts at the end. */
static size_t next_part(const Cut *c, size_t i)
{
	for (i++; i < c->parts.len && c->parts.v[i].from == c->parts.v[i].to; i++)
		;
	return i;
}

static size_t lines_in(Slice s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		n += s.p[i] == '\n';
	return n;
}

static Slice tail_in(const Builder *b, Who who, size_t i)
{
	const Version *v = &b->m->files[b->file].v[who];
	const Part *p = &v->cut.parts.v[part_in(b, who, i)];
	Slice own = slice_sub(v->text, p->from, p->to);

	return slice_sub(own, text_tail(own, 0), own.len);
}

/* Does the version have the two beside each other (next past the end: i as its last)? */
static bool neighbours(const Builder *b, Who who, size_t i, size_t next)
{
	const Cut *c = &b->m->files[b->file].v[who].cut;
	ptrdiff_t x = part_in(b, who, i), y = next < b->order.len ? part_in(b, who, next) : (ptrdiff_t)c->parts.len;

	return x >= 0 && y >= 0 && next_part(c, (size_t)x) == (size_t)y;
}

static bool is_leadin(const Builder *b, size_t i)
{
	for EACH(who)
		if (part_in(b, who, i) >= 0)
			return b->m->files[b->file].v[who].cut.parts.v[part_in(b, who, i)].kind == PART_LEADIN;
	return false;
}

/* As the last side that has it parts it from something. */
static Slice any_tail(const Builder *b, size_t i)
{
	for (Who who = MERGE_SIDES; who-- > BASE;)
		if (part_in(b, who, i) >= 0)
			return tail_in(b, who, i);
	return slice("", 0);
}

static void add_tail(const Builder *b, size_t i, size_t next, Str *out)
{
	const Version *theirs = &b->m->files[b->file].v[THEIRS];
	bool has[MERGE_SIDES], bullets = next < b->order.len && is_leadin(b, i) && is_leadin(b, next);
	Slice in[MERGE_SIDES], own = any_tail(b, i);
	const char *nl = text_nl(theirs->text);

	for EACH(who) {
		has[who] = neighbours(b, who, i, next);
		in[who] = has[who] ? tail_in(b, who, i) : slice("", 0);
	}
	if (has[OURS] && has[THEIRS])
		str_add_slice(out, has[BASE] ? in[bytes_whose(in[BASE], in[OURS], in[THEIRS])] : in[THEIRS]);
	else if (has[THEIRS] || has[OURS] || has[BASE])
		str_add_slice(out, in[has[THEIRS] ? THEIRS : has[OURS] ? OURS : BASE]);
	else if (next >= b->order.len && theirs->text.len > 0)
		str_add_slice(out, slice_sub(theirs->text, text_tail(theirs->text, 0), theirs->text.len));
	else if (next >= b->order.len)
		str_add_c(out, nl);
	else if (lines_in(own) >= (bullets ? 1u : 2u) || (is_header(b, i) && lines_in(own) > 0))
		str_add_slice(out, own);
	else
		str_printf(out, "%s%s", nl, nl);
}

static size_t next_node(const Builder *b, size_t i)
{
	for (i++; i < b->order.len && !spans(b, i); i++)
		;
	return i;
}

static void add_all(const Builder *b, Str *out)
{
	for (size_t i = 0; i < b->order.len; i++) {
		Slice own;

		if (!spans(b, i))
			continue;
		own = own_of(b, i);
		str_add_slice(out, slice_sub(own, 0, text_tail(own, 0)));
		add_tail(b, i, next_node(b, i), out);
	}
}

/* Where one side changed all line ends, what the other wrote follows it. */
static void even_line_ends(const Builder *b, Str *out)
{
	const Version *v = b->m->files[b->file].v;
	const char *base = text_nl(v[BASE].text), *ours = text_nl(v[OURS].text), *theirs = text_nl(v[THEIRS].text);
	Str even = STR_EMPTY;

	if (strcmp(base, ours) == 0 && strcmp(base, theirs) == 0)
		return;
	text_add_lines(str_slice(out), strcmp(base, ours) == 0 ? theirs : ours, &even);
	str_clear(out);
	str_add_slice(out, str_slice(&even));
	str_free(&even);
}

/* ---- the proof ---- */

static bool is_as_meant(const Builder *b, Slice text)
{
	Cut c;
	bool good;

	cut_make(text, b->m->files[b->file].titles, &c);
	good = c.parts.len == b->order.len;
	for (size_t i = 0; good && i < c.parts.len; i++) {
		const Part *p = &c.parts.v[i];
		const Node *n = &b->m->nodes.v[b->order.v[i]];

		good = text_same(slice_sub(text, p->from, p->to), own_of(b, i)) &&
		    (p->parent < 0 ? n->parent < 0 : n->parent >= 0 && b->order.v[p->parent] == (size_t)n->parent);
	}
	cut_free(&c);
	return good;
}

/* What cannot be put together such that it reads as it was meant is for a person as a whole. */
static void ask_whole(Builder *b, Str *out)
{
	const Version *v = b->m->files[b->file].v;
	const MergeAnswer *a;

	merge_forget_file(b->m, b->file);
	a = merge_ask_file(b->m, "body", b->file);
	str_clear(out);
	str_add_slice(out, !a || a->choice == CHOICE_OURS ? v[OURS].text : a->choice == CHOICE_TEXT ? a->text : v[THEIRS].text);
}

void merge_build(Merge *m, size_t file, Str *out)
{
	Builder b = { .m = m, .file = file };
	Str header = STR_EMPTY;
	bool good = merge_header_join(m, file, &header);

	b.header = str_slice(&header);
	flatten(&b, m->files[file].top.v, m->files[file].top.len);
	add_all(&b, out);
	even_line_ends(&b, out);
	if (!good || !is_as_meant(&b, str_slice(out)))
		ask_whole(&b, out);
	VEC_FREE(&b.order);
	str_free(&header);
}
