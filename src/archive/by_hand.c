/* Issues that somebody changed in the work tree: found, and told. */
#include "archive/by_hand.h"

#include <stdint.h>
#include <stdlib.h>

#include "archive/draft_take.h"
#include "archive/inside.h"
#include "base/date.h"
#include "base/file.h"
#include "base/words.h"
#include "git/work_look.h"
#include "issue/addr.h"

#define FILES_A_LOOK 16		/* at the clock */

static const char *const names[] = { "changed", "deleted", "no-file", "conflict" };

const char *by_hand_name(ByHandWhat w)
{
	return names[w];
}

void by_hand_free(ByHand *h)
{
	free(h->path);
	free(h->draft);
	*h = (ByHand){ 0 };
}

void by_hands_free(ByHands *h)
{
	for (size_t i = 0; i < h->len; i++)
		by_hand_free(&h->v[i]);
	VEC_FREE(h);
}

bool by_hand_may_take(const ByHand *h)
{
	return h->what == BY_HAND_CHANGED && !h->draft;
}

/* ---- one file ---- */

static const Err *find_draft(Archive *a, const WorkLook *l, ByHand *h)
{
	Str bytes = STR_EMPTY;
	LookState state;
	Oid id;
	const Err *err = work_look_read(l, h->path, SIZE_MAX, &state, &bytes);

	if (!err && state == LOOK_ODD) {	/* behind a link */
		h->what = BY_HAND_NO_FILE;
	} else if (!err && state == LOOK_SAME) {
		blob_id(str_slice(&bytes), &id);
		h->draft = draft_that_took(a, h->path, &id);
	}
	str_free(&bytes);
	return err && err_kind(err) == ERR_BUSY ? NULL : err;
}

/* Against the tip: what is only staged, or was committed elsewhere while the index stayed, is by hand too. */
static const Err *against_tip(const WorkLook *l, const char *path, const Oid *tip, const LookFile *f, bool *found)
{
	bool same = false;
	const Err *err;

	*found = f->state != LOOK_SAME;
	if (oid_eq(tip, &f->entry) || f->state == LOOK_GONE || f->state == LOOK_ODD || f->state == LOOK_CONFLICT)
		return NULL;
	err = work_look_is(l, path, tip, &same);
	*found = !same;
	return err;
}

static const Err *look(Archive *a, const WorkLook *l, const char *path, const Oid *tip, ByHand *out, bool *found)
{
	static const ByHandWhat whats[] = { [LOOK_GONE] = BY_HAND_DELETED, [LOOK_ODD] = BY_HAND_NO_FILE, [LOOK_CONFLICT] = BY_HAND_CONFLICT,
		[LOOK_SAME] = BY_HAND_CHANGED, [LOOK_CHANGED] = BY_HAND_CHANGED };
	LookFile f;
	const Err *err = work_look_file(l, path, &f);

	*found = false;
	if (err || f.skipped || f.state == LOOK_FOREIGN)
		return err;
	if (oid_is_zero(&f.entry) && f.state == LOOK_SAME) {	/* “git rm” */
		*found = !oid_is_zero(tip);
		f.state = LOOK_GONE;
	} else if ((err = against_tip(l, path, tip, &f, found))) {
		return err;
	}
	if (!*found)
		return NULL;
	*out = (ByHand){ .path = mem_dup(path), .what = whats[f.state] };
	return out->what == BY_HAND_CHANGED ? find_draft(a, l, out) : NULL;
}

/* A merge or rebase of git's has changed files itself: what is there is no person's alone. */
static bool in_the_middle(Archive *a)
{
	return repo_in_progress(archive_repo(a));
}

const Err *by_hand_look(Archive *a, const char *path, ByHand *out, bool *found)
{
	const TreeFile *f = archive_file(a, path);
	WorkLook *l = NULL;
	const Err *err = NULL;

	*found = false;
	*out = (ByHand){ 0 };
	if (!archive_is_issue(a, path) || in_the_middle(a))
		return NULL;
	err = work_look_begin(&l, archive_repo(a));
	if (err && err_kind(err) == ERR_NONE)
		return NULL;
	if (!err)
		err = look(a, l, path, f ? &f->id : &(Oid){ { 0 } }, out, found);
	work_look_end(l);
	return err;
}

/* ---- all of them ---- */

static const Err *add(Archive *a, const WorkLook *l, const char *path, const Oid *tip, ByHands *out)
{
	ByHand h;
	bool found = false;
	const Err *err = look(a, l, path, tip, &h, &found);

	if (found)
		VEC_PUSH(out, h);
	return err;
}

