/* What a program says to a terminal, as words alone. */
#include "git/plain.h"

#include "base/utf8.h"

#define ESC '\033'
#define BEL '\007'

/* How many bytes of a control sequence begin here; 0: none. */
static size_t sequence(Slice s)
{
	size_t i = 2;

	if (s.len < 3 || s.p[0] != ESC)
		return 0;
	if (s.p[1] == '[') {
		while (i < s.len && s.p[i] >= 0x20 && s.p[i] <= 0x3f)
			i++;
		return i < s.len && s.p[i] >= 0x40 && s.p[i] <= 0x7e ? i + 1 : 0;
	}
	if (s.p[1] != ']')
		return 0;
	for (; i < s.len; i++) {
		if (s.p[i] == BEL)
			return i + 1;
		if (s.p[i] == ESC && i + 1 < s.len && s.p[i + 1] == '\\')
			return i + 2;
	}
	return 0;
}

void plain_words(Slice line, Str *out)
{
	Str plain = STR_EMPTY;

	for (size_t i = 0; i < line.len;) {
		size_t n = sequence(slice_sub(line, i, line.len));

		if (!n)
			str_add_char(&plain, line.p[i]);
		i += n ? n : 1;
	}
	utf8_gate(str_slice(&plain), GATE_LINE, out);
	str_free(&plain);
}
