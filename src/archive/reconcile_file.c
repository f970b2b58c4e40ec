/*
 * One path that both sides changed and that is no issue: a text is joined by lines as git does it, and what is none stands under two names.  What
 * cannot be joined is a question.
 */
#include <stdlib.h>
#include <sys/stat.h>

#include "archive/answers.h"
#include "archive/last.h"
#include "archive/reconcile_parts.h"
#include "base/file.h"
#include "base/utf8.h"
#include "base/words.h"
#include "git/join_lines.h"
#include "issue/addr.h"

#define NAMES_MAX 1000

typedef struct {
	const char *path;
	Side v[MERGE_SIDES];
} Three;

void join_take(Join *j, const char *path, const Oid *id, unsigned mode)
{
	VEC_PUSH(&j->edits, ((TreeEdit){ .path = arena_dup(j->arena, path, strlen(path)), .id = *id, .mode = mode }));
}

/* ---- reading ---- */

const Err *join_read(Join *j, Side *s, const char *path)
{
	Str bytes = STR_EMPTY;
	char hex[OID_HEX + 1];
	const Err *err;

	if (oid_is_zero(&s->id))
		return NULL;
	oid_hex(&s->id, hex);
	if (s->mode == 0160000) {	/* a submodule is a name of something that is not here */
		str_add_c(&s->text, hex);
		return NULL;
	}
	err = blob_read(archive_repo(j->a), &s->id, &bytes);
	s->is_text = !err && (archive_is_issue(j->a, path) || (!memchr(bytes.p ? bytes.p : "", 0, bytes.len) && utf8_valid(str_slice(&bytes))));
	if (!err && s->is_text)
		charset_decode(str_slice(&bytes), &s->form, &s->text);
	else if (!err)
		str_add_c(&s->text, hex);
	str_free(&bytes);
	return err;
}

static const Err *three_read(Join *j, const WorkMove *ours, const WorkMove *theirs, Three *t)
{
	const Err *err = NULL;
	unsigned mode = 0;

	memset(t, 0, sizeof *t);
	t->path = theirs->path;
	t->v[MERGE_BASE].id = ours->was;
	t->v[MERGE_OURS] = (Side){ .id = ours->now, .mode = ours->mode };
	t->v[MERGE_THEIRS] = (Side){ .id = theirs->now, .mode = theirs->mode };
	if (!oid_is_zero(&ours->was)) {
		Oid id;

		if ((err = tree_find(archive_repo(j->a), &j->base, t->path, &id, &mode)))
			return err;
		t->v[MERGE_BASE].mode = mode;
	}
	for (int who = 0; who < MERGE_SIDES && !err; who++)
		err = join_read(j, &t->v[who], t->path);
	return err;
}

static void three_free(Three *t)
{
	for (int who = 0; who < MERGE_SIDES; who++)
		str_free(&t->v[who].text);
}

static Slice text_of(const Three *t, MergeSide who)
{
	return str_slice(&t->v[who].text);
}

unsigned join_mode(const Side v[MERGE_SIDES])
{
	if (oid_is_zero(&v[MERGE_OURS].id) || (!oid_is_zero(&v[MERGE_THEIRS].id) && v[MERGE_OURS].mode == v[MERGE_BASE].mode))
		return v[MERGE_THEIRS].mode;
	return v[MERGE_OURS].mode;
}

/* ---- questions ---- */

static const Err *who_changed(Join *j, Question *q)
{
	const char *chain = q->c.chain;
	bool key = chain && chain[0] == ':';
	Spot spot = { .path = q->path, .part = !chain ? ADDR_ISSUE : key ? ADDR_KEY : chain[0] ? ADDR_ITEM : ADDR_LEAD, .chain = chain ? chain + key : NULL };
	const Err *err = last_author(j->a, &j->ours.tip, &j->base, &spot, &q->ours_by);

	return err ? err : last_author(j->a, &j->theirs.tip, &j->base, &spot, &q->theirs_by);
}

const Err *join_ask(Join *j, const char *path, Conflict *c, Question **out)
{
	*out = question_add(&j->out->questions, path, NULL, c);
	return j->what_for == RECONCILE_COUNT ? NULL : who_changed(j, *out);
}

void join_answered(Join *j, const char *path, Conflict *c)
{
	Question *q = VEC_ADD(&j->out->questions.answered);

	*q = (Question){ .path = mem_dup(path), .address = question_address(path, NULL, c), .c = *c };
	memset(c, 0, sizeof *c);
	if (j->what_for == RECONCILE_ASK && who_changed(j, q))
		q->theirs_by = NULL;	/* whose it was is only told */
}

static bool same_form(Charset a, Charset b)
{
	return a.bom == b.bom && a.cp1252 == b.cp1252;
}

bool join_encode(const Side v[MERGE_SIDES], Slice text, Str *out)
{
	Charset base = v[MERGE_BASE].form, ours = v[MERGE_OURS].form, theirs = v[MERGE_THEIRS].form, form = ours;
	bool had = !oid_is_zero(&v[MERGE_BASE].id);

	if (oid_is_zero(&v[MERGE_OURS].id) || (had && same_form(ours, base)))
		form = theirs;
	else if (!oid_is_zero(&v[MERGE_THEIRS].id) && !(had && same_form(theirs, base)) && !same_form(ours, theirs))
		return false;
	return !charset_encode(text, oid_is_zero(&v[MERGE_THEIRS].id) ? ours : form, out);
}

