/*
 * Putting the joined text together: base's order, theirs' new items, then ours', each with its bytes;
 * then reading it again.
 */
#include <stdlib.h>

#include "issue/item_write.h"
#include "issue/merge_parts.h"

/* A part of the result.  Ids: base's parts first, then what the sides added. */
typedef struct {
	size_t id;
	ptrdiff_t parent;	/* an id */
	Who who;		/* whose bytes */
	size_t part;		/* … as that version numbers it */
	bool theirs_new;
	const MergeAnswer *own;	/* … or this text */
} Node;

typedef struct {
	const Merge *m;
	VEC(Node) order;
	size_t *id[3];		/* by version and part */
	size_t next_id;
	Arena *arena;		/* of answers' texts */
	Str header;
	bool has_header;	/* it was answered */
} Builder;

/* ---- which parts ---- */

/* Changed by one: that one's; by both alike, or in form only: theirs, where it has another form than base. */
static Who whose(const Merge *m, size_t part)
{
	Fate ours = merge_fate(m, OURS, part), theirs = merge_fate(m, THEIRS, part);

	if (ours != theirs)
		return ours == FATE_CHANGED ? OURS : THEIRS;
	return slice_eq(merge_own(m, BASE, part), merge_own(m, THEIRS, (size_t)m->v[THEIRS].m.a_to_b[part])) ? OURS : THEIRS;
}

static void add_base(Builder *b)
{
	const Merge *m = b->m;

	for (size_t i = 0; i < m->v[BASE].cut.parts.len; i++) {
		const Verdict *v = &m->verdicts[i];
		Node *n;

		if (v->decided ? merge_part_in(m, v->who, i) < 0 : m->v[OURS].m.a_to_b[i] < 0 || m->v[THEIRS].m.a_to_b[i] < 0)
			continue;
		n = VEC_ADD(&b->order);
		n->id = i;
		n->parent = m->v[BASE].cut.parts.v[i].parent;
		n->who = v->decided ? v->who : i == 0 && b->has_header ? THEIRS : whose(m, i);
		n->part = (size_t)m->v[n->who].m.a_to_b[i];
		n->own = v->text;
	}
}

static void give_ids(Builder *b)
{
	b->next_id = b->m->v[BASE].cut.parts.len;
	for (Who who = OURS; who <= THEIRS; who++) {
		const Match *m = &b->m->v[who].m;

		b->id[who] = mem_alloc_n(m->nb, sizeof *b->id[who]);
		for (size_t i = 0; i < m->nb; i++)
			b->id[who][i] = m->b_to_a[i] >= 0 ? (size_t)m->b_to_a[i] : b->next_id++;
	}
}

static size_t position(const Builder *b, size_t id)
{
	size_t i = 0;

	while (i < b->order.len && b->order.v[i].id != id)
		i++;
	return i;
}

/* Behind the whole of what stands at i. */
static size_t behind(const Builder *b, size_t i)
{
	size_t k = i + 1;

	for (; k < b->order.len; k++) {
		ptrdiff_t up = b->order.v[k].parent;

		while (up >= 0 && up != (ptrdiff_t)b->order.v[i].id) {
			size_t at = position(b, (size_t)up);

			up = at < k ? b->order.v[at].parent : -1;
		}
		if (up < 0)
			break;
	}
	return k;
}

/*
 * Rule R7: behind the nearest sibling before it that stands in the result, else first under its
 * parent; at one spot theirs first.
 */
static size_t place_of(const Builder *b, Who who, size_t part, ptrdiff_t parent)
{
	const Cut *c = &b->m->v[who].cut;
	size_t at;

	for (size_t k = part; k-- > PART_FIRST;) {
		if (c->parts.v[k].parent != c->parts.v[part].parent)
			continue;
		at = position(b, b->id[who][k]);
		if (at < b->order.len && b->order.v[at].parent == parent) {
			at = behind(b, at);
			goto found;
		}
	}
	at = parent >= 0 ? position(b, (size_t)parent) + 1 : PART_FIRST;
found:
	while (who == OURS && at < b->order.len && b->order.v[at].theirs_new && b->order.v[at].parent == parent)
		at = behind(b, at);
	return at;
}

