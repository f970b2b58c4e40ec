/* Which drafts, and how much of each, become the next version. */
#include "archive/record_collect.h"

#include <stdlib.h>

#include "base/words.h"
#include "issue/merge.h"
#include "issue/pick.h"

static Entry *entry_of(Entries *es, const char *path)
{
	for (size_t i = 0; i < es->len; i++)
		if (strcmp(draft_info(es->v[i].draft)->path, path) == 0)
			return &es->v[i];
	return NULL;
}

static const Err *open_draft(Archive *a, const char *path, int nth, Draft **out)
{
	Draft *look = NULL;
	/* Opening would begin one. */
	const Err *err = draft_peek_nth(&look, a, path, nth);

	draft_close(look);
	return err ? err : draft_open_nth(out, a, path, nth);
}

static const Err *add_entry(Archive *a, const char *path, int nth, Entries *out, Entry **entry)
{
	Draft *d = NULL;
	const Err *err = open_draft(a, path, nth, &d);

	if (!err)
		err = draft_rebase(d);
	if (!err && text_has_markers(draft_text(d)))
		err = err_new(ERR_DECIDE, _("%s holds conflict markers (<<<<<<<); settle them in the text first"), draft_info(d)->address);
	if (err) {
		draft_close(d);
		return err;
	}
	*VEC_ADD(out) = (Entry){ .draft = d };
	*entry = VEC_LAST(out);
	return NULL;
}

static void take_whole(Entry *e)
{
	str_clear(&e->text);
	str_add_slice(&e->text, draft_text(e->draft));
	e->whole = true;
}

static bool is_new_issue(const Entry *e)
{
	return oid_is_zero(&draft_info(e->draft)->base_blob);
}

/* ---- some of them ---- */

static bool is_below(const char *chain, const char *above)
{
	size_t n = strlen(above);

	return strncmp(chain, above, n) == 0 && (chain[n] == '\0' || chain[n] == '/');
}

/* What is below an item that came from another issue can only come with it. */
static const char *moved_above(const Entry *e, const char *chain)
{
	const DraftMoves *moves = draft_moves(e->draft);

	for (size_t i = 0; i < moves->len; i++)
		if (!moves->v[i].left && is_below(chain, moves->v[i].here))
			return moves->v[i].here;
	return chain;
}

static bool has_item(const Entry *e, const char *chain)
{
	for (size_t i = 0; i < e->items.len; i++)
		if (is_below(chain, e->items.v[i]))
			return true;
	return false;
}

static const Err *take_part(Entry *e, AddrPart part, const char *chain)
{
	Str picked = STR_EMPTY;
	const Err *err = pick_change(str_slice(&e->text), draft_text(e->draft), part, slice_c(chain), &picked);

	if (err) {
		str_free(&picked);
		return err;
	}
	str_free(&e->text);
	e->text = picked;
	if (part == ADDR_ITEM)
		names_add(&e->items, chain);
	return NULL;
}

static const Err *collect_target(Archive *a, const Target *t, Entries *out)
{
	Entry *e = entry_of(out, t->path);
	const Err *err = draft_waits(a, t->path, t->draft);

	if (err)
		return err;
	if (!e) {
		err = add_entry(a, t->path, t->draft, out, &e);
		if (err && err_kind(err) == ERR_NONE)
			return err_new(ERR_NONE, _("%s has no draft, so there is nothing to record"), t->address);
		if (err)
			return err;
		str_add_slice(&e->text, draft_base(e->draft));
	}
	if (e->whole)
		return NULL;
	if (t->part == ADDR_ISSUE || is_new_issue(e)) {
		take_whole(e);
		return NULL;
	}
	return err_wrap(take_part(e, t->part, t->part == ADDR_ITEM ? moved_above(e, t->chain) : t->chain), "%s", t->address);
}

