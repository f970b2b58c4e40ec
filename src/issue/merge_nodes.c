/* Who is who: parts of all versions of all files, and which of them are one item (rules R0, R1, and who added the same in R6). */
#include <stdlib.h>

#include "base/utf8.h"
#include "issue/across.h"
#include "issue/item_parts.h"
#include "issue/merge_parts.h"

/* ---- looking at a node ---- */

bool node_is_in(const Merge *m, size_t node, Who who)
{
	return m->nodes.v[node].at[who].part >= 0;
}

bool node_is_fixed(const Merge *m, size_t node)
{
	const Node *n = &m->nodes.v[node];

	for EACH(who)
		if (n->at[who].part >= 0)
			return n->at[who].part < PART_FIRST;
	return false;
}

const Version *node_version(const Merge *m, size_t node, Who who)
{
	const Spot *s = &m->nodes.v[node].at[who];

	return &m->files[s->file].v[s->in];
}

const Part *node_part(const Merge *m, size_t node, Who who)
{
	return &node_version(m, node, who)->cut.parts.v[m->nodes.v[node].at[who].part];
}

Slice node_own(const Merge *m, size_t node, Who who)
{
	if (!node_is_in(m, node, who))
		return slice("", 0);
	return slice_sub(node_version(m, node, who)->text, node_part(m, node, who)->from, node_part(m, node, who)->to);
}

/* The title part is all title, the lead all body. */
static size_t body_at(const Merge *m, size_t node, Who who)
{
	const Part *p = node_part(m, node, who);

	return p->kind == PART_TITLE || p->kind == PART_HEADER ? p->to : p->kind == PART_LEAD ? p->from : p->body;
}

Slice node_body(const Merge *m, size_t node, Who who)
{
	if (!node_is_in(m, node, who))
		return slice("", 0);
	return slice_sub(node_version(m, node, who)->text, body_at(m, node, who), node_part(m, node, who)->to);
}

Slice node_head(const Merge *m, size_t node, Who who)
{
	if (!node_is_in(m, node, who))
		return slice("", 0);
	return slice_sub(node_version(m, node, who)->text, node_part(m, node, who)->from, body_at(m, node, who));
}

ptrdiff_t node_parent(const Merge *m, size_t node, Who who)
{
	ptrdiff_t parent;

	if (!node_is_in(m, node, who))
		return -1;
	parent = node_part(m, node, who)->parent;
	return parent < 0 ? -1 : (ptrdiff_t)node_version(m, node, who)->node[parent];
}

bool node_below(const Merge *m, size_t node, size_t above, Who who)
{
	ptrdiff_t up = node_parent(m, node, who);

	while (up >= 0 && up != (ptrdiff_t)above)
		up = node_parent(m, (size_t)up, who);
	return up >= 0;
}

bool title_same(Slice a, Slice b)
{
	Str x = STR_EMPTY, y = STR_EMPTY;
	bool same;

	if (slice_eq(a, b))
		return true;
	utf8_nfc(a, &x);
	utf8_nfc(b, &y);
	same = slice_eq(str_slice(&x), str_slice(&y));
	str_free(&x);
	str_free(&y);
	return same;
}

bool node_retitled(const Merge *m, size_t node, Who who)
{
	if (node_is_fixed(m, node))
		return !text_same(node_head(m, node, BASE), node_head(m, node, who));
	return !title_same(node_part(m, node, BASE)->title, node_part(m, node, who)->title);
}

bool node_changed(const Merge *m, size_t node, Who who)
{
	if (!node_is_in(m, node, BASE) || !node_is_in(m, node, who))
		return node_is_in(m, node, BASE) != node_is_in(m, node, who);
	return node_retitled(m, node, who) || !text_same(node_body(m, node, BASE), node_body(m, node, who));
}

void node_undo(Merge *m, size_t node, Who who)
{
	Node *n = &m->nodes.v[node];

	n->at[who] = n->at[BASE];
	n->moved[who] = false;
}

Slice merge_keep(Merge *m, Slice s)
{
	return slice(arena_dup(m->arena, s.len ? s.p : "", s.len), s.len);
}

/* ---- making them ---- */

static size_t add_node(Merge *m)
{
	Node *n = VEC_ADD(&m->nodes);

	*n = (Node){ .twin = -1, .hangs = -1, .parent = -1, .place = BASE };
	for EACH(who)
		n->at[who] = (Spot){ .in = who, .part = -1 };
	return m->nodes.len - 1;
}

static void put_at(Merge *m, size_t node, Who who, size_t file, size_t part)
{
	m->nodes.v[node].at[who] = (Spot){ .in = who, .file = file, .part = (ptrdiff_t)part };
	m->files[file].v[who].node[part] = node;
}

