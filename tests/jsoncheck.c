/*
 * Reads one JSON document from standard input, strictly as RFC 8259 says, and tells every value in it on a line of its own:
 *
 *	.issues		array	1
 *	.issues[0].title	string	Budget
 *	.issues[0].number	null
 *
 * with tabs between path, type and value (of an object or array: how many it holds).  Strings are decoded; backslash and
 * control characters in them are told as JSON escapes.  Status 1 and a line on standard error where it is not JSON, not
 * UTF-8, has a key twice or a lone surrogate, or does not end with exactly one line end.
 */
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEEP 64

typedef struct {
	char *p;
	size_t len;
} Buf;

static Buf text, path, told;
static size_t at;

static void quit(const char *why)
{
	fprintf(stderr, "jsoncheck: byte %zu: %s\n", at, why);
	exit(1);
}

static void put(Buf *buf, const char *p, size_t len)
{
	buf->p = realloc(buf->p, buf->len + len + 1);
	if (!buf->p)
		abort();
	memcpy(buf->p + buf->len, p, len);
	buf->len += len;
	buf->p[buf->len] = '\0';
}

static void cut(Buf *buf, size_t len)
{
	buf->len = len;
	buf->p[len] = '\0';
}

__attribute__((format(printf, 2, 3)))
static void putf(Buf *buf, const char *format, ...)
{
	char line[64];
	va_list ap;
	va_start(ap, format);
	int n = vsnprintf(line, sizeof line, format, ap);
	va_end(ap);
	put(buf, line, (size_t)n);
}

static int peek(void)
{
	return at < text.len ? (unsigned char)text.p[at] : -1;
}

static void blanks(void)
{
	while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r')
		at++;
}

static void need(char c)
{
	if (peek() != (unsigned char)c)
		quit("another character is needed here");
	at++;
}

static void put_code(Buf *out, uint32_t c)
{
	unsigned char b[4];
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	static const unsigned char lead[] = { 0, 0, 0xC0, 0xE0, 0xF0 };
	if (c < 0x20 || c == 0x7F) {
		putf(out, "\\u%04x", c);
		return;
	}
	for (size_t i = n; i-- > 1; c >>= 6)
		b[i] = (unsigned char)(0x80 | (c & 0x3F));
	b[0] = (unsigned char)(lead[n] | c);
	put(out, (char *)b, n);
}

static uint32_t four_digits(void)
{
	uint32_t c = 0;
	for (int i = 0; i < 4; i++, at++) {
		static const char hex[] = "0123456789abcdef";
		int d = peek();
		if (d >= 'A' && d <= 'F')
			d += 'a' - 'A';
		const char *hit = d > 0 ? strchr(hex, d) : NULL;
		if (!hit)
			quit("four hexadecimal digits are needed");
		c = c << 4 | (uint32_t)(hit - hex);
	}
	return c;
}

static void escaped(Buf *out)
{
	int c = peek();
	at++;
	if (c == '"' || c == '/')
		put(out, (char[]){ (char)c }, 1);
	else if (c == '\\' || c == 'b' || c == 'f' || c == 'n' || c == 'r' || c == 't')
		putf(out, "\\%c", c);
	else if (c == 'u') {
		uint32_t code = four_digits();
		if (code >= 0xDC00 && code < 0xE000)
			quit("a lone low surrogate");
		if (code >= 0xD800 && code < 0xDC00) {
			need('\\');
			need('u');
			uint32_t low = four_digits();
			if (low < 0xDC00 || low > 0xDFFF)
				quit("a lone high surrogate");
			code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
		}
		put_code(out, code);
	} else
		quit("no such escape");
}

/* a character beyond ASCII, as UTF-8 has it: shortest form, no surrogates, nothing behind U+10FFFF */
static void wide(Buf *out)
{
	unsigned char c = (unsigned char)peek();
	size_t n = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
	if (c < 0xC2 || c > 0xF4 || at + n > text.len)
		quit("not UTF-8");
	const unsigned char *p = (const unsigned char *)text.p + at;
	for (size_t i = 1; i < n; i++)
		if ((p[i] & 0xC0) != 0x80)
			quit("not UTF-8");
	if ((c == 0xE0 && p[1] < 0xA0) || (c == 0xED && p[1] > 0x9F) || (c == 0xF0 && p[1] < 0x90) ||
	    (c == 0xF4 && p[1] > 0x8F))
		quit("not UTF-8");
	put(out, text.p + at, n);
	at += n;
}

