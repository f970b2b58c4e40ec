/* Drafts: nothing typed is lost by a crash, a torn journal or a full disk. */
#include <dirent.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

#include "archive/journal.h"
#include "archive_lib.h"
#include "base/file.h"

#define PATH "klg/2024-05-20.md"
#define FIRST "# Ett\n\ntext\n\n# Två\n\nannat\n"

static Archive *a;
static char *dir;
static char *state;

/* ---- crashes ---- */

/* A row of places that parent and child both know. */
static uint64_t row;

static size_t place_below(size_t n)
{
	row = row * 6364136223846793005u + 1442695040888963407u;
	return (size_t)(row >> 33) % n;
}

/* The typing of a child: letters at random places, counted on a pipe when they are synced. */
static void type_on(int fd, unsigned seed)
{
	Archive *mine = NULL;
	Draft *d = NULL;

	row = seed;
	if (archive_open(&mine, dir) || draft_open(&d, mine, PATH))
		_exit(1);
	for (uint32_t n = 1;; n++) {
		size_t len = draft_text(d).len;
		char word[32];

		snprintf(word, sizeof word, "<%u>", n);
		if (draft_type(d, place_below(len + 1), 0, slice_c(word)))
			_exit(2);
		if (n % 7 == 0) {
			if (draft_flush(d))
				_exit(3);
			if (write(fd, &n, sizeof n) != sizeof n)
				_exit(0);
		}
		if (n % 101 == 0) {
			Str all = STR_EMPTY;

			str_add_slice(&all, draft_text(d));
			if (draft_save(d, str_slice(&all)))
				_exit(4);
			str_free(&all);
		}
	}
}

/* The same typing without a disk. */
static void replay(unsigned seed, uint32_t upto, Str *out)
{
	row = seed;
	str_clear(out);
	str_add_c(out, FIRST);
	for (uint32_t n = 1; n <= upto; n++) {
		char word[32];

		snprintf(word, sizeof word, "<%u>", n);
		str_insert(out, place_below(out->len + 1), slice_c(word));
	}
}

static void killed(void)
{
	Str want = STR_EMPTY, got = STR_EMPTY;

	for (unsigned i = 0; i < (unsigned)tap_rounds(25); i++) {
		int ends[2];
		uint32_t synced = 0, n, kept;
		unsigned stop = 1 + (i * 13) % 60;
		pid_t pid;
		Draft *d;
		bool found = false;

		if (pipe(ends) != 0)
			tap_stop("pipe");
		fflush(NULL);
		pid = fork();
		if (pid == 0) {
			close(ends[0]);
			type_on(ends[1], i);
		}
		close(ends[1]);
		/* Killed at no moment it could choose: somewhere behind the last thing it said. */
		while (stop-- > 0 && read(ends[0], &n, sizeof n) == sizeof n)
			synced = n;
		kill(pid, SIGKILL);
		wait_for(pid);
		while (read(ends[0], &n, sizeof n) == sizeof n)
			synced = n;
		close(ends[0]);
		d = draft_must_open(a, PATH);
		str_clear(&got);
		str_add_slice(&got, draft_text(d));
		/* What lies there is the text after some number of keys, not fewer than were synced. */
		for (kept = synced; kept < synced + 2000 && !found; kept++) {
			replay(i, kept, &want);
			found = slice_eq(str_slice(&want), str_slice(&got));
		}
		law(found, "round %u: %u synced", i, synced);
		law(draft_info(d)->recovered || (kept - 1) % 101 == 0 || kept - 1 == 1, "round %u: it is said to be recovered (%u)", i, kept - 1);
		must(draft_drop(d), "drop");
		draft_close(d);
	}
	law_done("kill -9 while typing loses at most what was not synced");
	str_free(&want);
	str_free(&got);
}