static void open_file(Merge *m, size_t file)
{
	File *f = &m->files[file];
	Slice texts[] = { f->given->text[BASE], f->given->text[OURS], f->given->text[THEIRS] };

	f->titles = item_titles(texts, MERGE_SIDES);
	for EACH(who) {
		Version *v = &f->v[who];

		v->text = f->given->has[who] ? texts[who] : slice("", 0);
		cut_make(v->text, f->titles, &v->cut);
		v->node = mem_alloc_n(v->cut.parts.len, sizeof *v->node);
		if (who != BASE)
			match_parts(f->v[BASE].text, &f->v[BASE].cut, v->text, &v->cut, true, &v->m);
		for (size_t i = 0; i < v->cut.parts.len; i++) {
			ptrdiff_t base = who == BASE ? -1 : v->m.b_to_a[i];

			put_at(m, base < 0 ? add_node(m) : f->v[BASE].node[base], who, file, i);
			if (base >= 0)
				m->nodes.v[v->node[i]].moved[who] = v->m.moved[i];
		}
	}
}

/* ---- across the files ---- */

static void carry(Merge *m, Who who)
{
	AcrossFile *files = mem_alloc_n(m->n, sizeof *files);
	Across a;

	for (size_t i = 0; i < m->n; i++) {
		const File *f = &m->files[i];

		files[i] = (AcrossFile){ .was = f->v[BASE].text, .now = f->v[who].text,
		    .was_cut = f->given->has[BASE] ? &f->v[BASE].cut : NULL, .now_cut = f->given->has[who] ? &f->v[who].cut : NULL };
	}
	across_read(files, m->n, &a);
	for (size_t i = 0; i < a.carried.len; i++) {
		const CarriedPart *c = &a.carried.v[i];
		size_t node = m->files[c->from_file].v[BASE].node[c->from_part], fresh = m->files[c->to_file].v[who].node[c->to_part];

		if (node_is_in(m, node, who) || node_is_in(m, fresh, BASE))
			continue;
		m->nodes.v[fresh].at[who].part = -1;
		put_at(m, node, who, c->to_file, c->to_part);
		m->nodes.v[node].moved[who] = true;
		item_titles_add(m->files[c->to_file].titles, &m->files[c->to_file].v[who].cut.parts.v[c->to_part]);
	}
	across_free(&a);
	free(files);
}

/* Carried to two issues: a second one for ours. */
static void copy_twice_carried(Merge *m)
{
	for (size_t i = 0, n = m->nodes.len; i < n; i++) {
		Spot ours = m->nodes.v[i].at[OURS], theirs = m->nodes.v[i].at[THEIRS], base = m->nodes.v[i].at[BASE];
		size_t copy;

		if (base.part < PART_FIRST || ours.part < 0 || theirs.part < 0 || ours.file == theirs.file || ours.file == base.file ||
		    theirs.file == base.file)
			continue;
		copy = add_node(m);
		m->nodes.v[copy] = m->nodes.v[i];
		m->nodes.v[copy].copy = true;	/* before it has kids or moves of its own */
		m->files[ours.file].v[OURS].node[ours.part] = copy;
	}
}

/* ---- what both added ---- */

typedef bool Same(const Merge *m, size_t ours, size_t theirs);

static bool same_text(const Merge *m, size_t ours, size_t theirs)
{
	return text_same(node_own(m, ours, OURS), node_own(m, theirs, THEIRS));
}

static bool titles_fold_same(Slice x, Slice y)
{
	Str a = STR_EMPTY, b = STR_EMPTY;
	bool same;

	title_fold(x, &a);
	title_fold(y, &b);
	same = slice_eq(str_slice(&a), str_slice(&b));
	str_free(&a);
	str_free(&b);
	return same;
}

static bool same_title(const Merge *m, size_t ours, size_t theirs)
{
	return titles_fold_same(node_part(m, ours, OURS)->title, node_part(m, theirs, THEIRS)->title);
}

#define BODY_LEAST 40	/* bytes: shorter ones are the same by chance */
#define BODY_SAME 0.8	/* more than two that are about the same */

static bool same_body(const Merge *m, size_t ours, size_t theirs)
{
	return node_body(m, ours, OURS).len >= BODY_LEAST && text_similarity(node_body(m, ours, OURS), node_body(m, theirs, THEIRS)) >= BODY_SAME;
}

static bool is_new(const Merge *m, size_t node, Who who)
{
	return node_is_in(m, node, who) && !node_is_in(m, node, BASE) && !node_is_in(m, node, OTHER(who)) && m->nodes.v[node].twin < 0;
}

