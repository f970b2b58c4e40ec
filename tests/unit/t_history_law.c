/* Over generated histories of several issues, whose truth is known: an item's life is told whole, and nothing else, from each of its addresses. */
#include <stdio.h>
#include <stdlib.h>

#include "archive/history.h"
#include "archive/history_index.h"
#include "archive/trail.h"
#include "archive_lib.h"
#include "git/ref.h"

#define WORDS 14
#define ITEMS_MAX 10
#define FILES_MAX 5
#define COMMITS_MAX 28
#define NAMES_MAX 400

static Archive *a;

/* Identity is known: id.  The order in a file is that in the world. */
typedef struct {
	int id, file, title;
	int words[WORDS];
} Item;
typedef struct {
	int id, path;		/* path: the number in its name; 0: it is gone */
} File;
typedef struct {
	Item items[ITEMS_MAX];
	File files[FILES_MAX];
	int n, file_count;
} World;
typedef struct {
	World w;
	Oid oid;
	int parents[2], count;
} Made;

/* Every address that an item ever had. */
typedef struct {
	int id, path, title;
} Name;

static int fresh, ids;
static Item graveyard[64];
static int buried;
static Name names[NAMES_MAX];
static int name_count;

/* ---- what may happen ---- */

static File *file_of(World *w, int id)
{
	for (int i = 0; i < w->file_count; i++)
		if (w->files[i].id == id)
			return &w->files[i];
	return NULL;
}

static int random_file(World *w)
{
	File *f;

	do
		f = &w->files[rnd_below((unsigned)w->file_count)];
	while (!f->path);
	return f->id;
}

static int living_files(const World *w)
{
	int n = 0;

	for (int i = 0; i < w->file_count; i++)
		n += w->files[i].path != 0;
	return n;
}

static void put(World *w, Item it)
{
	int at = (int)rnd_below((unsigned)w->n + 1);

	memmove(&w->items[at + 1], &w->items[at], (size_t)(w->n - at) * sizeof it);
	w->items[at] = it;
	w->n++;
}

static Item take(World *w, int at)
{
	Item it = w->items[at];

	memmove(&w->items[at], &w->items[at + 1], (size_t)(w->n - at - 1) * sizeof it);
	w->n--;
	return it;
}

static void add_item(World *w)
{
	Item it = { .id = ids++, .file = random_file(w), .title = fresh++ };

	for (int i = 0; i < WORDS; i++)
		it.words[i] = fresh++;
	if (w->n < ITEMS_MAX - 2)
		put(w, it);
}

/* parity: only of these may the text change; -1: of all. */
static void retext(World *w, int parity)
{
	int at = (int)rnd_below((unsigned)w->n);

	if (parity >= 0 && w->items[at].id % 2 != parity)
		return;
	if (rnd_one_in(3))
		w->items[at].title = fresh++;
	else
		w->items[at].words[rnd_below(WORDS)] = fresh++;
}

static void move_or_carry(World *w)
{
	Item it = take(w, (int)rnd_below((unsigned)w->n));

	if (rnd_one_in(2))
		it.file = random_file(w);
	put(w, it);
}

static void delete_item(World *w)
{
	if (w->n > 3 && buried < 60)
		graveyard[buried++] = take(w, (int)rnd_below((unsigned)w->n));
}

static void restore_item(World *w)
{
	if (!buried || w->n >= ITEMS_MAX - 2)
		return;
	if (rnd_one_in(2) || !file_of(w, graveyard[buried - 1].file)->path)
		graveyard[buried - 1].file = random_file(w);	/* in another issue */
	put(w, graveyard[--buried]);
}

static void new_file(World *w)
{
	fresh += 2;
	if (w->file_count < FILES_MAX)
		w->files[w->file_count++] = (File){ fresh - 2, fresh - 1 };
	if (rnd_one_in(2))
		w->items[rnd_below((unsigned)w->n)].file = w->files[w->file_count - 1].id;
	if (!file_of(w, w->items[0].file)->path)
		tap_stop("a world without sense");
}

/* With all that is still in it. */
static void delete_file(World *w)
{
	int id = random_file(w);

	if (living_files(w) < 3 || buried > 50)
		return;
	for (int i = w->n; i-- > 0;)
		if (w->items[i].file == id && rnd_one_in(2))
			w->items[i].file = w->files[0].path && w->files[0].id != id ? w->files[0].id : w->items[i].file;
	for (int i = w->n; i-- > 0;)
		if (w->items[i].file == id)
			graveyard[buried++] = take(w, i);
	file_of(w, id)->path = 0;
}

