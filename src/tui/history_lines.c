/* A version as a line of fields. */
#include "tui/history_lines.h"

#include <stdlib.h>

#include "tui/fields.h"

#define FIELDS 19

void history_line(const Version *v, Str *out)
{
	str_clear(out);
	str_add_c(out, "version");
	field_add_oid(&v->id, out);
	field_add(v->author.name, out);
	field_add(v->author.mail, out);
	field_add_number(v->author.when.sec, out);
	field_add_number(v->author.when.offset, out);
	field_add(v->message, out);
	field_add_number(v->event, out);
	field_add_number(v->matched, out);
	field_add(v->title, out);
	field_add(v->was_title, out);
	field_add(v->address, out);
	field_add_oid(&v->parent, out);
	field_add(v->path, out);
	field_add(v->was_path, out);
	field_add(v->chain, out);
	field_add(v->was_chain, out);
	field_add(v->was_issue, out);
	field_add(v->was_address, out);
}

void history_head_line(const History *h, Str *out)
{
	str_clear(out);
	str_add_c(out, "history");
	field_add(h->address, out);
	field_add_number(h->earlier, out);
	field_add(h->missing, out);
}

/* ---- reading ---- */

static bool read_version(const Slice *f, History *out)
{
	Version v = { 0 };
	if (!oid_parse(f[1], &v.id) || !oid_parse(f[12], &v.parent))
		return false;
	v.author = (Person){ field_text(f[2]), field_text(f[3]), { field_number(f[4]), (int)field_number(f[5]) } };
	v.message = field_text(f[6]);
	v.event = (Event)field_number(f[7]);
	v.matched = (MatchHow)field_number(f[8]);
	char **texts[] = { &v.title, &v.was_title, &v.address, NULL, &v.path, &v.was_path, &v.chain, &v.was_chain,
		&v.was_issue, &v.was_address };
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (texts[i])
			*texts[i] = field_text(f[9 + i]);
	VEC_PUSH(&out->versions, v);
	return true;
}

bool history_read_line(Slice line, History *out)
{
	Slice f[FIELDS];
	size_t n = fields_split(line, f, FIELDS);
	if (n == FIELDS && slice_is(f[0], "version"))
		return read_version(f, out);
	if (n != 4 || !slice_is(f[0], "history"))
		return false;
	free(out->address);
	free(out->missing);
	out->address = field_text(f[1]);
	out->earlier = field_number(f[2]) != 0;
	out->missing = field_text(f[3]);
	return true;
}
