/* Printing on standard output. */
#include "cli/print.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "archive/by_hand.h"
#include "archive/draft_join.h"
#include "base/utf8.h"
#include "base/words.h"
#include "doc/page.h"

#define PIPE_COLUMNS 80
#define PAGE_LEAST 20
#define PAGE_MOST 10000

const CliOption print_options[] = {
	{ "width", 0, N_("N"), N_("columns of the page (20 or more)") },
	{ "color", 0, N_("WHEN"), N_("colours and weight: auto, always or never") },
	{ "plain", 0, NULL, N_("plain lines, also to a terminal") },
	{ NULL, 0, NULL, NULL }
};

void print_raw(Slice s)
{
	if (s.len)
		fwrite(s.p, 1, s.len, stdout);
}

void print_gated(Slice s)
{
	Str safe = STR_EMPTY;

	utf8_gate(s, GATE_LINES, &safe);
	print_raw(str_slice(&safe));
	str_free(&safe);
}

void print_f(const char *fmt, ...)
{
	Str s = STR_EMPTY;
	va_list ap;

	va_start(ap, fmt);
	str_vprintf(&s, fmt, ap);
	va_end(ap);
	print_gated(str_slice(&s));
	str_free(&s);
}

void print_led_on(const Target *t)
{
	Str asked = STR_EMPTY, said = STR_EMPTY, safe = STR_EMPTY;

	if (t->at != AT_CURRENT || t->gone || (!t->asked && !t->asked_path))
		return;
	addr_format(slice_c(t->asked_path ? t->asked_path : t->path), t->part, slice_c(t->asked ? t->asked : t->chain), slice_c(NULL), &asked);
	str_printf(&said, _("%s is now %s"), str_c(&asked), t->address);
	utf8_gate(str_slice(&said), GATE_LINE, &safe);
	fprintf(stderr, "%s\n", str_c(&safe));
	str_free(&asked);
	str_free(&said);
	str_free(&safe);
}

void print_left(Archive *a, const Names *left)
{
	for (size_t i = 0; i < left->len; i++) {
		Str words = STR_EMPTY;

		by_hand_say_left(a, left->v[i], &words);
		print_f("%s.\n", str_c(&words));
		str_free(&words);
	}
}

const Err *print_end(void)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return NULL;
	if (errno == EPIPE)	/* "blad list | head": who reads has read enough */
		return NULL;
	return err_errno(_("writing the output"));
}

bool print_to_terminal(void)
{
	return isatty(STDOUT_FILENO);
}

/* Of the terminal; a pipe has some too. */
static int columns(void)
{
	struct winsize ws = { 0 };

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) == 0 && ws.ws_col >= PAGE_LEAST)
		return ws.ws_col;
	return PIPE_COLUMNS;
}

size_t print_pad(const char *s, size_t width)
{
	Str safe = STR_EMPTY;
	size_t cols;

	utf8_gate(slice_c(s), GATE_LINE, &safe);
	cols = utf8_width(str_slice(&safe));
	if (cols < width) {
		str_add_n(&safe, ' ', width - cols);
		cols = width;
	}
	print_raw(str_slice(&safe));
	str_free(&safe);
	return cols;
}

Json print_json_begin(Str *out)
{
	Json j = { .out = out };

	json_open(&j, NULL, '{');
	return j;
}

void print_json_at(Json *j, const Archive *a)
{
	char hex[OID_HEX + 1];

	if (archive_at(a))
		oid_hex(archive_at(a), hex);
	json_c(j, "at", archive_at(a) ? hex : NULL);
}

void print_json_end(Json *j)
{
	json_close(j, '}');
	print_raw(str_slice(j->out));
	str_free(j->out);
}

/* A terminal without a name, or a dumb one, would show the sequences as text. */
static bool draws_looks(void)
{
	const char *term = getenv("TERM");

	return term && *term && strcmp(term, "dumb") != 0;
}

