/* One item's change out of a draft: it alone, and all of them one after another are the draft. */
#include <stdio.h>
#include <stdlib.h>

#include "issue/diff.h"
#include "issue/pick.h"
#include "tap.h"

static const char *picked(const char *base, const char *now, AddrPart part, const char *chain)
{
	static Str out;
	const Err *err;

	str_clear(&out);
	err = pick_change(slice_c(base), slice_c(now), part, slice_c(chain), &out);
	return err ? err_text(err) : str_c(&out);
}

#define BASE "---\ntitle: A\nstate: review\n---\nLead.\n\n## Ett\n\net\n\n### Under\n\nun\n\n## Två\n\ntv\n\n## Tre\n\ntr\n"
#define NOW "---\ntitle: B\nstate: review\n---\nNy lead.\n\n## Ny\n\nny\n\n## Ett\n\nett!\n\n### Först\n\nfö\n\n### Under\n\nund!\n\n## Trean\n\ntr\n"

static void cases(void)
{
	is_str(picked(BASE, NOW, ADDR_KEY, "title"), "---\ntitle: B\nstate: review\n---\nLead.\n\n## Ett\n\net\n\n### Under\n\nun\n\n## Två\n\ntv\n\n## Tre\n\ntr\n", "a header key");
	is_str(picked(BASE, NOW, ADDR_LEAD, ""), "---\ntitle: A\nstate: review\n---\nNy lead.\n\n## Ett\n\net\n\n### Under\n\nun\n\n## Två\n\ntv\n\n## Tre\n\ntr\n", "the lead");
	is_str(picked("# A\n\nl\n\n## Ett\n", "# B\n\nm\n\n## Ett\n\nett\n", ADDR_LEAD, ""), "# B\n\nm\n\n## Ett\n", "the title heading along with it");
	is_str(picked("## Ett\n", "# B\n\n## Ett\n\nett\n", ADDR_LEAD, ""), "# B\n## Ett\n", "a new title heading");
	is_str(picked("# A\n\n## Ett\n", "## Ett\n\nett\n", ADDR_LEAD, ""), "## Ett\n", "one that went");
	is_str(picked(BASE, NOW, ADDR_ITEM, "ny"), "---\ntitle: A\nstate: review\n---\nLead.\n\n## Ny\n\nny\n\n## Ett\n\net\n\n### Under\n\nun\n\n## Två\n\ntv\n\n## Tre\n\ntr\n", "a new item");
	is_str(picked(BASE, NOW, ADDR_ITEM, "ett/under"), "---\ntitle: A\nstate: review\n---\nLead.\n\n## Ett\n\net\n\n### Under\n\nund!\n\n## Två\n\ntv\n\n## Tre\n\ntr\n", "one below another");
	is_str(picked(BASE, NOW, ADDR_ITEM, "ett/först"), "---\ntitle: A\nstate: review\n---\nLead.\n\n## Ett\n\net\n\n### Först\n\nfö\n\n### Under\n\nun\n\n## Två\n\ntv\n\n## Tre\n\ntr\n", "a new one, first below another");
	is_str(picked(BASE, NOW, ADDR_ITEM, "ett"), "---\ntitle: A\nstate: review\n---\nLead.\n\n## Ett\n\nett!\n\n### Först\n\nfö\n\n### Under\n\nund!\n\n## Två\n\ntv\n\n## Tre\n\ntr\n", "one with all below it");
	is_str(picked(BASE, NOW, ADDR_ITEM, "två"), "---\ntitle: A\nstate: review\n---\nLead.\n\n## Ett\n\net\n\n### Under\n\nun\n\n## Tre\n\ntr\n", "a deleted one");
	is_str(picked(BASE, NOW, ADDR_ITEM, "trean"), "---\ntitle: A\nstate: review\n---\nLead.\n\n## Ett\n\net\n\n### Under\n\nun\n\n## Två\n\ntv\n\n## Trean\n\ntr\n", "a new title by its new key");
	is_str(picked(BASE, NOW, ADDR_ITEM, "tre"), "---\ntitle: A\nstate: review\n---\nLead.\n\n## Ett\n\net\n\n### Under\n\nun\n\n## Två\n\ntv\n\n## Trean\n\ntr\n", "and by its old one");
	is_str(picked(BASE, NOW, ADDR_ISSUE, ""), NOW, "all");
	is_str(picked(BASE, NOW, ADDR_ITEM, "fyra"), "there is no such item", "none");
	is_str(picked("## A\n\na\n\n## B\n\nb\n\n## C\n\nc\n", "## C\n\nc!\n\n## A\n\na\n\n## B\n\nb\n", ADDR_ITEM, "c"), "## C\n\nc!\n\n## A\n\na\n\n## B\n\nb\n", "a moved and changed one, first");
	is_str(picked("## A\n\na\n\n## B\n\nb\n\n## C\n\nc\n", "## B\n\nb\n\n## C\n\nc!\n\n## A\n\na\n", ADDR_ITEM, "a"), "## B\n\nb\n\n## C\n\nc\n\n## A\n\na\n", "a moved one, last");
	is_str(picked("## A\n\na\n\n## B\n\nb\n", "## A\n\na\n\n## B\n\nb\n\n## C\n\nc\n\n## D\n\nd\n", ADDR_ITEM, "d"), "## A\n\na\n\n## B\n\nb\n\n## D\n\nd\n", "a new one behind another new one");
	is_str(picked("---\ntags: [a, b]\n---\n", "---\ntags: [a, c]\n---\n", ADDR_KEY, "tags"), "---\ntags: [a, c]\n---\n", "a list");
	is_str(picked("---\ntitle: A\nmap:\n  a: 1\n---\n", "---\ntitle: A\nmap:\n  a: 2\n---\n", ADDR_KEY, "map"), "---\ntitle: A\nmap:\n  a: 2\n---\n", "a key that only its lines can tell");
	is_str(picked("---\ntitle: A\ndate: 2024-01-01\n---\n", "---\ntitle: A\n---\n", ADDR_KEY, "date"), "---\ntitle: A\n---\n", "a key that is gone");
}

