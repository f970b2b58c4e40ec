/* The one door to ncurses, and the glass screen behind it.  Keys are read by ourselves (key.h); ncurses only paints. */
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <term.h>

#include "base/date.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/words.h"
#include "tui/term/screen.h"
#include "tui/term/scroll.h"
#include "tui/term/signals.h"

typedef struct {
	Screen base;
	SCREEN *curses;
	Keys *keys;
	attr_t attrs[ROLE_COUNT];
	short pairs[ROLE_COUNT];
	Surface shown;		/* what the terminal shows */
	Wheel wheel;
	bool pastes;		/* the terminal may be asked for brackets around pastes */
	bool whole;		/* the next paint sends everything */
	bool owed;		/* a paint was left out, since the terminal takes nothing just now */
} Glass;

/* ---- beginning ---- */

/* Names that terminfo may lack, with one that is near. */
static const char *const near_names[][2] = {
	{ "foot", "xterm-256color" }, { "xterm", "xterm-256color" }, { "wezterm", "xterm-256color" }, { "alacritty", "xterm-256color" },
	{ "rio", "xterm-256color" }, { "contour", "xterm-256color" }, { "ghostty", "xterm-256color" }, { "kitty", "xterm-256color" },
	{ "tmux", "screen" }, { "screen", "screen" }, { "rxvt", "rxvt" }, { "", "xterm" }, { "", "vt100" }, { NULL, NULL }
};

static bool is_known(const char *term)
{
	int err;
	if (setupterm(term, STDOUT_FILENO, &err) != OK)
		return false;
	del_curterm(cur_term);
	return true;
}

static const char *usable_name(const char *term)
{
	if (is_known(term))
		return term;
	for (size_t i = 0; near_names[i][0]; i++)
		if (slice_starts(slice_c(term), near_names[i][0]) && is_known(near_names[i][1]))
			return near_names[i][1];
	return NULL;
}

static const char *capability(const char *name)
{
	const char *s = tigetstr(name);
	return s == (const char *)-1 ? NULL : s;
}

