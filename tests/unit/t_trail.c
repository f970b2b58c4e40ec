/* The index of history tells what a walk tells: over generated histories, after every version, however often it was ended. */
#include "archive/trail.h"

#include <stdio.h>
#include <stdlib.h>

#include "archive/history_index.h"
#include "archive/inside.h"
#include "archive_lib.h"
#include "git/ref.h"
#include "git/work.h"
#include "index/changes.h"

#define VERSIONS 40

static const char *const paths[] = { "a.md", "2024/b.md", "2024/c.md", "arkiv/b.md" };
static const char *const texts[] = { "ett\n", "två\n", "tre\n" };
#define PATHS (sizeof paths / sizeof paths[0])

static Archive *a;

/* "commit path blob parent parent_path parent_blob" a line. */
static void trail_told(const Oid *from, const char *path, Str *out)
{
	Trail *t = NULL;
	PathVersion v;
	const Err *err = trail_begin(&t, a, from, path);

	while (!err && trail_next(t, &v, &err)) {
		str_printf(out, "%s %s %.6s %.6s", git_hex(&v.commit), v.path, git_hex(&v.blob), git_hex(&v.parent));
		str_printf(out, " %s %.6s\n", v.parent_path ? v.parent_path : "-", git_hex(&v.parent_blob));
		path_version_free(&v);
	}
	if (err)
		str_printf(out, "error: %s\n", err_text(err));
	trail_free(t);
}

static bool same_both_ways(const Oid *from, const char *path)
{
	Str walked = STR_EMPTY, indexed = STR_EMPTY;
	bool same;

	trail_without_index(true);
	trail_told(from, path, &walked);
	trail_without_index(false);
	trail_told(from, path, &indexed);
	same = slice_eq(str_slice(&walked), str_slice(&indexed));
	if (!same)
		tap_note("walked:\n%s\nindexed:\n%s", str_c(&walked), str_c(&indexed));
	str_free(&walked);
	str_free(&indexed);
	return same;
}

/* Every line of one in the other, in the same order. */
static bool holds_all(Slice some, Slice all)
{
	while (some.len > 0) {
		Slice line = slice_line(&some), other = slice("", 0);

		while (all.len > 0 && !slice_eq(other, line))
			other = slice_line(&all);
		if (!slice_eq(other, line))
			return false;
	}
	return true;
}

/* Of other lines some may come along, never for the path itself, and none is missing. */
static bool none_missing(const Oid *from, const char *path)
{
	Str walked = STR_EMPTY, indexed = STR_EMPTY;
	bool good;

	trail_without_index(true);
	trail_told(from, path, &walked);
	trail_without_index(false);
	trail_told(from, path, &indexed);
	good = holds_all(str_slice(&walked), str_slice(&indexed));
	if (!good)
		tap_note("walked:\n%s\nindexed:\n%s", str_c(&walked), str_c(&indexed));
	str_free(&walked);
	str_free(&indexed);
	return good;
}

static void set_tip(const Oid *tip)
{
	if (!git_sh_ok(archive_dir(a), "git update-ref refs/heads/main %s", git_hex(tip)))
		tap_stop("update-ref");
	must(archive_refresh(a, NULL), "refresh");
}

static Oid add_version(const Oid *parent, int minutes)
{
	Repo *r = archive_repo(a);
	const char *path = paths[rnd_below(PATHS)];

	if (rnd_below(5) == 0) {	/* a rename */
		TreeEdit edits[] = { { .path = path }, { .path = paths[rnd_below(PATHS)] } };
		const Oid *const parents[] = { parent, NULL };
		Oid tree;

		if (strcmp(edits[0].path, edits[1].path) != 0 && !tree_find(r, parent, path, &edits[1].id, NULL)) {
			must(tree_edit(r, parent, edits, 2, &tree), "edit");
			return git_version(r, &tree, "renamed", minutes, parents);
		}
	}
	return git_change(r, parent, path, rnd_below(6) ? texts[rnd_below(3)] : NULL, minutes);
}

static bool step_at(void *data, size_t done, size_t total)
{
	(void)data;
	(void)done;
	(void)total;
	return true;	/* ended after the first batch */
}

