/* Pages to a terminal: looks as SGR, links as OSC 8 with addresses that can do no harm. */
#include <strings.h>

#include "doc/page.h"

#define ADDRESS_MOST 2000	/* bytes; terminals drop longer ones */

static const char *const schemes[] = { "http:", "https:", "mailto:", "ftp:", NULL };

static bool is_harmless(Slice url)
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

static void add_span(const Page *p, const Span *s, Slice text, const Theme *theme, bool osc8, Str *out)
{
	bool linked = osc8 && s->link > 0 && is_harmless(p->links.v[s->link - 1].url);
	size_t begin = out->len;

	if (linked)
		open_link(p, s->link, out);
	begin = out->len;
	look_sgr(theme->roles[s->role], out);
	begin = out->len - begin;
	str_add_slice(out, text);
	if (begin > 0)
		str_add_c(out, "\033[0m");
	if (linked)
		str_add_c(out, "\033]8;;\033\\");
}

void page_ansi(const Page *p, const Theme *theme, bool osc8, Str *out)
{
	for (size_t i = 0; i < p->lines.len; i++) {
		const PageLine *l = &p->lines.v[i];
		size_t n = l->spans.len;
		/* blanks at the end of a line are drawn by nobody */
		while (n > 0 && slice_trim(l->spans.v[n - 1].text).len == 0)
			n--;
		for (size_t k = 0; k < n; k++)
			add_span(p, &l->spans.v[k], l->spans.v[k].text, theme, osc8, out);
		str_add_char(out, '\n');
	}
}
