/* Code points, clusters, widths, line breaks and forms, against Unicode's rules and the C library's widths. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include "tap.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

#include "base/mem.h"
#include "base/utf8.h"

/* What texts are made of when they mean harm: letters, marks, emoji, joiners, flags, controls, halves of characters. */
static const char *const pieces[] = {
	"a", "b", " ", "-", "é", "å", "e\xcc\x81", "\xcc\x88", "\xe2\x80\x8d", "\xef\xb8\x8f", "👨", "👩", "🏽",
	"🇸", "🇪", "❤", "漢",
	"ᄀ", "ᅡ", "ᆨ", "가", "क", "\xe0\xa4\xbe", "\xe0\xa5\x8d", "กำ", "\n", "\r", "\t", "\x1b", "\x7f",
	"\xc2\x9b", "\xc2\xa0", "\xc2\xad",
	"\xe2\x80\x8b", "\xe2\x80\xae", "\xe2\x80\xa8", "\xff", "\xc3", "\xf0\x9f", "\x80", "\xed\xa0\x80",
	"\xe0\x80\x80", "1", ".", "/", "«",
	"\xf4\x90\x80\x80", "\xd8\x80", "\xcd\xb8", NULL
};

static Str text_random(unsigned most)
{
	Str s = STR_EMPTY;

	for (unsigned n = rnd_below(most + 1); n > 0; n--)
		str_add_c(&s, rnd_pick(pieces));
	return s;
}

/* For the notes of a failure. */
static const char *hex(Slice s)
{
	static char out[200];
	size_t n = 0;

	for (size_t i = 0; i < s.len && n + 4 < sizeof out; i++)
		n += (size_t)snprintf(out + n, sizeof out - n, "%02x ", (unsigned char)s.p[i]);
	out[n] = '\0';
	return out;
}

static void code_points(void)
{
	static const Slice bad[] = {
		SLICE_LIT("\x80"), SLICE_LIT("\xc0\x80"), SLICE_LIT("\xc1\xbf"), SLICE_LIT("\xc3"),
		SLICE_LIT("\xe0\x80\x80"), SLICE_LIT("\xe2\x82"),
		SLICE_LIT("\xed\xa0\x80"), SLICE_LIT("\xf0\x80\x80\x80"), SLICE_LIT("\xf4\x90\x80\x80"),
		SLICE_LIT("\xf8\x88\x80\x80\x80"), SLICE_LIT("\xff"),
	};
	uint32_t back;
	char bytes[4];

	for (uint32_t cp = 0; cp <= 0x10ffff; cp += cp < 0x3000 ? 1 : 1 + rnd_below(50)) {
		size_t n = utf8_encode(cp, bytes);
		bool surrogate = cp >= 0xd800 && cp < 0xe000;

		law(utf8_next(bytes, n, &back) == n && back == (surrogate ? 0xfffd : cp), "U+%04X", cp);
		law(utf8_valid(slice(bytes, n)), "U+%04X is valid", cp);
		law(n == 1 || (utf8_next(bytes, n - 1, &back) == 1 && back == 0xfffd), "U+%04X cut", cp);
	}
	law_done("every code point is written and read back");
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		law(utf8_next(bad[i].p, bad[i].len, &back) == 1 && back == 0xfffd && !utf8_valid(bad[i]), "%s", hex(bad[i]));
	law_done("bad bytes are U+FFFD, one at a time");
	for (int i = 0; i < tap_rounds(2000); i++) {
		char some[6];
		bool valid = true;

		for (int k = 0; k < 6; k++)
			some[k] = (char)(rnd_one_in(3) ? rnd_below(256) : 0x80 + rnd_below(0x80));
		for (size_t k = 0, n; k < 6; k += n) {
			n = utf8_next(some + k, 6 - k, &back);
			valid = valid && !(n == 1 && (unsigned char)some[k] >= 0x80);
		}
		law(valid == utf8_valid(slice(some, 6)), "%s", hex(slice(some, 6)));
	}
	law_done("valid is what is read without a bad byte");
}

