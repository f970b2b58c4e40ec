/* Reads a day in the forms that bulletins use: a table of forms over the words of a line. */
#include "base/date.h"
#include "base/utf8.h"

#define TOKENS_MOST 16
#define WORD_MOST 31
#define PLACE_WORDS 3

enum { MONTH = 1, WEEKDAY = 13, ARTICLE = 20, OF, ORDINAL };	/* MONTH + 0 … 11, WEEKDAY + 0 … 6 */

static const struct {
	const char *word;
	int what;
} vocabulary[] = {
	{ "januari", 1 }, { "februari", 2 }, { "mars", 3 }, { "april", 4 }, { "maj", 5 }, { "juni", 6 },
	{ "juli", 7 },
	{ "augusti", 8 }, { "september", 9 }, { "oktober", 10 }, { "november", 11 }, { "december", 12 },
	{ "january", 1 }, { "february", 2 }, { "march", 3 }, { "may", 5 }, { "june", 6 }, { "july", 7 },
	{ "august", 8 },
	{ "october", 10 },
	{ "januar", 1 }, { "februar", 2 }, { "marts", 3 }, { "mai", 5 }, { "desember", 12 },
	{ "tammikuuta", 1 }, { "helmikuuta", 2 }, { "maaliskuuta", 3 }, { "huhtikuuta", 4 }, { "toukokuuta", 5 },
	{ "kesäkuuta", 6 }, { "heinäkuuta", 7 }, { "elokuuta", 8 }, { "syyskuuta", 9 }, { "lokakuuta", 10 },
	{ "marraskuuta", 11 }, { "joulukuuta", 12 },
	{ "jan", 1 }, { "feb", 2 }, { "febr", 2 }, { "mar", 3 }, { "apr", 4 }, { "jun", 6 }, { "jul", 7 },
	{ "aug", 8 },
	{ "sep", 9 }, { "sept", 9 }, { "okt", 10 }, { "oct", 10 }, { "nov", 11 }, { "dec", 12 }, { "des", 12 },

	{ "måndag", 13 }, { "tisdag", 14 }, { "onsdag", 15 }, { "torsdag", 16 }, { "fredag", 17 },
	{ "lördag", 18 }, { "söndag", 19 },
	{ "måndagen", 13 }, { "tisdagen", 14 }, { "onsdagen", 15 }, { "torsdagen", 16 }, { "fredagen", 17 },
	{ "lördagen", 18 },
	{ "söndagen", 19 },
	{ "mån", 13 }, { "tis", 14 }, { "ons", 15 }, { "tors", 16 }, { "tor", 16 }, { "fre", 17 },
	{ "lör", 18 }, { "sön", 19 },
	{ "mandag", 13 }, { "tirsdag", 14 }, { "lørdag", 18 }, { "søndag", 19 }, { "man", 13 }, { "tirs", 14 },
	{ "lør", 18 },
	{ "søn", 19 },
	{ "monday", 13 }, { "tuesday", 14 }, { "wednesday", 15 }, { "thursday", 16 }, { "friday", 17 },
	{ "saturday", 18 },
	{ "sunday", 19 },
	{ "mon", 13 }, { "tue", 14 }, { "tues", 14 }, { "wed", 15 }, { "thu", 16 }, { "thur", 16 },
	{ "thurs", 16 }, { "fri", 17 },
	{ "sat", 18 }, { "sun", 19 },
	{ "maanantai", 13 }, { "tiistai", 14 }, { "keskiviikko", 15 }, { "torstai", 16 }, { "perjantai", 17 },
	{ "lauantai", 18 },
	{ "sunnuntai", 19 },
	{ "maanantaina", 13 }, { "tiistaina", 14 }, { "keskiviikkona", 15 }, { "torstaina", 16 },
	{ "perjantaina", 17 },
	{ "lauantaina", 18 }, { "sunnuntaina", 19 },

	{ "den", ARTICLE }, { "the", ARTICLE }, { "of", OF },
	{ "e", ORDINAL }, { "a", ORDINAL }, { "st", ORDINAL }, { "nd", ORDINAL }, { "rd", ORDINAL },
	{ "th", ORDINAL },
};

/*
 * D day, M month, Y year of four digits, E eight digits, N a month's name, o an ordinal ending, f "of"; other signs
 * stand for themselves; '?' behind one: it may be missing.
 */
static const char *const forms[] = {
	"Y-M-D", "Y/M/D", "Y.M.D", "E", "Do?.?f?N.?,?Y", "N.?Do?,?Y", "D.M.Y", "D/MY", "D/M-Y",
};

typedef struct {
	char kind;		/* '0' a number, 'w' a word, else the sign itself */
	int number, digits;
	int what;		/* of a word, from the vocabulary; 0 for any other */
	bool upper;
} Token;

typedef struct {
	Token t[TOKENS_MOST];
	int n, at;
} Line;

static int word_what(Slice word)
{
	Str folded = STR_EMPTY;
	int what = 0;

	if (word.len > WORD_MOST)
		return 0;
	utf8_fold(word, &folded);
	for (size_t i = 0; i < sizeof vocabulary / sizeof *vocabulary && !what; i++)
		if (slice_is(str_slice(&folded), vocabulary[i].word))
			what = vocabulary[i].what;
	str_free(&folded);
	return what;
}

static bool joins_word(uint32_t cp)
{
	return utf8_is_letter(cp) || utf8_is_mark(cp) || cp == '-' || cp == '\'' || cp == 0x2019;
}

