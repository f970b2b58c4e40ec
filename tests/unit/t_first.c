/* The list's first rows: what is kept is what the whole list begins with, and it is never shown for another list. */
#include <stdio.h>
#include <stdlib.h>

#include "archive/first.h"
#include "archive_lib.h"
#include "base/file.h"
#include "tui/places.h"
#include "tui/views/issue_rows.h"

#define FILES_MAX 260		/* enough for older years to begin closed */
#define SIZES 3

static const struct {
	int rows, cols;
} sizes[SIZES] = { { 21, 80 }, { 7, 40 }, { 160, 100 } };

/* ---- archives ---- */

static const char *const folders[] = { "klg", "soc", "x/post", NULL };
static const char *const words[] = { "Ålder", "kök", "budget", "“citat”", "\xff", "Ledningen: val", NULL };
static const char *const series[] = { "klg", "Ledningen", "Annat", "SOCIALT", NULL };
static const char *const states[] = { "writing", "review", "approved", "published", NULL };

static char *make_path(int i)
{
	if (rnd_one_in(3))
		return mem_printf("%s/%04d-%02d-%02d-%d.md", rnd_pick(folders), 1999 + (int)rnd_below(20), 1 + (int)rnd_below(12), 1 + (int)rnd_below(28), i);
	return mem_printf("%s/%d.md", rnd_pick(folders), i);
}

static char *make_text(void)
{
	Str s = STR_EMPTY;

	str_add_c(&s, "---\n");
	if (!rnd_one_in(8))
		str_printf(&s, "title: %s %u\n", rnd_pick(words), rnd_below(50));
	if (!rnd_one_in(4))
		str_printf(&s, "date: %d-%02d-%02d\n", 1999 + (int)rnd_below(25), 1 + (int)rnd_below(12), 1 + (int)rnd_below(28));
	if (rnd_one_in(2))
		str_printf(&s, "number: %u%s\n", rnd_below(1200), rnd_one_in(5) ? "b" : "");
	if (rnd_one_in(4))
		str_printf(&s, "series: %s\n", rnd_pick(series));
	if (rnd_one_in(3))
		str_printf(&s, "state: %s\n", rnd_pick(states));
	str_printf(&s, "---\n\n# %s\n\ntext %u\n", rnd_pick(words), rnd_below(1000));
	return str_steal(&s);
}

static char *make_archive(const char *name, size_t n, bool grouped)
{
	char *files[2 * FILES_MAX + 3] = { NULL }, *dir;

	for (size_t i = 0; i < n; i++) {
		files[2 * i] = make_path((int)i);
		files[2 * i + 1] = make_text();
	}
	files[2 * n] = mem_dup(".blad");
	files[2 * n + 1] = mem_dup(grouped ? "[series \"klg\"]\n\ttitle = Ledningen\n\tfiles = klg\n[series \"soc\"]\n\tfiles = soc\n\talias = socialt\n" : "");
	dir = archive_make(name, (const char *const *)files);
	for (size_t i = 0; i < 2 * n + 2; i++)
		free(files[i]);
	return dir;
}

static Archive *opened(const char *dir)
{
	Archive *a = NULL;

	must(archive_open_quick(&a, dir), dir);
	return a;
}

static void record(const char *dir, const char *path, const char *text)
{
	char *file = path_join(dir, path);

	git_put(file, text);
	git_sh(dir, "git add -A && git commit -q --allow-empty -m change");
	free(file);
}

/* Of the issue at a random place, or a new one. */
static void change_draft(const char *dir)
{
	Archive *a = opened(dir);
	const TreeFiles *f = archive_files(a);
	char *path = f->files.len && !rnd_one_in(3) ? mem_dup(f->files.v[rnd_below((unsigned)f->files.len)].path) : make_path(900 + (int)rnd_below(9));
	char *text = make_text();
	Draft *d = NULL;

	must(draft_open(&d, a, path), path);
	if (rnd_one_in(4))
		draft_drop(d);
	else if (rnd_one_in(3))
		must(draft_type(d, 0, 0, SLICE_LIT("# Skrivet\n")), "typing");
	else
		must(draft_save(d, slice_c(text)), "saving");
	draft_close(d);
	archive_free(a);
	free(path);
	free(text);
}