static void change(World *w, bool joining)
{
	switch (rnd_below(joining ? 5 : 12)) {
	case 0: case 1:
		retext(w, joining ? 0 : -1);
		break;
	case 2: case 3: case 4:
		move_or_carry(w);
		break;
	case 5: case 6:
		add_item(w);
		break;
	case 7:
		delete_item(w);
		break;
	case 8:
		restore_item(w);
		break;
	case 9:
		new_file(w);
		break;
	case 10:
		file_of(w, random_file(w))->path = fresh++;	/* renamed, */
		if (rnd_one_in(2))
			retext(w, -1);				/* and maybe changed */
		break;
	default:
		delete_file(w);
	}
	if (w->n == 0)
		add_item(w);
}

/* ---- made in git ---- */

static void write_file(const World *w, const File *f, Str *out)
{
	str_printf(out, "# Blad f%d\n\nTill alla i hus f%d.\n", f->id, f->id);
	for (int i = 0; i < w->n; i++) {
		const Item *it = &w->items[i];

		if (it->file != f->id)
			continue;
		str_printf(out, "\n## Rubrik t%d\n\n", it->title);
		for (int k = 0; k < WORDS; k++)
			str_printf(out, "o%d%s", it->words[k], k == WORDS - 1 ? "\n" : " ");
	}
}

static Oid by_git(const World *w, const Made *made, int p0, int p1)
{
	Repo *r = archive_repo(a);
	const Oid *const parents[] = { p0 >= 0 ? &made[p0].oid : NULL, p1 >= 0 ? &made[p1].oid : NULL, NULL };
	char paths[FILES_MAX][32];
	TreeEdit edits[FILES_MAX];
	size_t n = 0;
	Oid tree;

	for (int i = 0; i < w->file_count; i++) {
		Str text = STR_EMPTY;

		if (!w->files[i].path)
			continue;
		snprintf(paths[n], sizeof paths[n], "n%d.md", w->files[i].path);
		write_file(w, &w->files[i], &text);
		edits[n] = (TreeEdit){ .path = paths[n], .id = git_blob(r, str_c(&text)) };
		n++;
		str_free(&text);
	}
	must(tree_edit(r, &(Oid){ { 0 } }, edits, n, &tree), "tree");
	return git_version(r, &tree, "x", (int)rnd_below(9), parents);	/* clocks are wrong now and then */
}

static void name_all(World *w)
{
	for (int i = 0; i < w->n; i++) {
		Name x = { w->items[i].id, file_of(w, w->items[i].file)->path, w->items[i].title };
		bool known = false;

		for (int k = 0; k < name_count; k++)
			known = known || memcmp(&names[k], &x, sizeof x) == 0;
		if (!known && name_count < NAMES_MAX)
			names[name_count++] = x;
	}
}

static int add_made(Made *made, int *n, World *w, int p0, int p1)
{
	Made *m = &made[*n];

	*m = (Made){ .w = *w, .parents = { p0, p1 }, .count = (p0 >= 0) + (p1 >= 0) };
	m->oid = by_git(w, made, p0, p1);
	name_all(w);
	return (*n)++;
}

/* One side moves and carries anything and changes even ones' texts, the other changes the texts of odd ones. */
static void join(Made *made, int *n, int *tip)
{
	World ours = made[*tip].w, theirs = ours, both;
	int left = *tip, right = *tip;

	/* Two moves could undo each other: a join would then not have taken them. */
	change(&ours, true);
	left = add_made(made, n, &ours, left, -1);
	for (unsigned k = 1 + rnd_below(2); k > 0; k--) {
		retext(&theirs, 1);
		right = add_made(made, n, &theirs, right, -1);
	}
	both = ours;
	for (int i = 0; i < both.n; i++) {
		for (int k = 0; k < theirs.n; k++) {
			if (theirs.items[k].id != both.items[i].id || both.items[i].id % 2 == 0)
				continue;
			both.items[i].title = theirs.items[k].title;
			memcpy(both.items[i].words, theirs.items[k].words, sizeof both.items[i].words);
		}
	}
	*tip = rnd_one_in(2) ? add_made(made, n, &both, left, right) : add_made(made, n, &both, right, left);
}

/* ---- what is true ---- */

static const Item *find(const World *w, int id)
{
	for (int i = 0; i < w->n; i++)
		if (w->items[i].id == id)
			return &w->items[i];
	return NULL;
}

