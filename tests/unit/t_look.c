/* Themes: what theme.conf may say, and what goes to a terminal. */
#include "base/share.h"
#include "doc/look.h"
#include "tap.h"

static void is_sgr(const char *words, const char *want)
{
	Str conf = STR_EMPTY, out = STR_EMPTY;
	Theme t;

	str_printf(&conf, "title = %s", words);
	ok(!theme_load(&t, str_slice(&conf)), "\"%s\" is a look", words);
	look_sgr(t.roles[ROLE_TITLE], &out);
	is_str(str_c(&out), want, "and goes out so");
	str_free(&conf);
	str_free(&out);
}

static void is_bad(const char *conf, const char *want)
{
	Theme t = { 0 };
	const Err *err = theme_load(&t, slice_c(conf));

	is_str(err ? err_text(err) : NULL, want, "a bad theme is told where and why");
	ok(t.roles[ROLE_TITLE].attr == 0 && t.roles[ROLE_TITLE].fg == 0, "and nothing is changed");
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
	is_bad("# a\ntitle = bold\nheading = pink\n", "line 3: no colour or weight is called “pink”");
	is_bad("titel = bold", "line 1: no role is called “titel”");
	is_bad("title", "line 1: a line must read “role = look”");

	ok(share_get("theme.conf", &conf) && !theme_load(&t, conf), "the theme of the house can be read");
	for (int r = 0; r < ROLE_COUNT; r++) {
		const Look *bare = &theme_builtin(false)->roles[r], *full = &theme_builtin(true)->roles[r];
		law(slice_find(conf, slice_c(role_name((Role)r)), 0) >= 0, "it names %s", role_name((Role)r));
		law(role_find(slice_c(role_name((Role)r))) == r, "%s is found", role_name((Role)r));
		law(bare->fg < 0 && bare->bg < 0 && bare->attr == full->attr, "%s without colour",
		    role_name((Role)r));
	}
	law_done("every role has a look, and keeps its weight without colour");
	ok(theme_builtin(false)->roles[ROLE_SELECTED].attr && theme_builtin(false)->roles[ROLE_FOUND].attr,
	    "selections and hits are seen without colour");
	return tap_done();
}
