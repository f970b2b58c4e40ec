/* What an issue says about itself: header first, then the page, then the path. */
#include "base/utf8.h"
#include "issue/item_parts.h"

#define DATE_LINES 10	/* non-blank ones in which the date line stands */

/* One line of text; nothing but its white space is changed. */
static Slice one_line(Slice s, Arena *a)
{
	Str out = STR_EMPTY;
	Slice kept;

	for (size_t i = 0, n; i < s.len; i += n) {
		uint32_t cp;

		n = utf8_next(s.p + i, s.len - i, &cp);
		if (!utf8_is_space(cp))
			str_add(&out, s.p + i, n);
		else if (out.len > 0 && out.p[out.len - 1] != ' ')
			str_add_char(&out, ' ');
	}
	kept = slice_trim(str_slice(&out));
	kept = slice(arena_dup(a, kept.len ? kept.p : "", kept.len), kept.len);
	str_free(&out);
	return kept;
}

/* ---- the title from the file's name ---- */

static Slice last_component(Slice path, size_t *from)
{
	*from = path.len;
	while (*from > 0 && path.p[*from - 1] != '/')
		(*from)--;
	return slice_sub(path, *from, path.len);
}

static Slice stem(Slice name)
{
	static const char *const ends[] = { ".md", ".markdown", NULL };

	for (size_t i = 0; ends[i]; i++)
		if (slice_ends(name, ends[i]) && name.len > strlen(ends[i]))
			return slice_sub(name, 0, name.len - strlen(ends[i]));
	return name;
}

static size_t date_signs(Slice s)
{
	size_t i = 0;

	while (i < s.len && ((s.p[i] >= '0' && s.p[i] <= '9') || strchr("-_. ", s.p[i])))
		i++;
	return i;
}

static bool is_digit_at(const Str *s, size_t i)
{
	return i < s->len && s->p[i] >= '0' && s->p[i] <= '9';
}

/* "2024-11-15-", "12-" in front of words is the date, not the title. */
static Slice without_date(Slice s)
{
	size_t i = date_signs(s);

	return i > 0 && i < s.len && strchr("-_. ", s.p[i - 1]) ? slice_sub(s, i, s.len) : s;
}

static Slice title_of_path(Slice path, Arena *a)
{
	size_t from;
	Slice name = stem(last_component(path, &from)), kept;
	Str out = STR_EMPTY;

	if (from > 1 && (slice_is(name, "index") || slice_is(name, "_index")))
		name = last_component(slice_sub(path, 0, from - 1), &from);	/* a page in a folder of its own */
	name = without_date(name);
	str_add_slice(&out, name);
	for (size_t i = 0; i < out.len; i++)	/* a date stays one */
		if ((out.p[i] == '-' || out.p[i] == '_') && !(i > 0 && is_digit_at(&out, i - 1) && is_digit_at(&out, i + 1)))
			out.p[i] = ' ';
	if (out.len > 0 && out.p[0] >= 'a' && out.p[0] <= 'z')
		out.p[0] = (char)(out.p[0] - 32);
	kept = one_line(str_slice(&out), a);
	str_free(&out);
	return kept;
}

/* ---- the date line ---- */

/* Up to the first item; where that one's title is all a date it is the date line of an issue without titles. */
static size_t before_items(Slice text, const Cut *c)
{
	const Part *first = c->parts.v + PART_FIRST;
	Date d;

	if (c->parts.len <= PART_FIRST)
		return text.len;
	return first->kind == PART_HEADING && line_is_date(first->title, &d) ? first->body : first->from;
}

static bool date_line(Slice text, const Cut *c, Date *out)
{
	size_t end = before_items(text, c), seen = 0;
	Slice rest = slice_sub(text, c->header.end, end);

	while (rest.len > 0 && seen < DATE_LINES) {
		Slice line = slice_line(&rest);

		if (line_blank(line))
			continue;
		if (line_is_date(line, out))
			return true;
		seen++;
	}
	return false;
}

static bool header_date(const Header *h, Date *out)
{
	const HeaderField *f = header_find(h, KEY_DATE);

	return f && f->value.len > 0 && (date_parse_iso(f->value, out) || date_parse(f->value, out));
}

static void read_date(Slice text, Slice path, const Cut *c, Meta *out)
{
	if (header_date(&c->header, &out->date))
		out->date_from = DATE_HEADER;
	else if (date_line(text, c, &out->date))
		out->date_from = DATE_TEXT;
	else if (date_from_path(path, &out->date))
		out->date_from = DATE_PATH;
	else
		out->date = (Date){ 0, 0, 0 };
}

/* ---- the rest ---- */

static Slice header_value(const Header *h, HeaderKey key, Arena *a)
{
	const HeaderField *f = header_find(h, key);

	return f ? slice(arena_dup(a, f->value.p ? f->value.p : "", f->value.len), f->value.len) : slice("", 0);
}

static State read_state(const Header *h)
{
	const HeaderField *state = header_find(h, KEY_STATE), *draft = header_find(h, KEY_DRAFT);
	Str low = STR_EMPTY;
	State s = STATE_NONE;

	if (state)
		s = state_parse(state->value);
	if (s != STATE_NONE || !draft)
		return s;
	utf8_lower(draft->value, &low);
	if (slice_is(str_slice(&low), "true") || slice_is(str_slice(&low), "yes"))
		s = STATE_WRITING;
	str_free(&low);
	return s;
}

void meta_read(Slice text, Slice path, const Cut *c, Meta *out, Arena *a)
{
	memset(out, 0, sizeof *out);
	out->title = one_line(header_value(&c->header, KEY_TITLE, a), a);
	if (out->title.len == 0)
		out->title = slice(arena_dup(a, c->title.p ? c->title.p : "", c->title.len), c->title.len);
	if (out->title.len == 0)
		out->title = title_of_path(path, a);
	out->number = header_value(&c->header, KEY_NUMBER, a);
	out->series = header_value(&c->header, KEY_SERIES, a);
	out->state = read_state(&c->header);
	read_date(text, path, c, out);
}