/* Outside the longest increasing run of those that stay in this file: all runs are tried. */
static bool is_moved(const World *was, const World *now, int id, int file)
{
	int order[ITEMS_MAX], ids_of[ITEMS_MAX], n = 0, best = 0, best_size = -1;

	for (int i = 0; i < was->n; i++) {
		const Item *there = find(now, was->items[i].id);

		if (there && was->items[i].file == file && there->file == file) {
			ids_of[n] = there->id;
			order[n++] = (int)(there - now->items);
		}
	}
	for (int set = 0; set < 1 << n; set++) {
		int last = -1, size = 0;
		bool rising = true;

		for (int i = 0; i < n && rising; i++) {
			if (!(set >> i & 1))
				continue;
			rising = order[i] > last;
			last = order[i];
			size++;
		}
		/* Of equal ones that whose items come earliest: the first bit in which they differ. */
		if (rising && (size > best_size || (size == best_size && ((set ^ best) & -(set ^ best) & set)))) {
			best = set;
			best_size = size;
		}
	}
	for (int i = 0; i < n; i++)
		if (ids_of[i] == id)
			return !(best >> i & 1);
	return false;
}

static bool was_dead(const Made *made, int at, int id)
{
	if (at < 0)
		return false;
	if (made[at].count == 1 && !find(&made[at].w, id) && find(&made[made[at].parents[0]].w, id))
		return true;
	for (int i = 0; i < made[at].count; i++)
		if (was_dead(made, made[at].parents[i], id))
			return true;
	return false;
}

static bool same_text(const World *x, const File *f, const World *y, const File *g)
{
	Str a0 = STR_EMPTY, b0 = STR_EMPTY;
	bool same;

	write_file(x, f, &a0);
	write_file(y, g, &b0);
	same = slice_eq(str_slice(&a0), str_slice(&b0));
	str_free(&a0);
	str_free(&b0);
	return same;
}

/* Has this version what its parent has of the issue? */
static bool is_same_issue(World *x, World *y, int id)
{
	File *f = file_of(x, id), *g = file_of(y, id);
	bool there = f && f->path, was = g && g->path;

	return there && was ? f->path == g->path && same_text(x, f, y, g) : there == was;
}

/* A join that has one side's text took nothing of the others: what they did to the issue is no part of what it is. */
static bool is_taken(Made *made, int n, int i, int id)
{
	bool taken[COMMITS_MAX + 8] = { false };

	taken[n - 1] = true;
	for (int k = n - 1; k > i; k--) {
		bool same = false;

		for (int p = 0; taken[k] && p < made[k].count; p++)
			same = same || is_same_issue(&made[k].w, &made[made[k].parents[p]].w, id);
		for (int p = 0; taken[k] && p < made[k].count; p++)
			if (!same || is_same_issue(&made[k].w, &made[made[k].parents[p]].w, id))
				taken[made[k].parents[p]] = true;
	}
	return taken[i];
}

static int made_count;

/* Joins bring nothing new here, so they are nobody's event. */
static const char *expected(Made *made, int i, int id)
{
	Made *m = &made[i], *p = m->count ? &made[m->parents[0]] : NULL;
	const Item *was = p ? find(&p->w, id) : NULL, *now = find(&m->w, id);

	if (m->count > 1 || (!was && !now))
		return NULL;
	if (!was)
		return p && was_dead(made, m->parents[0], id) ? "restored" : "born";
	if (!now)
		return "deleted";
	if (was->file != now->file)
		return "carried";
	if (was->title != now->title)
		return "retitled";
	if (memcmp(was->words, now->words, sizeof was->words) != 0)
		return "edited";
	return is_moved(&p->w, &m->w, id, now->file) || file_of(&p->w, was->file)->path != file_of(&m->w, now->file)->path ? "moved" : NULL;
}

/* Of an issue's file; a join may well change it against both sides. */
static const char *expected_issue(Made *made, int i, int id)
{
	Made *m = &made[i];
	File *now = file_of(&m->w, id);
	bool there = false, edited = true, moved = true;

	for (int k = 0; k < m->count; k++) {
		World *was = &made[m->parents[k]].w;
		File *f = file_of(was, id);

		if (!f || !f->path)
			continue;
		there = true;
		edited = edited && (!now || !same_text(was, f, &m->w, now));
		moved = moved && (!now || f->path != now->path);
	}
	if (!is_taken(made, made_count, i, id))
		return NULL;
	if (!now || !now->path)
		return there && m->count == 1 ? "deleted" : NULL;
	return !there ? "born" : edited ? "edited" : moved ? "moved" : NULL;
}

typedef const char *(*Expected)(Made *made, int i, int id);

