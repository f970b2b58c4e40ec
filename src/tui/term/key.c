/* Decoding what a terminal sends. */
#include "tui/term/key.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "base/vec.h"

#define PASTE_END "\x1b[201~"
#define PASTE_MS 1000		/* a paste whose end never comes is taken as it is */
#define SEQUENCE_MAX 128	/* longer ones are noise */

typedef struct {
	Str bytes;
	Key key;
} Learnt;

struct Keys {
	int esc_ms;
	Str in;
	int64_t came;		/* when the last bytes came */
	int64_t again;		/* when to look again though nothing comes; -1 */
	int64_t esc_until;	/* until then a '[' or 'O' is the rest of the Esc that was given */
	bool pasting;
	Str paste;
	VEC(Learnt) learnt;
};

/* What the bytes at the beginning are.  used 0: not whole yet. */
typedef struct {
	size_t used;
	Key key;		/* K_NONE: swallowed */
} Taken;

Keys *keys_new(int esc_ms)
{
	Keys *k = mem_alloc(sizeof *k);
	k->esc_ms = esc_ms;
	k->again = k->esc_until = -1;
	return k;
}

void keys_free(Keys *k)
{
	if (!k)
		return;
	for (size_t i = 0; i < k->learnt.len; i++)
		str_free(&k->learnt.v[i].bytes);
	VEC_FREE(&k->learnt);
	str_free(&k->in);
	str_free(&k->paste);
	free(k);
}

void keys_learn(Keys *k, Slice sequence, Key key)
{
	if (sequence.len < 2 || sequence.p[0] != '\x1b')
		return;
	Learnt *l = VEC_ADD(&k->learnt);
	str_add_slice(&l->bytes, sequence);
	l->key = key;
}

void keys_feed(Keys *k, Slice bytes, int64_t now)
{
	str_add_slice(&k->in, bytes);
	k->came = now;
}

/* ---- sequences ---- */

typedef struct {
	unsigned code;
	uint32_t key;
} Coded;

static const Coded tilde[] = {	/* CSI n ~ */
	{ 1, K_HOME }, { 2, K_INSERT }, { 3, K_DELETE }, { 4, K_END }, { 5, K_PAGE_UP }, { 6, K_PAGE_DOWN }, { 7, K_HOME },
	{ 8, K_END }, { 11, K_F1 }, { 12, K_F2 }, { 13, K_F3 }, { 14, K_F4 }, { 15, K_F5 }, { 17, K_F6 }, { 18, K_F7 },
	{ 19, K_F8 }, { 20, K_F9 }, { 21, K_F10 }, { 23, K_F11 }, { 24, K_F12 }, { 0, 0 }
};

static const Coded letter[] = {	/* CSI letter, SS3 letter */
	{ 'A', K_UP }, { 'B', K_DOWN }, { 'C', K_RIGHT }, { 'D', K_LEFT }, { 'H', K_HOME }, { 'F', K_END },
	{ 'P', K_F1 }, { 'Q', K_F2 }, { 'R', K_F3 }, { 'S', K_F4 }, { 0, 0 }
};

static const Coded keypad[] = {	/* SS3 letter: the digits' block */
	{ 'M', K_ENTER }, { 'j', '*' }, { 'k', '+' }, { 'l', ',' }, { 'm', '-' }, { 'n', '.' }, { 'o', '/' }, { 'X', '=' }, { 0, 0 }
};

static const Coded console[] = {	/* CSI [ letter: the Linux console */
	{ 'A', K_F1 }, { 'B', K_F2 }, { 'C', K_F3 }, { 'D', K_F4 }, { 'E', K_F5 }, { 0, 0 }
};

static const Coded ascii[] = {	/* CSI n u, CSI 27 ; mod ; n ~ */
	{ 9, K_TAB }, { 10, K_ENTER }, { 13, K_ENTER }, { 27, K_ESC }, { 8, K_BACKSPACE }, { 127, K_BACKSPACE }, { 0, 0 }
};

static uint32_t coded(const Coded *table, unsigned code)
{
	for (; table->key; table++)
		if (table->code == code)
			return table->key;
	return K_NONE;
}

static Key key_of(uint32_t code, unsigned mods)
{
	return (Key){ code, code == K_NONE ? 0 : mods, { NULL, 0 } };
}

