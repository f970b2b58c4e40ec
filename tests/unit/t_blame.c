/* Whose each sentence is, carried from version to version: told cases, and laws over generated lives. */
#include "issue/blame.h"

#include "tap.h"

#define VERSIONS_MAX 8

/* ---- told ---- */

/* Sentences with words behind the header, as "first.since" with a blank between. */
static void add_credits(const BlameText *t, Str *out)
{
	for (size_t i = blame_part(t, 0) ? 1 : 0; i < blame_parts(t); i++)
		for (size_t k = 0; k < blame_count(t, i); k++) {
			Blamed b = blame_get(t, i, k);

			if (b.sentence->words)
				str_printf(out, "%s%u.%u", out->len ? " " : "", b.credit.first, b.credit.since);
		}
}

static const struct {
	const char *name, *versions[VERSIONS_MAX], *want;	/* numbers from 1 */
} told[] = {
	{ "born", { "## A\n\nEtt. Två.\n" }, "1.1 1.1 1.1" },
	{ "nothing changed", { "## A\n\nEtt. Två.\n", "## A\n\nEtt. Två.\n" }, "1.1 1.1 1.1" },
	{ "one added", { "## A\n\nEtt. Två.\n", "## A\n\nEtt. Nytt. Två.\n" }, "1.1 1.1 2.2 1.1" },
	{ "one edited", { "## A\n\nMötet är den 12 maj. Två.\n", "## A\n\nMötet är den 14 maj. Två.\n" }, "1.1 1.2 1.1" },
	{ "edited twice", { "## A\n\nMötet är den 12 maj. Två.\n", "## A\n\nMötet är den 14 maj. Två.\n", "## A\n\nMötet är den 15 maj. Två.\n" }, "1.1 1.3 1.1" },
	{ "another in its place", { "## A\n\nMötet är den 12 maj. Två.\n", "## A\n\nAlla hälsas välkomna hit. Två.\n" }, "1.1 2.2 1.1" },
	{ "wrapped anew", { "## A\n\nEtt två. Tre\nfyra.\n", "## A\n\nEtt\ntvå. Tre fyra.\n" }, "1.1 1.1 1.1" },
	{ "moved within the item", { "## A\n\nEtt. Två. Tre.\n", "## A\n\nTre. Ett. Två.\n" }, "1.1 1.1 1.1 1.1" },
	{ "the item moved", { "## A\n\nEtt.\n\n## B\n\nTvå.\n", "## B\n\nTvå.\n\n## A\n\nEtt.\n" }, "1.1 1.1 1.1 1.1" },
	{ "retitled", { "## A\n\nEtt två tre fyra.\n", "## B\n\nEtt två tre fyra.\n" }, "1.2 1.1" },
	{ "moved to another item", { "## A\n\nEtt två tre fyra. Kvar.\n\n## B\n\nSju.\n", "## A\n\nKvar.\n\n## B\n\nEtt två tre fyra. Sju.\n" }, "1.1 1.1 1.1 1.1 1.1" },
	{ "too short to be known elsewhere", { "## A\n\nEtt två. Kvar.\n\n## B\n\nSju.\n", "## A\n\nKvar.\n\n## B\n\nEtt två. Sju.\n" }, "1.1 1.1 1.1 2.2 1.1" },
	{ "from an item that is gone", { "## A\n\nEtt två tre fyra.\n\n## B\n\nSju.\n", "## B\n\nEtt två tre fyra. Sju.\n" }, "1.1 1.1 1.1" },
	{ "gone and back", { "## A\n\nEtt. Två.\n", "## A\n\nTvå.\n", "## A\n\nEtt. Två.\n" }, "1.1 1.3 1.1" },
	{ "an item gone and back", { "## A\n\nEtt.\n\n## B\n\nTvå.\n", "## B\n\nTvå.\n", "## A\n\nEtt.\n\n## B\n\nTvå.\n" }, "1.3 1.3 1.1 1.1" },
	{ "edited and back", { "## A\n\nMötet är den 12 maj.\n", "## A\n\nMötet är den 14 maj.\n", "## A\n\nMötet är den 12 maj.\n" }, "1.1 1.3" },
	{ "the lead", { "Ingress här.\n\n## A\n\nEtt.\n", "Ingress här. Mer.\n\n## A\n\nEtt.\n" }, "1.1 2.2 1.1 1.1" },
	{ "another header", { "---\ntitle: Alla\n---\n\n## A\n\nEtt.\n", "---\ntitle: Andra\n---\n\n## A\n\nEtt.\n" }, "1.1 1.1" },
	{ "a list", { "## A\n\n1. Ett\n2. Två\n", "## A\n\n1. Nytt\n2. Ett\n3. Två\n" }, "1.1 2.2 1.1 1.1" },
	{ "lead-ins", { "- **A:** Ett två. Tre.\n- **B:** Fyra.\n", "- **B:** Fyra.\n- **A:** Ett två. Tre. Fem.\n" }, "1.1 1.1 1.1 2.2" },
};

