/* Joining: what is joined, what is asked, and that nothing is lost, doubled or invented. */
#include "issue/merge.h"

#include <stdio.h>

#include "tap.h"

#define B "# T\n\nin\n\n## A\n\na\n\n## B\n\nb\n\n## C\n\nc\n"

static const struct {
	const char *name, *base, *ours, *theirs, *want;	/* the joined text, or "?kind chain|…" */
} rows[] = {
	{ "different items", B, "# T\n\nin\n\n## A\n\na1\n\n## B\n\nb\n\n## C\n\nc\n", "# T\n\nin\n\n## A\n\na\n\n## B\n\nb\n\n## C\n\nc1\n",
	    "# T\n\nin\n\n## A\n\na1\n\n## B\n\nb\n\n## C\n\nc1\n" },
	{ "neighbours", B, "# T\n\nin\n\n## A\n\na1\n\n## B\n\nb\n\n## C\n\nc\n", "# T\n\nin\n\n## A\n\na\n\n## B\n\nb1\n\n## C\n\nc\n",
	    "# T\n\nin\n\n## A\n\na1\n\n## B\n\nb1\n\n## C\n\nc\n" },
	{ "lead and item", B, "# T\n\nin1\n\n## A\n\na\n\n## B\n\nb\n\n## C\n\nc\n", "# T\n\nin\n\n## A\n\na\n\n## B\n\nb1\n\n## C\n\nc\n",
	    "# T\n\nin1\n\n## A\n\na\n\n## B\n\nb1\n\n## C\n\nc\n" },
	{ "neighbours deleted, one each", B, "# T\n\nin\n\n## B\n\nb\n\n## C\n\nc\n", "# T\n\nin\n\n## A\n\na\n\n## C\n\nc\n", "# T\n\nin\n\n## C\n\nc\n" },
	{ "the last deleted, the first edited", B, "# T\n\nin\n\n## A\n\na\n\n## B\n\nb\n", "# T\n\nin\n\n## A\n\na1\n\n## B\n\nb\n\n## C\n\nc\n",
	    "# T\n\nin\n\n## A\n\na1\n\n## B\n\nb\n" },
	{ "both add at the end: theirs, then ours", B, B "\n## O\n\no\n", B "\n## N\n\nn\n", B "\n## N\n\nn\n\n## O\n\no\n" },
	{ "both add in the middle, edits around", "## A\na\n\n## B\nb\n", "## A\na1\n\n## O\no\n\n## B\nb\n", "## A\na\n\n## N\nn\n\n## B\nb1\n",
	    "## A\na1\n\n## N\nn\n\n## O\no\n\n## B\nb1\n" },
	{ "added at the end, the last edited", "## A\n\na", "## A\n\na\n\n## O\n\no", "## A\n\na1", "## A\n\na1\n\n## O\n\no" },
	{ "below a parent, another edited", "## A\n\n### A1\n\nx\n\n## B\n\nb\n", "## A\n\n### A1\n\nx\n\n### A2\n\ny\n\n## B\n\nb\n",
	    "## A\n\n### A1\n\nx1\n\n## B\n\nb1\n", "## A\n\n### A1\n\nx1\n\n### A2\n\ny\n\n## B\n\nb1\n" },
	{ "deleted by both", B, "# T\n\nin\n\n## A\n\na1\n\n## C\n\nc\n", "# T\n\nin\n\n## A\n\na\n\n## C\n\nc1\n", "# T\n\nin\n\n## A\n\na1\n\n## C\n\nc1\n" },
	{ "the same change on both", "## A\n\na\n\n## B\n\nb\n\n## C\n\nc\n", "## A\n\na1\n\n## B\n\nb1\n\n## C\n\nc\n", "## A\n\na1\n\n## B\n\nb\n\n## C\n\nc1\n",
	    "## A\n\na1\n\n## B\n\nb1\n\n## C\n\nc1\n" },
	{ "re-wrapped by one, edited by the other", "## A\n\nett två tre\n\n## B\n\nb\n", "## A\n\nett två\ntre\n\n## B\n\nb\n", "## A\n\nett fyra tre\n\n## B\n\nb\n",
	    "## A\n\nett fyra tre\n\n## B\n\nb\n" },
	{ "form stays where the other changed nothing", "## A\n\nett två tre\n\n## B\n\nb\n", "## A\n\nett två\ntre\n\n## B\n\nb\n", "## A\n\nett två tre\n\n## B\n\nb1\n",
	    "## A\n\nett två\ntre\n\n## B\n\nb1\n" },
	{ "CRLF by one, an edit by the other", "## A\n\na\n\n## B\n\nb\n", "## A\r\n\r\na\r\n\r\n## B\r\n\r\nb\r\n", "## A\n\na\n\n## B\n\nb1\n",
	    "## A\r\n\r\na\r\n\r\n## B\r\n\r\nb1\r\n" },
	{ "lead-ins", "- **A:** a\n- **B:** b\n\n## H\n", "- **A:** a1\n- **B:** b\n\n## H\n", "- **A:** a\n- **B:** b\n- **N:** n\n\n## H\n",
	    "- **A:** a1\n- **B:** b\n- **N:** n\n\n## H\n" },
	{ "one lead-in of two deleted, the other edited", "- **A:** a\n- **B:** b\n", "- **B:** b\n", "- **A:** a\n- **B:** b1\n", "- **B:** b1\n" },
	{ "a header that nobody touched", "---\na: b\n---\n\n## A\n\na\n\n## B\n\nb\n", "---\na: b\n---\n\n## A\n\na1\n\n## B\n\nb\n", "---\na: b\n---\n\n## A\n\na\n\n## B\n\nb1\n",
	    "---\na: b\n---\n\n## A\n\na1\n\n## B\n\nb1\n" },
	{ "the first heading among plain lines", "20 maj 2024\n\nEtt\n\nEn text som är lång nog.\n\nTvå\n\nEn text till som är lång.\n",
	    "20 maj 2024\n\n## Ett\n\nEn text som är lång nog.\n\nTvå\n\nEn text till som är lång.\n",
	    "20 maj 2024\n\nEtt\n\nEn text som är lång nog.\n\nTvå\n\nEn annan text som är lång.\n",
	    "20 maj 2024\n\n## Ett\n\nEn text som är lång nog.\n\nTvå\n\nEn annan text som är lång.\n" },

	{ "one item by both", B, "# T\n\nin\n\n## A\n\na1\n\n## B\n\nb\n\n## C\n\nc\n", "# T\n\nin\n\n## A\n\na2\n\n## B\n\nb\n\n## C\n\nc\n", "?body a" },
	{ "two new titles", "## A\n\na\n", "## O\n\na\n", "## N\n\na\n", "?title o" },
	{ "a new title, and deleted", "## A\n\na\n\n## B\n", "## O\n\na\n\n## B\n", "## B\n", "?edit-delete o" },
	{ "a new title, others edited", "## A\n\na\n\n## B\n\nb\n", "## O\n\na\n\n## B\n\nb\n", "## A\n\na\n\n## B\n\nb1\n", "## O\n\na\n\n## B\n\nb1\n" },
	{ "a title in two cases", "## Ab\n\na\n", "## AB\n\na\n", "## ab\n\na b\n", "?title ab" },
	{ "the lead by both", B, "# T\n\nin1\n\n## A\n\na\n\n## B\n\nb\n\n## C\n\nc\n", "# T\n\nin2\n\n## A\n\na\n\n## B\n\nb\n\n## C\n\nc\n", "?body " },
	{ "edited and deleted", B, "# T\n\nin\n\n## A\n\na1\n\n## B\n\nb\n\n## C\n\nc\n", "# T\n\nin\n\n## B\n\nb\n\n## C\n\nc\n", "?edit-delete a" },
	{ "new below a deleted one", "## A\n\n## B\n", "## B\n", "## A\n\n### N\n\n## B\n", "?edit-delete a" },
	{ "one title added by both", B, B "\n## N\n\nx\n", B "\n## N\n\ny\n", "?add-add n" },
	{ "moved by one", B, "# T\n\nin\n\n## B\n\nb\n\n## A\n\na\n\n## C\n\nc\n", "# T\n\nin\n\n## A\n\na\n\n## B\n\nb\n\n## C\n\nc1\n",
	    "# T\n\nin\n\n## B\n\nb\n\n## A\n\na\n\n## C\n\nc1\n" },
	{ "header by both", "---\na: b\n---\nx\n", "---\na: c\n---\nx\n", "---\na: d\n---\nx\n", "?meta :a" },
	{ "approved by one, edited by the other", "---\ntitle: b\n---\n## A\n\na\n", "---\ntitle: b\n---\n## A\n\na1\n", "---\ntitle: b\nstate: approved\n---\n## A\n\na\n",
	    "---\ntitle: b\nstate: review\n---\n## A\n\na1\n" },
	{ "a header taken away", "---\na: b\n---\nx\n", "x\n", "---\na: b\n---\ny\n", "y\n" },
	{ "a title that stands twice", "## A\n\na\n\n## A\n\nb\n", "## A\n\na1\n\n## A\n\nb\n", "## A\n\na\n\n## A\n\nb1\n", "## A\n\na1\n\n## A\n\nb1\n" },
	{ "a fence that swallows the rest", "## A\n\na\n\n## B\n\nb\n\n## C\n\nc\n", "## A\n\n```\na\n\n## B\n\nb\n\n## C\n\nc\n", "## A\n\na\n\n## B\n\nb\n\n## C\n\nc1\n", "?" },
	{ "two posts on one issue from nothing", "", "## A\n\na\n", "## A\n\nb\n", "?add-add a" },
	{ "two different ones from nothing", "", "## A\n\na\n", "## N\n\nb\n", "## N\n\nb\n\n## A\n\na\n" },
};