/* A character that came with modifiers spelt out. */
static Key key_of_ascii(unsigned code, unsigned mods)
{
	uint32_t named = coded(ascii, code);
	if (named)
		return key_of(named, mods);
	if (code < ' ' || code >= K_NAMED)
		return key_of(K_NONE, 0);
	return key_of(code, mods & (unsigned)~MOD_SHIFT);
}

static unsigned mods_of(unsigned parameter)
{
	unsigned bits = parameter ? parameter - 1 : 0, mods = 0;
	mods |= bits & 1 ? MOD_SHIFT : 0;
	mods |= bits & (2 | 8) ? MOD_ALT : 0;
	mods |= bits & 4 ? MOD_CTRL : 0;
	return mods;
}

/* Only the wheel counts: bit 6 of the button, 4 and 5 in X's numbers. */
static Key key_of_mouse(unsigned button)
{
	switch (button & ~0x1cu) {
	case 64: return key_of(K_WHEEL_UP, 0);
	case 65: return key_of(K_WHEEL_DOWN, 0);
	}
	return key_of(K_NONE, 0);
}

#define PARAMETERS 4
typedef struct {
	unsigned v[PARAMETERS];
	size_t n;
	char prefix;		/* '<', '?', '>' or 0 */
	char final;
	bool plain;		/* no intermediate bytes */
} Csi;

static Key key_of_csi(const Csi *c)
{
	if (c->prefix == '<')
		return c->final == 'M' ? key_of_mouse(c->v[0]) : key_of(K_NONE, 0);
	if (c->prefix || !c->plain)
		return key_of(K_NONE, 0);
	if (c->final == '~' && c->v[0] == 27 && c->n >= 3)
		return key_of_ascii(c->v[2], mods_of(c->v[1]));
	if (c->final == '~' && c->v[0] == 200)
		return key_of(K_PASTE, 0);
	if (c->final == '~')
		return key_of(coded(tilde, c->v[0]), mods_of(c->v[1]));
	if (c->final == 'u')
		return key_of_ascii(c->v[0], mods_of(c->v[1]));
	if (c->final == 'Z')
		return key_of(K_TAB, MOD_SHIFT);
	return key_of(coded(letter, (unsigned char)c->final), mods_of(c->v[1]));
}

/* s stands behind "ESC [". */
static Taken take_csi(Slice s)
{
	Csi c = { .plain = true };
	size_t i = 0;
	if (s.len && s.p[0] == '[')
		return s.len < 2 ? (Taken){ 0 } : (Taken){ 2, key_of(coded(console, (unsigned char)s.p[1]), 0) };
	if (s.len && s.p[0] == 'M') {
		if (s.len < 4)
			return (Taken){ 0 };
		return (Taken){ 4, key_of_mouse((unsigned)((unsigned char)s.p[1] - 32) & 0xffu) };
	}
	if (s.len && s.p[0] >= '<' && s.p[0] <= '?')
		c.prefix = s.p[i++];
	for (; i < s.len && i < SEQUENCE_MAX; i++) {
		unsigned char b = (unsigned char)s.p[i];
		if (b >= '0' && b <= '9') {
			if (c.n < PARAMETERS && c.v[c.n] < 0x110000)
				c.v[c.n] = c.v[c.n] * 10 + (b - '0');
		} else if (b == ';' || b == ':') {
			c.n += c.n < PARAMETERS;
		} else if (b >= 0x20 && b <= 0x3f) {
			c.plain = false;
		} else if (b >= 0x40 && b <= 0x7e) {
			c.final = (char)b;
			c.n += c.n < PARAMETERS;
			return (Taken){ i + 1, key_of_csi(&c) };
		} else {
			return (Taken){ i ? i : 1, key_of(K_NONE, 0) };	/* broken off: what follows begins anew */
		}
	}
	return i >= SEQUENCE_MAX ? (Taken){ i, key_of(K_NONE, 0) } : (Taken){ 0 };
}

