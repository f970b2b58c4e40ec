/* Commands that change drafts: new, add, edit, delete, move, set, drafts, restore. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "archive/by_hand.h"
#include "archive/draft_adopt.h"
#include "archive/draft_items.h"
#include "archive/outside.h"
#include "archive/presence.h"
#include "archive/resolve.h"
#include "archive/revise.h"
#include "base/file.h"
#include "base/utf8.h"
#include "base/words.h"
#include "cli/cli.h"
#include "cli/print.h"
#include "tui/app.h"

static const Err *read_stdin(Str *out)
{
	const Err *err = file_read_fd(STDIN_FILENO, out);

	if (!err && !utf8_valid(str_slice(out)))
		err = err_new(ERR_FAIL, _("the text on standard input is not UTF-8; nothing was changed"));
	return err_wrap(err, _("reading standard input"));
}

/* Archive and target of a command whose first argument is an address. */
static const Err *begin(const Call *c, Archive **a, Target *t)
{
	const Err *err = call_archive(c, a);

	return err ? err : target_find(*a, slice_c(c->args[0]), t);
}

static void tell(Str *said)
{
	Str safe = STR_EMPTY;

	if (said->len) {
		utf8_gate(str_slice(said), GATE_LINES, &safe);
		fprintf(stderr, "%s\n", str_c(&safe));
	}
	str_free(&safe);
	str_free(said);
}

const Err *cmd_new(const Call *c)
{
	Archive *a = NULL;
	NewIssue n = {
		.series = call_value(c, "series"),
		.template = call_value(c, "template"),
		.title = call_value(c, "title"),
	};
	const char *date = call_value(c, "date");
	char *address = NULL;
	const Err *err = call_archive(c, &a);

	if (!err && date && !date_parse(slice_c(date), &n.date))
		err = err_new(ERR_USAGE, _("“%s” is not a date: write it as 2024-05-20"), date);
	if (!err)
		err = revise_new(a, &n, &address);
	if (!err)
		print_f("%s\n", address);
	free(address);
	archive_free(a);
	return err;
}

const Err *cmd_add(const Call *c)
{
	Archive *a = NULL;
	Target t = { 0 };
	Str body = STR_EMPTY;
	char *address = NULL;
	const char *title = call_value(c, "title");
	const Err *err = begin(c, &a, &t);

	if (!err && call_has(c, "stdin"))
		err = read_stdin(&body);
	if (!err && !slice_trim(slice_c(title)).len && !slice_trim(str_slice(&body)).len)
		err = err_new(ERR_USAGE, _("a new item needs --title, or a text with --stdin"));
	if (!err)
		err = revise_add(a, &t, title, str_slice(&body), &address);
	if (!err)
		print_f("%s\n", address);
	free(address);
	str_free(&body);
	target_free(&t);
	archive_free(a);
	return err;
}

static const Err *edit_outside(Archive *a, const Target *t, const char *editor)
{
	Outside *o = NULL;
	Str said = STR_EMPTY;
	bool changed = false;
	const Err *err = outside_begin(&o, a, t);

	if (!err)
		err = outside_run(o, editor);
	if (!err)
		err = outside_end(o, a, &changed, &said);
	if (!err && !changed)
		fprintf(stderr, "%s\n", _("Nothing was changed."));
	tell(&said);
	outside_free(o);
	return err;
}

const Err *cmd_edit(const Call *c)
{
	Archive *a = NULL;
	Target t = { 0 };
	Str text = STR_EMPTY, said = STR_EMPTY;
	const Err *err = begin(c, &a, &t);

	if (err)
		goto done;
	presence_line(a, &t, &said);
	tell(&said);
	if (call_has(c, "stdin")) {
		if (!(err = read_stdin(&text)))
			err = revise_replace(a, &t, str_slice(&text), &said);
		tell(&said);
	} else if (!isatty(STDIN_FILENO)) {
		err = err_new(ERR_USAGE, _("editing needs a terminal; --stdin takes the text from standard input"));
	} else if (outside_editor()) {
		err = edit_outside(a, &t, outside_editor());
	} else if (tui_main(a, &(TuiOpts){ .place = t.address, .view = "editor" }) != 0) {
		err = err_new(ERR_FAIL, _("the built-in editor ended with an error; what was typed is kept as a draft"));
	}
done:
	str_free(&text);
	target_free(&t);
	archive_free(a);
	return err;
}

const Err *cmd_delete(const Call *c)
{
	Archive *a = NULL;
	Target t = { 0 };
	const Err *err = begin(c, &a, &t);

	if (!err)
		err = revise_delete(a, &t);
	target_free(&t);
	archive_free(a);
	return err;
}

