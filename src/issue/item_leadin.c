/* Items that are no headings: bullets with a bold lead-in, and plain lines that stand as titles. */
#include "base/utf8.h"
#include "issue/item_parts.h"

#define LEADIN_BYTES_MAX 400	/* of a lead-in that goes on over a line end */
#define TITLE_COLUMNS_MAX 72
#define DATE_LINES 10	/* non-blank ones in which the date line stands */
#define BULLET_CHARS "•·‣◦▪●–—"

/* ---- lead-ins ---- */

typedef struct {
	Start start;
	bool colon;		/* inside or outside */
	bool throughout;	/* nothing but the bold text in the bullet */
	bool colon_ends;	/* text behind it on its line, which ends in a colon */
} Leadin;

static Slice line_of(const Lines *l, size_t i)
{
	return slice_chomp(slice_sub(l->text, l->lines.v[i].from, l->lines.v[i].to));
}

static bool is_item_bullet(const ScanLine *line)
{
	return line->kind == SCAN_BULLET && (line->marker == '-' || line->marker == '*' || line->marker == '+');
}

static bool is_nested_bullet(Slice line)
{
	Slice s = slice_trim(line);

	return s.len > 1 && strchr("-*+", s.p[0]) && (s.p[1] == ' ' || s.p[1] == '\t');
}

/* The paragraph that the bullet begins with. */
static size_t bullet_end(const Lines *l, size_t i)
{
	size_t end = l->lines.v[i].to, from = l->lines.v[i].text;

	for (i++; i < l->lines.len && l->lines.v[i].kind == SCAN_LIST && end - from < LEADIN_BYTES_MAX; i++) {
		if (is_nested_bullet(line_of(l, i)))
			break;
		end = l->lines.v[i].to;
	}
	return end;
}

static bool has_more(const Lines *l, size_t i)
{
	for (i++; i < l->lines.len && l->lines.v[i].kind == SCAN_BLANK; i++)
		;
	return i < l->lines.len && l->lines.v[i].kind == SCAN_LIST;
}

static size_t run_of(Slice s, size_t i)
{
	size_t n = 0;

	while (i + n < s.len && s.p[i + n] == s.p[i])
		n++;
	return n;
}

/* Where the bold text that s begins with ends (its closing mark); 0 if it does not begin with one. */
static size_t bold_end(Slice s, size_t *marks)
{
	size_t n;

	if (s.len < 5 || (s.p[0] != '*' && s.p[0] != '_'))
		return 0;
	n = run_of(s, 0);
	if (n < 2 || n > 3 || strchr(" \t\r\n", s.p[n]))
		return 0;
	for (size_t i = n; i < s.len; i++) {
		size_t run;

		if (s.p[i] == '\\') {
			i++;
			continue;
		}
		if (s.p[i] != s.p[0])
			continue;
		run = run_of(s, i);
		if (run >= n && !strchr(" \t\r\n", s.p[i - 1])) {
			*marks = n;
			return i + run - n;
		}
		i += run - 1;
	}
	return 0;
}

static bool ends_in_colon(Slice line)
{
	size_t n = line.len;

	while (n > 0 && strchr(" \t*_\\", line.p[n - 1]))
		n--;
	return n > 0 && line.p[n - 1] == ':';
}

static bool leadin_at(const Lines *l, size_t i, Leadin *out)
{
	const ScanLine *line = &l->lines.v[i];
	Slice s, title;
	size_t marks, close, k;

	if (!is_item_bullet(line))
		return false;
	s = slice_sub(l->text, line->text, bullet_end(l, i));
	close = bold_end(s, &marks);
	if (close == 0)
		return false;
	memset(out, 0, sizeof *out);
	title = title_clean(slice_sub(s, marks, close), l->arena);
	k = close + marks;
	if (title.len > 0 && title.p[title.len - 1] == ':') {
		out->colon = true;
		title = slice_trim(slice_sub(title, 0, title.len - 1));
	} else {
		size_t at = k;

		while (at < s.len && s.p[at] == ' ')
			at++;
		if (at < s.len && s.p[at] == ':' && (at + 1 == s.len || strchr(" \t\r\n\\", s.p[at + 1]))) {
			out->colon = true;
			k = at + 1;
		}
	}
	if (title.len == 0)
		return false;
	out->throughout = slice_trim(slice_sub(s, close + marks, s.len)).len == 0 && !has_more(l, i);
	out->colon_ends = slice_trim(slice_sub(line_of(l, i), line->text + k - line->from, line->to - line->from)).len > 0 &&
	    ends_in_colon(line_of(l, i));
	s = slice_sub(l->text, line->text, l->text.len);
	while (k < s.len && (strchr(" \t\r\n", s.p[k]) || (s.p[k] == '\\' && k + 1 < s.len && strchr("\r\n", s.p[k + 1]))))
		k++;
	out->start = (Start){ .kind = PART_LEADIN, .from = line->from, .body = line->text + k, .title = title };
	return true;
}