/* Without a locale that knows UTF-8 (C, POSIX) the terminal is taken to know it all the same. */
static void choose_charset(void)
{
	if (!setlocale(LC_CTYPE, "") || strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		(void)(setlocale(LC_CTYPE, "C.UTF-8") || setlocale(LC_CTYPE, "en_US.UTF-8"));
}

/* What terminfo knows about this terminal's keys. */
static void learn_keys(Keys *keys)
{
	static const struct {
		const char *cap, *key;
	} known[] = {
		{ "kcuu1", "Up" }, { "kcud1", "Down" }, { "kcub1", "Left" }, { "kcuf1", "Right" }, { "khome", "Home" }, { "kend", "End" },
		{ "kpp", "PageUp" }, { "knp", "PageDown" }, { "kdch1", "Delete" }, { "kich1", "Insert" }, { "kcbt", "S-Tab" },
		{ "kent", "Enter" }, { "kbs", "Backspace" }, { "kf1", "F1" }, { "kf2", "F2" }, { "kf3", "F3" }, { "kf4", "F4" },
		{ "kf5", "F5" }, { "kf6", "F6" }, { "kf7", "F7" }, { "kf8", "F8" }, { "kf9", "F9" }, { "kf10", "F10" },
		{ "kHOM", "S-Home" }, { "kEND", "S-End" }, { "kLFT", "S-Left" }, { "kRIT", "S-Right" }, { "kUP5", "C-Up" },
		{ "kDN5", "C-Down" }, { "kLFT5", "C-Left" }, { "kRIT5", "C-Right" }, { NULL, NULL }
	};
	for (size_t i = 0; known[i].cap; i++) {
		const char *seq = capability(known[i].cap);
		Key k;
		if (seq && key_parse(slice_c(known[i].key), &k))
			keys_learn(keys, slice_c(seq), k);
	}
}

/* ---- looks ---- */

static attr_t attr_of(Look l)
{
	static const struct {
		unsigned look;
		attr_t attr;
	} known[] = {
		{ LOOK_BOLD, A_BOLD }, { LOOK_DIM, A_DIM }, { LOOK_ITALIC, A_ITALIC }, { LOOK_UNDERLINE, A_UNDERLINE },
		{ LOOK_REVERSE, A_REVERSE }, { 0, 0 }
	};
	attr_t attr = 0;
	for (size_t i = 0; known[i].look; i++)
		if (l.attr & known[i].look)
			attr |= known[i].attr;
	return attr;
}

/* Bright colours on a terminal of eight are the plain ones in bold. */
static short colour_of(int colour, attr_t *attr)
{
	if (colour >= 8 && COLORS < 16) {
		*attr |= A_BOLD;
		colour -= 8;
	}
	return (short)(colour < COLORS ? colour : -1);
}

static void load_looks(Glass *g, bool colour)
{
	short next = 1;
	colour = colour && start_color() == OK && COLORS >= 8;
	short paper = colour && use_default_colors() == OK ? -1 : COLOR_BLACK, ink = paper == -1 ? -1 : COLOR_WHITE;
	const Theme *t = theme_builtin(colour ? COLORS : 0);
	for (int r = 0; r < ROLE_COUNT; r++) {
		Look l = t->roles[r];
		g->attrs[r] = attr_of(l);
		if (!colour || (l.fg < 0 && l.bg < 0) || next >= COLOR_PAIRS)
			continue;
		short fg = l.fg < 0 ? ink : colour_of(l.fg, &g->attrs[r]);
		attr_t none = 0;
		short bg = l.bg < 0 ? paper : colour_of(l.bg, &none);
		if (init_pair(next, fg, bg) == OK)
			g->pairs[r] = next++;
	}
}

/* ---- modes that ncurses knows nothing of ---- */

static void send(const char *s)
{
	(void)file_write_all(STDOUT_FILENO, slice_c(s));
}

/* Alternate scroll is the terminal's own habit with some: it is put back as it was. */
static const char *const wheel_on[] = { "\x1b[?1007s\x1b[?1007h", "\x1b[?1000h\x1b[?1006h", "" };
static const char *const wheel_off[] = { "\x1b[?1007r", "\x1b[?1006l\x1b[?1000l", "" };

static void modes_on(const Glass *g)
{
	send(wheel_on[g->wheel]);
	if (g->pastes)
		send("\x1b[?2004h");
}

static void modes_off(const Glass *g)
{
	if (g->pastes)
		send("\x1b[?2004l");
	send(wheel_off[g->wheel]);
}

/* ---- painting ---- */

/* A cluster as ncurses takes it.  False: it would not draw it in these columns. */
static bool wide_of(const Cell *c, wchar_t out[CCHARW_MAX + 1])
{
	size_t n = 0;
	for (size_t i = 0; i < c->len && n < CCHARW_MAX;) {
		uint32_t cp;
		i += utf8_next(c->text + i, c->len - i, &cp);
		if (cp == 0x200d || (cp >= 0xfe00 && cp <= 0xfe0f))	/* would change a width that is settled */
			continue;
		int cols = wcwidth((wchar_t)cp);
		if (n == 0 ? cols < 1 || cols > c->cols : cols != 0) {
			if (n == 0)
				return false;
			break;
		}
		out[n++] = (wchar_t)cp;
	}
	out[n] = 0;
	return n > 0;
}

static void put_cell(const Glass *g, int row, int col, const Cell *c)
{
	wchar_t text[CCHARW_MAX + 1] = L" ";
	if (c->len && !wide_of(c, text)) {
		text[0] = L'?';
		text[1] = 0;
	}
	cchar_t cc;
	setcchar(&cc, text, g->attrs[c->role], g->pairs[c->role], NULL);
	mvadd_wch(row, col, &cc);
	if (c->cols == 2 && wcwidth(text[0]) == 1) {
		setcchar(&cc, L" ", g->attrs[c->role], g->pairs[c->role], NULL);
		mvadd_wch(row, col + 1, &cc);
	}
}

static void scroll_rows(Glass *g, Scrolled s)
{
	scrollok(stdscr, TRUE);
	wsetscrreg(stdscr, s.from, s.to - 1);
	wscrl(stdscr, s.by);
	wsetscrreg(stdscr, 0, LINES - 1);
	scrollok(stdscr, FALSE);
	scroll_apply(&g->shown, s);
}

static void glass_paint(Screen *screen, const Surface *f)
{
	Glass *g = (Glass *)screen;
	bool fits = g->shown.rows == f->rows && g->shown.cols == f->cols && g->shown.cells;
	Scrolled s;
	if (g->whole)
		clearok(curscr, TRUE);
	else if (fits && scroll_find(&g->shown, f, &s))
		scroll_rows(g, s);
	size_t row_bytes = (size_t)f->cols * sizeof *f->cells;
	for (int row = 0; row < f->rows && row < LINES; row++) {
		if (fits && !g->whole && memcmp(surface_cell(f, row, 0), surface_cell(&g->shown, row, 0), row_bytes) == 0)
			continue;
		for (int col = 0; col < f->cols && col < COLS; col++)
			if (surface_cell(f, row, col)->cols)
				put_cell(g, row, col, surface_cell(f, row, col));
	}
	move(f->cursor_row, f->cursor_col);
	refresh();
	surface_copy(&g->shown, f);
	g->whole = false;
}

static void glass_size(Screen *screen, int *rows, int *cols)
{
	(void)screen;
	*rows = LINES;
	*cols = COLS;
}

static void glass_redraw(Screen *screen)
{
	((Glass *)screen)->whole = true;
}

/* ---- waiting ---- */

static void read_size(void)
{
	struct winsize w;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) == 0 && w.ws_row > 0 && w.ws_col > 0)
		resizeterm(w.ws_row, w.ws_col);
}