const Err *join_take_bytes(Join *j, const char *path, Slice bytes, unsigned mode)
{
	Oid blob = { { 0 } };
	const Err *err = j->what_for == RECONCILE_JOIN ? blob_write(archive_repo(j->a), bytes, &blob) : NULL;

	if (!err)
		join_take(j, path, &blob, mode);
	return err;
}

/* What was said of the whole file: a side as it stands, or a text. */
static const Err *take_said(Join *j, const Three *t, MergeChoice choice, Slice text)
{
	MergeSide kept = oid_is_zero(&t->v[MERGE_OURS].id) ? MERGE_THEIRS : MERGE_OURS;
	Str bytes = STR_EMPTY;
	const Err *err;

	if (choice == CHOICE_THEIRS)
		join_take(j, t->path, &t->v[MERGE_THEIRS].id, t->v[MERGE_THEIRS].mode);
	if (choice != CHOICE_TEXT)
		return NULL;
	err = charset_encode(text, t->v[kept].form, &bytes);
	if (!err)
		err = join_take_bytes(j, t->path, str_slice(&bytes), t->v[kept].mode);
	str_free(&bytes);
	return err;
}

static const Err *ask_whole(Join *j, const char *kind, const Three *t)
{
	Conflict c = { .kind = mem_dup(kind), .title = mem_dup("") };
	MergeChoice choice;
	Str text = STR_EMPTY;
	Question *q;
	const Err *err;

	for (int who = 0; who < MERGE_SIDES; who++) {
		c.has[who] = !oid_is_zero(&t->v[who].id);
		str_add_slice(&c.text[who], text_of(t, (MergeSide)who));
	}
	if (answer_find(j->a, t->path, &c, &choice, &text)) {
		join_answered(j, t->path, &c);
		err = take_said(j, t, choice, str_slice(&text));
	} else {
		bool whole = !t->v[MERGE_OURS].is_text && !t->v[MERGE_THEIRS].is_text;

		err = join_ask(j, t->path, &c, &q);
		q->whole = whole;
	}
	str_free(&text);
	return err;
}

/* ---- two names ---- */

static bool is_taken(Join *j, const char *name)
{
	Oid id;

	for (size_t i = 0; i < j->edits.len; i++)
		if (strcmp(j->edits.v[i].path, name) == 0)
			return true;
	return !tree_find(archive_repo(j->a), &j->ours.tip, name, &id, NULL) || !tree_find(archive_repo(j->a), &j->theirs.tip, name, &id, NULL);
}

const Err *join_second_name(Join *j, const char *path, char **out)
{
	const char *base = path_base(path), *dot = strrchr(base, '.');
	size_t stem = dot && dot > base ? (size_t)(dot - path) : strlen(path);

	for (int n = 2; n < NAMES_MAX; n++) {
		char *name = mem_printf("%.*s-%d%s", (int)stem, path, n, path + stem);

		if (!is_taken(j, name)) {
			*out = name;
			return NULL;
		}
		free(name);
	}
	return err_new(ERR_FAIL, _("no free name beside %s"), path);
}

static const Err *two_names(Join *j, const Three *t)
{
	Conflict none = { .kind = NULL };
	Question q = { .path = mem_dup(t->path), .c = none };
	char *name = NULL;
	const Err *err = join_second_name(j, t->path, &name);

	if (!err && j->what_for == RECONCILE_JOIN)
		err = who_changed(j, &q);
	if (!err) {
		join_take(j, t->path, &t->v[MERGE_THEIRS].id, t->v[MERGE_THEIRS].mode);
		join_take(j, name, &t->v[MERGE_OURS].id, t->v[MERGE_OURS].mode);
		join_notice(j, "two-names", t->path, NULL, name);
	}
	free(name);
	question_free(&q);
	return err;
}

/* ---- another text ---- */

static const Err *join_other(Join *j, const Three *t)
{
	Str joined = STR_EMPTY, bytes = STR_EMPTY;
	bool clean = false;
	const Err *err;

	if (!t->v[MERGE_OURS].is_text || !t->v[MERGE_THEIRS].is_text || (!t->v[MERGE_BASE].is_text && !oid_is_zero(&t->v[MERGE_BASE].id)))
		return two_names(j, t);
	err = join_lines(text_of(t, MERGE_BASE), text_of(t, MERGE_OURS), text_of(t, MERGE_THEIRS), &joined, &clean);
	if (!err && clean && join_encode(t->v, str_slice(&joined), &bytes))
		err = join_take_bytes(j, t->path, str_slice(&bytes), join_mode(t->v));
	else if (!err)
		err = ask_whole(j, oid_is_zero(&t->v[MERGE_BASE].id) ? "add-add" : "body", t);
	str_free(&joined);
	str_free(&bytes);
	return err;
}

static bool is_plain(const Three *t)
{
	for (int who = 0; who < MERGE_SIDES; who++)
		if (!oid_is_zero(&t->v[who].id) && !S_ISREG(t->v[who].mode))
			return false;
	return true;
}

const Err *join_both(Join *j, const WorkMove *ours, const WorkMove *theirs)
{
	Three t;
	const Err *err = three_read(j, ours, theirs, &t);

	if (err)
		goto done;
	if (oid_is_zero(&ours->now) || oid_is_zero(&theirs->now))
		err = ask_whole(j, "edit-delete", &t);
	else if (oid_eq(&ours->now, &theirs->now) && is_plain(&t))
		join_take(j, t.path, &ours->now, join_mode(t.v));
	else if (!is_plain(&t))
		err = ask_whole(j, oid_is_zero(&ours->was) ? "add-add" : "body", &t);
	else
		err = join_other(j, &t);
done:
	three_free(&t);
	return err;
}