/* Where we are in a run of bold bullets that is a list inside an item. */
typedef struct {
	bool colon;		/* the last line that is not blank ends in a colon and is no lead-in */
	size_t members;
	bool loose;		/* blank lines between its members */
	size_t blanks;		/* just before this line */
} Inner;

static bool is_inside(Inner *in, const Leadin *lead)
{
	bool goes_on = in->members > 0 &&
	    (in->blanks == 0 ? !in->loose : !lead->colon && (in->loose || in->members == 1));

	if (!lead->throughout || !(in->colon || goes_on))
		return false;
	if (in->members == 1)
		in->loose = in->blanks > 0;
	in->members++;
	return true;
}

void leadins_find(const Lines *l, size_t first, size_t last, const ItemTitles *titles, Starts *out)
{
	Inner in = { false, 0, false, 0 };
	Starts found = { 0 };

	for (size_t i = first; i < last; i++) {
		Leadin lead;

		if (l->lines.v[i].kind == SCAN_BLANK) {
			in.blanks++;
			continue;
		}
		if (!leadin_at(l, i, &lead)) {
			in = (Inner){ ends_in_colon(line_of(l, i)), 0, false, 0 };
			continue;
		}
		if (is_inside(&in, &lead)) {
			in.colon = false;
			in.blanks = 0;
		} else {
			in = (Inner){ lead.colon_ends, 0, false, 0 };
			VEC_PUSH(&found, lead.start);
		}
	}
	for (size_t i = 0; i < found.len; i++)
		if (found.len >= 2 || (titles && title_in(titles->all, found.v[i].title)))
			VEC_PUSH(out, found.v[i]);
	VEC_FREE(&found);
}

/* ---- plain lines ---- */

bool line_blank(Slice line)
{
	for (size_t i = 0; i < line.len;) {
		uint32_t cp;

		i += utf8_next(line.p + i, line.len - i, &cp);
		if (!utf8_is_space(cp) && cp != 0xa0 && cp != 0x200b && cp != 0xfeff)
			return false;
	}
	return true;
}

/* A document-level paragraph: lines [first, last) of l. */
static size_t para_end(const Lines *l, size_t i)
{
	while (i < l->lines.len && l->lines.v[i].kind == SCAN_TEXT)
		i++;
	return i;
}

static Slice para_text(const Lines *l, size_t first, size_t last)
{
	return slice_trim(slice_sub(l->text, l->lines.v[first].from, l->lines.v[last - 1].to));
}

static bool starts_typed_bullet(Slice s)
{
	uint32_t cp, b;

	utf8_next(s.p, s.len, &cp);
	for (Slice rest = slice_c(BULLET_CHARS); rest.len > 0;) {
		size_t n = utf8_next(rest.p, rest.len, &b);

		if (b == cp)
			return true;
		rest = slice_sub(rest, n, rest.len);
	}
	return false;
}

static bool has_extension(Slice s)
{
	size_t n = s.len;

	while (n > 0 && ((s.p[n - 1] >= '0' && s.p[n - 1] <= '9') || ((s.p[n - 1] | 32) >= 'a' && (s.p[n - 1] | 32) <= 'z')))
		n--;
	return n > 1 && s.p[n - 1] == '.' && s.p[n - 2] != ' ' && s.len - n >= 2 && s.len - n <= 8 && (s.p[n] | 32) >= 'a';
}

