/* A page goes from a child to the screen and is the same there. */
#include "tui/page_lines.h"

#include "issue/diff.h"
#include "tap.h"

static const char *const words[] = { "Budget", "2025", "är", "klar.", "[länk](https://exempel.se \"en\\titel\")", "![bild](b.png)", "*fet*", "a\\\\nb", "\\\\",
	"\\n", "`x  y`", "\n", "\n\n", "\n\n## ", "\n- ", "\n\n| a | b |\n|---|--:|\n| 1 | ", "\n\n```\n\ta\tb\n```\n\n", "\x1b[2J", "\r\n", "日本", NULL };

static void make_text(Str *out)
{
	str_clear(out);
	for (unsigned n = rnd_below(40); n; n--) {
		str_add_c(out, rnd_pick(words));
		str_add_char(out, ' ');
	}
}

static Page *back;
static bool all_read;

static void tell(const char *line)
{
	if (strpbrk(line, "\n\r") || !page_read_line(slice_c(line), &back))
		all_read = false;
}

static bool same_line(const PageLine *a, const PageLine *b)
{
	if (a->source != b->source || a->source_at != b->source_at || a->cols != b->cols || a->heading != b->heading || a->note != b->note ||
	    a->spans.len != b->spans.len)
		return false;
	for (size_t i = 0; i < a->spans.len; i++) {
		const Span *s = &a->spans.v[i], *t = &b->spans.v[i];
		if (!slice_eq(s->text, t->text) || s->role != t->role || s->mark != t->mark || s->link != t->link || s->cols != t->cols || s->place != t->place)
			return false;
	}
	return true;
}

static bool same_link(const PageLink *a, const PageLink *b)
{
	return slice_eq(a->url, b->url) && slice_eq(a->title, b->title) && slice_eq(a->text, b->text) && a->line == b->line && a->image == b->image;
}

static bool same(const Page *a, const Page *b)
{
	if (a->width != b->width || a->hang != b->hang || a->lines.len != b->lines.len || a->links.len != b->links.len)
		return false;
	for (size_t i = 0; i < a->lines.len; i++)
		if (!same_line(&a->lines.v[i], &b->lines.v[i]))
			return false;
	for (size_t i = 0; i < a->links.len; i++)
		if (!same_link(&a->links.v[i], &b->links.v[i]))
			return false;
	return true;
}

int main(void)
{
	Str was = STR_EMPTY, now = STR_EMPTY;
	size_t links = 0, marked = 0;
	for (int i = 0; i < tap_rounds(400); i++) {
		make_text(&was);
		make_text(&now);
		Doc *d = rnd_one_in(4) ? diff_source_doc(str_slice(&was), str_slice(&now), false) : diff_doc(str_slice(&was), str_slice(&now));
		PageOpts opts = { .width = 20 + (int)rnd_below(120), .marks = true, .hang = rnd_one_in(2), .link_numbers = rnd_one_in(2) };
		Page *p = rnd_one_in(3) ? page_beside(d, &opts) : page_make(d, &opts);
		back = NULL;
		all_read = true;
		page_lines(p, tell);
		law(all_read && back && same(p, back), "round %d at %d columns: %s\n----\n%s", i, opts.width, str_c(&was), str_c(&now));
		links += p->links.len;
		marked += p->hang > 0;
		page_free(back);
		page_free(p);
		doc_free(d);
	}
	law_done("a page is read back as it was written");
	ok(links > 20 && marked > 2, "with links and signs among them: %zu, %zu", links, marked);
	back = NULL;
	ok(!page_read_line(slice_c("line 1 2 3 0 0"), &back) && !back, "no line without a page");
	ok(page_read_line(slice_c("page 80 0"), &back) && !page_read_line(slice_c("page 80 0"), &back), "one page");
	ok(page_read_line(slice_c("line 1\t9"), &back) && !page_read_line(slice_c("rad 1"), &back), "what is cut off harms nothing");
	page_free(back);
	str_free(&was);
	str_free(&now);
	return tap_done();
}
