/* The tree of a text: nodes in an arena, walked without a stack; the one way in for text is gated. */
#include "doc/doc.h"

#include <stdlib.h>

#include "base/utf8.h"

#define TAB_STOP 4

Doc *doc_new(void)
{
	Doc *d = mem_alloc(sizeof(*d));

	d->arena = arena_new();
	d->root = doc_node(d, NODE_DOC);
	return d;
}

void doc_free(Doc *d)
{
	if (!d)
		return;
	arena_free(d->arena);
	free(d);
}

Node *doc_node(Doc *d, NodeKind kind)
{
	Node *n = arena_alloc(d->arena, sizeof(*n));

	n->kind = kind;
	return n;
}

/* Printable ASCII is most of what comes: it needs no gate. */
static bool is_plain(Slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.p[i] < 0x20 || (unsigned char)s.p[i] > 0x7e)
			return false;
	return true;
}

/* They say where lines may end: the gate would drop them, the page needs them. */
size_t doc_break_hint(Slice s, size_t at)
{
	const unsigned char *p = (const unsigned char *)s.p + at;
	size_t left = s.len - at;

	if (left >= 2 && p[0] == 0xc2 && p[1] == 0xad)
		return 2;
	if (left >= 3 && p[0] == 0xe2 && ((p[1] == 0x80 && p[2] == 0x8b) || (p[1] == 0x81 && p[2] == 0xa0)))
		return 3;
	return 0;
}

static void gate_keeping_hints(Slice s, int flags, Str *out)
{
	size_t from = 0;

	for (size_t i = 0; i < s.len;) {
		size_t hint = (s.p[i] & 0x80) ? doc_break_hint(s, i) : 0;
		if (hint == 0) {
			i++;
			continue;
		}
		utf8_gate(slice_sub(s, from, i), flags, out);
		str_add(out, s.p + i, hint);
		i += hint;
		from = i;
	}
	utf8_gate(slice_sub(s, from, s.len), flags, out);
}

/* Tabs to the next stop, every line end to "\n". */
static void even_out(Slice s, Str *out)
{
	size_t col = 0;

	for (size_t i = 0; i < s.len; i++) {
		char c = s.p[i];
		if (c == '\t') {
			size_t to_stop = TAB_STOP - col % TAB_STOP;
			str_add_n(out, ' ', to_stop);
			col += to_stop;
		} else if (c == '\n' || c == '\r') {
			if (c == '\r' && i + 1 < s.len && s.p[i + 1] == '\n')
				i++;
			str_add_char(out, '\n');
			col = 0;
		} else {
			str_add_char(out, c);
			if ((c & 0xc0) != 0x80)
				col++;
		}
	}
}

static bool holds_lines(NodeKind kind)
{
	return kind == NODE_CODE || kind == NODE_HTML || kind == NODE_SOURCE;
}

static Slice gated(Doc *d, Slice text, bool lines, bool hints)
{
	Str even = STR_EMPTY, safe = STR_EMPTY;
	Slice out;

	if (is_plain(text))
		return slice(arena_dup(d->arena, text.p, text.len), text.len);
	if (lines) {
		even_out(text, &even);
		text = str_slice(&even);
	}
	if (hints)
		gate_keeping_hints(text, lines ? GATE_LINES : GATE_LINE, &safe);
	else
		utf8_gate(text, lines ? GATE_LINES : GATE_LINE, &safe);
	out = slice(arena_dup(d->arena, str_c(&safe), safe.len), safe.len);
	str_free(&even);
	str_free(&safe);
	return out;
}

Slice doc_gated(Doc *d, Slice text)
{
	return gated(d, text, false, false);
}

Node *doc_text(Doc *d, NodeKind kind, Slice text)
{
	Node *n = doc_node(d, kind);

	n->text = gated(d, text, holds_lines(kind), true);
	return n;
}

void doc_append(Node *parent, Node *child)
{
	child->parent = parent;
	child->prev = parent->last;
	child->next = NULL;
	if (parent->last)
		parent->last->next = child;
	else
		parent->first = child;
	parent->last = child;
}

void doc_insert_before(Node *next, Node *child)
{
	child->parent = next->parent;
	child->prev = next->prev;
	child->next = next;
	if (next->prev)
		next->prev->next = child;
	else if (next->parent)
		next->parent->first = child;
	next->prev = child;
}

void doc_unlink(Node *n)
{
	if (n->prev)
		n->prev->next = n->next;
	else if (n->parent)
		n->parent->first = n->next;
	if (n->next)
		n->next->prev = n->prev;
	else if (n->parent)
		n->parent->last = n->prev;
	n->parent = n->prev = n->next = NULL;
}

bool doc_is_block(const Node *n)
{
	return n->kind < NODE_TEXT;
}

Node *doc_next_skip(const Node *root, const Node *n)
{
	while (n != root) {
		if (n->next)
			return n->next;
		n = n->parent;
	}
	return NULL;
}

Node *doc_next(const Node *root, const Node *n)
{
	return n->first ? n->first : doc_next_skip(root, n);
}

void doc_words(const Node *root, Str *out)
{
	size_t begin = out->len;
	const Node *n;

	if (root->text.len > 0)
		str_add_slice(out, root->text);
	for (n = doc_next(root, root); n; n = doc_next(root, n)) {
		bool apart = doc_is_block(n) || n->kind == NODE_SOFTBREAK || n->kind == NODE_HARDBREAK;
		if (apart && out->len > begin && out->p[out->len - 1] != ' ')
			str_add_char(out, ' ');
		str_add_slice(out, n->text);
	}
}
