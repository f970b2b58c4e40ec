/* Notes as git keeps them: a tree of files that are called as the commits they are on, in folders or not. */
#include "archive/match_notes.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "archive/tip.h"
#include "base/words.h"
#include "git/ident.h"
#include "git/ref.h"
#include "git/walk.h"

#define NOTES_MOST 100000	/* files; what is more is nothing that people wrote */
#define NOTE_BYTES 65536u	/* of one note */
#define FANOUT 2		/* letters of a folder's name */

/* One file of the tree; where a commit has several, all count. */
typedef struct {
	Oid commit, blob;
	const char *path;
	bool read;
	VEC(NoteLine) lines;
} Note;

/* A line that joins an item to one of an older version. */
typedef struct {
	const Oid *commit;
	const NoteLine *line;
} Later;

struct MatchNotes {
	Archive *a;
	TreeFiles tree;
	VEC(Note) notes;	/* by commit */
	VEC(Later) later;
	bool later_read;
	bool folders;
};

static int by_commit(const void *x, const void *y)
{
	const Note *a = x, *b = y;
	int cmp = memcmp(a->commit.b, b->commit.b, OID_BYTES);

	return cmp ? cmp : strcmp(a->path, b->path);
}

/* "ab/cdef…" or "abcdef…" */
static bool names_commit(const char *path, Oid *out)
{
	char hex[OID_HEX + 1];
	size_t n = 0;

	for (const char *p = path; *p; p++) {
		if (*p == '/')
			continue;
		if (n == OID_HEX)
			return false;
		hex[n++] = *p;
	}
	return oid_parse(slice(hex, n), out);
}

/* Those of one commit of notes (zero: none). */
static const Err *read_at(MatchNotes **out, Archive *a, const Oid *at)
{
	MatchNotes *n = mem_alloc(sizeof *n);
	const Err *err = oid_is_zero(at) ? NULL : tree_files(archive_repo(a), at, &n->tree);

	n->a = a;
	for (size_t i = 0; !err && i < n->tree.files.len && n->notes.len < NOTES_MOST; i++) {
		const TreeFile *f = &n->tree.files.v[i];
		Note note = { .blob = f->id, .path = f->path };

		if (!S_ISREG(f->mode) || !names_commit(f->path, &note.commit))
			continue;
		VEC_PUSH(&n->notes, note);
		n->folders = n->folders || strchr(f->path, '/');
	}
	if (n->notes.len > 1)
		qsort(n->notes.v, n->notes.len, sizeof n->notes.v[0], by_commit);
	*out = n;
	if (err) {
		match_notes_free(n);
		*out = NULL;
	}
	return err;
}

static const Err *notes_tip(Archive *a, Oid *out)
{
	const Err *err = ref_read(archive_repo(a), MATCH_NOTES_REF, out);

	if (err && err_kind(err) != ERR_NONE)
		return err;
	if (err)
		*out = (Oid){ { 0 } };
	return NULL;
}

const Err *match_notes_read(MatchNotes **out, Archive *a)
{
	Oid at;
	const Err *err = notes_tip(a, &at);

	if (!err)
		err = read_at(out, a, &at);
	/* one that is damaged, or no commit at all, is no reason to show no history */
	return err ? read_at(out, a, &(Oid){ { 0 } }) : NULL;
}

void match_notes_free(MatchNotes *n)
{
	if (!n)
		return;
	for (size_t i = 0; i < n->notes.len; i++) {
		for (size_t k = 0; k < n->notes.v[i].lines.len; k++)
			note_line_free(&n->notes.v[i].lines.v[k]);
		VEC_FREE(&n->notes.v[i].lines);
	}
	VEC_FREE(&n->notes);
	VEC_FREE(&n->later);
	tree_files_free(&n->tree);
	free(n);
}

/* ---- asking ---- */

static const Err *note_text(Archive *a, const Note *note, Str *out)
{
	size_t size = 0;
	const Err *err = blob_size(archive_repo(a), &note->blob, &size);

	if (!err && size > NOTE_BYTES)
		err = err_new(ERR_CORRUPT, _("the note “%s” is too large"), note->path);
	return err ? err : blob_read(archive_repo(a), &note->blob, out);
}

