/* What was found goes from a child to the screen and is the same there, whatever stands in its texts. */
#include <stdlib.h>

#include "tap.h"
#include "tui/gone_lines.h"

static char *random_text(void)
{
	static const char *const bits[] = { "a", "å", "\t", "\n", "\\", "\\N", "\\n", "\r", " ", "\x1b", "gone", "end", NULL };
	Str s = STR_EMPTY;
	for (unsigned n = rnd_below(8); n; n--)
		str_add_c(&s, rnd_pick(bits));
	return str_steal(&s);
}

static void fill(GoneHit *h)
{
	char **texts[] = { &h->address, &h->title, &h->issue, &h->context, &h->message, &h->author.name, &h->author.mail };
	*h = (GoneHit){ .date = { (int)rnd_below(3000), (int)rnd_below(13), (int)rnd_below(32) }, .version = rnd_below(100000) };
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		*texts[i] = random_text();
	for (size_t i = 0; i < OID_BYTES; i++)
		h->id.b[i] = (unsigned char)rnd_below(256);
	h->author.when = (Moment){ rnd_below(2000000000), (int)rnd_below(600) - 300 };
	for (size_t at = 0; at + 2 <= strlen(h->context); at += 3)
		VEC_PUSH(&h->marks, ((QueryPlace){ at, at + 1 + rnd_below(2), 0 }));
}

static bool same(const GoneHit *a, const GoneHit *b)
{
	bool good = oid_eq(&a->id, &b->id) && date_cmp(a->date, b->date) == 0 && a->version == b->version && a->marks.len == b->marks.len &&
	    a->author.when.sec == b->author.when.sec && a->author.when.offset == b->author.when.offset;
	const char *x[] = { a->address, a->title, a->issue, a->context, a->message, a->author.name, a->author.mail };
	const char *y[] = { b->address, b->title, b->issue, b->context, b->message, b->author.name, b->author.mail };
	for (size_t i = 0; good && i < sizeof x / sizeof *x; i++)
		good = y[i] && strcmp(x[i], y[i]) == 0;
	for (size_t i = 0; good && i < a->marks.len; i++)
		good = a->marks.v[i].from == b->marks.v[i].from && a->marks.v[i].to == b->marks.v[i].to;
	return good;
}

int main(void)
{
	bool good = true;
	for (int i = 0; good && i < tap_rounds(2000); i++) {
		GoneHit h;
		Gone read = { 0 };
		Str line = STR_EMPTY;
		fill(&h);
		gone_hit_line(&h, &line);
		good = !memchr(line.p, '\n', line.len) && gone_read_line(str_slice(&line), &read) && read.hits.len == 1 && same(&h, &read.hits.v[0]);
		gone_hit_free(&h);
		gone_free(&read);
		str_free(&line);
	}
	ok(good, "a hit written is the hit read");
	{
		Gone g = { .standing = 3, .stands = mem_dup("a\tb"), .unread = 2, .cut = true }, read = { 0 };
		Str line = STR_EMPTY;
		gone_end_line(&g, &line);
		ok(gone_read_line(str_slice(&line), &read) && read.standing == 3 && strcmp(read.stands, "a\tb") == 0 && read.unread == 2 && read.cut,
		    "what stands today too");
		str_free(&line);
		gone_free(&g);
		gone_free(&read);
	}
	{
		Gone read = { 0 };
		ok(!gone_read_line(slice_c("gone\ta"), &read) && !gone_read_line(slice_c(""), &read) && read.hits.len == 0, "anything else is no hit");
		ok(gone_read_line(slice_c("gone\ta\tb\tc\t1\t2\t3\ttext\t9-12 0-1\t"
		    "0123456789012345678901234567890123456789\tn\tm\t1\t0\tx\t5"), &read) && read.hits.v[0].marks.len == 0, "places beyond the text are none");
		gone_free(&read);
	}
	return tap_done();
}
