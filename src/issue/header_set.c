/* Changing one key of a header: its lines only, in the quotes and the list form they had. */
#include "base/date.h"
#include "base/utf8.h"
#include "base/words.h"
#include "issue/header_forms.h"

typedef VEC(Slice) Slices;

typedef struct {
	Slice text;
	const Header *h;
	const HeaderField *field;	/* NULL for a new key */
	HeaderKey key;
	Slice name, value;
	const char *nl;
	Str *out;
} Setting;

/* ---- what is refused ---- */

static bool is_break(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || cp == 0x2028 || cp == 0x2029;
}

static bool printable(Slice s)
{
	for (size_t i = 0; i < s.len;) {
		uint32_t cp;

		i += utf8_next(s.p + i, s.len - i, &cp);
		if (is_break(cp))
			return false;
	}
	return utf8_valid(s);
}

static bool good_name(Slice s)
{
	for (size_t i = 0; i < s.len;) {
		uint32_t cp;
		size_t n = utf8_next(s.p + i, s.len - i, &cp);

		if (!utf8_is_word(cp) && (i == 0 || (cp != '-' && cp != '_')))
			return false;
		i += n;
	}
	return s.len > 0;
}

/* ---- what a bare word would mean ---- */

static bool is_one_of(Slice s, const char *const *words)
{
	Str low = STR_EMPTY;
	bool found = false;

	utf8_lower(s, &low);
	for (; *words && !found; words++)
		found = slice_is(str_slice(&low), *words);
	str_free(&low);
	return found;
}

static bool is_bool(Slice s)
{
	static const char *const words[] = { "true", "false", "yes", "no", "on", "off", "y", "n", NULL };

	return is_one_of(s, words);
}

static bool is_nothing(Slice s)
{
	static const char *const words[] = { "null", "~", "", NULL };

	return is_one_of(s, words);
}

/* Anything a YAML or TOML reader might take for a number or a time. */
static bool is_number(Slice s)
{
	size_t i = 0, digits = 0;

	if (s.len > 0 && (s.p[0] == '-' || s.p[0] == '+'))
		i++;
	if (i < s.len && s.p[i] == '.')
		i++;
	if (i >= s.len || s.p[i] < '0' || s.p[i] > '9')
		return s.len > 3 && (slice_ends(s, ".inf") || slice_ends(s, ".nan") || slice_ends(s, ".Inf") ||
		    slice_ends(s, ".NaN"));
	for (; i < s.len; i++) {
		if (s.p[i] >= '0' && s.p[i] <= '9')
			digits++;
		else if (!strchr(".,_:eExXoObB+-", s.p[i]) && !strchr("abcdfABCDF", s.p[i]))
			return false;
	}
	return digits > 0;
}

static bool is_date(Slice s)
{
	Date d;

	if (s.len < 10 || !date_parse_iso(s, &d))
		return false;
	for (size_t i = 10; i < s.len; i++)	/* a time and its zone at most */
		if ((s.p[i] < '0' || s.p[i] > '9') && !strchr(i == 10 ? "Tt " : ":.+-Zz", s.p[i]))
			return false;
	return s.len == 10 || s.len > 15;
}

static bool is_typed(Slice s)
{
	return is_bool(s) || is_number(s) || is_date(s);
}

/* May stand bare although it is no text: where the key is known to be one, or already was. */
static bool typed_here(const Setting *s, Slice v)
{
	switch (s->key) {
	case KEY_DATE:
		return is_date(v);
	case KEY_NUMBER:
		return is_number(v);
	case KEY_DRAFT:
		return is_bool(v);
	case KEY_OTHER:
		return is_typed(v) && (!s->field || (s->field->style == STYLE_PLAIN && is_typed(s->field->value)));
	default:
		return false;
	}
}

/* ---- YAML ---- */

static bool yaml_plain(Slice v, bool flow)
{
	if (v.len == 0 || is_nothing(v) || strchr("?:,[]{}#&*!|>'\"%@`=<", v.p[0]))
		return false;
	if (v.p[0] == '-' && (v.len == 1 || v.p[1] < '0' || v.p[1] > '9'))
		return false;
	if (v.p[v.len - 1] == ':' || slice_starts(v, "..."))
		return false;
	for (size_t i = 0; i < v.len; i++) {
		char before = i ? v.p[i - 1] : ' ', after = i + 1 < v.len ? v.p[i + 1] : ' ';

		if ((v.p[i] == ':' && (after == ' ' || flow)) || (v.p[i] == '#' && before == ' ') ||
		    (flow && strchr(",[]{}?", v.p[i])))
			return false;
	}
	return true;
}

