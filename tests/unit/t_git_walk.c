/* History: the order of commits, the versions of one path, common ancestors, what stood on a day. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "git/pass.h"
#include "git/ref.h"
#include "git/walk.h"
#include "git_lib.h"
#include "tap.h"

static const Oid none;

static Repo *make(const char *name)
{
	Repo *r = NULL;

	if (repo_init(&r, tap_path(name), true, "main"))
		tap_stop("init");
	return r;
}

static void set_main(Repo *r, const Oid *tip)
{
	Oid was = none;

	ref_read(r, "refs/heads/main", &was);
	if (ref_move(r, "refs/heads/main", &was, tip, "x"))
		tap_stop("ref");
}

#define COMMITS 40
static const char *const files[] = { "a.md", "klg/b.md", "klg/c.md", NULL };
static const char *const texts[] = { "ett\n", "två\n", "tre\n", NULL };

/* A random history with merges, some of which take one side, and clocks that go wrong. */
static Oid random_history(Repo *r, Oid *all)
{
	all[0] = git_change(r, NULL, files[0], texts[0], 0);
	for (int i = 1; i < COMMITS; i++) {
		Oid *a = &all[rnd_one_in(3) ? rnd_below((unsigned)i) : (unsigned)i - 1], *b = &all[rnd_below((unsigned)i)];
		int minutes = rnd_one_in(5) ? i - 20 : i;

		if (rnd_one_in(4) && !oid_eq(a, b)) {
			const Oid *const parents[] = { a, b, NULL };
			Commit c;

			if (commit_read(r, rnd_one_in(2) ? a : b, &c))
				tap_stop("read");
			all[i] = git_version(r, &c.tree, "merge", minutes, parents);
			commit_free(&c);
			if (rnd_one_in(2)) {	/* a merge that changes something itself */
				Oid tree;
				TreeEdit edit = { .path = rnd_pick(files), .id = git_blob(r, rnd_pick(texts)) };

				if (tree_edit(r, &all[i], &edit, 1, &tree))
					tap_stop("edit");
				all[i] = git_version(r, &tree, "evil", minutes, parents);
			}
		} else {
			all[i] = git_change(r, a, rnd_pick(files), rnd_one_in(6) ? NULL : rnd_pick(texts), minutes);
		}
	}
	return all[COMMITS - 1];
}

static void sorted(Str *lines)
{
	/* one id a line, all of one length: sorting them in place is enough */
	size_t n = lines->len / 41;

	if (n > 1)
		qsort(lines->p, n, 41, (int (*)(const void *, const void *))strcmp);
}

/* git's own full history, of which those merges are left out that equal one of their parents. */
static void git_versions(const char *dir, const Oid *tip, const char *path, Str *out)
{
	str_add_c(out, git_sh(dir,
	    "git rev-list --full-history --parents %s -- %s | while read c rest; do me=$(git rev-parse -q --verify $c:%s); same=no; n=0; "
	    "for p in $(git rev-list --parents -n1 $c | cut -d' ' -f2-); do [ $p = $c ] && continue; n=1; [ \"$(git rev-parse -q --verify $p:%s)\" = \"$me\" ] && same=yes; done; "
	    "[ $n = 0 ] && [ -z \"$me\" ] && same=yes; [ $same = no ] && echo $c; done; :", git_hex(tip), path, path, path));
	if (out->len > 0)
		str_add_char(out, '\n');
}

/* ---- the same, all paths in one pass ---- */

typedef struct {
	const char *path;
	struct {
		Oid now, was;
		bool changed;
	} at[COMMITS];
} Asked;

static const Err *note_change(void *data, const PathChange *c)
{
	Asked *a = data;

	if (strcmp(c->path, a->path) == 0) {
		a->at[c->commit].changed = true;
		a->at[c->commit].now = c->now;
		a->at[c->commit].was = c->was;
	}
	return NULL;
}

static bool passes_agree(Repo *r, const Oid *all, const char *path)
{
	Asked a = { .path = path };
	bool good = true;

	if (pass_commits(r, all, COMMITS, note_change, &a))
		tap_stop("pass");
	for (size_t i = 0; i < COMMITS && good; i++) {
		PathHistory h;
		bool changed;

		if (walk_path(r, &all[i], path, 1, &h))
			tap_stop("walk");
		changed = h.versions.len > 0 && oid_eq(&h.versions.v[0].commit, &all[i]);
		good = changed == a.at[i].changed;
		if (good && changed && h.versions.v[0].parent_path && strcmp(h.versions.v[0].parent_path, path) == 0)
			good = oid_eq(&a.at[i].was, &h.versions.v[0].parent_blob);
		good = good && (!changed || oid_eq(&a.at[i].now, &h.versions.v[0].blob));
		path_history_free(&h);
	}
	return good;
}

