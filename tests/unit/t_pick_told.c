/* One change picked out of many: each that is told can be taken alone, and all of them together are the whole. */
#include "issue/pick.h"

#include <stdio.h>
#include <string.h>

#include "issue/diff.h"
#include "tap.h"

#define ITEMS_MAX 12
#define STEPS_MAX 60

/* ---- issues as a header, a title, a lead and items, each with a text of its own ---- */

typedef struct {
	int title, body, level;
} Item;

typedef struct {
	int number, title, lead, n;
	Item items[ITEMS_MAX + 1];
	bool leadins;
} Model;

static int fresh = 100;

static void write_item(const Model *m, const Item *it, bool last, Str *out)
{
	if (m->leadins)
		str_printf(out, "- **Titel%d:** text%d ord%d\n", it->title, it->body, it->body);
	else
		str_printf(out, "%s Titel%d\n\ntext%d ord%d\n%s", it->level == 2 ? "##" : "###", it->title, it->body, it->body, last ? "" : "\n");
}

static void write_model(const Model *m, Str *out)
{
	str_clear(out);
	if (m->number)
		str_printf(out, "---\ntitle: x\nnumber: %d\n---\n\n", m->number);
	if (m->title)
		str_printf(out, "# Tidning %d\n\n", m->title);
	if (m->lead)
		str_printf(out, "Ingress %d.\n\n", m->lead);
	for (int i = 0; i < m->n; i++)
		write_item(m, &m->items[i], i + 1 == m->n, out);
}

static Item random_item(bool first)
{
	int n = fresh++;

	return (Item){ n, n, rnd_one_in(3) && !first ? 3 : 2 };
}

static Model random_model(void)
{
	Model m = { .n = 5 + (int)rnd_below(3), .number = (int)rnd_below(3), .title = (int)rnd_below(3), .lead = (int)rnd_below(3),
	    .leadins = rnd_one_in(4) };

	if (!m.leadins)
		m.n -= (int)rnd_below(4);
	for (int i = 0; i < m.n; i++)
		m.items[i] = random_item(i == 0);
	return m;
}

static void put(Model *m, int at, Item it)
{
	memmove(m->items + at + 1, m->items + at, (size_t)(m->n++ - at) * sizeof it);
	m->items[at] = it;
}

static Item take(Model *m, int at)
{
	Item it = m->items[at];

	memmove(m->items + at, m->items + at + 1, (size_t)(--m->n - at) * sizeof it);
	return it;
}

static void change_item(Model *m)
{
	int at = (int)rnd_below((unsigned)m->n);

	switch (rnd_below(5)) {
	case 0:
		if (m->n < ITEMS_MAX)
			put(m, at, random_item(at == 0));
		break;
	case 1:
		if (m->n > 2)
			take(m, at);
		break;
	case 2:
		m->items[at].title = fresh++;
		break;
	case 3:
		put(m, (int)rnd_below((unsigned)m->n), take(m, at));
		break;
	default:
		m->items[at].body = fresh++;
		break;
	}
}

static void change(Model *m)
{
	/* one lead-in alone would be none: so that three stay at all times */
	for (unsigned k = 1 + rnd_below(m->leadins ? 2 : 5); k > 0; k--) {
		switch (rnd_below(8)) {
		case 0:
			m->number = (int)rnd_below(3);
			break;
		case 1:
			m->title = (int)rnd_below(3);
			break;
		case 2:
			m->lead = (int)rnd_below(3);
			break;
		default:
			change_item(m);
			break;
		}
	}
}

/* ---- the law ---- */

static int count(Slice text, int body)
{
	char what[24];
	int n = 0;

	snprintf(what, sizeof what, "text%d ", body);
	for (ptrdiff_t at = -1; (at = slice_find(text, slice_c(what), (size_t)(at + 1))) >= 0;)
		n++;
	return n;
}

/* What both have is in the result, and nothing stands twice. */
static bool all_once(Slice base, Slice now, Slice next)
{
	for (int body = 100; body < fresh; body++) {
		int n = count(next, body);

		if (n > 1 || (n == 0 && count(base, body) && count(now, body)))
			return false;
	}
	return true;
}

/* Takes the first change, from a random one on, that can be taken.  What stands below a new one cannot, nor some moves: what they follow is not there yet. */
static bool step(Str *base, Slice now, Str *told)
{
	Changes c;
	bool moved = false;
	unsigned from;

	changes_read(str_slice(base), now, true, &c);
	from = rnd_below((unsigned)c.changes.len);
	for (size_t i = 0; !moved && i < c.changes.len; i++) {
		const Change *x = &c.changes.v[(from + i) % c.changes.len];
		Str next = STR_EMPTY;
		const Err *err = pick_change(str_slice(base), now, change_part(x), x->chain, &next);

		moved = !err && !slice_eq(str_slice(&next), str_slice(base));
		if (!err && !all_once(str_slice(base), now, str_slice(&next)))
			str_add_c(told, "LOST OR TWICE ");
		if (moved || (!err && x->kind != CHANGE_MOVED))
			str_printf(told, "%s%d %.*s; ", moved ? "" : "NOT ", x->kind, (int)x->chain.len, x->chain.p);
		if (moved) {
			str_free(base);
			*base = next;
		} else {
			str_free(&next);
		}
	}
	changes_free(&c);
	return moved;
}

static void one_by_one(void)
{
	Str was = STR_EMPTY, base = STR_EMPTY, now = STR_EMPTY, told = STR_EMPTY;
	int whole = 0, rounds = tap_rounds(4000);

	for (int i = 0; i < rounds; i++) {
		Model m;
		int steps = 0;

		fresh = 100;
		m = random_model();
		write_model(&m, &was);
		change(&m);
		write_model(&m, &now);
		str_clear(&told);
		str_clear(&base);
		str_add_slice(&base, str_slice(&was));
		while (steps++ < STEPS_MAX && !slice_eq(str_slice(&base), str_slice(&now)) && step(&base, str_slice(&now), &told))
			;
		whole += slice_eq(str_slice(&base), str_slice(&now));
		law(!strstr(str_c(&told), "NOT ") && !strstr(str_c(&told), "LOST"), "by %s\n%s---- to\n%s---- came\n%s", str_c(&told), str_c(&was), str_c(&now), str_c(&base));
	}
	law_done("each change that is told can be taken alone, and nothing is lost or doubled by it");
	ok(whole > rounds * 95 / 100, "and all together are the whole, unless two moves wait for each other: %d of %d", whole, rounds);
	str_free(&told);
	str_free(&now);
	str_free(&base);
	str_free(&was);
}

int main(void)
{
	tap_scrub();
	one_by_one();
	return tap_done();
}
