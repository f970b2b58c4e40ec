/* What programs say to a terminal: words alone stay, and nothing of it reaches a terminal. */
#include "tap.h"

#include <stdlib.h>

#include "base/mem.h"
#include "git/plain.h"

static const struct {
	const char *said, *plain;
} cases[] = {
	{ "Grenen är skyddad.", "Grenen är skyddad." },
	{ "\033[31mför \033[1;4mjul\033[0m", "för jul" },
	{ "\033[Kremote: \033[2K\033[38;5;208mx", "remote: x" },
	{ "\033]0;titel\007efter", "efter" },
	{ "\033]8;;https://ex.se\033\\länk\033]8;;\033\\", "länk" },
	{ "a\033[", "a^[[" },
	{ "a\033[12", "a^[[12" },
	{ "a\033[3\001b", "a^[[3^Ab" },
	{ "a\033]0;utan slut", "a^[]0;utan slut" },
	{ "a\033c\033", "a^[c^[" },
	{ "\033[\033[31m", "^[[" },
	{ "", "" },
};

static void generated(void)
{
	static const char alphabet[] = { '\033', '[', ']', ';', '0', 'm', 'a', '\007', '\\', '\x9b', (char)0xc3, (char)0xa5, '\n', ' ' };
	unsigned seed = 1;
	int bad = 0;

	for (int i = 0; i < 20000; i++) {
		char in[24];
		size_t n = (size_t)(i % (int)sizeof in);
		Str once = STR_EMPTY, twice = STR_EMPTY;

		for (size_t k = 0; k < n; k++) {
			seed = seed * 1103515245u + 12345u;
			in[k] = alphabet[(seed >> 16) % sizeof alphabet];
		}
		plain_words(slice(in, n), &once);
		plain_words(str_slice(&once), &twice);
		for (size_t k = 0; k < once.len; k++)
			bad += (unsigned char)once.p[k] < 0x20 || once.p[k] == 0x7f;
		bad += !slice_eq(str_slice(&once), str_slice(&twice));
		str_free(&once);
		str_free(&twice);
	}
	is_int(bad, 0, "no control byte ever, and what is plain stays as it is");
}

int main(void)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		Str out = STR_EMPTY;

		plain_words(slice_c(cases[i].said), &out);
		is_str(str_c(&out), cases[i].plain, "case %zu", i);
		str_free(&out);
	}
	generated();
	return tap_done();
}