static bool is_ready(int fd, short events)
{
	struct pollfd p = { .fd = fd, .events = events };
	return poll(&p, 1, 0) > 0;
}

/* A terminal that was stopped (^S, a dead line) would hold us in a write, and what is typed would not get into the journal. */
static bool glass_pending(Screen *screen)
{
	Glass *g = (Glass *)screen;
	g->owed = !is_ready(STDOUT_FILENO, POLLOUT);
	return g->owed || is_ready(STDIN_FILENO, POLLIN);
}

/* False: the terminal is gone. */
static bool read_keys(Glass *g)
{
	char bytes[4096];
	ssize_t n = read(STDIN_FILENO, bytes, sizeof bytes);
	if (n > 0)
		keys_feed(g->keys, slice(bytes, (size_t)n), clock_ms());
	return n > 0 || (n < 0 && (errno == EINTR || errno == EAGAIN));
}

static int shorter(int a, int b)
{
	return a < 0 ? b : b < 0 ? a : a < b ? a : b;
}

static Wake resized(Key *key)
{
	*key = (Key){ K_RESIZE, 0, { NULL, 0 } };
	return WAKE_KEY;
}

static Wake glass_wait(Screen *screen, int fd, int ms, Key *key)
{
	Glass *g = (Glass *)screen;
	int64_t end = ms < 0 ? -1 : clock_ms() + ms;
	for (;;) {
		if (signals_end())
			return WAKE_END;
		if (signals_stop())
			screen->ops->suspend(screen);
		bool again = signals_continued();
		g->whole |= again;
		if (signals_resized() || again) {
			read_size();
			return resized(key);
		}
		if (keys_next(g->keys, clock_ms(), key))
			return WAKE_KEY;
		int left = end < 0 ? -1 : end > clock_ms() ? (int)(end - clock_ms()) : 0;
		struct pollfd p[] = {
			{ .fd = STDIN_FILENO, .events = POLLIN }, { .fd = signals_fd(), .events = POLLIN }, { .fd = fd, .events = POLLIN },
			{ .fd = g->owed ? STDOUT_FILENO : -1, .events = POLLOUT }
		};
		int n = poll(p, 4, shorter(left, keys_due(g->keys, clock_ms())));
		if (n < 0)
			continue;
		signals_drain();
		if (p[3].revents && !p[0].revents) {
			g->owed = false;
			return resized(key);
		}
		if (p[0].revents && !read_keys(g))
			return WAKE_END;
		if (p[2].revents)
			return WAKE_FILE;
		if (n == 0 && end >= 0 && clock_ms() >= end)
			return WAKE_TIME;
	}
}

