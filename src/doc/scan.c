/* The scanner: CommonMark's block structure line by line, with a stack of SCAN_DEPTH_MAX containers and no tree. */
#include "doc/scan.h"

#include <stdlib.h>

#include "doc/scan_parts.h"

#define TAB_STOP 4
#define CODE_INDENT 4
#define FENCE_LENGTH_MAX 255	/* as in cmark, where a longer one is closed by this many */

typedef enum { LEAF_NONE, LEAF_PARA, LEAF_CODE, LEAF_FENCE, LEAF_HTML } LeafKind;

/* An open block quote or list item. */
typedef struct {
	bool quote;
	size_t indent;		/* columns that its further lines must have */
	int children;
} Container;

/* The deepest open block, if it is not a container. */
typedef struct {
	LeafKind kind;
	char fence;
	size_t fence_len;
	int html;
	size_t line;		/* of a paragraph at document level: its first */
	size_t brackets;
	bool defs;		/* it begins with '[': content is kept to look for definitions */
} Leaf;

typedef struct {
	ScanLines *out;
	Slice text;
	Container stack[SCAN_DEPTH_MAX];
	size_t depth;
	Leaf leaf;
	Str content;		/* of a paragraph with leaf.defs */
	size_t block;		/* first line of the document-level block */
	bool heavy;		/* that block is */

	/* the line at hand */
	Slice line;		/* without its line end */
	size_t from;		/* where it stands in text */
	size_t at, col;		/* read so far */
	size_t first, first_col;	/* the first non-blank from there */
	bool new_item;		/* a document-level list item begins on it */
	ScanLine mark;		/* what is known of it */
} Scanner;

/* Blank as CommonMark has it: no other white space counts. */
static bool is_white(Slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.p[i] != ' ' && s.p[i] != '\t' && s.p[i] != '\n')
			return false;
	return true;
}

static char peek(const Scanner *s, size_t i)
{
	return i < s->line.len ? s->line.p[i] : '\n';
}

static void find_first(Scanner *s)
{
	s->first = s->at;
	s->first_col = s->col;
	for (char c = peek(s, s->first); c == ' ' || c == '\t'; c = peek(s, s->first)) {
		s->first_col += c == '\t' ? TAB_STOP - s->first_col % TAB_STOP : 1;
		s->first++;
	}
}

static size_t indent(const Scanner *s)
{
	return s->first_col - s->col;
}

static bool blank(const Scanner *s)
{
	return s->first >= s->line.len;
}

/* Columns; a tab may be taken in part. */
static void advance_cols(Scanner *s, size_t cols)
{
	while (cols > 0 && s->at < s->line.len) {
		size_t width = s->line.p[s->at] == '\t' ? TAB_STOP - s->col % TAB_STOP : 1;
		size_t step = width < cols ? width : cols;
		s->col += step;
		cols -= step;
		if (step == width)
			s->at++;
	}
}

static void advance_to(Scanner *s, size_t to)
{
	for (; s->at < to && s->at < s->line.len; s->at++)
		s->col += s->line.p[s->at] == '\t' ? TAB_STOP - s->col % TAB_STOP : 1;
}

static Slice rest(const Scanner *s)
{
	return slice_sub(s->line, s->first, s->line.len);
}

/* ---- document-level blocks ---- */

static void flush_block(Scanner *s, size_t end)
{
	if (!s->heavy)
		return;
	while (end > s->block && s->out->v[end - 1].kind == SCAN_BLANK)
		end--;
	for (size_t i = s->block; i < end; i++)
		s->out->v[i].heavy = true;
	s->heavy = false;
}

static void begin_block(Scanner *s)
{
	flush_block(s, s->out->len);
	s->block = s->out->len;
}

/* ---- paragraphs ---- */

static void count_brackets(Scanner *s)
{
	for (size_t i = s->first; i < s->line.len; i++) {
		switch (s->line.p[i]) {
		case '[': case ']': case '<': case '*': case '_': case '`': case '&': case '!':
			s->leaf.brackets++;
			break;
		default:
			break;
		}
	}
	if (s->leaf.brackets > SCAN_BRACKETS_MAX) {
		s->heavy = true;
		s->leaf.defs = false;
	}
}

