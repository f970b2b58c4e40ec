/* Joining two tips: by files, by whole items, or a question; never in silence what is wrong. */
#include "tap.h"

#include <stdio.h>
#include <stdlib.h>

#include "archive/reconcile.h"
#include "git/pack.h"
#include "git_lib.h"

static const char *dir;

/* ---- cases: what each side does, as shell ---- */

typedef struct {
	const char *name;
	const char *base, *ours, *theirs;
	const char *questions;		/* "kind address (ours, theirs)\n"…; "": joined */
	const char *look, *shows;	/* in a joined tree: git show $T:PATH and the like */
} Case;

#define ISSUE "printf '# Blad\\n\\n## Ett\\n\\nEtt här.\\n\\n## Två\\n\\nTvå här.\\n\\n## Tre\\n\\nTre här.\\n' >a.md"
#define OTHER "printf '# Annat\\n\\n## Fyra\\n\\nFyra här.\\n' >b.md"
#define BUDGET "Budgeten för nästa år är nu klar och ligger i mappen som alla kan läsa."
#define LONG "printf '# Blad\\n\\n## Ett\\n\\nEtt här.\\n\\n## Budget\\n\\n" BUDGET "\\n' >a.md; " OTHER
#define CARRY(to) "printf '# Blad\\n\\n## Ett\\n\\nEtt här.\\n' >a.md; printf '\\n## Budget\\n\\n" BUDGET "\\n' >>" to