static void describe(const char *base, const char *ours, const char *theirs, Str *out)
{
	Conflicts c = { 0 };

	if (!merge_texts(slice_c(base), slice_c(ours), slice_c(theirs), out, &c)) {
		if (out->len > 0)
			str_add_c(out, " NOT EMPTY ");
		str_add_char(out, '?');
		for (size_t i = 0; i < c.len; i++)
			str_printf(out, "%s%s %s", i ? "|" : "", c.v[i].kind, c.v[i].chain ? c.v[i].chain : "(whole)");
	} else if (c.len) {
		str_add_c(out, "joined, and asked");
	}
	conflicts_free(&c);
}

static void joining(void)
{
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		Str got = STR_EMPTY;

		describe(rows[i].base, rows[i].ours, rows[i].theirs, &got);
		if (strcmp(rows[i].want, "?") == 0)
			ok(got.len > 1 && got.p[0] == '?', "%s: asked", rows[i].name);
		else
			is_str(str_c(&got), rows[i].want, "%s", rows[i].name);
		str_free(&got);
	}
}

/* ---- answers ---- */

static const struct {
	const char *name, *base, *ours, *theirs, *mine, *other;	/* what comes of answering all with ours, and with theirs */
} answered[] = {
	{ "one item by both", "## A\n\na\n\n## B\n\nb\n", "## A\n\na1\n\n## B\n\nb1\n", "## A\n\na2\n\n## B\n\nb\n",
	    "## A\n\na1\n\n## B\n\nb1\n", "## A\n\na2\n\n## B\n\nb1\n" },
	{ "the lead", "x\n\n## A\n\na\n", "y\n\n## A\n\na\n", "z\n\n## A\n\na1\n", "y\n\n## A\n\na1\n", "z\n\n## A\n\na1\n" },
	{ "the title heading", "# T\n\nx\n\n## A\n\na\n", "# U\n\nx\n\n## A\n\na\n", "# V\n\nx\n\n## A\n\na1\n", "# U\n\nx\n\n## A\n\na1\n", "# V\n\nx\n\n## A\n\na1\n" },
	{ "deleted here, changed there", B, "# T\n\nin\n\n## B\n\nb\n\n## C\n\nc1\n", "# T\n\nin\n\n## A\n\na2\n\n## B\n\nb\n\n## C\n\nc\n",
	    "# T\n\nin\n\n## B\n\nb\n\n## C\n\nc1\n", "# T\n\nin\n\n## A\n\na2\n\n## B\n\nb\n\n## C\n\nc1\n" },
	{ "changed here, deleted there", "## A\n\na\n\n## B\n\nb\n", "## A\n\na1\n\n## B\n\nb\n", "## B\n\nb1\n", "## A\n\na1\n\n## B\n\nb1\n", "## B\n\nb1\n" },
	{ "new below what the other deleted", "## A\n\n## B\n\nb\n", "## B\n\nb\n", "## A\n\n### N\n\nn\n\n## B\n\nb1\n", "## B\n\nb1\n", "## A\n\n### N\n\nn\n\n## B\n\nb1\n" },
	{ "two new titles", "## A\n\na b c d\n\n## B\n\nb\n", "## O\n\na b c d\n\n## B\n\nb\n", "## N\n\na b c d\n\n## B\n\nb1\n",
	    "## O\n\na b c d\n\n## B\n\nb1\n", "## N\n\na b c d\n\n## B\n\nb1\n" },
	{ "a new title here, changed there", "## A\n\na b c d\n\n## B\n\nb\n", "## O\n\na b c d\n\n## B\n\nb\n", "## A\n\na b c x\n\n## B\n\nb1\n",
	    "## O\n\na b c x\n\n## B\n\nb1\n", "## O\n\na b c x\n\n## B\n\nb1\n" },
	{ "added by both", "## A\n\na\n", "## A\n\na\n\n## N\n\nx\n", "## A\n\na1\n\n## N\n\ny\n", "## A\n\na1\n\n## N\n\nx\n", "## A\n\na1\n\n## N\n\ny\n" },
	{ "moved here, another changed there", "## A\n\na\n\n## B\n\nb\n\n## C\n\nc\n", "## C\n\nc\n\n## A\n\na\n\n## B\n\nb\n", "## A\n\na\n\n## B\n\nb1\n\n## C\n\nc1\n",
	    "## C\n\nc1\n\n## A\n\na\n\n## B\n\nb1\n", "## C\n\nc1\n\n## A\n\na\n\n## B\n\nb1\n" },
	{ "moved there with what is below it", "## A\n\na\n\n## B\n\nb\n\n## C\n\n### D\n\nd\n", "## A\n\na\n\n## B\n\nb1\n\n## C\n\n### D\n\nd\n", "## C\n\n### D\n\nd\n\n## A\n\na\n\n## B\n\nb\n",
	    "## C\n\n### D\n\nd\n\n## A\n\na\n\n## B\n\nb1\n", "## C\n\n### D\n\nd\n\n## A\n\na\n\n## B\n\nb1\n" },
	{ "a header key by both", "---\na: b\nk: l\n---\n\nx\n", "---\na: c\nk: l\n---\n\nx\n", "---\na: d\nk: l\n---\n\ny\n", "---\na: c\nk: l\n---\n\ny\n", "---\na: d\nk: l\n---\n\ny\n" },
	{ "a header key by one", "---\na: b\n---\n\n## A\n\na\n", "---\na: c\n---\n\n## A\n\na\n", "---\na: b\n---\n\n## A\n\na1\n", "---\na: c\n---\n\n## A\n\na1\n", "---\na: c\n---\n\n## A\n\na1\n" },
	{ "a title that stands twice", "## A\n\na\n\n## A\n\nb\n", "## A\n\na1\n\n## A\n\nb\n", "## A\n\na\n\n## A\n\nb1\n",
	    "## A\n\na1\n\n## A\n\nb1\n", "## A\n\na1\n\n## A\n\nb1\n" },
	{ "a fence that swallows the rest", "## A\n\na\n\n## B\n\nb\n", "## A\n\n```\na\n\n## B\n\nb\n", "## A\n\na\n\n## B\n\nb1\n", "## A\n\n```\na\n\n## B\n\nb\n", "## A\n\na\n\n## B\n\nb1\n" },
};

