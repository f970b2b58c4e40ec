/* The tests' own tools. */
#include "tap.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

int main(void)
{
	struct stat st;
	uint64_t first;
	const char *const words[] = { "ett", "två", "tre", NULL };

	rnd_seed(7);
	first = rnd();
	rnd_seed(7);
	ok(rnd() == first, "a seed gives the same row again");
	for (int i = 0; i < tap_rounds(1000); i++)
		law(rnd_below(3) < 3 && rnd_pick(words) != NULL, "turn %d", i);
	law_done("rnd_below stays below");

	setenv("GIT_DIR", "/nowhere", 1);
	setenv("XDG_CONFIG_HOME", "/nowhere", 1);
	setenv("LANGUAGE", "sv", 1);
	tap_scrub();
	is_str(getenv("GIT_DIR"), NULL, "no GIT_DIR");
	is_str(getenv("XDG_CONFIG_HOME"), NULL, "no XDG_CONFIG_HOME");
	is_str(getenv("LANGUAGE"), NULL, "no LANGUAGE");
	is_str(getenv("HOME"), tap_dir(), "HOME is the test's folder");
	ok(stat(tap_dir(), &st) == 0 && S_ISDIR(st.st_mode), "which is there");
	is_int(access(tap_src("configure.ac"), R_OK), 0, "the source tree is found");
	is_slice(SLICE_LIT("a\0b"), slice("a\0b", 3), "slices may hold NUL");
	return tap_done();
}