/* s stands behind "ESC O". */
static Taken take_ss3(Slice s)
{
	size_t i = 0;
	unsigned mods = 0;
	for (; i < s.len && s.p[i] >= '0' && s.p[i] <= '9'; i++)	/* old terminals: ESC O 5 A */
		mods = mods_of((unsigned)(s.p[i] - '0'));
	if (i == s.len)
		return (Taken){ 0 };
	unsigned char b = (unsigned char)s.p[i];
	if (b < 0x40 || b > 0x7e)
		return (Taken){ i ? i : 1, key_of(K_NONE, 0) };
	uint32_t key = coded(letter, b);
	if (!key)
		key = coded(keypad, b);
	if (!key && b >= 'p' && b <= 'y')
		key = (uint32_t)('0' + (b - 'p'));
	return (Taken){ i + 1, key_of(key, mods) };
}

/* Strings that a terminal sends as an answer, up to BEL or ESC \; s stands behind their two bytes. */
static Taken take_string(Slice s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (s.p[i] == '\a')
			return (Taken){ i + 1, key_of(K_NONE, 0) };
		if (s.p[i] == '\x1b' && i + 1 < s.len)
			return (Taken){ s.p[i + 1] == '\\' ? i + 2 : i, key_of(K_NONE, 0) };
	}
	return (Taken){ 0 };
}

/* ---- single characters ---- */

static Taken take_char(Slice s)
{
	unsigned char b = (unsigned char)s.p[0];
	if (b == '\r' || b == '\n')
		return (Taken){ 1, key_of(K_ENTER, 0) };
	if (b == '\t')
		return (Taken){ 1, key_of(K_TAB, 0) };
	if (b == 8 || b == 127)
		return (Taken){ 1, key_of(K_BACKSPACE, 0) };
	if (b == 0)
		return (Taken){ 1, key_of(' ', MOD_CTRL) };
	if (b < 27)
		return (Taken){ 1, key_of((uint32_t)('a' + b - 1), MOD_CTRL) };
	if (b < ' ')
		return (Taken){ 1, key_of((uint32_t)(b + '@'), MOD_CTRL) };
	size_t need = b < 0x80 ? 1 : b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : b >= 0xc2 ? 2 : 1;
	for (size_t i = 1; i < need; i++) {
		if (i == s.len)
			return (Taken){ 0 };
		if (((unsigned char)s.p[i] & 0xc0) != 0x80)
			return (Taken){ i, key_of(K_NONE, 0) };
	}
	Slice whole = slice(s.p, need);
	uint32_t cp = 0;
	if (!utf8_valid(whole))
		return (Taken){ need, key_of(K_NONE, 0) };
	utf8_next(whole.p, whole.len, &cp);
	return (Taken){ need, cp < 0xa0 && cp >= 0x80 ? key_of(K_NONE, 0) : key_of(cp, 0) };
}

/* ---- what begins with ESC ---- */

static Taken take_learnt(const Keys *k, Slice s)
{
	for (size_t i = 0; i < k->learnt.len; i++) {
		Slice l = str_slice(&k->learnt.v[i].bytes);
		if (s.len >= l.len && memcmp(s.p, l.p, l.len) == 0)
			return (Taken){ l.len, k->learnt.v[i].key };
	}
	return (Taken){ 0 };
}

static Taken taken_after(Taken t, size_t before, unsigned mods)
{
	if (t.used)
		t.used += before;
	if (t.key.code != K_NONE)
		t.key.mods |= mods;
	return t;
}

static Taken take_escape(const Keys *k, Slice s)
{
	Taken t = take_learnt(k, s);
	if (t.used || s.len < 2)
		return t;
	Slice rest = slice_sub(s, 2, s.len);
	switch (s.p[1]) {
	case '[': return taken_after(take_csi(rest), 2, 0);
	case 'O': return taken_after(take_ss3(rest), 2, 0);
	case ']': case 'P': case '_': case '^':
		return taken_after(take_string(rest), 2, 0);
	case '\x1b':
		if (rest.len && (rest.p[0] == '[' || rest.p[0] == 'O'))	/* rxvt: Alt and an arrow */
			return taken_after(take_escape(k, slice_sub(s, 1, s.len)), 1, MOD_ALT);
		return rest.len ? (Taken){ 1, key_of(K_ESC, 0) } : (Taken){ 0 };
	}
	return taken_after(take_char(slice_sub(s, 1, s.len)), 1, MOD_ALT);
}