/* The first heading in a text of plain lines: they are items all the same. */
#define LEAD "Bladet för alla som vill läsa.\n\n"
#define FIRST "Första\n\nEn rad som är längre än sin rubrik.\n\n"
#define SECOND "Andra\n\nOckså den är längre än sin rubrik.\n"
#define SECOND_NEW "Andra\n\nDen är nu en annan, och längre än sin rubrik.\n"
#define HEADING "## Ny\n\nny\n\n"
static void first_heading(void)
{
	const char *was = LEAD FIRST SECOND, *now = LEAD HEADING FIRST SECOND_NEW;

	is_str(picked(was, now, ADDR_ITEM, "ny"), LEAD HEADING FIRST SECOND, "the heading takes nothing of what stands under it along");
	is_str(picked(was, now, ADDR_ITEM, "andra"), LEAD FIRST SECOND_NEW, "a plain item beside it is changed, not deleted");
	is_str(picked(now, was, ADDR_ITEM, "ny"), LEAD FIRST SECOND_NEW, "the heading taken back");
	is_str(picked(now, was, ADDR_ITEM, "andra"), LEAD HEADING FIRST SECOND, "and the plain one");
	is_str(picked(was, LEAD HEADING SECOND, ADDR_ITEM, "första"), LEAD SECOND, "one that is gone");
}

/* ---- the laws ---- */

#define ITEMS 8
#define WORDS 10
#define TURNS_MAX 200

typedef struct {
	int title, sub;
	int words[WORDS];
} Item;
typedef struct {
	Item v[ITEMS * 2];
	int n;
} World;

static int fresh;

static Item new_item(bool sub)
{
	Item it = { .title = fresh++, .sub = sub };

	for (int i = 0; i < WORDS; i++)
		it.words[i] = fresh++;
	return it;
}

static void put(World *w, int at, Item it)
{
	memmove(&w->v[at + 1], &w->v[at], (size_t)(w->n - at) * sizeof it);
	w->v[at] = it;
	w->n++;
}

static void take(World *w, int at, int n)
{
	w->n -= n;
	memmove(&w->v[at], &w->v[at + n], (size_t)(w->n - at) * sizeof w->v[0]);
}

static int cover(const World *w, int at)
{
	int n = 1;

	while (!w->v[at].sub && at + n < w->n && w->v[at + n].sub)
		n++;
	return n;
}

static int top_place(const World *w)
{
	int at;

	do
		at = (int)rnd_below((unsigned)w->n + 1);
	while (at < w->n && w->v[at].sub);
	return at;
}

