/* The header, a key at a time (R9): lists as sets, of times the later one; and approval, which is of a text (R10). */
#include <stdlib.h>

#include "base/date.h"
#include "base/utf8.h"
#include "issue/item_write.h"
#include "issue/merge_parts.h"
#include "issue/merge_rows.h"

/* A key with what stands behind it up to the next. */
typedef struct {
	const HeaderField *field;	/* NULL: the side lacks it */
	Slice lines;
} Unit;

typedef struct {
	Slice name;
	Unit in[MERGE_SIDES];
} Key;

typedef struct {
	Merge *m;
	size_t file;
	const Version *v[MERGE_SIDES];
	VEC(Key) keys;		/* in the result's order */
} Headers;

static const Header *header_of(const Headers *h, Who who)
{
	return &h->v[who]->cut.header;
}

static Slice bytes_of(const Headers *h, Who who)
{
	return slice_sub(h->v[who]->text, 0, h->v[who]->cut.header.end);
}

/* ---- the same but for their form ---- */

static void fold(Slice s, Str *out)
{
	Str nfc = STR_EMPTY;

	utf8_nfc(s, &nfc);
	for (Slice rest = str_slice(&nfc); rest.len > 0;) {
		Slice line = slice_chomp(slice_line(&rest));

		if (slice_trim(line).len > 0) {
			str_add_slice(out, slice_sub(line, 0, text_tail(line, 0)));
			str_add_char(out, '\n');
		}
	}
	str_free(&nfc);
}

static bool same(Slice a, Slice b)
{
	Str x = STR_EMPTY, y = STR_EMPTY;
	bool is;

	if (slice_eq(a, b))
		return true;
	fold(a, &x);
	fold(b, &y);
	is = slice_eq(str_slice(&x), str_slice(&y));
	str_free(&x);
	str_free(&y);
	return is;
}

/* ---- keys in order ---- */

static Unit unit(const Version *v, const HeaderField *f)
{
	const Header *h = &v->cut.header;
	size_t i = f ? (size_t)(f - h->fields.v) : 0;

	if (!f)
		return (Unit){ NULL, slice("", 0) };
	return (Unit){ f, slice_sub(v->text, f->from, i + 1 < h->fields.len ? h->fields.v[i + 1].from : f->to) };
}

static size_t find_key(const Headers *h, Slice name)
{
	for (size_t i = 0; i < h->keys.len; i++)
		for EACH(who)
			if (h->keys.v[i].in[who].field && h->keys.v[i].in[who].field == header_name(header_of(h, who), name))
				return i;
	return h->keys.len;
}

static void insert_key(Headers *h, size_t at, Slice name)
{
	Key k = { .name = name };

	for EACH(who)
		k.in[who] = unit(h->v[who], header_name(header_of(h, who), name));
	VEC_PUSH(&h->keys, k);
	memmove(&h->keys.v[at + 1], &h->keys.v[at], (h->keys.len - 1 - at) * sizeof k);
	h->keys.v[at] = k;
}

/* Did the side put base's keys in another order? */
static bool reordered(const Headers *h, Who who)
{
	const Header *base = header_of(h, BASE), *side = header_of(h, who);
	const HeaderField *last = NULL;

	for (size_t i = 0; i < base->fields.len; i++) {
		const HeaderField *f = header_name(side, base->fields.v[i].name);

		if (f && last && f < last)
			return true;
		last = f ? f : last;
	}
	return false;
}

static void order_keys(Headers *h)
{
	Who first = reordered(h, OURS) && !reordered(h, THEIRS) ? OURS : THEIRS;
	const Header *a = header_of(h, first), *b = header_of(h, OTHER(first));
	size_t at = 0;

	for (size_t i = 0; i < a->fields.len; i++)
		if (find_key(h, a->fields.v[i].name) == h->keys.len)
			insert_key(h, h->keys.len, a->fields.v[i].name);
	for (size_t i = 0; i < b->fields.len; i++) {
		size_t k = find_key(h, b->fields.v[i].name);

		if (k == h->keys.len)
			insert_key(h, k = at, b->fields.v[i].name);
		at = k + 1;
	}
}

/* ---- lists ---- */

typedef VEC(Slice) Elements;

static bool holds(const Elements *list, Slice s)
{
	for (size_t i = 0; i < list->len; i++)
		if (title_same(list->v[i], s))
			return true;
	return false;
}

