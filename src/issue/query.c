/* Words sought in texts: a quick look at the folded whole, and a slow one that knows the places. */
#include "issue/query.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/words.h"
#include "issue/sentence.h"

#define TERMS_MAX 32		/* words sought at once */
#define QUICK_LAST 0x24f	/* code points up to here are folded by table */
#define QUICK_BYTES 6
#define SENTENCES_MAX 64	/* that are looked at for the best one */

/* Folded words that follow each other with nothing but marks and blanks between. */
typedef struct {
	VEC(char *) words;
} Term;

/* How a code point folds alone: what almost all text is made of. */
typedef struct {
	unsigned char len;
	char bytes[QUICK_BYTES];
} Fold;

struct Query {
	VEC(Term) terms;
	Fold folds[QUICK_LAST + 1];
	Str folded;		/* the text that is looked at */
};

/* ---- words ---- */

static size_t word_end(Slice s, size_t at)
{
	uint32_t cp;
	size_t n;

	while (at < s.len && (n = utf8_next(s.p + at, s.len - at, &cp), utf8_is_word(cp)))
		at += n;
	return at;
}

static size_t word_begin(Slice s, size_t at)
{
	uint32_t cp;
	size_t n;

	while (at < s.len && (n = utf8_next(s.p + at, s.len - at, &cp), !utf8_is_word(cp)))
		at += n;
	return at;
}

/* The next word at or behind *at, which then stands behind it. */
static bool next_word(Slice s, size_t *at, Slice *out)
{
	size_t from = word_begin(s, *at), to = word_end(s, from);

	*out = slice_sub(s, from, to);
	*at = to;
	return to > from;
}

static void add_words(Slice text, Term *t)
{
	Slice word;
	size_t at = 0;

	while (next_word(text, &at, &word)) {
		Str fold = STR_EMPTY;

		utf8_fold(word, &fold);
		VEC_PUSH(&t->words, str_steal(&fold));
	}
}

/* The next piece of what was asked for: up to a blank, or between quotes. */
static Slice next_piece(Slice *rest)
{
	bool quoted;
	size_t to = 0;
	Slice piece;

	*rest = slice_trim(*rest);
	quoted = rest->len && rest->p[0] == '"';
	if (quoted)
		*rest = slice_sub(*rest, 1, rest->len);
	while (to < rest->len && (quoted ? rest->p[to] != '"' : !strchr(" \t\r\n\"", rest->p[to])))
		to++;
	piece = slice_sub(*rest, 0, to);
	*rest = slice_sub(*rest, quoted && to < rest->len ? to + 1 : to, rest->len);
	return piece;
}

static void fill_folds(Query *q)
{
	Str fold = STR_EMPTY;

	for (uint32_t cp = 0; cp <= QUICK_LAST; cp++) {
		char bytes[4];

		str_clear(&fold);
		utf8_fold(slice(bytes, utf8_encode(cp, bytes)), &fold);
		if (fold.len > QUICK_BYTES)
			continue;
		q->folds[cp].len = (unsigned char)fold.len;
		memcpy(q->folds[cp].bytes, fold.p, fold.len);
	}
	str_free(&fold);
}

const Err *query_make(Query **out, Slice text)
{
	Query *q = mem_alloc(sizeof *q);
	const Err *err = NULL;

	for (Slice rest = text; rest.len && q->terms.len <= TERMS_MAX;) {
		Term t = { 0 };

		add_words(next_piece(&rest), &t);
		if (t.words.len)
			VEC_PUSH(&q->terms, t);
	}
	fill_folds(q);
	*out = q;
	if (!q->terms.len)
		err = err_new(ERR_USAGE, _("no word to search for in “%.*s”"), (int)text.len, text.p);
	else if (q->terms.len > TERMS_MAX)
		err = err_new(ERR_USAGE, _("at most %d words or phrases can be searched for at once"), TERMS_MAX);
	if (err) {
		query_free(q);
		*out = NULL;
	}
	return err;
}

void query_free(Query *q)
{
	if (!q)
		return;
	for (size_t i = 0; i < q->terms.len; i++) {
		for (size_t k = 0; k < q->terms.v[i].words.len; k++)
			free(q->terms.v[i].words.v[k]);
		VEC_FREE(&q->terms.v[i].words);
	}
	VEC_FREE(&q->terms);
	str_free(&q->folded);
	free(q);
}

size_t query_terms(const Query *q)
{
	return q->terms.len;
}

/* ---- quick ---- */

/* Dashes, quotes, dots, bullets: neither letters nor marks, and folded to themselves. */
static bool is_plain(uint32_t cp)
{
	return (cp >= 0x2010 && cp <= 0x2027) || (cp >= 0x2030 && cp <= 0x205e) || cp == 0x20ac;
}