static BlameText *run(BlameLife *l, const char *const *versions)
{
	BlameText *t = NULL;

	for (size_t i = 0; i < VERSIONS_MAX && versions[i]; i++) {
		BlameText *next = blame_text(l, slice_c(versions[i]), false, (uint32_t)i + 1, &t, t ? 1 : 0);

		blame_text_free(t);
		t = next;
	}
	return t;
}

static void test_told(void)
{
	for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
		BlameLife *l = blame_life();
		BlameText *t = run(l, told[i].versions);
		Str got = STR_EMPTY;

		add_credits(t, &got);
		is_str(str_c(&got), told[i].want, "%s", told[i].name);
		str_free(&got);
		blame_text_free(t);
		blame_life_free(l);
	}
}

/* Two lines of versions that join: each sentence keeps the version of its own line. */
static void test_join(void)
{
	BlameLife *l = blame_life();
	BlameText *base = blame_text(l, SLICE_LIT("## A\n\nMötet är den 12 maj. Ett. Kom dit alla nu.\n"), false, 1, NULL, 0);
	BlameText *ours = blame_text(l, SLICE_LIT("## A\n\nMötet är den 14 maj. Ett. Kom dit alla nu.\n"), false, 2, &base, 1);
	BlameText *theirs = blame_text(l, SLICE_LIT("## A\n\nMötet är den 12 maj. Ett. Kom dit alla då. Nytt.\n"), false, 3, &base, 1);
	BlameText *both[] = { ours, theirs };
	BlameText *joined = blame_text(l, SLICE_LIT("## A\n\nMötet är den 14 maj. Ett. Kom dit alla då. Nytt.\n"), false, 4, both, 2);
	Str got = STR_EMPTY;

	add_credits(joined, &got);
	is_str(str_c(&got), "1.1 1.2 1.1 1.3 3.3", "where lines join, each sentence keeps its own");
	str_free(&got);
	blame_text_free(joined);
	blame_text_free(theirs);
	blame_text_free(ours);
	blame_text_free(base);
	blame_life_free(l);
}

/* An item's life in another issue goes on in this one. */
static void test_carried(void)
{
	BlameLife *l = blame_life();
	BlameText *a = blame_text(l, SLICE_LIT("## Kurs\n\nMötet är den 12 maj. Två.\n"), true, 1, NULL, 0);
	BlameText *b = blame_text(l, SLICE_LIT("## Kurs\n\nMötet är den 14 maj. Två.\n"), true, 2, &a, 1);
	BlameText *there = blame_text(l, SLICE_LIT("## Ny\n\nTre.\n"), false, 3, NULL, 0);
	BlameText *now = blame_text(l, SLICE_LIT("## Ny\n\nTre.\n\n## Kurs\n\nMötet är den 14 maj. Tvåan.\n"), false, 4, &there, 1);
	Str got = STR_EMPTY;

	ok(!blame_is_new(now, PART_FIRST) && blame_is_new(now, PART_FIRST + 1), "which item is new");
	blame_came_from(l, now, PART_FIRST + 1, 4, b);
	add_credits(now, &got);
	is_str(str_c(&got), "3.3 3.3 1.1 1.2 4.4", "an item that was carried over");
	ok(!blame_is_new(now, PART_FIRST + 1), "and is no longer new");
	str_free(&got);
	blame_text_free(now);
	blame_text_free(there);
	blame_text_free(b);
	blame_text_free(a);
	blame_life_free(l);
}

