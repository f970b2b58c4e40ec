/* Restoring: what it is now gets its older text, wherever it is; what is gone comes back at its place; no other byte changes. */
#include <stdio.h>
#include <stdlib.h>

#include "archive/revise.h"
#include "archive_lib.h"
#include "base/file.h"

static Archive *a;
static char *dir;

static const char *keep(char *s)
{
	static char *kept[64];
	static size_t at;

	free(kept[at = (at + 1) % 64]);
	return kept[at] = s;
}

/* The address of what was put back, or the words of the error. */
static const char *restored(const char *address)
{
	Target t;
	char *out = NULL;
	const Err *err = target_find_past(a, slice_c(address), &t);

	if (!err) {
		err = revise_restore(a, &t, &out);
		target_free(&t);
	}
	return keep(err ? mem_dup(err_text(err)) : out);
}

static const char *restored_at(const char *address, const char *version)
{
	Str s = STR_EMPTY;
	const char *out;

	str_printf(&s, "%s@%.12s", address, version);
	out = restored(str_c(&s));
	str_free(&s);
	return out;
}

static const char *text_of(const char *path)
{
	Target t;
	IssueText it;
	const char *out;

	must(target_find(a, slice_c(path), &t), path);
	must(target_text(a, &t, &it), path);
	out = keep(slice_dup(str_slice(&it.text)));
	issue_text_free(&it);
	target_free(&t);
	return out;
}

static void drop(const char *path)
{
	Draft *d = NULL;

	if (draft_peek(&d, a, path))
		return;
	draft_close(d);
	must(draft_open(&d, a, path), "open the draft");
	must(draft_drop(d), "drop it");
	draft_close(d);
}

static bool has_draft(const char *path)
{
	Draft *d = NULL;
	bool has = !draft_peek(&d, a, path);

	draft_close(d);
	return has;
}

static const char *version(void)
{
	must(archive_refresh(a, NULL), "refresh");
	return keep(mem_dup(git_sh(dir, "git rev-parse HEAD")));
}

/* ---- what became of it ---- */

#define MAY "maj.md"
#define JUNE "juni.md"
#define DRIFT "Servrarna flyttas i helgen. Räkna med avbrott på lördagen mellan klockan åtta och tolv. Allt är åter på söndag.\n"
#define KURS "## Kurs\n\nKursen hålls den 12 oktober i Folkets hus och alla chefer går den.\n"

