/* What stands in the work tree's file of an issue becomes a draft. */
#include <stdlib.h>

#include "archive/by_hand.h"
#include "archive/by_hand_note.h"
#include "archive/draft_take.h"
#include "archive/inside.h"
#include "archive/tip.h"
#include "base/file.h"
#include "base/words.h"
#include "git/walk.h"
#include "git/work_look.h"
#include "issue/merge.h"

#define FILE_MAX ((size_t)64 * 1024 * 1024)	/* bytes; an issue of the longest year has some hundred thousand */
#define VERSIONS_MAX 100			/* of a file, in which what git's index has is sought */

typedef struct {
	Archive *a;
	const char *path;
	WorkLook *look;
	LookFile file;
	Oid tip;
	HandText text;
} Take;

static const Err *check(const Take *t)
{
	const char *why = archive_read_only(t->a), *doing = repo_in_progress(archive_repo(t->a));

	if (why)
		return err_new(ERR_FAIL, "%s", why);
	if (doing)
		return err_new(ERR_FAIL, _("git is in the middle of a %s here; finish it with git first, your drafts are kept"), doing);
	if (!path_is_safe(slice_c(t->path)))
		return err_new(ERR_USAGE, _("%s is not a path inside the archive"), t->path);
	if (!archive_is_issue(t->a, t->path))
		return err_new(ERR_FAIL, _("%s is no issue of this archive, so there can be no draft of it"), t->path);
	return NULL;
}

static const Err *unchanged(const Take *t)
{
	return err_new(ERR_FAIL, _("%s was not changed by hand: it is as recorded"), t->path);
}

/* ---- the text ---- */

static const Err *check_state(const Take *t, LookState state)
{
	bool recorded = !oid_is_zero(&t->tip);

	if (state == LOOK_CONFLICT)
		return err_new(ERR_DECIDE, _("%s is in conflict in git's index; settle it with git first"), t->path);
	if (state == LOOK_FOREIGN)
		return err_new(ERR_FAIL, _("%s is stored through a filter of git's, which blad does not run; commit it with git"), t->path);
	if (state == LOOK_ODD && recorded)
		return err_new(ERR_FAIL, _("%s is no plain file, or lies behind a link, and is not read; “git restore -SW %s” brings the file back"), t->path, t->path);
	if (state == LOOK_ODD)
		return err_new(ERR_FAIL, _("%s is no plain file, or lies behind a link, and is not read"), t->path);
	if (state == LOOK_GONE && recorded)
		return err_new(ERR_FAIL, _("%s was deleted by hand, so there is no text to take; “git restore -SW %s” brings it back"), t->path, t->path);
	if (state == LOOK_GONE)
		return err_new(ERR_NONE, _("there is no file %s in the work tree"), t->path);
	return NULL;
}

static const Err *read_text(Take *t)
{
	Str bytes = STR_EMPTY;
	LookState state = t->file.state;
	const Err *err = state == LOOK_CONFLICT ? NULL : work_look_read(t->look, t->path, FILE_MAX, &state, &bytes);
	bool same = false;

	if (!err)
		err = check_state(t, state);
	if (!err)
		err = work_look_is(t->look, t->path, &t->tip, &same);
	if (!err && same)
		err = unchanged(t);
	if (!err) {
		blob_id(str_slice(&bytes), &t->text.file);
		charset_decode(str_slice(&bytes), &t->text.charset, &t->text.text);
		t->text.staged = t->file.entry;
	}
	str_free(&bytes);
	return err;
}

/* ---- what it was made from ---- */

/* A branch that was moved without its work tree (a push into it, “git reset --soft”) leaves what the person saw in git's index. */
static const Err *find_in_history(Take *t, Oid *commit, bool *found)
{
	PathHistory h = { 0 };
	const Err *err;

	*found = false;
	if (oid_is_zero(&t->file.entry) || oid_is_zero(&archive_head(t->a)->tip))
		return NULL;
	err = walk_path(archive_repo(t->a), &archive_head(t->a)->tip, t->path, VERSIONS_MAX, &h);
	for (size_t i = 0; !err && !*found && i < h.versions.len; i++) {
		*found = oid_eq(&h.versions.v[i].blob, &t->file.entry);
		*commit = h.versions.v[i].commit;
	}
	path_history_free(&h);
	return err;
}

/* The note, unless git has met the file as it was recorded since. */
static bool find_note(Take *t, Oid *blob, Oid *commit)
{
	const char *dir;
	char *name = tip_own_name(t->a, TIP_BY_HAND);
	HandNotes notes = { 0 };
	const HandNote *n = NULL;

	if (!archive_state_dir(t->a, &dir) && !(t->file.seen && oid_eq(&t->file.entry, &t->tip))) {
		hand_notes_read(dir, name, &notes);
		n = hand_notes_find(&notes, t->path);
	}
	if (n) {
		*blob = n->base;
		*commit = n->commit;
	}
	hand_notes_free(&notes);
	free(name);
	return n;
}