static void insert_node(Builder *b, size_t at, Node n)
{
	VEC_PUSH(&b->order, n);
	memmove(&b->order.v[at + 1], &b->order.v[at], (b->order.len - 1 - at) * sizeof n);
	b->order.v[at] = n;
}

/* What is new below something that was answered to be gone goes with it. */
static bool is_homeless(const Builder *b, ptrdiff_t parent)
{
	return parent >= 0 && position(b, (size_t)parent) == b->order.len;
}

static void add_new(Builder *b, Who who)
{
	const Version *v = &b->m->v[who];

	for (size_t i = PART_FIRST; i < v->cut.parts.len; i++) {
		ptrdiff_t up = v->cut.parts.v[i].parent, parent = up < 0 ? -1 : (ptrdiff_t)b->id[who][up];

		if (v->m.b_to_a[i] < 0 && !v->dropped[i] && !is_homeless(b, parent))
			insert_node(b, place_of(b, who, i, parent), (Node){ .id = b->id[who][i], .parent = parent, .who = who, .part = i,
			    .theirs_new = who == THEIRS, .own = v->own[i] });
	}
}

/* ---- moves that were answered ---- */

/* A part of base, with what is below it, to where a version has it. */
static void relocate(Builder *b, size_t id, Who who, size_t part)
{
	const Cut *c = &b->m->v[who].cut;
	ptrdiff_t up = c->parts.v[part].parent, parent = up < 0 ? -1 : (ptrdiff_t)b->id[who][up];
	size_t from = position(b, id), n, to;
	Node *block;

	if (from == b->order.len || is_homeless(b, parent))
		return;
	n = behind(b, from) - from;
	for (size_t i = from; i < from + n; i++)
		if ((ptrdiff_t)b->order.v[i].id == parent)
			return;		/* below itself: what came out is not what was meant, and that is seen */
	block = mem_alloc_n(n, sizeof *block);
	memcpy(block, b->order.v + from, n * sizeof *block);
	memmove(b->order.v + from, b->order.v + from + n, (b->order.len - from - n) * sizeof *block);
	b->order.len -= n;
	block[0].parent = parent;
	to = place_of(b, who, part, parent);
	for (size_t i = 0; i < n; i++)
		insert_node(b, to + i, block[i]);
	free(block);
}

/* below_new: those that go below what a side added, which must stand first. */
static void relocate_all(Builder *b, bool below_new)
{
	const Merge *m = b->m;
	size_t known = m->v[BASE].cut.parts.len;

	for (Who who = THEIRS; who >= OURS; who--) {
		for (size_t i = PART_FIRST; i < m->v[who].cut.parts.len; i++) {
			ptrdiff_t base = m->v[who].m.b_to_a[i], up = m->v[who].cut.parts.v[i].parent;
			const MergeAnswer *place = base < 0 ? NULL : m->verdicts[base].place;

			if (place && (place->choice == CHOICE_THEIRS ? THEIRS : OURS) == who && (up >= 0 && b->id[who][up] >= known) == below_new)
				relocate(b, (size_t)base, who, i);
		}
	}
}

/* ---- their bytes ---- */

static Slice tail_of(Slice s)
{
	return slice_sub(s, text_tail(s, 0), s.len);
}

static Slice bytes_of(const Builder *b, const Node *n)
{
	Slice own = merge_own(b->m, n->who, n->part), with, tail = tail_of(own);
	char *p;

	if (n->id == 0 && b->has_header)
		return str_slice(&b->header);
	if (!n->own)
		return own;
	with = slice_sub(n->own->text, 0, text_tail(n->own->text, 0));
	p = arena_alloc(b->arena, with.len + tail.len + 1);
	memcpy(p, with.p, with.len);
	memcpy(p + with.len, tail.p, tail.len);
	return slice(p, with.len + tail.len);
}

