/* Whose text stands where a draft and the archive changed the same. */
#include "archive/resolve.h"

#include <stdlib.h>

#include "archive/answers.h"
#include "archive/draft_inside.h"
#include "archive/draft_join.h"
#include "archive/draft_take.h"
#include "archive/last.h"
#include "archive/nearest.h"
#include "base/words.h"

/* ---- what is asked ---- */

static void ask(Archive *a, const Draft *d, const Conflict *c, DraftQuestion *q)
{
	const DraftInfo *info = draft_info(d);
	bool key = c->chain && c->chain[0] == ':';
	Spot spot = { .path = info->path, .part = !c->chain ? ADDR_ISSUE : key ? ADDR_KEY : c->chain[0] ? ADDR_ITEM : ADDR_LEAD,
	    .chain = c->chain ? c->chain + key : NULL };

	*q = (DraftQuestion){ .address = conflict_address(info, c), .kind = mem_dup(c->kind), .title = mem_dup(c->title),
	    .chain = mem_dup(c->chain) };
	for (int who = 0; who < MERGE_SIDES; who++) {
		q->has[who] = c->has[who];
		str_add_slice(&q->text[who], str_slice(&c->text[who]));
	}
	for (size_t i = 0; i < draft_moves(d)->len; i++) {
		const DraftMove *m = &draft_moves(d)->v[i];

		if (m->left && c->chain && !c->has[MERGE_OURS] && strcmp(m->here, c->chain) == 0 && !q->moved_to)
			q->moved_to = mem_dup(m->path);
	}
	/* A commit that gc took tells nobody's name. */
	if (!oid_is_zero(&info->base_commit) && last_author(a, &archive_head(a)->tip, &info->base_commit, &spot, &q->theirs_by))
		q->theirs_by = NULL;
}

const Err *draft_questions(Archive *a, const char *path, int nth, DraftQuestions *out)
{
	Draft *d = NULL;
	DraftJoin j = { 0 };
	const Err *err = draft_peek_nth(&d, a, path, nth);

	memset(out, 0, sizeof *out);
	if (!err && draft_info(d)->behind)
		err = draft_join_tip(a, d, &j);
	for (size_t i = 0; !err && i < j.open.len; i++)
		ask(a, d, &j.open.v[i], VEC_ADD(&out->open));
	out->answered = j.answered.len;
	draft_join_free(&j);
	draft_close(d);
	return err && err_kind(err) == ERR_NONE ? NULL : err;
}

void draft_questions_free(DraftQuestions *q)
{
	for (size_t i = 0; i < q->open.len; i++) {
		free(q->open.v[i].address);
		free(q->open.v[i].kind);
		free(q->open.v[i].title);
		free(q->open.v[i].chain);
		free(q->open.v[i].moved_to);
		free(q->open.v[i].theirs_by);
		for (int who = 0; who < MERGE_SIDES; who++)
			str_free(&q->open.v[i].text[who]);
	}
	VEC_FREE(&q->open);
}

/* ---- which of them is meant ---- */

typedef struct {
	AddrPart part;
	Str chain;		/* as in a Conflict */
	Slice last;		/* its last key */
} Meant;

static void meant_read(const Addr *addr, Meant *out)
{
	*out = (Meant){ .part = addr->part };
	if (addr->part == ADDR_KEY)
		str_add_char(&out->chain, ':');
	for (size_t i = 0; i < addr->keys.len; i++)
		str_printf(&out->chain, "%s%s", i ? "/" : "", addr->keys.v[i]);
	out->last = addr->keys.len ? slice_c(addr->keys.v[addr->keys.len - 1]) : slice("", 0);
}

