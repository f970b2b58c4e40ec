/* The one door to cmark: its tree becomes ours, with places in the source, tables, and every text through the gate. */
#include "doc/parse.h"

#define CMARK_NO_SHORT_NAMES
#include <cmark.h>
#include <ctype.h>
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/words.h"
#include "doc/prepare.h"
#include "doc/table.h"

#define GUARD_MSEC_PER_MB 50	/* what a large text may take longer for its size */
#define BOM "\xef\xbb\xbf"
#define CELL_PREFIX 2		/* "# " before a cell in the second text */

/* ---- cmark's memory: one arena a parse; cmark's allocator has no other way to know which ---- */

static Arena *parse_arena;

static void *arena_calloc(size_t n, size_t size)
{
	size_t *p;

	if (size && n > (SIZE_MAX - 2 * sizeof(size_t)) / size)
		return NULL;
	p = arena_alloc(parse_arena, n * size + 2 * sizeof(size_t));
	p[0] = n * size;
	return p + 2;
}

static void *arena_realloc(void *old, size_t size)
{
	size_t had = old ? ((size_t *)old)[-2] : 0;
	void *p;

	if (had >= size && old)
		return old;
	p = arena_calloc(1, size);
	if (old && p)
		memcpy(p, old, had);
	return p;
}

static void arena_forget(void *p)
{
	(void)p;
}

static cmark_mem arena_mem = { arena_calloc, arena_realloc, arena_forget };

/* The tree lives as long as the arena. */
static cmark_node *parse_in(Arena *arena, Slice text)
{
	cmark_parser *parser;
	cmark_node *root;

	parse_arena = arena;
	parser = cmark_parser_new_with_mem(CMARK_OPT_VALIDATE_UTF8, &arena_mem);
	cmark_parser_feed(parser, text.p, text.len);
	root = cmark_parser_finish(parser);
	cmark_parser_free(parser);
	return root;
}

/* ---- the guard: a child tries it first ---- */

