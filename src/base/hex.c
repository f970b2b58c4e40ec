/* Hexadecimal digits read. */
#include "base/hex.h"

int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

int hex_escape(Slice s, size_t at)
{
	int high, low;

	if (at + 2 >= s.len || s.p[at] != '%')
		return -1;
	high = hex_digit(s.p[at + 1]);
	low = hex_digit(s.p[at + 2]);
	return high < 0 || low < 0 ? -1 : high << 4 | low;
}

void hex_unescape(Slice s, Str *out)
{
	for (size_t i = 0; i < s.len; i++) {
		int byte = hex_escape(s, i);

		str_add_char(out, byte < 0 ? s.p[i] : (char)byte);
		i += byte < 0 ? 0 : 2;
	}
}
