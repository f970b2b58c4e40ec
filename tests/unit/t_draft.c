/* Drafts: begun, kept, listed, held by one window, set on a branch that moved. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive_lib.h"
#include "base/file.h"

#define PATH "klg/2024-05-20.md"
#define FIRST "# Ett\n\ntext\n\n# Två\n\nannat\n"

static Archive *a;
static char *dir;
static char *state;

static size_t entries(const char *folder)
{
	DIR *d = opendir(folder);
	size_t n = 0;

	for (struct dirent *e; d && (e = readdir(d));)
		n += e->d_name[0] != '.';
	if (d)
		closedir(d);
	return n;
}

static size_t on_disk(const char *what)
{
	char *path = path_join(state, what);
	size_t n = entries(path);

	free(path);
	return n;
}

static void simple(void)
{
	Draft *d = draft_must_open(a, PATH);
	struct stat st;
	char *lock;

	is_slice(draft_text(d), SLICE_LIT(FIRST), "a draft begins as the recorded text");
	ok(!draft_info(d)->behind && !draft_info(d)->recovered && draft_info(d)->nth == 1, "not behind, not recovered");
	is_str(draft_info(d)->address, PATH, "its address");
	is_str(draft_peeked(a, PATH), "(none)", "nothing is there before the first change");
	draft_close(d);
	is_int((long long)on_disk("drafts"), 0, "and nothing stays when it is closed unchanged");
	d = draft_must_open(a, PATH);
	draft_must_type(d, 2, 3, "ETT");
	is_str(draft_peeked(a, PATH), "# ETT\n\ntext\n\n# Två\n\nannat\n", "others see what is typed");
	draft_must_type(d, 0, 0, "!");
	draft_must_type(d, 0, 1, "");
	ok(draft_unsynced(d), "typing is not synced at once");
	must(draft_flush(d), "flush");
	ok(!draft_unsynced(d), "but by draft_flush");
	lock = mem_printf("%s/drafts/%s/lock", state, draft_info(d)->id);
	ok(lstat(lock, &st) == 0 && (st.st_mode & 0777) == 0600, "files are the user's own");
	free(lock);
	must(draft_save(d, SLICE_LIT("# Ett\n\nny text\n")), "save");
	is_str(draft_peeked(a, PATH), "# Ett\n\nny text\n", "a saved text");
	is_slice(draft_base(d), SLICE_LIT(FIRST), "and its base");
	must(draft_save(d, SLICE_LIT(FIRST)), "save");
	is_str(draft_peeked(a, PATH), "(none)", "a text equal to the recorded one ends the draft");
	draft_must_type(d, 0, 0, "x");
	draft_close(d);
	is_str(draft_peeked(a, PATH), "x" FIRST, "typing after that begins it again; closing keeps it");
	d = draft_must_open(a, PATH);
	ok(!draft_info(d)->recovered, "which is no crash");
	must(draft_drop(d), "drop");
	draft_close(d);
	is_str(draft_peeked(a, PATH), "(none)", "a dropped draft is gone");
	is_int((long long)on_disk("drafts"), 0, "from its folder");
	is_int((long long)on_disk("dropped"), 1, "and kept in another");
	setenv("BLAD_NOW", "1734348600", 1);	/* 31 days later */
	d = draft_must_open(a, PATH);
	draft_must_type(d, 0, 0, "y");
	must(draft_drop(d), "drop");
	draft_close(d);
	is_int((long long)on_disk("dropped"), 1, "for 30 days");
	setenv("BLAD_NOW", "1731670200", 1);
	is_err(draft_open(&d, a, "../x.md"), ERR_USAGE, "inside the archive", "a path outside");
	is_err(draft_open(&d, a, ".git/x.md"), ERR_USAGE, "inside the archive", "git's own folder");
}

static void list(void)
{
	DraftList l = { 0 };
	Draft *d = draft_must_open(a, "klg/ny.md"), *e;

	is_slice(draft_text(d), SLICE_LIT(""), "a new issue begins empty");
	must(draft_save(d, SLICE_LIT("# Ny\n")), "save");
	e = draft_must_open(a, PATH);
	draft_must_type(e, 0, 0, "z");
	must(drafts_list(a, &l), "list");
	is_int((long long)l.len, 2, "two drafts");
	ok(l.v[0].holder == getpid() && l.v[0].held_since.sec == TAP_NOW, "held by this process, since now");
	ok(!l.v[0].recovered && !l.v[1].recovered, "nothing to recover from one that is held");
	is_str(l.v[1].branch, "main", "of the branch");
	drafts_list_free(&l);
	draft_close(d);
	draft_close(e);
	archive_commit(dir, "klg/ny.md", "# Ny\n");
	must(archive_refresh(a, NULL), "refresh");
	must(drafts_list(a, &l), "list");
	ok(l.len == 1 && strcmp(l.v[0].path, PATH) == 0, "a draft that is recorded now is none");
	drafts_list_free(&l);
	is_int((long long)on_disk("drafts"), 1, "and is cleared away");
	git_sh(dir, "git checkout -q -b other");
	must(archive_refresh(a, NULL), "refresh");
	must(drafts_list(a, &l), "list");
	is_int((long long)l.len, 0, "another branch has its own");
	drafts_list_free(&l);
	git_sh(dir, "git checkout -q main");
	must(archive_refresh(a, NULL), "refresh");
	e = draft_must_open(a, PATH);
	must(draft_drop(e), "drop");
	draft_close(e);
}

