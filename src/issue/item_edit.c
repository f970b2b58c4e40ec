/*
 * Editing by items: one replaced, put in, taken out or moved; all other bytes stay but the white space
 * that parts them.
 */
#include "base/utf8.h"
#include "base/words.h"
#include "issue/item_parts.h"
#include "issue/item_write.h"

#define LEVEL_MAX 6

/* ---- white space and line ends ---- */

size_t text_tail(Slice s, size_t floor)
{
	size_t n = s.len;

	while (n > floor && strchr(" \t\r\n", s.p[n - 1]))
		n--;
	return n;
}

/* "\n" or "\r\n" where all line ends are such; NULL where there are none or both. */
static const char *one_line_end(Slice s, bool *any)
{
	size_t crlf = 0, lf = 0;

	for (const char *p = s.p, *end = s.p + s.len; p < end && (p = memchr(p, '\n', (size_t)(end - p))); p++) {
		if (p > s.p && p[-1] == '\r')
			crlf++;
		else
			lf++;
	}
	*any = crlf + lf > 0;
	return crlf && lf ? NULL : crlf ? "\r\n" : lf ? "\n" : NULL;
}

const char *text_nl(Slice text)
{
	bool any;
	const char *nl = one_line_end(text, &any);

	return nl ? nl : "\n";
}

void text_add_lines(Slice s, const char *nl, Str *out)
{
	while (s.len > 0) {
		Slice line = slice_line(&s), bare = slice_chomp(line);

		str_add_slice(out, bare);
		if (bare.len < line.len)
			str_add_c(out, nl);
	}
}

static size_t count_lines(Slice s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		n += s.p[i] == '\n';
	return n;
}

static bool has_blank_line(Slice s)
{
	Slice rest = s;

	while (rest.len > 0)
		if (slice_trim(slice_line(&rest)).len == 0)
			return true;
	return false;
}

/* May s begin right under a line of text and still be what it is? */
static bool stands_alone(Slice s)
{
	size_t i = 0;

	while (i < s.len && i < 3 && s.p[i] == ' ')
		i++;
	if (i >= s.len)
		return true;
	return s.p[i] == '#' || (i + 1 < s.len && strchr("-*+", s.p[i]) && s.p[i + 1] == ' ');
}

/* ---- replacing ---- */

static const char *wanted_line_end(Slice old, Slice text)
{
	bool any;
	const char *nl = one_line_end(old, &any);

	return any ? nl : one_line_end(text, &any);
}

static void add_in_form(Slice s, const char *nl, Str *out)
{
	if (nl)
		text_add_lines(s, nl, out);
	else
		str_add_slice(out, s);
}

/* body has no white space at its end: what stood behind the old text stays. */
static void replace_span(Slice text, size_t from, size_t to, Slice body, Str *out)
{
	Slice old = slice_sub(text, from, to);
	size_t tail = text_tail(old, 0), lines = count_lines(slice_sub(old, tail, old.len));

	str_add_slice(out, slice_sub(text, 0, from));
	if (slice_eq(body, slice_sub(old, 0, tail))) {
		str_add_slice(out, slice_sub(text, from, text.len));
		return;
	}
	add_in_form(body, wanted_line_end(old, text), out);
	str_add_slice(out, slice_sub(old, tail, old.len));
	if (to < text.len) {
		if (lines == 0)
			str_add_c(out, text_nl(text));
		if (lines < 2 && !stands_alone(slice_sub(text, to, text.len)))
			str_add_c(out, text_nl(text));
		str_add_slice(out, slice_sub(text, to, text.len));
	}
}

const Err *item_replace(Slice text, const Part *p, bool covered, Slice with, Str *out)
{
	Slice body = slice_sub(with, 0, text_tail(with, 0));

	if (line_blank(body))
		return err_new(ERR_USAGE, _("the text is empty; an item is removed by deleting it"));
	replace_span(text, p->from, covered ? p->cover : p->to, body, out);
	return NULL;
}