static void passes(void)
{
	for (int round = 0; round < tap_rounds(10); round++) {
		char name[24];
		Oid all[COMMITS];
		Repo *r;

		snprintf(name, sizeof name, "pass%d", round);
		r = make(name);
		random_history(r, all);
		for (size_t f = 0; files[f]; f++)
			law(passes_agree(r, all, files[f]), "round %d, %s", round, files[f]);
		repo_free(r);
	}
	law_done("a pass over all paths tells of each commit what the walk of each path tells");
}

static void random_paths(void)
{
	for (int round = 0; round < tap_rounds(6); round++) {
		char name[24];
		Oid all[COMMITS], tip;
		Repo *r;

		snprintf(name, sizeof name, "random%d", round);
		r = make(name);
		tip = random_history(r, all);
		for (size_t f = 0; f < 2; f++) {
			Str got = STR_EMPTY, want = STR_EMPTY;
			PathHistory h;

			if (walk_path(r, &tip, files[f], 0, &h))
				tap_stop("walk");
			for (size_t i = 0; i < h.versions.len; i++) {
				str_printf(&got, "%s\n", git_hex(&h.versions.v[i].commit));
				law(oid_is_zero(&h.versions.v[i].blob) || !oid_eq(&h.versions.v[i].blob, &h.versions.v[i].parent_blob) ||
				    strcmp(h.versions.v[i].path, h.versions.v[i].parent_path) != 0, "round %d: a version differs from its parent", round);
			}
			git_versions(tap_path(name), &tip, files[f], &want);
			sorted(&got);
			sorted(&want);
			law(slice_eq(str_slice(&got), str_slice(&want)), "round %d, %s:\n%s\n--\n%s", round, files[f], str_c(&got), str_c(&want));
			path_history_free(&h);
			str_free(&got);
			str_free(&want);
		}
		repo_free(r);
	}
	law_done("the versions of a path are the commits in which it differs from all parents");
}

static void orders(void)
{
	Oid all[COMMITS], tip, at;
	Repo *r = make("order");
	Walk *w;
	const Err *err;
	size_t n = 0;
	Str seen = STR_EMPTY;

	tip = random_history(r, all);
	set_main(r, &tip);
	ok(!walk_begin(&w, r, &tip, NULL), "a walk");
	while (walk_next(w, &at, &err)) {
		Commit c;

		if (commit_read(r, &at, &c))
			tap_stop("read");
		for (size_t i = 0; i < c.parents.len; i++)
			law(!strstr(str_c(&seen), git_hex(&c.parents.v[i])), "a parent before its child");
		law(!strstr(str_c(&seen), git_hex(&at)), "a commit twice");
		str_printf(&seen, "%s ", git_hex(&at));
		commit_free(&c);
		n++;
	}
	ok(!err, "ends well");
	law_done("children come before their parents, each once");
	is_int((long long)n, atoi(git_sh(tap_path("order"), "git rev-list --count main")), "and all of them");
	walk_free(w);
	for (int i = 0; i < 20; i++) {
		Oid *a = &all[rnd_below(COMMITS)], *b = &all[rnd_below(COMMITS)], base;
		Oids bases = { 0 };
		size_t ahead, behind;
		char want[32];

		ok(!walk_begin(&w, r, a, b), "from here to there");
		for (n = 0; walk_next(w, &at, &err); )
			n++;
		walk_free(w);
		law(n == (size_t)atoi(git_sh(tap_path("order"), "git rev-list --count %s..%s", git_hex(b), git_hex(a))), "hide %d", i);
		law(!git_ahead_behind(r, a, b, &ahead, &behind), "ahead and behind");
		snprintf(want, sizeof want, "%zu\t%zu", ahead, behind);
		law(strcmp(git_sh(tap_path("order"), "git rev-list --count --left-right %s...%s", git_hex(a), git_hex(b)), want) == 0, "%s", want);
		law(!walk_merge_base(r, a, b, &base) && strstr(git_sh(tap_path("order"), "git merge-base --all %s %s", git_hex(a), git_hex(b)), git_hex(&base)), "base %d", i);
		law(!walk_merge_bases(r, a, b, &bases) && bases.len == (size_t)atoi(git_sh(tap_path("order"), "git merge-base --all %s %s | wc -l", git_hex(a), git_hex(b))),
		    "bases %d", i);
		VEC_FREE(&bases);
	}
	law_done("what is hidden, ahead, behind and common is what git says");
	at = git_change(r, NULL, "x", "y", 0);
	is_int(err_kind(walk_merge_base(r, &at, &tip, &at)), ERR_NONE, "unrelated histories");
	ok(walk_begin(&w, r, &(Oid){ { 1 } }, NULL) != NULL, "a missing commit is an error");
	str_free(&seen);
	repo_free(r);
}

