/* Words sought in texts: what is a word, a phrase and a sentence; the quick look says what the slow one says. */
#include <stdio.h>
#include <stdlib.h>

#include "issue/query.h"
#include "tap.h"

static Query *made(const char *text)
{
	Query *q = NULL;
	const Err *err = query_make(&q, slice_c(text));

	if (err)
		tap_stop("query_make: %s", err_text(err));
	return q;
}

static size_t count(const char *query, const char *text)
{
	Query *q = made(query);
	size_t n = query_count(q, slice_c(text));

	query_free(q);
	return n;
}

/* The sentence, with what was found between < and >. */
static const char *context(const char *query, const char *text, size_t most)
{
	static Str out;
	Query *q = made(query);
	QueryPlaces marks = { 0 };
	Str flat = STR_EMPTY;
	size_t at = 0;

	str_clear(&out);
	query_context(q, slice_c(text), most, &flat, &marks);
	for (size_t i = 0; i < marks.len; i++) {
		str_add_slice(&out, slice_sub(str_slice(&flat), at, marks.v[i].from));
		str_printf(&out, "<%.*s>", (int)(marks.v[i].to - marks.v[i].from), flat.p + marks.v[i].from);
		at = marks.v[i].to;
	}
	str_add_slice(&out, slice_sub(str_slice(&flat), at, flat.len));
	str_free(&flat);
	VEC_FREE(&marks);
	query_free(q);
	return str_c(&out);
}

static void cases(void)
{
	Query *q = NULL;

	ok(query_make(&q, slice_c(" – \"\" ,")) && !q, "no word is nothing to search for");
	is_int((long)count("taxa", "Taxan. TAXA, taxa; taxa-råd (taxa)"), 4, "whole words, however they are written");
	is_int((long)count("ändrad", "ÄNDRAD A\xcc\x88NDRAD a\xcc\x88ndrad ändrade"), 3, "composed or not");
	is_int((long)count("strasse", "STRASSE Straße ſtraße"), 3, "full case folding");
	is_int((long)count("fika", "ﬁka"), 1, "ligatures");
	is_int((long)count("hus bil", "Bil och hus."), 1, "all of several words");
	is_int((long)count("hus bil", "Bil och husbil."), 0, "not some of them");
	is_int((long)count("\"ny taxa\"", "Ny\n  **taxa**. Taxa ny. En ny, taxa."), 2, "a phrase goes over line ends and marks");
	is_int((long)count("e-post", "E-post, e post, epost"), 2, "a word with a hyphen is a phrase");
	is_int((long)count("14", "14 114 1.4 2024-12-14"), 2, "numbers");
	is_int((long)count("a", ""), 0, "nothing in nothing");
}

static void sentences(void)
{
	is_str(context("taxa", "En dag. Den nya\ntaxan är en Taxa! Så.", 200), "Den nya taxan är en <Taxa>!", "one sentence, on one line");
	is_str(context("taxa", "## Ny taxa\n\nText.\n", 200), "Ny <taxa>", "a heading without its marks");
	is_str(context("två", "- ett ord\n- två ord\n- tre ord\n", 200), "- <två> ord", "an entry of a list");
	is_str(context("hus bil", "Ett hus. En bil. En bil vid ett hus. Ett hus.", 200), "En <bil> vid ett <hus>.", "the one with most words");
	is_str(context("\"ett hus\"", "Se, ett\nhus, kl. 14 i dag.", 200), "Se, <ett hus>, kl. 14 i dag.", "a phrase over a line end is one mark");
	is_str(context("tårta", "Fika i dag! Vi bjuder t.ex. Bo på tårta. Kom.", 200), "Vi bjuder t.ex. Bo på <tårta>.", "no end behind what is shortened");
	is_str(context("mitt", "en två tre fyra fem sex mitt sju åtta nio tio elva tolv", 20), "… sex <mitt> sju åtta …", "a long one is cut at blanks");
	is_str(context("bort", "inget", 20), "", "nothing where it is not");
}

static const char *const pieces[] = {
	"taxa", "Taxa", "TAXA ", " ", "\n\n", ". ", "ä", "Ä", "a\xcc\x88", "-", "ß", "\xef\xac\x81", "hus", "Hus ", "–", "“", "\xf0\x9f\x98\x80", "\xe2\x84\xaa", "\xff",
	"\xc2\xad", "1", "K", "\xc4\xb0",
};
#define PIECES (sizeof pieces / sizeof *pieces)

static void laws(void)
{
	static const char *const queries[] = { "taxa", "hus taxa", "\"hus taxa\"", "ä", "kä", "1", "fihus" };
	unsigned seed = 7;
	bool same = true, marked = true;

	for (int round = 0; same && round < 4000; round++) {
		Query *q = made(queries[(size_t)round % (sizeof queries / sizeof *queries)]);
		QueryPlaces places = { 0 }, marks = { 0 };
		Str text = STR_EMPTY, flat = STR_EMPTY;

		for (int i = 0; i < 12; i++) {
			seed = seed * 1103515245u + 12345u;
			str_add_c(&text, pieces[(seed >> 16) % PIECES]);
		}
		same = (query_count(q, str_slice(&text)) > 0) == query_find(q, str_slice(&text), &places);
		query_context(q, str_slice(&text), 20, &flat, &marks);
		marked = marked && (marks.len > 0) == (places.len > 0);
		for (size_t i = 0; i < marks.len; i++)
			marked = marked && marks.v[i].from < marks.v[i].to && marks.v[i].to <= flat.len;
		if (!same || !marked)
			tap_note("round %d: “%s”, “%s”", round, str_c(&text), str_c(&flat));
		VEC_FREE(&places);
		VEC_FREE(&marks);
		str_free(&text);
		str_free(&flat);
		query_free(q);
	}
	ok(same, "the quick look says what the slow one says");
	ok(marked, "what is found is marked in its sentence");
}

int main(void)
{
	cases();
	sentences();
	laws();
	return tap_done();
}