/* The part of a version that a node is, or -1. */
static ptrdiff_t part_in(const Builder *b, Who who, const Node *n)
{
	if (n->who == who)
		return (ptrdiff_t)n->part;
	if (n->id < b->m->v[BASE].cut.parts.len)
		return merge_part_in(b->m, who, n->id);
	return -1;
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

/* Does the version have the two as neighbours (next NULL: n as its last)? */
static bool neighbours(const Builder *b, Who who, const Node *n, const Node *next)
{
	const Cut *c = &b->m->v[who].cut;
	ptrdiff_t x = part_in(b, who, n), y = next ? part_in(b, who, next) : (ptrdiff_t)c->parts.len;

	return x >= 0 && y >= 0 && next_part(c, (size_t)x) == (size_t)y;
}

static bool is_leadin(const Builder *b, const Node *n)
{
	return b->m->v[n->who].cut.parts.v[n->part].kind == PART_LEADIN;
}

/* The white space behind a node: as it is where its neighbour follows it too, else such that it parts the two. */
static void add_tail(const Builder *b, const Node *n, const Node *next, Str *out)
{
	static const Who by_trust[] = { THEIRS, OURS, BASE };
	Slice own = tail_of(bytes_of(b, n));
	const char *nl = text_nl(b->m->v[n->who].text);
	bool bullets = next && is_leadin(b, n) && is_leadin(b, next);

	if (neighbours(b, n->who, n, next)) {
		str_add_slice(out, own);
		return;
	}
	for (size_t i = 0; i < 3; i++)
		if (neighbours(b, by_trust[i], n, next)) {
			str_add_slice(out, tail_of(merge_own(b->m, by_trust[i], (size_t)part_in(b, by_trust[i], n))));
			return;
		}
	if (!next)
		str_add_slice(out, tail_of(b->m->v[THEIRS].text));
	else if (lines_in(own) >= (bullets ? 1u : 2u))
		str_add_slice(out, own);
	else
		str_printf(out, "%s%s", nl, nl);
}

static const Node *next_node(const Builder *b, size_t i)
{
	for (i++; i < b->order.len; i++)
		if (bytes_of(b, &b->order.v[i]).len > 0)
			return &b->order.v[i];
	return NULL;
}

static void add_all(const Builder *b, Str *out)
{
	for (size_t i = 0; i < b->order.len; i++) {
		Slice own = bytes_of(b, &b->order.v[i]);

		if (own.len == 0)
			continue;
		str_add_slice(out, slice_sub(own, 0, text_tail(own, 0)));
		add_tail(b, &b->order.v[i], next_node(b, i), out);
	}
}

/* Where one side changed all line ends, what the other wrote follows it. */
static void even_line_ends(const Merge *m, size_t start, Str *out)
{
	const char *base = text_nl(m->v[BASE].text), *ours = text_nl(m->v[OURS].text), *theirs = text_nl(m->v[THEIRS].text);
	Str even = STR_EMPTY;

	if (strcmp(base, ours) == 0 && strcmp(base, theirs) == 0)
		return;
	text_add_lines(slice_sub(str_slice(out), start, out->len), strcmp(base, ours) == 0 ? theirs : ours, &even);
	str_truncate(out, start);
	str_add_slice(out, str_slice(&even));
	str_free(&even);
}

/* ---- the proof ---- */

static bool is_as_meant(const Builder *b, const ItemTitles *titles, Slice text)
{
	Cut c;
	bool good;

	cut_make(text, titles, &c);
	good = c.parts.len == b->order.len;
	for (size_t i = 0; good && i < c.parts.len; i++) {
		const Part *p = &c.parts.v[i];
		const Node *n = &b->order.v[i];

		good = text_same(slice_sub(text, p->from, p->to), bytes_of(b, n)) &&
		    (p->parent < 0 ? n->parent < 0 : n->parent >= 0 && b->order.v[p->parent].id == (size_t)n->parent);
	}
	cut_free(&c);
	return good;
}

bool merge_build(const Merge *m, const ItemTitles *titles, Str *out)
{
	Builder b = { .m = m, .arena = arena_new() };
	size_t start = out->len;
	bool good;

	give_ids(&b);
	b.has_header = merge_header(m, &b.header);
	add_base(&b);
	relocate_all(&b, false);
	add_new(&b, THEIRS);
	add_new(&b, OURS);
	relocate_all(&b, true);
	add_all(&b, out);
	even_line_ends(m, start, out);
	good = is_as_meant(&b, titles, slice_sub(str_slice(out), start, out->len));
	VEC_FREE(&b.order);
	str_free(&b.header);
	arena_free(b.arena);
	free(b.id[OURS]);
	free(b.id[THEIRS]);
	return good;
}