static void string(Buf *out)
{
	need('"');
	for (int c; (c = peek()) != '"';) {
		if (c < 0x20)
			quit(c < 0 ? "a string has no end" : "a bare control character");
		if (c >= 0x80)
			wide(out);
		else {
			at++;
			if (c == '\\')
				escaped(out);
			else
				put(out, (char[]){ (char)c }, 1);
		}
	}
	at++;
}

static bool digits(void)
{
	size_t from = at;
	while (peek() >= '0' && peek() <= '9')
		at++;
	return at > from;
}

static void number(void)
{
	if (peek() == '-')
		at++;
	if (peek() == '0')
		at++;
	else if (!digits())
		quit("no value");
	if (peek() == '.') {
		at++;
		if (!digits())
			quit("digits are needed behind the point");
	}
	if (peek() == 'e' || peek() == 'E') {
		at++;
		if (peek() == '+' || peek() == '-')
			at++;
		if (!digits())
			quit("digits are needed in the exponent");
	}
}

static void tell(const char *type, const char *value)
{
	put(&told, path.p ? path.p : "", path.len);
	putf(&told, "\t%s", type);
	if (value) {
		put(&told, "\t", 1);
		put(&told, value, strlen(value));
	}
	put(&told, "\n", 1);
}

static void value(int deep);

static void check_once(const Buf *keys, const char *key, size_t len)
{
	for (size_t i = 0; i < keys->len;) {
		size_t n = strlen(keys->p + i);
		if (n == len && memcmp(keys->p + i, key, len) == 0)
			quit("a key stands twice");
		i += n + 1;
	}
}

static void group(int deep, bool object)
{
	size_t n = 0, stem = path.len;
	Buf keys = { NULL, 0 };
	char count[32];
	at++;
	blanks();
	for (char end = object ? '}' : ']'; peek() != end; n++) {
		if (n > 0) {
			need(',');
			blanks();
		}
		if (object) {
			put(&path, ".", 1);
			string(&path);
			check_once(&keys, path.p + stem, path.len - stem);
			put(&keys, path.p + stem, path.len - stem + 1);
			blanks();
			need(':');
		} else
			putf(&path, "[%zu]", n);
		value(deep + 1);
		blanks();
		cut(&path, stem);
	}
	at++;
	free(keys.p);
	snprintf(count, sizeof count, "%zu", n);
	tell(object ? "object" : "array", count);
}

static bool word(const char *w)
{
	size_t len = strlen(w);
	if (text.len - at < len || memcmp(text.p + at, w, len) != 0)
		return false;
	at += len;
	return true;
}

static void value(int deep)
{
	blanks();
	if (deep > DEEP)
		quit("too deep");
	size_t from = at;
	if (peek() == '{' || peek() == '[')
		group(deep, peek() == '{');
	else if (peek() == '"') {
		Buf s = { NULL, 0 };
		put(&s, "", 0);
		string(&s);
		tell("string", s.p);
		free(s.p);
	} else if (word("true"))
		tell("bool", "true");
	else if (word("false"))
		tell("bool", "false");
	else if (word("null"))
		tell("null", NULL);
	else {
		Buf s = { NULL, 0 };
		number();
		put(&s, text.p + from, at - from);
		tell("number", s.p);
		free(s.p);
	}
}

int main(void)
{
	char chunk[4096];
	size_t n;
	put(&text, "", 0);
	put(&path, "", 0);
	while ((n = fread(chunk, 1, sizeof chunk, stdin)) > 0)
		put(&text, chunk, n);
	value(0);
	if (at + 1 != text.len || text.p[at] != '\n')
		quit("one line end and nothing else must follow the document");
	fwrite(told.p, 1, told.len, stdout);
	free(text.p);
	free(path.p);
	free(told.p);
	return fflush(stdout) ? 1 : 0;
}
