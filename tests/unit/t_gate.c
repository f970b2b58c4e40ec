/* The gate: nothing that a terminal obeys passes, and what is harmless stays. */
#include "tap.h"

#include "base/json.h"
#include "base/utf8.h"

static const struct {
	Slice in;
	int flags;
	const char *out;
} vectors[] = {
	{ SLICE_LIT("Ådala kommun, 25 § – “så”"), 0, "Ådala kommun, 25 § – “så”" },
	{ SLICE_LIT("\x1b[31mred\x1b]0;title\x07"), 0, "^[[31mred^[]0;title^G" },
	{ SLICE_LIT("a\0b"), 0, "a^@b" },
	{ SLICE_LIT("over\rwritten\b\b"), 0, "over^Mwritten^H^H" },
	{ SLICE_LIT("\x7f"), 0, "^?" },
	{ SLICE_LIT("\xc2\x9b""31m \xc2\x85"), 0, "<U+009B>31m <U+0085>" },
	{ SLICE_LIT("\x9b""31m"), 0, "<9B>31m" },
	{ SLICE_LIT("\xe2\x80\xae""txt.exe\xe2\x80\xac"), 0, "<U+202E>txt.exe<U+202C>" },
	{ SLICE_LIT("\xe2\x81\xa6\xe2\x81\xa9\xe2\x80\x8e\xe2\x80\x8f\xd8\x9c"), 0,
	"<U+2066><U+2069><U+200E><U+200F><U+061C>" },
	{ SLICE_LIT("a\xe2\x80\xa8""b\xe2\x80\xa9"), GATE_LINES, "a<U+2028>b<U+2029>" },
	{ SLICE_LIT("cut\xc3 \xe2\x82x\xf0\x9f\x91"), 0, "cut<C3> <E2><82>x<F0><9F><91>" },
	{ SLICE_LIT("\xed\xa0\x80\xc0\xaf\xf4\x90\x80\x80"), 0, "<ED><A0><80><C0><AF><F4><90><80><80>" },
	{ SLICE_LIT("a\tb\nc\r\nd"), 0, "a b c d" },
	{ SLICE_LIT("a\tb\nc\r\nd"), GATE_LINES, "a b\nc\nd" },
	{ SLICE_LIT("kom\xc2\xadmun\xe2\x80\x8b\xef\xbb\xbf\xe2\x81\xa0"), 0, "kommun" },
	{ SLICE_LIT("kom\xc2\xadmun\xe2\x80\x8b\xef\xbb\xbf\xe2\x81\xa0"), GATE_BREAKS,
	"kom\xc2\xadmun\xe2\x80\x8b\xe2\x81\xa0" },
	{ SLICE_LIT("👨\xe2\x80\x8d👩\xe2\x80\x8d👧"), 0, "👨\xe2\x80\x8d👩\xe2\x80\x8d👧" },
	{ SLICE_LIT("👩🏽\xe2\x80\x8d💻 ❤\xef\xb8\x8f\xe2\x80\x8d🔥"), 0,
	"👩🏽\xe2\x80\x8d💻 ❤\xef\xb8\x8f\xe2\x80\x8d🔥" },
	{ SLICE_LIT("a\xe2\x80\x8d""b\xe2\x80\x8c"), 0, "a<U+200D>b<U+200C>" },
	{ SLICE_LIT("👨\xe2\x80\x8d\xe2\x80\x8d👩\xe2\x80\x8d"), 0, "👨<U+200D><U+200D>👩<U+200D>" },
	{ SLICE_LIT("می\xe2\x80\x8cخواهم"), 0, "می\xe2\x80\x8cخواهم" },
	{ SLICE_LIT("क्\xe2\x80\x8dष"), 0, "क्\xe2\x80\x8dष" },
	{ SLICE_LIT("a\xef\xb8\x8f\xef\xb8\x8e\xef\xb8\x80"), 0, "a\xef\xb8\x8f" },
	{ SLICE_LIT("\xef\xb8\x8f \xef\xb8\x8f"), 0, " " },
	{ SLICE_LIT("x\xf3\xa0\x81\xa1\xf3\xa0\x80\x81"), 0, "x" },
	{ SLICE_LIT("\xef\xbf\xbe\xef\xbf\xbd"), 0, "<U+FFFE>\xef\xbf\xbd" },
	{ SLICE_LIT("A\xcc\x8a"), 0, "A\xcc\x8a" },
	{ SLICE_LIT("\xee\x80\x80"), 0, "\xee\x80\x80" },
	{ SLICE_LIT(""), 0, "" },
};

