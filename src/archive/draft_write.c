/* Writing a draft: whole texts by generations, typing by the journal, and other folders when the disk will have neither. */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "archive/answers.h"
#include "archive/draft_inside.h"
#include "archive/draft_join.h"
#include "base/words.h"
#include "issue/merge.h"

static const Err *refused(const Draft *d, const Err *err)
{
	return err_wrap(err, _("the draft of %s cannot be written in any folder; nothing more is taken until there is room"),
	    d->info.address);
}

/* The whole of d->s in one root, as its next generation. */
static const Err *persist_in(Draft *d, int root, bool new_base)
{
	const Err *err = draft_hold(d, (PrivateRoot)root);

	if (!err)
		err = store_save(d->a, (PrivateRoot)root, &d->s, new_base);
	if (err)
		return err;
	draft_journal_end(d);
	draft_set_text(&d->loaded, draft_text(d));
	draft_inform(d);
	/* What lay in a folder that only took its place is older now. */
	for (int r = root + 1; r < PRIVATE_ROOTS; r++)
		store_remove_in(d->a, (PrivateRoot)r, d->s.id);
	return NULL;
}

/* In the best folder that takes it; but: a root that just failed. */
static const Err *persist(Draft *d, bool new_base, int but)
{
	const Err *first = NULL;

	for (int r = d->home < 0 ? 0 : d->home; r < PRIVATE_ROOTS; r++) {
		const Err *err = r == but ? NULL : persist_in(d, r, new_base);

		if (!err && r != but)
			return NULL;
		if (err && err_kind(err) == ERR_BUSY && !first)
			return err;
		first = err_first(first, err);
	}
	return first ? first : err_new(ERR_FAIL, _("there is no other folder"));
}

/* ---- another process wrote in between ---- */

/* The draft becomes a second one, beside the one that somebody else wrote. */
static const Err *set_aside(Draft *d)
{
	int nth = d->info.nth;
	PrivateRoot home = d->home < 0 ? (PrivateRoot)0 : (PrivateRoot)d->home;
	const Err *err;

	for (int r = 0; r < PRIVATE_ROOTS; r++)
		draft_unlock(&d->locks[r]);
	draft_journal_end(d);
	d->s.root = -1;
	/* A number that is taken is another window's, also if it has not been written yet. */
	do {
		draft_unlock(&d->locks[home]);
		free(d->s.id);
		d->s.id = store_id(d->a, d->info.path, ++nth);
		err = store_has(d->a, d->s.id) ? NULL : draft_hold(d, home);
	} while (store_has(d->a, d->s.id) || (err && err_kind(err) == ERR_BUSY));
	draft_call(d, nth);
	return NULL;
}

/* If what lies on disk is not what was read, both are joined; where they cannot be, ours is set aside. */
static const Err *meet_other(Draft *d)
{
	StoredDraft other;
	Str joined = STR_EMPTY;
	Conflicts conflicts = { 0 };
	const Err *err = NULL;
	uint64_t there = store_generation(d->a, d->s.id);

	if (there == 0 || there == d->s.meta.generation)
		return NULL;
	err = store_load(d->a, d->s.id, &other);
	if (err)
		return err_kind(err) == ERR_NONE ? NULL : err;
	if (merge_texts(str_slice(&d->loaded), draft_text(d), str_slice(&other.text), &joined, &conflicts)) {
		draft_set_text(&other.text, str_slice(&joined));
		stored_free(&d->s);
		d->s = other;
		memset(&other, 0, sizeof other);
	} else {
		err = set_aside(d);
	}
	conflicts_free(&conflicts);
	str_free(&joined);
	stored_free(&other);
	return err;
}

/* ---- whole texts ---- */

static const Err *end_draft(Draft *d)
{
	const Err *err = store_remove(d->a, d->s.id, false);

	draft_journal_end(d);
	d->s.root = -1;
	d->s.journal = 0;
	d->s.meta.generation = 0;
	d->s.meta.taken = d->s.meta.staged = (Oid){ { 0 } };
	while (d->s.meta.moves.len)
		draft_meta_unpair(&d->s.meta, d->s.meta.moves.len - 1);
	draft_set_text(&d->loaded, draft_text(d));
	draft_inform(d);
	return err;
}

static const Err *not_for_writing(const Draft *d)
{
	return d->editing ? NULL : err_new(ERR_BUSY, _("%s was opened for reading only"), d->info.address);
}