static void elements(const Unit *u, Elements *out)
{
	const HeaderField *f = u->field;

	for (size_t i = 0; f && f->is_list && i < f->list.len; i++)
		if (!holds(out, f->list.v[i]))
			VEC_PUSH(out, f->list.v[i]);
	if (f && !f->is_list && f->value.len > 0)
		VEC_PUSH(out, f->value);
}

static bool is_set(const Key *k)
{
	bool any = false;

	for EACH(who) {
		const HeaderField *f = k->in[who].field;

		if (f && (!f->plain || f->style == STYLE_FIXED || f->style == STYLE_BLOCK))
			return false;
		any = any || (f && f->is_list);
	}
	return any;
}

static bool same_elements(const Elements *a, const Elements *b)
{
	for (size_t i = 0; i < a->len && i < b->len; i++)
		if (!slice_eq(a->v[i], b->v[i]))
			return false;
	return a->len == b->len;
}

/* The lines of a side's key with another list in it; false: that cannot be written. */
static bool write_list(const Headers *h, Who who, const Key *k, const Elements *list, Str *out)
{
	Str value = STR_EMPTY, whole = STR_EMPTY;
	char *name = slice_dup(k->in[who].field->name);
	Elements again = { 0 };
	Cut c = { 0 };
	bool good;

	for (size_t i = 0; i < list->len; i++)
		str_printf(&value, "%s%.*s", i ? ", " : "", (int)list->v[i].len, list->v[i].p);
	good = !header_set(bytes_of(h, who), name, str_slice(&value), &whole);
	if (good) {
		Version v = { .text = str_slice(&whole) };
		Unit u;

		cut_make(v.text, NULL, &c);
		v.cut = c;
		u = unit(&v, header_name(&c.header, k->name));
		elements(&u, &again);
		good = u.field && same_elements(&again, list);
		if (good)
			str_add_slice(out, u.lines);
		cut_free(&c);
	}
	VEC_FREE(&again);
	str_free(&value);
	str_free(&whole);
	free(name);
	return good;
}

/* Base's without what either took away, then what theirs added, then what ours did. */
static bool join_set(const Headers *h, const Key *k, Str *out)
{
	Elements in[MERGE_SIDES] = { { 0 }, { 0 }, { 0 } }, all = { 0 };
	bool good = true;

	for EACH(who)
		elements(&k->in[who], &in[who]);
	for (size_t i = 0; i < in[BASE].len; i++)
		if (holds(&in[OURS], in[BASE].v[i]) && holds(&in[THEIRS], in[BASE].v[i]))
			VEC_PUSH(&all, in[BASE].v[i]);
	for (Who who = THEIRS; who >= OURS; who--)
		for (size_t i = 0; i < in[who].len; i++)
			if (!holds(&in[BASE], in[who].v[i]) && !holds(&all, in[who].v[i]))
				VEC_PUSH(&all, in[who].v[i]);
	if (k->in[THEIRS].field && same_elements(&all, &in[THEIRS]))
		str_add_slice(out, k->in[THEIRS].lines);
	else if (k->in[OURS].field && same_elements(&all, &in[OURS]))
		str_add_slice(out, k->in[OURS].lines);
	else if (all.len > 0)
		good = write_list(h, k->in[THEIRS].field ? THEIRS : OURS, k, &all, out);
	for EACH(who)
		VEC_FREE(&in[who]);
	VEC_FREE(&all);
	return good;
}

/* ---- times ---- */

static bool is_time_key(Slice name)
{
	static const char *const names[] = { "updated", "lastmod", "modified", "last_modified_at" };
	Str low = STR_EMPTY;
	bool is = false;

	utf8_fold_space(name, &low);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		is = is || slice_is(str_slice(&low), names[i]);
	str_free(&low);
	return is;
}

static bool two_digits(Slice s, size_t at, int *out)
{
	if (at + 2 > s.len || s.p[at] < '0' || s.p[at] > '9' || s.p[at + 1] < '0' || s.p[at + 1] > '9')
		return false;
	*out = (s.p[at] - '0') * 10 + (s.p[at + 1] - '0');
	return true;
}

/* Days since some day (the calendar of days_from_civil). */
static int64_t day_number(Date d)
{
	int64_t y = d.year - (d.month <= 2), era = y / 400, of_era = y - era * 400;
	int64_t of_year = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year;
}

