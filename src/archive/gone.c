/* Text that was taken away.  Every text of history is looked at once; only where words went are two versions cut and compared. */
#include "archive/gone.h"

#include <stdlib.h>

#include "archive/every_change.h"
#include "archive/inside.h"
#include "archive/search.h"
#include "base/intern.h"
#include "base/utf8.h"
#include "base/words.h"
#include "git/walk.h"
#include "issue/across.h"
#include "issue/addr.h"

#define FILES_MAX 200		/* of one version, among which a text may have gone elsewhere */
#define STEP_EVERY 256		/* texts between two looks whether to go on */
#define NOT_READ UINT32_MAX

typedef struct {
	Archive *a;
	Query *q;
	const GoneOpts *o;
	EveryChange *changed;
	Gone *out;
	Intern *blobs;
	VEC(uint32_t) counts;	/* by number of a blob: what query_count says of it */
	Str text;
} Search;

/* ---- texts, looked at once ---- */

static const Err *count(Search *s, const Oid *blob, const char *path, size_t *out)
{
	Charset cs = { 0 };
	const Err *err = NULL;
	uint32_t at;

	*out = 0;
	if (oid_is_zero(blob))
		return NULL;
	at = intern_put(s->blobs, slice((const char *)blob->b, OID_BYTES));
	while (s->counts.len <= at)
		VEC_PUSH(&s->counts, NOT_READ);
	if (s->counts.v[at] == NOT_READ) {
		size_t n = 0;

		str_clear(&s->text);
		err = archive_blob_text(s->a, blob, path, &s->text, &cs);
		if (!err)
			n = query_count(s->q, str_slice(&s->text));
		else if (err_kind(err) == ERR_CORRUPT)
			s->out->unread++;
		else
			return err;
		s->counts.v[at] = n < NOT_READ ? (uint32_t)n : NOT_READ - 1;
	}
	*out = s->counts.v[at];
	return NULL;
}

static const Err *count_at(Search *s, const Oid *commit, const char *path, size_t *out, Oid *blob)
{
	const Err *err = tree_find(archive_repo(s->a), commit, path, blob, NULL);

	if (err && err_kind(err) == ERR_NONE) {
		*blob = (Oid){ { 0 } };
		err = NULL;
	}
	*out = 0;
	return err ? err : count(s, blob, path, out);
}

/* ---- what one version took away ---- */

typedef struct {
	const char *path;
	Str was_text, now_text;
	Cut was, now;
	bool was_here, now_here;
} File;
typedef VEC(File) Files;

typedef struct {
	Search *s;
	const Commit *commit;
	const ChangeRow *row;
	Oid parent;		/* that still has it */
	Files files;		/* the first is the one that lost words */
	Cut alone;		/* of its text then, as the address means it */
	Across across;
	Match within;		/* of it and what it is now */
	ptrdiff_t now_at;	/* among files; -1: it is gone */
	bool as_alone;		/* alone would be the same */
	bool nowhere;		/* no text of the version holds the words: whatever became of an item, it lost them */
} Loss;

static Slice own(Slice text, const Cut *c, size_t i)
{
	return slice_sub(text, c->parts.v[i].from, c->parts.v[i].to);
}

static const Err *file_read(Search *s, const char *path, const Oid *was, const Oid *now, Files *out)
{
	File *f = VEC_ADD(out);
	Charset cs = { 0 };
	const Err *err = NULL;

	*f = (File){ .path = path, .was_here = !oid_is_zero(was), .now_here = !oid_is_zero(now) };
	if (f->was_here)
		err = archive_blob_text(s->a, was, path, &f->was_text, &cs);
	if (!err && f->now_here)
		err = archive_blob_text(s->a, now, path, &f->now_text, &cs);
	return err;
}

