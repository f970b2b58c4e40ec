/* Commands about versions: record, log. */
#include <stdio.h>
#include <stdlib.h>

#include "archive/history.h"
#include "archive/record.h"
#include "base/utf8.h"
#include "base/words.h"
#include "cli/ask.h"
#include "cli/cli.h"
#include "cli/print.h"

typedef VEC(Target) Targets;

static void targets_free(Targets *ts)
{
	for (size_t i = 0; i < ts->len; i++)
		target_free(&ts->v[i]);
	VEC_FREE(ts);
}

static const Err *find_targets(const Call *c, Archive *a, Targets *out)
{
	for (int i = 0; i < c->count; i++) {
		Target t = { 0 };
		const Err *err = target_find(a, slice_c(c->args[i]), &t);

		if (err)
			return err;
		VEC_PUSH(out, t);
	}
	return NULL;
}

static void print_recorded(Archive *a, const RecordResult *r)
{
	Str id = STR_EMPTY;

	for (size_t i = 0; i < r->held.len; i++)
		print_f("%s\n", r->held.v[i]);
	if (oid_is_zero(&r->commit)) {
		if (!r->held.len)
			print_f("%s\n", _("Nothing to record."));
		return;
	}
	oid_short(&r->commit, &id);
	print_f("%s  %s\n", str_c(&id), r->message);
	print_left(a, &r->left);
	str_free(&id);
}

const Err *cmd_record(const Call *c)
{
	Archive *a = NULL;
	Targets ts = { 0 };
	RunWatch watch = { .said = print_said };
	RecordOpts o = {
		.watch = &watch,
		.message = call_value(c, "message"),
		.correction = call_has(c, "correction"),
		.no_sign = call_has(c, "no-sign"),
		.no_verify = call_has(c, "no-verify"),
	};
	RecordResult r = { 0 };
	const Err *err = call_archive(c, &a);

	if (!err)
		err = find_targets(c, a, &ts);
	if (err)
		goto done;
	err = record_drafts(a, ts.v, ts.len, &o, &r);
	if (err && err_kind(err) == ERR_IDENTITY && !(err = ask_identity(a, err)))
		err = record_drafts(a, ts.v, ts.len, &o, &r);
	if (!err || err_kind(err) == ERR_DECIDE)
		print_recorded(a, &r);
done:
	record_result_free(&r);
	targets_free(&ts);
	archive_free(a);
	return err;
}

static void log_json(const Archive *a, const History *h)
{
	Str s = STR_EMPTY;
	Json j = print_json_begin(&s);

	print_json_at(&j, a);
	json_c(&j, "address", h->address);
	json_bool(&j, "earlier", h->earlier);
	json_c(&j, "missing", h->missing);
	json_open(&j, "versions", '[');
	for (size_t i = 0; i < h->versions.len; i++) {
		const Version *v = &h->versions.v[i];
		char hex[OID_HEX + 1];

		oid_hex(&v->id, hex);
		json_open(&j, NULL, '{');
		json_c(&j, "id", hex);
		json_moment(&j, "time", v->author.when);
		json_c(&j, "author", v->author.name);
		json_c(&j, "email", v->author.mail);
		json_c(&j, "message", v->message);
		json_c(&j, "event", event_name(v->event));
		json_c(&j, "title", v->title);
		json_c(&j, "was_title", v->was_title);
		json_c(&j, "matched", match_name(v->matched));
		json_c(&j, "address", v->address);
		json_c(&j, "was_address", v->was_address);
		json_close(&j, '}');
	}
	json_close(&j, ']');
	print_json_end(&j);
}

static void log_line(const Version *v)
{
	Str when = STR_EMPTY, note = STR_EMPTY;
	Slice rest = slice_c(v->message);
	char *first = slice_dup(slice_chomp(slice_line(&rest)));

	date_iso(moment_date(v->author.when), &when);
	str_add_char(&when, ' ');
	moment_clock(v->author.when, &when);
	print_f("%s  ", str_c(&when));
	str_clear(&when);
	oid_short(&v->id, &when);
	print_f("%s  ", str_c(&when));
	print_pad(v->author.name, 18);
	print_f("  ");
	print_pad(event_words(v->event), 12);
	history_note(v, &note);
	if (note.len)
		print_f("  %s –", str_c(&note));
	print_f("  %s\n", first);
	str_free(&note);
	free(first);
	str_free(&when);
}

const Err *cmd_log(const Call *c)
{
	Archive *a = NULL;
	Target t = { 0 };
	History h = { 0 };
	long limit = 0;
	const Err *err = call_number(c, "limit", 1, 1000000, &limit);

	if (!err)
		err = call_archive(c, &a);
	if (!err)
		err = target_find_past(a, slice_c(c->args[0]), &t);
	if (!err)
		err = history_read(a, &t, (size_t)limit, &h);
	if (err)
		goto done;
	if (call_has(c, "json")) {
		log_json(a, &h);
	} else {
		print_led_on(&t);
		for (size_t i = 0; i < h.versions.len; i++)
			log_line(&h.versions.v[i]);
		print_earlier(h.earlier, h.missing);
	}
done:
	history_free(&h);
	target_free(&t);
	archive_free(a);
	return err;
}
