/* One draft: found, begun from the tip, held, looked at. */
#include "archive/draft.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

#include "archive/draft_inside.h"
#include "base/words.h"

/* ---- what the tip has ---- */

const Err *draft_tip_blob(Archive *a, const char *path, Oid *out)
{
	const TreeFile *f = archive_file(a, path);
	const Err *err;

	memset(out, 0, sizeof *out);
	if (f)
		*out = f->id;
	if (f || oid_is_zero(&archive_head(a)->tip))
		return NULL;
	err = tree_find(archive_repo(a), &archive_head(a)->tip, path, out, NULL);
	return err && err_kind(err) == ERR_NONE ? NULL : err;
}

/* Does the branch still stand where this archive read it? */
static bool tip_is_fresh(Archive *a)
{
	Head now;
	bool fresh;

	if (repo_head(archive_repo(a), &now))
		return false;
	fresh = oid_eq(&now.tip, &archive_head(a)->tip);
	head_free(&now);
	return fresh;
}

/* Would recording it change nothing?  What equals only an older tip takes a change back: that is no small thing to lose. */
static bool equals_tip(Archive *a, const DraftMeta *m, const char *path, Slice text)
{
	Str bytes = STR_EMPTY;
	Oid tip, id;
	bool same = false;

	if (m->branch && strcmp(m->branch, archive_branch_ref(a)) != 0)
		return false;	/* another branch has been checked out meanwhile */
	if (!draft_tip_blob(a, path, &tip) && !oid_is_zero(&tip) && !charset_encode(text, m->charset, &bytes)) {
		blob_id(str_slice(&bytes), &id);
		same = oid_eq(&id, &tip) && (oid_eq(&m->base_blob, &tip) || tip_is_fresh(a));
	}
	str_free(&bytes);
	return same;
}

bool draft_equals_tip(const Draft *d, Slice text)
{
	return equals_tip(d->a, &d->s.meta, d->info.path, text);
}

/* ---- the first of several ---- */

static bool is_done(Archive *a, const char *path, int nth)
{
	char *id = store_id(a, path, nth);
	StoredDraft s;
	const Err *err = store_load(a, id, &s);
	bool done = !err && equals_tip(a, &s.meta, path, str_slice(&s.text));

	stored_free(&s);
	free(id);
	return done;
}

int draft_first(Archive *a, const char *path)
{
	StoreNumbers all = { 0 };
	int first;

	store_numbers(a, path, &all);
	first = all.len ? all.v[0] : 1;
	if (all.len > 1)
		for (size_t i = all.len; i-- > 0;)
			if (!is_done(a, path, all.v[i]))
				first = all.v[i];
	VEC_FREE(&all);
	return first;
}

void draft_call(Draft *d, int nth)
{
	Str address = STR_EMPTY;
	char version[32];

	snprintf(version, sizeof version, "draft-%d", nth);
	d->info.nth = nth;
	d->info.aside = nth > draft_first(d->a, d->info.path);
	addr_format(slice_c(d->info.path), ADDR_ISSUE, slice_c(NULL), slice_c(d->info.aside ? version : NULL), &address);
	free(d->info.id);
	free(d->info.address);
	d->info.id = mem_dup(d->s.id);
	d->info.address = str_steal(&address);
}

/* ---- making and ending ---- */

static Draft *draft_new(Archive *a, const char *path, int nth)
{
	Draft *d = mem_alloc(sizeof *d);
	const Head *head = archive_head(a);
	const char *dir;
	PrivateRoot home;

	d->a = a;
	d->journal = JOURNAL_CLOSED;
	d->journal_dir = -1;
	for (int r = 0; r < PRIVATE_ROOTS; r++)
		d->locks[r] = DRAFT_UNLOCKED;
	d->s.root = -1;
	nth = nth ? nth : draft_first(a, path);
	d->s.id = store_id(a, path, nth);
	d->home = private_best(archive_private(a), &home, &dir) ? -1 : (int)home;
	d->info.path = mem_dup(path);
	d->info.branch = mem_dup(head->branch ? head->branch : "HEAD");
	draft_call(d, nth);
	return d;
}

static void info_free(DraftInfo *i)
{
	free(i->id);
	free(i->path);
	free(i->address);
	free(i->branch);
}

void draft_journal_end(Draft *d)
{
	journal_close(&d->journal);
	if (d->journal_dir >= 0)
		close(d->journal_dir);
	d->journal_dir = -1;
}

static void draft_release(Draft *d)
{
	if (!d)
		return;
	draft_journal_end(d);
	for (int r = 0; r < PRIVATE_ROOTS; r++) {
		if (d->locks[r].fd >= 0)
			store_tidy(d->a, (PrivateRoot)r, d->s.id);
		draft_unlock(&d->locks[r]);
	}
	info_free(&d->info);
	stored_free(&d->s);
	str_free(&d->loaded);
	free(d->place);
	free(d);
}

