/* Cutting a text into sentences: blocks of lines first, each laid out as one line, then the ends of sentences in it. */
#include "issue/sentence.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "doc/table.h"
#include "issue/form_lines.h"

#define ELLIPSIS 0x2026
#define RUNS_MAX 16	/* longest run of backticks that is looked at */
#define ADDRESS_MAX 4096	/* bytes of a link's address */

/* A block on one line: soft breaks are blanks, hard breaks line ends. */
typedef struct {
	Str flat;
	VEC(size_t) at;		/* by byte of flat: where it stands in the text */
	unsigned char *fixed;	/* by byte of flat: in code or a link, no sentence ends here */
	size_t marker;		/* bytes of a list's sign or number with the blank behind it */
	char underline;		/* of a heading that has one */
} Block;

typedef struct {
	Slice text;
	FormLines lines;
	Sentences *out;
	Block block;
	bool lead_in;		/* the list's bullet at hand has a bold lead-in */
} Reader;

/* ---- a block on one line ---- */

static void put(Block *b, char c, size_t at)
{
	str_add_char(&b->flat, c);
	VEC_PUSH(&b->at, at);
}

static void put_prose(Block *b, Slice text, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		bool white = text.p[i] == ' ' || text.p[i] == '\t';

		if (!white)
			put(b, text.p[i], i);
		else if (b->flat.len > 0 && b->flat.p[b->flat.len - 1] != ' ')
			put(b, ' ', i);
	}
}

static void block_clear(Block *b)
{
	str_clear(&b->flat);
	b->at.len = 0;
	b->marker = 0;
	b->underline = '\0';
	free(b->fixed);
	b->fixed = NULL;
}

/* The sign or number that s begins with, and the blank behind it; 0: none. */
static size_t marker_of(Slice s)
{
	size_t n = 0;

	if (s.len > 0 && strchr("-*+", s.p[0]))
		n = 1;
	while (n < s.len && n < 9 && s.p[n] >= '0' && s.p[n] <= '9')
		n++;
	if (n > 0 && s.p[0] >= '0' && s.p[0] <= '9')
		n = n < s.len && strchr(".)", s.p[n]) ? n + 1 : 0;
	if (n == s.len)
		return n;
	return n > 0 && strchr(" \t", s.p[n]) ? n + 1 : 0;
}

static void block_read(Reader *r, size_t first, size_t last)
{
	Block *b = &r->block;

	block_clear(b);
	for (size_t i = first; i < last; i++) {
		const FormLine *l = &r->lines.v[i];

		if (i > first && i + 1 == last && l->scan == SCAN_UNDERLINE) {
			b->underline = r->text.p[l->text];
			return;
		}
		if (i > first)
			put(b, l->kind == FORM_GOES_ON && l->brk != BREAK_SOFT ? '\n' : ' ', l->text);
		put_prose(b, r->text, l->prose, l->text_end);
	}
}

/* ---- code and links ---- */

static void fix(Block *b, size_t from, size_t to)
{
	memset(b->fixed + from, 1, to - from);
}

/* Behind the code span that begins at i; else behind its backticks.  none[k]: no run of k ends one from there on. */
static size_t skip_code(Block *b, size_t i, bool *none)
{
	Slice s = str_slice(&b->flat);
	size_t n = 0;

	while (i + n < s.len && s.p[i + n] == '`')
		n++;
	if (n > RUNS_MAX || none[n])
		return i + n;
	for (size_t k = i + n; k < s.len;) {
		size_t run = 0;

		while (k + run < s.len && s.p[k + run] == '`')
			run++;
		if (run == n) {
			fix(b, i, k + run);
			return k + run;
		}
		k += run ? run : 1;
	}
	none[n] = true;
	return i + n;
}

/* Behind the address in brackets that begins at i; i if there is none. */
static size_t skip_address(Slice s, size_t i)
{
	char open = i < s.len ? s.p[i] : '\0', close = open == '(' ? ')' : ']';
	int depth = 0;

	if (open != '(' && open != '[')
		return i;
	for (size_t k = i; k < s.len && k - i < ADDRESS_MAX; k++) {
		if (s.p[k] == '\\')
			k++;
		else if (s.p[k] == open)
			depth++;
		else if (s.p[k] == close && --depth == 0)
			return k + 1;
	}
	return i;
}

