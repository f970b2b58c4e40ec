/* Files and items that went elsewhere in one step: renamed, carried over. */
#include "issue/across.h"

#include <stdlib.h>

#include "issue/item_parts.h"
#include "issue/similar.h"

#define FILE_SIMILAR 0.5	/* two files are one that was renamed */
#define TITLED_SIMILAR 0.3	/* two items of one title are one that was carried */
#define ITEM_SIMILAR 0.6	/* whatever their titles */

/* A part that its own file lost, or that is new in it. */
typedef struct {
	size_t file, part;
	Slice text;
	uint32_t title;		/* number of the folded title */
	Bag body;
} Loose;
typedef VEC(Loose) Looses;

/* Two that could be one: files, or places in Looses. */
typedef struct {
	size_t gone, come;
	double like;
	MatchHow how;
} Candidate;
typedef VEC(Candidate) Candidates;

static int best_first(const void *x, const void *y)
{
	const Candidate *a = x, *b = y;

	if (a->how != b->how && (a->how == MATCH_TEXT || b->how == MATCH_TEXT))
		return a->how == MATCH_TEXT ? -1 : 1;
	if (a->like < b->like || a->like > b->like)
		return a->like > b->like ? -1 : 1;
	if (a->how != b->how)
		return a->how < b->how ? -1 : 1;
	if (a->gone != b->gone)
		return a->gone < b->gone ? -1 : 1;
	return (a->come > b->come) - (a->come < b->come);
}

static void sort(Candidates *c)
{
	if (c->len > 1)
		qsort(c->v, c->len, sizeof c->v[0], best_first);
}

/* ---- files ---- */

bool across_same_file(Slice was, Slice now)
{
	return slice_eq(was, now) || text_similarity(was, now) >= FILE_SIMILAR;
}

static void file_bags(const AcrossFile *files, size_t n, Intern *words, Bag *bags)
{
	for (size_t i = 0; i < n; i++) {
		if (!files[i].was_cut != !files[i].now_cut)
			bag_read(files[i].was_cut ? files[i].was : files[i].now, words, &bags[i]);
	}
}

static void find_renamed(const AcrossFile *files, size_t n, Intern *words, Across *out)
{
	Bag *bags = mem_alloc_n(n + 1, sizeof *bags);
	const Bag **come = mem_alloc_n(n + 1, sizeof *come);
	size_t *at = mem_alloc_n(n + 1, sizeof *at), comes = 0;
	double *like = mem_alloc_n(n + 1, sizeof *like);
	Candidates c = { 0 };
	BagIndex *x;

	file_bags(files, n, words, bags);
	for (size_t k = 0; k < n; k++)
		if (!files[k].was_cut && files[k].now_cut) {
			come[comes] = &bags[k];
			at[comes++] = k;
		}
	x = bag_index(come, comes);
	for (size_t i = 0; i < n; i++) {
		if (!files[i].was_cut || files[i].now_cut)
			continue;
		bag_index_like(x, &bags[i], like);
		for (size_t k = 0; k < comes; k++) {
			bool same = slice_eq(files[i].was, files[at[k]].now);

			if (same || like[k] >= FILE_SIMILAR)
				VEC_PUSH(&c, ((Candidate){ i, at[k], like[k], same ? MATCH_TEXT : MATCH_SIMILAR }));
		}
	}
	bag_index_free(x);
	free(come);
	free(at);
	free(like);
	sort(&c);
	for (size_t i = 0; i < c.len; i++) {
		if (out->now_of[c.v[i].gone] < 0 && out->was_of[c.v[i].come] < 0) {
			out->now_of[c.v[i].gone] = (ptrdiff_t)c.v[i].come;
			out->was_of[c.v[i].come] = (ptrdiff_t)c.v[i].gone;
		}
	}
	for (size_t i = 0; i < n; i++)
		VEC_FREE(&bags[i]);
	VEC_FREE(&c);
	free(bags);
}

static void match_files(const AcrossFile *files, size_t n, Intern *words, Across *out)
{
	for (size_t i = 0; i < n; i++) {
		bool stays = files[i].was_cut && files[i].now_cut;

		out->was_of[i] = out->now_of[i] = stays ? (ptrdiff_t)i : -1;
	}
	find_renamed(files, n, words, out);
}

/* ---- items ---- */

typedef struct {
	Intern *words, *titles;
	Looses gone, come;
} Search;

static void add_loose(Search *s, Looses *to, Slice text, const Cut *c, size_t file, size_t part)
{
	const Part *p = &c->parts.v[part];
	Loose *l = VEC_ADD(to);
	Str fold = STR_EMPTY;

	title_fold(p->title, &fold);
	*l = (Loose){ .file = file, .part = part, .text = slice_sub(text, p->from, p->to) };
	l->title = intern_put(s->titles, str_slice(&fold));
	bag_read(slice_sub(text, p->body, p->to), s->words, &l->body);
	str_free(&fold);
}

