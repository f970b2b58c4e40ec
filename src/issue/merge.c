/* Joining two versions of an issue by whole items: what must be asked, and what need not. */
#include "issue/merge.h"

#include <stdlib.h>

#include "base/intern.h"
#include "base/utf8.h"
#include "issue/item_parts.h"
#include "issue/merge_parts.h"

/* ---- versions ---- */

Slice merge_own(const Merge *m, Who who, size_t part)
{
	const Part *p = &m->v[who].cut.parts.v[part];

	return slice_sub(m->v[who].text, p->from, p->to);
}

ptrdiff_t merge_part_in(const Merge *m, Who who, size_t part)
{
	return who == BASE ? (ptrdiff_t)part : m->v[who].m.a_to_b[part];
}

Fate merge_fate(const Merge *m, Who who, size_t part)
{
	ptrdiff_t there = merge_part_in(m, who, part);

	if (there < 0)
		return FATE_GONE;
	return text_same(merge_own(m, BASE, part), merge_own(m, who, (size_t)there)) ? FATE_SAME : FATE_CHANGED;
}

/* ---- conflicts ---- */

static bool is_known(const Merge *m, const char *kind, const char *chain)
{
	for (size_t i = 0; i < m->conflicts->len; i++) {	/* one a kind and item */
		const Conflict *c = &m->conflicts->v[i];

		if (strcmp(c->kind, kind) == 0 && (chain && c->chain ? strcmp(chain, c->chain) == 0 : chain == c->chain))
			return true;
	}
	return false;
}

static Conflict *add_conflict(Merge *m, const char *kind, Slice title, const char *chain)
{
	Conflict *c = VEC_ADD(m->conflicts);

	*c = (Conflict){ .kind = mem_dup(kind), .title = slice_dup(title), .chain = mem_dup(chain) };
	return c;
}

static void conflict_has(Conflict *c, Who who, Slice text)
{
	c->has[who] = true;
	str_add_slice(&c->text[who], text);
}

static void conflict_whole(Merge *m)
{
	static const ptrdiff_t nowhere[MERGE_SIDES] = { -1, -1, -1 };
	Conflict *c;

	if (is_known(m, "body", NULL) || merge_take_answer(m, "body", NULL, nowhere))
		return;
	c = add_conflict(m, "body", slice("", 0), NULL);
	for (Who who = BASE; who <= THEIRS; who++)
		conflict_has(c, who, m->v[who].text);
}

static void conflict(Merge *m, const char *kind, Who who, size_t part)
{
	const Cut *cut = &m->v[who].cut;
	ptrdiff_t where[MERGE_SIDES];
	Str chain = STR_EMPTY;
	const char *at = part < PART_FIRST - 1 ? NULL : "";
	Conflict *c;

	if (part == 1)
		kind = "title";
	if (part >= PART_FIRST) {
		cut_chain(cut, part, &chain);
		at = str_c(&chain);
	}
	merge_where(m, kind, who, part, where);
	if (!merge_take_answer(m, kind, at, where) && !is_known(m, kind, at)) {
		c = add_conflict(m, kind, part < PART_FIRST ? slice("", 0) : cut->parts.v[part].title, at);
		for (Who side = BASE; side <= THEIRS; side++)
			if (where[side] >= 0)
				conflict_has(c, side, merge_own(m, side, (size_t)where[side]));
	}
	str_free(&chain);
}

/* A base part's conflict names it as our side has it, where it has. */
static void conflict_of_base(Merge *m, const char *kind, size_t part)
{
	ptrdiff_t ours = merge_part_in(m, OURS, part), theirs = merge_part_in(m, THEIRS, part);

	if (ours >= 0)
		conflict(m, kind, OURS, (size_t)ours);
	else if (theirs >= 0)
		conflict(m, kind, THEIRS, (size_t)theirs);
	else
		conflict(m, kind, BASE, part);
}

/* ---- the header ---- */

static void fold_header(Slice s, Str *out)
{
	Str nfc = STR_EMPTY;

	utf8_nfc(s, &nfc);
	for (Slice rest = str_slice(&nfc); rest.len > 0;) {
		Slice line = slice_chomp(slice_line(&rest));

		if (slice_trim(line).len > 0) {
			str_add_slice(out, line);
			str_add_char(out, '\n');
		}
	}
	str_free(&nfc);
}