/* An item that was gone and came back, in one issue and then in another. */
static void test_restored(void)
{
	BlameLife *l = blame_life();
	BlameText *a = blame_text(l, SLICE_LIT("## Kurs\n\nMötet är den 12 maj. Två.\n"), true, 1, NULL, 0);
	BlameText *b = blame_text(l, SLICE_LIT("## Kurs\n\nMötet är den 12 maj. Tre.\n"), true, 2, NULL, 0);
	BlameText *c, *other;
	Str got = STR_EMPTY;

	add_credits(b, &got);
	is_str(str_c(&got), "1.2 1.2 2.2", "restored: what stood before was first written then");
	str_clear(&got);
	blame_other_item(l);
	other = blame_text(l, SLICE_LIT("## Kurs\n\nMötet är den 12 maj.\n"), true, 3, NULL, 0);
	c = blame_text(l, SLICE_LIT("## Kurs\n\nMötet är den 12 maj.\n"), false, 4, NULL, 0);
	blame_came_from(l, c, PART_FIRST, 4, other);
	add_credits(c, &got);
	is_str(str_c(&got), "3.3 3.3", "another item's life is not this one's");
	str_free(&got);
	blame_text_free(a);
	blame_text_free(b);
	blame_text_free(c);
	blame_text_free(other);
	blame_life_free(l);
}

/* ---- lives ---- */

#define ITEMS_MAX 6
#define SENTENCES_MAX 12
#define WORDS 7		/* of a sentence; one of them changes in an edit */

typedef struct {
	unsigned words[WORDS];
	Credit credit;
} Told;

typedef struct {
	unsigned title;
	Credit credit;		/* of the title */
	size_t n;
	Told s[SENTENCES_MAX];
} Item;

typedef struct {
	size_t n;
	Item items[ITEMS_MAX];
	unsigned next;		/* no word stands twice, so likeness leaves no doubt */
} Life;

static Told new_sentence(Life *l, uint32_t v)
{
	Told s = { .credit = { v, v } };

	for (int i = 0; i < WORDS; i++)
		s.words[i] = l->next++;
	return s;
}

static void put_sentence(Item *it, size_t at, Told s)
{
	if (it->n == SENTENCES_MAX)
		return;
	for (size_t i = it->n++; i > at; i--)
		it->s[i] = it->s[i - 1];
	it->s[at] = s;
}

static Told cut_sentence(Item *it, size_t at)
{
	Told s = it->s[at];

	it->n--;
	for (size_t i = at; i < it->n; i++)
		it->s[i] = it->s[i + 1];
	return s;
}

static Item new_item(Life *l, uint32_t v)
{
	Item it = { .title = l->next++, .credit = { v, v } };

	for (unsigned n = 3 + rnd_below(3); n > 0; n--)
		put_sentence(&it, it.n, new_sentence(l, v));
	return it;
}

static void swap_items(Life *l)
{
	size_t a = rnd_below((unsigned)l->n), b = rnd_below((unsigned)l->n);
	Item it = l->items[a];

	l->items[a] = l->items[b];
	l->items[b] = it;
}

/* One change; the others of the same version meet other sentences or none. */
static void change(Life *l, uint32_t v)
{
	Item *it = &l->items[rnd_below((unsigned)l->n)], *other = &l->items[rnd_below((unsigned)l->n)];
	size_t at = rnd_below((unsigned)it->n);

	switch (rnd_below(6)) {
	case 0:
		put_sentence(it, at, new_sentence(l, v));
		break;
	case 1:
		it->s[at].words[1 + rnd_below(WORDS - 1)] = l->next++;
		it->s[at].credit.since = v;
		break;
	case 2:
		if (it->n > 2)
			cut_sentence(it, at);
		break;
	case 3:
		swap_items(l);
		break;
	case 4:
		if (it->n > 2 && other->n < SENTENCES_MAX && it != other)
			put_sentence(other, rnd_below((unsigned)other->n), cut_sentence(it, at));
		break;
	default:
		if (l->n < ITEMS_MAX)
			l->items[l->n++] = new_item(l, v);
	}
}

