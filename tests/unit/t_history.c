/* The versions of an issue and of an item: every event that was, and no other, against histories whose events are known. */
#include <stdio.h>
#include <stdlib.h>

#include "archive/history.h"
#include "archive/record.h"
#include "archive_lib.h"
#include "git/ref.h"

static Archive *a;
static char *dir;

/* "event event …", newest first; '+' behind the last: there is more, which was cut off. */
static const char *events(const History *h)
{
	static char out[1024];

	out[0] = '\0';
	for (size_t i = 0; i < h->versions.len; i++)
		snprintf(out + strlen(out), sizeof out - strlen(out), "%s%s", i ? " " : "", event_name(h->versions.v[i].event));
	if (h->earlier)
		snprintf(out + strlen(out), sizeof out - strlen(out), " +");
	return out;
}

static const char *log_of(const char *address)
{
	static char said[1024];
	Target t = { 0 };
	History h = { 0 };
	const Err *err;

	archive_refresh(a, NULL);
	err = target_find_past(a, slice_c(address), &t);
	if (!err)
		err = history_read(a, &t, 0, &h);
	snprintf(said, sizeof said, "%s", err ? err_text(err) : events(&h));
	history_free(&h);
	target_free(&t);
	return said;
}

/* ---- fixed lives ---- */

#define BUDGET "Budgeten för nästa år är klar och ligger hos ekonomichefen för den som vill läsa."

static void commit(const char *sh)
{
	if (!git_sh_ok(dir, "%s\ngit add -A && git commit -qm x", sh))
		tap_stop("no commit");
}

static void begin(const char *sh)
{
	archive_free(a);
	a = NULL;
	git_sh("/", "rm -rf '%s'; git init -q -b main '%s'", dir, dir);
	commit(sh);
	a = archive_must_open(dir);
}

#define HEAD_OF(lead) "printf -- '---\\ntitle: Blad\\n---\\n\\n" lead "\\n\\n'"
#define ITEM(title, body) "printf '## " title "\\n\\n" body "\\n\\n'"

