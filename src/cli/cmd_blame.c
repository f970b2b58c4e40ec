/* Who wrote what: each sentence with the version that first wrote it and the one it stands so since. */
#include "archive/blame_note.h"
#include "base/words.h"
#include "cli/cli.h"
#include "cli/print.h"
#include "issue/leaf.h"

static void version_json(Json *j, const char *key, const BlameVersion *v)
{
	char hex[OID_HEX + 1];

	if (oid_is_zero(&v->id)) {
		json_null(j, key);
		return;
	}
	oid_hex(&v->id, hex);
	json_open(j, key, '{');
	json_c(j, "id", hex);
	json_moment(j, "time", v->author.when);
	json_c(j, "author", v->author.name);
	json_close(j, '}');
}

static void blame_json(const Blame *b, const Archive *a)
{
	Str s = STR_EMPTY;
	Json j = print_json_begin(&s);

	print_json_at(&j, a);
	json_c(&j, "address", b->address);
	json_bool(&j, "earlier", b->earlier);
	json_c(&j, "missing", b->missing);
	json_open(&j, "sentences", '[');
	for (size_t i = 0; i < b->sentences.len; i++) {
		const BlameSentence *e = &b->sentences.v[i];

		json_open(&j, NULL, '{');
		json_int(&j, "start", (int64_t)e->from);
		json_int(&j, "end", (int64_t)e->to);
		json_str(&j, "text", slice_c(e->text));
		version_json(&j, "first", &b->versions.v[e->first]);
		version_json(&j, "since", &b->versions.v[e->since]);
		json_close(&j, '}');
	}
	json_close(&j, ']');
	print_json_end(&j);
}

/* A line a sentence, for who listens: nothing stands beside anything. */
static void blame_lines(const Blame *b)
{
	for (size_t i = 0; i < b->sentences.len; i++) {
		const BlameSentence *e = &b->sentences.v[i];
		Str s = STR_EMPTY;

		blame_who(&b->versions.v[e->first], true, &s);
		if (e->since != e->first) {
			str_add_c(&s, " → ");
			blame_who(&b->versions.v[e->since], true, &s);
		}
		print_f("%s: %s\n", str_c(&s), e->text);
		str_free(&s);
	}
}

/* The target's own text: of an item without what stands below it. */
static const Err *own_span(const Target *t, Slice text, const Cut *c, size_t *from, size_t *to)
{
	const Err *err = target_span(t, text, c, from, to);
	ptrdiff_t part = err || t->part != ADDR_ITEM ? -1 : cut_begins(c, *from);

	if (part >= 0)
		*to = c->parts.v[part].to;
	return err;
}

static const Err *blame_page(const Call *c, Archive *a, const Target *t, const Blame *b)
{
	IssueText it = { 0 };
	BlameNotes notes = { .arena = NULL };
	size_t from = 0, to = 0;
	Slice text;
	Doc *d;
	Cut cut;
	const Err *err = target_text(a, t, &it);

	if (err)
		return err;
	text = str_slice(&it.text);
	cut_make(text, NULL, &cut);
	if (!(err = own_span(t, text, &cut, &from, &to))) {
		d = leaf_doc(text, &cut, from, to);
		blame_notes(b, from, &notes);
		err = print_doc_notes(c, d, notes.notes.v, notes.notes.len);
		blame_notes_free(&notes);
		doc_free(d);
	}
	cut_free(&cut);
	issue_text_free(&it);
	return err;
}

const Err *cmd_blame(const Call *c)
{
	Archive *a = NULL;
	Target t = { 0 };
	Blame b = { .address = NULL };
	const Err *err = print_check(c);

	if (!err)
		err = call_archive(c, &a);
	if (!err)
		err = target_find(a, slice_c(c->args[0]), &t);
	if (!err)
		err = blame_read(a, &t, &b);
	if (err)
		goto done;
	if (call_has(c, "json"))
		blame_json(&b, a);
	else if (call_has(c, "plain"))
		blame_lines(&b);
	else
		err = blame_page(c, a, &t, &b);
	if (!err && !call_has(c, "json"))
		print_earlier(b.earlier, b.missing);
done:
	blame_free(&b);
	target_free(&t);
	archive_free(a);
	return err;
}
