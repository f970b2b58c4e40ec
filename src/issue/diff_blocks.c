/* Comparing blocks: what is paired from within, what is gone put back, what has come marked. */
#include "issue/diff_blocks.h"

#include <stdlib.h>

#include "base/lcs.h"
#include "base/words.h"
#include "issue/diff_words.h"

/* ---- what a block is, as bytes ---- */

static int depth_below(const Node *root, const Node *n)
{
	int depth = 0;

	for (; n != root; n = n->parent)
		depth++;
	return depth;
}

static void add_folded(Slice s, Str *out)
{
	for (size_t i = 0; i < s.len; i++) {
		bool white = s.p[i] == ' ' || s.p[i] == '\n' || s.p[i] == '\t';

		if (!white)
			str_add_char(out, s.p[i]);
		else if (out->len > 0 && out->p[out->len - 1] != ' ')
			str_add_char(out, ' ');
	}
}

uint32_t block_key(BlockDiff *d, const Node *root)
{
	Str s = STR_EMPTY;
	const Node *parent = NULL;
	uint32_t key;

	str_printf(&s, "%d.%d", (int)root->kind, root->level);
	str_add_slice(&s, root->text);
	for (const Node *n = doc_next(root, root); n; n = doc_next(root, n)) {
		bool prose = n->kind == NODE_TEXT || n->kind == NODE_SOFTBREAK;

		if (!prose || n->parent != parent)
			str_printf(&s, "\x01%d.%d.%d", prose ? (int)NODE_TEXT : (int)n->kind, n->level, depth_below(root, n));
		parent = n->parent;
		if (n->kind == NODE_SOFTBREAK)
			add_folded(SLICE_LIT(" "), &s);
		else if (prose)
			add_folded(n->text, &s);
		else
			str_add_slice(&s, n->text);
		str_add_slice(&s, n->url);
	}
	key = intern_put(d->keys, str_slice(&s));
	str_free(&s);
	return key;
}

/* ---- putting blocks in ---- */

static Node *copy_node(Doc *d, const Node *n)
{
	Node *c = doc_node(d, n->kind);

	*c = *n;
	c->parent = c->first = c->last = c->prev = c->next = NULL;
	c->text = slice(arena_dup(d->arena, n->text.p ? n->text.p : "", n->text.len), n->text.len);
	c->url = slice(arena_dup(d->arena, n->url.p ? n->url.p : "", n->url.len), n->url.len);
	c->title = slice(arena_dup(d->arena, n->title.p ? n->title.p : "", n->title.len), n->title.len);
	return c;
}

Node *block_copy(Doc *d, const Node *root, size_t place)
{
	Node *top = copy_node(d, root), *at = top;
	const Node *n = root;

	top->from = top->to = place;
	while (n) {
		if (n->first) {
			n = n->first;
		} else {
			while (n != root && !n->next) {
				n = n->parent;
				at = at->parent;
			}
			if (n == root)
				break;
			n = n->next;
			at = at->parent;
		}
		doc_append(at, copy_node(d, n));
		at = at->last;
		at->from = at->to = place;
	}
	return top;
}

static void put_behind(Node *n, Cursor *c)
{
	Node *next = c->at ? c->at->next : c->parent->first;
	Node *parent = c->at ? c->at->parent : c->parent;

	if (next)
		doc_insert_before(next, n);
	else
		doc_append(parent, n);
	c->at = n;
}

Node *list_part(Doc *d, Node *item)
{
	Node *list = item->parent, *rest = copy_node(d, list), *next;

	rest->from = item->from;
	if (list->next)
		doc_insert_before(list->next, rest);
	else
		doc_append(list->parent, rest);
	for (; item; item = next) {
		next = item->next;
		doc_unlink(item);
		doc_append(rest, item);
	}
	return rest;
}

void blocks_put(BlockDiff *d, Node *n, const Node *list, Cursor *c)
{
	Node *next = c->at ? c->at->next : c->parent->first;

	if (n->kind == NODE_LISTITEM && !(c->at ? c->at->kind == NODE_LISTITEM : c->parent->kind == NODE_LIST)) {
		if (next && next->kind == NODE_LIST && next->level == LIST_OF_UNITS) {
			c->parent = next;
			c->at = NULL;
		} else {
			Node *around = copy_node(d->doc, list);

			around->mark = MARK_NONE;
			around->from = around->to = n->from;
			put_behind(around, c);
			c->parent = around;
			c->at = NULL;
		}
	} else if (n->kind != NODE_LISTITEM && c->at && c->at->kind == NODE_LISTITEM) {
		if (c->at->next)
			list_part(d->doc, c->at->next);
		c->at = c->at->parent;
	}
	put_behind(n, c);
}

void blocks_gone(BlockDiff *d, const Node *was, Cursor *c)
{
	Node *n = block_copy(d->doc, was, c->at ? c->at->to : c->parent->from);

	n->mark = MARK_REMOVED;
	blocks_put(d, n, was->parent, c);
	VEC_PUSH(&d->gone, ((GoneBlock){ was, n }));
}

/* ---- comparing ---- */

static void children(const Node *n, Nodes *out)
{
	for (Node *c = n->first; c; c = c->next)
		VEC_PUSH(out, c);
}

static void compare_children(BlockDiff *d, const Node *was, Node *now)
{
	Nodes a = { 0 }, b = { 0 };
	Cursor c = { now, NULL };

	children(was, &a);
	children(now, &b);
	blocks_compare(d, &a, &b, &c);
	VEC_FREE(&a);
	VEC_FREE(&b);
}