/* A line of versions; the index is filled whole at some point and then follows. */
static void follows(void)
{
	for (int round = 0; round < tap_rounds(20); round++) {
		char name[24];
		static const char *const files[] = { "a.md", "ett\n", NULL };
		char *dir;
		Oid tip;

		snprintf(name, sizeof name, "line%d", round);
		dir = archive_make(name, files);
		a = archive_must_open(dir);
		tip = archive_head(a)->tip;
		for (int i = 0; i < VERSIONS; i++) {
			tip = add_version(&tip, i);
			set_tip(&tip);
			if (i == 10)
				must(history_index_fill(a, NULL, NULL), "fill");
			law(history_index_ready(a) == (i >= 10), "round %d: ready at %d", round, i);
			law(same_both_ways(&tip, paths[rnd_below(PATHS)]), "round %d, version %d", round, i);
		}
		archive_free(a);
		free(dir);
	}
	law_done("from version to version the index tells what a walk tells");
}

/* Lines that part and join. */
static void joins(void)
{
	for (int round = 0; round < tap_rounds(20); round++) {
		char name[24];
		static const char *const files[] = { "a.md", "ett\n", NULL };
		Oid all[VERSIONS];
		char *dir;

		snprintf(name, sizeof name, "graph%d", round);
		dir = archive_make(name, files);
		a = archive_must_open(dir);
		all[0] = archive_head(a)->tip;
		for (int i = 1; i < VERSIONS; i++) {
			const Oid *one = &all[i > 5 ? i - 1 - (int)rnd_below(4) : i - 1], *two = &all[i > 5 ? i - 1 - (int)rnd_below(4) : 0];

			if (i > 5 && rnd_below(4) == 0 && one != two) {
				const Oid *const parents[] = { one, two, NULL };
				Oid blob = git_blob(archive_repo(a), texts[rnd_below(3)]), tree;
				TreeEdit e = { .path = paths[rnd_below(PATHS)], .id = blob };

				must(tree_edit(archive_repo(a), one, &e, rnd_below(2), &tree), "edit");
				all[i] = git_version(archive_repo(a), &tree, "join", 2 * i, parents);
			} else {
				all[i] = add_version(one, 2 * i);
			}
		}
		set_tip(&all[VERSIONS - 1]);
		must(history_index_fill(a, NULL, NULL), "fill");
		for (size_t p = 0; p < PATHS; p++)
			law(none_missing(&all[VERSIONS - 1], paths[p]), "round %d, %s", round, paths[p]);
		archive_free(a);
		free(dir);
	}
	law_done("where lines part and join, none of what a walk tells is missing");
}

/* What another one's index is, or an older one's that the branch no longer holds. */
static void rewritten(void)
{
	static const char *const files[] = { "a.md", "ett\n", NULL };
	char *dir = archive_make("rewritten", files);
	Oid first, ours, other;

	a = archive_must_open(dir);
	first = archive_head(a)->tip;
	ours = git_change(archive_repo(a), &first, "a.md", "två\n", 1);
	set_tip(&ours);
	must(history_index_fill(a, NULL, NULL), "fill");
	ok(history_index_ready(a), "the index is whole");
	other = git_change(archive_repo(a), &first, "a.md", "tre\n", 2);
	set_tip(&other);
	ok(!history_index_ready(a), "another line is not what it knows");
	ok(same_both_ways(&other, "a.md"), "and the walk is taken");
	must(history_index_fill(a, NULL, NULL), "fill again");
	ok(history_index_ready(a) && same_both_ways(&other, "a.md"), "made anew, it knows that line");
	archive_free(a);
	free(dir);
}

static void resumed(void)
{
	static const char *const files[] = { "a.md", "ett\n", NULL };
	char *dir = archive_make("resumed", files);
	IndexHistory h;

	a = archive_must_open(dir);
	must(history_index_fill(a, step_at, NULL), "a first batch");
	must(index_history(archive_index(a), &h), "how far");
	is_int(h.filled, 1, "a small history is one batch");
	must(index_begin(archive_index(a)), "batch");
	must(index_history_set(archive_index(a), &h.tip, 2), "as if it had been ended before the first version");
	must(index_commit(archive_index(a)), "batch");
	ok(!history_index_ready(a), "half of an index is none");
	must(history_index_fill(a, NULL, NULL), "the rest");
	ok(history_index_ready(a) && same_both_ways(&archive_head(a)->tip, "a.md"), "goes on where it was ended");
	archive_free(a);
	free(dir);
}