/* 2024-05-20, 2024-05-20 14:02, 2024-05-20T14:02:00+02:00: seconds. */
static bool read_time(Slice s, int64_t *out)
{
	Date d;
	int hour = 0, minute = 0, second = 0, zone_hour = 0, zone_minute = 0;
	size_t i = 16;

	if (!date_parse_iso(s, &d))
		return false;
	if (s.len > 10 && !(two_digits(s, 11, &hour) && two_digits(s, 14, &minute)))
		return false;
	if (i < s.len && s.p[i] == ':' && two_digits(s, i + 1, &second))
		i += 3;
	while (i < s.len && s.p[i] != '+' && s.p[i] != '-')
		i++;
	if (i < s.len && two_digits(s, i + 1, &zone_hour))
		two_digits(s, i + (i + 3 < s.len && s.p[i + 3] == ':' ? 4 : 3), &zone_minute);
	*out = day_number(d) * 86400 + hour * 3600 + minute * 60 + second;
	*out -= (i < s.len && s.p[i] == '-' ? -1 : 1) * (zone_hour * 3600 + zone_minute * 60);
	return true;
}

static bool later(const Key *k, Who *out)
{
	int64_t ours, theirs;

	if (!k->in[OURS].field || !k->in[THEIRS].field || !is_time_key(k->name) || !read_time(k->in[OURS].field->value, &ours) ||
	    !read_time(k->in[THEIRS].field->value, &theirs))
		return false;
	*out = ours > theirs ? OURS : THEIRS;
	return true;
}

/* ---- one key ---- */

static void put_answer(const Headers *h, const MergeAnswer *a, Str *out)
{
	Slice text = slice_sub(a->text, 0, text_tail(a->text, 0));

	str_add_slice(out, text);
	if (text.len > 0)
		str_add_c(out, text_nl(h->v[THEIRS]->text));
}

static bool key_same(const Key *k, Who a, Who b)
{
	return !k->in[a].field == !k->in[b].field && same(k->in[a].lines, k->in[b].lines);
}

/* Given out by one side; that the other's edit of what was approved made it unapproved is asked item by item. */
static bool given_out(const Key *k, Who *out)
{
	State in[MERGE_SIDES];

	for EACH(who)
		in[who] = k->in[who].field && k->in[who].field->key == KEY_STATE ? state_parse(k->in[who].field->value) : STATE_NONE;
	*out = in[OURS] == STATE_PUBLISHED ? OURS : THEIRS;
	return in[BASE] == STATE_APPROVED && in[*out] == STATE_PUBLISHED && in[OTHER(*out)] == STATE_REVIEW;
}

static void join_key(Headers *h, const Key *k, Str *out)
{
	const MergeAnswer *a;
	size_t start = out->len;
	Who who;

	if (key_same(k, BASE, OURS) || key_same(k, BASE, THEIRS) || key_same(k, OURS, THEIRS)) {
		bool alike = key_same(k, BASE, OURS) && key_same(k, BASE, THEIRS);

		who = alike ? bytes_whose(k->in[BASE].lines, k->in[OURS].lines, k->in[THEIRS].lines) : key_same(k, BASE, THEIRS) ? OURS : THEIRS;
		str_add_slice(out, k->in[who].lines);
		return;
	}
	if (is_set(k)) {
		if (join_set(h, k, out))
			return;
		str_truncate(out, start);
	}
	if (later(k, &who)) {
		merge_tell_of(h->m, "meta-later", h->file, k->name);
		str_add_slice(out, k->in[who].lines);
		return;
	}
	if (given_out(k, &who)) {
		str_add_slice(out, k->in[who].lines);
		return;
	}
	a = merge_ask_key(h->m, h->file, k->in[OURS].field ? k->in[OURS].field->name : k->name);
	if (a && a->choice == CHOICE_TEXT)
		put_answer(h, a, out);
	else
		str_add_slice(out, k->in[a && a->choice == CHOICE_THEIRS ? THEIRS : OURS].lines);
}

/* ---- the whole ---- */

/* Both sides' can be taken apart, and base's if there is one. */
static bool by_keys(const Headers *h)
{
	const Header *b = header_of(h, BASE), *o = header_of(h, OURS), *t = header_of(h, THEIRS);

	return o->form == t->form && o->fields.len > 0 && t->fields.len > 0 && (b->form == HEADER_NONE || (b->form == o->form && b->fields.len > 0));
}