static void one_life(void)
{
	begin("{ " HEAD_OF("Ingress.") "; " ITEM("Ett", "Ett här.") "; } >a.md");
	commit("{ " HEAD_OF("Ingress.") "; " ITEM("Ett", "Ett här.") "; " ITEM("Budget", BUDGET) "; } >a.md");
	commit("{ " HEAD_OF("Ingress.") "; " ITEM("Ett", "Ett nu.") "; " ITEM("Budget", BUDGET) "; } >a.md");
	commit("{ " HEAD_OF("Ingress.") "; " ITEM("Ett", "Ett nu.") "; " ITEM("Budget", BUDGET " Alla får.") "; } >a.md");
	commit("{ " HEAD_OF("Ingress.") "; " ITEM("Budget", BUDGET " Alla får.") "; " ITEM("Ett", "Ett nu.") "; } >a.md");
	commit("{ " HEAD_OF("Ingress.") "; " ITEM("Pengarna", BUDGET " Alla får.") "; " ITEM("Ett", "Ett nu.") "; } >a.md");
	commit("git mv a.md b.md");
	commit("{ " HEAD_OF("Ny ingress.") "; " ITEM("Pengarna", BUDGET " Alla får.") "; " ITEM("Ett", "Ett nu.") "; " ITEM("Nytt", "Nytt.") "; } >b.md");
	commit("{ " HEAD_OF("Ny ingress.") "; " ITEM("Ett", "Ett nu.") "; " ITEM("Nytt", "Nytt.") "; } >b.md");
	commit("{ " HEAD_OF("Ny ingress.") "; " ITEM("Ett", "Ett nu.") "; " ITEM("Pengarna", BUDGET " Alla får.") "; " ITEM("Nytt", "Nytt.") "; } >b.md");
	commit("{ " HEAD_OF("Ny ingress.") "; " ITEM("Ett", "Ett nu.") "; " ITEM("Pengarna", BUDGET " Alla får nu.") "; " ITEM("Nytt", "Nytt.") "; } >b.md");
	is_str(log_of("b.md#pengarna"), "edited restored deleted moved retitled moved edited born", "a whole life");
	is_str(log_of("b.md"), "edited edited edited edited moved edited edited edited edited edited born", "its issue's");
	is_str(log_of("b.md#"), "edited moved born", "its lead's");
	is_str(log_of("b.md#:title"), "born", "a header key's");
	is_str(log_of("b.md#nytt"), "born", "a neighbour's");
	{
		Target t = { 0 };
		History h = { 0 }, one = { 0 };
		VersionPair p = { 0 };

		must(target_find(a, SLICE_LIT("b.md#pengarna"), &t), "find");
		must(history_read(a, &t, 0, &h), "log");
		if (h.versions.len != 8)
			tap_stop("%zu versions", h.versions.len);
		is_str(h.address, "b.md#pengarna", "the address");
		is_str(h.versions.v[5].was_title, NULL, "no old title where it is the same");
		is_str(h.versions.v[4].was_title, "Budget", "the old title where it is not");
		is_str(match_name(h.versions.v[4].matched), "similar", "and how it was known");
		is_str(h.versions.v[4].was_chain, "budget", "under its old key");
		is_str(h.versions.v[3].was_path, "a.md", "in its old file");
		must(history_pair(a, &t, &h.versions.v[0], &p), "pair");
		is_str(str_c(&p.was), "## Pengarna\n\n" BUDGET " Alla får.\n\n", "what it was");
		is_str(str_c(&p.now), "## Pengarna\n\n" BUDGET " Alla får nu.\n\n", "and became");
		version_pair_free(&p);
		must(history_pair(a, &t, &h.versions.v[2], &p), "pair");
		is_str(str_c(&p.now), "", "deleted: nothing");
		ok(p.was.len > 0, "of something");
		version_pair_free(&p);
		must(history_pair(a, &t, &h.versions.v[7], &p), "pair");
		is_str(str_c(&p.was), "", "born: of nothing");
		version_pair_free(&p);
		for (size_t i = 0; i < h.versions.len; i++) {
			Target then = { 0 };

			law(!target_find_past(a, slice_c(h.versions.v[i].address), &then), "%s", h.versions.v[i].address);
			target_free(&then);
		}
		law_done("every version's address is understood");
		for (size_t limit = 1; limit <= h.versions.len; limit++) {
			must(history_read(a, &t, limit, &one), "log");
			law(one.versions.len == limit && one.versions.v[limit - 1].event == h.versions.v[limit - 1].event, "limit %zu", limit);
			history_free(&one);
		}
		law_done("a limit gives the newest, with the same events");
		history_free(&h);
		target_free(&t);
	}
}

static void form_only(void)
{
	begin("{ " HEAD_OF("Ingress.") "; " ITEM("Ett", "Ett två tre fyra fem.") "; " ITEM("Två", "Två här.") "; } >a.md");
	commit("sed -i 's/två tre/två\\ntre/' a.md");
	is_str(log_of("a.md#ett"), "born", "a new line is no new text");
	commit("sed -i 's/$/\\r/' a.md");
	is_str(log_of("a.md#ett"), "born", "nor are other line ends");
	commit("printf '## Tre\\r\\n\\r\\nTre här.' >>a.md");
	is_str(log_of("a.md#två"), "born", "nor what stands behind it");
	is_str(log_of("a.md"), "edited edited edited born", "the issue has changed all the same");
}

