/* The place where one stands, found again in another text. */
#include "issue/place.h"

#include <string.h>

#include "tap.h"

#define WAS "---\ntitle: x\n---\n\n# Nytt\n\nIngressen är här.\n\n## Budget\n\nBudgeten är klar.\n\nDen antas i juni av fullmäktige.\n\n" \
	"## Kurs\n\nAlla chefer går kursen.\n\nAnmälan görs senast den 12 oktober.\n\n## Mål\n\nNya mål.\n"

/* Where the words of `at` stand in was must lead to where those of `to` stand in now. */
static const struct {
	const char *name, *now, *at, *to;
} places[] = {
	{ "the same text", WAS, "senast", "senast" },
	{ "something new above", "# Nytt\n\n## Först\n\nEtt nytt stycke.\n\n" WAS, "Alla chefer", "Alla chefer" },
	{ "a paragraph more in the item", "## Kurs\n\nEn ny mening först.\n\nAlla chefer går kursen.\n\nAnmälan görs senast den 12 oktober.\n", "Anmälan",
	    "Anmälan" },
	{ "a changed paragraph", "## Mål\n\nNya mål.\n\n## Kurs\n\nAnmälan görs senast den 14 oktober.\n\nVälkomna.\n", "Anmälan", "Anmälan" },
	{ "another title", "## Budget\n\nx\n\n## Krisberedskap\n\nAlla chefer går kursen.\n\nAnmälan görs senast den 12 oktober.\n", "Anmälan", "Anmälan" },
	{ "other words altogether: the paragraph of the same number", "## Kurs\n\nett\n\ntvå\n\ntre\n", "Anmälan", "två" },
	{ "the item is gone: the end of the one before", "## Budget\n\nBudgeten är klar.\n\n## Mål\n\nNya mål.\n", "Alla chefer", "\n## Mål" },
	{ "the lead", "---\ntitle: y\nnumber: 3\n---\n\n# Nytt\n\nIngressen är här.\n\n## Mål\n\nNya mål.\n", "Ingressen", "Ingressen" },
	{ "nothing is left", "", "Alla", "" },
};

static size_t byte_of(const char *text, const char *words)
{
	const char *p = strstr(text, words);
	return p ? (size_t)(p - text) : 0;
}

static size_t place(Slice was, size_t at, Slice now)
{
	Cut a, b;
	cut_make(was, NULL, &a);
	cut_make(now, NULL, &b);
	size_t to = place_in(was, &a, at, now, &b);
	cut_free(&a);
	cut_free(&b);
	return to;
}

static void places_found(void)
{
	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		size_t to = place(slice_c(WAS), byte_of(WAS, places[i].at), slice_c(places[i].now));
		is_int((long long)to, (long long)byte_of(places[i].now, places[i].to), "%s", places[i].name);
	}
}

static void random_text(Str *out)
{
	static const char *const pieces[] = { "# A\n", "## B\n", "## C\n\n", "ord ett två\n", "\n", "- **D:** text\n", "rad\n\n", "slut", "---\n", NULL };
	str_clear(out);
	for (unsigned n = rnd_below(20); n > 0; n--)
		str_add_c(out, rnd_pick(pieces));
}

static void laws(void)
{
	Str was = STR_EMPTY, now = STR_EMPTY;
	for (int i = 0; i < tap_rounds(3000); i++) {
		random_text(&was);
		random_text(&now);
		size_t at = rnd_below((unsigned)was.len + 1), to = place(str_slice(&was), at, str_slice(&now));
		law(to <= now.len, "round %d: outside", i);
		law(place(str_slice(&was), at, str_slice(&was)) == at, "round %d: it moved in the same text", i);
	}
	law_done("a place is in the text, and in the same text the same");
	str_free(&was);
	str_free(&now);
}

int main(void)
{
	tap_scrub();
	places_found();
	laws();
	return tap_done();
}
