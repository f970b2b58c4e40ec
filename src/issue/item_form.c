/*
 * A new item in the form of its neighbours: a heading of their level, a bullet with a bold lead-in, or
 * a plain line.
 */
#include "base/utf8.h"
#include "issue/item_parts.h"
#include "issue/item_write.h"

#define PLAIN_EMPTY "- …"	/* a plain line is a title only if something follows */

/* How a lead-in is written. */
typedef struct {
	Slice bullet;		/* "- " */
	Slice mark;		/* "**" */
	bool inside, outside;	/* the colon */
	Slice gap;		/* between the title and the text */
} Leadin;

static Slice bold_of(Slice text, const Part *p, size_t *open, size_t *close)
{
	Slice s = slice_sub(text, p->from, p->body);
	size_t i = 0, n = 0, k;

	while (i < s.len && s.p[i] != '*' && s.p[i] != '_')
		i++;
	if (i < s.len && s.p[i] == '*' && i + 1 < s.len && s.p[i + 1] != '*')	/* the bullet itself */
		for (i++; i < s.len && s.p[i] != '*' && s.p[i] != '_';)
			i++;
	while (i + n < s.len && s.p[i + n] == s.p[i])
		n++;
	for (k = s.len; k > i + n && s.p[k - 1] != s.p[i];)
		k--;
	*open = i;
	*close = k >= n ? k - n : k;
	if (*close < i + n)
		*close = i + n;
	return slice_sub(s, i + n, *close);
}

static void read_leadin(Slice text, const Part *p, Leadin *out)
{
	size_t open, close, k;
	Slice s = slice_sub(text, p->from, p->body), inner = bold_of(text, p, &open, &close);
	size_t marks = (size_t)(inner.p - s.p) - open;

	out->bullet = slice_sub(s, 0, open);
	out->mark = slice_sub(s, open, open + marks);
	out->inside = slice_ends(slice_trim(inner), ":");
	k = close + marks;
	while (k < s.len && s.p[k] == ' ')
		k++;
	out->outside = !out->inside && k < s.len && s.p[k] == ':';
	k = out->outside ? k + 1 : close + marks;
	out->gap = p->body < p->to ? slice_sub(s, k, s.len) : slice("", 0);
}

Slice item_raw_title(Slice text, const Part *p)
{
	Slice line = slice_sub(text, p->from, p->body), rest = line;
	size_t open, close;

	if (p->kind == PART_LEADIN) {
		Slice inner = slice_trim(bold_of(text, p, &open, &close));

		return slice_ends(inner, ":") ? slice_trim(slice_sub(inner, 0, inner.len - 1)) : inner;
	}
	line = slice_trim(slice_line(&rest));
	if (p->kind == PART_HEADING && slice_starts(line, "#")) {
		size_t end;

		while (line.len > 0 && line.p[0] == '#')
			line = slice_sub(line, 1, line.len);
		line = slice_trim(line);
		for (end = line.len; end > 0 && line.p[end - 1] == '#';)
			end--;
		if (end < line.len && (end == 0 || strchr(" \t", line.p[end - 1])))
			line = slice_trim(slice_sub(line, 0, end));
	}
	return line;
}

/* ---- writing ---- */

/* escape: the mark of which two would end the lead-in; 0 for none. */
static void add_title(Slice title, char escape, Str *out)
{
	for (size_t i = 0; i < title.len; i++) {
		bool doubled = (i > 0 && title.p[i - 1] == escape) || (i + 1 < title.len && title.p[i + 1] == escape);

		if (title.p[i] == '\n' || title.p[i] == '\r' || title.p[i] == '\t') {
			str_add_char(out, ' ');
			continue;
		}
		if (title.p[i] == escape && doubled)
			str_add_char(out, '\\');
		str_add_char(out, title.p[i]);
	}
}

static bool closes_like_atx(Slice title)
{
	size_t n = title.len;

	while (n > 0 && title.p[n - 1] == '#')
		n--;
	return n < title.len && (n == 0 || title.p[n - 1] == ' ');
}

static void add_heading(Slice title, int level, Slice body, bool tight, const char *nl, Str *out)
{
	str_add_n(out, '#', (size_t)level);
	str_add_char(out, ' ');
	if (closes_like_atx(title)) {
		add_title(slice_sub(title, 0, title.len - 1), 0, out);
		str_add_c(out, "\\#");
	} else {
		add_title(title, 0, out);
	}
	str_add_c(out, nl);
	if (body.len > 0) {
		if (!tight)
			str_add_c(out, nl);
		text_add_lines(body, nl, out);
		str_add_c(out, nl);
	}
}