static void change(World *w)
{
	int at = (int)rnd_below((unsigned)w->n), n = cover(w, at), to;
	Item held[ITEMS * 2];

	switch (rnd_below(6)) {
	case 0:
		w->v[at].words[rnd_below(WORDS)] = fresh++;
		break;
	case 1:
		w->v[at].title = fresh++;
		break;
	case 2:
		if (w->n < ITEMS)
			put(w, top_place(w), new_item(false));
		break;
	case 3:
		if (w->n < ITEMS)
			put(w, at + 1, new_item(true));
		break;
	case 4:
		if (w->n - n > 1 && (at > 0 || n < w->n))
			take(w, at, n);
		break;
	default:
		if (w->v[at].sub)
			break;
		memcpy(held, &w->v[at], (size_t)n * sizeof held[0]);
		take(w, at, n);
		to = top_place(w);
		for (int i = 0; i < n; i++)
			put(w, to + i, held[i]);
	}
	if (w->n > 0)
		w->v[0].sub = 0;
}

static void write_world(const World *w, Str *out)
{
	str_add_c(out, "# Blad\n\nTill alla.\n");
	for (int i = 0; i < w->n; i++) {
		str_printf(out, "\n%s Rubrik t%d\n\n", w->v[i].sub ? "###" : "##", w->v[i].title);
		for (int k = 0; k < WORDS; k++)
			str_printf(out, "o%d%c", w->v[i].words[k], k == WORDS - 1 ? '\n' : ' ');
	}
}

/* Items that the pick did not mean have the bytes that they had, in the order that they had. */
static bool others_stay(Slice base, Slice out, Slice now, Slice chain)
{
	Cut b, n;
	Match m;
	ptrdiff_t meant;
	size_t last = 0;
	bool good = true;

	cut_make(base, NULL, &b);
	cut_make(now, NULL, &n);
	match_parts(base, &b, now, &n, true, &m);
	meant = cut_find_chain(&n, chain);
	meant = meant >= PART_FIRST ? m.b_to_a[meant] : cut_find_chain(&b, chain);
	for (size_t i = PART_FIRST; i < b.parts.len; i++) {
		const Part *p = &b.parts.v[i];
		Slice text = slice_trim(slice_sub(base, p->from, p->to));
		ptrdiff_t at = slice_find(out, text, last);

		if (meant >= 0 && p->from >= b.parts.v[meant].from && p->from < b.parts.v[meant].cover)
			continue;
		if (at < 0) {
			/* Then the draft lacks it too. */
			good = good && slice_find(now, text, 0) < 0;
			continue;
		}
		last = (size_t)at;
	}
	match_free(&m);
	cut_free(&b);
	cut_free(&n);
	return good;
}

/* One of the changes that are left, picked; false: there are none. */
static bool pick_one(Str *at, Slice now, int round)
{
	Changes c = { 0 };
	Str next = STR_EMPTY;
	bool some;

	changes_read(str_slice(at), now, true, &c);
	some = c.changes.len > 0;
	if (some) {
		Slice chain = c.changes.v[rnd_below((unsigned)c.changes.len)].chain;
		const Err *err = pick_change(str_slice(at), now, ADDR_ITEM, chain, &next);

		/* What stands below a new one waits for that. */
		if (!law(!err || err_kind(err) == ERR_USAGE, "round %d: %.*s: %s", round, (int)chain.len, chain.p, err ? err_text(err) : ""))
			some = false;
		if (!err) {
			law(others_stay(str_slice(at), str_slice(&next), now, chain), "round %d: %.*s: others", round, (int)chain.len, chain.p);
			str_clear(at);
			str_add_slice(at, str_slice(&next));
		}
	}
	str_free(&next);
	changes_free(&c);
	return some;
}

static void laws(void)
{
	for (int round = 0; round < tap_rounds(2000); round++) {
		World w = { .n = 0 };
		Str now = STR_EMPTY, at = STR_EMPTY;
		int turns = 0;

		fresh = 1;
		for (int i = 0; i < 4; i++)
			put(&w, w.n, new_item(i && rnd_one_in(3)));
		write_world(&w, &at);
		for (unsigned n = 1 + rnd_below(4); n > 0; n--)
			change(&w);
		write_world(&w, &now);
		while (turns < TURNS_MAX && pick_one(&at, str_slice(&now), round))
			turns++;
		law(slice_eq(str_slice(&at), str_slice(&now)), "round %d: the end, after %d", round, turns);
		str_free(&now);
		str_free(&at);
	}
	law_done("picked one after another in any order, the changes are the draft; what is not meant stays");
}

int main(void)
{
	cases();
	first_heading();
	laws();
	return tap_done();
}
