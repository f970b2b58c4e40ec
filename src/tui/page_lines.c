/* A page as lines of fields; numbers that belong together are one field. */
#include "tui/page_lines.h"

#include <stdlib.h>

#include "tui/fields.h"

/* ---- writing ---- */

static void add_text(Slice text, Str *out)
{
	str_add_char(out, '\t');
	field_add_slice(text, out);
}

static void tell_line(const PageLine *l, Str *out)
{
	str_printf(out, "line %zu %zu %d %d %zu", l->source, l->source_at, l->cols, l->heading, l->note);
	for (size_t i = 0; i < l->spans.len; i++) {
		const Span *s = &l->spans.v[i];
		str_printf(out, "\t%d %d %d %d %td", (int)s->role, (int)s->mark, s->link, s->cols, s->place);
		add_text(s->text, out);
	}
}

void page_lines(const Page *p, void (*tell)(const char *line))
{
	Str out = STR_EMPTY;
	str_printf(&out, "page %d %d", p->width, p->hang);
	tell(str_c(&out));
	for (size_t i = 0; i < p->links.len; i++) {
		const PageLink *l = &p->links.v[i];
		str_clear(&out);
		str_printf(&out, "link %zu %d", l->line, l->image);
		add_text(l->url, &out);
		add_text(l->title, &out);
		add_text(l->text, &out);
		tell(str_c(&out));
	}
	for (size_t i = 0; i < p->lines.len; i++) {
		str_clear(&out);
		tell_line(&p->lines.v[i], &out);
		tell(str_c(&out));
	}
	str_free(&out);
}

/* ---- reading ---- */

static Slice next_field(Slice *rest)
{
	ptrdiff_t tab = slice_find(*rest, SLICE_LIT("\t"), 0);
	size_t n = tab < 0 ? rest->len : (size_t)tab;
	Slice field = slice_sub(*rest, 0, n);
	*rest = slice_sub(*rest, n + 1 < rest->len ? n + 1 : rest->len, rest->len);
	return field;
}

/* The next of some numbers with blanks between; 0 where there is none. */
static long long next_number(Slice *s)
{
	long long n = 0;
	bool minus = s->len && s->p[0] == '-';
	size_t i = minus;
	for (; i < s->len && s->p[i] >= '0' && s->p[i] <= '9'; i++)
		n = n * 10 + (s->p[i] - '0');
	*s = slice_sub(*s, i + (i < s->len), s->len);
	return minus ? -n : n;
}

static Slice next_text(Slice *rest, Arena *arena)
{
	return field_slice(next_field(rest), arena);
}

static void read_link(Slice numbers, Slice rest, Page *p)
{
	PageLink *l = VEC_ADD(&p->links);
	l->line = (size_t)next_number(&numbers);
	l->image = next_number(&numbers) != 0;
	l->url = next_text(&rest, p->arena);
	l->title = next_text(&rest, p->arena);
	l->text = next_text(&rest, p->arena);
}

static void read_span(Slice *rest, Arena *arena, PageLine *l)
{
	Slice n = next_field(rest);
	Span *s = VEC_ADD(&l->spans);
	s->role = (Role)next_number(&n);
	s->mark = (Mark)next_number(&n);
	s->link = (int)next_number(&n);
	s->cols = (int)next_number(&n);
	s->place = (ptrdiff_t)next_number(&n);
	s->text = next_text(rest, arena);
}

static void read_line(Slice n, Slice rest, Page *p)
{
	PageLine *l = VEC_ADD(&p->lines);
	l->source = (size_t)next_number(&n);
	l->source_at = (size_t)next_number(&n);
	l->cols = (int)next_number(&n);
	l->heading = next_number(&n) != 0;
	l->note = (size_t)next_number(&n);
	while (rest.len)
		read_span(&rest, p->arena, l);
}

static Page *begin(Slice n)
{
	Page *p = mem_alloc(sizeof *p);
	p->arena = arena_new();
	p->width = (int)next_number(&n);
	p->hang = (int)next_number(&n);
	return p;
}

bool page_read_line(Slice line, Page **p)
{
	Slice rest = line, first = next_field(&rest), numbers = slice_sub(first, strlen("line "), first.len);
	if (slice_starts(first, "page ") && !*p)
		*p = begin(numbers);
	else if (slice_starts(first, "link ") && *p)
		read_link(numbers, rest, *p);
	else if (slice_starts(first, "line ") && *p)
		read_line(numbers, rest, *p);
	else
		return false;
	return true;
}