typedef VEC(MergeAnswer) Answers;

/* Asks until nothing is open, and answers each by side; the number of rounds, 0: it never ends. */
static int answer_all(Slice base, Slice ours, Slice theirs, MergeSide (*side)(const Conflict *c), Str *out)
{
	Answers answers = { 0 };
	Conflicts all[8] = { 0 };
	int rounds = 0;
	bool done = false;

	while (!done && rounds < 8) {
		Conflicts *c = &all[rounds++];

		done = merge_answered(base, ours, theirs, answers.v, answers.len, out, c);
		for (size_t i = 0; i < c->len; i++)
			VEC_PUSH(&answers, ((MergeAnswer){ .kind = c->v[i].kind, .chain = c->v[i].chain, .choice = side(&c->v[i]) == MERGE_OURS ? CHOICE_OURS : CHOICE_THEIRS }));
	}
	for (int i = 0; i < 8; i++)
		conflicts_free(&all[i]);
	VEC_FREE(&answers);
	return done ? rounds : 0;
}

static MergeSide say_ours(const Conflict *c)
{
	(void)c;
	return MERGE_OURS;
}

static MergeSide say_theirs(const Conflict *c)
{
	(void)c;
	return MERGE_THEIRS;
}

static void answering(void)
{
	for (size_t i = 0; i < sizeof answered / sizeof answered[0]; i++) {
		for (int k = 0; k < 2; k++) {
			Str out = STR_EMPTY;

			answer_all(slice_c(answered[i].base), slice_c(answered[i].ours), slice_c(answered[i].theirs), k ? say_theirs : say_ours, &out);
			is_str(str_c(&out), k ? answered[i].other : answered[i].mine, "%s: %s", answered[i].name, k ? "theirs" : "ours");
			str_free(&out);
		}
	}
}