static const Case cases[] = {
	{ "different files", ISSUE "; " OTHER, "sed -i s/Ett.här/Hos_oss/ a.md", "sed -i s/Fyra.här/Hos_dem/ b.md", "",
	    "git show $T:a.md $T:b.md | grep -o '[HF][a-z_]* *' | tr -d '\\n'", "Hos_ossFyraHos_dem" },
	{ "a new file of theirs", ISSUE, "sed -i s/Ett.här/Hos_oss/ a.md", "mkdir -p c/d; echo hej >c/d/e.md", "",
	    "git ls-tree -r --name-only $T; git show $T:c/d/e.md", "a.md\nc/d/e.md\nhej" },
	{ "both did the same", ISSUE, "sed -i s/Ett/Nytt/ a.md", "sed -i s/Ett/Nytt/ a.md", "", "git show $T:a.md | grep -c Nytt", "2" },
	{ "both deleted", ISSUE "; " OTHER, "rm b.md", "rm b.md", "", "git ls-tree --name-only $T", "a.md" },
	{ "theirs deleted, ours elsewhere", ISSUE "; " OTHER, "sed -i s/Ett/Nytt/ a.md", "rm b.md", "", "git ls-tree --name-only $T", "a.md" },
	{ "two items of one issue", ISSUE, "sed -i s/Ett.här/Hos_oss/ a.md", "sed -i s/Tre.här/Hos_dem/ a.md", "",
	    "git show $T:a.md | grep -c 'Hos_oss\\|Två här\\|Hos_dem'", "3" },
	{ "one item", ISSUE, "sed -i s/Två.här/Hos_oss/ a.md", "sed -i s/Två.här/Hos_dem/ a.md", "body a.md#två (Ada, Bo)\n", NULL, NULL },
	{ "edited and deleted item", ISSUE, "sed -i s/Två.här/Hos_oss/ a.md", "sed -i '/Två/d' a.md", "edit-delete a.md#två (Ada, Bo)\n", NULL, NULL },
	{ "one title added by both", ISSUE, "printf '\\n## Ny\\n\\nHos oss.\\n' >>a.md", "printf '\\n## Ny\\n\\nHos dem.\\n' >>a.md",
	    "add-add a.md#ny (Ada, Bo)\n", NULL, NULL },
	{ "edited issue, deleted file", ISSUE, "sed -i s/Ett/Nytt/ a.md", "git rm -q a.md; echo x >c.md", "edit-delete a.md (Ada, Bo)\n", NULL, NULL },
	{ "deleted issue, edited file", ISSUE "; " OTHER, "rm a.md", "sed -i s/Ett/Nytt/ a.md", "edit-delete a.md (Ada, Bo)\n", NULL, NULL },
	{ "one new path, two texts", ISSUE, "echo oss >n.md", "echo dem >n.md", "", "git show $T:n.md | tr -d '\\n'", "demoss" },
	{ "one new path, one text", ISSUE, "echo samma >n.md", "echo samma >n.md; echo x >x.md", "", "git ls-tree --name-only $T | tr '\\n' ' '", "a.md n.md x.md " },
	{ "a picture changed by both", ISSUE "; echo 1 >p.png", "echo 2 >p.png", "echo 3 >p.png", "body p.png (Ada, Bo)\n", NULL, NULL },
	{ "a picture of bytes changed by both", ISSUE "; printf '\\0001' >p.png", "printf '\\0002' >p.png", "printf '\\0003' >p.png", "",
	    "git show $T:p.png $T:p-2.png | od -An -c | tr -d ' \\n'", "\\03\\02" },
	{ "two pictures of one name", ISSUE, "printf '\\0002' >p.png; echo x >p-2.png", "printf '\\0003' >p.png", "",
	    "git ls-tree -r --name-only $T | tr '\\n' ' '", "a.md p-2.png p-3.png p.png " },
	{ "another text, other lines", "seq 9 >t.txt; " ISSUE, "sed -i s/2/two/ t.txt", "sed -i s/8/eight/ t.txt", "", "git show $T:t.txt | tr '\\n' ' '",
	    "1 two 3 4 5 6 7 eight 9 " },
	{ "another text, one line", "seq 9 >t.txt; " ISSUE, "sed -i s/2/two/ t.txt", "sed -i s/2/deux/ t.txt", "body t.txt (Ada, Bo)\n", NULL, NULL },
	{ "a picture changed alike", ISSUE "; echo 1 >p.png", "echo 2 >p.png; echo x >x", "echo 2 >p.png; echo y >y", "",
	    "git ls-tree --name-only $T | tr '\\n' ' '; git show $T:p.png", "a.md p.png x y 2" },
	{ "a picture replaced and deleted", ISSUE "; echo 1 >p.png", "echo 2 >p.png", "rm p.png", "edit-delete p.png (Ada, Bo)\n", NULL, NULL },
	{ "settings changed by both", ISSUE "; git config -f .blad blad.title A", "git config -f .blad blad.title B",
	    "git config -f .blad blad.title C", "body .blad (Ada, Bo)\n", NULL, NULL },
	{ "a file here is a folder there", ISSUE, "echo x >n", "mkdir n; echo y >n/m.md", "",
	    "git ls-tree -r --name-only $T | tr '\\n' ' '; git show $T:n-2", "a.md n-2 n/m.md x" },
	{ "a folder here is a file there", ISSUE, "mkdir n; echo y >n/m.md", "echo x >n", "",
	    "git ls-tree -r --name-only $T | tr '\\n' ' '; git show $T:n-2", "a.md n-2 n/m.md x" },
	{ "a file that becomes a folder there", ISSUE "; echo x >n", "sed -i s/Ett/Nytt/ a.md", "rm n; mkdir n; echo y >n/m.md", "",
	    "git ls-tree -r --name-only $T | tr '\\n' ' '", "a.md n/m.md " },
	{ "mode here, text there", ISSUE, "chmod +x a.md", "sed -i s/Ett/Nytt/ a.md", "",
	    "git ls-tree $T a.md | cut -c-6; git show $T:a.md | grep -c Nytt", "100755\n2" },
	{ "a link changed by both", "ln -s x l; " ISSUE, "ln -sf y l", "ln -sf z l", "body l (Ada, Bo)\n", NULL, NULL },
	{ "renamed here, edited there", ISSUE, "git mv a.md c.md", "sed -i s/Ett/Nytt/ a.md", "",
	    "git grep -c Nytt $T | cut -d: -f2-", "c.md:2" },
	{ "renamed by both to one name", ISSUE, "git mv a.md c.md", "git mv a.md c.md", "", "git ls-tree --name-only $T", "c.md" },
	{ "renamed by both to two names", ISSUE, "git mv a.md c.md", "git mv a.md d.md", "",
	    "git ls-tree --name-only $T; git show $T:d.md | grep -c här", "d.md\n3" },
	{ "renamed here, deleted there", ISSUE, "git mv a.md c.md", "git rm -q a.md; echo x >x", "",
	    "git ls-tree --name-only $T", "x" },
	{ "a picture renamed here, deleted there", ISSUE "; echo bild >p.png", "git mv p.png q.png", "rm p.png", "",
	    "git ls-tree --name-only $T | tr '\\n' ' '", "a.md q.png " },
	{ "carried here, edited there", LONG, CARRY("b.md"), "sed -i 's/nu klar/snart klar/' a.md", "",
	    "git show $T:a.md | grep -c Budget; git show $T:b.md | grep -c 'snart klar'", "0\n1" },
	{ "carried here, deleted there", LONG, CARRY("b.md"), "printf '# Blad\\n\\n## Ett\\n\\nEtt här.\\n' >a.md", "",
	    "git grep -c Budgeten $T; git grep -ch Fyra $T", "2" },
	{ "carried by both to two issues", LONG, CARRY("b.md"), CARRY("c.md"), "", "git grep -c Budgeten $T | cut -d: -f2-", "b.md:1\nc.md:1" },
	{ "carried by both to one new issue", LONG, CARRY("c.md"), CARRY("c.md"), "", "git grep -c Budgeten $T | cut -d: -f2-", "c.md:1" },
	{ "carried here, the other issue edited there", LONG, CARRY("b.md"), "sed -i 's/Fyra här/Fyra dem/' b.md", "",
	    "git grep -ch 'Budgeten\\|Fyra dem' $T", "2" },
	{ "approved here, edited there", "printf -- '---\\nstate: review\\n---\\n## Ett\\n\\nEtt här.\\n\\n## Två\\n\\nTvå här.\\n' >a.md",
	    "sed -i s/review/approved/ a.md", "sed -i s/Ett.här/Hos_dem/ a.md", "", "git show $T:a.md | grep -c 'state: review\\|Hos_dem'", "2" },
	{ "approved before, edited by both", "printf -- '---\\nstate: approved\\n---\\n## Ett\\n\\nEtt här.\\n\\n## Två\\n\\nTvå här.\\n' >a.md",
	    "sed -i s/Två.här/Hos_oss/ a.md", "sed -i s/Ett.här/Hos_dem/ a.md", "", "git show $T:a.md | grep -c 'state: review\\|Hos_oss\\|Hos_dem'", "3" },
	{ "markers in one of them", ISSUE, "sed -i s/Ett.här/Hos_oss/ a.md", "printf '\\n<<<<<<< HEAD\\nx\\n=======\\ny\\n>>>>>>> b\\n' >>a.md",
	    "body a.md (Ada, Bo)\n", NULL, NULL },
	{ "Windows-1252 stays what it is", "printf '# Blad\\n\\n## Ett\\n\\nH\\344r.\\n\\n## Tv\\345\\n\\nD\\344r.\\n' >a.md",
	    "sed -i 's/H\\xe4r/H\\xe4r nu/' a.md", "sed -i 's/D\\xe4r/D\\xe4r nu/' a.md", "",
	    "git show $T:a.md | iconv -f cp1252 -t utf-8 | tail -n +3 | tr -d '\\n'", "## EttHär nu.## TvåDär nu." },
};

