/* A new issue as a draft: which series, which number, which path, and the template filled in. */
#include "archive/new_path.h"
#include "archive/revise.h"

#include <stdlib.h>

#include "archive/inside.h"
#include "archive/nearest.h"
#include "base/file.h"
#include "base/share.h"
#include "base/utf8.h"
#include "base/words.h"

#define DEFAULT_TEMPLATE "templates/default.md"
#define TITLE_MARK "blad-title-here"	/* stands for the title while the header is a template's */

/* ---- series and number ---- */

static bool same_series(const Series *a, const Series *b)
{
	return a == b || (a && b && strcmp(a->name, b->name) == 0);
}

static const Err *unknown_series(Archive *a, const char *name)
{
	Names known = { 0 };
	Str list = STR_EMPTY;
	const Err *err;

	for (size_t i = 0; i < archive_series_count(a); i++)
		names_add(&known, archive_series(a, i)->name);
	names_join(&known, known.len, &list);
	err = known.len ? err_new(ERR_NONE, _("there is no series “%s”; the archive has: %s"), name, str_c(&list))
	    : err_new(ERR_NONE, _("there is no series “%s”: the archive has none"), name);
	names_free(&known);
	str_free(&list);
	return err;
}

static const Err *choose_series(Archive *a, const IssueList *l, const char *name, const Series **out)
{
	*out = name ? archive_series_named(a, slice_c(name)) : l->rows.len ? l->rows.v[0].series : NULL;
	/* A series may live in headers alone. */
	for (size_t i = 0; i < l->rows.len && name && !*out; i++)
		if (l->rows.v[i].series && strcmp(l->rows.v[i].series->name, name) == 0)
			*out = l->rows.v[i].series;
	if (name && !*out)
		return unknown_series(a, name);
	if (!*out && !name && archive_series_count(a) == 1 && l->rows.len == 0)
		*out = archive_series(a, 0);
	return NULL;
}

/* One that tells its day goes before those that history alone dates. */
static const IssueRow *newest_of(const IssueList *l, const Series *s)
{
	const IssueRow *found = NULL;

	for (size_t i = 0; i < l->rows.len; i++) {
		const IssueRow *row = &l->rows.v[i];

		if (!same_series(row->series, s))
			continue;
		if (date_some(row->date) && row->date_from != DATE_COMMIT)
			return row;
		if (!found)
			found = row;
	}
	return found;
}

/* One more than the highest of the series; 0: its issues have none. */
static long next_number(const IssueList *l, const Series *s)
{
	long highest = newest_of(l, s) ? -1 : 0;

	for (size_t i = 0; i < l->rows.len; i++) {
		const char *number = l->rows.v[i].number;
		char *end;
		long n;

		if (!number || !same_series(l->rows.v[i].series, s))
			continue;
		n = strtol(number, &end, 10);
		if (end > number && n > highest)
			highest = n;
	}
	return highest + 1;
}

/* ---- the template ---- */

static const Err *template_in_tree(Archive *a, const char *path, Str *out, bool *found)
{
	Charset cs;
	Oid blob;
	const Err *err;

	*found = false;
	if (oid_is_zero(&archive_head(a)->tip) || !path_is_safe(slice_c(path)))
		return NULL;
	err = tree_find(archive_repo(a), &archive_head(a)->tip, path, &blob, NULL);
	if (err)
		return err_kind(err) == ERR_NONE ? NULL : err;
	*found = true;
	return archive_blob_text(a, &blob, path, out, &cs);
}

/* A path in the archive, or a name under its templates/. */
static const Err *named_template(Archive *a, const char *name, Str *out)
{
	static const char *const forms[] = { "%s", "%s.md", "templates/%s", "templates/%s.md", "templates/%s.markdown" };
	bool found = false;
	const Err *err = NULL;

	for (size_t i = 0; i < sizeof forms / sizeof *forms && !err && !found; i++) {
		const char *mark = strstr(forms[i], "%s");
		char *path = mem_printf("%.*s%s%s", (int)(mark - forms[i]), forms[i], name, mark + 2);

		err = template_in_tree(a, path, out, &found);
		free(path);
	}
	if (!err && !found)
		err = err_new(ERR_NONE, _("there is no template “%s” in the archive"), name);
	return err;
}

static const Err *read_template(Archive *a, const char *name, const Series *s, Str *out)
{
	Slice text;

	if (name)
		return named_template(a, name, out);
	if (s && s->template)
		return named_template(a, s->template, out);
	if (share_get(DEFAULT_TEMPLATE, &text))
		str_add_slice(out, text);
	return NULL;
}

static void replace_all(Str *s, const char *what, Slice with)
{
	Slice mark = slice_c(what);
	ptrdiff_t at = 0;

	while ((at = slice_find(str_slice(s), mark, (size_t)at)) >= 0) {
		str_splice(s, (size_t)at, mark.len, with);
		at += (ptrdiff_t)with.len;
	}
}

