/* Telling lines that begin something from those that go on with it. */
#include "issue/form_lines.h"

#include <string.h>

#define TRIM " \t\r\n"

typedef struct {
	Slice text;
	FormLines *out;
	bool blank;		/* blank lines since the last line */
	bool open;		/* the last line was prose that the next may go on with */
	BreakKind brk;		/* how the last line ended */
	Slice quote;		/* its '>' marks */
	char fence;		/* inside a list or quote: the fence we are in */
} Form;

static Slice rtrim(Slice s)
{
	while (s.len > 0 && strchr(TRIM, s.p[s.len - 1]))
		s.len--;
	return s;
}

static size_t indent_of(Slice s)
{
	size_t i = 0;

	while (i < s.len && (s.p[i] == ' ' || s.p[i] == '\t'))
		i++;
	return i;
}

static BreakKind ending(Slice line)
{
	Slice bare = slice_chomp(line);

	if (slice_ends(bare, "  "))
		return BREAK_SPACES;
	return slice_ends(bare, "\\") && !slice_ends(bare, "\\\\") ? BREAK_BACKSLASH : BREAK_SOFT;
}

/* s is the part of the line that is its text. */
static void add(Form *f, const ScanLine *l, FormKind kind, Slice s)
{
	FormLine *o = VEC_ADD(f->out);

	s = rtrim(s);
	*o = (FormLine){ .kind = kind, .scan = l->kind, .brk = f->brk, .from = l->from, .to = l->to };
	o->text = (size_t)(s.p - f->text.p);
	o->text_end = o->text + s.len;
	o->prose = o->text;
	f->blank = kind == FORM_GOES_ON ? f->blank : kind == FORM_BLANK;
	f->open = kind == FORM_BEGINS || kind == FORM_GOES_ON;
	f->brk = ending(slice_sub(f->text, l->from, l->to));
}

static Slice bare_of(Slice line)
{
	return slice_sub(line, indent_of(line), line.len);
}

bool form_begins_block(Slice s)
{
	size_t digits = 0;

	if (s.len == 0 || strchr(">#|", s.p[0]))
		return true;
	if (strchr("-*+", s.p[0]) && (s.len == 1 || strchr(" \t", s.p[1])))
		return true;
	if (slice_starts(s, "---") || slice_starts(s, "===") || slice_starts(s, "***") || slice_starts(s, "___"))
		return true;
	while (digits < s.len && digits < 9 && s.p[digits] >= '0' && s.p[digits] <= '9')
		digits++;
	return digits > 0 && digits + 1 < s.len && strchr(".)", s.p[digits]) && strchr(" \t", s.p[digits + 1]);
}

static bool fence_at(Form *f, Slice s)
{
	char c = slice_starts(s, "```") ? '`' : slice_starts(s, "~~~") ? '~' : '\0';

	if (c == '\0' || (f->fence && f->fence != c))
		return false;
	f->fence = f->fence ? '\0' : c;
	return true;
}

/* A line in a list or a quote: s is what stands behind the quote's marks. */
static void inner_line(Form *f, const ScanLine *l, Slice s, bool goes_on)
{
	Slice line = slice_sub(f->text, l->from, l->to), bare = bare_of(s);

	if (fence_at(f, bare) || f->fence)
		add(f, l, FORM_VERBATIM, bare_of(line));
	else if (goes_on && f->open && !f->blank && !form_begins_block(bare))
		add(f, l, FORM_GOES_ON, bare);
	else
		add(f, l, FORM_BEGINS, bare_of(line));
	VEC_LAST(f->out)->prose = (size_t)(bare.p - f->text.p);
	if (slice_starts(bare, "|") || slice_starts(bare, "#"))
		f->open = false;
}

static void quote_line(Form *f, const ScanLine *l)
{
	Slice s = slice_chomp(slice_sub(f->text, l->from, l->to)), marks;
	size_t n = 0;

	while (n < s.len && strchr("> \t", s.p[n]))
		n++;
	while (n > 0 && s.p[n - 1] != '>')
		n--;
	marks = slice_sub(s, 0, n);
	if (rtrim(slice_sub(s, n, s.len)).len == 0) {
		add(f, l, FORM_MARKS, marks);
		return;
	}
	inner_line(f, l, slice_sub(s, n, s.len), n == 0 || slice_eq(marks, f->quote));
	f->quote = marks;
}

static void text_line(Form *f, const ScanLine *l, Slice line)
{
	Slice bare = bare_of(rtrim(line));
	bool row = slice_starts(bare, "|");

	add(f, l, f->open && !f->blank && !row ? FORM_GOES_ON : FORM_BEGINS, bare);
	f->open = f->open && !row;
}

static void read_line(Form *f, const ScanLine *l)
{
	Slice line = slice_sub(f->text, l->from, l->to);

	switch (l->kind) {
	case SCAN_BLANK:
		add(f, l, FORM_BLANK, slice(line.p, 0));
		f->quote = slice("", 0);
		return;
	case SCAN_TEXT:
		text_line(f, l, line);
		return;
	case SCAN_LIST:
		inner_line(f, l, slice_chomp(line), true);
		return;
	case SCAN_QUOTE:
		quote_line(f, l);
		return;
	case SCAN_BULLET:
		f->fence = '\0';
		add(f, l, FORM_BEGINS, bare_of(line));
		fence_at(f, slice_sub(f->text, l->text, l->text_end));
		return;
	case SCAN_HEADING:
	case SCAN_UNDERLINE:
		add(f, l, FORM_BEGINS, bare_of(line));
		f->open = l->kind == SCAN_HEADING && !slice_starts(bare_of(line), "#");
		return;
	case SCAN_CODE:
	case SCAN_HTML:
	case SCAN_RULE:
	case SCAN_DEF:
		add(f, l, FORM_VERBATIM, bare_of(line));
		return;
	}
}

void form_lines(Slice text, FormLines *out)
{
	ScanLines lines = { 0 };
	Form f = { .text = text, .out = out, .quote = slice("", 0) };

	scan_lines(text, &lines);
	for (size_t i = 0; i < lines.len; i++) {
		const ScanLine *l = &lines.v[i];

		if (l->kind != SCAN_LIST && l->kind != SCAN_QUOTE && l->kind != SCAN_BLANK)
			f.fence = '\0';
		read_line(&f, l);
	}
	VEC_FREE(&lines);
}