static void commit(const char *who, const char *sh)
{
	if (!git_sh_ok(dir, "%s\ngit add -A && git -c user.name=%s -c user.email=%s@example.org commit -qm '%s' --allow-empty", sh, who, who, who))
		tap_stop("no commit");
}

static Oid tip_of(Repo *r, const char *branch)
{
	Oid id;

	if (commit_find(r, slice_c(branch), &id))
		tap_stop("no %s", branch);
	return id;
}

static void prepare(const Case *c)
{
	git_sh("/", "rm -rf '%s'; git init -q -b ours '%s'", dir, dir);
	commit("Eva", c->base);
	git_sh(dir, "git branch base; git branch theirs");
	commit("Ada", c->ours);
	git_sh(dir, "git switch -q theirs");
	commit("Bo", c->theirs);
	git_sh(dir, "git switch -q ours");
}

static const char *questions(const Reconciled *r, bool swapped)
{
	static char out[2048];
	size_t n = 0;

	out[0] = '\0';
	for (size_t i = 0; i < r->questions.open.len && n < sizeof out; i++) {
		const Question *q = &r->questions.open.v[i];
		const char *ours = q->ours_by ? q->ours_by : "?", *theirs = q->theirs_by ? q->theirs_by : "?";

		n += (size_t)snprintf(out + n, sizeof out - n, "%s %s (%s, %s)\n", q->c.kind, q->address, swapped ? theirs : ours, swapped ? ours : theirs);
	}
	return out;
}

