/* Headers: which form one has, the bare `Key: value` form, the known keys, and the words for states. */
#include "issue/header.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "base/words.h"
#include "issue/header_forms.h"

static const struct {
	const char *name;
	HeaderKey key;
} key_names[] = {
	/* the first of each key is what documents call it */
	{ "title", KEY_TITLE }, { "titel", KEY_TITLE },
	{ "date", KEY_DATE }, { "datum", KEY_DATE },
	{ "number", KEY_NUMBER }, { "nummer", KEY_NUMBER },
	{ "series", KEY_SERIES }, { "serie", KEY_SERIES },
	{ "state", KEY_STATE }, { "läge", KEY_STATE },
	{ "authors", KEY_AUTHORS }, { "author", KEY_AUTHORS }, { "författare", KEY_AUTHORS },
	{ "tags", KEY_TAGS }, { "taggar", KEY_TAGS },
	{ "draft", KEY_DRAFT },
	{ "description", KEY_DESCRIPTION },
};
#define KEY_NAMES (sizeof key_names / sizeof key_names[0])

static const struct {
	const char *name, *words;
	State state;
} state_names[] = {
	/* the first of each state is what files hold */
	{ "writing", NC_("state", "writing"), STATE_WRITING }, { "skrivs", NULL, STATE_WRITING }, { "utkast", NULL, STATE_WRITING },
	{ "draft", NULL, STATE_WRITING },
	{ "review", NC_("state", "review"), STATE_REVIEW }, { "granskning", NULL, STATE_REVIEW }, { "granskas", NULL, STATE_REVIEW },
	{ "approved", NC_("state", "approved"), STATE_APPROVED }, { "godkänd", NULL, STATE_APPROVED },
	{ "godkänt", NULL, STATE_APPROVED },
	{ "published", NC_("state", "published"), STATE_PUBLISHED }, { "publicerad", NULL, STATE_PUBLISHED },
	{ "publicerat", NULL, STATE_PUBLISHED }, { "utgiven", NULL, STATE_PUBLISHED }, { "utgivet", NULL, STATE_PUBLISHED },
	{ "withdrawn", NC_("state", "withdrawn"), STATE_WITHDRAWN }, { "indragen", NULL, STATE_WITHDRAWN },
	{ "indraget", NULL, STATE_WITHDRAWN }, { "återkallad", NULL, STATE_WITHDRAWN },
};
#define STATE_NAMES (sizeof state_names / sizeof state_names[0])

/* ---- keys ---- */

HeaderKey header_key(Slice name)
{
	HeaderKey key = KEY_OTHER;
	Str folded = STR_EMPTY;

	utf8_fold_space(name, &folded);
	for (size_t i = 0; i < KEY_NAMES && key == KEY_OTHER; i++)
		if (slice_is(str_slice(&folded), key_names[i].name))
			key = key_names[i].key;
	str_free(&folded);
	return key;
}

const char *header_key_name(HeaderKey key)
{
	for (size_t i = 0; i < KEY_NAMES; i++)
		if (key_names[i].key == key)
			return key_names[i].name;
	return NULL;
}

const HeaderField *header_find(const Header *h, HeaderKey key)
{
	for (size_t i = 0; i < h->fields.len; i++)
		if (h->fields.v[i].key == key)
			return &h->fields.v[i];
	return NULL;
}

static bool same_folded(Slice a, Slice b)
{
	Str fa = STR_EMPTY, fb = STR_EMPTY;
	bool same;

	utf8_fold_space(a, &fa);
	utf8_fold_space(b, &fb);
	same = slice_eq(str_slice(&fa), str_slice(&fb));
	str_free(&fa);
	str_free(&fb);
	return same;
}

const HeaderField *header_name(const Header *h, Slice name)
{
	HeaderKey key = header_key(name);

	if (key != KEY_OTHER)
		return header_find(h, key);
	for (size_t i = 0; i < h->fields.len; i++)
		if (same_folded(h->fields.v[i].name, name))
			return &h->fields.v[i];
	return NULL;
}

/* ---- what the forms share ---- */