static const Err *use_base(Take *t, const Oid *blob, const Oid *commit)
{
	Charset cs;

	str_clear(&t->text.base);
	t->text.base_blob = *blob;
	t->text.base_commit = oid_is_zero(blob) ? (Oid){ { 0 } } : *commit;
	return oid_is_zero(blob) ? NULL : archive_blob_text(t->a, blob, t->path, &t->text.base, &cs);
}

static const Err *choose_base(Take *t)
{
	Oid blob, commit, tip = archive_head(t->a)->tip;
	bool found = false;
	const Err *err;

	if (find_note(t, &blob, &commit)) {
		if (!use_base(t, &blob, &commit))
			return NULL;
		/* cleared away: then the recorded version of that time */
		if (!tree_find(archive_repo(t->a), &commit, t->path, &blob, NULL) && !use_base(t, &blob, &commit))
			return NULL;
	}
	if (oid_eq(&t->file.entry, &t->tip))
		return use_base(t, &t->tip, &tip);
	if ((err = find_in_history(t, &commit, &found)))
		return err;
	return found ? use_base(t, &t->file.entry, &commit) : use_base(t, &t->tip, &tip);
}

/* Would the draft be one that changes nothing, once it is set on the tip? */
static const Err *check_news(Take *t)
{
	Str tip = STR_EMPTY, joined = STR_EMPTY;
	Conflicts conflicts = { 0 };
	Slice base = str_slice(&t->text.base), text = str_slice(&t->text.text);
	Charset cs;
	bool news = true;
	const Err *err = oid_is_zero(&t->tip) ? NULL : archive_blob_text(t->a, &t->tip, t->path, &tip, &cs);

	if (!err && !oid_is_zero(&t->tip))
		news = !merge_texts(base, text, str_slice(&tip), &joined, &conflicts) || !slice_eq(str_slice(&joined), str_slice(&tip));
	if (!err && !news)
		err = err_new(ERR_FAIL, _("%s holds nothing that is not recorded; “git restore -SW %s” brings it to the recorded version"), t->path, t->path);
	conflicts_free(&conflicts);
	str_free(&joined);
	str_free(&tip);
	return err;
}

/* ---- the draft ---- */

/* So that a later take of the same file knows what it was made from. */
static const Err *keep_text(Take *t)
{
	Str bytes = STR_EMPTY;
	Oid id;
	const Err *err = charset_encode(str_slice(&t->text.text), t->text.charset, &bytes);

	if (!err)
		err = blob_write(archive_repo(t->a), str_slice(&bytes), &id);
	str_free(&bytes);
	return err;
}

static const Err *take(Take *t, char **address, bool *beside)
{
	Draft *d = NULL;
	const Err *err = draft_open(&d, t->a, t->path);

	if (err)
		return err;
	if (draft_is_stored(d)) {
		err = draft_take_too(d, &t->text);
	} else if (!(err = check_news(t))) {
		err = draft_take(d, &t->text);
	}
	if (!err)
		*address = mem_dup(draft_info(d)->address);
	draft_close(d);
	if (err && err_kind(err) == ERR_DECIDE) {
		*beside = true;
		err = draft_take_beside(t->a, t->path, &t->text, address);
	}
	return err;
}

static const Err *take_locked(Take *t, char **address, bool *beside)
{
	const Err *err = archive_refresh(t->a, NULL);
	const TreeFile *f;

	if (!err)
		err = check(t);
	if (!err)
		err = work_look_begin(&t->look, archive_repo(t->a));
	if (!err)
		err = work_look_file(t->look, t->path, &t->file);
	if (err)
		return err;
	f = archive_file(t->a, t->path);
	t->tip = f ? f->id : (Oid){ { 0 } };
	if ((err = read_text(t)))
		return err;
	if ((*address = draft_that_took(t->a, t->path, &t->text.file)))
		return NULL;
	if (!(err = choose_base(t)))
		err = keep_text(t);
	return err ? err : take(t, address, beside);
}

const Err *by_hand_take(Archive *a, const char *path, char **address, bool *beside)
{
	Take t = { .a = a, .path = path };
	TipLock *lock = NULL;
	/* What is not ours to write has no lock either. */
	const Err *err = check(&t);

	*address = NULL;
	*beside = false;
	/* The branch stands still meanwhile, and with it what the file is compared with. */
	if (!err)
		err = tip_lock(&lock, a);
	if (!err)
		err = take_locked(&t, address, beside);
	tip_unlock(lock);
	work_look_end(t.look);
	hand_text_free(&t.text);
	return err;
}