static void try_in_child(Slice text, long msec)
{
	struct itimerval limit = { .it_value = { msec / 1000, msec % 1000 * 1000 } };
	sigset_t none;

	signal(SIGVTALRM, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (setitimer(ITIMER_VIRTUAL, &limit, NULL) < 0)
		_exit(1);
	parse_in(arena_new(), text);
	_exit(0);
}

static bool parses_in_time(Slice text, long msec)
{
	int status = 0;
	pid_t pid, got;

	if (text.len <= PARSE_GUARD_BYTES)
		return true;
	pid = fork();
	if (pid < 0)
		return false;
	if (pid == 0)
		try_in_child(text, msec + (long)(text.len >> 20) * GUARD_MSEC_PER_MB);
	do
		got = waitpid(pid, &status, 0);
	while (got < 0 && errno == EINTR);
	return got == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* ---- cmark's tree → Doc ---- */

typedef struct {
	Node *node;
	Slice text;
	size_t from;
} Cell;

typedef struct {
	Doc *doc;
	const Prepared *src;
	size_t base;
	VEC(Cell) cells;	/* tables' cells that wait for their inlines */
	const Cell *cell;	/* while a cell's inlines are made: the one */
} Maker;

static size_t line_from(const Prepared *src, size_t line)
{
	return line < src->lines.len ? src->lines.v[line].from : src->text.len;
}

static size_t line_to(const Prepared *src, size_t line)
{
	return line < src->lines.len ? src->lines.v[line].to : src->text.len;
}

/* The lines of a block, without the definitions before it, and the lines behind it, that cmark counts in at times. */
static void block_lines(const Maker *m, cmark_node *c, size_t *first, size_t *last)
{
	const ScanLines *lines = &m->src->lines;

	*first = prepare_line(m->src, cmark_node_get_start_line(c));
	*last = prepare_line(m->src, cmark_node_get_end_line(c));
	if (*last < *first)
		*last = *first;
	while (*first < *last && lines->v[*first].kind == SCAN_DEF)
		++*first;
	if (*first < lines->len && lines->v[*first].kind == SCAN_HEADING)
		for (*last = *first; *last + 1 < lines->len && lines->v[*last + 1].kind == SCAN_UNDERLINE;)
			++*last;
	while (*last > *first && lines->v[*last].kind == SCAN_BLANK)
		--*last;
}

/* cmark leaves the byte order mark out of its columns. */
static size_t bom_len(Slice text)
{
	return slice_starts(text, BOM) ? strlen(BOM) : 0;
}

static size_t inline_place(const Maker *m, cmark_node *c)
{
	int number = cmark_node_get_start_line(c), column = cmark_node_get_start_column(c);
	size_t col = column > 0 ? (size_t)column - 1 : 0, line, place;

	if (m->cell) {
		col = col > CELL_PREFIX ? col - CELL_PREFIX : 0;
		return m->base + m->cell->from + (col < m->cell->text.len ? col : m->cell->text.len);
	}
	if (number <= 0)
		return 0;
	line = prepare_line(m->src, number);
	place = line_from(m->src, line) + col + (line == 0 ? bom_len(m->src->text) : 0);
	return m->base + (place < line_to(m->src, line) ? place : line_to(m->src, line));
}

static Slice literal(cmark_node *c)
{
	return slice_c(cmark_node_get_literal(c));
}

static Slice without_last_line_end(Slice s)
{
	return s.len > 0 && s.p[s.len - 1] == '\n' ? slice_sub(s, 0, s.len - 1) : s;
}

/* Comments are hidden; one that never ends is not, lest it hide what follows.  False if nothing is left. */
static bool without_comments(Slice html, Str *out)
{
	size_t from = 0;
	ptrdiff_t open, end;

	while ((open = slice_find(html, SLICE_LIT("<!--"), from)) >= 0 &&
	    (end = slice_find(html, SLICE_LIT("-->"), (size_t)open)) >= 0) {
		str_add_slice(out, slice_sub(html, from, (size_t)open));
		from = (size_t)end + 3;
	}
	str_add_slice(out, slice_sub(html, from, html.len));
	return slice_trim(str_slice(out)).len > 0;
}

static Node *make_html(Maker *m, cmark_node *c, NodeKind kind)
{
	Str rest = STR_EMPTY;
	Node *n = NULL;

	if (without_comments(without_last_line_end(literal(c)), &rest))
		n = doc_text(m->doc, kind, str_slice(&rest));
	str_free(&rest);
	return n;
}

static bool is_br(Slice tag)
{
	if (tag.len < 4 || strncasecmp(tag.p, "<br", 3) != 0)
		return false;
	tag = slice_trim(slice_sub(tag, 3, tag.len - 1));
	return tag.len == 0 || slice_is(tag, "/");
}

static Node *make_html_inline(Maker *m, cmark_node *c)
{
	if (is_br(literal(c)))
		return doc_node(m->doc, NODE_HARDBREAK);
	return make_html(m, c, NODE_HTML_INLINE);
}

static Node *make_code(Maker *m, cmark_node *c)
{
	Slice source;

	if (prepare_heavy(m->src, prepare_line(m->src, cmark_node_get_start_line(c)), &source) &&
	    !cmark_node_parent(cmark_node_parent(c)))
		return doc_text(m->doc, NODE_SOURCE, without_last_line_end(source));
	return doc_text(m->doc, NODE_CODE, without_last_line_end(literal(c)));
}

static Node *make_list(Maker *m, cmark_node *c)
{
	Node *n = doc_node(m->doc, NODE_LIST);
	bool numbers = cmark_node_get_list_type(c) == CMARK_ORDERED_LIST;

	n->start = numbers ? cmark_node_get_list_start(c) : -1;
	n->delim = numbers ? (cmark_node_get_list_delim(c) == CMARK_PAREN_DELIM ? ')' : '.') : 0;
	n->tight = cmark_node_get_list_tight(c);
	return n;
}

static Node *make_item(Maker *m, const Node *list)
{
	Node *n = doc_node(m->doc, NODE_LISTITEM);

	n->start = list->start < 0 ? -1 : list->last ? list->last->start + 1 : list->start;
	return n;
}

static Node *make_link(Maker *m, cmark_node *c, NodeKind kind)
{
	Node *n = doc_node(m->doc, kind);

	n->url = doc_gated(m->doc, slice_c(cmark_node_get_url(c)));
	n->title = doc_gated(m->doc, slice_c(cmark_node_get_title(c)));
	return n;
}

static Node *make_heading(Maker *m, cmark_node *c)
{
	Node *n = doc_node(m->doc, NODE_HEADING);

	n->level = cmark_node_get_heading_level(c);
	return n;
}

/* NULL: nothing of it is shown. */
static Node *make_node(Maker *m, cmark_node *c, const Node *parent)
{
	switch (cmark_node_get_type(c)) {
	case CMARK_NODE_BLOCK_QUOTE:	return doc_node(m->doc, NODE_QUOTE);
	case CMARK_NODE_LIST:		return make_list(m, c);
	case CMARK_NODE_ITEM:		return make_item(m, parent);
	case CMARK_NODE_CODE_BLOCK:	return make_code(m, c);
	case CMARK_NODE_HTML_BLOCK:	return make_html(m, c, NODE_HTML);
	case CMARK_NODE_HEADING:	return make_heading(m, c);
	case CMARK_NODE_THEMATIC_BREAK:	return doc_node(m->doc, NODE_RULE);
	case CMARK_NODE_TEXT:		return doc_text(m->doc, NODE_TEXT, literal(c));
	case CMARK_NODE_SOFTBREAK:	return doc_node(m->doc, NODE_SOFTBREAK);
	case CMARK_NODE_LINEBREAK:	return doc_node(m->doc, NODE_HARDBREAK);
	case CMARK_NODE_CODE:		return doc_text(m->doc, NODE_CODESPAN, literal(c));
	case CMARK_NODE_HTML_INLINE:	return make_html_inline(m, c);
	case CMARK_NODE_EMPH:		return doc_node(m->doc, NODE_EMPH);
	case CMARK_NODE_STRONG:		return doc_node(m->doc, NODE_STRONG);
	case CMARK_NODE_LINK:		return make_link(m, c, NODE_LINK);
	case CMARK_NODE_IMAGE:		return make_link(m, c, NODE_IMAGE);
	default:			return doc_node(m->doc, NODE_PARA);
	}
}

static void place_node(const Maker *m, cmark_node *c, Node *n, const Node *before)
{
	size_t first, last, least = before ? before->from : 0;

	if (doc_is_block(n)) {
		block_lines(m, c, &first, &last);
		n->from = m->base + line_from(m->src, first);
		n->to = m->base + line_to(m->src, last);
		return;
	}
	n->from = inline_place(m, c);
	if (n->from < least)
		n->from = least;
	n->to = n->from + n->text.len;
}

/* ---- tables ---- */

/* A paragraph's line without what its containers put before it. */
static Slice para_line(const Maker *m, cmark_node *c, size_t line, bool at_start)
{
	Slice s = slice_sub(m->src->text, line_from(m->src, line), line_to(m->src, line));
	int col = cmark_node_get_start_column(c);
	size_t quotes = 0;

	for (cmark_node *p = cmark_node_parent(c); p; p = cmark_node_parent(p))
		quotes += cmark_node_get_type(p) == CMARK_NODE_BLOCK_QUOTE;
	if (line == 0)
		s = slice_sub(s, bom_len(s), s.len);
	if (at_start && col > 1 && cmark_node_parent(cmark_node_parent(c)))
		return slice_sub(s, (size_t)col - 1, s.len);
	for (size_t i = 0; i < s.len; i++) {
		if (s.p[i] == '>' && quotes > 0)
			quotes--;
		else if (s.p[i] != ' ' && s.p[i] != '\t')
			return slice_sub(s, i, s.len);
	}
	return slice_sub(s, s.len, s.len);
}

static void add_row(Maker *m, Node *table, Slice line, const TableAligns *aligns)
{
	TableCells cells = { 0 };
	Node *row = doc_node(m->doc, NODE_ROW);

	row->head = !table->first;
	row->from = m->base + (size_t)(line.p - m->src->text.p);
	row->to = row->from + line.len;
	table_cells(line, &cells);
	for (size_t i = 0; i < cells.len; i++) {
		Node *cell = doc_node(m->doc, NODE_CELL);
		size_t from = (size_t)(cells.v[i].p - m->src->text.p);
		cell->align = i < aligns->len ? aligns->v[i] : ALIGN_NONE;
		cell->from = m->base + from;
		cell->to = cell->from + cells.v[i].len;
		if (cells.v[i].len > 0)
			VEC_PUSH(&m->cells, ((Cell){ cell, cells.v[i], from }));
		doc_append(row, cell);
	}
	doc_append(table, row);
	VEC_FREE(&cells);
}

/* A table for the paragraph c, or NULL if it is none. */
static Node *make_table(Maker *m, cmark_node *c)
{
	TableAligns aligns = { 0 };
	Node *table = NULL;
	size_t first, last, begin = prepare_line(m->src, cmark_node_get_start_line(c));

	block_lines(m, c, &first, &last);
	if (first < last && table_begins(para_line(m, c, first, first == begin), para_line(m, c, first + 1, false),
	    &aligns)) {
		table = doc_node(m->doc, NODE_TABLE);
		for (size_t i = first; i <= last; i++)
			if (i != first + 1)
				add_row(m, table, para_line(m, c, i, i == begin), &aligns);
	}
	VEC_FREE(&aligns);
	return table;
}

/* ---- the walk ---- */

static bool is_leaf(cmark_node *c)
{
	switch (cmark_node_get_type(c)) {
	case CMARK_NODE_HTML_BLOCK:
	case CMARK_NODE_THEMATIC_BREAK:
	case CMARK_NODE_CODE_BLOCK:
	case CMARK_NODE_TEXT:
	case CMARK_NODE_SOFTBREAK:
	case CMARK_NODE_LINEBREAK:
	case CMARK_NODE_CODE:
	case CMARK_NODE_HTML_INLINE:
		return true;
	default:
		return false;
	}
}

/* Everything below from goes below to. */
static void make_tree(Maker *m, cmark_node *from, Node *to)
{
	cmark_iter *iter = cmark_iter_new(from);
	Node *parent = to, *n, *before = NULL;
	cmark_event_type event;

	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *c = cmark_iter_get_node(iter);
		if (c == from)
			continue;
		if (event == CMARK_EVENT_EXIT) {
			parent = parent->parent;
			continue;
		}
		n = cmark_node_get_type(c) == CMARK_NODE_PARAGRAPH ? make_table(m, c) : NULL;
		if (n)
			cmark_iter_reset(iter, c, CMARK_EVENT_EXIT);
		else
			n = make_node(m, c, parent);
		if (!n)
			continue;
		place_node(m, c, n, before && !doc_is_block(before) ? before : parent);
		doc_append(parent, n);
		before = n;
		if (!is_leaf(c) && n->kind != NODE_TABLE)
			parent = n;
	}
	cmark_iter_free(iter);
}

/* Cells are parsed together as headings of a second text; the first text stands behind them for its definitions. */
static void make_cells(Maker *m, Arena *arena)
{
	Str text = STR_EMPTY;
	cmark_node *c;

	if (m->cells.len == 0)
		return;
	for (size_t i = 0; i < m->cells.len; i++) {
		Slice s = m->cells.v[i].text;
		str_add_c(&text, "# ");
		for (size_t k = 0; k < s.len; k++)
			if (!(s.p[k] == '\\' && k + 1 < s.len && s.p[k + 1] == '|'))
				str_add_char(&text, s.p[k]);
		str_add_c(&text, " #\n");
	}
	str_add_char(&text, '\n');
	str_add_slice(&text, m->src->ready);
	c = cmark_node_first_child(parse_in(arena, str_slice(&text)));
	for (size_t i = 0; i < m->cells.len && c; i++, c = cmark_node_next(c)) {
		m->cell = &m->cells.v[i];
		make_tree(m, c, m->cell->node);
	}
	m->cell = NULL;
	str_free(&text);
}

static void make_source(Doc *d, Slice text, size_t base)
{
	Node *note = doc_text(d, NODE_NOTE,
	    slice_c(_("This text takes too long to set as a page. Here is its source.")));
	Node *source = doc_text(d, NODE_SOURCE, without_last_line_end(text));

	note->from = note->to = source->from = base;
	source->to = base + text.len;
	doc_append(d->root, note);
	doc_append(d->root, source);
}

Doc *doc_parse(Slice text, size_t base)
{
	return doc_parse_within(text, base, PARSE_GUARD_MSEC);
}

Doc *doc_parse_within(Slice text, size_t base, long msec)
{
	Doc *d = doc_new();
	Prepared src;
	Maker m = { .doc = d, .src = &src, .base = base };
	Arena *arena = arena_new();

	d->len = text.len;
	d->root->from = base;
	d->root->to = base + text.len;
	prepare(text, &src);
	if (parses_in_time(src.ready, msec)) {
		make_tree(&m, parse_in(arena, src.ready), d->root);
		make_cells(&m, arena);
	} else {
		make_source(d, text, base);
	}
	VEC_FREE(&m.cells);
	prepare_free(&src);
	arena_free(arena);
	return d;
}

/* ---- one reference ---- */

#define ENTITY_MOST 34	/* the longest name, "&" and ";" */

size_t doc_entity(Slice s, Str *out)
{
	size_t n = 1;
	Arena *arena;
	Str text = STR_EMPTY;
	cmark_node *c;

	while (n < s.len && n < ENTITY_MOST && (isalnum((unsigned char)s.p[n]) || (n == 1 && s.p[n] == '#')))
		n++;
	if (n < 3 || n >= s.len || s.p[0] != '&' || s.p[n] != ';')
		return 0;
	s = slice_sub(s, 0, n + 1);
	arena = arena_new();
	c = cmark_node_first_child(parse_in(arena, s));
	for (c = c ? cmark_node_first_child(c) : NULL; c; c = cmark_node_next(c))
		if (cmark_node_get_literal(c))
			str_add_c(&text, cmark_node_get_literal(c));
	arena_free(arena);
	n = slice_eq(str_slice(&text), s) ? 0 : s.len;
	if (n)
		str_add_slice(out, str_slice(&text));
	str_free(&text);
	return n;
}

/* ---- HTML ---- */

static void html_escape(Slice s, Str *out)
{
	for (size_t i = 0; i < s.len; i++) {
		switch (s.p[i]) {
		case '&': str_add_c(out, "&amp;"); break;
		case '<': str_add_c(out, "&lt;"); break;
		case '>': str_add_c(out, "&gt;"); break;
		default: str_add_char(out, s.p[i]);
		}
	}
}

/* Heavy blocks were empty fences for cmark: they get their source back. */
static void restore_heavy(cmark_node *root, const Prepared *src)
{
	for (cmark_node *c = cmark_node_first_child(root); c; c = cmark_node_next(c)) {
		Slice source;
		char *s;
		if (cmark_node_get_type(c) != CMARK_NODE_CODE_BLOCK ||
		    !prepare_heavy(src, prepare_line(src, cmark_node_get_start_line(c)), &source))
			continue;
		s = slice_dup(source);
		cmark_node_set_literal(c, s);
		free(s);
	}
}

void doc_html(Slice text, Str *out)
{
	Arena *arena = arena_new();
	Prepared src;

	prepare(text, &src);
	if (parses_in_time(src.ready, PARSE_GUARD_MSEC)) {
		cmark_node *root = parse_in(arena, src.ready);
		restore_heavy(root, &src);
		str_add_c(out, cmark_render_html(root, CMARK_OPT_DEFAULT));
	} else {
		str_add_c(out, "<pre>");
		html_escape(text, out);
		str_add_c(out, "</pre>\n");
	}
	prepare_free(&src);
	arena_free(arena);
}