Slice header_keep(Header *h, Slice s)
{
	return slice(arena_dup(h->arena, s.len ? s.p : "", s.len), s.len);
}

HeaderField *header_add(Header *h, Slice name)
{
	HeaderField *f = VEC_ADD(&h->fields);

	f->name = header_keep(h, name);
	f->key = header_key(name);
	return f;
}

void header_join(Header *h, HeaderField *f)
{
	Str s = STR_EMPTY;

	for (size_t i = 0; i < f->list.len; i++) {
		if (i > 0)
			str_add_c(&s, ", ");
		str_add_slice(&s, f->list.v[i]);
	}
	f->value = header_keep(h, str_slice(&s));
	str_free(&s);
}

size_t header_line_end(Slice text, size_t at)
{
	const char *nl = at < text.len ? memchr(text.p + at, '\n', text.len - at) : NULL;

	return nl ? (size_t)(nl - text.p) + 1 : text.len;
}

size_t header_line_start(Slice text, size_t at)
{
	while (at > 0 && text.p[at - 1] != '\n')
		at--;
	return at;
}

size_t header_comments(Slice text, size_t at, size_t floor)
{
	while (at > floor) {
		size_t above = header_line_start(text, at - 1);
		Slice line = slice_trim(slice_sub(text, above, at));

		if (above < floor || line.len == 0 || line.p[0] != '#')
			break;
		at = above;
	}
	return at;
}

/* ---- bare `Key: value` lines ---- */

#define KEY_LEN_MAX 40

/* Bytes of the key before "Key: …" or "Key:"; 0 if the line is none such. */
static size_t bare_key(Slice line)
{
	size_t i = 0;

	while (i < line.len && line.p[i] != ':') {
		uint32_t cp;
		size_t n = utf8_next(line.p + i, line.len - i, &cp);

		if (!(utf8_is_word(cp) || (i > 0 && (cp == ' ' || cp == '-' || cp == '_' || cp == '.'))))
			return 0;
		i += n;
	}
	if (i == 0 || i > KEY_LEN_MAX || i >= line.len)
		return 0;
	return i + 1 == line.len || line.p[i + 1] == ' ' || line.p[i + 1] == '\t' ? i : 0;
}

static bool indented(Slice line)
{
	return line.len > 0 && (line.p[0] == ' ' || line.p[0] == '\t') && slice_trim(line).len > 0;
}

/* Pelican's lists are one line, parted by semicolons if there are any, else by commas. */
static void bare_list(Header *h, HeaderField *f)
{
	char sep = f->value.len && memchr(f->value.p, ';', f->value.len) ? ';' : ',';
	Slice rest = f->value;

	f->is_list = true;
	while (rest.len > 0) {
		const char *p = memchr(rest.p, sep, rest.len);
		size_t n = p ? (size_t)(p - rest.p) : rest.len;
		Slice one = slice_trim(slice_sub(rest, 0, n));

		if (one.len > 0)
			VEC_PUSH(&f->list, one);
		rest = slice_sub(rest, p ? n + 1 : n, rest.len);
	}
	header_join(h, f);
}

static void bare_line(Header *h, Slice text, size_t at, Slice line)
{
	if (indented(line)) {
		HeaderField *f = VEC_LAST(&h->fields);
		Str s = STR_EMPTY;

		str_add_slice(&s, f->value);
		str_add_char(&s, ' ');
		str_add_slice(&s, slice_trim(line));
		f->value = header_keep(h, slice_trim(str_slice(&s)));
		f->value_to = at + line.len;
		f->to = header_line_end(text, at);
		str_free(&s);
	} else {
		size_t n = bare_key(line);
		Slice value = slice_trim(slice_sub(line, n + 1, line.len));
		HeaderField *f = header_add(h, slice_sub(line, 0, n));

		f->from = at;
		f->to = header_line_end(text, at);
		f->value = header_keep(h, value);
		f->plain = true;
		f->style = STYLE_PLAIN;
		f->value_from = value.len ? (size_t)(value.p - text.p) : at + n + 1;
		f->value_to = f->value_from + value.len;
	}
}