static bool harmless(Slice s, int flags)
{
	for (size_t i = 0, n; i < s.len; i += n) {
		uint32_t cp;

		n = utf8_next(s.p + i, s.len - i, &cp);
		if (n == 1 && (unsigned char)s.p[i] >= 0x80)
			return false;
		if (cp < 0x20 && !(cp == '\n' && (flags & GATE_LINES)))
			return false;
		if ((cp >= 0x7f && cp < 0xa0) || cp == 0x61c || cp == 0x200e || cp == 0x200f || (cp >= 0x2028 && cp <= 0x202e) ||
		    (cp >= 0x2066 && cp <= 0x206f) || cp == 0xfeff || (cp >= 0xe0000 && cp <= 0xe00ff))
			return false;
		if (!(flags & GATE_BREAKS) && (cp == 0xad || cp == 0x200b || cp == 0x2060))
			return false;
	}
	return true;
}

static void check(Slice in, int flags)
{
	Str once = STR_EMPTY, twice = STR_EMPTY;

	utf8_gate(in, flags, &once);
	utf8_gate(str_slice(&once), flags, &twice);
	law(harmless(str_slice(&once), flags), "a text of %zu bytes, flags %d: %s", in.len, flags, str_c(&once));
	law(slice_eq(str_slice(&once), str_slice(&twice)), "flags %d: %s, again %s", flags, str_c(&once), str_c(&twice));
	str_free(&once);
	str_free(&twice);
}

/* JSON keeps everything, and is as harmless: what could be obeyed is escaped. */
static void check_json(Slice in)
{
	Str out = STR_EMPTY;
	Json j = { .out = &out };

	json_open(&j, NULL, '{');
	json_str(&j, "k", in);
	json_close(&j, '}');
	law(out.len > 8 && out.p[out.len - 1] == '\n' && harmless(slice(out.p, out.len - 1), GATE_BREAKS), "%s",
	    str_c(&out));
	str_free(&out);
}

int main(void)
{
	char bytes[24];

	for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
		Str out = STR_EMPTY;

		utf8_gate(vectors[i].in, vectors[i].flags, &out);
		is_slice(str_slice(&out), slice_c(vectors[i].out), "vector %zu", i);
		str_free(&out);
	}
	for (uint32_t cp = 0; cp <= 0x10ffff; cp += cp < 0x3000 || cp >= 0xe0000 ? 1 : 1 + rnd_below(9))
		check(slice(bytes, utf8_encode(cp, bytes)), (int)(cp % 4));
	for (int i = 0; i < 256; i++) {
		bytes[0] = (char)i;
		for (int flags = 0; flags < 4; flags++)
			check(slice(bytes, 1), flags);
		bytes[1] = 'x';
		check(slice(bytes, 2), 0);
	}
	law_done("every code point and every byte alone is harmless behind the gate");
	for (int i = 0; i < tap_rounds(20000); i++) {
		static const uint32_t odd[] = { 0x200d, 0x200c, 0xfe0f, 0x1f468, 0x1f469, 0x1f3fd, 0x301, 0xad, 0x200b, 0x645, 0x915, 0x94d,
			0x1b, '\r', '\n', '\t', 0x202e, 0x9b, 'a', ' ', 0xe0061, 0xe0100, 0x180b, 0x2764 };
		size_t n = 0;

		while (n < 18) {
			if (rnd_one_in(5))
				bytes[n++] = (char)rnd_below(256);
			else
				n += utf8_encode(odd[rnd_below(sizeof odd / sizeof *odd)], bytes + n);
		}
		check(slice(bytes, n), (int)rnd_below(4));
	}
	law_done("so is every mixture, and the gate of the gate is the gate");
	for (int i = 0; i < tap_rounds(3000); i++) {
		size_t n = 0;

		while (n < 18)
			n += utf8_encode(rnd_one_in(2) ? rnd_below(0x100) : 0x2000 + rnd_below(0x80), bytes + n);
		check_json(slice(bytes, n));
	}
	law_done("JSON escapes what could be obeyed");
	return tap_done();
}
