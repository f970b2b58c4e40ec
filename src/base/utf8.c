/* The one door to libunistring: code points, graphemes, widths, folding, line breaks. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1	/* wcwidth */
#endif
#include "base/utf8.h"

#include <locale.h>
#include <stdlib.h>
#include <unicase.h>
#include <unictype.h>
#include <unigbrk.h>
#include <unilbrk.h>
#include <uninorm.h>
#include <unistr.h>
#include <uniwidth.h>
#include <wchar.h>

#include "base/mem.h"

#define BAD 0xfffdu

bool utf8_valid(Slice s)
{
	return s.len == 0 || !u8_check((const uint8_t *)s.p, s.len);
}

/* ---- what a code point is ---- */

bool utf8_is_letter(uint32_t cp)
{
	if (cp < 0x80)
		return (cp | 0x20) >= 'a' && (cp | 0x20) <= 'z';
	return uc_is_general_category_withtable(cp, UC_CATEGORY_MASK_L);
}

bool utf8_is_digit(uint32_t cp)
{
	if (cp < 0x80)
		return cp >= '0' && cp <= '9';
	return uc_is_general_category_withtable(cp, UC_CATEGORY_MASK_Nd);
}

bool utf8_is_space(uint32_t cp)
{
	if (cp < 0x80)
		return cp == ' ' || (cp >= '\t' && cp <= '\r');
	return cp != 0xa0 && uc_is_property_white_space(cp);
}

bool utf8_is_upper(uint32_t cp)
{
	if (cp < 0x80)
		return cp >= 'A' && cp <= 'Z';
	return uc_is_general_category_withtable(cp, UC_CATEGORY_MASK_Lu | UC_CATEGORY_MASK_Lt);
}

bool utf8_is_mark(uint32_t cp)
{
	return cp >= 0x300 && uc_is_general_category_withtable(cp, UC_CATEGORY_MASK_M);
}

bool utf8_is_word(uint32_t cp)
{
	if (cp < 0x80)
		return utf8_is_letter(cp) || utf8_is_digit(cp);
	return uc_is_general_category_withtable(cp, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M | UC_CATEGORY_MASK_Nd);
}

bool utf8_is_emoji(uint32_t cp)
{
	return cp >= 0xa9 && uc_is_property_extended_pictographic(cp);
}

/* ---- widths and clusters ---- */

static bool is_control(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7f && cp < 0xa0);
}

/* 256 widths at a time, asked of the C library in a UTF-8 locale of our own, since that is what ncurses asks. */
static const signed char *width_page(uint32_t page)
{
	static signed char *pages[0x1100];
	static locale_t utf8;
	static bool tried;
	locale_t old = (locale_t)0;

	if (pages[page])
		return pages[page];
	if (!tried) {
		utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
		tried = true;
	}
	pages[page] = mem_alloc(256);
	if (utf8)
		old = uselocale(utf8);
	for (uint32_t i = 0; i < 256; i++) {
		uint32_t cp = page << 8 | i;

		pages[page][i] = (signed char)(utf8 ? wcwidth((wchar_t)cp) : uc_width(cp, "UTF-8"));
	}
	if (utf8)
		uselocale(old);
	return pages[page];
}

/* Columns of one code point by itself; what has none and cannot be drawn stands as U+FFFD, in one. */
static int cp_width(uint32_t cp)
{
	int w;

	if (cp >= 0x20 && cp < 0x7f)
		return 1;
	if (is_control(cp))
		return 2;
	if (cp == 0xad)	/* some say 1: it is never drawn */
		return 0;
	w = width_page(cp >> 8)[cp & 0xff];
	return w < 0 ? 1 : w;
}

/* Reads one cluster, code point by code point. */
typedef struct {
	int prev;		/* grapheme break property */
	bool first;
	bool pict;		/* an emoji and marks so far */
	bool joined;		/* … and a joiner: another emoji belongs to it */
	int flags;		/* regional indicators */
	int width;
} Cluster;

static const Cluster cluster_none = { .first = true };

static bool breaks_always(int p)
{
	return p == GBP_CR || p == GBP_LF || p == GBP_CONTROL;
}