static void own_text(void)
{
	static const struct { const char *name, *base, *ours, *theirs; MergeAnswer a; const char *want; } texts[] = {
		{ "an item written anew", "## A\n\na\n\n## B\n\nb\n", "## A\n\na1\n\n## B\n\nb\n", "## A\n\na2\n\n## B\n\nb1\n",
		    { .kind = "body", .chain = "a", .text = { "## A\n\na12\n\n\n", 12 } }, "## A\n\na12\n\n## B\n\nb1\n" },
		{ "as two items it is not taken in silence", "## A\n\na\n\n## B\n\nb\n", "## A\n\na1\n\n## B\n\nb\n", "## A\n\na2\n\n## B\n\nb1\n",
		    { .kind = "body", .chain = "a", .text = { "## A\n\n## C\n", 11 } }, "" },
		{ "added twice", "## A\n\na\n", "## A\n\na\n\n## N\n\nx\n", "## A\n\na\n\n## N\n\ny\n",
		    { .kind = "add-add", .chain = "n", .text = { "## N\n\nxy\n", 9 } }, "## A\n\na\n\n## N\n\nxy\n" },
		{ "a header key", "---\na: b\n---\n\nx\n", "---\na: c\n---\n\nx\n", "---\na: d\n---\n\ny\n", { .kind = "meta", .chain = ":a", .text = { "a: e", 4 } }, "---\na: e\n---\n\ny\n" },
	};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		Str out = STR_EMPTY;
		Conflicts c = { 0 };

		merge_answered(slice_c(texts[i].base), slice_c(texts[i].ours), slice_c(texts[i].theirs), &texts[i].a, 1, &out, &c);
		is_str(str_c(&out), texts[i].want, "%s", texts[i].name);
		conflicts_free(&c);
		str_free(&out);
	}
}

