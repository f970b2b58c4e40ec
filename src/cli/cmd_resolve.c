/* Questions that a person must decide: conflicts, resolve. */
#include <stdio.h>
#include <unistd.h>

#include "archive/conflicts.h"
#include "archive/resolve.h"
#include "base/file.h"
#include "base/utf8.h"
#include "base/words.h"
#include "cli/cli.h"
#include "cli/conflict_doc.h"
#include "cli/print.h"

/* ---- conflicts ---- */

static void conflicts_json(const Questions *all, const JoinNotices *notices)
{
	Str s = STR_EMPTY;
	Json j = print_json_begin(&s);

	conflict_doc(&j, all, notices);
	print_json_end(&j);
}

static void conflicts_lines(const Questions *all)
{
	for (size_t i = 0; i < all->open.len; i++) {
		Str words = STR_EMPTY;

		question_say(&all->open.v[i], &words);
		print_f("%s\n    %s\n", all->open.v[i].address, str_c(&words));
		str_free(&words);
	}
	for (size_t i = 0; i < all->answered.len; i++) {
		print_f("%s\n    ", all->answered.v[i].address);
		print_f(_("decided; “blad resolve %s --undo” takes it back"), all->answered.v[i].address);
		print_f("\n");
	}
}

const Err *cmd_conflicts(const Call *c)
{
	Archive *a = NULL;
	Questions all = { { 0 }, { 0 } };
	JoinNotices notices = { 0 };
	const Err *err = call_archive(c, &a);

	if (!err)
		err = conflicts_list(a, &all, &notices);
	if (!err && call_has(c, "json"))
		conflicts_json(&all, &notices);
	else if (!err)
		conflicts_lines(&all);
	if (!err && all.open.len)
		err = err_new(ERR_DECIDE, words_plural("%zu question waits for a decision; “blad resolve ADDRESS --ours” or “--theirs” decides",
		    "%zu questions wait for a decision; “blad resolve ADDRESS --ours” or “--theirs” decides", all.open.len), all.open.len);
	questions_free(&all);
	notices_free(&notices);
	archive_free(a);
	return err;
}

/* ---- resolve ---- */

static const Err *read_text(const char *name, Str *out)
{
	bool standard = strcmp(name, "-") == 0;
	const Err *err = standard ? file_read_fd(STDIN_FILENO, out) : file_read(name, out);

	if (!err && !utf8_valid(str_slice(out)))
		err = err_new(ERR_FAIL, _("the text is not UTF-8; nothing was changed"));
	return err_wrap(err, _("reading %s"), standard ? _("standard input") : name);
}

const Err *cmd_resolve(const Call *c)
{
	const char *file = call_value(c, "file");
	bool ours = call_has(c, "ours"), theirs = call_has(c, "theirs"), both = call_has(c, "both"), next = call_has(c, "next");
	Saying s = { .choice = ours ? CHOICE_OURS : theirs ? CHOICE_THEIRS : both ? CHOICE_BOTH : next ? CHOICE_NEXT : CHOICE_TEXT,
	    .kind = call_value(c, "kind"), .undo = call_has(c, "undo") };
	Archive *a = NULL;
	Str text = STR_EMPTY, said = STR_EMPTY;
	const Err *err = NULL;

	if (ours + theirs + both + next + (file != NULL) + s.undo != 1)
		return err_new(ERR_USAGE, _("resolve needs one of --ours, --theirs, --both, --next, --file FILE and --undo; “blad help resolve” says more"));
	if (file)
		err = read_text(file, &text);
	s.text = str_slice(&text);
	if (!err)
		err = call_archive(c, &a);
	if (!err)
		err = resolve_address(a, slice_c(c->args[0]), &s, &said);
	if (!err)
		fprintf(stderr, "%s\n", str_c(&said));
	str_free(&said);
	str_free(&text);
	archive_free(a);
	return err;
}
