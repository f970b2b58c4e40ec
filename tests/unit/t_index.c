/* The index: keeps what it is told, and whatever is wrong with its file, it is only a cache. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "git_lib.h"
#include "index/index.h"
#include "tap.h"

static const char *path;

static Index *opened(const char *name)
{
	Index *x = NULL;
	const Err *err = index_open(&x, path);

	ok(!err && x, "%s%s", name, err ? err_text(err) : "");
	return x;
}

static void put(Index *x, const char *where, const char *title, unsigned char blob)
{
	IndexIssue i = { .path = where, .title = title, .date = "2024-05-20", .date_from = 2 };

	i.blob.b[0] = blob;
	if (index_put(x, &i))
		tap_stop("put");
}

static void add_row(void *data, const IndexIssue *i)
{
	str_printf(data, "%s=%s,%s,%s,%s,%s,%d,%s,%d ", i->path, i->title ? i->title : "-", i->number ? i->number : "-",
	    i->series ? i->series : "-", i->date ? i->date : "-", i->state ? i->state : "-", i->date_from, "", i->blob.b[0]);
}

static const char *rows(Index *x)
{
	static Str out;
	const Err *err;

	str_clear(&out);
	err = index_each(x, add_row, &out);
	return err ? err_text(err) : str_c(&out);
}

static void keeps(void)
{
	Index *x = opened("a new index");
	struct stat st;
	static const char *const here[] = { "b.md", "x.md" };

	ok(stat(path, &st) == 0 && (st.st_mode & 07777) == 0600, "its file is the user's own");
	is_str(rows(x), "", "it is empty");
	ok(!index_begin(x), "a batch");
	put(x, "b.md", "B", 1);
	put(x, "a/\xff.md", "Å \"quoted\"", 2);
	put(x, "B.md", NULL, 3);
	ok(!index_commit(x), "is kept");
	is_str(rows(x), "B.md=-,-,-,2024-05-20,-,2,,3 a/\xff.md=Å \"quoted\",-,-,2024-05-20,-,2,,2 b.md=B,-,-,2024-05-20,-,2,,1 ",
	    "in the order of bytes, as git's trees");
	index_close(x);
	x = opened("again");
	put(x, "b.md", "B2", 9);
	is_str(rows(x), "B.md=-,-,-,2024-05-20,-,2,,3 a/\xff.md=Å \"quoted\",-,-,2024-05-20,-,2,,2 b.md=B2,-,-,2024-05-20,-,2,,9 ",
	    "a path has one row");
	ok(!index_forget_others(x, here, 2), "others are forgotten");
	is_str(rows(x), "b.md=B2,-,-,2024-05-20,-,2,,9 ", "and those that are here stay");
	index_close(x);
}

static void add_first(void *data, const IndexFirst *f)
{
	str_printf(data, "%d,%d,%zu,%d,%s", f->kind, f->year, f->count, f->width, f->open ? "open" : "closed");
	str_printf(data, ",%s,%s,%s,%d ", f->issue.series ? f->issue.series : "-", f->issue.path ? f->issue.path : "-",
	    f->issue.title ? f->issue.title : "-", f->draft);
}

static const char *first(Index *x, unsigned char stamp)
{
	static Str out;
	const Oid of = { { stamp } };
	const Err *err;

	str_clear(&out);
	err = index_first(x, &of, add_first, &out);
	return err ? err_text(err) : str_c(&out);
}

static void put_first(Index *x, unsigned char stamp, size_t n)
{
	const Oid of = { { stamp } };
	const IndexFirst some[] = {
		{ .kind = 0, .year = -1, .count = 3, .width = 2, .issue = { .series = "klg" } },
		{ .kind = 2, .year = 2024, .width = 2, .open = true, .draft = true, .issue = { .series = "klg", .path = "\xff.md", .title = "" } },
	};

	if (index_keep_first(x, &of, some, n))
		tap_stop("keeping rows");
}

static void first_rows(void)
{
	Index *x;

	unlink(path);
	x = opened("one of ours");
	is_str(first(x, 1), "", "no first rows");
	put_first(x, 1, 2);
	is_str(first(x, 1), "0,-1,3,2,closed,klg,-,-,0 2,2024,0,2,open,klg,\xff.md,,1 ", "first rows as they were kept, in order");
	is_str(first(x, 2), "", "none of them under another stamp");
	index_close(x);
	x = opened("again");
	put_first(x, 2, 1);
	is_str(first(x, 1), "", "others take their place");
	is_str(first(x, 2), "0,-1,3,2,closed,klg,-,-,0 ", "and only they are there");
	put_first(x, 2, 0);
	is_str(first(x, 2), "", "and none take theirs");
	index_close(x);
}

static void made_anew(const char *what)
{
	Index *x = opened(what);

	is_str(rows(x), "", "it is made anew");
	put(x, "b.md", "B", 1);
	is_str(rows(x), "b.md=B,-,-,2024-05-20,-,2,,1 ", "and works");
	index_close(x);
}

static void replace(const char *command)
{
	if (!git_sh_ok(tap_dir(), "rm -f index.db*; %s", command))
		tap_stop("%s", command);
}

static void foreign(void)
{
	Index *x;

	replace("echo this is no database, but a text that is longer than a header of one hundred bytes would be, really >index.db");
	made_anew("a text in its place");
	replace("ln -s /etc/hostname index.db");
	made_anew("a link in its place");
	ok(access("/etc/hostname", F_OK) != 0 || !git_sh_ok("/", "grep -q SQLite /etc/hostname"), "what it points to is left alone");
	replace(": >index.db; chmod 644 index.db");
	made_anew("an empty file in its place");
	replace("mkdir index.db");
	ok(index_open(&x, path) != NULL && x == NULL, "a folder in its place: no index, and no harm");
	git_sh(tap_dir(), "rmdir index.db");
	ok(index_open(&x, "/nowhere/at/all/index.db") != NULL && x == NULL, "no folder: no index");
}

static void other_version(const char *pragma, const char *name)
{
	Index *x;
	Str file = STR_EMPTY;

	replace("true");
	x = opened("one of ours");
	put(x, "b.md", "B", 1);
	index_close(x);
	if (file_read(path, &file) || file.len < 100)
		tap_stop("index.db");
	/* The header's fields: user_version at 60, application_id at 68, big end first. */
	file.p[strcmp(pragma, "user_version") == 0 ? 63 : 71] ^= 0x15;
	if (file_write(path, str_slice(&file)))
		tap_stop("index.db");
	str_free(&file);
	made_anew(name);
}