static void elsewhere(void)
{
	begin("{ " HEAD_OF("Ingress.") "; " ITEM("Ett", "Ett här.") "; " ITEM("Budget", BUDGET) "; } >a.md; " ITEM("Fyra", "Fyra.") " >b.md");
	commit("{ " HEAD_OF("Ingress.") "; " ITEM("Ett", "Ett här.") "; } >a.md; " ITEM("Budget", BUDGET) " >>b.md");
	is_str(log_of("b.md#budget"), "carried born", "an item from another issue");
	is_str(log_of("a.md#budget"), "carried born", "asked by where it stood, the same life");
	commit("git mv a.md c.md; sed -i 's/Ett här/Ett där/' c.md");
	is_str(log_of("c.md"), "edited edited born", "an issue renamed and changed at once");
	is_str(log_of("a.md"), "edited edited born", "by its old name too");
	is_str(log_of("c.md#ett"), "edited born", "and its item");
	is_str(log_of("a.md#ett"), "edited born", "by its old name");
	commit("git rm -q b.md");
	is_str(log_of("b.md#budget"), "deleted carried born", "an item of an issue that is gone");
	is_str(log_of("b.md"), "deleted edited born", "and the issue");
	commit("git show HEAD~:b.md >b.md");
	is_str(log_of("b.md"), "restored deleted edited born", "which comes back");
	is_str(log_of("b.md#fyra"), "restored deleted born", "with its items");
	git_sh(dir, "cd ..; rm -rf grund; git clone -q --depth 2 file://'%s' grund", dir);
	archive_free(a);
	a = archive_must_open(tap_path("grund"));
	ok(strchr(log_of("b.md"), '+'), "a history that was cut off says so: %s", log_of("b.md"));
}

/* What was changed at a version of an item, and that its address is understood. */
static void changed_at(const char *address, size_t nth, const char *was, const char *now)
{
	Target t = { 0 }, then = { 0 };
	History h = { 0 };
	VersionPair p = { 0 };

	must(target_find_past(a, slice_c(address), &t), address);
	must(history_read(a, &t, 0, &h), "log");
	if (h.versions.len <= nth)
		tap_stop("%zu versions of %s", h.versions.len, address);
	must(history_pair(a, &t, &h.versions.v[nth], &p), "pair");
	is_str(str_c(&p.was), was, "what it was");
	is_str(str_c(&p.now), now, "and became");
	must(target_find_past(a, slice_c(h.versions.v[nth].address), &then), h.versions.v[nth].address);
	version_pair_free(&p);
	history_free(&h);
	target_free(&then);
	target_free(&t);
}

#define PLAIN_TEXT "som är en längre rad än sin rubrik."
/* The first heading in a text of plain lines leaves them the items they were. */
static void first_heading(void)
{
	begin("printf 'Blad för alla som läser.\n\nFörsta\n\nEtt, " PLAIN_TEXT "\n\nAndra\n\nTvå, " PLAIN_TEXT "\n' >a.md");
	commit("sed -i 's/^Två/Tvåan/' a.md");
	commit("sed -i 's/^Första$/## Ny\\n\\nny\\n\\nFörsta/' a.md");
	is_str(log_of("a.md#andra"), "edited born", "the first heading takes no plain item away");
	is_str(log_of("a.md#första"), "born", "nor changes one");
	is_str(log_of("a.md#ny"), "born", "it is new itself");
	is_str(log_of("a.md#"), "born", "and they are no lead");
	commit("sed -i 's/^Tvåan/Tvåorna/' a.md");
	is_str(log_of("a.md#andra"), "edited edited born", "a plain item without a place in the list of items has versions");
	changed_at("a.md#andra", 0, "Andra\n\nTvåan, " PLAIN_TEXT "\n", "Andra\n\nTvåorna, " PLAIN_TEXT "\n");
	changed_at("a.md#andra", 1, "Andra\n\nTvå, " PLAIN_TEXT "\n", "Andra\n\nTvåan, " PLAIN_TEXT "\n");
	commit("sed -i '/^Andra/,$d' a.md");
	is_str(log_of("a.md#andra"), "deleted edited edited born", "and an end");
	commit("git show HEAD~:a.md | sed 's/^Första/## Första/; s/^Andra/## Andra/' >a.md");
	is_str(log_of("a.md#andra"), "restored deleted edited edited born", "it comes back as a heading");
	is_str(log_of("a.md#första"), "edited born", "which the other becomes without an end");
	is_str(log_of("a.md#ny"), "born", "and the first one stays");
}