static Slice before_keys(const Headers *h, Who who)
{
	const Header *head = header_of(h, who);

	return slice_sub(h->v[who]->text, 0, head->fields.len ? head->fields.v[0].from : 0);
}

static Slice behind_keys(const Headers *h, Who who)
{
	const Header *head = header_of(h, who);

	return slice_sub(h->v[who]->text, head->fields.len ? VEC_LAST(&head->fields)->to : 0, head->end);
}

static bool reads_as_meant(const Headers *h, Slice text, size_t keys)
{
	Header again;
	bool good;

	header_read(text, &again);
	good = again.end == text.len && (keys == 0 || (again.form == header_of(h, OURS)->form && again.fields.len == keys));
	header_free(&again);
	return good;
}

static bool join_keys(Headers *h, Str *out)
{
	Slice before[MERGE_SIDES], behind[MERGE_SIDES];
	size_t start = out->len, keys = 0;

	for EACH(who) {
		before[who] = before_keys(h, who);
		behind[who] = behind_keys(h, who);
	}
	order_keys(h);
	str_add_slice(out, before[bytes_whose(before[BASE], before[OURS], before[THEIRS])]);
	for (size_t i = 0; i < h->keys.len; i++) {
		size_t had = out->len;

		join_key(h, &h->keys.v[i], out);
		keys += out->len > had;
		if (out->len > start && out->p[out->len - 1] != '\n')
			str_add_c(out, text_nl(h->v[THEIRS]->text));
	}
	str_add_slice(out, behind[bytes_whose(behind[BASE], behind[OURS], behind[THEIRS])]);
	return reads_as_meant(h, slice_sub(str_slice(out), start, out->len), keys);
}

static bool as_a_whole(Headers *h, size_t node, Str *out)
{
	Slice base = bytes_of(h, BASE), ours = bytes_of(h, OURS), theirs = bytes_of(h, THEIRS);
	const MergeAnswer *a;

	if (same(base, ours) || same(base, theirs) || same(ours, theirs)) {
		bool alike = same(base, ours) && same(base, theirs);

		str_add_slice(out, alike ? bytes_of(h, bytes_whose(base, ours, theirs)) : same(base, theirs) ? ours : theirs);
		return true;
	}
	if (by_keys(h))
		return false;
	a = merge_ask(h->m, "meta", node);
	str_add_slice(out, a && a->choice == CHOICE_TEXT ? a->text : a && a->choice == CHOICE_THEIRS ? theirs : ours);
	return true;
}

bool merge_header_join(Merge *m, size_t file, Str *out)
{
	size_t node = m->files[file].v[BASE].node[0], start = out->len;
	Headers h = { .m = m, .file = file };
	bool good = true;

	for EACH(who)
		h.v[who] = node_version(m, node, who);
	if (!as_a_whole(&h, node, out))
		good = join_keys(&h, out);
	if (!good)
		str_truncate(out, start);
	VEC_FREE(&h.keys);
	return good;
}

/* ---- approval ---- */

static Slice content_of(Slice text)
{
	Header h;
	size_t end;

	header_read(text, &h);
	end = h.end;
	header_free(&h);
	return slice_sub(text, end, text.len);
}

static State state_in(Slice text)
{
	Header h;
	const HeaderField *f;
	State s;

	header_read(text, &h);
	f = header_find(&h, KEY_STATE);
	s = f ? state_parse(f->value) : STATE_NONE;
	header_free(&h);
	return s;
}

void merge_approved(Merge *m, size_t file, Str *text)
{
	const MergeFile *given = m->files[file].given;
	Slice content = content_of(str_slice(text));
	Str next = STR_EMPTY;

	if (state_in(str_slice(text)) != STATE_APPROVED)
		return;
	for (Who who = OURS; who <= THEIRS; who++)
		if (given->has[who] && state_in(given->text[who]) == STATE_APPROVED && text_same(content_of(given->text[who]), content))
			return;
	if (!header_set(str_slice(text), header_key_name(KEY_STATE), slice_c(state_name(STATE_REVIEW)), &next)) {
		str_clear(text);
		str_add_slice(text, str_slice(&next));
		merge_tell_of(m, "status-reset", file, slice_c(header_key_name(KEY_STATE)));
	}
	str_free(&next);
}