static void word_merge(void)
{
	static const struct { const char *name, *base, *ours, *theirs, *want; } merges[] = {
		{ "words of both", "## A\n\nEtt två tre fyra fem.\n", "## A\n\nEtt TVÅ tre fyra fem.\n", "## A\n\nEtt två tre fyra FEM.\n", "## A\n\nEtt TVÅ tre fyra FEM.\n" },
		{ "theirs' before ours' where both changed the same", "den 1 april", "den 12 april", "den 14 april", "den 14 12 april" },
		{ "without a base what both have stands once", NULL, "## N\n\nDet här är vårt.\n", "## N\n\nDet här är deras.\n", "## N\n\nDet här är deras vårt.\n" },
		{ "of what one side deleted the other's", "a", "a b", NULL, "a b" },
	};

	for (size_t i = 0; i < sizeof merges / sizeof merges[0]; i++) {
		const char *texts[] = { merges[i].base, merges[i].ours, merges[i].theirs };
		Conflict c = { 0 };
		Str out = STR_EMPTY;

		for (int k = 0; k < MERGE_SIDES; k++) {
			c.has[k] = texts[k] != NULL;
			str_add_c(&c.text[k], texts[k] ? texts[k] : "");
		}
		conflict_words(&c, &out);
		is_str(str_c(&out), merges[i].want, "word merge: %s", merges[i].name);
		str_free(&out);
		for (int k = 0; k < MERGE_SIDES; k++)
			str_free(&c.text[k]);
	}
}