/* The file itself, and others of the same version that hold the words now: there they may have gone. */
static const Err *files_read(Loss *l, const Oid *was)
{
	const ChangeRow *rows, *row = l->row;
	const size_t *with;
	size_t n, all;
	const Err *err = file_read(l->s, row->path, was, &row->now, &l->files);

	rows = every_change_rows(l->s->changed, &all);
	with = every_change_with(l->s->changed, row->version, &n);
	for (size_t i = 0; !err && i < n && l->files.len < FILES_MAX; i++) {
		const ChangeRow *other = &rows[with[i]];
		size_t some = 0;

		if (strcmp(other->path, row->path) != 0 && !(err = count(l->s, &other->now, other->path, &some)) && some)
			err = file_read(l->s, other->path, &other->was, &other->now, &l->files);
	}
	return err;
}

/* All cut alike: what is an item in one is one in each. */
static void files_cut(Loss *l)
{
	ItemTitles *titles = item_titles(NULL, 0);
	AcrossFile *across = mem_alloc_n(l->files.len, sizeof *across);
	Slice *texts = mem_alloc_n(2 * l->files.len, sizeof *texts);
	size_t n = 0;

	for (size_t i = 0; i < l->files.len; i++) {
		const File *f = &l->files.v[i];

		if (f->was_here)
			texts[n++] = str_slice(&f->was_text);
		if (f->now_here)
			texts[n++] = str_slice(&f->now_text);
	}
	item_titles_free(titles);
	titles = item_titles(texts, n);
	for (size_t i = 0; i < l->files.len; i++) {
		File *f = &l->files.v[i];

		across[i] = (AcrossFile){ .was = str_slice(&f->was_text), .now = str_slice(&f->now_text) };
		if (f->was_here)
			cut_make(across[i].was, titles, &f->was);
		if (f->now_here)
			cut_make(across[i].now, titles, &f->now);
		across[i].was_cut = f->was_here ? &f->was : NULL;
		across[i].now_cut = f->now_here ? &f->now : NULL;
	}
	cut_make(across[0].was, NULL, &l->alone);
	across_read(across, l->files.len, &l->across);
	l->now_at = l->across.now_of[0];
	if (l->now_at >= 0)
		match_parts(across[0].was, &l->files.v[0].was, across[l->now_at].now, &l->files.v[l->now_at].now, true, &l->within);
	item_titles_free(titles);
	free(across);
	free(texts);
}

static void loss_free(Loss *l)
{
	for (size_t i = 0; i < l->files.len; i++) {
		File *f = &l->files.v[i];

		if (f->was.arena)
			cut_free(&f->was);
		if (f->now.arena)
			cut_free(&f->now);
		str_free(&f->was_text);
		str_free(&f->now_text);
	}
	VEC_FREE(&l->files);
	if (l->alone.arena)
		cut_free(&l->alone);
	across_free(&l->across);
	match_free(&l->within);
}

/* What the part has become; empty where it is gone. */
static Slice successor(const Loss *l, size_t part)
{
	if (l->now_at >= 0 && l->within.a_to_b[part] >= 0)
		return own(str_slice(&l->files.v[l->now_at].now_text), &l->files.v[l->now_at].now, (size_t)l->within.a_to_b[part]);
	for (size_t i = 0; i < l->across.carried.len; i++) {
		const CarriedPart *c = &l->across.carried.v[i];

		if (c->from_file == 0 && c->from_part == part)
			return own(str_slice(&l->files.v[c->to_file].now_text), &l->files.v[c->to_file].now, c->to_part);
	}
	return slice("", 0);
}

static void add_folded(Slice text, Str *out)
{
	Str flat = STR_EMPTY;

	for (size_t i = 0; i < text.len; i++)
		str_add_char(&flat, strchr("#>*_|", text.p[i]) && text.p[i] ? ' ' : text.p[i]);
	utf8_fold_space(str_slice(&flat), out);
	str_free(&flat);
}

/* The same sentence in one of the files as they are now: it was moved. */
static bool is_moved(const Loss *l, Slice text)
{
	QueryPlaces marks = { 0 };
	Str sentence = STR_EMPTY, folded = STR_EMPTY;
	bool moved = false;

	query_context(l->s->q, text, text.len, &sentence, &marks);
	add_folded(str_slice(&sentence), &folded);
	for (size_t i = 0; !moved && i < l->files.len; i++) {
		Str now = STR_EMPTY;

		if (l->files.v[i].now_here)
			add_folded(str_slice(&l->files.v[i].now_text), &now);
		moved = slice_find(str_slice(&now), str_slice(&folded), 0) >= 0;
		str_free(&now);
	}
	VEC_FREE(&marks);
	str_free(&sentence);
	str_free(&folded);
	return moved;
}

