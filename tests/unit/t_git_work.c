/* The work tree and its index follow the branch, and what somebody changed by hand stays as it is. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "git/ref.h"
#include "git/work.h"
#include "git_lib.h"
#include "tap.h"

static const Oid none;
static Repo *r;
static const char *dir;

static void start(const char *name)
{
	if (repo_init(&r, tap_path(name), false, "main"))
		tap_stop("init");
	dir = mem_dup(tap_path(name));
}

static void stop(void)
{
	repo_free(r);
	free((void *)(uintptr_t)dir);
}

static const char *in(const char *rel)
{
	char full[256];

	snprintf(full, sizeof full, "%s/%s", dir + strlen(tap_dir()) + 1, rel);
	return tap_path(full);
}

/* The branch moves from one to the other, and the work tree follows.  How many were left. */
static size_t follow(const Oid *was, const Oid *now)
{
	WorkMoves moves;
	Arena *arena = arena_new();
	size_t left = 0;
	const Err *err;

	if ((err = git_changed_files(r, was, now, &moves, arena)) || (err = ref_move(r, "refs/heads/main", was, now, "test")) ||
	    (err = work_follow(r, moves.v, moves.len)))
		tap_stop("%s", err_text(err));
	for (size_t i = 0; i < moves.len; i++)
		left += moves.v[i].left;
	VEC_FREE(&moves);
	arena_free(arena);
	return left;
}

static const char *status(void)
{
	return git_sh(dir, "git status --porcelain");
}

static void simple(void)
{
	Oid a, b, c;
	WorkState state;
	Oid x;
	struct stat st;

	start("simple");
	a = git_change(r, NULL, "klg/2024/ett.md", "ett\n", 0);
	is_int((long long)follow(&none, &a), 0, "a first file comes");
	is_str(git_get(in("klg/2024/ett.md")), "ett\n", "with its text and folders");
	is_str(status(), "", "git status is clean");
	b = git_change(r, &a, "två.md", "två\n", 1);
	b = git_change(r, &b, "klg/2024/ett.md", "ett, ändrad\n", 2);
	git_sh(dir, "chmod 640 klg/2024/ett.md");
	is_int((long long)follow(&a, &b), 0, "a change and a new file come");
	is_str(git_get(in("klg/2024/ett.md")), "ett, ändrad\n", "the text is new");
	ok(stat(in("klg/2024/ett.md"), &st) == 0 && (st.st_mode & 0777) == 0640, "its mode is kept");
	is_str(status(), "", "git status is clean");
	c = git_change(r, &b, "klg/2024/ett.md", NULL, 3);
	is_int((long long)follow(&b, &c), 0, "a file goes");
	ok(!file_exists(in("klg")), "and the folders that are empty then");
	is_str(status(), "", "git status is clean");
	x = git_blob(r, "två\n");
	ok(!work_state(r, "två.md", &x, &state) && state == WORK_SAME, "a file that stands as the blob");
	ok(!work_state(r, "klg/x.md", &x, &state) && state == WORK_GONE, "a file that is gone");
	ok(!work_state(r, "klg/x.md", &none, &state) && state == WORK_SAME, "no file, and none expected");
	ok(!work_state(r, "två.md", &none, &state) && state == WORK_CHANGED, "a file where none was expected");
	is_str(git_sh(dir, "git fsck --strict"), "", "git fsck is silent");
	is_str(git_sh(dir, "ls -A .git | grep -i blad; ls .git/*.lock"), "ls: cannot access '.git/*.lock': No such file or directory", "nothing is left lying about");
	stop();
}

static void by_hand(void)
{
	Oid a, b, c;

	start("hand");
	a = git_change(r, NULL, "a.md", "a\n", 0);
	a = git_change(r, &a, "b.md", "b\n", 0);
	a = git_change(r, &a, "c.md", "c\n", 0);
	follow(&none, &a);
	git_put(in("a.md"), "a by hand\n");
	git_sh(dir, "rm b.md; rm c.md; mkdir c.md; echo x > c.md/x; echo staged > d.md; git add d.md; mkdir e; ln -s /tmp e.md; ln -s e link");
	b = git_change(r, &a, "a.md", "a by git\n", 1);
	b = git_change(r, &b, "b.md", "b by git\n", 1);
	b = git_change(r, &b, "c.md", "c by git\n", 1);
	b = git_change(r, &b, "d.md", "d by git\n", 1);
	b = git_change(r, &b, "e.md", "e by git\n", 1);
	b = git_change(r, &b, "link/f.md", "f by git\n", 1);
	is_int((long long)follow(&a, &b), 6, "changed, removed, replaced, added, a link, below a link: all six are left");
	is_str(git_get(in("a.md")), "a by hand\n", "what was written by hand stays");
	ok(!file_exists(in("b.md")), "what was removed by hand stays away");
	is_str(git_get(in("c.md/x")), "x\n", "a folder stays");
	is_str(git_get(in("d.md")), "staged\n", "what was only staged stays");
	is_str(git_sh(dir, "readlink e.md; ls e"), "/tmp", "no link is followed");
	is_str(status(), " M a.md\n D b.md\n D c.md\nM  d.md\n T e.md\n D link/f.md\n?? link", "git status tells of it, nothing more");
	git_put(in("a.md"), "a by git\n");
	c = git_change(r, &b, "a.md", "a again\n", 2);
	is_int((long long)follow(&b, &c), 0, "set right by hand, it follows again");
	is_str(git_get(in("a.md")), "a again\n", "with its text");
	stop();
}

