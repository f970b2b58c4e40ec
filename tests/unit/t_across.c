/* Items and files that went elsewhere in one step: told cases, and laws over generated ones. */
#include "issue/across.h"

#include <stdio.h>

#include "issue/similar.h"
#include "tap.h"

#define FILES_MAX 4

typedef struct {
	const char *was, *now;	/* NULL: not there */
} Told;

typedef struct {
	AcrossFile files[FILES_MAX];
	Cut cuts[2 * FILES_MAX];
	Across a;
	size_t n;
} Case;

static void case_read(const Told *t, size_t n, Case *out)
{
	*out = (Case){ .n = n };
	for (size_t i = 0; i < n; i++) {
		AcrossFile *f = &out->files[i];

		if (t[i].was) {
			f->was = slice_c(t[i].was);
			cut_make(f->was, NULL, &out->cuts[2 * i]);
			f->was_cut = &out->cuts[2 * i];
		}
		if (t[i].now) {
			f->now = slice_c(t[i].now);
			cut_make(f->now, NULL, &out->cuts[2 * i + 1]);
			f->now_cut = &out->cuts[2 * i + 1];
		}
	}
	across_read(out->files, n, &out->a);
}

static void case_free(Case *c)
{
	across_free(&c->a);
	for (size_t i = 0; i < c->n; i++) {
		if (c->files[i].was_cut)
			cut_free(&c->cuts[2 * i]);
		if (c->files[i].now_cut)
			cut_free(&c->cuts[2 * i + 1]);
	}
}

/* "0.Budget>1.Budget=title" for each that was carried. */
static const char *carried_told(const Case *c, Str *out)
{
	static const char *const hows[] = { "not", "text", "title", "similar" };

	str_clear(out);
	for (size_t i = 0; i < c->a.carried.len; i++) {
		const CarriedPart *p = &c->a.carried.v[i];
		Slice from = c->files[p->from_file].was_cut->parts.v[p->from_part].title;
		Slice to = c->files[p->to_file].now_cut->parts.v[p->to_part].title;

		str_printf(out, "%s%zu.%.*s>%zu.%.*s=%s", i ? " " : "", p->from_file, (int)from.len, from.p,
		    p->to_file, (int)to.len, to.p, hows[p->how]);
	}
	return str_c(out);
}

#define COURSE "Alla chefer går kursen senast den tolfte oktober och anmäler sig till samordnaren.\n"
#define COURSE_LATER "Alla chefer går kursen senast den fjortonde oktober och anmäler sig till samordnaren.\n"
#define SNOW "Vinterväghållningen börjar när snön ligger kvar och fem centimeter har fallit på vägarna.\n"
#define OTHER "Fullmäktige sammanträder i stora salen och sammanträdet sänds på webben.\n"