/* Looks are for terminals, unless it was said otherwise; NO_COLOR takes colours, not weight. */
static const Err *wants_looks(const Call *c, bool *out)
{
	const char *when = call_value(c, "color");

	if (call_has(c, "plain") || (when && strcmp(when, "never") == 0))
		*out = false;
	else if (when && strcmp(when, "always") == 0)
		*out = true;
	else if (!when || strcmp(when, "auto") == 0)
		*out = print_to_terminal() && draws_looks();
	else
		return err_new(ERR_USAGE, _("--color takes auto, always or never, not “%s”"), when);
	return NULL;
}

/* How many the terminal has, by what it is called: terminfo would need a terminal. */
static int colours(void)
{
	static const char *const many[] = { "256color", "direct", "kitty", "alacritty", "foot", "ghostty", NULL };
	const char *no_color = getenv("NO_COLOR"), *any = getenv("COLORTERM"), *term = getenv("TERM");

	if (no_color && *no_color)
		return 0;
	for (size_t i = 0; term && many[i]; i++)
		if (strstr(term, many[i]))
			return 256;
	return any && *any ? 256 : 16;
}

static const Err *page_options(const Call *c, bool *looks, long *width)
{
	const Err *err = wants_looks(c, looks);

	return err ? err : call_number(c, "width", PAGE_LEAST, PAGE_MOST, width);
}

const Err *print_check(const Call *c)
{
	bool looks;
	long width;

	return page_options(c, &looks, &width);
}

/* A comparison, where there is room, or as it was said. */
static bool in_columns(const Call *c, int width)
{
	return call_has(c, "side-by-side") || (width > PAGE_BESIDE_OVER && !call_has(c, "one-column"));
}

static const Err *print_page(const Call *c, const Doc *d, bool marks, const PageNote *notes, size_t n)
{
	PageOpts opts = { .width = columns(), .marks = marks };
	long width = opts.width;
	PageMargin margin;
	bool looks = false;
	Str s = STR_EMPTY;
	Page *p;
	const Err *err = page_options(c, &looks, &width);

	if (err)
		return err;
	opts.width = (int)width;
	if (n > 0) {
		margin = page_margin(notes, n, opts.width);
		opts.width = margin.text;
	} else if (call_has(c, "width")) {
		opts.measure = opts.width;
	}
	opts.link_numbers = true;
	opts.osc8 = looks && print_to_terminal();
	p = marks && in_columns(c, opts.width) ? page_beside(d, &opts) : page_make(d, &opts);
	if (n > 0)
		page_notes(p, &margin, notes, n);
	if (looks)
		page_ansi(p, theme_builtin(colours()), print_to_terminal(), &s);
	else
		page_text(p, &s);
	print_raw(str_slice(&s));
	str_free(&s);
	page_free(p);
	return NULL;
}

const Err *print_doc(const Call *c, const Doc *d, bool marks)
{
	return print_page(c, d, marks, NULL, 0);
}

const Err *print_doc_notes(const Call *c, const Doc *d, const PageNote *notes, size_t n)
{
	return print_page(c, d, false, notes, n);
}

void print_earlier(bool earlier, const char *missing)
{
	if (missing)
		print_f(_("not all of it can be read: %s\n"), missing);
	else if (earlier)
		print_f("%s\n", _("earlier: this copy is cut off here (a shallow clone)"));
}

void print_told(const char *words)
{
	Str safe = STR_EMPTY;

	utf8_gate(slice_c(words), GATE_LINE, &safe);
	fprintf(stderr, "%s\n", str_c(&safe));
	str_free(&safe);
}

const Err *print_behind(Archive *a)
{
	Names words = { 0 };
	size_t open;
	const Err *err = drafts_behind(a, &words, &open);

	for (size_t i = 0; i < words.len; i++)
		print_told(words.v[i]);
	names_free(&words);
	return err;
}

void print_said(void *data, const char *line)
{
	(void)data;
	fprintf(stderr, "%s\n", line);
}
