/* How often a person is asked, beside git merge-file on the same pairs; and that every law holds for all of them. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "../unit/merge_check.h"
#include "base/file.h"
#include "tap.h"

#define SEEDS 5
#define PAIRS 5000

static bool git_asks(const Trio *t)
{
	static const char *const names[] = { "base", "ours", "theirs" };
	char *sh = mem_printf("cd '%s' && git merge-file -p -q ours base theirs >result 2>/dev/null", tap_dir());
	int status;

	for (int who = 0; who < MERGE_SIDES; who++)
		if (file_write(tap_path(names[who]), str_slice(&t->text[who])))
			tap_stop("cannot write");
	status = system(sh);
	free(sh);
	return !WIFEXITED(status) || WEXITSTATUS(status) != 0;
}

int main(int argc, char **argv)
{
	int pairs = argc > 1 ? atoi(argv[1]) : PAIRS, broken = 0, all = 0, all_git = 0;
	bool with_git = argc < 3;

	tap_scrub();
	for (int seed = 1; seed <= SEEDS; seed++) {
		int asked = 0, git = 0;

		rnd_seed((uint64_t)seed);
		for (int i = 0; i < pairs; i++) {
			Trio t;
			bool ask;

			trio_make(&t);
			if (!trio_laws(&t, &ask)) {
				printf("# seed %d, pair %d: a law is broken\n", seed, i);
				broken++;
			}
			asked += ask;
			git += with_git && git_asks(&t);
			trio_free(&t);
		}
		printf("seed %d: %d pairs, blad asks in %.1f %%, git in %.1f %%\n", seed, pairs, 100.0 * asked / pairs, 100.0 * git / pairs);
		all += asked;
		all_git += git;
	}
	printf("all: blad asks in %.1f %%, git in %.1f %%; %d laws broken\n", 100.0 * all / pairs / SEEDS, 100.0 * all_git / pairs / SEEDS, broken);
	return broken > 0;
}