static void one_case(const Case *c)
{
	Archive *a = NULL;
	Reconciled r = { 0 }, back = { 0 }, counted = { 0 };
	Oid base, ours, theirs;

	prepare(c);
	if (archive_open(&a, dir))
		tap_stop("no archive");
	base = tip_of(archive_repo(a), "base");
	ours = tip_of(archive_repo(a), "ours");
	theirs = tip_of(archive_repo(a), "theirs");
	is_str(git_said(reconcile(a, &base, &ours, &theirs, RECONCILE_JOIN, &r)), "", "%s: no error", c->name);
	is_str(questions(&r, false), c->questions, "%s: what is asked", c->name);
	ok(!reconcile(a, &base, &ours, &theirs, RECONCILE_COUNT, &counted) && counted.questions.open.len == r.questions.open.len &&
	    oid_is_zero(&counted.tree), "%s: the count is the same", c->name);
	is_int(oid_is_zero(&r.tree), r.questions.open.len > 0, "%s: a tree only where nothing is open", c->name);
	ok(!reconcile(a, &base, &theirs, &ours, RECONCILE_JOIN, &back) && (back.questions.open.len > 0) == (r.questions.open.len > 0),
	    "%s: the sides swapped ask too, or do not", c->name);
	if (c->look && !oid_is_zero(&r.tree)) {
		is_str(git_sh(dir, "T=%s; %s", git_hex(&r.tree), c->look), c->shows, "%s: the result", c->name);
		is_str(git_sh(dir, "git fsck --strict --no-dangling 2>&1"), "", "%s: git fsck is silent", c->name);
	}
	reconciled_free(&r);
	reconciled_free(&back);
	reconciled_free(&counted);
	archive_free(a);
}

/* ---- the laws of R12, over generated archives: every sentence is one word that nothing else holds ---- */

#define ISSUES 5
#define ITEMS 5
#define BODY 12

typedef struct {
	int title, body;	/* body: BODY words that begin with this number */
	int extra;		/* one more word; 0: none */
} Item;
typedef struct {
	bool there;
	int name;
	Item items[ITEMS * 3];
	int n;
} Issue;
typedef struct {
	Issue issues[ISSUES * 2];
	int n;
} World;

static int fresh = 1;

static Item new_item(void)
{
	Item i = { fresh, fresh + 1, 0 };

	fresh += 2;
	return i;
}

static void new_issue(World *w)
{
	Issue *s;

	if (w->n == ISSUES * 2)
		return;
	s = &w->issues[w->n++];
	*s = (Issue){ .there = true, .name = fresh++ };
	s->n = 2 + (int)rnd_below(ITEMS - 1);
	for (int i = 0; i < s->n; i++)
		s->items[i] = new_item();
}

static Issue *any_issue(World *w)
{
	for (int tries = 0; tries < 20; tries++) {
		Issue *s = &w->issues[rnd_below((unsigned)w->n)];

		if (s->there && s->n > 0)
			return s;
	}
	return NULL;
}