static void elsewhere(void)
{
	const char *first, *carried;

	dir = archive_make("elsewhere", (const char *[]){
	    MAY, "# Maj\n\n" KURS "\n## Drift\n\n" DRIFT "\n## Sist\n\nslut\n",
	    JUNE, "# Juni\n\n## Sommar\n\nDet blir sommar.\n", NULL });
	a = archive_must_open(dir);
	first = version();
	archive_commit(dir, MAY, "# Maj\n\n" KURS "\n## Servrar på väg\n\nServrarna flyttas i helgen. Räkna med avbrott på lördagen. Allt är åter på söndag.\n\n## Sist\n\nslut\n");
	archive_commit(dir, MAY, "# Maj\n\n" KURS "\n## Servrar på väg\n\nNu är det klart, och ingen märkte något.\n\n## Sist\n\nslut\n");
	version();
	is_str(restored_at(MAY "#drift", first), MAY "#drift", "what got another title, and then another text");
	is_str(text_of(MAY), "# Maj\n\n" KURS "\n## Drift\n\n" DRIFT "\n## Sist\n\nslut\n", "is the same item, followed from version to version");
	drop(MAY);

	git_put(tap_path("elsewhere/maj.md"), "# Maj\n\n## Servrar på väg\n\nNu är det klart, och ingen märkte något.\n\n## Sist\n\nslut\n");
	archive_commit(dir, JUNE, "# Juni\n\n" KURS "\n## Sommar\n\nDet blir sommar.\n");
	carried = version();
	archive_commit(dir, JUNE, "# Juni\n\n## Kurs\n\nKursen hålls den 14 oktober i Folkets hus och alla chefer går den.\n\n## Sommar\n\nDet blir sommar.\n");
	version();
	is_str(restored_at(MAY "#kurs", first), JUNE "#kurs", "what was carried over");
	is_str(text_of(JUNE), "# Juni\n\n" KURS "\n## Sommar\n\nDet blir sommar.\n", "is put where it is now");
	ok(!has_draft(MAY), "and the issue that it stood in is not touched");
	drop(JUNE);
	is_str(restored_at(JUNE "#kurs", carried), JUNE "#kurs", "and by its address of there");
	drop(JUNE);

	archive_commit(dir, JUNE, "# Juni\n\n## Sommar\n\nDet blir sommar.\n");
	version();
	is_str(restored_at(MAY "#kurs", first), MAY "#kurs", "what was carried over and then deleted");
	is_str(text_of(MAY), "# Maj\n\n" KURS "\n## Servrar på väg\n\nNu är det klart, och ingen märkte något.\n\n## Sist\n\nslut\n",
	    "comes back where it stood in that version");
	drop(MAY);
	is_str(restored_at(JUNE "#kurs", carried), JUNE "#kurs", "of the version in the other issue");
	is_str(text_of(JUNE), "# Juni\n\n" KURS "\n## Sommar\n\nDet blir sommar.\n", "there");
	drop(JUNE);

	if (!git_sh_ok(dir, "git mv maj.md vår.md"))
		tap_stop("git mv");
	archive_commit(dir, JUNE, "# Juni\n\n## Sommar\n\nDet blir fin sommar.\n");
	version();
	is_str(restored_at(MAY "#drift", first), "vår.md#drift", "where the file has another name now");
	drop("vår.md");
	is_str(restored_at(MAY "#kurs", first), "vår.md#kurs", "also what is gone from it");
	drop("vår.md");
	is_str(restored_at(MAY, first), "vår.md", "and the issue as a whole");
	is_str(text_of("vår.md"), "# Maj\n\n" KURS "\n## Drift\n\n" DRIFT "\n## Sist\n\nslut\n", "byte for byte");
	drop("vår.md");
	is_str(restored_at(MAY "#", first), "vår.md#", "its lead too");
	drop("vår.md");

	must(archive_refresh(a, NULL), "refresh");
	draft_edit(a, "vår.md", "## Servrar på väg\n\nNu är det klart, och ingen märkte något.\n\n", "");
	is_str(restored_at("vår.md#servrar-på-väg", "HEAD"), "vår.md#servrar-på-väg", "what only a draft deleted");
	ok(!has_draft("vår.md"), "is back where it was, and the draft is done");
	ok(strstr(restored_at(MAY "#sommar", first), "has no item “sommar”") != NULL, "an item that the issue never had");
	ok(strstr(restored_at(JUNE "#kurs", "HEAD"), "the last one that has it is") != NULL, "a version without the item names the last that has it: %s",
	    restored_at(JUNE "#kurs", "HEAD"));
	archive_free(a);
	free(dir);
}

/* A version that this branch does not hold: the item of its title in the issue of its path is meant. */
static void another_branch(void)
{
	const char *other;

	dir = archive_make("branch", (const char *[]){ MAY, "# Maj\n\n## Drift\n\nett\n\n## Sist\n\nslut\n", NULL });
	if (!git_sh_ok(dir, "git switch -q -c annan"))
		tap_stop("git switch");
	archive_commit(dir, MAY, "# Maj\n\n## Drift\n\ntvå\n\n## Sist\n\nslut\n");
	other = keep(mem_dup(git_sh(dir, "git rev-parse HEAD")));
	if (!git_sh_ok(dir, "git switch -q main"))
		tap_stop("git switch");
	a = archive_must_open(dir);
	is_str(restored_at(MAY "#drift", other), MAY "#drift", "a version of another branch");
	is_str(text_of(MAY), "# Maj\n\n## Drift\n\ntvå\n\n## Sist\n\nslut\n", "can be taken from too");
	archive_free(a);
	free(dir);
}

/* ---- forms ---- */

