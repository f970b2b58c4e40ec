/* Counting what stands where: nothing lost, doubled, back or invented, whatever is answered. */
#include "merge_check.h"

#include <stdlib.h>

#include "base/intern.h"
#include "base/vec.h"
#include "issue/sentence.h"
#include "tap.h"

#define ROUNDS_MAX 10

static const char *const side_names[] = { "base", "ours", "theirs" };

/* ---- sentences as a bag ---- */

typedef struct {
	VEC(int) n;		/* by number of the sentence */
} Count;

static Slice behind_header(Slice text)
{
	Header h;
	size_t end;

	header_read(text, &h);
	end = h.end;
	header_free(&h);
	return slice_sub(text, end, text.len);
}

/* Without marks of depth and lists, which a move may change. */
static Slice bare(Slice s)
{
	while (s.len > 0 && strchr("#-* ", s.p[0]))
		s = slice_sub(s, 1, s.len);
	return s;
}

static void count_one(Intern *in, Slice s, Count *out)
{
	uint32_t n = intern_put(in, s);

	while (out->n.len <= n)
		VEC_PUSH(&out->n, 0);
	out->n.v[n]++;
}

static void count(Intern *in, Slice text, Count *out)
{
	Sentences s;

	sentences_read(behind_header(text), &s);
	for (size_t i = 0; i < s.all.len; i++) {
		Slice all = bare(s.all.v[i].fold), mark = SLICE_LIT(":**");
		ptrdiff_t title = slice_find(all, mark, 0);	/* of a lead-in: its sentence is another one */

		if (title >= 0)
			count_one(in, slice_sub(all, 0, (size_t)title), out);
		if (title >= 0)
			all = slice_trim(slice_sub(all, (size_t)title + mark.len, all.len));
		if (all.len > 0 && !slice_starts(all, "| Vad") && !slice_starts(all, "|---"))
			count_one(in, all, out);
	}
	sentences_free(&s);
}

static int times(const Count *c, size_t n)
{
	return n < c->n.len ? c->n.v[n] : 0;
}

static int most(int a, int b)
{
	return a > b ? a : b;
}

/* ---- one result ---- */

typedef struct {
	Intern *in;
	Count side[MERGE_SIDES], asked;
	const Trio *trio;
	bool good;
} Check;

static void blame(Check *c, const char *what, uint32_t n)
{
	Slice s = intern_get(c->in, n);

	if (c->good)
		tap_note("%s: %.*s", what, (int)s.len, s.p);
	c->good = false;
}

static void count_conflicts(Check *c, const Conflicts *list)
{
	for (size_t i = 0; i < list->len; i++)
		for (int who = 0; who < MERGE_SIDES; who++)
			count(c->in, str_slice(&list->v[i].text[who]), &c->asked);
}

/* both: an answer may be to have both. */
static void check_text(Check *c, Slice text, bool answered, bool both)
{
	Count got = { { 0 } };

	count(c->in, text, &got);
	for (size_t n = 0; n < intern_count(c->in); n++) {
		int b = times(&c->side[0], n), o = times(&c->side[1], n), t = times(&c->side[2], n), r = times(&got, n);
		bool in_question = times(&c->asked, n) > 0;

		if (r > 0 && b + o + t == 0)
			blame(c, "invented", (uint32_t)n);
		if (b == 0 && o + t > 0 && r == 0 && !in_question)
			blame(c, "lost", (uint32_t)n);
		if (r > most(b, most(o, t)) && !((both || !answered) && in_question))
			blame(c, "doubled", (uint32_t)n);
		if (b > 0 && r > 0 && ((o == 0 && t == b) || (t == 0 && o == b)) && !in_question)
			blame(c, "back again", (uint32_t)n);
		if (b > 0 && o >= b && t >= b && r == 0 && !in_question)
			blame(c, "gone", (uint32_t)n);
	}
	if (text_has_markers(text)) {
		tap_note("markers");
		c->good = false;
	}
	VEC_FREE(&got.n);
}

/* ---- items as the generator made them ---- */

static const GenItem *find_item(const GenDoc *d, int id)
{
	for (int i = 0; i < d->n; i++)
		if (d->it[i].id == id)
			return &d->it[i];
	return NULL;
}

/* What neither side touched keeps its bytes; what both kept stands once. */
static void check_items(Check *c, Slice text)
{
	const GenDoc *d = c->trio->doc;

	for (int i = 0; i < d->n; i++) {
		const GenItem *base = &d->it[i], *ours = find_item(&d[1], base->id), *theirs = find_item(&d[2], base->id);
		Str own = STR_EMPTY;

		if (!ours || !theirs || !gen_same_item(base, ours) || !gen_same_item(base, theirs))
			continue;
		gen_write_item(d, base, &own);
		if (d[0].crlf || d[1].crlf || d[2].crlf)
			str_clear(&own);	/* line ends are the whole's */
		if (slice_find(text, bare(str_slice(&own)), 0) < 0) {	/* its depth may follow its place */
			if (c->good)
				tap_note("untouched and not the same: %s", str_c(&own));
			c->good = false;
		}
		str_free(&own);
	}
}

/* ---- joining ---- */

static void join(const Trio *t, bool turned, const MergeAnswer *answers, size_t n, Merged *out)
{
	MergeFile f = { .has = { true, true, true }, .text = { str_slice(&t->text[0]), str_slice(&t->text[turned ? 2 : 1]), str_slice(&t->text[turned ? 1 : 2]) } };

	merge_files(&f, 1, answers, n, out);
}

