/* Commands that only look: list, items, show. */
#include <stdio.h>
#include <stdlib.h>

#include "archive/issues.h"
#include "base/utf8.h"
#include "base/words.h"
#include "cli/cli.h"
#include "cli/print.h"
#include "doc/parse.h"
#include "issue/leaf.h"

static void list_json(const Archive *a, const IssueList *l)
{
	Str s = STR_EMPTY, date = STR_EMPTY;
	Json j = print_json_begin(&s);

	print_json_at(&j, a);
	json_open(&j, "issues", '[');
	for (size_t i = 0; i < l->rows.len; i++) {
		const IssueRow *r = &l->rows.v[i];

		json_open(&j, NULL, '{');
		json_c(&j, "address", r->address);
		json_c(&j, "path", r->path);
		json_c(&j, "title", r->title);
		/* A commit's date is for order; no document says that it is the issue's. */
		json_date(&j, "date", r->date_from == DATE_COMMIT ? (Date){ 0, 0, 0 } : r->date);
		json_c(&j, "date_from", date_from_name(r->date_from));
		json_c(&j, "number", r->number);
		json_c(&j, "series", r->series ? r->series->name : NULL);
		json_c(&j, "state", state_name(r->state));
		json_bool(&j, "draft", r->draft);
		json_close(&j, '}');
	}
	json_close(&j, ']');
	print_json_end(&j);
	str_free(&date);
}

#define ADDRESS_COLUMNS 52	/* a longer one pushes what stands behind it */

static void list_line(const IssueRow *r, size_t address_cols)
{
	Str date = STR_EMPTY;

	if (r->date_from == DATE_COMMIT)
		str_add_char(&date, '~');
	if (date_some(r->date))
		date_iso(r->date, &date);
	print_pad(str_c(&date), 12);
	print_pad(r->address, address_cols);
	print_f("  ");
	print_pad(r->number ? r->number : "", 5);
	print_f("%s", r->title);
	if (r->state != STATE_NONE && r->state != STATE_PUBLISHED)
		print_f("  [%s]", state_words(r->state));
	if (r->draft)
		print_f("  * %s", _("draft"));
	print_f("\n");
	str_free(&date);
}

/* What is damaged or missing stands in the list by its path only. */
static void say_unread(const IssueList *l)
{
	Str said = STR_EMPTY, safe = STR_EMPTY;
	size_t i = 0;

	if (!l->unknown)
		return;
	while (l->rows.v[i].known)
		i++;
	str_printf(&said, words_plural("%zu issue cannot be read: “blad show %s” says why", "%zu issues cannot be read: “blad show %s” says why of one",
	    l->unknown), l->unknown, l->rows.v[i].address);
	utf8_gate(str_slice(&said), GATE_LINE, &safe);
	fprintf(stderr, "%s\n", str_c(&safe));
	str_free(&said);
	str_free(&safe);
}

const Err *cmd_list(const Call *c)
{
	Archive *a = NULL;
	IssueList l = { 0 };
	size_t cols = 0;
	const Err *err = call_archive(c, &a);

	if (!err)
		err = issues_list(a, false, &l);
	if (err)
		goto done;
	for (size_t i = 0; i < l.rows.len; i++) {
		size_t n = utf8_width(slice_c(l.rows.v[i].address));

		if (n > cols && n <= ADDRESS_COLUMNS)
			cols = n;
	}
	if (call_has(c, "json"))
		list_json(a, &l);
	else
		for (size_t i = 0; i < l.rows.len; i++)
			list_line(&l.rows.v[i], cols);
	if (!l.rows.len && !call_has(c, "json"))
		fprintf(stderr, "%s\n", _("No issues yet; “blad new” begins one."));
	say_unread(&l);
done:
	issues_list_free(&l);
	archive_free(a);
	return err;
}

static char *part_address(const Target *t, const Cut *cut, size_t i)
{
	Str s = STR_EMPTY, chain = STR_EMPTY;
	const char *at = strrchr(t->address, '@');

	cut_chain(cut, i, &chain);
	addr_format(slice_c(t->path), ADDR_ITEM, str_slice(&chain),
	    t->at != AT_CURRENT && at ? slice_c(at + 1) : slice_c(NULL), &s);
	str_free(&chain);
	return str_steal(&s);
}

static void items_json(const Archive *a, const Target *t, const Cut *cut)
{
	Str s = STR_EMPTY;
	Json j = print_json_begin(&s);
	const Part *lead = &cut->parts.v[2];

	print_json_at(&j, a);
	json_c(&j, "issue", t->address);
	json_open(&j, "lead", '{');
	json_int(&j, "start", (int64_t)lead->from);
	json_int(&j, "end", (int64_t)lead->to);
	json_close(&j, '}');
	json_open(&j, "items", '[');
	for (size_t i = PART_FIRST; i < cut->parts.len; i++) {
		const Part *p = &cut->parts.v[i];
		char *address = part_address(t, cut, i);

		json_open(&j, NULL, '{');
		json_c(&j, "address", address);
		json_str(&j, "key", p->key);
		json_str(&j, "title", p->title);
		json_int(&j, "level", p->level);
		json_int(&j, "start", (int64_t)p->from);
		json_int(&j, "end", (int64_t)p->cover);
		json_close(&j, '}');
		free(address);
	}
	json_close(&j, ']');
	print_json_end(&j);
}