/* A path that is renamed is born again here; following the other name is the caller's. */
static void born_again(void)
{
	Repo *r = make("renames");
	Oid born = git_change(r, NULL, "2024/gammal.md", "text\n", 0), edited = git_change(r, &born, "2024/gammal.md", "text, ändrad\n", 1);
	TreeEdit edits[] = { { .path = "2024/gammal.md" }, { .path = "klg/ny.md", .id = git_blob(r, "text, ändrad\n") } };
	const Oid *const parents[] = { &edited, NULL };
	Oid tree, moved;
	PathHistory h;
	char *old = NULL;

	if (tree_edit(r, &edited, edits, 2, &tree))
		tap_stop("edit");
	moved = git_version(r, &tree, "moved", 2, parents);
	ok(!walk_path(r, &moved, "klg/ny.md", 0, &h) && h.versions.len == 1 && !h.versions.v[0].parent_path, "a new name is a birth");
	ok(h.versions.len == 1 && !walk_rename(r, &edited, &h.versions.v[0], &old), "what it was called is told when asked");
	is_str(old, "2024/gammal.md", "by its bytes");
	free(old);
	path_history_free(&h);
	ok(!walk_path(r, &moved, "2024/gammal.md", 0, &h) && h.versions.len == 3, "a path that is gone has its versions too");
	path_history_free(&h);
	ok(!walk_path(r, &moved, "2024/gammal.md", 2, &h) && h.versions.len == 2, "at most two of them");
	path_history_free(&h);
	ok(!walk_path(r, &moved, "klg", 0, &h) && h.versions.len == 0, "a folder has none");
	path_history_free(&h);
	ok(!walk_path(r, &moved, "finns/inte.md", 0, &h) && h.versions.len == 0, "nor what never was");
	path_history_free(&h);
	repo_free(r);
}

/* What followed one path may follow another from some version on; and many, since an item may be carried every week. */
static void another_path(void)
{
	Repo *r = make("another");
	Oid at = git_change(r, NULL, "0.md", "0\n", 0);
	PathWalk *w = NULL;
	PathVersion v;
	const Err *err;
	size_t n = 0;

	for (int i = 1; i < 100; i++) {
		char path[16], text[16];

		snprintf(path, sizeof path, "%d.md", i / 2);
		snprintf(text, sizeof text, "%d\n", i);
		at = git_change(r, &at, path, text, i);
	}
	err = path_walk_begin(&w, r, &at, "49.md");
	while (!err && path_walk_next(w, &v, &err)) {
		int number = atoi(v.path);
		char path[16];

		law(number == 49 - (int)n / 2, "version %zu of %s", n, v.path);
		n++;
		if (oid_is_zero(&v.parent_blob) && number > 0) {
			snprintf(path, sizeof path, "%d.md", number - 1);
			path_walk_follow(w, &v.parent, path);
		}
		path_version_free(&v);
	}
	law(!err && n == 100, "%zu versions", n);
	law_done("fifty paths followed one after the other, newest first");
	path_walk_free(w);
	repo_free(r);
}

/* ---- git's commit-graph ---- */

/* "id time parents" of all that can be reached, in order. */
static void walk_told(Repo *r, const Oid *tip, Str *out)
{
	const Err *err;
	PathHistory h;
	Walk *w = NULL;
	Oid at;

	str_clear(out);
	err = walk_begin(&w, r, tip, NULL);
	while (!err && walk_next(w, &at, &err))
		str_printf(out, "%s\n", git_hex(&at));
	walk_free(w);
	if (!err && !(err = walk_path(r, tip, files[1], 0, &h))) {
		for (size_t i = 0; i < h.versions.len; i++)
			str_printf(out, "%s %s\n", git_hex(&h.versions.v[i].commit), git_hex(&h.versions.v[i].parent));
		path_history_free(&h);
	}
	if (err)
		str_add_c(out, "error");
}

static void spoil(const char *path, const Str *whole, Repo *r, const Oid *tip)
{
	Str bytes = STR_EMPTY, told = STR_EMPTY;
	size_t cut = rnd_below((unsigned)whole->len), n = 1 + rnd_below(4);
	bool shorter = rnd_one_in(3);

	str_add_slice(&bytes, str_slice(whole));
	if (shorter)
		str_truncate(&bytes, cut);
	for (size_t i = 0; i < n && bytes.len > 0 && !shorter; i++)
		bytes.p[rnd_below((unsigned)bytes.len)] = (char)rnd();
	unlink(path);
	if (file_write(path, str_slice(&bytes)))
		tap_stop("cannot write");
	walk_told(r, tip, &told);
	law(told.len > 0, "a walk over a spoiled file ends");
	str_free(&bytes);
	str_free(&told);
}