static const struct {
	const char *name, *then, *now, *part, *want;
} forms[] = {
	{ "deeper now, under a parent", "## A\n\nett\n\n## B\n\nx\n", "## B\n\nx\n\n### A\n\ntvå\n\n### C\n\ny\n", "#a",
	    "## B\n\nx\n\n### A\n\nett\n\n### C\n\ny\n" },
	{ "a lead-in then, a heading now", "- **Alfa:** ett två tre\n- **Beta:** fyra\n", "## Alfa\n\nfem\n\n## Beta\n\nfyra\n", "#alfa",
	    "## Alfa\n\nett två tre\n\n## Beta\n\nfyra\n" },
	{ "a heading then, a lead-in now", "## Alfa\n\nett två tre\n\n## Beta\n\nfyra\n", "- **Alfa:** fem\n- **Beta:** fyra\n", "#alfa",
	    "- **Alfa:** ett två tre\n- **Beta:** fyra\n" },
	{ "with its sub-items", "## A\n\nett\n\n### A1\n\nunder\n\n## B\n\nx\n", "## A\n\ntvå\n\n### A2\n\nannat\n\n## B\n\nx\n", "#a",
	    "## A\n\nett\n\n### A1\n\nunder\n\n## B\n\nx\n" },
	{ "a sub-item alone", "## A\n\nett\n\n### A1\n\nunder\n\n## B\n\nx\n", "## A\n\ntvå\n\n### A1\n\nannat\n\n## B\n\nx\n", "#a/a1",
	    "## A\n\ntvå\n\n### A1\n\nunder\n\n## B\n\nx\n" },
	{ "a sub-item that is gone, under its parent", "## A\n\nett\n\n### A1\n\nunder\n\n## B\n\nx\n", "## B\n\nx\n\n## A\n\ntvå\n", "#a/a1",
	    "## B\n\nx\n\n## A\n\ntvå\n\n### A1\n\nunder\n" },
	{ "gone, first", "## A\n\nett\n\n## B\n\nx\n", "Ingress.  \n\n## B\n\nx\n", "#a", "Ingress.  \n\n## A\n\nett\n\n## B\n\nx\n" },
	{ "gone, last", "## A\n\nett\n\n## B\n\nx\n", "## A\n\nett  \n", "#b", "## A\n\nett  \n\n## B\n\nx\n" },
	{ "line ends of now", "## A\n\nett\n\n## B\n\nx\n", "## A\r\n\r\ntvå\r\n\r\n## B\r\n\r\nx\r\n", "#a",
	    "## A\r\n\r\nett\r\n\r\n## B\r\n\r\nx\r\n" },
	{ "no line end at the end", "## A\n\nett\n\n## B\n\nx\n", "## A\n\nett\n\n## B\n\ny", "#b", "## A\n\nett\n\n## B\n\nx" },
	{ "the same title, written anew", "## A\n\nett två tre fyra\n\n## B\n\nx\n", "## B\n\nx\n\n## A\n\nhelt andra ord\n", "#a",
	    "## B\n\nx\n\n## A\n\nett två tre fyra\n" },
	{ "the lead", "---\ntitle: X\n---\n\n# X\n\nEtt.\n\n## A\n\na\n", "---\ntitle: Y\n---\n\n# Y\n\nTvå.\n\n## A\n\nb\n", "#",
	    "---\ntitle: Y\n---\n\n# Y\n\nEtt.\n\n## A\n\nb\n" },
	{ "a header key", "---\ntitle: X\ntags: [a, b]\n---\n\nEtt.\n", "---\ntags:\n  - c\ntitle: Y\n---\n\nTvå.\n", "#:tags",
	    "---\ntags: [a, b]\ntitle: Y\n---\n\nTvå.\n" },
	{ "a header key in TOML", "+++\ntitle = \"X\"\nnumber = \"3\"\n+++\n\nEtt.\n", "+++\ntitle = \"Y\"  # ny\n+++\n\nTvå.\n", "#:number",
	    "+++\ntitle = \"Y\"  # ny\nnumber = \"3\"\n+++\n\nTvå.\n" },
	{ "a key with more below it", "---\ntitle: X\nextra:\n  a: 1\n  b: [2, 3]\n---\n\nEtt.\n", "---\r\ntitle: X\r\n---\r\n\r\nEtt.\r\n", "#:extra",
	    "---\r\ntitle: X\r\nextra:\r\n  a: 1\r\n  b: [2, 3]\r\n---\r\n\r\nEtt.\r\n" },
	{ "a key in another form of header", "---\ntitle: X\nnumber: 3\n---\n\nEtt.\n", "+++\ntitle = \"X\"\nnumber = \"4\"\n+++\n\nEtt.\n", "#:number",
	    "+++\ntitle = \"X\"\nnumber = \"3\"\n+++\n\nEtt.\n" },
};

#define FORMS (sizeof forms / sizeof *forms)

