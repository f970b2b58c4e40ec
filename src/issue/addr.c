/* Addresses: ISSUE[#KEY[/KEY…]][@VERSION], taken apart and put together. */
#include "issue/addr.h"

#include <stdlib.h>

#include "base/hex.h"
#include "base/utf8.h"
#include "base/words.h"

/* A '%' that is no code stands for itself: people type names as they see them.  No name holds a NUL. */
static char *decode(Slice s)
{
	Str out = STR_EMPTY;

	for (size_t i = 0; i < s.len; i++) {
		int byte = hex_escape(s, i);

		str_add_char(&out, byte > 0 ? (char)byte : s.p[i]);
		i += byte > 0 ? 2 : 0;
	}
	return str_steal(&out);
}

static size_t find_first(Slice s, char c)
{
	const char *p = s.len ? memchr(s.p, c, s.len) : NULL;

	return p ? (size_t)(p - s.p) : s.len;
}

static size_t find_last(Slice s, char c)
{
	size_t i = s.len;

	while (i > 0 && s.p[i - 1] != c)
		i--;
	return i > 0 ? i - 1 : s.len;
}

static const Err *parse_chain(Slice s, Addr *out)
{
	if (s.len == 0) {
		out->part = ADDR_LEAD;
		return NULL;
	}
	if (s.p[0] == ':') {
		out->part = ADDR_KEY;
		s = slice_sub(s, 1, s.len);
		if (s.len == 0)
			return err_new(ERR_USAGE, _("the address ends where the header key's name should stand"));
		VEC_PUSH(&out->keys, decode(s));
		return NULL;
	}
	out->part = ADDR_ITEM;
	for (;;) {
		size_t n = find_first(s, '/');

		if (n == 0)
			return err_new(ERR_USAGE, _("an item's key is missing in the address"));
		VEC_PUSH(&out->keys, decode(slice_sub(s, 0, n)));
		if (n == s.len)
			return NULL;
		s = slice_sub(s, n + 1, s.len);
	}
}

const Err *addr_parse(Slice s, Addr *out)
{
	const Err *err = NULL;
	Slice tail;
	size_t n, at;
	bool hash;

	memset(out, 0, sizeof *out);
	if (s.len > 0 && memchr(s.p, '\0', s.len))
		return err_new(ERR_USAGE, _("an address holds no NUL byte"));
	n = find_first(s, '#');
	hash = n < s.len;
	tail = hash ? slice_sub(s, n + 1, s.len) : s;
	at = find_last(tail, '@');
	if (at < tail.len) {
		Slice version = slice_sub(tail, at + 1, tail.len);

		if (version.len == 0)
			return err_new(ERR_USAGE, _("no version stands behind the “@” of the address"));
		out->version = slice_dup(version);
		tail = slice_sub(tail, 0, at);
	}
	out->issue = decode(hash ? slice_sub(s, 0, n) : tail);
	if (out->issue[0] == '\0')
		err = err_new(ERR_USAGE, _("the address names no issue"));
	else if (hash)
		err = parse_chain(tail, out);
	if (err)
		addr_free(out);
	return err;
}

void addr_free(Addr *a)
{
	free(a->issue);
	free(a->version);
	for (size_t i = 0; i < a->keys.len; i++)
		free(a->keys.v[i]);
	VEC_FREE(&a->keys);
	memset(a, 0, sizeof *a);
}

/* Printable ASCII that means nothing in an address: nearly all of nearly every path. */
static size_t plain_run(Slice path, size_t from)
{
	size_t i = from;

	for (; i < path.len; i++) {
		char c = path.p[i];

		if (c < 0x20 || c >= 0x7f || c == '#' || c == '@' || c == '%')
			break;
	}
	return i - from;
}

/* Would the gate change it?  What it hides could not be typed back from what is shown. */
static bool is_hidden(Slice character, uint32_t cp)
{
	Str shown = STR_EMPTY;
	bool hidden;

	if (cp > 0xad && cp < 0x300)	/* å, ä, ö */
		return false;
	utf8_gate(character, GATE_LINE, &shown);
	hidden = !slice_eq(str_slice(&shown), character);
	str_free(&shown);
	return hidden;
}

void addr_path(Slice path, Str *out)
{
	for (size_t i = 0; i < path.len;) {
		uint32_t cp;
		size_t n = plain_run(path, i);

		if (n) {
			str_add(out, path.p + i, n);
			i += n;
			continue;
		}
		n = utf8_next(path.p + i, path.len - i, &cp);
		if (cp == '#' || cp == '@' || cp == '%' || is_hidden(slice(path.p + i, n), cp)) {
			for (size_t k = 0; k < n; k++)
				str_printf(out, "%%%02X", (unsigned)(unsigned char)path.p[i + k]);
		} else {
			str_add(out, path.p + i, n);
		}
		i += n;
	}
}

void addr_format(Slice path, AddrPart part, Slice chain, Slice version, Str *out)
{
	addr_path(path, out);
	if (part != ADDR_ISSUE)
		str_add_char(out, '#');
	if (part == ADDR_KEY) {
		str_add_char(out, ':');
		addr_path(chain, out);
	} else if (part == ADDR_ITEM) {
		str_add_slice(out, chain);
	}
	if (version.len > 0) {
		str_add_char(out, '@');
		str_add_slice(out, version);
	}
}
