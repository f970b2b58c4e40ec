/* A draft that is behind, joined with the tip: what was answered is taken, the rest is asked. */
#include "archive/draft_join.h"

#include "archive/answers.h"
#include "archive/draft_inside.h"
#include "archive/nearest.h"
#include "base/words.h"

#define NAMED_MAX 3	/* items that a message names */
#define ROUNDS_MAX 8	/* an answer may bring a new question */

typedef VEC(MergeAnswer) Answers;

/* What of open was answered goes over to answered; true if something did. */
static bool take_answers(Archive *a, const char *path, DraftJoin *j, Answers *answers, Arena *arena)
{
	size_t kept = 0, all = j->open.len;

	for (size_t i = 0; i < all; i++) {
		Conflict *c = &j->open.v[i];
		MergeChoice choice;
		Str text = STR_EMPTY;

		if (answer_find(a, path, c, &choice, &text)) {
			VEC_PUSH(answers, ((MergeAnswer){ .kind = c->kind, .chain = c->chain, .choice = choice,
			    .text = slice(arena_dup(arena, str_c(&text), text.len), text.len) }));
			VEC_PUSH(&j->answered, *c);
		} else {
			j->open.v[kept++] = *c;
		}
		str_free(&text);
	}
	j->open.len = kept;
	return kept < all;
}

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

void draft_join(Archive *a, const Draft *d, const Slice *theirs, DraftJoin *out)
{
	Answers answers = { 0 };
	const char *path = draft_info(d)->path;
	Arena *arena;
	bool more = true;

	memset(out, 0, sizeof *out);
	if (!theirs) {
		join_gone(a, d, out);
		return;
	}
	arena = arena_new();
	for (int round = 0; more && round < ROUNDS_MAX; round++) {
		conflicts_free(&out->open);
		str_clear(&out->text);
		more = !merge_answered(draft_base(d), draft_text(d), *theirs, answers.v, answers.len, &out->text, &out->open) &&
		    take_answers(a, path, out, &answers, arena);
	}
	VEC_FREE(&answers);
	arena_free(arena);
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
	AddrPart part = !c->chain ? ADDR_ISSUE : c->chain[0] == ':' ? ADDR_KEY : c->chain[0] ? ADDR_ITEM : ADDR_LEAD;
	Str address = STR_EMPTY;

	addr_format(slice_c(info->path), part, slice_c(part == ADDR_KEY ? c->chain + 1 : part == ADDR_ITEM ? c->chain : NULL),
	    slice_c(draft_version(info)), &address);
	return str_steal(&address);
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
