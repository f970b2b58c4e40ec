/* Themes: what theme.conf may say, and what goes to a terminal. */
#include "base/share.h"
#include "doc/look.h"
#include "tap.h"

static void is_sgr(const char *words, const char *want)
{
	Str conf = STR_EMPTY, out = STR_EMPTY;
	Theme t;

	str_printf(&conf, "title = %s", words);
	ok(!theme_load(&t, 256, str_slice(&conf)), "\"%s\" is a look", words);
	look_sgr(t.roles[ROLE_TITLE], &out);
	is_str(str_c(&out), want, "and goes out so");
	str_free(&conf);
	str_free(&out);
}

static void is_bad(const char *conf, const char *want)
{
	Theme t = { 0 };
	const Err *err = theme_load(&t, 256, slice_c(conf));

	is_str(err ? err_text(err) : NULL, want, "a bad theme is told where and why");
	ok(t.roles[ROLE_TITLE].attr == 0 && t.roles[ROLE_TITLE].fg == 0, "and nothing is changed");
}

/* How far a colour of the cube is from a paper (WCAG 2.1, "contrast ratio"). */
static double contrast(int colour, double paper)
{
	static const double light[] = { 0, 0.114, 0.242, 0.429, 0.680, 1 };	/* of 0, 95, 135, 175, 215, 255 */
	int n = colour - 16;
	double ink = 0.2126 * light[n / 36] + 0.7152 * light[n / 6 % 6] + 0.0722 * light[n % 6];

	return ink > paper ? (ink + 0.05) / (paper + 0.05) : (paper + 0.05) / (ink + 0.05);
}

/* On a paper of the terminal's own: with few colours only magenta holds on both, whoever mixed it. */
static void readable_everywhere(void)
{
	for (int r = 0; r < ROLE_COUNT; r++) {
		const Look *few = &theme_builtin(8)->roles[r], *many = &theme_builtin(256)->roles[r];

		law(many->fg < 0 || (many->fg >= 16 && many->fg < 232 && contrast(many->fg, 1) > 4 && contrast(many->fg, 0) > 4),
		    "%s on white and on black", role_name((Role)r));
		law(few->fg < 0 || few->fg == 5, "%s with eight colours", role_name((Role)r));
		law(many->bg < 0 && few->bg < 0, "%s on the terminal's own", role_name((Role)r));
	}
	law_done("no colour of the theme vanishes on white or on black");
}

int main(void)
{
	Slice conf;
	Theme t;

	tap_scrub();
	is_sgr("plain", "");
	is_sgr("default", "");
	is_sgr("bold", "\033[1m");
	is_sgr("bold dim italic underline reverse", "\033[1;2;3;4;7m");
	is_sgr("red on bright-black", "\033[31;100m");
	is_sgr("bright-cyan on default", "\033[96m");
	is_sgr("cyan/31 on white/231", "\033[38;5;31;48;5;231m");
	is_bad("title = cyan/15", "line 1: no colour or weight is called “cyan/15”");
	is_bad("title = cyan/256", "line 1: no colour or weight is called “cyan/256”");
	is_bad("title = cyan/", "line 1: no colour or weight is called “cyan/”");
	is_bad("# a\ntitle = bold\nheading = pink\n", "line 3: no colour or weight is called “pink”");
	is_bad("titel = bold", "line 1: no role is called “titel”");
	is_bad("title", "line 1: a line must read “role = look”");

	ok(share_get("theme.conf", &conf) && !theme_load(&t, 256, conf), "the theme of the house can be read");
	for (int r = 0; r < ROLE_COUNT; r++) {
		const Look *bare = &theme_builtin(0)->roles[r], *full = &theme_builtin(256)->roles[r];
		law(slice_find(conf, slice_c(role_name((Role)r)), 0) >= 0, "it names %s", role_name((Role)r));
		law(role_find(slice_c(role_name((Role)r))) == r, "%s is found", role_name((Role)r));
		law(bare->fg < 0 && bare->bg < 0 && bare->attr == full->attr, "%s without colour",
		    role_name((Role)r));
	}
	law_done("every role has a look, and keeps its weight without colour");
	readable_everywhere();
	ok(theme_builtin(0)->roles[ROLE_SELECTED].attr && theme_builtin(0)->roles[ROLE_FOUND].attr,
	    "selections and hits are seen without colour");
	return tap_done();
}