/* from: s->first, or for a lazy line s->at: cmark leaves its indent, and then no definition begins there. */
static void add_para_line(Scanner *s, size_t from)
{
	if (s->leaf.kind != LEAF_PARA) {
		s->leaf = (Leaf){ .kind = LEAF_PARA, .line = s->out->len };
		s->leaf.defs = peek(s, s->first) == '[';
		str_clear(&s->content);
	}
	count_brackets(s);
	if (s->leaf.defs) {
		str_add_slice(&s->content, slice_sub(s->line, from, s->line.len));
		str_add_char(&s->content, '\n');
	}
	s->mark.kind = SCAN_TEXT;
}

/* Takes the definitions off the paragraph; is anything left? */
static bool resolve_defs(Scanner *s)
{
	size_t done = 0, n;
	Slice content = str_slice(&s->content);

	if (!s->leaf.defs)
		return true;
	while ((n = scan_def(slice_sub(content, done, content.len))) > 0)
		for (size_t end = done + n; done < end; done++)
			if (content.p[done] == '\n') {
				if (s->depth == 0)
					s->out->v[s->leaf.line].kind = SCAN_DEF;
				s->leaf.line++;
			}
	str_remove(&s->content, 0, done);
	s->leaf.defs = s->content.len > 0 && s->content.p[0] == '[';
	return !is_white(str_slice(&s->content));
}

static void close_leaf(Scanner *s)
{
	if (s->leaf.kind == LEAF_PARA && !resolve_defs(s) && s->depth > 0)
		s->stack[s->depth - 1].children--;
	s->leaf.kind = LEAF_NONE;
}

static void close_to(Scanner *s, size_t depth)
{
	close_leaf(s);
	s->depth = depth;
}

/* ---- what goes on from the line before ---- */

static bool goes_on_container(Scanner *s, const Container *c)
{
	if (c->quote) {
		if (indent(s) >= CODE_INDENT || peek(s, s->first) != '>')
			return false;
		advance_cols(s, indent(s) + 1);
		if (peek(s, s->at) == ' ' || peek(s, s->at) == '\t')
			advance_cols(s, 1);
		return true;
	}
	if (indent(s) >= c->indent) {
		advance_cols(s, c->indent);
		return true;
	}
	if (!blank(s) || c->children == 0)
		return false;
	advance_to(s, s->first);
	return true;
}

static bool goes_on_leaf(Scanner *s, bool *closed)
{
	const Leaf *leaf = &s->leaf;

	switch (leaf->kind) {
	case LEAF_PARA:
		return !blank(s);
	case LEAF_CODE:
		if (indent(s) < CODE_INDENT && !blank(s))
			return false;
		advance_cols(s, indent(s) < CODE_INDENT ? indent(s) : CODE_INDENT);
		return true;
	case LEAF_FENCE:
		*closed = indent(s) < CODE_INDENT && peek(s, s->first) == leaf->fence &&
		    scan_fence_close(rest(s)) >= leaf->fence_len;
		return true;
	case LEAF_HTML:
		return leaf->html < 6 || !blank(s);
	default:
		return false;
	}
}

/* ---- what begins on the line ---- */

static void add_child(Scanner *s)
{
	if (s->depth > 0)
		s->stack[s->depth - 1].children++;
	else
		begin_block(s);
}

/* Takes the prefix of an item in and gives the columns its further lines need. */
static size_t item_indent(Scanner *s, size_t marker)
{
	size_t offset = indent(s), at, col, pad;

	advance_to(s, s->first + marker);
	at = s->at;
	col = s->col;
	while (s->col - col <= 5 && (peek(s, s->at) == ' ' || peek(s, s->at) == '\t'))
		advance_cols(s, 1);
	pad = s->col - col;
	if (pad >= 5 || pad < 1 || s->at >= s->line.len) {
		s->at = at;
		s->col = col;
		if (pad > 0)
			advance_cols(s, 1);
		pad = 1;
	}
	return offset + marker + pad;
}