static int depth_of(const Cut *cut, size_t i)
{
	int depth = 0;

	for (ptrdiff_t p = cut->parts.v[i].parent; p >= 0; p = cut->parts.v[p].parent)
		depth++;
	return depth;
}

static void items_lines(const Target *t, const Cut *cut)
{
	for (size_t i = PART_FIRST; i < cut->parts.len; i++) {
		char *address = part_address(t, cut, i);
		char *title = slice_dup(cut->parts.v[i].title);

		print_f("%*s%s", 2 * depth_of(cut, i), "", title);
		print_f("  %s\n", address);
		free(title);
		free(address);
	}
}

const Err *cmd_items(const Call *c)
{
	Archive *a = NULL;
	Target t = { 0 };
	IssueText it = { 0 };
	Cut cut = { 0 };
	const Err *err = call_archive(c, &a);

	if (!err)
		err = target_find(a, slice_c(c->args[0]), &t);
	if (!err)
		err = target_text(a, &t, &it);
	if (err)
		goto done;
	cut_make(str_slice(&it.text), NULL, &cut);
	if (call_has(c, "json"))
		items_json(a, &t, &cut);
	else
		items_lines(&t, &cut);
	if (it.behind)
		fprintf(stderr, "%s\n", _("This draft is behind: the issue was changed after it was begun."));
done:
	cut_free(&cut);
	issue_text_free(&it);
	target_free(&t);
	archive_free(a);
	return err;
}

/* Above the page: what it is, and what it is not. */
static void add_head(Archive *a, const Target *t, const IssueText *it, const Cut *cut, Doc *d)
{
	Slice text = str_slice(&it->text);
	Arena *arena = arena_new();
	Meta m = { 0 };
	const Series *series;
	Str s = STR_EMPTY;

	meta_read(text, slice_c(t->path), cut, &m, arena);
	series = m.series.len ? archive_series_named(a, m.series) : archive_series_of(a, t->path);
	str_add_c(&s, series ? series->title : archive_title(a));
	if (m.number.len) {
		str_add_c(&s, " · ");
		str_printf(&s, _("no. %.*s"), (int)m.number.len, m.number.p);
	}
	if (date_some(m.date)) {
		str_add_c(&s, " · ");
		date_long(m.date, &s);
	}
	if (it->aside)
		str_printf(&s, " · %s", _("second draft, set aside, not the current text"));
	else if (it->draft)
		str_printf(&s, " · %s", it->behind ? _("draft, not recorded, and behind: the issue was changed after it was begun") : _("draft, not recorded"));
	leaf_head(d, str_slice(&s), cut->title.len ? slice("", 0) : m.title);
	str_free(&s);
	arena_free(arena);
}

static const Err *show_part(const Call *c, Archive *a, const Target *t, const IssueText *it)
{
	Slice text = str_slice(&it->text);
	Cut cut = { 0 };
	size_t from = 0, to = text.len;
	Doc *d = NULL;
	const Err *err;

	cut_make(text, NULL, &cut);
	err = target_span(t, text, &cut, &from, &to);
	if (err)
		goto done;
	if (call_has(c, "source") || t->part == ADDR_KEY) {
		Slice part = slice_sub(text, from, to);

		if (print_to_terminal())
			print_gated(part);
		else
			print_raw(part);
	} else if (call_has(c, "html")) {
		Str html = STR_EMPTY;

		if (from < cut.header.end)
			from = cut.header.end;
		doc_html(slice_sub(text, from, to), &html);
		print_gated(str_slice(&html));
		str_free(&html);
	} else {
		d = leaf_doc(text, &cut, from, to);
		if (t->part == ADDR_ISSUE)
			add_head(a, t, it, &cut, d);
		err = print_doc(c, d, false);
	}
done:
	doc_free(d);
	cut_free(&cut);
	return err;
}

static const Err *show_one(const Call *c, Archive *a, const char *address)
{
	Target t = { 0 };
	IssueText it = { 0 };
	const Err *err = target_find(a, slice_c(address), &t);

	if (!err)
		err = target_text(a, &t, &it);
	if (!err)
		err = show_part(c, a, &t, &it);
	issue_text_free(&it);
	target_free(&t);
	return err;
}

const Err *cmd_show(const Call *c)
{
	Archive *a = NULL;
	const Err *err = print_check(c);

	if (!err)
		err = call_archive(c, &a);
	if (!err && !c->count)
		err = show_one(c, a, "latest");
	for (int i = 0; !err && i < c->count; i++) {
		if (i)
			print_f("\n");
		err = show_one(c, a, c->args[i]);
	}
	archive_free(a);
	return err;
}
