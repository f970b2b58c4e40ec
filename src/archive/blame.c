/* Blame of a target: its text of now, with the credits that its life gave it. */
#include "archive/blame.h"

#include <stdlib.h>

#include "archive/blame_life.h"
#include "archive/draft.h"
#include "base/words.h"

#define LEAD 2	/* the index of that part */

typedef struct {
	Archive *a;
	const Target *t;
	Blame *out;
	Life *life;
	IssueText text;
	BlameText *now;
	Draft *draft;		/* that the text is of, or NULL */
} Reading;

/* ---- the text of now ---- */

/* Items that a draft brought from other issues are as old as they were there. */
static const Err *take_moves(Reading *r, uint32_t number)
{
	const DraftMoves *moves = draft_moves(r->draft);
	const Err *err = NULL;
	Cut cut;

	cut_make(str_slice(&r->text.text), NULL, &cut);
	for (size_t i = 0; i < moves->len && !err; i++) {
		const DraftMove *m = &moves->v[i];
		ptrdiff_t part = m->left ? -1 : cut_find_chain(&cut, slice_c(m->here));

		if (part >= PART_FIRST && blame_is_new(r->now, (size_t)part))
			err = life_came_from(r->life, r->now, (size_t)part, number, m->path, slice_c(m->there), &archive_head(r->a)->tip);
	}
	cut_free(&cut);
	return err;
}

static const Err *read_life(Reading *r)
{
	Oid base = r->text.blob;
	uint32_t number;
	const Err *err = NULL;

	if (r->text.draft && !(err = draft_peek_nth(&r->draft, r->a, r->t->path, r->t->draft)))
		base = draft_info(r->draft)->base_blob;
	if (!err)
		err = life_read(r->life, r->t, &base);
	if (err)
		return err;
	number = life_not_recorded(r->life);
	r->now = life_now(r->life, str_slice(&r->text.text), number);
	return r->draft ? take_moves(r, number) : NULL;
}

/* ---- what is asked ---- */

static void add_part(const Reading *r, size_t part, size_t base)
{
	size_t from = blame_part(r->now, part)->from;

	for (size_t i = 0; i < blame_count(r->now, part); i++) {
		Blamed b = blame_get(r->now, part, i);

		if (!b.sentence->words || from + b.sentence->start < base)
			continue;
		VEC_PUSH(&r->out->sentences, ((BlameSentence){ .from = from + b.sentence->start - base, .to = from + b.sentence->end - base,
		    .word = from + b.sentence->word - base, .text = slice_dup(b.sentence->text), .block = b.sentence->first, .first = b.credit.first, .since = b.credit.since }));
	}
}

static const Err *add_target(const Reading *r)
{
	size_t from = 0, to = 0, n = blame_parts(r->now);
	const Err *err;
	Cut cut;

	cut_make(str_slice(&r->text.text), NULL, &cut);
	err = target_span(r->t, str_slice(&r->text.text), &cut, &from, &to);
	for (size_t i = 1; i < n && !err; i++) {	/* behind the header */
		bool asked = r->t->part == ADDR_ISSUE || (r->t->part == ADDR_LEAD && i == LEAD) ||
		    (r->t->part == ADDR_ITEM && i >= PART_FIRST && cut.parts.v[i].from == from);

		if (asked)
			add_part(r, i, from);
	}
	cut_free(&cut);
	return err;
}

const Err *blame_read(Archive *a, const Target *t, Blame *out)
{
	Reading r = { .a = a, .t = t, .out = out };
	const Err *err;

	out->address = mem_dup(t->address);
	if (t->part == ADDR_KEY)
		return err_new(ERR_USAGE, _("%s is a header field, which has no sentences; “blad log” tells its versions"), t->address);
	r.life = life_open(a, out);
	err = target_text(a, t, &r.text);
	blob_id(str_slice(&r.text.text), &out->text);
	if (!err)
		err = read_life(&r);
	if (!err)
		err = add_target(&r);
	draft_close(r.draft);
	blame_text_free(r.now);
	issue_text_free(&r.text);
	life_free(r.life);
	return err_wrap(err, _("reading who wrote %s"), t->address);
}

void blame_free(Blame *b)
{
	for (size_t i = 0; i < b->versions.len; i++) {
		person_free(&b->versions.v[i].author);
		free(b->versions.v[i].message);
	}
	for (size_t i = 0; i < b->sentences.len; i++)
		free(b->sentences.v[i].text);
	VEC_FREE(&b->versions);
	VEC_FREE(&b->sentences);
	free(b->address);
	free(b->missing);
	b->address = b->missing = NULL;
}
