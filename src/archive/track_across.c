/* What one commit did across files, as far as the followed part is concerned: rule R1's renames and items carried over. */
#include <stdlib.h>
#include <sys/stat.h>

#include "archive/track_inside.h"
#include "git/work.h"
#include "issue/across.h"

#define FILES_MAX 4000	/* of a commit that changed more than this, only renames without a change are followed */

/* A file of the commit, or one that it renamed as it was. */
typedef struct {
	const char *was_path, *now_path;
	Oid was, now;
	Str was_text, now_text;
	Cut was_cut, now_cut;
	bool read;
} File;

struct Changed {
	Track *t;
	Oid parent, commit;
	const char *path;	/* of the followed part's file */
	Arena *arena;
	VEC(File) files;
	AcrossFile *sides;
	Across across;
};

/* ---- which files ---- */

static int by_was(const void *x, const void *y)
{
	return memcmp(((const File *)x)->was.b, ((const File *)y)->was.b, sizeof(Oid));
}

/* The same bytes under another name: nothing in them went elsewhere. */
static void pair_same(Changed *c, File *gone, size_t n)
{
	bool *used = mem_alloc_n(n + 1, sizeof *used);

	if (n > 1)
		qsort(gone, n, sizeof *gone, by_was);
	for (size_t i = 0; i < c->files.len && n; i++) {
		File *f = &c->files.v[i];
		File key = { .was = f->now };
		const File *hit = f->was_path ? NULL : bsearch(&key, gone, n, sizeof *gone, by_was);
		size_t k = hit ? (size_t)(hit - gone) : n;

		while (k > 0 && k < n && oid_eq(&gone[k - 1].was, &f->now))
			k--;
		while (k < n && used[k] && oid_eq(&gone[k].was, &f->now))
			k++;
		if (k == n || used[k] || !oid_eq(&gone[k].was, &f->now))
			continue;
		used[k] = true;
		f->was_path = gone[k].was_path;
		f->was = gone[k].was;
	}
	for (size_t i = 0; i < n; i++)
		if (!used[i])
			VEC_PUSH(&c->files, gone[i]);
	free(used);
}

static const Err *find_files(Changed *c)
{
	WorkMoves moves = { 0 };
	VEC(File) gone = { 0 };
	const Err *err = git_changed_files(archive_repo(c->t->a), &c->parent, &c->commit, &moves, c->arena);

	for (size_t i = 0; !err && i < moves.len; i++) {
		const WorkMove *m = &moves.v[i];
		File f = { .was = m->was, .now = m->now };

		if (!archive_is_issue(c->t->a, m->path) || (m->mode && !S_ISREG(m->mode)))
			continue;
		f.was_path = oid_is_zero(&m->was) ? NULL : m->path;
		f.now_path = oid_is_zero(&m->now) ? NULL : m->path;
		if (f.now_path)
			VEC_PUSH(&c->files, f);
		else
			VEC_PUSH(&gone, f);
	}
	pair_same(c, gone.v, gone.len);
	VEC_FREE(&gone);
	VEC_FREE(&moves);
	return err;
}

/* ---- what they were and are ---- */

static const Err *text_read(Changed *c, const Oid *blob, Str *out)
{
	Str bytes = STR_EMPTY;
	Charset cs = { 0 };
	const Err *err = blob_read(archive_repo(c->t->a), blob, &bytes);

	if (!err)
		charset_decode(str_slice(&bytes), &cs, out);
	str_free(&bytes);
	return err;
}

static bool is_ours(const Changed *c, const File *f)
{
	return (f->was_path && strcmp(f->was_path, c->path) == 0) || (f->now_path && strcmp(f->now_path, c->path) == 0);
}

/* The followed file is cut as it is elsewhere, so that its parts are found again. */
static const Err *file_read(Changed *c, File *f)
{
	Slice texts[2];
	ItemTitles *titles = NULL;
	const Err *err = f->was_path ? text_read(c, &f->was, &f->was_text) : NULL;

	if (!err && f->now_path)
		err = text_read(c, &f->now, &f->now_text);
	/* Nothing is known to have come from it, or gone to it. */
	if ((err = track_pass_over(c->t, err)))
		return err;
	texts[0] = str_slice(&f->was_text);
	texts[1] = str_slice(&f->now_text);
	if (!is_ours(c, f))
		titles = item_titles(texts, 2);
	cut_make(texts[0], titles ? titles : c->t->titles, &f->was_cut);
	cut_make(texts[1], titles ? titles : c->t->titles, &f->now_cut);
	f->read = true;
	item_titles_free(titles);
	return NULL;
}

