/* Texts as sentences: told cases, and laws over generated texts. */
#include "issue/sentence.h"

#include "issue/match.h"
#include "tap.h"

/* The sentences with '|' between. */
static void told(Slice text, Str *out)
{
	Sentences s;

	sentences_read(text, &s);
	for (size_t i = 0; i < s.all.len; i++) {
		str_add_c(out, i ? "|" : "");
		str_add_slice(out, s.all.v[i].text);
	}
	sentences_free(&s);
}

static const struct {
	const char *name, *text, *want;
} cases[] = {
	{ "nothing", "", "" },
	{ "white space", "\n\n  \n", "" },
	{ "one", "Alla går kursen.\n", "Alla går kursen." },
	{ "two", "Alla går. Anmälan görs här.\n", "Alla går.|Anmälan görs här." },
	{ "over lines", "Alla går\nkursen. Anmälan\ngörs här.", "Alla går kursen.|Anmälan görs här." },
	{ "behind a line end", "Alla går.\nAnmälan görs.", "Alla går.|Anmälan görs." },
	{ "no capital letter", "Se dok. om det. så är det.", "Se dok. om det. så är det." },
	{ "a capital letter beyond ASCII", "Klart. Öppet nu.", "Klart.|Öppet nu." },
	{ "a digit", "Det är klart. 14 platser finns.", "Det är klart.|14 platser finns." },
	{ "other ends", "Kom! Vad? Så… Ja?! Nej.", "Kom!|Vad?|Så…|Ja?!|Nej." },
	{ "three dots", "Nja ... Kanske.", "Nja ...|Kanske." },
	{ "a quote opens", "Klart. ”Bra”, säger hon. \"Ja\" då. »Nej«", "Klart.|”Bra”, säger hon.|\"Ja\" då.|»Nej«" },
	{ "a quote closes", "Hon sa ”kom.” Sedan gick hon. (Se bilagan.) Det var allt.", "Hon sa ”kom.”|Sedan gick hon.|(Se bilagan.)|Det var allt." },
	{ "a dash speaks", "Det blir bra. – Vi är glada, säger hon.", "Det blir bra.|– Vi är glada, säger hon." },
	{ "a number", "Mötet är den 14. Anmälan görs. Vi ses kl. 10.30. Kom.", "Mötet är den 14. Anmälan görs.|Vi ses kl. 10.30. Kom." },
	{ "a number and another end", "Vi är 14! Kom.", "Vi är 14!|Kom." },
	{ "a letter", "Av J. K. Berg och plan B. Nu.", "Av J. K. Berg och plan B. Nu." },
	{ "abbreviations", "Det gäller bl.a. Ekbacken, dvs. Allt, kl. Nio m.m. Och tel. Ring. Slut.",
	    "Det gäller bl.a. Ekbacken, dvs. Allt, kl. Nio m.m. Och tel. Ring.|Slut." },
	{ "an abbreviation in capitals or brackets", "Bl.a. Ekbacken (t.ex. Anna). Nu.", "Bl.a. Ekbacken (t.ex. Anna).|Nu." },
	{ "code", "Skriv `a. B` nu. Sen.", "Skriv `a. B` nu.|Sen." },
	{ "a backtick alone", "Skriv ` nu. Sen.", "Skriv ` nu.|Sen." },
	{ "a link", "Läs [allt. Nu](x. Y) här. Sen.", "Läs [allt. Nu](x. Y) här.|Sen." },
	{ "a reference", "Läs [allt. Nu][a. B] här. Sen.", "Läs [allt. Nu][a. B] här.|Sen." },
	{ "brackets alone", "Läs [allt. Nu] här. Sen.", "Läs [allt.|Nu] här.|Sen." },
	{ "an address", "Se <https://x.se/a. B> nu. Sen www.x.se. Slut.", "Se <https://x.se/a. B> nu.|Sen www.x.se.|Slut." },
	{ "a link begins", "Klart. [Läs mer](x). ![Bild](y)", "Klart.|[Läs mer](x).|![Bild](y)" },
	{ "emphasis", "**Viktigt!** Kom. *Nu.* **Sen.**", "**Viktigt!**|Kom.|*Nu.*|**Sen.**" },
	{ "a hard break", "Ett\\\ntvå  \ntre", "Ett|två|tre" },
	{ "paragraphs", "Ett\n\ntvå", "Ett|två" },
	{ "a heading", "## Ett. Två\ntre. Fyra", "## Ett. Två|tre.|Fyra" },
	{ "an underlined heading", "Ett. Två\n---\ntre", "Ett. Två|tre" },
	{ "a list", "- Ett. Två\n- Tre\n  fyra\n\n  fem. Sex\n- - sju", "- Ett. Två|- Tre fyra|fem. Sex|- - sju" },
	{ "numbers", "1. Ett. Två\n2) Tre", "1. Ett. Två|2) Tre" },
	{ "a nested list", "- a\n  - b. C\n  - d", "- a|- b. C|- d" },
	{ "lead-ins", "- **Ett:** Två. Tre.\n\n  Fyra. Fem.\n  - Sex. Sju.\n- Åtta. Nio.", "- **Ett:** Två.|Tre.|Fyra.|Fem.|- Sex. Sju.|- Åtta. Nio." },
	{ "a table", "| A. B | C |\n|---|---|\n| d | e |", "| A. B | C |||---|---||| d | e |" },
	{ "a table without bars", "A. B | C\n--- | ---\nd | e\n", "A. B | C|--- | ---|d | e" },
	{ "a table behind prose", "Ett. Två\nA. B | C\n--- | ---\nd | e\n", "Ett.|Två|A. B | C|--- | ---|d | e" },
	{ "a quote", "> Ett. Två\n> tre. Fyra\n>\n> - fem. Sex\n", "Ett.|Två tre.|Fyra|- fem. Sex" },
	{ "fences", "```\na. B\n c\n```\n", "```|a. B|c|```" },
	{ "HTML", "<div>\nA. B\n</div>\n", "<div>|A. B|</div>" },
	{ "bad bytes", "A\xff. B\xc3. \xe2\x80", "A\xff.|B\xc3. \xe2\x80" },
};