const Err *draft_save_now(Draft *d)
{
	const Err *err = NULL;

	d->typed = false;
	err = meet_other(d);
	if (!err && draft_equals_tip(d, draft_text(d)))
		return end_draft(d);
	if (!err)
		err = persist(d, d->s.root < 0, -1);
	return err ? refused(d, err) : NULL;
}

const Err *draft_save(Draft *d, Slice text)
{
	const Err *err = not_for_writing(d);
	Str old = d->s.text;

	if (err)
		return err;
	if (d->s.root >= 0 && d->s.journal == 0 && !d->paired && slice_eq(text, str_slice(&d->loaded)) && slice_eq(text, draft_text(d)))
		return NULL;
	d->s.text = STR_EMPTY;
	draft_set_text(&d->s.text, text);
	str_free(&old);
	err = draft_save_now(d);
	d->paired = d->paired && err;
	return err;
}

void draft_finish(Draft *d)
{
	if (d->typed && d->s.root >= 0 && draft_save_now(d))
		draft_flush(d);		/* the journal holds it all the same */
}

/* ---- typing ---- */

static const Err *journal_begin(Draft *d)
{
	char *name;
	const Err *err;

	if (d->journal.fd >= 0)
		return NULL;
	d->journal_dir = open(d->s.dir, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (d->journal_dir < 0)
		return err_errno(_("opening %s"), d->s.dir);
	name = mem_printf("journal.%llu", (unsigned long long)d->s.meta.text);
	err = journal_open(&d->journal, d->journal_dir, name, d->s.meta.generation, d->s.journal);
	free(name);
	if (err)
		draft_journal_end(d);
	return err;
}

/* Where there is room for text and journal; else at least the text, here or anywhere. */
static const Err *relocate(Draft *d)
{
	int here = d->s.root;
	const Err *err = NULL;

	for (int r = d->home < 0 ? 0 : d->home; r < PRIVATE_ROOTS; r++) {
		if (r == here)
			continue;
		err = persist_in(d, r, true);
		if (!err)
			err = journal_begin(d);
		if (!err)
			return NULL;
	}
	return persist(d, true, -1);
}

static const Err *type_on_disk(Draft *d, size_t at, size_t n, Slice with)
{
	const Err *err = NULL;

	if (d->s.root < 0 || with.len > JOURNAL_BYTES / 2) {
		err = persist(d, d->s.root < 0, -1);
		if (!err)
			err = journal_begin(d);
		return err ? relocate(d) : NULL;
	}
	err = journal_begin(d);
	if (!err && !journal_fits(&d->journal, with)) {
		err = persist_in(d, d->s.root, false);
		return err ? relocate(d) : NULL;
	}
	if (!err)
		err = journal_add(&d->journal, at, n, with);
	return err ? relocate(d) : NULL;
}

const Err *draft_type(Draft *d, size_t at, size_t n, Slice with)
{
	const Err *err = not_for_writing(d);
	char *gone;

	if (err)
		return err;
	if (at > d->s.text.len || n > d->s.text.len - at)
		return err_new(ERR_FAIL, _("a change outside of the text of %s"), d->info.address);
	if (n == 0 && with.len == 0)
		return NULL;
	gone = slice_dup(slice_sub(draft_text(d), at, at + n));
	str_splice(&d->s.text, at, n, with);
	err = type_on_disk(d, at, n, with);
	if (err) {
		str_splice(&d->s.text, at, with.len, slice(gone, n));
		err = refused(d, err);
	} else {
		d->typed = true;
		d->s.journal = d->journal.fd >= 0 ? d->journal.at : 0;
	}
	free(gone);
	return err;
}

const Err *draft_flush(Draft *d)
{
	const Err *err = journal_sync(&d->journal);

	return err && relocate(d) ? refused(d, err) : NULL;
}

/* ---- the base ---- */

static const Err *undecided(const Draft *d, const Conflicts *open)
{
	Str words = STR_EMPTY;
	const Err *err;

	draft_open_words(&d->info, open, &words);
	err = err_new(ERR_DECIDE, "%s", str_c(&words));
	str_free(&words);
	return err;
}

/* Puts another base below the text; on an error all is as it was. */
static const Err *set_base(Draft *d, const Oid *commit, const Oid *blob, Str *base, Str *text)
{
	StoredDraft was = d->s;
	const Err *err;

	d->s.base = *base;
	d->s.text = *text;
	d->s.meta.base_commit = *commit;
	d->s.meta.base_blob = *blob;
	err = persist(d, true, -1);
	if (err) {
		d->s.base = was.base;
		d->s.text = was.text;
		d->s.meta.base_commit = was.meta.base_commit;
		d->s.meta.base_blob = was.meta.base_blob;
		return refused(d, err);
	}
	str_free(&was.base);
	str_free(&was.text);
	*base = *text = STR_EMPTY;
	return NULL;
}

/* The tip's text of the draft's path; empty where it has none. */
static const Err *tip_text(Draft *d, Oid *blob, Str *out)
{
	Charset cs;
	const Err *err = draft_tip_blob(d->a, d->info.path, blob);

	if (err || oid_is_zero(blob))
		return err;
	return archive_blob_text(d->a, blob, d->info.path, out, &cs);
}

/* Where a person chose, what was there before can be found again. */
static const Err *set_on_tip(Draft *d, const Oid *blob, Str *base, DraftJoin *j)
{
	Oid commit = oid_is_zero(blob) ? *blob : archive_head(d->a)->tip;
	const Err *err = NULL;

	if (j->open.len)
		return undecided(d, &j->open);
	if (j->drop)
		err = draft_drop(d);
	else if (j->answered.len)
		err = draft_keep(d);
	if (!err && !j->drop)
		err = set_base(d, &commit, blob, base, &j->text);
	for (size_t i = 0; !err && i < j->answered.len; i++)
		answer_forget(d->a, d->info.path, &j->answered.v[i]);
	return err;
}

const Err *draft_rebase(Draft *d)
{
	Oid blob;
	Str base = STR_EMPTY;
	Slice theirs;
	DraftJoin j = { 0 };
	const Err *err = not_for_writing(d);

	if (!err)
		err = tip_text(d, &blob, &base);
	if (err || oid_eq(&blob, &d->s.meta.base_blob))
		goto done;
	if (d->s.root < 0) {
		draft_set_text(&d->s.base, str_slice(&base));
		draft_set_text(&d->s.text, str_slice(&base));
		d->s.meta.base_blob = blob;
		d->s.meta.base_commit = archive_head(d->a)->tip;
		goto done;
	}
	theirs = str_slice(&base);
	draft_join(d->a, d, oid_is_zero(&blob) ? NULL : &theirs, &j);
	err = set_on_tip(d, &blob, &base, &j);
	if (!err && d->s.root >= 0 && draft_equals_tip(d, draft_text(d)))
		err = end_draft(d);
done:
	draft_join_free(&j);
	str_free(&base);
	return err;
}

/* An item that came and stands in the base, or left and does not, is recorded. */
static void forget_recorded(DraftMeta *m, Slice base)
{
	Cut c;

	if (m->moves.len == 0)
		return;
	cut_make(base, NULL, &c);
	for (size_t i = m->moves.len; i-- > 0;)
		if ((cut_find_chain(&c, slice_c(m->moves.v[i].here)) >= 0) != m->moves.v[i].left)
			draft_meta_unpair(m, i);
	cut_free(&c);
}

const Err *draft_settle(Draft *d)
{
	Oid blob;
	Str base = STR_EMPTY, text = STR_EMPTY;
	const Err *err = not_for_writing(d);

	if (!err && draft_equals_tip(d, draft_text(d)))
		return end_draft(d);
	if (!err)
		err = tip_text(d, &blob, &base);
	if (!err) {
		str_add_slice(&text, draft_text(d));
		forget_recorded(&d->s.meta, str_slice(&base));
	}
	if (!err)
		err = set_base(d, &archive_head(d->a)->tip, &blob, &base, &text);
	str_free(&base);
	str_free(&text);
	return err;
}

const Err *draft_drop(Draft *d)
{
	const Err *err = not_for_writing(d);

	if (!err && d->s.root >= 0) {
		draft_flush(d);
		err = store_remove(d->a, d->s.id, true);
	}
	if (err)
		return err_wrap(err, _("dropping the draft of %s"), d->info.address);
	d->typed = false;
	draft_journal_end(d);
	d->s.root = -1;
	return NULL;
}

const Err *draft_keep(Draft *d)
{
	const Err *err = not_for_writing(d);

	if (err || d->s.root < 0)
		return err;
	draft_flush(d);
	return store_keep(d->a, d->s.id);
}

/* ---- items that went between issues ---- */

void draft_note_move(Draft *d, const char *path, bool left, Slice here, Slice there)
{
	draft_meta_pair(&d->s.meta, path, left, here, there);
	d->paired = true;
}

void draft_forget_move(Draft *d, size_t i)
{
	draft_meta_unpair(&d->s.meta, i);
	d->paired = true;
}