static bool bare_read(Slice text, Header *h)
{
	Slice rest = text;

	while (rest.len > 0) {
		size_t at = text.len - rest.len;
		Slice line = slice_chomp(slice_line(&rest));

		if (slice_trim(line).len == 0) {
			if (h->fields.len > 0)
				break;
			return false;
		}
		if (!indented(line) && bare_key(line) == 0)
			return false;
		if (h->fields.len == 0 && (indented(line) || header_key(slice_sub(line, 0, bare_key(line))) == KEY_OTHER))
			return false;
		bare_line(h, text, at, line);
	}
	if (h->fields.len == 0)
		return false;
	for (size_t i = 0; i < h->fields.len; i++)
		if (h->fields.v[i].key == KEY_TAGS || h->fields.v[i].key == KEY_AUTHORS)
			bare_list(h, &h->fields.v[i]);
	h->end = text.len - rest.len;
	return true;
}

/* ---- reading ---- */

static void forget(Header *h)
{
	for (size_t i = 0; i < h->fields.len; i++)
		VEC_FREE(&h->fields.v[i].list);
	VEC_FREE(&h->fields);
	h->form = HEADER_NONE;
	h->end = 0;
}

static bool is_fence(Slice line, const char *fence)
{
	Slice s = slice_chomp(line);

	while (s.len > 0 && (s.p[s.len - 1] == ' ' || s.p[s.len - 1] == '\t'))
		s.len--;
	return slice_is(s, fence);
}

/* Where the lines between the fences are; false if the first line is none or it is never closed. */
static bool fenced(Slice text, const char *fence, size_t *from, size_t *to, size_t *end)
{
	Slice rest = text;

	if (!slice_starts(text, fence) || !is_fence(slice_line(&rest), fence))
		return false;
	*from = text.len - rest.len;
	while (rest.len > 0) {
		size_t at = text.len - rest.len;

		if (is_fence(slice_line(&rest), fence)) {
			*to = at;
			*end = text.len - rest.len;
			return true;
		}
	}
	return false;
}

/* What lies between two rules in running text is not a broken header. */
static bool looks_like_keys(Slice s)
{
	while (s.len > 0) {
		Slice line = slice_chomp(slice_line(&s));

		if (slice_trim(line).len == 0 || line.p[0] == '#')
			continue;
		return bare_key(line) > 0 || memchr(line.p, '=', line.len) || line.p[0] == '[';
	}
	return true;
}

void header_read(Slice text, Header *out)
{
	size_t from, to, end;
	bool yaml, toml;

	memset(out, 0, sizeof *out);
	out->arena = arena_new();
	yaml = fenced(text, "---", &from, &to, &end);
	toml = !yaml && fenced(text, "+++", &from, &to, &end);
	if (yaml || toml) {
		bool read = yaml ? header_yaml_read(text, from, to, out) : header_toml_read(text, from, to, out);

		if (!read)
			forget(out);
		if (read || looks_like_keys(slice_sub(text, from, to))) {
			out->form = yaml ? HEADER_YAML : HEADER_TOML;
			out->end = end;
		}
	} else if (bare_read(text, out)) {
		out->form = HEADER_KEYS;
	} else {
		forget(out);
	}
}

void header_free(Header *h)
{
	forget(h);
	arena_free(h->arena);
	h->arena = NULL;
}

/* ---- states and where dates come from ---- */

const char *state_name(State s)
{
	for (size_t i = 0; i < STATE_NAMES; i++)
		if (state_names[i].state == s)
			return state_names[i].name;
	return NULL;
}

const char *state_words(State s)
{
	for (size_t i = 0; i < STATE_NAMES; i++)
		if (state_names[i].state == s)
			return C_("state", state_names[i].words);
	return "";
}

State state_parse(Slice s)
{
	for (size_t i = 0; i < STATE_NAMES; i++)
		if (same_folded(s, slice_c(state_names[i].name)))
			return state_names[i].state;
	return STATE_NONE;
}

const char *date_from_name(DateFrom f)
{
	static const char *const names[] = { NULL, "header", "text", "path", "commit" };

	return names[f];
}