/* The rules of UAX 29 that look at two neighbours only. */
static bool pair_joins(int prev, int next)
{
	if (prev == GBP_CR && next == GBP_LF)
		return true;
	if (breaks_always(prev) || breaks_always(next))
		return false;
	if (next == GBP_EXTEND || next == GBP_ZWJ || next == GBP_SPACINGMARK || prev == GBP_PREPEND)
		return true;
	if (prev == GBP_L)
		return next == GBP_L || next == GBP_V || next == GBP_LV || next == GBP_LVT;
	if (prev == GBP_LV || prev == GBP_V)
		return next == GBP_V || next == GBP_T;
	return (prev == GBP_LVT || prev == GBP_T) && next == GBP_T;
}

/* Columns that cp adds to the cluster. */
static int width_more(const Cluster *c, uint32_t cp, int prop, bool pict)
{
	if (c->first)
		return cp_width(cp);
	if (prop == GBP_LF || (pict && c->joined) || (cp >= 0x1f3fb && cp <= 0x1f3ff))
		return 0;
	return cp_width(cp);
}

/* Takes cp into the cluster, or says that it begins the next one. */
static bool cluster_take(Cluster *c, uint32_t cp)
{
	int prop = uc_graphemeclusterbreak_property(cp), more;
	bool pict = utf8_is_emoji(cp);

	more = width_more(c, cp, prop, pict);
	if (!c->first) {
		bool joins = pair_joins(c->prev, prop) || (pict && c->joined) ||
		    (prop == GBP_RI && c->prev == GBP_RI && c->flags % 2 == 1);

		if (!joins || c->width + more > 2)
			return false;
	}
	c->joined = c->pict && prop == GBP_ZWJ;
	c->pict = pict || (c->pict && prop == GBP_EXTEND);
	c->flags = prop == GBP_RI ? c->flags + 1 : 0;
	c->prev = prop;
	c->width += more;
	c->first = false;
	return true;
}

size_t utf8_grapheme(Slice s, size_t from)
{
	Cluster c = cluster_none;
	size_t i = from;

	if (from >= s.len)
		return 0;
	if (s.p[from] >= ' ' && s.p[from] < 0x7f && (from + 1 == s.len || (unsigned char)s.p[from + 1] < 0x80))
		return 1;
	while (i < s.len) {
		uint32_t cp;
		size_t n = utf8_next(s.p + i, s.len - i, &cp);

		if (!cluster_take(&c, cp))
			break;
		i += n;
	}
	return i - from;
}

/* Where the code point that ends at i begins. */
static size_t cp_back(Slice s, size_t i)
{
	for (size_t n = 2; n <= 4 && n <= i; n++) {
		uint32_t cp;

		if (((unsigned char)s.p[i - n] & 0xc0) == 0x80)
			continue;
		return utf8_next(s.p + i - n, n, &cp) == n ? i - n : i - 1;
	}
	return i - 1;
}

/* Goes back to where a cluster begins for certain, then forward again. */
size_t utf8_grapheme_back(Slice s, size_t from)
{
	size_t at, n;
	uint32_t next, prev;

	if (from > s.len)
		from = s.len;
	if (from == 0)
		return 0;
	at = cp_back(s, from);
	utf8_next(s.p + at, from - at, &next);
	while (at > 0) {
		size_t before = cp_back(s, at);
		int p, q;

		utf8_next(s.p + before, at - before, &prev);
		p = uc_graphemeclusterbreak_property(prev);
		q = uc_graphemeclusterbreak_property(next);
		if (!pair_joins(p, q) && !(p == GBP_RI && q == GBP_RI) && !(p == GBP_ZWJ && utf8_is_emoji(next)))
			break;
		at = before;
		next = prev;
	}
	s.len = from;
	while ((n = utf8_grapheme(s, at)) < from - at)
		at += n;
	return from - at;
}

int utf8_cluster_width(Slice cluster)
{
	Cluster c = cluster_none;

	for (size_t i = 0; i < cluster.len;) {
		uint32_t cp;

		i += utf8_next(cluster.p + i, cluster.len - i, &cp);
		if (!cluster_take(&c, cp))
			break;
	}
	return c.width;
}

