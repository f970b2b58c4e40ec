/* Words for people: which language is chosen, what a catalogue says, and that a damaged one does no harm. */
#include "tap.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/plural.h"
#include "base/share.h"
#include "base/words.h"

typedef struct {
	Slice id, text;
} Entry;

static const Entry entries[] = {	/* sorted by id */
	{ SLICE_LIT(""),
	SLICE_LIT("Language: sv\nPlural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 ? 1 : 2);\n") },
	{ SLICE_LIT("%d item\0%d items"), SLICE_LIT("%d notis\0%d notiser\0%d många notiser") },
	{ SLICE_LIT("May"), SLICE_LIT("maj") },
	{ SLICE_LIT("bare"), SLICE_LIT("") },
	{ SLICE_LIT("short\004May"), SLICE_LIT("mj") },
};
#define ENTRIES (sizeof entries / sizeof *entries)

static void put(Str *s, uint32_t n, bool swapped)
{
	n = swapped ? __builtin_bswap32(n) : n;
	str_add(s, &n, sizeof n);
}

static Str catalogue(bool swapped)
{
	uint32_t strings = 28 + 16 * (uint32_t)ENTRIES;
	Str s = STR_EMPTY, body = STR_EMPTY;

	put(&s, 0x950412deu, swapped);
	put(&s, 0, swapped);
	put(&s, (uint32_t)ENTRIES, swapped);
	put(&s, 28, swapped);
	put(&s, 28 + 8 * (uint32_t)ENTRIES, swapped);
	put(&s, 0, swapped);
	put(&s, 0, swapped);
	for (int side = 0; side < 2; side++) {
		for (size_t i = 0; i < ENTRIES; i++) {
			Slice t = side ? entries[i].text : entries[i].id;

			put(&s, (uint32_t)t.len, swapped);
			put(&s, strings + (uint32_t)body.len, swapped);
			str_add_slice(&body, t);
			str_add_char(&body, '\0');
		}
	}
	str_add_slice(&s, str_slice(&body));
	str_free(&body);
	return s;
}

static void lookups(void)
{
	for (int swapped = 0; swapped < 2; swapped++) {
		Str mo = catalogue(swapped);

		ok(words_use("sv", str_slice(&mo)), "a catalogue is taken%s", swapped ? ", in the other byte order" : "");
		is_str(words_lang(), "sv", "its language");
		is_str(words_get("May"), "maj", "a word");
		is_str(words_get_ctx("short", "May"), "mj", "with a context");
		is_str(words_get_ctx("other", "May"), "May", "with one that it lacks");
		is_str(words_get("Nay"), "Nay", "a word that it lacks");
		is_str(words_get("bare"), "bare", "one without a translation");
		is_str(words_get(""), "", "the header is no word");
		is_str(words_plural("%d item", "%d items", 1), "%d notis", "one");
		is_str(words_plural("%d item", "%d items", 23), "%d notiser", "a few");
		is_str(words_plural("%d item", "%d items", 11), "%d många notiser", "many");
		is_str(words_plural("%d x", "%d xs", 1), "%d x", "one, not translated");
		is_str(words_plural("%d x", "%d xs", 0), "%d xs", "none, not translated");
		words_choose("en");
		str_free(&mo);
	}
}

/* Whatever is done to a catalogue, nothing outside is read (the sanitizers and valgrind look). */
static void damage(void)
{
	for (int i = 0; i < tap_rounds(3000); i++) {
		Str mo = catalogue(rnd_one_in(2));
		size_t len = rnd_one_in(3) ? rnd_below((unsigned)mo.len + 1) : mo.len;
		char *exact;
		size_t seen = 0;

		for (unsigned k = rnd_below(4); k > 0; k--)
			mo.p[rnd_below(rnd_one_in(2) ? 60 : (unsigned)mo.len)] = (char)rnd_below(256);
		exact = malloc(len ? len : 1);
		memcpy(exact, mo.p, len);
		if (words_use("sv", slice(exact, len)))
			for (size_t e = 0; e < ENTRIES; e++)
				seen += strlen(words_get(entries[e].id.p)) + strlen(words_plural("%d item", "%d items", e));
		else
			seen += (size_t)law(strcmp(words_lang(), "en") == 0, "refused, but not English");
		law(seen > 0, "case %d", i);
		words_choose("en");
		free(exact);
		str_free(&mo);
	}
	law_done("a damaged catalogue does no harm");
}

