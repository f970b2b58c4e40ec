/* A recording by a child: orders and results as lines. */
#include "tui/record_lines.h"

#include <stdlib.h>

#define ORDER "record "
#define CORRECTION "c "
#define PLAIN "- "

char *record_order(const RecordOrder *o)
{
	return mem_printf(ORDER "%s%.*s\n%.*s", o->correction ? CORRECTION : PLAIN, (int)o->address.len, o->address.p ? o->address.p : "",
	    (int)o->message.len, o->message.p ? o->message.p : "");
}

bool record_order_read(Slice what, RecordOrder *out)
{
	if (!slice_starts(what, ORDER))
		return false;
	what = slice_sub(what, strlen(ORDER), what.len);
	out->correction = slice_starts(what, CORRECTION);
	what = slice_sub(what, strlen(PLAIN), what.len);
	out->address = slice_chomp(slice_line(&what));
	out->message = what;
	return true;
}

static void tell_names(const char *word, const Names *names, void (*tell)(const char *row))
{
	for (size_t i = 0; i < names->len; i++) {
		char *row = mem_printf("%s %s", word, names->v[i]);
		tell(row);
		free(row);
	}
}

void record_result_lines(const RecordResult *r, void (*tell)(const char *row))
{
	tell_names("left", &r->left, tell);
	tell_names("held", &r->held, tell);
	if (oid_is_zero(&r->commit))
		return;
	char hex[OID_HEX + 1];
	oid_hex(&r->commit, hex);
	Slice rest = slice_c(r->message), first = slice_chomp(slice_line(&rest));
	char *commit = mem_printf("commit %s", hex), *message = mem_printf("message %.*s", (int)first.len, first.p);
	tell(commit);
	tell(message);
	free(commit);
	free(message);
}

void record_news_free(RecordNews *n)
{
	str_free(&n->works);
	str_free(&n->said);
	*n = (RecordNews){ 0 };
}

static bool takes(Slice line, const char *word, Slice *rest)
{
	if (!slice_starts(line, word))
		return false;
	*rest = slice_sub(line, strlen(word), line.len);
	return true;
}

void record_read_line(Slice line, RecordNews *news, RecordResult *out)
{
	Slice rest;
	if (takes(line, RECORD_WORKS, &rest)) {
		str_clear(&news->works);
		str_add_slice(&news->works, rest);
	} else if (takes(line, RECORD_SAID, &rest)) {
		str_add_slice(&news->said, rest);
		str_add_char(&news->said, '\n');
	} else if (slice_is(line, RECORD_DONE)) {
		news->recorded = true;
	} else if (slice_is(line, RECORD_TERMINAL)) {
		news->terminal = true;
	} else if (takes(line, "left ", &rest)) {
		names_take(&out->left, slice_dup(rest));
	} else if (takes(line, "held ", &rest)) {
		names_take(&out->held, slice_dup(rest));
	} else if (takes(line, "message ", &rest)) {
		free(out->message);
		out->message = slice_dup(rest);
	} else if (takes(line, "commit ", &rest)) {
		oid_parse(rest, &out->commit);
	}
}