/* ---- the lead ---- */

static size_t blank_lines(Slice s)	/* in bytes, those at its beginning */
{
	Slice rest = s;
	size_t n = 0;

	while (rest.len > 0 && line_blank(slice_line(&rest)))
		n = s.len - rest.len;
	return n;
}

/* A first lead gets blank lines of its own. */
static void add_lead(Slice text, const Part *lead, Slice with, Str *out)
{
	const char *nl = text_nl(text);

	str_add_slice(out, slice_sub(text, 0, lead->to));
	if (lead->from == lead->to && lead->to > 0)
		str_add_c(out, nl);
	text_add_lines(with, nl, out);
	str_add_c(out, nl);
	if (lead->to < text.len)
		str_add_c(out, nl);
	str_add_slice(out, slice_sub(text, lead->to, text.len));
}

void lead_replace(Slice text, const Cut *c, Slice with, Str *out)
{
	const Part *lead = &c->parts.v[2];
	Slice old = slice_sub(text, lead->from, lead->to);
	size_t above = blank_lines(old);

	with = slice_sub(with, blank_lines(with), text_tail(with, 0));
	if (with.len > 0 && above < old.len) {
		replace_span(text, lead->from + above, lead->to, with, out);
	} else if (with.len > 0) {
		add_lead(text, lead, with, out);
	} else {
		str_add_slice(out, slice_sub(text, 0, lead->from + above));
		str_add_slice(out, slice_sub(text, lead->to, text.len));
	}
}

/* ---- taking out ---- */

static bool leadin_begins(const Cut *c, size_t byte)
{
	const Part *p = &c->parts.v[cut_at(c, byte)];

	return p->kind == PART_LEADIN && p->from == byte;
}

static bool leadin_ends(const Cut *c, size_t byte)
{
	return byte > 0 && c->parts.v[cut_at(c, byte - 1)].kind == PART_LEADIN;
}

/* Takes [from, to) out; of the white space before and at its end the one stays that parts better. */
static void take_out(Slice text, const Cut *c, size_t from, size_t to, Str *out)
{
	size_t left = text_tail(slice_sub(text, 0, from), c->header.end), tail = text_tail(slice_sub(text, 0, to), from);
	Slice before = slice_sub(text, left, from), behind = slice_sub(text, tail, to), right = slice_sub(text, to, text.len);
	bool bullets = leadin_ends(c, from) && leadin_begins(c, to);

	str_add_slice(out, slice_sub(text, 0, left));
	if (right.len == 0) {
		str_add_slice(out, left > c->header.end ? behind : before);
	} else if (left <= c->header.end || bullets || count_lines(before) >= count_lines(behind)) {
		str_add_slice(out, before);
		if (left > c->header.end && count_lines(before) < 2 && !stands_alone(right))
			str_add_c(out, text_nl(text));
	} else {
		str_add_slice(out, behind);
	}
	str_add_slice(out, right);
}

void item_delete(Slice text, const Cut *c, size_t part, Str *out)
{
	take_out(text, c, c->parts.v[part].from, c->parts.v[part].cover, out);
}

/* From the last to the first, so that the places in c stay right; neighbours go as one. */
void items_take_out(Slice text, const Cut *c, const bool *gone, Str *out)
{
	Str rest = STR_EMPTY;

	str_add_slice(&rest, text);
	for (size_t i = c->parts.len; i-- > PART_FIRST;) {
		size_t to = c->parts.v[i].to;
		Str next = STR_EMPTY;

		if (!gone[i])
			continue;
		while (i > PART_FIRST && gone[i - 1])
			i--;
		take_out(str_slice(&rest), c, c->parts.v[i].from, to, &next);
		str_free(&rest);
		rest = next;
	}
	str_add_slice(out, str_slice(&rest));
	str_free(&rest);
}

/* ---- putting in ---- */