static bool header_same(Slice a, Slice b)
{
	Str fa = STR_EMPTY, fb = STR_EMPTY;
	bool same;

	fold_header(a, &fa);
	fold_header(b, &fb);
	same = slice_eq(str_slice(&fa), str_slice(&fb));
	str_free(&fa);
	str_free(&fb);
	return same;
}

static void conflict_key(Merge *m, Slice name)
{
	static const ptrdiff_t nowhere[MERGE_SIDES] = { -1, -1, -1 };
	Str chain = STR_EMPTY;
	Conflict *c;

	str_add_char(&chain, ':');
	str_add_slice(&chain, name);
	if (!is_known(m, "meta", str_c(&chain)) && !merge_take_answer(m, "meta", str_c(&chain), nowhere)) {
		c = add_conflict(m, "meta", name, str_c(&chain));
		for (Who who = BASE; who <= THEIRS; who++) {
			const HeaderField *f = header_name(&m->v[who].cut.header, name);

			if (f)
				conflict_has(c, who, slice_sub(m->v[who].text, f->from, f->to));
		}
	}
	str_free(&chain);
}

/* The keys of a that b lacks or has otherwise. */
static size_t keys_differ(Merge *m, const Version *a, const Version *b)
{
	size_t n = 0;

	for (size_t i = 0; i < a->cut.header.fields.len; i++) {
		const HeaderField *f = &a->cut.header.fields.v[i], *g = header_name(&b->cut.header, f->name);

		if (g && header_same(slice_sub(a->text, f->from, f->to), slice_sub(b->text, g->from, g->to)))
			continue;
		conflict_key(m, f->name);
		n++;
	}
	return n;
}

/*
 * A header changed on one side already asks: a text approved by one and edited by the other would go out unread.
 */
static void ask_header(Merge *m)
{
	for (Who who = OURS; who <= THEIRS; who++) {
		size_t n = 0;

		if (header_same(merge_own(m, BASE, 0), merge_own(m, who, 0)))
			continue;
		n += keys_differ(m, &m->v[who], &m->v[BASE]);
		n += keys_differ(m, &m->v[BASE], &m->v[who]);
		if (n == 0)
			conflict(m, "meta", who, 0);
	}
}

/* ---- items ---- */

static void ask_order(Merge *m)
{
	for (Who who = OURS; who <= THEIRS; who++)
		for (size_t i = PART_FIRST; i < m->v[who].m.nb; i++)
			if (m->v[who].m.moved[i])
				conflict(m, "order", who, i);
}

static bool title_changed(const Merge *m, Who who, size_t part)
{
	const Part *a = &m->v[BASE].cut.parts.v[part], *b = &m->v[who].cut.parts.v[m->v[who].m.a_to_b[part]];

	return !slice_eq(a->title, b->title);
}

/* What base's part has become. */
static Slice now(const Merge *m, Who who, size_t part)
{
	return merge_own(m, who, (size_t)m->v[who].m.a_to_b[part]);
}

static void ask_items(Merge *m)
{
	for (size_t i = 1; i < m->v[BASE].cut.parts.len; i++) {
		Fate ours = merge_fate(m, OURS, i), theirs = merge_fate(m, THEIRS, i);
		bool titles;

		if (ours == FATE_SAME || theirs == FATE_SAME || (ours == FATE_GONE && theirs == FATE_GONE))
			continue;
		if (ours == FATE_GONE || theirs == FATE_GONE) {
			conflict_of_base(m, "edit-delete", i);
			continue;
		}
		if (text_same(now(m, OURS, i), now(m, THEIRS, i)))
			continue;
		titles = i >= PART_FIRST && title_changed(m, OURS, i) && title_changed(m, THEIRS, i);
		conflict_of_base(m, titles ? "title" : "body", i);
	}
}

/* What one side put below an item that the other took away. */
static void ask_homeless(Merge *m)
{
	for (Who who = OURS; who <= THEIRS; who++) {
		const Version *v = &m->v[who];
		Who other = who == OURS ? THEIRS : OURS;

		for (size_t i = PART_FIRST; i < v->cut.parts.len; i++) {
			ptrdiff_t parent = v->cut.parts.v[i].parent, base;

			if (v->m.b_to_a[i] >= 0 || parent < 0)
				continue;
			base = v->m.b_to_a[parent];
			if (base >= 0 && m->v[other].m.a_to_b[base] < 0)
				conflict(m, "edit-delete", who, (size_t)parent);
		}
	}
}

