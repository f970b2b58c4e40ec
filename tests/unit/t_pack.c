/* Packs: objects that are held, and written at once into more than one repository. */
#include "tap.h"

#include <stdlib.h>

#include "git/object.h"
#include "git/pack.h"

static Oid commit_of(Repo *r, const Oid *parent, const char *text)
{
	Commit c = { .message = mem_dup("x\n") };
	TreeEdit edit = { .path = "folder/file" };
	Oid none = { { 0 } }, id = none;

	c.author = (Person){ mem_dup("A"), mem_dup("a@x.example"), { 1000000000, 60 } };
	c.committer = (Person){ mem_dup("A"), mem_dup("a@x.example"), { 1000000000, 60 } };
	if (parent)
		VEC_PUSH(&c.parents, *parent);
	ok(!blob_write(r, slice_c(text), &edit.id) && !tree_edit(r, parent ? parent : &none, &edit, 1, &c.tree) &&
	    !commit_write(r, &c, &id), "a commit with %s", text);
	commit_free(&c);
	return id;
}

/* "" if it is not there. */
static char *text_of(Repo *r, const Oid *commit)
{
	Str text = STR_EMPTY;
	Oid blob;

	if (!tree_find(r, commit, "folder/file", &blob, NULL) && blob_read(r, &blob, &text))
		str_clear(&text);
	return str_steal(&text);
}

static void has(const char *dir, const Oid *commit, const char *want, const char *name)
{
	Repo *r = NULL;
	char *got;

	if (!ok(!repo_open(&r, tap_path(dir)), "%s opens", dir))
		return;
	got = text_of(r, commit);
	is_str(got, want, "%s", name);
	free(got);
	repo_free(r);
}

int main(void)
{
	Repo *a = NULL, *b = NULL;
	Pack *pack = NULL;
	Oid first, second;
	char *text;

	tap_scrub();
	git_begin();
	if (!ok(!repo_init(&a, tap_path("a"), true, "main") && !repo_init(&b, tap_path("b"), true, "main"), "two repositories"))
		tap_stop("cannot go on");
	ok(!pack_begin(&pack, a), "begun");
	first = commit_of(a, NULL, "one");
	second = commit_of(a, &first, "two");
	text = text_of(a, &first);
	is_str(text, "one", "what is held can be read");
	free(text);
	has("a", &second, "", "but is not stored yet");
	ok(!pack_write(pack, b) && !pack_write(pack, a), "written to both");
	has("a", &second, "two", "stored where it was written");
	has("a", &first, "one", "with its parent");
	has("b", &second, "two", "and in the other");
	pack_free(pack);
	repo_free(a);
	repo_free(b);
	git_end();
	return tap_done();
}