static void add_single(Slice v, Str *out)
{
	str_add_char(out, '\'');
	for (size_t i = 0; i < v.len; i++) {
		if (v.p[i] == '\'')
			str_add_char(out, '\'');
		str_add_char(out, v.p[i]);
	}
	str_add_char(out, '\'');
}

static void add_double(Slice v, Str *out)
{
	str_add_char(out, '"');
	for (size_t i = 0; i < v.len; i++) {
		if (v.p[i] == '"' || v.p[i] == '\\')
			str_add_char(out, '\\');
		str_add_char(out, v.p[i]);
	}
	str_add_char(out, '"');
}

static void yaml_scalar(const Setting *s, Slice v, HeaderStyle style, bool flow)
{
	bool bare_type = is_typed(v);

	if (style == STYLE_SINGLE)
		add_single(v, s->out);
	else if (style == STYLE_DOUBLE || !yaml_plain(v, flow) || (bare_type && !typed_here(s, v)))
		add_double(v, s->out);
	else
		str_add_slice(s->out, v);
}

/* ---- TOML ---- */

static bool toml_bare(Slice v)
{
	size_t i = v.p[0] == '-' || v.p[0] == '+', dots = 0;

	if (slice_is(v, "true") || slice_is(v, "false") || is_date(v))
		return true;
	for (size_t k = i; k < v.len; k++) {
		bool inner = k > i && k + 1 < v.len;

		if (v.p[k] == '.' && inner && dots == 0)
			dots++;
		else if (v.p[k] < '0' || v.p[k] > '9')
			return false;
	}
	return v.len > i && (v.p[i] != '0' || v.len == i + 1 || v.p[i + 1] == '.');
}

static void toml_scalar(const Setting *s, Slice v, HeaderStyle style)
{
	if (style == STYLE_PLAIN && typed_here(s, v) && toml_bare(v))
		str_add_slice(s->out, v);
	else if (style == STYLE_SINGLE && !memchr(v.p, '\'', v.len))
		add_single(v, s->out);
	else
		add_double(v, s->out);
}

/* ---- lists ---- */

static void split(Slice v, Slices *out)
{
	while (v.len > 0) {
		const char *p = memchr(v.p, ',', v.len);
		size_t n = p ? (size_t)(p - v.p) : v.len;
		Slice one = slice_trim(slice_sub(v, 0, n));

		if (one.len > 0)
			VEC_PUSH(out, one);
		v = slice_sub(v, p ? n + 1 : n, v.len);
	}
}

/* The quotes that the first element of the list has. */
static HeaderStyle element_style(const Setting *s)
{
	size_t i = s->field ? s->field->value_from : 0;

	if (!s->field || !s->field->is_list || s->field->list.len == 0)
		return s->h->form == HEADER_TOML ? STYLE_DOUBLE : STYLE_PLAIN;
	while (i < s->field->value_to && strchr(" \t[-\r\n", s->text.p[i]))
		i++;
	if (i >= s->field->value_to)
		return STYLE_PLAIN;
	return s->text.p[i] == '"' ? STYLE_DOUBLE : s->text.p[i] == '\'' ? STYLE_SINGLE : STYLE_PLAIN;
}

static void element(const Setting *s, Slice v, HeaderStyle style, bool flow)
{
	if (s->h->form == HEADER_TOML)
		toml_scalar(s, v, style);
	else
		yaml_scalar(s, v, style, flow);
}

static void brackets(const Setting *s, const Slices *list)
{
	HeaderStyle style = element_style(s);

	str_add_char(s->out, '[');
	for (size_t i = 0; i < list->len; i++) {
		if (i > 0)
			str_add_c(s->out, ", ");
		element(s, list->v[i], style, true);
	}
	str_add_char(s->out, ']');
}

/* A line each, with the indent of the first; the last one's line end is the old one's. */
static void dashes(const Setting *s, const Slices *list)
{
	const HeaderField *f = s->field;
	HeaderStyle style = element_style(s);
	size_t dash = f->value_from;
	Slice indent;

	while (dash < f->value_to && s->text.p[dash] != '-')
		dash++;
	indent = slice_sub(s->text, f->value_from, dash);
	for (size_t i = 0; i < list->len; i++) {
		str_add_slice(s->out, indent);
		str_add_c(s->out, "- ");
		element(s, list->v[i], style, false);
		if (i + 1 < list->len || s->text.p[f->value_to - 1] == '\n')
			str_add_c(s->out, s->nl);
	}
}

/* ---- one key ---- */

