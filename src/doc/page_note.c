/* Setting notes: the lines of a page are gone through once, and each gets what stands beside it. */
#include "doc/page_note.h"

#include <stdlib.h>

#include "base/utf8.h"

#define GAP 2		/* columns between text and margin */
#define BAR "│ "
#define BAR_COLS 2
#define BESIDE_LEAST 60	/* columns from which a margin leaves room for text */
#define MARGIN_LEAST 14
#define SHARE 3		/* the margin takes one part of so many, */
#define MOST 2 / 5	/* and for what stands on a line of it so much */
#define MORE "…"

static int cols_of(Slice s)
{
	return (int)utf8_width(s);
}

static int whole(const PageNote *n)
{
	return cols_of(n->first) + (n->then.len ? 1 + cols_of(n->then) : 0);
}

static int max(int a, int b)
{
	return a > b ? a : b;
}

PageMargin page_margin(const PageNote *notes, size_t n, int width)
{
	PageMargin m = { .text = width };
	int longest = MARGIN_LEAST, piece = MARGIN_LEAST, most = width * MOST;

	if (width < BESIDE_LEAST)
		return m;
	for (size_t i = 0; i < n; i++) {
		longest = max(longest, whole(&notes[i]) + BAR_COLS);
		piece = max(piece, max(cols_of(notes[i].first), cols_of(notes[i].then)) + BAR_COLS);
	}
	m.cols = longest <= width / SHARE ? longest : max(piece, width / SHARE);
	m.cols = m.cols < most ? m.cols : most;
	m.text = width - m.cols - GAP;
	if (m.text > PAGE_MEASURE)
		m.text = PAGE_MEASURE;
	m.col = m.text + GAP;
	return m;
}

size_t page_line_at(const Page *p, size_t source)
{
	size_t low = 0, high = p->lines.len;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (p->lines.v[mid].source_at <= source)
			low = mid + 1;
		else
			high = mid;
	}
	low -= low > 0;
	while (low > 0 && p->lines.v[low - 1].source_at == p->lines.v[low].source_at)
		low--;
	return low;
}

/* ---- pieces ---- */

static void put(Page *p, PageLine *l, Slice text, Role role)
{
	Span *s = VEC_ADD(&l->spans);

	*s = (Span){ .role = role, .place = -1, .cols = cols_of(text) };
	s->text = slice(arena_dup(p->arena, text.p, text.len), text.len);
	l->cols += s->cols;
}

static void put_blanks(Page *p, PageLine *l, int n)
{
	Str s = STR_EMPTY;

	if (n <= 0)
		return;
	str_add_n(&s, ' ', (size_t)n);
	put(p, l, str_slice(&s), ROLE_TEXT);
	str_free(&s);
}

/* As much of it as has room. */
static void put_cut(Page *p, PageLine *l, Slice text, int cols)
{
	bool fits = cols_of(text) <= cols;

	if (!fits)
		text = slice_sub(text, 0, utf8_fit(text, (size_t)(cols > 1 ? cols - 1 : 0)));
	put(p, l, text, ROLE_DATE);
	if (!fits && cols > 0)
		put(p, l, SLICE_LIT(MORE), ROLE_DATE);
}

/* ---- lines ---- */

/* A line of a margin. */
typedef struct {
	Slice a, b;		/* b behind a, or empty */
	size_t note;
} Piece;
typedef VEC(Piece) Pieces;

typedef struct {
	Page *page;
	const PageMargin *m;
	VEC(PageLine) lines;	/* the new ones */
	size_t *number;		/* by old line: its new number */
	Pieces due;		/* not yet set */
	size_t next;		/* of due */
} Setting;

static void put_piece(Setting *s, PageLine *l, Piece piece)
{
	Page *p = s->page;
	int cols = s->m->cols - BAR_COLS;

	l->note = piece.note;
	put_blanks(p, l, s->m->col + p->hang - l->cols);
	put(p, l, SLICE_LIT(BAR), ROLE_RULE);
	put_cut(p, l, piece.a, cols);
	if (piece.b.len) {
		put(p, l, SLICE_LIT(" "), ROLE_DATE);
		put(p, l, piece.b, ROLE_DATE);
	}
}