static bool is_meant(const Meant *m, const Conflict *c, bool loose)
{
	const char *slash;

	if (m->part == ADDR_ISSUE)
		return !c->chain || loose;	/* itself, else all of it */
	if (!c->chain)
		return false;
	if (!loose || m->part != ADDR_ITEM)
		return slice_is(str_slice(&m->chain), c->chain);
	slash = strrchr(c->chain, '/');
	return c->chain[0] != ':' && slice_is(m->last, slash ? slash + 1 : c->chain);
}

/* The answers to those that are meant; how many.  One key alone is accepted where one question has it. */
static const Err *answer_meant(Archive *a, const char *path, const Meant *m, const Conflicts *open, MergeChoice choice, Slice text, size_t *n)
{
	const Err *err = NULL;

	*n = 0;
	for (int loose = 0; loose < 2 && *n == 0; loose++) {
		size_t hits = 0;

		for (size_t i = 0; i < open->len; i++)
			hits += is_meant(m, &open->v[i], loose);
		if (loose && hits > 1 && m->part != ADDR_ISSUE)
			return err_new(ERR_AMBIGUOUS, _("“%.*s” is asked about more than once; name it with the keys above it"), (int)m->last.len, m->last.p);
		for (size_t i = 0; !err && i < open->len; i++) {
			if (!is_meant(m, &open->v[i], loose))
				continue;
			err = answer_keep(a, path, &open->v[i], choice, text);
			++*n;
		}
	}
	return err;
}

static const Err *not_asked(const DraftInfo *info, Slice address, const Conflicts *open)
{
	Names names = { 0 };
	Str list = STR_EMPTY;
	const Err *err;

	if (!open->len)
		return err_new(ERR_NONE, _("nothing is to be decided about %s: its draft and the archive have not changed the same"), info->address);
	for (size_t i = 0; i < open->len; i++)
		names_take(&names, conflict_address(info, &open->v[i]));
	names_join(&names, 8, &list);
	err = err_new(ERR_NONE, _("nothing is to be decided about %.*s; what is: %s"), (int)address.len, address.p, str_c(&list));
	str_free(&list);
	names_free(&names);
	return err;
}

static bool has_conflict(const Conflicts *list, const Conflict *c)
{
	for (size_t i = 0; i < list->len; i++) {
		const Conflict *o = &list->v[i];

		if (strcmp(o->kind, c->kind) == 0 && (o->chain && c->chain ? strcmp(o->chain, c->chain) == 0 : o->chain == c->chain))
			return true;
	}
	return false;
}

/* A text that is not one item is no answer to what stands in the place of one: then the whole issue would be asked about. */
static const Err *check_text(Archive *a, const Draft *d, const Conflicts *was, Slice address)
{
	DraftJoin j = { 0 };
	const Err *err = draft_join_tip(a, d, &j);

	for (size_t i = 0; !err && i < j.open.len; i++)
		if (!j.open.v[i].chain && !has_conflict(was, &j.open.v[i]))
			err = err_new(ERR_USAGE, _("the text cannot stand in the place of %.*s: write it with its title, as one item"), (int)address.len, address.p);
	for (size_t i = 0; err && i < j.answered.len; i++)
		if (has_conflict(was, &j.answered.v[i]))
			answer_forget(a, draft_info(d)->path, &j.answered.v[i]);
	draft_join_free(&j);
	return err;
}

/* ---- answering ---- */

static const Err *answer(Archive *a, Draft *d, const Addr *addr, Slice address, MergeChoice choice, Slice text)
{
	DraftJoin j = { 0 };
	Meant m;
	size_t n = 0;
	const Err *err = draft_join_tip(a, d, &j);

	meant_read(addr, &m);
	if (!err && choice == CHOICE_TEXT && m.part == ADDR_ISSUE && j.open.len && j.open.v[0].chain)
		err = err_new(ERR_USAGE, _("the text of a whole issue answers nothing here: name the item that it is for, as “blad drafts” does"));
	if (!err)
		err = answer_meant(a, draft_info(d)->path, &m, &j.open, choice, text, &n);
	if (!err && !n)
		err = not_asked(draft_info(d), address, &j.open);
	if (!err && choice == CHOICE_TEXT)
		err = check_text(a, d, &j.open, address);
	draft_join_free(&j);
	str_free(&m.chain);
	return err;
}

