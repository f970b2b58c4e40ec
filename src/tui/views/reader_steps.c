/* Going through versions where one reads: the same place on the page, what each version changed marked. */
#include <stdlib.h>

#include "base/words.h"
#include "issue/diff.h"
#include "issue/leaf.h"
#include "tui/history_lines.h"
#include "tui/views/reader.h"

#define NARROW 60		/* columns below which little is said of a version */
#define TITLE_MARGIN 1
#define TITLE_GAP 2
#define POINT_COLS 3		/* of " · " */
#define AT_COLS 19		/* of "as of 2024-05-20 · ", about */

static const Version *shown(const Reader *r)
{
	return &r->steps.history.versions.v[r->steps.at];
}

static bool is_item(const Reader *r)
{
	return strchr(r->steps.subject, '#') != NULL;
}

/* ---- the page of a version ---- */

Doc *steps_doc(Reader *r)
{
	const Version *v = shown(r);
	Slice now = str_slice(&r->text.text);
	CompareAsk ask = { .version = v };
	Str was = STR_EMPTY;
	Doc *d = NULL;
	r->steps.heavy = compare_is_heavy(r->archive, &ask);
	if (r->steps.heavy)	/* its marks follow */
		return leaf_doc(now, &r->cut, 0, now.len);
	if (!v->path)	/* the file went away: shown is what went */
		return diff_doc(now, slice_c(NULL));
	if (v->was_path && !oid_is_zero(&v->parent) && !compare_before(r->archive, v, now, &was))
		d = diff_doc(str_slice(&was), now);
	str_free(&was);
	return d ? d : leaf_doc(now, &r->cut, 0, now.len);
}

/* In one column the page stays what one reads; two are asked for. */
Reply steps_columns(Reader *r)
{
	if (!r->steps.on)
		return reply_say(_("Nothing is marked here; , shows what the version changed."));
	size_t part = reader_part(r);
	r->steps.two = !r->steps.two;
	reader_set_page(r);
	if (reader_part(r) != part)
		reader_go(r, part);
	return reply_stay();
}

/* ---- marks that a child makes ---- */

void steps_mark(Reader *r)
{
	compare_free(&r->steps.compare);
	if (r->steps.on && r->steps.heavy && !r->blame.on)
		compare_want(&r->steps.compare);
}

Reply steps_mark_tick(Reader *r)
{
	CompareAsk ask = { .version = shown(r), .cols = r->cols, .how = { .chosen = true, .two = r->steps.two } };
	Reply reply = reply_stay();
	compare_tick(&r->steps.compare, &ask, &reply);
	return reply;
}

Reply steps_marked(Reader *r, const JobEnd *end)
{
	Str why = STR_EMPTY;
	Page *p = compare_done(&r->steps.compare, end, &why);
	Reply reply = why.len ? reply_say("%s", str_c(&why)) : reply_stay();
	if (p)
		pager_set(&r->pager, p, true);
	str_free(&why);
	return reply;
}

/* ---- showing one ---- */

static void version_target(const Version *v, Target *out)
{
	Str id = STR_EMPTY, address = STR_EMPTY;
	bool gone = !v->path;
	*out = (Target){ .path = mem_dup(gone ? v->was_path : v->path), .at = AT_COMMIT, .commit = gone ? v->parent : v->id };
	oid_short(&out->commit, &id);
	addr_format(slice_c(out->path), ADDR_ISSUE, SLICE_LIT(""), str_slice(&id), &address);
	out->address = str_steal(&address);
	str_free(&id);
}

/* The keys that the subject has in what is shown; NULL: it is not there, or is the whole issue. */
static const char *subject_chain(const Reader *r)
{
	if (!is_item(r))
		return NULL;
	return r->steps.on ? shown(r)->chain : strchr(r->steps.subject, '#') + 1;
}

static bool at_subject(const Reader *r)
{
	const char *chain = subject_chain(r);
	return chain && cut_find_chain(&r->cut, slice_c(chain)) == (ptrdiff_t)reader_part(r);
}

/* An item under the eye stays there, also where its words are all others. */
static void stay_at_subject(Reader *r)
{
	const char *chain = subject_chain(r);
	ptrdiff_t part = chain ? cut_find_chain(&r->cut, slice_c(chain)) : -1;
	if (part >= 0 && (size_t)part != reader_part(r))
		reader_go(r, (size_t)part);
}