/* ---- another process ---- */

static void two_windows(void)
{
	Draft *d = draft_must_open(a, PATH), *e = NULL;
	pid_t pid;
	char pid_words[64];

	snprintf(pid_words, sizeof pid_words, "process %ld, since 11:30", (long)getpid());
	is_err(draft_open(&e, a, PATH), ERR_BUSY, pid_words, "a second window is told who and since when");
	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		Archive *other = NULL;
		const Err *err = archive_open(&other, dir);

		err = err ? err : draft_open(&e, other, PATH);
		_exit(err && err_kind(err) == ERR_BUSY ? 0 : 1);
	}
	is_int(wait_for(pid), 0, "in another process too");
	draft_must_type(d, 0, 0, "a");
	must(draft_peek(&e, a, PATH), "peek");
	is_err(draft_save(e, SLICE_LIT("b")), ERR_BUSY, "reading only", "who only looks does not write");
	draft_close(e);
	must(draft_drop(d), "drop");
	draft_must_type(d, 0, 0, "b");
	is_err(draft_open(&e, a, PATH), ERR_BUSY, "process", "dropping keeps the hold");
	must(draft_drop(d), "drop");
	draft_close(d);
	d = draft_must_open(a, PATH);
	draft_close(d);
}

/* Where locks do not work, the generation tells that somebody else wrote. */
static void generations(void)
{
	Draft *d = draft_must_open(a, PATH), *e;
	char *lock;

	draft_must_type(d, 0, 0, "a");
	lock = mem_printf("%s/drafts/%s/lock", state, draft_info(d)->id);
	unlink(lock);
	free(lock);
	e = draft_must_open(a, PATH);
	must(draft_save(e, SLICE_LIT("of the other\n")), "save");
	must(draft_save(d, SLICE_LIT("of the first\n")), "save");
	is_int(draft_info(d)->nth, 2, "a conflict makes a second draft");
	is_str(draft_info(d)->address, PATH "@draft-2", "with an address of its own");
	draft_close(d);
	draft_close(e);
	is_str(draft_peeked(a, PATH), "of the other\n", "the first is the current text");
	must(draft_peek_nth(&d, a, PATH, 2), "second");
	is_slice(draft_text(d), SLICE_LIT("of the first\n"), "the second is kept");
	draft_close(d);
	e = draft_must_open(a, PATH);
	must(draft_drop(e), "drop");
	draft_close(e);
	is_str(draft_peeked(a, PATH), "of the first\n", "and stands first when the first is gone");
	e = draft_must_open(a, PATH);
	must(draft_drop(e), "drop");
	draft_close(e);
}

/* ---- the branch moves ---- */

