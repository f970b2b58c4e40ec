/* The leaf: from a cut text to the Doc that people see. */
#include "issue/leaf.h"

#include "doc/parse.h"

#define PLAIN_LEVEL 2	/* a plain-line title looks like the sections of a written-out issue */

/* Blocks wholly outside the span go; those that reach over its edge lose their children outside. */
static void prune(Doc *d, size_t from, size_t to)
{
	Node *n = doc_next(d->root, d->root);

	while (n) {
		bool outside = doc_is_block(n) && (n->to <= from || n->from >= to);
		bool whole = !doc_is_block(n) || (n->from >= from && n->to <= to);
		Node *next = outside || whole ? doc_next_skip(d->root, n) : doc_next(d->root, n);

		/* A row or a numbered item has its meaning from its siblings' place, which it keeps: only the tree gets smaller. */
		if (outside)
			doc_unlink(n);
		n = next;
	}
}

static bool begins_plain_item(const Cut *c, const Node *n)
{
	const Part *p = &c->parts.v[cut_at(c, n->to > n->from ? n->to - 1 : n->from)];

	return p->kind == PART_PLAIN && n->from <= p->from && p->from < n->to;
}

static bool has_plain_items(const Cut *c)
{
	for (size_t i = PART_FIRST; i < c->parts.len; i++)
		if (c->parts.v[i].kind == PART_PLAIN)
			return true;
	return false;
}

Doc *leaf_doc(Slice text, const Cut *c, size_t from, size_t to)
{
	size_t start = c->header.end;
	Doc *d = doc_parse(slice_sub(text, start, text.len), start);

	if (has_plain_items(c)) {
		for (Node *n = d->root->first; n; n = n->next) {
			if (n->kind == NODE_PARA && begins_plain_item(c, n)) {
				n->kind = NODE_HEADING;
				n->level = PLAIN_LEVEL;
			}
		}
	}
	if (from > start || to < text.len)
		prune(d, from, to);
	return d;
}

static void put_first(Doc *d, Node *n)
{
	if (d->root->first)
		doc_insert_before(d->root->first, n);
	else
		doc_append(d->root, n);
}

void leaf_head(Doc *d, Slice note, Slice title)
{
	if (title.len) {
		Node *h = doc_node(d, NODE_HEADING);

		h->level = 1;
		doc_append(h, doc_text(d, NODE_TEXT, title));
		put_first(d, h);
	}
	if (note.len)
		put_first(d, doc_text(d, NODE_NOTE, note));
}