static size_t place_after(Slice text, const Cut *c, size_t after)
{
	if (after >= PART_FIRST)
		return c->parts.v[after].cover;
	return after == 1 ? text.len : c->parts.v[2].to;
}

static bool is_leadin_text(Slice s)
{
	Lines l = { .text = s, .arena = arena_new() };
	ItemTitles *none = NULL;
	Starts starts = { 0 };
	Str twice = STR_EMPTY;
	bool is;

	/* two of them make items of both */
	str_add_slice(&twice, slice_sub(s, 0, text_tail(s, 0)));
	str_add_c(&twice, "\n");
	str_add_slice(&twice, slice_sub(s, 0, text_tail(s, 0)));
	l.text = str_slice(&twice);
	scan_lines(l.text, &l.lines);
	leadins_find(&l, 0, l.lines.len, none, &starts);
	is = starts.len >= 2 && starts.v[0].from == 0;
	VEC_FREE(&starts);
	VEC_FREE(&l.lines);
	str_free(&twice);
	arena_free(l.arena);
	return is;
}

/* The white space between two lead-ins that stand nearest to pos. */
static Slice leadin_gap(Slice text, const Cut *c, size_t pos)
{
	Slice gap = slice("", 0);

	for (size_t i = PART_FIRST; i + 1 < c->parts.len; i++) {
		const Part *p = &c->parts.v[i];

		if (p->kind != PART_LEADIN || p[1].kind != PART_LEADIN)
			continue;
		if (p->from >= pos && gap.len > 0)
			break;
		gap = slice_sub(text, text_tail(slice_sub(text, 0, p->to), p->from), p->to);
	}
	return gap;
}

typedef struct {
	Slice text;
	const Cut *c;
	size_t pos;
	Slice body;		/* without blank lines around */
	bool leadin;
} Putting;

/* The lines of a lead-in or a body that has blank lines are parted by one. */
static void add_gap(const Putting *p, bool bullets, bool roomy, Slice there, Str *out)
{
	const char *nl = text_nl(p->text);
	Slice gap = bullets && !roomy ? leadin_gap(p->text, p->c, p->pos) : there;

	if (count_lines(gap) >= (bullets && !roomy ? 1u : 2u))
		str_add_slice(out, gap);
	else
		str_printf(out, "%s%s", nl, nl);
}

/* A gap like another one: its line ends, without blanks that stand on its lines. */
static void add_line_ends(Slice gap, Str *out)
{
	for (size_t i = 0; i < gap.len; i++)
		if (gap.p[i] == '\n' || gap.p[i] == '\r')
			str_add_char(out, gap.p[i]);
}

static void put_in(const Putting *p, Str *out, size_t *at)
{
	Slice text = p->text, right = slice_sub(text, p->pos, text.len);
	size_t left = text_tail(slice_sub(text, 0, p->pos), p->c->header.end);
	Str like = STR_EMPTY;
	Slice there;
	bool after_leadin = leadin_ends(p->c, p->pos), before_leadin = right.len > 0 && leadin_begins(p->c, p->pos);

	/* Blanks at the end of a line are that line's. */
	while (left > p->c->header.end && left < p->pos && (text.p[left] == ' ' || text.p[left] == '\t'))
		left++;
	there = slice_sub(text, left, p->pos);
	add_line_ends(there, &like);
	str_add_slice(out, slice_sub(text, 0, left));
	if (left > p->c->header.end) {
		Slice own = slice_sub(text, p->c->parts.v[cut_at(p->c, left - 1)].from, left);

		add_gap(p, p->leadin && after_leadin, has_blank_line(own), there, out);
	} else if (left > 0 && out->p[left - 1] != '\n') {
		str_add_c(out, text_nl(text));
	} else if (left > 0 && p->c->header.form != HEADER_KEYS) {
		str_add_slice(out, count_lines(there) > 0 ? there : slice_c(text_nl(text)));
	} else {
		str_add_slice(out, there);
	}
	*at = out->len;
	text_add_lines(p->body, text_nl(text), out);
	if (right.len > 0)
		add_gap(p, p->leadin && before_leadin, has_blank_line(p->body), str_slice(&like), out);
	else if (left > p->c->header.end)
		str_add_slice(out, str_slice(&like));
	else
		str_add_c(out, text_nl(text));
	str_add_slice(out, right);
	str_free(&like);
}