static const struct {
	const char *name;
	Told files[FILES_MAX];
	const char *want;
} told[] = {
	{ "an item put into another issue", { { "## Kurs\n\n" COURSE "\n## Snö\n\n" SNOW, "## Snö\n\n" SNOW },
	    { "## Val\n\n" OTHER, "## Val\n\n" OTHER "\n## Kurs\n\n" COURSE } }, "0.Kurs>1.Kurs=text" },
	{ "and changed", { { "## Kurs\n\n" COURSE "\n## Snö\n\n" SNOW, "## Snö\n\n" SNOW },
	    { "## Val\n\n" OTHER, "## Val\n\n" OTHER "\n## Kurs\n\n" COURSE_LATER } }, "0.Kurs>1.Kurs=title" },
	{ "and given another title", { { "## Kurs\n\n" COURSE "\n## Snö\n\n" SNOW, "## Snö\n\n" SNOW },
	    { "## Val\n\n" OTHER, "## Val\n\n" OTHER "\n## Krisberedskap\n\n" COURSE_LATER } }, "0.Kurs>1.Krisberedskap=similar" },
	{ "into a new issue", { { "## Kurs\n\n" COURSE "\n## Snö\n\n" SNOW, "## Snö\n\n" SNOW },
	    { NULL, "## Val\n\n" OTHER "\n## Kurs\n\n" COURSE } }, "0.Kurs>1.Kurs=text" },
	{ "out of an issue that is gone", { { "## Kurs\n\n" COURSE "\n## Snö\n\n" SNOW, NULL },
	    { "## Val\n\n" OTHER, "## Val\n\n" OTHER "\n## Kurs\n\n" COURSE } }, "0.Kurs>1.Kurs=text" },
	{ "a copy is not carried", { { "## Kurs\n\n" COURSE, "## Kurs\n\n" COURSE },
	    { "## Val\n\n" OTHER, "## Val\n\n" OTHER "\n## Kurs\n\n" COURSE } }, "" },
	{ "the same title over another text", { { "## Kurs\n\n" COURSE "\n## Snö\n\n" SNOW, "## Snö\n\n" SNOW },
	    { "## Val\n\n" OTHER, "## Val\n\n" OTHER "\n## Kurs\n\nSimkurs för nybörjare.\n" } }, "" },
	{ "an empty body is like nothing", { { "## Kurs\n\n## Snö\n\n" SNOW, "## Snö\n\n" SNOW },
	    { "## Val\n\n" OTHER, "## Val\n\n" OTHER "\n## Kurs\n" } }, "" },
	{ "the likest takes it", { { "## Kurs\n\n" COURSE "\n## Snö\n\n" SNOW, "## Snö\n\n" SNOW },
	    { "## Val\n\n" OTHER, "## Val\n\n" OTHER "\n## Kurs\n\n" COURSE_LATER },
	    { "## Val\n\n" OTHER, "## Val\n\n" OTHER "\n## Kurs i höst\n\n" COURSE } }, "0.Kurs>2.Kurs i höst=similar" },
	{ "two that stand for each other", { { "## Kurs\n\n" COURSE, "## Snö\n\n" SNOW },
	    { "## Snö\n\n" SNOW, "## Kurs\n\n" COURSE } }, "1.Snö>0.Snö=text 0.Kurs>1.Kurs=text" },
	{ "a file renamed keeps its items", { { "## Kurs\n\n" COURSE "\n## Snö\n\n" SNOW, NULL },
	    { NULL, "## Kurs\n\n" COURSE_LATER "\n## Snö\n\n" SNOW } }, "" },
	{ "an item that left a renamed file", { { "## Kurs\n\n" COURSE "\n## Snö\n\n" SNOW OTHER, NULL },
	    { NULL, "## Snö\n\n" SNOW OTHER }, { "## Val\n", "## Val\n\n## Kurs\n\n" COURSE } }, "0.Kurs>2.Kurs=text" },
	{ "never the lead", { { COURSE "\n## Snö\n\n" SNOW, "## Snö\n\n" SNOW },
	    { "## Val\n\n" OTHER, COURSE "\n## Val\n\n" OTHER } }, "" },
};

static void carried_cases(void)
{
	Str got = STR_EMPTY;

	for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
		size_t n = 0;
		Case c;

		while (n < FILES_MAX && (told[i].files[n].was || told[i].files[n].now))
			n++;
		case_read(told[i].files, n, &c);
		is_str(carried_told(&c, &got), told[i].want, "carried: %s", told[i].name);
		case_free(&c);
	}
	str_free(&got);
}

static void renamed_cases(void)
{
	static const Told two[] = { { "## Kurs\n\n" COURSE, NULL }, { "## Kurs\n\n" COURSE_LATER, NULL },
	    { NULL, "## Kurs\n\n" COURSE_LATER }, { NULL, "## Val\n\n" OTHER } };
	static const Told stays[] = { { "## Val\n\n" OTHER, "## Kurs\n\n" COURSE }, { NULL, "## Val\n\n" OTHER } };
	Case c;

	case_read(two, 4, &c);
	is_int(c.a.was_of[2], 1, "the same bytes are the same file");
	is_int(c.a.now_of[1], 2, "told from both ends");
	is_int(c.a.now_of[0], -1, "a file is one other file at most");
	is_int(c.a.was_of[3], -1, "a file unlike all is new");
	case_free(&c);
	case_read(stays, 2, &c);
	is_int(c.a.was_of[0], 0, "a path that stays is the same file, whatever it holds");
	is_int(c.a.was_of[1], -1, "and nothing was renamed to the new one");
	case_free(&c);
}

/* ---- laws ---- */

static const char *const words[] = { "budget", "skola", "väg", "snö", "kurs", "möte", "nämnd", "plan", "avgift", "råd" };

static void add_words(Str *out, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		str_printf(out, "%s%s", i ? " " : "", words[rnd_below(10)]);
}

static void make_text(Str *out)
{
	for (unsigned i = 0, n = rnd_below(5); i < n; i++) {
		str_printf(out, "## %s\n\n", words[rnd_below(10)]);
		add_words(out, rnd_below(12));
		str_add_c(out, "\n\n");
	}
}