static void graphs(void)
{
	Oid all[COMMITS], tip;
	Repo *r = make("graphs");
	Str without = STR_EMPTY, with = STR_EMPTY, whole = STR_EMPTY;
	const char *path;

	tip = random_history(r, all);
	set_main(r, &all[COMMITS / 2]);
	walk_told(r, &tip, &without);
	git_sh(tap_path("graphs"), "git commit-graph write --reachable --split=no-merge");
	walk_told(r, &tip, &with);
	is_slice(str_slice(&with), str_slice(&without), "with a commit-graph of half of it a walk is the same");
	set_main(r, &tip);
	git_sh(tap_path("graphs"), "git commit-graph write --reachable --split=no-merge");
	ok(git_sh_ok(tap_path("graphs"), "test $(wc -l <objects/info/commit-graphs/commit-graph-chain) = 2"), "a chain of two");
	walk_told(r, &tip, &with);
	is_slice(str_slice(&with), str_slice(&without), "and with a chain of two");
	git_sh(tap_path("graphs"), "rm -r objects/info/commit-graphs; git commit-graph write --reachable");
	walk_told(r, &tip, &with);
	is_slice(str_slice(&with), str_slice(&without), "and with one file");
	path = tap_path("graphs/objects/info/commit-graph");
	if (file_read(path, &whole))
		tap_stop("no commit-graph");
	for (int i = 0; i < tap_rounds(400); i++)
		spoil(path, &whole, r, &tip);
	law_done("whatever the file holds, a walk ends");
	str_free(&without);
	str_free(&with);
	str_free(&whole);
	repo_free(r);
}

#define LINE 12		/* versions, one a day */

static Date day_of(int i)
{
	return moment_date((Moment){ TAP_NOW + i * 24 * 3600, 60 });
}

/* One of them says some other time: beside it nothing else changes its day. */
static void wrong_clocks(Repo *r)
{
	for (int round = 0; round < tap_rounds(60); round++) {
		int wrong = (int)rnd_below(LINE), says = (int)rnd_below(4 * LINE) - 2 * LINE;
		Oid line[LINE], at;

		for (int i = 0; i < LINE; i++) {
			char text[16];

			snprintf(text, sizeof text, "%d %d\n", i, round);
			line[i] = git_change(r, i ? &line[i - 1] : NULL, "u.md", text, 24 * 60 * (i == wrong ? says : i));
		}
		for (int i = 1; i < LINE - 1; i++) {
			if (wrong == i || wrong == i + 1)
				continue;
			law(!git_commit_at(r, &line[LINE - 1], day_of(i), &at) && oid_eq(&at, &line[i]), "round %d: day %d, version %d says %d", round, i, wrong, says);
		}
	}
	law_done("a wrong clock tells its own version's day only");
}

static void days(void)
{
	Repo *r = make("days");
	Oid a = git_change(r, NULL, "a.md", "1\n", 0), b = git_change(r, &a, "a.md", "2\n", 60 * 24), c = git_change(r, &b, "a.md", "3\n", 60 * 24 * 3), at;

	ok(!git_commit_at(r, &c, (Date){ 2024, 11, 16 }, &at) && oid_eq(&at, &b), "what stood that day");
	ok(!git_commit_at(r, &c, (Date){ 2024, 11, 17 }, &at) && oid_eq(&at, &b), "and the day after, when nothing came");
	ok(!git_commit_at(r, &c, (Date){ 2030, 1, 1 }, &at) && oid_eq(&at, &c), "in days to come, what stands now");
	is_int(err_kind(git_commit_at(r, &c, (Date){ 2024, 11, 14 }, &at)), ERR_NONE, "before the first there is none");
	wrong_clocks(r);
	repo_free(r);
}

static void shallow(void)
{
	Repo *r = make("deep");
	Oid all[COMMITS], tip = random_history(r, all), other, at;
	PathHistory h;
	size_t ahead, behind;

	set_main(r, &tip);
	repo_free(r);
	git_sh(tap_dir(), "git clone -q --depth 3 file://%s/deep cut", tap_dir());
	if (repo_open(&r, tap_path("cut")))
		tap_stop("open");
	ok(repo_is_shallow(r), "a shallow copy");
	ok(!walk_path(r, &tip, files[0], 0, &h), "its history can be walked");
	ok(h.shallow_end, "and says that it was cut off");
	path_history_free(&h);
	other = git_change(r, &tip, "ny.md", "ny\n", 99);
	ok(!git_ahead_behind(r, &other, &tip, &ahead, &behind) && ahead == 1 && behind == 0, "ahead by one");
	ok(!walk_merge_base(r, &other, &tip, &at) && oid_eq(&at, &tip), "the common one is found");
	repo_free(r);
}

int main(void)
{
	tap_scrub();
	umask(022);
	orders();
	random_paths();
	passes();
	born_again();
	another_path();
	graphs();
	days();
	shallow();
	git_end();
	return tap_done();
}
