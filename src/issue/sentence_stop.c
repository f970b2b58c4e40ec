/* Full stops that end no sentence: behind numbers, single letters, abbreviations. */
#include <stdlib.h>

#include "base/utf8.h"
#include "issue/sentence.h"

#define LONGEST 24	/* bytes of a word that is looked up */

/* Folded, without the last full stop; sorted by bytes.  Swedish, its neighbours, English. */
static const char *const abbreviations[] = {
	"adr", "ang", "anm", "approx", "apr", "aug", "avd", "betr", "bitr", "bl", "bl.a", "bzw", "ca",
	"cf", "d.v.s", "d.y", "d.ä", "dec", "dir", "doc", "dr", "ds", "dvs", "dyl", "e.d", "e.dyl", "e.g",
	"e.kr", "e.m", "eks", "ekv", "enl", "esim", "etc", "ev", "evt", "ex", "exkl", "f.d", "f.eks", "f.kr",
	"f.m", "f.n", "f.o.m", "f.v.b", "f.ö", "fam", "feb", "febr", "ff", "fig", "forts", "fr.o.m",
	"frk", "föreg", "förf", "förk", "gm", "hr", "i.e", "inc", "inkl", "jan", "jfr", "jr", "jur", "kand",
	"kap", "kl", "klo", "ltd", "lör", "m.a.o", "m.fl", "m.h.t", "m.m", "m.v", "medd", "mfl", "milj",
	"mom", "mr", "mrs", "mv", "mån", "nov", "nr", "nuv", "näml", "o.a", "o.d", "o.dyl", "o.likn", "o.s.a",
	"o.s.v", "okt", "omkr", "ons", "osa", "osv", "p.g.a", "p.m", "pga", "pkt", "plac", "pp", "prel",
	"prof", "red", "ref", "resp", "s.a.s", "s.k", "s.u", "sek", "sekr", "sep", "sept", "sid", "skr", "sr",
	"st", "stf", "suppl", "sön", "t.ex", "t.f", "t.h", "t.o.m", "t.v", "tab", "tel", "temp", "tf", "tfn",
	"tis", "tlf", "tors", "tr", "u.a", "u.å", "univ", "uppl", "urspr", "usw", "utg", "v.g.v", "vard",
	"vol", "vs", "ym", "z.b", "äv", "årg", "ö.h", "övers", "övr",
};

static int by_bytes(const void *key, const void *entry)
{
	const Slice *s = key;

	return slice_cmp(*s, slice_c(*(const char *const *)entry));
}

static bool is_abbreviation(Slice word)
{
	Str folded = STR_EMPTY;
	Slice s;
	bool found;

	if (word.len == 0 || word.len > LONGEST)
		return false;
	utf8_fold(word, &folded);
	s = str_slice(&folded);
	found = bsearch(&s, abbreviations, sizeof abbreviations / sizeof *abbreviations, sizeof *abbreviations, by_bytes) != NULL;
	str_free(&folded);
	return found;
}

/* What may stand before a word without being of it: brackets, quotes, marks of emphasis. */
static bool is_opener(uint32_t cp)
{
	return (cp < 0x80 && strchr("([{\"'*_~<>`", (int)cp)) || cp == 0x201c || cp == 0x201d || cp == 0x201e || cp == 0x2018 || cp == 0x2019 ||
	    cp == 0xab || cp == 0xbb;
}

/* The word that ends before text[at]. */
static Slice word_before(Slice text, size_t at)
{
	size_t from = at;
	uint32_t cp = 0;

	while (from > 0 && at - from <= LONGEST && text.p[from - 1] != ' ' && text.p[from - 1] != '\n')
		from--;
	while (from < at) {
		size_t n = utf8_next(text.p + from, at - from, &cp);

		if (!is_opener(cp))
			break;
		from += n;
	}
	return slice_sub(text, from, at);
}

static bool is_number(Slice word)
{
	bool digit = false;

	for (size_t i = 0, n; i < word.len; i += n) {
		uint32_t cp = 0;

		n = utf8_next(word.p + i, word.len - i, &cp);
		if (utf8_is_letter(cp))
			return false;
		digit = digit || utf8_is_digit(cp);
	}
	return digit;
}

/* "B", also "J.K": the last part of the word is one letter. */
static bool ends_in_letter(Slice word)
{
	size_t from = word.len, letters = 0;

	while (from > 0 && word.p[from - 1] != '.')
		from--;
	for (size_t i = from, n; i < word.len; i += n) {
		uint32_t cp = 0;

		n = utf8_next(word.p + i, word.len - i, &cp);
		if (!utf8_is_letter(cp) && !utf8_is_mark(cp))
			return false;
		letters += utf8_is_letter(cp);
	}
	return letters == 1;
}

bool sentence_stop(Slice text, size_t at)
{
	Slice word = word_before(text, at);

	return !is_number(word) && !ends_in_letter(word) && !is_abbreviation(word);
}