static bool is_picture_name(Slice s)
{
	Str nfc = STR_EMPTY;
	bool is;

	utf8_nfc(s, &nfc);
	s = str_slice(&nfc);
	is = slice_starts(s, "IMG_") || slice_starts(s, "DSC") || slice_starts(s, "Skärmavbild") || slice_starts(s, "![") ||
	    (s.len > 0 && memchr(s.p, '_', s.len)) || has_extension(s);
	str_free(&nfc);
	return is;
}

/* What a title line itself must be like, whatever stands around it. */
static bool is_title_line(Slice s)
{
	return s.len > 0 && !strchr(".,:;!?", s.p[s.len - 1]) && s.len <= TITLE_COLUMNS_MAX * 8 && !starts_typed_bullet(s) &&
	    utf8_width(s) <= TITLE_COLUMNS_MAX && !is_picture_name(s) && !line_holds_date(s);
}

/* Does a longer paragraph or a list follow line i? */
static bool is_followed(const Lines *l, size_t i, size_t width)
{
	for (i++; i < l->lines.len; i++) {
		const ScanLine *line = &l->lines.v[i];
		size_t end;

		if (line->kind == SCAN_BLANK || (line->kind == SCAN_TEXT && line_blank(line_of(l, i))))
			continue;
		if (line->kind != SCAN_TEXT)
			return line->kind == SCAN_BULLET;
		end = para_end(l, i);
		return end - i > 1 || starts_typed_bullet(para_text(l, i, end)) || utf8_width(para_text(l, i, end)) > width;
	}
	return false;
}

static Start plain_start(const Lines *l, size_t i)
{
	size_t body = i + 1 < l->lines.len ? i + 1 : i;

	while (body + 1 < l->lines.len && l->lines.v[body].kind == SCAN_BLANK)
		body++;
	return (Start){ .kind = PART_PLAIN, .level = 2, .from = l->lines.v[i].from,
	    .body = body > i ? l->lines.v[body].from : l->lines.v[i].to, .title = title_clean(line_of(l, i), l->arena) };
}

void plains_find(const Lines *l, size_t first, bool dated, Starts *out)
{
	Starts found = { 0 };
	bool after = dated;	/* the date line or the lead has been */
	size_t nonblank = 0;

	for (size_t i = first; i < l->lines.len;) {
		size_t end = para_end(l, i);
		Slice s;
		Date d;

		if (end == i) {
			nonblank += l->lines.v[i].kind != SCAN_BLANK;
			i++;
			continue;
		}
		s = para_text(l, i, end);
		nonblank += end - i;
		if (!line_blank(s)) {
			if (end - i == 1 && is_title_line(s)) {
				if (after && is_followed(l, i, utf8_width(s)))
					VEC_PUSH(&found, plain_start(l, i));
			} else if (nonblank <= DATE_LINES && end - i == 1 && line_is_date(s, &d)) {
				after = true;
			} else if (end - i > 1 || !is_picture_name(s)) {
				after = true;
			}
		}
		i = end;
	}
	for (size_t i = 0; found.len >= 2 && i < found.len; i++)
		VEC_PUSH(out, found.v[i]);
	VEC_FREE(&found);
}

/* Letters and digits stay what they are when a line is folded, unless it holds a link or an entity: no need to fold what has too many. */
static bool is_too_long(const Lines *l, size_t i, size_t longest)
{
	Slice s = slice_sub(l->text, l->lines.v[i].from, l->lines.v[i].to);
	size_t letters = 0;

	for (size_t k = 0; k < s.len; k++) {
		char c = s.p[k];

		if (c == '[' || c == '&')
			return false;
		letters += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
	}
	return letters > longest;
}

void plains_named(const Lines *l, const ItemTitles *titles, const Intern *taken, Starts *out)
{
	for (size_t i = 0; i < l->lines.len;) {
		size_t end = para_end(l, i);

		if (end == i) {
			i++;
			continue;
		}
		if (end - i == 1 && l->lines.v[i].to - l->lines.v[i].from <= LEADIN_BYTES_MAX && !is_too_long(l, i, titles->longest)) {
			Start s = plain_start(l, i);

			if (title_in(titles->loose, s.title) || (title_in(titles->all, s.title) && !title_in(taken, s.title) &&
			    is_followed(l, i, utf8_width(s.title))))
				VEC_PUSH(out, s);
		}
		i = end;
	}
}