static void check_turned(Check *c, const Merged *m)
{
	Merged t;
	size_t same = 0;
	Count a = { { 0 } }, b = { { 0 } };

	join(c->trio, true, NULL, 0, &t);
	for (size_t i = 0; i < m->conflicts.len; i++)
		for (size_t k = 0; k < t.conflicts.len; k++) {
			const Conflict *x = &m->conflicts.v[i], *y = &t.conflicts.v[k];

			same += strcmp(x->kind, y->kind) == 0 && slice_eq(str_slice(&x->text[1]), str_slice(&y->text[2])) &&
			    slice_eq(str_slice(&x->text[2]), str_slice(&y->text[1]));
		}
	if (same != m->conflicts.len || same != t.conflicts.len) {
		if (c->good)
			tap_note("turned: %zu and %zu questions, %zu the same", m->conflicts.len, t.conflicts.len, same);
		c->good = false;
	}
	if (m->conflicts.len == 0 && t.conflicts.len == 0) {
		count(c->in, str_slice(&m->files[0].text), &a);
		count(c->in, str_slice(&t.files[0].text), &b);
		for (size_t n = 0; n < intern_count(c->in); n++)
			if (times(&a, n) != times(&b, n))
				blame(c, "turned, it stands another number of times", (uint32_t)n);
	}
	VEC_FREE(&a.n);
	VEC_FREE(&b.n);
	merged_free(&t);
}

typedef VEC(MergeAnswer) Answers;

/* Any answers, until nothing is open. */
static void check_answered(Check *c, bool both)
{
	Merged rounds[ROUNDS_MAX];
	Answers answers = { 0 };
	bool taken_apart = false;
	int n = 0;

	do {
		Merged *m = &rounds[n];

		join(c->trio, false, answers.v, answers.len, m);
		count_conflicts(c, &m->conflicts);
		for (size_t i = 0; i < m->conflicts.len; i++) {
			const Conflict *q = &m->conflicts.v[i];
			MergeChoice choice = both && conflict_takes(q, CHOICE_BOTH) ? CHOICE_BOTH : rnd_one_in(2) ? CHOICE_OURS : CHOICE_THEIRS;

			taken_apart = taken_apart || strcmp(q->kind, "published") == 0;	/* a block carried may be dropped here, and a correction there */
			VEC_PUSH(&answers, ((MergeAnswer){ .kind = q->kind, .chain = q->chain, .choice = choice }));
		}
	} while (rounds[n++].conflicts.len > 0 && n < ROUNDS_MAX);
	if (rounds[n - 1].conflicts.len > 0) {
		tap_note("%zu questions are left after %d rounds", rounds[n - 1].conflicts.len, n);
		c->good = false;
	}
	check_text(c, str_slice(&rounds[n - 1].files[0].text), true, both || taken_apart);
	while (n > 0)
		merged_free(&rounds[--n]);
	VEC_FREE(&answers);
}

static void check_alone(Check *c)
{
	for (int k = 0; k < 3; k++) {
		Slice b = str_slice(&c->trio->text[0]), x = str_slice(&c->trio->text[1]);
		MergeFile f = { .has = { true, true, true }, .text = { b, k == 1 ? b : x, k == 0 ? b : x } };
		Merged m;

		merge_files(&f, 1, NULL, 0, &m);
		if (m.conflicts.len || !slice_eq(str_slice(&m.files[0].text), x)) {
			tap_note("one change alone (%d) is not itself", k);
			c->good = false;
		}
		merged_free(&m);
	}
}

void trio_make(Trio *out)
{
	int hot;

	*out = (Trio){ 0 };
	gen_reset();
	gen_doc(&out->doc[0]);
	out->doc[1] = out->doc[2] = out->doc[0];
	hot = (int)rnd_below((unsigned)out->doc[0].n);
	if (rnd_one_in(8)) {		/* both did the same, and more */
		gen_edit(&out->doc[1], hot);
		out->doc[2] = out->doc[1];
	}
	gen_edit(&out->doc[1], hot);
	gen_edit(&out->doc[2], hot);
	if (rnd_one_in(20))
		out->doc[1 + rnd_below(2)].crlf ^= true;
	for (int who = 0; who < MERGE_SIDES; who++)
		gen_write(&out->doc[who], &out->text[who]);
}

void trio_free(Trio *t)
{
	for (int who = 0; who < MERGE_SIDES; who++)
		str_free(&t->text[who]);
	gen_reset();
}

bool trio_laws(const Trio *t, bool *asked)
{
	Check c = { .in = intern_new(), .trio = t, .good = true };
	Merged m;

	for (int who = 0; who < MERGE_SIDES; who++)
		count(c.in, str_slice(&t->text[who]), &c.side[who]);
	join(t, false, NULL, 0, &m);
	*asked = m.conflicts.len > 0;
	count_conflicts(&c, &m.conflicts);
	check_alone(&c);
	check_text(&c, str_slice(&m.files[0].text), false, false);
	check_items(&c, str_slice(&m.files[0].text));
	check_turned(&c, &m);
	check_answered(&c, false);
	check_answered(&c, true);
	if (!c.good) {
		for (size_t i = 0; i < m.conflicts.len; i++)
			tap_note("%s %s", m.conflicts.v[i].kind, m.conflicts.v[i].title);
		if (getenv("MERGE_SHOW"))
			for (int who = 0; who < MERGE_SIDES; who++)
				tap_note("%s\n%s", side_names[who], str_c(&t->text[who]));
	}
	merged_free(&m);
	for (int who = 0; who < MERGE_SIDES; who++)
		VEC_FREE(&c.side[who].n);
	VEC_FREE(&c.asked.n);
	intern_free(c.in);
	return c.good;
}
