/* Themes: reads lines "role = bold cyan on default" and writes looks as SGR. */
#include "doc/look.h"

#include "base/share.h"
#include "base/words.h"

static const char *const colours[] = {
	"black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
	"bright-black", "bright-red", "bright-green", "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan",
	"bright-white",
};
#define COLOURS ((int)(sizeof(colours) / sizeof(*colours)))
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
		if (slice_is(name, colours[i]))
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

static const Err *look_read(Look *out, Slice words)
{
	bool behind_on = false;
	Slice word;

	*out = (Look){ DEFAULT_COLOUR, DEFAULT_COLOUR, 0 };
	while ((word = next_word(&words)).len > 0) {
		int colour = colour_find(word);
		if (slice_is(word, "on"))
			behind_on = true;
		else if (slice_is(word, "plain"))
			continue;
		else if (colour != NO_COLOUR && behind_on)
			out->bg = (signed char)colour;
		else if (colour != NO_COLOUR)
			out->fg = (signed char)colour;
		else if (attr_find(word))
			out->attr |= attr_find(word);
		else
			return err_new(ERR_USAGE, _("no colour or weight is called “%.*s”"), (int)word.len, word.p);
	}
	return NULL;
}

static const Err *line_read(Theme *theme, Slice line)
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
	return look_read(&theme->roles[role], slice_sub(line, (size_t)equals + 1, line.len));
}

const Err *theme_load(Theme *out, Slice conf)
{
	int number = 0;
	Theme theme;
	const Err *err;

	for (int r = 0; r < ROLE_COUNT; r++)
		theme.roles[r] = (Look){ DEFAULT_COLOUR, DEFAULT_COLOUR, 0 };
	while (conf.len > 0) {
		number++;
		err = line_read(&theme, slice_line(&conf));
		if (err)
			return err_wrap(err, _("line %d"), number);
	}
	*out = theme;
	return NULL;
}

const Theme *theme_builtin(bool colour)
{
	static Theme themes[2];
	static bool loaded;
	Slice conf = SLICE_LIT("");

	if (!loaded) {
		share_get("theme.conf", &conf);
		if (theme_load(&themes[1], conf))
			theme_load(&themes[1], SLICE_LIT(""));
		themes[0] = themes[1];
		for (int r = 0; r < ROLE_COUNT; r++)
			themes[0].roles[r].fg = themes[0].roles[r].bg = DEFAULT_COLOUR;
		loaded = true;
	}
	return &themes[colour ? 1 : 0];
}

static void sgr_number(Str *out, int n)
{
	str_printf(out, out->len > 0 ? ";%d" : "%d", n);
}

void look_sgr(Look l, Str *out)
{
	Str codes = STR_EMPTY;

	for (size_t i = 0; i < ATTRS; i++)
		if (l.attr & attrs[i].attr)
			sgr_number(&codes, attrs[i].sgr);
	if (l.fg >= 0)
		sgr_number(&codes, l.fg < 8 ? 30 + l.fg : 82 + l.fg);
	if (l.bg >= 0)
		sgr_number(&codes, l.bg < 8 ? 40 + l.bg : 92 + l.bg);
	if (codes.len > 0)
		str_printf(out, "\033[%sm", str_c(&codes));
	str_free(&codes);
}
