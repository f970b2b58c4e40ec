/* Bytes: memory, strings, slices, vectors, numbers for strings, errors. */
#include "tap.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/err.h"
#include "base/hex.h"
#include "base/intern.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/vec.h"

static Str random_bytes(unsigned most, const char *alphabet)
{
	Str s = STR_EMPTY;

	for (unsigned n = rnd_below(most + 1); n > 0; n--)
		str_add_char(&s, alphabet[rnd_below((unsigned)strlen(alphabet))]);
	return s;
}

static void lines(void)
{
	Slice rest = SLICE_LIT("one\ntwo\r\n\nend");

	is_slice(slice_line(&rest), SLICE_LIT("one\n"), "a line with its end");
	is_slice(slice_chomp(slice_line(&rest)), SLICE_LIT("two"), "chomped of CR LF");
	is_slice(slice_line(&rest), SLICE_LIT("\n"), "an empty one");
	is_slice(slice_line(&rest), SLICE_LIT("end"), "the last without an end");
	is_int((long long)rest.len, 0, "and nothing is left");
	is_slice(slice_line(&rest), SLICE_LIT(""), "asked again: nothing");
	is_slice(slice_chomp(SLICE_LIT("a\r")), SLICE_LIT("a\r"), "a lone CR is no line end");
	for (int i = 0; i < tap_rounds(500); i++) {
		Str s = random_bytes(20, "ab\r\n"), joined = STR_EMPTY;

		for (Slice r = str_slice(&s); r.len;) {
			Slice line = slice_line(&r);
			ptrdiff_t nl = slice_find(line, SLICE_LIT("\n"), 0);

			law(nl < 0 || (size_t)nl == line.len - 1, "a line end inside a line");
			str_add_slice(&joined, line);
		}
		law(slice_eq(str_slice(&s), str_slice(&joined)), "\"%s\"", str_c(&s));
		str_free(&s);
		str_free(&joined);
	}
	law_done("lines joined are the text");
}

static void hexadecimal(void)
{
	Str out = STR_EMPTY;

	for (int byte = 0; byte < 256; byte++) {
		Str s = STR_EMPTY;

		str_printf(&s, byte % 2 ? "%%%02X" : "%%%02x", (unsigned)byte);
		law(hex_escape(str_slice(&s), 0) == byte, "%s", str_c(&s));
		law((hex_digit((char)byte) >= 0) == (byte && strchr("0123456789abcdefABCDEF", byte)), "the digit %d", byte);
		str_free(&s);
	}
	law_done("every byte is read from its two digits");
	hex_unescape(SLICE_LIT("%c3%A5r%2 %zz%%41%4"), &out);
	is_str(str_c(&out), "\xc3\xa5r%2 %zz%A%4", "a percent sign that is no escape stands for itself");
	str_free(&out);
}

static void finding(void)
{
	for (int i = 0; i < tap_rounds(2000); i++) {
		Str in = random_bytes(12, "aab"), what = random_bytes(3, "ab");
		size_t from = rnd_below(14);
		const char *p = from <= in.len ? strstr(str_c(&in) + from, str_c(&what)) : NULL;

		law(slice_find(str_slice(&in), str_slice(&what), from) == (p ? p - str_c(&in) : -1), "%s in %s from %zu",
		    str_c(&what), str_c(&in), from);
		str_free(&in);
		str_free(&what);
	}
	law_done("slice_find finds what strstr finds");
	ok(slice_starts(SLICE_LIT("abc"), "ab") && !slice_starts(SLICE_LIT("a"), "ab"), "starts");
	ok(slice_ends(SLICE_LIT("abc"), "bc") && !slice_ends(SLICE_LIT("c"), "bc"), "ends");
	ok(slice_cmp(SLICE_LIT("a"), SLICE_LIT("ab")) < 0 && slice_cmp(SLICE_LIT("\xff"), SLICE_LIT("a")) > 0, "compared by bytes");
	is_slice(slice_trim(SLICE_LIT(" \t a b\n")), SLICE_LIT("a b"), "trimmed");
	is_slice(slice_sub(SLICE_LIT("abc"), 2, 9), SLICE_LIT("c"), "a part is clipped");
	is_slice(slice_sub(SLICE_LIT("abc"), 9, 2), SLICE_LIT(""), "from behind: nothing");
}