static const Err *take_counterpart(Archive *a, const char *path, const DraftMove *m, Entries *out)
{
	Entry *e = entry_of(out, m->path);
	const Err *err = NULL;

	if (!e) {
		err = add_entry(a, m->path, 0, out, &e);
		if (err)	/* recorded or dropped by itself */
			return err_kind(err) == ERR_NONE ? NULL : err;
		str_add_slice(&e->text, draft_base(e->draft));
	}
	if (e->whole || has_item(e, m->there))
		return NULL;
	if (is_new_issue(e)) {
		take_whole(e);
		return NULL;
	}
	err = take_part(e, ADDR_ITEM, m->there);
	if (err && err_kind(err) == ERR_NONE)
		err = err_new(ERR_DECIDE, _("an item was moved between %s and %s and has changed its place there since; record both issues as a whole"), path, m->path);
	return err;
}

/* The list grows on the way: what comes along may have its own company. */
static const Err *collect_counterparts(Archive *a, Entries *out)
{
	const Err *err = NULL;

	for (size_t i = 0; !err && i < out->len; i++) {
		for (size_t k = 0; !err && k < draft_moves(out->v[i].draft)->len; k++) {
			const Entry *e = &out->v[i];
			const DraftMove *m = &draft_moves(e->draft)->v[k];

			if (e->whole || has_item(e, m->here))
				err = take_counterpart(a, draft_info(e->draft)->path, m, out);
		}
	}
	return err;
}

/* ---- all of them ---- */

static const Err *collect_draft(Archive *a, const DraftInfo *info, Entries *out, Names *held)
{
	Entry *e = NULL;
	const Err *err;

	if (info->aside) {
		Str words = STR_EMPTY;

		draft_left_words(info, &words);
		names_take(held, str_steal(&words));
		return NULL;
	}
	err = add_entry(a, info->path, 0, out, &e);
	if (!err) {
		take_whole(e);
	} else if (err_kind(err) == ERR_BUSY || err_kind(err) == ERR_DECIDE) {
		names_add(held, err_text(err));
		err = NULL;
	} else if (err_kind(err) == ERR_NONE) {
		err = NULL;	/* ended by another process meanwhile */
	}
	return err;
}

void entry_free(Entry *e)
{
	str_free(&e->text);
	names_free(&e->items);
	draft_close(e->draft);
}

void entries_free(Entries *es)
{
	for (size_t i = 0; i < es->len; i++)
		entry_free(&es->v[i]);
	VEC_FREE(es);
}

/* Half of a move would lose the item, or have it twice. */
static bool is_half(Archive *a, Entries *es, const Entry *e, const char **other)
{
	const DraftMoves *moves = draft_moves(e->draft);

	for (size_t i = 0; i < moves->len; i++) {
		Draft *d = NULL;

		if (entry_of(es, moves->v[i].path) || draft_peek(&d, a, moves->v[i].path))
			continue;
		draft_close(d);
		*other = moves->v[i].path;
		return true;
	}
	return false;
}

static void hold_halves(Archive *a, Entries *es, Names *held)
{
	for (size_t i = 0; i < es->len;) {
		const char *other;

		if (!is_half(a, es, &es->v[i], &other)) {
			i++;
			continue;
		}
		names_take(held, mem_printf(_("%s waits for %s: an item was moved between them"), draft_info(es->v[i].draft)->address, other));
		entry_free(&es->v[i]);
		es->len--;
		memmove(&es->v[i], &es->v[i + 1], (es->len - i) * sizeof *es->v);
		i = 0;		/* others may wait for this one */
	}
}

static const Err *collect_all(Archive *a, Entries *out, Names *held)
{
	DraftList list = { 0 };
	const Err *bad = drafts_list(a, &list), *err = NULL;

	if (bad)
		names_add(held, err_text(bad));
	for (size_t i = 0; !err && i < list.len; i++)
		err = collect_draft(a, &list.v[i], out, held);
	if (!err)
		hold_halves(a, out, held);
	drafts_list_free(&list);
	return err;
}

const Err *entries_collect(Archive *a, const Target *targets, size_t n, Entries *out, Names *held)
{
	const Err *err = NULL;

	if (!n)
		return collect_all(a, out, held);
	for (size_t i = 0; !err && i < n; i++)
		err = collect_target(a, &targets[i], out);
	return err ? err : collect_counterparts(a, out);
}
