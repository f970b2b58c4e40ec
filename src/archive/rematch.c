/* Notes are made where a version can bear them: the item must be one of it, and the other one of the version before. */
#include "archive/rematch.h"

#include <stdlib.h>

#include "archive/history.h"
#include "archive/match_notes.h"
#include "archive/track.h"
#include "base/words.h"
#include "git/walk.h"

/* Has the issue at this path in the commit an item of this chain? */
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

static const Err *check(Archive *a, const Target *t)
{
	if (archive_read_only(a))
		return err_new(ERR_FAIL, "%s", archive_read_only(a));
	if (t->part != ADDR_ITEM)
		return err_new(ERR_USAGE, _("%s is no item: only items are parted and joined"), t->address);
	if (t->at != AT_COMMIT)
		return err_new(ERR_USAGE, _("say in which version: %s@VERSION; “blad log %s” lists them"), t->address, t->address);
	if (!stands(a, &t->commit, t->path, t->chain))
		return err_new(ERR_NONE, _("that version does not have %s"), t->address);
	return NULL;
}

/* The version in the item's life, as it is known now. */
static const Err *find_version(Archive *a, const Target *t, History *h, const Version **out)
{
	const Err *err = history_read(a, t, 0, h);

	for (size_t i = 0; !err && i < h->versions.len; i++)
		if (oid_eq(&h->versions.v[i].id, &t->commit) && h->versions.v[i].chain)
			*out = &h->versions.v[i];
	if (!err && !*out)
		err = err_new(ERR_NONE, _("that version did not change %s; “blad log %s” lists those that did"), t->address, t->address);
	return err;
}

const Err *rematch_part(Archive *a, const Target *t)
{
	NoteLine line = { NOTE_PART, t->path, t->chain, NULL, NULL, NULL };
	History h = { 0 };
	const Version *v = NULL;
	const Err *err = check(a, t);

	if (!err)
		err = find_version(a, t, &h, &v);
	if (!err && !v->was_chain)
		err = err_new(ERR_USAGE, _("%s is new in that version, so there is nothing to part it from"), t->address);
	if (!err)
		err = match_notes_say(a, &t->commit, &line);
	history_free(&h);
	return err;
}

/* ---- joining ---- */

/* Where it stands, or stood last. */
typedef struct {
	char *path, *chain;
	bool gone;		/* in the versions before: then it stood last in this one, and that one took it away */
	Oid last, gone_by;
} Other;

static void other_free(Other *o)
{
	free(o->path);
	free(o->chain);
}

/* What the other is called in this commit, where it is there. */
static char *chain_there(Archive *a, const Target *other, const Oid *commit)
{
	Str text = STR_EMPTY;
	IssueText it = { 0 };
	Charset cs = { 0 };
	char *out = NULL;

	if (stands(a, commit, other->path, other->chain))
		return mem_dup(other->chain);
	if (!other->gone && !archive_text(a, commit, other->path, &text, &cs) && !target_text(a, other, &it))
		out = track_chain(str_slice(&it.text), ADDR_ITEM, other->chain, str_slice(&text));
	issue_text_free(&it);
	str_free(&text);
	return out;
}

/* What became of it up to this commit, from an older version that has it. */
static const Err *follow_to(Archive *a, const Target *other, const Oid *commit, Other *out)
{
	const Oid *then = other->at == AT_COMMIT ? &other->commit : &other->found_at;
	Onward on = { .gone = false };
	Oid base;
	const Err *err = walk_merge_base(archive_repo(a), then, commit, &base);

	if (!err && oid_eq(&base, then))
		err = track_onward(a, commit, then, other->path, ADDR_ITEM, other->chain, &on);
	if (err && err_kind(err) == ERR_NONE)
		err = NULL;
	else if (!err && on.path)
		*out = (Other){ mem_dup(on.path), mem_dup(on.chain), on.gone, on.found_at, on.gone_by };
	onward_free(&on);
	return err;
}

static const Err *find_in(Archive *a, const Target *other, const Oid *commit, Other *out)
{
	char *chain = other->at == AT_COMMIT && !oid_eq(&other->commit, commit) ? NULL : chain_there(a, other, commit);

	if (chain)
		*out = (Other){ .path = mem_dup(other->path), .chain = chain };
	else if (other->at == AT_COMMIT || other->gone)
		return follow_to(a, other, commit, out);
	return NULL;
}