static void test_told(void)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		Str got = STR_EMPTY;

		told(slice_c(cases[i].text), &got);
		is_str(str_c(&got), cases[i].want, "%s", cases[i].name);
		str_free(&got);
	}
}

static void test_places(void)
{
	Slice text = SLICE_LIT("\n> Ett\n> två.  Tre.\n\n1.  Fyra\n");
	Sentences s;

	sentences_read(text, &s);
	is_int((long long)s.all.len, 3, "three sentences");
	is_slice(slice_sub(text, s.all.v[0].start, s.all.v[0].end), SLICE_LIT("Ett\n> två."), "where it stands");
	is_slice(slice_sub(text, s.all.v[1].start, s.all.v[1].to), SLICE_LIT("Tre.\n\n"), "white space behind it is its own");
	ok(s.all.v[0].first && !s.all.v[1].first && s.all.v[2].first, "which begin a block");
	is_slice(s.all.v[2].fold, SLICE_LIT("1. Fyra"), "its fold");
	sentences_free(&s);
	sentences_read(SLICE_LIT("9)  Fyra\n* fem\n"), &s);
	is_slice(s.all.v[0].fold, SLICE_LIT("1. Fyra"), "another number folds to the same");
	is_slice(s.all.v[1].fold, SLICE_LIT("- fem"), "another sign too");
	sentences_free(&s);
	sentences_read(SLICE_LIT("---\n\nEtt\n"), &s);
	ok(!s.all.v[0].words && s.all.v[1].words, "a rule has no words");
	sentences_free(&s);
}

/* ---- laws ---- */

static const char *const bits[] = {
	"Alla ", "går ", "kursen", ". ", "! ", "… ", "\n", "\n\n", "- ", "1. ", "> ", "  ", "## ", "`", "[", "](x)", "**", "bl.a. ", "14", "Ö", "\\\n",
	"  \n", "| ", "|---|\n", "```\n", "<b>", "”", "\"", "(", ") ", "\t", "\r\n", "    ", "\xff", "\xcc\x88", "=\n", "--\n", "<!-- ", "\\", NULL,
};

static void make_any(Str *out)
{
	for (unsigned n = rnd_below(24); n > 0; n--)
		str_add_c(out, rnd_pick(bits));
}

static bool joins(Slice text)
{
	Sentences s;
	size_t at = 0;
	bool good = true;

	sentences_read(text, &s);
	for (size_t i = 0; i < s.all.len; i++) {
		const Sentence *e = &s.all.v[i];

		good = good && e->from == at && e->from <= e->start && e->start <= e->end && e->end <= e->to && e->to > e->from;
		at = e->to;
	}
	good = good && (at == text.len || (s.all.len == 0 && slice_trim(text).len == 0) || s.all.len == 0);
	sentences_free(&s);
	return good;
}

