/*
 * The paper screen: keys come from a script, screens go to standard output.  A script's lines:
 *	keys j j Enter		keys by their names
 *	type some text		the characters of the rest of the line
 *	paste a\nb		a paste ("\n", "\t" and "\\" are understood)
 *	size 40x12		another size, columns by rows
 *	wait			until no child is at work and no time is waited for
 *	dump WORDS		writes the screen, framed, with the place of the cursor
 *	roles on|off		dumps tell which roles stand where
 *	# …			a remark
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "base/words.h"
#include "tui/term/screen.h"

#define WAITS_MAX 10000	/* a view that wants time for ever is an error of ours: go on */

typedef struct {
	Screen base;
	Str script, paste;
	Slice rest;		/* lines not looked at yet */
	Slice keys, typed;	/* what is left of the line that is being given */
	int rows, cols;
	bool roles, waiting;
	int waits;
	Surface shown;
} Paper;

static Slice cut_word(Slice *s)
{
	*s = slice_trim(*s);
	size_t n = 0;
	while (n < s->len && s->p[n] != ' ')
		n++;
	Slice word = slice(s->p, n);
	*s = slice_sub(*s, n + (n < s->len), s->len);
	return word;
}

static bool parse_size(Slice s, int *rows, int *cols)
{
	char text[24];
	snprintf(text, sizeof text, "%.*s", (int)s.len, s.p);
	return sscanf(text, "%dx%d", cols, rows) == 2 && *cols > 0 && *rows > 0 && *cols < 1000 && *rows < 1000;
}

static void unescape(Slice s, Str *out)
{
	str_clear(out);
	for (size_t i = 0; i < s.len; i++) {
		char c = s.p[i];
		if (c == '\\' && i + 1 < s.len) {
			c = s.p[++i];
			c = c == 'n' ? '\n' : c == 't' ? '\t' : c;
		}
		str_add_char(out, c);
	}
}

static const Err *check_line(Slice line)
{
	static const char *const words[] = { "type", "paste", "wait", "dump", "roles", NULL };
	Slice rest = line, word = cut_word(&rest);
	int rows, cols;
	if (!word.len || word.p[0] == '#')
		return NULL;
	if (slice_is(word, "size"))
		return parse_size(rest, &rows, &cols) ? NULL : err_new(ERR_USAGE, _("“%.*s” is not a size"), (int)rest.len, rest.p);
	if (slice_is(word, "keys")) {
		Key k;
		for (Slice name = cut_word(&rest); name.len; name = cut_word(&rest))
			if (!key_parse(name, &k))
				return err_new(ERR_USAGE, _("“%.*s” is not a key"), (int)name.len, name.p);
		return NULL;
	}
	for (const char *const *w = words; *w; w++)
		if (slice_is(word, *w))
			return NULL;
	return err_new(ERR_USAGE, _("“%.*s” is not a line of a script"), (int)word.len, word.p);
}

static const Err *check(Slice script)
{
	for (int n = 1; script.len; n++) {
		const Err *err = check_line(slice_chomp(slice_line(&script)));
		if (err)
			return err_wrap(err, _("script, line %d"), n);
	}
	return NULL;
}

/* ---- dumps ---- */

static void dump_roles(const Surface *f, int row, Str *out)
{
	int from = 0;
	for (int col = 1; col <= f->cols; col++) {
		const Cell *first = surface_cell(f, row, from);
		if (col < f->cols && surface_cell(f, row, col)->role == first->role)
			continue;
		if (first->role != ROLE_TEXT)
			str_printf(out, " %d-%d %s", from, col - 1, role_name((Role)first->role));
		from = col;
	}
}

static void dump(const Paper *p, Slice words)
{
	const Surface *f = &p->shown;
	Str out = STR_EMPTY;
	str_printf(&out, "==== %.*s%s%dx%d\n", (int)words.len, words.p, words.len ? " " : "", f->cols, f->rows);
	for (int row = 0; row < f->rows; row++) {
		surface_row_text(f, row, &out);
		str_add_char(&out, '\n');
	}
	str_printf(&out, "---- cursor %d,%d\n", f->cursor_row, f->cursor_col);
	for (int row = 0; row < f->rows && p->roles; row++) {
		size_t begin = out.len;
		str_printf(&out, "%4d:", row);
		size_t end = out.len;
		dump_roles(f, row, &out);
		if (out.len == end)
			str_truncate(&out, begin);
		else
			str_add_char(&out, '\n');
	}
	fwrite(str_c(&out), 1, out.len, stdout);
	fflush(stdout);
	str_free(&out);
}