/* A journal cut off or damaged at any byte loses what stands behind it, nothing else. */
static void torn(void)
{
	Draft *d = draft_must_open(a, PATH);
	char *id = mem_dup(draft_info(d)->id), *name = NULL;
	Str texts[21] = { { 0 } }, whole = STR_EMPTY, cut = STR_EMPTY;
	pid_t pid;

	fflush(NULL);
	draft_close(d);
	pid = fork();
	if (pid == 0) {
		Archive *mine = NULL;

		if (archive_open(&mine, dir) || draft_open(&d, mine, PATH))
			_exit(1);
		for (int i = 0; i < 20; i++)
			if (draft_type(d, 0, i % 3 == 2 ? 2 : 0, SLICE_LIT("word ")))
				_exit(1);
		_exit(0);
	}
	is_int(wait_for(pid), 0, "a process that ends in the middle of its typing");
	{
		char *drafts = mem_printf("%s/drafts/%s", state, id);
		DIR *folder = opendir(drafts);

		for (struct dirent *e; (e = readdir(folder));)
			if (strncmp(e->d_name, "journal.", 8) == 0)
				name = path_join(drafts, e->d_name);
		closedir(folder);
		free(drafts);
	}
	str_add_c(&texts[1], "word " FIRST);
	for (int i = 1; i < 20; i++) {
		str_add_slice(&texts[i + 1], str_slice(&texts[i]));
		str_splice(&texts[i + 1], 0, i % 3 == 2 ? 2 : 0, SLICE_LIT("word "));
	}
	must(file_read(name, &whole), "journal");
	is_int((long long)whole.len, (long long)JOURNAL_BYTES, "the journal has its room beforehand");
	is_str(draft_peeked(a, PATH), str_c(&texts[20]), "all that was typed is there");
	for (size_t n = 0, upto = 19 * 37 + 60; n < upto; n += 1 + rnd_below(9)) {
		size_t kept = 1 + n / 37;
		const char *text;

		str_clear(&cut);
		str_add(&cut, whole.p, n % 2 ? n : whole.len);
		if (n % 2 == 0)
			cut.p[n] = (char)(cut.p[n] ^ 0x55);
		must(file_write(name, str_slice(&cut)), "journal");
		text = draft_peeked(a, PATH);
		law(strcmp(text, str_c(&texts[kept > 20 ? 20 : kept])) == 0, "%s at %zu: %s", n % 2 ? "cut" : "damaged", n, text);
	}
	law_done("a torn journal loses what is behind the tear");
	must(file_write(name, slice(whole.p, 10 * 37 + 5)), "journal");
	d = draft_must_open(a, PATH);
	ok(draft_info(d)->recovered, "a draft with a journal that no save finished is recovered");
	draft_close(d);
	d = draft_must_open(a, PATH);
	ok(draft_info(d)->recovered, "and stays so until somebody goes on");
	draft_must_type(d, 0, 0, "on ");
	draft_close(d);
	str_insert(&texts[11], 0, SLICE_LIT("on "));
	is_str(draft_peeked(a, PATH), str_c(&texts[11]), "going on writes over the torn end");
	d = draft_must_open(a, PATH);
	ok(!draft_info(d)->recovered, "and it is a draft like others");
	must(draft_drop(d), "drop");
	draft_close(d);
	for (int i = 0; i < 21; i++)
		str_free(&texts[i]);
	str_free(&whole);
	str_free(&cut);
	free(name);
	free(id);
}

static void much(void)
{
	Draft *d = draft_must_open(a, PATH);
	Str big = STR_EMPTY, want = STR_EMPTY;

	str_add_c(&want, FIRST);
	for (int i = 0; i < 300; i++)
		str_printf(&big, "line %d with some words\n", i);
	for (int i = 0; i < 60; i++) {
		must(draft_type(d, 5, 0, str_slice(&big)), "typing");
		str_insert(&want, 5, str_slice(&big));
	}
	must(draft_flush(d), "flush");
	is_str(draft_peeked(a, PATH), str_c(&want), "more than a journal holds");
	str_clear(&big);
	str_add_n(&big, 'x', 400000);
	must(draft_type(d, 0, want.len, str_slice(&big)), "typing");
	is_str(draft_peeked(a, PATH), str_c(&big), "one change that is more than a journal holds");
	must(draft_drop(d), "drop");
	draft_close(d);
	str_free(&big);
	str_free(&want);
}

/* ---- a full disk ---- */

static void fill_up(const char *where)
{
	char *path = path_join(where, "filler"), block[4096] = { 1 };
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	while (write(fd, block, sizeof block) > 0)
		;
	while (write(fd, block, 1) > 0)
		;
	close(fd);
	free(path);
}