static bool same_folds(Slice a, Slice b)
{
	Sentences x, y;
	bool same;

	sentences_read(a, &x);
	sentences_read(b, &y);
	same = x.all.len == y.all.len;
	for (size_t i = 0; same && i < x.all.len; i++)
		same = slice_eq(x.all.v[i].fold, y.all.v[i].fold);
	sentences_free(&x);
	sentences_free(&y);
	return same;
}

static void test_join(void)
{
	for (int i = 0; i < tap_rounds(20000); i++) {
		Str text = STR_EMPTY;

		make_any(&text);
		law(joins(str_slice(&text)), "text %d: %s", i, str_c(&text));
		str_free(&text);
	}
	law_done("the spans join to the text");
}

static const char *const words[] = { "Alla", "går", "kursen.", "Anmälan", "görs", "bl.a.", "kl.", "`a. B`", "[se. Nu](x)", "Sen!", "”Ja.”", "**Nu.**", "(Slut.)",
	"så", NULL };

/* Paragraphs, items and quotes of the same words, wrapped in two ways. */
static void make_pair(Str *a, Str *b)
{
	static const char *const marks[][2] = { { "", "" }, { "- ", "  " }, { "> ", "> " }, { "- **A:** ", "  " } };

	for (unsigned blocks = 1 + rnd_below(4); blocks > 0; blocks--) {
		const char *const *mark = marks[rnd_below(4)];

		str_add_c(a, mark[0]);
		str_add_c(b, mark[0]);
		for (unsigned n = 1 + rnd_below(16); n > 0; n--) {
			const char *word = rnd_pick(words);

			str_add_c(a, word);
			str_add_c(b, word);
			if (n == 1)
				break;
			str_printf(a, "%s%s", rnd_one_in(4) ? "\n" : " ", "");
			if (a->p[a->len - 1] == '\n')
				str_add_c(a, mark[1]);
			str_add_c(b, rnd_one_in(4) ? "\n" : rnd_one_in(3) ? "  " : " ");
			if (b->p[b->len - 1] == '\n')
				str_add_c(b, mark[1]);
		}
		str_add_c(a, "\n\n");
		str_add_c(b, rnd_one_in(2) ? "\n\n" : "\r\n\r\n");
	}
}

static void test_wrap(void)
{
	for (int i = 0; i < tap_rounds(4000); i++) {
		Str a = STR_EMPTY, b = STR_EMPTY;

		make_pair(&a, &b);
		law(same_folds(str_slice(&a), str_slice(&b)), "pair %d:\n%s---\n%s", i, str_c(&a), str_c(&b));
		str_free(&a);
		str_free(&b);
	}
	law_done("wrapping anew changes no fold");
}

static void test_same(void)
{
	size_t met = 0;

	for (int i = 0; i < tap_rounds(20000); i++) {
		Str a = STR_EMPTY, b = STR_EMPTY;

		make_any(&a);
		for (size_t k = 0; k < a.len; k++) {	/* the form of it changed here and there */
			str_add_char(&b, a.p[k]);
			if (a.p[k] == ' ' && rnd_one_in(3))
				str_add_c(&b, " ");
			if (a.p[k] == '\n' && rnd_one_in(6))
				str_add_c(&b, "\n");
		}
		if (text_same(str_slice(&a), str_slice(&b))) {
			met++;
			law(same_folds(str_slice(&a), str_slice(&b)), "pair %d:\n%s---\n%s", i, str_c(&a), str_c(&b));
		}
		str_free(&a);
		str_free(&b);
	}
	law_done("what is the same text has the same folds");
	ok(met > (size_t)tap_rounds(20000) / 20, "and many were the same: %zu", met);
}

static void test_large(void)
{
	static const char *const rows[] = { "[](", "[", "`", "``a", "<a", "a. ", "(", "*" };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		Str text = STR_EMPTY;
		Sentences s;

		while (text.len < 400000)
			str_add_c(&text, rows[i]);
		sentences_read(str_slice(&text), &s);
		ok(s.all.len > 0, "400 KB of %s", rows[i]);
		sentences_free(&s);
		str_free(&text);
	}
}

int main(void)
{
	test_told();
	test_places();
	test_join();
	test_wrap();
	test_same();
	test_large();
	return tap_done();
}
