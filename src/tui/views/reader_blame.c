/* Who wrote what one reads, in a margin beside it. */
#include <stdlib.h>

#include "base/words.h"
#include "tui/blame_lines.h"
#include "tui/views/reader.h"

/* ---- reading ---- */

static void forget(Reader *r)
{
	Blaming *b = &r->blame;
	blame_notes_free(&b->notes);
	blame_free(&b->who);
	b->notes = (BlameNotes){ .arena = NULL };
	b->who = (Blame){ .address = NULL };
	b->read = false;
}

void blaming_free(Reader *r)
{
	forget(r);
}

static Oid text_id(const Reader *r)
{
	Oid id;
	blob_id(str_slice(&r->text.text), &id);
	return id;
}

Reply blaming_start(Reader *r)
{
	Str what = STR_EMPTY;
	forget(r);
	r->blame.wanted = false;
	r->blame.reading = true;
	compare_free(&r->steps.compare);	/* its child makes way */
	str_printf(&what, "blame %s", r->issue.address);
	Reply reply = reply_job(str_c(&what));
	str_free(&what);
	return reply;
}

static void take(Reader *r, Blame *who)
{
	Oid id = text_id(r);
	r->blame.who = *who;
	r->blame.read = oid_eq(&who->text, &id);
	r->blame.wanted = !r->blame.read;	/* it was changed meanwhile */
	if (!r->blame.read)
		return;
	blame_notes(&r->blame.who, 0, &r->blame.notes);
	reader_set_page(r);
}

Reply blaming_done(Reader *r, const JobEnd *end)
{
	Blame who = { .address = NULL };
	const Err *err = NULL;
	r->blame.reading = r->blame.slow = false;
	if (!r->blame.on)		/* not wanted any more */
		return reply_stay();
	if (!end->ok && !end->words.len)	/* a sync is at work: no second child */
		err = blame_read(r->archive, &r->issue, &who);
	else if (!end->ok)
		r->blame.on = false;
	for (Slice rest = end->rows; rest.len && end->ok;)
		blame_read_line(slice_chomp(slice_line(&rest)), &who);
	if (!r->blame.on || err) {
		r->blame.on = false;
		blame_free(&who);
		return err ? reply_err(err) : reply_say("%.*s", (int)end->words.len, end->words.p);
	}
	take(r, &who);
	if (r->blame.read && !who.sentences.len)
		return reply_say(_("There is no sentence here that somebody could have written."));
	return reply_stay();
}

void blaming_check(Reader *r)
{
	Blaming *b = &r->blame;
	Oid id = text_id(r);
	if (b->read && oid_eq(&b->who.text, &id) && oid_eq(&b->tip, &archive_head(r->archive)->tip))
		return;
	forget(r);
	b->tip = archive_head(r->archive)->tip;
	b->wanted = b->on;
}

/* ---- on and off ---- */

void blaming_off(Reader *r)
{
	bool seen = blaming_seen(r);
	r->blame.on = r->blame.wanted = r->blame.slow = false;
	if (seen)
		reader_set_page(r);
}

Reply blaming_toggle(Reader *r)
{
	if (r->blame.on) {
		blaming_off(r);
		return reply_stay();
	}
	r->blame.on = true;
	r->blame.wanted = r->steps.reading;	/* beside the version that is on its way */
	if (r->steps.reading)
		return reply_stay();
	blaming_check(r);
	if (r->blame.reading)
		return reply_stay();
	if (r->blame.wanted)
		return blaming_start(r);
	reader_set_page(r);
	return reply_stay();
}

bool blaming_seen(const Reader *r)
{
	return r->blame.on && r->blame.read;
}

Page *blaming_page(const Reader *r, PageOpts opts)
{
	const PageNote *notes = r->blame.notes.notes.v;
	size_t n = r->blame.notes.notes.len;
	PageMargin margin = page_margin(notes, n, opts.width);
	opts.width = margin.text;
	Page *p = page_make(r->doc, &opts);
	page_notes(p, &margin, notes, n);
	return p;
}

/* ---- from a sentence to its version ---- */

/* The one whose note stands on the current line, or is the nearest above it. */
static const BlameSentence *sentence_here(const Reader *r)
{
	const Page *p = r->pager.page;
	size_t line = r->pager.at;
	while (line > 0 && line < p->lines.len && !p->lines.v[line].note)
		line--;
	size_t note = line < p->lines.len ? p->lines.v[line].note : 0;
	return note ? &r->blame.who.sentences.v[r->blame.notes.of.v[note - 1]] : NULL;
}

Reply blaming_open(Reader *r)
{
	const BlameSentence *s = sentence_here(r);
	Str place = STR_EMPTY;
	char hex[OID_HEX + 1];
	if (!s)
		return reply_say(_("Nobody wrote anything here."));
	const BlameVersion *v = &r->blame.who.versions.v[s->since];
	if (oid_is_zero(&v->id))
		return reply_say(_("It is not recorded yet; R makes its first version."));
	size_t part = cut_at(&r->cut, s->word);
	char *address = reader_address(r, part);
	oid_hex(&v->id, hex);
	str_printf(&place, "%s\n%s", address, hex);
	Reply reply = reply_open("history", str_c(&place));
	free(address);
	str_free(&place);
	return reply;
}
