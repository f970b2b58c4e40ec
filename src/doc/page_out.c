/* Pages to a terminal: looks as SGR, links as OSC 8 with addresses that can do no harm. */
#include <strings.h>

#include "doc/page.h"

#define ADDRESS_MOST 2000	/* bytes; terminals drop longer ones */

static const char *const schemes[] = { "http:", "https:", "mailto:", "ftp:", NULL };

bool page_may_follow(Slice url)
{
	if (url.len > ADDRESS_MOST)
		return false;
	for (const char *const *s = schemes; *s; s++)
		if (url.len > strlen(*s) && strncasecmp(url.p, *s, strlen(*s)) == 0)
			return true;
	return false;
}

/* Printable ASCII as it is, all else as %XX. */
static void add_address(Slice url, Str *out)
{
	for (size_t i = 0; i < url.len; i++) {
		unsigned char c = (unsigned char)url.p[i];
		if (c > 0x20 && c < 0x7f)
			str_add_char(out, (char)c);
		else
			str_printf(out, "%%%02X", c);
	}
}

/* id: parts of one link on several lines are one to the terminal. */
static void open_link(const Page *p, int link, Str *out)
{
	str_printf(out, "\033]8;id=%d;", link);
	add_address(p->links.v[link - 1].url, out);
	str_add_c(out, "\033\\");
}

static int link_of(const Page *p, const Span *s, bool osc8)
{
	return osc8 && s->link > 0 && page_may_follow(p->links.v[s->link - 1].url) ? s->link : 0;
}

static bool same_look(Look a, Look b)
{
	return a.fg == b.fg && a.bg == b.bg && a.attr == b.attr;
}

/* Spans from first on that look alike and lead to the same place are written as one; gives the next. */
static size_t add_spans(const Page *p, const PageLine *l, size_t first, size_t end, const Theme *theme, bool osc8,
    Str *out)
{
	const Span *s = &l->spans.v[first];
	Look look = theme->roles[s->role];
	int link = link_of(p, s, osc8);
	size_t i = first, before;

	if (link > 0)
		open_link(p, link, out);
	before = out->len;
	look_sgr(look, out);
	before = out->len - before;
	for (; i < end; i++) {
		s = &l->spans.v[i];
		if (link_of(p, s, osc8) != link || !same_look(theme->roles[s->role], look))
			break;
		str_add_slice(out, s->text);
	}
	if (before > 0)
		str_add_c(out, "\033[0m");
	if (link > 0)
		str_add_c(out, "\033]8;;\033\\");
	return i;
}

void page_ansi(const Page *p, const Theme *theme, bool osc8, Str *out)
{
	for (size_t i = 0; i < p->lines.len; i++) {
		const PageLine *l = &p->lines.v[i];
		size_t end = l->spans.len, k = 0;
		/* blanks at the end of a line are drawn by nobody */
		while (end > 0 && slice_trim(l->spans.v[end - 1].text).len == 0)
			end--;
		while (k < end)
			k = add_spans(p, l, k, end, theme, osc8, out);
		str_add_char(out, '\n');
	}
}