static void plurals(void)
{
	static const struct {
		const char *expr;
		unsigned long n;
		long want;	/* -1: no expression */
	} cases[] = {
		{ "n != 1;", 1, 0 }, { "(n != 1);\n", 2, 1 }, { "n>1", 1, 0 }, { "0", 7, 0 },
		{ "n%10==1 && n%100!=11 ? 0 : 1", 21, 0 },
		{ "n%10==1 && n%100!=11 ? 0 : 1", 11, 1 }, { "n==1?0:n==2?1:2", 2, 1 },
		{ "n==1?0:n==2?1:2", 5, 2 }, { "2+3*4", 0, 14 },
		{ "10-4-3", 0, 3 }, { "!n", 0, 1 }, { "!!n", 5, 1 }, { "1||0&&0", 0, 1 }, { "n/0", 4, 0 },
		{ "n%0", 4, 0 }, { "7/2", 0, 3 },
		{ "n<=2", 2, 1 }, { "n>=3", 2, 0 }, { "n ? ", 1, -1 }, { "", 1, -1 }, { "(n", 1, -1 },
		{ "n)", 1, -1 }, { "m", 1, -1 }, { "n n", 1, -1 },
		{ "((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((n", 1, -1 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		unsigned long form = 0;
		bool good = plural_form(cases[i].expr, cases[i].n, &form);

		is_int(good ? (long)form : -1, cases[i].want, "expression %zu for %lu", i, cases[i].n);
	}
}

static void chosen_is(const char *explicit_lang, const char *language, const char *lc_all, const char *lang, const char *want)
{
	static const char *const names[] = { "LANGUAGE", "LC_ALL", "LANG" };
	const char *values[] = { language, lc_all, lang };

	unsetenv("LC_MESSAGES");
	for (int i = 0; i < 3; i++) {
		if (values[i])
			setenv(names[i], values[i], 1);
		else
			unsetenv(names[i]);
	}
	words_choose(explicit_lang);
	is_str(words_lang(), want, "%s, LANGUAGE %s, LC_ALL %s, LANG %s", explicit_lang ? explicit_lang : "nothing", language ? language : "-",
	    lc_all ? lc_all : "-", lang ? lang : "-");
}

static void choices(void)
{
	Slice mo;

	if (!share_get("locale/sv.mo", &mo)) {
		tap_skip("built without msgfmt");
		return;
	}
	chosen_is(NULL, NULL, NULL, NULL, "en");
	chosen_is(NULL, NULL, NULL, "sv_SE.UTF-8", "sv");
	chosen_is(NULL, NULL, NULL, "sv", "sv");
	chosen_is(NULL, NULL, NULL, "sv_FI@euro", "sv");
	chosen_is(NULL, NULL, "C", "sv_SE.UTF-8", "en");
	chosen_is(NULL, NULL, "C.UTF-8", "sv_SE.UTF-8", "en");
	chosen_is(NULL, NULL, "POSIX", "sv", "en");
	chosen_is(NULL, NULL, "", "sv_SE", "sv");
	chosen_is(NULL, "sv:en", "C.UTF-8", NULL, "sv");
	chosen_is(NULL, "en:sv", NULL, "sv_SE.UTF-8", "en");
	chosen_is(NULL, "de:sv", NULL, NULL, "sv");
	chosen_is(NULL, "de", NULL, "sv_SE.UTF-8", "sv");
	chosen_is(NULL, NULL, "de_DE.UTF-8", "sv_SE.UTF-8", "en");
	chosen_is("sv", "en", "C", NULL, "sv");
	chosen_is("SV-se", NULL, NULL, NULL, "sv");
	chosen_is("en", "sv", NULL, "sv_SE", "en");
	chosen_is("de", NULL, NULL, "sv_SE", "sv");
	chosen_is("../sv", NULL, NULL, NULL, "en");
	chosen_is("svenska", NULL, NULL, NULL, "en");
	chosen_is("sv", NULL, NULL, NULL, "sv");
	is_str(words_get("May"), "maj", "and Swedish words come");
}

int main(void)
{
	tap_scrub();
	lookups();
	damage();
	plurals();
	choices();
	return tap_done();
}