static Slice without_blank_lines(Slice s)
{
	s = slice_sub(s, 0, text_tail(s, 0));
	while (s.len > 0) {
		Slice rest = s;

		if (slice_trim(slice_line(&rest)).len > 0)
			break;
		s = rest;
	}
	return s;
}

static void insert_at(Slice text, const Cut *c, size_t pos, Slice item, Str *out, size_t *at)
{
	Putting p = { .text = text, .c = c, .pos = pos, .body = without_blank_lines(item) };

	p.leadin = is_leadin_text(p.body);
	put_in(&p, out, at);
}

void item_insert(Slice text, const Cut *c, size_t after, Slice item, Str *out, size_t *at)
{
	insert_at(text, c, place_after(text, c, after), item, out, at);
}

void item_insert_under(Slice text, const Cut *c, size_t parent, Slice item, Str *out, size_t *at)
{
	insert_at(text, c, c->parts.v[parent].to, item, out, at);
}

/* ---- moving ---- */

static bool is_below(const Cut *c, size_t part, size_t above)
{
	return c->parts.v[part].from >= c->parts.v[above].from && c->parts.v[part].from < c->parts.v[above].cover;
}

ptrdiff_t item_neighbour(const Cut *c, size_t after, ptrdiff_t but)
{
	ptrdiff_t found = -1;

	if (after >= PART_FIRST)
		return (ptrdiff_t)after;
	for (size_t i = PART_FIRST; i < c->parts.len; i++) {
		if (c->parts.v[i].parent >= 0 || (ptrdiff_t)i == but)
			continue;
		found = (ptrdiff_t)i;
		if (after == 2)
			break;
	}
	return found;
}

void item_heading_line(Slice text, const Part *p, int level, Str *out, size_t *done)
{
	size_t i = p->from, line_end;
	Slice rest = slice_sub(text, p->from, text.len);

	line_end = p->from + slice_line(&rest).len;
	while (text.p[i] == ' ')
		i++;
	if (text.p[i] == '#') {
		str_add_slice(out, slice_sub(text, p->from, i));
		while (i < line_end && text.p[i] == '#')
			i++;
		str_add_n(out, '#', (size_t)level);
		*done = i;
		return;
	}
	/* setext: the underline is the line that ends the heading */
	for (i = line_end;;) {
		Slice line = slice_trim(slice_line(&rest));

		if (line.len > 0 && (line.p[0] == '=' || line.p[0] == '-') && line.p[line.len - 1] == line.p[0] &&
		    !memchr(line.p, line.p[0] == '=' ? '-' : '=', line.len) && !memchr(line.p, ' ', line.len)) {
			if (level <= 2) {
				str_add_slice(out, slice_sub(text, p->from, i));
				str_add_n(out, level == 1 ? '=' : '-', line.len);
			} else {
				str_add_n(out, '#', (size_t)level);
				str_add_char(out, ' ');
				str_add_slice(out, p->title);
			}
			*done = (size_t)(line.p + line.len - text.p);
			return;
		}
		if (rest.len == 0)
			break;
		i = text.len - rest.len;
	}
	*done = p->from;
}

/* The item with what it covers, all its headings by delta deeper. */
static void add_shifted(Slice text, const Cut *c, size_t part, int delta, Str *out)
{
	const Part *top = &c->parts.v[part];
	size_t done = top->from;

	for (size_t i = part; delta != 0 && i < c->parts.len && c->parts.v[i].from < top->cover; i++) {
		const Part *p = &c->parts.v[i];
		int level = p->level + delta;

		if (p->kind != PART_HEADING)
			continue;
		str_add_slice(out, slice_sub(text, done, p->from));
		item_heading_line(text, p, level < 1 ? 1 : level > LEVEL_MAX ? LEVEL_MAX : level, out, &done);
	}
	str_add_slice(out, slice_sub(text, done, top->cover));
}

