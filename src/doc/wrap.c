/* Breaks flows of text into lines: as much as fits, by Unicode's rules. */
#include "doc/wrap.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/utf8.h"

/* What no line end parts: its bytes, blanks behind it apart. */
typedef struct {
	size_t from, end, next;	/* text, then blanks up to next */
	int cols, blanks;
	bool must;		/* the line ends behind it */
	bool hint;		/* it ends with a soft hyphen */
} Atom;
typedef VEC(Atom) Atoms;

void flow_init(Flow *f, ptrdiff_t place)
{
	*f = (Flow){ .place = place };
}

void flow_free(Flow *f)
{
	str_free(&f->text);
	VEC_FREE(&f->runs);
	VEC_FREE(&f->glue);
}

static bool same_ink(Ink a, Ink b)
{
	return a.role == b.role && a.mark == b.mark && a.link == b.link;
}

static void add(Flow *f, Slice text, FlowRun run)
{
	const FlowRun *last = f->runs.len ? VEC_LAST(&f->runs) : NULL;

	if (text.len == 0)
		return;
	if (!last || last->hint || !same_ink(last->ink, run.ink) || last->decoration || run.decoration ||
	    last->source + (f->text.len - last->at) != run.source) {
		run.at = f->text.len;
		VEC_PUSH(&f->runs, run);
	}
	str_add_slice(&f->text, text);
}

/* A break hint stands only at the end of a run: so places within a run are its bytes. */
static void add_part(Flow *f, Slice text, size_t hint, Ink ink, size_t source)
{
	add(f, text, (FlowRun){ .ink = ink, .source = source, .place = f->place });
	if (hint > 0)
		VEC_LAST(&f->runs)->hint = hint;
	f->place += (ptrdiff_t)(text.len - hint);
}

void flow_text(Flow *f, Slice text, Ink ink, size_t source)
{
	size_t from = 0, hint;

	for (size_t i = 0; i < text.len; i++) {
		if (!(text.p[i] & 0x80) || (hint = doc_break_hint(text, i)) == 0)
			continue;
		add_part(f, slice_sub(text, from, i + hint), hint, ink, source + from);
		i += hint - 1;
		from = i + 1;
	}
	add_part(f, slice_sub(text, from, text.len), 0, ink, source + from);
}

void flow_decoration(Flow *f, Slice text, Ink ink, int hold)
{
	size_t source = f->runs.len ? VEC_LAST(&f->runs)->source : 0;

	if (hold & HOLD_BEFORE)
		VEC_PUSH(&f->glue, f->text.len);
	add(f, text, (FlowRun){ .ink = ink, .decoration = true, .source = source, .place = -1 });
	if (hold & HOLD_BEHIND)
		VEC_PUSH(&f->glue, f->text.len);
}

void flow_join(Flow *f, const Flow *more)
{
	size_t at = f->text.len;

	str_add_slice(&f->text, str_slice(&more->text));
	for (size_t i = 0; i < more->runs.len; i++) {
		FlowRun run = more->runs.v[i];
		run.at += at;
		VEC_PUSH(&f->runs, run);
	}
	for (size_t i = 0; i < more->glue.len; i++)
		VEC_PUSH(&f->glue, more->glue.v[i] + at);
	f->place = more->place;
}

/* ---- measuring ---- */

/* The run that holds byte at; runs never end before the text does. */
static size_t run_of(const Flow *f, size_t at)
{
	size_t low = 0, high = f->runs.len;

	while (low + 1 < high) {
		size_t mid = (low + high) / 2;
		if (f->runs.v[mid].at <= at)
			low = mid;
		else
			high = mid;
	}
	return low;
}

static size_t run_end(const Flow *f, size_t run)
{
	return run + 1 < f->runs.len ? f->runs.v[run + 1].at : f->text.len;
}

/* Columns of [from, to), run by run as it will be drawn; *run is at or before from's and is brought along. */
static int columns(const Flow *f, size_t from, size_t to, size_t *run)
{
	int sum = 0;

	while (from < to) {
		size_t end;
		while (run_end(f, *run) <= from)
			++*run;
		end = run_end(f, *run) < to ? run_end(f, *run) : to;
		sum += (int)utf8_width(slice(f->text.p + from, end - from));
		from = end;
	}
	return sum;
}

static bool ends_with_shy(const Flow *f, size_t from, size_t end)
{
	return end - from >= 2 && memcmp(f->text.p + end - 2, UTF8_SHY, 2) == 0;
}

static void add_atom(const Flow *f, size_t from, size_t next, bool must, size_t *run, Atoms *out)
{
	Atom *a = VEC_ADD(out);

	*a = (Atom){ .from = from, .end = next, .next = next, .must = must };
	while (a->end > from && (f->text.p[a->end - 1] == ' ' || f->text.p[a->end - 1] == '\n'))
		a->end--;
	for (size_t i = a->end; i < next; i++)
		a->blanks += f->text.p[i] == ' ';
	a->cols = columns(f, from, a->end, run);
	a->hint = a->end == next && ends_with_shy(f, from, next);
}

/* "e-post", "(x-led": one letter is not left alone before its hyphen. */
static bool after_lone_letter(const Flow *f, size_t at)
{
	Slice s = slice(f->text.p, at);
	size_t letter, before;
	uint32_t cp;

	if (at < 2 || s.p[at - 1] != '-')
		return false;
	letter = at - 1 - utf8_grapheme_back(s, at - 1);
	utf8_next(s.p + letter, at - 1 - letter, &cp);
	if (!utf8_is_letter(cp))
		return false;
	if (letter == 0)
		return true;
	before = letter - utf8_grapheme_back(s, letter);
	utf8_next(s.p + before, letter - before, &cp);
	return !utf8_is_word(cp);
}