static void line_ends(void)
{
	Oid a, b;

	start("crlf");
	git_sh(dir, "git config core.autocrlf true");
	repo_free(r);
	if (repo_open(&r, dir))
		tap_stop("open");
	a = git_change(r, NULL, "a.md", "rad\nrad\n", 0);
	a = git_change(r, &a, "lfs.bin", "pointer\n", 0);
	a = git_change(r, &a, ".gitattributes", "*.bin filter=lfs\nraw.md -text\n", 0);
	a = git_change(r, &a, "raw.md", "rå\n", 0);
	is_int((long long)follow(&none, &a), 1, "a file for a program is left");
	is_str(git_get(in("a.md")), "rad\r\nrad\r\n", "line ends become what git would make them");
	is_str(git_get(in("raw.md")), "rå\n", "as .gitattributes say, which come first");
	is_str(status(), " D lfs.bin", "git status is clean but for it");
	b = git_change(r, &a, "a.md", "ny\n", 1);
	is_int((long long)follow(&a, &b), 0, "compared through the same rules, it follows");
	is_str(git_get(in("a.md")), "ny\r\n", "with its line ends");
	is_str(status(), " D lfs.bin", "git status is clean but for that one");
	stop();
}

static void locks(void)
{
	WorkMove m = { .path = "a.md" };
	const Err *err;
	struct stat st;
	WorkHold *hold = NULL;
	Oid a;

	start("locks");
	a = git_change(r, NULL, "a.md", "a\n", 0);
	m.now = git_blob(r, "a\n");
	git_put(in(".git/index.lock"), "");
	err = work_follow(r, &m, 1);
	is_int(err_kind(err), ERR_BUSY, "a held index is waited for, then named: %s", git_said(err));
	ok(strstr(git_said(err), "index.lock") != NULL, "by its file");
	ok(!file_exists(in("a.md")), "nothing has moved");
	ok(stat(in(".git/index.lock"), &st) == 0, "the lock stands");
	ok(!git_stale_lock(r, "index.lock", st.st_mtime - 11), "too young a lock is not ours");
	ok(!git_stale_lock(r, "index.lock", st.st_mtime + 1), "nor one that was there before");
	ok(!git_stale_lock(r, "../x.lock", st.st_mtime) && !git_stale_lock(r, "index", st.st_mtime), "nothing else is ever removed");
	ok(!git_stale_lock(r, "index.lock", st.st_mtime), "an index.lock without our mark may be that of a living git");
	git_put(in(".git/index.lock"), "blad\n");
	ok(stat(in(".git/index.lock"), &st) == 0 && git_stale_lock(r, "index.lock", st.st_mtime - 10), "ours is removed");
	ok(git_stale_lock(r, "index.lock", st.st_mtime), "none there is fine");
	ok(!work_follow(r, &m, 1) && !m.left, "then it goes on");
	is_str(git_sh(dir, "git update-ref refs/heads/main %s; git status --porcelain", git_hex(&a)), "", "git status is clean");
	ok(!work_hold(&hold, r), "held");
	is_str(git_sh(dir, "echo x > x.md; git add x.md 2>/dev/null || echo refused; cat .git/index.lock"), "refused\nblad", "nobody else gets in");
	err = work_follow(r, &m, 1);
	is_int(err_kind(err), ERR_BUSY, "not even we: %s", git_said(err));
	work_release(hold);
	is_str(git_sh(dir, "rm x.md; git status --porcelain; ls .git | grep -e lock -e tmp"), "", "let go, nothing is left");
	git_sh(dir, "git update-index --split-index");
	m.was = m.now;
	m.now = git_blob(r, "b\n");
	err = work_follow(r, &m, 1);
	ok(err && strstr(err_text(err), "no-split-index"), "a split index: %s", git_said(err));
	is_str(git_get(in("a.md")), "a\n", "the file stays too");
	ok(!file_exists(in(".git/index.lock")), "no lock is left");
	stop();
}