/* Every edit against the same done by hand in a buffer that is large enough. */
static void splicing(void)
{
	char want[4096];

	for (int i = 0; i < tap_rounds(300); i++) {
		Str s = STR_EMPTY;
		size_t len = 0;

		for (int k = 0; k < 30; k++) {
			Str with = random_bytes(40, "xyz");
			size_t at = rnd_below((unsigned)len + 1), n = rnd_below((unsigned)(len - at) + 1);

			memmove(want + at + with.len, want + at + n, len - at - n);
			if (with.len)
				memcpy(want + at, with.p, with.len);
			len = len - n + with.len;
			str_splice(&s, at, n, str_slice(&with));
			law(slice_eq(str_slice(&s), slice(want, len)) && strlen(str_c(&s)) == len, "splice %d", k);
			str_free(&with);
		}
		str_free(&s);
	}
	law_done("splices do what they say, and NUL follows");
}

static void strings(void)
{
	Str s = STR_EMPTY;
	char *owned;

	is_str(str_c(&s), "", "an empty one has a C string");
	str_printf(&s, "%s-%d", "a", 7);
	str_add_n(&s, '.', 3);
	str_insert(&s, 1, SLICE_LIT("b"));
	str_remove(&s, 0, 1);
	is_str(str_c(&s), "b-7...", "printed, filled, inserted, removed");
	for (int i = 0; i < 200; i++)
		str_printf(&s, "%0100d", i);
	is_int((long long)s.len, 20006, "long ones are printed whole");
	str_truncate(&s, 1);
	owned = str_steal(&s);
	is_str(owned, "b", "stolen");
	ok(s.p == NULL && s.len == 0, "and nothing is left");
	free(owned);
	owned = str_steal(&s);
	is_str(owned, "", "stealing nothing gives a string");
	free(owned);
	owned = mem_printf("%d %s", 5, "x");
	is_str(owned, "5 x", "mem_printf");
	free(owned);
	ok(mem_dup(NULL) == NULL, "a copy of NULL is NULL");
}

static void arenas(void)
{
	Arena *a = arena_new();
	unsigned char *all[200];
	size_t sizes[200];

	for (int i = 0; i < 200; i++) {
		sizes[i] = i % 50 == 49 ? 300000 : rnd_below(300);
		all[i] = arena_alloc(a, sizes[i]);
		law((uintptr_t)all[i] % 16 == 0, "piece %d is not aligned", i);
		for (size_t k = 0; k < sizes[i]; k++)
			law(all[i][k] == 0, "piece %d is not zeroed", i);
		memset(all[i], i, sizes[i]);
	}
	for (int i = 0; i < 200; i++)
		for (size_t k = 0; k < sizes[i]; k++)
			law(all[i][k] == (unsigned char)i, "piece %d was overwritten", i);
	law_done("pieces of an arena are zeroed, aligned and apart");
	ok(arena_size(a) >= 4 * 300000, "it knows its size");
	arena_free(a);
	arena_free(NULL);
}