/* ---- laws ---- */

#define ITEMS_MAX 12

/* An issue as items that each have a text of their own, so that they can be told apart in any result. */
typedef struct {
	int title[ITEMS_MAX], body[ITEMS_MAX], level[ITEMS_MAX], n;
} Model;

static int fresh = 100;

static void write_model(const Model *m, Str *out)
{
	str_clear(out);
	str_add_c(out, "---\ntitle: x\n---\n\nIngress.\n\n");
	for (int i = 0; i < m->n; i++)
		str_printf(out, "%s Titel%d\n\ntext%d\n%s", m->level[i] == 2 ? "##" : "###", m->title[i], m->body[i], i + 1 < m->n ? "\n" : "");
}

static Model random_model(void)
{
	Model m = { .n = 1 + (int)rnd_below(6) };

	for (int i = 0; i < m.n; i++) {
		m.title[i] = i;
		m.body[i] = i;
		m.level[i] = rnd_one_in(3) && i ? 3 : 2;
	}
	return m;
}

static void add_item(Model *m, int at)
{
	for (int i = m->n++; i > at; i--) {
		m->title[i] = m->title[i - 1];
		m->body[i] = m->body[i - 1];
		m->level[i] = m->level[i - 1];
	}
	m->title[at] = m->body[at] = fresh++;
	m->level[at] = rnd_one_in(3) && at ? 3 : 2;
}

static void drop_item(Model *m, int at)
{
	m->n--;
	for (int i = at; i < m->n; i++) {
		m->title[i] = m->title[i + 1];
		m->body[i] = m->body[i + 1];
		m->level[i] = m->level[i + 1];
	}
}

static void change(Model *m)
{
	for (unsigned k = 1 + rnd_below(3); k > 0; k--) {
		int at = m->n ? (int)rnd_below((unsigned)m->n) : 0;

		switch (rnd_below(4)) {
		case 0:
			if (m->n < ITEMS_MAX)
				add_item(m, (int)rnd_below((unsigned)m->n + 1));
			break;
		case 1:
			if (m->n > 0)
				drop_item(m, at);
			break;
		default:
			if (m->n > 0)
				m->body[at] = fresh++;
			break;
		}
	}
}