void draft_set_text(Str *to, Slice text)
{
	str_clear(to);
	str_add_slice(to, text);
}

void draft_inform(Draft *d)
{
	Oid tip;
	const char *dir;

	d->info.base_commit = d->s.meta.base_commit;
	d->info.base_blob = d->s.meta.base_blob;
	d->info.time = d->s.meta.time;
	d->info.behind = !draft_tip_blob(d->a, d->info.path, &tip) && !oid_eq(&tip, &d->s.meta.base_blob);
	free(d->place);
	d->place = NULL;
	if (d->s.root >= 0 && d->s.root != d->home) {
		dir = private_look(archive_private(d->a), (PrivateRoot)d->s.root);
		d->place = mem_dup(dir ? dir : d->s.dir);
	}
}

/* Begins from the tip, or empty where it lacks the path. */
static const Err *begin(Draft *d)
{
	DraftMeta *m = &d->s.meta;
	const Err *err;

	draft_meta_free(m);
	m->branch = mem_dup(archive_branch_ref(d->a));
	m->path = mem_dup(d->info.path);
	err = draft_tip_blob(d->a, d->info.path, &m->base_blob);
	str_clear(&d->s.base);
	if (!err && !oid_is_zero(&m->base_blob)) {
		m->base_commit = archive_head(d->a)->tip;
		err = archive_blob_text(d->a, &m->base_blob, d->info.path, &d->s.base, &m->charset);
	}
	draft_set_text(&d->s.text, str_slice(&d->s.base));
	draft_set_text(&d->loaded, str_slice(&d->s.base));
	return err;
}

/* What is stored becomes the draft's; ERR_NONE where nothing is. */
static const Err *load(Draft *d)
{
	StoredDraft s;
	const Err *err = store_load(d->a, d->s.id, &s);

	if (err)
		return err;
	stored_free(&d->s);
	d->s = s;
	draft_set_text(&d->loaded, str_slice(&d->s.text));
	if (strcmp(s.meta.path, d->info.path) != 0)
		return err_new(ERR_CORRUPT, _("the draft in %s is of another issue"), s.dir);
	draft_inform(d);
	return NULL;
}

const Err *draft_peek_nth(Draft **out, Archive *a, const char *path, int nth)
{
	Draft *d = draft_new(a, path, nth);
	const Err *err = load(d);

	*out = NULL;
	if (!err && draft_equals_tip(d, draft_text(d)))
		err = err_new(ERR_NONE, _("%s has no draft"), d->info.address);
	if (!err) {
		d->info.holder = draft_holder(d->s.dir, &d->info.held_since);
		d->info.recovered = d->s.journal > 0 && d->info.holder == 0;
		*out = d;
	} else {
		if (err_kind(err) == ERR_NONE)
			err = err_new(ERR_NONE, _("%s has no draft"), d->info.address);
		draft_release(d);
	}
	return err;
}

const Err *draft_peek(Draft **out, Archive *a, const char *path)
{
	return draft_peek_nth(out, a, path, 0);
}

/* ---- holding ---- */

/* The folder in a root, and its lock. */
const Err *draft_hold(Draft *d, PrivateRoot root)
{
	const Err *err = NULL;

	while (!err && d->locks[root].fd < 0) {
		char *dir = NULL;

		err = store_dir(d->a, root, d->s.id, &dir);
		if (!err)
			err = draft_lock(&d->locks[root], dir, d->info.address);
		if (err && err_kind(err) == ERR_NONE)
			err = NULL;	/* somebody who closed removed the folder: once more */
		free(dir);
	}
	return err;
}

/* Held wherever it lies, and in the best folder that can be made: whoever comes next meets one of these. */
static const Err *hold_all(Draft *d)
{
	bool held = false;
	const Err *err = NULL;

	for (int r = 0; r < PRIVATE_ROOTS && !err; r++) {
		char *dir = store_look(d->a, (PrivateRoot)r, d->s.id);

		if (dir || (!held && r >= d->home)) {
			err = draft_hold(d, (PrivateRoot)r);
			held = held || !err;
			if (err && err_kind(err) != ERR_BUSY)
				err = NULL;
		}
		free(dir);
	}
	return err;
}

static bool path_stays(const char *path)
{
	const char *p = path;

	/* Names that only look odd are left to what records them; none may lead out of the archive. */
	while (*p) {
		size_t n = strcspn(p, "/");

		if (n == 0 || (n == 1 && p[0] == '.') || (n == 2 && p[0] == '.' && p[1] == '.') ||
		    (n == 4 && strncasecmp(p, ".git", 4) == 0))
			return false;
		p += n;
		if (*p && !*++p)
			return false;
	}
	return p > path;
}