/* Cuts s into tokens; false where something in it is of no date. */
static bool read_tokens(Slice s, Line *l)
{
	for (size_t i = 0, n; i < s.len; i += n) {
		Token *t = &l->t[l->n];
		uint32_t cp;

		n = utf8_next(s.p + i, s.len - i, &cp);
		if (utf8_is_space(cp) || cp == 0xa0)
			continue;
		if (l->n == TOKENS_MOST)
			return false;
		*t = (Token){ .kind = (char)cp };
		if (cp >= '0' && cp <= '9') {
			size_t end = i;

			for (; end < s.len && s.p[end] >= '0' && s.p[end] <= '9' && t->digits < 9; end++, t->digits++)
				t->number = t->number * 10 + (s.p[end] - '0');
			t->kind = '0';
			n = end - i;
		} else if (utf8_is_letter(cp)) {
			size_t end = i, k;
			uint32_t c;

			for (; end < s.len; end += k) {
				k = utf8_next(s.p + end, s.len - end, &c);
				if (!joins_word(c))
					break;
			}
			t->kind = 'w';
			t->upper = utf8_is_upper(cp);
			t->what = word_what(slice_sub(s, i, end));
			n = end - i;
		} else if (cp >= 0x80 || !strchr(".,/-:()", (int)cp)) {
			return false;
		}
		l->n++;
	}
	return true;
}

static bool is_sign(const Line *l, char sign)
{
	return l->at < l->n && l->t[l->at].kind == sign;
}

static bool is_word(const Line *l, int from, int to)
{
	return is_sign(l, 'w') && l->t[l->at].what >= from && l->t[l->at].what <= to;
}

static bool take_number(Line *l, int least, int most, int *out)
{
	if (!is_sign(l, '0') || l->t[l->at].digits < least || l->t[l->at].digits > most)
		return false;
	*out = l->t[l->at++].number;
	return true;
}

static bool take_if(Line *l, bool there)
{
	l->at += there;
	return there;
}

/* 20:e, 20e, 1:a, 1st */
static bool take_ordinal(Line *l)
{
	int start = l->at;

	if (is_sign(l, ':'))
		l->at++;
	if (take_if(l, is_word(l, ORDINAL, ORDINAL)))
		return true;
	l->at = start;
	return false;
}

static bool take_compact(Line *l, Date *d)
{
	int n;

	if (!take_number(l, 8, 8, &n))
		return false;
	*d = (Date){ n / 10000, n / 100 % 100, n % 100 };
	return true;
}

static bool take_part(Line *l, char part, Date *d)
{
	switch (part) {
	case 'D': return take_number(l, 1, 2, &d->day);
	case 'M': return take_number(l, 1, 2, &d->month);
	case 'Y': return take_number(l, 4, 4, &d->year);
	case 'E': return take_compact(l, d);
	case 'o': return take_ordinal(l);
	case 'f': return take_if(l, is_word(l, OF, OF));
	case 'N':
		if (!is_word(l, MONTH, MONTH + 11))
			return false;
		d->month = l->t[l->at++].what;
		return true;
	default: return take_if(l, is_sign(l, part));
	}
}

static bool take_form(Line *l, const char *form, Date *d)
{
	int start = l->at;

	for (; *form; form++) {
		bool there = take_part(l, *form, d), may_miss = form[1] == '?';

		if (!there && !may_miss) {
			l->at = start;
			return false;
		}
		form += may_miss;
	}
	return true;
}

/* A weekday and what goes with it: "fredag", "Fri.," "(fredag)". */
static bool take_weekday(Line *l)
{
	int start = l->at;
	bool bracket = take_if(l, is_sign(l, '('));

	if (is_word(l, WEEKDAY, WEEKDAY + 6)) {
		l->at++;
		take_if(l, is_sign(l, '.'));
		if (!bracket || take_if(l, is_sign(l, ')')))
			return true;
	}
	l->at = start;
	return false;
}

/* At most three words, the first with a capital, and then something that says a date begins. */
static void take_place(Line *l)
{
	int start = l->at, words = 0;

	while (is_word(l, 0, 0) && words < PLACE_WORDS) {
		if (words == 0 && !l->t[l->at].upper)
			break;
		l->at++;
		words++;
	}
	if (words && (take_if(l, is_sign(l, ',')) || is_word(l, WEEKDAY, ARTICLE)))
		return;
	l->at = start;
}

bool date_parse(Slice s, Date *out)
{
	Line l = { .n = 0 };

	if (s.len > 200 || !read_tokens(s, &l))
		return false;
	take_place(&l);
	if (take_weekday(&l))
		take_if(&l, is_sign(&l, ','));
	take_if(&l, is_word(&l, ARTICLE, ARTICLE));
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		Line end = l;
		Date d = { 0, 0, 0 };

		if (!take_form(&end, forms[i], &d))
			continue;
		take_if(&end, is_sign(&end, ','));
		take_weekday(&end);
		take_if(&end, is_sign(&end, '.'));
		if (end.at == end.n && date_valid(d.year, d.month, d.day)) {
			*out = d;
			return true;
		}
	}
	return false;
}

/* The number of exactly n digits at s[at]; no digit may follow. */
static bool digits_at(Slice s, size_t at, size_t n, int *out)
{
	*out = 0;
	if (at + n > s.len || (at + n < s.len && s.p[at + n] >= '0' && s.p[at + n] <= '9'))
		return false;
	for (size_t i = at; i < at + n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		*out = *out * 10 + (s.p[i] - '0');
	}
	return true;
}

bool date_parse_iso(Slice s, Date *out)
{
	Date d;

	if (s.len < 10 || s.p[4] != '-' || s.p[7] != '-' || !digits_at(s, 0, 4, &d.year) || !digits_at(s, 5, 2, &d.month) ||
	    !digits_at(s, 8, 2, &d.day) || !date_valid(d.year, d.month, d.day))
		return false;
	*out = d;
	return true;
}