static const struct {
	const char *text;
	int clusters, width;
	const char *drawn;
} known[] = {
	{ "a", 1, 1, "a" }, { "é", 1, 1, "é" }, { "e\xcc\x81", 1, 1, "e\xcc\x81" }, { "漢", 1, 2, "漢" },
	{ "👨", 1, 2, "👨" },
	{ "👨\xe2\x80\x8d👩\xe2\x80\x8d👧", 1, 2, "👨" }, { "👍🏽", 1, 2, "👍" }, { "🇸🇪", 1, 2, "🇸🇪" },
	{ "🇸🇪🇳🇴", 2, 4, "🇸🇪" }, { "🇸", 1, 1, "🇸" },
	{ "❤\xef\xb8\x8f", 1, 1, "❤" }, { "1\xef\xb8\x8f\xe2\x83\xa3", 1, 1, "1\xe2\x83\xa3" }, { "각", 1, 2, "각" },
	{ "ᄀ\xe1\x85\xa1", 1, 2, "ᄀ\xe1\x85\xa1" }, { "का", 1, 2, "का" }, { "\x1b", 1, 2, "^[" },
	{ "\r\n", 1, 2, "^M" }, { "\x7f", 1, 2, "^?" },
	{ "\xc2\x9b", 1, 2, "~[" }, { "\xc2\xad", 1, 0, "" }, { "\xe2\x80\x8d", 1, 0, "" },
	{ "\xe2\x80\xae", 1, 0, "" }, { "\xcc\x81", 1, 0, "" },
	{ "\xff", 1, 1, "\xef\xbf\xbd" }, { "a\xff", 2, 2, "a" }, { "\xc2\xa0", 1, 1, "\xc2\xa0" },
	{ "—", 1, 1, "—" }, { "Ådala", 5, 5, "Å" },
	{ "A\xcc\x8a""dala", 5, 5, "A\xcc\x8a" }, { "👨\xe2\x80\x8d", 1, 2, "👨" },
	{ "\xcd\xb8", 1, 1, "\xef\xbf\xbd" }, { "", 0, 0, "" },
};

static void clusters_known(void)
{
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		Slice s = slice_c(known[i].text);
		Str drawn = STR_EMPTY;
		int n = 0;

		for (size_t at = 0; at < s.len; at += utf8_grapheme(s, at))
			n++;
		utf8_drawn(slice_sub(s, 0, utf8_grapheme(s, 0)), &drawn);
		law(n == known[i].clusters, "%s: %d clusters", hex(s), n);
		law(utf8_width(s) == (size_t)known[i].width, "%s: %zu wide", hex(s), utf8_width(s));
		law(slice_is(str_slice(&drawn), known[i].drawn), "%s: drawn %s", hex(s), str_c(&drawn));
		str_free(&drawn);
	}
	law_done("known clusters, their widths, and how they are drawn");
}

/* What a terminal's library would count for these bytes. */
static int columns(Slice s)
{
	int sum = 0;

	for (size_t i = 0; i < s.len;) {
		uint32_t cp;
		int w;

		i += utf8_next(s.p + i, s.len - i, &cp);
		w = wcwidth((wchar_t)cp);
		if (w < 0)
			return -1;
		sum += w;
	}
	return sum;
}

static void clusters_random(void)
{
	for (int i = 0; i < tap_rounds(4000); i++) {
		Str t = text_random(12), drawn = STR_EMPTY;
		Slice s = str_slice(&t);
		size_t at = 0, n, width = 0;

		while ((n = utf8_grapheme(s, at)) > 0) {
			Slice c = slice_sub(s, at, at + n);
			int w = utf8_cluster_width(c);

			law(at + n <= s.len, "%s: beyond the end", hex(s));
			law(w >= 0 && w <= 2, "%s: %d wide", hex(c), w);
			str_clear(&drawn);
			utf8_drawn(c, &drawn);
			law(columns(str_slice(&drawn)) == w, "%s: %d wide, drawn in %d", hex(c), w, columns(str_slice(&drawn)));
			law(utf8_grapheme_back(s, at + n) == n, "%s: %zu there, %zu back", hex(s), n, utf8_grapheme_back(s, at + n));
			law(utf8_fit(s, width + (size_t)w) >= at + n, "%s: cluster at %zu fits", hex(s), at);
			at += n;
			width += (size_t)w;
		}
		law(at == s.len, "%s: stopped at %zu", hex(s), at);
		law(width == utf8_width(s), "%s: %zu wide, clusters %zu", hex(s), utf8_width(s), width);
		for (size_t w = 0; w <= width; w++) {
			size_t fit = utf8_fit(s, w);

			law(utf8_width(slice_sub(s, 0, fit)) <= w, "%s: %zu bytes in %zu columns", hex(s), fit, w);
		}
		str_free(&t);
		str_free(&drawn);
	}
	law_done("clusters cover the text, there and back, as wide as they are drawn");
}