static bool wants_list(const Setting *s)
{
	if (s->field && s->field->is_list)
		return true;
	if (s->h->form == HEADER_KEYS || (s->key != KEY_TAGS && s->key != KEY_AUTHORS))
		return false;
	return !s->field || memchr(s->value.p, ',', s->value.len);
}

static void write_value(const Setting *s)
{
	HeaderStyle style = s->field ? s->field->style : STYLE_PLAIN;

	if (s->h->form == HEADER_KEYS) {
		str_add_slice(s->out, s->value);
	} else if (wants_list(s)) {
		Slices list = { 0 };

		split(s->value, &list);
		if (style == STYLE_ITEMS)
			dashes(s, &list);
		else
			brackets(s, &list);
		VEC_FREE(&list);
	} else if (s->h->form == HEADER_TOML) {
		toml_scalar(s, s->value, s->field ? style : typed_here(s, s->value) ? STYLE_PLAIN : STYLE_DOUBLE);
	} else {
		yaml_scalar(s, s->value, style, false);
	}
}

static const Err *change(const Setting *s)
{
	const HeaderField *f = s->field;

	if (f->style == STYLE_FIXED)
		return err_new(ERR_USAGE,
		    _("the header's “%.*s” is written in a way that cannot be changed by itself: edit the header as text"),
		    (int)f->name.len, f->name.p);
	str_add_slice(s->out, slice_sub(s->text, 0, f->value_from));
	if (f->value_from > 0 && (s->text.p[f->value_from - 1] == ':' || s->text.p[f->value_from - 1] == '='))
		str_add_char(s->out, ' ');
	write_value(s);
	str_add_slice(s->out, slice_sub(s->text, f->value_to, s->text.len));
	return NULL;
}

static void drop(const Setting *s)
{
	str_add_slice(s->out, slice_sub(s->text, 0, s->field->from));
	str_add_slice(s->out, slice_sub(s->text, s->field->to, s->text.len));
}

/* Where a new key goes: before the closing line, in TOML before the first table, among bare lines behind the last. */
static size_t new_place(const Setting *s)
{
	const Header *h = s->h;

	if (h->form == HEADER_KEYS)
		return VEC_LAST(&h->fields)->to;
	for (size_t i = 0; h->form == HEADER_TOML && i < h->fields.len; i++) {
		size_t at = h->fields.v[i].from;

		while (at < h->fields.v[i].to && s->text.p[at] == '#')
			at = header_line_end(s->text, at);
		while (at < s->text.len && (s->text.p[at] == ' ' || s->text.p[at] == '\t'))
			at++;
		if (s->text.p[at] == '[')
			return h->fields.v[i].from;
	}
	return header_line_start(s->text, h->end - 1);
}

static Slice yaml_indent(const Setting *s)
{
	const HeaderField *f = s->h->fields.v;
	size_t at, to;

	if (s->h->form != HEADER_YAML || s->h->fields.len == 0)
		return slice("", 0);
	at = f->from;
	while (slice_trim(slice_sub(s->text, at, header_line_end(s->text, at))).p[0] == '#')
		at = header_line_end(s->text, at);
	to = at;
	while (s->text.p[to] == ' ')
		to++;
	return slice_sub(s->text, at, to);
}

/* Pelican's keys begin with a capital: a new one does as its neighbours. */
static void bare_name(const Setting *s)
{
	char first = s->h->fields.v[0].name.p[0];

	if (first >= 'A' && first <= 'Z' && s->name.p[0] >= 'a' && s->name.p[0] <= 'z') {
		str_add_char(s->out, (char)(s->name.p[0] - 32));
		str_add_slice(s->out, slice_sub(s->name, 1, s->name.len));
	} else {
		str_add_slice(s->out, s->name);
	}
}

static void add_key(const Setting *s)
{
	size_t at = new_place(s);

	str_add_slice(s->out, slice_sub(s->text, 0, at));
	if (at > 0 && s->text.p[at - 1] != '\n')
		str_add_c(s->out, s->nl);
	if (s->h->form == HEADER_KEYS) {
		bare_name(s);
	} else {
		str_add_slice(s->out, yaml_indent(s));
		str_add_slice(s->out, s->name);
	}
	str_add_c(s->out, s->h->form == HEADER_TOML ? " = " : ": ");
	write_value(s);
	str_add_c(s->out, s->nl);
	str_add_slice(s->out, slice_sub(s->text, at, s->text.len));
}

