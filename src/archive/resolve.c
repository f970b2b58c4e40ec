/* Whose text stands where a draft and the archive changed the same. */
#include "archive/resolve.h"

#include <stdlib.h>

#include "archive/answers.h"
#include "archive/conflicts.h"
#include "archive/draft_inside.h"
#include "archive/draft_join.h"
#include "archive/draft_take.h"
#include "archive/last.h"
#include "archive/nearest.h"
#include "archive/next_issue.h"
#include "base/words.h"
#include "issue/approval.h"

/* ---- what is asked ---- */

static void ask(Archive *a, const Draft *d, Conflict *conflict, Questions *out)
{
	const DraftInfo *info = draft_info(d);
	Question *q = question_add(out, info->path, draft_version(info), conflict);
	const char *chain = q->c.chain;
	bool key = chain && chain[0] == ':';
	Spot spot = { .path = info->path, .part = !chain ? ADDR_ISSUE : key ? ADDR_KEY : chain[0] ? ADDR_ITEM : ADDR_LEAD,
	    .chain = chain ? chain + key : NULL };

	q->draft = info->nth;
	for (size_t i = 0; i < draft_moves(d)->len; i++) {
		const DraftMove *m = &draft_moves(d)->v[i];

		if (m->left && chain && !q->c.has[MERGE_OURS] && strcmp(m->here, chain) == 0 && !q->moved_to)
			q->moved_to = mem_dup(m->path);
	}
	/* A commit that gc took tells nobody's name. */
	if (!oid_is_zero(&info->base_commit) && last_author(a, &archive_head(a)->tip, &info->base_commit, &spot, &q->theirs_by))
		q->theirs_by = NULL;
}

