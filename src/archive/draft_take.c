/* Drafts of what a person wrote into the work tree. */
#include "archive/draft_take.h"

#include "archive/draft_inside.h"
#include "base/words.h"
#include "issue/merge.h"

#define NTH_MAX 9

void hand_text_free(HandText *h)
{
	str_free(&h->base);
	str_free(&h->text);
}

bool draft_is_stored(const Draft *d)
{
	return d->s.root >= 0;
}

const Err *draft_take(Draft *d, const HandText *h)
{
	DraftMeta *m = &d->s.meta;

	m->base_commit = h->base_commit;
	m->base_blob = h->base_blob;
	m->charset = h->charset;
	m->taken = h->file;
	m->staged = h->staged;
	draft_set_text(&d->s.base, str_slice(&h->base));
	draft_set_text(&d->s.text, str_slice(&h->text));
	return draft_save_now(d);
}

static bool join(Slice base, Slice ours, Slice theirs, Str *out)
{
	Conflicts conflicts = { 0 };
	bool joined = merge_texts(base, ours, theirs, out, &conflicts);

	conflicts_free(&conflicts);
	return joined;
}

/* What both were made from: the file's text when it was taken before, a common base, else the tip, on which both are set. */
static const Err *join_hand(Draft *d, const HandText *h, Str *out)
{
	Str base = STR_EMPTY, text = STR_EMPTY;
	Charset cs;
	const Err *err = NULL;
	bool joined;

	if (!oid_is_zero(&d->s.meta.taken) && !archive_blob_text(d->a, &d->s.meta.taken, d->info.path, &base, &cs)) {
		joined = join(str_slice(&base), draft_text(d), str_slice(&h->text), out);
	} else if (oid_eq(&d->s.meta.base_blob, &h->base_blob)) {
		joined = join(draft_base(d), draft_text(d), str_slice(&h->text), out);
	} else {
		if ((err = draft_rebase(d)))
			goto done;
		joined = join(str_slice(&h->base), str_slice(&h->text), draft_base(d), &text) &&
		    join(draft_base(d), draft_text(d), str_slice(&text), out);
	}
	if (!joined)
		err = err_new(ERR_DECIDE, _("the draft of %s and its file hold different changes of the same"), d->info.address);
done:
	str_free(&base);
	str_free(&text);
	return err;
}

const Err *draft_take_too(Draft *d, const HandText *h)
{
	DraftMeta *m = &d->s.meta;
	Oid taken = m->taken, staged = m->staged;
	Str joined = STR_EMPTY, was = STR_EMPTY;
	const Err *err = NULL;

	if (m->charset.bom != h->charset.bom || m->charset.cp1252 != h->charset.cp1252)
		err = err_new(ERR_DECIDE, _("the draft of %s and its file are in different character sets"), d->info.address);
	if (!err)
		err = join_hand(d, h, &joined);
	if (err)
		goto done;
	was = d->s.text;
	d->s.text = joined;
	joined = STR_EMPTY;
	m->taken = h->file;
	m->staged = h->staged;
	if ((err = draft_save_now(d))) {
		draft_set_text(&d->s.text, str_slice(&was));
		m->taken = taken;
		m->staged = staged;
	}
done:
	str_free(&was);
	str_free(&joined);
	return err;
}

const Err *draft_take_beside(Archive *a, const char *path, const HandText *h, char **address)
{
	Draft *d = NULL;
	const Err *err = NULL;

	for (int n = 1; n <= NTH_MAX && !err && !d; n++) {
		char *id = store_id(a, path, n);

		if (!store_has(a, id))
			err = draft_open_nth(&d, a, path, n);
		vec_release(id);
		if (d && draft_is_stored(d)) {	/* somebody was faster */
			draft_close(d);
			d = NULL;
		}
	}
	if (!err && !d)
		err = err_new(ERR_FAIL, _("%s has %d drafts already; record or drop one first"), path, NTH_MAX);
	if (!err)
		err = draft_take(d, h);
	if (!err)
		*address = mem_dup(draft_info(d)->address);
	draft_close(d);
	return err;
}

bool draft_taken(const Draft *d, Oid *file, Oid *staged)
{
	*file = d->s.meta.taken;
	*staged = d->s.meta.staged;
	return !oid_is_zero(file);
}

char *draft_that_took(Archive *a, const char *path, const Oid *file)
{
	StoreNumbers all = { 0 };
	char *found = NULL;

	store_numbers(a, path, &all);
	for (size_t i = 0; i < all.len && !found; i++) {
		Draft *d = NULL;
		Oid taken, staged;

		if (draft_peek_nth(&d, a, path, all.v[i]))
			continue;
		if (draft_taken(d, &taken, &staged) && oid_eq(&taken, file))
			found = mem_dup(draft_info(d)->address);
		draft_close(d);
	}
	VEC_FREE(&all);
	return found;
}