static bool is_renamed(const Merge *m, Who who, size_t part)
{
	return m->v[who].m.a_to_b[part] < 0 && m->v[who].like.a_to_b[part] >= 0;
}

/* Retitled by one and not left alone by the other: taken apart, its text would stand twice or come back. */
static void ask_retitled(Merge *m)
{
	for (size_t i = PART_FIRST; i < m->v[BASE].cut.parts.len; i++) {
		bool ours = is_renamed(m, OURS, i), theirs = is_renamed(m, THEIRS, i);

		if (ours && theirs)
			conflict_of_base(m, "title", i);
		else if ((ours || theirs) && merge_fate(m, ours ? THEIRS : OURS, i) != FATE_SAME)
			conflict_of_base(m, "edit-delete", i);
	}
}

static uint32_t title_number(Intern *titles, Slice title)
{
	Str fold = STR_EMPTY;
	uint32_t n;

	title_fold(title, &fold);
	n = intern_put(titles, str_slice(&fold));
	str_free(&fold);
	return n;
}

/* Titles that both sides added: one item twice, or two that look alike. */
static void ask_added(Merge *m)
{
	Intern *titles = intern_new();
	const Version *ours = &m->v[OURS], *theirs = &m->v[THEIRS];
	size_t known;

	for (size_t i = PART_FIRST; i < theirs->cut.parts.len; i++)
		if (theirs->m.b_to_a[i] < 0)
			title_number(titles, theirs->cut.parts.v[i].title);
	known = intern_count(titles);
	for (size_t i = PART_FIRST; i < ours->cut.parts.len; i++)
		if (ours->m.b_to_a[i] < 0 && title_number(titles, ours->cut.parts.v[i].title) < known)
			conflict(m, "add-add", OURS, i);
	intern_free(titles);
}

/* Where a title stands twice, which item is which rests on likeness: good enough to look at, not to join by. */
static void ask_doubtful(Merge *m)
{
	for (Who who = BASE; who <= THEIRS; who++) {
		const Cut *c = &m->v[who].cut;
		Intern *titles = intern_new();
		size_t *first = mem_alloc_n(c->parts.len, sizeof *first);

		for (size_t i = PART_FIRST; i < c->parts.len; i++) {
			size_t had = intern_count(titles);
			uint32_t n = title_number(titles, c->parts.v[i].title);

			if (n == had)
				first[n] = i;
			for (size_t k = n < had ? 0 : 2; k < 2; k++) {	/* the first of the name and this one */
				size_t part = k ? i : first[n];
				ptrdiff_t base = who == BASE ? (ptrdiff_t)part : m->v[who].m.b_to_a[part];

				if (base < 0 || merge_fate(m, OURS, (size_t)base) != FATE_SAME || merge_fate(m, THEIRS, (size_t)base) != FATE_SAME)
					conflict(m, "body", who, part);
			}
		}
		free(first);
		intern_free(titles);
	}
}

/* All that a person must decide goes to m->conflicts; true if that is nothing. */
static bool ask_all(Merge *m)
{
	ask_header(m);
	ask_order(m);
	ask_items(m);
	ask_homeless(m);
	ask_retitled(m);
	ask_added(m);
	if (m->conflicts->len == 0)
		ask_doubtful(m);
	return m->conflicts->len == 0;
}

/* ---- joining ---- */

static void open_versions(Merge *m, const ItemTitles *titles)
{
	for (Who who = BASE; who <= THEIRS; who++) {
		Version *v = &m->v[who];

		cut_make(v->text, titles, &v->cut);
		v->dropped = mem_alloc_n(v->cut.parts.len, sizeof *v->dropped);
		v->own = mem_alloc_n(v->cut.parts.len, sizeof *v->own);
		if (who == BASE)
			continue;
		match_parts(m->v[BASE].text, &m->v[BASE].cut, v->text, &v->cut, false, &v->m);
		match_parts(m->v[BASE].text, &m->v[BASE].cut, v->text, &v->cut, true, &v->like);
	}
	m->verdicts = mem_alloc_n(m->v[BASE].cut.parts.len, sizeof *m->verdicts);
}

static void close_versions(Merge *m)
{
	for (Who who = BASE; who <= THEIRS; who++) {
		cut_free(&m->v[who].cut);
		match_free(&m->v[who].m);
		match_free(&m->v[who].like);
		free(m->v[who].dropped);
		free(m->v[who].own);
	}
	free(m->verdicts);
	VEC_FREE(&m->keys);
}