/* Sets a header field if it is there (or must be), in the header's own form and quotes. */
static const Err *set_field(Str *text, const char *name, Slice value)
{
	Str next = STR_EMPTY;
	const Err *err = header_set(str_slice(text), name, value, &next);

	if (err) {
		str_free(&next);
		return err;
	}
	str_free(text);
	*text = next;
	return NULL;
}

/* A title may hold quotes and colons: where it is a field's whole value, the header's own rules write it. */
static const Err *fill_title(Str *text, Slice title)
{
	const Err *err = NULL;
	char *name = NULL;
	Header h;

	replace_all(text, "{{title}}", SLICE_LIT(TITLE_MARK));
	header_read(str_slice(text), &h);
	for (size_t i = 0; i < h.fields.len && !name; i++)
		if (slice_is(h.fields.v[i].value, TITLE_MARK))
			name = slice_dup(h.fields.v[i].name);
	header_free(&h);
	if (name)
		err = set_field(text, name, title);
	replace_all(text, TITLE_MARK, title);
	free(name);
	return err;
}

/* A field that was for the number alone goes where there is none. */
static const Err *drop_empty_number(Str *text)
{
	Header h;
	const HeaderField *f;
	bool drop;

	header_read(str_slice(text), &h);
	f = header_find(&h, KEY_NUMBER);
	drop = f && slice_trim(f->value).len == 0;
	header_free(&h);
	return drop ? set_field(text, header_key_name(KEY_NUMBER), slice_c(NULL)) : NULL;
}

static const Err *fill(Str *text, Slice title, Date day, long number)
{
	Str date = STR_EMPTY, digits = STR_EMPTY;
	const Err *err;

	date_iso(day, &date);
	if (number > 0)
		str_printf(&digits, "%ld", number);
	replace_all(text, "{{date}}", str_slice(&date));
	replace_all(text, "{{number}}", str_slice(&digits));
	err = number > 0 ? NULL : drop_empty_number(text);
	if (!err)
		err = fill_title(text, title);
	str_free(&date);
	str_free(&digits);
	return err;
}

/* ---- the whole ---- */

static bool told_by_path(const Archive *a, const char *path, const Series *s)
{
	const Series *by_path = archive_series_of(a, path);

	return by_path && by_path == archive_series_named(a, slice_c(s->name));
}

static bool taken(void *data, const char *path)
{
	Archive *a = data;
	Oid blob;
	Draft *d = NULL;
	bool is;

	if (!oid_is_zero(&archive_head(a)->tip) && !tree_find(archive_repo(a), &archive_head(a)->tip, path, &blob, NULL))
		return true;
	is = !draft_peek(&d, a, path);
	draft_close(d);
	return is;
}

static const Err *make_draft(Archive *a, const char *path, Slice text)
{
	Draft *d = NULL;
	const Err *err = draft_open(&d, a, path);

	if (!err)
		err = draft_save(d, text);
	draft_close(d);
	return err;
}

static const Err *fresh_list(Archive *a, IssueList *out)
{
	const Err *err = issues_list(a, true, out);

	if (err || out->unknown == 0)
		return err;
	issues_list_free(out);
	return issues_list(a, false, out);
}

static void address_of(const char *path, char **out)
{
	Str s = STR_EMPTY;

	addr_path(slice_c(path), &s);
	*out = str_steal(&s);
}

const Err *revise_new(Archive *a, const NewIssue *n, char **address)
{
	IssueList list = { 0 };
	const Series *series = NULL;
	NewPath wanted = { .day = date_some(n->date) ? n->date : date_today() };
	Str text = STR_EMPTY;
	char *path = NULL, *title = NULL;
	const Err *err = fresh_list(a, &list);

	*address = NULL;
	if (!err)
		err = choose_series(a, &list, n->series, &series);
	if (!err)
		err = read_template(a, n->template, series, &text);
	if (err)
		goto done;
	title = mem_dup(n->title && n->title[0] ? n->title : series ? series->title : _("New issue"));
	wanted.number = next_number(&list, series);
	wanted.title = slice_c(title);
	wanted.pattern = series ? series->path : NULL;
	wanted.newest = newest_of(&list, series);
	wanted.path = n->path;
	err = new_path(a, &wanted, taken, a, &path);
	if (!err)
		err = fill(&text, slice_c(title), wanted.day, wanted.number);
	if (!err && series && !told_by_path(a, path, series))
		err = set_field(&text, header_key_name(KEY_SERIES), slice_c(series->name));
	if (!err)
		err = make_draft(a, path, str_slice(&text));
	if (!err)
		address_of(path, address);
done:
	free(path);
	free(title);
	str_free(&text);
	issues_list_free(&list);
	return err;
}
