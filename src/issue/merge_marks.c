/* Markers round items: one text is joined with an answer to each question, and what stands there is put beside what the sides have. */
#include "issue/merge_marks.h"

#include <stdlib.h>

#include "issue/item_write.h"

#define ROUNDS_MAX 8

typedef VEC(MergeAnswer) Answers;

typedef struct {
	const MergeFile *file;
	Str text;		/* answered such that one text stands for each question */
	Cut cut;
} Joined;

/* Where a side has nothing, the other one's text is the one to stand. */
static MergeChoice stands(const Conflict *c, MergeSide wanted)
{
	MergeSide who = c->has[wanted] ? wanted : wanted == MERGE_OURS ? MERGE_THEIRS : MERGE_OURS;

	return who == MERGE_OURS ? CHOICE_OURS : CHOICE_THEIRS;
}

static void join(const MergeFile *file, MergeSide wanted, Joined *out)
{
	Merged m[ROUNDS_MAX];
	Answers answers = { 0 };
	int n = 0;

	do {
		merge_files(file, 1, answers.v, answers.len, &m[n]);
		for (size_t i = 0; i < m[n].conflicts.len; i++) {
			const Conflict *c = &m[n].conflicts.v[i];

			VEC_PUSH(&answers, ((MergeAnswer){ .kind = c->kind, .path = c->path, .chain = c->chain, .choice = stands(c, wanted) }));
		}
	} while (m[n++].conflicts.len > 0 && n < ROUNDS_MAX);
	*out = (Joined){ .file = file };
	str_add_slice(&out->text, str_slice(&m[n - 1].files[0].text));
	cut_make(str_slice(&out->text), NULL, &out->cut);
	while (n > 0)
		merged_free(&m[--n]);
	VEC_FREE(&answers);
}

static void joined_free(Joined *j)
{
	cut_free(&j->cut);
	str_free(&j->text);
}

/* Where what is asked about stands in the text; false: nowhere that could be told. */
static bool find(const Joined *j, const Conflict *c, size_t *from, size_t *to)
{
	const HeaderField *f = c->chain && c->chain[0] == ':' ? header_name(&j->cut.header, slice_c(c->chain + 1)) : NULL;
	ptrdiff_t part = !c->chain ? 1 : c->chain[0] ? cut_find_chain(&j->cut, slice_c(c->chain)) : 2;

	if (c->chain && c->chain[0] == ':') {
		*from = f ? f->from : 0;
		*to = f ? f->to : 0;
		return f;
	}
	if ((!c->chain && strcmp(c->kind, "title") != 0) || part < 0)
		return false;
	*from = j->cut.parts.v[part].from;
	*to = j->cut.parts.v[part].to;
	return true;
}

/* A side's text of it: with what is joined in the same item, where that can be found. */
static Slice side_text(const Joined *j, const Conflict *c, MergeSide who)
{
	size_t from, to;

	if (!c->has[who])
		return slice("", 0);
	if (strcmp(c->kind, "edit-delete") == 0 || !find(j, c, &from, &to))
		return str_slice(&c->text[who]);
	return slice_sub(str_slice(&j->text), from, to);
}

typedef struct {
	const Conflict *c;
	size_t from, to;
} Place;

static int by_place(const void *x, const void *y)
{
	const Place *a = x, *b = y;

	return (a->from > b->from) - (a->from < b->from);
}

static void put_text(Slice s, const char *nl, Str *out)
{
	size_t blank = 0;
	Slice rest = s;

	while (rest.len > 0 && slice_trim(slice_line(&rest)).len == 0)
		blank = s.len - rest.len;
	s = slice_sub(s, blank, text_tail(s, blank));
	text_add_lines(s, nl, out);
	if (s.len > 0)
		str_add_c(out, nl);
}

static void put_marked(Slice ours, Slice theirs, const char *nl, Str *out)
{
	if (out->len > 0 && out->p[out->len - 1] != '\n')
		str_add_c(out, nl);
	str_printf(out, "<<<<<<< ours%s", nl);
	put_text(ours, nl, out);
	str_printf(out, "=======%s", nl);
	put_text(theirs, nl, out);
	str_printf(out, ">>>>>>> theirs%s", nl);
}

/* The white space behind an item, but for the line end that the last marker has. */
static Slice behind(Slice text, size_t from, size_t to)
{
	Slice tail = slice_sub(text, text_tail(slice_sub(text, 0, to), from), to);

	slice_line(&tail);
	return tail;
}

void merge_marks(const MergeFile *file, const Conflicts *asked, Str *out)
{
	Joined ours, theirs;
	VEC(Place) places = { 0 };
	const char *nl = text_nl(file->text[MERGE_OURS]);
	size_t done = 0;
	bool whole = false;
	Slice text;

	join(file, MERGE_OURS, &ours);
	join(file, MERGE_THEIRS, &theirs);
	text = str_slice(&ours.text);
	for (size_t i = 0; i < asked->len; i++) {
		Place p = { .c = &asked->v[i] };

		whole = whole || !find(&ours, p.c, &p.from, &p.to);
		VEC_PUSH(&places, p);
	}
	if (places.len > 1)
		qsort(places.v, places.len, sizeof places.v[0], by_place);
	for (size_t i = 0; i < places.len && !whole; i++) {
		const Place *p = &places.v[i];

		if (i > 0 && p->from == p[-1].from)
			continue;	/* its title and its body are one text */
		str_add_slice(out, slice_sub(text, done, p->from));
		put_marked(side_text(&ours, p->c, MERGE_OURS), side_text(&theirs, p->c, MERGE_THEIRS), nl, out);
		str_add_slice(out, behind(text, p->from, p->to));
		done = p->to;
	}
	if (whole)
		put_marked(str_slice(&ours.text), str_slice(&theirs.text), nl, out);
	else
		str_add_slice(out, slice_sub(text, done, text.len));
	VEC_FREE(&places);
	joined_free(&ours);
	joined_free(&theirs);
}