/* False: something stands in it that only the whole rule folds well. */
static bool fold_quick(const Query *q, Slice text, Str *out)
{
	char *to;
	size_t i = 0;

	str_clear(out);
	str_reserve(out, text.len * 3 + QUICK_BYTES);	/* at most six bytes for two */
	to = out->p;
	while (i < text.len) {
		unsigned char c = (unsigned char)text.p[i];
		uint32_t cp;
		size_t n;

		if (c < 0x80) {
			*to++ = c >= 'A' && c <= 'Z' ? (char)(c + 32) : (char)c;
			i++;
			continue;
		}
		n = utf8_next(text.p + i, text.len - i, &cp);
		if (cp <= QUICK_LAST && n > 1 && q->folds[cp].len) {
			memcpy(to, q->folds[cp].bytes, q->folds[cp].len);
			to += q->folds[cp].len;
		} else if (is_plain(cp)) {
			memcpy(to, text.p + i, n);
			to += n;
		} else {
			return false;
		}
		i += n;
	}
	out->len = (size_t)(to - out->p);
	return true;
}

static bool word_stands_before(Slice s, size_t at)
{
	uint32_t cp;

	if (at == 0)
		return false;
	for (at--; at > 0 && ((unsigned char)s.p[at] & 0xc0) == 0x80; at--)
		;
	utf8_next(s.p + at, s.len - at, &cp);
	return utf8_is_word(cp);
}

/* Does the word of this length stand alone here? */
static bool is_whole(Slice s, size_t at, size_t len)
{
	uint32_t cp = 0;

	if (at + len < s.len)
		utf8_next(s.p + at + len, s.len - at - len, &cp);
	return (at + len >= s.len || !utf8_is_word(cp)) && !word_stands_before(s, at);
}

/* Do the other words of the term follow?  s is folded. */
static bool follows(const Term *t, Slice s, size_t at)
{
	Slice word;

	for (size_t i = 1; i < t->words.len; i++)
		if (!next_word(s, &at, &word) || !slice_is(word, t->words.v[i]))
			return false;
	return true;
}

static size_t count_term(const Term *t, Slice s, bool all)
{
	Slice first = slice_c(t->words.v[0]);
	const char *p = s.p;
	size_t n = 0;

	while ((p = memmem(p, s.len - (size_t)(p - s.p), first.p, first.len))) {
		size_t at = (size_t)(p - s.p);

		if (is_whole(s, at, first.len) && follows(t, s, at + first.len)) {
			n++;
			if (!all)
				break;
		}
		p += first.len;
	}
	return n;
}

size_t query_count(Query *q, Slice text)
{
	size_t n = 0;

	if (!fold_quick(q, text, &q->folded)) {
		str_clear(&q->folded);
		utf8_fold(text, &q->folded);
	}
	for (size_t i = 0; i < q->terms.len; i++)
		if (!(n = count_term(&q->terms.v[i], str_slice(&q->folded), q->terms.len == 1)))
			return 0;
	return n;
}

/* ---- places ---- */

/* The word behind it as well, and so on?  *at stands behind the last one then. */
static bool goes_on(const Term *t, Slice text, size_t *at)
{
	Str fold = STR_EMPTY;
	bool same = true;

	for (size_t i = 1; same && i < t->words.len; i++) {
		Slice word;

		str_clear(&fold);
		same = next_word(text, at, &word);
		utf8_fold(word, &fold);
		same = same && slice_is(str_slice(&fold), t->words.v[i]);
	}
	str_free(&fold);
	return same;
}

bool query_find(const Query *q, Slice text, QueryPlaces *out)
{
	bool *some = mem_alloc_n(q->terms.len, sizeof *some), all = true;
	size_t before = out->len, at = 0;
	Str fold = STR_EMPTY;
	Slice word;

	while (next_word(text, &at, &word)) {
		str_clear(&fold);
		utf8_fold(word, &fold);
		for (size_t i = 0; i < q->terms.len; i++) {
			size_t to = at;

			if (!slice_is(str_slice(&fold), q->terms.v[i].words.v[0]) || !goes_on(&q->terms.v[i], text, &to))
				continue;
			some[i] = true;
			VEC_PUSH(out, ((QueryPlace){ (size_t)(word.p - text.p), to, i }));
		}
	}
	for (size_t i = 0; i < q->terms.len; i++)
		all = all && some[i];
	if (!all)
		out->len = before;
	str_free(&fold);
	free(some);
	return all;
}

/* ---- the sentence ---- */

static bool is_blank_line(Slice text, size_t at)
{
	while (at < text.len && (text.p[at] == ' ' || text.p[at] == '\t' || text.p[at] == '\r'))
		at++;
	return at >= text.len || text.p[at] == '\n';
}

/* A line that is no continuation: a heading, an entry of a list, a row of a table, a quote. */
static bool begins_block(Slice text, size_t at)
{
	while (at < text.len && (text.p[at] == ' ' || text.p[at] == '\t'))
		at++;
	if (at >= text.len)
		return true;
	if (strchr("#|>", text.p[at]))
		return true;
	if (strchr("-*+", text.p[at]))
		return at + 1 < text.len && text.p[at + 1] == ' ';
	while (at < text.len && text.p[at] >= '0' && text.p[at] <= '9')
		at++;
	return at + 1 < text.len && (text.p[at] == '.' || text.p[at] == ')') && text.p[at + 1] == ' ';
}

static bool is_heading(Slice text, size_t at)
{
	return at < text.len && text.p[at] == '#';
}