struct ByHandScan {
	Archive *a;
	WorkLook *look;		/* NULL: there is nothing to look at */
	size_t at;		/* first the tip's files, then what git's index has */
	char *trouble;		/* the first; an Err does not live that long */
};

const Err *by_hand_begin(ByHandScan **out, Archive *a)
{
	ByHandScan *s = mem_alloc(sizeof *s);
	const Err *err = NULL;

	s->a = a;
	if (!in_the_middle(a) && (err = work_look_begin(&s->look, archive_repo(a))) && err_kind(err) == ERR_NONE)
		err = NULL;
	*out = s;
	return err;
}

void by_hand_end(ByHandScan *s)
{
	if (!s)
		return;
	work_look_end(s->look);
	free(s->trouble);
	free(s);
}

/* Files that git was told of and that no version has. */
static const Err *add_new(const ByHandScan *s, size_t i, ByHands *out)
{
	const char *path = work_look_path(s->look, i);

	if ((i > 0 && strcmp(path, work_look_path(s->look, i - 1)) == 0) || archive_file(s->a, path) || !archive_is_issue(s->a, path))
		return NULL;
	return add(s->a, s->look, path, &(Oid){ { 0 } }, out);
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const ByHand *)a)->path, ((const ByHand *)b)->path);
}

bool by_hand_step(ByHandScan *s, int ms, ByHands *out, const Err **err)
{
	const TreeFiles *t = archive_files(s->a);
	size_t n = s->look ? t->files.len + work_look_count(s->look) : 0;
	int64_t end = clock_ms() + ms;

	while (s->at < n) {
		size_t i = s->at++;
		const Err *bad = NULL;

		if (i >= t->files.len)
			bad = add_new(s, i - t->files.len, out);
		else if ((t->files.v[i].mode & 0170000) == 0100000)
			bad = add(s->a, s->look, t->files.v[i].path, &t->files.v[i].id, out);
		if (bad && !s->trouble)
			s->trouble = mem_dup(err_text(bad));
		if (ms > 0 && i % FILES_A_LOOK == 0 && clock_ms() >= end)
			return false;
	}
	if (out->len)
		qsort(out->v, out->len, sizeof *out->v, by_path);
	if (s->trouble)
		*err = err_new(ERR_FAIL, "%s", s->trouble);
	return true;
}

const Err *by_hand_list(Archive *a, ByHands *out)
{
	ByHandScan *s = NULL;
	const Err *err = by_hand_begin(&s, a);

	if (!err)
		by_hand_step(s, 0, out, &err);
	by_hand_end(s);
	return err;
}

/* ---- for people ---- */

/* blad writes no such file: a terminal or a shell would take its name for something else. */
static void say_name(const char *path, Str *out)
{
	Str address = STR_EMPTY;

	addr_format(slice_c(path), ADDR_ISSUE, slice("", 0), slice("", 0), &address);
	str_printf(out, _("%s has control signs in its name, or is not UTF-8: blad writes no such file, and git has its text"), str_c(&address));
	str_free(&address);
}

void by_hand_say(const ByHand *h, Str *out)
{
	if (!path_is_safe(slice_c(h->path)))
		say_name(h->path, out);
	else if (h->what == BY_HAND_DELETED)
		str_printf(out, _("%s was deleted by hand and left so; “git restore -SW %s” brings it back"), h->path, h->path);
	else if (h->what == BY_HAND_NO_FILE)
		str_printf(out, _("%s is no plain file any more and was left as it is; “git restore -SW %s” brings the file back"), h->path, h->path);
	else if (h->what == BY_HAND_CONFLICT)
		str_printf(out, _("%s is in conflict in git's index and was left as it is; settle it with git"), h->path);
	else if (h->draft)
		str_printf(out, _("%s was changed by hand and left as it is; its text is in the draft %s"), h->path, h->draft);
	else
		str_printf(out, _("%s was changed by hand and left as it is; “blad drafts take %s” makes a draft of it"), h->path, h->path);
}

void by_hand_say_left(Archive *a, const char *path, Str *out)
{
	ByHand h;
	bool found = false;

	if (!by_hand_look(a, path, &h, &found) && found)
		by_hand_say(&h, out);
	else if (!path_is_safe(slice_c(path)))
		say_name(path, out);
	else
		str_printf(out, _("%s was changed by hand and left as it is"), path);
	if (found)
		by_hand_free(&h);
}
