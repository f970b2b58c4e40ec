/* Hits as fields. */
#include "tui/gone_lines.h"

#include <stdio.h>
#include <stdlib.h>

#include "tui/fields.h"

#define HIT_FIELDS 16
#define END_FIELDS 5

/* "from-to from-to" */
static void add_marks(const QueryPlaces *marks, Str *out)
{
	Str s = STR_EMPTY;
	for (size_t i = 0; i < marks->len; i++)
		str_printf(&s, "%s%zu-%zu", i ? " " : "", marks->v[i].from, marks->v[i].to);
	field_add(str_c(&s), out);
	str_free(&s);
}

/* Those that are places of this text. */
static void read_marks(Slice field, size_t len, QueryPlaces *out)
{
	char *text = slice_dup(field), *p = text;
	size_t last = 0;
	while (*p) {
		QueryPlace mark = { .from = strtoul(p, &p, 10) };
		mark.to = strtoul(*p ? p + 1 : p, &p, 10);
		if (mark.from < last || mark.to <= mark.from || mark.to > len)
			break;
		VEC_PUSH(out, mark);
		last = mark.to;
	}
	free(text);
}

void gone_hit_line(const GoneHit *h, Str *out)
{
	str_clear(out);
	str_add_c(out, "gone");
	field_add(h->address, out);
	field_add(h->title, out);
	field_add(h->issue, out);
	field_add_number(h->date.year, out);
	field_add_number(h->date.month, out);
	field_add_number(h->date.day, out);
	field_add(h->context, out);
	add_marks(&h->marks, out);
	field_add_oid(&h->id, out);
	field_add(h->author.name, out);
	field_add(h->author.mail, out);
	field_add_number(h->author.when.sec, out);
	field_add_number(h->author.when.offset, out);
	field_add(h->message, out);
	field_add_number(h->version, out);
}

void gone_end_line(const Gone *g, Str *out)
{
	str_clear(out);
	str_add_c(out, "end");
	field_add_number((int64_t)g->standing, out);
	field_add(g->stands, out);
	field_add_number((int64_t)g->unread, out);
	field_add_number(g->cut, out);
}

static bool read_hit(const Slice *f, Gone *out)
{
	GoneHit h = { .version = field_number(f[15]) };
	if (!oid_parse(f[9], &h.id))
		return false;
	h.address = field_text(f[1]);
	h.title = field_text(f[2]);
	h.issue = field_text(f[3]);
	h.date = (Date){ (int)field_number(f[4]), (int)field_number(f[5]), (int)field_number(f[6]) };
	h.context = field_text(f[7]);
	read_marks(f[8], h.context ? strlen(h.context) : 0, &h.marks);
	h.author = (Person){ field_text(f[10]), field_text(f[11]), { field_number(f[12]), (int)field_number(f[13]) } };
	h.message = field_text(f[14]);
	VEC_PUSH(&out->hits, h);
	return true;
}

bool gone_read_line(Slice line, Gone *out)
{
	Slice f[HIT_FIELDS];
	size_t n = fields_split(line, f, HIT_FIELDS);
	if (n == HIT_FIELDS && slice_is(f[0], "gone"))
		return read_hit(f, out);
	if (n != END_FIELDS || !slice_is(f[0], "end"))
		return false;
	out->standing = (size_t)field_number(f[1]);
	free(out->stands);
	out->stands = field_text(f[2]);
	out->unread = (size_t)field_number(f[3]);
	out->cut = field_number(f[4]) != 0;
	return true;
}