/* Bytes of "<https://…>" or of a tag, without white space unless it is a tag; 0 if it is none. */
static size_t angle(Slice s, size_t i)
{
	size_t k = i + 1;

	if (k >= s.len || !((s.p[k] >= 'a' && s.p[k] <= 'z') || (s.p[k] >= 'A' && s.p[k] <= 'Z') || s.p[k] == '/' || s.p[k] == '!'))
		return 0;
	while (k < s.len && s.p[k] != '>' && s.p[k] != '<' && s.p[k] != '\n')
		k++;
	return k < s.len && s.p[k] == '>' ? k + 1 - i : 0;
}

static void find_fixed(Block *b)
{
	Slice s = str_slice(&b->flat);
	VEC(size_t) open = { 0 };
	bool none[RUNS_MAX + 1] = { false };
	size_t n, end;

	b->fixed = mem_alloc(s.len + 1);
	for (size_t i = 0; i < s.len;) {
		switch (s.p[i]) {
		case '\\':
			i += 2;
			continue;
		case '`':
			i = skip_code(b, i, none);
			continue;
		case '<':
			n = angle(s, i);
			fix(b, i, i + n);
			i += n ? n : 1;
			continue;
		case '[':
			VEC_PUSH(&open, i);
			break;
		case ']':
			if (open.len == 0)
				break;
			end = skip_address(s, i + 1);
			if (end > i + 1) {
				fix(b, open.v[open.len - 1], end);
				i = end - 1;
			}
			open.len--;
			break;
		default:
			break;
		}
		i++;
	}
	VEC_FREE(&open);
}

/* ---- the ends of sentences ---- */

static bool is_quote(uint32_t cp)
{
	return cp == '"' || cp == '\'' || cp == 0x201c || cp == 0x201d || cp == 0x201e || cp == 0x2018 || cp == 0x2019 || cp == 0x201a ||
	    cp == 0xab || cp == 0xbb || cp == 0x2039 || cp == 0x203a;
}

static bool is_end(uint32_t cp)
{
	return cp == '.' || cp == '!' || cp == '?' || cp == ELLIPSIS;
}

/* What may stand between the end and the white space; marks of emphasis close too. */
static bool is_closer(uint32_t cp)
{
	return is_quote(cp) || (cp > 0 && cp < 0x80 && strchr(")]}*_~", (int)cp));
}

static size_t code_point(Slice s, size_t i, uint32_t *cp)
{
	*cp = 0;
	return i < s.len ? utf8_next(s.p + i, s.len - i, cp) : 0;
}

/* Does a sentence begin at i?  Brackets and marks of emphasis are looked through, and the dash of someone who speaks. */
static bool begins_sentence(Slice s, size_t i)
{
	uint32_t cp, behind;
	size_t n = code_point(s, i, &cp);

	if ((cp == 0x2013 || cp == 0x2014 || cp == '-') && code_point(s, i + n, &behind) && behind == ' ')
		n = code_point(s, i += n + 1, &cp);
	while (n > 0 && ((cp < 0x80 && strchr("([*_~\\", (int)cp)) || (cp == '!' && i + 1 < s.len && s.p[i + 1] == '[')))
		n = code_point(s, i += n, &cp);
	return n > 0 && (utf8_is_upper(cp) || utf8_is_digit(cp) || is_quote(cp));
}

/* Behind the sentence that goes on at i. */
static size_t sentence_end(const Block *b, size_t i)
{
	Slice s = str_slice(&b->flat);

	while (i < s.len) {
		uint32_t cp;
		size_t at = i, n = code_point(s, i, &cp), ends = 0;

		i += n;
		if (cp == '\n')
			return i;
		if (!is_end(cp) || b->fixed[at])
			continue;
		for (ends = 1; (n = code_point(s, i, &cp)) > 0 && is_end(cp); ends++)
			i += n;
		while (n > 0 && is_closer(cp) && !b->fixed[i])
			n = code_point(s, i += n, &cp);
		if (cp != ' ' || b->fixed[i] || !begins_sentence(s, i + 1))
			continue;
		if (ends > 1 || s.p[at] != '.' || sentence_stop(s, at))
			return i + 1;
	}
	return s.len;
}

