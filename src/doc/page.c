/* Makes a page and answers where things stand on it. */
#include "doc/page.h"

#include <stdlib.h>

#include "doc/page_set.h"

#define WIDTH_LEAST 20

bool page_has_signs(const Doc *doc)
{
	for (const Node *n = doc->root; n; n = doc_next(doc->root, n))
		if (doc_is_block(n) && n->mark != MARK_NONE)
			return true;
	return false;
}

#define GUTTER 2

Page *page_make(const Doc *doc, const PageOpts *opts)
{
	PageOpts own = *opts;
	Setter s = { .opts = &own };
	int measure = opts->measure > 0 ? opts->measure : PAGE_MEASURE;

	own.width = opts->width < WIDTH_LEAST ? WIDTH_LEAST : opts->width;
	s.limit = own.width < measure ? own.width : measure;
	s.limit = s.limit < WIDTH_LEAST ? WIDTH_LEAST : s.limit;
	s.page = mem_alloc(sizeof(*s.page));
	s.page->arena = arena_new();
	s.gutter = own.marks && (own.gutter || page_has_signs(doc));
	s.cols = s.gutter ? GUTTER : 0;
	if (s.gutter && own.hang) {
		own.width += GUTTER;
		s.limit += GUTTER;
		s.page->hang = GUTTER;
	}
	s.page->width = own.width;
	s.urls = intern_new();
	set_blocks(&s, doc->root);
	if (own.link_numbers)
		set_addresses(&s);
	for (size_t i = 0; i < s.page->links.len; i++)
		if (s.page->links.v[i].line == SIZE_MAX)
			s.page->links.v[i].line = 0;
	VEC_FREE(&s.boxes);
	str_free(&s.lead);
	intern_free(s.urls);
	return s.page;
}

void page_free(Page *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < p->lines.len; i++)
		VEC_FREE(&p->lines.v[i].spans);
	VEC_FREE(&p->lines);
	VEC_FREE(&p->links);
	arena_free(p->arena);
	free(p);
}

/* The first line whose block begins behind source. */
static size_t first_after(const Page *p, size_t source)
{
	size_t low = 0, high = p->lines.len;

	while (low < high) {
		size_t mid = (low + high) / 2;
		if (p->lines.v[mid].source <= source)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

size_t page_line_of(const Page *p, size_t source)
{
	size_t after = first_after(p, source), block;

	if (after == 0)
		return 0;
	block = p->lines.v[after - 1].source;
	return block == 0 ? 0 : first_after(p, block - 1);
}

void page_line_text(const Page *p, size_t line, Str *out)
{
	size_t begin = out->len;

	if (line >= p->lines.len)
		return;
	for (size_t i = 0; i < p->lines.v[line].spans.len; i++)
		str_add_slice(out, p->lines.v[line].spans.v[i].text);
	while (out->len > begin && out->p[out->len - 1] == ' ')
		str_truncate(out, out->len - 1);
}

void page_text(const Page *p, Str *out)
{
	for (size_t i = 0; i < p->lines.len; i++) {
		page_line_text(p, i, out);
		str_add_char(out, '\n');
	}
}