const Err *draft_open_nth(Draft **out, Archive *a, const char *path, int nth)
{
	Draft *d;
	const Err *err;

	*out = NULL;
	if (!path_stays(path))
		return err_new(ERR_USAGE, _("%s is not a path inside the archive"), path);
	if (archive_at(a))
		return err_new(ERR_NONE, "%s", archive_read_only(a));
	d = draft_new(a, path, nth);
	d->editing = true;
	err = hold_all(d);
	if (!err)
		err = load(d);
	if (!err && draft_equals_tip(d, draft_text(d))) {
		store_remove(a, d->s.id, false);	/* recorded elsewhere: it is done */
		err = err_new(ERR_NONE, _("%s has no draft"), d->info.address);
	}
	if (err && err_kind(err) == ERR_NONE) {
		d->s.root = -1;
		d->s.journal = 0;
		err = begin(d);
		if (!err)
			draft_inform(d);
	}
	d->info.recovered = !err && d->s.journal > 0;
	if (err) {
		draft_release(d);
		return err;
	}
	*out = d;
	return NULL;
}

const Err *draft_open(Draft **out, Archive *a, const char *path)
{
	return draft_open_nth(out, a, path, 0);
}

Slice draft_text(const Draft *d)
{
	return str_slice(&d->s.text);
}

Slice draft_base(const Draft *d)
{
	return str_slice(&d->s.base);
}

const DraftInfo *draft_info(const Draft *d)
{
	return &d->info;
}

Charset draft_charset(const Draft *d)
{
	return d->s.meta.charset;
}

const Err *draft_encode(const Draft *d, Slice text, Str *bytes)
{
	return err_wrap(charset_encode(text, d->s.meta.charset, bytes), "%s", d->info.address);
}

const DraftMoves *draft_moves(const Draft *d)
{
	return &d->s.meta.moves;
}

const char *draft_fallback(const Draft *d)
{
	return d->place;
}

bool draft_unsynced(const Draft *d)
{
	return d->journal.unsynced;
}

void draft_close(Draft *d)
{
	if (d && d->editing)
		draft_finish(d);
	draft_release(d);
}

/* ---- all of them ---- */

static int info_newer(const void *pa, const void *pb)
{
	const DraftInfo *a = pa, *b = pb;

	if (a->time.sec != b->time.sec)
		return a->time.sec < b->time.sec ? 1 : -1;
	return strcmp(a->address, b->address);
}

/* Takes the info out of d, which is only closed after that. */
static void info_take(DraftInfo *to, Draft *d)
{
	*to = d->info;
	memset(&d->info, 0, sizeof d->info);
}

/* What is recorded by now is no draft any more; the one who looks clears it away, unless somebody edits it. */
static void clear_done(Archive *a, const char *path, int nth)
{
	Draft *d = NULL;

	if (!draft_open_nth(&d, a, path, nth))
		draft_close(d);
}

static const Err *list_one(Archive *a, const char *id, DraftList *out)
{
	StoredDraft s;
	Draft *d = NULL;
	const Err *err = store_load(a, id, &s);

	if (err)
		return err_kind(err) == ERR_NONE ? NULL : err;
	if (strcmp(s.meta.branch, archive_branch_ref(a)) != 0)
		goto done;
	err = draft_peek_nth(&d, a, s.meta.path, store_nth(id));
	if (!err)
		info_take(VEC_ADD(out), d);
	else if (err_kind(err) == ERR_NONE) {
		clear_done(a, s.meta.path, store_nth(id));
		err = NULL;
	}
	draft_release(d);
done:
	stored_free(&s);
	return err;
}

const Err *drafts_list(Archive *a, DraftList *out)
{
	Names ids = { 0 };
	const Err *err = NULL;

	store_ids(a, &ids);
	for (size_t i = 0; i < ids.len; i++)
		err = err_first(err, list_one(a, ids.v[i], out));
	if (out->len)
		qsort(out->v, out->len, sizeof *out->v, info_newer);
	names_free(&ids);
	return err;
}

void drafts_list_free(DraftList *l)
{
	for (size_t i = 0; i < l->len; i++)
		info_free(&l->v[i]);
	VEC_FREE(l);
}

void drafts_exist(Archive *a, bool *out)
{
	Names ids = { 0 };

	*out = false;
	store_ids(a, &ids);
	for (size_t i = 0; i < ids.len && !*out; i++)
		*out = store_has(a, ids.v[i]);
	names_free(&ids);
}
