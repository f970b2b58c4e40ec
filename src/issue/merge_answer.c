/* What a person answered to a join's questions: whose text stands, where it stands, and what goes. */
#include <stdlib.h>

#include "issue/item_parts.h"
#include "issue/merge_parts.h"
#include "issue/pick.h"

/* What both added under one title. */
static ptrdiff_t added_alike(const Merge *m, Who who, Slice title)
{
	const Version *v = &m->v[who];

	for (size_t i = PART_FIRST; i < v->cut.parts.len; i++) {
		Str a = STR_EMPTY, b = STR_EMPTY;
		bool same;

		if (v->m.b_to_a[i] >= 0)
			continue;
		title_fold(title, &a);
		title_fold(v->cut.parts.v[i].title, &b);
		same = slice_eq(str_slice(&a), str_slice(&b));
		str_free(&a);
		str_free(&b);
		if (same)
			return (ptrdiff_t)i;
	}
	return -1;
}

/* Also under the title that it has on that side now. */
static ptrdiff_t is_now(const Merge *m, Who who, size_t base)
{
	ptrdiff_t i = merge_part_in(m, who, base);

	if (i < 0 && who != BASE) {
		i = m->v[who].like.a_to_b[base];
		if (i >= 0 && m->v[who].m.b_to_a[i] >= 0)
			i = -1;
	}
	return i;
}

void merge_where(const Merge *m, const char *kind, Who who, size_t part, ptrdiff_t out[MERGE_SIDES])
{
	ptrdiff_t base = who == BASE ? (ptrdiff_t)part : m->v[who].m.b_to_a[part];

	for (Who side = BASE; side <= THEIRS; side++) {
		if (side == who)
			out[side] = (ptrdiff_t)part;
		else if (base >= 0)
			out[side] = is_now(m, side, (size_t)base);
		else if (side != BASE && strcmp(kind, "add-add") == 0)
			out[side] = added_alike(m, side, m->v[who].cut.parts.v[part].title);
		else
			out[side] = -1;
	}
}

/* Of what base has: the side's text stands, and what the other made of it under a new title goes. */
static void decide(Merge *m, size_t base, const MergeAnswer *a, const ptrdiff_t where[MERGE_SIDES])
{
	Who who = a->choice == CHOICE_THEIRS || (a->choice == CHOICE_TEXT && where[OURS] < 0) ? THEIRS : OURS, other = who == OURS ? THEIRS : OURS;
	Verdict *v = &m->verdicts[base];

	v->decided = true;
	v->who = who;
	v->text = a->choice == CHOICE_TEXT ? a : NULL;
	if (where[who] >= 0 && merge_part_in(m, who, base) < 0)
		m->v[who].own[where[who]] = v->text;
	if (where[other] >= 0 && merge_part_in(m, other, base) < 0)
		m->v[other].dropped[where[other]] = true;
}

static void decide_new(Merge *m, const MergeAnswer *a, const ptrdiff_t where[MERGE_SIDES])
{
	Who who = a->choice == CHOICE_THEIRS || (a->choice == CHOICE_TEXT && where[OURS] < 0) ? THEIRS : OURS, other = who == OURS ? THEIRS : OURS;

	if (where[who] >= 0)
		m->v[who].own[where[who]] = a->choice == CHOICE_TEXT ? a : NULL;
	if (where[other] >= 0)
		m->v[other].dropped[where[other]] = true;
}

static const MergeAnswer *find(const Merge *m, const char *kind, const char *chain)
{
	for (size_t i = 0; i < m->n; i++) {
		const MergeAnswer *a = &m->answers[i];

		if (strcmp(a->kind, kind) == 0 && (a->chain && chain ? strcmp(a->chain, chain) == 0 : a->chain == chain))
			return a;
	}
	return NULL;
}

bool merge_take_answer(Merge *m, const char *kind, const char *chain, const ptrdiff_t where[MERGE_SIDES])
{
	const MergeAnswer *a = find(m, kind, chain);

	if (!a)
		return false;
	if (strcmp(kind, "meta") == 0)
		VEC_PUSH(&m->keys, a);
	else if (!chain && strcmp(kind, "title") != 0)
		m->whole = a;
	else if (strcmp(kind, "order") == 0)
		m->verdicts[where[BASE]].place = a;
	else if (where[BASE] >= 0)
		decide(m, (size_t)where[BASE], a, where);
	else
		decide_new(m, a, where);
	return true;
}

/* ---- the header ---- */

static Slice header_of(const Merge *m, Who who)
{
	return merge_own(m, who, 0);
}

/* Lines as a person gave them, in the place of theirs. */
static bool put_lines(Slice header, Slice name, Slice lines, Str *out)
{
	Cut c;
	const HeaderField *f;

	cut_make(header, NULL, &c);
	f = header_name(&c.header, name);
	if (f) {
		str_add_slice(out, slice_sub(header, 0, f->from));
		str_add_slice(out, lines);
		if (lines.len && lines.p[lines.len - 1] != '\n')
			str_add_char(out, '\n');
		str_add_slice(out, slice_sub(header, f->to, header.len));
	}
	cut_free(&c);
	return f;
}

/* From theirs, with the keys that are to be ours; all of one side: its header, byte for byte. */
bool merge_header(const Merge *m, Str *out)
{
	Who one = BASE;
	bool mixed = false;

	if (!m->keys.len)
		return false;
	for (size_t i = 0; i < m->keys.len; i++) {
		const MergeAnswer *a = m->keys.v[i];

		mixed = mixed || a->choice == CHOICE_TEXT || (i > 0 && (Who)a->choice != one);
		one = (Who)a->choice;
		if (a->chain)
			continue;
		str_add_slice(out, one == BASE ? a->text : header_of(m, one));
		return true;
	}
	str_add_slice(out, header_of(m, mixed ? THEIRS : one));
	for (size_t i = 0; mixed && i < m->keys.len; i++) {
		const MergeAnswer *a = m->keys.v[i];
		Slice name = slice_c(a->chain + 1), ours = header_of(m, OURS);
		Str next = STR_EMPTY;
		bool done = a->choice == CHOICE_THEIRS;

		if (a->choice == CHOICE_OURS)
			done = !pick_change(str_slice(out), ours, ADDR_KEY, name, &next);
		else if (a->choice == CHOICE_TEXT && !(done = put_lines(str_slice(out), name, a->text, &next))) {
			/* theirs lacks it: ours' place first */
			Str placed = STR_EMPTY;

			done = !pick_change(str_slice(out), ours, ADDR_KEY, name, &placed) && put_lines(str_slice(&placed), name, a->text, &next);
			str_free(&placed);
		}
		if (done && a->choice != CHOICE_THEIRS) {
			str_free(out);
			*out = next;
		} else {
			str_free(&next);
		}
	}
	return true;
}