static void add_drawn(Str *out, uint32_t cp)
{
	char bytes[4];

	if (is_control(cp)) {
		str_add_char(out, cp < 0x80 ? '^' : '~');
		str_add_char(out, (char)(cp < 0x80 ? cp ^ 0x40 : (cp & 0x1f) | 0x40));
	} else {
		if (width_page(cp >> 8)[cp & 0xff] < 0)
			cp = BAD;
		str_add(out, bytes, utf8_encode(cp, bytes));
	}
}

/* Of what takes no column only marks and the like are drawn, and only on something. */
static bool is_drawn_on(uint32_t cp)
{
	return cp >= 0x300 && cp_width(cp) == 0 && !uc_is_property_default_ignorable_code_point(cp) &&
	    !uc_is_general_category_withtable(cp, UC_CATEGORY_MASK_Cf);
}

void utf8_drawn(Slice cluster, Str *out)
{
	Cluster c = cluster_none;

	if (cluster.len == 1 && cluster.p[0] >= ' ' && cluster.p[0] < 0x7f) {
		str_add_slice(out, cluster);
		return;
	}
	for (size_t i = 0; i < cluster.len;) {
		uint32_t cp;
		int before = c.width;

		i += utf8_next(cluster.p + i, cluster.len - i, &cp);
		if (!cluster_take(&c, cp))
			break;
		if (c.width > before || (before > 0 && is_drawn_on(cp)))
			add_drawn(out, cp);
	}
}

/* Bytes of printable ASCII at s[i] that are clusters by themselves whatever follows. */
static size_t ascii_run(Slice s, size_t i)
{
	size_t n = 0;

	while (i + n < s.len && s.p[i + n] >= ' ' && s.p[i + n] < 0x7f)
		n++;
	return n && i + n < s.len ? n - 1 : n;
}

size_t utf8_fit(Slice s, size_t width)
{
	size_t i = 0;

	while (i < s.len) {
		/* one column more than can be taken: a long run is not looked at to its end for every line of it */
		size_t n = ascii_run(slice_sub(s, 0, s.len - i > width ? i + width + 1 : s.len), i), w = n;

		if (n == 0) {
			n = utf8_grapheme(s, i);
			w = (size_t)utf8_cluster_width(slice_sub(s, i, i + n));
			if (w > width)
				break;
		} else if (w > width) {
			n = w = width;
			if (n == 0)
				break;
		}
		i += n;
		width -= w;
	}
	return i;
}

size_t utf8_width(Slice s)
{
	size_t width = 0, n;

	for (size_t i = 0; i < s.len; i += n) {
		n = ascii_run(s, i);
		if (n) {
			width += n;
			continue;
		}
		n = utf8_grapheme(s, i);
		width += (size_t)utf8_cluster_width(slice_sub(s, i, i + n));
	}
	return width;
}

/* ---- line breaks ---- */

/* An 'x' for each bad byte, since the library wants valid text; NULL if s is good as it stands. */
static char *valid_copy(Slice s)
{
	char *copy;
	size_t n;

	if (utf8_valid(s))
		return NULL;
	copy = mem_dup_n(s.p, s.len);
	for (size_t i = 0; i < s.len; i += n) {
		uint32_t cp;

		n = utf8_next(s.p + i, s.len - i, &cp);
		if (n == 1 && (unsigned char)s.p[i] >= 0x80)
			copy[i] = 'x';
	}
	return copy;
}

static void hold(Slice s, unsigned char *brk, size_t from, size_t to)
{
	for (size_t i = from; i < to && i < s.len; i++)
		if (brk[i] == BRK_MAY)
			brk[i] = BRK_NO;
}

static bool starts_with_letter(Slice s, size_t from)
{
	uint32_t cp;

	if (from >= s.len)
		return false;
	utf8_next(s.p + from, s.len - from, &cp);
	return cp < 0x2e80 && utf8_is_letter(cp);	/* alphabets; ideographs have their own rules */
}