/* Behind this byte one ends: a full stop and the like before a blank and a great letter, a digit or a quote; the end of a block. */
static bool ends_at(Slice text, size_t line, size_t at)
{
	uint32_t cp = 0;
	size_t next = at + 1;

	if (text.p[at] == '\n')
		return is_blank_line(text, at + 1) || begins_block(text, at + 1) || is_heading(text, line);
	if (!strchr(".!?", text.p[at]) || (text.p[at] == '.' && !sentence_stop(text, at)))
		return false;
	while (next < text.len && strchr("\"')]*_", text.p[next]))
		next++;
	if (next >= text.len || !strchr(" \t\n", text.p[next]))
		return false;
	next = next + 1;
	if (next < text.len)
		utf8_next(text.p + next, text.len - next, &cp);
	return utf8_is_upper(cp) || utf8_is_digit(cp) || cp == '"' || cp == 0x201d || cp == 0x201c;
}

static void sentence_around(Slice text, size_t at, size_t *from, size_t *to)
{
	size_t line = 0, i;

	*from = 0;
	for (i = 0; i < at; i++) {
		if (ends_at(text, line, i))
			*from = i + 1;
		if (text.p[i] == '\n')
			line = i + 1;
	}
	for (*to = text.len; i < text.len; i++) {
		if (ends_at(text, line, i)) {
			*to = i + 1;
			break;
		}
		if (text.p[i] == '\n')
			line = i + 1;
	}
}

/* A part of a sentence around one place, at blanks. */
static void clip(Slice text, const QueryPlace *p, size_t most, size_t *from, size_t *to)
{
	size_t before = p->to - p->from < most ? (most - (p->to - p->from)) / 2 : 0;

	if (*to - *from <= most)
		return;
	if (p->from - *from > before) {
		*from = p->from - before;
		while (*from < p->from && text.p[*from] != ' ' && text.p[*from] != '\n')
			(*from)++;
	}
	if (*to - *from > most) {
		*to = *from + most > p->to ? *from + most : p->to;
		while (*to > p->to && text.p[*to] != ' ' && text.p[*to] != '\n')
			(*to)--;
	}
}

static size_t terms_within(const Query *q, const QueryPlaces *places, size_t from, size_t to)
{
	bool *some = mem_alloc_n(q->terms.len, sizeof *some);
	size_t n = 0;

	for (size_t i = 0; i < places->len; i++) {
		const QueryPlace *p = &places->v[i];

		if (p->from < from || p->to > to || some[p->term])
			continue;
		some[p->term] = true;
		n++;
	}
	free(some);
	return n;
}

/* Blanks and line ends are one blank, marks of headings and quotes before it are left out. */
static void add_flat(Slice text, size_t from, size_t to, const QueryPlaces *places, Str *out, QueryPlaces *marks)
{
	bool blank = false;
	size_t next = 0, mark = 0;

	while (from < to && strchr(" \t\r\n#>|", text.p[from]))
		from++;
	for (size_t i = from; i < to; i++) {
		if (strchr(" \t\r\n", text.p[i])) {
			blank = true;
			continue;
		}
		if (blank)
			str_add_char(out, ' ');
		blank = false;
		while (next < places->len && places->v[next].from < i)
			next++;
		if (!mark && next < places->len && places->v[next].from == i && places->v[next].to <= to) {
			VEC_PUSH(marks, ((QueryPlace){ out->len, places->v[next].to, places->v[next].term }));
			mark = marks->len;
		}
		str_add_char(out, text.p[i]);
		if (mark && marks->v[mark - 1].to == i + 1) {
			marks->v[mark - 1].to = out->len;
			mark = 0;
		}
	}
}

/* The sentence with most terms; at: the first place in it. */
static void best_sentence(const Query *q, Slice text, const QueryPlaces *places, size_t *at, size_t *from, size_t *to)
{
	size_t best = 0, seen = 0, looked = 0;

	for (size_t i = 0; i < places->len && looked < SENTENCES_MAX; i++) {
		size_t begin, end, n;

		if (places->v[i].from < seen)
			continue;	/* in a sentence that was looked at */
		sentence_around(text, places->v[i].from, &begin, &end);
		end = end < places->v[i].to ? places->v[i].to : end;
		seen = end;
		looked++;
		n = terms_within(q, places, begin, end);
		if (n > best) {
			best = n;
			*at = i;
			*from = begin;
			*to = end;
		}
	}
}

void query_context(const Query *q, Slice text, size_t most, Str *out, QueryPlaces *marks)
{
	QueryPlaces places = { 0 };
	size_t at = 0, begin = 0, end = 0, from, to;

	if (!query_find(q, text, &places)) {
		VEC_FREE(&places);
		return;
	}
	best_sentence(q, text, &places, &at, &begin, &end);
	from = begin;
	to = end;
	clip(text, &places.v[at], most, &from, &to);
	if (from > begin)
		str_add_c(out, "… ");
	add_flat(text, from, to, &places, out, marks);
	if (to < end)
		str_add_c(out, " …");
	VEC_FREE(&places);
}