const Err *draft_questions(Archive *a, const char *path, int nth, Questions *out)
{
	Draft *d = NULL;
	DraftJoin j = { 0 };
	const Err *err = draft_peek_nth(&d, a, path, nth);

	if (!err && draft_info(d)->behind)
		err = draft_join_tip(a, d, &j);
	for (size_t i = 0; !err && i < j.open.len; i++)
		ask(a, d, &j.open.v[i], out);
	for (size_t i = 0; !err && i < j.answered.len; i++) {
		Question *q = VEC_ADD(&out->answered);

		*q = (Question){ .path = mem_dup(path), .address = conflict_address(draft_info(d), &j.answered.v[i]), .c = j.answered.v[i],
		    .draft = draft_info(d)->nth };
		memset(&j.answered.v[i], 0, sizeof j.answered.v[i]);
	}
	draft_join_free(&j);
	draft_close(d);
	return err && err_kind(err) == ERR_NONE ? NULL : err;
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

/* Has the file of a question the name that a person gave? */
static bool is_path(Archive *a, const char *issue, const char *path)
{
	Target t = { 0 };
	const Err *err = strcmp(issue, path) == 0 ? NULL : target_find_past(a, slice_c(issue), &t);
	bool same = !err && (!t.path || strcmp(t.path, path) == 0);

	target_free(&t);
	return same;
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
			if (!conflict_takes(&open->v[i], choice))
				return err_new(ERR_USAGE, _("“%s” is no answer about %s"), choice_name(choice), open->v[i].title);
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

/* ---- the branch ---- */

static bool is_asked(Archive *a, const Addr *addr, const Meant *m, const Saying *s, const Question *q, bool loose)
{
	return !q->draft && is_path(a, addr->issue, q->path) && is_meant(m, &q->c, loose) && (!s->kind || strcmp(s->kind, q->c.kind) == 0);
}

/* The change of the side that did not give the issue out.  Its draft comes first: an answer without it would lose the text. */
static const Err *say_next(Archive *a, const Question *q)
{
	Str ours = STR_EMPTY;
	Charset form;
	char *address = NULL;
	bool given_out;
	const Err *err = archive_text(a, &archive_head(a)->tip, q->path, &ours, &form);

	given_out = !err && text_state(str_slice(&ours)) == STATE_PUBLISHED;
	if (!err)
		err = next_issue_add(a, q->path, str_slice(&q->c.text[given_out ? MERGE_THEIRS : MERGE_OURS]), &address);
	if (!err)
		err = answer_keep(a, q->path, &q->c, CHOICE_NEXT, slice("", 0));
	free(address);
	str_free(&ours);
	return err;
}

static const Err *say_one(Archive *a, const Saying *s, const Question *q)
{
	if (s->undo) {
		answer_forget(a, q->path, &q->c);
		return NULL;
	}
	if (q->hopeless)
		return err_new(ERR_DECIDE, _("%s cannot be decided here: join with “git pull --no-rebase”, and blad goes on from there"), q->address);
	if (q->whole && s->choice == CHOICE_TEXT)
		return err_new(ERR_USAGE, _("%s is no text: choose --ours or --theirs"), q->address);
	if (!conflict_takes(&q->c, s->choice))
		return err_new(ERR_USAGE, _("“%s” is no answer about %s"), choice_name(s->choice), q->address);
	return s->choice == CHOICE_NEXT ? say_next(a, q) : answer_keep(a, q->path, &q->c, s->choice, s->text);
}

/* An answer may bring a question that nobody saw before: then the text was none for this place. */
static const Err *check_fits(Archive *a, const Questions *before, const Question *q, const Questions *now)
{
	for (size_t i = 0; i < now->open.len; i++) {
		const Question *o = &now->open.v[i];
		bool known = strcmp(o->path, q->path) != 0 || o->c.chain;

		for (size_t k = 0; k < before->open.len && !known; k++)
			known = strcmp(before->open.v[k].path, o->path) == 0 && !before->open.v[k].c.chain;
		if (known)
			continue;
		answer_forget(a, q->path, &q->c);
		return err_new(ERR_USAGE, _("the text cannot stand in the place of %s: write it with its title, as one item"), q->address);
	}
	return NULL;
}

static void tell_rest(const Questions *now, const Saying *s, Str *said)
{
	size_t n = now->open.len;

	if (s->undo)
		str_printf(said, words_plural("Taken back. %zu question is open.", "Taken back. %zu questions are open.", n), n);
	else if (n)
		str_printf(said, words_plural("Kept. %zu question is open.", "Kept. %zu questions are open.", n), n);
	else
		str_add_c(said, _("Kept. Nothing is open any more; the next sync joins."));
}

static const Err *tell(Archive *a, const Saying *s, Str *said)
{
	Questions now = { { 0 }, { 0 } };
	const Err *err = conflicts_of_branch(a, &now);

	if (!err)
		tell_rest(&now, s, said);
	if (!err && !s->undo && now.open.len) {
		err = err_new(ERR_DECIDE, "%s", str_c(said));
		str_clear(said);
	}
	questions_free(&now);
	return err;
}

/* How many were meant. */
static const Err *say_all(Archive *a, const Addr *addr, const Saying *s, const Questions *asked, size_t *n, Str *said)
{
	Meant m;
	Questions now = { { 0 }, { 0 } };
	const Question *last = NULL;
	const Err *err = NULL;

	meant_read(addr, &m);
	*n = 0;
	for (int loose = 0; loose < 2 && *n == 0; loose++) {
		size_t all = s->undo ? asked->answered.len : asked->open.len;

		for (size_t i = 0; !err && i < all; i++) {
			const Question *q = s->undo ? &asked->answered.v[i] : &asked->open.v[i];

			if (!is_asked(a, addr, &m, s, q, loose))
				continue;
			if (++*n > 1 && loose && m.part != ADDR_ISSUE)
				err = err_new(ERR_AMBIGUOUS, _("“%.*s” is asked about more than once; name it with the keys above it"), (int)m.last.len, m.last.p);
			else
				err = say_one(a, s, q);
			last = q;
		}
	}
	if (!err && *n && !s->undo && s->choice == CHOICE_TEXT && !(err = conflicts_of_branch(a, &now)))
		err = check_fits(a, asked, last, &now);
	if (!err && *n)
		err = tell(a, s, said);
	questions_free(&now);
	str_free(&m.chain);
	return err;
}

/* Whose question an address means that is asked of the branch and of a draft alike must be said. */
static const Err *check_one(Archive *a, const Addr *addr, Slice address)
{
	Target t = { 0 };
	Questions drafts = { { 0 }, { 0 } };
	Meant m;
	bool both = false;
	const Err *err = target_find_past(a, slice_c(addr->issue), &t);

	meant_read(addr, &m);
	if (!err && t.path)
		err = draft_questions(a, t.path, 1, &drafts);
	for (size_t i = 0; !err && i < drafts.open.len; i++)
		both = both || is_meant(&m, &drafts.open.v[i].c, true);
	if (both)
		err = err_new(ERR_AMBIGUOUS, _("%.*s is asked about twice, of your draft and of what you have recorded: decide the draft's first, as "
		    "%.*s@draft"), (int)address.len, address.p, (int)address.len, address.p);
	else if (err && err_kind(err) == ERR_NONE)
		err = NULL;
	questions_free(&drafts);
	target_free(&t);
	str_free(&m.chain);
	return err;
}

const Err *resolve_address(Archive *a, Slice address, const Saying *s, Str *said)
{
	Addr addr = { 0 };
	Questions asked = { { 0 }, { 0 } };
	size_t n = 0;
	const char *why = archive_read_only(a);
	const Err *err = why ? err_new(ERR_FAIL, "%s", why) : addr_parse(address, &addr);

	if (!err && !s->undo && s->choice == CHOICE_TEXT && !slice_trim(s->text).len)
		err = err_new(ERR_USAGE, _("the text is empty; to take an item away, choose the side that deleted it, or settle it and use “blad delete”"));
	if (!err && !addr.version)
		err = conflicts_of_branch(a, &asked);
	if (!err && (asked.open.len || asked.answered.len)) {
		if (!s->undo)
			err = check_one(a, &addr, address);
		if (!err)
			err = say_all(a, &addr, s, &asked, &n, said);
	}
	if (!err && !n && s->undo)
		err = err_new(ERR_NONE, _("nothing was said of %.*s that could be taken back"), (int)address.len, address.p);
	else if (!err && !n)
		err = resolve_draft(a, address, s->choice, s->text, said);
	questions_free(&asked);
	addr_free(&addr);
	return err;
}

const Err *resolve_question(Archive *a, const Question *q, const Saying *s, Str *said)
{
	Draft *d = NULL;
	const char *why = archive_read_only(a);
	const Err *err = why ? err_new(ERR_FAIL, "%s", why) : NULL;

	if (!err && (s->undo || !q->draft)) {
		err = say_one(a, s, q);
		return err ? err : tell(a, s, said);
	}
	if (!err)
		err = draft_open_nth(&d, a, q->path, q->draft);
	if (!err)
		err = answer_keep(a, q->path, &q->c, s->choice, s->text);
	if (!err)
		err = told(d, draft_rebase(d), said);
	draft_close(d);
	return err;
}
