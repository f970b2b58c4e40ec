/* Wording the notes. */
#include "archive/blame_note.h"

#include "base/utf8.h"
#include "base/words.h"

#define NAME_COLS 18	/* of an author in a margin */
#define THEN "→ "

static bool is_recorded(const BlameVersion *v)
{
	return !oid_is_zero(&v->id);
}

static void add_when(const BlameVersion *v, bool year, Str *out)
{
	Date d = moment_date(v->author.when);

	if (!is_recorded(v))
		str_add_c(out, _("you, not recorded"));
	else if (year)
		date_iso(d, out);
	else
		date_day(d, out);
}

void blame_who(const BlameVersion *v, bool year, Str *out)
{
	add_when(v, year, out);
	if (!is_recorded(v))
		return;
	str_add_char(out, ' ');
	utf8_gate(slice_c(v->author.name), GATE_LINE, out);
}

static void add_name(Slice name, Str *out)
{
	Str safe = STR_EMPTY;

	utf8_gate(name, GATE_LINE, &safe);
	if (utf8_width(str_slice(&safe)) <= NAME_COLS) {
		str_add_slice(out, str_slice(&safe));
	} else {
		str_add_slice(out, slice_sub(str_slice(&safe), 0, utf8_fit(str_slice(&safe), NAME_COLS - 1)));
		str_add_c(out, "…");
	}
	str_free(&safe);
}

static Slice who(BlameNotes *n, const BlameVersion *v, bool year, bool name, const char *before)
{
	Str s = STR_EMPTY;
	Slice out;

	str_add_c(&s, before);
	add_when(v, year, &s);
	if (is_recorded(v) && name) {
		str_add_char(&s, ' ');
		add_name(slice_c(v->author.name), &s);
	}
	out = slice(arena_dup(n->arena, str_c(&s), s.len), s.len);
	str_free(&s);
	return out;
}

static bool same_author(const BlameVersion *a, const BlameVersion *b)
{
	return is_recorded(a) && is_recorded(b) && strcmp(a->author.name, b->author.name) == 0 && strcmp(a->author.mail, b->author.mail) == 0;
}

/* Years are told where not all is of this one. */
static bool needs_years(const Blame *b)
{
	int year = date_today().year;

	for (size_t i = 0; i < b->sentences.len; i++) {
		const BlameVersion *v[] = { &b->versions.v[b->sentences.v[i].first], &b->versions.v[b->sentences.v[i].since] };

		for (int k = 0; k < 2; k++)
			if (is_recorded(v[k]) && moment_date(v[k]->author.when).year != year)
				return true;
	}
	return false;
}

void blame_notes(const Blame *b, size_t base, BlameNotes *out)
{
	bool years = needs_years(b);

	*out = (BlameNotes){ .arena = arena_new() };
	for (size_t i = 0; i < b->sentences.len; i++) {
		const BlameSentence *s = &b->sentences.v[i], *was = i > 0 ? s - 1 : NULL;
		const BlameVersion *first = &b->versions.v[s->first], *since = &b->versions.v[s->since];
		PageNote note = { .at = base + s->word };

		if (was && !s->block && was->first == s->first && was->since == s->since)
			continue;
		note.first = who(out, first, years, true, "");
		if (s->first != s->since)
			note.then = who(out, since, years, !same_author(first, since), THEN);
		VEC_PUSH(&out->notes, note);
		VEC_PUSH(&out->of, i);
	}
}

void blame_notes_free(BlameNotes *n)
{
	VEC_FREE(&n->notes);
	VEC_FREE(&n->of);
	arena_free(n->arena);
	n->arena = NULL;
}