static int glass_signal(Screen *screen)
{
	(void)screen;
	return signals_end();
}

/* ---- leaving and coming back ---- */

static void glass_leave(Screen *screen)
{
	modes_off((Glass *)screen);
	def_prog_mode();
	endwin();
}

static void glass_back(Screen *screen)
{
	Glass *g = (Glass *)screen;
	reset_prog_mode();
	read_size();
	modes_on(g);
	g->whole = true;
}

static void glass_suspend(Screen *screen)
{
	glass_leave(screen);
	signals_suspend();
	glass_back(screen);
}

static void glass_free(Screen *screen)
{
	Glass *g = (Glass *)screen;
	modes_off(g);
	endwin();
	delscreen(g->curses);
	signals_restore();
	keys_free(g->keys);
	surface_free(&g->shown);
	free(g);
}

static const ScreenOps glass_ops = {
	glass_size, glass_paint, glass_wait, glass_pending, glass_leave, glass_back, glass_suspend, glass_redraw, glass_signal, glass_free
};

static const Err *choose_terminal(const char **out)
{
	const char *term = getenv("TERM");
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return err_new(ERR_USAGE, _("the interface needs a terminal; “blad list” and “blad show” do without"));
	*out = term && *term ? usable_name(term) : NULL;
	if (!*out)
		return err_new(ERR_USAGE, _("TERM is “%s”, which names no known terminal; “blad list” and “blad show” work in any"), term ? term : "");
	int err;
	setupterm(*out, STDOUT_FILENO, &err);
	bool moves = capability("cup") != NULL;
	del_curterm(cur_term);
	if (!moves)
		return err_new(ERR_USAGE, _("this terminal (TERM=%s) cannot place its cursor; “blad list” and “blad show” work in any"), term);
	return NULL;
}

const Err *screen_glass(Screen **out, bool colour, Wheel wheel)
{
	const char *name = NULL;
	*out = NULL;
	const Err *err = choose_terminal(&name);
	if (err)
		return err;
	choose_charset();
	Glass *g = mem_alloc(sizeof *g);
	g->base.ops = &glass_ops;
	g->curses = newterm(name, stdout, stdin);
	if (!g->curses) {
		free(g);
		return err_new(ERR_FAIL, _("the terminal could not be set up (TERM=%s)"), name);
	}
	raw();
	noecho();
	nonl();
	keypad(stdscr, TRUE);
	idlok(stdscr, TRUE);
	leaveok(stdscr, FALSE);
	typeahead(-1);
	signals_begin();	/* after ncurses, which sets handlers of its own */
	load_looks(g, colour);
	bool ssh = getenv("SSH_CONNECTION") || getenv("SSH_TTY") || getenv("SSH_CLIENT");
	g->keys = keys_new(ssh ? KEY_ESC_SSH_MS : KEY_ESC_MS);
	learn_keys(g->keys);
	g->pastes = capability("kmous") != NULL;
	g->wheel = g->pastes ? wheel : WHEEL_UNASKED;
	read_size();
	modes_on(g);
	g->whole = true;
	*out = &g->base;
	return NULL;
}