static const char *change(const char *dir)
{
	char *path = make_path(700 + (int)rnd_below(9)), *text = make_text();
	const char *what = "nothing";

	switch (rnd_below(7)) {
	case 0: record(dir, path, text); what = "an issue more"; break;
	case 1: git_sh(dir, "git rm -q \"$(git ls-files '*.md' | head -1)\" && git commit -qm less"); what = "an issue less"; break;
	case 2: git_sh(dir, "git config --replace-all blad.ignore '*%u.md'", rnd_below(10)); what = "the user's settings"; break;
	case 3: record(dir, ".blad", rnd_one_in(2) ? "" : "[series \"klg\"]\n\tfiles = x\n"); what = "the settings"; break;
	case 4: case 5: change_draft(dir); what = "a draft"; break;
	default: break;
	}
	free(path);
	free(text);
	return what;
}

/* ---- the first screen ---- */

static void drawn(View *v, size_t size, Str *out)
{
	Surface s = { 0 };

	surface_init(&s, sizes[size].rows, sizes[size].cols);
	surface_clear(&s);
	v->ops->draw(v, surface_area(&s));
	for (int row = 0; row < s.rows; row++) {
		for (int col = 0; col < s.cols; col++)
			str_add_char(out, (char)('a' + surface_cell(&s, row, col)->role));
		surface_row_text(&s, row, out);
		str_add_char(out, '\n');
	}
	str_printf(out, "%d,%d", s.cursor_row, s.cursor_col);
	surface_free(&s);
}

static void started(View *v)
{
	Reply r = v->ops->start(v);

	reply_free(&r);
}

/* What is painted before the list has been read is what is painted afterwards; and then again, where all is known. */
static void same_screen(const char *dir, size_t size, bool filled, const char *what)
{
	Archive *a = opened(dir);
	View *v = NULL;
	Str before = STR_EMPTY, after = STR_EMPTY, again = STR_EMPTY;

	must(view_list.open(&v, a, ""), "the list");
	drawn(v, size, &before);
	started(v);
	drawn(v, size, &after);
	must(v->ops->refresh(v), "refreshing");
	drawn(v, size, &again);
	law(slice_eq(str_slice(&before), str_slice(&after)), "after %s:\n%s\nand then:\n%s", what, str_c(&before), str_c(&after));
	law(!filled || slice_eq(str_slice(&after), str_slice(&again)), "after %s, refreshed:\n%s", what, str_c(&again));
	view_list.close(v);
	archive_free(a);
	str_free(&before);
	str_free(&after);
	str_free(&again);
}

static bool row_is(const Row *x, const IssueRow *i, const Row *y, const IssueRow *k)
{
	if (x->kind != y->kind || x->year != y->year || x->count != y->count || x->open != y->open || !x->series != !y->series)
		return false;
	if (x->series && (strcmp(x->series->name, y->series->name) != 0 || strcmp(x->series->title, y->series->title) != 0))
		return false;
	return x->kind != ROW_ISSUE || (strcmp(i->address, k->address) == 0 && strcmp(i->path, k->path) == 0 && strcmp(i->title, k->title) == 0 &&
	    slice_eq(slice_c(i->number), slice_c(k->number)) && date_cmp(i->date, k->date) == 0 && i->date_from == k->date_from &&
	    i->state == k->state && i->draft == k->draft && i->known == k->known && oid_eq(&i->blob, &k->blob));
}

/* What was kept, row by row, is what the whole list begins with. */
static size_t same_rows(const char *dir)
{
	Archive *a = opened(dir);
	IssueList whole = { 0 }, begun = { 0 };
	IssueRows all = { 0 }, kept = { 0 };
	FirstRows first;
	Oid stamp;
	size_t n;

	first_stamp(a, &stamp);
	first_read(a, &stamp, &first);
	issue_rows_begin(&kept, &begun, &first);
	must(issues_list(a, false, &whole), "listing");
	issue_rows_make(&all, &whole);
	n = all.rows.len < FIRST_ROWS ? all.rows.len : FIRST_ROWS;
	law(kept.rows.len == n && (n == 0 || kept.grouped == all.grouped), "%zu rows of %zu", kept.rows.len, all.rows.len);
	for (size_t i = 0; i < n && i < kept.rows.len; i++) {
		const Row *x = &kept.rows.v[i], *y = &all.rows.v[i];

		law(row_is(x, x->kind == ROW_ISSUE ? &begun.rows.v[x->issue] : NULL, y, &whole.rows.v[y->issue]), "row %zu", i);
	}
	first_rows_free(&first);
	issue_rows_free(&kept);
	issue_rows_free(&all);
	issues_list_free(&begun);
	issues_list_free(&whole);
	archive_free(a);
	return n;
}

