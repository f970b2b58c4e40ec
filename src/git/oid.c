/* The name of an object, read and written. */
#include "git/oid.h"

#include "base/hex.h"

bool oid_is_zero(const Oid *a)
{
	static const Oid zero;

	return oid_eq(a, &zero);
}

bool oid_parse(Slice hex, Oid *out)
{
	if (hex.len != OID_HEX)
		return false;
	for (size_t i = 0; i < OID_BYTES; i++) {
		int hi = hex_digit(hex.p[2 * i]), lo = hex_digit(hex.p[2 * i + 1]);

		if (hi < 0 || lo < 0)
			return false;
		out->b[i] = (unsigned char)(hi << 4 | lo);
	}
	return true;
}

void oid_hex(const Oid *a, char out[OID_HEX + 1])
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < OID_BYTES; i++) {
		out[2 * i] = digits[a->b[i] >> 4];
		out[2 * i + 1] = digits[a->b[i] & 15];
	}
	out[OID_HEX] = '\0';
}

void oid_short(const Oid *a, Str *out)
{
	char hex[OID_HEX + 1];

	oid_hex(a, hex);
	str_add(out, hex, 7);
}