static const Err *read_files(Changed *c)
{
	const Err *err = NULL;

	c->sides = mem_alloc_n(c->files.len + 1, sizeof *c->sides);
	for (size_t i = 0; !err && i < c->files.len; i++) {
		File *f = &c->files.v[i];
		AcrossFile *s = &c->sides[i];

		if (oid_eq(&f->was, &f->now))
			continue;
		err = file_read(c, f);
		*s = (AcrossFile){ .was = str_slice(&f->was_text), .now = str_slice(&f->now_text) };
		s->was_cut = f->was_path ? &f->was_cut : NULL;
		s->now_cut = f->now_path ? &f->now_cut : NULL;
	}
	if (!err)
		across_read(c->sides, c->files.len, &c->across);
	return err;
}

void changed_free(Changed *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < c->files.len; i++) {
		File *f = &c->files.v[i];

		if (f->read) {
			cut_free(&f->was_cut);
			cut_free(&f->now_cut);
		}
		str_free(&f->was_text);
		str_free(&f->now_text);
	}
	VEC_FREE(&c->files);
	free(c->sides);
	across_free(&c->across);
	arena_free(c->arena);
	free(c);
}

/* ---- one part ---- */

static ptrdiff_t file_at(const Changed *c, bool was)
{
	for (size_t i = 0; i < c->files.len; i++) {
		const char *path = was ? c->files.v[i].was_path : c->files.v[i].now_path;

		if (path && strcmp(path, c->path) == 0)
			return (ptrdiff_t)i;
	}
	return -1;
}

static const Err *side_of(Changed *c, size_t i, bool was, Side *out)
{
	const File *f = &c->files.v[i];

	*out = (Side){ .commit = was ? c->parent : c->commit, .blob = was ? f->was : f->now };
	out->path = track_path(c->t, was ? f->was_path : f->now_path);
	return side_read(c->t, out);
}

/* Only of others can it have come, or gone to. */
static bool has_others(const Changed *c, size_t i, bool was)
{
	for (size_t k = 0; k < c->files.len; k++) {
		const File *f = &c->files.v[k];

		if (k != i && (was ? f->now_path : f->was_path) && !oid_eq(&f->was, &f->now))
			return true;
	}
	return false;
}

static const Err *read_once(Changed *c, size_t i, bool was)
{
	if (c->sides || c->files.len > FILES_MAX || !has_others(c, i, was))
		return NULL;
	return read_files(c);
}

const Err *changed_begin(Changed **out, Track *t, const Oid *parent, const Oid *commit, const char *path)
{
	Changed *c = mem_alloc(sizeof *c);
	const Err *err;

	*c = (Changed){ .t = t, .parent = *parent, .commit = *commit, .path = path, .arena = arena_new() };
	err = find_files(c);
	*out = c;
	if (err) {
		changed_free(c);
		*out = NULL;
	}
	return err;
}

const Err *changed_file(Changed *c, bool was, Side *out)
{
	ptrdiff_t i = file_at(c, was), other;
	const Err *err;

	*out = (Side){ .leaf = NULL };
	if (i < 0)
		return NULL;
	if (oid_eq(&c->files.v[i].was, &c->files.v[i].now))
		return side_of(c, (size_t)i, !was, out);
	err = read_once(c, (size_t)i, was);
	other = err || !c->sides ? -1 : was ? c->across.now_of[i] : c->across.was_of[i];
	return err || other < 0 || other == i ? err : side_of(c, (size_t)other, !was, out);
}

/* By rule R1. */
static const Err *carried_part(Changed *c, bool was, size_t at, Origin *out)
{
	ptrdiff_t i = file_at(c, was), part;
	const Err *err = i < 0 ? NULL : read_once(c, (size_t)i, was);

	*out = (Origin){ .found = false };
	if (err || i < 0 || !c->sides || !c->files.v[i].read)
		return err;
	part = cut_begins(was ? &c->files.v[i].was_cut : &c->files.v[i].now_cut, at);
	for (size_t k = 0; part >= PART_FIRST && !out->found && k < c->across.carried.len; k++) {
		const CarriedPart *p = &c->across.carried.v[k];
		size_t to = was ? p->to_file : p->from_file;

		if (was ? p->from_file != (size_t)i || p->from_part != (size_t)part : p->to_file != (size_t)i || p->to_part != (size_t)part)
			continue;
		out->found = true;
		out->how = p->how;
		out->at = was ? c->files.v[to].now_cut.parts.v[p->to_part].from : c->files.v[to].was_cut.parts.v[p->from_part].from;
		err = side_of(c, to, !was, &out->side);
	}
	return err;
}

const Err *changed_part(Changed *c, bool was, size_t at, Origin *out)
{
	bool settled;
	Side here;
	const Err *err = track_side_at(c->t, was ? &c->parent : &c->commit, c->path, &here);

	*out = (Origin){ .found = false };
	if (!err)
		err = track_notes_elsewhere(c->t, &c->commit, &here, at, was ? &c->commit : &c->parent, out, &settled);
	if (err || settled)
		return err;
	err = carried_part(c, was, at, out);
	if (!err && track_notes_deny(c->t, &c->commit, out))
		out->found = false;
	return err;
}