static int count(const Str *text, const char *word, int number)
{
	char what[32];
	int n = 0;
	size_t len;

	snprintf(what, sizeof what, "%s%d\n", word, number);
	len = strlen(what);
	for (const char *p = str_c(text); (p = strstr(p, what)); p += len)
		n++;
	return n;
}

static bool has(const Model *m, int title)
{
	for (int i = 0; i < m->n; i++)
		if (m->title[i] == title)
			return true;
	return false;
}

static int body_of(const Model *m, int title)
{
	for (int i = 0; i < m->n; i++)
		if (m->title[i] == title)
			return m->body[i];
	return -1;
}

/* What the joined text must hold of each item that any version has. */
static void check_item(const Model *b, const Model *o, const Model *t, int title, const Str *out)
{
	bool gone = has(b, title) && (!has(o, title) || !has(t, title));
	int want = body_of(o, title) != body_of(b, title) && has(o, title) ? body_of(o, title) : has(t, title) ? body_of(t, title) : body_of(o, title);

	law(count(out, "Titel", title) == (gone ? 0 : 1), "item %d in:\n%s", title, str_c(out));
	if (!gone)
		law(count(out, "text", want) == 1, "text %d of item %d in:\n%s", want, title, str_c(out));
}

static void laws(void)
{
	Str base = STR_EMPTY, ours = STR_EMPTY, theirs = STR_EMPTY, out = STR_EMPTY, turned = STR_EMPTY;
	int joined = 0;

	for (int i = 0; i < 4000; i++) {
		Model b = random_model(), o = b, t = b;
		Conflicts c = { 0 }, c2 = { 0 };
		bool done;

		fresh = 100;
		change(&o);
		change(&t);
		write_model(&b, &base);
		write_model(&o, &ours);
		write_model(&t, &theirs);
		str_clear(&out);
		str_clear(&turned);
		done = merge_texts(str_slice(&base), str_slice(&ours), str_slice(&theirs), &out, &c);
		law(merge_texts(str_slice(&base), str_slice(&theirs), str_slice(&ours), &turned, &c2) == done && c.len == c2.len,
		    "turned: %s\n----\n%s\n----\n%s", str_c(&base), str_c(&ours), str_c(&theirs));
		law(done == (c.len == 0), "a question or a text");
		if (done) {
			joined++;
			for (int title = 0; title < fresh; title++)
				if (has(&b, title) || has(&o, title) || has(&t, title))
					check_item(&b, &o, &t, title, &out), check_item(&b, &t, &o, title, &turned);
		}
		conflicts_free(&c);
		conflicts_free(&c2);
	}
	law_done("nothing lost, nothing doubled, nothing back; turned it is the same");
	ok(joined > 500, "%d of 4000 were joined", joined);
	str_free(&base);
	str_free(&ours);
	str_free(&theirs);
	str_free(&out);
	str_free(&turned);
}

static unsigned choices;

static MergeSide say_either(const Conflict *c)
{
	unsigned title = 0;

	sscanf(c->title, "Titel%u", &title);
	return choices >> title % 32 & 1 ? MERGE_OURS : MERGE_THEIRS;
}

/* What is asked about an item below one that a side took away is asked about that one. */
static bool loses_parent(const Model *b, const Model *o, const Model *t, int title)
{
	int parent = -1;

	for (int i = 0; i < b->n; i++) {
		if (b->level[i] == 2)
			parent = b->title[i];
		if (b->title[i] == title && b->level[i] == 3 && parent >= 0)
			return !has(o, parent) || !has(t, parent);
	}
	return false;
}