static void cut_atoms(const Flow *f, Atoms *out)
{
	unsigned char *brk = mem_alloc(f->text.len + 1);
	size_t from = 0, run = 0;

	if (f->text.len > 0)
		utf8_breaks(str_slice(&f->text), brk);
	for (size_t i = 0; i < f->glue.len; i++)
		if (f->glue.v[i] < f->text.len && brk[f->glue.v[i]] == BRK_MAY)
			brk[f->glue.v[i]] = BRK_NO;
	for (size_t i = 1; i < f->text.len; i++) {
		if (brk[i] == BRK_NO || (brk[i] == BRK_MAY && after_lone_letter(f, i)))
			continue;
		add_atom(f, from, i, brk[i] == BRK_MUST, &run, out);
		from = i;
	}
	if (f->text.len > from)
		add_atom(f, from, f->text.len, true, &run, out);
	free(brk);
}

void flow_width(const Flow *f, int *whole, int *part)
{
	Atoms atoms = { 0 };
	int line = 0;

	*whole = *part = 0;
	cut_atoms(f, &atoms);
	for (size_t i = 0; i < atoms.len; i++) {
		const Atom *a = &atoms.v[i];
		int alone = a->cols + (a->hint ? 1 : 0);
		*part = alone > *part ? alone : *part;
		line += a->cols;
		*whole = line > *whole ? line : *whole;
		line = a->must ? 0 : line + a->blanks;
	}
	VEC_FREE(&atoms);
}

/* ---- filling ---- */

/* The bytes from at that fit into cols, at least one cluster, run by run. */
static size_t fit(const Flow *f, size_t at, size_t end, int cols)
{
	size_t run = run_of(f, at), from = at;

	while (from < end) {
		size_t stop = run_end(f, run) < end ? run_end(f, run) : end;
		Slice s = slice(f->text.p + from, stop - from);
		size_t n = utf8_fit(s, (size_t)cols);
		if (n < s.len) {
			from += n;
			break;
		}
		cols -= (int)utf8_width(s);
		from = stop;
		run++;
	}
	if (from == at)
		from += utf8_grapheme(slice(f->text.p + at, end - at), 0);
	return from;
}

/* May a line end before byte at if it must end somewhere?  Not in a decoration, nor between it and what it holds. */
static bool may_part(const Flow *f, size_t at)
{
	const FlowRun *run = &f->runs.v[run_of(f, at)];
	size_t low = 0, high = f->glue.len;

	while (low < high) {
		size_t mid = (low + high) / 2;
		if (f->glue.v[mid] < at)
			low = mid + 1;
		else
			high = mid;
	}
	return !(low < f->glue.len && f->glue.v[low] == at) && !(run->decoration && run->at < at);
}

/* As fit, but where may_part says yes, if that is anywhere. */
static size_t fit_well(const Flow *f, size_t at, size_t end, int cols)
{
	size_t most = fit(f, at, end, cols), to = most;

	while (to < end && to > at && !may_part(f, to))
		to -= utf8_grapheme_back(slice(f->text.p + at, to - at), to - at);
	return to > at ? to : most;
}

/* An atom wider than the line: its parts but the last become lines of their own, and the last is left in a. */
static void break_atom(const Flow *f, Atom *a, int *avail, int rest, FlowLines *out)
{
	size_t to, run;

	while ((to = fit_well(f, a->from, a->end, a->cols == *avail ? *avail - 1 : *avail)) < a->end) {
		VEC_PUSH(out, ((FlowLine){ a->from, to, false }));
		a->from = to;
		a->cols = 0;
		*avail = rest;
	}
	run = run_of(f, a->from);
	a->cols = columns(f, a->from, a->end, &run);
	a->hint = a->hint && a->cols < *avail;
}

void flow_wrap(const Flow *f, int first, int rest, FlowLines *out)
{
	Atoms atoms = { 0 };
	int avail = first;

	cut_atoms(f, &atoms);
	for (size_t i = 0; i < atoms.len;) {
		int cols = 0, blanks = 0;
		size_t best = SIZE_MAX, k;
		/* the last atom that this line can end with */
		for (k = i; k < atoms.len; k++) {
			const Atom *a = &atoms.v[k];
			cols += blanks + a->cols;
			blanks = a->blanks;
			if (cols > avail)
				break;
			if (cols + (a->hint ? 1 : 0) <= avail || a->must)
				best = k;
			if (a->must)
				break;
		}
		if (best == SIZE_MAX) {
			break_atom(f, &atoms.v[i], &avail, rest, out);
			continue;
		}
		const Atom *end = &atoms.v[best];
		VEC_PUSH(out, ((FlowLine){ atoms.v[i].from, end->end, end->hint && !end->must }));
		avail = rest;
		i = best + 1;
	}
	VEC_FREE(&atoms);
}

int flow_cols(const Flow *f, const FlowLine *line)
{
	size_t run = run_of(f, line->from);

	return columns(f, line->from, line->to, &run) + (line->hyphen ? 1 : 0);
}

/* ---- pieces ---- */

void flow_pieces(const Flow *f, const FlowLine *line, FlowPiece *piece, void *ctx)
{
	size_t from = line->from, run = run_of(f, from);

	for (; from < line->to; from = run_end(f, run++)) {
		const FlowRun *r = &f->runs.v[run];
		size_t end = run_end(f, run) - r->hint, skip = from - r->at;
		end = end < line->to ? end : line->to;
		if (from < end)
			piece(ctx, slice(f->text.p + from, end - from), r, r->place < 0 ?
			    -1 : r->place + (ptrdiff_t)skip, r->source + skip);
	}
}
