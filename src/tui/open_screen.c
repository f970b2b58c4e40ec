/* Which screen: the terminal, or paper for a script. */
#include "tui/open_screen.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"

static bool is_off(const char *setting)
{
	static const char *const words[] = { "false", "no", "off", "0", NULL };
	size_t i = 0;
	while (words[i] && strcmp(words[i], setting) != 0)
		i++;
	return words[i] != NULL;
}

/* tmux makes no arrows of the wheel; what it reports there, it reports only if its user gave it the mouse. */
static Wheel wheel_of(const char *setting)
{
	const char *term = getenv("TERM");
	if (setting && *setting)
		return is_off(setting) ? WHEEL_UNASKED : WHEEL_REPORTS;
	return getenv("TMUX") || (term && strncmp(term, "tmux", 4) == 0) ? WHEEL_REPORTS : WHEEL_ARROWS;
}

const Err *open_screen(Screen **out, Archive *a, const TuiOpts *o)
{
	if (!o->script) {
		const char *no_colour = getenv("NO_COLOR");
		return screen_glass(out, !no_colour || !*no_colour, wheel_of(archive_setting(a, "mouse")));
	}
	Str script = STR_EMPTY;
	const Err *err = strcmp(o->script, "-") == 0 ? file_read_fd(STDIN_FILENO, &script) : file_read(o->script, &script);
	if (!err)
		err = screen_paper(out, str_slice(&script), o->rows, o->cols);
	str_free(&script);
	return err;
}
