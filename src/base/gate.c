/* The gate: text from outside is made safe to show. */
#include "base/utf8.h"

/* What becomes of a code point that is not simply shown. */
typedef enum { SHOW, NAME, VANISH, JOINER, SELECTOR, BREAK_HINT } Fate;

static const struct {
	uint32_t first, last;
	Fate fate;
} fates[] = {
	{ 0x0080, 0x009f, NAME },	/* C1 */
	{ 0x00ad, 0x00ad, BREAK_HINT },
	{ 0x034f, 0x034f, VANISH },
	{ 0x061c, 0x061c, NAME },	/* bidi */
	{ 0x180b, 0x180d, SELECTOR },
	{ 0x180e, 0x180e, VANISH },
	{ 0x180f, 0x180f, SELECTOR },
	{ 0x200b, 0x200b, BREAK_HINT },
	{ 0x200c, 0x200d, JOINER },
	{ 0x200e, 0x200f, NAME },	/* bidi */
	{ 0x2028, 0x202e, NAME },	/* line and paragraph separator, bidi */
	{ 0x2060, 0x2060, BREAK_HINT },
	{ 0x2061, 0x2065, VANISH },
	{ 0x2066, 0x206f, NAME },	/* bidi */
	{ 0xfdd0, 0xfdef, NAME },	/* no characters */
	{ 0xfe00, 0xfe0f, SELECTOR },
	{ 0xfeff, 0xfeff, VANISH },
	{ 0xfff0, 0xfffb, VANISH },
	{ 0xfffe, 0xffff, NAME },
	{ 0x1bca0, 0x1bca3, VANISH },
	{ 0x1d173, 0x1d17a, VANISH },
	{ 0xe0000, 0xe00ff, VANISH },	/* tags: text that nobody sees */
	{ 0xe0100, 0xe01ef, SELECTOR },
	{ 0xe01f0, 0xe0fff, VANISH },
};

static Fate fate_of(uint32_t cp)
{
	size_t lo = 0, hi = sizeof fates / sizeof *fates;

	if ((cp & 0xfffe) == 0xfffe)
		return NAME;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (cp > fates[mid].last)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < sizeof fates / sizeof *fates && cp >= fates[lo].first ? fates[lo].fate : SHOW;
}

static bool is_selector(uint32_t cp)
{
	return fate_of(cp) == SELECTOR;
}

/* The scripts in which a joiner is spelling: Arabic and its kin to Khmer and Mongolian. */
static bool joins_in_writing(uint32_t cp)
{
	return cp >= 0x0600 && cp <= 0x18af && utf8_is_word(cp) && !is_selector(cp);
}

typedef struct {
	Str *out;
	int flags;
	uint32_t shown;		/* the last code point let through; 0 after anything else */
	uint32_t base;		/* the same, but for marks, selectors and skin tones */
} Gate;

static bool joiner_in_place(const Gate *g, uint32_t joiner, Slice behind)
{
	uint32_t next;

	if (behind.len == 0)
		return false;
	utf8_next(behind.p, behind.len, &next);
	if (joiner == 0x200d && utf8_is_emoji(g->base) && utf8_is_emoji(next))
		return true;
	return joins_in_writing(g->shown) && joins_in_writing(next);
}

static void show(Gate *g, const char *p, size_t n, uint32_t cp)
{
	str_add(g->out, p, n);
	g->shown = cp;
	if (!is_selector(cp) && !(cp >= 0x1f3fb && cp <= 0x1f3ff) && !utf8_is_mark(cp))
		g->base = cp;
}

static void name(Gate *g, uint32_t cp)
{
	str_printf(g->out, "<U+%04X>", cp);
	g->shown = g->base = '>';
}

/* One code point that is not plain ASCII text; rest begins with it. */
static void pass(Gate *g, Slice rest, size_t n, uint32_t cp)
{
	switch (fate_of(cp)) {
	case SHOW:
		show(g, rest.p, n, cp);
		break;
	case NAME:
		name(g, cp);
		break;
	case VANISH:
		break;
	case BREAK_HINT:
		if (g->flags & GATE_BREAKS)
			show(g, rest.p, n, cp);
		break;
	case JOINER:
		if (joiner_in_place(g, cp, slice_sub(rest, n, rest.len)))
			str_add(g->out, rest.p, n);
		else
			name(g, cp);
		break;
	case SELECTOR:	/* one belongs to the character before it; more could only hide something */
		if (g->shown > ' ' && !is_selector(g->shown))
			show(g, rest.p, n, cp);
		break;
	}
}

static void control(Gate *g, unsigned char c)
{
	if (c == '\n' && (g->flags & GATE_LINES)) {
		str_add_char(g->out, '\n');
	} else if (c == '\n' || c == '\t') {
		str_add_char(g->out, ' ');
	} else {
		str_add_char(g->out, '^');
		str_add_char(g->out, (char)(c ^ 0x40));
	}
	g->shown = g->base = c == '\n' || c == '\t' ? ' ' : (uint32_t)(c ^ 0x40);
}

void utf8_gate(Slice s, int flags, Str *out)
{
	Gate g = { .out = out, .flags = flags };
	size_t i = 0, n;
	uint32_t cp;

	str_reserve(out, s.len);
	for (; i < s.len; i += n) {
		unsigned char c = (unsigned char)s.p[i];

		for (n = 0; i + n < s.len && s.p[i + n] >= ' ' && s.p[i + n] < 0x7f; n++)
			;
		if (n) {
			str_add(out, s.p + i, n);
			g.shown = g.base = (unsigned char)s.p[i + n - 1];
			continue;
		}
		n = 1;
		if (c < ' ' || c == 0x7f) {
			if (c == '\r' && i + 1 < s.len && s.p[i + 1] == '\n')
				continue;
			control(&g, c);
			continue;
		}
		n = utf8_next(s.p + i, s.len - i, &cp);
		if (n == 1) {
			str_printf(out, "<%02X>", c);
			g.shown = g.base = '>';
		} else {
			pass(&g, slice_sub(s, i, s.len), n, cp);
		}
	}
}
