/* Makes a text fit for cmark: a heavy block becomes an empty fence, a table behind prose gets a blank line before it. */
#include "doc/prepare.h"

#include "doc/table.h"

#define HEAVY_FENCE "~~~\n~~~\n"
#define BLANK_LINE "\r"	/* "\n" behind a lone "\r" would be one line end with it */

static Slice line_text(const Prepared *p, size_t i)
{
	return slice_sub(p->text, p->lines.v[i].from, p->lines.v[i].to);
}

static Slice without_indent(Slice line)
{
	while (line.len > 0 && (line.p[0] == ' ' || line.p[0] == '\t'))
		line = slice_sub(line, 1, line.len);
	return line;
}

static bool begins_table(const Prepared *p, size_t i)
{
	const ScanLine *l = &p->lines.v[i];
	TableAligns aligns = { 0 };
	bool is;

	if (i + 1 >= p->lines.len || l[0].kind != SCAN_TEXT || l[1].kind != SCAN_TEXT)
		return false;
	is = table_begins(line_text(p, i), line_text(p, i + 1), &aligns);
	VEC_FREE(&aligns);
	return is;
}

/* Is a line still a paragraph's when it stands alone? */
static bool is_prose(Slice line)
{
	ScanLines lines = { 0 };
	bool is;

	scan_lines(line, &lines);
	is = lines.len == 1 && lines.v[0].kind == SCAN_TEXT;
	VEC_FREE(&lines);
	return is;
}

/* Does a table begin here, behind other lines of its paragraph, that would still be one on its own? */
static bool begins_table_late(const Prepared *p, size_t i)
{
	return i > 0 && p->lines.v[i - 1].kind == SCAN_TEXT && begins_table(p, i) &&
	    is_prose(without_indent(line_text(p, i)));
}

static void add_line(Prepared *p, Slice text, size_t line)
{
	str_add_slice(&p->own, text);
	VEC_PUSH(&p->map, line);
}

static bool needs_change(const Prepared *p)
{
	for (size_t i = 0; i < p->lines.len; i++)
		if (p->lines.v[i].heavy || begins_table_late(p, i))
			return true;
	return false;
}

void prepare(Slice text, Prepared *p)
{
	bool in_table = false;

	*p = (Prepared){ .text = text, .ready = text };
	scan_lines(text, &p->lines);
	if (!needs_change(p))
		return;
	for (size_t i = 0; i < p->lines.len; i++) {
		const ScanLine *l = &p->lines.v[i];
		if (l->heavy) {
			if (i == 0 || !l[-1].heavy) {
				str_add_c(&p->own, HEAVY_FENCE);
				VEC_PUSH(&p->map, i);
				VEC_PUSH(&p->map, i);
			}
			continue;
		}
		in_table = in_table && l->kind == SCAN_TEXT;
		if (in_table || !begins_table(p, i)) {
			add_line(p, line_text(p, i), i);
			continue;
		}
		in_table = true;
		if (begins_table_late(p, i)) {
			add_line(p, SLICE_LIT(BLANK_LINE), i);
			add_line(p, without_indent(line_text(p, i)), i);
		} else {
			add_line(p, line_text(p, i), i);
		}
	}
	p->ready = str_slice(&p->own);
}

void prepare_free(Prepared *p)
{
	VEC_FREE(&p->lines);
	VEC_FREE(&p->map);
	str_free(&p->own);
}

size_t prepare_line(const Prepared *p, int number)
{
	size_t i = number > 0 ? (size_t)number - 1 : 0;

	if (p->map.len > 0)
		i = p->map.v[i < p->map.len ? i : p->map.len - 1];
	return i < p->lines.len || i == 0 ? i : p->lines.len - 1;
}

bool prepare_heavy(const Prepared *p, size_t line, Slice *out)
{
	size_t end = line;

	if (line >= p->lines.len || !p->lines.v[line].heavy)
		return false;
	while (end < p->lines.len && p->lines.v[end].heavy)
		end++;
	*out = slice_sub(p->text, p->lines.v[line].from, p->lines.v[end - 1].to);
	return true;
}