/* err: what setting the draft on the tip came to. */
static const Err *told(const Draft *d, const Err *err, Str *said)
{
	if (err && err_kind(err) == ERR_DECIDE)
		return err_new(ERR_DECIDE, _("the answer is kept; %s"), err_text(err));
	if (err)
		return err;
	if (!draft_is_stored(d))
		str_add_c(said, _("The draft has nothing left that the archive lacks, and is put away; how it was is kept for 30 days."));
	else if (oid_is_zero(&draft_info(d)->base_blob))
		str_add_c(said, _("The draft is one of a new issue now; how it was is kept for 30 days."));
	else
		str_add_c(said, _("The draft stands on the archive's text now; how it was is kept for 30 days."));
	return NULL;
}

static const Err *settle(Archive *a, Draft *d, const Addr *addr, Slice address, MergeChoice choice, Slice text, Str *said)
{
	const Err *err = answer(a, d, addr, address, choice, text);

	if (!err)
		err = draft_rebase(d);
	/* All of an issue may bring another question, of the same kind for the person. */
	for (int tries = 0; err && err_kind(err) == ERR_DECIDE && addr->part == ADDR_ISSUE && choice != CHOICE_TEXT && tries < 8; tries++)
		if (!(err = answer(a, d, addr, address, choice, text)))
			err = draft_rebase(d);
	return told(d, err, said);
}

const Err *resolve_draft(Archive *a, Slice address, MergeChoice choice, Slice text, Str *said)
{
	Addr addr = { 0 };
	Str issue = STR_EMPTY;
	Target t = { 0 };
	Draft *d = NULL;
	const char *why = archive_read_only(a);
	const Err *err = why ? err_new(ERR_FAIL, "%s", why) : addr_parse(address, &addr);

	if (err)
		return err;
	addr_format(slice_c(addr.issue), ADDR_ISSUE, slice_c(NULL), slice_c(addr.version), &issue);
	if (choice == CHOICE_TEXT && !slice_trim(text).len)
		err = err_new(ERR_USAGE, _("the text is empty; to take an item away, choose the side that deleted it, or settle it and use “blad delete”"));
	if (!err)
		err = target_find(a, str_slice(&issue), &t);
	if (!err && t.at == AT_COMMIT)
		err = err_new(ERR_USAGE, _("%s is a recorded version: only a draft has something to be decided"), t.address);
	if (!err)
		err = draft_peek_nth(&d, a, t.path, t.draft);
	draft_close(d);
	d = NULL;
	if (!err)
		err = draft_open_nth(&d, a, t.path, t.draft);
	if (!err && !draft_info(d)->behind)
		err = err_new(ERR_NONE, _("the draft of %s is not behind: nothing is to be decided"), t.address);
	if (!err)
		err = settle(a, d, &addr, address, choice, text, said);
	draft_close(d);
	target_free(&t);
	str_free(&issue);
	addr_free(&addr);
	return err;
}

const Err *resolve_question(Archive *a, const char *path, int nth, const DraftQuestion *q, MergeChoice choice, Slice text, Str *said)
{
	Conflict c = { .kind = q->kind, .title = q->title, .chain = q->chain };
	Draft *d = NULL;
	const char *why = archive_read_only(a);
	const Err *err = why ? err_new(ERR_FAIL, "%s", why) : draft_open_nth(&d, a, path, nth);

	for (int who = 0; who < MERGE_SIDES; who++) {
		c.has[who] = q->has[who];
		c.text[who] = q->text[who];
	}
	if (!err)
		err = answer_keep(a, path, &c, choice, text);
	if (!err)
		err = told(d, draft_rebase(d), said);
	draft_close(d);
	return err;
}