/* ---- a hit ---- */

static const Cut *alone(const Loss *l)
{
	return l->as_alone ? &l->files.v[0].was : &l->alone;
}

/* And the sentence. */
static void hit_address(const Loss *l, size_t part, GoneHit *h)
{
	const File *f = &l->files.v[0];
	Str chain = STR_EMPTY, version = STR_EMPTY, address = STR_EMPTY, context = STR_EMPTY;
	AddrPart kind = search_part(l->s->q, str_slice(&f->was_text), &f->was, part, &chain);
	Slice text = search_own(str_slice(&f->was_text), &f->was, part, kind, str_slice(&chain));

	query_context(l->s->q, text, SEARCH_CONTEXT, &context, &h->marks);
	h->context = str_steal(&context);
	if (kind == ADDR_ITEM) {
		str_clear(&chain);
		cut_chain_beside(&f->was, alone(l), part, &chain);
		h->title = slice_dup(f->was.parts.v[part].title);
	}
	oid_short(&l->parent, &version);
	addr_format(slice_c(f->path), kind, str_slice(&chain), str_slice(&version), &address);
	h->address = str_steal(&address);
	str_free(&chain);
	str_free(&version);
}

static void add_hit(const Loss *l, size_t part)
{
	GoneHit *h = VEC_ADD(&l->s->out->hits);
	const File *f = &l->files.v[0];
	Arena *arena = arena_new();
	Meta meta = { 0 };

	*h = (GoneHit){ .id = l->commit->id, .version = l->row->version, .message = mem_dup(l->commit->message) };
	h->author = (Person){ mem_dup(l->commit->author.name), mem_dup(l->commit->author.mail), l->commit->author.when };
	meta_read(str_slice(&f->was_text), slice_c(f->path), alone(l), &meta, arena);
	h->issue = slice_dup(meta.title);
	h->date = meta.date;
	hit_address(l, part, h);
	if (!h->title)
		h->title = slice_dup(meta.title);
	if (l->s->o && l->s->o->found)
		l->s->o->found(l->s->o->data, h);
	arena_free(arena);
}

static const Err *cut_alike(Loss *l)
{
	size_t some;
	const Err *err = count(l->s, &l->row->now, l->row->path, &some);

	l->nowhere = !err && !some && l->files.len == 1;
	if (l->nowhere) {
		cut_make(str_slice(&l->files.v[0].was_text), NULL, &l->files.v[0].was);
		l->as_alone = true;
	} else if (!err) {
		files_cut(l);
	}
	return err;
}

static const Err *find_losses(Search *s, const ChangeRow *row, const Commit *c, const Oid *parent, const Oid *was)
{
	Loss l = { .s = s, .commit = c, .row = row, .parent = *parent };
	const Err *err = files_read(&l, was);

	if (!err)
		err = cut_alike(&l);
	for (size_t i = 0; !err && i < l.files.v[0].was.parts.len; i++) {
		Slice text = own(str_slice(&l.files.v[0].was_text), &l.files.v[0].was, i);

		if (query_count(s->q, text) && (l.nowhere || (!query_count(s->q, successor(&l, i)) && !is_moved(&l, text))))
			add_hit(&l, i);
	}
	loss_free(&l);
	return err;
}

/* ---- versions ---- */

/* Another line of the history took them away before: that is told of the version that did. */
static const Err *went_before(Search *s, const ChangeRow *row, const Commit *c, size_t parent, bool *out)
{
	size_t now;
	const Err *err = count(s, &row->now, row->path, &now);

	for (size_t i = 0; !err && !*out && i < c->parents.len; i++) {
		size_t other, base = 0;
		Oid at, blob;

		if (i == parent)
			continue;
		err = count_at(s, &c->parents.v[i], row->path, &other, &blob);
		if (err || other > now)
			continue;
		if (!(err = walk_merge_base(archive_repo(s->a), &c->parents.v[parent], &c->parents.v[i], &at)))
			err = count_at(s, &at, row->path, &base, &blob);
		else if (err_kind(err) == ERR_NONE)
			err = NULL;	/* histories without a beginning in common */
		*out = !err && base > other;
	}
	return err;
}