/* In a child with a small file system of its own: its exit status is the number of the first thing that was wrong. */
static int on_full_disk(const char *small)
{
	char *there = path_join(small, "full"), *filler = path_join(small, "filler");
	Archive *mine = NULL;
	Draft *d = NULL;
	const char *where;

	if (unshare(CLONE_NEWNS) != 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
	    mount("none", small, "tmpfs", 0, "size=3m,mode=755") != 0)
		return 100;
	if (!git_sh_ok(small, "git clone -q '%s' full", dir) || archive_open(&mine, there) || draft_open(&d, mine, PATH))
		return 1;
	if (draft_type(d, 0, 0, SLICE_LIT("one ")) || draft_fallback(d))
		return 2;
	fill_up(small);
	/* The journal has its room: typing goes on without noticing. */
	for (int i = 0; i < 1000; i++)
		if (draft_type(d, 0, 0, SLICE_LIT("w ")) || draft_fallback(d))
			return 3;
	if (draft_flush(d))
		return 4;
	/* But a save does not fit, and goes elsewhere. */
	if (draft_save(d, SLICE_LIT("# Annan text\n\nsom är ny\n")) || !(where = draft_fallback(d)) || strncmp(where, small, strlen(small)) == 0)
		return 5;
	if (draft_type(d, 0, 0, SLICE_LIT("typed ")) || draft_flush(d))
		return 6;
	draft_close(d);
	if (draft_peek(&d, mine, PATH) || !slice_is(draft_text(d), "typed # Annan text\n\nsom är ny\n"))
		return 7;
	draft_close(d);
	unlink(filler);
	if (draft_open(&d, mine, PATH) || !slice_is(draft_text(d), "typed # Annan text\n\nsom är ny\n") || !draft_fallback(d))
		return 8;
	/* With room again it goes home. */
	if (draft_save(d, SLICE_LIT("# Hemma\n")) || draft_fallback(d))
		return 9;
	draft_close(d);
	if (draft_peek(&d, mine, PATH) || !slice_is(draft_text(d), "# Hemma\n") || draft_fallback(d))
		return 10;
	draft_close(d);
	/* Nowhere at all: said, nothing taken, nothing lost. */
	fill_up(small);
	setenv("XDG_STATE_HOME", small, 1);
	setenv("XDG_RUNTIME_DIR", small, 1);
	archive_free(mine);
	if (archive_open(&mine, there) || draft_open(&d, mine, "klg/nyast.md"))
		return 11;
	if (!draft_type(d, 0, 0, SLICE_LIT("x")) || draft_text(d).len != 0)
		return 12;
	draft_close(d);
	if (draft_peek(&d, mine, PATH) || !slice_is(draft_text(d), "# Hemma\n"))
		return 13;
	draft_close(d);
	archive_free(mine);
	free(there);
	free(filler);
	return 0;
}

static void full_disk(void)
{
	char *small = mem_dup(tap_path("small"));
	pid_t pid;
	int status;

	file_mkdir(small, 0700);
	fflush(NULL);
	pid = fork();
	if (pid == 0)
		_exit(on_full_disk(small));
	status = wait_for(pid);
	if (status == 100)
		tap_skip("no file system of one's own can be mounted here");
	else
		is_int(status, 0, "a full disk: the journal's room, another folder, home again, and nowhere at all");
	free(small);
}

/* A limit on file sizes: nothing can be written anywhere. */
static void no_room(void)
{
	struct rlimit was, none = { 0 };
	Draft *d;

	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &was);
	d = draft_must_open(a, PATH);
	draft_must_type(d, 0, 0, "kept ");
	must(draft_flush(d), "flush");
	none.rlim_max = was.rlim_max;
	fflush(NULL);
	setrlimit(RLIMIT_FSIZE, &none);
	{
		const Err *err = draft_save(d, SLICE_LIT("a whole new text")), *typed = draft_type(d, 0, 0, SLICE_LIT("x"));

		setrlimit(RLIMIT_FSIZE, &was);
		is_err(err, ERR_FAIL, "too large", "a save that fits nowhere is an error");
		is_err(typed, ERR_FAIL, "nothing more is taken", "and so is typing");
	}
	draft_close(d);
	is_str(draft_peeked(a, PATH), "kept " FIRST, "what was there before stands");
	signal(SIGXFSZ, SIG_DFL);
	d = draft_must_open(a, PATH);
	must(draft_drop(d), "drop");
	draft_close(d);
}

int main(void)
{
	const char *where;

	archive_begin();
	dir = archive_make("drafts", (const char *[]){ PATH, FIRST, NULL });
	a = archive_must_open(dir);
	must(archive_state_dir(a, &where), "state");
	state = mem_dup(where);
	torn();
	much();
	killed();
	full_disk();
	no_room();
	archive_free(a);
	free(dir);
	free(state);
	return tap_done();
}