static bool is_setext(Slice text, const Part *p)
{
	size_t i = p->from;

	while (i < p->to && text.p[i] == ' ')
		i++;
	return p->kind == PART_HEADING && i < p->to && text.p[i] != '#';
}

static void add_setext(Slice title, int level, Slice body, const char *nl, Str *out)
{
	size_t cols = utf8_width(title);

	add_title(title, 0, out);
	str_add_c(out, nl);
	str_add_n(out, level == 1 ? '=' : '-', cols < 3 ? 3 : cols);
	str_add_c(out, nl);
	if (body.len > 0) {
		str_add_c(out, nl);
		text_add_lines(body, nl, out);
		str_add_c(out, nl);
	}
}

static bool blank_before_body(Slice text, const Part *p)
{
	Slice s = slice_sub(text, p->from, p->body), tail = slice_sub(s, text_tail(s, 0), s.len);

	return p->body == p->to || slice_find(tail, SLICE_LIT("\n\n"), 0) >= 0 ||
	    slice_find(tail, SLICE_LIT("\n\r\n"), 0) >= 0;
}

/* The nearest part before p (p among them), else behind it, that is a lead-in with a text of its own. */
static const Part *leadin_model(const Cut *c, const Part *p)
{
	for (const Part *q = p; q >= c->parts.v + PART_FIRST && q->kind == PART_LEADIN; q--)
		if (q->body < q->to)
			return q;
	for (const Part *q = p; q < c->parts.v + c->parts.len && q->kind == PART_LEADIN; q++)
		if (q->body < q->to)
			return q;
	return p;
}

static void add_leadin(Slice text, const Part *model, Slice title, Slice body, Str *out)
{
	Leadin form;
	const char *nl = text_nl(text);

	read_leadin(text, model, &form);
	str_add_slice(out, form.bullet);
	str_add_slice(out, form.mark);
	add_title(title, form.mark.p[0], out);
	str_add_c(out, form.inside ? ":" : "");
	str_add_slice(out, form.mark);
	str_add_c(out, form.outside ? ":" : "");
	if (body.len > 0) {
		if (form.gap.len > 0)
			str_add_slice(out, form.gap);
		else
			str_printf(out, "  %s", nl);
		text_add_lines(body, nl, out);
	} else if (slice_starts(form.gap, "  ")) {
		str_add_c(out, "  ");
	}
	str_add_c(out, nl);
}

static void add_plain(Slice title, Slice body, const char *nl, Str *out)
{
	add_title(title, 0, out);
	str_printf(out, "%s%s", nl, nl);
	text_add_lines(body.len > 0 ? body : SLICE_LIT(PLAIN_EMPTY), nl, out);
	str_add_c(out, nl);
}

/* Would the item be one where it is to stand? */
static bool is_recognised(Slice text, const Cut *c, size_t after, Slice item, PartKind kind)
{
	Str both = STR_EMPTY;
	Cut again;
	size_t at, part;
	bool is;

	item_insert(text, c, after, item, &both, &at);
	cut_make(str_slice(&both), NULL, &again);
	part = cut_at(&again, at);
	is = again.parts.v[part].kind == kind && again.parts.v[part].from == at;
	cut_free(&again);
	str_free(&both);
	return is;
}

void item_form(Slice text, const Cut *c, size_t after, Slice title, Slice body, Str *out)
{
	ptrdiff_t beside = item_neighbour(c, after, -1);
	const Part *p = beside >= 0 ? &c->parts.v[beside] : NULL;
	const char *nl = text_nl(text);
	size_t start = out->len;
	int level = 2;

	title = slice_trim(title);
	body = slice_sub(body, 0, text_tail(body, 0));
	if (p && p->kind == PART_LEADIN)
		add_leadin(text, leadin_model(c, p), title, body, out);
	else if (p && p->kind == PART_PLAIN)
		add_plain(title, body, nl, out);
	if (out->len > start) {
		if (is_recognised(text, c, after, slice_sub(str_slice(out), start, out->len), p->kind))
			return;
		str_truncate(out, start);
		level = p->level;
	} else if (p) {
		level = p->level;
	}
	if (p && is_setext(text, p) && level <= 2)
		add_setext(title, level, body, nl, out);
	else
		add_heading(title, level, body, p && p->kind == PART_HEADING && !blank_before_body(text, p), nl, out);
}