static void drafts(void)
{
	Target t = { 0 };
	VersionPair p = { 0 };
	Draft *d = NULL;

	begin("{ " HEAD_OF("Ingress.") "; " ITEM("Ett", "Ett här.") "; " ITEM("Två", "Två här.") "; } >a.md");
	commit("sed -i 's/Två här/Två nu/' a.md");
	archive_refresh(a, NULL);
	must(draft_open(&d, a, "a.md"), "draft");
	must(draft_save(d, SLICE_LIT("---\ntitle: Blad\n---\n\nIngress.\n\n## Ettan\n\nEtt här.\n\n## Två\n\nTvå nu.\n\n")), "save");
	draft_close(d);
	is_str(log_of("a.md#ettan"), "born", "an item with another title in the draft has its own history");
	must(target_find(a, SLICE_LIT("a.md#ettan"), &t), "find");
	must(history_default_pair(a, &t, &p), "pair");
	ok(strcmp(str_c(&p.was), "## Ett\n\nEtt här.\n\n") == 0 && strcmp(str_c(&p.now), "## Ettan\n\nEtt här.\n\n") == 0, "the draft against its base");
	version_pair_free(&p);
	target_free(&t);
	must(target_find(a, SLICE_LIT("a.md#två"), &t), "find");
	must(history_default_pair(a, &t, &p), "pair");
	is_str(str_c(&p.was), "## Två\n\nTvå här.\n\n", "an item that the draft has not changed: its last version");
	version_pair_free(&p);
	target_free(&t);
}

/* ---- generated lives ---- */

#define ITEMS 7
#define WORDS 14
#define COMMITS_MAX 24
#define IDS 64

/* Identity is known: id; what stands of it: title, words; parent is an id or -1. */
typedef struct {
	int id, parent, title;
	int words[WORDS];
} Item;
typedef struct {
	Item items[ITEMS * 2];
	int n;
	int path;		/* number in the file's name */
	bool crlf;
} World;

typedef struct {
	World w;
	Oid oid;
	int parents[2];
	int count;
} Made;

static int fresh, ids;
static Item graveyard[IDS];
static int buried;

static Item new_item(int parent)
{
	Item it = { .id = ids++, .parent = parent, .title = fresh++ };

	for (int i = 0; i < WORDS; i++)
		it.words[i] = fresh++;
	return it;
}

static int cover_end(const World *w, int at)
{
	int end = at + 1;

	while (w->items[at].parent < 0 && end < w->n && w->items[end].parent == w->items[at].id)
		end++;
	return end;
}

static void insert(World *w, int at, const Item *items, int n)
{
	memmove(&w->items[at + n], &w->items[at], (size_t)(w->n - at) * sizeof *items);
	memcpy(&w->items[at], items, (size_t)n * sizeof *items);
	w->n += n;
}

static void take(World *w, int at, int n)
{
	memmove(&w->items[at], &w->items[at + n], (size_t)(w->n - at - n) * sizeof w->items[0]);
	w->n -= n;
}

/* A place where a top item can stand, or a sub-item of some parent. */
static int place_for(const World *w, int *parent)
{
	int tops[ITEMS * 2 + 1], n = 0;

	if (*parent >= 0) {
		for (int i = 0; i < w->n; i++)
			if (w->items[i].id == *parent)
				return i + 1 + (int)rnd_below((unsigned)(cover_end(w, i) - i));
		*parent = -1;
	}
	for (int i = 0; i <= w->n; i++)
		if (i == w->n || w->items[i].parent < 0)
			tops[n++] = i;
	return tops[rnd_below((unsigned)n)];
}

static void move_some(World *w)
{
	Item held[ITEMS * 2];
	int at = (int)rnd_below((unsigned)w->n), n = cover_end(w, at) - at, parent;

	memcpy(held, &w->items[at], (size_t)n * sizeof held[0]);
	take(w, at, n);
	parent = held[0].parent;
	if (parent >= 0 && rnd_one_in(3))	/* to another parent */
		for (int i = 0; i < w->n; i++)
			if (w->items[i].parent < 0 && w->items[i].id != parent) {
				parent = w->items[i].id;
				break;
			}
	at = place_for(w, &parent);
	held[0].parent = parent;
	insert(w, at, held, n);
}

