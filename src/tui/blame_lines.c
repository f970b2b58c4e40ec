/* Versions first, then the sentences that name them. */
#include "tui/blame_lines.h"

#include "tui/fields.h"

#define FIELDS 7

void blame_lines(const Blame *b, void (*tell)(const char *line))
{
	Str line = STR_EMPTY;
	str_add_c(&line, "blame");
	field_add_oid(&b->text, &line);
	field_add_number(b->earlier, &line);
	tell(str_c(&line));
	for (size_t i = 0; i < b->versions.len; i++) {
		const BlameVersion *v = &b->versions.v[i];
		str_clear(&line);
		str_add_c(&line, "who");
		field_add_oid(&v->id, &line);
		field_add(v->author.name, &line);
		field_add(v->author.mail, &line);
		field_add_number(v->author.when.sec, &line);
		field_add_number(v->author.when.offset, &line);
		tell(str_c(&line));
	}
	for (size_t i = 0; i < b->sentences.len; i++) {
		const BlameSentence *s = &b->sentences.v[i];
		str_clear(&line);
		str_add_c(&line, "sentence");
		field_add_number((int64_t)s->from, &line);
		field_add_number((int64_t)s->to, &line);
		field_add_number((int64_t)s->word, &line);
		field_add_number(s->block, &line);
		field_add_number(s->first, &line);
		field_add_number(s->since, &line);
		tell(str_c(&line));
	}
	str_free(&line);
}

static bool read_who(const Slice *f, Blame *out)
{
	BlameVersion v = { .message = NULL };
	if (!oid_parse(f[1], &v.id))
		return false;
	v.author = (Person){ field_text(f[2]), field_text(f[3]), { field_number(f[4]), (int)field_number(f[5]) } };
	VEC_PUSH(&out->versions, v);
	return true;
}

static bool read_sentence(const Slice *f, Blame *out)
{
	int64_t n[FIELDS - 1];
	for (size_t i = 0; i < FIELDS - 1; i++) {
		n[i] = field_number(f[i + 1]);
		if (n[i] < 0)
			return false;
	}
	if ((size_t)n[4] >= out->versions.len || (size_t)n[5] >= out->versions.len)
		return false;
	VEC_PUSH(&out->sentences, ((BlameSentence){ .from = (size_t)n[0], .to = (size_t)n[1], .word = (size_t)n[2], .block = n[3] != 0,
	    .first = (uint32_t)n[4], .since = (uint32_t)n[5] }));
	return true;
}

bool blame_read_line(Slice line, Blame *out)
{
	Slice f[FIELDS];
	size_t n = fields_split(line, f, FIELDS);
	if (n == 6 && slice_is(f[0], "who"))
		return read_who(f, out);
	if (n == FIELDS && slice_is(f[0], "sentence"))
		return read_sentence(f, out);
	if (n != 3 || !slice_is(f[0], "blame"))
		return false;
	out->earlier = field_number(f[2]) != 0;
	return oid_parse(f[1], &out->text);
}
