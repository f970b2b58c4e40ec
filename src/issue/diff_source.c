/* The comparison of two texts as they are written: paragraphs and lines, then their words, every byte of both. */
#include <stdlib.h>

#include "base/words.h"
#include "issue/diff.h"
#include "issue/diff_blocks.h"
#include "issue/diff_words.h"

#define AROUND 3		/* lines shown before and behind what changed */
#define LINE_END "↵"		/* one that came or went */
#define RETURN "␍"
#define BLANK "·"		/* the same, where nothing else did */
#define TAB "→"

typedef VEC(Slice) Lines;

/* ---- pieces ---- */

static void add(SourcePieces *out, Mark mark, Slice text)
{
	SourcePiece *last = out->len > 0 ? VEC_LAST(out) : NULL;

	if (text.len == 0)
		return;
	if (last && last->mark == mark && last->text.p + last->text.len == text.p)
		last->text.len += text.len;
	else
		VEC_PUSH(out, ((SourcePiece){ mark, text }));
}

static bool is_white(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* What lies between two words that both have: the white space at its ends may be the same too. */
static void add_between(SourcePieces *out, Slice was, Slice now)
{
	size_t least = was.len < now.len ? was.len : now.len, n = 0, m = 0;

	while (n < least && was.p[n] == now.p[n] && is_white(was.p[n]))
		n++;
	while (m < least - n && was.p[was.len - m - 1] == now.p[now.len - m - 1] && is_white(was.p[was.len - m - 1]))
		m++;
	add(out, MARK_NONE, slice_sub(now, 0, n));
	add(out, MARK_REMOVED, slice_sub(was, n, was.len - m));
	add(out, MARK_ADDED, slice_sub(now, n, now.len - m));
	add(out, MARK_NONE, slice_sub(now, now.len - m, now.len));
}

static void add_word(SourcePieces *out, Slice was, Slice now)
{
	if (slice_eq(was, now)) {
		add(out, MARK_NONE, now);
		return;
	}
	add(out, MARK_REMOVED, was);	/* the same in another form of Unicode */
	add(out, MARK_ADDED, now);
}

static void compare_words(SourcePieces *out, Slice was, Slice now, BlockDiff *d)
{
	Words a = { 0 }, b = { 0 };
	unsigned char *gone, *come;
	size_t at_was = 0, at_now = 0;

	words_read(was, d->words, &a);
	words_read(now, d->words, &b);
	gone = mem_alloc(a.len + 1);
	come = mem_alloc(b.len + 1);
	words_compare(&a, &b, gone, come, &d->rough);
	for (size_t i = 0, k = 0;; i++, k++) {
		while (i < a.len && gone[i])
			i++;
		while (k < b.len && come[k])
			k++;
		if (i >= a.len || k >= b.len)
			break;
		add_between(out, slice_sub(was, at_was, a.v[i].from), slice_sub(now, at_now, b.v[k].from));
		add_word(out, slice_sub(was, a.v[i].from, a.v[i].to), slice_sub(now, b.v[k].from, b.v[k].to));
		at_was = a.v[i].to;
		at_now = b.v[k].to;
	}
	add_between(out, slice_sub(was, at_was, was.len), slice_sub(now, at_now, now.len));
	VEC_FREE(&a);
	VEC_FREE(&b);
	free(gone);
	free(come);
}

/* ---- chunks: what is compared by words ---- */

/* A paragraph, or a line that begins something of its own; each with the blank lines behind it. */
typedef struct {
	Doc *doc;		/* owns the nodes */
	Nodes nodes;		/* a paragraph for each, whose text is its bytes */
	VEC(uint32_t) keys;
} Chunks;

static bool begins(Slice line)
{
	Slice s = slice_trim(line);
	size_t n = 0;

	if (s.len == 0)
		return false;
	if (strchr("|#>`~", s.p[0]))
		return true;
	while (n < s.len && s.p[n] >= '0' && s.p[n] <= '9')
		n++;
	if (n > 0 && (n == s.len || !strchr(".)", s.p[n])))
		return false;
	return (n > 0 || strchr("-*+", s.p[0])) && (n + 1 >= s.len || s.p[n + 1] == ' ');
}

static void add_chunk(Chunks *c, Slice bytes, Intern *in)
{
	Node *para = doc_node(c->doc, slice_starts(bytes, "#") ? NODE_HEADING : NODE_PARA), *text = doc_node(c->doc, NODE_TEXT);

	text->text = bytes;
	doc_append(para, text);
	VEC_PUSH(&c->nodes, para);
	VEC_PUSH(&c->keys, intern_put(in, bytes));
}

static void chunks_read(Slice text, Intern *in, Chunks *out)
{
	Slice rest = text;
	size_t from = 0, at = 0;
	bool blank = false;

	out->doc = doc_new();
	while (rest.len > 0) {
		Slice line = slice_line(&rest);

		if (at > from && slice_trim(line).len > 0 && (blank || begins(line))) {
			add_chunk(out, slice_sub(text, from, at), in);
			from = at;
		}
		blank = slice_trim(line).len == 0;
		at += line.len;
	}
	if (at > from)
		add_chunk(out, slice_sub(text, from, at), in);
}

static void chunks_free(Chunks *c)
{
	VEC_FREE(&c->nodes);
	VEC_FREE(&c->keys);
	doc_free(c->doc);
}

static Slice bytes_of(const Chunks *c, size_t i)
{
	return c->nodes.v[i]->first->text;
}

static bool compare(Slice was, Slice now, SourcePieces *out)
{
	BlockDiff d = { .keys = intern_new(), .words = intern_new() };
	Chunks a = { 0 }, b = { 0 };
	Pairing p = { .was = &a.nodes, .now = &b.nodes };
	size_t i = 0;

	chunks_read(was, d.keys, &a);
	chunks_read(now, d.keys, &b);
	p.was_keys = a.keys.v;
	p.now_keys = b.keys.v;
	p.pair = mem_alloc_n(b.nodes.len + 1, sizeof *p.pair);
	blocks_pair(&d, &p);
	for (size_t k = 0, next = 0; k < b.nodes.len; k++) {
		for (next = next > k ? next : k; next < b.nodes.len && p.pair[next] < 0;)
			next++;
		for (size_t end = next < b.nodes.len ? (size_t)p.pair[next] : a.nodes.len; i < end; i++)
			add(out, MARK_REMOVED, bytes_of(&a, i));
		if (p.pair[k] < 0)
			add(out, MARK_ADDED, bytes_of(&b, k));
		else if (a.keys.v[i] == b.keys.v[k])
			add(out, MARK_NONE, bytes_of(&b, k));
		else
			compare_words(out, bytes_of(&a, i), bytes_of(&b, k), &d);
		i += p.pair[k] >= 0;
	}
	for (; i < a.nodes.len; i++)
		add(out, MARK_REMOVED, bytes_of(&a, i));
	free(p.pair);
	chunks_free(&a);
	chunks_free(&b);
	intern_free(d.keys);
	intern_free(d.words);
	return d.rough;
}

void diff_source(Slice was, Slice now, SourcePieces *out)
{
	compare(was, now, out);
}

/* ---- as a Doc ---- */

typedef struct {
	Doc *doc;
	Node *block;		/* the lines at hand; NULL: none */
	bool was_mid, now_mid;	/* within a line of this side */
	Mark last;
	size_t place;		/* in now */
} Writer;

static void put(Writer *w, Node *n, Mark mark)
{
	bool begins_line = !w->was_mid && !w->now_mid && n->kind == NODE_TEXT;

	/* what was and what is beside each other, line by line */
	if (!w->block || (begins_line && (mark == MARK_NONE || w->last == MARK_NONE))) {
		bool tight = w->block != NULL;

		w->block = doc_node(w->doc, NODE_SOURCE);
		w->block->tight = tight;
		w->block->from = w->block->to = w->place;
		doc_append(w->doc->root, w->block);
	}
	n->mark = mark;
	n->from = n->to = w->place;
	doc_append(w->block, n);
	if (mark != MARK_ADDED)
		w->was_mid = n->kind == NODE_TEXT;
	if (mark != MARK_REMOVED)
		w->now_mid = n->kind == NODE_TEXT;
	w->last = mark;
}

static bool is_all_white(Slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!is_white(s.p[i]))
			return false;
	return true;
}

