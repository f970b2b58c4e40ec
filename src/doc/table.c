/* GFM pipe tables: cells of a row, and the row of dashes that makes one. */
#include "doc/table.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static Slice trim(Slice s)
{
	while (s.len > 0 && is_blank(s.p[0]))
		s = slice_sub(s, 1, s.len);
	while (s.len > 0 && is_blank(s.p[s.len - 1]))
		s.len--;
	return s;
}

void table_cells(Slice line, TableCells *out)
{
	size_t from = 0;

	line = trim(line);
	if (line.len > 0 && line.p[0] == '|')
		from = 1;
	for (size_t i = from; i <= line.len; i++) {
		if (i + 1 < line.len && line.p[i] == '\\') {
			i++;
		} else if (i == line.len ? from < line.len : line.p[i] == '|') {
			VEC_PUSH(out, trim(slice_sub(line, from, i)));
			from = i + 1;
		}
	}
}

static bool delimiter(Slice cell, Align *out)
{
	bool left = cell.len > 0 && cell.p[0] == ':', right = cell.len > 1 && cell.p[cell.len - 1] == ':';
	size_t from = left ? 1 : 0, to = cell.len - (right ? 1 : 0);

	if (from >= to)
		return false;
	for (size_t i = from; i < to; i++)
		if (cell.p[i] != '-')
			return false;
	*out = left ? (right ? ALIGN_CENTRE : ALIGN_LEFT) : (right ? ALIGN_RIGHT : ALIGN_NONE);
	return true;
}

bool table_begins(Slice line, Slice below, TableAligns *out)
{
	TableCells head = { 0 }, dashes = { 0 };
	size_t mark = out->len;
	bool is;

	if (below.len == 0 || line.len == 0 || !memchr(below.p, '|', below.len) || !memchr(line.p, '|', line.len))
		return false;
	table_cells(below, &dashes);
	is = dashes.len > 0;
	for (size_t i = 0; is && i < dashes.len; i++)
		is = delimiter(dashes.v[i], VEC_ADD(out));
	if (is)
		table_cells(line, &head);
	is = is && head.len == dashes.len;
	if (!is)
		out->len = mark;
	VEC_FREE(&head);
	VEC_FREE(&dashes);
	return is;
}