/* An escape sequence that did not become whole in time. */
static Taken give_up(Slice s)
{
	if (s.len == 1)
		return (Taken){ 1, key_of(K_ESC, 0) };
	if (s.len == 2 && s.p[1] == '\x1b')
		return (Taken){ 1, key_of(K_ESC, 0) };
	if (s.len == 2 && (s.p[1] == 'P' || s.p[1] == ']' || s.p[1] == '^' || s.p[1] == '_'))
		return (Taken){ 2, key_of((uint32_t)s.p[1], MOD_ALT) };
	return (Taken){ s.len, key_of(K_NONE, 0) };
}

/* ---- pastes ---- */

static void paste_clean(Slice raw, Str *out)
{
	for (size_t i = 0; i < raw.len;) {
		uint32_t cp;
		size_t n = utf8_next(raw.p + i, raw.len - i, &cp);
		if (cp == '\r') {
			str_add_char(out, '\n');
			n += i + 1 < raw.len && raw.p[i + 1] == '\n';
		} else if (cp == '\n' || cp == '\t' || (cp >= ' ' && cp != 127 && !(cp >= 0x80 && cp < 0xa0))) {
			if (cp != 0xfffd || n > 1)
				str_add(out, raw.p + i, n);
		}
		i += n;
	}
}

static bool take_paste(Keys *k, int64_t now, Key *out)
{
	Slice in = str_slice(&k->in);
	ptrdiff_t end = slice_find(in, SLICE_LIT(PASTE_END), 0);
	if (end < 0 && now - k->came < PASTE_MS) {
		k->again = k->came + PASTE_MS;
		return false;
	}
	size_t len = end < 0 ? in.len : (size_t)end;
	str_clear(&k->paste);
	paste_clean(slice_sub(in, 0, len), &k->paste);
	str_remove(&k->in, 0, end < 0 ? len : len + strlen(PASTE_END));
	k->pasting = false;
	*out = (Key){ K_PASTE, 0, str_slice(&k->paste) };
	return true;
}

/* ---- the reader ---- */

/* The rest of a sequence whose Esc was already given.  True: it took some bytes or waits for more. */
static bool take_torn(Keys *k, int64_t now, Taken *out)
{
	Slice in = str_slice(&k->in);
	if (k->esc_until < 0 || now > k->esc_until || (in.p[0] != '[' && in.p[0] != 'O'))
		return false;
	Slice rest = slice_sub(in, 1, in.len);
	Taken t = taken_after(in.p[0] == '[' ? take_csi(rest) : take_ss3(rest), 1, 0);
	if (t.used) {
		*out = (Taken){ t.used, key_of(K_TORN, 0) };
	} else if (now - k->came >= k->esc_ms) {
		*out = (Taken){ in.len, key_of(K_NONE, 0) };	/* typed by hand, or torn once more */
		k->esc_until = now + KEY_TORN_MS;
		return true;
	} else {
		*out = (Taken){ 0 };
	}
	return true;
}

static Taken take(Keys *k, int64_t now)
{
	Slice in = str_slice(&k->in);
	Taken t;
	bool esc = in.p[0] == '\x1b', torn = take_torn(k, now, &t);
	if (torn && t.used)
		return t;
	if (!torn)
		t = esc ? take_escape(k, in) : take_char(in);
	if (t.used)
		return t;
	int64_t limit = esc && in.len > 1 && in.p[1] != '\x1b' ? KEY_TORN_MS : k->esc_ms;
	if (!esc && !torn)
		limit = KEY_TORN_MS;
	if (now - k->came < limit) {
		k->again = k->came + limit;
		return t;
	}
	t = esc ? give_up(in) : (Taken){ in.len, key_of(K_NONE, 0) };
	if (t.key.code == K_ESC)
		k->esc_until = now + KEY_TORN_MS;
	return t;
}

bool keys_next(Keys *k, int64_t now, Key *out)
{
	k->again = -1;
	while (k->in.len) {
		if (k->pasting)
			return take_paste(k, now, out);
		Taken t = take(k, now);
		if (!t.used)
			return false;
		str_remove(&k->in, 0, t.used);
		if (t.key.code == K_NONE)
			continue;
		if (t.key.code != K_ESC)
			k->esc_until = -1;
		if (t.key.code == K_PASTE) {
			k->pasting = true;
			continue;
		}
		*out = t.key;
		return true;
	}
	if (k->pasting)
		k->again = k->came + PASTE_MS;
	return false;
}

int keys_due(const Keys *k, int64_t now)
{
	if (k->again < 0)
		return -1;
	return k->again > now ? (int)(k->again - now) : 0;
}
