/* What a join asks and tells, as objects: their answers' names, their end, and a text to begin an answer with. */
#include <stdlib.h>

#include "base/intern.h"
#include "base/lcs.h"
#include "base/utf8.h"
#include "issue/diff_words.h"
#include "issue/merge_hunks.h"

const char *choice_name(MergeChoice c)
{
	static const char *const names[MERGE_CHOICES] = { "text", "ours", "theirs", "both", "next" };

	return names[c];
}

bool conflict_takes(const Conflict *c, MergeChoice choice)
{
	bool published = strcmp(c->kind, "published") == 0;

	switch (choice) {
	case CHOICE_TEXT:
		return !published;
	case CHOICE_BOTH:
		return c->chain && (strcmp(c->kind, "body") == 0 || strcmp(c->kind, "add-add") == 0);
	case CHOICE_NEXT:
		return published;
	default:
		return true;
	}
}

void conflict_free(Conflict *c)
{
	free(c->kind);
	free(c->path);
	free(c->title);
	free(c->chain);
	for (int who = 0; who < MERGE_SIDES; who++)
		str_free(&c->text[who]);
	memset(c, 0, sizeof *c);
}

void conflicts_free(Conflicts *c)
{
	for (size_t i = 0; i < c->len; i++)
		conflict_free(&c->v[i]);
	VEC_FREE(c);
}

void merged_free(Merged *m)
{
	for (size_t i = 0; i < m->n; i++)
		str_free(&m->files[i].text);
	free(m->files);
	conflicts_free(&m->conflicts);
	for (size_t i = 0; i < m->notices.len; i++) {
		free(m->notices.v[i].kind);
		free(m->notices.v[i].path);
		free(m->notices.v[i].item);
	}
	VEC_FREE(&m->notices);
	*m = (Merged){ 0 };
}

bool text_has_markers(Slice text)
{
	static const char *const marks[] = { "<<<<<<<", ">>>>>>>", "|||||||" };

	while (text.len > 0) {
		Slice line = slice_chomp(slice_line(&text));

		for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
			if (slice_starts(line, marks[i]) && (line.len == strlen(marks[i]) || line.p[strlen(marks[i])] == ' '))
				return true;
	}
	return false;
}

/* ---- word by word ---- */

typedef struct {
	Slice text;
	Words words;
	uint32_t *numbers;
	size_t n;
} Row;

static void row_read(Row *r, Slice text, Intern *in)
{
	r->text = text;
	words_read(text, in, &r->words);
	r->n = r->words.len;
	r->numbers = mem_alloc_n(r->n + 1, sizeof *r->numbers);
	for (size_t i = 0; i < r->n; i++)
		r->numbers[i] = r->words.v[i].number;
}

/* Without a base, what both have in one order stands for it. */
static void row_common(Row *base, const Row *ours, const Row *theirs)
{
	LcsPair *pairs = mem_alloc_n((ours->n < theirs->n ? ours->n : theirs->n) + 1, sizeof *pairs);

	base->n = lcs(ours->numbers, ours->n, theirs->numbers, theirs->n, pairs, NULL);
	base->numbers = mem_alloc_n(base->n + 1, sizeof *base->numbers);
	for (size_t i = 0; i < base->n; i++)
		base->numbers[i] = ours->numbers[pairs[i].a];
	free(pairs);
}

static bool ends_in_space(const Str *s)
{
	return s->len == 0 || strchr(" \t\n", s->p[s->len - 1]);
}

/* The words with what stands before each of them. */
static void put_words(const Row *r, size_t from, size_t to, bool parted, Str *out)
{
	for (size_t i = from; i < to; i++) {
		size_t begin = i ? r->words.v[i - 1].to : 0;

		if (i == from && parted && !ends_in_space(out) && begin == r->words.v[i].from)
			str_add_char(out, ' ');
		str_add_slice(out, slice_sub(r->text, begin, r->words.v[i].to));
	}
}

static void join_words(const Row row[MERGE_SIDES], Str *out)
{
	ThreeRows rows;
	Hunks hunks = { 0 };

	for (int who = 0; who < MERGE_SIDES; who++) {
		rows.v[who] = row[who].numbers;
		rows.n[who] = row[who].n;
	}
	hunks_read(&rows, &hunks);
	for (size_t i = 0; i < hunks.len; i++) {
		const Hunk *h = &hunks.v[i];
		bool clash = h->kind == HUNK_CLASH;

		if (clash || h->kind == HUNK_THEIRS)
			put_words(&row[MERGE_THEIRS], h->from[MERGE_THEIRS], h->to[MERGE_THEIRS], false, out);
		if (h->kind != HUNK_THEIRS)
			put_words(&row[MERGE_OURS], h->from[MERGE_OURS], h->to[MERGE_OURS], clash && h->to[MERGE_THEIRS] > h->from[MERGE_THEIRS], out);
	}
	VEC_FREE(&hunks);
}

void conflict_words(const Conflict *c, Str *out)
{
	Row row[MERGE_SIDES] = { 0 };
	Intern *in;
	Slice ours = str_slice(&c->text[MERGE_OURS]);

	if (!c->has[MERGE_OURS] || !c->has[MERGE_THEIRS]) {
		str_add_slice(out, str_slice(&c->text[c->has[MERGE_OURS] ? MERGE_OURS : MERGE_THEIRS]));
		return;
	}
	in = intern_new();
	row_read(&row[MERGE_OURS], ours, in);
	row_read(&row[MERGE_THEIRS], str_slice(&c->text[MERGE_THEIRS]), in);
	if (c->has[MERGE_BASE])
		row_read(&row[MERGE_BASE], str_slice(&c->text[MERGE_BASE]), in);
	else
		row_common(&row[MERGE_BASE], &row[MERGE_OURS], &row[MERGE_THEIRS]);
	join_words(row, out);
	if (row[MERGE_OURS].n)
		str_add_slice(out, slice_sub(ours, row[MERGE_OURS].words.v[row[MERGE_OURS].n - 1].to, ours.len));
	for (int who = 0; who < MERGE_SIDES; who++) {
		VEC_FREE(&row[who].words);
		free(row[who].numbers);
	}
	intern_free(in);
}