static void set_past(Reader *r, bool past)
{
	r->past = past;
	r->view.where = past ? IN_VERSION : IN_READER;
}

const char *steps_took(const Reader *r)
{
	return r->steps.on && shown(r)->event == EVENT_DELETED ? shown(r)->was_address : NULL;
}

/* Nothing need be marked in what came from elsewhere as it was. */
static Reply tell_origin(const Version *v)
{
	Str note = STR_EMPTY;
	Reply r = reply_stay();
	if (v->event == EVENT_CARRIED)
		history_note(v, &note);
	if (note.len)
		r = reply_why(str_c(&note));
	str_free(&note);
	return r;
}

static Reply show(Reader *r, size_t at)
{
	Steps *s = &r->steps;
	Target was = r->issue;
	size_t was_at = s->at;
	bool was_on = s->on, there = at_subject(r);
	version_target(&s->history.versions.v[at], &r->issue);
	s->at = at;
	s->on = true;
	const Err *err = reader_load(r);
	if (err) {
		target_free(&r->issue);
		r->issue = was;
		s->at = was_at;
		s->on = was_on;
		return reply_err(err);
	}
	if (was_on) {
		target_free(&was);
	} else {
		s->home = was;
		s->home_past = r->past;
	}
	set_past(r, true);
	r->blame.wanted = r->blame.on;	/* another text: who wrote it is asked again */
	if (there)
		stay_at_subject(r);
	return tell_origin(shown(r));
}

Reply steps_home(Reader *r)
{
	Steps *s = &r->steps;
	s->reading = s->slow = false;
	s->wanted = 0;
	if (!s->on)
		return reply_stay();
	bool there = at_subject(r);
	target_free(&r->issue);
	r->issue = s->home;
	s->home = (Target){ 0 };
	s->on = false;
	set_past(r, s->home_past);
	const Err *err = reader_load(r);
	r->blame.wanted = r->blame.on;
	if (!err && there)
		stay_at_subject(r);
	return reply_err(err);
}

/* ---- which one ---- */

/* The version that the page opened at a commit shows: the newest that is not newer. */
static ptrdiff_t in_force(const Reader *r)
{
	const History *h = &r->steps.history;
	Commit c = { 0 };
	size_t i = 0;
	if (r->issue.at != AT_COMMIT)
		return 0;
	while (i < h->versions.len && !oid_eq(&h->versions.v[i].id, &r->issue.commit))
		i++;
	if (i < h->versions.len || commit_read(archive_repo(r->archive), &r->issue.commit, &c))
		return (ptrdiff_t)(i < h->versions.len ? i : 0);
	for (i = 0; i < h->versions.len && h->versions.v[i].author.when.sec > c.author.when.sec;)
		i++;
	commit_free(&c);
	return (ptrdiff_t)i;
}

static Reply no_more(const Reader *r, bool older)
{
	if (!r->steps.history.versions.len)
		return reply_say(_("It is not recorded yet; R makes its first version."));
	if (older && r->steps.history.missing)
		return reply_say("%s", r->steps.history.missing);
	if (older)
		return r->steps.history.earlier ? reply_say(_("This copy is cut off here (a shallow clone).")) : reply_say(_("This is its first version."));
	return reply_say(r->past ? _("This is its newest version.") : _("This is how it stands now."));
}

static Reply step(Reader *r, int by)
{
	Steps *s = &r->steps;
	ptrdiff_t n = (ptrdiff_t)s->history.versions.len, at = s->on ? (ptrdiff_t)s->at : -1;
	if (!s->on && r->past)
		at = in_force(r) - (by > 0);
	ptrdiff_t to = at + by;
	if (to >= n && at == n - 1)
		return no_more(r, true);
	if (to >= n)
		to = n - 1;
	if (to >= 0)
		return show(r, (size_t)to);
	bool home_past = s->on ? s->home_past : r->past;
	if (home_past || !s->on)
		return no_more(r, false);
	return steps_home(r);
}

/* ---- the history ---- */

static void forget(Reader *r)
{
	history_free(&r->steps.history);
	r->steps.history = (History){ 0 };
	r->steps.read = false;
}