static void every_form(void)
{
	const char *files[2 * FORMS + 1] = { NULL }, *first;
	char paths[FORMS][32], address[512];

	for (size_t i = 0; i < FORMS; i++) {
		snprintf(paths[i], sizeof paths[i], "form-%02zu.md", i);
		files[2 * i] = paths[i];
		files[2 * i + 1] = forms[i].then;
	}
	dir = archive_make("forms", files);
	first = keep(mem_dup(git_sh(dir, "git rev-parse HEAD")));
	for (size_t i = 0; i < FORMS; i++)
		git_put(keep(path_join(dir, paths[i])), forms[i].now);
	if (!git_sh_ok(dir, "git add -A && git commit -q -m now"))
		tap_stop("git commit");
	a = archive_must_open(dir);
	for (size_t i = 0; i < FORMS; i++) {
		snprintf(address, sizeof address, "%s%s", paths[i], forms[i].part);
		const char *said = restored_at(address, first);

		is_str(text_of(paths[i]), forms[i].want, "%s (%s)", forms[i].name, said);
	}
	archive_free(a);
	free(dir);
}

/* ---- the law, over generated histories: many issues, each with a life of its own, in a few versions ---- */

#define ISSUES 24
#define VERSIONS 5
#define ITEMS 7

typedef struct {
	int id, title, edit;	/* which it is; how often it got another title, another text */
} Item;

typedef struct {
	Item v[ITEMS + 1];
	int n, next;
} Issue;

static Issue lives[ISSUES][VERSIONS];
static char ids[VERSIONS][OID_HEX + 1];

static void path_of(int i, char *out, size_t n)
{
	snprintf(out, n, "nr-%02d.md", i);
}

/* Odd spacing on purpose: it must stand. */
static void write_item(int i, const Item *it, bool last, Str *out)
{
	str_printf(out, "## Rubrik%dx%d%s\n\nord%dx%da ord%dx%db ord%dx%dc ord%dx%dd ändrat%d.\n", i, it->id, it->title ? " ny" : "", i, it->id, i, it->id,
	    i, it->id, i, it->id, it->edit);
	if (!last)
		str_add_c(out, (i + it->id) % 3 ? "\n" : "\n\n");
}

static void write_issue(int i, const Issue *is, Str *out)
{
	str_clear(out);
	str_printf(out, "---\ntitle:  Nummer %d \n---\n\n# Nummer %d\n\nIngress%d.  \n\n", i, i, i);
	for (int k = 0; k < is->n; k++)
		write_item(i, &is->v[k], k + 1 == is->n, out);
}

static void take_out(Issue *is, int at)
{
	memmove(is->v + at, is->v + at + 1, (size_t)(is->n - at - 1) * sizeof *is->v);
	is->n--;
}

static void put_in(Issue *is, int at, Item it)
{
	memmove(is->v + at + 1, is->v + at, (size_t)(is->n - at) * sizeof *is->v);
	is->v[at] = it;
	is->n++;
}

static void live(Issue *is)
{
	int at = (int)rnd_below((unsigned)is->n);

	switch (rnd_below(6)) {
	case 0:
		if (is->n > 2)
			take_out(is, at);
		break;
	case 1:
		if (is->n < ITEMS)
			put_in(is, at, (Item){ .id = is->next++ });
		break;
	case 2: {
		Item it = is->v[at];

		take_out(is, at);
		put_in(is, (int)rnd_below((unsigned)is->n + 1), it);
		break;
	}
	case 3:
		is->v[at].title = 1;
		break;
	default:
		is->v[at].edit++;
	}
}

static void generate(void)
{
	Str text = STR_EMPTY;

	for (int v = 0; v < VERSIONS; v++) {
		for (int i = 0; i < ISSUES; i++) {
			Issue *is = &lives[i][v];
			char path[32];

			if (v == 0) {
				is->n = is->next = 3 + (int)rnd_below(3);
				for (int k = 0; k < is->n; k++)
					is->v[k].id = k;
			} else {
				*is = lives[i][v - 1];
				live(is);
				if (rnd_one_in(2))
					live(is);
			}
			write_issue(i, is, &text);
			path_of(i, path, sizeof path);
			git_put(keep(path_join(dir, path)), str_c(&text));
		}
		if (!git_sh_ok(dir, "git add -A && git commit -q --allow-empty -m version"))
			tap_stop("git commit");
		snprintf(ids[v], sizeof ids[v], "%s", git_sh(dir, "git rev-parse HEAD"));
	}
	str_free(&text);
}

