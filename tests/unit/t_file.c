/* Files: whole reads, durable writes that leave nothing behind, and paths that cannot get out. */
#include "tap.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <signal.h>
#include <unistd.h>

#include "base/file.h"

static int entries(const char *path)
{
	DIR *d = opendir(path);
	int n = -2;

	if (!d)
		return -1;
	while (readdir(d))
		n++;
	closedir(d);
	return n;
}

static bool done(const Err *err)
{
	if (err)
		tap_note("%s", err_text(err));
	return !err;
}

static void whole(void)
{
	const char *dir = tap_path("w"), *path = tap_path("w/file"), *link = tap_path("w/link");
	Str s = STR_EMPTY, big = STR_EMPTY;
	struct stat st;
	int dirfd;

	ok(done(file_mkdir(dir, 0700)), "a folder");
	ok(done(file_write(path, SLICE_LIT("a\0b"))), "written");
	ok(done(file_read(path, &s)), "read");
	is_slice(str_slice(&s), SLICE_LIT("a\0b"), "the same bytes");
	ok(stat(path, &st) == 0 && (st.st_mode & 0777) == 0600, "for its owner only");
	for (int i = 0; i < 300000; i++)
		str_add_char(&big, (char)rnd_below(256));
	ok(done(file_write(path, str_slice(&big))), "written over");
	str_clear(&s);
	ok(done(file_read(path, &s)) && slice_eq(str_slice(&s), str_slice(&big)), "300,000 bytes come back");
	str_clear(&s);
	ok(done(file_write(path, SLICE_LIT(""))) && done(file_read(path, &s)) && s.len == 0, "nothing is something too");
	is_int(entries(dir), 1, "no temporary file is left");

	dirfd = open(dir, O_RDONLY | O_DIRECTORY);
	ok(done(file_write_at(dirfd, "other", SLICE_LIT("12345"))), "written in an open folder");
	ok(done(file_read_at(dirfd, "other", 5, &s)) && s.len == 5, "read there");
	ok(!done(file_read_at(dirfd, "other", 4, &s)), "not if it is larger than allowed");
	is_int(err_kind(file_read_at(dirfd, "none", 9, &s)), ERR_NONE, "what is not there is not there");
	ok(symlink("other", link) == 0 && file_read_at(dirfd, "link", 9, &s), "no link is followed");
	str_clear(&s);
	ok(done(file_write_at(dirfd, "link", SLICE_LIT("new"))) && done(file_read_at(dirfd, "other", 9, &s)) && s.len == 5,
	    "a link is replaced, its target stays");
	ok(mkfifoat(dirfd, "pipe", 0600) == 0 && file_read(tap_path("w/pipe"), &s) && file_read_at(dirfd, "pipe", 9, &s),
	    "a pipe is no file, and does not hold us up");
	ok(file_read(dir, &s) != NULL, "nor is a folder");
	ok(file_write(tap_path("w/no/file"), SLICE_LIT("x")) != NULL, "no folder, no file");
	ok(file_write(dir, SLICE_LIT("x")) != NULL, "a folder is not written over");
	is_int(entries(dir), 4, "failures leave nothing behind");
	close(dirfd);
	str_free(&s);
	str_free(&big);
}

/* In a child, since the limit stays. */
static void full_disk(void)
{
	const char *dir = tap_path("full"), *path = tap_path("full/file");
	Str s = STR_EMPTY;
	int status = 0;
	pid_t pid;

	file_mkdir(dir, 0700);
	file_write(path, SLICE_LIT("old"));
	pid = fork();
	if (pid == 0) {
		struct rlimit limit = { 10, 10 };
		const Err *err;

		signal(SIGXFSZ, SIG_IGN);
		setrlimit(RLIMIT_FSIZE, &limit);
		err = file_write(path, SLICE_LIT("a new text that is too long"));
		_exit(err && strstr(err_text(err), "writing file: ") ? 7 : 1);
	}
	waitpid(pid, &status, 0);
	is_int(WEXITSTATUS(status), 7, "a write that does not fit fails in words");
	ok(done(file_read(path, &s)), "the old text is there");
	is_str(str_c(&s), "old", "and whole");
	is_int(entries(dir), 1, "and nothing beside it");
	str_free(&s);
}

static void trees(void)
{
	ok(done(file_mkdir(tap_path("t/a/b/c/"), 0700)), "folders with their parents");
	ok(done(file_mkdir(tap_path("t/a//b"), 0700)), "those that exist are done");
	ok(file_is_dir(tap_path("t/a/b/c")), "there they are");
	file_write(tap_path("t/a/b/file"), SLICE_LIT("x"));
	file_write(tap_path("outside"), SLICE_LIT("x"));
	ok(symlink("../../../outside", tap_path("t/a/b/link")) == 0 && symlink("/", tap_path("t/a/root")) == 0, "with links out of it");
	ok(file_mkdir(tap_path("t/a/b/file/d"), 0700) != NULL, "no folder in a file");
	ok(file_mkdir(tap_path("t/a/b/file"), 0700) != NULL, "nor in its place");
	ok(done(file_sync_dir(tap_path("t/a"))), "a folder is synced");
	ok(done(file_remove_tree(tap_path("t"))), "the tree goes");
	ok(!file_exists(tap_path("t")), "with all in it");
	ok(file_exists(tap_path("outside")), "what links point to stays");
	ok(done(file_remove_tree(tap_path("t"))), "what is gone is gone");
}

