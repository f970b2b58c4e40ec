/* A draft that is behind, joined with the tip: what was answered is taken, the rest is asked. */
#include "archive/draft_join.h"

#include "archive/answers.h"
#include "archive/draft_inside.h"
#include "archive/nearest.h"
#include "archive/question.h"
#include "base/words.h"

#define NAMED_MAX 3	/* items that a message names */

/* Deleted as a whole: kept as a new issue, written anew, or dropped. */
static void join_gone(Archive *a, const Draft *d, DraftJoin *out)
{
	Conflict *c = VEC_ADD(&out->open);
	MergeChoice choice;

	out->gone = true;
	*c = (Conflict){ .kind = mem_dup("edit-delete"), .title = mem_dup(""), .has = { true, true, false } };
	str_add_slice(&c->text[MERGE_BASE], draft_base(d));
	str_add_slice(&c->text[MERGE_OURS], draft_text(d));
	if (!answer_find(a, draft_info(d)->path, c, &choice, &out->text))
		return;
	out->drop = choice == CHOICE_THEIRS;
	if (choice == CHOICE_OURS)
		draft_set_text(&out->text, draft_text(d));
	VEC_PUSH(&out->answered, *c);
	out->open.len = 0;
}

static void join_texts(Archive *a, const Draft *d, Slice theirs, DraftJoin *out)
{
	const MergeFile file = { .path = draft_info(d)->path, .has = { true, true, true }, .text = { draft_base(d), draft_text(d), theirs } };
	Merged m;

	answers_merge(a, &file, 1, &m, &out->answered);
	if (m.conflicts.len) {
		out->open = m.conflicts;
		m.conflicts = (Conflicts){ 0 };
	} else {
		out->text = m.files[0].text;
		m.files[0].text = STR_EMPTY;
	}
	merged_free(&m);
}

void draft_join(Archive *a, const Draft *d, const Slice *theirs, DraftJoin *out)
{
	memset(out, 0, sizeof *out);
	if (theirs)
		join_texts(a, d, *theirs, out);
	else
		join_gone(a, d, out);
}

void draft_join_free(DraftJoin *j)
{
	conflicts_free(&j->open);
	conflicts_free(&j->answered);
	str_free(&j->text);
}

const Err *draft_join_tip(Archive *a, const Draft *d, DraftJoin *out)
{
	Oid blob;
	Str text = STR_EMPTY;
	Charset cs;
	Slice theirs;
	const Err *err = draft_tip_blob(a, draft_info(d)->path, &blob);

	memset(out, 0, sizeof *out);
	if (!err && !oid_is_zero(&blob))
		err = archive_blob_text(a, &blob, draft_info(d)->path, &text, &cs);
	theirs = str_slice(&text);
	if (!err)
		draft_join(a, d, oid_is_zero(&blob) ? NULL : &theirs, out);
	str_free(&text);
	return err;
}

/* ---- words ---- */

char *conflict_address(const DraftInfo *info, const Conflict *c)
{
	return question_address(info->path, draft_version(info), c);
}

static void gone_words(const DraftInfo *info, Str *out)
{
	str_printf(out, _("%s was deleted in the archive after its draft was begun: “blad resolve %s --ours” makes the draft a new issue, "
	    "“--theirs” drops it"), info->address, info->address);
}

void draft_open_words(const DraftInfo *info, const Conflicts *open, Str *out)
{
	const char *version = draft_version(info) ? draft_version(info) : "draft";
	Names names = { 0 };
	Str joined = STR_EMPTY;

	for (size_t i = 0; i < open->len; i++)
		names_take(&names, conflict_address(info, &open->v[i]));
	names_join(&names, NAMED_MAX, &joined);
	if (open->len == 1 && !open->v[0].chain && !open->v[0].has[MERGE_THEIRS])
		gone_words(info, out);
	else if (open->len == 1)
		str_printf(out, _("the draft of %s is behind, and the archive changed %s too: “blad resolve %s --ours” keeps your text, “--theirs” takes the "
		    "archive's; “blad diff %s@HEAD @%s” shows both"), info->path, str_c(&joined), str_c(&joined), info->path, version);
	else
		str_printf(out, _("the draft of %s is behind, and the archive changed the same in %zu places: %s; “blad resolve ADDRESS --ours” keeps your text "
		    "of one, “--theirs” takes the archive's; “blad diff %s@HEAD @%s” shows both"), info->path, open->len, str_c(&joined), info->path, version);
	str_free(&joined);
	names_free(&names);
}

const Err *draft_behind_words(Archive *a, const DraftInfo *info, Str *out, size_t *open)
{
	Draft *d = NULL;
	DraftJoin j = { 0 };
	const Err *err = info->behind ? draft_peek_nth(&d, a, info->path, info->nth) : NULL;

	*open = 0;
	if (d)
		err = draft_join_tip(a, d, &j);
	if (!err && d) {
		*open = j.open.len;
		if (j.open.len)
			draft_open_words(info, &j.open, out);
	}
	draft_join_free(&j);
	draft_close(d);
	return err && err_kind(err) == ERR_NONE ? NULL : err;
}

const Err *drafts_behind(Archive *a, Names *words, size_t *open)
{
	DraftList list = { 0 };
	const Err *err = drafts_list(a, &list);

	*open = 0;
	for (size_t i = 0; !err && i < list.len; i++) {
		Str s = STR_EMPTY;
		size_t n;

		err = draft_behind_words(a, &list.v[i], &s, &n);
		*open += n;
		if (s.len && words)
			names_add(words, str_c(&s));
		str_free(&s);
	}
	drafts_list_free(&list);
	return err;
}

const Err *draft_undecided(Archive *a, const char *path, int nth)
{
	Draft *d = NULL;
	Str s = STR_EMPTY;
	size_t n = 0;
	const Err *err = draft_peek_nth(&d, a, path, nth);

	if (!err)
		err = draft_behind_words(a, draft_info(d), &s, &n);
	else if (err_kind(err) == ERR_NONE)
		err = NULL;
	if (!err && n)
		err = err_new(ERR_DECIDE, "%s", str_c(&s));
	str_free(&s);
	draft_close(d);
	return err;
}
