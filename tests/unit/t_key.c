/* What terminals send becomes keys: known sequences, unknown ones swallowed, torn ones undone. */
#include <stdlib.h>

#include "tap.h"
#include "tui/term/key.h"

/* The names of all keys that are whole, with a blank before each. */
static void take_all(Keys *k, int64_t now, Str *out)
{
	Key key;
	while (keys_next(k, now, &key)) {
		str_add_c(out, out->len ? " " : "");
		if (key.code == K_PASTE)
			str_printf(out, "paste(%.*s)", (int)key.text.len, key.text.p);
		else if (key.code == K_TORN)
			str_add_c(out, "torn");
		else
			key_write(key, out);
	}
}

/* A part that begins with digits and ':' comes that many ms later. */
static void feed_all(Keys *k, const char *const *parts, Str *out)
{
	int64_t now = 1000;
	str_clear(out);
	for (; *parts; parts++) {
		const char *p = *parts;
		char *end;
		long later = strtol(p, &end, 10);
		if (end > p && *end == ':') {
			now += later;
			p = end + 1;
		}
		take_all(k, now, out);
		if (*p)
			keys_feed(k, slice_c(p), now);
		take_all(k, now, out);
	}
}

typedef struct {
	const char *name, *want;
	const char *parts[6];
} Case;

static const Case cases[] = {
	{ "letters", "a å S-Tab Space", { "a\xc3\xa5\x1b[Z " } },
	{ "controls", "^S ^Z Enter Enter Tab Backspace Backspace", { "\x13\x1a\r\n\t\x7f\x08" } },
	{ "arrows", "Up Down Right Left", { "\x1b[A\x1b[B\x1bOC\x1bOD" } },
	{ "arrows with modifiers", "C-Left S-Up A-Down", { "\x1b[1;5D\x1b[1;2A\x1b[1;3B" } },
	{ "rxvt's Alt", "A-Up", { "\x1b\x1b[A" } },
	{ "numbered", "Home Delete PageUp PageDown F5 F12", { "\x1b[1~\x1b[3~\x1b[5~\x1b[6~\x1b[15~\x1b[24~" } },
	{ "function keys", "F1 F2 F1 C-F3", { "\x1bOP\x1bOQ\x1b[[A\x1b[1;5R" } },
	{ "the digits' block", "Enter 5 +", { "\x1bOM\x1bOu\x1bOk" } },
	{ "wheel, SGR", "WheelUp WheelDown", { "\x1b[<64;10;5M\x1b[<65;10;5M" } },
	{ "wheel, X10", "WheelUp a", { "\x1b[M\x60!!a" } },
	{ "clicks say nothing", "a", { "\x1b[<0;10;5M\x1b[<0;10;5ma" } },
	{ "spelt-out keys", "^S Esc a", { "\x1b[115;5u\x1b[27u\x1b[27;1;97~" } },
	{ "Alt and a letter", "A-x A-å", { "\x1bx\x1b\xc3\xa5" } },
	{ "unknown sequences are swallowed", "a b c d", { "\x1b[?62;1ca\x1b[200;3;4;5;6;7$yb\x1b[Ic\x1bO~d" } },
	{ "answers of the terminal", "a b", { "\x1b]11;rgb:0/0/0\x07""a\x1bP1$r0m\x1b\\b" } },
	{ "a broken sequence ends where the next begins", "Up", { "\x1b[1;\x1b[A" } },
	{ "bad UTF-8", "a b å", { "\xff" "a\xc3" "b\xc3\xa5" } },
	{ "C1 as UTF-8 is no text", "a", { "\xc2\x9b" "a" } },
	{ "a character in two pieces", "å", { "\xc3", "10:\xa5" } },
	{ "an arrow in three pieces", "Up", { "\x1b", "5:[", "300:A" } },
	{ "Esc", "Esc", { "\x1b", "25:" } },
	{ "Esc waits", "", { "\x1b", "24:" } },
	{ "two Esc", "Esc Esc", { "\x1b\x1b", "25:", "25:" } },
	{ "torn: Esc given, the rest late", "Esc torn a", { "\x1b", "30:", "300:[A", "1:a" } },
	{ "torn into three", "Esc torn", { "\x1b", "30:", "100:[", "5:A" } },
	{ "torn SS3", "Esc torn", { "\x1b", "30:", "100:OB" } },
	{ "[ by hand after Esc is swallowed alone", "Esc j", { "\x1b", "30:", "100:[", "30:j" } },
	{ "[ long after Esc is a key", "Esc [", { "\x1b", "30:", "501:[" } },
	{ "[ after another key is a key", "Esc j [", { "\x1b", "30:j", "1:[" } },
	{ "a sequence never finished", "a", { "\x1b[1;", "500:", "1:a" } },
	{ "paste", "paste(a\nb\tc)", { "\x1b[200~a\r\nb\tc\x1b[201~" } },
	{ "paste in pieces", "paste(ab) x", { "\x1b[200~a", "10:b\x1b[20", "10:1~x" } },
	{ "a paste is cleaned", "paste([31mabå)", { "\x1b[200~\x1b[31ma\x07\xc2\x9b" "b\xff\xc3\xa5\x1b[201~" } },
	{ "a paste without end", "paste(ab)", { "\x1b[200~ab", "1000:" } },
};