/* White space that came or went is shown: line ends always, blanks where they are alone. */
static void show_white(Slice line, bool ends, bool alone, Str *out)
{
	for (size_t i = 0; i < line.len; i++) {
		if (alone && line.p[i] == ' ')
			str_add_c(out, BLANK);
		else if (alone && line.p[i] == '\t')
			str_add_c(out, TAB);
		else if (line.p[i] == '\r')
			str_add_c(out, RETURN);
		else
			str_add_char(out, line.p[i]);
	}
	if (ends)
		str_add_c(out, LINE_END);
}

static void put_line(Writer *w, Slice line, Mark mark)
{
	bool ends = line.len > 0 && line.p[line.len - 1] == '\n';
	Slice text = slice_sub(line, 0, line.len - ends);
	Str s = STR_EMPTY;

	if (mark == MARK_NONE)
		str_add_slice(&s, slice_chomp(line));
	else
		show_white(text, ends, is_all_white(text), &s);
	if (s.len > 0)
		put(w, doc_text(w->doc, NODE_TEXT, str_slice(&s)), mark);
	if (ends)
		put(w, doc_node(w->doc, NODE_HARDBREAK), mark);
	if (mark != MARK_REMOVED)
		w->place += line.len;
	str_free(&s);
}

static void put_lines(Writer *w, const Lines *l, size_t from, size_t to, Mark mark)
{
	for (; from < to; from++)
		put_line(w, l->v[from], mark);
}

