/* Orders and results of a recording by a child: what was written is read back. */
#include <stdlib.h>

#include "base/mem.h"
#include "tap.h"
#include "tui/record_lines.h"

static RecordResult got;
static RecordNews news;

static void take(const char *row)
{
	record_read_line(slice_c(row), &news, &got);
}

static void orders(void)
{
	static const char *const addresses[] = { "", "a.md", "klg/10.md#budget 2025/x", "c ", "- a.md" };
	static const char *const messages[] = { "", "Ett", "Ett\n\n- två\n", "record x", "ä “ö”" };

	for (size_t a = 0; a < sizeof addresses / sizeof *addresses; a++)
		for (size_t m = 0; m < sizeof messages / sizeof *messages; m++)
			for (int c = 0; c < 2; c++) {
				RecordOrder was = { slice_c(addresses[a]), slice_c(messages[m]), c }, o;
				char *text = record_order(&was);

				law(record_order_read(slice_c(text), &o) && slice_eq(o.address, was.address) && slice_eq(o.message, was.message) &&
				    o.correction == was.correction, "%s", text);
				free(text);
			}
	law_done("an order is read back");
	ok(!record_order_read(SLICE_LIT("sync"), &(RecordOrder){ .correction = false }), "another is none");
}

static void results(void)
{
	RecordResult r = { .message = mem_dup("Först\n\n- a\n- b") };

	oid_parse(SLICE_LIT("0123456789abcdef0123456789abcdef01234567"), &r.commit);
	names_add(&r.left, "a b.md");
	names_add(&r.held, "c.md är öppen");
	names_add(&r.held, "d.md");
	record_result_lines(&r, take);
	ok(oid_eq(&got.commit, &r.commit), "the version");
	is_str(got.message, "Först", "the first line of its message");
	ok(got.left.len == 1 && strcmp(got.left.v[0], "a b.md") == 0, "what was left");
	ok(got.held.len == 2 && strcmp(got.held.v[0], "c.md är öppen") == 0 && strcmp(got.held.v[1], "d.md") == 0, "what was held");
	take(RECORD_WORKS "pre-commit");
	take(RECORD_SAID "ett");
	take(RECORD_SAID "held två");
	ok(!news.recorded && !news.terminal, "nothing yet");
	take(RECORD_DONE);
	take(RECORD_TERMINAL);
	take("något annat");
	is_str(str_c(&news.works), "pre-commit", "what works");
	is_str(str_c(&news.said), "ett\nheld två\n", "what was said");
	ok(news.recorded && news.terminal, "and how far it is");
	record_result_free(&r);
	record_result_free(&got);
	r.sign_failed = true;
	record_result_lines(&r, take);
	ok(oid_is_zero(&got.commit) && !got.message, "nothing recorded is told as nothing");
	record_news_free(&news);
}

int main(void)
{
	tap_scrub();
	orders();
	results();
	return tap_done();
}