static void lines_of(Slice text, Intern *in, uint32_t **numbers, Slice **lines, size_t *n)
{
	VEC(Slice) v = { 0 };

	while (text.len > 0)
		VEC_PUSH(&v, slice_line(&text));
	*numbers = mem_alloc_n(v.len + 1, sizeof **numbers);
	for (size_t i = 0; i < v.len; i++)
		(*numbers)[i] = intern_put(in, slice_chomp(v.v[i]));
	*lines = v.v;
	*n = v.len;
}

static void put_lines(BlockDiff *d, Node *like, const Node *before, const Slice *lines, size_t n, Mark mark)
{
	Str s = STR_EMPTY;
	Node *c;

	if (n == 0)
		return;
	for (size_t i = 0; i < n; i++)
		str_add_slice(&s, lines[i]);
	c = copy_node(d->doc, like);
	c->text = slice(arena_dup(d->doc->arena, s.p, s.len), s.len);
	c->mark = mark;
	c->tight = like->prev && like->prev != before;
	doc_insert_before(like, c);
	str_free(&s);
}

/* Code is compared by lines: runs of them stand one below the other. */
static void compare_lines(BlockDiff *d, const Node *was, Node *now)
{
	Intern *in = intern_new();
	const Node *before = now->prev;
	uint32_t *a, *b;
	Slice *al, *bl;
	size_t na, nb, n, i = 0, k = 0;
	LcsPair *pairs;

	lines_of(was->text, in, &a, &al, &na);
	lines_of(now->text, in, &b, &bl, &nb);
	pairs = mem_alloc_n((na < nb ? na : nb) + 1, sizeof *pairs);
	n = lcs(a, na, b, nb, pairs, &d->rough);
	for (size_t p = 0; p <= n;) {
		size_t i2 = p < n ? pairs[p].a : na, k2 = p < n ? pairs[p].b : nb, same = 0;

		put_lines(d, now, before, al + i, i2 - i, MARK_REMOVED);
		put_lines(d, now, before, bl + k, k2 - k, MARK_ADDED);
		while (p + same < n && pairs[p + same].a == i2 + same && pairs[p + same].b == k2 + same)
			same++;
		put_lines(d, now, before, bl + k2, same, MARK_NONE);
		i = i2 + same;
		k = k2 + same;
		p += same ? same : 1;
	}
	doc_unlink(now);
	free(a);
	free(b);
	free(al);
	free(bl);
	free(pairs);
	intern_free(in);
}

Node *block_compare(BlockDiff *d, const Node *was, Node *now)
{
	Node *behind = now->next, *parent = now->parent;

	switch (now->kind) {
	case NODE_PARA:
	case NODE_HEADING:
	case NODE_CELL:
		if (!words_mark(d->doc, was, now, d->words, &d->rough))
			now->mark = MARK_CHANGED;	/* its marks of emphasis, its links */
		break;
	case NODE_CODE:
	case NODE_HTML:
	case NODE_SOURCE:
		compare_lines(d, was, now);
		return behind ? behind->prev : parent->last;
	case NODE_TABLE:
		table_compare(d, was, now);
		break;
	default:
		compare_children(d, was, now);
		break;
	}
	return now;
}

static uint32_t *keys_of(BlockDiff *d, const Nodes *n)
{
	uint32_t *keys = mem_alloc_n(n->len + 1, sizeof *keys);

	for (size_t i = 0; i < n->len; i++)
		keys[i] = block_key(d, n->v[i]);
	return keys;
}

static void come(BlockDiff *d, Node *n, Cursor *c)
{
	n->mark = MARK_ADDED;
	c->at = n;
	VEC_PUSH(&d->come, n);
}

void rough_note(Doc *d)
{
	Node *note = doc_text(d, NODE_NOTE, slice_c(_("So much differs that some of what stayed the same is marked, too.")));

	if (d->root->first)
		doc_insert_before(d->root->first, note);
	else
		doc_append(d->root, note);
}

void number_then(const Node *was, Node *now)
{
	if (now->kind == NODE_LISTITEM && was->start != now->start)
		now->level = was->start;
}

void blocks_compare(BlockDiff *d, const Nodes *was, const Nodes *now, Cursor *c)
{
	uint32_t *was_keys = keys_of(d, was), *now_keys = keys_of(d, now);
	Pairing p = { was, now, was_keys, now_keys, mem_alloc_n(now->len + 1, sizeof *p.pair) };
	size_t i = 0, next = 0;

	blocks_pair(d, &p);
	for (size_t k = 0; k < now->len; k++) {
		size_t end;

		/* what is gone before the next pair stands before what has come */
		for (next = next > k ? next : k; next < now->len && p.pair[next] < 0;)
			next++;
		end = next < now->len ? (size_t)p.pair[next] : was->len;
		for (; i < end; i++)
			blocks_gone(d, was->v[i], c);
		if (p.pair[k] < 0) {
			come(d, now->v[k], c);
			continue;
		}
		number_then(was->v[i], now->v[k]);
		c->at = was_keys[i] == now_keys[k] ? now->v[k] : block_compare(d, was->v[i], now->v[k]);
		i++;
	}
	for (; i < was->len; i++)
		blocks_gone(d, was->v[i], c);
	free(was_keys);
	free(now_keys);
	free(p.pair);
}