static void test_names(void)
{
	static const char *const names[] = { "j", "Enter", "S-Tab", "^S", "C-Left", "A-x", "Space", "F1", "å", "/", "^", "-", "C-S-Up", NULL };
	for (const char *const *n = names; *n; n++) {
		Key k;
		Str back = STR_EMPTY;
		law(key_parse(slice_c(*n), &k), "%s is read", *n);
		key_write(k, &back);
		law(slice_is(str_slice(&back), *n), "%s, got %s", *n, str_c(&back));
		str_free(&back);
	}
	law_done("a key's name is read back");
	Key k;
	ok(!key_parse(SLICE_LIT("Entre"), &k) && !key_parse(SLICE_LIT(""), &k) && !key_parse(SLICE_LIT("jj"), &k), "no such keys");
}

/* Whatever comes, nothing but keys comes out, everything is taken in the end, and control bytes are never text. */
static void test_noise(void)
{
	static const char *const bits[] = { "\x1b", "[", "O", "A", "1", ";", "~", "<", "M", "\x7f", "\xc3", "\xa5", "200~", "201~", "\x9b", "P", "]", "x", NULL };
	for (int i = 0; i < 3000; i++) {
		Keys *k = keys_new(25);
		int64_t now = 0;
		Key key;
		for (unsigned n = rnd_below(12) + 1; n; n--) {
			keys_feed(k, slice_c(rnd_pick(bits)), now);
			now += rnd_below(40);
			while (keys_next(k, now, &key))
				law(key.code >= ' ' && !(key.code >= 0x7f && key.code < 0xa0), "round %d: %x", i, (unsigned)key.code);
		}
		for (int turns = 0; keys_due(k, now) >= 0 && turns < 50; turns++) {
			now += keys_due(k, now);
			while (keys_next(k, now, &key))
				law(key.code >= ' ', "round %d: %x", i, (unsigned)key.code);
		}
		law(keys_due(k, now) < 0, "round %d: something is left waiting", i);
		keys_free(k);
	}
	law_done("noise is taken in, and never types control characters");
}

int main(void)
{
	Str got = STR_EMPTY;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		Keys *k = keys_new(25);
		feed_all(k, cases[i].parts, &got);
		is_str(str_c(&got), cases[i].want, "%s", cases[i].name);
		keys_free(k);
	}
	Keys *k = keys_new(25);
	keys_learn(k, SLICE_LIT("\x1b[7$"), (Key){ K_HOME, MOD_SHIFT, { NULL, 0 } });
	feed_all(k, (const char *const[]){ "\x1b[7$a", NULL }, &got);
	is_str(str_c(&got), "S-Home a", "a sequence of this terminal");
	keys_free(k);
	test_names();
	test_noise();
	str_free(&got);
	return tap_done();
}