/* Beside it in the same version, it is another already. */
static const Err *find_before(Archive *a, const Target *t, const Target *other, Other *out)
{
	Commit c = { 0 };
	const Err *err = commit_read(archive_repo(a), &t->commit, &c);

	for (size_t i = 0; !err && !out->chain && i < c.parents.len; i++)
		err = find_in(a, other, &c.parents.v[i], out);
	if (!err && !out->chain)
		err = err_new(ERR_NONE, _("no version before %s has %s; give the address that it had there"), t->address, other->address);
	commit_free(&c);
	return err;
}

static const Err *check_other(const Target *t, const Target *other)
{
	if (other->part != ADDR_ITEM)
		return err_new(ERR_USAGE, _("%s is no item: only items are parted and joined"), other->address);
	if (other->at == AT_COMMIT && oid_eq(&other->commit, &t->commit))
		return err_new(ERR_USAGE, _("%s stands beside it in the same version; name one of a version before"), other->address);
	return NULL;
}

static bool is_called(const Version *v, const Other *o)
{
	return v->was_chain && v->was_path && strcmp(v->was_chain, o->chain) == 0 && strcmp(v->was_path, o->path) == 0;
}

/* By the version itself, or by one that deleted it before that. */
static bool is_known(const History *h, const Version *v, const Other *o)
{
	if (!o->gone)
		return is_called(v, o);
	for (size_t i = 0; i < h->versions.len; i++)
		if (h->versions.v[i].event == EVENT_DELETED && oid_eq(&h->versions.v[i].id, &o->gone_by) && is_called(&h->versions.v[i], o))
			return true;
	return false;
}

/* One that was deleted comes back as one item. */
static const Err *check_free(Archive *a, const Target *t, const Other *o)
{
	MatchNotes *n = NULL;
	Str address = STR_EMPTY, id = STR_EMPTY;
	const Err *err = o->gone ? match_notes_read(&n, a) : NULL;
	MatchNote is = { NOTE_NONE, NULL, NULL, { { 0 } } };

	if (n)
		is = match_notes_later(n, &o->last, o->path, o->chain);
	if (is.kind == NOTE_JOIN && !(oid_eq(&is.at, &t->commit) && strcmp(is.path, t->path) == 0 && strcmp(is.chain, t->chain) == 0)) {
		oid_short(&is.at, &id);
		addr_format(slice_c(is.path), ADDR_ITEM, slice_c(is.chain), str_slice(&id), &address);
		err = err_new(ERR_USAGE, _("%s is known as that already; “blad match undo %s” takes it back"), str_c(&address), str_c(&address));
	}
	match_notes_free(n);
	str_free(&address);
	str_free(&id);
	return err;
}

static const Err *say_join(Archive *a, const Target *t, const Other *o, char **was)
{
	char hex[OID_HEX + 1];
	NoteLine line = { NOTE_JOIN, t->path, t->chain, o->path, o->chain, NULL };
	Str address = STR_EMPTY, id = STR_EMPTY;
	const Err *err;

	if (o->gone) {
		oid_hex(&o->last, hex);
		oid_short(&o->last, &id);
		line.from_id = hex;
	}
	err = match_notes_say(a, &t->commit, &line);
	if (!err && was) {
		addr_format(slice_c(o->path), ADDR_ITEM, slice_c(o->chain), str_slice(&id), &address);
		*was = str_steal(&address);
	}
	str_free(&id);
	return err;
}

const Err *rematch_join(Archive *a, const Target *t, Slice other, char **was)
{
	Target from = { 0 };
	History h = { 0 };
	Other o = { .path = NULL };
	const Version *v = NULL;
	const Err *err = check(a, t);

	if (!err)
		err = target_find_past(a, other, &from);
	if (!err)
		err = check_other(t, &from);
	if (!err)
		err = find_before(a, t, &from, &o);
	if (!err)
		err = find_version(a, t, &h, &v);
	if (!err && is_known(&h, v, &o))
		err = err_new(ERR_USAGE, _("that is what %s is known as already"), t->address);
	if (!err)
		err = check_free(a, t, &o);
	if (!err)
		err = say_join(a, t, &o, was);
	history_free(&h);
	target_free(&from);
	other_free(&o);
	return err;
}

const Err *rematch_undo(Archive *a, const Target *t)
{
	const Err *err = check(a, t);

	return err ? err : match_notes_say(a, &t->commit, &(NoteLine){ NOTE_NONE, t->path, t->chain, NULL, NULL, NULL });
}