/* ---- sentences ---- */

static Slice keep(Reader *r, Slice s)
{
	return slice(arena_dup(r->out->arena, s.p, s.len), s.len);
}

/* The first letter or digit from i on; the length if there is none. */
static size_t first_word(Slice s, size_t i)
{
	for (size_t n; i < s.len; i += n) {
		uint32_t cp = 0;

		n = utf8_next(s.p + i, s.len - i, &cp);
		if (utf8_is_letter(cp) || utf8_is_digit(cp))
			return i;
	}
	return s.len;
}

static Slice trimmed(Slice s)
{
	while (s.len > 0 && (s.p[s.len - 1] == ' ' || s.p[s.len - 1] == '\n'))
		s.len--;
	return s;
}

/* The line's own place in a list, or the level of indented text, counts; which sign or number does not. */
static void fold_words(const Block *b, Slice words, size_t from, size_t indent, bool hard, Str *out)
{
	if (from == 0 && b->marker > 0) {
		str_add_n(out, ' ', indent);
		str_add_c(out, words.p[0] >= '0' && words.p[0] <= '9' ? "1. " : "- ");
		words = slice_sub(words, b->marker, words.len);
	}
	utf8_nfc(words, out);
	str_add_c(out, hard ? "\n" : "");
	if (b->underline)
		str_add_char(out, b->underline);
}

static void add_sentence(Reader *r, SentenceKind kind, size_t from, size_t to, size_t begin, size_t indent)
{
	Block *b = &r->block;
	Slice all = slice_sub(str_slice(&b->flat), from, to), words = trimmed(all);
	Sentence *s = VEC_ADD(&r->out->all);
	Str fold = STR_EMPTY;
	size_t word;
	bool hard;

	*s = (Sentence){ .kind = kind, .first = from == 0 };
	s->start = b->at.v[from];
	s->end = words.len ? b->at.v[from + words.len - 1] + 1 : s->start;
	s->from = from == 0 ? begin : s->start;
	word = first_word(words, from == 0 ? b->marker : 0);
	s->words = word < words.len;
	s->word = s->words ? b->at.v[from + word] : s->start;
	hard = all.len > 0 && all.p[all.len - 1] == '\n';
	s->text = keep(r, hard && slice_ends(words, "\\") ? slice_sub(words, 0, words.len - 1) : words);
	fold_words(b, words, from, indent, hard, &fold);
	s->fold = keep(r, str_slice(&fold));
	str_free(&fold);
}

static void add_block(Reader *r, SentenceKind kind, size_t first, size_t last)
{
	const FormLine *l = &r->lines.v[first];
	size_t begin = l->from;

	block_read(r, first, last);
	if (r->block.flat.len == 0)
		return;
	if (l->scan == SCAN_BULLET || l->scan == SCAN_LIST || l->scan == SCAN_QUOTE)
		r->block.marker = marker_of(str_slice(&r->block.flat));
	if (kind != SENTENCE_PROSE) {
		add_sentence(r, kind, 0, r->block.flat.len, begin, l->text - l->from);
		return;
	}
	find_fixed(&r->block);
	for (size_t i = r->block.marker, from = 0; from < r->block.flat.len; from = i) {
		i = sentence_end(&r->block, i);
		add_sentence(r, kind, from, i, begin, l->text - l->from);
	}
}

/* Code as it is, white space and all. */
static void add_code(Reader *r, size_t at)
{
	const FormLine *l = &r->lines.v[at];
	Slice line = slice_chomp(slice_sub(r->text, l->from, l->to));
	Sentence *s = VEC_ADD(&r->out->all);
	Str fold = STR_EMPTY;
	size_t word;

	utf8_nfc(line, &fold);
	word = first_word(line, 0);
	*s = (Sentence){ .kind = SENTENCE_CODE, .first = true, .words = word < line.len, .from = l->from, .word = l->from + word };
	s->start = l->text;
	s->end = l->text_end;
	s->text = keep(r, slice_trim(line));
	s->fold = keep(r, str_slice(&fold));
	str_free(&fold);
}