static const Err *look_at(Search *s, const ChangeRow *row)
{
	Commit c = { 0 };
	Oid id, was = row->was;
	size_t now, then;
	bool several = query_terms(s->q) > 1, done = false;
	const Err *err = count(s, &row->now, row->path, &now);

	if (!err)
		err = every_change_id(s->changed, row->version, &id);
	if (!err)
		err = commit_read(archive_repo(s->a), &id, &c);
	for (size_t i = 0; !err && !done && i < c.parents.len; i++) {
		bool before = false;

		if (c.parents.len > 1)
			err = count_at(s, &c.parents.v[i], row->path, &then, &was);
		else
			err = count(s, &was, row->path, &then);
		if (err || !(several ? then > 0 : then > now))
			continue;
		if (c.parents.len > 1)
			err = went_before(s, row, &c, i, &before);
		if (!err && !before)
			err = find_losses(s, row, &c, &c.parents.v[i], &was);
		done = true;
	}
	commit_free(&c);
	return err;
}

/* A merge's first parent says nothing of the others. */
static const Err *may_lose(Search *s, const ChangeRow *row, bool *out)
{
	size_t was, now;
	const Err *err = count(s, &row->was, row->path, &was);

	*out = false;
	if (!err && was)
		err = count(s, &row->now, row->path, &now);
	if (!err)
		*out = was && (query_terms(s->q) > 1 || was > now);
	return err;
}

static const Err *look_through(Search *s)
{
	size_t n;
	const ChangeRow *rows = every_change_rows(s->changed, &n);
	const Err *err = NULL;

	for (size_t i = 0; !err && i < n; i++) {
		bool may;

		if (i % STEP_EVERY == 0 && s->o && s->o->step && s->o->step(s->o->data, i, n))
			return err_new(ERR_CANCEL, _("stopped"));
		err = may_lose(s, &rows[i], &may);
		if (!err && may)
			err = look_at(s, &rows[i]);
	}
	return err;
}

/* ---- what a join threw away ---- */

/* A text of one line of the history that no version changed and that is not the tip's: a join took the other line's. */
static const Err *thrown_at(Search *s, const ChangeRow *row, const JoinVersion *join, bool *found)
{
	ChangeRow lost = { .path = row->path, .version = join->version, .was = row->now };
	Commit c = { 0 };
	size_t now, first, then;
	bool before = false;
	const Err *err = commit_read(archive_repo(s->a), &join->id, &c);
	Oid blob;

	if (!err)
		err = count_at(s, &join->id, row->path, &now, &lost.now);
	if (!err)
		err = count_at(s, &c.parents.v[0], row->path, &first, &blob);
	for (size_t i = 0; !err && !*found && !oid_eq(&lost.now, &row->now) && i < c.parents.len; i++) {
		err = count_at(s, &c.parents.v[i], row->path, &then, &blob);
		if (err || !oid_eq(&blob, &row->now))
			continue;
		*found = true;
		if (then <= now || (i > 0 && first > now))
			break;	/* it is still there, or told of the first parent */
		err = went_before(s, &lost, &c, i, &before);
		if (!err && !before)
			err = find_losses(s, &lost, &c, &c.parents.v[i], &blob);
	}
	commit_free(&c);
	return err;
}

static const Err *find_thrown(Search *s, const ChangeRow *row)
{
	const JoinVersion *joins;
	size_t n;
	bool found = false;
	const Err *err = every_change_joins(s->changed, &joins, &n);

	for (size_t i = 0; !err && !found && i < n; i++)
		if (joins[i].version > row->version)
			err = thrown_at(s, row, &joins[i], &found);
	return err;
}

/* Did another version go on from it?  Mostly the next newer one, which stands before it. */
static bool is_changed(const ChangeRow *rows, size_t n, size_t at)
{
	for (size_t i = 0; i < n; i++)
		if (oid_eq(&rows[(at + n - 1 - i) % n].was, &rows[at].now))
			return true;
	return false;
}

