/* Windows-1252, the encoding of older archives. */
#include "base/utf8.h"

/* 0x80 to 0x9f.  The five bytes without a character stand for the C1 control of their number, so that nothing is lost. */
static const uint16_t high[32] = {
	0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152,
	0x008d, 0x017d, 0x008f,
	0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153,
	0x009d, 0x017e, 0x0178,
};

void cp1252_to_utf8(Slice s, Str *out)
{
	str_reserve(out, s.len);
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.p[i];
		char bytes[4];

		if (c < 0x80)
			str_add_char(out, (char)c);
		else
			str_add(out, bytes, utf8_encode(c < 0xa0 ? high[c - 0x80] : c, bytes));
	}
}

static bool encode(uint32_t cp, Str *out)
{
	if (cp < 0x80 || (cp >= 0xa0 && cp < 0x100)) {
		str_add_char(out, (char)(unsigned char)cp);
		return true;
	}
	for (unsigned i = 0; i < 32; i++) {
		if (high[i] == cp) {
			str_add_char(out, (char)(unsigned char)(0x80 + i));
			return true;
		}
	}
	return false;
}

bool cp1252_from_utf8(Slice s, Str *out, size_t *bad)
{
	size_t n;

	for (size_t i = 0; i < s.len; i += n) {
		uint32_t cp;

		n = utf8_next(s.p + i, s.len - i, &cp);
		if (!encode(cp, out)) {
			*bad = i;
			return false;
		}
	}
	return true;
}