/* What hung below a bullet stands by itself. */
static void unindent(Slice s, Str *out)
{
	while (s.len > 0) {
		Slice line = slice_line(&s);

		str_add_slice(out, slice_starts(line, "  ") ? slice_sub(line, 2, line.len) : line);
	}
}

/* The moved item as it is to stand beside to. */
static const Err *moved_form(Slice text, const Cut *c, size_t part, const Part *to, size_t after, Str *out)
{
	const Part *p = &c->parts.v[part];
	bool alone = p->cover == p->to;
	Str body = STR_EMPTY;

	if (!to || p->kind == to->kind || (p->kind == PART_HEADING && to->kind == PART_PLAIN)) {
		add_shifted(text, c, part, to && p->kind == PART_HEADING && to->kind == PART_HEADING ? to->level - p->level : 0, out);
		return NULL;
	}
	if (!alone) {
		if (leadin_begins(c, place_after(text, c, after)))
			return err_new(ERR_USAGE, _("an item that has items of its own cannot stand among bullets"));
		add_shifted(text, c, part, to->level - p->level, out);
		return NULL;
	}
	if (p->kind == PART_LEADIN)
		unindent(slice_sub(text, p->body, p->to), &body);
	else
		str_add_slice(&body, slice_sub(text, p->body, p->to));
	item_form(text, c, after, item_raw_title(text, p), str_slice(&body), out);
	str_free(&body);
	return NULL;
}

void item_like(Slice other, const Cut *oc, size_t part, Slice text, const Cut *c, size_t like, Str *out)
{
	const Part *p = &oc->parts.v[part], *to = &c->parts.v[like];
	bool same = p->kind == to->kind || (p->kind == PART_HEADING && to->kind == PART_PLAIN);
	Str body = STR_EMPTY;

	if (same || p->cover != p->to) {
		add_shifted(other, oc, part, p->kind == PART_HEADING && to->kind == PART_HEADING ? to->level - p->level : 0, out);
		return;
	}
	if (p->kind == PART_LEADIN)
		unindent(slice_sub(other, p->body, p->to), &body);
	else
		str_add_slice(&body, slice_sub(other, p->body, p->to));
	item_form(text, c, like, item_raw_title(other, p), str_slice(&body), out);
	str_free(&body);
}

const Err *item_move(Slice text, const Cut *c, size_t part, size_t after, Str *out)
{
	const Part *p = &c->parts.v[part];
	ptrdiff_t beside = item_neighbour(c, after, (ptrdiff_t)part);
	Str item = STR_EMPTY, both = STR_EMPTY;
	Putting put = { .text = text, .c = c, .pos = place_after(text, c, after) };
	size_t at, from = p->from, to = p->cover;
	const Err *err;
	Cut again;

	if (part < PART_FIRST || (after >= PART_FIRST && is_below(c, after, part)))
		return err_new(ERR_USAGE, _("an item cannot be moved after itself"));
	err = moved_form(text, c, part, beside >= 0 ? &c->parts.v[beside] : NULL, after, &item);
	if (err)
		goto done;
	put.body = without_blank_lines(str_slice(&item));
	put.leadin = is_leadin_text(put.body);
	/* It is there already: at most its level changes. */
	if (put.pos == from || put.pos == to) {
		err = item_replace(text, p, true, put.body, out);
		goto done;
	}
	put_in(&put, &both, &at);
	if (put.pos <= from) {
		to += both.len - text.len;
		from += both.len - text.len;
	}
	cut_make(str_slice(&both), NULL, &again);
	take_out(str_slice(&both), &again, from, to, out);
	cut_free(&again);
done:
	str_free(&item);
	str_free(&both);
	return err;
}