static void numbers(void)
{
	Intern *in = intern_new();
	VEC(char *) kept = { 0 };

	for (int i = 0; i < 5000; i++) {
		Str s = random_bytes(4, "abcdefgh");
		int64_t before = intern_find(in, str_slice(&s));
		size_t count = intern_count(in);
		uint32_t id = intern_put(in, str_slice(&s));

		law(before < 0 ? id == count : id == (uint64_t)before, "%s", str_c(&s));
		law(slice_eq(intern_get(in, id), str_slice(&s)), "%s comes back", str_c(&s));
		if (before < 0)
			VEC_PUSH(&kept, mem_dup(str_c(&s)));
		str_free(&s);
	}
	for (size_t i = 0; i < kept.len; i++) {
		law(intern_find(in, slice_c(kept.v[i])) == (int64_t)i, "%s", kept.v[i]);
		free(kept.v[i]);
	}
	law_done("equal strings get equal numbers, without gaps");
	is_int(intern_find(in, SLICE_LIT("not there")), -1, "what was never put has none");
	VEC_FREE(&kept);
	intern_free(in);
}

static void errors(void)
{
	const Err *first = err_new(ERR_NONE, "first"), *e = first;
	char long_text[5000];

	for (int i = 0; i < ERR_ALIVE - 1; i++)
		err_new(ERR_FAIL, "later %d", i);
	is_str(err_text(first), "first", "an error outlives those after it");
	for (int i = 0; i < 3; i++)
		e = err_wrap(e, "step %d", i);
	is_str(err_text(e), "step 2: step 1: step 0: first", "words gather on the way up");
	is_int(err_kind(e), ERR_NONE, "the kind stays");
	ok(err_wrap(NULL, "x") == NULL, "nothing wrapped is nothing");
	for (int i = 0; i < 2 * ERR_ALIVE; i++)
		err_forget(err_new(ERR_NONE, "not there %d", i));
	err_forget(first);
	is_str(err_text(e), "step 2: step 1: step 0: first", "what is forgotten takes nobody's place");
	ok(err_first(NULL, e) == e && err_first(first, e) == first, "the first is kept");
	errno = ENOSPC;
	is_str(err_text(err_errno("writing %s", "x")), "writing x: no space left on the disk", "the system in words");
	is_int(err_exit(NULL), 0, "done");
	is_int(err_exit(err_new(ERR_USAGE, "x")), 2, "wrong usage");
	is_int(err_exit(err_new(ERR_DECIDE, "x")), 3, "a person must decide");
	is_int(err_exit(err_new(ERR_BUSY, "x")), 1, "failed");
	for (int shift = 0; shift < 4; shift++) {
		size_t n = (size_t)shift;

		memset(long_text, 'x', sizeof long_text);
		while (n + 4 < sizeof long_text) {
			memcpy(long_text + n, "\xf0\x9f\x91\xa8", 4);
			n += 4;
		}
		long_text[sizeof long_text - 1] = '\0';
		e = err_wrap(err_new(ERR_FAIL, "%s", long_text), "%s", long_text + 1000 + shift);
		law(utf8_valid(slice_c(err_text(e))), "shift %d", shift);
	}
	law_done("a text too long ends with a whole character");
}

static int told;	/* where the hook says that it was called */

static void last_words(void)
{
	(void)!write(told, "safe", 4);
}

static void no_memory(void)
{
	int ends[2], status = 0;
	char said[64] = "";
	pid_t pid;

	if (pipe(ends) < 0)
		tap_stop("no pipe");
	pid = fork();
	if (pid == 0) {
		told = ends[1];
		dup2(ends[1], STDERR_FILENO);
		mem_on_end(last_words);
		mem_realloc_n(NULL, SIZE_MAX / 2, 3);
		_exit(9);
	}
	close(ends[1]);
	waitpid(pid, &status, 0);
	(void)!read(ends[0], said, sizeof said - 1);
	close(ends[0]);
	is_int(WIFEXITED(status) ? WEXITSTATUS(status) : -1, 1, "running out of memory ends the program");
	is_str(said, "safeblad: out of memory\n", "after the journal is safe, with a word");
}

int main(void)
{
	tap_scrub();
	no_memory();
	lines();
	hexadecimal();
	finding();
	splicing();
	strings();
	arenas();
	numbers();
	errors();
	return tap_done();
}
