/* The list's rows: groups, folding, the filter. */
#include <stdio.h>
#include <stdlib.h>

#include "tap.h"
#include "tui/views/issue_rows.h"
#include "tui/views/link.h"

static Series klg = { .name = (char[]){ "klg" }, .title = (char[]){ "Ledningen" } };
static Series soc = { .name = (char[]){ "soc" }, .title = (char[]){ "Socialtjänsten" } };

static void add(IssueList *l, const char *address, const char *title, const Series *s, int year)
{
	IssueRow r = { .address = address, .path = address, .title = title, .series = s, .known = true };
	if (year)
		r.date = (Date){ year, 5, 20 };
	VEC_PUSH(&l->rows, r);
}

static void describe(const IssueRows *r, const IssueList *l, Str *out)
{
	str_clear(out);
	for (size_t i = 0; i < r->rows.len; i++) {
		const Row *w = &r->rows.v[i];
		str_add_c(out, i ? " " : "");
		if (w->kind == ROW_SERIES)
			str_printf(out, "[%s %zu%s]", w->series ? w->series->name : "other", w->count, w->open ? "" : " closed");
		else if (w->kind == ROW_YEAR)
			str_printf(out, "%d:%zu%s", w->year, w->count, w->open ? "" : "closed");
		else
			str_add_c(out, l->rows.v[w->issue].address);
	}
}

static void is_rows(IssueRows *r, const IssueList *l, const char *want, const char *name)
{
	Str got = STR_EMPTY;
	issue_rows_make(r, l);
	describe(r, l, &got);
	is_str(str_c(&got), want, "%s", name);
	str_free(&got);
}

static void test_groups(void)
{
	IssueList l = { 0 };
	IssueRows r = { 0 };
	add(&l, "a", "Ålder och kök", &klg, 2026);
	add(&l, "b", "Alder", &soc, 2026);
	add(&l, "c", "Krisberedskap", &klg, 2025);
	add(&l, "d", "Utan datum", NULL, 0);
	is_rows(&r, &l, "[klg 2] 2026:1 a 2025:1 c [soc 1] 2026:1 b [other 1] 0:1 d", "by series and year");
	issue_rows_open(&r, &r.rows.v[1], false);
	is_rows(&r, &l, "[klg 2] 2026:1closed 2025:1 c [soc 1] 2026:1 b [other 1] 0:1 d", "a year closed");
	issue_rows_open(&r, &r.rows.v[0], false);
	is_rows(&r, &l, "[klg 2 closed] [soc 1] 2026:1 b [other 1] 0:1 d", "a series closed");
	issue_rows_filter(&r, SLICE_LIT("ÅL"));
	is_rows(&r, &l, "[klg 1] 2026:1 a", "the filter folds case, opens groups, and å is not a");
	issue_rows_filter(&r, SLICE_LIT("kök  ålder "));
	is_rows(&r, &l, "[klg 1] 2026:1 a", "words in any order");
	issue_rows_filter(&r, SLICE_LIT("xyz"));
	is_rows(&r, &l, "", "nothing");
	issue_rows_filter(&r, SLICE_LIT(""));
	is_rows(&r, &l, "[klg 2 closed] [soc 1] 2026:1 b [other 1] 0:1 d", "what was closed is closed again");
	size_t at = issue_rows_find(&r, &l, "a");
	ok(r.rows.v[at].kind == ROW_ISSUE && r.rows.v[at].issue == 0, "finding an issue opens its groups");
	issue_rows_open_all(&r, &l, false);
	is_rows(&r, &l, "[klg 2] 2026:1closed 2025:1closed [soc 1] 2026:1closed [other 1] 0:1closed", "all closed");
	issue_rows_open_all(&r, &l, true);
	is_rows(&r, &l, "[klg 2] 2026:1 a 2025:1 c [soc 1] 2026:1 b [other 1] 0:1 d", "all open");
	issue_rows_free(&r);
	VEC_FREE(&l.rows);
}

static void test_plain(void)
{
	IssueList l = { 0 };
	IssueRows r = { 0 };
	is_rows(&r, &l, "", "no issue, no rows");
	add(&l, "a", "A", NULL, 2026);
	add(&l, "b", "B", NULL, 2025);
	is_rows(&r, &l, "2026:1 a 2025:1 b", "without series there are years only");
	issue_rows_free(&r);
	VEC_FREE(&l.rows);
}

static void test_long(void)
{
	IssueList l = { 0 };
	IssueRows r = { 0 };
	for (int i = 0; i < 300; i++)
		add(&l, "x", "X", &klg, 2026 - i / 100);
	issue_rows_make(&r, &l);
	is_int((long long)r.rows.len, 1 + 1 + 100 + 2, "of a long list older years begin closed");
	issue_rows_free(&r);
	VEC_FREE(&l.rows);
}

static void is_title(const char *title, const Series *s, const char *want)
{
	IssueRow r = { .title = title, .series = s };
	char *got = slice_dup(issue_rows_title(&r));
	is_str(got, want, "the title “%s” under its series", title);
	free(got);
}

static void test_titles(void)
{
	is_title("Ledningen: efter valet", &klg, "efter valet");
	is_title("Ledningen – Vårbruk", &klg, "Vårbruk");
	is_title("Ledningen, mars 2025", &klg, "mars 2025");
	is_title("Ledningen", &klg, "Ledningen");
	is_title("Ledningen:", &klg, "Ledningen:");
	is_title("Ledningens dag: program", &klg, "Ledningens dag: program");
	is_title("Ledningen möter våren", &klg, "Ledningen möter våren");
	is_title("Ledningen: efter valet", &soc, "Ledningen: efter valet");
	is_title("Ledningen: efter valet", NULL, "Ledningen: efter valet");
}

static void is_path(const char *from, const char *url, const char *want)
{
	Str out = STR_EMPTY;
	bool found = link_path(from, slice_c(url), &out);
	is_str(found ? str_c(&out) : NULL, want, "%s in %s", url, from);
	str_free(&out);
}

int main(void)
{
	test_groups();
	test_plain();
	test_long();
	test_titles();
	is_path("klg/9.md", "8.md", "klg/8.md");
	is_path("klg/9.md", "../soc/2%20b.md#x", "soc/2 b.md");
	is_path("9.md", "./8.md?x", "8.md");
	is_path("a/b/9.md", "/c/8.md", "c/8.md");
	is_path("9.md", "../../8.md", "8.md");
	is_path("9.md", "https://exempel.se/8.md", NULL);
	is_path("9.md", "//exempel.se/8.md", NULL);
	is_path("9.md", "#rubrik", NULL);
	is_path("9.md", "mailto:a@b.se", NULL);
	return tap_done();
}