static void version_is(const PathHistory *h, size_t i, const Oid *commit, const char *path, const char *before)
{
	if (!ok(i < h->versions.len, "there is version %zu", i))
		return;
	ok(oid_eq(&h->versions.v[i].commit, commit), "version %zu is %s", i, git_hex(commit));
	is_str(h->versions.v[i].path, path, "by this name");
	is_str(h->versions.v[i].parent_path, before, "and by that before");
}

static void renames(void)
{
	static const char *const files[] = { "annat.md", "annat\n", NULL };
	char *dir = archive_make("renames", files);
	Repo *r;
	Oid born, edited, moved, again, gone, back, tree;
	PathHistory h;

	a = archive_must_open(dir);
	r = archive_repo(a);
	born = git_change(r, &archive_head(a)->tip, "2024/gammal.md", "text\n", 0);
	edited = git_change(r, &born, "2024/gammal.md", "text, ändrad\n", 1);
	{
		const Oid *const parents[] = { &edited, NULL };
		TreeEdit edits[] = { { .path = "2024/gammal.md" }, { .path = "klg/ny.md", .id = git_blob(r, "text, ändrad\n") }, { .path = "kopia.md", .id = git_blob(r, "annat\n") } };

		if (tree_edit(r, &edited, edits, 3, &tree))
			tap_stop("edit");
		moved = git_version(r, &tree, "moved", 2, parents);
	}
	again = git_change(r, &moved, "klg/ny.md", "sista\n", 3);
	gone = git_change(r, &again, "klg/ny.md", NULL, 4);
	back = git_change(r, &gone, "klg/ny.md", "sista\n", 5);
	ok(!trail_all(a, &back, "klg/ny.md", &h), "a path that moved");
	is_int((long long)h.versions.len, 6, "has six versions");
	version_is(&h, 0, &back, "klg/ny.md", NULL);
	version_is(&h, 1, &gone, "klg/ny.md", "klg/ny.md");
	version_is(&h, 2, &again, "klg/ny.md", "klg/ny.md");
	version_is(&h, 3, &moved, "klg/ny.md", "2024/gammal.md");
	version_is(&h, 4, &edited, "2024/gammal.md", "2024/gammal.md");
	version_is(&h, 5, &born, "2024/gammal.md", NULL);
	ok(h.versions.len == 6 && oid_is_zero(&h.versions.v[1].blob) && oid_is_zero(&h.versions.v[0].parent_blob), "gone and back");
	path_history_free(&h);
	ok(!trail_all(a, &gone, "2024/gammal.md", &h) && h.versions.len == 3, "a path that is gone has its versions too");
	version_is(&h, 0, &moved, "2024/gammal.md", "2024/gammal.md");
	path_history_free(&h);
	archive_free(a);
	free(dir);
}

/* One side renames, the other goes on under the old name; the merge has the new name with the old side's text. */
static void rename_and_merge(void)
{
	static const char *const files[] = { "a.md", "x\n", NULL };
	char *dir = archive_make("merge", files);
	Repo *r;
	Oid base, ours, theirs, tree, merge;
	const Oid *const parents[] = { &base, NULL };
	TreeEdit edits[] = { { .path = "a.md" }, { .path = "b.md" } };
	PathHistory h;

	a = archive_must_open(dir);
	r = archive_repo(a);
	base = archive_head(a)->tip;
	edits[1].id = git_blob(r, "x\n");
	if (tree_edit(r, &base, edits, 2, &tree))
		tap_stop("edit");
	ours = git_version(r, &tree, "rename", 1, parents);
	theirs = git_change(r, &base, "c.md", "y\n", 2);
	edits[1].path = "b.md";
	if (tree_edit(r, &theirs, edits, 2, &tree))
		tap_stop("edit");
	{
		const Oid *const both[] = { &theirs, &ours, NULL };

		merge = git_version(r, &tree, "merge", 3, both);
	}
	ok(!trail_all(a, &merge, "b.md", &h), "a rename on one side of a merge");
	is_int((long long)h.versions.len, 2, "is one version, and its birth");
	version_is(&h, 0, &ours, "b.md", "a.md");
	version_is(&h, 1, &base, "a.md", NULL);
	path_history_free(&h);
	archive_free(a);
	free(dir);
}

int main(void)
{
	archive_begin();
	renames();
	rename_and_merge();
	follows();
	joins();
	rewritten();
	resumed();
	return tap_done();
}