static void delete_some(World *w)
{
	int at = (int)rnd_below((unsigned)w->n), n = cover_end(w, at) - at;

	if (w->n - n < 2 || buried + n > IDS)
		return;
	for (int i = 0; i < n; i++)
		graveyard[buried++] = w->items[at + i];
	take(w, at, n);
}

static void restore_some(World *w)
{
	Item it;
	int at;

	if (!buried || w->n >= ITEMS)
		return;
	it = graveyard[--buried];
	it.parent = -1;
	at = place_for(w, &it.parent);
	insert(w, at, &it, 1);
}

/* Only texts and titles of items whose id has this parity: what the other side of a join may do. */
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

static void change(World *w, bool joining)
{
	Item it;
	int at;

	switch (rnd_below(8)) {
	case 0: case 1:
		retext(w, joining ? 0 : -1);
		break;
	case 2:
		if (w->n >= ITEMS)
			break;
		it = new_item(rnd_one_in(3) ? w->items[rnd_below((unsigned)w->n)].id : -1);
		for (int i = 0; i < w->n; i++)
			if (w->items[i].id == it.parent && w->items[i].parent >= 0)
				it.parent = -1;
		at = place_for(w, &it.parent);
		insert(w, at, &it, 1);
		break;
	case 3: case 4:
		move_some(w);
		break;
	case 5:
		if (!joining)
			delete_some(w);
		break;
	case 6:
		if (!joining)
			restore_some(w);
		break;
	default:
		if (!joining && rnd_one_in(2))
			w->crlf = !w->crlf;
		else
			retext(w, joining ? 0 : -1);
	}
}

static void write_world(const World *w, Str *out)
{
	const char *end = w->crlf ? "\r\n" : "\n";

	str_printf(out, "# Blad%s%sTill alla.%s", end, end, end);
	for (int i = 0; i < w->n; i++) {
		const Item *it = &w->items[i];

		str_printf(out, "%s%s Rubrik t%d%s%s", end, it->parent < 0 ? "##" : "###", it->title, end, end);
		for (int k = 0; k < WORDS; k++)
			str_printf(out, "o%d%s", it->words[k], k == WORDS - 1 ? end : " ");
	}
}

static char *path_of(const World *w)
{
	return mem_printf("n%d.md", w->path);
}

static Oid by_git(Repo *r, const World *w, const Made *made, int p0, int p1)
{
	const Oid *const parents[] = { p0 >= 0 ? &made[p0].oid : NULL, p1 >= 0 ? &made[p1].oid : NULL, NULL };
	char *path = path_of(w);
	Str text = STR_EMPTY;
	TreeEdit edit = { .path = path };
	Oid tree;

	write_world(w, &text);
	edit.id = git_blob(r, str_c(&text));
	must(tree_edit(r, &(Oid){ { 0 } }, &edit, 1, &tree), "tree");
	str_free(&text);
	free(path);
	return git_version(r, &tree, "x", (int)rnd_below(9), parents);	/* clocks are wrong now and then */
}

static void set_tip(const Oid *to)
{
	Oid at;

	if (ref_read(archive_repo(a), "refs/heads/main", &at))
		at = (Oid){ { 0 } };
	must(ref_move(archive_repo(a), "refs/heads/main", &at, to, "x"), "tip");
	must(archive_refresh(a, NULL), "refresh");
}

/* The last one's world recorded by blad. */
static bool by_record(const World *w, Oid *out)
{
	char *path = path_of(w);
	Str text = STR_EMPTY;
	RecordResult r = { 0 };

	write_world(w, &text);
	draft_put(a, path, str_c(&text));
	must(record_drafts(a, NULL, 0, &(RecordOpts){ 0 }, &r), "record");
	*out = r.commit;
	record_result_free(&r);
	str_free(&text);
	free(path);
	return !oid_is_zero(out);
}