/*
 * What holds together in one order only would be joined on one side and asked on the other.  What a person answered is looked at again by
 * nobody else.
 */
static bool build_both_ways(const Merge *m, const ItemTitles *titles, Str *out)
{
	Merge turned = *m;
	Str other = STR_EMPTY;
	bool good = merge_build(m, titles, out);

	if (good && !m->n) {
		turned.v[OURS] = m->v[THEIRS];
		turned.v[THEIRS] = m->v[OURS];
		good = merge_build(&turned, titles, &other);
	}
	str_free(&other);
	return good;
}

static void build(Merge *m, const ItemTitles *titles, Str *out)
{
	size_t start = out->len;

	if (!build_both_ways(m, titles, out)) {
		str_truncate(out, start);
		conflict_whole(m);
	}
	if (m->whole)
		str_add_slice(out, m->whole->choice == CHOICE_TEXT ? m->whole->text : m->v[m->whole->choice == CHOICE_OURS ? OURS : THEIRS].text);
}

bool merge_answered(Slice base, Slice ours, Slice theirs, const MergeAnswer *answers, size_t n, Str *out, Conflicts *conflicts)
{
	Slice texts[] = { base, ours, theirs };
	Merge m = { .v = { { .text = base }, { .text = ours }, { .text = theirs } }, .conflicts = conflicts, .answers = answers, .n = n };
	ItemTitles *titles;

	if (slice_eq(base, ours) || slice_eq(ours, theirs) || slice_eq(base, theirs)) {
		str_add_slice(out, slice_eq(base, ours) ? theirs : ours);
		return true;
	}
	titles = item_titles(texts, 3);
	open_versions(&m, titles);
	if (ask_all(&m))
		build(&m, titles, out);
	close_versions(&m);
	item_titles_free(titles);
	return conflicts->len == 0;
}

bool merge_texts(Slice base, Slice ours, Slice theirs, Str *out, Conflicts *conflicts)
{
	return merge_answered(base, ours, theirs, NULL, 0, out, conflicts);
}

/* An issue that a side lacks is not joined yet: that side's want of it is asked about. */
static void join_file(const MergeFile *f, const MergeAnswer *answers, size_t n, Merged *out, MergedFile *file)
{
	Conflicts asked = { 0 };
	bool whole = f->has[OURS] == f->has[BASE] && f->has[THEIRS] == f->has[BASE];

	if (!whole && (f->has[OURS] == f->has[BASE] || f->has[THEIRS] == f->has[BASE])) {
		Who who = f->has[OURS] == f->has[BASE] ? THEIRS : OURS, other = who == OURS ? THEIRS : OURS;

		if (!f->has[BASE] || slice_eq(f->text[other], f->text[BASE])) {
			file->gone = !f->has[who];
			str_add_slice(&file->text, f->text[who]);
			return;
		}
	}
	if (f->has[OURS] && f->has[THEIRS]) {
		merge_answered(f->text[BASE], f->text[OURS], f->text[THEIRS], answers, n, &file->text, &asked);
		for (size_t i = 0; i < asked.len; i++) {
			asked.v[i].path = mem_dup(f->path);
			VEC_PUSH(&out->conflicts, asked.v[i]);
		}
		VEC_FREE(&asked);
	} else if (f->has[OURS] || f->has[THEIRS]) {
		Conflict *c = VEC_ADD(&out->conflicts);

		*c = (Conflict){ .kind = mem_dup("edit-delete"), .path = mem_dup(f->path), .title = mem_dup("") };
		for (Who who = BASE; who <= THEIRS; who++)
			if ((c->has[who] = f->has[who]))
				str_add_slice(&c->text[who], f->text[who]);
	}
	if (!file->text.len)
		str_add_slice(&file->text, f->text[f->has[OURS] ? OURS : THEIRS]);
	file->gone = !f->has[OURS] && !f->has[THEIRS];
}

void merge_files(const MergeFile *files, size_t n, const MergeAnswer *answers, size_t n_answers, Merged *out)
{
	*out = (Merged){ .files = mem_alloc_n(n + 1, sizeof *out->files), .n = n };
	for (size_t i = 0; i < n; i++)
		join_file(&files[i], answers, n_answers, out, &out->files[i]);
}
