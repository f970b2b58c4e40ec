/* Titles of items: cleaned to be shown, folded to be compared. */
#include <stdlib.h>

#include "base/utf8.h"
#include "doc/parse.h"
#include "issue/item_parts.h"

static bool ascii_punct(char c)
{
	return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
}

static bool is_white(Slice s, size_t i)
{
	return i >= s.len || s.p[i] == ' ' || s.p[i] == '\t' || s.p[i] == '\n' || s.p[i] == '\r';
}

static bool is_word_at(Slice s, size_t i)
{
	uint32_t cp;

	if (i >= s.len)
		return false;
	if (((unsigned char)s.p[i] & 0xc0) == 0x80)	/* the tail of some letter, most likely */
		return true;
	utf8_next(s.p + i, s.len - i, &cp);
	return utf8_is_word(cp);
}

/* A mark of emphasis clings to something; an underscore does so from outside only. */
static bool is_mark(Slice s, size_t i)
{
	if (s.p[i] == '`')
		return true;
	if (s.p[i] == '*')
		return !(is_white(s, i + 1) && (i == 0 || is_white(s, i - 1)));
	return s.p[i] == '_' && !(i > 0 && is_word_at(s, i - 1) && is_word_at(s, i + 1)) &&
	    !(is_white(s, i + 1) && (i == 0 || is_white(s, i - 1)));
}

/* "[text](address)" at s[i]: where the text ends and where all ends; false if it is none. */
static bool link_at(Slice s, size_t i, size_t *text_end, size_t *end)
{
	size_t depth = 0, k = i;

	for (; k < s.len; k++) {
		if (s.p[k] == '\\')
			k++;
		else if (s.p[k] == '[')
			depth++;
		else if (s.p[k] == ']' && --depth == 0)
			break;
	}
	if (k + 1 >= s.len || s.p[k + 1] != '(')
		return false;
	*text_end = k;
	depth = 0;
	for (k++; k < s.len; k++) {
		if (s.p[k] == '(')
			depth++;
		else if (s.p[k] == ')' && --depth == 0) {
			*end = k + 1;
			return true;
		}
	}
	return false;
}

/* The common ones at once, the rest as the page has them. */
static size_t entity(Slice s, size_t i, Str *out)
{
	size_t n;

	static const struct {
		const char *name, *means;
	} table[] = { { "&amp;", "&" }, { "&lt;", "<" }, { "&gt;", ">" }, { "&quot;", "\"" }, { "&nbsp;", UTF8_NBSP } };

	for (size_t k = 0; k < sizeof table / sizeof table[0]; k++)
		if (slice_starts(slice_sub(s, i, s.len), table[k].name)) {
			str_add_c(out, table[k].means);
			return i + strlen(table[k].name);
		}
	if ((n = doc_entity(slice_sub(s, i, s.len), out)) > 0)
		return i + n;
	str_add_char(out, '&');
	return i + 1;
}

/* Nothing nests deeper than a link's text, so one place to come back to is enough. */
static void clean(Slice s, Str *out)
{
	size_t text_end = 0, link_end = 0, seen = 0;

	for (size_t i = 0; i < s.len;) {
		if (link_end > 0 && i >= text_end) {
			i = link_end;
			link_end = 0;
		} else if (s.p[i] == '\\' && i + 1 < s.len && ascii_punct(s.p[i + 1])) {
			str_add_char(out, s.p[i + 1]);
			i += 2;
		} else if (s.p[i] == '!' && i + 1 < s.len && s.p[i + 1] == '[' && link_end == 0 && i >= seen &&
		    link_at(s, i + 1, &text_end, &link_end)) {
			i += 2;
		} else if (s.p[i] == '[' && link_end == 0 && i >= seen) {
			if (link_at(s, i, &text_end, &link_end)) {
				i++;
			} else {
				link_end = 0;
				seen = s.len;	/* what is not closed here is closed nowhere: looked for once only */
				str_add_char(out, s.p[i++]);
			}
		} else if (s.p[i] == '&') {
			i = entity(s, i, out);
		} else if (is_mark(s, i)) {
			i++;
		} else {
			str_add_char(out, s.p[i++]);
		}
	}
}

static bool blank_at(Slice s, size_t i, size_t *len)
{
	uint32_t cp;

	*len = utf8_next(s.p + i, s.len - i, &cp);
	return utf8_is_space(cp);
}

Slice title_clean(Slice raw, Arena *a)
{
	Str marked = STR_EMPTY, out = STR_EMPTY;
	Slice s, kept;

	clean(raw, &marked);
	s = str_slice(&marked);
	for (size_t i = 0, n; i < s.len; i += n) {
		if (!blank_at(s, i, &n))
			str_add(&out, s.p + i, n);
		else if (out.len > 0 && out.p[out.len - 1] != ' ')
			str_add_char(&out, ' ');
	}
	if (out.len > 0 && out.p[out.len - 1] == ' ')
		str_truncate(&out, out.len - 1);
	kept = slice(arena_dup(a, str_c(&out), out.len), out.len);
	str_free(&marked);
	str_free(&out);
	return kept;
}

void title_fold(Slice title, Str *out)
{
	utf8_fold_space(title, out);
	while (out->len > 0 && (out->p[out->len - 1] == ':' || out->p[out->len - 1] == ' '))
		str_truncate(out, out->len - 1);
}

bool title_in(const Intern *set, Slice title)
{
	Str folded = STR_EMPTY;
	bool in;

	title_fold(title, &folded);
	in = folded.len > 0 && intern_find(set, str_slice(&folded)) >= 0;
	str_free(&folded);
	return in;
}

/* ---- the set of titles ---- */

void item_titles_add(ItemTitles *t, const Part *p)
{
	Str folded = STR_EMPTY;

	title_fold(p->title, &folded);
	intern_put(t->all, str_slice(&folded));
	t->longest = folded.len > t->longest ? folded.len : t->longest;
	if (p->kind != PART_HEADING)
		intern_put(t->loose, str_slice(&folded));
	if (p->kind == PART_HEADING && p->level == 1) {
		str_insert(&folded, 0, slice(&(char){ TITLE_TOP }, 1));
		intern_put(t->all, str_slice(&folded));
	}
	str_free(&folded);
}

ItemTitles *item_titles(const Slice *texts, size_t n)
{
	ItemTitles *t = mem_alloc(sizeof *t);

	t->all = intern_new();
	t->loose = intern_new();
	for (size_t i = 0; i < n; i++) {
		Cut c;

		cut_make(texts[i], NULL, &c);
		for (size_t k = PART_FIRST; k < c.parts.len; k++)
			item_titles_add(t, &c.parts.v[k]);
		cut_free(&c);
	}
	return t;
}

size_t item_titles_count(const ItemTitles *t)
{
	return intern_count(t->all) + intern_count(t->loose);
}

void item_titles_free(ItemTitles *t)
{
	if (!t)
		return;
	intern_free(t->all);
	intern_free(t->loose);
	free(t);
}