static bool begin_container(Scanner *s, bool in_para, size_t matched)
{
	ScanMarker m = { 0, 0 };
	bool quote = peek(s, s->first) == '>';
	Container c = { .quote = quote };

	if (!quote && (m = scan_marker(rest(s), in_para)).len == 0)
		return false;
	if (matched >= SCAN_DEPTH_MAX) {
		s->heavy = true;
		return false;
	}
	close_to(s, matched);
	add_child(s);
	if (quote) {
		advance_to(s, s->first + 1);
		if (peek(s, s->at) == ' ' || peek(s, s->at) == '\t')
			advance_cols(s, 1);
	} else {
		c.indent = item_indent(s, m.len);
		if (s->depth == 0) {
			s->new_item = true;
			s->mark.marker = m.marker;
		}
	}
	s->stack[s->depth++] = c;
	return true;
}

static bool begin_heading(Scanner *s, size_t matched)
{
	size_t from, to;
	int level = scan_atx(rest(s), &from, &to);

	if (level == 0)
		return false;
	close_to(s, matched);
	add_child(s);
	s->leaf.brackets = 0;
	count_brackets(s);
	s->mark.kind = SCAN_HEADING;
	s->mark.level = level;
	s->mark.text = s->from + s->first + from;
	s->mark.text_end = s->from + s->first + to;
	return true;
}

static bool begin_fence(Scanner *s, size_t matched)
{
	size_t len = scan_fence_open(rest(s));

	if (len == 0)
		return false;
	close_to(s, matched);
	add_child(s);
	s->leaf = (Leaf){ .kind = LEAF_FENCE, .fence = peek(s, s->first) };
	s->leaf.fence_len = len > FENCE_LENGTH_MAX ? FENCE_LENGTH_MAX : len;
	s->mark.kind = SCAN_CODE;
	return true;
}

static void add_html_line(Scanner *s)
{
	s->mark.kind = SCAN_HTML;
	if (scan_html_end(rest(s), s->leaf.html))
		s->leaf.kind = LEAF_NONE;
}

static bool begin_html(Scanner *s, bool seventh, size_t matched)
{
	int kind = scan_html_start(rest(s), seventh);

	if (kind == 0)
		return false;
	close_to(s, matched);
	add_child(s);
	s->leaf = (Leaf){ .kind = LEAF_HTML, .html = kind };
	add_html_line(s);
	return true;
}

/* The paragraph so far becomes a heading, unless it is nothing but definitions. */
static bool begin_setext(Scanner *s)
{
	int level = scan_setext(rest(s));

	if (level == 0)
		return false;
	if (!resolve_defs(s)) {
		add_para_line(s, s->first);
		return true;
	}
	s->mark.kind = SCAN_UNDERLINE;
	if (s->depth == 0) {
		ScanLine *head = &s->out->v[s->leaf.line];
		ScanLine *end = VEC_LAST(s->out);
		for (ScanLine *l = head + 1; l <= end; l++)
			l->kind = SCAN_UNDERLINE;
		head->kind = SCAN_HEADING;
		head->level = level;
		head->text = head->from;
		head->text_end = end->to;
		while (head->text < head->text_end && strchr(" \t", s->text.p[head->text]))
			head->text++;
		while (head->text_end > head->text && strchr(" \t\r\n", s->text.p[head->text_end - 1]))
			head->text_end--;
	}
	s->leaf.kind = LEAF_NONE;
	return true;
}

static bool begin_rule(Scanner *s, size_t matched)
{
	if (!scan_rule(rest(s)))
		return false;
	close_to(s, matched);
	add_child(s);
	s->mark.kind = SCAN_RULE;
	return true;
}

static void begin_code(Scanner *s, size_t matched)
{
	close_to(s, matched);
	add_child(s);
	s->leaf = (Leaf){ .kind = LEAF_CODE };
	s->mark.kind = SCAN_CODE;
}