static void behind(void)
{
	Draft *d = draft_must_open(a, PATH);

	must(draft_save(d, SLICE_LIT("# Ett\n\ntext\n\n# Två\n\nändrad här\n")), "save");
	archive_commit(dir, PATH, "# Ett\n\nändrad där\n\n# Två\n\nannat\n");
	must(archive_refresh(a, NULL), "refresh");
	draft_close(d);
	must(draft_peek(&d, a, PATH), "peek");
	ok(draft_info(d)->behind, "a draft is behind when the branch moved");
	is_slice(draft_text(d), SLICE_LIT("# Ett\n\ntext\n\n# Två\n\nändrad här\n"), "and has its own text");
	draft_close(d);
	d = draft_must_open(a, PATH);
	must(draft_rebase(d), "rebase");
	is_slice(draft_text(d), SLICE_LIT("# Ett\n\nändrad där\n\n# Två\n\nändrad här\n"), "set on the tip, it has both");
	ok(!draft_info(d)->behind, "and is not behind");
	draft_close(d);
	is_str(draft_peeked(a, PATH), "# Ett\n\nändrad där\n\n# Två\n\nändrad här\n", "also on disk");
	archive_commit(dir, PATH, "# Ett\n\nändrad där\n\n# Två\n\nändrad på annat vis\n");
	must(archive_refresh(a, NULL), "refresh");
	d = draft_must_open(a, PATH);
	is_err(draft_rebase(d), ERR_DECIDE, "#två --ours", "a conflict is told by its items");
	is_slice(draft_text(d), SLICE_LIT("# Ett\n\nändrad där\n\n# Två\n\nändrad här\n"), "and nothing changed");
	must(draft_save(d, SLICE_LIT("# Ett\n\nändrad där\n\n# Två\n\nändrad på annat vis\n")), "save");
	draft_close(d);
	is_str(draft_peeked(a, PATH), "(none)", "a draft behind that says what the tip says is done");
	d = draft_must_open(a, PATH);
	must(draft_save(d, SLICE_LIT("# Ett\n\nmer\n\n# Två\n\nsist\n")), "save");
	archive_commit(dir, PATH, "# Ett\n\nändrad där\n\n# Två\n\nsist\n");
	must(archive_refresh(a, NULL), "refresh");
	must(draft_settle(d), "settle");
	is_slice(draft_base(d), SLICE_LIT("# Ett\n\nändrad där\n\n# Två\n\nsist\n"), "after a recording of one item the base moves");
	is_slice(draft_text(d), SLICE_LIT("# Ett\n\nmer\n\n# Två\n\nsist\n"), "and the text stays");
	must(draft_drop(d), "drop");
	draft_close(d);
}

/* A window that has not seen the branch move meets a draft that goes back to what it thinks is recorded. */
static void stale(void)
{
	Archive *fresh;
	Draft *d;
	DraftList l = { 0 };

	archive_commit(dir, "stale.md", "gammal\n");
	must(archive_refresh(a, NULL), "refresh");
	archive_commit(dir, "stale.md", "ny\n");
	fresh = archive_must_open(dir);
	must(draft_open(&d, fresh, "stale.md"), "open");
	must(draft_save(d, SLICE_LIT("gammal\n")), "save");
	draft_close(d);
	must(drafts_list(a, &l), "list");
	is_int((long long)l.len, 1, "a draft that takes a change back is not done");
	drafts_list_free(&l);
	archive_free(fresh);
	must(archive_refresh(a, NULL), "refresh");
	is_str(draft_peeked(a, "stale.md"), "gammal\n", "and is kept");
	d = draft_must_open(a, "stale.md");
	must(draft_drop(d), "drop");
	draft_close(d);
}

static void charsets(void)
{
	Draft *d;
	Str bytes = STR_EMPTY;

	archive_commit(dir, "latin.md", "# R\xe4ksm\xf6rg\xe5s\n");
	must(archive_refresh(a, NULL), "refresh");
	d = draft_must_open(a, "latin.md");
	is_slice(draft_text(d), SLICE_LIT("# Räksmörgås\n"), "Windows-1252 is edited as UTF-8");
	must(draft_save(d, SLICE_LIT("# Räka\n")), "save");
	must(draft_encode(d, draft_text(d), &bytes), "encode");
	is_slice(str_slice(&bytes), SLICE_LIT("# R\xe4ka\n"), "and written back in it");
	must(draft_save(d, SLICE_LIT("# Ĳ\n")), "save");
	is_err(draft_encode(d, draft_text(d), &bytes), ERR_FAIL, "Ĳ", "a character it lacks is named");
	draft_close(d);
	is_str(draft_peeked(a, "latin.md"), "# Ĳ\n", "and kept in the draft");
	str_free(&bytes);
}

static void damaged(void)
{
	DraftList l = { 0 };
	Draft *d = draft_must_open(a, PATH);
	char *meta = mem_printf("%s/drafts/%s/meta", state, draft_info(d)->id);

	must(draft_save(d, SLICE_LIT("mycket skrivet\n")), "save");
	draft_close(d);
	must(file_write(meta, SLICE_LIT("skräp")), "meta");
	is_err(draft_open(&d, a, PATH), ERR_CORRUPT, "/drafts/", "a damaged draft names its folder");
	is_err(drafts_list(a, &l), ERR_CORRUPT, "/drafts/", "also in the list");
	is_int((long long)l.len, 1, "which has the others");
	drafts_list_free(&l);
	free(meta);
}

int main(void)
{
	const char *where;

	archive_begin();
	dir = archive_make("drafts", (const char *[]){ PATH, FIRST, NULL });
	a = archive_must_open(dir);
	must(archive_state_dir(a, &where), "state");
	state = mem_dup(where);
	simple();
	list();
	two_windows();
	generations();
	behind();
	stale();
	charsets();
	damaged();
	archive_free(a);
	free(dir);
	free(state);
	return tap_done();
}
