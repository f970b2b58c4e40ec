/* Blobs, trees and commits: what we write, plain git reads, and the other way round. */
#include <stdlib.h>

#include "base/file.h"
#include "base/mem.h"
#include "git_lib.h"
#include "tap.h"

static const Oid none;

static Repo *make(const char *name, bool bare)
{
	Repo *r = NULL;
	const Err *err = repo_init(&r, tap_path(name), bare, "main");

	if (err)
		tap_stop("%s", err_text(err));
	return r;
}

static void ids(void)
{
	Oid a, b;
	Str s = STR_EMPTY;

	ok(!oid_parse(SLICE_LIT("12"), &a), "a short name is no whole id");
	ok(!oid_parse(SLICE_LIT("g123456789012345678901234567890123456789"), &a), "a letter beyond f is refused");
	ok(oid_parse(SLICE_LIT("ABCDEF0123456789abcdef0123456789abcdef01"), &a), "capitals are digits too");
	is_str(git_hex(&a), "abcdef0123456789abcdef0123456789abcdef01", "written in small letters");
	oid_short(&a, &s);
	is_str(str_c(&s), "abcdef0", "seven digits are its short form");
	ok(!oid_is_zero(&a) && oid_is_zero(&none), "zero is zero");
	blob_id(SLICE_LIT("hej\n"), &b);
	is_str(git_hex(&b), git_sh("/", "printf 'hej\\n' | git hash-object --stdin"), "a blob's name is git's");
	str_free(&s);
}

/* A random path of at most three parts, from few names, so that they often meet. */
static const char *const names[] = { "a", "a-b", "a.b", "b", "ab", "klg", "å", NULL };

static void random_path(Str *out)
{
	unsigned parts = 1 + rnd_below(3);

	str_clear(out);
	for (unsigned i = 0; i < parts; i++) {
		if (i)
			str_add_char(out, '/');
		str_add_c(out, rnd_pick(names));
	}
}

/* The same edits through git's own index. */
static const char *git_tree(const char *dir, const char *script)
{
	return git_sh(dir, "export GIT_INDEX_FILE=$PWD/other; rm -f other; %s\ngit write-tree", script);
}

static void edits(void)
{
	Repo *r = make("edits", false);
	Str script = STR_EMPTY, path = STR_EMPTY;
	Oid at = none, x = git_blob(r, "x"), y = git_blob(r, "y");

	for (int round = 0; round < tap_rounds(60); round++) {
		TreeEdit edit[4];
		char *paths[4];
		size_t n = 1 + rnd_below(4);
		Oid tree;
		const Err *err;
		const Oid *const parents[] = { &at, NULL };

		for (size_t i = 0; i < n; i++) {
			random_path(&path);
			paths[i] = mem_dup(str_c(&path));
			edit[i] = (TreeEdit){ .path = paths[i], .id = rnd_one_in(3) ? none : rnd_one_in(2) ? x : y };
		}
		err = tree_edit(r, &at, edit, n, &tree);
		if (!err) {
			str_clear(&script);
			if (!oid_is_zero(&at))
				str_printf(&script, "git read-tree %s\n", git_hex(&at));
			/* all that goes before all that comes; of one path the last counts */
			for (int pass = 0; pass < 2; pass++) {
				for (size_t i = 0; i < n; i++) {
					bool last = true;

					for (size_t k = i + 1; k < n; k++)
						last = last && strcmp(paths[i], paths[k]) != 0;
					if (!last || oid_is_zero(&edit[i].id) != (pass == 0))
						continue;
					if (pass == 0)
						str_printf(&script, "git update-index --force-remove '%s'\n", paths[i]);
					else
						str_printf(&script, "git update-index --add --cacheinfo 100644,%s,'%s'\n", git_hex(&edit[i].id), paths[i]);
				}
			}
			law(strcmp(git_hex(&tree), git_tree(tap_path("edits"), str_c(&script))) == 0, "round %d: %s", round, str_c(&script));
			at = git_version(r, &tree, "edit", round, oid_is_zero(&at) ? NULL : parents);
		} else {
			law(strstr(err_text(err), "both a file and a folder") != NULL, "round %d: %s", round, err_text(err));
		}
		for (size_t i = 0; i < n; i++)
			free(paths[i]);
	}
	law_done("a tree edited by us is the tree that git makes");
	is_str(git_sh(tap_path("edits"), "git fsck --strict --no-dangling"), "notice: HEAD points to an unborn branch (main)\nnotice: No default references", "git fsck finds nothing");
	str_free(&script);
	str_free(&path);
	repo_free(r);
}

static void refused_paths(void)
{
	static const char *const paths[] = { "", "/a", "a/", "a//b", ".", "a/..", ".git/config", "a/.GIT/x", NULL };
	Repo *r = make("paths", true);
	TreeEdit edit = { .id = git_blob(r, "x") };
	Oid tree;

	for (size_t i = 0; paths[i]; i++) {
		edit.path = paths[i];
		ok(tree_edit(r, &none, &edit, 1, &tree) != NULL, "the path '%s' is refused", paths[i]);
	}
	edit = (TreeEdit){ .path = "a", .id = { { 7 } } };
	is_int(err_kind(tree_edit(r, &none, &edit, 1, &tree)), ERR_CORRUPT, "a blob that is not there is refused");
	repo_free(r);
}