/* Bytes changed anywhere: never an error for long, never a crash. */
static void damaged(void)
{
	Str whole = STR_EMPTY;
	Index *x;

	replace("true");
	x = opened("one of ours");
	index_begin(x);
	for (int i = 0; i < 500; i++) {
		char name[64];

		snprintf(name, sizeof name, "klg/%04d-with-a-longer-name.md", i);
		put(x, name, "A title of some length, as issues have", (unsigned char)i);
	}
	index_commit(x);
	put_first(x, 1, 2);
	index_close(x);
	if (file_read(path, &whole))
		tap_stop("index.db");
	for (int i = 0; i < tap_rounds(60); i++) {
		Str s = STR_EMPTY;
		const Err *err;
		bool again = false;

		str_add_slice(&s, str_slice(&whole));
		for (unsigned n = 1 + rnd_below(40); n > 0; n--)
			s.p[rnd_below((unsigned)s.len)] = (char)rnd_below(256);
		if (rnd_one_in(4))
			str_truncate(&s, rnd_below((unsigned)s.len));
		replace("true");
		if (file_write(path, str_slice(&s)))
			tap_stop("index.db");
		str_free(&s);
		for (int k = 0; k < 3 && !again; k++) {
			x = NULL;
			err = index_open(&x, path);
			law(!err && x, "round %d opens", i);
			if (!x)
				break;
			rows(x);
			first(x, 1);
			again = !index_begin(x);
			if (again) {
				IndexIssue issue = { .path = "klg/0100-with-a-longer-name.md", .title = "T" };

				again = !index_put(x, &issue);
				again = !index_commit(x) && again;
			}
			index_close(x);
		}
		law(again, "round %d can be written", i);
	}
	law_done("damage anywhere is mended by throwing away");
	str_free(&whole);
}

static void two_at_once(void)
{
	Index *x, *y;

	replace("true");
	x = opened("one");
	y = opened("and another at once");
	ok(!index_begin(x), "one writes");
	put(x, "a.md", "A", 1);
	is_str(rows(y), "", "the other reads what was there");
	ok(!index_commit(x), "the one is done");
	is_str(rows(y), "a.md=A,-,-,2024-05-20,-,2,,1 ", "the other sees it");
	put(y, "b.md", "B", 2);
	is_str(rows(x), "a.md=A,-,-,2024-05-20,-,2,,1 b.md=B,-,-,2024-05-20,-,2,,2 ", "and writes too");
	index_close(x);
	index_close(y);
}

int main(void)
{
	char *mine;

	tap_scrub();
	path = mine = mem_dup(tap_path("index.db"));
	keeps();
	first_rows();
	foreign();
	other_version("user_version", "another version");
	other_version("application_id", "another program's");
	damaged();
	two_at_once();
	free(mine);
	return tap_done();
}
