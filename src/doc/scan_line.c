/* What one line may begin, and link reference definitions, by CommonMark 0.30. */
#include <string.h>

#include "doc/scan_parts.h"

#define FENCE_MIN 3
#define NUMBER_DIGITS 9
#define LABEL_MAX 1000
#define URL_PARENS 32

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_punct(char c)
{
	return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
}

static char at(Slice s, size_t i)
{
	return i < s.len ? s.p[i] : '\n';
}

static bool only_blanks(Slice s, size_t from)
{
	for (; from < s.len; from++)
		if (!is_blank(s.p[from]))
			return false;
	return true;
}

static size_t run(Slice s, char c)
{
	size_t n = 0;

	while (n < s.len && s.p[n] == c)
		n++;
	return n;
}

size_t scan_fence_open(Slice s)
{
	size_t n;
	char c = at(s, 0);

	if (c != '`' && c != '~')
		return 0;
	n = run(s, c);
	if (n < FENCE_MIN || (c == '`' && memchr(s.p + n, '`', s.len - n)))
		return 0;
	return n;
}

size_t scan_fence_close(Slice s)
{
	char c = at(s, 0);
	size_t n = c == '`' || c == '~' ? run(s, c) : 0;

	return n >= FENCE_MIN && only_blanks(s, n) ? n : 0;
}

int scan_atx(Slice s, size_t *from, size_t *to)
{
	size_t level = run(s, '#'), end = s.len, hashes;

	if (level < 1 || level > 6 || !(level == s.len || is_blank(s.p[level])))
		return 0;
	*from = level;
	while (*from < s.len && is_blank(s.p[*from]))
		++*from;
	while (end > *from && is_space(s.p[end - 1]))
		end--;
	for (hashes = end; hashes > level && s.p[hashes - 1] == '#';)
		hashes--;
	if (hashes < end && is_blank(s.p[hashes - 1])) {
		end = hashes;
		while (end > *from && is_space(s.p[end - 1]))
			end--;
	}
	*to = end > *from ? end : *from;
	return (int)level;
}

int scan_setext(Slice s)
{
	char c = at(s, 0);
	size_t n = c == '=' || c == '-' ? run(s, c) : 0;

	return n > 0 && only_blanks(s, n) ? (c == '=' ? 1 : 2) : 0;
}

bool scan_rule(Slice s)
{
	char c = at(s, 0);
	int count = 0;

	if (c != '*' && c != '_' && c != '-')
		return false;
	for (size_t i = 0; i < s.len; i++) {
		if (s.p[i] == c)
			count++;
		else if (!is_blank(s.p[i]))
			return false;
	}
	return count >= 3;
}

ScanMarker scan_marker(Slice s, bool in_paragraph)
{
	ScanMarker none = { 0, 0 }, m = none;
	size_t i = 0;
	long number = 0;
	char c = at(s, 0);

	if (c == '*' || c == '-' || c == '+') {
		i = 1;
	} else {
		for (; i < NUMBER_DIGITS && at(s, i) >= '0' && at(s, i) <= '9'; i++)
			number = number * 10 + (s.p[i] - '0');
		c = at(s, i);
		if (i == 0 || (c != '.' && c != ')') || (in_paragraph && number != 1))
			return none;
		i++;
	}
	if (!is_space(at(s, i)) || (in_paragraph && only_blanks(s, i)))
		return none;
	m.marker = c;
	m.len = i;
	return m;
}

/* "[label]": its end, or 0. */
static size_t skip_label(Slice s)
{
	size_t i = 1, len = 0;
	bool some = false;

	while (i < s.len && s.p[i] != '[' && s.p[i] != ']') {
		size_t step = s.p[i] == '\\' && i + 1 < s.len && is_punct(s.p[i + 1]) ? 2 : 1;
		some = some || !is_space(s.p[i]);
		i += step;
		len += step;
		if (len > LABEL_MAX)
			return 0;
	}
	return i < s.len && s.p[i] == ']' && some ? i + 1 : 0;
}

static size_t skip_blanks(Slice s, size_t i)
{
	while (i < s.len && is_blank(s.p[i]))
		i++;
	return i;
}

/* Blanks with at most one line end among them. */
static size_t skip_blanks_line(Slice s, size_t i)
{
	i = skip_blanks(s, i);
	if (i < s.len && s.p[i] == '\n')
		i = skip_blanks(s, i + 1);
	return i;
}

static bool skip_line_end(Slice s, size_t *i)
{
	if (*i >= s.len)
		return true;
	if (s.p[*i] != '\n')
		return false;
	++*i;
	return true;
}

static bool skip_pointy_url(Slice s, size_t *at_url)
{
	size_t i = *at_url + 1;

	while (i < s.len && s.p[i] != '>') {
		if (s.p[i] == '\n' || s.p[i] == '<')
			return false;
		i += s.p[i] == '\\' ? 2 : 1;
	}
	*at_url = i + 1;
	return *at_url < s.len;
}

static bool skip_url(Slice s, size_t *at_url)
{
	size_t i = *at_url, parens = 0;

	if (i < s.len && s.p[i] == '<')
		return skip_pointy_url(s, at_url);
	for (; i < s.len && !is_space(s.p[i]); i++) {
		if (s.p[i] == '\\' && i + 1 < s.len && is_punct(s.p[i + 1])) {
			i++;
		} else if (s.p[i] == '(') {
			if (++parens > URL_PARENS)
				return false;
		} else if (s.p[i] == ')') {
			if (parens == 0)
				break;
			parens--;
		}
	}
	if (i >= s.len || parens > 0 || (i == *at_url && is_space(s.p[i])))
		return false;
	*at_url = i;
	return true;
}

/* The longest title from s[i]: a quote behind a backslash both may end it and may not.  0 if there is none. */
static size_t title_len(Slice s, size_t i)
{
	char open = at(s, i), close = open == '(' ? ')' : open;
	size_t best = 0, from = i;

	if (open != '"' && open != '\'' && open != '(')
		return 0;
	for (i++; i < s.len; i++) {
		bool escaped = i > from + 1 && s.p[i - 1] == '\\';
		if (s.p[i] == close) {
			best = i + 1 - from;
			if (!escaped)
				break;
		} else if (open == '(' && s.p[i] == '(' && !escaped) {
			break;
		}
	}
	return best;
}

size_t scan_def(Slice s)
{
	size_t i, url_end, title;

	if (s.len == 0 || s.p[0] != '[' || (i = skip_label(s)) == 0 || at(s, i) != ':')
		return 0;
	i = skip_blanks_line(s, i + 1);
	if (!skip_url(s, &i))
		return 0;
	url_end = i;
	i = skip_blanks_line(s, i);
	title = i > url_end ? title_len(s, i) : 0;
	i = skip_blanks(s, title ? i + title : url_end);
	if (skip_line_end(s, &i))
		return i;
	i = skip_blanks(s, url_end);
	return title && skip_line_end(s, &i) ? i : 0;
}