static void note_read(MatchNotes *n, Note *note)
{
	Str text = STR_EMPTY;

	if (!note->read && !note_text(n->a, note, &text)) {
		for (Slice rest = str_slice(&text); rest.len;) {
			NoteLine line;

			if (note_line_read(slice_chomp(slice_line(&rest)), &line))
				VEC_PUSH(&note->lines, line);
		}
	}
	note->read = true;
	str_free(&text);
}

/* The first note on a commit; the others follow it. */
static size_t find(const MatchNotes *n, const Oid *commit)
{
	size_t low = 0, high = n->notes.len;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (memcmp(n->notes.v[mid].commit.b, commit->b, OID_BYTES) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static Note *note_at(MatchNotes *n, size_t i, const Oid *commit)
{
	if (i >= n->notes.len || !oid_eq(&n->notes.v[i].commit, commit))
		return NULL;
	note_read(n, &n->notes.v[i]);
	return &n->notes.v[i];
}

bool match_notes_on(MatchNotes *n, const Oid *commit)
{
	Note *note;

	for (size_t i = find(n, commit); (note = note_at(n, i, commit)); i++)
		if (note->lines.len)
			return true;
	return false;
}

static int compare(const NoteLine *a, const NoteLine *b)
{
	Str x = STR_EMPTY, y = STR_EMPTY;
	int cmp;

	note_line_write(a, &x);
	note_line_write(b, &y);
	cmp = slice_cmp(str_slice(&x), str_slice(&y));
	str_free(&x);
	str_free(&y);
	return cmp;
}

/* Which of two that say something of the same counts? */
static bool is_before(const NoteLine *a, const NoteLine *b)
{
	if (!b || a->kind != b->kind)
		return !b || a->kind == NOTE_JOIN;
	return compare(a, b) < 0;
}

static const NoteLine *join_from(MatchNotes *n, const Oid *commit, const char *path, const char *chain)
{
	const NoteLine *best = NULL;
	Note *note;

	for (size_t i = find(n, commit); (note = note_at(n, i, commit)); i++)
		for (size_t k = 0; k < note->lines.len; k++) {
			const NoteLine *l = &note->lines.v[k];

			if (l->kind == NOTE_JOIN && !l->from_id && strcmp(l->from_path, path) == 0 && strcmp(l->from_chain, chain) == 0 && is_before(l, best))
				best = l;
		}
	return best;
}

static const NoteLine *said_of(MatchNotes *n, const Oid *commit, const char *path, const char *chain)
{
	const NoteLine *best = NULL;
	Note *note;

	for (size_t i = find(n, commit); (note = note_at(n, i, commit)); i++)
		for (size_t k = 0; k < note->lines.len; k++) {
			const NoteLine *l = &note->lines.v[k];

			if (strcmp(l->path, path) != 0 || strcmp(l->chain, chain) != 0 || !is_before(l, best))
				continue;
			/* an item before is one item now */
			if (l->kind == NOTE_PART || l->from_id || join_from(n, commit, l->from_path, l->from_chain) == l)
				best = l;
		}
	return best;
}

MatchNote match_notes_was(MatchNotes *n, const Oid *commit, const char *path, const char *chain)
{
	const NoteLine *l = said_of(n, commit, path, chain);

	MatchNote out = { NOTE_NONE, NULL, NULL, { { 0 } } };

	if (l)
		out = (MatchNote){ l->kind, l->from_path, l->from_chain, { { 0 } } };
	if (l && l->from_id)
		oid_parse(slice_c(l->from_id), &out.at);
	return out;
}

MatchNote match_notes_now(MatchNotes *n, const Oid *commit, const char *path, const char *chain)
{
	const NoteLine *l = join_from(n, commit, path, chain);

	/* unless that one was said to be another */
	if (l && said_of(n, commit, l->path, l->chain) == l)
		return (MatchNote){ NOTE_JOIN, l->path, l->chain, { { 0 } } };
	return (MatchNote){ NOTE_NONE, NULL, NULL, { { 0 } } };
}

static void read_later(MatchNotes *n)
{
	for (size_t i = 0; i < n->notes.len; i++) {
		note_read(n, &n->notes.v[i]);
		for (size_t k = 0; k < n->notes.v[i].lines.len; k++)
			if (n->notes.v[i].lines.v[k].from_id)
				VEC_PUSH(&n->later, ((Later){ &n->notes.v[i].commit, &n->notes.v[i].lines.v[k] }));
	}
	n->later_read = true;
}

MatchNote match_notes_later(MatchNotes *n, const Oid *last, const char *path, const char *chain)
{
	char hex[OID_HEX + 1];

	if (!n->later_read)
		read_later(n);
	oid_hex(last, hex);
	for (size_t i = 0; i < n->later.len; i++) {
		const NoteLine *l = n->later.v[i].line;

		if (strcmp(l->from_id, hex) == 0 && strcmp(l->from_path, path) == 0 && strcmp(l->from_chain, chain) == 0 &&
		    said_of(n, n->later.v[i].commit, l->path, l->chain) == l)
			return (MatchNote){ NOTE_JOIN, l->path, l->chain, *n->later.v[i].commit };
	}
	return (MatchNote){ NOTE_NONE, NULL, NULL, { { 0 } } };
}

void match_notes_each(MatchNotes *n, MatchNoteFn fn, void *data)
{
	for (size_t i = 0; i < n->notes.len; i++) {
		note_read(n, &n->notes.v[i]);
		for (size_t k = 0; k < n->notes.v[i].lines.len; k++)
			fn(data, &n->notes.v[i].commit, &n->notes.v[i].lines.v[k]);
	}
}

/* ---- writing ---- */

/* All that stands on a commit, and the paths of it. */
static const Err *text_on(MatchNotes *n, const Oid *commit, Str *out)
{
	const Err *err = NULL;

	for (size_t i = find(n, commit); !err && i < n->notes.len && oid_eq(&n->notes.v[i].commit, commit); i++) {
		Str text = STR_EMPTY;

		err = note_text(n->a, &n->notes.v[i], &text);
		str_add_slice(out, str_slice(&text));
		if (out->len && out->p[out->len - 1] != '\n')
			str_add_char(out, '\n');
		str_free(&text);
	}
	return err;
}

typedef VEC(TreeEdit) TreeEdits;

/* The commit's note becomes this text (empty: none), under the name that it has or that git would give it. */
static const Err *edit_note(MatchNotes *n, const Oid *commit, Slice text, Arena *paths, TreeEdits *out)
{
	char hex[OID_HEX + 1], path[OID_HEX + 2];
	Oid blob = { { 0 } };
	size_t i = find(n, commit);
	const Err *err = text.len ? blob_write(archive_repo(n->a), text, &blob) : NULL;
	bool put = false;

	for (; !err && i < n->notes.len && oid_eq(&n->notes.v[i].commit, commit); i++) {
		VEC_PUSH(out, ((TreeEdit){ n->notes.v[i].path, put ? (Oid){ { 0 } } : blob, 0 }));
		put = true;
	}
	if (err || put || !text.len)
		return err;
	oid_hex(commit, hex);
	if (n->folders)
		snprintf(path, sizeof path, "%.*s/%s", FANOUT, hex, hex + FANOUT);
	else
		snprintf(path, sizeof path, "%s", hex);
	VEC_PUSH(out, ((TreeEdit){ arena_dup(paths, path, strlen(path)), blob, 0 }));
	return NULL;
}

/* from zero: the first; other zero: no second parent. */
static const Err *write_commit(Archive *a, const Oid *from, const Oid *other, const TreeEdits *edits, const char *message, Oid *out)
{
	Commit c = { 0 };
	const Err *err = ident_both(archive_repo(a), &c);

	if (!err)
		err = tree_edit(archive_repo(a), from, edits->v, edits->len, &c.tree);
	if (err)
		goto done;
	if (!oid_is_zero(from))
		VEC_PUSH(&c.parents, *from);
	if (!oid_is_zero(other))
		VEC_PUSH(&c.parents, *other);
	c.message = mem_dup(message);
	err = commit_write(archive_repo(a), &c, out);
done:
	commit_free(&c);
	return err;
}

static const Err *say_locked(Archive *a, TipLock *lock, const Oid *commit, const NoteLine *line)
{
	MatchNotes *n = NULL;
	Arena *paths = arena_new();
	TreeEdits edits = { 0 };
	Str was = STR_EMPTY, now = STR_EMPTY;
	Oid at, next, none = { { 0 } };
	const Err *err = notes_tip(a, &at);

	if (!err)
		err = read_at(&n, a, &at);
	if (!err)
		err = text_on(n, commit, &was);
	if (!err)
		note_lines_say(str_slice(&was), line, &now);
	if (!err && line->kind == NOTE_NONE && !said_of(n, commit, line->path, line->chain))
		err = err_new(ERR_NONE, _("nothing was said of this item in that version"));
	if (!err)
		err = edit_note(n, commit, str_slice(&now), paths, &edits);
	if (!err && !slice_eq(str_slice(&was), str_slice(&now)))
		err = write_commit(a, &at, &none, &edits, "Notes on which item is which\n", &next);
	else
		next = at;
	if (!err && !oid_eq(&at, &next))
		err = tip_ref(a, lock, MATCH_NOTES_REF, &at, &next, "blad match");
	match_notes_free(n);
	arena_free(paths);
	VEC_FREE(&edits);
	str_free(&was);
	str_free(&now);
	return err;
}

const Err *match_notes_say(Archive *a, const Oid *commit, const NoteLine *line)
{
	TipLock *lock = NULL;
	const Err *err = archive_read_only(a) ? err_new(ERR_FAIL, "%s", archive_read_only(a)) : tip_lock(&lock, a);

	if (!err)
		err = say_locked(a, lock, commit, line);
	tip_unlock(lock);
	return err;
}

/* ---- joining ---- */

typedef struct {
	MatchNotes *base, *ours, *theirs;
	Arena *paths;
	TreeEdits edits;
} Join;

static void take_as_is(Join *j, const Oid *commit)
{
	size_t ours = find(j->ours, commit);

	if (ours < j->ours->notes.len && oid_eq(&j->ours->notes.v[ours].commit, commit))
		return;
	for (size_t i = find(j->theirs, commit); i < j->theirs->notes.len && oid_eq(&j->theirs->notes.v[i].commit, commit); i++)
		VEC_PUSH(&j->edits, ((TreeEdit){ j->theirs->notes.v[i].path, j->theirs->notes.v[i].blob, 0 }));
}

static const Err *join_on(Join *j, const Oid *commit)
{
	Str base = STR_EMPTY, ours = STR_EMPTY, theirs = STR_EMPTY, all = STR_EMPTY;
	const Err *err = text_on(j->base, commit, &base);

	if (!err)
		err = text_on(j->ours, commit, &ours);
	if (!err)
		err = text_on(j->theirs, commit, &theirs);
	if (err && err_kind(err) == ERR_CORRUPT) {	/* nothing that blad wrote: whoever has one keeps it */
		take_as_is(j, commit);
		err = NULL;
		goto done;
	}
	if (!err)
		note_lines_merge(str_slice(&base), str_slice(&ours), str_slice(&theirs), &all);
	if (!err && !slice_eq(str_slice(&all), str_slice(&ours)))
		err = edit_note(j->ours, commit, str_slice(&all), j->paths, &j->edits);
done:
	str_free(&base);
	str_free(&ours);
	str_free(&theirs);
	str_free(&all);
	return err;
}

/* Every commit that one of them has a note on. */
static const Err *join_all(Join *j)
{
	const MatchNotes *const sides[] = { j->ours, j->theirs };
	const Err *err = NULL;

	for (size_t s = 0; s < 2; s++)
		for (size_t i = 0; !err && i < sides[s]->notes.len; i++) {
			const Oid *commit = &sides[s]->notes.v[i].commit;
			size_t known = find(j->ours, commit);

			if (i && oid_eq(commit, &sides[s]->notes.v[i - 1].commit))
				continue;
			if (s == 0 || known >= j->ours->notes.len || !oid_eq(&j->ours->notes.v[known].commit, commit))
				err = join_on(j, commit);
		}
	return err;
}

const Err *match_notes_join(Archive *a, const Oid *ours, const Oid *theirs, Oid *out)
{
	Join j = { .paths = arena_new() };
	Oid at;
	const Err *err = walk_merge_base(archive_repo(a), ours, theirs, &at);

	if (err && err_kind(err) == ERR_NONE) {	/* each began alone */
		at = (Oid){ { 0 } };
		err = NULL;
	}
	if (!err)
		err = read_at(&j.base, a, &at);
	if (!err)
		err = read_at(&j.ours, a, ours);
	if (!err)
		err = read_at(&j.theirs, a, theirs);
	if (!err)
		err = join_all(&j);
	if (!err)
		err = write_commit(a, ours, theirs, &j.edits, "Joined notes on which item is which\n", out);
	match_notes_free(j.base);
	match_notes_free(j.ours);
	match_notes_free(j.theirs);
	VEC_FREE(&j.edits);
	arena_free(j.paths);
	return err;
}
