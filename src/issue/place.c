/* A place in one text sought in another: item by rule R1, paragraph by its words. */
#include "issue/place.h"

#include "issue/match.h"

#define LIKE_ENOUGH 0.5
#define SOUGHT_MAX 200		/* paragraphs compared: beyond, the place by number will do */

typedef struct {
	size_t from, to;
} Span;

static size_t line_end(Slice text, size_t at)
{
	while (at < text.len && text.p[at] != '\n')
		at++;
	return at < text.len ? at + 1 : at;
}

static bool is_blank(Slice text, size_t from, size_t to)
{
	return slice_trim(slice_sub(text, from, to)).len == 0;
}

/* Lines up to the next blank one, with the blank ones behind it; empty at the end. */
static Span paragraph(Slice text, size_t from, size_t end)
{
	Span s = { from, from };
	bool ended = false;

	while (s.to < end) {
		size_t next = line_end(text, s.to);

		next = next < end ? next : end;
		if (is_blank(text, s.to, next))
			ended = true;
		else if (ended)
			break;
		s.to = next;
	}
	return s;
}

/* The paragraph of a part that holds a byte, and its number. */
static Span paragraph_at(Slice text, Span part, size_t at, size_t *number)
{
	Span s = paragraph(text, part.from, part.to);

	for (*number = 0; s.to <= at && s.to < part.to; ++*number)
		s = paragraph(text, s.to, part.to);
	return s;
}

static Span nth_paragraph(Slice text, Span part, size_t number)
{
	Span s = paragraph(text, part.from, part.to);

	while (number-- > 0 && s.to < part.to)
		s = paragraph(text, s.to, part.to);
	return s;
}

/* The one with the same words, else the most similar; false: none is like it. */
static bool same_paragraph(Slice was, Slice now, Span part, Span *out)
{
	double best = LIKE_ENOUGH;
	bool found = false;
	Span s = paragraph(now, part.from, part.to);

	for (int n = 0; s.from < s.to && n < SOUGHT_MAX && best < 1; n++, s = paragraph(now, s.to, part.to)) {
		Slice other = slice_trim(slice_sub(now, s.from, s.to));
		double like = slice_eq(other, was) ? 1 : text_similarity(was, other);

		if (like < best || (found && like <= best))
			continue;
		best = like;
		found = true;
		*out = s;
	}
	return found;
}

static Span own_text(const Cut *c, size_t part)
{
	return (Span){ c->parts.v[part].from, c->parts.v[part].to };
}

/* The part that it is now, else the nearest before it that is still there. */
static size_t part_now(const Match *m, size_t part, bool *same)
{
	for (size_t i = part; i >= PART_FIRST; i--)
		if (m->a_to_b[i] >= 0) {
			*same = i == part;
			return (size_t)m->a_to_b[i];
		}
	*same = part < PART_FIRST;
	return part < PART_FIRST ? part : PART_FIRST - 1;
}

size_t place_in(Slice was, const Cut *was_cut, size_t at, Slice now, const Cut *now_cut)
{
	size_t part, number, into;
	Span then, here, to;
	bool same;
	Match m;

	if (slice_eq(was, now))
		return at < now.len ? at : now.len;
	match_parts(was, was_cut, now, now_cut, true, &m);
	part = cut_at(was_cut, at);
	then = paragraph_at(was, own_text(was_cut, part), at, &number);
	into = at > then.from ? at - then.from : 0;
	here = own_text(now_cut, part_now(&m, part, &same));
	match_free(&m);
	if (!same)
		return here.to > here.from ? here.to - 1 : here.to;
	if (!same_paragraph(slice_trim(slice_sub(was, then.from, then.to)), now, here, &to))
		to = nth_paragraph(now, here, number);
	return to.from + into < to.to ? to.from + into : to.to > to.from ? to.to - 1 : to.from;
}