static void insert(Issue *s, Item item)
{
	int at = (int)rnd_below((unsigned)s->n + 1);

	if (s->n == ITEMS * 3)
		return;
	memmove(&s->items[at + 1], &s->items[at], (size_t)(s->n - at) * sizeof item);
	s->items[at] = item;
	s->n++;
}

static Item cut_out(Issue *s, int at)
{
	Item out = s->items[at];

	s->n--;
	memmove(&s->items[at], &s->items[at + 1], (size_t)(s->n - at) * sizeof out);
	return out;
}

static void change(World *w)
{
	Issue *s = any_issue(w), *other = any_issue(w);
	int at;

	if (!s || !other)
		return;
	at = (int)rnd_below((unsigned)s->n);
	switch (rnd_below(9)) {
	case 0: case 1: case 2:
		s->items[at].extra = fresh++;
		break;
	case 3:
		insert(s, new_item());
		break;
	case 4:
		if (s->n > 1)
			cut_out(s, at);
		break;
	case 5:
		insert(s, cut_out(s, at));
		break;
	case 6:
		if (other->n < ITEMS * 3 && s->n > 1)
			insert(other, cut_out(s, at));
		break;
	case 7:
		s->name = fresh++;	/* the file's */
		break;
	default:
		if (rnd_one_in(2))
			new_issue(w);
		else
			s->there = false;
	}
}

static void write_issue(const Issue *s, Str *out)
{
	str_printf(out, "# Blad\n\nTill alla.\n");
	for (int i = 0; i < s->n; i++) {
		const Item *it = &s->items[i];

		str_printf(out, "\n## Rubrik t%d\n\n", it->title);
		for (int k = 0; k < BODY; k++)
			str_printf(out, "b%d.%d ", it->body, k);
		if (it->extra)
			str_printf(out, "x%d ", it->extra);
		out->p[out->len - 1] = '\n';
	}
}

static Oid write_world(Repo *r, const World *w, const Oid *parent)
{
	const Oid *const parents[] = { parent, NULL };
	Str text = STR_EMPTY;
	VEC(TreeEdit) edits = { 0 };
	Oid tree;

	for (int i = 0; i < w->n; i++) {
		if (!w->issues[i].there)
			continue;
		str_clear(&text);
		write_issue(&w->issues[i], &text);
		VEC_PUSH(&edits, ((TreeEdit){ .path = mem_printf("n%d.md", w->issues[i].name), .id = git_blob(r, str_c(&text)) }));
	}
	if (tree_edit(r, &(Oid){ { 0 } }, edits.v, edits.len, &tree))
		tap_stop("no tree");
	for (size_t i = 0; i < edits.len; i++)
		free((char *)(uintptr_t)edits.v[i].path);
	VEC_FREE(&edits);
	str_free(&text);
	return git_version(r, &tree, "x", 0, parents);
}

/* How often a word stands in the items of an archive. */
static int count_of(const World *w, const Item *it, bool extra)
{
	int n = 0;

	for (int i = 0; i < w->n; i++)
		for (int k = 0; w->issues[i].there && k < w->issues[i].n; k++)
			n += extra ? w->issues[i].items[k].extra == it->extra : w->issues[i].items[k].body == it->body;
	return n;
}

static int count_in(Slice all, const char *prefix, int number, const char *suffix)
{
	char *word = mem_printf("%s%d%s", prefix, number, suffix);
	Slice what = slice_c(word);
	int n = 0;

	for (ptrdiff_t at = -1; (at = slice_find(all, what, (size_t)(at + 1))) >= 0;) {
		char next = (size_t)at + what.len < all.len ? all.p[(size_t)at + what.len] : ' ';

		n += (next == ' ' || next == '\n') && (at == 0 || all.p[at - 1] == ' ' || all.p[at - 1] == '\n');
	}
	free(word);
	return n;
}