/* A line that is put in, at the same place of the source as the one it follows or precedes. */
static PageLine *add_line(Setting *s, const PageLine *like)
{
	PageLine empty = { .source = like->source, .source_at = like->source_at };

	VEC_PUSH(&s->lines, empty);
	return VEC_LAST(&s->lines);
}

/* What is still due gets lines of its own. */
static void flush(Setting *s)
{
	for (; s->next < s->due.len; s->next++)
		put_piece(s, add_line(s, VEC_LAST(&s->lines)), s->due.v[s->next]);
	s->due.len = s->next = 0;
}

static bool is_repeated(const Setting *s, const PageNote *n)
{
	for (size_t i = s->next; i < s->due.len; i++)
		if (slice_eq(s->due.v[i].a, n->first) && (n->then.len == 0 || slice_eq(s->due.v[i].b, n->then)))
			return true;
	return false;
}

static void make_due(Setting *s, const PageNote *n, size_t number)
{
	bool together = whole(n) <= s->m->cols - BAR_COLS;

	if (is_repeated(s, n))
		return;
	VEC_PUSH(&s->due, ((Piece){ n->first, together ? n->then : slice("", 0), number }));
	if (n->then.len && !together)
		VEC_PUSH(&s->due, ((Piece){ n->then, slice("", 0), number }));
}

/* Above the line, as wide as the text is. */
static void set_above(Setting *s, const PageNote *n, size_t number, const PageLine *line)
{
	bool together = whole(n) + BAR_COLS <= s->m->text;
	PageLine *l = add_line(s, line);

	l->note = number;
	put_blanks(s->page, l, s->page->hang);
	put(s->page, l, SLICE_LIT(BAR), ROLE_RULE);
	put_cut(s->page, l, n->first, s->m->text - BAR_COLS);
	if (n->then.len && !together) {
		l = add_line(s, line);
		l->note = number;
		put_blanks(s->page, l, s->page->hang);
		put(s->page, l, SLICE_LIT(BAR), ROLE_RULE);
	} else if (n->then.len) {
		put(s->page, l, SLICE_LIT(" "), ROLE_DATE);
	}
	if (n->then.len)
		put_cut(s->page, l, n->then, s->m->text + s->page->hang - l->cols);
}

static bool is_blank(const PageLine *l)
{
	for (size_t i = 0; i < l->spans.len; i++)
		if (slice_trim(l->spans.v[i].text).len)
			return false;
	return true;
}

/* One line of the page with the notes that are of it. */
static void set_line(Setting *s, size_t at, const PageNote *notes, size_t first, size_t n)
{
	PageLine line = s->page->lines.v[at];

	if (n > 0 || is_blank(&line))
		flush(s);
	for (size_t i = 0; i < n; i++) {
		const PageNote *note = &notes[first + i];
		bool same = i > 0 && slice_eq(note->first, note[-1].first) && slice_eq(note->then, note[-1].then);

		if (s->m->cols > 0)
			make_due(s, note, first + i + 1);
		else if (!same)
			set_above(s, note, first + i + 1, &line);
	}
	s->number[at] = s->lines.len;
	VEC_PUSH(&s->lines, line);
	if (s->next < s->due.len)
		put_piece(s, VEC_LAST(&s->lines), s->due.v[s->next++]);
}

void page_notes(Page *p, const PageMargin *margin, const PageNote *notes, size_t n)
{
	Setting s = { .page = p, .m = margin, .number = mem_alloc_n(p->lines.len + 1, sizeof *s.number) };
	size_t next = 0;

	for (size_t i = 0; i < p->lines.len; i++) {
		size_t from = next;

		while (next < n && page_line_at(p, notes[next].at) <= i)
			next++;
		set_line(&s, i, notes, from, next - from);
	}
	flush(&s);
	for (size_t i = 0; i < p->links.len; i++)
		if (p->links.v[i].line < p->lines.len)
			p->links.v[i].line = s.number[p->links.v[i].line];
	VEC_FREE(&p->lines);
	p->lines.v = s.lines.v;
	p->lines.len = s.lines.len;
	p->lines.cap = s.lines.cap;
	VEC_FREE(&s.due);
	free(s.number);
	if (margin->cols > 0)
		p->width = margin->col + margin->cols;
}