/* ---- the oracle ---- */

static const Item *find(const World *w, int id, int *at)
{
	for (int i = 0; i < w->n; i++)
		if (w->items[i].id == id) {
			*at = i;
			return &w->items[i];
		}
	return NULL;
}

/* Another parent, or outside the longest increasing run of those that stay under it: all runs are tried. */
static bool is_moved(const World *was, const World *now, int id)
{
	int order[ITEMS * 2], ids_of[ITEMS * 2], n = 0, at = 0, best = 0, best_size = -1, unused;
	const Item *then = find(was, id, &unused), *here = find(now, id, &at);

	if (then->parent != here->parent)
		return true;
	for (int i = 0; i < was->n; i++) {
		int where = 0;
		const Item *there = find(now, was->items[i].id, &where);

		if (there && was->items[i].parent == here->parent && there->parent == here->parent) {
			ids_of[n] = was->items[i].id;
			order[n++] = where;
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
		if (!rising || size < best_size)
			continue;
		if (size > best_size) {
			best = set;
			best_size = size;
			continue;
		}
		/* Of equal ones that whose items come earliest: the first bit in which they differ. */
		if ((set ^ best) & -(set ^ best) & set)
			best = set;
	}
	for (int i = 0; i < n; i++)
		if (ids_of[i] == id)
			return !(best >> i & 1);
	return false;
}

static const char *event_between(const World *was, const World *now, int id, bool dead_before)
{
	int unused;
	const Item *a0 = was ? find(was, id, &unused) : NULL, *b0 = find(now, id, &unused);

	if (!a0 && !b0)
		return NULL;
	if (!a0)
		return dead_before ? "restored" : "born";
	if (!b0)
		return "deleted";
	if (a0->title != b0->title)
		return "retitled";
	if (memcmp(a0->words, b0->words, sizeof a0->words) != 0)
		return "edited";
	return is_moved(was, now, id) || was->path != now->path ? "moved" : NULL;
}

/* Was it taken away at or before this version? */
static bool was_dead(const Made *made, int at, int id)
{
	int unused;

	if (at < 0)
		return false;
	if (made[at].count == 1 && !find(&made[at].w, id, &unused) && find(&made[made[at].parents[0]].w, id, &unused))
		return true;
	for (int i = 0; i < made[at].count; i++)
		if (was_dead(made, made[at].parents[i], id))
			return true;
	return false;
}

/* Joins bring nothing new here, so they are nobody's event. */
static const char *expected(const Made *made, int i, int id)
{
	if (made[i].count > 1)
		return NULL;
	return event_between(made[i].count ? &made[made[i].parents[0]].w : NULL, &made[i].w, id, made[i].count && was_dead(made, made[i].parents[0], id));
}

static bool check_item(const Made *made, int n, int id, const char *address, int round)
{
	Target t = { 0 };
	History h = { 0 };
	size_t want = 0;
	bool good = true;
	const Err *err = target_find_past(a, slice_c(address), &t);

	if (!err)
		err = history_read(a, &t, 0, &h);
	for (int i = 0; !err && i < n; i++) {
		const char *e = expected(made, i, id);
		const Version *v = NULL;

		want += e != NULL;
		for (size_t k = 0; k < h.versions.len; k++)
			if (oid_eq(&h.versions.v[k].id, &made[i].oid))
				v = &h.versions.v[k];
		if ((v == NULL) == (e == NULL) && (!v || strcmp(event_name(v->event), e) == 0))
			continue;
		tap_note("round %d, %s, commit %d of %d: want %s, got %s", round, address, i, n, e ? e : "nothing", v ? event_name(v->event) : "nothing");
		good = false;
	}
	good = good && !err && want == h.versions.len && !h.earlier;
	if (err)
		tap_note("%s: %s", address, err_text(err));
	history_free(&h);
	target_free(&t);
	return good;
}

static char *address_of(const World *w, int at)
{
	const Item *it = &w->items[at];
	int up = 0;

	if (it->parent >= 0 && find(w, it->parent, &up))
		return mem_printf("n%d.md#rubrik-t%d/rubrik-t%d", w->path, w->items[up].title, it->title);
	return mem_printf("n%d.md#rubrik-t%d", w->path, it->title);
}

static int add_made(Made *made, int *n, const World *w, Oid oid, int p0, int p1)
{
	Made *m = &made[*n];

	*m = (Made){ .w = *w, .oid = oid, .parents = { p0, p1 }, .count = (p0 >= 0) + (p1 >= 0) };
	return (*n)++;
}

static void join(Repo *r, Made *made, int *n, int *tip)
{
	World ours = made[*tip].w, theirs = ours, both;
	int left = *tip, right = *tip;

	if (*n + 6 >= COMMITS_MAX)
		return;
	for (unsigned k = 1 + rnd_below(2); k > 0; k--) {
		change(&ours, true);
		left = add_made(made, n, &ours, by_git(r, &ours, made, left, -1), left, -1);
		retext(&theirs, 1);
		right = add_made(made, n, &theirs, by_git(r, &theirs, made, right, -1), right, -1);
	}
	both = ours;
	for (int i = 0; i < both.n; i++) {
		int at = 0;
		const Item *it = find(&theirs, both.items[i].id, &at);

		if (it && it->id % 2 == 1) {
			both.items[i].title = it->title;
			memcpy(both.items[i].words, it->words, sizeof it->words);
		}
	}
	*tip = rnd_one_in(2) ? add_made(made, n, &both, by_git(r, &both, made, left, right), left, right)
	    : add_made(made, n, &both, by_git(r, &both, made, right, left), right, left);
}

static void one_world(int round)
{
	static Made made[COMMITS_MAX + 8];
	Repo *r = archive_repo(a);
	World w = { .path = round };
	int n = 0, tip;

	fresh = ids = 1;
	buried = 0;
	for (int i = 0; i < 3; i++)
		w.items[w.n++] = new_item(-1);
	tip = add_made(made, &n, &w, by_git(r, &w, made, -1, -1), -1, -1);
	set_tip(&made[tip].oid);
	while (n < COMMITS_MAX - 8) {
		Oid oid;

		w = made[tip].w;
		if (rnd_one_in(6)) {
			join(r, made, &n, &tip);
			set_tip(&made[tip].oid);
			continue;
		}
		if (rnd_one_in(8)) {
			w.path = 1000 + fresh++;
		} else {
			change(&w, false);
			if (rnd_one_in(4))
				change(&w, false);
		}
		if (rnd_one_in(3) && w.path == made[tip].w.path) {
			if (by_record(&w, &oid))
				tip = add_made(made, &n, &w, oid, tip, -1);
		} else {
			tip = add_made(made, &n, &w, by_git(r, &w, made, tip, -1), tip, -1);
			set_tip(&made[tip].oid);
		}
	}
	for (int i = 0; i < made[tip].w.n; i++) {
		char *address = address_of(&made[tip].w, i);

		law(check_item(made, n, made[tip].w.items[i].id, address, round), "round %d: %s", round, address);
		free(address);
	}
}

static void generated(void)
{
	archive_free(a);
	git_sh("/", "rm -rf '%s'; git init -q --bare -b main '%s'; cd '%s'; T=$(git mktree </dev/null); git update-ref refs/heads/main $(git commit-tree -m x $T)", dir, dir, dir);
	a = archive_must_open(dir);
	for (int round = 0; round < tap_rounds(30); round++)
		one_world(round);
	law_done("every event of an item's life, and no other");
}

int main(void)
{
	archive_begin();
	dir = mem_dup(tap_path("arkiv"));
	one_life();
	form_only();
	elsewhere();
	first_heading();
	drafts();
	generated();
	archive_free(a);
	free(dir);
	git_end();
	return tap_done();
}