/* base's, ours' and theirs' counts say how often it may stand in the result. */
static int expected(int b, int o, int t)
{
	if (b)
		return o && t;
	return o || t;
}

static void all_text(Repo *r, const Oid *tree, Str *out)
{
	TreeFiles files = { .arena = NULL };
	Oid commit = git_version(r, tree, "result", 1, NULL);
	Str text = STR_EMPTY;

	if (tree_files(r, &commit, &files))
		tap_stop("no files");
	for (size_t i = 0; i < files.files.len; i++) {
		if (blob_read(r, &files.files.v[i].id, &text))
			tap_stop("no blob");
		str_add_slice(out, str_slice(&text));
		str_add_char(out, '\n');
	}
	str_free(&text);
	tree_files_free(&files);
}

static bool result_holds(const World *from, const World *b, const World *o, const World *t, Slice text)
{
	bool good = true;

	for (int i = 0; i < from->n; i++) {
		for (int k = 0; from->issues[i].there && k < from->issues[i].n; k++) {
			const Item *it = &from->issues[i].items[k];
			int want = expected(count_of(b, it, false), count_of(o, it, false), count_of(t, it, false));
			int got = count_in(text, "b", it->body, ".0");

			good = good && want == got;
			if (want != got)
				tap_note("b%d: want %d, got %d", it->body, want, got);
			if (!it->extra)
				continue;
			want = expected(count_of(b, it, true), count_of(o, it, true), count_of(t, it, true));
			got = count_in(text, "x", it->extra, "");
			good = good && want == got;
			if (want != got)
				tap_note("x%d: want %d, got %d", it->extra, want, got);
		}
	}
	return good;
}

static void laws(void)
{
	Archive *a = NULL;
	Pack *held;
	Repo *r;
	int clean = 0, rounds = tap_rounds(400);

	git_sh("/", "rm -rf '%s'; git init -q -b ours '%s'", dir, dir);
	commit("Eva", ISSUE);
	if (archive_open(&a, dir))
		tap_stop("no archive");
	r = archive_repo(a);
	if (pack_begin(&held, r))
		tap_stop("no pack");
	for (int round = 0; round < rounds; round++) {
		World b = { .n = 0 }, o, t;
		Oid base, ours, theirs;
		Reconciled there = { 0 }, back = { 0 };
		Str text = STR_EMPTY;

		for (int i = 0; i < ISSUES; i++)
			new_issue(&b);
		o = t = b;
		for (unsigned n = 1 + rnd_below(3); n > 0; n--)
			change(&o);
		for (unsigned n = 1 + rnd_below(3); n > 0; n--)
			change(&t);
		base = write_world(r, &b, NULL);
		ours = write_world(r, &o, &base);
		theirs = write_world(r, &t, &base);
		if (reconcile(a, &base, &ours, &theirs, RECONCILE_JOIN, &there) || reconcile(a, &base, &theirs, &ours, RECONCILE_JOIN, &back)) {
			law(false, "round %d: an error", round);
			continue;
		}
		if (!there.questions.open.len) {
			clean++;
			all_text(r, &there.tree, &text);
			law(result_holds(&b, &b, &o, &t, str_slice(&text)) && result_holds(&o, &b, &o, &t, str_slice(&text)) &&
			    result_holds(&t, &b, &o, &t, str_slice(&text)), "round %d", round);
		}
		law((there.questions.open.len > 0) == (back.questions.open.len > 0), "round %d: swapped, %zu and %zu questions", round,
		    there.questions.open.len, back.questions.open.len);
		str_free(&text);
		reconciled_free(&there);
		reconciled_free(&back);
	}
	law_done("what is joined lost nothing, has nothing twice, and nothing that was taken away came back");
	ok(clean * 4 > rounds, "and much is joined: %d of %d", clean, rounds);
	pack_free(held);
	archive_free(a);
}

int main(void)
{
	tap_scrub();
	dir = mem_dup(tap_path("arkiv"));
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		one_case(&cases[i]);
	laws();
	free((char *)(uintptr_t)dir);
	return tap_done();
}
