/* Themes: reads lines "role = bold cyan on default" and writes looks as SGR. */
#include "doc/look.h"

#include "base/share.h"
#include "base/words.h"

static const char *const names[] = {
	"black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
	"bright-black", "bright-red", "bright-green", "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan",
	"bright-white",
};
#define COLOURS ((int)(sizeof(names) / sizeof(*names)))
#define SHADES 256
#define DEFAULT_COLOUR (-1)
#define NO_COLOUR (-2)

static const struct {
	const char *name;
	unsigned char attr;
	int sgr;
} attrs[] = {
	{ "bold", LOOK_BOLD, 1 },
	{ "dim", LOOK_DIM, 2 },
	{ "italic", LOOK_ITALIC, 3 },
	{ "underline", LOOK_UNDERLINE, 4 },
	{ "reverse", LOOK_REVERSE, 7 },
};
#define ATTRS (sizeof(attrs) / sizeof(*attrs))

static int colour_find(Slice name)
{
	if (slice_is(name, "default"))
		return DEFAULT_COLOUR;
	for (int i = 0; i < COLOURS; i++)
		if (slice_is(name, names[i]))
			return i;
	return NO_COLOUR;
}

static unsigned char attr_find(Slice name)
{
	for (size_t i = 0; i < ATTRS; i++)
		if (slice_is(name, attrs[i].name))
			return attrs[i].attr;
	return 0;
}

static Slice next_word(Slice *rest)
{
	Slice word;
	size_t n = 0;

	*rest = slice_trim(*rest);
	while (n < rest->len && rest->p[n] != ' ' && rest->p[n] != '\t')
		n++;
	word = slice_sub(*rest, 0, n);
	*rest = slice_sub(*rest, n, rest->len);
	return word;
}

/* "cyan", "cyan/31": the name, and the shade that is meant where there are enough. */
static int colour_read(Slice word, int colours)
{
	ptrdiff_t slash = slice_find(word, SLICE_LIT("/"), 0);
	int colour = colour_find(slice_sub(word, 0, slash < 0 ? word.len : (size_t)slash));
	int shade = 0;

	if (slash < 0)
		return colour;
	for (size_t i = (size_t)slash + 1; i < word.len; i++) {
		if (word.p[i] < '0' || word.p[i] > '9' || shade >= SHADES)
			return NO_COLOUR;
		shade = shade * 10 + (word.p[i] - '0');
	}
	if (shade < COLOURS || shade >= SHADES)
		return NO_COLOUR;
	return colour != NO_COLOUR && colours >= SHADES ? shade : colour;
}

static const Err *look_read(Look *out, int colours, Slice words)
{
	bool behind_on = false;
	Slice word;

	*out = (Look){ DEFAULT_COLOUR, DEFAULT_COLOUR, 0 };
	while ((word = next_word(&words)).len > 0) {
		int colour = colour_read(word, colours);
		short seen = (short)(colours ? colour : DEFAULT_COLOUR);
		if (slice_is(word, "on"))
			behind_on = true;
		else if (slice_is(word, "plain"))
			continue;
		else if (colour != NO_COLOUR && behind_on)
			out->bg = seen;
		else if (colour != NO_COLOUR)
			out->fg = seen;
		else if (attr_find(word))
			out->attr |= attr_find(word);
		else
			return err_new(ERR_USAGE, _("no colour or weight is called “%.*s”"), (int)word.len, word.p);
	}
	return NULL;
}

static const Err *line_read(Theme *theme, int colours, Slice line)
{
	ptrdiff_t equals;
	int role;
	Slice name;

	line = slice_trim(line);
	if (line.len == 0 || line.p[0] == '#')
		return NULL;
	equals = slice_find(line, SLICE_LIT("="), 0);
	if (equals < 0)
		return err_new(ERR_USAGE, _("a line must read “role = look”"));
	name = slice_trim(slice_sub(line, 0, (size_t)equals));
	role = role_find(name);
	if (role < 0)
		return err_new(ERR_USAGE, _("no role is called “%.*s”"), (int)name.len, name.p);
	return look_read(&theme->roles[role], colours, slice_sub(line, (size_t)equals + 1, line.len));
}

const Err *theme_load(Theme *out, int colours, Slice conf)
{
	int number = 0;
	Theme theme;
	const Err *err;

	for (int r = 0; r < ROLE_COUNT; r++)
		theme.roles[r] = (Look){ DEFAULT_COLOUR, DEFAULT_COLOUR, 0 };
	while (conf.len > 0) {
		number++;
		err = line_read(&theme, colours, slice_line(&conf));
		if (err)
			return err_wrap(err, _("line %d"), number);
	}
	*out = theme;
	return NULL;
}

const Theme *theme_builtin(int colours)
{
	static Theme themes[3];
	static bool loaded[3];
	int i = colours >= SHADES ? 2 : colours > 0;
	Slice conf = SLICE_LIT("");

	if (!loaded[i]) {
		share_get("theme.conf", &conf);
		if (theme_load(&themes[i], colours, conf))
			(void)theme_load(&themes[i], colours, SLICE_LIT(""));
		loaded[i] = true;
	}
	return &themes[i];
}

static void sgr_number(Str *out, int n)
{
	str_printf(out, out->len > 0 ? ";%d" : "%d", n);
}

/* base: 30 for the letters, 40 for what is behind them. */
static void sgr_colour(Str *out, int colour, int base)
{
	if (colour >= COLOURS) {
		sgr_number(out, base + 8);
		sgr_number(out, 5);
		sgr_number(out, colour);
	} else if (colour >= 0) {
		sgr_number(out, colour < 8 ? base + colour : base + 60 + colour - 8);
	}
}

void look_sgr(Look l, Str *out)
{
	Str codes = STR_EMPTY;

	for (size_t i = 0; i < ATTRS; i++)
		if (l.attr & attrs[i].attr)
			sgr_number(&codes, attrs[i].sgr);
	sgr_colour(&codes, l.fg, 30);
	sgr_colour(&codes, l.bg, 40);
	if (codes.len > 0)
		str_printf(out, "\033[%sm", str_c(&codes));
	str_free(&codes);
}