static bool check(Made *made, int n, int id, const char *address, Expected truth)
{
	Target t = { 0 };
	History h = { 0 };
	size_t want = 0;
	const Err *err = target_find_past(a, slice_c(address), &t);
	bool good;

	if (!err)
		err = history_read(a, &t, 0, &h);
	good = !err && !h.earlier;
	for (int i = 0; !err && i < n; i++) {
		const char *e = truth(made, i, id), *got = NULL;

		want += e != NULL;
		for (size_t k = 0; k < h.versions.len; k++)
			if (oid_eq(&h.versions.v[k].id, &made[i].oid))
				got = event_name(h.versions.v[k].event);
		if ((!e && !got) || (e && got && strcmp(e, got) == 0))
			continue;
		tap_note("%s (now %s), commit %d of %d (parents %d %d): want %s, got %s", address, t.address, i, n, made[i].parents[0], made[i].parents[1],
		    e ? e : "nothing", got ? got : "nothing");
		good = false;
	}
	good = good && want == h.versions.len;
	if (err)
		tap_note("%s: %s", address, err_text(err));
	history_free(&h);
	target_free(&t);
	return good;
}

/* ---- the law ---- */

static void set_tip(const Oid *to)
{
	Oid at;

	if (ref_read(archive_repo(a), "refs/heads/main", &at))
		at = (Oid){ { 0 } };
	must(ref_move(archive_repo(a), "refs/heads/main", &at, to, "x"), "tip");
	must(archive_refresh(a, NULL), "refresh");
}

static int make_world(Made *made)
{
	World w = { .files = { { 1, 1 }, { 2, 2 } }, .file_count = 2 };
	int n = 0, tip;

	fresh = 3;
	ids = 1;
	buried = name_count = 0;
	for (int i = 0; i < 5; i++)
		add_item(&w);
	tip = add_made(made, &n, &w, -1, -1);
	while (n < COMMITS_MAX - 8) {
		if (rnd_one_in(6)) {
			join(made, &n, &tip);
			continue;
		}
		w = made[tip].w;
		change(&w, false);
		tip = add_made(made, &n, &w, tip, -1);
	}
	set_tip(&made[tip].oid);
	return n;
}

static bool is_now(const World *w, const Name *x)
{
	const Item *it = find(w, x->id);

	return it && it->title == x->title && file_of((World *)(uintptr_t)w, it->file)->path == x->path;
}

/* From the present address by both ways, from one of the others by either. */
static void check_world(Made *made, int n, int round)
{
	for (int i = 0; i < name_count; i++) {
		bool now = is_now(&made[n - 1].w, &names[i]);
		char address[64];

		snprintf(address, sizeof address, "n%d.md#rubrik-t%d", names[i].path, names[i].title);
		if (!now && !rnd_one_in(3))
			continue;
		trail_without_index(now || rnd_one_in(2));
		law(check(made, n, names[i].id, address, expected), "round %d: %s", round, address);
		trail_without_index(false);
		if (now)
			law(check(made, n, names[i].id, address, expected), "round %d, by the index: %s", round, address);
	}
}

/* Each issue by each name that it ever had, by either way. */
static void check_issues(Made *made, int n, int round)
{
	int seen[COMMITS_MAX * FILES_MAX], count = 0;

	for (int i = 0; i < n; i++) {
		for (int k = 0; k < made[i].w.file_count; k++) {
			const File *f = &made[i].w.files[k];
			char address[32];
			bool known = !f->path;

			for (int j = 0; j < count; j++)
				known = known || seen[j] == f->path;
			if (known)
				continue;
			seen[count++] = f->path;
			snprintf(address, sizeof address, "n%d.md", f->path);
			trail_without_index(rnd_one_in(2));
			law(check(made, n, f->id, address, expected_issue), "round %d: %s", round, address);
			trail_without_index(false);
		}
	}
}

int main(void)
{
	static Made made[COMMITS_MAX + 8];
	char *dir;

	archive_begin();
	dir = mem_dup(tap_path("arkiv"));
	git_sh("/", "git init -q --bare -b main '%s'; cd '%s'; git update-ref refs/heads/main $(git commit-tree -m x $(git mktree </dev/null))", dir, dir);
	a = archive_must_open(dir);
	for (int round = 0; round < tap_rounds(25); round++) {
		int n = make_world(made);

		made_count = n;
		must(history_index_fill(a, NULL, NULL), "fill");
		check_world(made, n, round);
		check_issues(made, n, round);
	}
	law_done("the events told are exactly those that were, with and without the index");
	archive_free(a);
	free(dir);
	git_end();
	return tap_done();
}