/* The library knows neither rule 29 (no break in "t.ex.", "14:e") nor that of the no-break space at a cluster's end. */
void utf8_breaks(Slice s, unsigned char *brk)
{
	char *copy;
	const char *text;
	unsigned char after = BRK_NO;
	size_t n;

	if (s.len == 0)
		return;
	copy = valid_copy(s);
	text = copy ? copy : s.p;
	u8_possible_linebreaks((const uint8_t *)text, s.len, "UTF-8", (char *)brk);
	/* The library marks the line end itself; here the mark is on what comes after it. */
	for (size_t i = 0; i < s.len; i += n) {
		unsigned char b = brk[i];
		uint32_t cp;

		n = utf8_next(text + i, s.len - i, &cp);
		memset(brk + i, BRK_NO, n);
		brk[i] = b == UC_BREAK_POSSIBLE && i > 0 && after == BRK_NO ? BRK_MAY : after;
		after = b == UC_BREAK_MANDATORY ? BRK_MUST : BRK_NO;
	}
	for (size_t i = 0; i < s.len; i += n) {
		n = utf8_grapheme(s, i);
		hold(s, brk, i + 1, i + n);
		if (n >= 2 && memcmp(s.p + i, UTF8_NBSP, 2) == 0)
			hold(s, brk, i, i + n + 1);
		if (n == 1 && strchr(".,:;", s.p[i]) && s.p[i] && starts_with_letter(s, i + n))
			hold(s, brk, i + n, i + n + 1);
	}
	free(copy);
}

/* ---- forms ---- */

/* Appends s with U+FFFD for each bad byte. */
static void add_valid(Str *out, Slice s)
{
	size_t n;

	for (size_t i = 0; i < s.len; i += n) {
		char bytes[4];
		uint32_t cp;

		n = utf8_next(s.p + i, s.len - i, &cp);
		str_add(out, bytes, utf8_encode(cp, bytes));
	}
}

typedef uint8_t *(*Form)(const uint8_t *s, size_t n, size_t *len);

static uint8_t *form_nfc(const uint8_t *s, size_t n, size_t *len)
{
	return u8_normalize(UNINORM_NFC, s, n, NULL, len);
}

static uint8_t *form_fold(const uint8_t *s, size_t n, size_t *len)
{
	return u8_casefold(s, n, NULL, UNINORM_NFC, NULL, len);
}

static uint8_t *form_lower(const uint8_t *s, size_t n, size_t *len)
{
	return u8_tolower(s, n, NULL, NULL, NULL, len);
}

static void add_form(Str *out, Slice s, Form form)
{
	Str valid = STR_EMPTY;
	uint8_t *p;
	size_t n = 0;

	if (s.len == 0)
		return;
	if (!utf8_valid(s)) {
		add_valid(&valid, s);
		s = str_slice(&valid);
	}
	p = form((const uint8_t *)s.p, s.len, &n);
	if (p)
		str_add(out, p, n);
	else	/* only for want of memory */
		str_add_slice(out, s);
	free(p);
	str_free(&valid);
}

/* Is every code point below limit?  Most text is, and needs no library. */
static bool all_below(Slice s, uint32_t limit)
{
	size_t n;

	for (size_t i = 0; i < s.len; i += n) {
		uint32_t cp;

		n = utf8_next(s.p + i, s.len - i, &cp);
		if (cp >= limit)
			return false;
	}
	return true;
}

void utf8_nfc(Slice s, Str *out)
{
	if (all_below(s, 0x300))	/* where the combining marks begin */
		str_add_slice(out, s);
	else
		add_form(out, s, form_nfc);
}

/* Of Latin-1; the sharp s and the micro sign grow or leave the block when folded. */
static void latin_lower(Slice s, Str *out)
{
	str_reserve(out, s.len);
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c >= 'A' && c <= 'Z')
			c |= 0x20;
		else if (i && (unsigned char)s.p[i - 1] == 0xc3 && c >= 0x80 && c <= 0x9e && c != 0x97)
			c |= 0x20;
		str_add_char(out, (char)c);
	}
}

static bool has_latin_oddity(Slice s)
{
	return slice_find(s, SLICE_LIT("\xc3\x9f"), 0) >= 0 || slice_find(s, SLICE_LIT("\xc2\xb5"), 0) >= 0;
}

void utf8_fold(Slice s, Str *out)
{
	if (all_below(s, 0x100) && !has_latin_oddity(s))
		latin_lower(s, out);
	else
		add_form(out, s, form_fold);
}

void utf8_lower(Slice s, Str *out)
{
	if (all_below(s, 0x100))
		latin_lower(s, out);
	else
		add_form(out, s, form_lower);
}
