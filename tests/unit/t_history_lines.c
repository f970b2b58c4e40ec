/* A history goes from a child to the screen and is the same there, whatever stands in its texts. */
#include <stdlib.h>

#include "tap.h"
#include "tui/history_lines.h"

static char *random_text(void)
{
	static const char *const bits[] = { "a", "å", "\t", "\n", "\\", "\\N", "\\n", "\r", " ", "\x1b", "version", NULL };
	Str s = STR_EMPTY;
	if (rnd_one_in(5))
		return NULL;
	for (unsigned n = rnd_below(8); n; n--)
		str_add_c(&s, rnd_pick(bits));
	return str_steal(&s);
}

static bool same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static void fill(Version *v)
{
	char **texts[] = { &v->author.name, &v->author.mail, &v->message, &v->title, &v->was_title, &v->address, &v->path, &v->was_path, &v->chain,
		&v->was_chain, &v->was_issue, &v->was_address };
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		*texts[i] = random_text();
	for (size_t i = 0; i < OID_BYTES; i++) {
		v->id.b[i] = (unsigned char)rnd_below(256);
		v->parent.b[i] = (unsigned char)rnd_below(256);
	}
	v->author.when = (Moment){ (int64_t)rnd_below(2000000000) - 5, (int)rnd_below(1500) - 700 };
	v->event = (Event)rnd_below(EVENT_JOINED + 1);
	v->matched = (MatchHow)rnd_below(MATCH_SIMILAR + 1);
}

static bool same_version(const Version *a, const Version *b)
{
	return oid_eq(&a->id, &b->id) && oid_eq(&a->parent, &b->parent) && a->author.when.sec == b->author.when.sec
	    && a->author.when.offset == b->author.when.offset && a->event == b->event && a->matched == b->matched
	    && same(a->author.name, b->author.name) && same(a->author.mail, b->author.mail) && same(a->message, b->message)
	    && same(a->title, b->title) && same(a->was_title, b->was_title) && same(a->address, b->address) && same(a->path, b->path)
	    && same(a->was_path, b->was_path) && same(a->chain, b->chain) && same(a->was_chain, b->was_chain)
	    && same(a->was_issue, b->was_issue) && same(a->was_address, b->was_address);
}

int main(void)
{
	Str line = STR_EMPTY;
	History back = { 0 };
	for (int i = 0; i < 500; i++) {
		History h = { 0 };
		fill(VEC_ADD(&h.versions));
		history_line(&h.versions.v[0], &line);
		law(!strchr(str_c(&line), '\n') && !strchr(str_c(&line), '\r'), "round %d: a line end", i);
		law(history_read_line(str_slice(&line), &back), "round %d: not read", i);
		law(back.versions.len && same_version(&h.versions.v[0], VEC_LAST(&back.versions)), "round %d: %s", i, str_c(&line));
		history_free(&h);
	}
	law_done("a version is read back");
	History h = { .address = mem_dup("a#b\tc"), .earlier = true, .missing = mem_dup("nothing is\tthere") };
	history_head_line(&h, &line);
	ok(history_read_line(str_slice(&line), &back) && back.earlier, "the head is read back");
	is_str(back.address, "a#b\tc", "with its address");
	is_str(back.missing, "nothing is\tthere", "and with what is missing");
	ok(!history_read_line(SLICE_LIT("version\tx"), &back) && !history_read_line(SLICE_LIT(""), &back), "anything else is not");
	history_free(&h);
	history_free(&back);
	str_free(&line);
	return tap_done();
}