/* What by_hand() left is found before anything moves. */
static const char *found(const WorkMove *moves, size_t n)
{
	static char text[256];
	Names names = { 0 };
	const Err *err = work_by_hand(r, moves, n, &names);

	if (err)
		tap_stop("%s", err_text(err));
	text[0] = '\0';
	for (size_t i = 0; i < names.len; i++)
		snprintf(text + strlen(text), sizeof text - strlen(text), "%s ", names.v[i]);
	names_free(&names);
	return text;
}

static void found_before(void)
{
	WorkMove moves[] = {
		{ .path = "a.md" }, { .path = "b.md" }, { .path = "f" }, { .path = "f/g.md" }, { .path = "d/e.md" }, { .path = "d" },
	};
	Oid a, new;

	start("before");
	a = git_change(r, NULL, "a.md", "a\n", 0);
	a = git_change(r, &a, "f", "f\n", 0);
	a = git_change(r, &a, "d/e.md", "e\n", 0);
	follow(&none, &a);
	new = git_blob(r, "new\n");
	moves[0].was = git_blob(r, "a\n");
	moves[2].was = git_blob(r, "f\n");
	moves[4].was = git_blob(r, "e\n");
	moves[0].now = moves[1].now = moves[3].now = moves[5].now = new;
	is_str(found(moves, 6), "", "nothing by hand, even where a file becomes a folder and a folder a file");
	git_sh(dir, "echo hand > a.md");
	is_str(found(moves, 6), "a.md ", "a file");
	git_sh(dir, "git add a.md; echo a > a.md");
	is_str(found(moves, 6), "a.md ", "only staged");
	git_sh(dir, "git reset -q; git rm -q --cached a.md");
	is_str(found(moves, 6), "a.md ", "only taken out of the index");
	git_sh(dir, "git reset -q; echo new > a.md; echo new > b.md");
	is_str(found(moves, 6), "", "what stands already as it will is none");
	git_sh(dir, "echo other > b.md; rm f; ln -s /tmp f");
	is_str(found(moves, 6), "b.md f ", "one in the way of a new one, a link");
	git_sh(dir, "rm b.md f; git checkout -q .; git sparse-checkout set --no-cone /f /d; ls a.md");
	is_str(found(moves, 6), "", "what a sparse checkout leaves out is none");
	stop();
}

static void hostile(void)
{
	static const char *const paths[] = { "../out.md", ".git/hooks/pre-commit", ".GIT/config", "a/../b.md", "/etc/x", "git~1/x", "\x1b[2J.md", NULL };
	WorkMove m = { .mode = 0 };

	start("hostile");
	m.now = git_blob(r, "x\n");
	for (size_t i = 0; paths[i]; i++) {
		m.path = paths[i];
		work_follow(r, &m, 1);
		ok(m.left, "path %zu is left", i);
	}
	is_str(git_sh(dir, "ls -A; ls -A ..; ls .git/hooks | grep -v sample"), git_sh(dir, "echo .git; ls -A .."), "nothing was written");
	git_sh(dir, "mkdir -p fifo; mkfifo fifo/.gitattributes");
	m.path = "fifo/a.md";
	ok(!work_follow(r, &m, 1), "a FIFO for .gitattributes does not hang it");
	m = (WorkMove){ .path = "länk", .now = git_blob(r, "/etc/passwd"), .mode = 0120000 };
	ok(!work_follow(r, &m, 1) && m.left && !file_exists(in("länk")), "no link is made");
	stop();
}

static void swaps(void)
{
	Oid a, b;

	start("swaps");
	a = git_change(r, NULL, "a", "file\n", 0);
	follow(&none, &a);
	b = git_change(r, &a, "a", NULL, 1);
	b = git_change(r, &b, "a/b.md", "below\n", 1);
	is_int((long long)follow(&a, &b), 0, "a file becomes a folder");
	is_str(status(), "", "git status is clean");
	a = git_change(r, &b, "a/b.md", NULL, 2);
	a = git_change(r, &a, "a", "file again\n", 2);
	is_int((long long)follow(&b, &a), 0, "and a file again");
	is_str(git_get(in("a")), "file again\n", "with its text");
	is_str(status(), "", "git status is clean");
	stop();
}

int main(void)
{
	tap_scrub();
	umask(022);
	setenv("BLAD_LOCK_MS", "100", 1);
	simple();
	by_hand();
	line_ends();
	locks();
	found_before();
	hostile();
	swaps();
	git_end();
	return tap_done();
}
