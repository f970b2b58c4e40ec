/* Folding a text's form: what two texts differ in after this is content. */
#include "issue/form.h"

#include "base/utf8.h"
#include "doc/scan.h"

#define TRIM " \t\r\n"

typedef enum { BREAK_SOFT, BREAK_SPACES, BREAK_BACKSLASH } BreakKind;

typedef struct {
	Str *out;
	size_t start;		/* in out */
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

static BreakKind ending(Slice line)
{
	Slice bare = slice_chomp(line);

	if (slice_ends(bare, "  "))
		return BREAK_SPACES;
	return slice_ends(bare, "\\") && !slice_ends(bare, "\\\\") ? BREAK_BACKSLASH : BREAK_SOFT;
}

static void new_line(Form *f)
{
	if (f->out->len > f->start)
		str_add_c(f->out, f->blank ? "\n\n" : "\n");
	f->blank = false;
}

/* Runs of blanks and tabs as one. */
static void add_prose(Form *f, Slice s)
{
	bool gap = false;

	for (size_t i = 0; i < s.len; i++) {
		if (s.p[i] == ' ' || s.p[i] == '\t') {
			gap = true;
			continue;
		}
		if (gap)
			str_add_char(f->out, ' ');
		gap = false;
		str_add_char(f->out, s.p[i]);
	}
}

static void add_verbatim(Form *f, Slice line)
{
	new_line(f);
	str_add_slice(f->out, slice_chomp(line));
	f->open = false;
}

static size_t indent_of(Slice s)
{
	size_t i = 0;

	while (i < s.len && (s.p[i] == ' ' || s.p[i] == '\t'))
		i++;
	return i;
}

static void end_line(Form *f, Slice line)
{
	f->open = true;
	f->brk = ending(line);
}

/* A line that goes on with the paragraph above it. */
static void go_on(Form *f, Slice s, Slice line)
{
	static const char *const joins[] = { " ", "  \n", "\n" };	/* the backslash stands in the text already */

	str_add_c(f->out, joins[f->brk]);
	add_prose(f, s);
	end_line(f, line);
}

static void begin_line(Form *f, Slice s, Slice line)
{
	size_t n = indent_of(s);

	new_line(f);
	str_add_slice(f->out, slice_sub(s, 0, n));
	add_prose(f, rtrim(slice_sub(s, n, s.len)));
	end_line(f, line);
}

/* Inside lists and quotes the scanner does not tell: does s (without indent) begin a block of its own? */
static bool begins_block(Slice s)
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
static void inner_line(Form *f, Slice s, Slice line, bool goes_on)
{
	Slice bare = slice_sub(s, indent_of(s), s.len);
	bool fence = fence_at(f, bare);

	if (fence || f->fence)
		add_verbatim(f, line);
	else if (goes_on && f->open && !f->blank && !begins_block(bare))
		go_on(f, rtrim(bare), line);
	else
		begin_line(f, slice_chomp(line), line);
	if (slice_starts(bare, "|") || slice_starts(bare, "#"))
		f->open = false;
}

static void quote_line(Form *f, Slice line)
{
	Slice s = slice_chomp(line), marks;
	size_t n = 0;

	while (n < s.len && strchr("> \t", s.p[n]))
		n++;
	while (n > 0 && s.p[n - 1] != '>')
		n--;
	marks = slice_sub(s, 0, n);
	if (rtrim(slice_sub(s, n, s.len)).len == 0) {	/* a blank line in the quote */
		new_line(f);
		str_add_slice(f->out, marks);
		f->open = false;
		return;
	}
	inner_line(f, slice_sub(s, n, s.len), line, n == 0 || slice_eq(marks, f->quote));
	f->quote = marks;
}

static void text_line(Form *f, Slice line)
{
	Slice s = rtrim(line), bare = slice_sub(s, indent_of(s), s.len);

	if (f->open && !f->blank && !slice_starts(bare, "|"))
		go_on(f, bare, line);
	else
		begin_line(f, s, line);
	if (slice_starts(bare, "|"))
		f->open = false;
}

static void fold_line(Form *f, const ScanLine *l, Slice line)
{
	switch (l->kind) {
	case SCAN_BLANK:
		f->blank = true;
		f->open = false;
		f->quote = slice("", 0);
		return;
	case SCAN_TEXT:
		text_line(f, line);
		return;
	case SCAN_LIST:
		inner_line(f, slice_chomp(line), line, true);
		return;
	case SCAN_QUOTE:
		quote_line(f, line);
		return;
	case SCAN_BULLET:
		f->fence = '\0';
		begin_line(f, slice_chomp(line), line);
		fence_at(f, slice_sub(line, l->text - l->from, l->text_end - l->from));
		return;
	case SCAN_HEADING:
		begin_line(f, slice_chomp(line), line);
		f->open = f->open && !slice_starts(slice_trim(line), "#");
		return;
	case SCAN_UNDERLINE:
		begin_line(f, slice_chomp(line), line);
		f->open = false;
		return;
	case SCAN_CODE:
	case SCAN_HTML:
	case SCAN_RULE:
	case SCAN_DEF:
		add_verbatim(f, line);
		return;
	}
}

void form_fold(Slice text, Str *out)
{
	ScanLines lines = { 0 };
	Str nfc = STR_EMPTY;
	Form f = { .out = out, .start = out->len, .quote = slice("", 0) };

	utf8_nfc(text, &nfc);
	text = str_slice(&nfc);
	scan_lines(text, &lines);
	for (size_t i = 0; i < lines.len; i++) {
		const ScanLine *l = &lines.v[i];

		if (l->kind != SCAN_LIST && l->kind != SCAN_QUOTE && l->kind != SCAN_BLANK)
			f.fence = '\0';
		fold_line(&f, l, slice_sub(text, l->from, l->to));
	}
	VEC_FREE(&lines);
	str_free(&nfc);
}