/* What the file before lost, and what the file now gained; of a file without the other all is loose. */
static void find_loose(Search *s, const AcrossFile *files, const Across *a, size_t i)
{
	const AcrossFile *was = a->was_of[i] >= 0 ? &files[a->was_of[i]] : NULL;
	Match m = { 0 };

	if (was && files[i].now_cut)
		match_parts(was->was, was->was_cut, files[i].now, files[i].now_cut, true, &m);
	for (size_t k = PART_FIRST; m.na && k < m.na; k++)
		if (m.a_to_b[k] < 0)
			add_loose(s, &s->gone, was->was, was->was_cut, (size_t)a->was_of[i], k);
	for (size_t k = PART_FIRST; files[i].now_cut && k < files[i].now_cut->parts.len; k++)
		if (!m.nb || m.b_to_a[k] < 0)
			add_loose(s, &s->come, files[i].now, files[i].now_cut, i, k);
	for (size_t k = PART_FIRST; files[i].was_cut && a->now_of[i] < 0 && k < files[i].was_cut->parts.len; k++)
		add_loose(s, &s->gone, files[i].was, files[i].was_cut, i, k);
	match_free(&m);
}

static void pair(const Loose *gone, const Loose *come, double like, size_t g, size_t c, Candidates *out)
{
	bool titled = gone->title == come->title;

	if (gone->file == come->file || like < (titled ? TITLED_SIMILAR : ITEM_SIMILAR))
		return;
	VEC_PUSH(out, ((Candidate){ g, c, like, text_same(gone->text, come->text) ? MATCH_TEXT : titled ? MATCH_TITLE : MATCH_SIMILAR }));
}

static int by_place(const void *x, const void *y)
{
	const CarriedPart *a = x, *b = y;

	if (a->to_file != b->to_file)
		return a->to_file < b->to_file ? -1 : 1;
	return (a->to_part > b->to_part) - (a->to_part < b->to_part);
}

static void find_carried(const Search *s, Across *out)
{
	bool *gone = mem_alloc_n(s->gone.len + 1, sizeof *gone), *come = mem_alloc_n(s->come.len + 1, sizeof *come);
	const Bag **bodies = mem_alloc_n(s->come.len + 1, sizeof *bodies);
	double *like = mem_alloc_n(s->come.len + 1, sizeof *like);
	Candidates c = { 0 };
	BagIndex *x;

	for (size_t k = 0; k < s->come.len; k++)
		bodies[k] = &s->come.v[k].body;
	x = bag_index(bodies, s->come.len);
	for (size_t i = 0; i < s->gone.len; i++) {
		bag_index_like(x, &s->gone.v[i].body, like);
		for (size_t k = 0; k < s->come.len; k++)
			pair(&s->gone.v[i], &s->come.v[k], like[k], i, k, &c);
	}
	bag_index_free(x);
	free(bodies);
	free(like);
	sort(&c);
	for (size_t i = 0; i < c.len; i++) {
		const Loose *from = &s->gone.v[c.v[i].gone], *to = &s->come.v[c.v[i].come];

		if (gone[c.v[i].gone] || come[c.v[i].come])
			continue;
		gone[c.v[i].gone] = come[c.v[i].come] = true;
		VEC_PUSH(&out->carried, ((CarriedPart){ from->file, from->part, to->file, to->part, c.v[i].how }));
	}
	if (out->carried.len > 1)
		qsort(out->carried.v, out->carried.len, sizeof out->carried.v[0], by_place);
	VEC_FREE(&c);
	free(gone);
	free(come);
}

static void looses_free(Looses *l)
{
	for (size_t i = 0; i < l->len; i++)
		VEC_FREE(&l->v[i].body);
	VEC_FREE(l);
}

void across_read(const AcrossFile *files, size_t n, Across *out)
{
	Search s = { .words = intern_new(), .titles = intern_new() };

	*out = (Across){ .n = n };
	out->was_of = mem_alloc_n(n + 1, sizeof *out->was_of);
	out->now_of = mem_alloc_n(n + 1, sizeof *out->now_of);
	match_files(files, n, s.words, out);
	for (size_t i = 0; i < n; i++)
		find_loose(&s, files, out, i);
	find_carried(&s, out);
	looses_free(&s.gone);
	looses_free(&s.come);
	intern_free(s.words);
	intern_free(s.titles);
}

void across_free(Across *a)
{
	VEC_FREE(&a->carried);
	free(a->was_of);
	free(a->now_of);
	*a = (Across){ 0 };
}
