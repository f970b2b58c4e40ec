/* Notes are made where a version can bear them: the item must be one of it, and the other one of the version before. */
#include "archive/rematch.h"

#include <stdlib.h>

#include "archive/history.h"
#include "archive/match_notes.h"
#include "archive/track.h"
#include "base/words.h"

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
	NoteLine line = { NOTE_PART, t->path, t->chain, NULL, NULL };
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

/* Beside it in the same version, it is another already. */
static const Err *find_before(Archive *a, const Target *t, const Target *other, char **chain)
{
	Commit c = { 0 };
	const Err *err = commit_read(archive_repo(a), &t->commit, &c);

	for (size_t i = 0; !err && !*chain && i < c.parents.len; i++)
		*chain = chain_there(a, other, &c.parents.v[i]);
	if (!err && !*chain)
		err = err_new(ERR_NONE, _("the version before %s has no %s; give the address that it had there"), t->address, other->address);
	commit_free(&c);
	return err;
}

static const Err *check_other(const Target *t, const Target *other)
{
	if (other->part != ADDR_ITEM)
		return err_new(ERR_USAGE, _("%s is no item: only items are parted and joined"), other->address);
	if (other->at == AT_COMMIT && oid_eq(&other->commit, &t->commit))
		return err_new(ERR_USAGE, _("%s stands beside it in the same version; name one of the version before"), other->address);
	return NULL;
}

const Err *rematch_join(Archive *a, const Target *t, Slice other, char **was)
{
	Target from = { 0 };
	History h = { 0 };
	const Version *v = NULL;
	char *chain = NULL;
	Str address = STR_EMPTY;
	const Err *err = check(a, t);

	if (!err)
		err = target_find_past(a, other, &from);
	if (!err)
		err = check_other(t, &from);
	if (!err)
		err = find_before(a, t, &from, &chain);
	if (!err)
		err = find_version(a, t, &h, &v);
	if (!err && v->was_chain && strcmp(v->was_chain, chain) == 0 && strcmp(v->was_path, from.path) == 0)
		err = err_new(ERR_USAGE, _("that is what %s is known as already"), t->address);
	if (!err)
		err = match_notes_say(a, &t->commit, &(NoteLine){ NOTE_JOIN, t->path, t->chain, from.path, chain });
	if (!err && was) {
		addr_format(slice_c(from.path), ADDR_ITEM, slice_c(chain), slice("", 0), &address);
		*was = str_steal(&address);
	}
	history_free(&h);
	target_free(&from);
	free(chain);
	return err;
}

const Err *rematch_undo(Archive *a, const Target *t)
{
	const Err *err = check(a, t);

	return err ? err : match_notes_say(a, &t->commit, &(NoteLine){ NOTE_NONE, t->path, t->chain, NULL, NULL });
}
