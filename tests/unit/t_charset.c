/* Bytes become text and the same bytes again. */
#include "issue/charset.h"
#include "tap.h"

static void there(const char *name, Slice bytes, const char *want, bool bom, bool cp1252)
{
	Charset cs;
	Str text = STR_EMPTY, back = STR_EMPTY;

	charset_decode(bytes, &cs, &text);
	is_str(str_c(&text), want, "%s: the text", name);
	ok(cs.bom == bom && cs.cp1252 == cp1252, "%s: what it was", name);
	ok(!charset_encode(str_slice(&text), cs, &back), "%s: back", name);
	is_slice(str_slice(&back), bytes, "%s: the same bytes", name);
	str_free(&text);
	str_free(&back);
}

int main(void)
{
	Str out = STR_EMPTY;
	const Err *err;

	tap_scrub();
	there("UTF-8", SLICE_LIT("Läge"), "Läge", false, false);
	there("empty", SLICE_LIT(""), "", false, false);
	there("with a mark", SLICE_LIT("\xef\xbb\xbfL\xc3\xa4ge\r\n"), "Läge\r\n", true, false);
	there("Windows-1252", SLICE_LIT("L\xe4ge \x96 \x80"), "Läge – €", false, true);
	there("a mark and no UTF-8", SLICE_LIT("\xef\xbb\xbfL\xe4ge"), "Läge", true, true);
	there("NFD", SLICE_LIT("La\xcc\x88ge"), "La\xcc\x88ge", false, false);

	err = charset_encode(SLICE_LIT("Läge → nu"), (Charset){ false, true }, &out);
	is_int(err_kind(err), ERR_FAIL, "a character that Windows-1252 lacks is an error");
	ok(err && strstr(err_text(err), "→") && strstr(err_text(err), "U+2192"), "which names it");
	is_int((long long)out.len, 0, "and nothing is written");

	for (int i = 0; i < 500; i++) {
		char bytes[64];
		Charset cs;
		Str text = STR_EMPTY;
		size_t n = rnd_below(sizeof bytes);

		for (size_t k = 0; k < n; k++)
			bytes[k] = (char)rnd();
		str_clear(&out);
		charset_decode(slice(bytes, n), &cs, &text);
		law(!charset_encode(str_slice(&text), cs, &out) && slice_eq(str_slice(&out), slice(bytes, n)), "input %d", i);
		str_free(&text);
	}
	law_done("any bytes come back as they were");
	str_free(&out);
	return tap_done();
}
