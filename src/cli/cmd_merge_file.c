/* Joining three files item by item: merge-file, also as a merge driver of git. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json.h"
#include "base/words.h"
#include "cli/cli.h"
#include "cli/print.h"
#include "issue/addr.h"
#include "issue/charset.h"
#include "issue/merge_marks.h"

typedef struct {
	const char *path;	/* what the issue is called */
	Str text[MERGE_SIDES];
	Charset form[MERGE_SIDES];
	MergeFile file;
	Merged merged;
} Joining;

static const Err *read_side(const char *name, Str *text, Charset *form)
{
	Str bytes = STR_EMPTY;
	const Err *err = file_read(name, &bytes);

	if (!err)
		charset_decode(str_slice(&bytes), form, text);
	str_free(&bytes);
	return err_wrap(err, _("reading %s"), name);
}

static const Err *join(Joining *j, const char *const names[MERGE_SIDES])
{
	const Err *err = NULL;

	for (int who = 0; !err && who < MERGE_SIDES; who++)
		err = read_side(names[who], &j->text[who], &j->form[who]);
	if (err)
		return err;
	j->file = (MergeFile){ .path = j->path, .has = { true, true, true } };
	for (int who = 0; who < MERGE_SIDES; who++)
		j->file.text[who] = str_slice(&j->text[who]);
	merge_files(&j->file, 1, NULL, 0, &j->merged);
	return NULL;
}

static void joining_free(Joining *j)
{
	for (int who = 0; who < MERGE_SIDES; who++)
		str_free(&j->text[who]);
	merged_free(&j->merged);
}

/* ---- writing ---- */

static bool same_form(Charset a, Charset b)
{
	return a.bom == b.bom && a.cp1252 == b.cp1252;
}

/* In place, with the rights that the file has; "-": standard output. */
static const Err *write_out(const char *name, Slice bytes)
{
	bool standard = strcmp(name, "-") == 0;
	int fd = standard ? STDOUT_FILENO : open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	const Err *err = fd < 0 ? err_errno("%s", name) : file_write_all(fd, bytes);

	if (fd >= 0 && !standard && close(fd) != 0)
		err = err_first(err, err_errno("%s", name));
	return err_wrap(err, _("writing the joined text"));
}

/* In the form that a side gave the file, where one did. */
static const Err *write_text(const Joining *j, const char *name, Slice text)
{
	Charset form = j->form[same_form(j->form[MERGE_OURS], j->form[MERGE_BASE]) ? MERGE_THEIRS : MERGE_OURS];
	Str bytes = STR_EMPTY;
	const Err *err = charset_encode(text, form, &bytes);

	if (err) {		/* one of them went over to UTF-8 */
		str_clear(&bytes);
		err = charset_encode(text, (Charset){ .cp1252 = false }, &bytes);
	}
	if (!err)
		err = write_out(name, str_slice(&bytes));
	str_free(&bytes);
	return err;
}

/* ---- the document ---- */

static void side_json(Json *j, const char *name, const Conflict *c, MergeSide side)
{
	if (c->has[side])
		json_str(j, name, str_slice(&c->text[side]));
	else
		json_c(j, name, NULL);
}

static void conflict_json(Json *j, const Conflict *c)
{
	AddrPart part = !c->chain ? ADDR_ISSUE : c->chain[0] == ':' ? ADDR_KEY : c->chain[0] ? ADDR_ITEM : ADDR_LEAD;
	const char *chain = part == ADDR_KEY ? c->chain + 1 : part == ADDR_ITEM ? c->chain : NULL;
	Str address = STR_EMPTY;

	addr_format(slice_c(c->path), part, slice_c(chain), slice_c(NULL), &address);
	json_open(j, NULL, '{');
	json_c(j, "kind", c->kind);
	json_c(j, "item", c->title[0] ? c->title : NULL);
	json_c(j, "title", c->title);
	json_c(j, "address", str_c(&address));
	json_c(j, "path", c->path);
	side_json(j, "base", c, MERGE_BASE);
	side_json(j, "ours", c, MERGE_OURS);
	side_json(j, "theirs", c, MERGE_THEIRS);
	json_close(j, '}');
	str_free(&address);
}

static const Err *write_json(const Merged *m, const char *name)
{
	Str s = STR_EMPTY;
	Json j = { .out = &s };
	const Err *err;

	json_open(&j, NULL, '{');
	json_bool(&j, "clean", m->conflicts.len == 0);
	json_open(&j, "conflicts", '[');
	for (size_t i = 0; i < m->conflicts.len; i++)
		conflict_json(&j, &m->conflicts.v[i]);
	json_close(&j, ']');
	json_open(&j, "notices", '[');
	for (size_t i = 0; i < m->notices.len; i++) {
		json_open(&j, NULL, '{');
		json_c(&j, "kind", m->notices.v[i].kind);
		json_c(&j, "item", m->notices.v[i].item[0] ? m->notices.v[i].item : NULL);
		json_close(&j, '}');
	}
	json_close(&j, ']');
	json_close(&j, '}');
	err = write_out(name, str_slice(&s));
	str_free(&s);
	return err;
}

/* ---- the two ways to be called ---- */

static const Err *open_words(ErrKind kind, const Merged *m, const char *path)
{
	return err_new(kind, words_plural("%s: a person must decide about %zu thing that both sides changed",
	    "%s: a person must decide about %zu things that both sides changed", m->conflicts.len), path, m->conflicts.len);
}

/* git's: %O %A %B %P.  The result goes to %A; what git takes for a conflict is exit status 1. */
static const Err *as_driver(const Call *c)
{
	const char *const names[] = { c->args[0], c->args[1], c->args[2] };
	Joining j = { .path = c->count > 3 ? c->args[3] : path_base(c->args[1]) };
	Str marked = STR_EMPTY;
	const Err *err = join(&j, names);
	bool clean = j.merged.conflicts.len == 0;

	if (!err && !clean)
		merge_marks(&j.file, &j.merged.conflicts, &marked);
	if (!err)
		err = write_text(&j, c->args[1], str_slice(clean ? &j.merged.files[0].text : &marked));
	if (!err && !clean)
		err = open_words(ERR_FAIL, &j.merged, j.path);
	str_free(&marked);
	joining_free(&j);
	return err;
}

const Err *cmd_merge_file(const Call *c)
{
	const char *out = call_value(c, "output"), *json = call_value(c, "json");
	Joining j = { .path = out };
	const Err *err;

	if (call_has(c, "driver")) {
		if (out || json)
			return err_new(ERR_USAGE, _("--driver writes to the second file, as git wants it: leave -o and --json out"));
		return as_driver(c);
	}
	if (!out || c->count != MERGE_SIDES)
		return err_new(ERR_USAGE, _("merge-file needs -o FILE for the joined text, and the three files: base, yours, theirs"));
	err = join(&j, c->args);
	if (!err)
		err = write_text(&j, out, str_slice(&j.merged.files[0].text));
	if (!err && json)
		err = write_json(&j.merged, json);
	if (!err && j.merged.conflicts.len)
		err = open_words(ERR_DECIDE, &j.merged, out);
	joining_free(&j);
	return err;
}