static bool used_once(const Case *c)
{
	for (size_t i = 0; i < c->a.carried.len; i++) {
		const CarriedPart *p = &c->a.carried.v[i];

		if (p->from_part < PART_FIRST || p->to_part < PART_FIRST || p->from_file == p->to_file)
			return false;
		for (size_t k = 0; k < i; k++) {
			const CarriedPart *q = &c->a.carried.v[k];

			if ((p->from_file == q->from_file && p->from_part == q->from_part) ||
			    (p->to_file == q->to_file && p->to_part == q->to_part))
				return false;
		}
	}
	return true;
}

static bool files_pair(const Case *c)
{
	for (size_t i = 0; i < c->n; i++) {
		const AcrossFile *f = &c->files[i];
		ptrdiff_t was = c->a.was_of[i], now = c->a.now_of[i];

		if ((was >= 0 && c->a.now_of[was] != (ptrdiff_t)i) || (now >= 0 && c->a.was_of[now] != (ptrdiff_t)i))
			return false;
		if (f->was_cut && f->now_cut && was != (ptrdiff_t)i)
			return false;
		if ((!f->now_cut && was >= 0) || (!f->was_cut && now >= 0))
			return false;
	}
	return true;
}

/* A part with the same in its own file was not carried. */
static bool gone_and_come(const Case *c)
{
	for (size_t i = 0; i < c->a.carried.len; i++) {
		const CarriedPart *p = &c->a.carried.v[i];
		ptrdiff_t now = c->a.now_of[p->from_file];
		Match m;
		bool gone;

		if (now < 0)
			continue;
		match_parts(c->files[p->from_file].was, c->files[p->from_file].was_cut, c->files[now].now, c->files[now].now_cut, true, &m);
		gone = m.a_to_b[p->from_part] < 0;
		match_free(&m);
		if (!gone)
			return false;
	}
	return true;
}

static void laws(void)
{
	for (int round = 0; round < tap_rounds(2000); round++) {
		Str texts[2 * FILES_MAX] = { STR_EMPTY };
		Told files[FILES_MAX] = { { NULL, NULL } };
		size_t n = 1 + rnd_below(FILES_MAX);
		Case c;

		for (size_t i = 0; i < n; i++) {
			make_text(&texts[2 * i]);
			if (rnd_below(3))
				make_text(&texts[2 * i + 1]);
			else	/* what another one was */
				str_add_slice(&texts[2 * i + 1], str_slice(&texts[2 * rnd_below((unsigned)i + 1)]));
			files[i].was = rnd_below(4) ? str_c(&texts[2 * i]) : NULL;
			files[i].now = rnd_below(4) || !files[i].was ? str_c(&texts[2 * i + 1]) : NULL;
		}
		case_read(files, n, &c);
		law(used_once(&c) && files_pair(&c) && gone_and_come(&c), "round %d", round);
		case_free(&c);
		for (size_t i = 0; i < 2 * FILES_MAX; i++)
			str_free(&texts[i]);
	}
	law_done("each file and item is paired once, and only what is gone with what is new elsewhere");
}

#define BAGS 12

/* One beside many is as like each as alone. */
static void bags(void)
{
	for (int round = 0; round < tap_rounds(500); round++) {
		Bag bags[BAGS] = { { 0 } };
		const Bag *many[BAGS];
		double like[BAGS];
		size_t n = rnd_below(BAGS);
		Intern *known = intern_new();
		BagIndex *x;

		for (size_t i = 0; i < BAGS; i++) {
			Str text = STR_EMPTY;

			for (unsigned k = rnd_below(30); k > 0; k--)
				str_printf(&text, "ord%u ", rnd_below(1 + rnd_below(40)));
			bag_read(str_slice(&text), known, &bags[i]);
			many[i] = &bags[i];
			str_free(&text);
		}
		x = bag_index(many, n);
		for (size_t k = 0; k < BAGS; k++) {
			bool same = true;

			bag_index_like(x, &bags[k], like);
			for (size_t i = 0; i < n; i++) {
				double alone = bag_similarity(&bags[k], &bags[i]);

				same = same && !(like[i] < alone || like[i] > alone);
			}
			law(same, "round %d, bag %zu", round, k);
		}
		bag_index_free(x);
		intern_free(known);
		for (size_t i = 0; i < BAGS; i++)
			VEC_FREE(&bags[i]);
	}
	law_done("a bag beside many");
}

int main(void)
{
	bags();
	carried_cases();
	renamed_cases();
	laws();
	return tap_done();
}