static bool is_lead_in(Slice line)
{
	size_t n = marker_of(line);

	while (n < line.len && line.p[n] == ' ')
		n++;
	line = slice_sub(line, n, line.len);
	return slice_starts(line, "**") || slice_starts(line, "__");
}

static SentenceKind kind_of(Reader *r, const FormLine *l)
{
	Slice line = slice_sub(r->text, l->prose, l->text_end);

	switch (l->scan) {
	case SCAN_HEADING:
	case SCAN_UNDERLINE:
		return SENTENCE_TITLE;
	case SCAN_BULLET:
		r->lead_in = is_lead_in(line);
		return r->lead_in ? SENTENCE_PROSE : SENTENCE_LINE;
	case SCAN_LIST:
		if (r->lead_in && !form_begins_block(line))
			return SENTENCE_PROSE;
		return SENTENCE_LINE;
	default:
		break;
	}
	if (slice_starts(line, "#") && l->scan == SCAN_QUOTE)
		return SENTENCE_TITLE;
	return slice_starts(line, "|") || (l->scan == SCAN_QUOTE && marker_of(line) > 0) ? SENTENCE_LINE : SENTENCE_PROSE;
}

static bool is_table(const Reader *r, size_t head)
{
	TableAligns aligns = { 0 };
	bool is;

	if (head + 1 >= r->lines.len || r->lines.v[head + 1].kind != FORM_GOES_ON)
		return false;
	is = table_begins(slice_sub(r->text, r->lines.v[head].prose, r->lines.v[head].text_end),
	    slice_sub(r->text, r->lines.v[head + 1].prose, r->lines.v[head + 1].text_end), &aligns);
	VEC_FREE(&aligns);
	return is;
}

/* The lines from first on that are one block. */
static size_t block_end(const Reader *r, size_t first, SentenceKind kind)
{
	size_t last = first + 1;

	for (; last < r->lines.len; last++) {
		const FormLine *l = &r->lines.v[last];

		if (!(l->kind == FORM_GOES_ON || (kind == SENTENCE_TITLE && l->scan == SCAN_UNDERLINE && l->kind == FORM_BEGINS)))
			break;
		if (kind == SENTENCE_PROSE && is_table(r, last))
			break;
	}
	return last;
}

/* A table without a bar at the left is a paragraph to the lines: each is a row. */
static size_t add_rows(Reader *r, size_t first)
{
	size_t i = first;

	do
		add_block(r, SENTENCE_LINE, i, i + 1);
	while (++i < r->lines.len && r->lines.v[i].kind == FORM_GOES_ON);
	return i;
}

static size_t read_block(Reader *r, size_t i)
{
	const FormLine *l = &r->lines.v[i];
	SentenceKind kind;
	size_t last;

	if (l->kind == FORM_BLANK || l->kind == FORM_MARKS)
		return i + 1;
	if (l->kind == FORM_VERBATIM) {
		add_code(r, i);
		return i + 1;
	}
	kind = kind_of(r, l);
	if (kind == SENTENCE_PROSE && is_table(r, i))
		return add_rows(r, i);
	last = block_end(r, i, kind);
	add_block(r, kind, i, last);
	return last;
}

void sentences_read(Slice text, Sentences *out)
{
	Reader r = { .text = text, .out = out };

	*out = (Sentences){ .arena = arena_new() };
	form_lines(text, &r.lines);
	for (size_t i = 0; i < r.lines.len;)
		i = read_block(&r, i);
	for (size_t i = 0; i < out->all.len; i++)
		out->all.v[i].to = i + 1 < out->all.len ? out->all.v[i + 1].from : text.len;
	if (out->all.len)
		out->all.v[0].from = 0;
	block_clear(&r.block);
	str_free(&r.block.flat);
	VEC_FREE(&r.block.at);
	VEC_FREE(&r.lines);
}

void sentences_free(Sentences *s)
{
	VEC_FREE(&s->all);
	arena_free(s->arena);
	s->arena = NULL;
}