static void widths(void)
{
	int shown = 0;

	for (uint32_t cp = 0x20; cp <= 0x10ffff; cp += cp < 0x3000 ? 1 : 1 + rnd_below(20)) {
		char bytes[4];
		int want = wcwidth((wchar_t)cp);
		Slice s = slice(bytes, utf8_encode(cp, bytes));

		if ((cp >= 0x7f && cp < 0xa0) || cp == 0xad || (cp >= 0xd800 && cp < 0xe000))
			continue;
		shown++;
		law(utf8_cluster_width(s) == (want < 0 ? 1 : want), "U+%04X: %d, not %d", cp, utf8_cluster_width(s), want);
	}
	law_done("every code point is as wide as the C library says");
	ok(shown > 12000, "many were asked");
}

static void breaks_are(const char *text, const char *want)
{
	unsigned char brk[200];
	Slice s = slice_c(text);
	Str got = STR_EMPTY;

	utf8_breaks(s, brk);
	for (size_t i = 0; i < s.len; i++) {
		if (brk[i] != BRK_NO)
			str_add_char(&got, brk[i] == BRK_MUST ? '!' : '|');
		str_add_char(&got, s.p[i]);
	}
	is_str(str_c(&got), want, "breaks of %zu bytes", s.len);
	str_free(&got);
}

static void breaks(void)
{
	breaks_are("ett två", "ett |två");
	breaks_are("kl.\xc2\xa0""14 i dag", "kl.\xc2\xa0""14 |i |dag");
	breaks_are("a \xc2\xa0 b", "a \xc2\xa0 |b");
	breaks_are("kom\xc2\xadmun", "kom\xc2\xad|mun");
	breaks_are("för- och", "för- |och");
	breaks_are("barn-och", "barn-|och");
	breaks_are("2024-05-20", "2024-05-20");
	breaks_are("(a) b, c. D", "(a) |b, |c. |D");
	breaks_are("1 000 kr", "1 |000 |kr");
	breaks_are("a\nb\r\nc\n", "a\n!b\r\n!c\n");
	breaks_are("漢字", "漢|字");
	breaks_are("\xc3\xa9 \xff \x80", "\xc3\xa9 |\xff |\x80");
	breaks_are("👨\xe2\x80\x8d👩 🇸🇪🇳🇴", "👨\xe2\x80\x8d👩 |🇸🇪|🇳🇴");
	for (int i = 0; i < tap_rounds(2000); i++) {
		Str t = text_random(15);
		Slice s = str_slice(&t);
		unsigned char *brk = mem_alloc(s.len + 1);

		utf8_breaks(s, brk);
		law(s.len == 0 || brk[0] == BRK_NO, "%s: before the first", hex(s));
		for (size_t at = 0, n; at < s.len; at += n) {
			n = utf8_grapheme(s, at);
			for (size_t k = at + 1; k < at + n; k++)
				law(brk[k] == BRK_NO, "%s: inside a cluster at %zu", hex(s), k);
		}
		for (ptrdiff_t at = -1; (at = slice_find(s, SLICE_LIT(UTF8_NBSP), (size_t)(at + 1))) >= 0;)
			law(brk[at] != BRK_MAY && brk[at + 2] != BRK_MAY, "%s: at a no-break space", hex(s));
		law(brk[s.len] == 0, "%s: beyond the end", hex(s));
		free(brk);
		str_free(&t);
	}
	law_done("no break inside a cluster nor at a no-break space");
}

static void form_is(void (*form)(Slice, Str *), const char *in, const char *want)
{
	Str got = STR_EMPTY;

	str_add_c(&got, ">");
	form(slice_c(in), &got);
	is_str(str_c(&got) + 1, want, "form of %s", hex(slice_c(in)));
	ok(got.p[0] == '>', "it was appended");
	str_free(&got);
}