/* What is meant by reading here: the item, else the issue; as it stands now, whatever version is read. */
static char *subject_here(const Reader *r)
{
	size_t part = reader_part(r);
	char *address = reader_address(r, reader_is_item(r, part) ? part : 0), *at = strrchr(address, '@');
	if (at)
		*at = '\0';
	return address;
}

static Reply read_history(Reader *r)
{
	Str what = STR_EMPTY;
	forget(r);
	r->steps.tip = archive_head(r->archive)->tip;
	r->steps.reading = true;
	str_printf(&what, "history %s", r->steps.subject);
	Reply reply = reply_job(str_c(&what));
	str_free(&what);
	return reply;
}


Reply steps_go(Reader *r, int by)
{
	Steps *s = &r->steps;
	if (s->reading) {
		s->wanted += by;
		return reply_stay();
	}
	if (s->on)
		return step(r, by);
	char *subject = subject_here(r);
	bool known = s->read && oid_eq(&s->tip, &archive_head(r->archive)->tip) && strcmp(s->subject, subject) == 0;
	free(s->subject);
	s->subject = subject;
	if (known)
		return step(r, by);
	s->wanted = by;
	return read_history(r);
}

static const Err *read_at_once(Reader *r)
{
	Target t = { 0 };
	const Err *err = target_find_past(r->archive, slice_c(r->steps.subject), &t);
	if (!err)
		err = history_read(r->archive, &t, 0, &r->steps.history);
	target_free(&t);
	return err;
}

Reply steps_done(Reader *r, const JobEnd *end)
{
	Steps *s = &r->steps;
	int by = s->wanted;
	s->reading = s->slow = false;
	s->wanted = 0;
	if (!end->ok && end->words.len)
		return reply_say("%.*s", (int)end->words.len, end->words.p);
	if (!end->ok) {		/* a sync is at work: no second child */
		const Err *err = read_at_once(r);
		if (err)
			return reply_err(err);
	}
	for (Slice rest = end->rows; rest.len && end->ok;)
		history_read_line(slice_chomp(slice_line(&rest)), &s->history);
	s->read = true;
	return by ? step(r, by) : reply_stay();
}

/* ---- its words ---- */

/* "24 sep 2024" */
static void day_words(Moment when, Str *out)
{
	Date d = moment_date(when);
	date_day(d, out);
	str_printf(out, " %d", d.year);
}

static void add_number(const Reader *r, bool wordy, Str *out)
{
	size_t n = r->steps.history.versions.len;
	str_printf(out, wordy ? _("version %zu of %zu") : "%zu/%zu", n - r->steps.at, n);
}

/* What was done stands last; the number is told in fewer words where it would not fit. */
void steps_title(const Reader *r, Str *left, Str *right)
{
	const Version *v = shown(r);
	int side = pager_change_side(&r->pager), room = r->cols - 2 * TITLE_MARGIN - TITLE_GAP;
	bool wide = r->cols >= NARROW;
	Str number = STR_EMPTY, few = STR_EMPTY;
	add_number(r, wide, &number);
	add_number(r, false, &few);
	if (archive_at(r->archive))	/* the day stands there too */
		room -= AT_COLS;
	if (wide)
		str_printf(left, "%s · ", v->title ? v->title : r->issue.path);
	day_words(v->author.when, left);
	str_printf(left, " · %s", v->author.name);
	if (wide || area_width(str_slice(left)) + POINT_COLS + area_width(slice_c(event_words(v->event))) + area_width(str_slice(&few)) <= room)
		str_printf(left, " · %s", event_words(v->event));
	if (r->steps.compare.slow)
		str_printf(right, "%s · ", _("comparing …"));
	else if (side && wide)
		str_printf(right, "%s · ", side > 0 ? _("change below") : _("change above"));
	bool fits = area_width(str_slice(left)) + area_width(str_slice(right)) + area_width(str_slice(&number)) <= room;
	str_add_slice(right, str_slice(fits ? &number : &few));
	str_free(&number);
	str_free(&few);
}

void steps_free(Reader *r)
{
	forget(r);
	compare_free(&r->steps.compare);
	target_free(&r->steps.home);
	free(r->steps.subject);
}
