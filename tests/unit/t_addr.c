/* Addresses: read, refused, and written so that they are read back. */
#include "issue/addr.h"
#include "tap.h"

static void read_one(const char *in, const char *issue, AddrPart part, const char *keys, const char *version)
{
	Addr a;
	Str got = STR_EMPTY;
	const Err *err = addr_parse(slice_c(in), &a);

	if (!ok(err == NULL, "%s is read", in))
		return;
	for (size_t i = 0; i < a.keys.len; i++)
		str_printf(&got, "%s%s", i ? "|" : "", a.keys.v[i]);
	is_str(a.issue, issue, "%s: its issue", in);
	is_int(a.part, part, "%s: its part", in);
	is_str(str_c(&got), keys, "%s: its keys", in);
	is_str(a.version, version, "%s: its version", in);
	str_free(&got);
	addr_free(&a);
}

static void refuse(const char *in)
{
	Addr a;

	is_int(err_kind(addr_parse(slice_c(in), &a)), ERR_USAGE, "“%s” is refused", in);
}

static const char *const bits[] = { "klg", "/", "2024-05-20", ".md", "#", "@", "%", "%41", "\x01", "\x7f", "å", "\xff", "\xc2\x85", " ", ":", NULL };

static void roundtrips(void)
{
	for (int i = 0; i < 2000; i++) {
		Str path = STR_EMPTY, out = STR_EMPTY;
		Addr a;

		for (unsigned k = 0; k < 1 + rnd_below(8); k++)
			str_add_c(&path, rnd_pick(bits));
		addr_format(str_slice(&path), ADDR_ITEM, SLICE_LIT("ekonomi/t1-2024"), SLICE_LIT("4f2a"), &out);
		if (law(!addr_parse(str_slice(&out), &a), "%s", str_c(&out))) {
			law(slice_eq(slice_c(a.issue), str_slice(&path)) && a.keys.len == 2 && a.version, "%s", str_c(&out));
			addr_free(&a);
		}
		for (size_t k = 0; k < out.len; k++)
			law((unsigned char)out.p[k] >= 0x20, "%s", str_c(&out));
		str_free(&path);
		str_free(&out);
	}
	law_done("a written address is read back, and holds no control byte");
}

int main(void)
{
	Str s = STR_EMPTY;

	tap_scrub();
	read_one("klg/2024-05-20.md", "klg/2024-05-20.md", ADDR_ISSUE, "", NULL);
	read_one("latest#", "latest", ADDR_LEAD, "", NULL);
	read_one("latest@HEAD", "latest", ADDR_ISSUE, "", "HEAD");
	read_one("latest#@draft", "latest", ADDR_LEAD, "", "draft");
	read_one("klg/12#ekonomi/t1-2024@2024-05-20", "klg/12", ADDR_ITEM, "ekonomi|t1-2024", "2024-05-20");
	read_one("x#:date", "x", ADDR_KEY, "date", NULL);
	read_one("x#:läge@4f2a", "x", ADDR_KEY, "läge", "4f2a");
	read_one("a%23b%40c%25.md#k", "a#b@c%.md", ADDR_ITEM, "k", NULL);
	read_one("100%.md", "100%.md", ADDR_ISSUE, "", NULL);
	read_one("50%zz", "50%zz", ADDR_ISSUE, "", NULL);
	read_one("%c3%a5", "å", ADDR_ISSUE, "", NULL);
	read_one("%00", "%00", ADDR_ISSUE, "", NULL);
	read_one("post@home.md#k", "post@home.md", ADDR_ITEM, "k", NULL);
	refuse("");
	refuse("#k");
	refuse("@HEAD");
	refuse("x@");
	refuse("x#k@");
	refuse("x#a//b");
	refuse("x#/a");
	refuse("x#a/");
	refuse("x#:");

	addr_path(SLICE_LIT("a#b@c%\n\xff\xc2\x85å.md"), &s);
	is_str(str_c(&s), "a%23b%40c%25%0A%FF%C2%85å.md", "the characters with a meaning, controls and bad bytes are coded");
	str_clear(&s);
	addr_path(SLICE_LIT("a\u202eb\u2028c\u00add\ufeffe\u0301.md"), &s);
	is_str(str_c(&s), "a%E2%80%AEb%E2%80%A8c%C2%ADd%EF%BB%BFe\u0301.md", "what is not shown, or not as it is, is coded too");
	str_clear(&s);
	addr_format(SLICE_LIT("x.md"), ADDR_KEY, SLICE_LIT("titel"), slice("", 0), &s);
	is_str(str_c(&s), "x.md#:titel", "a header key");
	str_clear(&s);
	addr_format(SLICE_LIT("x.md"), ADDR_LEAD, slice("", 0), SLICE_LIT("draft"), &s);
	is_str(str_c(&s), "x.md#@draft", "the lead of a version");
	str_free(&s);
	roundtrips();
	return tap_done();
}