static void files(void)
{
	Repo *r = make("files", true);
	TreeFiles t;
	Oid c, id;
	unsigned mode;

	c = git_change(r, NULL, "klg/2024-05-20.md", "x", 0);
	c = git_change(r, &c, "klg-gammal.md", "y", 1);
	c = git_change(r, &c, "README.md", "z", 2);
	ok(!tree_files(r, &c, &t), "all files");
	is_int((long long)t.files.len, 3, "three files");
	is_str(t.files.v[0].path, "README.md", "in git's order: capitals first");
	is_str(t.files.v[1].path, "klg-gammal.md", "a minus before a slash");
	is_str(t.files.v[2].path, "klg/2024-05-20.md", "with their folders");
	tree_files_free(&t);
	ok(!tree_find(r, &c, "klg/2024-05-20.md", &id, &mode) && mode == 0100644, "one is found");
	is_int(err_kind(tree_find(r, &c, "klg", &id, NULL)), ERR_NONE, "a folder is no file");
	is_int(err_kind(tree_find(r, &c, "klg/2024-05-20.md/x", &id, NULL)), ERR_NONE, "a file is no folder");
	ok(!tree_files(r, &none, &t) && t.files.len == 0, "no commit has no files");
	tree_files_free(&t);
	repo_free(r);
}

static void commits(void)
{
	Repo *r = make("commits", true);
	Oid empty, c, d, found;
	Commit read;
	Str hex = STR_EMPTY;
	const char *dir = tap_path("commits");

	ok(!tree_edit(r, &none, NULL, 0, &empty), "the empty tree");
	is_str(git_hex(&empty), "4b825dc642cb6eb9a060e54bf8d69288fbee4904", "has its usual name");
	c = git_version(r, &empty, "\n\nFörsta  \r\n\r\n\r\n\r\nandra\x07\n\n\n", 0, NULL);
	is_str(git_sh(dir, "git cat-file commit %s", git_hex(&c)),
	    "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor Ada Ek <ada@example.org> 1731670200 +0100\n"
	    "committer Ada Ek <ada@example.org> 1731670200 +0100\n\nFörsta\n\nandra", "a commit with a clean message and its offset");
	ok(!commit_read(r, &c, &read), "is read back");
	is_str(read.author.name, "Ada Ek", "its author");
	is_int(read.author.when.offset, 60, "its offset");
	commit_free(&read);
	git_sh(dir, "printf 'tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\\nauthor \\345ke <a@b> 1 +0000\\ncommitter \\345ke <a@b> 1 +0000\\nencoding ISO-8859-1\\n\\nb\\345t\\n' | git hash-object -t commit -w --stdin > id");
	ok(oid_parse(slice_c(git_sh(dir, "cat id")), &d) && !commit_read(r, &d, &read), "a commit in Latin-1");
	is_str(read.message, "båt\n", "its message as UTF-8");
	is_str(read.author.name, "åke", "its author as UTF-8");
	commit_free(&read);
	ok(!commit_find(r, slice_sub(slice_c(git_hex(&c)), 0, 8), &found) && oid_eq(&found, &c), "found by eight digits");
	is_int(err_kind(commit_find(r, SLICE_LIT("HEAD"), &found)), ERR_NONE, "an unborn HEAD is none");
	is_int(err_kind(commit_find(r, SLICE_LIT("4b825dc6"), &found)), ERR_NONE, "a tree is no version");
	is_int(err_kind(commit_find(r, SLICE_LIT("main~~~^{/x"), &found)), ERR_NONE, "nonsense is none");
	is_int(err_kind(commit_find(r, SLICE_LIT(":/a"), &found)), ERR_NONE, "a search is no name");
	str_free(&hex);
	repo_free(r);
}

static void refused_people(void)
{
	static const char *const bad[] = { "", " ", "A\nB", "A <b>", "\xff", "A\x7f", NULL };
	Repo *r = make("people", true);
	char mail[] = "a@example.org";
	Oid id;

	for (size_t i = 0; bad[i]; i++) {
		Commit c = { .author = { mem_dup(bad[i]), mail, { 0, 0 } }, .message = mem_dup("x") };

		c.committer = c.author;
		c.tree = none;
		is_int(err_kind(commit_write(r, &c, &id)), ERR_IDENTITY, "no version by name %zu", i);
		free(c.author.name);
		free(c.message);
	}
	repo_free(r);
}

static void damage(void)
{
	Repo *r = make("damage", true);
	Oid id = git_blob(r, "a text that will be damaged"), c = git_change(r, NULL, "a.md", "x", 0);
	const char *hex = git_hex(&id);
	Str out = STR_EMPTY;
	const Err *err;
	Oid other;

	repo_free(r);
	git_sh(tap_path("damage"), "f=objects/%.2s/%s; chmod u+w $f; printf 'xxxxxxxxxx' > $f", hex, hex + 2);
	if (repo_open(&r, tap_path("damage")))
		tap_stop("open");
	err = blob_read(r, &id, &out);
	is_int(err_kind(err), ERR_CORRUPT, "a damaged object is seen");
	ok(strstr(git_said(err), hex) != NULL, "and named: %s", git_said(err));
	other = git_blob(r, "the text of another object");
	git_sh(tap_path("damage"), "cp -f objects/%.2s/%s objects/%.2s/%s", git_hex(&other), git_hex(&other) + 2, hex, hex + 2);
	repo_free(r);
	if (repo_open(&r, tap_path("damage")))
		tap_stop("open");
	is_int(err_kind(blob_read(r, &id, &out)), ERR_CORRUPT, "an object under another one's name is seen");
	is_int(err_kind(blob_read(r, &c, &out)), ERR_CORRUPT, "a commit is no blob");
	is_int(err_kind(commit_read(r, &(Oid){ { 9 } }, &(Commit){ 0 })), ERR_CORRUPT, "a missing commit is seen");
	str_free(&out);
	repo_free(r);
}

int main(void)
{
	tap_scrub();
	ids();
	edits();
	refused_paths();
	files();
	commits();
	refused_people();
	damage();
	git_end();
	return tap_done();
}