/* What is left of the line after the containers that go on.  on: the open leaf goes on too (then it is a paragraph). */
static void begin_blocks(Scanner *s, size_t matched, bool on)
{
	bool maybe_lazy = s->leaf.kind == LEAF_PARA, in_para = on, opened = false;

	for (;;) {
		find_first(s);
		if (blank(s))
			break;
		if (indent(s) < CODE_INDENT) {
			if (begin_heading(s, matched) || begin_fence(s, matched) ||
			    begin_html(s, !in_para && !maybe_lazy, matched) || (in_para && begin_setext(s)) ||
			        begin_rule(s, matched))
				return;
			if (!begin_container(s, in_para, matched))
				break;
			matched = s->depth;
			opened = true;
			in_para = maybe_lazy = false;
		} else if (!maybe_lazy) {
			begin_code(s, matched);
			return;
		} else {
			break;
		}
	}
	if (!on && !opened && !blank(s) && s->leaf.kind == LEAF_PARA) {
		add_para_line(s, s->at);
		return;
	}
	if (!on && !opened)
		close_to(s, matched);
	if (blank(s))
		return;
	if (s->leaf.kind != LEAF_PARA)
		add_child(s);
	add_para_line(s, s->first);
}

/* What the line is at document level. */
static ScanKind outer_kind(const Scanner *s)
{
	bool in_leaf = s->leaf.kind == LEAF_FENCE || s->leaf.kind == LEAF_HTML;

	if (is_white(s->line) && !in_leaf)
		return SCAN_BLANK;
	if (s->depth == 0)
		return s->mark.kind;
	if (s->stack[0].quote)
		return SCAN_QUOTE;
	return s->new_item ? SCAN_BULLET : SCAN_LIST;
}

static void scan_one(Scanner *s)
{
	size_t matched = 0;
	bool on = false, closed = false;

	for (; matched < s->depth; matched++) {
		find_first(s);
		if (!goes_on_container(s, &s->stack[matched]))
			break;
	}
	find_first(s);
	if (matched == s->depth && s->leaf.kind != LEAF_NONE)
		on = goes_on_leaf(s, &closed);
	if (on && s->leaf.kind != LEAF_PARA) {
		s->mark.kind = s->leaf.kind == LEAF_HTML ? SCAN_HTML : SCAN_CODE;
		if (s->leaf.kind == LEAF_HTML)
			add_html_line(s);
		if (closed)
			s->leaf.kind = LEAF_NONE;
		return;
	}
	begin_blocks(s, matched, on);
}

static void bullet_text(Scanner *s)
{
	size_t i = 0, end = s->line.len;

	while (i < end && s->line.p[i] != s->mark.marker)
		i++;
	for (i++; i < end && (s->line.p[i] == ' ' || s->line.p[i] == '\t');)
		i++;
	while (end > i && (s->line.p[end - 1] == ' ' || s->line.p[end - 1] == '\t'))
		end--;
	s->mark.text = s->from + i;
	s->mark.text_end = s->from + end;
}

/* The next line and its end: "\n", "\r\n" or "\r", as in CommonMark. */
static size_t line_end(Slice text, size_t from, size_t *content)
{
	size_t i = from;

	while (i < text.len && text.p[i] != '\n' && text.p[i] != '\r')
		i++;
	*content = i;
	if (i < text.len && text.p[i] == '\r')
		i++;
	else if (i < text.len)
		return i + 1;
	return i < text.len && text.p[i] == '\n' ? i + 1 : i;
}

void scan_lines(Slice text, ScanLines *out)
{
	Scanner *s = mem_alloc(sizeof(*s));
	size_t from = 0, content, bom = slice_starts(text, "\xef\xbb\xbf") ? 3 : 0;

	s->out = out;
	s->text = text;
	s->block = out->len;
	while (from < text.len) {
		size_t to = line_end(text, from, &content);
		size_t skip = from == 0 ? bom : 0;

		s->from = from + skip;
		s->line = slice_sub(text, from + skip, content);
		s->at = s->col = 0;
		s->new_item = false;
		s->mark = (ScanLine){ .kind = SCAN_BLANK, .from = from, .to = to };
		scan_one(s);
		s->mark.kind = outer_kind(s);
		if (s->mark.kind == SCAN_BULLET)
			bullet_text(s);
		VEC_PUSH(out, s->mark);
		from = to;
	}
	close_leaf(s);
	flush_block(s, out->len);
	str_free(&s->content);
	free(s);
}