static void leave_out(Writer *w, const Lines *l, size_t from, size_t to)
{
	Str s = STR_EMPTY;
	Node *note;

	w->block = NULL;
	str_printf(&s, words_plural("… %zu line unchanged", "… %zu lines unchanged", to - from), to - from);
	note = doc_text(w->doc, NODE_NOTE, str_slice(&s));
	note->from = note->to = w->place;
	doc_append(w->doc->root, note);
	for (; from < to; from++)
		w->place += l->v[from].len;
	str_free(&s);
}

static void put_piece(Writer *w, const SourcePieces *p, size_t at, bool all)
{
	Slice rest = p->v[at].text;
	Lines l = { 0 };
	size_t head, tail;

	while (rest.len > 0)
		VEC_PUSH(&l, slice_line(&rest));
	head = at > 0 ? AROUND + !slice_ends(p->v[at - 1].text, "\n") : 0;	/* the first may end the line of what changed */
	tail = at + 1 < p->len ? AROUND + !slice_ends(p->v[at].text, "\n") : 0;
	if (all || p->v[at].mark != MARK_NONE || l.len <= head + tail + 1) {
		put_lines(w, &l, 0, l.len, p->v[at].mark);
	} else {
		put_lines(w, &l, 0, head, MARK_NONE);
		leave_out(w, &l, head, l.len - tail);
		put_lines(w, &l, l.len - tail, l.len, MARK_NONE);
	}
	VEC_FREE(&l);
}

Doc *diff_source_doc(Slice was, Slice now, bool all)
{
	SourcePieces pieces = { 0 };
	Writer w = { .doc = doc_new() };
	bool rough;

	rough = compare(was, now, &pieces);
	w.doc->len = now.len;
	if (!all && slice_eq(was, now))
		doc_append(w.doc->root, doc_text(w.doc, NODE_NOTE, slice_c(_("no difference"))));
	else
		for (size_t i = 0; i < pieces.len; i++)
			put_piece(&w, &pieces, i, all);
	if (rough)
		rough_note(w.doc);
	VEC_FREE(&pieces);
	return w.doc;
}
