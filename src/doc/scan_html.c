/* Where HTML blocks begin and end, by CommonMark 0.30, section 4.6. */
#include <string.h>
#include <strings.h>

#include "doc/scan_parts.h"

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_alnum(char c)
{
	return is_alpha(c) || (c >= '0' && c <= '9');
}

/* Behind the last byte of a line stands its line end. */
static char at(Slice s, size_t i)
{
	return i < s.len ? s.p[i] : '\n';
}

static const char *const raw_tags[] = { "script", "pre", "textarea", "style", NULL };
static const char *const block_tags[] = {
	"address", "article", "aside", "base", "basefont", "blockquote", "body", "caption", "center", "col",
	"colgroup", "dd",
	"details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frame",
	"frameset",
	"h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "iframe", "legend", "li", "link", "main",
	"menu",
	"menuitem", "nav", "noframes", "ol", "optgroup", "option", "p", "param", "section", "source", "title",
	"summary", "table",
	"tbody", "td", "tfoot", "th", "thead", "tr", "track", "ul", NULL
};

static bool is_one_of(Slice name, const char *const *names)
{
	for (; *names; names++)
		if (strlen(*names) == name.len && strncasecmp(*names, name.p, name.len) == 0)
			return true;
	return false;
}

static size_t skip_space(Slice s, size_t i)
{
	while (i < s.len && is_space(s.p[i]))
		i++;
	return i;
}

static size_t skip_tag_name(Slice s, size_t i)
{
	if (i >= s.len || !is_alpha(s.p[i]))
		return i;
	while (i < s.len && (is_alnum(s.p[i]) || s.p[i] == '-'))
		i++;
	return i;
}

/* The value of an attribute from its first byte; i if there is none. */
static size_t skip_value(Slice s, size_t i)
{
	size_t from = i;
	char quote = at(s, i);

	if (quote == '"' || quote == '\'') {
		const char *end = memchr(s.p + i + 1, quote, s.len - i - 1);
		return end ? (size_t)(end - s.p) + 1 : from;
	}
	while (i < s.len && !is_space(s.p[i]) && !strchr("\"'=<>`", s.p[i]))
		i++;
	return i;
}

/* "<tag a=b>" or "</tag>" and nothing behind it. */
static bool is_lone_tag(Slice s)
{
	bool closing = at(s, 1) == '/';
	size_t name = closing ? 2 : 1, i = skip_tag_name(s, name);

	if (i == name)
		return false;
	while (!closing) {
		size_t blank = skip_space(s, i), from = blank;
		char c = at(s, blank);
		if (blank == i || !(is_alpha(c) || c == '_' || c == ':'))
			break;
		while (blank < s.len && (is_alnum(s.p[blank]) || strchr("_:.-", s.p[blank])))
			blank++;
		if (blank == from)
			break;
		i = blank;
		blank = skip_space(s, i);
		if (at(s, blank) == '=') {
			from = skip_space(s, blank + 1);
			i = skip_value(s, from);
			if (i == from)
				return false;
		}
	}
	i = skip_space(s, i);
	if (!closing && at(s, i) == '/')
		i++;
	if (at(s, i) != '>')
		return false;
	for (i++; i < s.len; i++)
		if (s.p[i] != ' ' && s.p[i] != '\t' && s.p[i] != '\f')
			return false;
	return true;
}

int scan_html_start(Slice s, bool seventh)
{
	size_t name, end;
	char after;

	if (s.len < 2 || s.p[0] != '<')
		return 0;
	if (slice_starts(s, "<!--"))
		return 2;
	if (s.p[1] == '?')
		return 3;
	if (s.p[1] == '!') {
		if (at(s, 2) >= 'A' && at(s, 2) <= 'Z')
			return 4;
		return s.len >= 9 && strncasecmp(s.p, "<![CDATA[", 9) == 0 ? 5 : 0;
	}
	name = s.p[1] == '/' ? 2 : 1;
	end = name;
	while (end < s.len && is_alnum(s.p[end]))
		end++;
	after = at(s, end);
	if (name == 1 && is_one_of(slice_sub(s, name, end), raw_tags) && (is_space(after) || after == '>'))
		return 1;
	if (is_one_of(slice_sub(s, name, end), block_tags) &&
	    (is_space(after) || after == '>' || (after == '/' && at(s, end + 1) == '>')))
		return 6;
	return seventh && is_lone_tag(s) ? 7 : 0;
}

static bool ends_raw(Slice s)
{
	for (size_t i = 0; i + 3 < s.len; i++) {
		size_t end = i + 2;
		if (s.p[i] != '<' || s.p[i + 1] != '/')
			continue;
		while (end < s.len && is_alpha(s.p[end]))
			end++;
		if (at(s, end) == '>' && is_one_of(slice_sub(s, i + 2, end), raw_tags))
			return true;
	}
	return false;
}

bool scan_html_end(Slice s, int kind)
{
	switch (kind) {
	case 1:
		return ends_raw(s);
	case 2:
		return slice_find(s, SLICE_LIT("-->"), 0) >= 0;
	case 3:
		return slice_find(s, SLICE_LIT("?>"), 0) >= 0;
	case 4:
		return s.len > 0 && memchr(s.p, '>', s.len);
	case 5:
		return slice_find(s, SLICE_LIT("]]>"), 0) >= 0;
	default:
		return false;
	}
}