static void write_life(const Life *l, Str *out)
{
	for (size_t i = 0; i < l->n; i++) {
		const Item *it = &l->items[i];

		str_printf(out, "## Titel%u\n\n", it->title);
		for (size_t k = 0; k < it->n; k++) {
			for (int w = 0; w < WORDS; w++)
				str_printf(out, "%s%s%u", w ? rnd_one_in(5) ? "\n" : " " : "", w ? "ord" : "Ord", it->s[k].words[w]);
			str_add_c(out, k + 1 == it->n ? "x.\n\n" : rnd_one_in(4) ? "x.\n" : "x. ");
		}
	}
}

static bool is_as_told(const Life *l, const BlameText *t)
{
	for (size_t i = 0; i < l->n; i++) {
		const Item *it = &l->items[i];
		size_t part = PART_FIRST + i;

		if (part >= blame_parts(t) || blame_count(t, part) != it->n + 1)
			return false;
		for (size_t k = 0; k <= it->n; k++) {
			Credit want = k ? it->s[k - 1].credit : it->credit, got = blame_get(t, part, k).credit;

			if (got.first != want.first || got.since != want.since) {
				tap_note("item %zu, sentence %zu: %u.%u instead of %u.%u", i, k, got.first, got.since, want.first, want.since);
				return false;
			}
		}
	}
	return true;
}

static void live(int number)
{
	BlameLife *b = blame_life();
	Life l = { .next = 10 };
	BlameText *t = NULL;

	for (unsigned n = 2 + rnd_below(3); n > 0; n--)
		l.items[l.n++] = new_item(&l, 1);
	for (uint32_t v = 1; v <= 12; v++) {
		Str text = STR_EMPTY;
		BlameText *next;

		if (v > 1)
			change(&l, v);
		write_life(&l, &text);
		next = blame_text(b, str_slice(&text), false, v, &t, t ? 1 : 0);
		blame_text_free(t);
		t = next;
		if (!law(is_as_told(&l, t), "life %d, version %u:\n%s", number, v, str_c(&text)))
			v = 12;
		str_free(&text);
	}
	blame_text_free(t);
	blame_life_free(b);
}

static void test_lives(void)
{
	for (int i = 0; i < tap_rounds(400); i++)
		live(i);
	law_done("each sentence has the version it was first written in, and the one it stands so since");
}

/* ---- any texts ---- */

static const char *const bits[] = { "Alla går dit nu", ". ", "\n", "\n\n", "## A\n\n", "## B\n\n", "- **A:** ett\n", "- **B:** två\n", "Mötet är den 12 maj",
	"14", "| a |\n", "```\n", "---\n", "# T\n\n", "Välkomna", "\xff", NULL };

static void test_any(void)
{
	for (int i = 0; i < tap_rounds(1500); i++) {
		BlameLife *l = blame_life();
		BlameText *last[2] = { NULL, NULL };
		bool good = true;

		for (uint32_t v = 1; v <= 6; v++) {
			Str text = STR_EMPTY;
			BlameText *t;

			for (unsigned n = rnd_below(14); n > 0; n--)
				str_add_c(&text, rnd_pick(bits));
			t = blame_text(l, str_slice(&text), false, v, last, v < 3 ? v - 1 : 2);
			for (size_t p = 0; p < blame_parts(t); p++)
				for (size_t k = 0; k < blame_count(t, p); k++) {
					Credit c = blame_get(t, p, k).credit;

					good = good && c.first >= 1 && c.first <= c.since && c.since <= v;
				}
			if (v > 2)
				blame_text_free(last[0]);
			last[0] = v > 2 ? last[1] : v == 1 ? t : last[0];
			last[1] = v > 1 ? t : NULL;
			str_free(&text);
		}
		law(good, "life %d", i);
		blame_text_free(last[0]);
		blame_text_free(last[1]);
		blame_life_free(l);
	}
	law_done("first never comes after since, nor since after the text");
}

int main(void)
{
	test_told();
	test_join();
	test_carried();
	test_restored();
	test_lives();
	test_any();
	return tap_done();
}