/* The first of ours that is the same as that one of theirs; under the same parent if there is one. */
static ptrdiff_t find_same(const Merge *m, const File *f, size_t theirs, Same *same)
{
	const Version *v = &f->v[OURS];
	ptrdiff_t found = -1;

	for (size_t i = PART_FIRST; i < v->cut.parts.len; i++) {
		size_t node = v->node[i];

		if (!is_new(m, node, OURS) || !same(m, node, theirs))
			continue;
		if (node_parent(m, node, OURS) == node_parent(m, theirs, THEIRS))
			return (ptrdiff_t)node;
		found = found < 0 ? (ptrdiff_t)node : found;
	}
	return found;
}

static void pair_added(Merge *m, size_t file, Same *same)
{
	const File *f = &m->files[file];

	for (size_t i = PART_FIRST; i < f->v[THEIRS].cut.parts.len; i++) {
		size_t theirs = f->v[THEIRS].node[i];
		ptrdiff_t ours = is_new(m, theirs, THEIRS) ? find_same(m, f, theirs, same) : -1;
		Spot at;

		if (ours < 0)
			continue;
		if (same != same_text) {
			m->nodes.v[ours].twin = (ptrdiff_t)theirs;
			m->nodes.v[theirs].twin = ours;
			continue;
		}
		at = m->nodes.v[ours].at[OURS];
		m->nodes.v[ours].at[OURS].part = -1;
		put_at(m, theirs, OURS, file, (size_t)at.part);
		merge_tell(m, "dedup", theirs);
	}
}

/* Is it in base only because it is like an item there? */
static bool is_only_like(const File *f, Who who, size_t part)
{
	const Version *v = &f->v[who];
	ptrdiff_t base = v->m.b_to_a[part];

	return base >= 0 && v->m.how[base] == MATCH_SIMILAR && v->node[part] == f->v[BASE].node[base];
}

/* Are they, of one title, more like each other than one of them is like its item of base?  The same asked of either side. */
static bool is_liker(const Merge *m, size_t node, Who who, size_t other)
{
	Slice x = node_body(m, node, who), y = node_body(m, other, OTHER(who));
	double like = text_similarity(x, y);

	return node != other && (like > text_similarity(x, node_body(m, node, BASE)) || like > text_similarity(y, node_body(m, other, BASE)));
}

/* What is only like an item of base, and has the title of one that the other side added, or made of another item of base, is that one. */
static void part_from_like(Merge *m, size_t file, Who who)
{
	const File *f = &m->files[file];
	const Version *v = &f->v[who], *other = &f->v[OTHER(who)];

	for (size_t i = PART_FIRST; i < v->cut.parts.len; i++) {
		size_t was = v->node[i];
		bool is = false;

		if (!is_only_like(f, who, i))
			continue;
		for (size_t k = PART_FIRST; k < other->cut.parts.len && !is; k++)
			is = titles_fold_same(v->cut.parts.v[i].title, other->cut.parts.v[k].title) &&
			    (is_new(m, other->node[k], OTHER(who)) || (is_only_like(f, OTHER(who), k) && is_liker(m, was, who, other->node[k])));
		if (!is)
			continue;
		m->nodes.v[was].at[who].part = -1;
		m->nodes.v[was].moved[who] = false;
		put_at(m, add_node(m), who, file, i);
	}
}

void merge_open(Merge *m, const MergeFile *files, size_t n)
{
	m->files = mem_alloc_n(n, sizeof *m->files);
	m->n = n;
	for (size_t i = 0; i < n; i++) {
		m->files[i].given = &files[i];
		open_file(m, i);
	}
	for (size_t i = 0; i < n; i++)
		for (Who who = OURS; who <= THEIRS; who++)
			part_from_like(m, i, who);
	for (Who who = OURS; who <= THEIRS && n > 1; who++)
		carry(m, who);
	copy_twice_carried(m);
	for (size_t i = 0; i < n; i++) {
		pair_added(m, i, same_text);
		pair_added(m, i, same_title);
		pair_added(m, i, same_body);
	}
}

void merge_close(Merge *m)
{
	for (size_t i = 0; i < m->n; i++) {
		File *f = &m->files[i];

		for EACH(who) {
			cut_free(&f->v[who].cut);
			match_free(&f->v[who].m);
			free(f->v[who].node);
		}
		item_titles_free(f->titles);
		VEC_FREE(&f->top);
	}
	free(m->files);
	for (size_t i = 0; i < m->nodes.len; i++) {
		VEC_FREE(&m->nodes.v[i].kids);
		VEC_FREE(&m->nodes.v[i].moves);
	}
	VEC_FREE(&m->nodes);
}