static void add_header(Setting *s)
{
	static const Header yaml = { .form = HEADER_YAML };
	Slice rest = s->text;
	bool parted = slice_trim(slice_line(&rest)).len == 0;

	s->h = &yaml;
	str_printf(s->out, "---%s%.*s: ", s->nl, (int)s->name.len, s->name.p);
	write_value(s);
	str_printf(s->out, "%s---%s", s->nl, s->nl);
	if (!parted)
		str_add_c(s->out, s->nl);
	str_add_slice(s->out, s->text);
}

/* ---- the proof: read again, the key has its value, the others have their bytes ---- */

static bool has_value(const Setting *s, const Header *h)
{
	const HeaderField *f = header_name(h, s->name);
	Str want = STR_EMPTY;
	bool good;

	if (s->value.len == 0)
		return true;	/* a second one of the same name may follow */
	if (!f)
		return false;
	if (f->is_list) {
		Slices list = { 0 };

		split(s->value, &list);
		for (size_t i = 0; i < list.len; i++) {
			if (i > 0)
				str_add_c(&want, ", ");
			str_add_slice(&want, list.v[i]);
		}
		VEC_FREE(&list);
	} else {
		str_add_slice(&want, s->value);
	}
	good = slice_eq(f->value, str_slice(&want));
	str_free(&want);
	return good;
}

static bool others_kept(const Setting *s, const Header *old, const Header *now)
{
	size_t skip = s->field ? (size_t)(s->field - old->fields.v) : old->fields.len, k = 0;
	Slice out = str_slice(s->out);

	for (size_t i = 0; i < old->fields.len; i++) {
		const HeaderField *a = &old->fields.v[i], *b;

		if (i == skip) {
			k += s->value.len > 0;
			continue;
		}
		for (;; k++) {	/* the new key may stand anywhere */
			if (k >= now->fields.len)
				return false;
			b = &now->fields.v[k];
			if (slice_eq(slice_trim(slice_sub(s->text, a->from, a->to)), slice_trim(slice_sub(out, b->from, b->to))))
				break;
			if (s->field)
				return false;
		}
		k++;
	}
	return true;
}

static bool proven(const Setting *s, const Header *old)
{
	Header now;
	Slice out = str_slice(s->out), rest, was = slice_sub(s->text, old->end, s->text.len);
	bool good, bare_is_gone;

	header_read(out, &now);
	rest = slice_sub(out, now.end, out.len);
	bare_is_gone = old->form == HEADER_KEYS && old->fields.len == 1 && now.form == HEADER_NONE;
	if (bare_is_gone)
		good = s->value.len == 0;
	else if (old->form == HEADER_NONE)
		good = s->value.len == 0 || (now.form == HEADER_YAML && slice_eq(slice_sub(rest, rest.len - was.len, rest.len), was));
	else
		good = now.form == old->form && slice_eq(rest, was);
	good = good && has_value(s, &now) && others_kept(s, old, &now);
	header_free(&now);
	return good;
}

static const Err *set(Setting *s, const Header *h)
{
	if (s->field && s->value.len == 0) {
		drop(s);
		return NULL;
	}
	if (s->field)
		return change(s);
	if (s->value.len == 0) {
		str_add_slice(s->out, s->text);
		return NULL;
	}
	if (!good_name(s->name))
		return err_new(ERR_USAGE, _("a header key has letters, digits, “-” and “_” only"));
	if (h->form == HEADER_NONE)
		add_header(s);
	else if (h->fields.len == 0 && slice_trim(slice_sub(s->text, 4, header_line_start(s->text, h->end - 1))).len > 0)
		return err_new(ERR_USAGE, _("the header cannot be read, so nothing in it can be set: edit it as text first"));
	else
		add_key(s);
	return NULL;
}

const Err *header_set(Slice text, const char *name, Slice value, Str *out)
{
	const Err *err;
	Header h;
	Str result = STR_EMPTY;
	const char *nl = text.len ? memchr(text.p, '\n', text.len) : NULL;
	Setting s = { .text = text, .h = &h, .name = slice_c(name), .value = slice_trim(value), .out = &result };

	if (!printable(s.value))
		return err_new(ERR_USAGE, _("a header value is one line of text without control characters"));
	header_read(text, &h);
	s.nl = nl && nl > text.p && nl[-1] == '\r' ? "\r\n" : "\n";
	s.key = header_key(s.name);
	s.field = header_name(&h, s.name);
	err = set(&s, &h);
	s.h = &h;
	if (!err && !proven(&s, &h))
		err = err_new(ERR_USAGE, _("“%s” cannot be set to that in this header: edit the header as text"), name);
	if (!err)
		str_add_slice(out, str_slice(&result));
	str_free(&result);
	header_free(&h);
	return err;
}