/* ---- a screen's work ---- */

static void paper_size(Screen *s, int *rows, int *cols)
{
	Paper *p = (Paper *)s;
	*rows = p->rows;
	*cols = p->cols;
}

static void paper_paint(Screen *s, const Surface *f)
{
	surface_copy(&((Paper *)s)->shown, f);
}

/* A key from the line at work; false: it is used up. */
static bool give_key(Paper *p, Key *out)
{
	Slice name = cut_word(&p->keys);
	if (name.len)
		return key_parse(name, out);
	if (!p->typed.len)
		return false;
	*out = (Key){ K_NONE, 0, { NULL, 0 } };
	size_t n = utf8_next(p->typed.p, p->typed.len, &out->code);
	p->typed = slice_sub(p->typed, n, p->typed.len);
	return true;
}

/* Takes one line; true: *out is a key. */
static bool take_line(Paper *p, Key *out)
{
	Slice line = slice_chomp(slice_line(&p->rest)), word = cut_word(&line);
	*out = (Key){ K_NONE, 0, { NULL, 0 } };
	if (slice_is(word, "keys")) {
		p->keys = line;
	} else if (slice_is(word, "type")) {
		p->typed = line;
	} else if (slice_is(word, "paste")) {
		unescape(line, &p->paste);
		*out = (Key){ K_PASTE, 0, str_slice(&p->paste) };
		return true;
	} else if (slice_is(word, "size")) {
		parse_size(line, &p->rows, &p->cols);
		out->code = K_RESIZE;
		return true;
	} else if (slice_is(word, "dump")) {
		dump(p, line);
	} else if (slice_is(word, "roles")) {
		p->roles = slice_is(line, "on");
	} else if (slice_is(word, "wait")) {
		p->waiting = true;
		p->waits = 0;
	}
	return false;
}

static void wait_file(int fd)
{
	struct pollfd f = { .fd = fd, .events = POLLIN };
	while (poll(&f, 1, -1) < 0 && errno == EINTR)
		;
}

static Wake paper_wait(Screen *s, int fd, int ms, Key *key)
{
	Paper *p = (Paper *)s;
	if (ms == 0 && p->waits++ < WAITS_MAX)
		return WAKE_TIME;
	for (;;) {
		if (p->waiting && fd >= 0) {
			wait_file(fd);
			return WAKE_FILE;
		}
		if (p->waiting && ms > 0 && p->waits++ < WAITS_MAX)
			return WAKE_TIME;
		p->waiting = false;
		if (give_key(p, key))
			return WAKE_KEY;
		if (!p->rest.len)
			return WAKE_END;
		if (take_line(p, key))
			return WAKE_KEY;
		p->waits = 0;
	}
}

static bool paper_pending(Screen *s)
{
	(void)s;
	return false;
}

static void paper_nothing(Screen *s)
{
	(void)s;
}

static int paper_signal(Screen *s)
{
	(void)s;
	return 0;
}

static void paper_free(Screen *s)
{
	Paper *p = (Paper *)s;
	surface_free(&p->shown);
	str_free(&p->script);
	str_free(&p->paste);
	free(p);
}

static const ScreenOps paper_ops = {
	paper_size, paper_paint, paper_wait, paper_pending, paper_nothing, paper_nothing, paper_nothing, paper_nothing,
	paper_signal, paper_free
};

const Err *screen_paper(Screen **out, Slice script, int rows, int cols)
{
	*out = NULL;
	const Err *err = check(script);
	if (err)
		return err;
	Paper *p = mem_alloc(sizeof *p);
	p->base.ops = &paper_ops;
	str_add_slice(&p->script, script);
	p->rest = str_slice(&p->script);
	p->rows = rows > 0 ? rows : 24;
	p->cols = cols > 0 ? cols : 80;
	surface_init(&p->shown, p->rows, p->cols);
	*out = &p->base;
	return NULL;
}