const Err *cmd_move(const Call *c)
{
	Archive *a = NULL;
	Target t = { 0 }, to = { 0 };
	char *address = NULL;
	const Err *err = begin(c, &a, &t);

	if (!err)
		err = target_find(a, slice_c(c->args[1]), &to);
	if (!err)
		err = revise_move(a, &t, &to, &address);
	if (!err)
		print_f("%s\n", address);
	free(address);
	target_free(&to);
	target_free(&t);
	archive_free(a);
	return err;
}

const Err *cmd_set(const Call *c)
{
	Archive *a = NULL;
	Target t = { 0 };
	const Err *err = begin(c, &a, &t);

	if (!err && t.part != ADDR_ISSUE)
		err = err_new(ERR_USAGE, _("a header field is of a whole issue: blad set %s %s …"), t.path, c->args[1]);
	if (!err)
		err = revise_set(a, &t, c->args[1], slice_c(c->args[2]));
	target_free(&t);
	archive_free(a);
	return err;
}

const Err *cmd_restore(const Call *c)
{
	Archive *a = NULL;
	Target t = { 0 };
	char *address = NULL;
	const Err *err = call_archive(c, &a);

	if (!err)
		err = target_find_past(a, slice_c(c->args[0]), &t);
	if (!err && t.at != AT_COMMIT && !t.gone && !draft_waits(a, t.path, t.draft))
		err = err_new(ERR_USAGE, _("restore needs a version: %s@VERSION; “blad log %s” lists them"), c->args[0], c->args[0]);
	if (!err)
		err = revise_restore(a, &t, &address);
	if (!err)
		print_f("%s\n", address);
	free(address);
	target_free(&t);
	archive_free(a);
	return err;
}

static void side_json(Json *j, const char *name, const Question *q, MergeSide side)
{
	if (q->c.has[side])
		json_str(j, name, str_slice(&q->c.text[side]));
	else
		json_c(j, name, NULL);
}

/* What cannot be joined with the archive until somebody says whose text stands. */
static const Err *conflicts_json(Json *j, Archive *a)
{
	DraftList list = { 0 };
	const Err *err = drafts_list(a, &list);

	json_open(j, "conflicts", '[');
	for (size_t i = 0; !err && i < list.len; i++) {
		Questions asked = { 0 };

		if (list.v[i].behind)
			err = draft_questions(a, list.v[i].path, list.v[i].nth, &asked);
		for (size_t k = 0; k < asked.open.len; k++) {
			const Question *q = &asked.open.v[k];

			json_open(j, NULL, '{');
			json_c(j, "kind", q->c.kind);
			json_c(j, "address", q->address);
			json_c(j, "title", q->c.title);
			side_json(j, "base", q, MERGE_BASE);
			side_json(j, "ours", q, MERGE_OURS);
			side_json(j, "theirs", q, MERGE_THEIRS);
			json_c(j, "theirs_by", q->theirs_by);
			json_close(j, '}');
		}
		questions_free(&asked);
	}
	json_close(j, ']');
	drafts_list_free(&list);
	return err;
}

static const Err *drafts_json(Archive *a, const DraftItems *items)
{
	Str s = STR_EMPTY;
	Json j = print_json_begin(&s);
	const Err *err;

	json_open(&j, "drafts", '[');
	for (size_t i = 0; i < items->len; i++) {
		const DraftItem *d = &items->v[i];
		char hex[OID_HEX + 1];

		oid_hex(&d->base, hex);
		json_open(&j, NULL, '{');
		json_c(&j, "address", d->address);
		json_c(&j, "base", oid_is_zero(&d->base) ? NULL : hex);
		json_moment(&j, "time", d->time);
		json_int(&j, "added", (int64_t)d->added);
		json_int(&j, "removed", (int64_t)d->removed);
		json_bool(&j, "aside", d->aside);
		json_bool(&j, "behind", d->behind);
		json_close(&j, '}');
	}
	json_close(&j, ']');
	err = conflicts_json(&j, a);
	if (!err)
		print_json_end(&j);
	else
		str_free(&s);
	return err;
}

static void drafts_lines(const DraftItems *items)
{
	for (size_t i = 0; i < items->len; i++) {
		const DraftItem *d = &items->v[i];

		print_pad(change_words(d->kind), 11);
		print_f("+%zu -%zu  %s", d->added, d->removed, d->address);
		if (d->aside)
			print_f("  (%s)", _("set aside"));
		if (d->behind)
			print_f("  (%s)", _("behind"));
		if (d->holder) {
			print_f("  (");
			print_f(_("being edited by process %ld"), d->holder);
			print_f(")");
		}
		print_f("\n");
	}
}