/* The list has been open once with all its issues read, as after the child that fills it. */
static void fill(const char *dir)
{
	Archive *a = opened(dir);
	View *v = NULL;

	must(issues_fill(a, NULL, NULL), "filling");
	must(view_list.open(&v, a, ""), "the list");
	started(v);
	view_list.close(v);
	archive_free(a);
}

static void laws(void)
{
	static const size_t counts[] = { 1, 9, 150, FILES_MAX };
	size_t rows = 0;
	char *dirs[2 * sizeof counts / sizeof *counts];
	size_t n = (size_t)tap_rounds(sizeof dirs / sizeof *dirs);

	for (size_t i = 0; i < n; i++) {
		char name[20];

		snprintf(name, sizeof name, "a%zu", i);
		dirs[i] = make_archive(name, counts[i / 2], i % 2);
		fill(dirs[i]);
		rows += same_rows(dirs[i]);
	}
	law(rows > 0, "nothing was kept");
	law_done("what is kept is what the whole list begins with");
	for (size_t i = 0; i < n; i++) {
		for (int turn = 0; turn < 8; turn++) {
			const char *what = change(dirs[i]);

			same_screen(dirs[i], (size_t)turn % SIZES, false, what);
			if (turn % 2)
				fill(dirs[i]);
			same_screen(dirs[i], (size_t)turn % SIZES, turn % 2, "a second start");
		}
		fill(dirs[i]);
		same_rows(dirs[i]);
		free(dirs[i]);
	}
	law_done("and whatever changes, the first screen is never another than the next");
}

/* ---- stamps ---- */

static Oid stamp_of(const char *dir)
{
	Archive *a = opened(dir);
	Oid out;

	first_stamp(a, &out);
	archive_free(a);
	return out;
}

static void moved(const char *dir, Oid *was, const char *what)
{
	Oid now = stamp_of(dir), again = stamp_of(dir);

	ok(!oid_eq(&now, was), "another stamp after %s", what);
	ok(oid_eq(&now, &again), "and the same one as long as nothing happens");
	*was = now;
}

static void stamps(void)
{
	char *dir = archive_make("stamps", (const char *[]){ "a.md", "# A\n", "b.md", "# B\n", NULL });
	Oid was = stamp_of(dir);
	Archive *a;
	Draft *d = NULL;

	archive_commit(dir, "c.md", "# C\n");
	moved(dir, &was, "a version");
	git_sh(dir, "git config blad.ignore c.md");
	moved(dir, &was, "a setting");
	git_sh(dir, "git switch -q -c other");
	moved(dir, &was, "another branch");
	a = opened(dir);
	must(draft_open(&d, a, "a.md"), "a draft");
	must(draft_type(d, 0, 0, SLICE_LIT("x")), "typing");
	moved(dir, &was, "a key");
	must(draft_type(d, 1, 0, SLICE_LIT("y")), "typing");
	moved(dir, &was, "another key");
	draft_close(d);
	moved(dir, &was, "closing");
	must(draft_open(&d, a, "a.md"), "the draft");
	must(draft_drop(d), "dropping");
	draft_close(d);
	moved(dir, &was, "dropping");
	archive_free(a);
	free(dir);
}

/* ---- what cannot be read ---- */

static void damaged(void)
{
	char *dir = archive_make("damaged", (const char *[]){ "sub/a.md", "# A\n", "b.md", "# B\n", NULL });
	const char *id;
	Archive *a;
	View *v = NULL;
	IssueList l;
	Target t;
	const Err *err;
	Reply r;
	bool why;

	fill(dir);
	id = git_sh(dir, "git rev-parse HEAD:sub");
	git_sh(dir, "rm -f .git/objects/%.2s/%s", id, id + 2);
	a = opened(dir);
	err = archive_read_files(a);
	ok(err && strstr(err_text(err), id), "a folder is missing: %s", err ? err_text(err) : "");
	ok(issues_list(a, true, &l) != NULL, "there is no list");
	err = target_find(a, slice_c("b"), &t);
	ok(err && err_kind(err) == ERR_CORRUPT, "an address says why: %s", err ? err_text(err) : "");
	must(view_list.open(&v, a, ""), "the list");
	r = v->ops->start(v);
	why = strstr(str_c(&r.words), id) != NULL;
	ok(why, "what is kept is shown, and what is wrong is told");
	reply_free(&r);
	view_list.close(v);
	archive_free(a);
	ok(archive_open(&a, dir) != NULL && !a, "whoever needs its files cannot open it");
	free(dir);
}

int main(void)
{
	archive_begin();
	laws();
	stamps();
	damaged();
	return tap_done();
}