/* The rows are those of one path. */
static const Err *look_at_ends(Search *s, const ChangeRow *rows, size_t n)
{
	const TreeFile *tip = archive_file(s->a, rows->path);
	const Err *err = NULL;

	for (size_t i = 0; !err && i < n; i++) {
		size_t some;

		err = count(s, &rows[i].now, rows[i].path, &some);
		if (!err && some && !(tip && oid_eq(&tip->id, &rows[i].now)) && !is_changed(rows, n, i))
			err = find_thrown(s, &rows[i]);
	}
	return err;
}

static const Err *look_at_lines(Search *s)
{
	size_t n;
	const ChangeRow *rows = every_change_rows(s->changed, &n);
	const Err *err = NULL;

	for (size_t i = 0, k; !err && i < n; i = k) {
		for (k = i; k < n && strcmp(rows[k].path, rows[i].path) == 0; k++)
			;
		err = look_at_ends(s, rows + i, k - i);
	}
	return err;
}

/* ---- what stands today ---- */

static void find_standing(Search *s, const char *path)
{
	Slice text = str_slice(&s->text);
	Str chain = STR_EMPTY, address = STR_EMPTY;
	Cut c;

	cut_make(text, NULL, &c);
	for (size_t i = 0; i < c.parts.len; i++) {
		if (!query_count(s->q, own(text, &c, i)))
			continue;
		s->out->standing++;
		if (!s->out->stands) {
			AddrPart kind = search_part(s->q, text, &c, i, &chain);

			addr_format(slice_c(path), kind, str_slice(&chain), slice("", 0), &address);
			s->out->stands = str_steal(&address);
		}
		break;
	}
	cut_free(&c);
	str_free(&chain);
	str_free(&address);
}

static const Err *look_at_tip(Search *s)
{
	const TreeFiles *files = archive_files(s->a);
	const Err *err = archive_read_files(s->a);

	for (size_t i = files->files.len; !err && i-- > 0;) {
		const TreeFile *f = &files->files.v[i];
		size_t n;
		Charset cs = { 0 };

		err = count(s, &f->id, f->path, &n);
		if (err || !n)
			continue;
		str_clear(&s->text);
		if (!(err = archive_blob_text(s->a, &f->id, f->path, &s->text, &cs)))
			find_standing(s, f->path);
	}
	return err;
}

/* ---- all of it ---- */

static int newest_first(const void *x, const void *y)
{
	const GoneHit *a = x, *b = y;

	if (a->version != b->version)
		return a->version > b->version ? -1 : 1;
	return strcmp(a->address, b->address);
}

void gone_hits_sort(Gone *g)
{
	if (g->hits.len > 1)
		qsort(g->hits.v, g->hits.len, sizeof g->hits.v[0], newest_first);
}

const Err *gone_search(Archive *a, Query *q, const GoneOpts *o, Gone *out)
{
	Search s = { .a = a, .q = q, .o = o, .out = out, .blobs = intern_new() };
	const Err *err = NULL;

	git_bulk(true);
	out->cut = repo_is_shallow(archive_repo(a));
	if (!oid_is_zero(&archive_head(a)->tip))
		err = look_at_tip(&s);
	if (!err && (!out->standing || (o && o->all)))
		err = every_change_read(&s.changed, a);
	if (s.changed)
		out->unread += every_change_lost(s.changed);
	if (!err && s.changed)
		err = look_through(&s);
	if (!err && s.changed)
		err = look_at_lines(&s);
	git_bulk(false);
	gone_hits_sort(out);
	every_change_free(s.changed);
	intern_free(s.blobs);
	VEC_FREE(&s.counts);
	str_free(&s.text);
	return err;
}

void gone_hit_free(GoneHit *h)
{
	free(h->address);
	free(h->title);
	free(h->issue);
	free(h->context);
	free(h->message);
	person_free(&h->author);
	VEC_FREE(&h->marks);
}

void gone_free(Gone *g)
{
	for (size_t i = 0; i < g->hits.len; i++)
		gone_hit_free(&g->hits.v[i]);
	VEC_FREE(&g->hits);
	free(g->stands);
	*g = (Gone){ 0 };
}