static int index_of(const Issue *is, int id)
{
	for (int k = 0; k < is->n; k++)
		if (is->v[k].id == id)
			return k;
	return -1;
}

/* What the issue is to be: the item's text of then in its place of now, or behind the nearest before it that is still there. */
static void expect(int i, const Issue *then, int at, const Issue *now, Issue *out)
{
	int here = index_of(now, then->v[at].id);

	*out = *now;
	if (here >= 0) {
		out->v[here] = then->v[at];
		return;
	}
	for (int k = at; k-- > 0 && here < 0;)
		here = index_of(now, then->v[k].id);
	put_in(out, here + 1, then->v[at]);
	(void)i;
}

/* Equal but for white space where something was put in. */
static bool same_but_blanks(Slice x, Slice y)
{
	size_t i = 0, k = 0;

	while (i < x.len || k < y.len) {
		while (i < x.len && x.p[i] == '\n')
			i++;
		while (k < y.len && y.p[k] == '\n')
			k++;
		if (i == x.len || k == y.len)
			return i == x.len && k == y.len;
		if (x.p[i++] != y.p[k++])
			return false;
	}
	return true;
}

/* Before and behind the item every byte is the one that was there. */
static bool untouched(Slice was, Slice now, const char *chain, const Item *it, int i)
{
	Cut c, d;
	char title[64];
	ptrdiff_t at = -1;
	bool same;
	const Part *p, *q;

	(void)it;
	cut_make(now, NULL, &c);
	cut_make(was, NULL, &d);
	at = cut_find_chain(&c, slice_c(chain));
	snprintf(title, sizeof title, "Rubrik%dx%d", i, it->id);
	p = at >= 0 ? &c.parts.v[at] : NULL;
	q = NULL;
	for (size_t k = PART_FIRST; k < d.parts.len; k++)
		if (slice_eq(d.parts.v[k].title, slice_c(title)) || (slice_starts(d.parts.v[k].title, title) && d.parts.v[k].title.p[strlen(title)] == ' '))
			q = &d.parts.v[k];
	same = p && q && p->from == q->from && memcmp(now.p, was.p, p->from) == 0 &&
	    slice_eq(slice_sub(now, p->cover, now.len), slice_sub(was, q->cover, was.len));
	cut_free(&c);
	cut_free(&d);
	return same;
}

static void restore_one(int i, int v, int at)
{
	const Issue *then = &lives[i][v], *now = &lives[i][VERSIONS - 1];
	const Item *it = &then->v[at];
	Issue want;
	Str wanted = STR_EMPTY, was = STR_EMPTY, got = STR_EMPTY;
	char path[32], address[96];
	const char *out, *chain;

	path_of(i, path, sizeof path);
	write_issue(i, now, &was);
	snprintf(address, sizeof address, "%s#rubrik%dx%d%s", path, i, it->id, it->title ? "-ny" : "");
	expect(i, then, at, now, &want);
	write_issue(i, &want, &wanted);
	out = restored_at(address, ids[v]);
	chain = strchr(out, '#');
	str_add_c(&got, text_of(path));
	law(strncmp(out, path, strlen(path)) == 0 && chain, "%s@%.7s: %s", address, ids[v], out);
	law(same_but_blanks(str_slice(&got), str_slice(&wanted)), "%s@%.7s: not as expected:\n%s----\n%s", address, ids[v], str_c(&got), str_c(&wanted));
	if (chain && index_of(now, it->id) >= 0)
		law(untouched(str_slice(&was), str_slice(&got), chain + 1, it, i), "%s@%.7s: something else was touched", address, ids[v]);
	drop(path);
	str_free(&wanted);
	str_free(&was);
	str_free(&got);
}

static void laws(void)
{
	dir = archive_make("lives", (const char *[]){ "nr-00.md", "# x\n", NULL });
	generate();
	a = archive_must_open(dir);
	for (int round = 0; round < tap_rounds(160); round++) {
		int i = (int)rnd_below(ISSUES), v = (int)rnd_below(VERSIONS);

		restore_one(i, v, (int)rnd_below((unsigned)lives[i][v].n));
	}
	law_done("an item gets its older text where it is, or comes back at its place; nothing else changes");
	archive_free(a);
	free(dir);
}

int main(void)
{
	archive_begin();
	elsewhere();
	another_branch();
	every_form();
	laws();
	return tap_done();
}
