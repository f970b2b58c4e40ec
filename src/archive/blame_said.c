/* Notes of one version, over what would be derived: an item is new, it was another, or what it would have been is said to be another's. */
#include "archive/blame_said.h"

#include <stdlib.h>

#include "git/walk.h"

typedef struct {
	Archive *a;
	MatchNotes *notes;
	const Version *v;
	Commit commit;
	Slice text;
	Cut cut;
} Reading;

static char *chain_of(const Cut *c, size_t part)
{
	Str s = STR_EMPTY;

	cut_chain(c, part, &s);
	return str_steal(&s);
}

static bool stands(Archive *a, const Oid *commit, const char *path, const char *chain)
{
	Str text = STR_EMPTY;
	Charset cs = { 0 };
	bool some = false;
	Cut c;

	if (!archive_text(a, commit, path, &text, &cs)) {
		cut_make(str_slice(&text), NULL, &c);
		some = cut_find_chain(&c, slice_c(chain)) >= PART_FIRST;
		cut_free(&c);
	}
	str_free(&text);
	return some;
}

static bool is_before(const Reading *r, const Oid *old)
{
	Oid base;

	return !walk_merge_base(archive_repo(r->a), old, &r->v->id, &base) && oid_eq(&base, old);
}

/* One that was joined: in the version that is named, else in the first of those before that has it. */
static void add_joined(const Reading *r, size_t part, const MatchNote *n, SaidList *out)
{
	if (!oid_is_zero(&n->at)) {
		if (is_before(r, &n->at) && stands(r->a, &n->at, n->path, n->chain))
			VEC_PUSH(out, ((Said){ part, n->path, n->chain, n->at }));
		return;
	}
	for (size_t i = 0; i < r->commit.parents.len; i++) {
		if (!stands(r->a, &r->commit.parents.v[i], n->path, n->chain))
			continue;
		VEC_PUSH(out, ((Said){ part, n->path, n->chain, r->commit.parents.v[i] }));
		return;
	}
}

/* Is what it would have been there another's by a note? */
static bool is_taken(const Reading *r, const char *chain, const char *was_path, const Cut *was, size_t was_part)
{
	char *was_chain = chain_of(was, was_part);
	MatchNote n = match_notes_now(r->notes, &r->v->id, was_path, was_chain);

	free(was_chain);
	return n.kind == NOTE_JOIN && (strcmp(n.path, r->v->path) != 0 || strcmp(n.chain, chain) != 0) && stands(r->a, &r->v->id, n.path, n.chain);
}

/* taken: by part of the version's text. */
static void find_taken(const Reading *r, const Oid *parent, bool *taken)
{
	const char *path = r->v->was_path ? r->v->was_path : r->v->path;
	Str text = STR_EMPTY;
	Charset cs = { 0 };
	Match m;
	Cut was;

	if (!archive_text(r->a, parent, path, &text, &cs)) {
		cut_make(str_slice(&text), NULL, &was);
		match_parts(str_slice(&text), &was, r->text, &r->cut, true, &m);
		for (size_t i = PART_FIRST; i < r->cut.parts.len; i++) {
			char *chain = chain_of(&r->cut, i);

			taken[i] = taken[i] || (m.b_to_a[i] >= PART_FIRST && is_taken(r, chain, path, &was, (size_t)m.b_to_a[i]));
			free(chain);
		}
		match_free(&m);
		cut_free(&was);
	}
	str_free(&text);
}

static void read_parts(const Reading *r, SaidList *out)
{
	bool *taken = mem_alloc_n(r->cut.parts.len + 1, sizeof *taken);

	for (size_t i = 0; i < r->commit.parents.len; i++)
		find_taken(r, &r->commit.parents.v[i], taken);
	for (size_t i = PART_FIRST; i < r->cut.parts.len; i++) {
		char *chain = chain_of(&r->cut, i);
		MatchNote n = match_notes_was(r->notes, &r->v->id, r->v->path, chain);

		if (n.kind == NOTE_JOIN)
			add_joined(r, i, &n, out);
		else if (n.kind == NOTE_PART || taken[i])
			VEC_PUSH(out, ((Said){ .part = i }));
		free(chain);
	}
	free(taken);
}

const Err *blame_said(Archive *a, MatchNotes *n, const Version *v, Slice text, SaidList *out)
{
	Reading r = { .a = a, .notes = n, .v = v, .text = text };
	const Err *err;

	if (!n || !match_notes_on(n, &v->id))
		return NULL;
	if (!(err = commit_read(archive_repo(a), &v->id, &r.commit))) {
		cut_make(text, NULL, &r.cut);
		read_parts(&r, out);
		cut_free(&r.cut);
	}
	commit_free(&r.commit);
	return err;
}