static void forms(void)
{
	form_is(utf8_nfc, "A\xcc\x8a""dala", "Ådala");
	form_is(utf8_nfc, "a\xff", "a\xef\xbf\xbd");
	form_is(utf8_fold, "ÅDALA Straße ×÷ ÞÐ", "ådala strasse ×÷ þð");
	form_is(utf8_fold, "A\xcc\x8a""DALA", "ådala");
	form_is(utf8_fold, "ΣΊΣΥΦΟΣ µ", "σίσυφοσ μ");
	form_is(utf8_lower, "ÅÄÖ ÉÑ Ÿ ẞ", "åäö éñ ÿ ß");
	form_is(utf8_fold_space, " Ny\t \n SKOLCHEF\xc2\xa0x ", "ny skolchef\xc2\xa0x");
	form_is(utf8_slug, "  Ny skolchef: Å & Ö 2027! ", "ny-skolchef-å-ö-2027");
	form_is(utf8_slug, "…!", "item");
	form_is(utf8_slug, "", "item");
	form_is(utf8_slug, "Э\xff漢", "э-漢");
	for (int i = 0; i < tap_rounds(2000); i++) {
		Str t = text_random(10), once = STR_EMPTY, twice = STR_EMPTY;
		void (*const all[])(Slice, Str *) = { utf8_nfc, utf8_fold, utf8_fold_space, utf8_lower, utf8_slug };
		unsigned k = rnd_below(5);

		all[k](str_slice(&t), &once);
		all[k](str_slice(&once), &twice);
		law(slice_eq(str_slice(&once), str_slice(&twice)), "form %u of %s", k, hex(str_slice(&t)));
		law(utf8_valid(str_slice(&once)), "form %u of %s is valid", k, hex(str_slice(&t)));
		str_free(&t);
		str_free(&once);
		str_free(&twice);
	}
	law_done("a form of the form is the form");
}

/* The short way for Latin-1 gives what the library would. */
static void short_ways(void)
{
	for (uint32_t cp = 1; cp < 0x300; cp++) {
		char bytes[4];
		Slice s = slice(bytes, utf8_encode(cp, bytes));
		Str alone = STR_EMPTY, beside = STR_EMPTY;
		void (*const all[])(Slice, Str *) = { utf8_nfc, utf8_fold, utf8_lower };

		for (int k = 0; k < 3; k++) {
			Str both = STR_EMPTY;

			str_add_slice(&both, s);
			str_add_c(&both, "漢");	/* sends it the long way */
			str_clear(&alone);
			str_clear(&beside);
			all[k](s, &alone);
			str_add_c(&alone, "漢");
			all[k](str_slice(&both), &beside);
			law(slice_eq(str_slice(&alone), str_slice(&beside)), "U+%04X form %d", cp, k);
			str_free(&both);
		}
		str_free(&alone);
		str_free(&beside);
	}
	law_done("the short ways are the long way");
}

static void code_page(void)
{
	Str all = STR_EMPTY, text = STR_EMPTY, back = STR_EMPTY;
	size_t bad = 99;

	for (int i = 0; i < 256; i++)
		str_add_char(&all, (char)i);
	cp1252_to_utf8(str_slice(&all), &text);
	ok(utf8_valid(str_slice(&text)), "Windows-1252 becomes UTF-8");
	ok(cp1252_from_utf8(str_slice(&text), &back, &bad) && slice_eq(str_slice(&all), str_slice(&back)), "and every byte comes back");
	ok(!cp1252_from_utf8(SLICE_LIT("åĐ"), &back, &bad) && bad == 2, "what it lacks is named by its offset");
	str_free(&all);
	str_free(&text);
	str_free(&back);
}

int main(void)
{
	tap_scrub();
	setlocale(LC_ALL, "C.UTF-8");
	code_points();
	clusters_known();
	clusters_random();
	widths();
	breaks();
	forms();
	short_ways();
	code_page();
	setlocale(LC_ALL, "C");
	is_int((long long)utf8_width(SLICE_LIT("漢é")), 3, "widths do not depend on the locale");
	return tap_done();
}