static void opens(int dirfd, const char *rel, bool want)
{
	const Err *err;
	int fd;

	err = file_open_beneath(&fd, dirfd, rel, O_RDONLY, 0);
	ok((err == NULL) == want && (fd >= 0) == want, "%s is %s", *rel ? rel : "nothing", want ? "opened" : "refused");
	if (fd >= 0)
		close(fd);
}

static void beneath(void)
{
	int dirfd, fd;

	file_mkdir(tap_path("b/in/deep"), 0700);
	file_write(tap_path("b/in/deep/file"), SLICE_LIT("x"));
	file_write(tap_path("secret"), SLICE_LIT("x"));
	ok(symlink("../../secret", tap_path("b/in/out")) == 0 && symlink("in", tap_path("b/same")) == 0, "links");
	dirfd = open(tap_path("b"), O_RDONLY | O_DIRECTORY);
	opens(dirfd, "in/deep/file", true);
	opens(dirfd, "in", true);
	opens(dirfd, "in/out", false);
	opens(dirfd, "same/deep/file", false);
	opens(dirfd, "same", false);
	opens(dirfd, "../secret", false);
	opens(dirfd, "in/../in/deep/file", false);
	opens(dirfd, "in/./deep/file", false);
	opens(dirfd, "in//deep/file", false);
	opens(dirfd, "/etc/passwd", false);
	opens(dirfd, "", false);
	opens(dirfd, "in/deep/", false);
	is_int(err_kind(file_open_beneath(&fd, dirfd, "in/none", O_RDONLY, 0)), ERR_NONE, "what is not there is not there");
	ok(done(file_mkdir_beneath(dirfd, "new/way/file")) && file_is_dir(tap_path("b/new/way")) && !file_exists(tap_path("b/new/way/file")),
	    "the folders above are made");
	ok(done(file_mkdir_beneath(dirfd, "file")), "there may be none");
	ok(file_mkdir_beneath(dirfd, "same/x/file") && !file_exists(tap_path("b/in/x")), "not through a link");
	ok(file_mkdir_beneath(dirfd, "../x/file") != NULL, "not outside");
	ok(done(file_open_beneath(&fd, dirfd, "new/way/file", O_WRONLY | O_CREAT | O_EXCL, 0644)), "a file is made there");
	ok(done(file_write_all(fd, SLICE_LIT("abc"))), "and written");
	close(fd);
	close(dirfd);
}

static void joined(const char *a, const char *b, const char *want)
{
	char *p = path_join(a, b);

	is_str(p, want, "%s and %s", a, b);
	free(p);
}

static void absolute(const char *p, const char *want)
{
	char *got = path_absolute(p);

	is_str(got, want, "%s in full", p);
	free(got);
}

static void paths(void)
{
	static const char *const safe[] = { "a", "a/b.md", "å/…", ".gitignore", ".github/x", "a.git", "...", "-x", "a b", "git", NULL };
	static const char *const unsafe[] = { "", "/", "/a", "a/", "a//b", ".", "..", "a/../b", "./a", "a/.", ".git", ".git/config", "a/.GIT/x",
		".g\xe2\x80\x8cit/x", "\xef\xbb\xbf.Git", "git~1", "a\x1b", "a\nb", "a\x7f", "a\xc2\x9b", "\xff", "a/\xc3", NULL };

	for (int i = 0; safe[i]; i++)
		law(path_is_safe(slice_c(safe[i])), "safe path %d", i);
	for (int i = 0; unsafe[i]; i++)
		law(!path_is_safe(slice_c(unsafe[i])), "unsafe path %d", i);
	law(!path_is_safe(SLICE_LIT("a\0b")), "NUL");
	law_done("which paths may be written");
	joined("a", "b", "a/b");
	joined("a/", "b", "a/b");
	joined("", "b", "b");
	joined("a", "", "a");
	joined("a", "/b", "/b");
	is_str(path_base("a/b/c.md"), "c.md", "the last part");
	is_str(path_base("c.md"), "c.md", "of one");
	absolute("/a//b/./c/", "/a/b/c");
	absolute("/", "/");
	absolute("/a/../b", "/a/../b");
	ok(chdir("/tmp") == 0, "in a folder");
	absolute("x/y", "/tmp/x/y");
	absolute(".", "/tmp");
}

int main(void)
{
	tap_scrub();
	whole();
	full_disk();
	trees();
	beneath();
	paths();
	ok(chdir("/") == 0, "and out again");
	return tap_done();
}