/* What was answered is as that side has it; the rest is as the join makes it without questions. */
static void check_answered(const Model *b, const Model *o, const Model *t, int title, const Str *out)
{
	const Model *side = choices >> title % 32 & 1 ? o : t;
	bool in_both = has(o, title) && has(t, title), in_base = has(b, title);
	int ours = body_of(o, title), theirs = body_of(t, title), base = body_of(b, title), n = count(out, "Titel", title);

	law(n <= 1, "item %d once in:\n%s", title, str_c(out));
	if (loses_parent(b, o, t, title))
		return;
	if (in_base && (ours != base || !has(o, title)) && (theirs != base || !has(t, title)) && (in_both || has(o, title) || has(t, title)))
		law(has(side, title) ? n == 1 && count(out, "text", body_of(side, title)) == 1 : n == 0, "answered item %d (%s) in:\n%s", title, side == o ? "ours" : "theirs", str_c(out));
	else if (in_both)
		law(n == 1 && count(out, "text", ours != base ? ours : theirs) == 1, "item %d in:\n%s", title, str_c(out));
	else if (in_base)
		law(n == 0 || count(out, "text", base) == 1, "item %d gone or whole in:\n%s", title, str_c(out));
}

static void answer_laws(void)
{
	Str base = STR_EMPTY, ours = STR_EMPTY, theirs = STR_EMPTY, out = STR_EMPTY;
	int whole = 0;

	for (int i = 0; i < 4000; i++) {
		Model b = random_model(), o = b, t = b;
		bool as_one;

		fresh = 100;
		change(&o);
		change(&t);
		choices = rnd_below(1u << 31);
		write_model(&b, &base);
		write_model(&o, &ours);
		write_model(&t, &theirs);
		str_clear(&out);
		law(answer_all(str_slice(&base), str_slice(&ours), str_slice(&theirs), say_either, &out) > 0, "ends: %s\n----\n%s\n----\n%s", str_c(&base),
		    str_c(&ours), str_c(&theirs));
		as_one = slice_eq(str_slice(&out), str_slice(&ours)) || slice_eq(str_slice(&out), str_slice(&theirs));
		whole += as_one;
		for (int title = 0; !as_one && title < fresh; title++)
			if (has(&b, title) || has(&o, title) || has(&t, title))
				check_answered(&b, &o, &t, title, &out);
	}
	law_done("whatever was answered stands, and nothing else is touched by it");
	ok(whole < 2000, "%d of 4000 were one side's as a whole", whole);
	str_free(&base);
	str_free(&ours);
	str_free(&theirs);
	str_free(&out);
}

static void identities(void)
{
	static const char *const lines[] = { "## A\n", "### B\n", "# C\n", "text\n", "\n", "- **D:** x\n- **E:** y\n", "---\n", "title: x\n", "```\n", "\r\n", "a\xff", NULL };
	Str text[2] = { STR_EMPTY, STR_EMPTY };

	for (int i = 0; i < 2000; i++) {
		for (int k = 0; k < 2; k++) {
			str_clear(&text[k]);
			for (unsigned n = rnd_below(12); n > 0; n--)
				str_add_c(&text[k], rnd_pick(lines));
		}
		for (int k = 0; k < 3; k++) {
			Slice b = str_slice(&text[0]), x = str_slice(&text[1]);
			Str out = STR_EMPTY;
			Conflicts c = { 0 };
			bool done = merge_texts(b, k == 1 ? b : x, k == 0 ? b : x, &out, &c);

			law(done && slice_eq(str_slice(&out), x), "%d: %s\n->\n%s", k, str_c(&text[0]), str_c(&text[1]));
			conflicts_free(&c);
			str_free(&out);
		}
	}
	law_done("merge(b, x, b) = merge(b, b, x) = merge(b, x, x) = x, byte for byte");
	str_free(&text[0]);
	str_free(&text[1]);
}

int main(void)
{
	tap_scrub();
	joining();
	answering();
	own_text();
	word_merge();
	identities();
	laws();
	answer_laws();
	ok(text_has_markers(SLICE_LIT("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x\n")), "git's markers are seen");
	ok(text_has_markers(SLICE_LIT("a\n>>>>>>> x\r\n")), "one alone too");
	ok(!text_has_markers(SLICE_LIT("Rubrik\n=======\n\n> citat\n<<<<<< x\n <<<<<<< HEAD\n")), "an underline is none");
	return tap_done();
}