static const Err *drop(Archive *a, const char *address, const char *branch)
{
	Target t = { 0 };
	Str said = STR_EMPTY;
	const Err *err = target_find(a, slice_c(address), &t);

	(void)branch;
	if (!err)
		err = revise_drop(a, &t, &said);
	tell(&said);
	target_free(&t);
	return err;
}

/* An exact path wins, as in all addresses; it may be one that no version has yet. */
static const Err *find_file(Archive *a, const char *name, char **path)
{
	Target t = { 0 };
	ByHand h;
	bool found = false;
	const Err *err = by_hand_look(a, name, &h, &found);

	if (err || found) {
		*path = err ? NULL : mem_dup(name);
		by_hand_free(&h);
		return err;
	}
	err = target_find(a, slice_c(name), &t);
	if (err && err_kind(err) == ERR_NONE && !archive_is_issue(a, name)) {
		err = NULL;
		*path = mem_dup(name);	/* what it is instead is said there */
	} else if (!err && t.part != ADDR_ISSUE) {
		err = err_new(ERR_USAGE, _("a file is taken as a whole: blad drafts take %s"), t.path);
	} else if (!err) {
		*path = mem_dup(t.path);
	}
	target_free(&t);
	return err;
}

static const Err *take(Archive *a, const char *name, const char *branch)
{
	char *path = NULL, *address = NULL;
	bool beside = false;
	const Err *err = find_file(a, name, &path);

	(void)branch;
	if (!err)
		err = by_hand_take(a, path, &address, &beside);
	if (!err)
		print_f("%s\n", address);
	if (!err && beside)
		fprintf(stderr, "%s\n", _("There is a draft of it already, with other changes of the same; this is a second one, beside it."));
	free(path);
	free(address);
	return err;
}

static const Err *adopt(Archive *a, const char *address, const char *branch)
{
	Adopted done;
	const Err *err = draft_adopt(a, slice_c(address), branch, &done);

	for (size_t i = 0; i < done.addresses.len; i++)
		print_f("%s\n", done.addresses.v[i]);
	if (!err && done.behind)
		fprintf(stderr, "%s\n", _("It was begun from another version than the one here; recording it joins the two."));
	adopted_free(&done);
	return err;
}

static const struct {
	const char *name;
	const Err *(*run)(Archive *a, const char *address, const char *branch);
	int most;	/* arguments, itself too */
} draft_verbs[] = {
	{ "drop", drop, 2 },
	{ "take", take, 2 },
	{ "adopt", adopt, 3 },
};

static const Err *run_verb(Archive *a, const Call *c)
{
	for (size_t i = 0; i < sizeof draft_verbs / sizeof *draft_verbs; i++)
		if (strcmp(c->args[0], draft_verbs[i].name) == 0)
			return draft_verbs[i].run(a, c->args[1], c->count > 2 ? c->args[2] : NULL);
	return NULL;
}

static bool is_verb(const Call *c)
{
	for (size_t i = 0; i < sizeof draft_verbs / sizeof *draft_verbs; i++)
		if (strcmp(c->args[0], draft_verbs[i].name) == 0)
			return c->count >= 2 && c->count <= draft_verbs[i].most;
	return false;
}

/* Why an issue has two, beside the list. */
static const Err *tell_aside(Archive *a)
{
	DraftList list = { 0 };
	const Err *err = drafts_list(a, &list);

	for (size_t i = 0; i < list.len; i++) {
		Str said = STR_EMPTY;

		if (list.v[i].aside)
			draft_aside_words(&list.v[i], &said);
		tell(&said);
	}
	drafts_list_free(&list);
	return err;
}

const Err *cmd_drafts(const Call *c)
{
	Archive *a = NULL;
	DraftItems items = { 0 };
	Names others = { 0 };
	const Err *err = NULL;

	if (c->count && !is_verb(c))
		return err_new(ERR_USAGE, _("usage: blad drafts, blad drafts drop ADDRESS, blad drafts take ISSUE, or blad drafts adopt ISSUE [BRANCH]"));
	err = call_archive(c, &a);
	if (!err && c->count) {
		err = run_verb(a, c);
		goto done;
	}
	if (!err)
		err = draft_items(a, &items);
	if (err)
		goto done;
	if (call_has(c, "json"))
		err = drafts_json(a, &items);
	else
		drafts_lines(&items);
	if (!err && !call_has(c, "json"))
		err = tell_aside(a);
	if (!err && !call_has(c, "json"))
		err = print_behind(a);
	drafts_elsewhere(a, &others);
	for (size_t i = 0; i < others.len; i++) {
		Str said = STR_EMPTY;

		str_add_c(&said, others.v[i]);
		tell(&said);
	}
done:
	names_free(&others);
	draft_items_free(&items);
	archive_free(a);
	return err;
}
